"""How the consent page says what came to pass."""

from django import template
from django.utils.translation import gettext as _

from fairpanel.consent.history import Event, Kind

register = template.Library()


@register.simple_tag
def told(event: Event) -> str:
    """One thing that came to pass, in a few words."""
    whole = event.of_everything
    version = event.version or 0
    return {
        Kind.SHOWN: _("You were shown version {version}.").format(version=version),
        Kind.GRANTED: _("You said yes to version {version}.").format(version=version),
        Kind.REFUSED: _("You said no to version {version}.").format(version=version),
        Kind.WITHDRAWN: _("You took your yes back."),
        Kind.EXPIRED: _("Your yes ended by its date."),
        Kind.PAUSED: _("You paused everything.") if whole else _("You paused."),
        Kind.RESUMED: _("The pause of everything ended.") if whole else _("The pause ended."),
    }[event.kind]
