"""What was learned from labelled receipts by `tools/learn_reading.py`; the README says from what, and how good."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def words() -> frozenset[str]:
    """Words, in capitals without accents, that stand in the names and addresses of several receipts."""
    return frozenset(files(__name__).joinpath("words.txt").read_text(encoding="utf-8").split())


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """For each field the weights of the signals that speak for it; that of the empty name is the intercept."""
    return tomllib.loads(files(__name__).joinpath("weights.toml").read_text(encoding="utf-8"))
