"""What went to researchers: the files, without their lines, and of whose lines there were some in each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ResearchFile(models.Model):
    """A file of coarse lines that an operator made for one researcher: what it held, as a count, and its SHA-256.

    `first` and `last` are the first days of the months in it; `givers` is how many of those who left had given lines
    when it was made, where their lines are in it, and 0 where they are not.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    researcher = models.CharField(max_length=100)
    # By language, as the programme said it then.
    studies = models.JSONField()
    country = models.CharField(max_length=2)
    first = models.DateField()
    last = models.DateField()
    lines = models.PositiveIntegerField()
    givers = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["researcher", "-last"], name="research_files_of_one")]
        constraints = [
            # So no two files can be held against each other to find what somebody bought who left in between.
            models.UniqueConstraint(fields=["researcher", "first"], name="a_month_goes_to_a_researcher_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="the_months_of_a_file_are_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.researcher} {self.made_at:%Y-%m-%d}"


class ResearchShare(models.Model):
    """That so many lines of this member are in that file: what they see on their privacy page (law 10)."""

    file = models.ForeignKey(ResearchFile, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lines = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "member"], name="a_share_of_a_file_is_told_once")]

    def __str__(self) -> str:
        return f"{self.lines} lines"
