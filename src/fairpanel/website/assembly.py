"""Which real thing stands behind which port: filled once at start."""

import hmac
from email.utils import parseaddr
from functools import cache
from pathlib import Path

from django.conf import settings

from fairpanel import programme
from fairpanel.consent import ports as _consent
from fairpanel.consent.values import Purpose
from fairpanel.engines.disk_vault import DiskVault
from fairpanel.engines.web_push import WebPush
from fairpanel.members import ports as _members
from fairpanel.members.models import Member
from fairpanel.notices import ports as _notices
from fairpanel.payouts import ports as _payouts
from fairpanel.privacy import ports as _privacy
from fairpanel.privacy.erasures.actions import DeletionReceipts
from fairpanel.receipts import ports as _receipts
from fairpanel.receipts.actions import ReceiptCollector, ReviewCollector, has_bought
from fairpanel.rewards import actions as rewards
from fairpanel.rewards import ports as _rewards
from fairpanel.website.keepers import KEEPERS
from fairpanel.website.providers import payout_ports


@cache
def programme_run_here() -> programme.Programme:
    """The programme that FAIRPANEL_PROGRAMME names: a preset, or a file of one's own."""
    name = settings.ENVIRONMENT.programme
    return programme.preset(name) if name in programme.presets() else programme.load(Path(name))


def assemble() -> None:
    """Fill every room's ports."""
    run = programme_run_here()
    key = settings.ENVIRONMENT.vault_key
    # A folder of its own: the sweep of the pictures' vault knows nothing of copies.
    copies = DiskVault(settings.ENVIRONMENT.home / "copies", key)
    _privacy.fill(
        _privacy.Ports(
            programme=run, keepers=KEEPERS, copies=copies, signing_key=settings.ENVIRONMENT.signing_key,
            site=settings.ENVIRONMENT.site,
        )
    )  # fmt: skip
    _members.fill(
        _members.Ports(
            programme=run,
            digest_key=hmac.digest(key, b"fairpanel invitations", "sha256"),
            welcome=lambda member_id, region, now: rewards.welcome(
                member=Member.objects.get(pk=member_id), programme=run, region=region, now=now
            ),
        )
    )
    _notices.fill(
        _notices.Ports(
            programme=run,
            site=settings.ENVIRONMENT.site,
            pusher=WebPush(key=settings.ENVIRONMENT.push_key, contact=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        )
    )
    _consent.fill(
        _consent.Ports(collectors={Purpose.RECEIPTS: ReceiptCollector(), Purpose.HUMAN_REVIEW: ReviewCollector()})
    )
    _payouts.fill(payout_ports(run, key=key, file=settings.ENVIRONMENT.payouts))
    _rewards.fill(_rewards.Ports(programme=run, has_bought=has_bought))
    _receipts.fill(
        _receipts.Ports(
            programme=run,
            vault=DiskVault(settings.ENVIRONMENT.home / "vault", key),
            # A key of its own: what seals pictures never signs anything else.
            digest_key=hmac.digest(key, b"fairpanel receipts fingerprints", "sha256"),
            deletions=DeletionReceipts(),
        )
    )
