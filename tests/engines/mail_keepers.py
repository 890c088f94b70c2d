"""Whoever keeps what servers and fetchers take, in memory; and a server that runs beside a test."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fairpanel.engines.mail_in.places import Listen
from fairpanel.engines.mail_in.serving import MailServer
from fairpanel.receipts.mail.values import Envelope, Place, Way

OURS = "receipts-abc@in.panel.example"
OTHER = "receipts-def@in.panel.example"


@dataclass
class Keeper:
    """Keeps mails, or fails to where a test wants that."""

    kept: list[tuple[bytes, tuple[str, ...], Envelope]] = field(default_factory=list)
    fetched: dict[Place, bytes] = field(default_factory=dict)
    too_large: list[Place] = field(default_factory=list)
    fails: BaseException | None = None

    def is_known(self, address: str) -> bool:
        return address.lower() in {OURS, OTHER}

    def take(self, data: bytes, recipients: Any, around: Envelope | None = None) -> None:
        if self.fails is not None:
            raise self.fails
        if isinstance(recipients, Place):
            self.fetched[recipients] = data
        else:
            assert around is not None
            self.kept.append((data, tuple(recipients), around))

    def is_seen(self, place: Place) -> bool:
        return place in self.fetched or place in self.too_large

    def note_too_large(self, head: bytes, place: Place) -> None:
        assert head
        self.too_large.append(place)


@contextmanager
def serving(keeper: Keeper, *, way: Way = Way.SMTP, **settings: Any) -> Iterator[tuple[str, int]]:
    """A server on a free port of loopback."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def open_one() -> tuple[MailServer, tuple[str, int]]:
        server = MailServer(keeper, **settings)
        [place] = await server.open([Listen(way, "127.0.0.1", 0)])
        return server, place

    server, place = asyncio.run_coroutine_threadsafe(open_one(), loop).result(10)
    try:
        yield place
    finally:
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(20)
        asyncio.run_coroutine_threadsafe(_settle(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _settle() -> None:
    """Whatever conversation is left ends."""
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.05)


def lines_of(place: tuple[str, int], *said: bytes) -> Sequence[bytes]:
    """What a server answers to these lines, one after the other, the greeting first."""
    import socket

    with socket.create_connection(place, timeout=20) as wire, wire.makefile("rb") as heard:
        answers = [heard.readline()]
        for line in said:
            wire.sendall(line)
            answer = heard.readline()
            while answer[3:4] == b"-":
                answer = heard.readline()
            answers.append(answer)
        return answers
