"""A panelist's life in which everything happens that leaves a row about them."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from fairpanel.consent import actions as consent
from fairpanel.consent.values import Purpose, current_version
from fairpanel.kit.ids import new_id
from fairpanel.kit.money import Money
from fairpanel.ledger import actions as ledger
from fairpanel.ledger.values import Posting
from fairpanel.members import cases, households, looks, profile
from fairpanel.members.actions import admitting, guarding, inviting
from fairpanel.members.actions.addresses import ask_to_change_address
from fairpanel.members.actions.asking import ask
from fairpanel.members.models import CaseKind, Invitation, Member, Recruitment, Seen, Why
from fairpanel.members.rules import codes
from fairpanel.notices import reaching
from fairpanel.notices.actions import choose, stop, tell
from fairpanel.notices.models import Announced, Device
from fairpanel.notices.rules import NEVER
from fairpanel.notices.stopping import Stop, digest_of
from fairpanel.notices.values import Kind, Stopped, Topic
from fairpanel.notices.values import Way as ToldBy
from fairpanel.payouts import actions as payouts
from fairpanel.payouts import jobs as payout_jobs
from fairpanel.payouts.models import Batch, Call, Donation, Finding, Payout, TaxForm
from fairpanel.payouts.rules import OUT
from fairpanel.payouts.values import Way
from fairpanel.privacy.complaints import actions as complaints
from fairpanel.privacy.models.complaints import About
from fairpanel.privacy.take_along import actions as copies
from fairpanel.programme import preset
from fairpanel.reading import drawing
from fairpanel.receipts import actions as receipts
from fairpanel.receipts import correcting, jobs
from fairpanel.receipts.mail import actions as mails
from fairpanel.receipts.mail import ports as mail_ports
from fairpanel.receipts.models import Mail, Receipt, ResearchFile, ResearchShare
from fairpanel.receipts.values import Channel, LineSaid, Said
from fairpanel.receipts.values import Seen as OnPicture
from fairpanel.rewards.actions.funding import fund
from fairpanel.rewards.actions.giving import give
from tests.members.plans import put_in_force
from tests.receipts.made_by_hand import a_field, a_picture, a_reading
from tests.receipts.mail.made_mails import BY_SMTP, DOMAIN, a_mail, an_order

PROGRAMME = preset("fair")
DAY = timedelta(days=1)


def live(member: Member, *, staff: Member, seed: int, reads: bool, now: datetime) -> None:
    """Let everything happen to this member that the rooms know. With `reads`, a receipt drawn from `seed` is read."""
    _fund(staff, now=now)
    _come_by_invitation(member, staff=staff, now=now)
    _ask_for_a_place(member, now=now)
    _agree(member, now=now)
    _send_receipts(member, seed=seed, reads=reads, now=now)
    _give_to_research(member, staff=staff, now=now)
    _be_looked_at(member, staff=staff, seed=seed, now=now)
    _forward_mails(member, seed=seed, now=now)
    _be_paid(member, now=now)
    _stir_what_pays(member, seed=seed, now=now)
    _tell_about_themselves(member, seed=seed, now=now)
    _sign_in(member, staff=staff, now=now)
    _correspond(member, staff=staff, seed=seed, now=now)
    # Last, since nothing is taken any more of who waits for a guardian.
    _name_a_guardian(member, seed=seed, now=now)


def _name_a_guardian(member: Member, *, seed: int, now: datetime) -> None:
    guarding.begin(member=member, region="DE", language="en", until=now.date() + 365 * DAY, now=now)
    guarding.ask_guardian(member=member, address=f"guardian-of-{seed}@example.org", now=now)


def _give_to_research(member: Member, *, staff: Member, now: datetime) -> None:
    """As if a file for researchers had been made with lines of theirs in it; which lines, nothing tells."""
    file, _is_new = ResearchFile.objects.get_or_create(
        researcher="Example University", first=date(2026, 8, 1),
        defaults={
            "id": new_id(now), "studies": {"en": "prices"}, "country": "DE", "last": date(2026, 8, 1), "lines": 20,
            "sha256": "0" * 64, "made_at": now, "made_by": staff,
        },
    )  # fmt: skip
    ResearchShare.objects.create(file=file, member=member, lines=3)


def _come_by_invitation(member: Member, *, staff: Member, now: datetime) -> None:
    until = now + 9 * DAY
    mail, referral = Invitation.Kind.MAIL, Invitation.Kind.REFERRAL
    inviting.invite(kind=mail, by=staff, now=now, expires_at=until, email=member.email, language="en")
    inviting.invite(kind=referral, by=member, now=now, expires_at=until)
    with suppress(inviting.NoSuchInvitation):
        inviting.look_up(typed=codes.written(codes.new_code(lambda _: 0)), sources=[f"account {member.pk}"], now=now)


def _stir_what_pays(member: Member, *, seed: int, now: datetime) -> None:
    payout = Payout.objects.filter(member=member).earliest("id")
    Call.objects.create(provider="in-memory", event_id=f"an-event-of-{seed}", payout=payout, at=now)
    Finding.objects.create(kind="silent", provider="in-memory", payout=payout, about=f"number-{seed}", found_at=now)
    TaxForm.objects.create(
        account=member.account, member=member, region="DE", sealed=f"a sealed form of {seed}".encode(),
        last_digits="1234", recorded_at=now,
    )  # fmt: skip


def recruit(*, staff: Member, now: datetime) -> None:
    """The operator makes a plan, draws from the waiting list, and makes a file for the bank."""
    put_in_force("region,places\nDE,1", questions="")
    Recruitment.objects.update(saved_by=staff)
    admitting.draw(seed=None, region="", places_max=None, by=staff, now=now)
    Batch.objects.create(id=new_id(now), made_at=now, made_by=staff, sealed_xml=b"", sealed_csv=b"", currency="EUR")
    Donation.objects.create(
        programme="fair", month=now.date().replace(day=1), charity="A charity", minor=1, currency="EUR", paid_at=now,
        paid_by=staff,
    )  # fmt: skip


def be_taken_for_one(members: list[Member], *, now: datetime) -> None:
    """Something makes somebody ask whether they are one person."""
    cases.open_case(kind=CaseKind.SAME_DEVICE, members=members, evidence={"count": 2}, now=now)


def _fund(staff: Member, *, now: datetime) -> None:
    fund(programme="fair", amount=Money(100_000, "EUR"), reference="first", now=now, by=staff)


def _ask_for_a_place(member: Member, *, now: datetime) -> None:
    ask(
        member=member, programme=PROGRAMME, region="DE", language="en", born=date(1990, 1, 1), answers={},
        invitation_id=None, now=now, today=now.date(),
    )  # fmt: skip


def _agree(member: Member, *, now: datetime) -> None:
    consent.show(member=member, purpose=Purpose.RECEIPTS, facts={"sponsor": "Amazon"}, now=now)
    for purpose in (Purpose.RECEIPTS, Purpose.HUMAN_REVIEW):
        consent.answer(member=member, purpose=purpose, version=current_version(purpose), granted=True, now=now)
    consent.pause(member=member, purpose=Purpose.RECEIPTS, until=None, now=now)
    consent.resume(member=member, purpose=Purpose.RECEIPTS, now=now + timedelta(seconds=1))


def _send_receipts(member: Member, *, seed: int, reads: bool, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    if reads:
        drawn = drawing.draw(seed=seed, now=now, country="DE", bought=now - 2 * DAY)
        read = receipts.submit(member=member, data=drawn.jpeg, channel=Channel.PAGE, now=later)
        jobs.read(receipt_id=str(read.id))
    else:
        read = _settled(member, shop=f"Next Shop {seed}", now=later)
    assert Receipt.objects.get(pk=read.id).lines.exists()
    _correct_a_line(member, Receipt.objects.get(pk=read.id), seed=seed, now=later)
    deleted = _settled(member, shop=f"Corner Shop {seed}", now=later)
    receipts.delete(member=member, receipt_id=deleted.id, now=later)
    refused = _settled(member, shop=f"Old Shop {seed}", bought=date(2020, 1, seed), now=later)
    receipts.appeal(
        member=member, receipt_id=refused.id, now=later, note=f"The date of shop {seed} is another.",
        picture=a_picture(),
    )  # fmt: skip
    receipts.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=later)


def _be_looked_at(member: Member, *, staff: Member, seed: int, now: datetime) -> None:
    """A person decides on one receipt, corrects and writes; another one lies before them."""
    later = now + timedelta(minutes=1)
    days = [now.date(), now.date() - 3 * DAY]
    unsure = [_settled(member, shop=f"Dim Shop {seed}", bought=day, sure=0.1, now=later) for day in days]
    said = Said(f"Bright Shop {seed}", now.date(), unsure[0].total, {})
    receipts.judge(
        receipt=unsure[0], reviewer=staff, accept=True, reason=None, said=said, now=later,
        note=f"The letters of shop {seed} are pale.",
    )  # fmt: skip
    assert receipts.take_this(reviewer=staff, receipt_id=unsure[1].id, now=later) is not None


def _forward_mails(member: Member, *, seed: int, now: datetime) -> None:
    before = mail_ports.filled()
    mail_ports.fill(replace(before, domain=DOMAIN))
    try:
        address = mails.give_address(member=member, random=seed.to_bytes(10, "big"), now=now)
        # One waits to be opened; in the other a service asks something.
        waiting = a_mail(an_order(f"LU-{seed}"), name=f"<waiting-{seed}@lumina.example>")
        mails.take(data=bytes(waiting), recipients=[address], envelope=BY_SMTP, now=now)
    finally:
        mail_ports.fill(before)
    Mail.objects.create(
        id=new_id(now), member=member, digest=f"the digest of mail number {seed}".encode(), way="smtp", came_at=now,
        to_everybody=False, outcome="shown", shown=f"the sealed code of {seed}".encode(), shown_until=now + 7 * DAY,
    )  # fmt: skip


def _correct_a_line(member: Member, receipt: Receipt, *, seed: int, now: datetime) -> None:
    line = receipt.lines.earliest("position")
    mended = {line.position: LineSaid(f"Rye bread {seed}", line.quantity, line.price)}
    said = Said(receipt.shop, receipt.bought_on, receipt.total, mended)
    correcting.correct(member=member, receipt_id=receipt.pk, said=said, now=now)


def _settled(member: Member, *, shop: str, now: datetime, bought: date | None = None, sure: float = 0.98) -> Receipt:
    sent = receipts.submit(member=member, data=a_picture(), channel=Channel.PAGE, now=now)
    # Each at a minute of its own: in one minute the same lines are one purchase, and in two accounts a question.
    minute = a_field(time(len(shop), sum(map(ord, shop)) % 60), 5)
    dated = {"date": a_field(bought, 5, confidence=sure)} if bought else {}
    reading = a_reading(shop=shop, time=minute, **dated)
    seen = OnPicture(reading=reading, black_boxes=(), jpeg=b"a blacked-out picture")
    settled = receipts.settle(receipt_id=sent.id, seen=seen, now=now)
    assert settled is not None
    return settled


def _be_paid(member: Member, *, now: datetime) -> None:
    bonus = Posting("sponsor:fair:EUR", member.account, Money(2000, "EUR"))
    ledger.open_account(name="sponsor:fair:EUR", currency="EUR", may_overdraw=True, now=now)
    ledger.open_account(name=member.account, currency="EUR", may_overdraw=False, now=now)
    ledger.post(bonus, key=f"bonus:{member.purse.hex}", memo="reward", now=now)
    give(member=member, percent=5, now=now)
    payouts.set_address(member=member, way=Way.GIFT_CARD, told={"mail": member.email}, programme=PROGRAMME, now=now)
    paid = payouts.ask(member=member, way=Way.GIFT_CARD, amount=Money(1000, "EUR"), programme=PROGRAMME, now=now)
    payout_jobs.send(payout_id=str(paid.id))
    paid.refresh_from_db()
    assert paid.state in OUT
    # Another one that waits.
    payouts.ask(member=member, way=Way.GIFT_CARD, amount=Money(500, "EUR"), programme=PROGRAMME, now=now)


def _tell_about_themselves(member: Member, *, seed: int, now: datetime) -> None:
    households.open_household(member=member, label=f"Somebody {seed}", now=now)
    households.ask_in(member=member, now=now)
    profile.answer(member=member, question="work", version=1, said="retired", now=now)
    choose(member_id=member.pk, ways={Topic.RESULTS: next(iter(ToldBy))}, quiet=NEVER)
    Device.objects.create(
        id=new_id(now), member=member, endpoint=f"https://push.example.org/{seed}-a-secret-address",
        p256dh=f"p{seed}" * 20, auth=f"a{seed}" * 8, name="Firefox", made_at=now,
    )  # fmt: skip


def _sign_in(member: Member, *, staff: Member, now: datetime) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    Authenticator.objects.create(user=member, type="totp", data={"secret": f"sealed for {member.pk.hex}"})
    # Somebody has typed the address, and waits for the code.
    Client().post("/account/login/", {"email": member.email})
    LogEntry.objects.create(
        user=staff, content_type=ContentType.objects.get_for_model(Member), object_id=str(member.pk),
        object_repr=str(member), action_flag=CHANGE, action_time=now,
    )  # fmt: skip


def _correspond(member: Member, *, staff: Member, seed: int, now: datetime) -> None:
    tell(
        kind=Kind.NEWS, member_id=member.pk, address=member.email, language="en", zone="Europe/Berlin",
        facts={"title": f"A letter to number {seed}", "text": f"Written for number {seed} alone."},
        key=f"news:{member.pk}", now=now,
    )  # fmt: skip
    complaints.complain(
        member=member, address="", about=About(About.values[0]), text=f"The neighbour at number {seed} reads my mail.",
        language="en", now=now,
    )  # fmt: skip
    reaching.not_reached(address=member.email, why=Stopped.BOUNCED, now=now)
    Announced.objects.create(member=member, programme="fair", version=1, at=now)
    stop(Stop(Topic.NEWS, None, digest_of(member.email)), now=now)
    ask_to_change_address(member=member, address=f"next-{member.email}", now=now)
    copies.make(copy_id=copies.ask(member=member, now=now).pk, now=now)
    looks.note(staff=staff, member=member, what=Seen.RECEIPT, why=Why.APPEAL, now=now)
