"""Inviting and letting in from the command line: what the console does, with the same reports."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fairpanel.cli.main import main
from fairpanel.members.models import Applicant, Draw, Invitation, Member
from fairpanel.members.rules.plan import Mode
from fairpanel.notices.models import Notice
from tests.members.plans import put_in_force


@pytest.fixture
def three_wait(db: None, now: datetime) -> list[Member]:
    """Three who wait for two places."""
    put_in_force("region,places\nDE,2", mode=Mode.INVITATION, questions="")
    members = [Member(email=f"person-{number}@example.org", joined_at=now) for number in range(3)]
    Member.objects.bulk_create(members)
    for member in members:
        Applicant.objects.create(
            member=member, region="DE", answers={}, adult_on=now.date(), state="waiting", asked_at=now
        )
    return members


def ran(*words: str) -> Result:
    return CliRunner().invoke(main, ["recruit", *words, "--by", "olivia@example.org"])


def test_a_table_is_invited_by_mail_and_by_codes_for_paper(olivia: Member, db: None, tmp_path: Path) -> None:
    put_in_force("region,places\nDE,2", mode=Mode.INVITATION, questions="")
    file = tmp_path / "people.csv"
    file.write_text("email,reference\ndora@example.org,\n,letter 7\n")

    done = ran("invite", str(file))

    assert done.exit_code == 0, done.output
    assert Notice.objects.get().address == "dora@example.org"
    assert done.stdout.startswith("letter 7\t")
    assert {invitation.made_by for invitation in Invitation.objects.all()} == {olivia}


def test_with_a_bad_row_nobody_is_invited_and_the_row_is_named(olivia: Member, db: None, tmp_path: Path) -> None:
    put_in_force("region,places\nDE,2", mode=Mode.INVITATION, questions="")
    file = tmp_path / "people.csv"
    file.write_text("email\ndora@example.org\nnonsense\n")

    done = ran("invite", str(file))

    assert done.exit_code == 1
    assert "Row 3: This is not a mail address." in done.stderr
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"x" * 5_000_001])
def test_a_file_that_is_no_table_is_told_in_one_sentence(olivia: Member, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "people.csv"
    if content is not None:
        file.write_bytes(content)

    done = ran("invite", str(file))

    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1


def test_looking_changes_nothing_and_drawing_is_the_same_with_the_same_seed(
    olivia: Member, three_wait: list[Member]
) -> None:
    looked = ran("draw", "--seed", "tombola", "--look")
    before = Draw.objects.exists()

    done = ran("draw", "--seed", "tombola")

    assert looked.stdout.endswith("2 of 3 who wait\n")
    assert not before
    assert "2 people are let in" in done.stdout
    assert (Draw.objects.get().seed, Draw.objects.get().drawn_by) == ("tombola", olivia)


def test_who_is_named_is_let_in_whatever_the_places_say(olivia: Member, three_wait: list[Member]) -> None:
    done = ran("admit", *(str(member.pk) for member in three_wait))

    assert done.exit_code == 0, done.output
    assert Applicant.objects.filter(state="admitted").count() == 3


def test_nobody_but_an_operator_recruits(alice: Member, three_wait: list[Member]) -> None:
    done = CliRunner().invoke(main, ["recruit", "draw", "--by", alice.email])

    assert done.exit_code == 1
    assert "alice@example.org is no operator here." in done.stderr
    assert not Draw.objects.exists()
