"""Open a mail that was taken, and settle it once."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fairpanel.consent import actions as consent
from fairpanel.consent.actions import NoConsent
from fairpanel.consent.guards import collects, needs_no_consent, reads
from fairpanel.consent.values import Purpose, Standing
from fairpanel.kit.problems import Problem
from fairpanel.receipts import actions as receipts
from fairpanel.receipts import ports as room
from fairpanel.receipts.actions.locking import lock_member
from fairpanel.receipts.keeping import discard
from fairpanel.receipts.mail import ports
from fairpanel.receipts.mail.actions.seeing import SHOWN_DAYS
from fairpanel.receipts.mail.actions.taking import unwrapped
from fairpanel.receipts.mail.values import Opened, Outcome, ToOpen, Verification, Why
from fairpanel.receipts.models import Mail
from fairpanel.receipts.values import Channel
from fairpanel.vault.problems import DamagedInVault, NotInVault

# How often a worker begins to open a mail. One that kills its worker is tried once more, by another one.
OPENINGS_MAX = 2
# How long a vault that does not give a mail is taken to be at fault, and not the mail.
VAULT_PATIENCE = timedelta(days=1)


@reads(Purpose.RECEIPTS)
@transaction.atomic
def begin_opening(*, mail_id: UUID, now: datetime) -> ToOpen | None:
    """What a worker needs to open this mail; None where there is nothing to do, or not yet.

    Raises `vault.problems.NotInVault` or `DamagedInVault` for a day. That it begins is counted before it does: a mail
    that kills its reader is not opened for ever.
    """
    mail = _locked(mail_id)
    if mail is None or mail.outcome != Outcome.WAITING or not _may_open(mail, now=now):
        return None
    if mail.openings_begun >= OPENINGS_MAX:
        _close(mail, Outcome.NOT_TAKEN, why=Why.UNREADABLE, now=now)
        return None
    try:
        data, envelope = unwrapped(room.filled().vault.open(mail.sealed))
    except (NotInVault, DamagedInVault):
        if now - mail.came_at < VAULT_PATIENCE:
            raise
        _close(mail, Outcome.NOT_TAKEN, why=Why.UNREADABLE, now=now)
        return None
    mail.openings_begun += 1
    mail.save(update_fields=["openings_begun"])
    return ToOpen(data, envelope, mail.to_everybody, is_last_try=mail.openings_begun == OPENINGS_MAX)


@collects(Purpose.RECEIPTS)
@transaction.atomic
def settle_mail(*, mail_id: UUID, opened: Opened | None, now: datetime) -> Mail | None:
    """Make receipts of what was found, write down what became of the mail, and let it go. Done again: nothing changes.

    `opened` is None where opening has failed. Gives None where the mail is no more or has to wait.
    """
    mail = _locked(mail_id)
    if mail is None or mail.outcome != Outcome.WAITING:
        return mail
    if not _may_open(mail, now=now):
        return None
    if opened is None:
        _close(mail, Outcome.NOT_TAKEN, why=Why.UNREADABLE, now=now)
        return mail
    mail.dkim, mail.spf, mail.arc = (each.value for each in (opened.proof.dkim, opened.proof.spf, opened.proof.arc))
    if opened.verification is not None:
        _show(mail, opened.verification, now=now)
        _close(mail, Outcome.SHOWN, now=now)
        return mail
    why = opened.why or _submit_all(mail, opened.papers, now=now)
    if why is None:
        _close(mail, Outcome.TAKEN, now=now)
    else:
        _close(mail, Outcome.NOT_TAKEN, why=why, now=now)
    return mail


def _submit_all(mail: Mail, papers: tuple[bytes, ...], *, now: datetime) -> Why | None:
    """Send each as a receipt of its own; why nothing came of any of them, or None where something did."""
    assert mail.member is not None, "nobody's mail is not opened"
    whys = []
    for paper in papers:
        try:
            receipts.submit(member=mail.member, data=paper, channel=Channel.MAIL, now=now)
        except receipts.AlreadySent:
            whys.append(Why.SENT_BEFORE)
        except (receipts.NoReceiptsTaken, receipts.NotJoined):
            whys.append(Why.NOT_TAKEN_HERE)
        except NoConsent:
            whys.append(Why.NO_CONSENT)
        except Problem:
            whys.append(Why.UNREADABLE)
        else:
            mail.receipts += 1
    if mail.receipts:
        return None
    return whys[0] if whys else Why.NO_ORDER


def _show(mail: Mail, found: Verification, *, now: datetime) -> None:
    told = json.dumps(dict(found.facts())).encode()
    mail.shown = ports.filled().seal.seal(told, about=f"mail {mail.id.hex}")
    mail.shown_until = now + timedelta(days=SHOWN_DAYS)


def _close(mail: Mail, outcome: Outcome, *, why: Why | None = None, now: datetime) -> None:
    discard(mail.sealed, now=now)
    mail.sealed, mail.outcome, mail.why = "", outcome.value, why.value if why else ""
    if why is Why.NO_CONSENT:
        # Nothing but the fact that a mail came.
        mail.member = None
    mail.save()


def _may_open(mail: Mail, *, now: datetime) -> bool:
    """Whether its panelist's consent stands. Where it was taken back the mail goes; while it is paused it waits."""
    assert mail.member is not None, "nobody's mail is not opened"
    stands = consent.standing(member=mail.member, purpose=Purpose.RECEIPTS, now=now)
    if stands.is_undecided:
        mail.openings_begun = 0
        mail.save(update_fields=["openings_begun"])
    elif stands is not Standing.LIVE:
        _close(mail, Outcome.NOT_TAKEN, why=Why.NO_CONSENT, now=now)
    return stands is Standing.LIVE


@needs_no_consent("It is taken by what asks.")
def _locked(mail_id: UUID) -> Mail | None:
    """The mail and its member, locked, the member first as everywhere; None where there is nothing to open."""
    member_id = Mail.objects.filter(pk=mail_id).values_list("member_id", flat=True).first()
    if member_id is None:
        return None
    lock_member(member_id)
    return Mail.objects.select_for_update(of=("self",)).select_related("member").filter(pk=mail_id).first()
