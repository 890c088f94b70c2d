"""The operator's pages on admission: the funnel, places against people, draws, the plan, invitations."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fairpanel.members.actions import inviting
from fairpanel.members.models import Applicant, Draw, Invitation, Member, Recruitment
from fairpanel.members.rules.plan import Mode
from tests.members.plans import PLACES, QUESTIONS, put_in_force

SignedIn = Callable[[Member], Client]


@pytest.fixture
def desk(olivia: Member, signed_in: SignedIn) -> Client:
    """Olivia's browser."""
    return signed_in(olivia)


@pytest.fixture
def three_wait(db: None, now: datetime) -> list[Member]:
    """Three who wait for two places."""
    put_in_force("region,age,household,places\nDE,18-34,1,2", mode=Mode.INVITATION)
    members = [Member(email=f"person-{number}@example.org", joined_at=now) for number in range(3)]
    Member.objects.bulk_create(members)
    for number, member in enumerate(members):
        Applicant.objects.create(
            member=member, region="DE", answers={"age": "18-34", "household": "1"}, adult_on=now.date(),
            state="waiting", asked_at=now + timedelta(minutes=number),
        )  # fmt: skip
    return members


def words(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_the_page_shows_the_funnel_and_places_against_people(desk: Client, three_wait: list[Member]) -> None:
    page = words(desk.get("/console/admission/"))

    assert "<strong>3</strong><span>waiting</span>" in page
    numbers = "".join(f'<td class="much">{number}</td>' for number in (2, 0, 0, 2))
    assert f'<th scope="row">18 to 34 years, I live alone</th>{numbers}' in page


def test_looking_first_shows_the_outcome_and_changes_nothing(desk: Client, three_wait: list[Member]) -> None:
    page = words(desk.post("/console/admission/draw/", {"manner": "lot", "seed": "tombola", "look": "1"}))

    assert "This would let in 2 people. Nothing has happened yet." in page
    assert not Draw.objects.exists()


def test_a_draw_lets_people_in_and_stands_in_the_log_with_its_seed(
    desk: Client, olivia: Member, three_wait: list[Member]
) -> None:
    page = words(desk.post("/console/admission/draw/", {"manner": "lot", "seed": "tombola"}, follow=True))

    assert "2 people are let in, and are being told by mail." in page
    assert '<td class="typed">tombola</td>' in page
    assert Draw.objects.get().drawn_by == olivia
    assert Applicant.objects.filter(state="admitted").count() == 2


def test_who_waits_is_shown_without_a_name_and_let_in_by_hand(desk: Client, three_wait: list[Member]) -> None:
    page = words(desk.get("/console/admission/waiting/?region=DE"))

    desk.post("/console/admission/waiting/", {"member": [str(three_wait[2].pk), "nonsense"]})

    assert "@example.org" not in page
    assert "I live alone" in page
    assert '<th scope="col">Age</th>' in page
    assert '<th scope="col">household</th>' not in page
    assert Applicant.objects.get(state="admitted").pk == three_wait[2].pk


def test_a_plan_is_saved_as_a_new_version_and_a_fault_is_told_before_it_holds(desk: Client) -> None:
    plan = {"mode": "invitation", "answer_days": "7", "places": PLACES, "questions": QUESTIONS}

    refused = desk.post("/console/admission/plan/", plan | {"places": PLACES.replace("DE,35-49", "XX,35-49")})
    before = Recruitment.objects.count()
    desk.post("/console/admission/plan/", plan)

    assert refused.status_code == 422
    assert "Row 4: &quot;XX&quot; is no region of the programme" in words(refused)
    assert before == 0
    assert Recruitment.objects.get().answer_days == 7


def test_the_plan_to_begin_with_holds(desk: Client) -> None:
    page = desk.get("/console/admission/plan/")

    beginning = page.context["example"]
    saved = desk.post(
        "/console/admission/plan/",
        {"mode": "open", "answer_days": "14", "places": beginning["csv"], "questions": beginning["toml"]},
    )

    assert saved.status_code == 302


def test_codes_for_paper_come_as_a_file_once(desk: Client) -> None:
    asked = {"label": "Munich", "days": "60", "count": "12", "region": "DE"}

    file = desk.post("/console/invitations/paper/", asked)

    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert file["Content-Type"].startswith("text/csv")
    assert len({row["code"] for row in rows}) == 12
    assert all(row["link"].endswith(f"/join/with/{row['code']}/") for row in rows)
    assert not any(rows[0]["code"] in str(row) for row in Invitation.objects.values())


def test_a_table_with_bad_rows_is_answered_with_their_numbers(desk: Client) -> None:
    table = SimpleUploadedFile("people.csv", b"email,region\ndora@example.org,DE\nnonsense,DE\n,FR\n", "text/csv")
    page = words(desk.post("/console/invitations/table/", {"label": "Munich", "days": "60", "table": table}))
    again = SimpleUploadedFile("people.csv", b"email,region\ndora@example.org,DE\nnonsense,DE\n,FR\n", "text/csv")
    kept = words(
        desk.post("/console/invitations/table/", {"label": "Munich", "days": "60", "table": again, "keep": "on"})
    )

    assert "Nobody is invited yet" in page
    assert '<td class="number">3</td><td>This is not a mail address.</td>' in page
    assert "1 person is invited by mail" in kept
    assert "data:text/csv;charset=utf-8;base64," in kept
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("email;region\ndora@example.org;DE\n".encode("utf-16"), "1 person is invited by mail"),
        ("email;region\ndora@example.org;DE\n".encode("utf-16-le"), "This is no table that we can read."),
        ("email\r\ndôra@example.org".encode("latin-1"), "This file is not text in UTF-8."),
        (b"x" * 2_000_001, "This file is larger than two megabytes."),
        (b"", "empty"),
        (b"\x00\x00\x00", "This is no table that we can read."),
        (b"email\n" + b"a@example.org\n" * 5_001, "This table has more than 5000 rows."),
    ],
)
def test_what_a_spreadsheet_wrote_otherwise_is_read_or_refused_in_one_sentence(
    data: bytes, said: str, desk: Client
) -> None:
    table = SimpleUploadedFile("people.csv", data, "text/csv")

    answer = desk.post("/console/invitations/table/", {"label": "Munich", "days": "60", "table": table, "keep": "on"})

    assert said in words(answer)


def test_an_open_link_is_shown_once_and_taken_back_by_its_name(desk: Client) -> None:
    page = words(desk.post("/console/invitations/link/", {"label": "Fair", "days": "9", "cap": "50"}))

    listed = words(desk.get("/console/invitations/"))
    desk.post("/console/invitations/revoke/", {"label": "Fair", "kind": "open"})

    assert "/join/with/" in page
    assert "/join/with/" not in listed
    assert "<span>50</span>" in listed
    assert not inviting.is_good(Invitation.objects.get(), now=Invitation.objects.get().made_at)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("mail", {"label": "x", "days": "9", "email": "nonsense", "language": "en"}),
        ("paper", {"label": "x", "days": "0", "count": "0"}),
        ("link", {"label": "", "days": "9", "cap": "5"}),
        ("table", {"label": "x", "days": "9"}),
    ],
)
def test_what_cannot_be_invited_is_told_in_its_own_form(desk: Client, where: str, said: dict[str, str]) -> None:
    answer = desk.post(f"/console/invitations/{where}/", said)

    assert answer.status_code == 422
    assert 'class="card" open>' in words(answer)
    assert not Invitation.objects.exists()
