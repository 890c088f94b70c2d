"""How much of what must go does redaction find on drawn receipts, and how much else goes with it?

    python bench/redaction.py --texts 400 --pictures 80

First on the perfect text of drawn receipts, then from end to end: photograph, OCR, blacking out, OCR again. In text a
thing counts as found when each of its letters and digits is masked, and an ordinary word as lost when any of it is. In
a picture a thing counts as found when at least 95 % of the area that its digits or letters stand on is black, and as
readable when four of its characters in a row are read there once more; an ordinary word counts as lost when black has
touched it and it is read there no more.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import accumulate
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fairpanel.kit.page import Box, Page, Word
from fairpanel.reading import Picture, recognise
from fairpanel.reading.drawing import Drawn, Sensitive, Truth, countries, draw
from fairpanel.redaction import Mark, black_out, find

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KINDS = (
    "card-number",
    "masked-card-number",
    "account-number",
    "phone-number",
    "mail-address",
    "loyalty-number",
    "name",
    "number-plate",
    "prescription",
    "address",
    "medicine",
)
# Not a kind of the drawing's own: there it is a mark of the line.
MEDICINE = cast("Any", "medicine")
COVERED_MIN = 0.95
TOUCHED_MIN = 0.05
LOST_MIN = 1 / 3
READABLE = 4
MISREAD_SHARE = 0.03
CONFUSED = {
    "0": "OoD8", "1": "lI7", "2": "Z7", "3": "85", "4": "A9", "5": "S6", "6": "b8", "7": "1T", "8": "B3", "9": "g4",
    "O": "0", "l": "1I", "I": "l1", "i": "l", "S": "5", "B": "8", "Z": "2", "o": "0", "e": "c", "a": "o", "r": "n",
    "@": "©Q", ".": ",", "*": "x+", "#": "H",
}  # fmt: skip


@dataclass
class Tally:
    """What was found and what was lost."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    readable: int = 0
    words: int = 0
    words_lost: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    fields_lost: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def judge(self, kind: str, *, found: bool, seen: str) -> None:
        """Count a thing that must go."""
        self.there[kind] += 1
        self.found[kind] += found
        if not found:
            self.missed.append(f"{kind}: {seen}")

    def keep(self, *, lost: bool, seen: str) -> None:
        """Count an ordinary word."""
        self.words += 1
        self.words_lost += lost
        if lost:
            self.lost.append(seen)

    def show(self, title: str) -> None:
        """Print the tables of one run."""
        print(f"\n{title}\n\n| what | there | found | recall |\n|---|---:|---:|---:|")
        for kind in KINDS:
            if self.there[kind]:
                share = self.found[kind] / self.there[kind]
                print(f"| {kind} | {self.there[kind]} | {self.found[kind]} | {share:.3f} |")
        there, found = self.there.total(), self.found.total()
        print(f"| all | {there} | {found} | {found / there:.3f} |")
        print(f"\nOrdinary words lost: {self.words_lost} of {self.words} ({self.words_lost / self.words:.2%}).")
        if self.fields:
            print(f"Readable after all: {self.readable} of {there}.")
            lost = ", ".join(f"{name} {self.fields_lost[name]} of {self.fields[name]}" for name in self.fields)
            print(f"Fields lost: {lost}.")


def receipts(count: int, first_seed: int) -> Iterator[Drawn]:
    """Drawn receipts of all countries in turn, each with two kinds of things that must go."""
    for number in range(count):
        country = countries()[number % len(countries())]
        kinds = [kind for kind in KINDS if (country, kind) != ("US", "account-number")]
        turn = number // len(countries())
        include = {kinds[turn % len(kinds)], kinds[(turn + 1 + turn // len(kinds)) % len(kinds)]}
        asked = {"pharmacy-only" if kind == "medicine" else kind for kind in include}
        yield with_medicines(draw(seed=first_seed + number, now=NOW, country=country, include=asked))


def with_medicines(drawn: Drawn) -> Drawn:
    """The receipt with the lines that only pharmacies sell among what must go."""
    medicines = [Sensitive(MEDICINE, line.text, line.text_box) for line in drawn.truth.lines if line.pharmacy_only]
    return replace(drawn, truth=replace(drawn.truth, sensitive=(*drawn.truth.sensitive, *medicines)))


def page_of(truth: Truth) -> Page:
    """The rows of a drawn receipt as a perfect reading would give them."""
    return Page(
        truth.paper.right, truth.paper.bottom, tuple(tuple(_words(row.text, row.box)) for row in truth.rows if row.text)
    )


def _words(text: str, box: Box) -> Iterator[Word]:
    start = 0
    for word in text.split(" "):
        end = start + len(word)
        left, right = (box.left + box.width * place // max(1, len(text)) for place in (start, end))
        yield Word(word, Box(left, box.top, max(left + 1, right), max(box.top + 1, box.bottom)), 1.0)
        start = end + 1


def misread(page: Page, share: float, chance: random.Random) -> Page:
    """The page with that share of the characters that OCR confuses taken for others."""

    def read(character: str) -> str:
        others = CONFUSED.get(character)
        return chance.choice(others) if others and chance.random() < share else character

    return replace(
        page, rows=tuple(tuple(replace(word, text="".join(map(read, word.text))) for word in row) for row in page.rows)
    )


def in_text(drawn: Drawn, tally: Tally, read: Callable[[Page], Page]) -> None:
    """Tally one receipt on its text as `read` gives it, which keeps every length."""
    page = page_of(drawn.truth)
    texts = [" ".join(word.text for word in row) for row in page.rows]
    masked = _masked(page, find(read(page), regions=[drawn.truth.country]))
    own = [set[int]() for _ in texts]
    for item in drawn.truth.sensitive:
        # The same words may stand elsewhere too: a town is the shop's as well as the customer's.
        rows = (row for row, text in enumerate(texts) if item.text in text)
        row = min(rows, key=lambda row: abs(page.rows[row][0].box.top - item.box.top), default=None)
        if row is None:
            continue
        start = texts[row].index(item.text)
        own[row].update(range(start, start + len(item.text)))
        if item.kind in KINDS:
            places = {start + place for place, character in enumerate(item.text) if character.isalnum()}
            tally.judge(item.kind, found=places <= masked[row], seen=texts[row])
    for text, gone, sensitive in zip(texts, masked, own, strict=True):
        for word in re.finditer(r"\S+", text):
            places = set(range(*word.span()))
            if not places & sensitive:
                tally.keep(lost=bool(places & gone), seen=text)


def _masked(page: Page, marks: Sequence[Mark]) -> list[set[int]]:
    """Of each row's text, words parted by one space, the places that are masked."""
    masked = [set[int]() for _ in page.rows]
    for mark in marks:
        assert mark.row is not None, "words have rows"
        starts = [0, *accumulate(len(word.text) + 1 for word in page.rows[mark.row])]
        for span in mark.spans:
            masked[mark.row].update(range(starts[span.word] + span.start, starts[span.word] + span.end))
    return masked


def in_picture(drawn: Drawn, tally: Tally) -> float:
    """Tally one receipt from its photograph; returns the seconds that finding and blacking out took."""
    pixels = np.asarray(Image.open(BytesIO(drawn.jpeg)).convert("RGB"))
    page = recognise(Picture(pixels, "jpeg"))
    began = time.perf_counter()
    marks = find(page, regions=[drawn.truth.country])
    blacked = black_out(pixels, marks)
    seconds = time.perf_counter() - began
    again = recognise(Picture(blacked, "jpeg"))
    # On white, so that what is black is black by redaction.
    black = black_out(np.full_like(pixels, 255), marks).max(axis=2) == 0
    for item in drawn.truth.sensitive:
        if item.kind in KINDS:
            box = _shown(item)
            covered, readable = _share(black, box), _is_readable(item.text, _read_in(again, box))
            tally.judge(
                item.kind,
                found=covered >= COVERED_MIN,
                seen=f"{item.text!r} read as {_read_in(page, item.box)!r}, {covered:.0%} black, readable: {readable}",
            )
            tally.readable += readable
    for number, row in enumerate(page.rows):
        for place, word in enumerate(row):
            marked = any(mark.row == number and place in {span.word for span in mark.spans} for mark in marks)
            if not marked and not any(_overlap(word.box, item.box) for item in drawn.truth.sensitive):
                lost = _share(black, word.box) > TOUCHED_MIN and word.text not in _read_in(again, word.box)
                tally.keep(lost=lost, seen=f"{word.text!r} in {' '.join(word.text for word in row)!r}")
    _tally_fields(drawn.truth, black, tally)
    return seconds


def _shown(item: Sensitive) -> Box:
    """Where its digits or letters stand, without the signs that hide others before them."""
    shown = item.text.lstrip("*xX# ")
    return replace(item.box, left=item.box.right - round(item.box.width * len(shown) / len(item.text)))


def _read_in(page: Page, box: Box) -> str:
    return " ".join(word.text for row in page.rows for word in row if _overlap(word.box, box))


def _is_readable(text: str, read: str) -> bool:
    wanted, there = ("".join(character for character in side if character.isalnum()) for side in (text, read))
    return any(wanted[start : start + READABLE] in there for start in range(len(wanted) - READABLE + 1))


def _tally_fields(truth: Truth, black: NDArray[np.bool_], tally: Tally) -> None:
    for name in ("date", "time", "subtotal", "total", "number", "vat_id"):
        box = truth.box(name)
        if box is not None:
            tally.fields[name] += 1
            tally.fields_lost[name] += _share(black, box) > LOST_MIN
    for line in truth.lines:
        tally.fields["price of a line"] += 1
        tally.fields_lost["price of a line"] += _share(black, line.price_box) > LOST_MIN


def _share(black: NDArray[np.bool_], box: Box) -> float:
    part = black[max(0, box.top) : box.bottom, max(0, box.left) : box.right]
    return float(part.mean()) if part.size else 0.0


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0 and down > min(one.height, other.height) / 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=400, help="receipts judged on their perfect text (default 400)")
    parser.add_argument("--pictures", type=int, default=80, help="receipts judged from end to end (default 80)")
    parser.add_argument("--seed", type=int, default=50_000, help="of the first receipt (default 50000)")
    parser.add_argument("--misses", action="store_true", help="print what was missed and what was lost")
    chosen = parser.parse_args(arguments)

    text, noisy, chance = Tally(), Tally(), random.Random(chosen.seed)
    for drawn in receipts(chosen.texts, chosen.seed):
        in_text(drawn, text, lambda page: page)
        in_text(drawn, noisy, lambda page: misread(page, MISREAD_SHARE, chance))
    text.show(f"Perfect text of {chosen.texts} drawn receipts, seeds from {chosen.seed}")
    noisy.show(f"The same text, {MISREAD_SHARE:.0%} of the characters that OCR confuses misread")
    picture, seconds = Tally(), 0.0
    for drawn in receipts(chosen.pictures, chosen.seed):
        seconds += in_picture(drawn, picture)
    if chosen.pictures:
        picture.show(f"From end to end, {chosen.pictures} photographs of them")
        print(f"Finding and blacking out: {1000 * seconds / chosen.pictures:.0f} ms a receipt, beside the OCR.")
    if chosen.misses:
        for tally in (text, noisy, picture):
            print("\nMissed:", *tally.missed, "\nLost:", *tally.lost, sep="\n  ")


if __name__ == "__main__":
    main()
