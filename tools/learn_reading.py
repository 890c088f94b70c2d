"""Learns from labelled receipts what `reading.learned` holds: `python tools/learn_reading.py DATA [--keep FILE]`.

DATA is a folder with a folder for each set of receipts. In each, `labels-text.jsonl` has text boxes and fields of
receipts, `labels.jsonl` the fields of the pictures under `images`; `gold.jsonl` in DATA those of others. Pictures take
seconds each; with `--keep` what was seen on them is kept for the next time. What is learned names nobody: a word must
stand in the heads of several receipts.
"""

import argparse
import json
import pickle
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, Levenshtein

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Hints, Reading, extract, learned, open_picture, recognise
from fairpanel.reading.certainty import Signals, noting
from fairpanel.reading.headlines import signs_of_going_on
from fairpanel.reading.heads import HEAD_ROWS
from fairpanel.reading.names import can_be_name, names_company
from fairpanel.reading.print_rows import fold, rows_on
from fairpanel.reading.rows import rows_of

FOLDER = Path(__file__).parents[1] / "src/fairpanel/reading/learned"
PLOT = Path(__file__).parents[1] / "docs/pictures/reliability.svg"
FIELDS = ("total", "date", "merchant", "address")
# Here names and addresses are labelled box by box, their words glued together, or as the brand alone.
OTHERWISE_NAMED = ("wildreceipt", "german_softmatic")
BRANDS_ONLY = "german_softmatic"
GOES_ON = "name_goes_on"
NEARLY = 0.82
LETTERS_MIN = 4
RECEIPTS_MIN = 3
# A word one letter from another that is so many times as frequent is a slip of who labelled.
SLIP_FROM = 5
# The weights are drawn to nothing by so much: a few hundred receipts bear no more.
RIDGE = 1.0
FOLDS = 5
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
TO_REACH = 0.99
ACCEPTED_FROM = 0.96

Label = dict[str, Any]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One field that was read: what spoke for it, and whether it was right.

    `source` is the set that it is from, `receipt` its own name: the text and the picture of one receipt share it.
    """

    source: str
    receipt: str
    signals: Signals
    is_right: bool


def main() -> None:
    """Learn, write the files, and print how good it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    texts = {path.parent.name: list(_labels(path)) for path in sorted(arguments.data.glob("*/labels-text.jsonl"))}
    words = learned_words([label for labels in texts.values() for label in labels])
    (FOLDER / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words")
    pages = [(name, label, _page_of(label)) for name, labels in texts.items() for label in labels]
    pages += [(f"{name}, pictures", label, page) for name, label, page in _pictures(arguments.data, arguments.keep)]
    rows = [sample for name, label, page in pages for sample in _name_rows(name, label, page)]
    weights = {GOES_ON: _learn(GOES_ON, rows)}
    # The fields are read with what was just learned.
    _write(weights | {field: dict(known) for field, known in learned.weights().items() if field in FIELDS})
    samples: dict[str, list[Sample]] = {field: [] for field in FIELDS}
    for name, label, page in pages:
        _add(samples, name, label, page)
    weights |= {field: _learn(field, found) for field, found in samples.items()}
    _write(weights)


def _write(weights: dict[str, dict[str, float]]) -> None:
    (FOLDER / "weights.toml").write_text("".join(_toml(field, found) for field, found in weights.items()), "utf-8")
    learned.weights.cache_clear()


def learned_words(labels: Sequence[Label]) -> list[str]:
    """The words of names and addresses that stand in several receipts, in capitals, sorted."""
    heads = [f"{label.get('merchant') or ''} {label.get('address') or ''}" for label in labels]
    receipts = Counter(word for head in heads for word in set(re.findall(rf"[A-Z]{{{LETTERS_MIN},}}", fold(head))))
    kept = {word: count for word, count in receipts.items() if count >= RECEIPTS_MIN}
    return sorted(
        word
        for word, count in kept.items()
        if not any(
            more >= SLIP_FROM * count and Levenshtein.distance(word, other, score_cutoff=1) == 1
            for other, more in kept.items()
        )
    )


def _labels(path: Path) -> Iterator[Label]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _page_of(label: Label) -> Page:
    """The page that a perfect reader would see, from the labelled boxes of text."""
    runs, words = [], []
    for line in label["ocr_lines"]:
        corners = np.array(line["poly"], np.float32).reshape(-1, 2)
        text = line["text"]
        if len(corners) != 4 or not text.strip():  # noqa: PLR2004
            continue
        (left, top), (right, bottom) = corners.min(0).tolist(), corners.max(0).tolist()
        share = (right - left) / len(text)
        parts = [
            Word(
                part.group(),
                Box(int(left + share * part.start()), int(top), int(left + share * part.end()), int(bottom)),
                1.0,
            )
            for part in re.finditer(r"\S+", text)
        ]
        runs.append(corners)
        words.append(parts)
    return Page(label["width"], label["height"], rows_of(np.array(runs, np.float32), words))


def _pictures(data: Path, keep: Path | None) -> Iterator[tuple[str, Label, Page]]:
    kept: dict[str, Page] = pickle.loads(keep.read_bytes()) if keep and keep.exists() else {}  # noqa: S301 - our own
    for path in sorted([*data.glob("*/labels.jsonl"), *data.glob("gold.jsonl")]):
        for label in _labels(path):
            image = Path(label.get("image") or "none")
            folder = image.parts[0] if path.parent == data else path.parent.name
            name = f"{folder}/{image.name}"
            if not (data / folder / "images" / image.name).is_file():
                continue
            if name not in kept:
                kept[name] = recognise(open_picture((data / folder / "images" / image.name).read_bytes()))
            yield folder, label, kept[name]
    if keep:
        keep.write_bytes(pickle.dumps(kept))


def _add(samples: dict[str, list[Sample]], source: str, label: Label, page: Page) -> None:
    with noting() as signals:
        reading = extract(page, Hints())
    for field in FIELDS:
        is_told_otherwise = field in {"merchant", "address"} and source.startswith(OTHERWISE_NAMED)
        if label.get(field) and field in signals and not is_told_otherwise:
            right = _is_right(field, reading, str(label[field]))
            samples[field].append(Sample(source, str(label["id"]), signals[field], right))


def _name_rows(source: str, label: Label, page: Page) -> Iterator[Sample]:
    """Of each row that belongs to the labelled name, whether the row below it does too.

    Receipts that name a company in full are left out, and sets whose names are labelled as the brand alone.
    """
    rows = rows_on(page)
    head = [row for row in rows[:HEAD_ROWS] if can_be_name(row)]
    name = _squeezed(str(label.get("merchant") or ""))
    if not name or source.startswith(BRANDS_ONLY) or any(map(names_company, head[:4])):
        return
    for row in head:
        upper = _squeezed(row.text)
        if row.index + 1 == len(rows) or not _is_of(upper, name):
            continue
        lower = _squeezed(rows[row.index + 1].text)
        if _is_of(lower, name) and upper in lower:
            # The sign, and the name once more.
            continue
        belongs = _is_of(lower, name) and name not in upper and lower not in upper
        yield Sample(source, str(label["id"]), signs_of_going_on(row, rows[row.index + 1], head, rows), belongs)


def _is_of(text: str, name: str) -> bool:
    """Whether a row's letters are part of a name, or nearly."""
    if len(text) < 2 or not name:  # noqa: PLR2004
        return False
    if (text in name and len(text) >= min(3, len(name))) or (name in text and len(name) >= LETTERS_MIN):
        return True
    return len(text) > LETTERS_MIN and Indel.normalized_similarity(text, name) > NEARLY


def _is_right(field: str, reading: Reading, true: str) -> bool:
    """Whether a field says what its label says: amounts as numbers, days in any order, texts without their spaces."""
    if field == "total":
        return reading.total is not None and any(
            abs(float(reading.total.value) - amount) < 0.005  # noqa: PLR2004 - half a cent
            for amount in _amounts(true)
        )
    if field == "date":
        assert reading.date
        printed = [int(number) for number in re.findall(r"\d+", true)]
        day = reading.date.value
        return {day.day, day.year % 100} <= {number % 100 for number in printed} or day.isoformat() == true
    found = reading.merchant if field == "merchant" else reading.address
    return found is not None and _squeezed(found.value) == _squeezed(true)


def _amounts(text: str) -> Iterator[float]:
    for match in re.finditer(r"\d[\d.,']*", text):
        digits = match.group().rstrip(".,")
        cents = re.fullmatch(r"(.*)[.,](\d{1,2})", digits)
        whole = re.sub(r"\D", "", cents[1] if cents else digits)
        yield float(f"{whole or 0}.{cents[2] if cents else 0}")


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text.upper())


def _learn(field: str, samples: Sequence[Sample]) -> dict[str, float]:
    """The weights for one field; prints how well such weights do on receipts that they were not learned from."""
    names = sorted(samples[0].signals)
    signals = np.array([[1.0, *(sample.signals[name] for name in names)] for sample in samples])
    right = np.array([float(sample.is_right) for sample in samples])
    sources = np.array([sample.source for sample in samples])
    # What was learned from a receipt's text says nothing about its picture.
    folds = np.array([crc32(sample.receipt.encode()) % FOLDS for sample in samples])
    sets = np.array([source.split(",")[0] for source in sources])
    for kind, parts in (("receipts", folds), ("sets of receipts", sets)):
        unseen = np.zeros(len(samples))
        for part in sorted(set(parts.tolist())):
            out = parts == part
            unseen[out] = _probability(signals[out], _fit(signals[~out], right[~out]))
        print(f"\n{field}, of {kind} that were not learned from: {len(right)} read, {right.mean():.3f} right")
        _print_reliability(unseen, right, sources)
        if field == "total" and kind == "receipts":
            PLOT.write_text(_plot(unseen, right), encoding="utf-8")
    return dict(zip(["", *names], _fit(signals, right).tolist(), strict=True))


def _fit(signals: Array, right: Array) -> Array:
    """Logistic regression by Newton's method, slightly ridged but for the intercept."""
    middle, spread = signals.mean(0), signals.std(0)
    middle[0], spread[0] = 0.0, 1.0
    spread[spread == 0] = 1.0
    scaled = (signals - middle) / spread
    ridge = RIDGE * np.eye(signals.shape[1])
    ridge[0, 0] = 1e-6
    weights = np.zeros(signals.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        bend = scaled.T @ (scaled * (chance * (1 - chance))[:, None]) + ridge
        weights += np.linalg.solve(bend, scaled.T @ (right - chance) - ridge @ weights)
    weights = weights / spread
    weights[0] -= weights[1:] @ middle[1:]
    return np.asarray(weights)


def _probability(signals: Array, weights: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-signals @ weights)))


def _bins(said: Array, right: Array) -> Iterator[tuple[float, float, int]]:
    for low, high in zip(BINS, (*BINS[1:-1], 1.1), strict=False):
        inside = (said >= low) & (said < high)
        if inside.any():
            yield float(said[inside].mean()), float(right[inside].mean()), int(inside.sum())


def _print_reliability(said: Array, right: Array, sources: NDArray[np.str_]) -> None:
    for mean, true, count in _bins(said, right):
        print(f"    said {mean:.3f}  right {true:.3f}  of {count}")
    order = np.argsort(-said, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(share >= TO_REACH)
    if len(reached):
        last = reached[-1]
        print(f"    {TO_REACH} right from {said[order[last]]:.3f} on, which covers {(last + 1) / len(order):.3f}")
    for source in ("", *sorted(set(sources))):
        ours = np.char.endswith(sources, source)
        here = ours & (said >= ACCEPTED_FROM)
        covered, true = here.sum() / ours.sum(), right[here].mean() if here.any() else 0.0
        print(f"    from {ACCEPTED_FROM} on, {source or 'all'}: covers {covered:.2f}, right {true:.3f} of {here.sum()}")


def _plot(said: Array, right: Array) -> str:
    """What was said against what was right, as a picture: each dot as large as the receipts that it stands for."""
    dots = "".join(
        f'<circle cx="{40 + 300 * mean:.1f}" cy="{340 - 300 * true:.1f}" r="{2 + count**0.5 / 3:.1f}" opacity=".6"/>'
        for mean, true, count in _bins(said, right)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 380" font-family="sans-serif" font-size="11">'
        "<title>Totals: the confidence said, and the share that was right</title>"
        '<rect width="360" height="380" fill="#fff"/><path d="M40 40V340H340M40 340L340 40" fill="none" stroke="#999"/>'
        f'<g fill="#0b5c55">{dots}</g>'
        '<text x="40" y="30">share that was right</text><text x="250" y="370">confidence said</text>'
        '<text x="30" y="355">0</text><text x="335" y="355">1</text><text x="25" y="45">1</text></svg>\n'
    )


def _toml(field: str, weights: dict[str, float]) -> str:
    return f"[{field}]\n" + "".join(f'"{name}" = {weight:.4f}\n' for name, weight in weights.items()) + "\n"


if __name__ == "__main__":
    main()
