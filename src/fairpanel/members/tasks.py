"""Work for later: telling those who were let in. `jobs.py` gives it its body."""

from uuid import UUID

from procrastinate.contrib.django import app

TELL_ADMITTED = "members.tell_admitted"
QUEUE = "notices"


def tell_admitted_later(*, draw_id: UUID) -> None:
    """Have a worker write to everybody whom this draw let in."""
    app.configure_task(TELL_ADMITTED, queue=QUEUE, lock=f"draw:{draw_id}").defer(draw_id=str(draw_id))
