"""The link by which somebody stops hearing of a topic without signing in: who and which topic, signed."""

import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from fairpanel.kit.problems import NotFound
from fairpanel.notices.models import Notice
from fairpanel.notices.values import Topic

_SIGNER = signing.Signer(salt="fairpanel.notices.stop")


class NoSuchLink(NotFound):
    """This link is not whole. Open it from the mail itself, or copy all of it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Who does not want to hear of what: a member, or the digest of an address of somebody who is none."""

    topic: Topic
    member_id: UUID | None
    digest: str = ""


def link_to_stop(notice: Notice) -> str:
    """The path of the page that stops the topic of this notice for its reader. It tells neither address nor name."""
    who = {"m": notice.member_id.hex} if notice.member_id else {"d": digest_of(notice.address)}
    return reverse("notices:stop", args=[_SIGNER.sign_object({"t": notice.topic.value, **who}, compress=False)])


def read(token: str) -> Stop:
    """What a link says. Raises `NoSuchLink` for one that we did not make."""
    try:
        said: dict[str, Any] = _SIGNER.unsign_object(token)
        return Stop(Topic(said["t"]), UUID(hex=said["m"]) if "m" in said else None, said.get("d", ""))
    except (signing.BadSignature, ValueError):
        raise NoSuchLink from None


def digest_of(address: str) -> str:
    """The keyed digest of a mail address, in 64 hexadecimal digits."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"fairpanel.notices " + address.lower().encode(), "sha256").hex()
