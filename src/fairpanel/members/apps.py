"""The room as Django sees it."""

from django.apps import AppConfig


class Members(AppConfig):
    """Members."""

    name = "fairpanel.members"
    label = "members"
