"""What a receipt lies on when it is photographed: a table, a cloth, stone, or the lid of a scanner."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.ink import Grey

Floats = npt.NDArray[np.float32]


def flat(size: tuple[int, int], chance: Chance) -> Grey:
    """A scanner's lid of `size` (width, height): nearly white, or nearly black."""
    level = chance.pick([250, 246, 240, 28])
    return np.full((size[1], size[0], 3), level, np.uint8)


def table(size: tuple[int, int], chance: Chance) -> Grey:
    """Some surface of `size` (width, height) found in a home."""
    make = chance.pick([_wood, _wood, _wood, _cloth, _stone, _plain])
    return make(size, chance)


def _coloured(field: Floats, dark: tuple[int, int, int], light: tuple[int, int, int]) -> Grey:
    """Grey from 0 to 1 mapped between two colours."""
    share = (np.arange(256, dtype=np.float32) / 255)[:, None]
    tones = np.array(dark, np.float32) + (np.array(light, np.float32) - np.array(dark, np.float32)) * share
    grey = (np.clip(field, 0, 1) * 255).astype(np.uint8)
    return np.asarray(cv2.LUT(cv2.merge([grey] * 3), tones.astype(np.uint8)[None]), np.uint8)


def _hills(chance: Chance, size: tuple[int, int], across: float, down: float) -> Floats:
    """Noise around zero whose hills are `across` by `down` pixels."""
    coarse = (max(2, round(size[1] / down) + 1), max(2, round(size[0] / across) + 1))
    hills = chance.grain.normal(0, 1, coarse).astype(np.float32)
    return np.asarray(cv2.resize(hills, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _wood(size: tuple[int, int], chance: Chance) -> Grey:
    wide, high = (side // 2 for side in size)
    long = max(wide, high)
    lengthwise = chance.often(0.5)
    shape = (long, long)
    fibre = _hills(chance, shape, 90, 1.0) * 0.35 + _hills(chance, shape, 240, 2.2) * 0.45
    fibre += _hills(chance, shape, 500, 12) * 0.6
    # Year rings: distance from a heart that wanders, seen where the saw cut them.
    heart = np.linspace(-chance.between(4, 9), chance.between(4, 9), long, dtype=np.float32)[:, None]
    rings = np.sin(np.sqrt(heart**2 + 0.6) * chance.between(5, 11) + _hills(chance, shape, 420, 60) * 1.1)
    pores = np.minimum(0, _hills(chance, shape, 26, 1.0) + 1.3)
    field = 0.52 + (fibre * 0.11 + rings * 0.07 + pores * 0.16).astype(np.float32)
    # Grain never runs straight.
    down, across = np.mgrid[0:long, 0:long].astype(np.float32)
    down += _hills(chance, shape, 330, 160) * chance.between(2, 14)
    field = np.asarray(cv2.remap(field, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.float32)
    plank = round(long / chance.pick([1.4, 2.5, 4]))
    start = chance.whole(0, plank)
    for seam in range(start, long, plank):
        field[seam : seam + plank] += chance.near(0.12)
        field[max(0, seam - 1) : seam + 1] -= 0.3
    field = field if lengthwise else np.ascontiguousarray(field.T)
    picture = _coloured(
        field[:high, :wide],
        *chance.pick(
            [
                ((62, 36, 20), (150, 98, 60)),
                ((120, 82, 50), (206, 166, 120)),
                ((38, 26, 20), (94, 66, 48)),
                ((150, 126, 100), (214, 196, 170)),
                ((90, 84, 78), (160, 152, 142)),
            ]
        ),
    )
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _cloth(size: tuple[int, int], chance: Chance) -> Grey:
    wide, high = size
    thread = chance.between(4, 8)
    across = np.sin(np.arange(wide, dtype=np.float32) * 2 * math.pi / thread)[None]
    down = np.sin(np.arange(high, dtype=np.float32) * 2 * math.pi / thread)[:, None]
    field = 0.5 + 0.12 * across * down + 0.06 * _hills(chance, size, 90, 90) + 0.05 * _hills(chance, size, 5, 5)
    colours = [
        ((70, 76, 92), (120, 128, 148)),
        ((150, 144, 132), (206, 200, 188)),
        ((84, 28, 30), (142, 62, 60)),
        ((40, 60, 50), (88, 116, 98)),
    ]
    return _coloured(field.astype(np.float32), *chance.pick(colours))


def _stone(size: tuple[int, int], chance: Chance) -> Grey:
    field = (
        0.5
        + 0.10 * _hills(chance, size, 60, 60)
        + 0.15 * _hills(chance, size, 7, 7)
        + 0.10 * _hills(chance, size, 3, 3)
    )
    colours = [((30, 30, 34), (96, 94, 96)), ((96, 92, 90), (190, 186, 180)), ((88, 70, 58), (190, 164, 140))]
    return _coloured(field.astype(np.float32), *chance.pick(colours))


def _plain(size: tuple[int, int], chance: Chance) -> Grey:
    field = 0.5 + 0.05 * _hills(chance, size, 300, 300) + 0.02 * _hills(chance, size, 3, 3)
    colours = [
        ((30, 30, 32), (70, 70, 74)),
        ((128, 128, 130), (182, 182, 184)),
        ((60, 78, 100), (110, 132, 158)),
        ((188, 182, 172), (222, 218, 210)),
    ]
    return _coloured(field.astype(np.float32), *chance.pick(colours))
