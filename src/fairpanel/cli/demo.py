"""`fairpanel demo`."""

import os
from collections.abc import Callable
from pathlib import Path

import click


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option(
    "--programme", help="A preset, or a programme's file, instead of the default. It must run where they live."
)
def demo(port: int, programme: str | None) -> None:
    """Show a panel at work, on this machine only: nothing to set up, and made-up people with made-up receipts.

    It keeps its things apart from a real panel's, in the folder `demo` under FAIRPANEL_HOME. Delete that folder to
    begin anew.
    """
    from fairpanel.website.environment import home_of

    home = home_of(os.environ) / "demo"
    # Nothing of a real panel that this shell may be set up for: not its database, not its mail, not its keys.
    for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("FAIRPANEL_")]:
        del os.environ[name]
    address = f"http://127.0.0.1:{port}"
    os.environ |= {"FAIRPANEL_HOME": str(home), "FAIRPANEL_DEMO": "1", "FAIRPANEL_ADDRESS": address}
    if programme is not None:
        os.environ["FAIRPANEL_PROGRAMME"] = programme
    from fairpanel.website import rehearsal
    from fairpanel.website.demonstration_ports import DOMAIN, free_port

    mail_port = free_port()
    os.environ |= {
        "FAIRPANEL_MAIL_IN_DOMAIN": DOMAIN, "FAIRPANEL_MAIL_IN_LISTEN": f"smtp://127.0.0.1:{mail_port}"
    }  # fmt: skip
    os.environ["FAIRPANEL_PAYOUTS"] = str(rehearsal.settings_file(home))
    with rehearsal.providers(home) as call_back_at:
        _show(port, mail_port, home, call_back_at)


def _show(port: int, mail_port: int, home: Path, call_back_at: Callable[[str], None]) -> None:
    from fairpanel.website.start import start

    click.echo("Starting the database ...", err=True)
    start(migrated=False)
    from django.utils import timezone

    from fairpanel.vault import keys
    from fairpanel.website import database, demonstration, demonstration_mail, serving

    listening = serving.listen(host="127.0.0.1", port=port)
    call_back_at(f"http://127.0.0.1:{listening.getsockname()[1]}")
    database.migrate()
    keys.require()
    with demonstration.worker(), demonstration.beside("mail"):
        click.echo("Drawing the receipts of made-up people ...", err=True)
        demonstration.people(now=timezone.now())
        click.echo(
            f"\n  Fairpanel's demo:  http://127.0.0.1:{port}\n\n"
            "  Step in there with one click, as a panelist, as the operator or as a client.\n"
            f"  The mails that it would send:  http://127.0.0.1:{port}/demo/outbox/\n"
            "  A receipt by mail, to Alice's own address:\n"
            f"    {demonstration_mail.line_that_sends(home, port=mail_port, now=timezone.now())}\n"
            "  Stop with Ctrl-C.\n"
        )
        serving.serve(listening)
