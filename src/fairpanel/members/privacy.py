"""What this room keeps of people: their account and what they told us when they joined."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Rows, Table, erase_rows, plain, to_take
from fairpanel.members import privacy_of_accounts
from fairpanel.members.columns import WAYS_IN
from fairpanel.members.columns_of_accounts import ACCOUNTS
from fairpanel.members.models import Applicant, Case, Concerned, Invitation, Look, Member

_CONTRACT, _SAFETY, _STAYS, _EVENTS = "contract", "safety", "membership", "events"
# What stands in the place of a note about somebody who has left.
_NOTHING = "-"

MEMBER = {
    "id": Column(_CONTRACT, Category.IDENTITY, _STAYS, gettext_noop("A random number that stands for you.")),
    "email": Column(
        _CONTRACT, Category.CONTACT, _STAYS, gettext_noop("Your mail address, to sign in and to write to.")
    ),
    "role": Column(_CONTRACT, Category.IDENTITY, _STAYS, gettext_noop("What you are here for: panelist or staff.")),
    "language": Column(_CONTRACT, Category.PROFILE, _STAYS, gettext_noop("The language in which we speak to you.")),
    "region": Column(_CONTRACT, Category.PROFILE, _STAYS, gettext_noop("The country in which you take part.")),
    "adult_on": Column(
        _CONTRACT,
        Category.PROFILE,
        _STAYS,
        gettext_noop("The day on which you told us that you are an adult, or came in with a guardian."),
    ),
    "purse": Column(
        _CONTRACT, Category.MONEY, _STAYS, gettext_noop("A random number by which the books know your money.")
    ),
    "joined_at": Column(_CONTRACT, Category.ACTIVITY, _STAYS, gettext_noop("When your account was made.")),
    "last_login": Column("safety", Category.ACTIVITY, _STAYS, gettext_noop("When you last signed in.")),
    "is_active": Column(_CONTRACT, Category.OPERATION, _STAYS, gettext_noop("Whether the account can be used.")),
    "password": Column("safety", Category.OPERATION, _STAYS, gettext_noop("A mark that there is no password.")),
    "is_superuser": plain("Always no: nobody is above the rules."),
}
# In the signed receipt, so in English like all of it.
KEPT_CASES = "cases that are also about others; nothing in them leads to you any more"
CASE = {
    "id": plain("Number of the case, with the time in it.", retention=_STAYS),
    "kind": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("Why we ask whether accounts are one person's.")),
    "evidence": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("How often and since when, in figures.")),
    "opened_at": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("When the question came up.")),
    "closed_at": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("When a person had judged it.")),
    "judged_by_id": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Who of the staff judged it.")),
    "judgement": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("What that person found.")),
    "note": Column(_SAFETY, Category.CORRESPONDENCE, _STAYS, gettext_noop("Why that person found so.")),
}  # fmt: skip
LOOK = {
    "id": plain("Number of the look, with the time in it.", retention=_EVENTS),
    "staff_id": Column(_SAFETY, Category.IDENTITY, _EVENTS, gettext_noop("Who of the staff looked.")),
    "role": Column(_SAFETY, Category.ACTIVITY, _EVENTS, gettext_noop("In which role they looked.")),
    "member_id": Column(_SAFETY, Category.IDENTITY, _EVENTS, gettext_noop("Whose data they looked at: your number.")),
    "what": Column(_SAFETY, Category.ACTIVITY, _EVENTS, gettext_noop("What of yours they looked at.")),
    "why": Column(_SAFETY, Category.ACTIVITY, _EVENTS, gettext_noop("Why they looked.")),
    "at": Column(_SAFETY, Category.ACTIVITY, _EVENTS, gettext_noop("When they looked.")),
}


class _Keeper(Keeper):
    room = "members"
    register = {
        "members.Member": MEMBER,
        "members.Case": CASE,
        "members.Concerned": {
            "id": plain("Number of the row.", retention=_STAYS),
            "case_id": Column(_SAFETY, Category.ACTIVITY, _STAYS, gettext_noop("Which case is about you.")),
            "member_id": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Whom a case is about: your number.")),
        },
        "members.Look": LOOK,
        **WAYS_IN,
        **ACCOUNTS,
        "members.Member_groups": {
            "id": plain("Number of the row; the table stays empty."),
            "member_id": plain("The member in a group; the table stays empty."),
            "group_id": plain("The group; the table stays empty."),
        },
        "members.Member_user_permissions": {
            "id": plain("Number of the row; the table stays empty."),
            "member_id": plain("The member with a permission; the table stays empty."),
            "permission_id": plain("The permission; the table stays empty."),
        },
    }

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        told = [
            Held("members", _CONTRACT, _("Your account"), _("You told us when you joined."), 1, member.joined_at)
            for member in Member.objects.filter(pk=member_id)
        ]
        for applicant in Applicant.objects.filter(pk=member_id):
            what, source = _("Your answers on joining"), _("You gave them when you asked for a place.")
            told.append(Held("members", _CONTRACT, what, source, 1, applicant.asked_at))
        given, since = _first(Invitation.objects.filter(made_by=member_id).order_by("made_at"))
        if given:
            told.append(Held("members", _CONTRACT, _("Invitations you gave"), _("You made them."), given, since))
        told.extend(privacy_of_accounts.held(member_id))
        looks = Look.objects.filter(member=member_id)
        looked, since = looks.count(), looks.order_by("at").values_list("at", flat=True).first()
        cases = Concerned.objects.filter(member=member_id).count()
        if looked:
            told.append(Held("members", _SAFETY, _("Who of the staff looked"), _("We wrote it down."), looked, since))
        if cases:
            source = _("Several accounts looked like one person's.")
            told.append(Held("members", _SAFETY, _("Questions about your account"), source, cases))
        return told

    def tables(self, member_id: Any) -> list[Table]:
        told = ("id", "email", "role", "language", "region", "adult_on", "purse", "joined_at", "last_login")
        mine = Case.objects.filter(concerned__member=member_id).order_by("opened_at")
        return [
            to_take("members.Member", Member.objects.filter(pk=member_id), *told),
            to_take(
                "members.Applicant",
                Applicant.objects.filter(pk=member_id),
                "region",
                "answers",
                "adult_on",
                "state",
                "asked_at",
                "admitted_at",
                "answer_by",
            ),
            to_take(
                "members.Invitation",
                Invitation.objects.filter(made_by=member_id).order_by("made_at"),
                "kind",
                "made_at",
                "expires_at",
                "uses",
            ),
            *privacy_of_accounts.tables(member_id),
            to_take("members.Look", Look.objects.filter(member=member_id).order_by("at"), "role", "what", "why", "at"),
            to_take("members.Case", mine, "kind", "evidence", "opened_at", "closed_at", "judgement", "note"),
        ]

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """The account goes last: whatever still hangs on it goes with it, and is counted."""
        if purpose is not None:
            return []
        about = Case.objects.filter(
            pk__in=list(Concerned.objects.filter(member=member_id).values_list("case", flat=True))
        )
        about.exclude(note="").update(note=_NOTHING)
        left = Case.objects.filter(pk__in=about.values("pk")).annotate(count=Count("concerned"))
        without_question = Q(count=1) | Q(count=2, closed_at__isnull=True)
        alone = list(left.filter(without_question).values_list("pk", flat=True))
        others = list(about.exclude(pk__in=alone).values_list("pk", flat=True))
        privacy_of_accounts.forget_letters(member_id)
        gone = erase_rows(
            "members",
            Look.objects.filter(member=member_id),
            *privacy_of_accounts.rows(member_id),
            Concerned.objects.filter(member=member_id),
            Case.objects.filter(pk__in=alone),
            _invitations_of(member_id),
            Applicant.objects.filter(pk=member_id),
            Member.objects.filter(pk=member_id),
        )
        return [*gone, Erased("members", "members.Case", 0, kept=len(others), why=KEPT_CASES)] if others else gone

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        return erase_rows("members", Look.objects.filter(at__lt=events_before))


def _invitations_of(member_id: Any) -> Rows:
    """Those that this panelist gave, the one that they came by if it was theirs alone, and one to their address."""
    theirs = Q(applicants=member_id) & ~Q(kind=Invitation.Kind.OPEN)
    given = Q(made_by=member_id, kind=Invitation.Kind.REFERRAL)
    to_them = Q(email__in=Member.objects.filter(pk=member_id).values("email"))
    found = Invitation.objects.filter(theirs | given | to_them).values_list("pk", flat=True)
    return Invitation.objects.filter(pk__in=list(found))


def _first(rows: QuerySet[Invitation]) -> tuple[int, datetime | None]:
    return rows.count(), rows.values_list("made_at", flat=True).first()


keeper = _Keeper()
