"""Which shops are found on receipts, how sure and how fast; where all shops are made up, every find is a false one.

    python bench/shops.py FOLDER...             the receipts in these folders, one line each, to be judged by eye
    python bench/shops.py --drawn 80            receipts that the project draws itself: their shops are all made up
    python bench/shops.py --misread 2000        names of the directory with letters misread, and random text

A folder may have `labels.jsonl` beside its pictures; the `merchant` in it is then printed beside what was found.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Hints, extract, open_picture, recognise
from fairpanel.reading.directory import find_kind, find_shop
from fairpanel.reading.directory.brands import directory
from fairpanel.reading.directory.names import key_of
from fairpanel.reading.print_rows import rows_on

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT")
# The kinds of the drawn shops in the words of the programme.
KIND_OF_DRAWN = {"supermarket": {"grocery"}, "bakery": {"grocery", "restaurant"}, "drugstore": {"pharmacy", "retail"}}
MISREAD = {"O": "0", "I": "l", "L": "I", "S": "5", "B": "8", "E": "F", "N": "H", "R": "P", "C": "G", "U": "V", "A": "4"}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=0, help="how many receipts to draw, without looking at pixels")
    parser.add_argument("--misread", type=int, default=0, help="how many misread names, and as many random texts")
    arguments = parser.parse_args()
    started = time.perf_counter()
    directory()
    print(f"the directory is loaded in {time.perf_counter() - started:.2f} s")
    for folder in arguments.folders:
        show_folder(folder)
    if arguments.drawn:
        show_drawn(arguments.drawn)
    if arguments.misread:
        show_misread(arguments.misread)


def show_folder(folder: Path) -> None:
    """One line for each picture: its label, the shop found, its kind, and what the find was read from."""
    labels = labels_of(folder)
    found, kinds, pages = 0, 0, []
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        page = recognise(open_picture(path.read_bytes()))
        pages.append(page)
        reading = extract(page, Hints())
        label = labels.get(path.name) or (f"({reading.merchant.value})" if reading.merchant else "")
        shop = reading.shop
        said = f"{shop.value.name} {shop.value.wikidata} {shop.confidence:.2f} <{shop.text}>" if shop else "-"
        found += shop is not None
        kinds += reading.shop_kind is not None
        print(f"{path.name[:12]:14}{label[:36]:38}{said:50}{reading.shop_kind.value if reading.shop_kind else '-'}")
    print(f"{folder.name}: {found} shops found on {len(pages)} receipts, kind known of {kinds}")
    show_seconds(pages)


def labels_of(folder: Path) -> dict[str, str]:
    """The label for `merchant` of each picture, by the picture's name."""
    path = folder / "labels.jsonl"
    labels = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()
    return {Path(one["image"]).name: one["merchant"] for one in labels if one.get("merchant")}


def show_drawn(count: int) -> None:
    """False finds, and kinds told right and wrong, on the printed rows of drawn receipts."""
    from fairpanel.reading import drawing

    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    pages, false, told = [], [], Counter[str]()
    for seed in range(count):
        truth = drawing.draw(seed=seed, now=now, country=COUNTRIES[seed % len(COUNTRIES)]).truth
        page = page_of(row.text for row in truth.rows)
        pages.append(page)
        reading = extract(page, Hints())
        if reading.shop is not None:
            false.append(f"{reading.shop.value.name} <{reading.shop.text}>")
        fits = KIND_OF_DRAWN.get(truth.shop_kind, {truth.shop_kind})
        kind = reading.shop_kind.value if reading.shop_kind else None
        told["unknown" if kind is None else "right" if kind in fits else "wrong"] += 1
    print(f"drawn: {len(false)} false finds on {count} receipts {false}; kinds: {dict(told)}")
    show_seconds(pages)


def show_misread(count: int) -> None:
    """Finds of names with one letter in eight misread, at the top of a page, and of random text."""
    chance = random.Random(7)
    # The names that somebody could read: not shorter than six letters, and with a Wikidata id.
    known = sorted({brand.name for brands in directory().by_key.values() for brand in brands if len(brand.key) > 5})
    right, wrong = 0, 0
    for name in chance.sample(known, min(count, len(known))):
        read = "".join(MISREAD.get(letter, letter) if chance.random() < 0.125 else letter for letter in name.upper())
        shop = find_shop(rows_on(page_of([read, "Milk 2.00", "Total 2.00"])))
        right += shop is not None and key_of(shop.value.name) == key_of(name)
        wrong += shop is not None and key_of(shop.value.name) != key_of(name)
    print(f"misread names: {right / count:.3f} found, {wrong / count:.3f} taken for another shop")
    false = sum(find_shop(rows_on(page_of(random_rows(chance)))) is not None for _ in range(count))
    print(f"random text: {false} false finds on {count} pages")


def random_rows(chance: random.Random) -> Iterator[str]:
    """Six rows of words of three to nine letters."""
    for _ in range(6):
        yield " ".join(
            "".join(chance.choices(string.ascii_uppercase, k=chance.randint(3, 9))) for _ in range(chance.randint(1, 4))
        )


def page_of(rows: Sequence[str] | Iterator[str]) -> Page:
    """A page with these rows, each character ten pixels wide."""
    printed = []
    for number, text in enumerate(rows):
        left, words = 0, []
        for word in text.split():
            words.append(Word(word, Box(left, number * 30, left + 10 * len(word), number * 30 + 20), 0.99))
            left += 10 * len(word) + 10
        printed.append(tuple(words))
    return Page(600, 30 * len(printed), tuple(printed))


def show_seconds(pages: Sequence[Page]) -> None:
    """How long both questions take for one page, its rows at hand."""
    spent = []
    for page in pages:
        rows = rows_on(page)
        started = time.perf_counter()
        kind = find_kind(rows)
        find_shop(rows, kind=kind.value if kind else None)
        spent.append(1000 * (time.perf_counter() - started))
    spent.sort()
    print(f"{spent[len(spent) // 2]:.1f} ms a receipt (median), {spent[int(len(spent) * 0.95)]:.1f} ms (p95)")


if __name__ == "__main__":
    main()
