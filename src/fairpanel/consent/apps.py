"""The room as Django sees it."""

from django.apps import AppConfig


class Consent(AppConfig):
    """Consent."""

    name = "fairpanel.consent"
    label = "consent"
