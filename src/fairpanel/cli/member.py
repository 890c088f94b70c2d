"""`fairpanel member`: the people who work with the panel."""

import click


@click.group()
def member() -> None:
    """Let operators, reviewers and clients in."""


@member.command()
@click.argument("mail")
@click.option(
    "--role", required=True, type=click.Choice(["operator", "reviewer", "client"]), help="What they are here for."
)
@click.option("--language", default="en", show_default=True, type=click.Choice(["en", "fr", "de", "es"]))
def add(mail: str, role: str, language: str) -> None:
    """Let somebody in by their mail address. They sign in with a code that we send there.

    \b
    fairpanel member add --role operator olivia@example.org

    Panelists are not added here: they join by themselves.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.website.start import start

    start()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from fairpanel.members import actions
    from fairpanel.members.models import Role

    try:
        validate_email(mail)
    except ValidationError:
        raise click.ClickException(f"{mail} is not a mail address. Write it like olivia@example.org.") from None
    actions.enrol(email=mail, role=Role(role), language=language, now=timezone.now())
    click.echo(f"{mail} can sign in now, as {'an operator' if role == 'operator' else f'a {role}'}.")


@member.command("forget-keys")
@click.argument("mail")
def forget_keys(mail: str) -> None:
    """Take passkeys, authenticator app and recovery codes from somebody who has lost them.

    \b
    fairpanel member forget-keys olivia@example.org

    Be sure of who asks: from then on a code by mail is enough. They are signed out everywhere, and told by mail.
    """  # noqa: D301 - click's own mark for lines to keep
    from fairpanel.website.start import start

    start()
    from django.db import transaction
    from django.utils import timezone

    from fairpanel.members import factors, ports
    from fairpanel.members.models import Member
    from fairpanel.notices import actions as notices
    from fairpanel.notices.values import Kind

    somebody = Member.objects.filter(email=mail.lower()).first()
    if somebody is None:
        raise click.ClickException(f"Nobody has the mail address {mail}.")
    now = timezone.now()
    with transaction.atomic():
        gone = factors.forget(somebody)
        notices.tell(
            kind=Kind.KEYS_FORGOTTEN, member_id=somebody.pk, address=somebody.email, language=somebody.language,
            zone=ports.zone_of(somebody.region, now=now), facts={}, key=f"keys-forgotten:{somebody.pk}:{now}", now=now,
        )  # fmt: skip
    click.echo(f"{gone} passkeys, apps and sets of codes are gone, and {mail} is signed out everywhere.")
