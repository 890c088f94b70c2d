"""Draw a paper that is no ordinary receipt from a shop: a bill, a ticket, a card slip, a pad filled in by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import written
from fairpanel.reading.drawing.ink import print_strip
from fairpanel.reading.drawing.layout import Cell, Gap, Piece, Printed, Rule, Span, Style
from fairpanel.reading.drawing.scene import photograph
from fairpanel.reading.drawing.truth import Row
from fairpanel.reading.drawing.wear import MARKS, Wear

_COLUMNS = 40
_BY_HAND = "~"


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A drawn paper: the photograph as JPEG, its width and height in pixels, and its printed rows.

    `country` (ISO 3166) is where it is from.
    """

    jpeg: bytes
    width: int
    height: int
    rows: tuple[Row, ...]
    country: str


def draw_paper(
    *, kind: str, bought: datetime, seed: int = 0, language: str = "en", wear: Wear = Wear.PHOTO
) -> DrawnPaper:
    """Draw a paper of this kind, one of `paper_kinds()`, dated `bought`; the same arguments give the same bytes.

    Raises what `paper_rows` raises.
    """
    rows = paper_rows(kind=kind, bought=bought, language=language)
    return draw_rows(rows, seed=seed, wear=wear, country=_said(language)["country"])


def paper_rows(*, kind: str, bought: datetime, language: str = "en") -> tuple[str, ...]:
    """What stands on a paper of this kind, row by row, as `draw_rows` takes it.

    Raises `ValueError`, which names what there is, for a kind or a language that is not known.
    """
    if language not in paper_languages():
        raise ValueError(f"No papers speak {language!r}; there are {', '.join(paper_languages())}.")
    if kind not in paper_kinds():
        raise ValueError(f"Nothing is known of {kind!r}; there are {', '.join(paper_kinds())}.")
    said = _said(language)
    day = written(bought, said["date"])
    return tuple(row.format(date=day, time=f"{bought:%H:%M}") for row in said[kind])


def draw_rows(rows: Sequence[str], *, seed: int = 0, wear: Wear = Wear.PHOTO, country: str = "US") -> DrawnPaper:
    """Draw a paper with these rows: `|` parts left from right, `~` is by hand, `-` is a rule, an empty row a gap."""
    how = _style(Chance(seed, "style"))
    strip = print_strip(list(_pieces(rows)), how, Chance(seed, "ink"))
    picture = photograph(strip, MARKS[wear], Chance(seed, "scene"))
    places = tuple(Row(text, picture.place(place)) for text, place in strip.rows)
    return DrawnPaper(picture.jpeg, picture.width, picture.height, places, country)


def paper_kinds() -> tuple[str, ...]:
    """The kinds that can be drawn, in the words of the programme."""
    return tuple(name for name, rows in _said("en").items() if isinstance(rows, list))


@cache
def paper_languages() -> tuple[str, ...]:
    """The languages that papers speak (ISO 639)."""
    folder = files(__package__).joinpath("papers")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def _style(chance: Chance) -> Style:
    return Style(
        columns=_COLUMNS, paper_mm=79.5, face=chance.pick(["cousine", "inconsolata"]), capitals=False, header="centre",
        date_at="foot", quantity="below", price_sign=False, tax_letters=False, tax_block="none", subtotal=False,
        rule="-", big_total=False, article_numbers=False, foot="none", logo="none", minus_behind=False,
    )  # fmt: skip


def _pieces(rows: Sequence[str]) -> Iterator[Piece]:
    """The first row is the sign of the shop, and all above the first rule is centred below it."""
    yield Gap(1.2)
    in_head = True
    for number, row in enumerate(rows):
        left, _, right = (part.strip() for part in row.partition("|"))
        if row == "-":
            in_head = False
            yield Rule("-")
        elif not row:
            in_head = False
            yield Gap(0.8)
        elif right:
            by_hand = right.startswith(_BY_HAND)
            cells = (Cell((Span(left),), "left", 0), Cell((Span(right.lstrip(_BY_HAND)),), "right", _COLUMNS))
            yield Printed(cells, hand=by_hand)
        else:
            cell = Cell((Span(left),), "centre", _COLUMNS / 2) if in_head else Cell((Span(left),), "left", 0)
            wide = min(1.4, _COLUMNS / (len(left) + 1)) if number == 0 else 1.0
            yield Printed((cell,), tall=1.4 if number == 0 else 1.0, wide=wide, bold=number == 0)
    yield Gap(2.0)


@cache
def _said(language: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("papers", f"{language}.toml").read_text("utf-8"))
