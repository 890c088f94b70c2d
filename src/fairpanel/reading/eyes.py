"""The two networks that see and read print, loaded once in a process and used by one caller at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

from fairpanel.reading import models, networks
from fairpanel.reading.models import Script
from fairpanel.reading.networks import Network

_RECOGNISER_SIZES_KEPT: Final = 32
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Eyes:
    """`find` sees where print stands, `read` reads a run of it; its outputs stand for `characters`."""

    find: Network
    read: Network
    characters: tuple[str, ...]


@contextmanager
def eyes(script: Script = Script.LATIN) -> Iterator[Eyes]:
    """Use the networks; whoever else wants them waits. The first to ask loads them."""
    with _ONE_AT_A_TIME:
        yield _loaded(script)


@cache
def _loaded(script: Script = Script.LATIN) -> Eyes:
    recogniser = models.recogniser(script)
    read = networks.load(recogniser.onnx, sizes_kept=_RECOGNISER_SIZES_KEPT)
    return Eyes(_finder(), read, recogniser.characters)


@cache
def _finder() -> Network:
    return networks.load(models.detector(), sizes_kept=0)
