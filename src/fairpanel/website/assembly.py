"""Which real thing stands behind which port: filled once at start."""

from email.utils import parseaddr
from functools import cache
from pathlib import Path

from django.conf import settings

from fairpanel import programme
from fairpanel.consent import ports as _consent
from fairpanel.consent.actions import withdraw_all
from fairpanel.consent.values import Purpose
from fairpanel.engines.column_seal import ColumnSeal
from fairpanel.engines.disk_files import DiskFiles
from fairpanel.engines.mail_in.dns import Dns, NoDns
from fairpanel.engines.mail_in.proving import DnsProver
from fairpanel.engines.s3_files import S3Files
from fairpanel.engines.web_push import WebPush
from fairpanel.members import ports as _members
from fairpanel.members.models import Member
from fairpanel.notices import ports as _notices
from fairpanel.payouts import ports as _payouts
from fairpanel.privacy import ports as _privacy
from fairpanel.privacy.erasures.actions import DeletionReceipts
from fairpanel.receipts import ports as _receipts
from fairpanel.receipts.actions import ReceiptCollector, ReviewCollector, has_bought
from fairpanel.receipts.mail import ports as _mail
from fairpanel.receipts.research import ResearchCollector
from fairpanel.rewards import actions as rewards
from fairpanel.rewards import ports as _rewards
from fairpanel.vault import keys
from fairpanel.vault import ports as _vault
from fairpanel.vault.sealed import Sealed
from fairpanel.website.keepers import KEEPERS
from fairpanel.website.providers import payout_ports
from fairpanel.website.releases import ResearchReleases


@cache
def programme_run_here() -> programme.Programme:
    """The programme that FAIRPANEL_PROGRAMME names: a preset, or a file of one's own."""
    name = settings.ENVIRONMENT.programme
    return programme.preset(name) if name in programme.presets() else programme.load(Path(name))


def vault_here(folder: str) -> Sealed:
    """A vault in a folder of its own, on the disk or in the store that FAIRPANEL_VAULT_URL names."""
    bucket = settings.ENVIRONMENT.bucket
    return Sealed(S3Files(bucket, folder) if bucket else DiskFiles(settings.ENVIRONMENT.home / folder))


def assemble() -> None:
    """Fill every room's ports."""
    run = programme_run_here()
    _vault.fill(_vault.Ports(masters=settings.ENVIRONMENT.masters, is_older=Member.objects.exists))
    # A folder of its own: the sweep of the pictures' vault knows nothing of copies.
    copies = vault_here("copies")
    _privacy.fill(
        _privacy.Ports(
            programme=run, keepers=KEEPERS, copies=copies, signing_key=settings.ENVIRONMENT.signing_key,
            site=settings.ENVIRONMENT.site, releases=ResearchReleases(),
        )
    )  # fmt: skip
    _members.fill(
        _members.Ports(
            programme=run,
            key=keys.for_panel(b"fairpanel invitations"),
            welcome=lambda member_id, region, now: rewards.welcome(
                member=Member.objects.get(pk=member_id), programme=run, region=region, now=now
            ),
            hold_places=lambda members, now: rewards.hold_places(members=members, programme=run, now=now),
            stop=lambda member_id, now: withdraw_all(
                member=Member.objects.get(pk=member_id), collectors=_consent.filled().collectors, now=now
            ),
            let_go=lambda members, now: rewards.let_go_of_places(members=members, now=now),
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
        _consent.Ports(
            collectors={
                Purpose.RECEIPTS: ReceiptCollector(),
                Purpose.HUMAN_REVIEW: ReviewCollector(),
                Purpose.RESEARCH: ResearchCollector(),
            }
        )
    )
    _payouts.fill(payout_ports(run, key=keys.panel, file=settings.ENVIRONMENT.payouts))
    _rewards.fill(_rewards.Ports(programme=run, has_bought=has_bought))
    _receipts.fill(
        _receipts.Ports(
            programme=run,
            vault=vault_here("vault"),
            # A key of its own: what seals pictures never signs anything else.
            key=keys.for_panel(b"fairpanel receipts fingerprints"),
            deletions=DeletionReceipts(),
        )
    )
    _mail.fill(
        _mail.Ports(
            domain=settings.ENVIRONMENT.mail_in.domain,
            seal=ColumnSeal(keys.panel),
            # A demo reaches nothing outside its machine.
            prover=DnsProver(NoDns() if settings.DEMO else Dns()),
        )
    )
