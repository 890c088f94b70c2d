"""Telling a fault without its words: those of an exception may be words of a receipt or of a mail."""

import traceback
from pathlib import Path


def place_of(failure: Exception) -> str:
    """The kind of a fault that was raised, and the line of code: "KeyError at totals.py:12"."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__} at {Path(last.filename).name}:{last.lineno}"
