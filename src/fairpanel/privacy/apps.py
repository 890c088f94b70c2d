"""The room as Django sees it."""

from django.apps import AppConfig


class Privacy(AppConfig):
    """Privacy."""

    name = "fairpanel.privacy"
    label = "privacy"
