"""Pairs of receipts for `bench/duplicates.py`: of one purchase, photographed again, and of two that are much alike."""

from __future__ import annotations

import pickle
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from bench.duplicate_documents import as_mail, as_pdf
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import country as country_of
from fairpanel.reading.drawing.ink import print_strip
from fairpanel.reading.drawing.layout import compose, style
from fairpanel.reading.drawing.purchase import Purchase, purchase
from fairpanel.reading.drawing.scene import photograph
from fairpanel.reading.drawing.wear import MARKS, Wear
from fairpanel.reading.vocabulary import currency_of_region
from fairpanel.receipts.duplicates import Traits, hash_of_picture, traits_of
from fairpanel.receipts.looking import look

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAIRS_A_SHOP = 6


@dataclass(frozen=True)
class Pair:
    """Two receipts, of what kind the pair is, and to which half its receipt belongs."""

    kind: str
    is_same: bool
    half: int
    one: Traits
    another: Traits


@dataclass
class Cache:
    """What was read of each picture: in a folder, or only as long as the bench runs."""

    folder: Path | None

    def read(self, name: str, make: Callable[[], bytes], region: str) -> Traits | None:
        """What makes the receipt on this picture itself; None where it cannot be read."""
        file = self.folder / f"{name}.pkl" if self.folder else None
        currency = currency_of_region().get(region, "USD")
        if file is not None and file.exists():
            kept = pickle.loads(file.read_bytes())  # noqa: S301 - our own file
            return traits_of(kept["reading"], currency=kept["currency"], picture=hash_of_picture(kept["jpeg"]))
        try:
            seen = look([make()], region=region, currency=currency)
        except Exception as fault:  # noqa: BLE001 - told, and the others go on
            print(f"{name}: {fault!r}", file=sys.stderr)
            return None
        if file is not None:
            file.write_bytes(pickle.dumps({"reading": seen.reading, "jpeg": seen.jpeg, "currency": currency}))
        return traits_of(seen.reading, currency=currency, picture=hash_of_picture(seen.jpeg))


def photographed_again(data: bytes, seed: int) -> bytes:
    """The picture as somebody else might have taken it."""
    chance = np.random.default_rng(seed)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    high, wide = image.shape[:2]
    left, top, right, bottom = (chance.uniform(0, 0.04, 4) * [wide, high, wide, high]).astype(int)
    if chance.random() < 0.12:
        bottom = int(high * chance.uniform(0.12, 0.3))
    elif chance.random() < 0.12:
        top = int(high * chance.uniform(0.06, 0.15))
    image = image[top : high - bottom, left : wide - right]
    edge = int(0.08 * max(image.shape[:2]))
    ground = tuple(int(each) for each in chance.integers(40, 200, 3))
    image = cv2.copyMakeBorder(image, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=ground)
    high, wide = image.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    aslant = (corners + chance.uniform(-0.05, 0.05, (4, 2)) * [wide, high]).astype(np.float32)
    turned = cv2.getRotationMatrix2D((wide / 2, high / 2), chance.normal(0, 3.5), 0.95)
    seen = np.vstack([turned, [0, 0, 1]]) @ cv2.getPerspectiveTransform(corners, aslant)
    image = cv2.warpPerspective(image, seen, (wide, high), borderValue=ground)
    scale = chance.uniform(0.7, 1.15)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=how)
    if chance.random() < 0.2:
        image = np.rot90(image, int(chance.integers(1, 4))).copy()
    image = cv2.GaussianBlur(image, (0, 0), chance.uniform(0.3, 1.0))
    light = image.astype(np.float32) * chance.uniform(0.75, 1.15) + chance.uniform(-25, 20)
    across = np.linspace(chance.uniform(0.75, 1), chance.uniform(0.9, 1.1), light.shape[1])
    light = light * across[None, :, None] + chance.normal(0, chance.uniform(2, 9), light.shape)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(35, 80))]
    return cv2.imencode(".jpg", np.clip(light, 0, 255).astype(np.uint8), quality)[1].tobytes()


def real_pairs(folders: Sequence[str], cache: Cache) -> Iterator[Pair]:
    """Pairs from pictures in `FOLDER:COUNTRY`."""
    first: dict[str, Traits] = {}
    again: dict[str, Traits] = {}
    for folder, region in (name.rsplit(":", 1) for name in folders):
        for file in sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES):
            name, data = f"{Path(folder).name}.{file.stem}", file.read_bytes()
            seed = zlib.crc32(f"{file.name}1".encode())
            one = cache.read(f"{name}.0", lambda data=data: data, region)  # type: ignore[misc]
            another = cache.read(f"{name}.1", lambda d=data, s=seed: photographed_again(d, s), region)  # type: ignore[misc]
            if one and another:
                first[name], again[name] = one, another
                yield Pair("real, photographed again", True, _half(name), one, another)
    chance = random.Random(1)
    by_shop: defaultdict[str, list[str]] = defaultdict(list)
    for name, one in first.items():
        by_shop[one.brand or one.shop[:10]].append(name)
    for names in (names for shop, names in sorted(by_shop.items()) if shop):
        both = list(combinations(names, 2))
        for a, b in chance.sample(both, min(PAIRS_A_SHOP, len(both))):
            one, another = first[a], again[b]
            # Somebody may have sent one receipt to the collection twice.
            if one.total != another.total or one.day != another.day:
                yield from _two_purchases("real, same shop", _half(a), one, another)
    names = sorted(first)
    for a in names:
        one, another = first[a], again[chance.choice(names)]
        if one.shop != another.shop:
            yield from _two_purchases("real, other shop", _half(a), one, another)


def _two_purchases(kind: str, half: int, one: Traits, another: Traits) -> Iterator[Pair]:
    yield Pair(kind, False, half, one, another)
    for told, names in ((", day", ["day"]), (", day, total", ["day", "total"]), (", day, minute", ["day", "minute"])):
        alike = {name: getattr(one, name) for name in names}
        if all(value is not None for value in alike.values()):
            yield Pair(f"{kind}{told} set alike", False, half, one, replace(another, **alike))


def drawn_pairs(count: int, cache: Cache) -> Iterator[Pair]:
    """Pairs from `count` purchases that are drawn."""
    for seed in range(count):
        chance, region = random.Random(seed), COUNTRIES[seed % len(COUNTRIES)]
        place = country_of(region, None)
        bill = purchase(
            country=place, shop=None, bought=None, now=NOW, include=(),
            chance=Chance(seed, "purchase"), more=Chance(seed, "people"),
        )  # fmt: skip
        later = bill.bought + timedelta(minutes=chance.randint(5, 200))
        other = purchase(
            country=place, shop=bill.shop, bought=later, now=NOW, include=(),
            chance=Chance(seed + 100_000, "purchase"), more=Chance(seed + 100_000, "people"),
        )  # fmt: skip
        after = replace(bill, bought=bill.bought + timedelta(minutes=1), number=_counted_up(bill.number))
        day = replace(bill, bought=bill.bought - timedelta(days=chance.randint(1, 9)))
        more = Decimal(chance.choice([10, 20, 5]))
        total = replace(bill, total=bill.total + more, given=bill.given + 20)
        made = {
            "a.0": (bill, 0),
            "a.1": (bill, 5_000_000),
            "a.2": (bill, 6_000_000),
            "next.0": (after, 7_000_000),
            "other.0": (other, 8_000_000),
            "edited-day.1": (day, 9_000_000),
            "edited-total.1": (total, 9_100_000),
        }
        read = {
            name: cache.read(f"drawn.{seed}-{name}", lambda b=b, at=seed + at: _drawn(b, seed, at), region)  # type: ignore[misc]  # noqa: B023 - called at once
            for name, (b, at) in made.items()
        }
        for name, sent in (("a", bill), ("next", after), ("other", other)):
            read[f"{name}.mail"] = cache.read(f"drawn.{seed}-{name}.mail", partial(as_mail, sent), region)
            read[f"{name}.pdf"] = cache.read(f"drawn.{seed}-{name}.pdf", partial(as_pdf, sent, seed), region)
        yield from _family(read, _half(f"drawn {seed}"))


def _family(read: dict[str, Traits | None], half: int) -> Iterator[Pair]:
    for kind, is_same, a, b in (
        ("drawn, photographed again", True, "a.0", "a.1"),
        ("drawn, photographed again", True, "a.1", "a.2"),
        ("drawn, day edited", True, "a.0", "edited-day.1"),
        ("drawn, total edited", True, "a.0", "edited-total.1"),
        ("drawn, the same basket a minute later", False, "a.0", "next.0"),
        ("drawn, the same basket a minute later", False, "a.1", "next.0"),
        ("drawn, another basket of the same shop and day", False, "a.0", "other.0"),
        ("drawn, another basket of the same shop and day", False, "a.1", "other.0"),
        ("drawn, photograph and PDF", True, "a.0", "a.pdf"),
        ("drawn, photograph and mail", True, "a.0", "a.mail"),
        ("drawn, PDF and mail", True, "a.pdf", "a.mail"),
        ("drawn, photograph and PDF a minute later", False, "a.0", "next.pdf"),
        ("drawn, photograph and mail a minute later", False, "a.0", "next.mail"),
        ("drawn, photograph and PDF of another basket", False, "a.0", "other.pdf"),
        ("drawn, photograph and mail of another basket", False, "a.0", "other.mail"),
    ):
        one, another = read[a], read[b]
        if one is not None and another is not None:
            yield Pair(kind, is_same, half, one, another)


def _drawn(bill: Purchase, seed: int, scene: int) -> bytes:
    how = style(bill, Chance(seed, "style"))
    strip = print_strip(compose(bill, how, Chance(seed, "layout")), how, Chance(seed, "ink"))
    return photograph(strip, MARKS[Wear.PHOTO], Chance(scene, "scene")).jpeg


def _counted_up(number: str) -> str:
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    counted = str((int("".join(number[at] for at in digits)) + 1) % 10 ** len(digits)).zfill(len(digits))
    signs = list(number)
    for at, digit in zip(digits, counted, strict=True):
        signs[at] = digit
    return "".join(signs)


def _half(name: str) -> int:
    return zlib.crc32(name.encode()) % 2
