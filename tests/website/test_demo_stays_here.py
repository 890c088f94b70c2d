"""The demo, which lets anybody in as anybody, is not served to anybody else."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from fairpanel.website.loopback import OnlyHere
from fairpanel.website.serving import CannotListen, DemoInTheOpen, listen

Message = MutableMapping[str, Any]


async def application(_scope: Message, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def status_at(server: tuple[str, int | None] | None) -> int:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(OnlyHere(application)({"type": "http", "server": server}, None, send))  # type: ignore[arg-type]
    return int(sent[0]["status"])


@pytest.mark.parametrize(
    ("server", "status"),
    [
        (("127.0.0.1", 8000), 200),
        (("::1", 8000), 200),
        (("192.168.1.7", 8000), 403),
        (("/run/demo.sock", None), 403),
        (None, 403),
    ],
)
def test_whoever_comes_to_another_address_is_turned_away(server: tuple[str, int | None] | None, status: int) -> None:
    assert status_at(server) == status


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "panel.example.org"])  # noqa: S104 - what must be refused
def test_it_refuses_to_start_in_the_open(host: str, settings: Any) -> None:
    settings.DEMO = True

    with pytest.raises(DemoInTheOpen, match=f"not {host}"):
        listen(host=host, port=8000)


def test_a_port_that_is_taken_is_told_in_one_sentence() -> None:
    with listen(host="127.0.0.1", port=0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CannotListen, match=f"port {port}: address already in use"):
            listen(host="127.0.0.1", port=port)
