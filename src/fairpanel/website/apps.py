"""The website as Django sees it: fills every room's ports once at start."""

from django.apps import AppConfig


class Website(AppConfig):
    """Website."""

    name = "fairpanel.website"
    label = "website"

    def ready(self) -> None:
        """Django has loaded every room."""
        from fairpanel.website import assembly  # rooms can only be imported from here on

        assembly.assemble()
