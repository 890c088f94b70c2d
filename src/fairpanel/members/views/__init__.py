"""The room's pages."""

from fairpanel.members.views.joining import join, language

__all__ = ["join", "language"]
