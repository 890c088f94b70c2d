"""The networks are those of the pinned wheel, cut down, and nothing is fetched from anywhere."""

import subprocess
import sys
from pathlib import Path

import pytest

from fairpanel.reading import models
from fairpanel.reading.problems import WrongModel


def test_the_reader_knows_what_receipts_of_seven_languages_are_printed_with() -> None:
    recogniser = models.recogniser()

    assert set("0123456789.,-%$£€ AZaz äöüß éèêëàâçîïôùûœ ñ¿ àìòù ãõ ĳ") <= {*recogniser.characters, "ĳ"}
    assert len(recogniser.characters) < 250


def test_the_blank_comes_first_and_the_space_last() -> None:
    characters = models.recogniser().characters

    assert (characters[0], characters[-1]) == ("", " ")


def test_another_model_than_the_pinned_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(models._SHA256, models._DETECTOR, "0" * 64)

    with pytest.raises(WrongModel, match="PP-OCRv6_det_small"):
        models.detector()


def test_setting_up_says_that_all_is_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fairpanel.reading.models"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("The models are the right ones")


def test_reading_runs_no_code_that_could_download() -> None:
    # Sockets are off in tests; this shows that nothing which would want one is even loaded.
    script = """
import sys
import numpy as np
from fairpanel.reading import Picture, recognise
recognise(Picture(np.full((64, 64, 3), 255, np.uint8), "png"))
print(sorted({"rapidocr", "requests", "urllib3", "httpx"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_nothing_is_written_beside_the_package() -> None:
    models.recogniser()

    assert not list(Path(models.__file__).parent.glob("**/*.onnx"))
