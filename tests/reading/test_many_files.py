"""Many files side by side: in their order, and a file that kills its reader takes no other with it."""

import os
import signal
from pathlib import Path

from fairpanel.cli.reading_files import Wish, read_files
from fairpanel.reading.shape import ReadingShape, shape_of_problem

FILES = [Path(f"{number}.jpg") for number in range(9)]


def dies_of_the_fifth(file: Path, _wish: Wish) -> list[ReadingShape]:
    """Stands for a reader whose process is ended from outside, as for want of memory."""
    if file.name == "5.jpg":
        os.kill(os.getpid(), signal.SIGKILL)
    return [shape_of_problem("", file=file.name, seconds=0)]


def test_a_file_that_kills_its_reader_is_told_and_the_others_are_read_in_their_order() -> None:
    found = list(read_files(FILES, Wish(), processes=2, read=dies_of_the_fifth))

    assert [shape["file"] for (shape,) in found] == [file.name for file in FILES]
    told = {shape["file"]: shape["error"] for (shape,) in found if shape["error"]}
    assert told == {"5.jpg": "This file killed the reader, twice. Please report it."}


def test_two_processes_say_what_one_says(tmp_path: Path) -> None:
    files = []
    for number in range(3):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(f"Order {number}\nTotal 1{number}.00 EUR\n")

    one, two = (list(read_files(files, Wish(region="DE"), processes=count)) for count in (1, 2))

    assert [[{**shape, "seconds": 0} for shape in shapes] for shapes in two] == [
        [{**shape, "seconds": 0} for shape in shapes] for shapes in one
    ]
