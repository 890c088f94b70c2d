"""Whether a receipt counts: one behaviour for each reason, and what holds whatever was read."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.kit.page import Box, Page, Word
from fairpanel.programme import PaperKind, ReceiptField, ReceiptRules, ShopKind, Version, preset
from fairpanel.reading import Field, Kind, Line, Reading
from fairpanel.reading.values import Shop
from fairpanel.receipts import rules, sentences
from fairpanel.receipts.values import (
    Accepted,
    Decision,
    Doubt,
    Known,
    NeedsLook,
    Reason,
    Refused,
    Sender,
    Sent,
)
from tests.receipts.made_by_hand import a_box, a_field, a_page, a_reading

TODAY = date(2026, 11, 22)
VERSION = preset("fair").in_force(TODAY)
WHOLE = Box(0, 0, 420, 600)
NOTHING_KNOWN = Known()


def decide(reading: Reading, *, known: Known = NOTHING_KNOWN, version: Version = VERSION, **changes: Any) -> Decision:
    assert version.receipts is not None
    terms: ReceiptRules = version.receipts.model_copy(update=changes)
    return rules.decide(reading, version, terms, region=version.regions["DE"], known=known, today=TODAY)


def test_a_receipt_with_everything_on_it_counts() -> None:
    assert decide(a_reading()) == Accepted()


def test_a_picture_without_words_is_unreadable() -> None:
    reading = a_reading(kind=Kind.OTHER, page=Page(420, 600, ()), merchant=None, date=None, total=None, lines=())

    assert decide(reading) == Refused(Reason.UNREADABLE, WHOLE)


def test_a_picture_of_words_that_are_all_guesses_is_unreadable() -> None:
    guesses = tuple(tuple(replace(word, confidence=0.2) for word in row) for row in a_reading().page.rows)

    decision = decide(a_reading(page=Page(420, 600, guesses)))

    assert decision == Refused(Reason.UNREADABLE, WHOLE)


def test_a_poster_is_not_a_receipt() -> None:
    poster = a_reading(kind=Kind.OTHER, page=a_page("Jazz in the park", "Free entry"), date=None, total=None, lines=())

    assert decide(poster) == Refused(Reason.NOT_A_RECEIPT, WHOLE)


def test_a_receipt_that_the_machine_takes_for_something_else_is_looked_at_if_all_fields_are_there() -> None:
    assert decide(a_reading(kind=Kind.OTHER)) == NeedsLook((Doubt.KIND,))


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"merchant": None}, Reason.NO_MERCHANT),
        ({"date": None}, Reason.NO_DATE),
        ({"total": None, "kind": Kind.OTHER}, Reason.NO_TOTAL),
        ({"lines": ()}, Reason.NO_LINES),
    ],
)
def test_what_is_missing_is_named_and_it_is_about_the_whole_picture(missing: dict[str, Any], reason: Reason) -> None:
    page = a_page("Corner Shop", "High Street 5", "Bread 2.50", "Milk 2.00", "Total EUR 4.50")

    decision = decide(a_reading(page=page, **missing), fields_required=get_args(ReceiptField))

    assert decision == Refused(reason, WHOLE)


def test_digits_that_may_be_a_day_are_looked_at_where_no_day_could_be_read() -> None:
    smeared = a_page("Corner Shop", "High Street 5", "Bread 2.50", "Milk 2.00", "Total 4.50", "21-11-202o 17:30")
    number = a_page("Corner Shop", "High Street 5", "Bread 2.50", "Milk 2.00", "Total 4.50", "No 1-01-0-01-0077")

    assert decide(a_reading(date=None, page=smeared)) == NeedsLook((Doubt.DATE,))
    assert decide(a_reading(date=None, page=number)) == Refused(Reason.NO_DATE, WHOLE)


def test_what_the_programme_does_not_require_may_be_missing() -> None:
    assert decide(a_reading(merchant=None, lines=()), fields_required=("date", "total")) == Accepted()


def test_a_receipt_of_the_last_day_of_the_window_counts_and_of_the_day_before_is_too_old() -> None:
    last, before = TODAY - timedelta(days=30), TODAY - timedelta(days=31)

    assert decide(a_reading(date=a_field(last, 5))) == Accepted()
    decision = decide(a_reading(date=a_field(before, 5)))

    assert decision == Refused(Reason.TOO_OLD, a_box(5), {"bought": "2026-10-22", "window_days": "30"})


def test_a_date_that_has_not_come_yet_is_refused_but_tomorrow_may_be_another_time_zone() -> None:
    tomorrow, later = TODAY + timedelta(days=1), TODAY + timedelta(days=2)

    assert decide(a_reading(date=a_field(tomorrow, 5))) == Accepted()
    decision = decide(a_reading(date=a_field(later, 5)))

    assert isinstance(decision, Refused)
    assert (decision.reason, decision.region) == (Reason.IN_THE_FUTURE, a_box(5))


def test_an_old_date_that_is_only_a_guess_is_looked_at_and_not_refused() -> None:
    decision = decide(a_reading(date=a_field(date(2006, 11, 21), 5, confidence=0.3)))

    assert decision == NeedsLook((Doubt.DATE,))


def test_a_receipt_from_the_sponsor_is_refused_and_says_where() -> None:
    decision = decide(a_reading(shop="EXAMPLE MARKET"))

    assert decision == Refused(Reason.EXCLUDED_SELLER, a_box(0), {"seller": "Example Market"})


def test_the_sponsor_is_found_in_the_head_also_when_something_else_was_read_as_the_shop() -> None:
    reading = a_reading(
        merchant=a_field("Welcome to", 0),
        address=None,
        page=a_page("Welcome to", "EXANPLE-MARKET", "Bread 2.50", "Milk 2.00", "Total 4.50", "21.11.2026"),
    )

    decision = decide(reading)

    assert isinstance(decision, Refused)
    assert (decision.reason, decision.region) == (Reason.EXCLUDED_SELLER, a_box(1))


def test_the_sponsors_goods_in_another_shop_count() -> None:
    goods = a_page("Corner Shop", "High Street 5", "Example Market oats 2.50", "Milk 2.00", "Total 4.50", "21.11.2026")

    assert decide(a_reading(page=goods)) == Accepted()


def test_a_street_named_like_the_sponsor_is_only_a_street() -> None:
    street = a_page("Corner Shop", "5 Example Market", "Bread 2.50", "Milk 2.00", "Total 4.50", "21.11.2026")

    assert decide(a_reading(page=street)) == Accepted()


def test_a_receipt_in_another_currency_is_refused_and_points_at_the_sign() -> None:
    decision = decide(a_reading(currency=a_field("CHF", 4)))

    assert decision == Refused(Reason.WRONG_CURRENCY, a_box(4), {"currency": "CHF", "expected": "EUR"})


def test_without_a_sign_the_currency_is_the_regions_own() -> None:
    assert decide(a_reading(currency=None)) == Accepted()


READ = Box.around([a_box(0), a_box(4), a_box(5)])


def test_ones_own_purchase_sent_again_is_refused_and_says_which() -> None:
    sent = Sent(Sender.SELF, is_sure=True, shop="Corner Shop", day=date(2026, 11, 21))

    decision = decide(a_reading(), known=Known(sent_before=sent))

    assert decision == Refused(Reason.OWN_DUPLICATE, READ, {"shop": "Corner Shop", "bought": "2026-11-21"})


def test_a_strangers_purchase_is_refused_and_tells_nothing_of_them() -> None:
    sent = Sent(Sender.OTHER, is_sure=True)

    assert decide(a_reading(), known=Known(sent_before=sent)) == Refused(Reason.OTHERS_DUPLICATE, READ)


def test_a_purchase_from_ones_own_home_is_refused_in_words_of_its_own() -> None:
    sent = Sent(Sender.HOME, is_sure=True)

    assert decide(a_reading(), known=Known(sent_before=sent)) == Refused(
        Reason.OTHERS_DUPLICATE, READ, {"sender": "home"}
    )


@pytest.mark.parametrize("sender", Sender)
def test_whether_it_was_sent_before_is_a_persons_question_where_it_is_not_sure(sender: Sender) -> None:
    sent = Sent(sender, is_sure=False)

    assert decide(a_reading(), known=Known(sent_before=sent)) == NeedsLook((Doubt.SENT_BEFORE,))


def test_a_purchase_that_was_paid_and_deleted_does_not_count_again() -> None:
    decision = decide(a_reading(), known=Known(deleted_before=True))

    assert isinstance(decision, Refused)
    assert decision.reason is Reason.OWN_DUPLICATE


def test_the_receipt_after_the_last_of_a_month_is_over_the_limit() -> None:
    assert decide(a_reading(), known=Known(counted=49)) == Accepted()
    assert decide(a_reading(), known=Known(counted=50)) == Refused(Reason.OVER_LIMIT, WHOLE, {"month_max": "50"})


@pytest.mark.parametrize("field", ["merchant", "date", "total"])
def test_a_required_field_that_is_only_a_guess_is_looked_at(field: str) -> None:
    reading = a_reading()
    guess = replace(getattr(reading, field), confidence=0.3)

    assert decide(replace(reading, **{field: guess})) == NeedsLook((Doubt(field),))


def test_sums_that_do_not_add_up_call_for_a_look_where_the_total_is_not_sure_and_never_refuse() -> None:
    sure, unsure = a_field(Decimal("9.99"), 4, confidence=0.98), a_field(Decimal("9.99"), 4, confidence=0.9)

    assert decide(a_reading(total=sure)) == Accepted()
    assert decide(a_reading(total=unsure)) == NeedsLook((Doubt.SUMS,))


def test_a_barcode_read_as_a_total_is_looked_at() -> None:
    total = a_field(Decimal("40123455012345.67"), 4)

    assert decide(a_reading(total=total)) == NeedsLook((Doubt.TOTAL,))


def test_taxes_and_tip_above_the_lines_add_up() -> None:
    reading = a_reading(
        total=a_field(Decimal("6.00"), 4), taxes=(a_field(Decimal("0.50"), 4),), tip=a_field(Decimal("1.00"), 4)
    )

    assert rules.adds_up(reading)
    assert not rules.adds_up(replace(reading, tip=None))


# Kinds of shop and of paper, and where it is from.


def a_kind(kind: str, confidence: float = 0.9) -> Field[Any]:
    return a_field(kind, 2, confidence)


def test_a_kind_of_shop_that_the_programme_excludes_is_refused_and_says_where_it_was_read() -> None:
    decision = decide(a_reading(shop_kind=a_kind("utility")))

    assert decision == Refused(Reason.EXCLUDED_KIND, a_box(2), {"kind": "utility"})


@pytest.mark.parametrize("kind", ["grocery", "restaurant", "theme-park", "online"])
def test_a_kind_of_shop_that_the_programme_takes_counts_however_doubtful(kind: str) -> None:
    assert decide(a_reading(shop_kind=a_kind(kind, 0.2))) == Accepted()


def test_which_kinds_are_refused_the_programme_says() -> None:
    casino = a_reading(shop_kind=a_kind("casino"))

    assert decide(casino, kinds_eligible=("casino",), kinds_excluded=()) == Accepted()
    assert decide(casino, kinds_excluded=()) == NeedsLook((Doubt.SHOP_KIND,))


def test_a_kind_that_is_only_likely_is_looked_at() -> None:
    assert decide(a_reading(shop_kind=a_kind("casino", 0.75))) == NeedsLook((Doubt.SHOP_KIND,))


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        ("card-slip", Reason.CARD_SLIP),
        ("return-only", Reason.RETURN_ONLY),
        ("handwritten", Reason.HANDWRITTEN),
        ("atm-slip", Reason.EXCLUDED_KIND),
        ("gift-card", Reason.EXCLUDED_KIND),
    ],
)
def test_a_paper_that_says_of_no_purchase_what_it_was_has_its_own_reason(paper: str, reason: Reason) -> None:
    slip = a_reading(paper=a_kind(paper), kind=Kind.OTHER, merchant=None, lines=())

    assert decide(slip) == Refused(reason, a_box(2), {"kind": paper})
    assert decide(a_reading(paper=a_kind(paper, 0.4))) == NeedsLook((Doubt.PAPER,))
    assert decide(a_reading(paper=a_kind(paper)), papers_excluded=()) == NeedsLook((Doubt.PAPER,))


def test_a_receipt_from_another_country_with_the_same_money_is_refused_and_says_by_what() -> None:
    decision = decide(a_reading(country=a_field("FR", 1)))

    assert decision == Refused(Reason.WRONG_REGION, a_box(1), {"country": "FR", "home": "DE"})


def test_a_single_sign_of_another_country_is_looked_at_and_an_order_comes_from_anywhere() -> None:
    assert decide(a_reading(country=a_field("FR", 1, 0.4))) == NeedsLook((Doubt.REGION,))
    assert decide(a_reading(country=a_field("FR", 1), shop_kind=a_field("online", 3))) == Accepted()


def test_an_excluded_seller_is_known_by_its_web_address_at_the_foot() -> None:
    shop = Field(Shop("Whole Foods Market", "Q1809448", "grocery"), "wholefoodsmarket.com", a_box(5), 0.9)
    owned = preset("shopper-panel-us-2020").versions[0].excluded_sellers
    version = VERSION.model_copy(update={"excluded_sellers": owned})

    decision = decide(a_reading(), version=version)
    by_address = decide(replace(a_reading(), shop=shop), version=version)

    assert decision == Accepted()
    assert by_address == Refused(Reason.EXCLUDED_SELLER, a_box(5), {"seller": "Whole Foods Market"})


def test_more_purchases_of_one_day_than_the_programme_takes_are_over_the_limit() -> None:
    of_day = {"bought": "2026-11-21", "day_max": "3"}

    assert decide(a_reading(), known=Known(of_day=2), day_max=3) == Accepted()
    assert decide(a_reading(), known=Known(of_day=3), day_max=3) == Refused(Reason.OVER_LIMIT, a_box(5), of_day)
    assert decide(a_reading(), known=Known(of_day=99), day_max=None) == Accepted()


# Whatever is read.

CONFIDENCES = st.floats(0, 1)
BOXES = st.builds(lambda left, top: Box(left, top, left + 20, top + 10), st.integers(0, 400), st.integers(0, 590))
AMOUNTS = st.decimals(min_value=Decimal(-10) ** 20, max_value=Decimal(10) ** 20, places=2)
WORDS = st.sampled_from("Corner Shop EXAMPLE MARKET Market Fresh Example 4.50 Total [card number] -- É 中".split())


def fields_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Field[Any]]:
    return st.builds(Field, values, st.just("text"), BOXES, CONFIDENCES)


ROWS = st.lists(st.lists(st.builds(Word, WORDS, BOXES, CONFIDENCES), min_size=1, max_size=4).map(tuple), max_size=8)
READINGS = st.builds(
    Reading,
    kind=st.sampled_from(Kind),
    merchant=st.none() | fields_of(st.lists(WORDS, min_size=1, max_size=3).map(" ".join)),
    address=st.none() | fields_of(st.just("High Street 5")),
    phone=st.none(),
    date=st.none() | fields_of(st.dates(date(1995, 1, 1), date(2059, 12, 31)) | st.just(TODAY)),
    time=st.none() | fields_of(st.times()),
    currency=st.none() | fields_of(st.sampled_from(["EUR", "USD", "JPY", "TND"])),
    lines=st.lists(
        st.builds(Line, WORDS, st.none() | AMOUNTS, st.none() | AMOUNTS, AMOUNTS, BOXES, CONFIDENCES), max_size=4
    ).map(tuple),
    subtotal=st.none() | fields_of(AMOUNTS),
    taxes=st.lists(fields_of(AMOUNTS), max_size=2).map(tuple),
    tip=st.none() | fields_of(AMOUNTS),
    total=st.none() | fields_of(AMOUNTS),
    page=st.builds(Page, st.just(420), st.just(600), ROWS.map(tuple)),
    confidence=CONFIDENCES,
    number=st.none() | fields_of(st.just("303-1")),
    shop=st.none()
    | fields_of(st.sampled_from([Shop("Example Market", None, "grocery"), Shop("Lidl", "Q1", "grocery")])),
    shop_kind=st.none() | fields_of(st.sampled_from(get_args(ShopKind))),
    paper=st.none() | fields_of(st.sampled_from(get_args(PaperKind))),
    country=st.none() | fields_of(st.sampled_from(["DE", "FR", "US"])),
)
SENT = st.builds(Sent, st.sampled_from(Sender), st.booleans(), st.just("Corner Shop"), st.none() | st.just(TODAY))
KNOWN = st.builds(Known, st.integers(0, 60), st.none() | SENT, st.booleans(), st.integers(0, 20))


@given(reading=READINGS, known=KNOWN)
def test_every_reading_is_decided_and_every_refusal_has_a_region_on_the_picture(reading: Reading, known: Known) -> None:
    decision = decide(reading, known=known)

    match decision:
        case Refused(reason, region, facts):
            assert reason in Reason
            assert_the_sentence_can_be_told(reason, facts)
            assert 0 <= region.left <= region.right <= reading.page.width
            assert 0 <= region.top <= region.bottom <= reading.page.height
        case NeedsLook(doubts):
            assert doubts
        case Accepted():
            pass


def assert_the_sentence_can_be_told(reason: Reason, facts: Mapping[str, str]) -> None:
    for language in ("en", "de", "fr", "es"):
        with translation.override(language):
            sentence = sentences.of_reason(reason, facts)
            plain = str(sentences.OF_REASON[reason])
        assert sentence.endswith(".")
        assert "{" not in sentence
        # Where a sentence has room for facts, a machine's refusal fills it. Of what was deleted none are left.
        has_none = reason is Reason.OWN_DUPLICATE and not facts
        assert reason not in sentences.OF_REASON_WITH_FACTS or has_none or sentence != plain


@given(reading=READINGS, known=KNOWN, order=st.randoms())
def test_the_order_of_the_lines_changes_no_decision(reading: Reading, known: Known, order: random.Random) -> None:
    lines = list(reading.lines)
    order.shuffle(lines)

    assert decide(replace(reading, lines=tuple(lines)), known=known) == decide(reading, known=known)


@given(reading=READINGS, known=KNOWN)
def test_no_accepted_receipt_breaks_a_rule(reading: Reading, known: Known) -> None:
    if decide(reading, known=known) != Accepted():
        return

    assert reading.merchant is not None
    assert reading.date is not None
    assert reading.total is not None
    assert TODAY - timedelta(days=30) <= reading.date.value <= TODAY + timedelta(days=1)
    assert reading.currency is None or reading.currency.value == "EUR"
    assert "EXAMPLE MARKET" not in reading.merchant.value
    assert known.counted < 50
    assert known.sent_before is None
    assert not known.deleted_before


@given(reading=READINGS, sums=AMOUNTS)
def test_sums_alone_never_refuse(reading: Reading, sums: Decimal) -> None:
    other = replace(reading, subtotal=a_field(sums, 4), lines=())
    without = replace(reading, subtotal=None, lines=())

    assert isinstance(decide(other), Refused) == isinstance(decide(without), Refused)
