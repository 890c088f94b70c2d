"""Which changed pictures show a sign of forgery, and how many honest ones do, beside error level analysis.

    python -m bench.signs --drawn 24 [--keep FOLDER] [FOLDER:COUNTRY...]

Each picture is read once and judged as it came. Every fifth real one (`--every 5`) is then changed in every way of
`bench/forging.py` and saved again, and the signs are sought with what was read of the untouched one in the new size, so
that errors of reading a changed picture are not in the figures. `--keep` keeps what was read, for the next run.
Error level analysis (a picture is saved again at quality 90, and the place that differs most from other words is
suspicious) gets the best threshold that leaves 1 % of these very pictures alone with a false alarm.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from bench.forging import EDITS, HONEST, Pixels, saved, scaled, with_another_total
from fairpanel.programme import preset
from fairpanel.reading import Hints, Picture, Reading, drawing, extract, open_picture, see
from fairpanel.receipts.signs import signs_of
from fairpanel.receipts.signs.glyphs import words_with_digits
from fairpanel.receipts.signs.sums import signs_in_sums

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAYS = {"quality 92": (92, 1.0), "quality 75": (75, 1.0), "smaller by .7, quality 85": (85, 0.7)}
ELA_QUALITY = 90
ELA_FALSE_ALARMS = 0.01


def originals(places: Iterable[str], drawn: int) -> Iterator[tuple[str, str, bytes]]:
    """Where each picture is from, the country to read it for, and its file."""
    for seed in range(drawn):
        country = COUNTRIES[seed % len(COUNTRIES)]
        yield "drawn", country, drawing.draw(seed=seed, now=NOW, country=country).jpeg
    for place in places:
        folder, _, country = place.rpartition(":")
        for path in sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in SUFFIXES):
            yield folder, country, path.read_bytes()


def read(data: bytes, country: str, keep: Path | None) -> tuple[Picture, Reading]:
    """The upright picture and what stands on it; the second time from `keep`."""
    kept = keep / sha256(data).hexdigest() if keep else None
    if kept and kept.exists():
        reading, quarters = pickle.loads(kept.read_bytes())  # noqa: S301 - we wrote it
        opened = open_picture(data)
        return Picture(np.ascontiguousarray(np.rot90(opened.pixels, quarters)), opened.source), reading
    opened = open_picture(data)
    picture, page = see(opened)
    regions = preset("fair").in_force(NOW.date()).regions
    reading = extract(page, Hints(country, regions[country].currency if country in regions else None))
    if kept:
        same = [n for n in range(4) if np.array_equal(np.rot90(opened.pixels, n), picture.pixels)]
        kept.write_bytes(pickle.dumps((reading, same[0])))
    return picture, reading


def codes(data: bytes, reading: Reading) -> set[str]:
    """The signs on a changed picture, of which `reading` is what stood on it before."""
    picture = open_picture(data)
    high, wide = picture.pixels.shape[:2]
    there = scaled(reading, across=wide / reading.page.width, down=high / reading.page.height)
    return {sign.code.value for sign in signs_of([data], picture, there)}


def error_level(data: bytes, reading: Reading) -> float:
    """How much more the most changed word differs when saved again than the usual word."""
    pixels = open_picture(data).pixels
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=ELA_QUALITY)
    apart = np.abs(pixels.astype(np.float32) - np.asarray(Image.open(file).convert("RGB"), np.float32)).max(axis=2)
    by = pixels.shape[1] / reading.page.width
    boxes = [[round(side * by) for side in (b.left, b.top, b.right, b.bottom)]
             for b in (word.box for word in words_with_digits(reading.page))]  # fmt: skip
    levels = [float(part.mean()) for left, top, right, bottom in boxes if (part := apart[top:bottom, left:right]).size]
    return max(levels) / max(float(np.median(levels)), 1e-3) if levels else 0.0


def changed(pixels: Pixels, reading: Reading, chance: random.Random) -> Iterator[tuple[str, str, bytes]]:
    """Every change of a picture, by its name and the way it was saved."""
    for name, edit in EDITS.items():
        after = edit(pixels, reading, chance)
        for way, (quality, scale) in WAYS.items() if after is not None else ():
            assert after is not None
            yield name, way, saved(after, quality=quality, scale=scale)


def main() -> None:
    """Read, change, look for signs, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", metavar="FOLDER:COUNTRY")
    parser.add_argument("--drawn", type=int, default=24)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    told = parser.parse_args()
    honest: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    caught: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    levels: dict[tuple[str, str], list[float]] = defaultdict(list)
    quiet: list[float] = []
    for number, (source, country, data) in enumerate(originals(told.places, told.drawn)):
        picture, reading = read(data, country, told.keep)
        kind = "drawn" if source == "drawn" else "real"
        _count(honest[kind, "untouched file"], {sign.code.value for sign in signs_of([data], picture, reading)})
        if kind == "real" and number % told.every:
            continue
        for name, change in HONEST.items():
            for way, (quality, scale) in WAYS.items():
                _count(
                    honest[kind, f"{name}, {way}"],
                    codes(saved(change(picture.pixels), quality=quality, scale=scale), reading),
                )
        quiet.append(error_level(saved(picture.pixels, quality=92), reading))
        for name, way, file in changed(picture.pixels, reading, random.Random(sha256(data).hexdigest())):
            _count(caught[name, way], codes(file, reading))
            levels[name, way].append(error_level(file, reading))
        if reading.total is not None:
            sums = {sign.code.value for sign in signs_in_sums(with_another_total(reading))}
            _count(caught["the total alone, read as changed", "any"], sums)
    limit = float(np.quantile(quiet, 1 - ELA_FALSE_ALARMS))
    print(
        "\n## Honest pictures with a sign\n\n| pictures | saved | number | with a sign | which |\n|---|---|---|---|---|"
    )
    for (kind, name), found in honest.items():
        print(f"| {kind} | {name} | {found['']} | {found['any']} ({_share(found)}) | {_which(found)} |")
    print("\n## Changed pictures with a sign\n\n| change | saved | number | found | which | error level |")
    print("|---|---|---|---|---|---|")
    for (name, way), found in caught.items():
        seen = levels[name, way]
        by_level = f"{sum(level > limit for level in seen) / len(seen):.0%}" if seen else "-"
        print(f"| {name} | {way} | {found['']} | {_share(found)} | {_which(found)} | {by_level} |")


def _count(found: Counter[str], signs: set[str]) -> None:
    found.update([*signs, "", *(["any"] if signs else [])])


def _share(found: Counter[str]) -> str:
    return f"{found['any'] / found['']:.1%}"


def _which(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found.most_common() if name not in {"", "any"})


if __name__ == "__main__":
    main()
