"""The verbs of erasing: leave, erase one purpose, carry it out room by room, and hand out the signed receipt.

Every room takes one step, in a transaction of its own that also writes down what went; so whoever takes an erasure up
after a crash goes on where it stands, and nothing is counted twice. The last step looks through all rooms once more
with the account locked, and then lets the account go.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from fairpanel.consent.actions import is_live
from fairpanel.consent.values import Purpose
from fairpanel.kit.ids import new_id
from fairpanel.kit.personal import Erased
from fairpanel.kit.problems import Conflict, NotAllowed, NotFound
from fairpanel.ledger.models import Leg
from fairpanel.members.models import Member, Role
from fairpanel.payouts import actions as payouts
from fairpanel.privacy import ports
from fairpanel.privacy.claims import actions as claims
from fairpanel.privacy.claims.values import digest_of
from fairpanel.privacy.complaints import actions as complaints
from fairpanel.privacy.erasures import receipt, tasks
from fairpanel.privacy.erasures.values import new_secret
from fairpanel.privacy.models import Erasure, Step, What
from fairpanel.receipts.giving import give_lines
from fairpanel.rewards import accounts

# How long the signed receipt can be fetched, and how long we try to mail it.
FETCH_DAYS = 30
MAIL_DAYS = 3
# In the signed receipt, so in English like all of it.
WITHOUT_YOU = "amounts stay in the books; nothing in them leads to a person any more"
UNANSWERED = "a complaint that waits for its answer stays with its address, and goes 30 days after it"
_FIRST, _LAST, _OURS, _GIVING = "consent", "members", "privacy", "receipts"


class NotYours(NotAllowed):
    """Only panelists leave by this page. Staff accounts are closed by an operator."""


class NoSuchErasure(NotFound):
    """There is nothing under this link, or its time is over: a deletion receipt can be fetched for 30 days."""


class NoSuchPurpose(NotFound):
    """We collect nothing under that name."""


class BeingErased(Conflict):
    """This is being deleted already. Its page says how far it has come."""


@transaction.atomic
def leave(*, member: Member, now: datetime, keeps_complaints: bool = True, gives_lines: bool = False) -> str:
    """Begin to erase everything of this member, and give the secret by which they find their receipt and money.

    A complaint that nobody has answered yet is answered all the same (a right by law), unless they want that gone, too.
    With `gives_lines`, and while their consent to research stands, coarse lines that lead to nobody stay for research.
    From the commit on nothing is collected and nobody is signed in; the rest is done by a worker within minutes.
    Raises `NotYours` and `BeingErased`.
    """
    if member.role != Role.PANELIST:
        raise NotYours
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if Erasure.objects.filter(member_id=locked.pk, what=What.EVERYTHING).exists():
        raise BeingErased
    secret = new_secret()
    erasure = Erasure.objects.create(
        id=new_id(now), what=What.EVERYTHING, member_id=locked.pk, asked_at=now, language=locked.language,
        address=locked.email, secret=secret, secret_digest=digest_of(secret),
        gives_lines=gives_lines and may_give_lines(member=locked, now=now),
    )  # fmt: skip
    _take_back_what_has_not_gone(locked, now=now)
    claims.keep(member=locked, secret=secret, now=now)
    # Nobody comes in by this account any more, wherever it is signed in.
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    _plan(erasure)
    if keeps_complaints:
        _keep_unanswered(erasure, locked, now=now)
    _take(erasure, erasure.steps.get(room=_FIRST), now=now)
    tasks.erase_later(erasure_id=erasure.id)
    return secret


@transaction.atomic
def erase_purpose(*, member: Member, purpose: Purpose, now: datetime) -> Erasure:
    """Begin to erase everything that was collected for one purpose. The account and what was earned stay.

    Whether more is collected is another question, and the consent page's. Raises `BeingErased`.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    begun = Erasure.objects.filter(member_id=member.pk, finished_at=None)
    if begun.filter(Q(purpose=purpose) | Q(what=What.EVERYTHING)).exists():
        raise BeingErased
    erasure = Erasure.objects.create(
        id=new_id(now), what=What.PURPOSE, purpose=purpose, member_id=member.pk, asked_at=now,
        language=member.language,
    )  # fmt: skip
    _plan(erasure)
    tasks.erase_later(erasure_id=erasure.id)
    return erasure


@transaction.atomic
def certify(*, member: Member, erased: Iterable[Erased], now: datetime) -> Erasure:
    """Write the receipt for one thing that a room has just erased, in the room's own transaction."""
    erasure = Erasure.objects.create(
        id=new_id(now), what=What.RECEIPT, member_id=member.pk, asked_at=now, language=member.language
    )
    counts = list(erased)
    for position, room in enumerate(dict.fromkeys(count.room for count in counts)):
        of_room = [asdict(count) for count in counts if count.room == room]
        Step.objects.create(erasure=erasure, position=position, room=room, done_at=now, counts=of_room)
    _sign(erasure, _sums(counts), [], now=now)
    return erasure


class DeletionReceipts:
    """This room as `receipts` knows it."""

    def done(self, *, member: Member, erased: list[Erased], now: datetime) -> None:
        """One receipt was deleted."""
        certify(member=member, erased=erased, now=now)


@transaction.atomic
def take_step(*, erasure_id: UUID, now: datetime) -> bool:
    """Do the next room's part; after the last one, look once more and sign. Gives whether anything is left to do."""
    erasure = Erasure.objects.select_for_update().filter(pk=erasure_id).first()
    if erasure is None or erasure.is_finished:
        return False
    step = erasure.steps.filter(done_at=None).first()
    if step is None:
        _finish(erasure, now=now)
        return False
    _take(erasure, step, now=now)
    return True


def to_be_mailed(*, erasure_id: UUID) -> Erasure | None:
    """The erasure whose signed receipt waits to be mailed; None where there is nothing to mail."""
    waiting = Erasure.objects.filter(pk=erasure_id, finished_at__isnull=False).exclude(address="")
    return waiting.first()


def mailed(*, erasure_id: UUID, now: datetime) -> None:
    """The mail has gone: the address is forgotten, and so is the secret but for its digest."""
    Erasure.objects.filter(pk=erasure_id).update(address="", secret="", mailed_at=now)


def give_up_mailing(*, now: datetime) -> int:
    """Forget the addresses that take no mail for days. Gives how many."""
    late = Erasure.objects.filter(finished_at__lt=now - timedelta(days=MAIL_DAYS)).exclude(address="")
    return late.update(address="", secret="")


def take_up_what_was_left(*, now: datetime) -> int:
    """Have those carried out, or mailed, that wait without anybody being about to. Gives how many."""
    give_up_mailing(now=now)
    waiting = Erasure.objects.filter(Q(finished_at=None) | ~Q(address=""))
    left = [id_ for id_ in waiting.values_list("id", flat=True) if not tasks.is_to_be_done(erasure_id=id_)]
    for erasure_id in left:
        tasks.erase_later(erasure_id=erasure_id)
    return len(left)


def by_secret(secret: str) -> Erasure:
    """The erasure of whoever holds this secret. Raises `NoSuchErasure`."""
    erasure = Erasure.objects.filter(secret_digest=digest_of(secret)).first()
    if erasure is None:
        raise NoSuchErasure
    return erasure


def of_member(member: Member) -> QuerySet[Erasure]:
    """What this member had erased and can still fetch a receipt of, or what is being erased; the newest first."""
    return Erasure.objects.filter(member_id=member.pk).order_by("-asked_at", "-id")


def waiting() -> QuerySet[Erasure]:
    """What is being erased, the oldest first."""
    return Erasure.objects.filter(finished_at=None).order_by("asked_at")


def document_of(erasure: Erasure, *, now: datetime) -> bytes:
    """The signed receipt as a file. Raises `NoSuchErasure` where it is not done yet or its time is over."""
    if not erasure.can_be_fetched(now):
        raise NoSuchErasure
    return erasure.document.encode()


def may_give_lines(*, member: Member, now: datetime) -> bool:
    """Whether this member is asked on leaving if coarse lines may stay for research: it is done here, and wanted."""
    is_done = ports.filled().programme.in_force(now.date()).research is not None
    return is_done and is_live(member=member, purpose=Purpose.RESEARCH, now=now)


def givers() -> int:
    """How many of those who left gave lines to research."""
    given = Step.objects.filter(counts__contains=[{"store": "receipts.GivenLine"}])
    return given.filter(erasure__gives_lines=True).count()


def _plan(erasure: Erasure) -> None:
    rooms = [keeper.room for keeper in ports.filled().keepers if keeper.room != _LAST]
    Step.objects.bulk_create(
        [Step(erasure=erasure, position=position, room=room) for position, room in enumerate(rooms)]
    )


def _take(erasure: Erasure, step: Step, *, now: datetime) -> None:
    keeper = next((each for each in ports.filled().keepers if each.room == step.room), None)
    # Before they go, in the transaction in which they do.
    given = give_lines(erasure.member_id) if erasure.gives_lines and step.room == _GIVING else []
    # A room that is gone since the plan was made has nothing left to erase.
    erased = [] if keeper is None else keeper.erase(erasure.member_id, now=now, purpose=erasure.purpose or None)
    step.counts = [*step.counts, *(asdict(each) for each in [*given, *erased])]
    step.done_at = now
    step.save(update_fields=["counts", "done_at"])


def _finish(erasure: Erasure, *, now: datetime) -> None:
    """Once through all rooms again, with the account locked so that nothing comes in; then sign."""
    member = Member.objects.select_for_update().filter(pk__in=[erasure.member_id]).first()
    kept = [] if member is None or erasure.purpose else _kept_in_the_books(member)
    again = [
        each
        for keeper in ports.filled().keepers
        for each in keeper.erase(erasure.member_id, now=now, purpose=erasure.purpose or None)
    ]
    before = [Erased(**count) for step in erasure.steps.all() for count in step.counts]
    _sign(erasure, _sums(before + again), kept, now=now)


def _kept_in_the_books(member: Member) -> list[dict[str, object]]:
    legs = Leg.objects.filter(account__name__in=accounts.held_by(member.purse)).count()
    return [{"room": "ledger", "store": "ledger.Leg", "count": legs, "why": WITHOUT_YOU}] if legs else []


def _sums(erased: Iterable[Erased]) -> list[Erased]:
    counted = list(erased)
    gone: Counter[tuple[str, str]] = Counter()
    kept: dict[tuple[str, str], Erased] = {}
    for each in counted:
        place = each.room, each.store
        gone[place] += each.count
        # What stays is the same again each time it is looked at.
        kept[place] = max(each, kept.get(place, each), key=lambda told: told.kept)
    return [Erased(*place, gone[place], kept[place].kept, kept[place].why) for place in sorted(gone)]


def _sign(erasure: Erasure, sums: list[Erased], kept: list[dict[str, object]], *, now: datetime) -> None:
    told = {(each.room, each.store): each.count for each in sums}
    if erasure.what == What.EVERYTHING:
        # Every place where something could have been is listed, also where nothing was.
        told = dict.fromkeys(_personal_stores(), 0) | told
    kept += [{"room": e.room, "store": e.store, "count": e.kept, "why": e.why or WITHOUT_YOU} for e in sums if e.kept]
    programme = ports.filled().programme
    facts = {
        "number": str(erasure.id),
        "panel": {
            "title": programme.title,
            "sponsor": programme.in_force(now.date()).sponsor.name,
            "address": ports.filled().site,
        },
        "what": erasure.what,
        "purpose": erasure.purpose,
        "asked_at": _moment(erasure.asked_at),
        "finished_at": _moment(now),
        "erased": [{"room": room, "store": store, "count": told[room, store]} for room, store in sorted(told)],
        "kept": kept,
    }
    erasure.document = receipt.signed(facts, ports.filled().signing_key)
    erasure.document_until = now + timedelta(days=FETCH_DAYS)
    erasure.finished_at = now
    if erasure.what == What.EVERYTHING:
        erasure.member_id = None
    erasure.save()


def _personal_stores() -> Iterable[tuple[str, str]]:
    for keeper in ports.filled().keepers:
        for table, columns in keeper.register.items():
            if any(column.is_personal and column.retention != "books" for column in columns.values()):
                yield keeper.room, table


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _take_back_what_has_not_gone(member: Member, *, now: datetime) -> None:
    """Money that was asked for and not sent yet comes back to the balance, and is claimed like the rest of it."""
    for payout in claims.not_gone(member):
        # A worker may have sent it meanwhile: then it arrives.
        with suppress(payouts.TooLate):
            payouts.cancel(member=member, payout_id=payout.pk, now=now)


def _keep_unanswered(erasure: Erasure, member: Member, *, now: datetime) -> None:
    """Part unanswered complaints from the account, and write into this room's step that they stay."""
    if kept := complaints.keep_until_answered(member=member, now=now):
        told = Erased(_OURS, "privacy.Complaint", 0, kept=kept, why=UNANSWERED)
        erasure.steps.filter(room=_OURS).update(counts=[asdict(told)])
