"""Seconds a receipt and print found, beside RapidOCR as it comes: the same pictures, one run, one thread each.

    python bench/reading.py FOLDER...            pictures in these folders
    python bench/reading.py --drawn 40           receipts that the project draws itself

Print found is measured against what is really printed, where that is known: against `labels.jsonl` beside a folder of
pictures (the text boxes of each, under `ocr_lines`), or against the truth of the drawn receipts. A line of print counts
as found when its letters and digits appear in what was read, spaces and marks left out.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fairpanel.reading import Picture, extract, open_picture, recognise
from fairpanel.reading.values import Hints

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
LETTERS_MIN = 3

Reader = Callable[[Picture], str]


@dataclass
class Measured:
    """What one reader did: its seconds for each picture, and how many of the printed lines it found."""

    seconds: list[float] = field(default_factory=list)
    found: int = 0
    printed: int = 0


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=16, help="how many receipts to draw where no folder is given")
    arguments = parser.parse_args()
    receipts = _on_disk(arguments.folders) if arguments.folders else _drawn(arguments.drawn)
    readers: dict[str, Reader] = {"rapidocr as it comes": _rapidocr(), "fairpanel.reading": _ours}
    measured = {name: Measured() for name in readers}
    for number, (picture, printed) in enumerate(receipts, 1):
        if sys.stderr.isatty():
            print(f"\r{number}", end="", file=sys.stderr)
        for name, read in readers.items():
            started = time.perf_counter()
            text = read(picture)
            # The first picture warms both up.
            if number > 1:
                measured[name].seconds.append(time.perf_counter() - started)
            lines = [line for line in map(_squeezed, printed) if len(line) >= LETTERS_MIN]
            measured[name].printed += len(lines)
            measured[name].found += sum(line in text for line in lines)
    _print_table(measured)


def _print_table(measured: dict[str, Measured]) -> None:
    print(f"\n{'':24}{'median s':>10}{'p95 s':>10}{'lines found':>14}")
    for name, one in measured.items():
        found = f"{one.found / one.printed:.3f}" if one.printed else "-"
        print(f"{name:24}{statistics.median(one.seconds):>10.3f}{_p95(one.seconds):>10.3f}{found:>14}")
    theirs, ours = measured.values()
    ratio = statistics.median(ours.seconds) / statistics.median(theirs.seconds)
    print(f"{len(ours.seconds) + 1} receipts; ours takes {ratio:.2f} of the time")


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _ours(picture: Picture) -> str:
    reading = extract(recognise(picture), Hints())
    return _squeezed("".join(word.text for row in reading.page.rows for word in row))


def _rapidocr() -> Reader:
    """RapidOCR with its own settings, but for its one thread and its silence."""
    from rapidocr import RapidOCR

    one_thread = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    engine = RapidOCR(params=one_thread)

    def read(picture: Picture) -> str:
        blue_first: NDArray[np.uint8] = np.ascontiguousarray(picture.pixels[:, :, ::-1])
        return _squeezed("".join(getattr(engine(blue_first), "txts", None) or ()))

    return read


def _on_disk(folders: Sequence[Path]) -> Iterator[tuple[Picture, list[str]]]:
    for folder in folders:
        printed = _labels(folder)
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
            yield open_picture(path.read_bytes()), printed.get(path.name, [])


def _labels(folder: Path) -> dict[str, list[str]]:
    path = folder / "labels.jsonl"
    labels = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()
    return {Path(one["image"]).name: [line["text"] for line in one.get("ocr_lines") or ()] for one in labels}


def _drawn(count: int) -> Iterator[tuple[Picture, list[str]]]:
    from fairpanel.reading import drawing

    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for seed in range(count):
        drawn = drawing.draw(seed=seed, now=now, country=COUNTRIES[seed % len(COUNTRIES)])
        yield open_picture(drawn.jpeg), [row.text for row in drawn.truth.rows]


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text.upper())


if __name__ == "__main__":
    main()
