"""Every vault of this installation beside the rows that name its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fairpanel.kit.problems import Problem
from fairpanel.privacy import ports as privacy
from fairpanel.privacy.take_along import keeping
from fairpanel.receipts import ports as receipts
from fairpanel.receipts import upkeep
from fairpanel.vault.sealed import Sealed
from fairpanel.vault.values import Compared


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one vault. `unreadable` names the files that do not open; nobody looked without being asked."""

    folder: str
    found: Compared
    unreadable: tuple[str, ...] = ()


def reports(*, now: datetime, open_all: bool) -> Iterator[Report]:
    """One for each vault. With `open_all` every file is opened."""
    vault, copies = receipts.filled().vault, privacy.filled().copies
    shut = [stored.name for stored in vault.stored() if not _opens(vault, stored.name)] if open_all else []
    yield Report("vault", upkeep.compare_with_the_vault(now=now), tuple(shut))
    shut = [stored.name for stored in copies.stored() if not _comes_out(copies, stored.name)] if open_all else []
    yield Report("copies", keeping.compared(now=now), tuple(shut))


def require_stores() -> None:
    """Raises `StoreFault`, a sentence for the operator, where files cannot be kept."""
    for vault in (receipts.filled().vault, privacy.filled().copies):
        if isinstance(vault, Sealed):
            vault.require()


def _opens(vault: receipts.Vault, name: str) -> bool:
    try:
        vault.open(name)
    except Problem:
        return False
    return True


def _comes_out(copies: privacy.CopyVault, name: str) -> bool:
    try:
        for _piece in copies.open_pieces(name):
            pass
    except Problem:
        return False
    return True
