"""Which real thing stands behind which port: filled once at start."""

from functools import cache
from pathlib import Path

from django.conf import settings

from fairpanel import programme
from fairpanel.consent import ports as _consent
from fairpanel.members import ports as _members


@cache
def programme_run_here() -> programme.Programme:
    """The programme that FAIRPANEL_PROGRAMME names: a preset, or a file of one's own."""
    name = settings.ENVIRONMENT.programme
    return programme.preset(name) if name in programme.presets() else programme.load(Path(name))


def assemble() -> None:
    """Fill every room's ports."""
    run = programme_run_here()
    _members.fill(_members.Ports(programme=run))
    _consent.fill(_consent.Ports())
