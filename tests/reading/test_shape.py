"""What `fairpanel read --json` prints keeps its shape."""

from collections.abc import Callable

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract
from fairpanel.reading.shape import shape_of, shape_of_problem

PageOf = Callable[[str], Page]


def test_a_reading_has_this_shape(page_of: PageOf) -> None:
    page = page_of("""
        Corner Shop
        12 High Street, London SW1A 1AA
        Tel 020 7946 0000
        17/04/2018 10:50
        2 Milk           \N{POUND SIGN}2.50
        Bread            \N{POUND SIGN}3.00
        Subtotal         \N{POUND SIGN}5.50
        VAT              \N{POUND SIGN}1.10
        Total            \N{POUND SIGN}6.60
        Cash             \N{POUND SIGN}10.00
        Change           \N{POUND SIGN}3.40
    """)

    shape = shape_of(extract(page, Hints(region="GB")), file="a.jpg", seconds=0.12345)

    assert shape == {
        "file": "a.jpg",
        "kind": "receipt",
        "merchant": "Corner Shop",
        "address": "12 High Street, London SW1A 1AA",
        "phone": "020 7946 0000",
        "date": "2018-04-17",
        "time": "10:50:00",
        "currency": "GBP",
        "lines": [
            {"text": "Milk", "quantity": "2", "price": "2.50", "unit": None, "unit_price": None, "kind": "item"},
            {"text": "Bread", "quantity": None, "price": "3.00", "unit": None, "unit_price": None, "kind": "item"},
        ],
        "subtotal": "5.50",
        "tax": "1.10",
        "tip": None,
        "total": "6.60",
        "confidence": shape["confidence"],
        "seconds": 0.123,
        "error": None,
        "shop": None,
        "shop_wikidata": None,
        "shop_kind": None,
        "shop_confidence": 0.0,
        "number": None,
        "charges": None,
        "tendered": "10.00",
        "change": "3.40",
        "payment": "cash",
    }
    assert 0.5 < shape["confidence"] <= 1


def test_a_file_that_cannot_be_read_has_the_same_shape(page_of: PageOf) -> None:
    read = shape_of(extract(page_of("Milk 2.00"), Hints()), file="a.jpg", seconds=0)

    failed = shape_of_problem("This file is empty.", file="b.jpg", seconds=0)

    assert list(failed) == list(read)
    assert failed["error"] == "This file is empty."
    assert failed["kind"] is None
    assert failed["lines"] == []
