"""Starting: what every program of ours does before it does anything else."""

import os

import django


def start(*, migrated: bool = True) -> None:
    """Load the settings and the rooms, and make sure that the database answers.

    With `migrated`, its tables must also be of this version. Raises the problems of `website.database`.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairpanel.website.settings")
    django.setup()
    from fairpanel.website import database  # Django first

    if migrated:
        database.require_migrated()
    else:
        database.require()
