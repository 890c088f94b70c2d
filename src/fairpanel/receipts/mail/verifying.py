"""Mails in which a forwarding service asks whether somebody wants its mails: the code or the link, for the panelist."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from fairpanel.reading.documents.mail import letters_in
from fairpanel.receipts.mail.rules import is_aligned
from fairpanel.receipts.mail.values import Head, Proof, Verification

_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]{1,253}/[^\s\"'<>\x00-\x20]{1,1500}")
_TEXT_CHARACTERS_MAX: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Service:
    name: str
    senders: frozenset[str]
    signers: tuple[str, ...]
    code: re.Pattern[str] | None
    hosts: frozenset[str]


def asks_for_verification(head: Head) -> bool:
    """Whether a mail claims to come from a forwarding service."""
    return _service_of(head) is not None


def verification_in(data: bytes, head: Head, proof: Proof) -> Verification | None:
    """The code and the link in it; None where there is neither, or where its service has not signed it.

    Only links to the service itself are shown: who is led elsewhere is led astray. Raises what
    `reading.documents.mail.letters_in` raises.
    """
    service = _service_of(head)
    if service is None or not any(is_aligned(seen, own) for seen in proof.signers for own in service.signers):
        return None
    letter = letters_in(data)[0]
    text = "\n".join([head.subject, *letter.text, *map(unescape, letter.html)])[:_TEXT_CHARACTERS_MAX]
    code = service.code.search(text) if service.code else None
    link = next((found for found in _LINK.findall(text) if urlsplit(found).hostname in service.hosts), "")
    if not code and not link:
        return None
    return Verification(service.name, code=code[1] if code else "", link=link.rstrip(".,)"))


def _service_of(head: Head) -> _Service | None:
    return next((service for service in _services() if head.sender in service.senders), None)


@cache
def _services() -> tuple[_Service, ...]:
    table = tomllib.loads(files("fairpanel.receipts.mail").joinpath("services.toml").read_text(encoding="utf-8"))
    return tuple(
        _Service(
            name, frozenset(told["senders"]), tuple(told["signers"]),
            re.compile(told["code"]) if "code" in told else None, frozenset(told["hosts"]),
        )
        for name, told in table.items()
    )  # fmt: skip
