"""The room as Django sees it."""

from django.apps import AppConfig


class Vault(AppConfig):
    """Vault."""

    name = "fairpanel.vault"
    label = "vault"
