"""Tables that are only looked at: what rooms above show of theirs is written by what happens, as the books are."""

from django.db.models import Model
from django.http import HttpRequest


class ReadOnly:
    """An admin page without a button that writes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows are made by what happens: an entry by a payment, a receipt by its panelist."""
        del request, obj
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A correction is a new entry, and a decision is made where the picture is seen."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The books only grow, and deleting is the panelist's."""
        del request, obj
        return False
