"""`fairpanel work`."""

import click


@click.command()
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do, instead of waiting for more.")
def work(until_idle: bool) -> None:
    """Read receipts and do what else was left for later.

    One piece of work at a time, on one core. Start as many workers as there are cores, on as many machines as you
    like: they share the work. A worker that is killed loses nothing; another one takes its work up again.
    """
    from fairpanel.website.start import start

    start()
    from fairpanel.website.working import work as work_on

    if not until_idle:
        click.echo("Working. Stop with Ctrl-C: what is begun is finished first.", err=True)
    work_on(until_idle=until_idle)
