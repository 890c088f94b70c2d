"""What this room keeps of people: what they were paid and how, and what tax law asks for."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from fairpanel.kit.personal import Category, Column, Erased, Held, Keeper, Table, erase_rows, plain, to_take
from fairpanel.payouts.models import Address, Attempt, Call, Payout, Step, TaxForm
from fairpanel.payouts.rules import OUT, RESERVED
from fairpanel.payouts.values import Way

_CONTRACT, _LAW, _STAYS, _BOOKS = "contract", "law", "membership", "books"


def _money(about: str) -> Column:
    return Column(_CONTRACT, Category.MONEY, _BOOKS, about)


def _work(about: str) -> Column:
    return Column(_CONTRACT, Category.OPERATION, _BOOKS, about)


def _safety(about: str) -> Column:
    return Column("safety", Category.OPERATION, _BOOKS, about)


_STAFF = _("Who of the staff did it.")


class PayoutsKeeper(Keeper):
    """This room as `privacy` knows it."""

    room = "payouts"
    register = {
        "payouts.Address": {
            "id": plain("Number of the address, with the time in it.", retention=_STAYS),
            "member_id": Column(_CONTRACT, Category.IDENTITY, _STAYS, _("Whose address it is: your number.")),
            "way": Column(_CONTRACT, Category.CHOICE, _STAYS, _("How you want to be paid.")),
            "sealed": Column(_CONTRACT, Category.CONTACT, _STAYS, _("Where you want to be paid, encrypted.")),
            "fingerprint": Column(
                "safety", Category.CONTACT, _STAYS,
                _("A mark of that address, by which we see that two people gave the same one."),
            ),
            "hint": Column(_CONTRACT, Category.CONTACT, _STAYS, _("The part of that address that we show you.")),
            "since": Column(_CONTRACT, Category.CHOICE, _STAYS, _("Since when you want to be paid there.")),
            "rests_until": Column("safety", Category.OPERATION, _STAYS, _("Until when a changed address waits.")),
            "replaced_at": Column(_CONTRACT, Category.CHOICE, _STAYS, _("When you gave another address.")),
        },
        "payouts.Payout": {
            "id": plain("Number of the payout, with the time in it.", retention=_BOOKS),
            "member_id": Column(_CONTRACT, Category.IDENTITY, _STAYS, _("Who was paid: your number.")),
            "account": _money(_("The account in the books that it was paid from. It says nothing of who you are.")),
            "way": _money(_("How it was paid.")),
            "provider": _money(_("Who paid it for us.")),
            "minor": _money(_("How much, in the smallest unit of the currency.")),
            "currency": _money(_("The currency of the payout.")),
            "programme": _money(_("The programme under which it was asked for.")),
            "version": _money(_("The version of the terms under which it was asked for.")),
            "region": Column(_LAW, Category.PROFILE, _BOOKS, _("Where you lived: tax law asks for it.")),
            "tax_year": Column(_LAW, Category.MONEY, _BOOKS, _("The tax year in which it counts.")),
            "state": _money(_("How far the payout has come.")),
            "held_for": _safety(_("Why it waits before it is sent.")),
            "trouble": _work(_("What went wrong with it.")),
            "rests_until": _safety(_("Until when it waits because its address was changed.")),
            "hint": Column(_CONTRACT, Category.CONTACT, _STAYS, _("The part of its address that we show you.")),
            "external_id": _work(_("The number under which the provider knows it.")),
            "reference": _work(_("The provider's own number for it.")),
            "body": Column(
                _CONTRACT, Category.CONTACT, "work",
                _("What was sent to the provider, with your address in it, encrypted."),
            ),
            "batch_id": _work(_("The file for the bank that it stands in.")),
            "short_minor": _money(_("What was given back of it, since the provider paid less.")),
            "over_minor": _money(_("What the sponsor bore, since the provider paid more.")),
            "tries": _work(_("How often it was sent.")),
            "asked_at": _money(_("When you asked for it.")),
            "changed_at": _money(_("When it came to its present state.")),
            "sent_at": _money(_("When it was first sent.")),
            "accepted_at": _money(_("When the provider took it, and the money left your balance.")),
            "ended_at": _money(_("When it ended without reaching you, and the money came back.")),
            "claimed_until": _work(_("Until when one program has it for itself.")),
            "next_try_at": _work(_("When it is sent again.")),
            "next_look_at": _work(_("When we ask the provider about it again.")),
            "needs_person": _safety(_("Whether a second person looks at it however little it is.")),
            "approved_by_id": Column("safety", Category.IDENTITY, _BOOKS, _STAFF),
            "approved_at": _safety(_("When a second person said yes to it.")),
        },
        "payouts.Step": {
            "id": plain("Number of the step.", retention=_BOOKS),
            "payout_id": _money(_("The payout that came a step further.")),
            "state": _money(_("The state that it came to.")),
            "at": _money(_("When the payout came to that state.")),
            "by": _money(_("Whether you, the staff, the provider or a rule moved it on.")),
            "trouble": _work(_("What went wrong at that step.")),
        },
        "payouts.Attempt": {
            "id": plain("Number of the sending.", retention="events"),
            "payout_id": Column(_CONTRACT, Category.OPERATION, "events", _("The payout that was sent.")),
            "provider": plain("Whom it was sent to.", retention="events"),
            "begun_at": plain("When the sending began.", retention="events"),
            "ended_at": plain("When the sending ended.", retention="events"),
            "trouble": plain("What went wrong with the sending.", retention="events"),
        },
        "payouts.Call": {
            "id": plain("Number of the call.", retention="events"),
            "provider": plain("Which provider called.", retention="events"),
            "event_id": plain("The provider's number for the call, so that it counts once.", retention="events"),
            "payout_id": Column(_CONTRACT, Category.OPERATION, "events", _("The payout that a provider called about.")),
            "at": plain("When the provider called.", retention="events"),
        },
        "payouts.Health": {
            "provider": plain("A provider of payouts."),
            "stopped_at": plain("Since when it is sent nothing."),
            "stopped_for": plain("Why it is sent nothing."),
            "probe_at": plain("When it is tried again."),
            "judged_from": plain("From which sending on it is judged."),
            "reconciled_at": plain("When its statement was last compared with our books."),
        },
        "payouts.Finding": {
            "id": plain("Number of the finding.", retention=_BOOKS),
            "kind": _work(_("In what a provider and we do not agree.")),
            "provider": _work(_("The provider that does not agree.")),
            "payout_id": _work(_("The payout about which we do not agree.")),
            "about": _work(_("The number under which the provider knows it.")),
            "ours_minor": _money(_("How much we say was paid.")),
            "theirs_minor": _money(_("How much the provider says was paid.")),
            "currency": _money(_("The currency of both.")),
            "found_at": _work(_("When it was found.")),
            "resolved_at": _work(_("When it was put right.")),
            "resolution": _work(_("How it was put right.")),
            "resolved_by_id": Column("safety", Category.IDENTITY, _BOOKS, _STAFF),
        },
        "payouts.Batch": {
            "id": plain("Number of the file for the bank.", retention=_BOOKS),
            "made_at": plain("When the file was made.", retention=_BOOKS),
            "made_by_id": Column("safety", Category.IDENTITY, _BOOKS, _STAFF),
            "sealed_xml": Column(_LAW, Category.CONTACT, _BOOKS, _("The file with names and accounts, encrypted.")),
            "sealed_csv": Column(_LAW, Category.CONTACT, _BOOKS, _("The same as a table, encrypted.")),
            "currency": plain("The currency of the file.", retention=_BOOKS),
        },
        "payouts.TaxForm": {
            "id": plain("Number of the form.", retention=_BOOKS),
            "account": Column(_LAW, Category.MONEY, _BOOKS, _("The account in the books that the form is about.")),
            "member_id": Column(_LAW, Category.IDENTITY, _STAYS, _("Who filled in the form: your number.")),
            "region": Column(_LAW, Category.PROFILE, _BOOKS, _("The country whose tax law asks for it.")),
            "sealed": Column(_LAW, Category.IDENTITY, _BOOKS, _("Your name, address and tax number, encrypted.")),
            "last_digits": Column(_LAW, Category.IDENTITY, _BOOKS, _("The last digits of your tax number.")),
            "recorded_at": Column(_LAW, Category.OPERATION, _BOOKS, _("When you filled in the form.")),
        },
        "payouts.Donation": {
            "id": plain("Number of the donation.", retention=_BOOKS),
            "programme": plain("The programme whose panelists gave it.", retention=_BOOKS),
            "month": plain("The month for which it was given.", retention=_BOOKS),
            "charity": plain("Who got it.", retention=_BOOKS),
            "minor": plain("How much, all panelists together.", retention=_BOOKS),
            "currency": plain("The currency of the donation.", retention=_BOOKS),
            "paid_at": plain("When it was paid over.", retention=_BOOKS),
            "paid_by_id": Column("safety", Category.IDENTITY, _BOOKS, _STAFF),
        },
    }  # fmt: skip

    def held(self, member_id: Any, *, now: datetime) -> list[Held]:  # noqa: ARG002 - the keepers' signature
        told = gettext("You told us.")
        found = []
        for rows, column, purpose, what, source in (
            (Address.objects.filter(member=member_id), "since", _CONTRACT, gettext("Where you want to be paid"), told),
            (
                Payout.objects.filter(member=member_id), "asked_at", _CONTRACT, gettext("What you were paid"),
                gettext("It came about when you asked for money."),
            ),
            (TaxForm.objects.filter(member=member_id), "recorded_at", _LAW, gettext("Your tax form"), told),
        ):  # fmt: skip
            since = rows.order_by(column).values_list(column, flat=True).first()
            if since is not None:
                found.append(Held(self.room, purpose, what, source, rows.count(), since))
        return found

    def tables(self, member_id: Any) -> list[Table]:
        paid = Payout.objects.filter(member=member_id).order_by("asked_at", "id")
        steps = Step.objects.filter(payout__member=member_id).order_by("id")
        return [
            to_take(
                "payouts.Address", Address.objects.filter(member=member_id).order_by("since"), "way", "hint", "since",
                "rests_until", "replaced_at",
            ),
            to_take(
                "payouts.Payout", paid, "id", "way", "provider", "minor", "currency", "programme", "version", "region",
                "tax_year", "state", "trouble", "hint", "external_id", "reference", "short_minor", "asked_at",
                "sent_at", "accepted_at", "ended_at",
            ),
            to_take("payouts.Step", steps, "payout_id", "state", "at", "by", "trouble"),
            to_take(
                "payouts.TaxForm", TaxForm.objects.filter(member=member_id), "region", "last_digits", "recorded_at"
            ),
        ]  # fmt: skip

    def erase(self, member_id: Any, *, now: datetime, purpose: str | None = None) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """Addresses and what was sent go; the sums stay, without the person (law 15).

        A payout that no provider has taken yet keeps its body until one has, and a claim code the one that it can be
        asked for with, in which nobody is named. A tax form stays as long as the law asks
        for it: where the person was paid anything in a country that reports it.
        """
        if purpose is not None:
            return []
        paid = Payout.objects.filter(member=member_id)
        calls = Call.objects.filter(payout__in=list(paid.values_list("pk", flat=True)))
        erased = erase_rows(self.room, Address.objects.filter(member=member_id), calls)
        # The batch of a bank keeps names and accounts as long as the books: a transfer has to be shown to an auditor.
        paid.exclude(state__in=list(RESERVED)).exclude(way=Way.AMAZON, state__in=list(OUT)).update(body=None)
        kept = paid.update(member=None, hint="")
        forms = TaxForm.objects.filter(member=member_id)
        reported = [form.pk for form in forms if Payout.objects.of_purse(form.account).filter(state__in=OUT).exists()]
        gone, _rows = forms.exclude(pk__in=reported).delete()
        stays = forms.update(member=None)
        counts = (("payouts.Payout", 0, kept), ("payouts.TaxForm", gone, stays))
        return erased + [Erased(self.room, store, count, left) for store, count, left in counts if count or left]

    def expire(self, *, now: datetime, events_before: datetime) -> list[Erased]:  # noqa: ARG002 - the keepers' signature
        """Calls and sendings, as any other event."""
        return [
            *erase_rows(self.room, Call.objects.filter(at__lt=events_before)),
            *erase_rows(self.room, Attempt.objects.filter(begun_at__lt=events_before, ended_at__isnull=False)),
        ]


keeper = PayoutsKeeper()
