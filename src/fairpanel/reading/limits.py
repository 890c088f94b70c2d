"""How long reading one file may take and how much memory, and what becomes of a file that wants more.

Sizes are limited where they are met: bytes, pixels, pages, parts, rows. What is left is a file within all of them that
still takes for ever. Between two steps the reader looks at the time (`within_limits`, `look_at_the_time`); a program
that may end itself also puts up a `fence` around a step that never comes back.
"""

from __future__ import annotations

import faulthandler
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

import cv2

from fairpanel.reading.problems import TakesTooLong, TakesTooMuchMemory

# The slowest that we know, ten pages of a PDF densely printed, takes 30 of one processor.
SECONDS_MAX: Final = 120
# A minute is left to a step in which nobody looks at the time, and a busy machine takes longer by the clock.
FENCE_SECONDS: Final = 900
# A picture of 64 megapixels takes 1.7 GB, ten of a long receipt 3.
MEBIBYTES_MAX: Final = 4096

# By its number: `sys.stderr` may be anything, or nothing.
_STANDARD_ERROR: Final = 2
_MEBIBYTE: Final = 2**20
_STATUS: Final = Path("/proc/self/status")
_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within_limits() -> Iterator[None]:
    """Read one file inside; of several around each other the outermost counts.

    Raises `TakesTooLong` at the first look at the time after `SECONDS_MAX` of the processor, and `TakesTooMuchMemory`
    where the machine, or a `fence`, gives no more.
    """
    if _until.get() is not None:
        yield
        return
    token = _until.set(time.process_time() + SECONDS_MAX)
    try:
        yield
    except MemoryError as problem:
        raise TakesTooMuchMemory from problem
    except cv2.error as problem:
        if problem.code != cv2.Error.STS_NO_MEM:
            raise
        raise TakesTooMuchMemory from problem
    finally:
        _until.reset(token)


def look_at_the_time() -> None:
    """Raise `TakesTooLong` where the file that is being read has had its time."""
    if is_over():
        raise TakesTooLong(seconds_max=SECONDS_MAX)


def is_over() -> bool:
    """Whether the file that is being read has had its time."""
    until = _until.get()
    return until is not None and time.process_time() > until


@contextmanager
def fence(*, seconds: float = FENCE_SECONDS, mebibytes: int = MEBIBYTES_MAX) -> Iterator[None]:
    """End this whole process where what is inside takes `seconds`, and give it no more than so many `mebibytes`.

    For a program that reads one file at a time and may die of it: a worker, a process of `fairpanel read`. What it says
    when it dies is where it stood, never what it read (law 5).
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=_STANDARD_ERROR)
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        if (held := _bytes_held()) is not None:
            limits = (held + mebibytes * _MEBIBYTE, soft, hard)
            lowest = min(limit for limit in limits if limit != resource.RLIM_INFINITY)
            resource.setrlimit(resource.RLIMIT_DATA, (lowest, hard))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        faulthandler.cancel_dump_traceback_later()


def _bytes_held() -> int | None:
    """What counts against the limit already; None where the system does not tell."""
    try:
        lines = _STATUS.read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), None)
