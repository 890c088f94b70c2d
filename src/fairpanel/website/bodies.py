"""No request is larger than what we take: told at once, before its body is read."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
DRAINED_BYTES_MAX = 256 * 1024 * 1024
SENTENCE = b"This file is larger than the {megabytes} MB that we take. Take a photo of the receipt instead."


class Bounded:
    """Refuses bodies over `settings.BODY_BYTES_MAX` by their announced length, and by counting where none is said."""

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        said = headers.get(b"content-length", b"0")
        if not said.isdigit() or int(said) > settings.BODY_BYTES_MAX:
            await _refuse(receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > settings.BODY_BYTES_MAX:
                # Django drops a request whose sender went away, and with it all that it holds of the body.
                return {"type": "http.disconnect"}
            return message

        await self.application(scope, counted, send)
        if taken > settings.BODY_BYTES_MAX:
            await _refuse(receive, send)


async def _let_pass(receive: Receive) -> None:
    """Take what is still being sent and keep nothing of it: a sender that is cut off never hears why."""
    left = DRAINED_BYTES_MAX
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _refuse(receive: Receive, send: Send) -> None:
    await _let_pass(receive)
    sentence = SENTENCE.replace(b"{megabytes}", str(settings.UPLOAD_BYTES_MAX // 1024 // 1024).encode())
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(sentence)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
