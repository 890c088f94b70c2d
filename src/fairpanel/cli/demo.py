"""`fairpanel demo`."""

import os
from pathlib import Path

import click


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def demo(port: int) -> None:
    """Show a panel at work, on this machine only: nothing to set up, and made-up people with made-up receipts.

    It keeps its things apart from a real panel's, in the folder `demo` under FAIRPANEL_HOME. Delete that folder to
    begin anew.
    """
    os.environ["FAIRPANEL_DEMO"] = "1"
    from fairpanel.website.environment import Environment

    os.environ["FAIRPANEL_HOME"] = str(Path(Environment.read().home) / "demo")
    from fairpanel.website.start import start

    click.echo("Starting the database ...", err=True)
    start(migrated=False)
    from django.utils import timezone

    from fairpanel.website import database, demonstration, serving

    listening = serving.listen(host="127.0.0.1", port=port)
    database.migrate()
    with demonstration.worker():
        click.echo("Drawing the receipts of made-up people ...", err=True)
        demonstration.people(now=timezone.now())
        click.echo(
            f"\n  Fairpanel's demo:  http://127.0.0.1:{port}\n\n"
            "  Step in there with one click, as a panelist, as the operator or as a client.\n"
            f"  The mails that it would send:  http://127.0.0.1:{port}/demo/outbox/\n"
            "  Stop with Ctrl-C.\n"
        )
        serving.serve(listening)
