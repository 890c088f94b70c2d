"""What a worker does for this room: every day, tell those whose yes does not count any more."""

from django.utils import timezone
from procrastinate.contrib.django import app

from fairpanel.consent import ports
from fairpanel.consent.telling import tell_whose_yes_ended
from fairpanel.members.ports import filled as members_ports


@app.periodic(cron="17 9 * * *")
@app.task(name="consent.tell_whose_yes_ended", queue="upkeep", queueing_lock="consent.tell_whose_yes_ended")
def tell(timestamp: int) -> None:
    """We ask again, and say that until then we collect nothing."""
    del timestamp
    collected = ports.filled().collectors.keys()
    tell_whose_yes_ended(programme=members_ports().programme, collected=collected, now=timezone.now())
