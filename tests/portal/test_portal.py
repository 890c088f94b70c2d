"""The client's first page: honest about there being nothing yet, and about what will never be there."""

from collections.abc import Callable

from django.test import Client

from fairpanel.members.models import Member
from fairpanel.portal.views import CELL_PEOPLE_MIN


def test_the_portal_says_that_there_is_no_release_yet_and_how_few_people_are_too_few(
    carl: Member, signed_in: Callable[[Member], Client]
) -> None:
    page = signed_in(carl).get("/portal/").content.decode()

    assert "There is no release yet" in page
    assert f"No number about fewer than {CELL_PEOPLE_MIN} people leaves the panel" in page
