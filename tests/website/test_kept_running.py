"""The demo's worker is started again when a picture has ended it, and ends with the demo."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fairpanel.website.kept_running import kept_running

NOTES_ITSELF = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); "


def until(said: Callable[[], bool]) -> None:
    for _ in range(600):
        if said():
            return
        time.sleep(0.05)
    raise AssertionError


def numbers(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text().split()] if notes.exists() else []


def is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_ends_by_itself_is_started_again_and_ends_with_the_block(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    program = [sys.executable, "-c", NOTES_ITSELF + "import time; time.sleep(600)", str(notes)]

    with kept_running(program, again_after_seconds=0.01):
        until(lambda: len(numbers(notes)) == 1)
        os.kill(numbers(notes)[0], 9)
        until(lambda: len(numbers(notes)) == 2)

    assert not any(map(is_there, numbers(notes)))


def test_what_always_ends_is_not_started_without_a_pause(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    program = [sys.executable, "-c", NOTES_ITSELF + "sys.exit(1)", str(notes)]

    with kept_running(program, again_after_seconds=600):
        until(lambda: len(numbers(notes)) == 1)
        until(lambda: not is_there(numbers(notes)[0]))

    assert len(numbers(notes)) == 1
