"""What the tables of the ways in hold, column by column (law 21)."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from fairpanel.kit.personal import Category, Column, plain

_CONTRACT, _SAFETY, _STAYS, _EVENTS = "contract", "safety", "membership", "events"


def _asked(about: str, category: Category = Category.ACTIVITY) -> Column:
    return Column(_CONTRACT, category, _STAYS, about)


def _invited(about: str, category: Category = Category.OPERATION) -> Column:
    return Column(_CONTRACT, category, _EVENTS, about)


WAYS_IN: Mapping[str, Mapping[str, Column]] = {
    "members.Applicant": {
        "member_id": _asked(gettext_noop("Who asked for a place: your number."), Category.IDENTITY),
        "region": _asked(gettext_noop("The country in which you asked for a place."), Category.PROFILE),
        "answers": _asked(
            gettext_noop("Your answers on joining, and your age group: they decide which places are for you."),
            Category.PROFILE,
        ),
        "adult_on": _asked(
            gettext_noop("The day on which you showed that you are of age, or came with a guardian."), Category.PROFILE
        ),
        "state": _asked(gettext_noop("Whether you wait, have a place, or have joined.")),
        "asked_at": _asked(gettext_noop("When you asked for a place: it decides your turn.")),
        "invitation_id": _asked(gettext_noop("The invitation that you came by.")),
        "draw_id": _asked(gettext_noop("The draw that gave you a place.")),
        "admitted_at": _asked(gettext_noop("When a place was given to you.")),
        "answer_by": _asked(gettext_noop("Until when we hold your place.")),
        "told_at": _asked(gettext_noop("When we wrote to you about your place.")),
    },
    "members.Invitation": {
        "id": plain("Number of the invitation, with the time in it.", retention=_EVENTS),
        "kind": _invited(gettext_noop("How an invitation reached you.")),
        "digest": _invited(gettext_noop("A fingerprint of the code; the code itself is not kept.")),
        "label": _invited(gettext_noop("What the operator calls the invitations sent together.")),
        "email": _invited(
            gettext_noop("The address we invited, until the invitation is used or over."), Category.CONTACT
        ),
        "language": _invited(gettext_noop("The language in which we invited."), Category.PROFILE),
        "region": _invited(gettext_noop("The country in which we invited."), Category.PROFILE),
        "answers": _invited(gettext_noop("What the operator's list said of who is invited."), Category.PROFILE),
        "made_at": _invited(gettext_noop("When somebody was invited.")),
        "made_by_id": _invited(gettext_noop("Who invited: one of the staff, or a panelist."), Category.IDENTITY),
        "expires_at": _invited(gettext_noop("Until when an invitation holds.")),
        "uses_max": plain("How many may come by it.", retention=_EVENTS),
        "uses": _invited(gettext_noop("How many came by an invitation.")),
        "revoked_at": _invited(gettext_noop("When an invitation was taken back.")),
    },
    "members.Draw": {
        "id": plain("Number of the draw, with the time in it."),
        "drawn_at": plain("When people were let in from the waiting list."),
        "drawn_by_id": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Who of the staff let people in.")),
        "manner": plain("By hand, by turn, by lot, or next in line."),
        "seed": plain("With it and the list the draw can be done again."),
        "places_max": plain("How many were to be let in at most."),
        "waiting": plain("How many waited."),
        "admitted": plain("How many were let in."),
        "cells": plain("How many of each quota cell waited and were let in."),
        "list_digest": plain("A fingerprint of the list that was drawn from."),
    },
    "members.Recruitment": {
        "id": plain("Number of the plan."),
        "saved_at": plain("When an operator saved the plan."),
        "saved_by_id": Column(_SAFETY, Category.IDENTITY, _STAYS, gettext_noop("Who of the staff changed the plan.")),
        "mode": plain("Open, or by invitation."),
        "answer_days": plain("How many days a place is held."),
        "questions": plain("What is asked on joining."),
        "places": plain("How many places there are for whom."),
    },
    "members.WrongCode": {
        "id": plain("Number of the row.", retention="logs"),
        "who": Column(
            _SAFETY, Category.DEVICE, "logs",
            gettext_noop("A fingerprint of where a wrong code came from, kept for an hour or a night at most."),
        ),
        "at": Column(_SAFETY, Category.ACTIVITY, "logs", gettext_noop("When a wrong code was tried.")),
    },
}  # fmt: skip
