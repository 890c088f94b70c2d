"""What people tell this room."""

from fairpanel.members.forms.joining import CodeForm, JoinForm, LanguageForm

__all__ = ["CodeForm", "JoinForm", "LanguageForm"]
