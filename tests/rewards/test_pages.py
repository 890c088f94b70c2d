"""What a panelist sees of their pay, and takes away; nobody else sees it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.kit.money import Money
from fairpanel.members.models import Member
from fairpanel.programme import Programme
from fairpanel.rewards import actions, ports
from fairpanel.rewards.models import Giving
from fairpanel.rewards.values import Detail, Kind

Earn = Callable[..., Money]
SignedIn = Callable[[Member], Client]
MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 3, tzinfo=UTC)


@pytest.fixture
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.content
    return plain(answer)


def plain(answer: Any) -> str:
    """The page's words with single blanks."""
    return " ".join(answer.content.decode().split())


@pytest.mark.usefixtures("at_now")
def test_the_page_says_what_is_earned_why_it_waits_and_when_it_comes(
    alice: Member, signed_in: SignedIn, earn: Earn, now: datetime
) -> None:
    earn(alice, done_at=now)

    told = page(signed_in(alice), "/earnings/")

    assert "0,10 €" in told
    assert "On Tuesday, 1 December it is paid to your balance by itself" in told
    assert "no table that used your data was sold yet" in told


def test_nobody_sees_what_somebody_else_earned(alice: Member, bob: Member, signed_in: SignedIn, earn: Earn) -> None:
    earn(alice, done_at=MARCH)

    assert signed_in(bob).get("/earnings/2026-03/").status_code == 404
    assert "Nothing yet" in page(signed_in(bob), "/earnings/")


def test_a_month_is_told_line_by_line_with_its_version_and_its_hour(
    alice: Member, programme: Programme, signed_in: SignedIn, earn: Earn
) -> None:
    for _ in range(51):
        earn(alice, done_at=MARCH)
    actions.close_month(programme=programme, now=APRIL)
    earn(alice, done_at=MARCH, kind=Kind.SURVEY, detail=Detail(amount=Money(120, "EUR")), now=APRIL)

    told = page(signed_in(alice), "/earnings/2026-03/")

    assert "6,20 €" in told
    assert "Send us the receipts of what you bought." in told
    assert "paid 50 times" in told
    assert "counts, pays nothing by itself" in told
    assert "came after the month, paid at once" in told
    # 51 receipts of three quarters of a minute, and a survey of two: 40.25 minutes.
    assert "took you 40 minutes, so an hour came to <strong>9,24 €</strong>" in told


def test_the_statement_is_a_table_for_a_spreadsheet(alice: Member, signed_in: SignedIn, earn: Earn) -> None:
    earn(alice, done_at=MARCH)
    earn(alice, done_at=MARCH + timedelta(days=40))

    answer = signed_in(alice).get("/earnings/2026/statement.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["day"], row["amount"], row["currency"], row["state"]) for row in rows] == [
        ("2026-03-10", "0.10", "EUR", "waits"),
        ("2026-04-19", "0.10", "EUR", "waits"),
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="fairpanel-2026.csv"'


def test_the_statement_is_a_pdf_that_is_read_from_top_to_bottom(
    alice: Member, programme: Programme, signed_in: SignedIn, earn: Earn
) -> None:
    for day in range(40):
        earn(alice, done_at=MARCH + timedelta(hours=day))
    actions.close_month(programme=programme, now=APRIL)

    answer = signed_in(alice).get("/earnings/2026-03/statement.pdf")

    paper = pypdfium2.PdfDocument(answer.content)
    words = [page.get_textpage().get_text_range().replace("\xa0", " ") for page in paper]
    assert len(paper) > 1
    assert words[0].index("Statement for March 2026") < words[0].index("4,00 €") < words[0].index("What you did")
    assert all("Version" in page and "page " in page.splitlines()[-1] for page in words[:2])
    assert paper.get_metadata_dict()["Title"] == "Statement for March 2026"


def test_a_statement_in_another_form_or_of_nothing_is_not_found(alice: Member, signed_in: SignedIn, earn: Earn) -> None:
    earn(alice, done_at=MARCH)
    browser = signed_in(alice)

    assert browser.get("/earnings/2026-03/statement.exe").status_code == 404
    assert browser.get("/earnings/2025-03/statement.pdf").status_code == 404
    assert browser.get("/earnings/2026-13/").status_code == 404


@pytest.mark.parametrize(
    ("told", "percent"), [({"how": "all"}, 100), ({"how": "share", "percent": "33"}, 33), ({"how": "nothing"}, 0)]
)
def test_a_share_for_charity_is_chosen_on_its_page(
    alice: Member, signed_in: SignedIn, told: dict[str, str], percent: int
) -> None:
    answer = signed_in(alice).post("/earnings/giving/", told)

    assert answer.status_code == 302
    assert Giving.objects.get().percent == percent


@pytest.mark.parametrize(
    "told", [{}, {"how": "share"}, {"how": "share", "percent": "100"}, {"how": "share", "percent": "x"}]
)
def test_a_share_that_is_none_is_told_in_words(alice: Member, signed_in: SignedIn, told: dict[str, str]) -> None:
    answer = signed_in(alice).post("/earnings/giving/", told)

    assert answer.status_code == 422
    assert not Giving.objects.exists()


# The day of these tests is Sunday 22 November 2026: the last week that is over began on Monday the ninth.
LAST_WEEK = date(2026, 11, 9)


@pytest.fixture
def here_long(alice: Member) -> Member:
    alice.adult_on = date(2026, 1, 1)
    alice.save()
    return alice


@pytest.mark.usefixtures("at_now")
def test_who_bought_nothing_says_so_once_a_week_and_is_paid(here_long: Member, signed_in: SignedIn) -> None:
    browser = signed_in(here_long)

    first = browser.post("/earnings/nothing-bought/", {"week": str(LAST_WEEK)}, follow=True)
    second = browser.post("/earnings/nothing-bought/", {"week": str(LAST_WEEK)})

    assert "That earned you 0,25 €." in plain(first)
    assert second.status_code == 409
    assert actions.pending(here_long, currency="EUR") == Money(25, "EUR")


@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("week", ["2026-11-16", "2026-10-26", "2026-11-10", "2027-01-04"])
def test_a_week_that_is_not_over_too_old_or_no_week_is_not_asked_about(
    here_long: Member, signed_in: SignedIn, week: str
) -> None:
    assert signed_in(here_long).post("/earnings/nothing-bought/", {"week": week}).status_code == 409
    assert actions.pending(here_long, currency="EUR") == Money.zero("EUR")


@pytest.mark.usefixtures("at_now")
def test_a_week_in_which_a_receipt_came_or_a_purchase_is_known_is_closed(
    here_long: Member, signed_in: SignedIn, earn: Earn, programme: Programme
) -> None:
    earn(here_long, done_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    before = ports.filled()
    ports.fill(ports.Ports(programme=programme, has_bought=lambda _who, first, last: first <= LAST_WEEK <= last))

    try:
        told = page(signed_in(here_long), "/earnings/nothing-bought/")
    finally:
        ports.fill(before)

    assert told.count("We have a receipt of that week from you.") == 2


@pytest.mark.usefixtures("at_now")
def test_a_receipt_that_comes_after_the_answer_takes_nothing_back(
    here_long: Member, signed_in: SignedIn, earn: Earn
) -> None:
    signed_in(here_long).post("/earnings/nothing-bought/", {"week": str(LAST_WEEK)})

    earn(here_long, done_at=datetime(2026, 11, 10, 12, tzinfo=UTC))

    assert actions.pending(here_long, currency="EUR") == Money(35, "EUR")


@pytest.mark.usefixtures("at_now")
def test_what_a_new_version_changes_is_announced_before_it_holds(
    alice: Member, programme: Programme, signed_in: SignedIn, now: datetime
) -> None:
    first = programme.versions[0]
    offer = first.offers["each-receipt"].model_copy(update={"amount": {"EUR": Money(12, "EUR")}})
    second = first.model_copy(
        update={
            "number": 2, "announced": now.date(), "starts": date(2027, 2, 1),
            "offers": {**first.offers, "each-receipt": offer},
        }
    )  # fmt: skip
    before = ports.filled()
    ports.fill(ports.Ports(programme=programme.model_copy(update={"versions": (first, second)})))

    try:
        told = page(signed_in(alice), "/earnings/")
    finally:
        ports.fill(before)

    assert "What changes on Monday, 1 February 2027" in told
    assert "what it pays, 0,10 € → <strong>0,12 €</strong>" in told


def test_an_operator_puts_money_in_and_sees_how_the_budget_stands(
    olivia: Member, alice: Member, signed_in: SignedIn, earn: Earn
) -> None:
    browser = signed_in(olivia)
    told = {"amount": "500.00", "currency": "EUR", "reference": "transfer 1"}

    empty = page(browser, "/console/budget/")
    wrong = browser.post("/console/budget/", told | {"amount": "5,00"})
    right = browser.post("/console/budget/", told, follow=True)
    other = browser.post("/console/budget/", told | {"amount": "7.00"})

    assert "there is no budget yet, so no newcomer is let in" in empty
    assert wrong.status_code == other.status_code == 422
    assert "€500.00" in right.content.decode()
