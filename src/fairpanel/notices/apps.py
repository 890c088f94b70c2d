"""The room as Django sees it."""

from django.apps import AppConfig


class Notices(AppConfig):
    """Notices."""

    name = "fairpanel.notices"
    label = "notices"
