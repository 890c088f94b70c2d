"""A country's file holds all that a receipt may ask of it, and the fonts hold its letters."""

from importlib.resources import files

import pytest
from PIL import ImageFont

from fairpanel.reading.drawing import KINDS, countries
from fairpanel.reading.drawing.country import Country, country

FONTS = [f for f in files("fairpanel.reading.drawing").joinpath("fonts").iterdir() if f.name.endswith(".ttf")]
# A character that no font has: what is drawn for it is drawn for every character that is missing.
MISSING = "\uffff"


@pytest.mark.parametrize("code", countries())
def test_a_country_sells_at_every_kind_of_shop_and_taxes_everything_sold(code: str) -> None:
    place = country(code)

    assert all(place.shops[kind] and place.products[kind] for kind in KINDS)
    sold = {product.tax_class for products in place.products.values() for product in products}
    assert sold <= set(place.tax)
    assert any(product.how == "rx" for product in place.products["drugstore"])


@pytest.mark.parametrize("code", countries())
def test_every_language_says_the_same_things(code: str) -> None:
    assert country(code).words.keys() == country("GB").words.keys()
    assert all(country(code).words.values())


@pytest.mark.parametrize("font_file", FONTS, ids=lambda f: f.name)
def test_a_font_has_every_letter_of_the_data_also_as_a_capital(font_file: object) -> None:
    font = ImageFont.truetype(str(font_file), 40, layout_engine=ImageFont.Layout.BASIC)
    needed = set("".join(_texts(country(code)) for code in countries()))
    needed = {letter for text in needed for letter in (text, *text.upper())} - {" "}
    nothing = bytes(font.getmask(MISSING))

    missing = sorted(letter for letter in needed if bytes(font.getmask(letter)) == nothing)

    assert missing == []


def _texts(place: Country) -> str:
    words = [text for ways in place.words.values() for text in ways]
    names = [name for shops in place.shops.values() for name in shops]
    products = [product.name for products in place.products.values() for product in products]
    towns = [f"{town.city}{town.postcode}{town.phone}" for town in place.places]
    return "".join([*words, *names, *products, *towns, *place.streets, place.symbol, "0123456789-=*.,:%/#()+"])
