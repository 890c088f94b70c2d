"""HTTP to a supplier: what is certain comes back as an answer, whatever is not is `Unsure`, and nothing is logged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from fairpanel.kit.money import Money
from fairpanel.payouts.values import Trouble, Unsure

# Amazon asks for six seconds; nobody who pays needs more than twenty.
TIMEOUT_SECONDS = 20.0
ANSWER_BYTES_MAX = 4 * 1024 * 1024
WORD_LENGTH_MAX = 100
# More than anybody was ever paid, and less than what a row holds.
MINOR_MAX = 10**15
_KEYS, _THROTTLED, _FAULTY = frozenset({401, 403, 404, 405}), 429, 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said: the status and the JSON. Numbers with a point are `Decimal`."""

    status: int
    said: Mapping[str, Any]

    @property
    def is_refusal(self) -> bool:
        """Whether it says no to what was sent, and would say so again."""
        return self.status in {400, 409, 422}


class Wire:
    """One supplier's address. Every fault on the way is `Unsure`: it may have been taken."""

    def __init__(self, address: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self.address = address.rstrip("/")
        self._timeout_seconds = timeout_seconds
        self._trusted = httpx.create_ssl_context(trust_env=False)

    def call(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None,
        asked: Mapping[str, str] | None = None, missing: bool = False,
    ) -> Answer:  # fmt: skip
        """Ask for something. With `missing`, a 404 is an answer as well."""
        try:
            # Nothing of the environment: no proxy and no .netrc decides where money goes.
            with httpx.Client(timeout=self._timeout_seconds, trust_env=False, verify=self._trusted) as client:
                response = client.request(
                    method, self.address + path, headers=dict(headers), content=body,
                    params=dict(asked) if asked else None,
                )  # fmt: skip
        except httpx.HTTPError:
            # Its words may hold an address of ours; from None, so that nobody prints it.
            raise Unsure(Trouble.SILENT) from None
        status = response.status_code
        if status == 404 and missing:  # noqa: PLR2004
            return Answer(status, {})
        if status >= _FAULTY or status == _THROTTLED:
            raise Unsure(Trouble.BUSY)
        if status in _KEYS:
            raise Unsure(Trouble.KEYS)
        return Answer(status, _read(response.content))


def _read(content: bytes) -> Mapping[str, Any]:
    if len(content) > ANSWER_BYTES_MAX:
        raise Unsure(Trouble.ANSWER)
    try:
        said = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise Unsure(Trouble.ANSWER) from None
    if not isinstance(said, dict):
        raise Unsure(Trouble.ANSWER)
    return said


def written(said: Mapping[str, Any]) -> bytes:
    """A body: the same bytes for the same content."""
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


def number(amount: Money) -> int | float:
    """A sum where a supplier wants a number: three decimals survive a float, whatever the sum."""
    exact = amount.decimal()
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def money(value: object, currency: object) -> Money:
    """A sum as they wrote it. Raises `Unsure` where it is none."""
    try:
        amount = Money.of(Decimal(str(value)), str(currency))
    except (ValueError, InvalidOperation):
        raise Unsure(Trouble.ANSWER) from None
    if abs(amount.minor) > MINOR_MAX:
        raise Unsure(Trouble.ANSWER)
    return amount


def word(said: object) -> str:
    """A number or name of theirs, as much of it as a row of ours takes."""
    return str(said).encode("utf-8", "ignore").decode().replace("\0", "")[:WORD_LENGTH_MAX]


def part(said: Mapping[str, Any], *path: str | int) -> Any:
    """What stands at that place. Raises `Unsure` where nothing does."""
    place: Any = said
    for step in path:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            raise Unsure(Trouble.ANSWER) from None
    return place
