"""The room as Django sees it."""

from django.apps import AppConfig


class Portal(AppConfig):
    """Portal."""

    name = "fairpanel.portal"
    label = "portal"
