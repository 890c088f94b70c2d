"""How many pictures come back the right way up, whichever of four ways they lay before.

    python bench/right_way_up.py FOLDER...       pictures in these folders, which lie the right way up
    python bench/right_way_up.py --drawn 16      receipts that the project draws itself

Each picture is turned by each quarter and seen. `seconds` is the median of seeing it, words and all.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from fairpanel.reading import Picture, drawing, open_picture, see

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
DEGREES_A_QUARTER = 90


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=16, help="how many receipts to draw where no folder is given")
    parser.add_argument("--every", type=int, default=1, help="take only every so manieth picture")
    arguments = parser.parse_args()
    pictures = _on_disk(arguments.folders) if arguments.folders else _drawn(arguments.drawn)
    right: dict[int, list[bool]] = {quarters: [] for quarters in range(4)}
    seconds: dict[int, list[float]] = {quarters: [] for quarters in range(4)}
    for number, (name, picture) in enumerate(pictures):
        if number % arguments.every:
            continue
        for quarters in range(4):
            turned = Picture(np.ascontiguousarray(np.rot90(picture.pixels, quarters)), picture.source)
            started = time.perf_counter()
            upright, _ = see(turned)
            seconds[quarters].append(time.perf_counter() - started)
            right[quarters].append(np.array_equal(upright.pixels, picture.pixels))
            if not right[quarters][-1]:
                print(f"{name} turned by {quarters * DEGREES_A_QUARTER} degrees is not upright", file=sys.stderr)
    print(f"{'turned by':>10}{'put upright':>14}{'seconds':>10}")
    for quarters in range(4):
        share = f"{sum(right[quarters])} of {len(right[quarters])}"
        print(f"{quarters * DEGREES_A_QUARTER:>10}{share:>14}{statistics.median(seconds[quarters]):>10.3f}")


def _on_disk(folders: Sequence[Path]) -> Iterator[tuple[str, Picture]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in SUFFIXES:
                yield str(path), open_picture(path.read_bytes())


def _drawn(count: int) -> Iterator[tuple[str, Picture]]:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for seed in range(count):
        country = COUNTRIES[seed % len(COUNTRIES)]
        yield f"drawn {seed} {country}", open_picture(drawing.draw(seed=seed, now=now, country=country).jpeg)


if __name__ == "__main__":
    main()
