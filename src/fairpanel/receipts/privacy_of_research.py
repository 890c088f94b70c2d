"""What this room keeps of people about files for research: in which of them lines of whom were."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairpanel.consent.guards import needs_no_consent
from fairpanel.consent.values import Purpose
from fairpanel.kit.personal import Category, Column, Erased, Held, Table, erase_rows, plain, to_take
from fairpanel.receipts.models import ResearchShare

_RESEARCH = Purpose.RESEARCH.value
# In the signed deletion receipt, so in English like all of it.
WHY_RELEASED = "coarse lines had been given to researchers, each by itself, and cannot be called back"

_FILE = {
    "id": plain("Number of a file that was made for a researcher."),
    "researcher": plain("Who got it."),
    "studies": plain("What they study, by language."),
    "country": plain("In which country."),
    "first": plain("The first month in it."),
    "last": plain("The last month in it."),
    "lines": plain("How many lines."),
    "givers": plain("How many who left had given lines, where those are in it."),
    "sha256": plain("The fingerprint of the file, which itself is not kept."),
    "made_at": plain("When it was made."),
    "made_by_id": Column(
        "safety", Category.IDENTITY, "membership", gettext_noop("Who of the staff made a file for research.")
    ),
}
_SHARE = {
    "id": plain("Number of the row."),
    "file_id": Column(
        _RESEARCH, Category.PURCHASE, "membership", gettext_noop("In which file for research lines of yours were.")
    ),
    "member_id": Column(
        _RESEARCH, Category.IDENTITY, "membership", gettext_noop("Whose lines were in a file for research.")
    ),
    "lines": Column(_RESEARCH, Category.PURCHASE, "membership", gettext_noop("How many of your lines were in it.")),
}
REGISTER: Mapping[str, Mapping[str, Column]] = {"receipts.ResearchFile": _FILE, "receipts.ResearchShare": _SHARE}


@needs_no_consent("It counts for a member what is held of them.")
def held_of_research(member_id: Any) -> list[Held]:
    """In how many files lines of this member were."""
    mine = ResearchShare.objects.filter(member=member_id)
    what, source = _("Files for research in which lines of yours were"), _("Noted when the file was made.")
    since = mine.aggregate(since=Min("file__made_at"))["since"]
    held = Held("receipts", _RESEARCH, what, source, mine.count(), since)
    return [held] if held.count else []


@needs_no_consent("It gives a member what is theirs.")
def table_of_research(member_id: Any) -> Table:
    """Their shares of files, to take along."""
    return to_take("receipts.ResearchShare", ResearchShare.objects.filter(member=member_id), "file_id", "lines")


@needs_no_consent("It erases.")
def forget_releases(member_id: Any) -> list[Erased]:
    """In which files lines of the member were is forgotten; the signed receipt tells which were handed over (law 7)."""
    mine = ResearchShare.objects.filter(member=member_id)
    files = mine.select_related("file").order_by("file__made_at")
    told = sorted({f"{one.file.researcher}, {one.file.made_at:%Y-%m-%d}" for one in files})
    if not told:
        return []
    why = f"{WHY_RELEASED} ({'; '.join(told)})"
    return [*erase_rows("receipts", mine), Erased("receipts", "receipts.ResearchFile", 0, kept=len(told), why=why)]
