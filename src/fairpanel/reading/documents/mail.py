"""Takes a mail apart: who sent it when, what it says as HTML and as plain text, and what is attached.

A mail that was forwarded as an attachment is a letter of its own, with its own sender and date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesFeedParser
from email.policy import EmailPolicy, Policy
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final

from fairpanel.reading.documents.charsets import decode
from fairpanel.reading.documents.problems import NestedTooDeeply, TooManyDocumentBytes, TooManyParts

# What common servers pass on, 25 MB, and what encoding adds.
MAIL_BYTES_MAX: Final = 36 * 1024 * 1024
PARTS_MAX: Final = 100
MAIL_LEVELS_MAX: Final = 12

# So many lines has the largest mail at 76 characters a line.
_LINES_MAX: Final = 500_000
_HEADER_CHARACTERS_MAX: Final = 4_000
_PIECE_BYTES: Final = 64 * 1024
_BOUNDARY: Final = re.compile(rb"boundary\s{0,9}=", re.IGNORECASE)
_BEGINS_LIKE_MAIL: Final = re.compile(
    rb"\s*(?:From [^\n]*\n)?(?:>?[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:From|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Subject|Date|To|Content-Type)[ \t]*:",
    re.IGNORECASE,
)
_HEAD_BYTES: Final = 32 * 1024


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail is from: the name before the address, which may be empty, and the address's domain."""

    name: str
    domain: str


@dataclass(slots=True)
class Letter:
    """One mail: its sender, the day it was sent on its sender's clock, its texts, and the bytes of what is attached.

    `pictures` are shown within the text or attached; `files` are PDFs and whatever has an unknown type.
    """

    sender: Sender | None = None
    sent: dt.date | None = None
    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)


def looks_like_mail(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail."""
    return _BEGINS_LIKE_MAIL.match(data[:_HEAD_BYTES]) is not None


def letters_in(data: bytes) -> tuple[Letter, ...]:
    """The mail and those forwarded inside it, the outermost first.

    Raises `TooManyDocumentBytes`, `TooManyParts` or `NestedTooDeeply`.
    """
    if len(data) > MAIL_BYTES_MAX or data.count(b"\n") > _LINES_MAX:
        raise TooManyDocumentBytes(mebibytes=-(-len(data) // 2**20), mebibytes_max=MAIL_BYTES_MAX // 2**20)
    if sum(1 for _ in _BOUNDARY.finditer(data)) > PARTS_MAX:
        raise TooManyParts(parts_max=PARTS_MAX)
    letters: list[Letter] = []
    _take(_parsed(data), letters, Letter(), level=0)
    return tuple(letters)


def _parsed(data: bytes) -> EmailMessage:
    made = 0

    def make(policy: Policy[Any] | None = None) -> EmailMessage:
        # Counted while it is parsed: of a mail with ten thousand parts, a hundred are.
        nonlocal made
        made += 1
        if made > PARTS_MAX:
            raise TooManyParts(parts_max=PARTS_MAX)
        return EmailMessage(policy=policy)

    parser: BytesFeedParser[EmailMessage] = BytesFeedParser(make, policy=_BRIEF)
    for start in range(0, len(data), _PIECE_BYTES):
        parser.feed(data[start : start + _PIECE_BYTES])
    return parser.close()


class _Brief(EmailPolicy):
    """The default policy, but that a header longer than any of use is cut: some take quadratic time to be parsed."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        cut, room = [], _HEADER_CHARACTERS_MAX
        for line in sourcelines:
            cut.append(line[:room])
            room -= len(line)
            if room <= 0:
                break
        return super().header_source_parse(cut)


# Its type is that of messages of any class; ours makes `EmailMessage` only.
_BRIEF: Final[Any] = _Brief()


def _take(part: EmailMessage, letters: list[Letter], letter: Letter, *, level: int) -> None:
    """Sort a part and what is below it into `letter`; a forwarded mail begins a letter of its own."""
    if level > MAIL_LEVELS_MAX:
        raise NestedTooDeeply(levels_max=MAIL_LEVELS_MAX)
    if level == 0:
        letter.sender, letter.sent = _sender(part), _sent(part)
        letters.append(letter)
    kind = _content_type(part)
    inner = part.get_payload() if part.is_multipart() else None
    parts = [below for below in inner if isinstance(below, EmailMessage)] if isinstance(inner, list) else []
    if kind == "message/rfc822":
        for message in parts:
            forwarded = Letter(sender=_sender(message), sent=_sent(message))
            letters.append(forwarded)
            _take(message, letters, forwarded, level=level + 1)
    elif parts:
        for below in parts:
            _take(below, letters, letter, level=level + 1)
    elif content := _content(part):
        _sort(letter, kind, content, _charset(part))


def _sort(letter: Letter, kind: str, content: bytes, charset: str | None) -> None:
    if kind == "text/html":
        letter.html.append(decode(content, declared=charset))
    elif kind == "text/plain":
        letter.text.append(decode(content, declared=charset))
    elif kind.startswith("image/"):
        letter.pictures.append(content)
    elif kind in {"application/pdf", "application/octet-stream", "application/x-pdf"}:
        letter.files.append(content)


def _content(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - the decoders of a mail's parts raise what they like on hostile bytes
        return b""
    return content if isinstance(content, bytes) else b""


def _content_type(part: EmailMessage) -> str:
    try:
        return part.get_content_type()
    except Exception:  # noqa: BLE001 - so does the parser of headers
        return "text/plain"


def _charset(part: EmailMessage) -> str | None:
    try:
        return part.get_content_charset()
    except Exception:  # noqa: BLE001 - see above
        return None


def _header(part: EmailMessage, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        try:
            value = part.get(name)
            text = str(value) if value is not None else ""
        except Exception:  # noqa: BLE001, S112 - see above
            continue
        if text:
            yield text


def _sender(part: EmailMessage) -> Sender | None:
    for text in _header(part, ("From", "Sender", "Reply-To")):
        if sender := sender_from(text):
            return sender
    return None


def sender_from(text: str) -> Sender | None:
    """The sender in `Amazon.co.uk <order@amazon.co.uk>`; None where there is no address."""
    name, address = parseaddr(" ".join(text.split())[:_HEADER_CHARACTERS_MAX])
    domain = address.rpartition("@")[2].strip(" >\"'").lower()
    return Sender(name.strip(" \"'"), domain) if "." in domain else None


def _sent(part: EmailMessage) -> dt.date | None:
    for text in _header(part, ("Date",)):
        try:
            return parsedate_to_datetime(text).date()
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return None
