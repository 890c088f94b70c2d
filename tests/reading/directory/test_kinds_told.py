"""Where no brand is known, the words on the page say what kind of shop it is, or nothing does."""

from collections.abc import Callable

import pytest

from fairpanel.kit.page import Page
from fairpanel.reading import Hints, extract

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("Apotheke am Lindenplatz\nHustensaft 4.00", "pharmacy"),
        ("Pharmacie du Pont\nSirop 4.00", "pharmacy"),
        ("Farmacia Central\nJarabe 4.00", "pharmacy"),
        ("Kino am Markt\nSaal 3 Reihe 4\nTicket 9.00", "cinema"),
        ("Larkhill\nTable 4 Guests 2\nSoup 9.00\nSuggested tip 18%", "restaurant"),
        ("Trattoria Da Lino\nCoperto 2.00\nZuppa 9.00", "restaurant"),
        ("Larkhill\nPump 4\nUnleaded 20.00", "fuel"),
        ("E.S. Los Pinares\nSurtidor 3\nGasóleo 20.00", "fuel"),
        ("Buurtwinkel De Klaver\nMelk 1.00", "grocery"),
        ("Quincaillerie du Port\nVis 1.00", "retail"),
        ("Tabaccheria Sole\nAccendino 1.00", "tobacconist"),
        ("Freizeitpark Waldsee\nTageskarte 30.00", "theme-park"),
        ("Taxi Nord\nFahrt 12.00", "transport"),
    ],
)
def test_words_tell_the_kind_in_several_languages(page_of: PageOf, rows: str, kind: str) -> None:
    reading = extract(page_of(rows), Hints())

    assert reading.shop is None
    assert reading.shop_kind
    assert reading.shop_kind.value == kind
    assert 0 < reading.shop_kind.confidence < 1


@pytest.mark.parametrize(
    "rows",
    [
        "Larkhill\nMilk 2.00\nTotal 2.00",
        "Larkhill\nPizza 2.00\nCoffee 3.00\nTotal 5.00",
        "Larkhill\nTable 2.00",
        "Pastelaria Sol\nBolo 2.00",
        "Bookshop Cafe Larkhill\nTea 2.00",
    ],
)
def test_one_sign_or_things_bought_or_two_kinds_at_once_are_no_answer(page_of: PageOf, rows: str) -> None:
    reading = extract(page_of(rows), Hints())

    assert reading.shop_kind is None
