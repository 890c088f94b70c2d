"""Whose a phone is, and how much of a receipt it may send at once."""

from django.conf import settings

from fairpanel.kit.problems import Conflict
from fairpanel.members.models import Member
from fairpanel.reading import PICTURES_MAX
from fairpanel.receipts import fingerprints, ports
from fairpanel.receipts.forms import megabytes_taken


class SomebodyElse(Conflict):
    """These photos were kept on this phone by somebody else. They were not sent, and your phone deletes them."""


def tag_of(member: Member) -> str:
    """What tells a phone whether the photos that it keeps are this member's."""
    return fingerprints.of_member(member.id, key=ports.filled().digest_key)


def limits() -> dict[str, int]:
    """How large a sending may be, for the page that sends."""
    return {
        "bytes_max": settings.UPLOAD_BYTES_MAX,
        "megabytes": megabytes_taken(),
        "pictures_max": PICTURES_MAX,
    }
