"""What was read is drawn where it stands, and the picture that was read stays as it is."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from click.testing import CliRunner
from PIL import Image

from fairpanel.cli.read import read
from fairpanel.reading import Hints, drawing, extract, open_picture, see
from fairpanel.reading.marking import mark

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_box_of_the_total_is_drawn_around_it_and_nothing_else_of_the_picture_is_touched() -> None:
    picture, page = see(open_picture(drawing.draw(seed=102, now=NOW, country="DE").jpeg))
    reading = extract(page, Hints(region="DE"))
    before = picture.pixels.copy()

    marked = mark(picture, reading)

    assert reading.total
    box = reading.total.box
    changed = np.any(marked.pixels != picture.pixels, axis=2)
    assert changed[box.bottom, box.left : box.right + 1].all()
    assert not changed[-10:].any()
    assert np.array_equal(picture.pixels, before)


def test_the_command_writes_a_picture_for_each_file_and_a_mail_has_none(tmp_path: Path) -> None:
    photo, mail, out = tmp_path / "a.jpg", tmp_path / "b.eml", tmp_path / "deep" / "out"
    photo.write_bytes(drawing.draw(seed=102, now=NOW, country="DE").jpeg)
    mail.write_text("Subject: Order\n\nTotal 12.00 EUR\n")

    done = CliRunner().invoke(read, ["--draw", str(out), str(photo), str(mail)])

    assert done.exit_code == 0
    assert [file.name for file in out.iterdir()] == ["a.jpg.jpg"]
    with Image.open(out / "a.jpg.jpg") as drawn, Image.open(photo) as taken:
        assert drawn.size == taken.size


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = CliRunner().invoke(read, ["--draw", str(tmp_path / "file" / "out"), "a.jpg"])

    assert done.exit_code == 1
    assert "cannot be made: Not a directory." in done.output
