"""Starting: what every program of ours does before it does anything else."""

import os

import django


def start(*, database: bool = True, migrated: bool = True) -> None:
    """Load the settings and the rooms, and make sure that the database answers.

    With `migrated`, its tables must also be of this version; without `database`, nobody asks for one.
    Raises the problems of `website.database`, and `WrongMasterKey` where the vault's keys do not open.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairpanel.website.settings")
    django.setup()
    if not database:
        return
    from fairpanel.website import database as server  # Django first

    if migrated:
        server.require_migrated()
        from fairpanel.vault import keys  # Django first

        keys.require()
    else:
        server.require()
