"""The room as Django sees it."""

from django.apps import AppConfig


class Receipts(AppConfig):
    """Receipts."""

    name = "fairpanel.receipts"
    label = "receipts"
