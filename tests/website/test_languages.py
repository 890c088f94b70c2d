"""Every text is translated into every language that we speak, with the same placeholders."""

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from fairpanel.kit.problems import NotFound
from fairpanel.website.problems import told
from tools import messages


def test_every_text_stands_in_every_catalogue_translated_and_with_its_placeholders() -> None:
    assert list(messages.faults()) == []


def test_the_catalogues_are_of_the_languages_that_we_speak() -> None:
    assert {*messages.LANGUAGES, "en"} == {code for code, _ in settings.LANGUAGES}


def test_texts_are_found_in_code_in_templates_and_in_the_docstrings_of_problems() -> None:
    found = messages.texts()

    assert found["We could not read this picture. Lay the receipt flat in good light and take the photo again."] == {
        "receipts/sentences.py"
    }
    assert "receipts/templates/receipts/send_form.html" in found["Send receipt"]
    assert NotFound.sentence() in found


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_problem_is_told_in_the_language_of_the_moment(language: str) -> None:
    with translation.override(language):
        sentence = told(NotFound())

        assert sentence == gettext(NotFound.sentence())
        assert sentence != NotFound.sentence()
