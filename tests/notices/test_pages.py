"""A member chooses what to hear of, anybody stops a topic with one click, operators see what fails, not its words."""

from collections.abc import Callable
from datetime import datetime, time

import pytest
from django.core import mail
from django.test import Client

from fairpanel.members.models import Member
from fairpanel.notices.actions import quiet_of, ways_of
from fairpanel.notices.models import Notice, Silence
from fairpanel.notices.rules import NEVER, Quiet
from fairpanel.notices.sending import send
from fairpanel.notices.values import Kind, Topic, Way
from tests.notices.conftest import Tell

SignedIn = Callable[[Member], Client]
CHOSEN = {
    "results": "none", "money": "mail", "admission": "mail", "news": "mail", "is_quiet": "on", "begins": "22:30",
    "ends": "06:00",
}  # fmt: skip


def link_of(result: Tell, now: datetime, **other: object) -> str:
    """The path in the List-Unsubscribe header of a mail."""
    notice = result(**other)
    send(notice_id=notice.id, now=notice.send_after)
    header = str(mail.outbox[-1].extra_headers["List-Unsubscribe"])
    return header.removeprefix("<http://127.0.0.1:8000").removesuffix(">")


def test_a_member_chooses_by_which_way_and_when_not(alice: Member, bob: Member, signed_in: SignedIn) -> None:
    answer = signed_in(alice).post("/notices/", CHOSEN, follow=True)

    assert "From now on we write as you chose." in answer.content.decode()
    assert (ways_of(alice.id)[Topic.RESULTS], ways_of(alice.id)[Topic.NEWS]) == (Way.NONE, Way.MAIL)
    assert quiet_of(alice.id) == Quiet(time(22, 30), time(6))
    assert ways_of(bob.id)[Topic.RESULTS] == Way.MAIL


def test_quiet_hours_can_be_turned_off(alice: Member, signed_in: SignedIn) -> None:
    signed_in(alice).post("/notices/", {name: said for name, said in CHOSEN.items() if name != "is_quiet"})

    assert quiet_of(alice.id) == NEVER


@pytest.mark.parametrize(
    "wrong", [{"results": "pigeon"}, {"begins": "25:00"}, {"ends": ""}, {"results": ""}, {"news": "push"}]
)
def test_what_cannot_be_chosen_is_told_and_changes_nothing(
    alice: Member, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    answer = signed_in(alice).post("/notices/", CHOSEN | wrong)

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert ways_of(alice.id)[Topic.RESULTS] == Way.MAIL


def test_what_is_always_sent_is_no_choice(alice: Member, signed_in: SignedIn) -> None:
    signed_in(alice).post("/notices/", CHOSEN | {"terms": "none", "account": "none"})

    assert not {Topic.TERMS, Topic.ACCOUNT} & ways_of(alice.id).keys()


def test_the_page_shows_what_we_wrote_and_nobody_elses(
    alice: Member, bob: Member, signed_in: SignedIn, told: Tell, now: datetime
) -> None:
    send(notice_id=told().id, now=now)

    mine, his = (signed_in(member).get("/notices/").content.decode() for member in (alice, bob))

    assert "Our terms change on Monday, 1 March 2027" in mine
    assert "sent by mail" in mine
    assert "Our terms change on Monday, 1 March 2027" not in his


def test_one_click_stops_a_topic_without_signing_in_and_without_a_cookie(
    alice: Member, result: Tell, now: datetime
) -> None:
    link = link_of(result, now)
    program = Client(enforce_csrf_checks=True)

    answer = program.post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert mail.outbox[-1].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ways_of(alice.id)[Topic.RESULTS] == Way.NONE
    assert ways_of(alice.id)[Topic.MONEY] == Way.MAIL


def test_to_look_at_the_link_changes_nothing(alice: Member, result: Tell, now: datetime, client: Client) -> None:
    page = client.get(link_of(result, now)).content.decode()

    assert "Stop writing to me about this" in page
    assert "alice@example.org" not in page
    assert ways_of(alice.id)[Topic.RESULTS] == Way.MAIL


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["nonsense", "e30:1tQ", "a:b:c"])
def test_a_link_that_we_did_not_make_is_nowhere(token: str, client: Client) -> None:
    answers = [client.get(f"/notices/stop/{token}/"), client.post(f"/notices/stop/{token}/")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_link_of_a_member_who_has_left_does_nothing(
    alice: Member, result: Tell, now: datetime, client: Client
) -> None:
    link = link_of(result, now)
    alice.delete()

    assert client.post(link).status_code == 200


def test_somebody_who_is_no_member_is_left_alone_and_no_address_is_kept(
    told: Tell, now: datetime, client: Client
) -> None:
    def invite(key: str) -> Notice:
        facts = {"title": "Come", "body": "Join us."}
        return told(key, kind=Kind.NEWS, member_id=None, address="Dora@example.org", facts=facts)

    first = invite("invitation:1")
    send(notice_id=first.id, now=now)
    link = str(mail.outbox[0].extra_headers["List-Unsubscribe"]).removeprefix("<http://127.0.0.1:8000")

    client.post(link.removesuffix(">"))
    second = invite("invitation:2")
    send(notice_id=second.id, now=now)

    assert len(mail.outbox) == 1
    assert "dora" not in str(Silence.objects.values())
    second.refresh_from_db()
    assert second.state == "unwanted"


def test_what_is_always_sent_has_no_link_to_stop_it(told: Tell, now: datetime) -> None:
    send(notice_id=told().id, now=now)

    [sent] = mail.outbox
    assert "List-Unsubscribe" not in sent.extra_headers
    assert "you cannot turn it off" in sent.body


def test_an_operator_sees_what_failed_with_the_address_masked_and_never_what_it_says(
    olivia: Member, signed_in: SignedIn, told: Tell
) -> None:
    notice = told()
    Notice.objects.update(state="failed", fault="SMTPRecipientsRefused 550", tries=1)

    page = signed_in(olivia).get("/console/notices/").content.decode()

    assert "a***@example.org" in page
    assert "SMTPRecipientsRefused 550" in page
    assert "alice@example.org" not in page
    assert "We pay" not in page
    assert str(notice.id) in page


def test_an_operator_sends_again_what_failed_and_nothing_else(
    olivia: Member, signed_in: SignedIn, told: Tell, now: datetime
) -> None:
    notice = told()
    address = f"/console/notices/{notice.id}/again/"

    before = signed_in(olivia).post(address)
    Notice.objects.update(state="failed")
    after = signed_in(olivia).post(address, follow=True)

    assert before.status_code == 409
    assert "It is sent again now." in after.content.decode()
    notice.refresh_from_db()
    assert notice.state == "waiting"
