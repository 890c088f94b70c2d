"""Names of people, who serve and who are served, known by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fairpanel.redaction.figures import spare
from fairpanel.redaction.labels import labels, listed
from fairpanel.redaction.lines import Line, Match
from fairpanel.redaction.marks import GONE, Kind

_LETTER = r"[^\W\d_]"
# Anna, J., O'Neill, Müller-Lüdenscheidt; a digit that OCR put into it does not make it a number.
_PART = rf"{_LETTER}(?:{_LETTER}|['\u2019.\-](?={_LETTER})|[01](?={_LETTER}))*\.?"
# The number of a till may be glued to it, as in Kyle118; two letters and a number are a code.
_NAME = re.compile(
    rf"(?P<name>{_PART}(?:(?:, ?| |/ ?){_PART}){{0,3}})(?!{_LETTER}|\d{{5}})(?:(?<={_LETTER}{{3}})|(?!\d))"
)
_BEHIND = re.compile(r"[\s.:;,#\-_=*>\[]*(?:\d{1,8}[\s.:;,#\-_/]+)?")
_SIGN = re.compile(r"\.? ?(?:[:;#=]|no\b|\d)")
_NUMBERED, _THEN_NUMBER = re.compile(r".*\d"), re.compile(r"[\s.:#]*\d+(?![/:.\d])")
_COLON = re.compile(r"(?:\.? ?[:;]|\.{2,}) ?\[?(?:\d{1,8}[\s.:;,#\-_/]+)?")
# OPERATOR SLC - JANE DOE: the code of the till, a dash and the name.
_CODED = re.compile(r" ?[:;#]? ?[a-z\d]{2,8} ?- ?(?=[a-z])")
_THEN_PHONE = re.compile(r" ?\+?\d[\d \-]{6,}")
# How cards say it: MUSTERMANN/ERIKA.
_ON_CARD = re.compile(rf"\A ?(?P<name>{_LETTER}{{2,}}/{_LETTER}{{2,}}(?: {_LETTER}+\.?){{0,2}}) ?\Z")
_TITLE = r"herrn?|frau|monsieur|madame|mme|mlle|senor|senora|sra|signora?|mevr|mevrouw|dhr"
# Shops are called Mr and Mrs, so there a word must say that it is for somebody.
_TITLED = re.compile(rf"\A ?(?:(?:{_TITLE})|(?:for|to) (?:mrs?|ms|miss))\.? (?P<name>{_PART}(?: {_PART}){{0,2}}) ?\Z")
_LETTERS_MIN = 2


def recognise(lines: Sequence[Line], regions: Sequence[str]) -> Iterator[Match]:  # noqa: ARG001 - the same everywhere
    """Names on these lines: after a word that announces one, as cards print them, or a title and a name alone."""
    for place, line in enumerate(lines):
        # A date or a price that stands right behind a name is none of it.
        text = spare(line.text)
        for certainty, behind in (("sure", _BEHIND), ("roles", _BEHIND), ("likely", _COLON)):
            for label in labels("name", certainty).finditer(line.text):
                is_signed = _SIGN.match(line.text, label.end()) is not None
                if certainty == "roles" and not is_signed and line.text[: label.start()].strip():
                    continue
                rest = behind.match(line.text, label.end())
                found = _name(text, rest.end()) if rest else None
                if found and rest and _NUMBERED.match(rest[0]) and _THEN_NUMBER.match(line.text, found[1]):
                    # "Kassier 608 Bon 3349": the till counts on.
                    continue
                if found:
                    yield Match(Kind.NAME, line.row, *found)
                elif rest and is_signed and rest.end() == len(line.text) and place + 1 < len(lines):
                    yield from _below(lines[place + 1])
        yield from _coded(line, text)
        for form in (_ON_CARD, _TITLED):
            printed = form.match(line.text)
            if printed and not _is_nobody(printed["name"]):
                yield Match(Kind.NAME, line.row, *printed.span("name"))


def _coded(line: Line, text: str) -> Iterator[Match]:
    """The name behind the code of who works at the till, and the one before a telephone number at "name"."""
    for label in labels("name", "coded").finditer(text):
        code = _CODED.match(text, label.end())
        found = _name(text, code.end()) if code else None
        if found:
            yield Match(Kind.NAME, line.row, *found)
    for label in labels("name", "likely").finditer(text):
        found = _name(text, label.end() + 1) if not text[: label.start()].strip() else None
        if found and _THEN_PHONE.match(text, found[1]):
            yield Match(Kind.NAME, line.row, *found)


def _below(line: Line) -> Iterator[Match]:
    """The name on a row that has nothing else."""
    found = _name(line.text, 0)
    if found and not line.text[found[1] :].strip():
        yield Match(Kind.NAME, line.row, *found)


def _name(text: str, start: int) -> tuple[int, int] | None:
    """From where to where a name stands at `start`; what is another label or no person ends it."""
    found = _NAME.match(text, start)
    if found is None or GONE in found[0]:
        return None
    end = found.end()
    # "Anna Kasse 3": what the till says next is no surname.
    for word in re.finditer(r"\S+", found[0]):
        rest = text[found.start() + word.end() :].lstrip(" .,")
        if _is_nobody(word[0]) or rest[:1] == ":" or (word.start() and _is_of_the_calendar(word[0], rest)):
            end = found.start() + word.start()
            break
    name = text[start:end].rstrip(" ,")
    letters = sum(character.isalpha() for character in name)
    return (start, start + len(name)) if letters >= _LETTERS_MIN else None


def _is_of_the_calendar(word: str, rest: str) -> bool:
    """Whether a word is a month or a day of the week in a date: "Jan 24, 2019", "Sat 24 Jan"."""
    calendar = listed("name", "calendar")
    is_counted = rest[:1].isdigit() or rest[:1] == GONE
    return word.strip(".,") in calendar and (is_counted or rest.split(" ", 1)[0].strip(".,") in calendar)


def _is_nobody(word: str) -> bool:
    return word.strip(".,-'") in listed("name", "nobody")
