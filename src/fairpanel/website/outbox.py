"""The mails that the demo would send, as they lie in its outbox folder."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

MAILS_SHOWN_MAX = 50
# As the files of Django's file mail backend part their mails.
_PARTING = re.compile(rb"^-{79}\n", re.MULTILINE)
_CODE = re.compile(r"^\s*([A-Z0-9]{3,5}-[A-Z0-9]{3,5}|[A-Z0-9]{6,8})\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; `code` is the code for signing in that it brings, or nothing."""

    to: str
    subject: str
    sent_at: datetime
    text: str
    code: str


def mails(folder: Path) -> list[Mail]:
    """The last mails in that folder, newest first."""
    # A mail's own date is only told to the second.
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)[:MAILS_SHOWN_MAX]
    raws = [raw for file in files for raw in reversed(_PARTING.split(file.read_bytes())) if raw.strip()]
    return [_parsed(raw) for raw in raws[:MAILS_SHOWN_MAX]]


def _parsed(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    words = message.get_body(preferencelist=("plain",))
    assert isinstance(words, EmailMessage), "every mail of ours has its words as text"
    text = str(words.get_content()).strip()
    code = _CODE.search(text)
    sent_at = parsedate_to_datetime(message["Date"]).astimezone(UTC)
    return Mail(str(message["To"]), str(message["Subject"]), sent_at, text, code[1] if code else "")
