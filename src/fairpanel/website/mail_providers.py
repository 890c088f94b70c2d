"""Who sends our mails: a server that speaks SMTP, or a provider with an interface of its own (by django-anymail)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 20


class NotAMailAddress(ValueError):
    """What is wrong with the address of a mail server or provider, in one sentence without the address."""


@dataclass(frozen=True, slots=True)
class Access:
    """What stands in the address of a provider: `scheme://key:secret@domain?region=eu`."""

    key: str
    secret: str
    domain: str
    region: str

    @classmethod
    def of(cls, url: SplitResult) -> Self:
        """Taken apart as it is written: a host would be made small, and a key is none."""
        before, at, domain = url.netloc.rpartition("@")
        key, _, secret = (before if at else domain).partition(":")
        region = parse_qs(url.query).get("region", [""])[0]
        return cls(unquote(key), unquote(secret), domain if at else "", region)


@dataclass(frozen=True, slots=True)
class Provider:
    """One that django-anymail speaks to: how its address is written, and which settings come of it."""

    written: str
    backend: str
    settings: Callable[[Access], dict[str, str]]
    has_secret: bool = False
    has_domain: bool = False
    # The setting of the key with which it signs what it tells; empty where it gives `user:password` instead.
    signs_by: str = ""


def _mailgun(access: Access) -> dict[str, str]:
    said = {"MAILGUN_API_KEY": access.key, "MAILGUN_SENDER_DOMAIN": access.domain}
    return said | ({"MAILGUN_API_URL": "https://api.eu.mailgun.net/v3"} if access.region == "eu" else {})


PROVIDERS = {
    "brevo": Provider("brevo://key", "brevo", lambda access: {"BREVO_API_KEY": access.key}),
    "mailersend": Provider(
        "mailersend://token", "mailersend", lambda access: {"MAILERSEND_API_TOKEN": access.key},
        signs_by="MAILERSEND_SIGNING_SECRET",
    ),
    "mailgun": Provider(
        "mailgun://key@domain", "mailgun", _mailgun, has_domain=True, signs_by="MAILGUN_WEBHOOK_SIGNING_KEY"
    ),
    "mailjet": Provider(
        "mailjet://key:secret", "mailjet",
        lambda access: {"MAILJET_API_KEY": access.key, "MAILJET_SECRET_KEY": access.secret}, has_secret=True,
    ),
    "postmark": Provider("postmark://token", "postmark", lambda access: {"POSTMARK_SERVER_TOKEN": access.key}),
    "resend": Provider("resend://key", "resend", lambda access: {"RESEND_API_KEY": access.key}),
    "sendgrid": Provider("sendgrid://key", "sendgrid", lambda access: {"SENDGRID_API_KEY": access.key}),
    "sparkpost": Provider("sparkpost://key", "sparkpost", lambda access: {"SPARKPOST_API_KEY": access.key}),
}  # fmt: skip


def checked(word: str) -> SplitResult:
    """The address of a mail server or provider. Raises `NotAMailAddress` with how it is to be written."""
    try:
        url = urlsplit(word)
        has_port = url.scheme not in {"smtp", "smtps"} or url.port != 0
    except ValueError:
        raise NotAMailAddress("Write it as smtp://user:password@host:port.") from None
    if url.scheme in {"smtp", "smtps"}:
        if not url.hostname or not has_port:
            raise NotAMailAddress("Write it as smtp://user:password@host:port.")
        return url
    provider = PROVIDERS.get(url.scheme)
    if provider is None:
        raise NotAMailAddress(f"It begins with one of: smtp, smtps, {', '.join(sorted(PROVIDERS))}.")
    access = Access.of(url)
    fits = access.key and bool(access.secret) == provider.has_secret and bool(access.domain) == provider.has_domain
    if not fits or url.path.strip("/") or access.region not in {"", "eu"}:
        raise NotAMailAddress(f"Write it as {provider.written}.")
    return url


def settings_of(url: SplitResult, *, webhook: str, loopback: tuple[str, ...]) -> dict[str, object]:
    """Django's mail settings for an address that was `checked`; by `webhook` its provider proves what it tells us."""
    provider = PROVIDERS.get(url.scheme)
    if provider is not None:
        proof = {provider.signs_by or "WEBHOOK_SECRET": webhook} if webhook else {}
        return {
            "EMAIL_BACKEND": f"anymail.backends.{provider.backend}.EmailBackend",
            "ANYMAIL": provider.settings(Access.of(url)) | proof | {"REQUESTS_TIMEOUT": TIMEOUT_SECONDS},
            "MAIL_PROVIDER": provider.backend,
            "MAIL_WEBHOOK": webhook,
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp" and url.hostname not in loopback,
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
