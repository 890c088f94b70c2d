"""Thermal paper: the print fades in bands, the strip creases, and pockets crumple it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.ink import PIXELS_PER_MM, Grey
from fairpanel.reading.drawing.wear import Marks

# Shading and fading are smooth: reckoned at a sixth of the size.
_COARSE = 6
# Bare paper in even light, in `Sheet.grey`: a scanner's is nearly white; a lamp's leaves room for what catches it.
_SCANNED, _LIT = 248.0, 225.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A strip before it is laid down: `grey` from black print to bright paper, `tones` its colour for each grey.

    `outline` is 255 where there is paper.
    """

    grey: Grey
    outline: Grey
    tones: npt.NDArray[np.uint8]


def aged(ink: Grey, marks: Marks, creases: tuple[float, ...], chance: Chance) -> Sheet:
    """The strip after its time in a pocket; `creases` are shares of its height where it was folded across."""
    strength = _strength(ink.shape, marks, creases, chance)
    shade = _shade(ink.shape, marks, creases, chance)
    printed = cv2.multiply(_grained(ink, chance), strength, scale=1 / 255)
    grey = cv2.multiply(cv2.bitwise_not(printed), shade, scale=1 / 255)
    return Sheet(np.asarray(grey, np.uint8), _outline(ink.shape, chance), _tones(chance))


def _grained(ink: Grey, chance: Chance) -> Grey:
    """Edges of letters frayed by the dots of the print head."""
    high, wide = ink.shape
    tile = chance.grain.integers(-46, 47, (193, 211), np.int16)
    noise = np.tile(tile, (-(-high // 193), -(-wide // 211)))[:high, :wide]
    soft = cv2.GaussianBlur(ink, (0, 0), 0.8)
    frayed = cv2.add(soft, cv2.multiply(noise, (soft > 12).astype(np.int16)), dtype=cv2.CV_8U)  # noqa: PLR2004 - print only
    return np.asarray(frayed, np.uint8)


def _strength(shape: tuple[int, ...], marks: Marks, creases: tuple[float, ...], chance: Chance) -> Grey:
    """How dark print is at each spot (0 to 255): worn dots of the head make bands along, heat and hands patches."""
    high, wide = -(-shape[0] // _COARSE), -(-shape[1] // _COARSE)
    darkest = chance.between(1 - 0.55 * marks.fading, 1.0)
    bands = 1 - marks.fading * 0.35 * np.abs(_slow(chance, (1, wide), 24))
    lines = 1 - marks.fading * 0.25 * np.abs(_slow(chance, (high, 1), 10))
    patches = 1 - marks.fading * 0.45 * np.clip(_slow(chance, (high, wide), 40), 0, 1)
    field = darkest * bands * lines * patches
    along = np.arange(high, dtype=np.float32)[:, None] / high
    for at in creases:
        # Coating breaks where paper is folded.
        field = field * (1 - 0.3 * np.exp(-(((along - at) * shape[0] / 5) ** 2)))
    field = np.clip(field, 0.18, 1.0) * 250
    return np.asarray(cv2.resize(field.astype(np.uint8), (shape[1], shape[0])), np.uint8)


def _shade(shape: tuple[int, ...], marks: Marks, creases: tuple[float, ...], chance: Chance) -> Grey:
    """How bright bare paper is at each spot (0 to 255)."""
    high, wide = -(-shape[0] // _COARSE), -(-shape[1] // _COARSE)
    along = np.arange(high, dtype=np.float32)[:, None] / high
    across = np.arange(wide, dtype=np.float32)[None] / wide
    field = np.full((high, wide), _LIT if marks.curl else _SCANNED, np.float32)
    edges = [0.0, *sorted(creases), 1.0]
    for start, end in pairwise(edges):
        # Each panel between two folds leans its own way to the light.
        inside = (along >= start) & (along < end)
        tilt = (along - start) / max(end - start, 0.05)
        field += inside * bool(creases) * (chance.near(9.0) + chance.near(12.0) * tilt)
    for at in creases:
        away = (along - at) * shape[0] / _COARSE + chance.near(0.5) * np.sin(across * 9)
        # One side of the ridge catches the light, the other lies in the dark.
        field += chance.pick([-1, 1]) * chance.between(24, 56) * np.exp(-((away / 1.5) ** 2)) * away / 1.5
        field -= chance.between(3, 10) * np.exp(-((away / 6.0) ** 2))
    if marks.curl:
        field += chance.near(8.0) * np.sin(across * np.pi) + chance.near(7.0) * np.cos(along * 5 + chance.between(0, 3))
    if marks.crumple:
        field += _crumple(chance, (high, wide)) * 13.0 * marks.crumple * chance.between(0.25, 1.0)
    return np.asarray(
        cv2.resize(np.clip(field, 60, 255).astype(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC),
        np.uint8,
    )


def _crumple(chance: Chance, shape: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Light and shade on crumpled paper: facets between random ridges, lit from one side."""
    high, wide = shape
    heights = np.zeros(shape, np.float32)
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    for _ in range(14):
        angle = chance.between(0, np.pi)
        offset = chance.between(-0.2, 1.2) * (high * abs(np.sin(angle)) + wide * abs(np.cos(angle)))
        ridge = np.abs(np.cos(angle) * across + np.sin(angle) * down - offset)
        reach = chance.between(10, 60)
        window = np.clip(_slow(chance, shape, 60) + 0.2, 0, 1)
        heights += np.maximum(0, 1 - ridge / reach) * reach * 0.05 * window * chance.pick([-1, 1])
    heights += _slow(chance, shape, 9) * 0.25
    lit = cv2.Sobel(heights, cv2.CV_32F, 1, 0) * chance.pick([-1, 1]) + cv2.Sobel(heights, cv2.CV_32F, 0, 1)
    return np.asarray(np.clip(lit / 0.6, -3, 3), np.float32)


def _slow(chance: Chance, shape: tuple[int, int], size: float) -> npt.NDArray[np.float32]:
    """Noise around zero, mostly from -1 to 1, whose hills are `size` across."""
    coarse = (max(2, round(shape[0] / size) + 1), max(2, round(shape[1] / size) + 1))
    coarse = (1 if shape[0] == 1 else coarse[0], 1 if shape[1] == 1 else coarse[1])
    hills = chance.grain.normal(0, 0.5, coarse).astype(np.float32)
    return np.asarray(cv2.resize(hills, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32).reshape(shape)


def _outline(shape: tuple[int, ...], chance: Chance) -> Grey:
    """Paper with the teeth of the cutter at its foot, and at its head where the last customer's was torn off."""
    high, wide = shape
    outline = np.full((high, wide), 255, np.uint8)
    tooth = chance.between(1.2, 2.4) * PIXELS_PER_MM
    wave = np.abs((np.arange(wide) / tooth) % 1 - 0.5) * chance.between(0.5, 1.4) * PIXELS_PER_MM
    slant = np.linspace(0, chance.near(0.8) * PIXELS_PER_MM, wide)
    cut = (wave + slant - min(0.0, float(slant.min()))).round().astype(int)
    rows = np.arange(high)[:, None]
    outline[rows >= high - 1 - cut[None]] = 0
    if chance.often(0.5):
        outline[rows < np.roll(cut, round(tooth / 2))[None]] = 0
    return outline


def _tones(chance: Chance) -> npt.NDArray[np.uint8]:
    """Red, green and blue for each grey, shaped for `cv2.LUT`: neither paper nor print is quite neutral."""
    black = np.array(chance.pick([(38, 38, 42), (52, 50, 58), (44, 46, 66), (62, 60, 62), (58, 48, 70)]), np.float32)
    white = np.array(chance.pick([(253, 252, 249), (250, 250, 252), (252, 249, 240), (246, 247, 250)]), np.float32)
    share = (np.arange(256, dtype=np.float32) / 255)[:, None]
    return (black + (white - black) * share).astype(np.uint8)[None]
