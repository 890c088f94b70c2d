"""Who pays for this panel: from the file that FAIRPANEL_PAYOUTS names to the ports of the room payouts."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from fairpanel.engines.column_seal import ColumnSeal
from fairpanel.engines.payouts import Amazon, Balance, PayPal, Tremendous
from fairpanel.payouts.ports import Payer, Ports, Provider
from fairpanel.programme import Programme
from fairpanel.website.environment import BadEnvironment
from fairpanel.website.loopback import is_loopback

# What each table of the file must say, and what it may say. Those that end in "key" may be NAME_file instead.
_TABLES: Mapping[str, tuple[Callable[..., Provider], frozenset[str], frozenset[str]]] = {
    "tremendous": (
        Tremendous, frozenset({"key"}), frozenset({"address", "webhook_key", "funding", "products", "campaign"}),
    ),
    "amazon": (Amazon, frozenset({"partner", "key_id", "key"}), frozenset({"address", "region"})),
    "paypal": (PayPal, frozenset({"client", "key"}), frozenset({"address", "webhook"})),
    "balance": (Balance, frozenset({"address", "key"}), frozenset()),
}  # fmt: skip
_PAYER = frozenset({"name", "iban", "bic"})


def payout_ports(programme: Programme, *, key: Callable[[], bytes], file: Path | None) -> Ports:
    """What the room payouts stands on. Raises `BadEnvironment` for a file that cannot be right."""
    tables = _read(file) if file is not None else {}
    unknown = set(tables) - {*_TABLES, "bank"}
    if unknown:
        raise BadEnvironment(f"{file} has a table [{min(unknown)}]. There are: {', '.join([*_TABLES, 'bank'])}.")
    providers = {name: _provider(name, tables[name], file) for name in _TABLES if name in tables}
    payer = _payer(tables["bank"], file) if "bank" in tables else None
    return Ports(programme=programme, seal=ColumnSeal(key), providers=providers, payer=payer)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadEnvironment(f"FAIRPANEL_PAYOUTS names {file}, which cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # Its words are not repeated: they may be a secret.
        raise BadEnvironment(f"{file} is not TOML. See docs/how-to/pay-people.md.") from None


def _provider(name: str, table: Any, file: Path | None) -> Provider:
    made, must, may = _TABLES[name]
    said = _said(name, table, file, must=must, may=may)
    address = urlsplit(str(said.get("address", "https://")))
    if address.scheme != "https" and not is_loopback(address.hostname or ""):
        raise BadEnvironment(f"[{name}] in {file}: the address begins with https://.")
    return made(**said)


def _payer(table: Any, file: Path | None) -> Payer:
    said = _said("bank", table, file, must=_PAYER - {"bic"}, may=frozenset({"bic"}))
    try:
        iban = str(IBAN(said["iban"], validate_bban=True))
    except SchwiftyException:
        raise BadEnvironment(f"[bank] in {file}: iban is not an IBAN.") from None
    return Payer(said["name"], iban, said.get("bic", ""))


def _said(name: str, table: Any, file: Path | None, *, must: frozenset[str], may: frozenset[str]) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise BadEnvironment(f"[{name}] in {file} is not a table.")
    said = {}
    for field, value in table.items():
        bare = field.removesuffix("_file")
        if bare not in must | may or (bare != field and not bare.endswith("key")):
            raise BadEnvironment(f"[{name}] in {file} has a field that we do not know: {field}.")
        if not isinstance(value, list if field == "products" else str):
            raise BadEnvironment(f"[{name}] in {file}: write {field} in quotes.")
        said[bare] = _kept(Path(str(value)), name, field, file) if bare != field else value
    missing = must - set(said)
    if missing:
        raise BadEnvironment(f"[{name}] in {file} lacks {min(missing)}.")
    return said


def _kept(kept: Path, name: str, field: str, file: Path | None) -> str:
    try:
        return kept.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadEnvironment(f"[{name}] in {file}: the file that {field} names cannot be read.") from None
