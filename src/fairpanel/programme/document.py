"""The programme: its versions in order, and which of them was in force on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fairpanel.kit.problems import NotFound
from fairpanel.programme import agreement
from fairpanel.programme.record import Record, refuse
from fairpanel.programme.versions import Name, Version


class NotInForce(NotFound):
    """The programme "{programme}" was not in force on {on}: it begins on {begins}. Nothing is paid for that day."""


class NoSuchVersion(NotFound):
    """The programme "{programme}" has no version {number}."""


class Programme(Record):
    """A programme by its name, with every version that it ever had, oldest first."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    title: Name
    versions: Annotated[tuple[Version, ...], Field(min_length=1, alias="version")]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        refuse(agreement.across(self.versions))
        return self

    def in_force(self, on: date) -> Version:
        """The version under which what is done on that day is paid; raises `NotInForce` before the first."""
        for version in reversed(self.versions):
            if version.starts <= on:
                return version
        raise NotInForce(programme=self.name, on=on, begins=self.versions[0].starts)

    def numbered(self, number: int) -> Version:
        """The version of that number; raises `NoSuchVersion`."""
        for version in self.versions:
            if version.number == number:
                return version
        raise NoSuchVersion(programme=self.name, number=number)
