"""Servers for SMTP (RFC 5321) and LMTP (RFC 2033): they say 250 when a mail is on the disk, and not before."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, Final, Protocol

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from fairpanel.engines.mail_in.places import Listen
from fairpanel.kit.problems import Conflict
from fairpanel.receipts.mail.values import MAIL_BYTES_MAX, Way
from fairpanel.receipts.mail.values import Envelope as Around

log = structlog.get_logger(__name__)
# Its lines hold addresses, and those are secret.
logging.getLogger("mail.log").disabled = True

# Memory is bounded by connections times bytes; a mail server keeps to far fewer.
CONNECTIONS_MAX: Final = 32
RECIPIENTS_MAX: Final = 20
TAKERS: Final = 4
# How long a client may be silent, and how long one mail may take to come.
SILENCE_SECONDS_MAX: Final = 60.0
DATA_SECONDS_MAX: Final = 300.0
# Longer than any line may be; broken mails have some that are longer than they should be.
LINE_BYTES_MAX: Final = 64 * 1024
# Who goes on sending so much more than we take is cut off.
_PATIENCE_TIMES: Final = 4
_COMMANDS_MAX: Final = 1_000
_END_OF_NOTHING: Final = b".\r\n"
_END: Final = b"\r\n" + _END_OF_NOTHING
_STUFFED: Final = re.compile(rb"(?:\A|(?<=\r\n))\.")
_UNKNOWN: Final = "550 5.1.1 There is nobody here of that address"
_LATER: Final = "451 4.3.0 We cannot keep it at the moment; try again"
_FULL: Final = "452 4.2.2 Too many mails wait there already; try again later"
_TOO_LARGE: Final = "552 5.3.4 This is larger than we take"
_UNTOLD: Final = "[UNAVAILABLE]"


class Taker(Protocol):
    """Who knows the addresses and keeps the mails. Called in threads; several at once."""

    def is_known(self, address: str) -> bool:
        """Whether mail to this address is taken. Raises anything where nobody can tell now."""

    def take(self, data: bytes, recipients: Sequence[str], around: Around) -> None:
        """Keep it: when this returns, it is on the disk.

        Raises `Conflict` where too many wait there already, and anything else where it cannot be kept.
        """


class MailServer:
    """Listens at each of these places until it is closed."""

    def __init__(
        self, taker: Taker, *, tls: ssl.SSLContext | None = None,
        trusted: Sequence[IPv4Network | IPv6Network] = (), data_seconds_max: float = DATA_SECONDS_MAX,
        silence_seconds_max: float = SILENCE_SECONDS_MAX,
    ) -> None:  # fmt: skip
        """Servers within `trusted` may say for whom they pass a mail on (XFORWARD)."""
        self._threads = ThreadPoolExecutor(TAKERS, thread_name_prefix="mail")
        self._handler = _Handler(taker, self._threads, tuple(trusted))
        self._tls = tls
        self._seconds = (data_seconds_max, silence_seconds_max)
        self._servers: list[asyncio.Server] = []

    async def open(self, places: Sequence[Listen]) -> list[tuple[str, int]]:
        """Listen; gives where, with the port where one was left to choose. Raises `OSError`."""
        loop = asyncio.get_running_loop()
        for place in places:
            make = self._made(_Lmtp if place.way is Way.LMTP else _Smtp)
            self._servers.append(await loop.create_server(make, place.host, place.port, backlog=CONNECTIONS_MAX))
        return [server.sockets[0].getsockname()[:2] for server in self._servers]

    async def close(self) -> None:
        """Take no more; what is being kept is kept first."""
        for server in self._servers:
            server.close()
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)

    def _made(self, protocol: type[_Bounded]) -> Callable[[], _Bounded]:
        data_seconds, silence_seconds = self._seconds

        def make() -> _Bounded:
            made = protocol(
                self._handler, data_size_limit=MAIL_BYTES_MAX, hostname="fairpanel", ident="", enable_SMTPUTF8=True,
                tls_context=self._tls, timeout=silence_seconds, command_call_limit={"*": _COMMANDS_MAX},
                auth_exclude_mechanism=["LOGIN", "PLAIN"], loop=asyncio.get_running_loop(),
            )  # fmt: skip
            made.data_seconds_max = data_seconds
            return made

        return make


class _Handler:
    """What the protocol asks: each answer is a line of SMTP. Nothing of a mail or an address goes into a line."""

    def __init__(self, taker: Taker, threads: ThreadPoolExecutor, trusted: Sequence[IPv4Network | IPv6Network]) -> None:
        self._taker, self._threads, self._trusted = taker, threads, trusted
        self.connections = 0

    def trusts(self, session: Session) -> bool:
        """Whether the server on the other side may say for whom it passes a mail on."""
        try:
            peer = ip_address(_peer(session))
        except ValueError:
            return False
        return peer.is_loopback or any(peer in network for network in self._trusted)

    async def handle_EHLO(  # noqa: N802 - the library's signature
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """What we can do, and who greets us."""
        session.host_name = hostname
        offers = ["250-XFORWARD NAME ADDR PROTO HELO"] if self.trusts(session) else []
        # Nobody signs in here.
        kept = [answer for answer in answers[:-1] if not answer.startswith("250-AUTH")]
        return [*kept, "250-PIPELINING", "250-ENHANCEDSTATUSCODES", *offers, answers[-1]]

    async def handle_RCPT(  # noqa: N802 - the library's signature
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Only addresses of ours are taken, so nothing is ever passed on to anybody."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return "452 4.5.3 Too many recipients; send the rest again"
        try:
            is_known = await self._run(self._taker.is_known, address)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the other side tries again
            log.warning("nobody can tell whether an address is known", fault=type(failure).__name__)
            return _LATER
        if not is_known:
            return _UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Keep it, then say so."""
        way = Way.LMTP if isinstance(server, LMTP) else Way.SMTP
        assert isinstance(envelope.content, bytes), "we ask for bytes"
        try:
            around = self._around(server, session, envelope, way)
            await self._run(self._taker.take, envelope.content, tuple(envelope.rcpt_tos), around)
        except Conflict:
            return _each(_FULL, way, envelope)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the mail is not kept, and nothing of it is said
            log.warning("a mail could not be kept", fault=type(failure).__name__)
            return _each(_LATER, way, envelope)
        return _each("250 2.0.0 Kept", way, envelope)

    async def handle_exception(self, error: Exception) -> str:
        """Something broke in the middle of a conversation."""
        log.warning("a conversation with a mail server broke", fault=type(error).__name__)
        return "451 4.3.0 Something broke; try again"

    def _around(self, server: SMTP, session: Session, envelope: Envelope, way: Way) -> Around:
        forwarded = server.forwarded if isinstance(server, _Bounded) else {}
        # What a server on this machine passes on without a word comes from nobody knows where.
        direct = "" if self.trusts(session) else _peer(session)
        return Around(
            way, sender=(envelope.mail_from or "")[:320], ip=forwarded.get("ADDR", direct),
            helo=forwarded.get("HELO", "" if self.trusts(session) else str(session.host_name or ""))[:255],
        )  # fmt: skip

    async def _run(self, call: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *arguments)


class _Bounded(SMTP):
    """The library's protocol with bounds: on connections, on a line, on a mail, and on the time that it takes."""

    line_length_limit = LINE_BYTES_MAX
    local_part_limit = 128
    data_seconds_max = DATA_SECONDS_MAX
    forwarded: Mapping[str, str] = {}
    event_handler: _Handler

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is None:
            self.event_handler.connections += 1
        super().connection_made(transport)
        if self.event_handler.connections > CONNECTIONS_MAX:
            assert isinstance(transport, asyncio.WriteTransport)
            transport.write(b"421 4.7.0 Too many connections; try again\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.event_handler.connections -= 1
        super().connection_lost(error)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: ARG002, N802 - the library's signature
        """Nobody signs in here."""
        await self.push("502 5.5.1 Nobody signs in here")

    async def smtp_VRFY(self, arg: str) -> None:  # noqa: ARG002, N802 - the library's signature
        """Nobody is told who is here."""
        await self.push("252 2.0.0 Send it, then you see")

    @syntax("XFORWARD attribute=value ...")
    async def smtp_XFORWARD(self, arg: str) -> None:  # noqa: N802 - the library's way
        """For whom a server before ours passes a mail on (https://www.postfix.org/XFORWARD_README.html)."""
        assert self.session is not None
        if not self.event_handler.trusts(self.session):
            await self.push("550 5.7.0 You are not one whom we would believe")
            return
        told = dict(pair.partition("=")[::2] for pair in (arg or "").split())
        known = {name.upper(): value for name, value in told.items() if value != _UNTOLD}
        if "ADDR" in known:
            known["ADDR"] = known["ADDR"].removeprefix("IPV6:").removeprefix("IPv6:")
            try:
                ip_address(known["ADDR"])
            except ValueError:
                await self.push("501 5.5.4 ADDR is not an address")
                return
        self.forwarded = {**self.forwarded, **known}
        await self.push("250 2.0.0 OK")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the library's way
        """As the library does it, but that what is too long is not kept in memory, and that it ends some day."""
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        # The library's clock counts from the last command; ours is for all of the mail.
        self._reset_timeout(self.data_seconds_max + SILENCE_SECONDS_MAX)
        try:
            async with asyncio.timeout(self.data_seconds_max):
                content = await self._content()
        except TimeoutError:
            await self._end("421 4.4.2 This takes too long; try again")
            return
        if content is None:
            await self.push(_each(_TOO_LARGE, Way.LMTP if isinstance(self, LMTP) else Way.SMTP, self.envelope))
        else:
            self.envelope.content = self.envelope.original_content = content
            await self.push(await self._call_handler_hook("DATA"))
        self._set_post_data_state()  # type: ignore[no-untyped-call]

    async def _content(self) -> bytes | None:
        """What stands up to the line with a dot alone; None where it is too large, or one of its lines.

        Large pieces are taken at once: line by line, a mail of 40 kB costs ten times as much.
        """
        kept = _Kept()
        # At the beginning of a line, as here, the end may stand without a line before it.
        while (first := await self._reader.readexactly(1)) in {b".", b"\r"}:
            size, last = len(first), first
            while not last.endswith(b"\r\n"):
                piece = await self._piece(b"\n")
                kept.add(last[:-2])
                size, last = size + len(piece), last[-2:] + piece
            if size == len(_END_OF_NOTHING) and last == _END_OF_NOTHING:
                return kept.content()
            kept.add(last)
        kept.add(first)
        while not (piece := await self._piece(_END)).endswith(_END):
            kept.add(piece)
        kept.add(piece[: -len(_END_OF_NOTHING)])
        return kept.content()

    async def _piece(self, end: bytes) -> bytes:
        """What comes up to `end`, or as much as can be held at once."""
        try:
            return await self._reader.readuntil(end)
        except asyncio.LimitOverrunError as too_long:
            return await self._reader.read(too_long.consumed)

    async def _end(self, line: str) -> None:
        await self.push(line)
        if self.transport is not None:
            self.transport.close()


class _Smtp(_Bounded):
    pass


class _Lmtp(_Bounded, LMTP):
    pass


class _Kept:
    """What has come of a mail, while it is not larger than we take."""

    def __init__(self) -> None:
        self._bytes, self._size = bytearray(), 0

    def add(self, piece: bytes) -> None:
        """Keep it too. Raises `TimeoutError` for who goes on and on."""
        self._size += len(piece)
        if self._size > _PATIENCE_TIMES * MAIL_BYTES_MAX:
            raise TimeoutError
        if self._size > MAIL_BYTES_MAX:
            self._bytes.clear()
        else:
            self._bytes += piece

    def content(self) -> bytes | None:
        """All of it, without the dots that were put at the beginning of lines on the way (RFC 5321, section 4.5.2)."""
        if self._size > MAIL_BYTES_MAX or _has_long_line(self._bytes):
            return None
        return _STUFFED.sub(b"", bytes(self._bytes))


def _has_long_line(content: bytes | bytearray) -> bool:
    at = 0
    while len(content) - at > LINE_BYTES_MAX:
        end = content.rfind(b"\r\n", at, at + LINE_BYTES_MAX)
        if end < 0:
            return True
        at = end + 2
    return False


def _peer(session: Session) -> str:
    """The address of the other side; empty where there is none."""
    peer: Any = session.peer
    return str(peer[0]) if isinstance(peer, tuple) and peer else ""


def _each(line: str, way: Way, envelope: Envelope) -> str:
    """The line, or in LMTP the same line for each recipient (RFC 2033, section 4.2)."""
    return "\r\n".join([line] * len(envelope.rcpt_tos)) if way is Way.LMTP else line
