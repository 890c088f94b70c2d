"""What every part of a programme's document has in common: typed, closed, unchanging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Record(BaseModel):
    """A table of the document: a field that we do not know is an error, and so is a value of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: `place` is a dotted path (`version[0].offers.survey.amount_min`), `sentence` what and how."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


def refuse(faults: Iterator[Fault]) -> None:
    """Tell pydantic of every fault at once; a bare `ValueError` would show the first only."""
    found = tuple(faults)
    if found:
        raise PydanticCustomError("faults", "{sentences}", {"faults": found, "sentences": " ".join(map(str, found))})
