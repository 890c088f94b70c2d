"""Serving the pages."""

import socket
from contextlib import suppress

import uvicorn
from django.conf import settings

from fairpanel.kit.problems import Conflict, Invalid, NotAllowed
from fairpanel.website.loopback import is_loopback

WAITING_MAX = 2048


class DemoInTheOpen(NotAllowed):
    """The demo lets anybody in as anybody, so it is only served on this machine. Use --host 127.0.0.1, not {host}."""


class NoMailServer(Invalid):
    """People sign in by a code that we mail to them, and no mail server is set. Set FAIRPANEL_MAIL_URL, then serve."""


class CannotListen(Conflict):
    """We cannot listen on {host}, port {port}: {why}. Choose another with --port, or stop what listens there."""


def listen(*, host: str, port: int) -> socket.socket:
    """Take the port.

    Raises `DemoInTheOpen` where the demo would be reached from elsewhere, `NoMailServer` and `CannotListen`.
    """
    if settings.DEMO and not is_loopback(host):
        raise DemoInTheOpen(host=host)
    if settings.SECURE and settings.ENVIRONMENT.mail is None:
        raise NoMailServer
    try:
        [family, _kind, _protocol, _name, address], *_more = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return socket.create_server(address[:2], family=family, backlog=WAITING_MAX)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotListen(host=host, port=port, why=why) from None


def serve(listening: socket.socket) -> None:
    """Serve until a signal comes."""
    config = uvicorn.Config(
        "fairpanel.website.asgi:application", lifespan="off", log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    # uvicorn ends in good order on Ctrl-C, and then raises it once more.
    with listening, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
