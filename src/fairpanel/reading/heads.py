"""What the head of a receipt is known by: how far it reaches, and the numbers and addresses that are no names."""

from __future__ import annotations

import re
from typing import Final

# The name stands in these first rows, or nowhere that we know.
HEAD_ROWS: Final = 8
LETTERS_MIN: Final = 3
REGISTRATION: Final = re.compile(r"^\W*(?:CO\.?\s?(?:REG)?\.?\s?(?:NO)?\.?\W*)?\(?[\dO]{4,}\s?-?\s?[A-Z]?\)?\W*$")
# What a company's number in the register is called; behind the name of the company it ends it.
NUMBER_OF_COMPANY: Final = re.compile(
    r"[\s(]*\b(?:COMPANY|CO|BUSINESS|BR|ROC)\b\.?\s?(?:(?:REG|REGISTRATION|NO|NUMBER)\b[\s.:#]*)+(?:\W*[A-Z]{0,2}\d[\w-]*\W*)?$"
)
WEB: Final = re.compile(r"WWW|HTTP|@|\.COM\b|\.DE\b")
