"""The verbs of a copy: ask for it, make it, fetch it; and letting it go."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation

from fairpanel.consent import actions as consent
from fairpanel.kit.ids import new_id
from fairpanel.kit.problems import Conflict, NotFound
from fairpanel.members.models import Member
from fairpanel.notices import actions as notices
from fairpanel.notices.values import Kind
from fairpanel.privacy import ports
from fairpanel.privacy.models import Copy
from fairpanel.privacy.take_along import archive, tasks
from fairpanel.privacy.take_along.keeping import let_go
from fairpanel.privacy.zones import zone_of
from fairpanel.vault import keys
from fairpanel.vault.problems import NoKey

COPY_DAYS = 7


class BeingMade(Conflict):
    """We are making your copy already. You get a mail when it is ready."""


class NoSuchCopy(NotFound):
    """There is no such copy: its time is over, or it is not yours. You can ask for a new one."""


@transaction.atomic
def ask(*, member: Member, now: datetime) -> Copy:
    """Have a copy made; one that is there already goes. Raises `BeingMade`."""
    # Two taps wait for each other here.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    for earlier in Copy.objects.of_member(member.pk):
        if not earlier.is_ready:
            raise BeingMade
        let_go(earlier, now=now)
    # The worker makes no key: who has left meanwhile has none, and then there is no copy of theirs.
    keys.made_for(member.pk)
    copy = Copy.objects.create(id=new_id(now), member=member, asked_at=now)
    tasks.make_later(copy_id=copy.pk)
    return copy


def make(*, copy_id: UUID, now: datetime) -> Copy | None:
    """Make the copy, seal it, and tell the member. Done again it changes nothing; None where nobody wants it any more.

    Reading takes as long as it takes, so only the end is a transaction.
    """
    copy = Copy.objects.select_related("member").filter(pk=copy_id).first()
    if copy is None or copy.is_ready:
        return copy
    vault, size = ports.filled().copies, _Size()
    try:
        with translation.override(copy.member.language):
            name = vault.seal_pieces(size.counted(_pieces(copy.member, now=now)), owner=copy.member_id)
    except NoKey:
        return None
    try:
        return _ready(copy_id, name=name, size_bytes=size.bytes, now=now)
    except BaseException:
        vault.drop(name)
        raise


@transaction.atomic
def fetch(*, member: Member, copy_id: UUID, now: datetime) -> tuple[Copy, Iterator[bytes]]:
    """The member's own copy and its bytes, piece by piece. Raises `NoSuchCopy`, also for anybody else's."""
    copy = Copy.objects.of_member(member.pk).filter(pk=copy_id).first()
    if copy is None or not copy.is_ready or copy.is_over(now):
        raise NoSuchCopy
    pieces = ports.filled().copies.open_pieces(copy.name)
    Copy.objects.filter(pk=copy.pk).update(fetched_at=now)
    return copy, pieces


def last_of(member: Member) -> Copy | None:
    """The member's copy, in whatever state."""
    return Copy.objects.of_member(member.pk).first()


class _Size:
    """Counts the bytes that pass."""

    def __init__(self) -> None:
        self.bytes = 0

    def counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.bytes += len(piece)
            yield piece


def _pieces(member: Member, *, now: datetime) -> Iterator[bytes]:
    filled = ports.filled()
    return archive.pieces(
        member.pk, keepers=filled.keepers, records={"consent-record": consent.record(member=member, now=now)},
        sponsor=filled.programme.in_force(now.date()).sponsor.name, now=now,
    )  # fmt: skip


@transaction.atomic
def _ready(copy_id: UUID, *, name: str, size_bytes: int, now: datetime) -> Copy | None:
    copy = Copy.objects.select_for_update(of=("self",)).select_related("member").filter(pk=copy_id).first()
    if copy is None or copy.is_ready:
        # Whoever left meanwhile wants nothing of it to stay.
        ports.filled().copies.drop(name)
        return copy
    copy.name, copy.size_bytes, copy.ready_at, copy.until = name, size_bytes, now, now + timedelta(days=COPY_DAYS)
    copy.save(update_fields=["name", "size_bytes", "ready_at", "until"])
    notices.tell(
        kind=Kind.COPY_READY, member_id=copy.member.pk, address=copy.member.email, language=copy.member.language,
        zone=zone_of(copy.member, now=now), facts={"days": COPY_DAYS}, key=f"{Kind.COPY_READY}:{copy.pk}", now=now,
    )  # fmt: skip
    return copy
