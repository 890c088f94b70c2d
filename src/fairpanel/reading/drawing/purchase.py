"""What was bought, where and how it was paid, before anything is printed: sums that add up to the cent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from fairpanel.reading.drawing import identifiers
from fairpanel.reading.drawing.chance import Chance
from fairpanel.reading.drawing.country import KINDS, Country, Kind, Product
from fairpanel.reading.drawing.people import Personal, personal_parts
from fairpanel.reading.drawing.truth import LineKind, Payment, Tax

CENT = Decimal("0.01")

# What a caller may ask to have on the receipt.
INCLUDABLE = frozenset(
    {
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
        "pharmacy-only",
        "discount",
        "deposit",
        "deposit-return",
        "weighed",
        "several",
        "tip",
    }
)


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop to buy at. What is left out is made up; nothing made up is a real shop, number or address."""

    name: str
    kind: Kind = "supermarket"
    address: tuple[str, ...] = ()
    phone: str | None = None
    vat_id: str | None = None


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of the purchase: see `truth.Line`."""

    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    price: Decimal
    kind: LineKind
    tax_percent: Decimal
    pharmacy_only: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase: the prices of `lines`, the taxes where not included, and the tip make the total."""

    country: Country
    shop: Shop
    bought: datetime
    lines: tuple[Bought, ...]
    taxes: tuple[Tax, ...]
    tip: Decimal | None
    total: Decimal
    payment: Payment
    given: Decimal
    number: str
    personal: tuple[Personal, ...]

    @property
    def subtotal(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.price for line in self.lines), Decimal(0))


def purchase(
    *,
    country: Country,
    shop: Shop | None,
    bought: datetime | None,
    now: datetime,
    include: Collection[str],
    chance: Chance,
    more: Chance,
) -> Purchase:
    """Somebody's purchase, in the two weeks before `now` unless `bought` says when.

    Raises `ValueError` where `include` names something unknown, or that receipts of the country never show.
    """
    _check(include, country)
    shop = _complete(shop or _some_shop(country, include, chance), country, chance)
    lines = _basket(country, shop.kind, include, chance)
    taxes = _taxes(lines, included=country.tax_included)
    due = sum((line.price for line in lines), Decimal(0))
    if not country.tax_included:
        due += sum((tax.amount for tax in taxes), Decimal(0))
    tip = _tip(due, country, shop.kind, include, chance)
    total = due + (tip or 0)
    personal = personal_parts(country, include, chance, more)
    payment = _payment(personal, chance)
    return Purchase(
        country=country,
        shop=shop,
        bought=bought or _some_time(now, chance),
        lines=lines,
        taxes=taxes,
        tip=tip,
        total=total,
        payment=payment,
        given=_given(total, chance) if payment == "cash" else total,
        number=chance.digits(chance.pick(["####", "######", "##-####", "00#####"])),
        personal=personal,
    )


def _check(include: Collection[str], country: Country) -> None:
    unknown = set(include) - INCLUDABLE
    if unknown:
        raise ValueError(
            f"Nothing is known of {', '.join(sorted(unknown))}; there are {', '.join(sorted(INCLUDABLE))}."
        )
    if "account-number" in include and not country.iban:
        raise ValueError(f"Receipts of {country.code} show no account number.")
    if {"deposit", "deposit-return"} & set(include) and not country.deposit:
        raise ValueError(f"Receipts of {country.code} know no deposit.")


def _some_shop(country: Country, include: Collection[str], chance: Chance) -> Shop:
    wanted = {
        "pharmacy-only": "drugstore",
        "weighed": "supermarket",
        "deposit": "supermarket",
        "deposit-return": "supermarket",
        "tip": "restaurant",
    }
    forced = [wanted[name] for name in sorted(include) if name in wanted]
    kinds = [kind for kind in KINDS if kind in forced] or [
        *KINDS,
        "supermarket",
        "supermarket",
        "drugstore",
        "restaurant",
    ]
    kind = chance.pick(kinds)
    return Shop(name=chance.pick(country.shops[kind]), kind=kind)


def _complete(shop: Shop, country: Country, chance: Chance) -> Shop:
    place = chance.pick(country.places)
    facts = {"street": chance.pick(country.streets), "number": chance.whole(1, 180)}
    facts |= {"postcode": place.postcode, "city": place.city}
    return Shop(
        name=shop.name,
        kind=shop.kind,
        address=shop.address or tuple(row.format(**facts) for row in country.address),
        phone=shop.phone or chance.digits(place.phone),
        vat_id=shop.vat_id or identifiers.vat_id(country.vat_id, chance),
    )


def _some_time(now: datetime, chance: Chance) -> datetime:
    day = now - timedelta(days=chance.whole(1, 13))
    return day.replace(hour=chance.whole(8, 20), minute=chance.whole(0, 59), second=chance.whole(0, 59), microsecond=0)


def _basket(country: Country, kind: Kind, include: Collection[str], chance: Chance) -> tuple[Bought, ...]:
    on_offer = country.products[kind]
    most = {"supermarket": 20, "drugstore": 9, "bakery": 6, "restaurant": 8, "cinema": 4, "fuel": 2}[kind]
    count = min(chance.whole(1, most), chance.whole(2, most + 4))
    chosen = chance.some(on_offer, count)
    needed = {"pharmacy-only": "rx", "weighed": "kg", "deposit": "bottle", "several": "many"}
    for name in sorted(include):
        how = needed.get(name)
        if how and not any(product.how == how for product in chosen):
            chosen.append(chance.pick([p for p in on_offer if p.how == how] or list(on_offer)))
    if kind == "fuel" and not any(product.how == "litre" for product in chosen):
        chosen.insert(0, chance.pick([p for p in on_offer if p.how == "litre"]))
    lines: list[Bought] = []
    for product in chosen:
        lines += _lines_of(product, country, include, chance)
    if "discount" in include and not any(line.kind == "discount" for line in lines):
        lines.insert(1, _discount(lines[0], country, chance))
    if country.deposit and ("deposit-return" in include or (kind == "supermarket" and chance.often(0.12))):
        lines = _with_return(lines, country, chance)
    return tuple(lines)


def _lines_of(product: Product, country: Country, include: Collection[str], chance: Chance) -> list[Bought]:
    rate = country.tax[product.tax_class]
    price = product.price * country.price_level
    quantity, unit = Decimal(1), ""
    if product.how == "kg":
        unit, price = country.weight.unit, _shelf_price(price * country.weight.price_factor)
        quantity = Decimal(chance.whole(150, 2400)).scaleb(-3)
    elif product.how == "litre":
        unit = country.volume.unit
        price = (price * country.volume.price_factor).quantize(Decimal("0.001"), ROUND_HALF_UP)
        quantity = (Decimal(chance.whole(1200, 5600)) / 100 / country.volume.price_factor).quantize(CENT)
    else:
        price = _shelf_price(price)
        several = "several" in include and product.how == "many"
        if several or (product.how in ("many", "bottle") and chance.often(0.35)):
            quantity = Decimal(chance.whole(2, 6 if product.how == "bottle" else 4))
    sum_of_line = (price * quantity).quantize(CENT, ROUND_HALF_UP)
    first = Bought(product.name, quantity, unit, price, sum_of_line, "item", rate, product.how == "rx")
    lines = [first]
    if product.how == "bottle" and country.deposit:
        word = chance.pick(country.words["deposit"])
        each = country.deposit
        lines.append(Bought(word, quantity, "", each, each * quantity, "deposit", rate))
    if product.how in ("one", "many") and chance.often(0.07):
        lines.append(_discount(first, country, chance))
    return lines


def _shelf_price(price: Decimal) -> Decimal:
    """Prices end in 9, 5 or 0: the cheap ones to the cent, as on a shelf."""
    cents = int((price * 100).to_integral_value(ROUND_HALF_UP))
    if cents > 100:  # noqa: PLR2004 - a currency unit has a hundred cents
        cents = cents // 10 * 10 + (9 if cents % 10 > 5 else 5 if cents % 10 else 0)  # noqa: PLR2004 - see above
    return Decimal(max(cents, 1)) / 100


def _discount(line: Bought, country: Country, chance: Chance) -> Bought:
    off = (line.price * Decimal(chance.pick([10, 20, 25, 30])) / 100).quantize(CENT, ROUND_HALF_UP)
    word = chance.pick(country.words["discount"])
    return Bought(word, Decimal(1), "", -off, -off, "discount", line.tax_percent)


def _with_return(lines: list[Bought], country: Country, chance: Chance) -> list[Bought]:
    """Bottles brought back, at the rate of the line they stand behind, and never worth more than that rate's sum."""
    rate = lines[0].tax_percent
    room = sum((line.price for line in lines if line.tax_percent == rate), Decimal(0)) - CENT
    count = min(chance.whole(1, 8), int(room / country.deposit))
    if count < 1:
        return lines
    word = chance.pick(country.words["deposit_return"])
    price = -country.deposit * count
    return [*lines, Bought(word, Decimal(count), "", -country.deposit, price, "deposit-return", rate)]


def _taxes(lines: tuple[Bought, ...], *, included: bool) -> tuple[Tax, ...]:
    found = []
    for rate in sorted({line.tax_percent for line in lines}, reverse=True):
        of_rate = sum((line.price for line in lines if line.tax_percent == rate), Decimal(0))
        if included:
            net = (of_rate / (1 + rate / 100)).quantize(CENT, ROUND_HALF_UP)
            found.append(Tax(rate, net, of_rate - net))
        elif rate:
            found.append(Tax(rate, of_rate, (of_rate * rate / 100).quantize(CENT, ROUND_HALF_UP)))
    return tuple(found)


def _tip(due: Decimal, country: Country, kind: Kind, include: Collection[str], chance: Chance) -> Decimal | None:
    if "tip" not in include and not (country.tips and kind == "restaurant" and chance.often(0.4)):
        return None
    return (due * Decimal(chance.pick([5, 10, 15, 18, 20])) / 100).quantize(CENT, ROUND_HALF_UP)


def _payment(personal: tuple[Personal, ...], chance: Chance) -> Payment:
    kinds = {p.kind for p in personal}
    if kinds & {"card-number", "masked-card-number"}:
        return "card"
    if "account-number" in kinds:
        return "transfer"
    return "card" if chance.often(0.15) else "cash"


def _given(total: Decimal, chance: Chance) -> Decimal:
    """Notes put down: the exact sum, or the next note or two."""
    note = Decimal(chance.pick([1, 5, 10, 20, 50]))
    return total if chance.often(0.15) else (total / note).to_integral_value(ROUND_HALF_UP) * note + note
