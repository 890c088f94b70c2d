"""Fetches mails from a mailbox by IMAP (RFC 9051): each is taken once, and deleted there when it is on our disk."""

from __future__ import annotations

import contextlib
import imaplib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog

from fairpanel.engines.mail_in.places import Mailbox
from fairpanel.receipts.mail.values import MAIL_BYTES_MAX, Place

log = structlog.get_logger(__name__)

POLL_SECONDS: Final = 60.0
_ANSWER_SECONDS_MAX: Final = 30.0
# More come with the next look.
_MAILS_A_LOOK_MAX: Final = 1_000
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d{1,12})")


class Collector(Protocol):
    """Who keeps what was fetched."""

    def is_seen(self, place: Place) -> bool:
        """Whether the mail at this place was kept already."""

    def take(self, data: bytes, place: Place) -> None:
        """Keep it: when this returns, it is on the disk. Raises anything where it is not."""

    def note_too_large(self, head: bytes, place: Place) -> None:
        """Write down a mail of which only the headers were fetched."""


class MailboxFault(Exception):
    """The mailbox did not do what it was asked to."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Looks into one mailbox now and then."""

    mailbox: Mailbox
    collector: Collector

    def watch(self, stop: threading.Event, *, every_seconds: float = POLL_SECONDS) -> None:
        """Look until told to stop. What fails is tried again with the next look."""
        while not stop.is_set():
            try:
                self.look()
            except Exception as failure:  # noqa: BLE001 - networks and servers fail in many ways, and recover
                log.warning("a mailbox cannot be read", fault=type(failure).__name__)
            stop.wait(every_seconds)

    def look(self) -> int:
        """Take what is there, oldest first; gives how many were new. Raises what networks and servers raise."""
        with self._signed_in() as session:
            _of(session.select(self.mailbox.folder))
            told = session.response("UIDVALIDITY")[1]
            if not told or not isinstance(told[0], bytes):
                raise MailboxFault("it does not say how it counts")
            validity = int(told[0])
            [listed] = _of(session.uid("SEARCH", "ALL"))
            uids = sorted(int(uid) for uid in (listed or b"").split())[:_MAILS_A_LOOK_MAX]
            taken = 0
            for uid in uids:
                place = Place(self.mailbox.name, validity, uid)
                if not self.collector.is_seen(place):
                    self._take(session, place)
                    taken += 1
                # Only now: it is on our disk, this time or an earlier one.
                _delete(session, uid)
            return taken

    def _take(self, session: imaplib.IMAP4, place: Place) -> None:
        size = _SIZE.search(b"".join(_flat(_of(session.uid("FETCH", str(place.uid), "(RFC822.SIZE)")))))
        if size is None:
            raise MailboxFault("it does not say how large a mail is")
        if int(size[1]) > MAIL_BYTES_MAX:
            self.collector.note_too_large(_literal(session, place.uid, "(BODY.PEEK[HEADER])"), place)
        else:
            self.collector.take(_literal(session, place.uid, "(BODY.PEEK[])"), place)

    @contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        box = self.mailbox
        make: Callable[..., imaplib.IMAP4] = imaplib.IMAP4_SSL if box.with_tls else imaplib.IMAP4
        session = make(box.host, box.port, timeout=_ANSWER_SECONDS_MAX)
        try:
            session.login(box.user, box.password)
            yield session
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                session.logout()


def _literal(session: imaplib.IMAP4, uid: int, what: str) -> bytes:
    for part in _of(session.uid("FETCH", str(uid), what)):
        if isinstance(part, tuple):
            return bytes(part[1])
    raise MailboxFault("it gave no mail")


def _delete(session: imaplib.IMAP4, uid: int) -> None:
    _of(session.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
    if "UIDPLUS" in session.capabilities:
        _of(session.uid("EXPUNGE", str(uid)))
    else:
        _of(session.expunge())


def _of(answer: tuple[str, Any]) -> list[Any]:
    status, parts = answer
    if status != "OK":
        raise MailboxFault("it said no")
    return list(parts)


def _flat(parts: list[Any]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, tuple):
            yield from (bytes(each) for each in part)
        elif isinstance(part, bytes):
            yield part
