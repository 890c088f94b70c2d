"""The default programme with the module for guardians on, and somebody of sixteen at its door."""

from dataclasses import replace
from datetime import date, datetime

from fairpanel.members import ports
from fairpanel.members.actions import enrol, guarding
from fairpanel.members.actions.asking import ask_with_guardian
from fairpanel.members.models import Member, Role
from fairpanel.programme import Programme

# At noon of 22 November 2026, sixteen and three quarters.
BORN = date(2010, 2, 17)
MUM = "mum@example.org"


def with_guardians(programme: Programme) -> Programme:
    """The same programme; receipts are for minors as well, everything else for adults."""
    version = programme.versions[-1]
    offers = {
        name: offer.model_copy(update={"minors": offer.kind == "each-receipt"})
        for name, offer in version.offers.items()
    }
    on = version.model_copy(update={"guardians": True, "offers": offers})
    return programme.model_copy(update={"versions": (*programme.versions[:-1], on)})


def switch_on(programme: Programme) -> Programme:
    """Run that one from now on."""
    on = with_guardians(programme)
    ports.fill(replace(ports.filled(), programme=on))
    return on


def a_minor(now: datetime, *, email: str = "mia@example.org", until: date = date(2027, 11, 22)) -> Member:
    """Somebody who was told at the door that an adult has to agree."""
    mia = enrol(email=email, role=Role.PANELIST, language="en", now=now)
    guarding.begin(member=mia, region="DE", language="en", until=until, now=now)
    return mia


def agreed(mia: Member, now: datetime) -> str:
    """Her mother agrees; gives what stands in the link of her mails."""
    code = guarding.ask_guardian(member=mia, address=MUM, now=now)
    said = guarding.agree(code=code, language="en", version=1, is_adult=True, is_guardian=True, now=now)
    return guarding.token_of(said)


def joined(mia: Member, now: datetime) -> str:
    """And she joins."""
    token = agreed(mia, now)
    ask_with_guardian(member=mia, invitation_id=None, now=now, today=now.date())
    mia.refresh_from_db()
    return token
