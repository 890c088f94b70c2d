"""`fairpanel migrate`."""

import click


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date.

    Run it before a new version is served. It gives up, and changes nothing, where somebody holds a table for long.
    """
    from fairpanel.website.start import start

    start(migrated=False)
    from fairpanel.website import database

    database.migrate()
    from fairpanel.vault import keys

    keys.require()
    click.echo("The database is up to date.")
