"""Which day it was where a member lives, and which terms held there on that day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from fairpanel.kit.problems import Conflict
from fairpanel.programme import Programme, Region, Version


class NotRunHere(Conflict):
    """This panel does not run in {region} any more. What you have earned stays yours."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The `version` in force in `region` on `day`, a day of that region's own calendar."""

    day: date
    version: Version
    region: Region

    @property
    def month(self) -> date:
        """The first day of the calendar month."""
        return self.day.replace(day=1)


def terms_at(programme: Programme, *, region: str, moment: datetime) -> Terms:
    """The terms that held in `region`, an ISO 3166 code, at that moment.

    Raises `NotRunHere`, and `programme.NotInForce` before the first version.
    """
    # A version begins on a day, and which day it is depends on the zone, which the version names: begin with UTC.
    about = _region(programme.in_force(moment.astimezone(UTC).date()), region)
    day = day_in(about, moment)
    version = programme.in_force(day)
    return Terms(day, version, _region(version, region))


def last_terms_at(programme: Programme, *, region: str, moment: datetime) -> Terms:
    """The terms that hold in `region` or, where the panel is not run any more, the last ones that held there.

    By them what was earned is paid out, however long ago the panel went. Raises `NotRunHere` where it never was.
    """
    try:
        return terms_at(programme, region=region, moment=moment)
    except NotRunHere:
        begun = [version for version in programme.versions if version.starts <= moment.date()]
        held = [version for version in begun if region in version.regions]
        if not held:
            raise
        place = held[-1].regions[region]
        return Terms(day_in(place, moment), held[-1], place)


def day_in(region: Region, moment: datetime) -> date:
    """The day that it was in that region at that moment."""
    return moment.astimezone(ZoneInfo(region.time_zone)).date()


def _region(version: Version, code: str) -> Region:
    if code not in version.regions:
        raise NotRunHere(region=code)
    return version.regions[code]
