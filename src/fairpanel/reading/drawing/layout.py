"""Where each thing stands on the paper strip: rows of text as the till composes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from textwrap import wrap
from typing import Literal

from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import Country, written
from fairpanel.reading.drawing.purchase import Bought, Purchase

Anchor = Literal["left", "centre", "right"]
Face = Literal["cousine", "inconsolata", "vt323", "roboto-condensed"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `marks` name what it is, such as `total` or `line:3:price`."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Spans printed one after the other; `at` is the column that the anchor's side stands on."""

    spans: tuple[Span, ...]
    anchor: Anchor
    at: float


@dataclass(frozen=True, slots=True)
class Printed:
    """One row of cells. `tall` and `wide` are how many times the plain height and width the letters have.

    Where it is filled in by `hand`, all but the first cell is written, not printed.
    """

    cells: tuple[Cell, ...]
    tall: float = 1.0
    wide: float = 1.0
    bold: bool = False
    hand: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Paper fed on, in plain rows."""

    rows: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One character over and over, from edge to edge."""

    character: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar code of these digits."""

    digits: str


@dataclass(frozen=True, slots=True)
class Squares:
    """A square code; what it says is noise."""


@dataclass(frozen=True, slots=True)
class Logo:
    """The shop's name as a drawn mark: white on black where `inverse`."""

    text: str
    inverse: bool


Piece = Printed | Gap | Rule | Bars | Squares | Logo


@dataclass(frozen=True, slots=True)
class Style:
    """The till's habits: the same on the whole strip."""

    columns: int
    paper_mm: float
    face: Face
    capitals: bool
    header: Literal["centre", "left"]
    date_at: Literal["head", "middle", "foot"]
    quantity: Literal["below", "above", "inline", "front"]
    price_sign: bool
    tax_letters: bool
    tax_block: Literal["table", "rows", "none"]
    subtotal: bool
    rule: str
    big_total: bool
    article_numbers: bool
    foot: Literal["bars", "squares", "none"]
    logo: Literal["none", "inverse", "large"]
    minus_behind: bool


def style(purchase: Purchase, chance: Chance) -> Style:
    """How the till of this purchase prints."""
    country, kind = purchase.country, purchase.shop.kind
    # An account number in groups of four needs a wide strip.
    roomy = any(personal.kind == "account-number" for personal in purchase.personal)
    narrow = not roomy and (chance.often(0.25) or kind in ("bakery", "cinema"))
    eats = kind in ("restaurant", "cinema")
    faces: list[Face] = ["cousine", "cousine", "cousine", "inconsolata", "inconsolata", "vt323", "roboto-condensed"]
    return Style(
        columns=chance.pick([30, 32]) if narrow else chance.pick([38, 40, 42, 44]),
        paper_mm=57.5 if narrow else 79.5,
        face=chance.pick(faces),
        capitals=chance.often(0.35),
        header="left" if chance.often(0.15) else "centre",
        date_at=chance.pick(["head", "middle", "foot", "foot"]),
        quantity="front" if eats and chance.often(0.7) else chance.pick(["below", "below", "above", "inline"]),
        price_sign=chance.often(0.5) if country.symbol_before else chance.often(0.12),
        tax_letters=chance.often(0.65) and not eats,
        tax_block=chance.pick(["table", "table", "rows", "none"]) if country.tax_included else "rows",
        subtotal=not country.tax_included or chance.often(0.3),
        rule=chance.pick(["-", "-", "=", "*", ".", ""]),
        big_total=chance.often(0.45),
        article_numbers=kind in ("supermarket", "drugstore") and chance.often(0.12),
        foot=chance.pick(["bars", "squares", "none", "none", "none"]),
        logo=chance.pick(["none", "none", "inverse", "large"]),
        minus_behind=chance.often(0.2),
    )


def compose(purchase: Purchase, how: Style, chance: Chance) -> list[Piece]:
    """The pieces of the strip from top to bottom, and every field marked."""
    return list(_Till(purchase, how, chance).strip())


def line_texts(purchase: Purchase, how: Style) -> list[str]:
    """The text of each line as it is printed: in capitals where the till has no small letters."""
    return [line.text.upper() if how.capitals else line.text for line in purchase.lines]


@dataclass(slots=True)
class _Till:
    purchase: Purchase
    how: Style
    chance: Chance
    words: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = {key: self.chance.pick(ways) for key, ways in self.country.words.items()}

    @property
    def country(self) -> Country:
        return self.purchase.country

    @property
    def width(self) -> int:
        return self.how.columns

    def strip(self) -> Iterator[Piece]:
        yield Gap(self.chance.between(0.6, 2.5))
        yield from self._header()
        if self.how.date_at == "head":
            yield from self._moment()
        yield from self._rule()
        yield from self._lines()
        yield from self._rule()
        yield from self._sums()
        yield from self._paid()
        if self.how.date_at == "middle":
            yield Gap(0.6)
            yield from self._moment()
        if self.country.tax_included:
            yield from self._tax_inside()
        yield from self._people()
        if self.how.date_at == "foot":
            yield Gap(0.6)
            yield from self._moment()
        yield from self._farewell()
        yield Gap(self.chance.between(1.0, 4.0))

    # The head: who sells.

    def _header(self) -> Iterator[Piece]:
        shop = self.purchase.shop
        if self.how.logo == "none":
            tall = self.chance.pick([1.0, 1.35, 1.7])
            wide = min(self.chance.pick([1.0, 1.2, 1.6]), self.width / (len(shop.name) + 1))
            yield self._head(
                (Span(shop.name, ("merchant",)),), tall=tall, wide=max(0.8, wide), bold=self.chance.often(0.6)
            )
        else:
            yield Logo(shop.name, inverse=self.how.logo == "inverse")
        if self.chance.often(0.3):
            yield Gap(0.5)
        one_row = ", ".join(shop.address)
        if len(shop.address) > 1 and len(one_row) <= self.width - 2 and self.chance.often(0.2):
            yield self._head((Span(one_row, ("address",)),))
        else:
            for row in shop.address:
                yield self._head((Span(row, ("address",)),))
        if shop.phone and self.chance.often(0.8):
            yield self._head((Span(f"{self.words['phone']} "), Span(shop.phone, ("phone", "sensitive:shop"))))
        if shop.vat_id and self.chance.often(0.85):
            yield self._head((Span(f"{self.words['vat_id']}: "), Span(shop.vat_id, ("vat_id",))))

    def _head(self, spans: Sequence[Span], *, tall: float = 1.0, wide: float = 1.0, bold: bool = False) -> Printed:
        anchor: Anchor = self.how.header
        at = 0.0 if anchor == "left" else self.width / 2
        return Printed((Cell(tuple(spans), anchor, at),), tall=tall, wide=wide, bold=bold)

    def _moment(self) -> Iterator[Piece]:
        when = self.purchase.bought
        day = Span(written(when, self.chance.pick(self.country.dates)), ("date",))
        hour = Span(written(when, self.chance.pick(self.country.times)), ("time",))
        number = (Span(f"{self.words['number']} "), Span(self.purchase.number, ("number",)))
        till = Span(f"{self.words['till']} {self.chance.whole(1, 9)}")
        cashier = Span(f"{self.words['cashier']} {self.chance.digits('###')}")
        form = self.chance.whole(0, 3)
        if self.purchase.shop.kind == "restaurant" and form != 2:  # noqa: PLR2004 - that form names the waiter itself
            yield from self._two((Span(f"{self.words['table']} {self.chance.whole(1, 40)}"),), (cashier,))
        if form == 0:
            yield from self._two((day,), (hour,))
            yield from self._two(number, (till,))
        elif form == 1:
            yield from self._two((Span(f"{self.words['date']}: "), day), (Span(f"{self.words['time']}: "), hour))
            yield from self._two((till,), number)
        elif form == 2:  # noqa: PLR2004 - the third of four forms
            yield from self._two((day, Span("  "), hour), (till,))
            yield from self._two((cashier,), number)
        else:
            yield self._centred((day, Span(" "), hour))
            yield self._centred(number)
            yield self._centred((till,))

    # The lines: what was bought.

    def _lines(self) -> Iterator[Piece]:
        if not self.how.price_sign and not self.country.symbol_before and self.chance.often(0.8):
            yield Printed((self._right((Span(self.country.currency),)),))
        for index, (line, text) in enumerate(
            zip(self.purchase.lines, line_texts(self.purchase, self.how), strict=True)
        ):
            yield from self._line(index, line, text)
        if self.chance.often(0.2):
            pieces = sum(
                int(line.quantity) if not line.unit else 1 for line in self.purchase.lines if line.kind == "item"
            )
            yield from self._two((Span(f"{self.words['items']}: {pieces}"),), ())

    def _line(self, index: int, line: Bought, text: str) -> Iterator[Piece]:
        price = self._price(line.price)
        reckoned = self._reckoned(line)
        front = self.how.quantity == "front"
        inline = self.how.quantity == "inline" and not line.unit
        indent = 3 if front else 0
        tail = 2.0 if self.how.tax_letters else 0.0
        room = int(self.width - indent - len(price) - tail - 2)
        if inline and reckoned:
            room -= len(reckoned) + 1
        rows = wrap(text, max(room, 8)) or [text]
        if reckoned and not front and not inline and self.how.quantity == "above":
            yield self._detail(index, reckoned)
        if self.how.article_numbers and line.kind == "item":
            yield Printed((Cell((Span(self.chance.digits("#############")),), "left", 0),))
        letter = self._letter(line.tax_percent)
        for count, row in enumerate(rows):
            cells = [Cell((Span(row, (f"line:{index}:text",)),), "left", indent)]
            if count == 0:
                if front and line.kind == "item" and not line.unit:
                    cells.append(Cell((Span(str(line.quantity)),), "left", 0))
                if inline and reckoned:
                    cells.append(
                        Cell(
                            (Span(reckoned, (f"line:{index}:reckoned",)),), "right", self.width - tail - len(price) - 2
                        )
                    )
                cells.append(Cell((Span(price, (f"line:{index}:price",)),), "right", self.width - tail))
                if self.how.tax_letters:
                    cells.append(Cell((Span(letter),), "right", self.width))
            yield Printed(tuple(cells))
        if reckoned and not inline and (self.how.quantity == "below" or (self.how.quantity != "above" and line.unit)):
            yield self._detail(index, reckoned)

    def _detail(self, index: int, reckoned: str) -> Printed:
        return Printed((Cell((Span(reckoned, (f"line:{index}:reckoned",)),), "left", 2),))

    def _reckoned(self, line: Bought) -> str:
        """Quantity times unit price, where there is something to reckon."""
        if line.unit:
            places = 3 if line.unit_price != line.unit_price.quantize(Decimal("0.01")) else 2
            weight = self.country.amount(line.quantity, 3 if line.unit == self.country.weight.unit else 2)
            return f"{weight} {line.unit} x {self.country.amount(line.unit_price, places)} {self._per(line.unit)}"
        if line.quantity == 1 or line.kind == "deposit-return":
            return ""
        each = self.country.amount(line.unit_price)
        pieces = self.words["pieces"]
        if pieces in ("x", "@") or self.how.quantity == "inline":
            return f"{line.quantity} {'x' if self.how.quantity == 'inline' else pieces} {each}"
        return f"{line.quantity} {pieces} x {each}"

    def _per(self, unit: str) -> str:
        return f"/{unit}" if self.country.symbol_before else f"{self.country.currency}/{unit}"

    def _price(self, value: Decimal) -> str:
        if value < 0 and self.how.minus_behind and not self.how.price_sign:
            return f"{self.country.amount(-value)}-"
        return self.country.money(value) if self.how.price_sign else self.country.amount(value)

    def _letter(self, rate: Decimal) -> str:
        if not self.country.tax_included:
            return "T" if rate else "N"
        rates = sorted({line.tax_percent for line in self.purchase.lines}, reverse=True)
        return "ABCDE"[rates.index(rate)]

    # The sums: what it came to.

    def _sums(self) -> Iterator[Piece]:
        if self.how.subtotal or self.purchase.tip is not None:
            yield self._amount(self.words["subtotal"], self._price(self.purchase.subtotal), "subtotal")
        if not self.country.tax_included:
            for tax in self.purchase.taxes:
                name = f"{self.words['tax']} {tax.percent}%" if self.chance.often(0.5) else self.words["tax"]
                yield self._amount(name, self._price(tax.amount), "taxes")
        if self.purchase.tip is not None:
            yield self._amount(self.words["tip"], self._price(self.purchase.tip), "tip")
        big = self.how.big_total
        symbol = self.country.money(self.purchase.total)
        bare = self.country.amount(self.purchase.total)
        form = self.chance.whole(0, 2)
        label, shown = self.words["total"], symbol
        if form == 0 and not self.how.price_sign:
            label, shown = f"{self.words['total']} {self.country.currency}", bare
        elif form == 1 and not self.how.price_sign and not self.country.symbol_before:
            shown = bare
        # Bold capitals of a proportional face are wider than a column.
        length = (len(label) + len(shown)) * (1.25 if self.how.face == "roboto-condensed" else 1) + 1
        wide = min(1.7 if big else 1.0, self.width / length)
        cells = (
            Cell((Span(label),), "left", 0),
            Cell((Span(shown, ("total",)),), "right", self.width - (2 if self.how.tax_letters and not big else 0)),
        )
        yield Printed(cells, tall=1.7 if big else 1.0, wide=wide, bold=big or self.chance.often(0.5))
        if self.how.rule and self.chance.often(0.5):
            yield from self._rule()

    def _paid(self) -> Iterator[Piece]:
        purchase, words = self.purchase, self.words
        if purchase.payment == "cash":
            yield self._amount(words["cash"], self._price(purchase.given), "given")
            if purchase.given > purchase.total:
                yield self._amount(words["change"], self._price(purchase.given - purchase.total), "change")
        elif purchase.payment == "transfer":
            yield self._amount(words["direct_debit"], self._price(purchase.total), "given")
        else:
            yield self._amount(words["card"], self._price(purchase.total), "given")
            if self.chance.often(0.6):
                yield from self._two((Span(f"{words['terminal']} {self.chance.digits('########')}"),), ())
                yield from self._two((Span(f"{words['approval']} {self.chance.digits('######')}"),), ())
        for index, personal in enumerate(purchase.personal):
            mark = (f"sensitive:{index}",)
            if personal.kind in ("card-number", "masked-card-number"):
                yield from self._labelled(words["card_number"], Span(personal.text, mark))
                if self.chance.often(0.5):
                    yield self._centred((Span(words["approved"]),))
            elif personal.kind == "account-number":
                yield from self._labelled(words["account"], Span(personal.text, mark))

    def _tax_inside(self) -> Iterator[Piece]:
        if self.how.tax_block == "none" or not self.purchase.taxes:
            return
        yield Gap(0.5)
        amount = self.country.amount
        if self.how.tax_block == "rows":
            for tax in self.purchase.taxes:
                rate = amount(tax.percent.normalize(), 1 if tax.percent % 1 else 0)
                yield self._amount(f"{self.words['tax_included']} {rate}%", amount(tax.amount), "taxes")
            return
        heads = self.words["tax_table"].split("|")
        stops = [self.width * share for share in (0.53, 0.76, 1.0)]
        yield Printed(
            (Cell((Span(heads[0]),), "left", 0), *(self._stop(h, s) for h, s in zip(heads[1:], stops, strict=True)))
        )
        for tax in self.purchase.taxes:
            rate = amount(tax.percent, 1 if tax.percent % 1 or self.chance.often(0.3) else 0)
            name = f"{self._letter(tax.percent)} {rate}%" if self.how.tax_letters else f"{rate}%"
            figures = zip((tax.net, tax.amount, tax.gross), stops, ((), ("taxes",), ()), strict=True)
            yield Printed((Cell((Span(name),), "left", 0), *(self._stop(amount(v), s, m) for v, s, m in figures)))

    def _stop(self, text: str, at: float, marks: tuple[str, ...] = ()) -> Cell:
        return Cell((Span(text, marks),), "right", at)

    # The foot: who bought, and goodbye.

    def _people(self) -> Iterator[Piece]:
        labels = {"phone-number": "mobile", "mail-address": "mail", "loyalty-number": "loyalty", "name": "customer"}
        shown = [(i, p) for i, p in enumerate(self.purchase.personal) if p.label is not None or p.kind in labels]
        if shown:
            yield Gap(0.5)
        for index, personal in shown:
            said = Span(personal.text, (f"sensitive:{index}",))
            if personal.label == "":
                yield from self._two((said,), ())
                continue
            yield from self._labelled(personal.label or f"{self.words[labels[personal.kind]]}:", said)
            if personal.kind == "loyalty-number" and self.chance.often(0.6):
                yield from self._two((Span(self.words["loyalty_thanks"]),), ())

    def _farewell(self) -> Iterator[Piece]:
        yield Gap(self.chance.between(0.4, 1.2))
        for line in self.chance.some(self.country.words["footer"], self.chance.whole(0, 2)):
            yield from (self._centred((Span(row),)) for row in wrap(line, self.width))
        if self.how.foot == "bars":
            yield Gap(0.6)
            yield Bars(self.chance.digits("##########" if self.width < 38 else "####################"))  # noqa: PLR2004 - wide enough
        elif self.how.foot == "squares":
            yield Gap(0.6)
            yield Squares()
        yield Gap(0.4)
        yield self._centred((Span(self.words["thanks"]),))

    # Kinds of rows.

    def _rule(self) -> Iterator[Piece]:
        if self.how.rule:
            yield Rule(self.how.rule)
        else:
            yield Gap(0.8)

    def _amount(self, label: str, shown: str, mark: str) -> Printed:
        tail = 2 if self.how.tax_letters else 0
        return Printed((Cell((Span(label),), "left", 0), Cell((Span(shown, (mark,)),), "right", self.width - tail)))

    def _two(self, left: Iterable[Span], right: Iterable[Span]) -> Iterator[Printed]:
        """Left and right in one row, or in two where they would run into each other."""
        left, right = tuple(left), tuple(right)
        beside = sum(len(span.text) for span in (*left, *right)) < self.width
        cells = [Cell(left, "left", 0)]
        if right and beside:
            cells.append(self._right(right))
        yield Printed(tuple(cells))
        if right and not beside:
            yield Printed((Cell(right, "left", 0),))

    def _labelled(self, label: str, value: Span) -> Iterator[Printed]:
        """A label and what it names in one row, or in two where the strip is too narrow."""
        if len(label) + len(value.text) + 1 > self.width:
            yield from self._two((Span(label),), ())
            yield from self._two((value,), ())
        else:
            yield from self._two((Span(f"{label} "), value), ())

    def _right(self, spans: Iterable[Span]) -> Cell:
        return Cell(tuple(spans), "right", self.width)

    def _centred(self, spans: Iterable[Span]) -> Printed:
        return Printed((Cell(tuple(spans), "centre", self.width / 2),))
