"""Each kind of shop and of paper is told by what stands on it, in four languages, where each word was read right."""

from collections.abc import Sequence

import pytest

from fairpanel.kit.page import Box, Page, Word
from fairpanel.programme import ShopKind
from fairpanel.reading import Hints, Reading, extract
from fairpanel.reading.drawing import paper_kinds, paper_languages, paper_rows
from fairpanel.receipts import rules
from fairpanel.receipts.values import Accepted, Decision, Doubt, Known, NeedsLook, Reason, Refused
from tests.receipts.examples_of_reasons import BOUGHT, TODAY, VERSION

HOMES = {"en": "US", "de": "DE", "fr": "FR", "es": "ES"}
TAKEN: tuple[ShopKind, ...] = ("retail", "theme-park", "tobacconist", "online")
OWN_REASONS = {"card-slip": Reason.CARD_SLIP, "return-only": Reason.RETURN_ONLY}
REFUSED = [kind for kind in paper_kinds() if kind not in {*TAKEN, "casino", "handwritten"}]


def decided(rows: Sequence[str], language: str) -> tuple[Reading, Decision]:
    """What is read on a page of these rows, each word read without a fault, and decided where `language` is spoken."""
    words = [
        tuple(Word(text, Box(110 * at, 40 * top, 110 * at + 100, 40 * top + 25), 0.98) for at, text in enumerate(row))
        for top, row in enumerate(row.split() for row in rows)
    ]
    region = VERSION.regions[HOMES[language]]
    reading = extract(Page(900, 40 * len(words), tuple(words)), Hints(region=region.code, currency=region.currency))
    assert VERSION.receipts is not None
    decision = rules.decide(reading, VERSION, VERSION.receipts, region=region, known=Known(), today=TODAY)
    return reading, decision


def a_paper(kind: str, language: str) -> tuple[Reading, Decision]:
    """The same of a paper of this kind."""
    rows = [row.replace("|", " ").replace("~", "") for row in paper_rows(kind=kind, bought=BOUGHT, language=language)]
    return decided([row for row in rows if row.strip(" -")], language)


@pytest.mark.parametrize("language", paper_languages())
@pytest.mark.parametrize("kind", TAKEN)
def test_a_kind_that_is_taken_is_told_and_counts(kind: str, language: str) -> None:
    reading, decision = a_paper(kind, language)

    assert reading.shop_kind is not None
    assert reading.shop_kind.value == kind
    assert decision == Accepted()


@pytest.mark.parametrize("language", paper_languages())
@pytest.mark.parametrize("kind", REFUSED)
def test_a_kind_that_is_refused_is_told_and_points_at_what_says_so(kind: str, language: str) -> None:
    reading, decision = a_paper(kind, language)

    assert isinstance(decision, Refused)
    assert decision.reason == OWN_REASONS.get(kind, Reason.EXCLUDED_KIND)
    assert decision.facts == {"kind": kind}
    assert decision.region.bottom - decision.region.top < reading.page.height


@pytest.mark.parametrize("language", paper_languages())
def test_a_casino_with_a_table_may_be_its_restaurant_and_is_looked_at(language: str) -> None:
    _reading, decision = a_paper("casino", language)

    assert decision == NeedsLook((Doubt.SHOP_KIND,))


def test_a_casino_without_a_table_is_refused() -> None:
    _reading, decision = decided(["Spielbank Au", "Jetons 90,00", "Poker 40,00", "SUMME 130,00", "20.11.2026"], "de")

    assert isinstance(decision, Refused)
    assert decision.facts == {"kind": "casino"}


@pytest.mark.parametrize("language", paper_languages())
def test_what_is_filled_in_by_hand_is_looked_at_and_never_refused_by_a_machine(language: str) -> None:
    _reading, decision = a_paper("handwritten", language)

    assert isinstance(decision, NeedsLook)
    assert Doubt.PAPER in decision.doubts


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["Géant Casino", "44000 Nantes", "Pain 2,50", "TOTAL EUR 2,50"], "a French chain of supermarkets"),
        (["The Parking Café", "Coffee 3.50", "Total 3.50"], "a name beside another kind"),
        (["University Book Store", "Novel 12.00", "Total 12.00"], "a shop at a place of tuition"),
        (["Corner Shop", "Patient wipes 3.50", "Total 3.50"], "one word of a thing bought"),
    ],
)
def test_a_shop_with_one_word_of_another_kind_is_not_refused(rows: list[str], words: str) -> None:
    _reading, decision = decided([*rows, "20.11.2026 17:30"], "fr")

    assert not isinstance(decision, Refused), words
