from datetime import timedelta

from django.db import migrations
from django.db.models import F

# What held until here, whatever the programme: no page promised other days.
LOOK, ANSWER = timedelta(days=3), timedelta(days=30)


def date_what_waits(apps, _schema_editor):
    """Give what waits for a person its last day, and each appeal that was not accepted its row."""
    receipts, appeals = apps.get_model("receipts", "Receipt"), apps.get_model("receipts", "Appeal")
    receipts.objects.filter(state="needs-look").update(look_until=F("received_at") + LOOK)
    refused = receipts.objects.filter(state="refused", appealed_at__isnull=False)
    refused.filter(appeal_answered_at__isnull=True).update(look_until=F("appealed_at") + ANSWER)
    for receipt in refused.iterator():
        over = receipt.appeal_answered_at is not None
        appeals.objects.create(
            receipt=receipt, at=receipt.appealed_at, refused_at=receipt.settled_at, reason=receipt.reason,
            ended_at=receipt.appeal_answered_at, answered_by_id=receipt.decided_by_id if over else None,
            ending="" if not over else "taken-back" if receipt.appeal_taken_back else "stays-refused",
        )


class Migration(migrations.Migration):

    dependencies = [("receipts", "0006_reviewing")]

    operations = [migrations.RunPython(date_what_waits, migrations.RunPython.noop)]
