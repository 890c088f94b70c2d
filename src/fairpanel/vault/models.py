"""The keys, each wrapped by a master key that is not in here."""

from django.db import models


class Key(models.Model):
    """The key of one panelist, or the panel's own; wrapped.

    `id` stands in front of each file that the key seals, and says nothing of anybody once the row is gone. `owner` is
    a member's number: no foreign key, since members stand above this room. `master` names what it is wrapped by.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.UUIDField(unique=True)
    wrapped = models.BinaryField(max_length=61)
    master = models.CharField(max_length=16)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["master", "id"], name="keys_by_their_master")]

    def __str__(self) -> str:
        return str(self.id)
