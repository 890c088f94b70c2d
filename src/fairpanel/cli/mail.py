"""`fairpanel mail`."""

import click


@click.command()
def mail() -> None:
    """Take receipts in by mail: serve SMTP and LMTP behind a mail server, and fetch from a mailbox by IMAP.

    Set FAIRPANEL_MAIL_IN_DOMAIN, and see docs/how-to/receive-mail.md for the rest. Run `fairpanel work` beside it:
    without a worker, mails wait to be opened. It answers nobody but the server that hands it a mail.
    """
    from fairpanel.website.start import start

    start()
    from fairpanel.website.mail_in import run

    def tell(places: list[str]) -> None:
        click.echo(f"Taking mail in at {' '.join(places)}. Stop with Ctrl-C.", err=True)

    run(tell=tell)
