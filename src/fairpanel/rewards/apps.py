"""The room as Django sees it."""

from django.apps import AppConfig


class Rewards(AppConfig):
    """Rewards."""

    name = "fairpanel.rewards"
    label = "rewards"
