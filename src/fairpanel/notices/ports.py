"""What this room needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from fairpanel.kit.problems import NotFound, Unavailable
from fairpanel.programme import Programme


class DeviceGone(NotFound):
    """This device does not take our notices any more."""


class PushNotTaken(Unavailable):
    """The push service did not take a notice ({status})."""


class PushUnsure(Unavailable):
    """The push service did not answer, so nobody knows whether the notice was shown."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser takes notices, and the two keys with which they are sealed for it, in base64url."""

    endpoint: str
    p256dh: str
    auth: str


class Pusher(Protocol):
    """Brings a few words to a device."""

    @property
    def public_key(self) -> str:
        """What a page needs to let a browser subscribe, in base64url."""

    def reaches(self, endpoint: str) -> bool:
        """Whether that is an address of a push service that we know."""

    def push(self, subscription: Subscription, words: Mapping[str, str]) -> None:
        """Hand the words over. Raises `DeviceGone`, `PushNotTaken` or `PushUnsure`."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Filled once at start by the website. `site` is where the panel is reached, without a slash at its end."""

    programme: Programme
    site: str
    pusher: Pusher


_filled: list[Ports] = []


def fill(ports: Ports) -> None:
    """Take these from now on."""
    _filled[:] = [ports]


def filled() -> Ports:
    """What was filled in."""
    return _filled[0]
