"""Draw one receipt: what was bought, how the till prints it, how the camera sees it, and what is true of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fairpanel.kit.page import Box
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import country as country_of
from fairpanel.reading.drawing.ink import Place, Strip, print_strip
from fairpanel.reading.drawing.layout import Style, compose, line_texts, style
from fairpanel.reading.drawing.purchase import Purchase, Shop, purchase
from fairpanel.reading.drawing.scene import Photograph, photograph
from fairpanel.reading.drawing.truth import Field, Line, Row, Sensitive, Truth
from fairpanel.reading.drawing.wear import MARKS, Wear

_FIELDS = ("merchant", "address", "phone", "date", "time", "subtotal", "taxes", "tip", "total", "number", "vat_id")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn receipt: the photograph as JPEG, its width and height in pixels, and all that is true of it."""

    jpeg: bytes
    width: int
    height: int
    truth: Truth


def draw(
    *,
    seed: int,
    now: datetime,
    country: str = "US",
    language: str | None = None,
    shop: Shop | None = None,
    bought: datetime | None = None,
    include: Collection[str] = (),
    wear: Wear = Wear.PHOTO,
) -> Drawn:
    """Draw a receipt of somebody's purchase in the two weeks before `now`, or at `bought`.

    The same arguments give the same bytes, as long as numpy, OpenCV and Pillow stay the same. `include` names what has
    to be on it, from `INCLUDABLE`. Raises `ValueError` for a country, language or thing to include that is not known.
    """
    place = country_of(country, language)
    bill = purchase(
        country=place,
        shop=shop,
        bought=bought,
        now=now,
        include=include,
        chance=Chance(seed, "purchase"),
        more=Chance(seed, "people"),
    )
    how = style(bill, Chance(seed, "style"))
    strip = print_strip(compose(bill, how, Chance(seed, "layout")), how, Chance(seed, "ink"))
    picture = photograph(strip, MARKS[wear], Chance(seed, "scene"))
    return Drawn(picture.jpeg, picture.width, picture.height, _truth(bill, how, strip, picture))


def _truth(bill: Purchase, how: Style, strip: Strip, picture: Photograph) -> Truth:
    found: dict[str, list[Box]] = {}
    for marks, place in strip.marked:
        for mark in marks:
            found.setdefault(mark, []).append(picture.place(place))
    lines = tuple(_line(index, text, bill, found) for index, text in enumerate(line_texts(bill, how)))
    high, wide = strip.ink.shape
    return Truth(
        country=bill.country.code,
        language=bill.country.language,
        shop_kind=bill.shop.kind,
        merchant=bill.shop.name,
        address=", ".join(bill.shop.address),
        phone=bill.shop.phone if "phone" in found else None,
        date=bill.bought.date(),
        time=bill.bought.time().replace(second=0, microsecond=0) if "time" in found else None,
        currency=bill.country.currency,
        lines=lines,
        subtotal=bill.subtotal if "subtotal" in found else None,
        taxes=bill.taxes if "taxes" in found else (),
        tax_included=bill.country.tax_included,
        tip=bill.tip,
        total=bill.total,
        payment=bill.payment,
        number=bill.number if "number" in found else None,
        vat_id=bill.shop.vat_id if "vat_id" in found else None,
        sensitive=tuple(_sensitive(bill, found)),
        fields=tuple(Field(name, Box.around(found[name])) for name in _FIELDS if name in found),
        rows=tuple(Row(text, picture.place(place)) for text, place in strip.rows),
        paper=picture.place(Place(0, 0, wide, high)),
    )


def _line(index: int, text: str, bill: Purchase, found: dict[str, list[Box]]) -> Line:
    line = bill.lines[index]
    texts, price = found[f"line:{index}:text"], found[f"line:{index}:price"]
    reckoned = found.get(f"line:{index}:reckoned", [])
    shown = bool(reckoned) or line.quantity == 1
    return Line(
        text=text,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price if shown else None,
        price=line.price,
        kind=line.kind,
        tax_percent=Decimal(line.tax_percent),
        pharmacy_only=line.pharmacy_only,
        box=Box.around([*texts, *price, *reckoned]),
        text_box=Box.around(texts),
        price_box=Box.around(price),
    )


def _sensitive(bill: Purchase, found: dict[str, list[Box]]) -> Iterable[Sensitive]:
    if "sensitive:shop" in found and bill.shop.phone:
        yield Sensitive("phone-number", bill.shop.phone, Box.around(found["sensitive:shop"]))
    for index, personal in enumerate(bill.personal):
        yield Sensitive(personal.kind, personal.text, Box.around(found[f"sensitive:{index}"]))
