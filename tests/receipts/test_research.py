"""Lines for research: of those who said yes to just this researcher, shared by ten, each month once."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.consent import actions as consent
from fairpanel.consent.rules import facts_of
from fairpanel.consent.values import Purpose
from fairpanel.members import ports as members_ports
from fairpanel.members.models import Member
from fairpanel.privacy import ports as privacy_ports
from fairpanel.programme import Programme, Research, Researcher
from fairpanel.receipts import research
from fairpanel.receipts.models import GivenLine, ResearchFile
from fairpanel.receipts.privacy import keeper
from fairpanel.receipts.research import NothingToGive
from fairpanel.receipts.rules.giving import months_due
from tests.privacy.test_lines_given import buy, others

# By then no receipt of November or December can come any more.
LATER = timedelta(days=70)
WINDOW_DAYS = 30
SignedIn = Callable[[Member], Client]


def university(programme: Programme) -> Researcher:
    named = programme.versions[-1].research
    assert named is not None
    return named.recipients[0]


def agree(member: Member, programme: Programme, *, now: datetime) -> None:
    facts = facts_of(programme.versions[-1], member.language)
    text = consent.show(member=member, purpose=Purpose.RESEARCH, facts=facts, now=now)
    consent.answer(member=member, purpose=Purpose.RESEARCH, version=text.version, granted=True, now=now)


def naming_one_more(programme: Programme) -> tuple[Programme, Researcher]:
    """The same programme with a second researcher, run from now on."""
    version = programme.versions[-1]
    added = university(programme).model_copy(update={"name": "Example Institute"})
    both = Research(recipients=(university(programme), added))
    more = programme.model_copy(update={"versions": (version.model_copy(update={"research": both}),)})
    members_ports.fill(replace(members_ports.filled(), programme=more))
    return more, added


def file_for(
    researcher: Researcher, staff: Member, *, now: datetime, givers: int = 0
) -> tuple[ResearchFile, list[dict[str, str]]]:
    written = BytesIO()
    file = research.make_file(
        researcher=researcher, window_days=WINDOW_DAYS, givers=givers, made_by=staff, to=written, now=now
    )
    return file, list(csv.DictReader(StringIO(written.getvalue().decode())))


@pytest.fixture
def ten(programme: Programme, db: None, now: datetime) -> list[Member]:
    """Ten who bought bread, and one thing each that nobody else has; all said yes to the university."""
    members = others(10, now=now)
    for number, member in enumerate(members):
        buy(member, "Bread", f"Secret {number}", now=now)
        agree(member, programme, now=now)
    return members


def test_a_file_has_what_ten_share_coarsely_and_notes_whose_it_was(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime
) -> None:
    file, lines = file_for(university(programme), olivia, now=now + LATER)

    assert [line["text"] for line in lines] == ["BREAD"] * 10
    assert {(line["month"], line["price_minor"], line["region"]) for line in lines} == {("2026-11-01", "1200", "DE")}
    assert list(lines[0]) == list(research.COLUMNS)
    assert file.lines == 10
    assert [share.lines for share in file.shares.all()] == [1] * 10
    [told] = research.releases_of(ten[0].pk)
    assert (told.researcher, told.lines) == ("Example University", 1)


def test_who_did_not_agree_paused_or_took_it_back_is_in_no_file_and_counts_for_none(
    ten: list[Member], alice: Member, olivia: Member, programme: Programme, now: datetime
) -> None:
    buy(alice, "Bread", now=now)
    consent.withdraw(member=ten[0], purpose=Purpose.RESEARCH, collector=None, now=now)
    with pytest.raises(NothingToGive):
        file_for(university(programme), olivia, now=now + LATER)
    agree(ten[0], programme, now=now)
    consent.pause(member=ten[1], purpose=None, until=None, now=now)
    with pytest.raises(NothingToGive):
        file_for(university(programme), olivia, now=now + LATER)

    consent.resume(member=ten[1], purpose=None, now=now)
    file, _lines = file_for(university(programme), olivia, now=now + LATER)

    assert not file.shares.filter(member=alice).exists()


def test_a_month_goes_once_and_not_before_its_receipts_can_come_no_more(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime
) -> None:
    with pytest.raises(NothingToGive):
        file_for(university(programme), olivia, now=now)
    file_for(university(programme), olivia, now=now + LATER)

    with pytest.raises(NothingToGive):
        file_for(university(programme), olivia, now=now + LATER)

    assert ResearchFile.objects.count() == 1


def test_who_was_named_after_the_yes_gets_nothing_until_there_is_another(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime, signed_in: SignedIn
) -> None:
    more, added = naming_one_more(programme)
    member = ten[0]
    member.region, member.adult_on = "DE", now.date()
    member.save()
    page = signed_in(member)
    before = page.get("/consent/research/").text
    with pytest.raises(NothingToGive):
        file_for(added, olivia, now=now + LATER)

    for one in ten:
        agree(one, more, now=now + timedelta(days=1))
    _file, lines = file_for(added, olivia, now=now + LATER)

    assert "Since you said yes, this was added: Example Institute." in before
    assert "Yes, to all of them" in before
    assert len(lines) == 10


def test_lines_of_who_left_go_along_when_ten_more_gave(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime
) -> None:
    given = {"programme": "fair", "region": "DE", "month": date(2026, 9, 1), "price_minor": 120, "currency": "EUR"}
    GivenLine.objects.create(text="MILK", **given)
    _file, nine = file_for(university(programme), olivia, now=now + LATER, givers=9)
    more, added = naming_one_more(programme)
    for one in ten:
        agree(one, more, now=now + timedelta(days=1))

    _file, after = file_for(added, olivia, now=now + LATER, givers=10)

    assert "MILK" not in [line["text"] for line in nine]
    assert "MILK" in [line["text"] for line in after]


def test_one_who_bought_very_much_is_no_more_than_so_much_of_a_file(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    buy(ten[0], *["Bread"] * 20, now=now)
    monkeypatch.setattr(research, "LINES_OF_ONE_MAX", 7)

    file, _lines = file_for(university(programme), olivia, now=now + LATER)

    assert file.shares.get(member=ten[0]).lines == 7


def test_a_deletion_receipt_lists_to_whom_lines_went_and_forgets_whose_they_were(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime
) -> None:
    file, _lines = file_for(university(programme), olivia, now=now + LATER)

    erased = keeper.erase(ten[0].pk, now=now + LATER)
    again = keeper.erase(ten[0].pk, now=now + LATER)

    [kept] = [one for one in erased if one.store == "receipts.ResearchFile"]
    assert kept.kept == 1
    assert "Example University, 2027-01-31" in kept.why
    assert file.shares.count() == 9
    assert not any("ResearchFile" in one.store for one in again)


@given(
    oldest=st.dates(date(2025, 1, 1), date(2027, 1, 1)), window=st.integers(1, 60),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=12),
)  # fmt: skip
def test_no_month_goes_twice_or_early(oldest: date, window: int, days: list[int]) -> None:
    until: date | None = None
    today = oldest
    for passed in days:
        today += timedelta(days=passed)
        due = months_due(given_until=until, oldest=oldest, today=today, window_days=window)
        if due is not None:
            first, last = due
            assert until is None or first > until
            assert first.day == last.day == 1
            end = (last + timedelta(days=32)).replace(day=1)
            assert end + timedelta(days=window) <= today + timedelta(days=1)
            until = last


def test_an_operator_takes_the_file_and_the_panelist_reads_of_it(
    ten: list[Member], olivia: Member, programme: Programme, now: datetime, signed_in: SignedIn
) -> None:
    desk = signed_in(olivia)
    before = desk.get("/console/research/")
    ResearchFile.objects.all().delete()
    file, _lines = file_for(university(programme), olivia, now=now + LATER)
    told = privacy_ports.filled().releases.of_member(ten[0].pk)

    after = desk.get("/console/research/")
    nobody = desk.post("/console/research/file/", {"researcher": "Somebody"})
    early = desk.post("/console/research/file/", {"researcher": "Example University"})

    assert "Example University" in before.text
    assert file.sha256[:16] in after.text
    assert (nobody.status_code, early.status_code) == (404, 409)
    assert [(one.who, one.share) for one in told] == [("Example University (DE)", None)]


def test_research_is_asked_named_given_and_taken_back_as_any_purpose(
    alice: Member, now: datetime, signed_in: SignedIn
) -> None:
    browser = signed_in(alice)
    for _ in range(2):
        question = browser.get("/consent/next/")["Location"]
        version = consent.text_for(member=alice, purpose=Purpose(question.strip("/").rpartition("/")[2])).version
        browser.get(question)
        browser.post(question, {"version": version, "answer": "yes"})

    asked = browser.get("/consent/next/", follow=True)
    browser.post("/consent/research/", {"version": 2, "answer": "yes"})
    offered = browser.get("/privacy/leave/")
    browser.post("/consent/research/take-back/")
    not_offered = browser.get("/privacy/leave/")

    assert "Example University (DE), how the prices of food change" in asked.text
    assert 'name="give_lines"' in offered.text
    assert "They may go to: Example University." in offered.text
    assert 'name="give_lines"' not in not_offered.text
    for page in ("/privacy/", "/privacy/notice/"):
        assert "Example University" in browser.get(page).text
    assert consent.record(member=alice, now=now)["records"][-1]["pii_processing"]["purposes"][0][
        "recipient_third_parties"
    ] == ["Example University"]


def test_where_the_programme_names_no_researcher_nobody_is_asked(
    alice: Member, programme: Programme, signed_in: SignedIn
) -> None:
    bare = programme.versions[-1].model_copy(update={"research": None})
    without = programme.model_copy(update={"versions": (bare,)})
    members_ports.fill(replace(members_ports.filled(), programme=without))

    asked = signed_in(alice).get("/consent/research/")

    assert asked.status_code == 404
