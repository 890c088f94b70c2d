"""This reader beside RapidOCR, Tesseract and open receipt parsers: the same pictures, one run, one thread each.

    python bench/reading.py FOLDER...                 pictures in these folders
    python bench/reading.py --drawn 40                receipts that the project draws itself
    python bench/reading.py --sample 8 FOLDER...      eight of each folder, spread evenly, labelled ones where there are
    python bench/reading.py --parsers DIR ...         with the parsers in DIR: see below
    python bench/reading.py --worst 10 FOLDER...      also our worst receipts, what is read there and what is true
    python bench/reading.py --memory 150 FOLDER...    instead: what one process holds, while it reads so many

What is true is taken from `labels.jsonl` in a folder and from `gold.jsonl` beside it, or from the drawn receipts. A
line of print counts as found when its letters and digits appear in what was read. Of fields, amounts are compared as
numbers, days by their numbers in any order, texts without spaces and marks. Parsers take text: they are given
Tesseract's, and ours.

    pip install --no-deps --target DIR receipt-parser-ocr==1.1.1 receiptparser==1.1 munch pyyaml python-dateutil
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fairpanel.reading import Hints, Picture, extract, eyes, open_picture, recognise

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
FIELDS = ("merchant", "address", "date", "total")
# Here names and addresses are labelled box by box, their words glued together, or as the brand alone.
OTHERWISE_NAMED = {"wildreceipt", "german_softmatic"}
LETTERS_MIN = 3
MEMORY_EVERY = 50
LANGUAGES = ("eng", "deu", "fra", "spa", "ita", "nld", "por")

OURS, RAPIDOCR, TESSERACT = "fairpanel.reading", "rapidocr as it comes", "tesseract"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A picture and what is true of it: `printed` are its lines, `fields` what its labels say."""

    name: str
    source: str
    data: bytes
    printed: Sequence[str]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a picture. `fields` is None where it reads print and no more."""

    text: str
    fields: Mapping[str, str] | None = None
    seconds: float = 0.0


@dataclass
class Measured:
    """What one reader did: its seconds for each picture, the printed lines it found, and the fields it got right."""

    seconds: list[float] = field(default_factory=list)
    found: int = 0
    printed: int = 0
    right: dict[tuple[str, str], list[bool]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class InNetworks:
    """The seconds that our reader spends in the networks."""

    seconds: float = 0.0

    def timed(self, network: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Count what it takes."""

        def run(pixels: Any) -> Any:
            started = time.perf_counter()
            try:
                return network(pixels)
            finally:
                self.seconds += time.perf_counter() - started

        return run


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=16, help="how many receipts to draw where no folder is given")
    parser.add_argument("--sample", type=int, help="how many of each folder")
    parser.add_argument("--parsers", type=Path, help="where receipt parsers are installed")
    parser.add_argument("--worst", type=int, default=0, help="how many of our worst receipts to list")
    parser.add_argument("--memory", type=int, help="only read so many, and tell what memory that takes")
    asked = parser.parse_args()
    receipts = list(_on_disk(asked.folders, asked.sample) if asked.folders else _drawn(asked.drawn))
    if asked.memory:
        show_memory(receipts, asked.memory)
        return
    networks = _timed_networks()
    readers = {RAPIDOCR: _rapidocr(), OURS: _ours, **_tesseract()}
    parsers = _parsers(asked.parsers)
    measured: dict[str, Measured] = defaultdict(Measured)
    ours: list[tuple[Receipt, Found]] = []
    for number, receipt in enumerate(receipts):
        picture = open_picture(receipt.data)
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {len(receipts)}", end="", file=sys.stderr)
        if number == 0:
            # Warms all up.
            for read in readers.values():
                read(picture)
            networks.seconds = 0
        found = {name: _clocked(read, picture) for name, read in readers.items()}
        ours.append((receipt, found[OURS]))
        for source in [name for name in (TESSERACT, OURS) if name in found]:
            for name, parse in parsers.items():
                before = found[source]
                parsed = _clocked(parse, before.text)
                found[f"{name} on {source}"] = replace(parsed, seconds=before.seconds + parsed.seconds)
        for name, one in found.items():
            _add(measured[name], receipt, one)
    _print_print(measured, networks)
    _print_fields(measured)
    _print_worst(ours, asked.worst)


def _clocked(read: Callable[[Any], Found], given: Any) -> Found:
    started = time.perf_counter()
    return replace(read(given), seconds=time.perf_counter() - started)


def _add(measured: Measured, receipt: Receipt, found: Found) -> None:
    measured.seconds.append(found.seconds)
    lines = [line for line in map(_squeezed, receipt.printed) if len(line) >= LETTERS_MIN]
    text = _squeezed(found.text)
    measured.printed += len(lines)
    measured.found += sum(line in text for line in lines)
    if found.fields is not None:
        for name, true in receipt.fields.items():
            measured.right[receipt.source, name].append(_is_right(name, found.fields.get(name, ""), true))


def _print_print(measured: Mapping[str, Measured], networks: InNetworks) -> None:
    print(f"\n{'seconds a receipt; print found':44}{'median':>9}{'p95':>9}{'lines':>9}")
    for name, one in measured.items():
        # A parser finds no print of its own.
        lines = f"{one.found / one.printed:.3f}" if one.printed and " on " not in name else "-"
        print(f"{name:44}{statistics.median(one.seconds):>9.3f}{_p95(one.seconds):>9.3f}{lines:>9}")
    ours, theirs = measured[OURS].seconds, measured[RAPIDOCR].seconds
    ratio = statistics.median(mine / its for mine, its in zip(ours, theirs, strict=True))
    print(f"{len(ours)} receipts; ours takes {ratio:.2f} of RapidOCR's time", end="")
    own = (sum(ours) - networks.seconds) / len(ours)
    print(f", and {own:.3f} s a receipt outside the networks ({own * len(ours) / sum(ours):.0%})")


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _print_fields(measured: Mapping[str, Measured]) -> None:
    with_fields = {name: one.right for name, one in measured.items() if one.right}
    for source in dict.fromkeys(source for right in with_fields.values() for source, _ in right):
        print(f"\n{'fields right, ' + source:44}" + "".join(f"{name:>10}" for name in FIELDS))
        for name, right in with_fields.items():
            told = [right.get((source, each)) for each in FIELDS]
            print(f"{name:44}" + "".join(f"{f'{sum(hits)}/{len(hits)}' if hits else '-':>10}" for hits in told))


def _print_worst(ours: Sequence[tuple[Receipt, Found]], count: int) -> None:
    """The receipts on which most is wrong, so that one knows where to dig. Only for the eyes of who runs it."""

    def wrong(one: tuple[Receipt, Found]) -> list[str]:
        receipt, found = one
        read = found.fields or {}
        return [name for name, true in receipt.fields.items() if not _is_right(name, read.get(name, ""), true)]

    def missed(one: tuple[Receipt, Found]) -> list[str]:
        text = _squeezed(one[1].text)
        return [line for line in one[0].printed if len(_squeezed(line)) >= LETTERS_MIN and _squeezed(line) not in text]

    at_fault = [one for one in ours if wrong(one) or missed(one)]
    worst = sorted(at_fault, key=lambda one: (-len(wrong(one)), -len(missed(one))))[:count]
    for one in worst:
        receipt, found = one
        print(f"\n{receipt.source}/{receipt.name}")
        for name in wrong(one):
            print(f"  {name:9} read  {(found.fields or {}).get(name) or '-'}\n{'':11} true  {receipt.fields[name]}")
        if lines := missed(one):
            print(f"  lines not found: {len(lines)} of {len(receipt.printed)}: " + " | ".join(lines[:5]))


def show_memory(receipts: Sequence[Receipt], count: int) -> None:
    """What this process holds while it reads receipt after receipt, over and over."""
    for number, receipt in enumerate(islice(cycle(receipts), count), 1):
        _ours(open_picture(receipt.data))
        if number in {1, count} or number % MEMORY_EVERY == 0:
            status = Path("/proc/self/status").read_text("ascii")
            held, most = (int(re.findall(rf"{name}:\s+(\d+)", status)[0]) // 1024 for name in ("VmRSS", "VmHWM"))
            print(f"{number:>6} read {held:>6} MiB held {most:>6} MiB at most", flush=True)


def _timed_networks() -> InNetworks:
    spent = InNetworks()
    loaded = eyes._loaded()  # noqa: SLF001 - a bench looks behind the door
    timed = replace(loaded, find=spent.timed(loaded.find), read=spent.timed(loaded.read))
    eyes._loaded = lambda *_: timed  # type: ignore[assignment]  # noqa: SLF001
    return spent


def _ours(picture: Picture) -> Found:
    reading = extract(recognise(picture), Hints())
    read = {
        "merchant": reading.merchant and reading.merchant.value,
        "address": reading.address and reading.address.value,
        "date": reading.date and reading.date.value.isoformat(),
        "total": reading.total and f"{reading.total.value:f}",
    }
    text = "\n".join(" ".join(word.text for word in row) for row in reading.page.rows)
    return Found(text, {name: value for name, value in read.items() if value})


def _rapidocr() -> Callable[[Picture], Found]:
    """RapidOCR with its own settings, but for its one thread and its silence."""
    from rapidocr import RapidOCR

    one_thread = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    engine = RapidOCR(params=one_thread)

    def read(picture: Picture) -> Found:
        blue_first: NDArray[np.uint8] = np.ascontiguousarray(picture.pixels[:, :, ::-1])
        return Found("\n".join(getattr(engine(blue_first), "txts", None) or ()))

    return read


def _tesseract() -> dict[str, Callable[[Picture], Found]]:
    program = shutil.which("tesseract")
    if program is None:
        print("Tesseract is left out: the program `tesseract` is not here (Debian: apt-get install tesseract-ocr).")
        return {}
    known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=True).stdout.split()
    languages = "+".join(code for code in LANGUAGES if code in known)
    print(f"Tesseract reads {languages}.")

    def read(picture: Picture) -> Found:
        bitmap = BytesIO()
        Image.fromarray(picture.pixels).save(bitmap, "PPM")
        command = [program, "stdin", "stdout", "-l", languages]
        one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        # It exits with 1 on a picture without print.
        done = subprocess.run(command, input=bitmap.getvalue(), capture_output=True, env=one_thread, check=False)
        return Found(done.stdout.decode("utf-8", "replace"))

    return {TESSERACT: read}


def _parsers(folder: Path | None) -> dict[str, Callable[[str], Found]]:
    """The receipt parsers that are installed in `folder`; the others are named."""
    if folder is None:
        return {}
    sys.path.append(str(folder))
    found: dict[str, Callable[[str], Found]] = {}
    for name, load in {"receipt-parser-ocr": _receipt_parser_ocr, "receiptparser": _receiptparser}.items():
        try:
            found[name] = load()
        except ImportError as problem:
            print(f"{name} is left out: {problem}.")
    return found


def _receipt_parser_ocr() -> Callable[[str], Found]:
    parser = importlib.import_module("receipt_parser").ReceiptParser()

    def parse(text: str) -> Found:
        read = parser.parse(text)
        return Found(text, _said(merchant=read.store_name, date=read.date, total=read.total_amount))

    return parse


def _receiptparser() -> Callable[[str], Found]:
    """With the rules for Germany, the only ones that come with it; its own OCR step needs ImageMagick."""
    receipt, config = (importlib.import_module(f"receiptparser.{name}") for name in ("receipt", "config"))
    rules = config.read_config(str(Path(config.CONFIG_DIR) / "germany.yml"))

    def parse(text: str) -> Found:
        read = receipt.Receipt(rules, None, text)
        return Found(text, _said(merchant=read.company, date=read.date and read.date.date(), total=read.sum))

    return parse


def _said(**fields: object) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value is not None}


def _on_disk(folders: Sequence[Path], sample: int | None) -> Iterator[Receipt]:
    for folder in folders:
        labels = _labels(folder)
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        if sample:
            paths = [path for path in paths if any(labels.get(path.name, {}).get(name) for name in FIELDS)] or paths
            paths = paths[:: max(1, len(paths) // sample)][:sample]
        for path in paths:
            label = labels.get(path.name, {})
            fields = {name: str(label[name]) for name in FIELDS if label.get(name)}
            if folder.name in OTHERWISE_NAMED:
                fields = {name: value for name, value in fields.items() if name not in {"merchant", "address"}}
            printed = [line["text"] for line in label.get("ocr_lines") or ()]
            yield Receipt(path.name, folder.name, path.read_bytes(), printed, fields)


def _labels(folder: Path) -> dict[str, dict[str, Any]]:
    labels: dict[str, dict[str, Any]] = {}
    for path in (folder / "labels.jsonl", folder.parent / "gold.jsonl"):
        for text in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            label = json.loads(text)
            if label.get("image"):
                known = labels.setdefault(Path(label["image"]).name, {})
                known.update({name: value for name, value in label.items() if value is not None})
    return labels


def _drawn(count: int) -> Iterator[Receipt]:
    from fairpanel.reading import drawing

    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for seed in range(count):
        country = COUNTRIES[seed % len(COUNTRIES)]
        drawn = drawing.draw(seed=seed, now=now, country=country)
        true = drawn.truth
        fields = _said(merchant=true.merchant, address=true.address, date=true.date, total=true.total)
        yield Receipt(f"{country} {seed}", "drawn", drawn.jpeg, [row.text for row in true.rows], fields)


def _is_right(name: str, read: str, true: str) -> bool:
    if name == "total":
        return any(abs(a - b) < 0.005 for a in _amounts(read) for b in _amounts(true))
    if name == "date":
        printed, told = ({int(number) % 100 for number in re.findall(r"\d+", day)} for day in (true, read))
        return len(told) > 1 and printed <= told
    return bool(read) and _squeezed(read) == _squeezed(true)


def _amounts(text: str) -> Iterator[float]:
    for match in re.finditer(r"\d[\d.,']*", text):
        digits = match.group().rstrip(".,")
        cents = re.fullmatch(r"(.*)[.,](\d{1,2})", digits)
        whole = re.sub(r"\D", "", cents[1] if cents else digits)
        yield float(f"{whole or 0}.{cents[2] if cents else 0}")


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text.upper())


if __name__ == "__main__":
    main()
