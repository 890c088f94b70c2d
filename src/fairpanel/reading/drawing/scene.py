"""The photograph: a printed strip lies creased on a table, and a hand-held camera looks at it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from fairpanel.kit.page import Box
from fairpanel.reading.drawing import ground
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.ink import Grey, Place, Strip
from fairpanel.reading.drawing.paper import Sheet, aged
from fairpanel.reading.drawing.wear import Marks

Floats = npt.NDArray[np.float32]

LONG_SIDE_PIXELS = (1200, 2400)
# Positions are reckoned on a grid this coarse, and between its points in a straight line.
_STEP = 8


@dataclass(frozen=True, slots=True)
class Photograph:
    """A finished picture, and where a rectangle of paper pixels came to lie in it."""

    jpeg: bytes
    width: int
    height: int
    place: Callable[[Place], Box]


@dataclass(frozen=True, slots=True)
class _Bend:
    """How paper that does not lie flat is seen: points move by a smooth amount, and at creases by a sudden one."""

    width: float
    height: float
    curl: float
    sway: float
    phase: float
    creases: tuple[tuple[float, float], ...]

    def moved(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where the flat paper's points (in paper pixels) are seen, before the camera's perspective."""
        across = (x / self.width - 0.5) * 2
        along = y / self.height
        shift_y = self.curl * (across**2 - 0.4) * np.cos(along * math.pi)
        shift_x = self.sway * np.sin(along * math.pi * 1.3 + self.phase)
        for at, depth in self.creases:
            away = np.abs(along - at)
            near = np.maximum(0, 1 - away / 0.12)
            shift_x = shift_x + depth * near * across
            shift_y = shift_y + depth * 0.5 * near
        return (x + shift_x).astype(np.float32), (y + shift_y).astype(np.float32)


def photograph(strip: Strip, marks: Marks, chance: Chance) -> Photograph:
    """Lay the strip down, light it, and take its picture."""
    flat = marks.lean == 0
    high, wide = strip.ink.shape
    bend = _bend(wide, high, marks, chance)
    sheet = aged(strip.ink, marks, tuple(at for at, _ in bend.creases), chance)
    size, scale = _frame(wide, high, strip.column_pixels, marks, chance)
    camera = _camera(wide, high, size=size, scale=scale, marks=marks, chance=chance)
    seen, mask = _look(sheet, bend, camera, size)
    picture = ground.flat(size, chance) if flat else ground.table(size, chance)
    picture = _lay(picture, seen, mask, sheet, chance, flat=flat)
    picture = _light(picture, marks, chance)
    picture = _camera_faults(picture, marks, chance, grey=flat and chance.often(0.5))
    jpeg = BytesIO()
    Image.fromarray(picture).save(jpeg, "JPEG", quality=chance.whole(*marks.quality))

    def place(where: Place) -> Box:
        return _box(where, bend, camera, size)

    return Photograph(jpeg.getvalue(), size[0], size[1], place)


def _bend(wide: int, high: int, marks: Marks, chance: Chance) -> _Bend:
    spot = 12.0 * marks.curl
    creases = []
    if marks.folds:
        count = chance.whole(0, marks.folds)
        first = chance.between(0.3, 0.6) if count == 1 else 0.0
        spots = [first] if count == 1 else [(i + 1) / (count + 1) + chance.near(0.05) for i in range(count)]
        creases = [(at, chance.near(0.45 * spot)) for at in spots]
    return _Bend(wide, high, chance.near(spot), chance.near(spot), chance.between(0, 3), tuple(creases))


def _frame(wide: int, high: int, column: float, marks: Marks, chance: Chance) -> tuple[tuple[int, int], float]:
    """Width and height of the picture, and how many of its pixels a paper pixel makes at first."""
    if marks.lean == 0:
        scale = max(chance.between(0.75, 0.95), marks.gap_pixels_min / column)
        scale = min(scale, LONG_SIDE_PIXELS[1] / (high * 1.03))
        border = chance.between(1.0, 1.06)
        return (_even(wide * scale * border), _even(max(high * scale * 1.03, 400))), scale
    low, top = LONG_SIDE_PIXELS
    aspect = chance.pick([0.75, 0.75, 0.75, 0.5625, 0.62])
    fill = chance.between(0.78, 0.95)
    # How long the picture must be for the letters to be told apart, and how long if the strip's width is to fit.
    share = min(fill / high, fill * aspect / wide)
    needed = marks.gap_pixels_min / column / share
    long = min(top, max(needed, chance.between(low, 1900)))
    return (_even(long * aspect), _even(long)), share * long


def _even(length: float) -> int:
    return max(2 * _STEP, round(length / _STEP) * _STEP)


def _camera(wide: int, high: int, *, size: tuple[int, int], scale: float, marks: Marks, chance: Chance) -> Floats:
    """The homography from paper pixels to picture pixels."""
    turn = math.radians(chance.near(marks.turn_degrees))
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float64)
    centred = (corners - corners.mean(axis=0)) * scale
    turned = centred @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    span = min(size)
    lean = np.array([[chance.near(marks.lean) * span for _ in range(2)] for _ in range(4)])
    spare = (np.array(size) - np.ptp(turned, axis=0)) / 2
    off = np.array([chance.near(max(0.0, float(room)) * 0.6) for room in spare])
    seen = turned + lean + np.array(size) / 2 + off
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32)), np.float32)


def _through(camera: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    bottom = camera[2, 0] * x + camera[2, 1] * y + camera[2, 2]
    across = (camera[0, 0] * x + camera[0, 1] * y + camera[0, 2]) / bottom
    down = (camera[1, 0] * x + camera[1, 1] * y + camera[1, 2]) / bottom
    return across.astype(np.float32), down.astype(np.float32)


def _look(sheet: Sheet, bend: _Bend, camera: Floats, size: tuple[int, int]) -> tuple[Grey, Grey]:
    """The paper as the camera sees it, and how much of each pixel is paper (0 to 255)."""
    wide, high = size
    spots_x = (np.arange(wide // _STEP, dtype=np.float32) + 0.5) * _STEP - 0.5
    spots_y = (np.arange(high // _STEP, dtype=np.float32) + 0.5) * _STEP - 0.5
    grid_x, grid_y = np.meshgrid(spots_x, spots_y)
    back = np.linalg.inv(camera.astype(np.float64)).astype(np.float32)
    flat_x, flat_y = _through(back, grid_x.astype(np.float32), grid_y.astype(np.float32))
    # `moved` says where a point of the paper is seen; here it is the point that is sought. A few steps find it.
    x, y = flat_x, flat_y
    for _ in range(4):
        seen_x, seen_y = bend.moved(x, y)
        x, y = x + (flat_x - seen_x), y + (flat_y - seen_y)
    map_x, map_y = (cv2.resize(m, size, interpolation=cv2.INTER_LINEAR) for m in (x, y))
    seen = cv2.remap(sheet.grey, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.remap(sheet.outline, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(seen, np.uint8), np.asarray(mask, np.uint8)


def _lay(picture: Grey, seen: Grey, mask: Grey, sheet: Sheet, chance: Chance, *, flat: bool) -> Grey:
    """Put the paper, in its colours, on the ground, with the shadow that it throws."""
    if not flat:
        small = cv2.resize(mask, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
        reach = 1 + small.shape[1] / 200
        small = cv2.GaussianBlur(small, (0, 0), reach * chance.between(1.0, 2.5))
        drift = np.array([[1, 0, chance.near(3 * reach)], [0, 1, chance.between(0, 2.5 * reach)]], np.float32)
        small = cv2.warpAffine(small, drift, (small.shape[1], small.shape[0]), borderMode=cv2.BORDER_REPLICATE)
        shade = cv2.resize(255 - (small * chance.between(0.3, 0.6)).astype(np.uint8), (mask.shape[1], mask.shape[0]))
        picture = np.asarray(cv2.multiply(picture, cv2.merge([shade] * 3), scale=1 / 255), np.uint8)
    coloured = cv2.LUT(cv2.merge([seen] * 3), sheet.tones)
    weight = cv2.merge([mask] * 3)
    kept = cv2.multiply(picture, 255 - weight, scale=1 / 255)
    return np.asarray(cv2.add(kept, cv2.multiply(coloured, weight, scale=1 / 255)), np.uint8)


def _light(picture: Grey, marks: Marks, chance: Chance) -> Grey:
    """Uneven light, the darker corners of a lens, and the soft shadow of a hand or a phone."""
    if not marks.shadow:
        return picture
    high, wide = picture.shape[0] // 16, picture.shape[1] // 16
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    down, across = down / high - 0.5, across / wide - 0.5
    angle = chance.between(0, 2 * math.pi)
    field = 1 + marks.shadow * chance.between(0.2, 0.7) * (math.cos(angle) * across + math.sin(angle) * down)
    field -= chance.between(0.05, 0.35) * marks.shadow * (across**2 + down**2) * 2
    if chance.often(0.35 + marks.shadow / 2):
        angle = chance.between(0, 2 * math.pi)
        edge = math.cos(angle) * across + math.sin(angle) * down - chance.between(-0.2, 0.35)
        edge += chance.near(0.25) * across * down + 0.04 * np.sin(across * chance.between(3, 12))
        field *= 1 - marks.shadow * chance.between(0.4, 1.0) / (1 + np.exp(-edge * chance.between(8, 60)))
    warm = chance.near(0.08)
    exposed = chance.between(0.98, 1.18)
    tint = np.array([1 + warm, 1 + warm * 0.25 + chance.near(0.02), 1 - warm], np.float32) * exposed
    full = cv2.resize((np.clip(field, 0.1, 1.25) * 205).astype(np.uint8), (picture.shape[1], picture.shape[0]))
    lit = cv2.multiply(picture, cv2.merge([full] * 3), scale=1 / 205)
    curves = np.clip(np.arange(256, dtype=np.float32)[:, None] * tint, 0, 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(lit, curves), np.uint8)


def _camera_faults(picture: Grey, marks: Marks, chance: Chance, *, grey: bool) -> Grey:
    """Want of focus, a moved hand, and the sensor's noise."""
    if grey:
        picture = np.asarray(cv2.merge([cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)] * 3), np.uint8)
    sigma = chance.between(0.35, 1.0) * marks.blur_pixels
    if sigma > 0.3:  # noqa: PLR2004 - less than this changes no pixel
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)
    if marks.blur_pixels > 1 and chance.often(0.5):
        length = chance.whole(2, 2 + round(marks.blur_pixels * 1.5))
        kernel = np.eye(length, dtype=np.float32) / length
        picture = np.asarray(cv2.filter2D(picture, -1, kernel if chance.often(0.5) else kernel[::-1]), np.uint8)
    noise = _noise(picture.shape[:2], marks.noise * chance.between(0.25, 0.8), chance)
    return np.asarray(cv2.add(picture, cv2.merge([noise] * 3), dtype=cv2.CV_8U), np.uint8)


def _noise(shape: tuple[int, int], spread: float, chance: Chance) -> npt.NDArray[np.int16]:
    """Grey noise: one tile, laid over and over, since nobody sees that it repeats."""
    tile = chance.grain.normal(0, spread, (331, 397)).astype(np.float32)
    tile = (tile + cv2.GaussianBlur(tile, (0, 0), 1.0) * 1.5).round().astype(np.int16)
    across, down = -(-shape[1] // tile.shape[1]), -(-shape[0] // tile.shape[0])
    return np.ascontiguousarray(np.tile(tile, (down, across))[: shape[0], : shape[1]])


def _box(where: Place, bend: _Bend, camera: Floats, size: tuple[int, int]) -> Box:
    edge = np.linspace(0, 1, 9, dtype=np.float32)
    across = where.left + (where.right - where.left) * edge
    down = where.top + (where.bottom - where.top) * edge
    x = np.concatenate([across, across, np.full(9, where.left), np.full(9, where.right)]).astype(np.float32)
    y = np.concatenate([np.full(9, where.top), np.full(9, where.bottom), down, down]).astype(np.float32)
    seen_x, seen_y = _through(camera, *bend.moved(x, y))
    return Box(
        max(0, math.floor(seen_x.min())),
        max(0, math.floor(seen_y.min())),
        min(size[0], math.ceil(seen_x.max())),
        min(size[1], math.ceil(seen_y.max())),
    )
