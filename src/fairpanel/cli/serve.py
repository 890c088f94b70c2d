"""`fairpanel serve`."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the pages.

    Run `fairpanel migrate` once before, and `fairpanel work` beside it: without a worker, receipts wait to be read.
    Put a proxy that speaks HTTPS in front, and name the panel's host in FAIRPANEL_HOSTS.
    """
    from fairpanel.website.start import start

    start()
    from fairpanel.website import serving, upkeep

    upkeep.require_stores()
    listening = serving.listen(host=host, port=port)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Serving on http://{shown}:{port}. Stop with Ctrl-C.", err=True)
    serving.serve(listening)
