"""Who gets something besides the sponsor, as pages name them before anybody joins (law 18)."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fairpanel.consent.rules import said_in
from fairpanel.privacy import ports
from fairpanel.programme import Version


def recipients() -> list[dict[str, str]]:
    """Who gets something besides the sponsor, and what, in the reader's language; researchers last."""
    version, language = _version(), translation.get_language() or "en"
    told = [
        {"name": one.name, "country": one.country, "gets": said_in(language, one.gets)} for one in version.recipients
    ]
    for one in version.research.recipients if version.research else ():
        gets = _(
            "Of those who say yes to research: single lines of receipts with nothing of a person. Studies {studies}."
        )
        told.append(
            {"name": one.name, "country": one.country, "gets": gets.format(studies=said_in(language, one.studies))}
        )
    return told


def researchers() -> list[str]:
    """The names of those who may be given lines."""
    research = _version().research
    return [one.name for one in research.recipients] if research else []


def _version() -> Version:
    return ports.filled().programme.in_force(timezone.localdate())
