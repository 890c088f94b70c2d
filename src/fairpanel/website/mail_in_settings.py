"""Where mail comes in, out of the environment: the domain, the places to listen at, the mailbox to look into."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from fairpanel.engines.mail_in.places import Listen, Mailbox
from fairpanel.receipts.mail.values import Way

LISTEN: Final = "smtp://127.0.0.1:8025"
_DOMAIN_LETTERS_MAX: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_IMAP_PORTS: Final = {"imaps": 993, "imap": 143}


class NotASetting(ValueError):
    """A variable says something that we cannot go by. The sentence never repeats a value: it may hold a password."""


@dataclass(frozen=True, slots=True)
class MailIn:
    """How receipts come by mail; `domain` is empty where none do."""

    domain: str = ""
    listen: tuple[Listen, ...] = ()
    certificate: Path | None = None
    trusted: tuple[IPv4Network | IPv6Network, ...] = ()
    mailbox: Mailbox | None = None


def mail_in(said: Mapping[str, str], *, loopback: tuple[str, ...]) -> MailIn:
    """What the environment says. Raises `NotASetting`."""
    domain = said.get("FAIRPANEL_MAIL_IN_DOMAIN", "").strip().lower().rstrip(".")
    if not domain:
        return MailIn()
    if not _is_domain(domain):
        raise NotASetting("FAIRPANEL_MAIL_IN_DOMAIN is not a domain. Write it as in.panel.example.org.")
    certificate = said.get("FAIRPANEL_MAIL_IN_CERTIFICATE")
    return MailIn(
        domain=domain,
        listen=tuple(_listen(word) for word in said.get("FAIRPANEL_MAIL_IN_LISTEN", LISTEN).split()),
        certificate=Path(certificate) if certificate else None,
        trusted=tuple(_network(word) for word in said.get("FAIRPANEL_MAIL_IN_TRUSTED", "").split()),
        mailbox=_mailbox(said.get("FAIRPANEL_MAIL_IN_IMAP", ""), loopback=loopback),
    )


def _is_domain(word: str) -> bool:
    return len(word) <= _DOMAIN_LETTERS_MAX and all(map(_LABEL.fullmatch, word.split(".")))


def _listen(word: str) -> Listen:
    parts = urlsplit(word)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in {"smtp", "lmtp"} or not parts.hostname or port is None or parts.path:
        raise NotASetting(
            "FAIRPANEL_MAIL_IN_LISTEN is not where we could listen. Write it as smtp://127.0.0.1:8025 or lmtp://..."
        )
    return Listen(Way(parts.scheme), parts.hostname, port)


def _network(word: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(word)
    except ValueError:
        raise NotASetting("FAIRPANEL_MAIL_IN_TRUSTED names no network. Write it as 10.0.0.0/24.") from None


def _mailbox(word: str, *, loopback: tuple[str, ...]) -> Mailbox | None:
    if not word:
        return None
    parts = urlsplit(word)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in _IMAP_PORTS or not parts.hostname or not parts.username or port == 0:
        raise NotASetting("FAIRPANEL_MAIL_IN_IMAP is not a mailbox. Write it as imaps://user:password@host:993/INBOX.")
    if parts.scheme == "imap" and parts.hostname not in loopback:
        raise NotASetting("FAIRPANEL_MAIL_IN_IMAP would send the password in the open. Write it as imaps://...")
    return Mailbox(
        host=parts.hostname, port=port or _IMAP_PORTS[parts.scheme], user=unquote(parts.username),
        password=unquote(parts.password or ""), folder=unquote(parts.path.strip("/")) or "INBOX",
        with_tls=parts.scheme == "imaps",
    )  # fmt: skip
