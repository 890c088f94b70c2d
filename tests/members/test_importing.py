"""Many invitations from one table: each bad row is named, and the operator chooses whether the good ones are kept."""

from datetime import datetime, timedelta

import pytest

from fairpanel.members.actions.importing import Imported, NoTable, import_people
from fairpanel.members.models import Invitation, Member
from fairpanel.notices.models import Notice
from fairpanel.programme import Programme
from tests.members.plans import put_in_force

TABLE = """email;language;region;household;reference
dora@example.org;de;DE;1;
;fr;FR;;house 7
nonsense;de;DE;1;
emil@example.org;xx;DE;1;
Dora@example.org;de;DE;1;
alice@example.org;;;;
;;AT;;

;;;many;
"""


def brought_in(table: str, olivia: Member, programme: Programme, now: datetime, *, keep: bool = True) -> Imported:
    return import_people(
        table=table, keep_good_rows=keep, label="Munich", programme=programme, by=olivia, now=now,
        expires_at=now + timedelta(days=30),
    )  # fmt: skip


@pytest.mark.usefixtures("alice")
def test_good_rows_are_invited_by_mail_or_on_paper_and_bad_ones_are_named(
    olivia: Member, programme: Programme, now: datetime
) -> None:
    put_in_force()

    done = brought_in(TABLE, olivia, programme, now)

    assert done.mailed == 1
    assert [(one.number, one.reference, one.region) for one in done.printed] == [(3, "house 7", "FR")]
    assert [(row.number, row.fault) for row in done.bad] == [
        (4, "This is not a mail address."),
        (5, "The language is none that we speak: en, fr, de, es."),
        (6, "This address is in row 2 already."),
        (7, "Somebody with this address is here already."),
        (8, "The region is none of the programme's: US, GB, DE, FR, ES."),
        (10, "household has no such answer: write 1, 2, 3."),
    ]
    assert Invitation.objects.count() == 2
    assert Invitation.objects.get(kind="mail").answers == {"household": "1"}
    assert Notice.objects.count() == 1


def test_a_row_with_too_many_cells_and_an_address_that_is_too_long_are_named(
    olivia: Member, programme: Programme, now: datetime
) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.example.org"
    table = f"email,language\ndora@example.org,de,DE\n{long},de\nemil@example.org,de,,\n"

    done = brought_in(table, olivia, programme, now)

    assert [(row.number, row.fault) for row in done.bad] == [
        (2, "This row has more cells than the heading has."), (3, "This is not a mail address."),
    ]  # fmt: skip
    assert done.mailed == 1


@pytest.mark.usefixtures("alice")
def test_with_one_bad_row_nobody_is_invited_where_the_operator_wants_all_or_none(
    olivia: Member, programme: Programme, now: datetime
) -> None:
    put_in_force()

    done = brought_in(TABLE, olivia, programme, now, keep=False)

    assert done.is_refused
    assert len(done.bad) == 6
    assert not Invitation.objects.exists()
    assert not Notice.objects.exists()


def test_an_address_whose_invitation_is_still_good_is_not_invited_again(
    olivia: Member, programme: Programme, now: datetime
) -> None:
    brought_in("email\ndora@example.org", olivia, programme, now)

    again = brought_in("email\nDORA@example.org", olivia, programme, now)

    assert [row.fault for row in again.bad] == ["This address has an invitation that is still good."]


@pytest.mark.parametrize("table", ["", "colour\nred", "email,email\na@b.example,", "\x00"])
def test_what_is_no_table_is_refused_with_the_columns_that_there_are(
    table: str, olivia: Member, programme: Programme, now: datetime
) -> None:
    with pytest.raises(NoTable, match="email, language, region, reference"):
        brought_in(table, olivia, programme, now)
