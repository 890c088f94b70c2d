"""What the checks of a sender ask name servers, each question within a time and so many in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, Protocol

import dns.exception
import dns.resolver

QUESTION_SECONDS_MAX: Final = 3.0
ALL_SECONDS_MAX: Final = 12.0
QUESTIONS_MAX: Final = 60


class NoAnswer(Exception):
    """No name server answered in time, so nobody knows."""


class Records(Protocol):
    """Answers what stands under a name."""

    def ask(self, name: str, kind: str, *, seconds: float) -> list[Any]:
        """The records of that kind: TXT as bytes, A and AAAA and PTR as text, MX as a preference and a text.

        Nothing where there are none. Raises `NoAnswer`.
        """


@dataclass(frozen=True, slots=True)
class Dns:
    """Real name servers: this machine's, or those at these addresses and this port."""

    servers: tuple[str, ...] = ()
    port: int = 53

    def ask(self, name: str, kind: str, *, seconds: float) -> list[Any]:
        resolver = dns.resolver.Resolver(configure=not self.servers)
        if self.servers:
            resolver.nameservers = list(self.servers)
            resolver.port = self.port
        try:
            answers = resolver.resolve(name, kind, lifetime=seconds, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, UnicodeError) as problem:
            raise NoAnswer from problem
        return [_told(record, kind) for record in answers]


class NoDns:
    """Asks nobody: for a demo, which reaches nothing outside its machine."""

    def ask(self, name: str, kind: str, *, seconds: float) -> list[Any]:  # noqa: ARG002 - the port's signature
        raise NoAnswer


@dataclass(frozen=True, slots=True)
class Table:
    """Answers from a table by name and kind."""

    records: Mapping[tuple[str, str], list[Any]]

    def ask(self, name: str, kind: str, *, seconds: float) -> list[Any]:  # noqa: ARG002 - the port's signature
        return list(self.records.get((name.lower().rstrip("."), kind), []))


@dataclass(slots=True)
class Patience:
    """Asks for one mail: no question takes long, all of them together do not, and no name is asked twice."""

    records: Records
    ends_at: float = field(default_factory=lambda: monotonic() + ALL_SECONDS_MAX)
    left: int = QUESTIONS_MAX
    _known: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def ask(self, name: str, kind: str) -> list[Any]:
        """The records. Raises `NoAnswer`."""
        if (name, kind) in self._known:
            return self._known[name, kind]
        seconds = min(QUESTION_SECONDS_MAX, self.ends_at - monotonic())
        if seconds <= 0 or self.left <= 0:
            raise NoAnswer
        self.left -= 1
        found = self._known[name, kind] = self.records.ask(name, kind, seconds=seconds)
        return found


def _told(record: Any, kind: str) -> Any:
    match kind:
        case "TXT" | "SPF":
            return b"".join(record.strings)
        case "MX":
            return record.preference, record.exchange.to_text(omit_final_dot=True)
        case "PTR":
            return record.target.to_text(omit_final_dot=True)
        case _:
            return record.address
