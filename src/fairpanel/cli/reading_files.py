"""Reads many files side by side, each in a process that may die without taking the others with it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fairpanel.cli.files import bytes_of, name_of
from fairpanel.kit.problems import Problem

if TYPE_CHECKING:
    from fairpanel import reading
    from fairpanel.kit.page import Page
    from fairpanel.reading.shape import ReadingShape

# Below that, loading the networks once more takes longer than it saves.
_SIDE_BY_SIDE_FROM_FILES = 4
# So many files a process are handed out ahead, that none waits for work.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every file: the country it is from, and where to draw what was read."""

    region: str | None = None
    draw: Path | None = None


Reader = Callable[[Path, Wish], "list[ReadingShape]"]


def processes_for(files: int) -> int:
    """How many processes read so many files on this machine."""
    return 1 if files < _SIDE_BY_SIDE_FROM_FILES else min(files, len(os.sched_getaffinity(0)))


def read_file(file: Path, wish: Wish) -> list[ReadingShape]:
    """What is on one file, or the sentence why it could not be read."""
    return _told(file, lambda: _read(file, wish))


def read_long(files: Sequence[Path], wish: Wish) -> list[ReadingShape]:
    """What is on the one long receipt of which each file shows a part; told under the first file's name."""
    return _told(files[0], lambda: _read_long(files, wish))


def _told(file: Path, read: Callable[[], tuple[reading.Reading, ...]]) -> list[ReadingShape]:
    from fairpanel.reading import fence
    from fairpanel.reading.shape import shape_of, shape_of_problem

    started = time.perf_counter()
    try:
        with fence():
            found = read()
    except Problem as problem:
        sentence = str(problem)
    except OSError as problem:
        sentence = f"This file cannot be opened: {problem.strerror}."
    except Exception as fault:  # noqa: BLE001 - one file that nobody foresaw does not keep the others from being read
        sentence = f"This file made the reader stumble ({type(fault).__name__}). Please report it."
    else:
        seconds = time.perf_counter() - started
        return [shape_of(order, file=name_of(file), seconds=seconds) for order in found]
    return [shape_of_problem(sentence, file=name_of(file), seconds=time.perf_counter() - started)]


def _read(file: Path, wish: Wish) -> tuple[reading.Reading, ...]:
    from fairpanel import reading
    from fairpanel.reading.problems import NotAPicture

    data = bytes_of(file, most=reading.MAIL_BYTES_MAX + 1)
    if wish.draw is not None:
        try:
            script = reading.script_of(wish.region)
            return (_extracted(reading.see(reading.open_picture(data), script), file, wish),)
        except NotAPicture:
            # A mail or a page has nothing to draw on.
            pass
    return reading.read_document(data, reading.Hints(region=wish.region))


def _read_long(files: Sequence[Path], wish: Wish) -> tuple[reading.Reading, ...]:
    from fairpanel import reading

    # Before they are opened: each of them takes memory.
    if len(files) > reading.PICTURES_MAX:
        raise reading.TooManyPictures(pictures=len(files), pictures_max=reading.PICTURES_MAX)
    script, most = reading.script_of(wish.region), reading.PICTURE_BYTES_MAX + 1
    seen = [reading.see(reading.open_picture(bytes_of(file, most=most)), script) for file in files]
    return (_extracted(reading.join(seen), files[0], wish),)


def _extracted(seen: tuple[reading.Picture, Page], file: Path, wish: Wish) -> reading.Reading:
    from PIL import Image

    from fairpanel import reading
    from fairpanel.reading.marking import mark

    picture, page = seen
    found = reading.extract(page, reading.Hints(region=wish.region))
    if wish.draw is not None:
        Image.fromarray(mark(picture, found).pixels).save(wish.draw / f"{file.name}.jpg", quality=85)
    return found


def read_files(
    files: Sequence[Path], wish: Wish, *, processes: int, read: Reader = read_file
) -> Iterator[list[ReadingShape]]:
    """What is on each file, in their order: one shape, or several where a mail tells of several orders.

    `read` stands for `read_file`; it is called in processes of their own, or in this one where one is enough.
    """
    if processes == 1:
        yield from (read(file, wish) for file in files)
        return
    waiting = deque(files)
    under_way: deque[tuple[Path, Future[list[ReadingShape]]]] = deque()
    pool = _pool(processes)
    try:
        while waiting or under_way:
            while waiting and len(under_way) < _AHEAD * processes:
                file = waiting.popleft()
                under_way.append((file, pool.submit(read, file, wish)))
            file, future = under_way.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                # One of those under way killed its process, and all of them are lost: this one is tried by itself.
                waiting.extendleft(reversed([lost for lost, _ in under_way]))
                under_way.clear()
                yield _alone(read, file, wish)
                pool = _pool(processes)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(read: Reader, file: Path, wish: Wish) -> list[ReadingShape]:
    from fairpanel.reading.shape import shape_of_problem

    with _pool(1) as pool:
        try:
            return pool.submit(read, file, wish).result()
        except BrokenProcessPool:
            sentence = "This file killed the reader, twice. Please report it."
            return [shape_of_problem(sentence, file=name_of(file), seconds=0)]


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
