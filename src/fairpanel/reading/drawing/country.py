"""What a receipt of one country looks like and sells: read from `countries/*.toml` and `languages/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["supermarket", "drugstore", "bakery", "restaurant", "cinema", "fuel"]
KINDS: tuple[Kind, ...] = ("supermarket", "drugstore", "bakery", "restaurant", "cinema", "fuel")

# One at a time, often several, by weight, in a bottle with deposit, in a pharmacy only, by volume.
How = Literal["one", "many", "kg", "bottle", "rx", "litre"]

# Not strftime's %b: that speaks the language of the process.
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Product:
    """Something a shop sells: its name on the receipt, a typical price in euros, its class of tax, how it is sold."""

    name: str
    price: Decimal
    tax_class: str
    how: How


@dataclass(frozen=True, slots=True)
class Place:
    """A town: `phone` is a pattern of numbers kept for fiction there, `#` for each free digit."""

    city: str
    postcode: str
    phone: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit and how many times the price of a kilogram or litre it costs."""

    unit: str
    price_factor: Decimal


@dataclass(frozen=True, slots=True)
class Country:
    """The habits of one country, with the words and products of one of its languages.

    `tax` gives the percentage for each class of product. Patterns hold `#` for each free digit. An empty `iban` means
    that no receipt there prints an account number.
    """

    code: str
    language: str
    currency: str
    symbol: str
    symbol_before: bool
    decimal: str
    dates: tuple[str, ...]
    times: tuple[str, ...]
    price_level: Decimal
    tax_included: bool
    tax: Mapping[str, Decimal]
    weight: Measure
    volume: Measure
    deposit: Decimal
    tips: bool
    address: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[Place, ...]
    mobile: str
    iban: str
    loyalty: str
    vat_id: str
    shops: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    products: Mapping[str, tuple[Product, ...]]

    def amount(self, value: Decimal, places: int = 2) -> str:
        """The number as printed here, without currency: `12,49`."""
        return f"{value:.{places}f}".replace(".", self.decimal)

    def money(self, value: Decimal) -> str:
        """The amount with the currency's sign where it stands here: `$12.49`, `12,49 €`."""
        if self.symbol_before:
            return f"{'-' if value < 0 else ''}{self.symbol}{self.amount(abs(value))}"
        return f"{self.amount(value)} {self.symbol}"


def written(when: datetime, pattern: str) -> str:
    """`when` in a `strftime` pattern, with English short months whatever the process speaks."""
    return when.strftime(pattern.replace("%b", _MONTHS[when.month - 1]))


def countries() -> tuple[str, ...]:
    """The codes (ISO 3166) of the countries that receipts can be drawn for."""
    return tuple(sorted(f.name.removesuffix(".toml").upper() for f in _folder("countries")))


@cache
def country(code: str, language: str | None = None) -> Country:
    """The country with this code, in `language` or its first one.

    Raises `ValueError` naming what there is where the country or language has no file.
    """
    if code not in countries():
        raise ValueError(f"There are no receipts of {code!r}; there are {', '.join(countries())}.")
    data = _read("countries", code.lower())
    language = language or data["languages"][0]
    if language not in data["languages"]:
        raise ValueError(f"Receipts of {code} speak {', '.join(data['languages'])}, not {language!r}.")
    spoken = _read("languages", language)
    words = spoken["words"] | data.get("words", {})
    return Country(
        code=code,
        language=language,
        currency=data["currency"],
        symbol=data["symbol"],
        symbol_before=data["symbol_before"],
        decimal=data["decimal"],
        dates=tuple(data["dates"]),
        times=tuple(data["times"]),
        price_level=Decimal(data["price_level"]),
        tax_included=data["tax_included"],
        tax={name: Decimal(rate) for name, rate in data["tax"].items()},
        weight=Measure(data["weight"][0], Decimal(data["weight"][1])),
        volume=Measure(data["volume"][0], Decimal(data["volume"][1])),
        deposit=Decimal(data["deposit"]),
        tips=data["tips"],
        address=tuple(data["address"]),
        streets=tuple(data["streets"]),
        places=tuple(Place(**place) for place in data["places"]),
        mobile=data["mobile"],
        iban=data.get("iban", ""),
        loyalty=data["loyalty"],
        vat_id=data["vat_id"],
        shops={kind: tuple(names) for kind, names in data["shops"].items()},
        words={key: tuple(ways) for key, ways in words.items()},
        products={
            kind: tuple(Product(name, Decimal(str(price)), tax, how) for name, price, tax, how in rows)
            for kind, rows in spoken["products"].items()
        },
    )


def _folder(name: str) -> list[Any]:
    return [f for f in files(__package__).joinpath(name).iterdir() if f.name.endswith(".toml")]


def _read(folder: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(folder, f"{name}.toml").read_text("utf-8"))
