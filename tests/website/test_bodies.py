"""A body that is too large is refused before it is held, announced or not."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from django.conf import settings

from fairpanel.website.bodies import Bounded

Message = MutableMapping[str, Any]
CHUNK = b"x" * 1024 * 1024


class Taker:
    """An application that takes the whole body, as Django does, and counts it."""

    def __init__(self) -> None:
        self.bytes = 0
        self.went_away = False

    async def __call__(self, _scope: Message, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.went_away = True
                return
            self.bytes += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def answer_to(taker: Taker, *, chunks: int, headers: list[tuple[bytes, bytes]]) -> int:
    left = chunks
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": CHUNK, "more_body": left > 0}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Bounded(taker)({"type": "http", "headers": headers}, receive, send))
    return int(sent[0]["status"])


def test_a_body_of_two_hundred_megabytes_is_refused_before_a_byte_is_read() -> None:
    taker = Taker()

    status = answer_to(taker, chunks=200, headers=[(b"content-length", b"209715200")])

    assert (status, taker.bytes) == (413, 0)


def test_a_body_that_does_not_say_its_length_is_counted() -> None:
    taker = Taker()

    status = answer_to(taker, chunks=200, headers=[])

    assert status == 413
    assert taker.went_away
    assert taker.bytes <= settings.BODY_BYTES_MAX


def test_a_photo_of_usual_size_passes() -> None:
    taker = Taker()

    status = answer_to(taker, chunks=5, headers=[(b"content-length", b"5242880")])

    assert (status, taker.bytes) == (200, 5 * len(CHUNK))
