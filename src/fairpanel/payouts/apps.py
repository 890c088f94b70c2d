"""The room as Django sees it."""

from django.apps import AppConfig


class Payouts(AppConfig):
    """Payouts."""

    name = "fairpanel.payouts"
    label = "payouts"
