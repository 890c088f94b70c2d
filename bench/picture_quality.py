"""How often a picture that is good is called bad, and how often one that was made worse is told what is wrong with it.

    python bench/picture_quality.py FOLDER...    readable pictures in these folders
    python bench/picture_quality.py --drawn 24   receipts that the project draws itself

Each picture is judged as it is, and again after each way of making it worse; `named` is the share of which the right
fault was told, `warned` the share of which any was. Where a blur, a distance or the dark leaves no print to be seen,
`no-print` is right as well. `seconds` are the median and the 95th percentile of the
processor's time for judging an opened picture.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.reading import Fault, Picture, drawing, judge_picture, open_picture
from fairpanel.reading.eyes import eyes
from fairpanel.reading.glance import Glance, glance

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")

Pixels = NDArray[np.uint8]
NOISE = np.random.default_rng(1)


@dataclass(frozen=True)
class Print:
    """Where the print of a good picture stands: its outer edges and its height, in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    height: float

    @classmethod
    def of(cls, seen: Glance) -> Print:
        """The print that a glance shows."""
        left, top = seen.runs.min(axis=(0, 1)).astype(int).tolist()
        right, bottom = seen.runs.max(axis=(0, 1)).astype(int).tolist()
        return cls(left, top, right, bottom, float(np.median(seen.heights)))


def blurred(share: float) -> Callable[[Pixels, Print], Pixels]:
    """Out of focus: a Gaussian whose deviation is this share of the print's height."""
    return lambda pixels, printed: np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * printed.height), np.uint8)


def shaken(share: float) -> Callable[[Pixels, Print], Pixels]:
    """Moved while it was taken, by this share of the print's height, at a slant."""

    def move(pixels: Pixels, printed: Print) -> Pixels:
        length = max(3, round(share * printed.height))
        return np.asarray(cv2.filter2D(pixels, -1, np.eye(length, dtype=np.float32) / length), np.uint8)

    return move


def far(height_px: float) -> Callable[[Pixels, Print], Pixels]:
    """Taken from so far away that print is this high, on a dark table."""

    def shrink(pixels: Pixels, printed: Print) -> Pixels:
        scale = min(1.0, height_px / printed.height)
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        table = np.full_like(pixels, 70)
        top, left = (table.shape[0] - small.shape[0]) // 2, (table.shape[1] - small.shape[1]) // 2
        table[top : top + small.shape[0], left : left + small.shape[1]] = small
        return table

    return shrink


def dark(share: float) -> Callable[[Pixels, Print], Pixels]:
    """In this share of the light, with the sensor's noise."""
    return lambda pixels, _: np.clip(pixels * share + NOISE.normal(0, 3, pixels.shape), 0, 255).astype(np.uint8)


def glaring(share: float) -> Callable[[Pixels, Print], Pixels]:
    """With a round reflection over this share of the print."""

    def burn(pixels: Pixels, printed: Print) -> Pixels:
        wide, high = printed.right - printed.left, printed.bottom - printed.top
        x, y = printed.left + wide * NOISE.uniform(0.25, 0.75), printed.top + high * NOISE.uniform(0.25, 0.75)
        down, across = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
        away = np.hypot(across - x, down - y) / np.sqrt(share * wide * high / np.pi)
        light = np.clip((1.4 - away) / 0.4, 0, 1)[..., None]
        return np.asarray(pixels * (1 - light) + 255 * light, np.uint8)

    return burn


def cut_left(pixels: Pixels, printed: Print) -> Pixels:
    """A sixth of the print is missing on the left."""
    return pixels[:, printed.left + (printed.right - printed.left) // 6 :]


def cut_right(pixels: Pixels, printed: Print) -> Pixels:
    """A sixth of the print is missing on the right."""
    return pixels[:, : printed.right - (printed.right - printed.left) // 6]


WORSE: dict[str, tuple[Fault, Callable[[Pixels, Print], Pixels]]] = {
    "blurred by .1 of the print": (Fault.BLURRED, blurred(0.1)),
    "blurred by .2 of the print": (Fault.BLURRED, blurred(0.2)),
    "shaken by .3 of the print": (Fault.BLURRED, shaken(0.3)),
    "shaken by .6 of the print": (Fault.BLURRED, shaken(0.6)),
    "print 6 pixels high": (Fault.TOO_SMALL, far(6)),
    "print 9 pixels high": (Fault.TOO_SMALL, far(9)),
    "a tenth of the light": (Fault.TOO_DARK, dark(0.1)),
    "a quarter of the light": (Fault.TOO_DARK, dark(0.25)),
    "a reflection on 5 %": (Fault.GLARE, glaring(0.05)),
    "a reflection on 15 %": (Fault.GLARE, glaring(0.15)),
    "cut off on the left": (Fault.CUT_OFF, cut_left),
    "cut off on the right": (Fault.CUT_OFF, cut_right),
}
ALSO_NO_PRINT = {Fault.BLURRED, Fault.TOO_SMALL, Fault.TOO_DARK}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=24, help="how many receipts to draw where no folder is given")
    parser.add_argument("--worse-every", type=int, default=1, help="make only every so manieth picture worse")
    arguments = parser.parse_args()
    pictures = _on_disk(arguments.folders) if arguments.folders else _drawn(arguments.drawn)
    judged: dict[str, list[set[Fault]]] = defaultdict(list)
    seconds: list[float] = []
    before: Pixels | None = None
    for number, picture in enumerate(pictures):
        started = time.process_time()
        judged["good"].append(_faults(picture.pixels))
        seconds.append(time.process_time() - started)
        if number % arguments.worse_every:
            continue
        with eyes() as using:
            seen = glance(picture.pixels, using.find)
        for name, (_, worsen) in WORSE.items():
            judged[name].append(_faults(worsen(seen.pixels, Print.of(seen))))
        if before is not None:
            judged["two side by side"].append(_faults(_beside(before, seen.pixels)))
        before = seen.pixels
    _print_tables(judged, seconds)


def _print_tables(judged: dict[str, list[set[Fault]]], seconds: Sequence[float]) -> None:
    good = judged.pop("good")
    alarms = Counter(fault for faults in good for fault in faults)
    share = sum(map(bool, good)) / len(good)
    print(f"{len(good)} good pictures, {share:.1%} called bad: {dict(alarms)}")
    print(f"seconds {statistics.median(seconds):.3f}, {np.percentile(seconds, 95):.3f}\n")
    print(f"{'made worse':30}{'pictures':>10}{'named':>8}{'warned':>8}")
    for name, told in judged.items():
        fault = WORSE[name][0] if name in WORSE else Fault.SEVERAL
        right = {fault, Fault.NO_PRINT} if fault in ALSO_NO_PRINT else {fault}
        named, warned = (sum(map(bool, kept)) / len(told) for kept in ([faults & right for faults in told], told))
        print(f"{name:30}{len(told):>10}{named:>8.2f}{warned:>8.2f}")


def _faults(pixels: Pixels) -> set[Fault]:
    return {flaw.fault for flaw in judge_picture(Picture(np.ascontiguousarray(pixels), "jpeg")).flaws}


def _beside(one: Pixels, other: Pixels) -> Pixels:
    high = max(one.shape[0], other.shape[0])
    both = [cv2.resize(each, (round(each.shape[1] * high / each.shape[0]), high)) for each in (one, other)]
    return np.asarray(np.hstack(both), np.uint8)


def _on_disk(folders: Sequence[Path]) -> Iterator[Picture]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in SUFFIXES:
                yield open_picture(path.read_bytes())


def _drawn(count: int) -> Iterator[Picture]:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for seed in range(count):
        country = COUNTRIES[seed % len(COUNTRIES)]
        yield open_picture(drawing.draw(seed=seed, now=now, country=country).jpeg)


if __name__ == "__main__":
    main()
