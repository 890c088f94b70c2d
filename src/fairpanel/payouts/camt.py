"""Statements of a bank, ISO 20022 camt.053 and camt.054 in any version: what it carried out, and what came back.

Read with the standard library, since none of the libraries for it is kept. A document with a type declaration is
refused before it is read: no entity is ever expanded, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers import expat

from fairpanel.kit.money import Money
from fairpanel.kit.problems import Invalid, TooLarge

STATEMENT_BYTES_MAX = 20 * 1024 * 1024
_KINDS = {"BkToCstmrStmt": "Stmt", "BkToCstmrDbtCdtNtfctn": "Ntfctn"}


class NotAStatement(Invalid):
    """This is no bank statement in the form camt.053 or camt.054. Fetch it from your bank as XML, then try again."""


class StatementTooLarge(TooLarge):
    """A statement may hold 20 MB. Fetch it for fewer days at once."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One booked movement. `about` is the end-to-end id of a transfer or, for a whole file, the id of its message.

    `is_back` where money came back: a return, or a booking that the bank took back.
    """

    about: str
    amount: Money
    is_back: bool
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What a bank says of one account: its IBAN, and the movements in their order."""

    iban: str
    movements: tuple[Movement, ...]


def read(data: bytes) -> list[Statement]:
    """The statements in a file. Raises `NotAStatement` and `StatementTooLarge`."""
    if len(data) > STATEMENT_BYTES_MAX:
        raise StatementTooLarge
    try:
        _refuse_declarations(data)
        root = ET.fromstring(data)  # noqa: S314  # nothing is declared in it, as was just seen
        kind = next((name for name in _KINDS if _child(root, name) is not None), None)
        if kind is None:
            raise NotAStatement
        found = _child(root, kind)
        assert found is not None
        return [_statement(each) for each in _children(found, _KINDS[kind])]
    except (ET.ParseError, expat.ExpatError, ValueError, ArithmeticError):
        raise NotAStatement from None


def _refuse_declarations(data: bytes) -> None:
    def refuse(*_told: object) -> None:
        raise NotAStatement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.Parse(data, True)


def _statement(told: ET.Element) -> Statement:
    iban = _text(told, "Acct", "Id", "IBAN").replace(" ", "")
    booked = [entry for entry in _children(told, "Ntry") if _is_booked(entry)]
    return Statement(iban, tuple(movement for entry in booked for movement in _movements(entry)))


def _is_booked(entry: ET.Element) -> bool:
    return (_text(entry, "Sts", "Cd") or _text(entry, "Sts")).strip() == "BOOK"


def _movements(entry: ET.Element) -> Iterator[Movement]:
    came_back = _came_back(entry)
    for details in _children(entry, "NtryDtls"):
        single = list(_children(details, "TxDtls"))
        for one in single:
            about = _text(one, "Refs", "EndToEndId")
            is_back = _came_back(one) if _child(one, "CdtDbtInd") is not None else came_back
            is_back = is_back or _child(one, "RtrInf") is not None
            amount = _amount(one) or (_amount(entry) if len(single) == 1 else None)
            if about and about != "NOTPROVIDED" and amount is not None:
                yield Movement(about, amount, is_back)
            elif (file := _text(one, "Refs", "MsgId")) and len(single) == 1 and amount is not None:
                yield Movement(file, amount, is_back, is_file=True)
        file = _text(details, "Btch", "MsgId")
        amount = _amount(entry)
        if not single and file and amount is not None:
            yield Movement(file, amount, came_back, is_file=True)


def _came_back(part: ET.Element) -> bool:
    """Whether it is money that comes in: we only ever send with these ids."""
    return _text(part, "CdtDbtInd") == "CRDT"


def _amount(part: ET.Element) -> Money | None:
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
        found = _at(part, *path)
        if found is not None and found.text:
            return Money.of(found.text.strip(), found.get("Ccy", ""))
    return None


def _text(part: ET.Element, *path: str) -> str:
    found = _at(part, *path)
    return "" if found is None or found.text is None else found.text.strip()


def _at(part: ET.Element | None, *path: str) -> ET.Element | None:
    for name in path:
        part = None if part is None else _child(part, name)
    return part


def _child(part: ET.Element, name: str) -> ET.Element | None:
    return next(_children(part, name), None)


def _children(part: ET.Element, name: str) -> Iterator[ET.Element]:
    """Whatever the version of the form, which stands in the name space, is."""
    return (each for each in part if each.tag.rpartition("}")[2] == name)
