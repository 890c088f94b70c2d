"""How many printed rows are still read as one row when the paper is curled, tilted, turned or in the shadow.

    python bench/bent.py --drawn 8       receipts that the project draws itself

A row counts when its letters and digits stand in this order in one row that was read, a word wherever it was read.
`curl` is how far the middle of a row lies from its ends, as a share of the paper's width, as on paper that comes from a
roll; `tilt` is how much narrower the far end of the paper is; `turn` is in degrees.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from fairpanel.reading import Picture, drawing, open_picture, recognise

Pixels = NDArray[np.uint8]
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
LETTERS_MIN = 3
TABLE = (70, 70, 70)


def curled(share: float) -> Callable[[Pixels], Pixels]:
    """Bent along its length: the middle of each row lies `share` of the width from its ends."""

    def bend(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        room = round(share * width)
        down, across = np.mgrid[: height + room, :width].astype(np.float32)
        from_middle = 2 * across / width - 1
        return _mapped(pixels, across, down - room * from_middle**2)

    return bend


def tilted(share: float) -> Callable[[Pixels], Pixels]:
    """Seen from below, so that the upper end is `share` narrower than the lower."""

    def tilt(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        inset = share * width / 2
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        seen = np.array([[inset, 0], [width - inset, 0], [width, height], [0, height]], np.float32)
        camera = cv2.getPerspectiveTransform(corners, seen)
        return np.asarray(cv2.warpPerspective(pixels, camera, (width, height), borderValue=TABLE), np.uint8)

    return tilt


def turned(degrees: float) -> Callable[[Pixels], Pixels]:
    """Turned, on a table large enough."""

    def turn(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        side = round(np.hypot(height, width))
        spin = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        spin[:, 2] += (side - width) / 2, (side - height) / 2
        return np.asarray(cv2.warpAffine(pixels, spin, (side, side), borderValue=TABLE), np.uint8)

    return turn


def shaded(share: float) -> Callable[[Pixels], Pixels]:
    """With a hand's shadow over half of it, which leaves `share` of the light."""

    def shade(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        down, across = np.mgrid[:height, :width]
        edge = np.clip((across / width + down / height - 1) * 12 + 0.5, 0, 1)[..., None]
        return np.asarray(pixels * (share + (1 - share) * edge), np.uint8)

    return shade


BENT: dict[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda pixels: pixels,
    "curl .03": curled(0.03),
    "curl .06": curled(0.06),
    "curl .10": curled(0.10),
    "curl .15": curled(0.15),
    "tilt .15": tilted(0.15),
    "tilt .30": tilted(0.30),
    "turn 7": turned(7),
    "turn 20": turned(20),
    "shadow, .4 of the light": shaded(0.4),
    "curl .06 and tilt .15": lambda pixels: tilted(0.15)(curled(0.06)(pixels)),
}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drawn", type=int, default=8)
    asked = parser.parse_args()
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    found: dict[str, list[bool]] = defaultdict(list)
    words: dict[str, list[bool]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    for seed in range(asked.drawn):
        drawn = drawing.draw(seed=seed, now=now, country=COUNTRIES[seed % len(COUNTRIES)])
        pixels = open_picture(drawn.jpeg).pixels
        for name, bend in BENT.items():
            picture = Picture(np.ascontiguousarray(bend(pixels)), "jpeg")
            started = time.thread_time()
            page = recognise(picture)
            seconds[name].append(time.thread_time() - started)
            rows = [_squeezed("".join(word.text for word in row)) for row in page.rows]
            text = " ".join(_squeezed(word.text) for row in page.rows for word in row)
            printed = [row.text for row in drawn.truth.rows if len(_squeezed(row.text)) >= LETTERS_MIN]
            found[name] += [any(_squeezed(line) in row for row in rows) for line in printed]
            words[name] += [_squeezed(word) in text for line in printed for word in line.split()]
    print(f"{'paper':26}{'rows':>8}{'words':>8}{'seconds':>9}")
    for name in BENT:
        rows_share, words_share = (statistics.mean(shares[name]) for shares in (found, words))
        print(f"{name:26}{rows_share:>8.3f}{words_share:>8.3f}{statistics.median(seconds[name]):>9.3f}")


def _mapped(pixels: Pixels, across: NDArray[np.float32], down: NDArray[np.float32]) -> Pixels:
    seen = cv2.remap(pixels, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=TABLE)
    return np.asarray(seen, np.uint8)


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())


if __name__ == "__main__":
    main()
