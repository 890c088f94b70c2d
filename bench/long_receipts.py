"""How often the pieces of a long receipt are put in order with every row once, and read as the whole picture is.

    python bench/long_receipts.py [--drawn 24] [--pieces 3]     receipts that the project draws itself
    python bench/long_receipts.py --pieces 4 FOLDER...          the tallest pictures in these folders, eight a folder

Each picture is cut into overlapping pieces of different scale, a little askew, stored as JPEG and shuffled. Beside it
stands what one would do instead: the whole in one picture.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from fairpanel.reading import DoNotJoin, Hints, extract, join, open_picture, see
from fairpanel.reading.drawing import draw

COUNTRIES = ("DE", "US", "FR", "GB")
TALL_FROM = 2.6
TALLEST = 8
OVERLAP_SHARE = 0.32


def main() -> None:
    """Measure, and print a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=24)
    parser.add_argument("--pieces", type=int, default=3)
    given = parser.parse_args()
    taken = joined = rows = prices = total = 0
    for name, jpeg in _tall(given.folders) if given.folders else _drawn(given.drawn):
        taken += 1
        chance = random.Random(name)  # no secret
        whole = extract(see(open_picture(jpeg))[1], Hints())
        try:
            _picture, page = join([see(open_picture(piece)) for piece in _pieces(jpeg, given.pieces, chance)])
        except DoNotJoin:
            continue
        joined += 1
        reading = extract(page, Hints())
        rows += len(page.rows) == len(whole.page.rows)
        prices += [line.price for line in reading.lines] == [line.price for line in whole.lines]
        total += (reading.total and reading.total.value) == (whole.total and whole.total.value)
    print(f"{taken} receipts in {given.pieces} pieces: {joined} joined; as the whole picture: rows {rows}, ", end="")
    print(f"line prices {prices}, total {total}")


def _pieces(jpeg: bytes, count: int, chance: random.Random) -> list[bytes]:
    with Image.open(BytesIO(jpeg)) as opened:
        whole = opened.convert("RGB")
    step = whole.height / count
    pieces = []
    for number in range(count):
        top = max(0, round(number * step - OVERLAP_SHARE * step))
        bottom = min(whole.height, round((number + 1) * step + OVERLAP_SHARE * step))
        scale = chance.uniform(0.85, 1.15)
        piece = whole.crop((0, top, whole.width, bottom))
        piece = piece.resize((round(piece.width * scale), round(piece.height * scale)))
        out = BytesIO()
        piece.rotate(chance.uniform(-1, 1), fillcolor="grey").save(out, "JPEG", quality=80)
        pieces.append(out.getvalue())
    chance.shuffle(pieces)
    return pieces


def _drawn(count: int) -> Iterator[tuple[str, bytes]]:
    for seed in range(count):
        now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        yield f"{seed}", draw(seed=seed, now=now, country=COUNTRIES[seed % len(COUNTRIES)]).jpeg


def _tall(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        found = 0
        for file in sorted(folder.iterdir()):
            with Image.open(file) as picture:
                is_tall = picture.height / picture.width > TALL_FROM
            if is_tall and found < TALLEST:
                found += 1
                yield file.name, file.read_bytes()


if __name__ == "__main__":
    main()
