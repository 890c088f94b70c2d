"""Signs that something on a receipt may not be as the shop printed it."""

from collections.abc import Iterator

from fairpanel.receipts.rules.case import Case
from fairpanel.receipts.values import Doubt, Refused


def shows_no_sign(case: Case) -> Iterator[Refused | Doubt]:
    """A receipt without signs of forgery. Each of them asks a person; none refuses, however strong it is."""
    for sign in case.signs:
        yield sign.code
