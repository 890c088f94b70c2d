"""The signed deletion receipt: what was erased, room by room, in a file that anybody can check without us.

The signature is Ed25519 (RFC 8032) over the canonical JSON of everything but itself: names in order, no blanks, UTF-8.
Nothing in here knows a database or a setting, so that a check works anywhere.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fairpanel.kit.problems import Conflict, Invalid

FORMAT = "fairpanel-deletion-receipt/1"
BYTES_MAX = 1024 * 1024
_KEY_BYTES, _KEY_ID_LENGTH = 32, 16
_SIGNATURE = "signature"


class NotAReceipt(Invalid):
    """This is not a deletion receipt of Fairpanel. Give the file that you downloaded or got by mail, as it is."""


class NotAKey(Invalid):
    """This is not a public key. It has 64 hexadecimal digits, and stands on the panel's page about its key."""


class Changed(Conflict):
    """This receipt was changed after it was signed, or was never signed with that key. Do not rely on it."""


class OtherKey(Conflict):
    """This receipt was signed with the key {signed}, and not with {asked}. Do not take it for that panel's."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A receipt that is as it was signed: by which key, by whom it says, what and when."""

    key: str
    panel: str
    what: str
    finished_at: str
    count: int


def public_of(key: bytes) -> bytes:
    """The public half of a signing key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """A short name of a public key: the beginning of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:_KEY_ID_LENGTH]


def signed(facts: Mapping[str, Any], key: bytes) -> str:
    """The facts as a signed receipt, ready to be written to a file. Of numbers it may have whole ones only."""
    public = public_of(key)
    whole = {"format": FORMAT, **facts, "key": key_id(public), "public_key": public.hex()}
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(_canonical(whole))
    return json.dumps({**whole, _SIGNATURE: signature.hex()}, ensure_ascii=False, indent=2) + "\n"


def verify(data: bytes, *, public: bytes | None = None) -> Proven:
    """Check a receipt, against the panel's public key where one is given, else against the key that it names itself.

    Raises `NotAReceipt`, `OtherKey` and `Changed`.
    """
    told = _parsed(data)
    try:
        named, signature = bytes.fromhex(told["public_key"]), bytes.fromhex(told[_SIGNATURE])
        proven = Proven(
            key=key_id(named), panel=_printed(told["panel"]["title"]), what=_printed(told["what"]),
            finished_at=_printed(told["finished_at"]), count=sum(int(store["count"]) for store in told["erased"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OverflowError):
        raise NotAReceipt from None
    if public is not None and public != named:
        raise OtherKey(signed=proven.key, asked=key_id(public))
    try:
        whole = {name: value for name, value in told.items() if name != _SIGNATURE}
        Ed25519PublicKey.from_public_bytes(named).verify(signature, _canonical(whole))
    except (InvalidSignature, ValueError):
        raise Changed from None
    if told["key"] != proven.key:
        raise Changed
    return proven


def public_key_of(words: str) -> bytes:
    """A public key as somebody writes it down. Raises `NotAKey`."""
    try:
        key = bytes.fromhex("".join(words.split()))
    except ValueError:
        raise NotAKey from None
    if len(key) != _KEY_BYTES:
        raise NotAKey
    return key


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > BYTES_MAX:
        raise NotAReceipt
    try:
        told = json.loads(data.decode(), object_pairs_hook=_each_name_once, parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise NotAReceipt from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotAReceipt
    return told


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("A name stands here twice: which of the two was signed?")
    return told


def _no_such_number(word: str) -> float:
    raise ValueError(f"{word} is no number.")


def _printed(told: object) -> str:
    """What a stranger's file says, without what would move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(told))


def _canonical(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
