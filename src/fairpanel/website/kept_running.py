"""A program beside this one that is started again whenever it ends: a picture may end the worker that reads it."""

import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)

STOP_SECONDS_MAX = 20
# Who ends at once every time must not keep the machine busy.
AGAIN_AFTER_SECONDS = 2.0


@contextmanager
def kept_running(command: Sequence[str], *, again_after_seconds: float = AGAIN_AFTER_SECONDS) -> Iterator[None]:
    """Run `command` for as long as this block runs, and start it again when it ends by itself."""
    told_to_stop = threading.Event()
    running = [_started(command)]

    def watch() -> None:
        while not told_to_stop.is_set():
            code = running[0].wait()
            if told_to_stop.wait(again_after_seconds):
                return
            log.warning("a program ended by itself, and is started again", program=command[-1], code=code)
            running[0] = _started(command)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        told_to_stop.set()
        _end(running[0])
        watching.join()
        # Started again in the moment in which it was told to stop.
        _end(running[0])


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    # Its own session: Ctrl-C reaches this program only, which then ends the other in good order.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own command


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
