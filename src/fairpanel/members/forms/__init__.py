"""What people tell this room."""

from fairpanel.members.forms.joining import JoinForm, LanguageForm

__all__ = ["JoinForm", "LanguageForm"]
