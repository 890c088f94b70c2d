"""Serving the pages."""

import uvicorn
from django.conf import settings

from fairpanel.kit.problems import NotAllowed
from fairpanel.website.loopback import is_loopback


class DemoInTheOpen(NotAllowed):
    """The demo lets anybody in as anybody, so it is only served on this machine. Use --host 127.0.0.1, not {host}."""


def serve(*, host: str, port: int) -> None:
    """Serve until a signal comes. Raises `DemoInTheOpen` where the demo would be reached from elsewhere."""
    if settings.DEMO and not is_loopback(host):
        raise DemoInTheOpen(host=host)
    uvicorn.run(
        "fairpanel.website.asgi:application", host=host, port=port, lifespan="off", log_config=None,
        access_log=False, server_header=False, date_header=True, timeout_graceful_shutdown=5,
    )  # fmt: skip
