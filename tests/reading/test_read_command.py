"""`fairpanel read` reads files one by one and says of each what is on it, or why not."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from fairpanel import reading
from fairpanel.cli.read import read


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """Give a white picture."""
    path = tmp_path / "blank.png"
    Image.new("RGB", (64, 64), "white").save(path)
    return path


def test_each_file_is_one_json_object_a_line_also_where_it_cannot_be_read(tmp_path: Path, blank: Path) -> None:
    text, missing = tmp_path / "note.jpg", tmp_path / "missing.jpg"
    text.write_text("no picture")

    result = CliRunner().invoke(read, ["--json", str(text), str(blank), str(missing)])

    shapes = [json.loads(line) for line in result.stdout.splitlines()]
    assert [shape["file"] for shape in shapes] == [str(text), str(blank), str(missing)]
    assert [shape["kind"] for shape in shapes] == [None, "other", None]
    assert shapes[0]["error"].startswith("This is not a picture that we can read.")
    assert shapes[1]["error"] is None
    assert shapes[2]["error"] == "This file cannot be opened: No such file or directory."
    assert result.exit_code == 1


def test_where_every_file_was_read_it_exits_with_0(blank: Path) -> None:
    result = CliRunner().invoke(read, [str(blank)])

    assert result.exit_code == 0
    assert "blank.png" in result.output


def test_a_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(read, [str(tmp_path)])

    assert "This file cannot be opened: Is a directory." in result.output
    assert result.exit_code == 1


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    done = CliRunner().invoke(read, ["--json", str(pipe)])

    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"] == "This file cannot be opened: it is not a file."


def test_a_name_in_another_encoding_is_still_json(tmp_path: Path) -> None:
    file = os.fsdecode(os.fsencode(tmp_path) + b"/na\xff.jpg")
    Path(file).write_bytes(b"")

    done = CliRunner().invoke(read, ["--json", file])

    assert json.loads(done.stdout_bytes.decode("utf-8"))["file"].endswith("na\N{REPLACEMENT CHARACTER}.jpg")


def test_a_file_that_nobody_foresaw_does_not_keep_the_others_from_being_read(
    tmp_path: Path, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "odd.jpg"
    odd.write_bytes(b"odd")
    real = reading.read_document

    def stumbles(data: bytes, hints: reading.Hints) -> tuple[reading.Reading, ...]:
        if data == b"odd":
            raise ZeroDivisionError
        return real(data, hints)

    monkeypatch.setattr(reading, "read_document", stumbles)

    done = CliRunner().invoke(read, ["--json", str(odd), str(blank)])

    first, second = map(json.loads, done.stdout.splitlines())
    assert "stumble (ZeroDivisionError)" in first["error"]
    assert second["error"] is None
