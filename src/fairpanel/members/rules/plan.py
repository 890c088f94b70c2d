"""Whom the panel looks for: a few questions, and how many places there are for which answers. All of it is data."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from fairpanel.kit.problems import Invalid
from fairpanel.programme.record import Record
from fairpanel.programme.regions import Language

AGE = "age"
NOT_SAID = "-"
ADULT_AGE = 18
ANSWER_DAYS = 14
FAULTS_TOLD_MAX = 20
DELIMITERS = ";\t,"
Kind = TypeVar("Kind", bound=Record)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9+-]*$", max_length=30)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Said = Annotated[Mapping[Language, Sentence], Field(min_length=1)]


class BrokenQuestions(Invalid):
    """The questions cannot be asked as they stand. {faults}"""  # noqa: D415 - faults end it


class BrokenPlaces(Invalid):
    """The table of places cannot be used as it stands. {faults}"""  # noqa: D415 - faults end it


class UnreadableTable(Invalid):
    """This is no table: {why}. Save it from the spreadsheet as CSV in UTF-8, and send that."""


class Mode(StrEnum):
    """How somebody comes in who was not invited."""

    OPEN = "open"
    INVITATION = "invitation"


class Question(Record):
    """One quota question: what is asked, and the answers to choose from, each by language."""

    asks: Said
    answers: Annotated[Mapping[Name, Said], Field(min_length=2)]


class AgeGroups(Record):
    """The ages in years at which a group begins. Of a date of birth only the group is kept."""

    from_: Annotated[tuple[int, ...], Field(min_length=1, alias="from")]

    @property
    def names(self) -> tuple[str, ...]:
        """`18-34`, `35-49`, `50+`."""
        ends = [*(f"-{later - 1}" for later in self.from_[1:]), "+"]
        return tuple(f"{start}{end}" for start, end in zip(self.from_, ends, strict=True))

    def group_of(self, age: int) -> str:
        """The group of somebody of that age in years."""
        return self.names[max(index for index, start in enumerate(self.from_) if start <= age or index == 0)]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a newcomer beside region, language and date of birth."""

    age: AgeGroups | None = None
    asked: Mapping[str, Question] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All that a place may depend on beside the region."""
        return ((AGE,) if self.age else ()) + tuple(self.asked)

    def answers_to(self, name: str) -> tuple[str, ...]:
        """The names of the answers to one question."""
        if name == AGE:
            return self.age.names if self.age else ()
        return tuple(self.asked[name].answers)


@dataclass(frozen=True, slots=True)
class Cell:
    """So many places for people of a region with these answers; a question that is not named may have any answer."""

    region: str
    answers: tuple[tuple[str, str], ...]
    places: int

    @property
    def name(self) -> str:
        """`DE age=18-34 household=1`, the same in every list and log."""
        return " ".join([self.region, *(f"{question}={answer}" for question, answer in self.answers)])

    def takes(self, region: str, answers: Mapping[str, str]) -> bool:
        """Whether somebody of that region with these answers belongs here."""
        return region == self.region and all(
            answers.get(question, NOT_SAID) == answer for question, answer in self.answers
        )

    def overlaps(self, other: "Cell") -> bool:
        """Whether one person could belong to both."""
        theirs = dict(other.answers)
        return self.region == other.region and all(theirs.get(name, answer) == answer for name, answer in self.answers)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it. Without a cell for a region, nothing is limited there."""

    mode: Mode = Mode.OPEN
    answer_days: int = ANSWER_DAYS
    questions: Questions = Questions()
    cells: tuple[Cell, ...] = ()

    def cell_of(self, region: str, answers: Mapping[str, str]) -> Cell | None:
        """The one cell that somebody belongs to, if there is any."""
        return next((cell for cell in self.cells if cell.takes(region, answers)), None)

    def limits(self, region: str) -> bool:
        """Whether places in that region are counted at all."""
        return any(cell.region == region for cell in self.cells)


def read_questions(text: str) -> Questions:
    """The questions in a TOML text; raises `BrokenQuestions` with everything that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BrokenQuestions(faults=f"This is not TOML: {wrong}.") from None
    faults: list[str] = []
    ages = _one(AgeGroups, AGE, table.pop(AGE), faults) if AGE in table else None
    if ages is not None and (ages.from_[0] > ADULT_AGE or sorted(set(ages.from_)) != list(ages.from_)):
        faults.append(f"age.from: begin with {ADULT_AGE} or less, and name each age once, the lowest first.")
    asked = {name: _one(Question, name, said, faults) for name, said in table.items()}
    taken = set(asked) & {"region", "places", "email", "language", "reference"}
    faults.extend(f"{name}: this name is taken, call the question something else." for name in sorted(taken))
    if faults:
        raise BrokenQuestions(faults=" ".join(faults[:FAULTS_TOLD_MAX]))
    return Questions(ages, {name: question for name, question in asked.items() if question is not None})


def _one(kind: type[Kind], name: str, said: object, faults: list[str]) -> Kind | None:
    try:
        return kind.model_validate(_unchanging(said))
    except ValidationError as wrong:
        places = ((".".join(map(str, (name, *error["loc"]))), error["msg"]) for error in wrong.errors())
        faults.extend(f"{place}: {message}." for place, message in places)
    return None


def _unchanging(said: object) -> object:
    if isinstance(said, dict):
        return {key: _unchanging(inner) for key, inner in said.items()}
    return tuple(map(_unchanging, said)) if isinstance(said, list) else said


def rows_of(text: str) -> tuple[list[str], list[list[str]]]:
    """The heading and the rows of a table as spreadsheets write it: parted by commas, semicolons or tabs.

    Raises `UnreadableTable`.
    """
    text = text.lstrip("\ufeff").strip()
    delimiter = max(DELIMITERS, key=text.split("\n", 1)[0].count)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as wrong:
        raise UnreadableTable(why=str(wrong)) from None
    rows = [[cell.strip() for cell in row] for row in read]
    return ([name.lower() for name in rows[0]], rows[1:]) if rows else ([], [])


def read_places(text: str, *, questions: Questions, regions: Iterable[str] | None) -> tuple[Cell, ...]:
    """The cells in a table with the columns region, places and any of the questions' names.

    A cell that is empty takes any answer; `-` takes who would rather not say. Raises `BrokenPlaces` with the number and
    the fault of each bad row: nobody may belong to two rows, and no question is asked that no row needs. Without
    `regions` any will do: a table that was right once is read again.
    """
    heading, rows = rows_of(text)
    if not heading:
        _refuse([f"{name}: no row depends on it, so do not ask it." for name in questions.names])
        return ()
    known = ("region", "places", *questions.names)
    _refuse([
        *(f'There is no column "{name}": write {", ".join(known)}.' for name in heading if name not in known),
        *(f'The column "{name}" is missing.' for name in ("region", "places") if name not in heading),
        *(f"{name}: no row depends on it, so do not ask it." for name in questions.names if name not in heading),
    ])  # fmt: skip
    cells: dict[int, Cell] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        if any(row):
            told = dict(zip(heading, row, strict=False))
            found = _faults_of(told, questions, None if regions is None else tuple(regions))
            faults.extend(f"Row {number}: {fault}" for fault in found)
            if not found:
                named = tuple((name, told[name]) for name in sorted(questions.names) if told.get(name))
                cells[number] = Cell(told["region"], named, int(told["places"]))
    faults.extend(_overlaps(cells))
    needed = {name for cell in cells.values() for name, _answer in cell.answers}
    if not faults:
        faults.extend(
            f"{name}: no row depends on it, so do not ask it." for name in questions.names if name not in needed
        )
    _refuse(faults)
    return tuple(cells.values())


def _faults_of(told: Mapping[str, str], questions: Questions, regions: Sequence[str] | None) -> list[str]:
    faults = []
    if regions is not None and told.get("region") not in regions:
        faults.append(f'"{told.get("region", "")}" is no region of the programme: write {", ".join(regions)}.')
    if not (told.get("places") or "").isdecimal():
        faults.append("write the number of places in digits.")
    for name in questions.names:
        answer = told.get(name, "")
        if answer and answer not in (NOT_SAID, *questions.answers_to(name)):
            faults.append(f'"{answer}" is no answer to {name}: write {", ".join(questions.answers_to(name))} or -.')
    return faults


def _overlaps(cells: Mapping[int, Cell]) -> list[str]:
    numbered = list(cells.items())
    return [
        f"Rows {first} and {second}: somebody could belong to both."
        for place, (first, one) in enumerate(numbered)
        for second, other in numbered[place + 1 :]
        if one.overlaps(other)
    ]


def _refuse(faults: list[str]) -> None:
    if faults:
        more = len(faults) - FAULTS_TOLD_MAX
        told = [*faults[:FAULTS_TOLD_MAX], *([f"And {more} more."] if more > 0 else [])]
        raise BrokenPlaces(faults=" ".join(told))
