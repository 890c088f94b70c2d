"""The room as Django sees it."""

from django.apps import AppConfig


class Console(AppConfig):
    """Console."""

    name = "fairpanel.console"
    label = "console"
