"""Many invitations at once, from a table: every bad row is named, and the good ones are kept or none is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from fairpanel.kit.problems import Invalid
from fairpanel.members.actions.inviting import invite
from fairpanel.members.actions.recruiting import plan_in_force
from fairpanel.members.models import Invitation, Member
from fairpanel.members.rules.plan import NOT_SAID, Plan, rows_of
from fairpanel.programme import Programme

ROWS_MAX = 5_000
# What an address may have by RFC 5321, and what we keep.
ADDRESS_CHARACTERS_MAX = 254
_COLUMNS = ("email", "language", "region", "reference")


class NoTable(Invalid):
    """This is no table that we can read. Begin with a row that names the columns: {columns}."""


class TooManyRows(Invalid):
    """This table has more than {rows_max} rows. Send it in parts."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with one row. Its number is the one that a spreadsheet shows: the heading is row 1."""

    number: int
    fault: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A code for paper, with the operator's own word for whom it is."""

    number: int
    reference: str
    code: str
    region: str
    language: str


@dataclass(slots=True)
class Imported:
    """What became of a table."""

    mailed: int = 0
    printed: list[Printed] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    is_refused: bool = False


def import_people(
    *, table: str, keep_good_rows: bool, label: str, programme: Programme, by: Member, now: datetime,
    expires_at: datetime,
) -> Imported:  # fmt: skip
    """Invite everybody in the table: by mail where a row has an address, else by a code for paper.

    With a bad row, the good ones are kept if `keep_good_rows`, else none. Raises `NoTable` or `TooManyRows`.
    """
    plan, regions = plan_in_force(), tuple(programme.in_force(now.date()).regions)
    heading, rows = rows_of(table)
    known = (*_COLUMNS, *plan.questions.names)
    if not heading or not set(heading) <= set(known) or len(set(heading)) != len(heading):
        raise NoTable(columns=", ".join(known))
    if len(rows) > ROWS_MAX:
        raise TooManyRows(rows_max=ROWS_MAX)
    told = {number: dict(zip(heading, row, strict=False)) for number, row in enumerate(rows, start=2) if any(row)}
    too_long = {number for number, row in enumerate(rows, start=2) if any(row[len(heading) :])}
    done = Imported(bad=_bad_rows(told, plan, regions, too_long=too_long, now=now))
    if done.bad and not keep_good_rows:
        done.is_refused = True
        return done
    for number in told.keys() - {bad.number for bad in done.bad}:
        _invite(done, number, told[number], plan=plan, label=label, by=by, now=now, expires_at=expires_at)
    done.printed.sort(key=lambda printed: printed.number)
    return done


def _invite(
    done: Imported, number: int, row: Mapping[str, str], *, plan: Plan, label: str, by: Member, now: datetime,
    expires_at: datetime,
) -> None:  # fmt: skip
    email = row.get("email", "")
    answers = {name: row[name] for name in plan.questions.names if row.get(name) and row[name] != NOT_SAID}
    _made, code = invite(
        kind=Invitation.Kind.MAIL if email else Invitation.Kind.PRINT, by=by, now=now, expires_at=expires_at,
        label=label, email=email, language=row.get("language", ""), region=row.get("region", ""), answers=answers,
    )  # fmt: skip
    if email:
        done.mailed += 1
    else:
        done.printed.append(
            Printed(number, row.get("reference", ""), code, row.get("region", ""), row.get("language", ""))
        )


def _bad_rows(
    told: Mapping[int, Mapping[str, str]], plan: Plan, regions: tuple[str, ...], *, too_long: set[int], now: datetime
) -> list[BadRow]:
    addresses = {row["email"].lower() for row in told.values() if row.get("email")}
    here = set(Member.objects.filter(email__in=addresses).values_list("email", flat=True))
    good = Invitation.objects.filter(email__in=addresses, uses=0, revoked_at=None, expires_at__gt=now)
    asked = set(good.values_list("email", flat=True))
    seen: dict[str, int] = {}
    bad = []
    for number, row in told.items():
        email = row.get("email", "").lower()
        fault = _("This row has more cells than the heading has.") if number in too_long else ""
        fault = fault or _fault_of(row, plan, regions)
        if not fault and email in seen:
            fault = _("This address is in row {number} already.").format(number=seen[email])
        elif not fault and email in here:
            fault = _("Somebody with this address is here already.")
        elif not fault and email in asked:
            fault = _("This address has an invitation that is still good.")
        if email:
            seen.setdefault(email, number)
        if fault:
            bad.append(BadRow(number, fault))
    return bad


def _fault_of(row: Mapping[str, str], plan: Plan, regions: tuple[str, ...]) -> str:
    """The first thing that is wrong with a row by itself; empty where nothing is."""
    if row.get("email") and not _is_address(row["email"]):
        return _("This is not a mail address.")
    if row.get("region") and row["region"] not in regions:
        return _("The region is none of the programme's: {regions}.").format(regions=", ".join(regions))
    languages = [code for code, _name in settings.LANGUAGES]
    if row.get("language") and row["language"] not in languages:
        return _("The language is none that we speak: {languages}.").format(languages=", ".join(languages))
    for name in plan.questions.names:
        if row.get(name) and row[name] not in (NOT_SAID, *plan.questions.answers_to(name)):
            answers = ", ".join(plan.questions.answers_to(name))
            return _("{question} has no such answer: write {answers}.").format(question=name, answers=answers)
    return ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= ADDRESS_CHARACTERS_MAX
