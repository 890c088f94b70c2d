"""Taking mail in: the servers and the fetcher over the room's actions."""

import asyncio
import signal
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils import timezone

from fairpanel.engines.mail_in.fetching import Fetcher
from fairpanel.engines.mail_in.places import Listen
from fairpanel.engines.mail_in.serving import MailServer
from fairpanel.kit.problems import Conflict, Invalid
from fairpanel.receipts.mail import actions, rules
from fairpanel.receipts.mail.values import Envelope, Place, Way
from fairpanel.website.mail_in_settings import MailIn

Tell = Callable[[list[str]], None]


class NoMailDomain(Invalid):
    """No domain is set for receipts by mail. Set FAIRPANEL_MAIL_IN_DOMAIN, then start this again."""


class CannotListenForMail(Conflict):
    """We cannot listen for mail at {places}: {why}. Choose another place in FAIRPANEL_MAIL_IN_LISTEN."""


class NoCertificate(Invalid):
    """The certificate that FAIRPANEL_MAIL_IN_CERTIFICATE names cannot be read: {why}."""


class _Room:
    """The room `receipts` as servers and fetchers know it. Each thread keeps its connection while that works."""

    def is_known(self, address: str) -> bool:
        with _connected():
            return actions.is_known(address)

    def take(self, data: bytes, recipients: Sequence[str], around: Envelope) -> None:
        with _connected():
            actions.take(data=data, recipients=recipients, envelope=around, now=timezone.now())


class _Collected:
    """The room `receipts` as a fetcher knows it."""

    def is_seen(self, place: Place) -> bool:
        with _connected():
            return actions.is_seen(place)

    def take(self, data: bytes, place: Place) -> None:
        with _connected():
            to = _recipient(data)
            actions.take(data=data, recipients=[to], envelope=Envelope(Way.IMAP), now=timezone.now(), place=place)

    def note_too_large(self, head: bytes, place: Place) -> None:
        with _connected():
            told = rules.head_of(head)
            actions.note_too_large(
                name=told.key if told else head, recipients=[_recipient(head)], envelope=Envelope(Way.IMAP),
                place=place, now=timezone.now(),
            )  # fmt: skip


def _recipient(data: bytes) -> str:
    """Which of our addresses a fetched mail went to; empty where none did."""
    head = rules.head_of(data)
    return next((to for to in head.recipients if actions.is_known(to)), "") if head else ""


@contextmanager
def _connected() -> Iterator[None]:
    try:
        yield
    except BaseException:
        # Whatever it was, the next one begins with a connection that works.
        connection.close()
        raise


def run(*, tell: Tell) -> None:
    """Take mail in until a signal comes. `tell` is called with where, once we listen.

    Raises `NoMailDomain`, `NoCertificate` and `CannotListenForMail`.
    """
    asyncio.run(_run(settings.ENVIRONMENT.mail_in, tell))


async def _run(said: MailIn, tell: Tell) -> None:
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    async with _taking(said) as places:
        tell(places)
        await told_to_stop.wait()


class _taking:  # noqa: N801 - it is entered like a function
    """Servers and fetcher, for as long as this is entered; gives where the servers listen."""

    def __init__(self, said: MailIn) -> None:
        if not said.domain:
            raise NoMailDomain
        self._said = said
        self._server = MailServer(_Room(), tls=_tls(said), trusted=said.trusted)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    async def __aenter__(self) -> list[str]:
        try:
            found = await self._server.open(self._said.listen)
        except OSError as error:
            places = " ".join(map(_written, self._said.listen))
            raise CannotListenForMail(places=places, why=(error.strerror or str(error)).lower()) from None
        if self._said.mailbox is not None:
            fetcher = Fetcher(self._said.mailbox, _Collected())
            self._thread = threading.Thread(target=fetcher.watch, args=[self._stop], name="imap", daemon=True)
            self._thread.start()
        return [
            _written(Listen(place.way, host, port))
            for place, (host, port) in zip(self._said.listen, found, strict=True)
        ]

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        await self._server.close()


def _tls(said: MailIn) -> ssl.SSLContext | None:
    if said.certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(said.certificate)
    except (OSError, ssl.SSLError) as error:
        raise NoCertificate(why=(error.strerror or str(error)).lower()) from None
    return context


def _written(place: Listen) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"{place.way.value}://{host}:{place.port}"
