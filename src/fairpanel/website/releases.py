"""What left the panel with somebody's data in it, as the privacy page lists it: files for research."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairpanel.consent.rules import said_in
from fairpanel.privacy.ports import Release
from fairpanel.receipts.research import releases_of


class ResearchReleases:
    """The files that were made for researchers, as `privacy` knows releases. They were given, so nobody was paid."""

    def of_member(self, member_id: Any) -> list[Release]:
        """Those in which lines of this member were, the newest first."""
        language = translation.get_language() or "en"
        return [
            Release(
                at=one.at,
                who=f"{one.researcher} ({one.country})",
                what=ngettext(
                    "{count} line of yours, without you in it", "{count} lines of yours, without you in them", one.lines
                ).format(count=one.lines),
                why=_("Research: {studies}").format(studies=said_in(language, one.studies)),
            )
            for one in releases_of(member_id)
        ]
