"""The demo lets anybody in as anybody, so it is only for who sits at this machine."""

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any

from fairpanel.website.bodies import Message, Receive, Send


def is_loopback(host: str) -> bool:
    """Whether an address is only reached from this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class OnlyHere:
    """Refuses whoever reached the application at another address than loopback, whichever server runs it."""

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One connection."""
        reached_at, _port = scope.get("server") or ("", None)
        if scope["type"] == "http" and not is_loopback(reached_at):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"The demo is only served on this machine."})
            return
        await self.application(scope, receive, send)
