"""Where the demo takes mail in."""

import socket

DOMAIN = "receipts.demo.example"
PORT = 8025


def free_port() -> int:
    """The usual port, or another where something listens there."""
    for port in (PORT, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as listening:
                return int(listening.getsockname()[1])
        except OSError:
            continue
    return PORT
