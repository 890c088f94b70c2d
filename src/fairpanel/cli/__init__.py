"""`fairpanel`: each command is a few lines over an action."""

from fairpanel.cli.main import main

__all__ = ["main"]
