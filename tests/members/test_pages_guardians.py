"""The pages of a minor and of their guardian: told plainly, one by one, and nothing for anybody else."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fairpanel.members import ports
from fairpanel.members.actions import enrol, guarding
from fairpanel.members.models import Guardianship, Member, Role
from fairpanel.notices.letters import letter_of
from fairpanel.notices.models import Notice
from fairpanel.notices.values import Kind
from fairpanel.programme import Programme
from tests.members.guarded import MUM, a_minor, joined, switch_on

SignedIn = Callable[[Member], Client]
YES = {"version": "1", "is_adult": "1", "is_guardian": "1", "yes": "1"}


@pytest.fixture
def on(db: None, programme: Programme) -> Iterator[Programme]:
    before = ports.filled()
    yield switch_on(programme)
    ports.fill(before)


@pytest.fixture
def newcomer(db: None, now: datetime) -> Member:
    return enrol(email="mia@example.org", role=Role.PANELIST, language="en", now=now)


@pytest.fixture
def mia(on: Programme) -> Member:
    now = timezone.now()
    return a_minor(now, until=now.date() + timedelta(days=365))


def born(years: int) -> dict[str, str]:
    """A date of birth so many years before today, in its boxes, with the rest of the form."""
    return {"region": "DE", "language": "en", "day": "1", "month": "1", "year": str(timezone.localdate().year - years)}


def link_in(kind: str) -> str:
    """The path in the last mail of that kind."""
    text = letter_of(Notice.objects.filter(kind=kind).latest("id")).text
    found = re.search(r"/join/guardian/\S+", text)
    assert found is not None
    return found[0]


@pytest.mark.usefixtures("on")
def test_the_door_says_that_an_adult_has_to_agree(newcomer: Member, signed_in: SignedIn) -> None:
    browser = signed_in(newcomer)

    answer = browser.post("/join/", born(17), follow=True)

    assert "An adult has to agree" in answer.content.decode()
    assert answer.redirect_chain == [("/join/guardian/", 302)]
    assert browser.get("/join/")["Location"] == "/join/guardian/"


@pytest.mark.usefixtures("on")
def test_who_is_too_young_for_that_is_turned_away_and_forgotten(newcomer: Member, signed_in: SignedIn) -> None:
    answer = signed_in(newcomer).post("/join/", born(12))

    assert answer.status_code == 422
    assert not Member.objects.exists()


def test_with_the_module_off_the_door_is_as_before(newcomer: Member, signed_in: SignedIn) -> None:
    answer = signed_in(newcomer).post("/join/", born(17))

    assert answer.status_code == 422
    assert not Member.objects.exists()
    assert not Guardianship.objects.exists()


def test_from_the_first_mail_to_joining(mia: Member, signed_in: SignedIn) -> None:
    hers, mums = signed_in(mia), Client()
    hers.post("/join/guardian/", {"address": MUM})
    asked = link_in("guardian-asked")

    page = mums.get(asked).content.decode()
    agreed = mums.post(asked, YES, follow=True).content.decode()
    came = hers.post("/join/guardian/come/")

    mia.refresh_from_db()
    assert "May your child take part in this panel?" in page
    assert "mia@example.org" in page
    assert "What you agreed to" in agreed
    assert came["Location"] == "/consent/next/"
    assert mia.has_joined
    assert hers.get("/").status_code == 200
    assert hers.get("/consent/next/")["Location"] == "/consent/receipts/"
    assert mums.get(asked).status_code == 404
    assert mums.get(link_in("guardian-told")).status_code == 200


def test_opening_the_link_agrees_to_nothing(mia: Member, client: Client) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=timezone.now())

    client.get(f"/join/guardian/asked/{code}/")

    assert Guardianship.objects.get().answer == "none"


def test_without_both_ticks_it_is_said_and_nothing_is_agreed(mia: Member, client: Client) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=timezone.now())

    answer = client.post(f"/join/guardian/asked/{code}/", {"version": "1", "is_adult": "1", "yes": "1"})

    assert answer.status_code == 422
    assert "Tick both" in answer.content.decode()
    assert Guardianship.objects.get().answer == "none"


def test_a_guardian_says_no_and_the_minor_reads_it(mia: Member, client: Client, signed_in: SignedIn) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=timezone.now())

    client.post(f"/join/guardian/asked/{code}/", {"no": "1"})

    assert "Your guardian said no" in signed_in(mia).get("/join/guardian/").content.decode()


def test_a_guardian_takes_it_back_on_the_page_behind_the_mail(mia: Member, client: Client, signed_in: SignedIn) -> None:
    joined(mia, timezone.now())
    link = link_in("guardian-told")

    answer = client.post(link)

    browser = signed_in(mia)
    assert "You took it back" in answer.content.decode()
    assert client.get(link).status_code == 404
    assert browser.get("/")["Location"] == "/join/guardian/"
    assert "What you earned is yours." in browser.get("/join/guardian/").content.decode()


def test_a_minor_does_not_answer_for_the_guardian(mia: Member, signed_in: SignedIn) -> None:
    code = guarding.ask_guardian(member=mia, address=MUM, now=timezone.now())

    answer = signed_in(mia).post(f"/join/guardian/asked/{code}/", YES)

    assert answer.status_code == 403
    assert Guardianship.objects.get().answer == "none"


def test_nobody_else_sees_or_joins_by_it(mia: Member, bob: Member, client: Client, signed_in: SignedIn) -> None:
    guarding.ask_guardian(member=mia, address=MUM, now=timezone.now())
    browser = signed_in(bob)

    assert browser.get("/join/guardian/")["Location"] == "/"
    assert browser.post("/join/guardian/come/")["Location"] == "/"
    assert browser.post("/join/guardian/age/", born(20))["Location"] == "/"
    assert client.get("/join/guardian/agreed/made-up/").status_code == 404
    assert client.get("/join/guardian/")["Location"].startswith("/account/login/")


def test_before_the_guardian_agrees_joining_is_refused_in_a_sentence(mia: Member, signed_in: SignedIn) -> None:
    answer = signed_in(mia).post("/join/guardian/come/")

    mia.refresh_from_db()
    assert answer.status_code == 403
    assert "An adult who answers for you has to agree first." in answer.content.decode()
    assert not mia.has_joined


@pytest.mark.parametrize("address", ["", "not an address", "mia@example.org"])
def test_a_bad_address_is_told_in_place(address: str, mia: Member, signed_in: SignedIn) -> None:
    answer = signed_in(mia).post("/join/guardian/", {"address": address})

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Notice.objects.exists()


def test_when_it_is_over_the_page_asks_for_the_age_and_an_adult_goes_on(mia: Member, signed_in: SignedIn) -> None:
    joined(mia, timezone.now())
    Guardianship.objects.update(until=timezone.now().date())
    browser = signed_in(mia)

    page = browser.get("/", follow=True).content.decode()
    wrong = browser.post("/join/guardian/age/", {"day": "x"}, follow=True).content.decode()
    answer = browser.post("/join/guardian/age/", born(19))

    assert "How old are you now?" in page
    assert "Write your date of birth in numbers" in wrong
    assert answer["Location"] == "/consent/"
    assert not Guardianship.objects.exists()


def test_a_minor_finds_no_questions_about_themselves(mia: Member, signed_in: SignedIn) -> None:
    joined(mia, timezone.now())
    browser = signed_in(mia)

    assert "We ask nobody about themselves who is not of age." in browser.get("/you/profile/").content.decode()
    assert browser.get("/you/profile/work/").status_code == 403


def test_a_lost_link_is_written_once_more_to_who_agreed_and_to_nobody_else(
    mia: Member, now: datetime, client: Client
) -> None:
    joined(mia, now)
    before = Notice.objects.filter(kind=Kind.GUARDIAN_TOLD).count()

    said = [client.post("/join/guardian/link/", {"address": to}).text for to in (MUM.upper(), MUM, "bob@example.org")]
    bad = client.post("/join/guardian/link/", {"address": "nobody"})

    assert Notice.objects.filter(kind=Kind.GUARDIAN_TOLD).count() == before + 1
    assert len({text.partition("</h1>")[2].partition("</main>")[0] for text in said}) == 1
    assert bad.status_code == 422
