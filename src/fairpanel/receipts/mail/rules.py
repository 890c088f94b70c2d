"""Whose a mail is and whether that is proven: pure decisions over its headers and what was checked."""

from __future__ import annotations

import base64
import hashlib
import re
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from typing import Final

from fairpanel.receipts.mail.values import Head, Proof, Verdict

# What a large but honest mail has by way of headers is a tenth of it.
HEAD_BYTES_MAX: Final = 256 * 1024
TOKEN_BYTES: Final = 10
# The address of everybody, and how secret ones begin.
SHARED: Final = "receipts"
_HEADER_CHARACTERS_MAX: Final = 2_000
_RECIPIENTS_MAX: Final = 50
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
# Where servers write to whom a mail really went, the surest first.
_DELIVERED: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To", "To", "Cc")
_OWN_HEADERS: Final = ("From", "Date", "Subject", "To")
# Whose seal we believe: providers that check what they pass on. Anybody can seal; what counts is who says so.
SEALERS_TRUSTED: Final = frozenset(
    {"google.com", "microsoft.com", "yahoo.com", "fastmail.com", "icloud.com", "proton.me", "gmx.net", "web.de"}
)


def head_of(data: bytes) -> Head | None:
    """What its headers say; None where they are longer than any honest mail's."""
    end = _end_of_head(data)
    if end > HEAD_BYTES_MAX:
        return None
    message = message_from_bytes(data[:end], policy=policy.compat32)
    senders = [address for address in _addresses(message, "From") if address]
    message_id = _header(message, "Message-ID").strip()
    recipients = dict.fromkeys(to for name in _DELIVERED for to in _addresses(message, name))
    return Head(
        key=message_id.encode("utf-8", "replace") if message_id else _without_name(message, data[end:]),
        # A mail from several people is from nobody in particular.
        sender=senders[0] if len(senders) == 1 else "",
        subject=_header(message, "Subject"),
        recipients=tuple(recipients)[:_RECIPIENTS_MAX],
    )


def local_part(random: bytes) -> str:
    """The part before the at sign of a secret address: 80 bits that nobody guesses, in letters of any case."""
    return f"{SHARED}-{base64.b32encode(random[:TOKEN_BYTES]).decode().lower()}"


def our_part(address: str, *, domain: str) -> str | None:
    """The part before the at sign, in small letters, of an address of ours; None for any other."""
    local, at, host = address.strip().rpartition("@")
    return local.lower() if at and domain and host.lower().rstrip(".") == domain.lower() else None


def is_sender_proven(head: Head, proof: Proof) -> bool:
    """Whether somebody who may answers for the sender's address: its domain's signature, its server, or a known sealer.

    As DMARC (RFC 7489) has it, what was checked must be the domain of the sender, or one below it or above it.
    """
    if not head.sender:
        return False
    if any(is_aligned(signer, head.domain) for signer in proof.signers):
        return True
    if proof.spf is Verdict.PASS and is_aligned(proof.spf_domain, head.domain):
        return True
    is_sealed = proof.arc is Verdict.PASS and proof.sealer in SEALERS_TRUSTED
    return is_sealed and any(is_aligned(seen, head.domain) for seen in proof.sealer_saw)


def is_aligned(checked: str, domain: str) -> bool:
    """Whether a domain that was checked speaks for another: the same, or one of them lies within the other.

    Not within what has no owner: `co.uk` signs for nobody.
    """
    checked, domain = checked.lower().rstrip("."), domain.lower().rstrip(".")
    if not checked or not domain:
        return False
    if checked == domain or checked.endswith(f".{domain}"):
        return True
    return domain.endswith(f".{checked}") and not _is_shared(checked)


def _is_shared(domain: str) -> bool:
    """Whether a domain looks like one under which anybody may register: one label, or two short ones (`co.uk`)."""
    labels = domain.split(".")
    return len(labels) == 1 or (len(labels) == 2 and len(labels[0]) <= 3 and len(labels[1]) == 2)  # noqa: PLR2004 - what a registry's names look like


def _end_of_head(data: bytes) -> int:
    found = re.search(rb"\r?\n\r?\n", data[: HEAD_BYTES_MAX + 4])
    if found:
        return found.end()
    return len(data) if len(data) <= HEAD_BYTES_MAX else HEAD_BYTES_MAX + 1


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return " ".join(str(value).split())[:_HEADER_CHARACTERS_MAX] if value is not None else ""


def _addresses(message: Message, name: str) -> list[str]:
    values = [str(value)[:_HEADER_CHARACTERS_MAX] for value in message.get_all(name, [])[:_RECIPIENTS_MAX]]
    told = [address.strip().lower() for _name, address in getaddresses(values)]
    return [address for address in told if _ADDRESS.fullmatch(address)]


def _without_name(message: Message, body: bytes) -> bytes:
    """What a mail without Message-ID is known by: all that does not change on its way."""
    own = "\n".join(f"{name}: {_header(message, name)}" for name in _OWN_HEADERS)
    return hashlib.sha256(own.encode("utf-8", "replace") + b"\0" + body.replace(b"\r\n", b"\n").rstrip()).digest()
