"""How django-allauth makes our members."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone, translation


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """A new account speaks the language of the page on which it was made."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  # allauth's signature
        """Make the member; a mail address is kept as typed but for its outer spaces."""
        user.language = translation.get_language() or "en"
        user.joined_at = timezone.now()
        return super().save_user(request, user, form, commit)
