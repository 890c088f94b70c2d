"""What the environment says of this installation. Nothing else in Fairpanel reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from fairpanel.engines import master_keys
from fairpanel.engines.s3_files import Bucket
from fairpanel.vault.ports import Masters
from fairpanel.vault.problems import KeysUnreadable
from fairpanel.website import mail_in_settings, mail_providers
from fairpanel.website.loopback import is_loopback

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
KEY_BYTES = 32
_SIGNING_KEY, _SIGNING_KEY_FILE = "FAIRPANEL_SIGNING_KEY", "signing.key"


class BadEnvironment(SystemExit):
    """A variable says something that we cannot go by; the program ends with that sentence."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One installation: where its things lie, what its database, mail and programme are."""

    home: Path
    demo: bool
    hosts: tuple[str, ...]
    site: str
    database: SplitResult | None
    mail: SplitResult | None
    mail_from: str
    mail_webhook: str
    mail_in: mail_in_settings.MailIn
    programme: str
    payouts: Path | None
    secret_key: str
    masters: Masters
    bucket: Bucket | None
    push_key: bytes
    signing_key: bytes

    @classmethod
    def read(cls, said: Mapping[str, str] = os.environ) -> Self:
        """The environment as it stands. Raises `BadEnvironment` with a sentence for the first bad variable."""
        home = home_of(said)
        demo = _switch(said, "FAIRPANEL_DEMO")
        hosts = tuple(said.get("FAIRPANEL_HOSTS", "").split()) or LOOPBACK
        if demo and not set(hosts) <= set(LOOPBACK):
            raise BadEnvironment(
                "The demo lets anybody in as anybody, so FAIRPANEL_HOSTS may only name this machine. Leave it out."
            )
        return cls(
            home=home,
            demo=demo,
            hosts=hosts,
            site=_site(said, hosts),
            database=_address(said, "DATABASE_URL", ("postgres", "postgresql")),
            mail=_mail(said),
            mail_from=said.get("FAIRPANEL_MAIL_FROM", "Fairpanel <panel@localhost>"),
            mail_webhook=said.get("FAIRPANEL_MAIL_WEBHOOK", ""),
            mail_in=_mail_in(said),
            programme=said.get("FAIRPANEL_PROGRAMME", "fair"),
            payouts=Path(said["FAIRPANEL_PAYOUTS"]) if said.get("FAIRPANEL_PAYOUTS") else None,
            secret_key=_secret(said, "FAIRPANEL_SECRET_KEY", home / "secret.key").hex(),
            masters=_masters(said, home / "vault.key"),
            bucket=_bucket(said),
            push_key=_secret(said, "FAIRPANEL_PUSH_KEY", home / "push.key"),
            signing_key=_secret(said, _SIGNING_KEY, home / _SIGNING_KEY_FILE),
        )


def home_of(said: Mapping[str, str]) -> Path:
    """Where this installation keeps its things."""
    return Path(said.get("FAIRPANEL_HOME") or _data_folder(said)).expanduser().absolute()


def signing_key_here(said: Mapping[str, str] = os.environ) -> bytes | None:
    """The key that signs deletion receipts, where this machine has one: none is made. Raises `BadEnvironment`."""
    file = Path(said.get(f"{_SIGNING_KEY}_FILE") or home_of(said) / _SIGNING_KEY_FILE)
    if not said.get(_SIGNING_KEY) and not os.access(file, os.R_OK):
        return None
    return _secret(said, _SIGNING_KEY, file)


def _data_folder(said: Mapping[str, str]) -> str:
    if os.geteuid() == 0:
        return "/var/lib/fairpanel"
    return f"{said.get('XDG_DATA_HOME') or '~/.local/share'}/fairpanel"


def _site(said: Mapping[str, str], hosts: tuple[str, ...]) -> str:
    """Where links in our mails lead: without a slash at the end."""
    word = said.get("FAIRPANEL_ADDRESS", "").rstrip("/")
    if not word:
        return "http://127.0.0.1:8000" if set(hosts) <= set(LOOPBACK) else f"https://{hosts[0]}"
    parts = urlsplit(word)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise BadEnvironment("FAIRPANEL_ADDRESS is not the address of a site. Write it as https://panel.example.org.")
    return word


def _switch(said: Mapping[str, str], name: str) -> bool:
    word = said.get(name, "")
    if word not in {"", "0", "1"}:
        raise BadEnvironment(f"{name} is {word!r}, and can be 0 or 1.")
    return word == "1"


def _address(said: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> SplitResult | None:
    word = said.get(name)
    if not word:
        return None
    try:
        parts = urlsplit(word)
        complete = parts.scheme in schemes and parts.port != 0
        # Without a host, libpq takes the local socket; a mail server has none.
        complete = complete and bool(parts.hostname or schemes[0] == "postgres")
    except ValueError:
        complete = False
    if not complete:
        # The value is not repeated: it may hold a password.
        raise BadEnvironment(f"{name} is not an address. Write it as {schemes[0]}://user:password@host:port/name.")
    return parts


def _mail(said: Mapping[str, str]) -> SplitResult | None:
    word = said.get("FAIRPANEL_MAIL_URL")
    try:
        return mail_providers.checked(word) if word else None
    except mail_providers.NotAMailAddress as wrong:
        # The value is not repeated: it holds a key.
        raise BadEnvironment(f"FAIRPANEL_MAIL_URL is not an address that we can send by. {wrong}") from None


def _mail_in(said: Mapping[str, str]) -> mail_in_settings.MailIn:
    try:
        return mail_in_settings.mail_in(said, loopback=LOOPBACK)
    except mail_in_settings.NotASetting as wrong:
        raise BadEnvironment(str(wrong)) from None


def _secret(said: Mapping[str, str], name: str, file: Path) -> bytes:
    """A key of 32 bytes: from the variable, from the file that NAME_FILE names, or made once and kept at home."""
    word = said.get(name)
    file = Path(said.get(f"{name}_FILE") or file)
    if not word:
        try:
            word = _kept(file)
        except OSError as error:
            remedy = f"{name}_FILE to another file, or FAIRPANEL_HOME to a folder that we may write to"
            raise BadEnvironment(f"{file} cannot be read or made: {error.strerror}. Set {remedy}.") from None
        except UnicodeDecodeError:
            word = ""
    try:
        key = bytes.fromhex(word.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadEnvironment(f"{name} is not a key. Write {KEY_BYTES} bytes as {2 * KEY_BYTES} hexadecimal digits.")
    return key


def _masters(said: Mapping[str, str], file: Path) -> Masters:
    """The vault's master keys: one or several. Where they stand in a file they are read again while we run."""
    if words := said.get("FAIRPANEL_VAULT_KEY"):
        try:
            return master_keys.InVariable(words)
        except master_keys.NotKeys:
            each = f"{KEY_BYTES} bytes as {2 * KEY_BYTES} hexadecimal digits"
            raise BadEnvironment(f"FAIRPANEL_VAULT_KEY is not a key. Write {each}, the newest last.") from None
    file = Path(said.get("FAIRPANEL_VAULT_KEY_FILE") or file)
    masters = master_keys.InFile(file)
    try:
        _kept(file)
        masters.all()
    except OSError as error:
        remedy = "FAIRPANEL_VAULT_KEY_FILE to another file, or FAIRPANEL_HOME to a folder that we may write to"
        raise BadEnvironment(f"{file} cannot be read or made: {error.strerror}. Set {remedy}.") from None
    except (KeysUnreadable, UnicodeDecodeError):
        raise BadEnvironment(f"{file} does not hold keys. Write {2 * KEY_BYTES} hexadecimal digits a line.") from None
    return masters


def _bucket(said: Mapping[str, str]) -> Bucket | None:
    """The S3-compatible store that FAIRPANEL_VAULT_URL names."""
    word = said.get("FAIRPANEL_VAULT_URL")
    if not word:
        return None
    try:
        parts = urlsplit(word)
        name, _, prefix = parts.path.strip("/").partition("/")
        options = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
        secure = parts.scheme == "s3"
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        address = f"{'https' if secure else 'http'}://{host}{f':{parts.port}' if parts.port else ''}"
        complete = bool(parts.hostname and parts.username and parts.password and name and set(options) <= {"region"})
        complete = complete and (secure or (parts.scheme == "s3+http" and is_loopback(parts.hostname or "")))
    except ValueError:
        complete = False
    if not complete:
        # The value is not repeated: it holds a key.
        raise BadEnvironment(
            "FAIRPANEL_VAULT_URL is not the address of a store. Write it as s3://KEY_ID:KEY@host/bucket/folder?region=..."
            ", with / in a key as %2F; s3+http:// is for this machine only."
        )
    return Bucket(
        address, name, options.get("region", "us-east-1"), unquote(parts.username or ""),
        unquote(parts.password or ""), prefix,
    )  # fmt: skip


def _kept(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        return file.read_text()
    except FileNotFoundError:
        pass
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_hex(KEY_BYTES))
        # A link, not a rename: of two programs that start at once the first one's key stays.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    return file.read_text()


def database_settings(environment: Environment) -> dict[str, object]:
    """Django's DATABASES entry: the server that DATABASE_URL names, or our own."""
    common: dict[str, object] = {"CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
    url = environment.database
    if url is None:
        return common | {
            "ENGINE": "fairpanel.engines.embedded_postgres",
            "NAME": "fairpanel",
            "HOST": str(environment.home / "postgres"),
            "OPTIONS": {"connect_timeout": 10},
        }
    options = dict(pair.partition("=")[::2] for pair in url.query.split("&") if pair)
    return common | {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "fairpanel",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or options.pop("host", "")),
        "PORT": str(url.port or options.pop("port", "")),
        "OPTIONS": {"connect_timeout": 10} | {name: unquote(value) for name, value in options.items()},
    }


def mail_settings(environment: Environment) -> dict[str, object]:
    """Django's mail settings: who FAIRPANEL_MAIL_URL names, or a folder that keeps what would be sent."""
    url = environment.mail
    if url is None:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(environment.home / "outbox"),
        }
    return mail_providers.settings_of(url, webhook=environment.mail_webhook, loopback=LOOPBACK)
