"""A file that takes too long or too much memory ends with a sentence; a step that never ends, with its process."""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from fairpanel.kit.problems import Problem
from fairpanel.reading import fence, limits, open_picture, read, read_document, rendering
from fairpanel.reading.limits import look_at_the_time, within_limits
from fairpanel.reading.problems import TakesTooLong, TakesTooMuchMemory


def saved(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "PNG")
    return buffer.getvalue()


def pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200).close()
    buffer = BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


@pytest.mark.parametrize("reads", [read, read_document])
@pytest.mark.parametrize("data", [saved(200, 200), pdf()], ids=["picture", "pdf"])
def test_a_file_that_takes_too_long_is_told_so(
    reads: Callable[[bytes], object], data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SECONDS_MAX", -1)

    with pytest.raises(TakesTooLong, match="more than -1 seconds"):
        reads(data)


def test_a_page_of_a_pdf_that_never_ends_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def is_over() -> bool:
        nonlocal asked
        asked += 1
        return True

    monkeypatch.setattr(rendering, "is_over", is_over)
    squares = b"".join(b"%d %d 9 9 re f\n" % (n % 190, n // 190) for n in range(20_000))
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n"
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + page + b"4 0 obj<</Length %d>>stream\n" % len(squares) + squares
        + b"endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip

    picture = open_picture(data)

    assert asked
    assert picture.pixels.mean() > 200, "half of it would be black"


def test_the_time_of_a_file_is_that_of_the_outermost_call(monkeypatch: pytest.MonkeyPatch) -> None:
    with within_limits():
        monkeypatch.setattr(limits, "SECONDS_MAX", -1)
        with within_limits():
            look_at_the_time()


def test_outside_any_reading_nobody_looks_at_the_time() -> None:
    look_at_the_time()


def test_a_picture_for_which_there_is_no_memory_is_told_so() -> None:
    data = saved(7_000, 7_000)

    with fence(mebibytes=40), pytest.raises(TakesTooMuchMemory):
        open_picture(data)

    assert np.ones(100_000_000, np.uint8).all(), "afterwards there is memory again"


def test_a_step_that_never_ends_ends_its_process_and_says_where() -> None:
    script = "import time\nfrom fairpanel.reading import fence\nwith fence(seconds=.2):\n    time.sleep(60)\n"
    started = time.monotonic()

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)

    assert time.monotonic() - started < 50
    assert ended.returncode == 1
    assert "line 4" in ended.stderr


@pytest.mark.parametrize("problem", [TakesTooLong(seconds_max=120), TakesTooMuchMemory()])
def test_each_limit_says_what_to_do(problem: Problem) -> None:
    assert "Send a" in str(problem)
