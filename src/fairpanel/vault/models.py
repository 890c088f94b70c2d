"""The keys, each wrapped by a master key that is not in here; and what each night's sweep of the files found."""

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


class Sweep(models.Model):
    """What a sweep of one folder found: so many files and rows that name one, files dropped, files that are missing.

    `held_back` is how many would have been dropped where they were too many to be dropped unasked. No names are here.
    """

    folder = models.CharField(max_length=20)
    at = models.DateTimeField()
    files = models.PositiveIntegerField(null=True)
    rows = models.PositiveIntegerField(null=True)
    dropped = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["folder", "-at"], name="sweeps_of_a_folder")]

    def __str__(self) -> str:
        return f"{self.folder} {self.at:%Y-%m-%d}"
