"""What was learned from labelled receipts by `tools/learn_reading.py`; the README says from what, and how good."""

from functools import cache
from importlib.resources import files


@cache
def words() -> frozenset[str]:
    """Words, in capitals without accents, that stand in the names and addresses of several receipts."""
    return frozenset(files(__name__).joinpath("words.txt").read_text(encoding="utf-8").split())
