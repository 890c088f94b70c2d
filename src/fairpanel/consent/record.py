"""A member's consent as a record in the information structure of ISO/IEC TS 27560:2023, in plain values for JSON.

One record for each purpose. States are those of the W3C Data Privacy Vocabulary. What is left out, and why, stands in
`LEFT_OUT` and goes along with each file; docs/explanation/consent.md says more.
"""

from datetime import datetime
from typing import Any

from fairpanel.consent.history import Event, Kind, history
from fairpanel.consent.models import Choice, Showing
from fairpanel.consent.rules import NAMED
from fairpanel.consent.values import Purpose, Wording, text_of, versions_of, wording_of
from fairpanel.members.models import Member

STANDARD = "ISO/IEC TS 27560:2023"
SCHEMA_VERSION = "fairpanel-consent-record-1"
LEFT_OUT = {
    "storage_locations": "The panel runs on its operator's own machine; where that stands this program does not know.",
    "processing_locations": "As storage_locations.",
    "impact_assessment": "The operator's own document.",
    "codes_of_conduct": "The operator's own choice.",
    "authority_party": "Follows from where the operator is established, which this program does not know.",
    "party_address, party_email, party_phone": "Of the controller only the name was shown when consent was asked for.",
}
# The Data Privacy Vocabulary has no term for a pause or for going on after one.
_STATES = {
    Kind.SHOWN: "dpv:ConsentRequested",
    Kind.GRANTED: "dpv:ConsentGiven",
    Kind.REFUSED: "dpv:ConsentRefused",
    Kind.WITHDRAWN: "dpv:ConsentWithdrawn",
    Kind.EXPIRED: "dpv:ConsentExpired",
    Kind.PAUSED: "fairpanel:paused",
    Kind.RESUMED: "fairpanel:resumed",
}


def record_of(member_id: Any, *, now: datetime) -> dict[str, Any]:
    """All records of one member at that moment."""
    asked = set(Showing.objects.filter(member=member_id).values_list("purpose", flat=True))
    chosen = set(Choice.objects.filter(member=member_id).values_list("purpose", flat=True))
    return {
        "standard": STANDARD,
        "schema_version": SCHEMA_VERSION,
        "made_at": now.isoformat(),
        "left_out": LEFT_OUT,
        "records": [_record(member_id, purpose, now=now) for purpose in Purpose if purpose in asked | chosen],
    }


def _record(member_id: Any, purpose: Purpose, *, now: datetime) -> dict[str, Any]:
    events = history(member_id, purpose, now=now)
    choice = Choice.objects.filter(member=member_id, purpose=purpose).order_by("-number").first()
    mine = Showing.objects.filter(member=member_id, purpose=purpose)
    shown = (mine.filter(version=choice.version, at__lte=choice.at) if choice else mine).order_by("-at").first()
    version = choice.version if choice else shown.version if shown else versions_of(purpose)[-1]
    region = Member.objects.values_list("region", flat=True).get(pk=member_id)
    sponsor = shown.facts.get("sponsor", "") if shown else ""
    return {
        "schema_version": SCHEMA_VERSION,
        "record_id": f"{member_id}/{purpose}",
        "pii_principal_id": str(member_id),
        "pii_processing": {
            "privacy_notice": f"consent/{purpose}/{version}",
            "privacy_notice_digest": f"sha256:{shown.digest}" if shown else None,
            "language": shown.language if shown else None,
            "purposes": [_purpose(purpose, version, shown, region=region)],
        },
        "party_identification": [
            {"party_id": "controller", "party_name": sponsor, "party_role": "PII controller"},
        ],
        "events": [_event(event, member_id) for event in events],
    }


def _purpose(purpose: Purpose, version: int, shown: Showing | None, *, region: str) -> dict[str, Any]:
    wording = wording_of(purpose, version)
    text = text_of(purpose, version, shown.language if shown else "en")
    parts = text.telling(shown.facts if shown else {})
    return {
        "purpose": text.title,
        "purpose_type": purpose.value,
        "lawful_basis": "consent",
        "pii_information": [{"pii_type": category, "pii_optional": True} for category in wording.takes],
        "pii_controllers": ["controller"],
        "collection_method": parts["takes"],
        "processing_method": parts["why"],
        "retention_period": parts["keeps"],
        "recipient_third_parties": _recipients(wording, shown),
        "withdrawal_method": parts["stops"],
        "privacy_rights": "privacy/",
        "jurisdiction": region,
    }


def _recipients(wording: Wording, shown: Showing | None) -> list[str]:
    """By name where the text that was shown named them."""
    named = shown.facts.get(NAMED, "").splitlines() if shown and wording.purpose is Purpose.RESEARCH else []
    return named or list(wording.recipients)


def _event(event: Event, member_id: Any) -> dict[str, Any]:
    by_itself = event.kind is Kind.EXPIRED
    asked = event.kind is Kind.SHOWN
    return {
        "event_time": event.at.isoformat(),
        "event_type": "notice" if asked else "expiry" if by_itself else "explicit",
        "event_state": _STATES[event.kind],
        "entity_id": "controller" if asked or by_itself else str(member_id),
        "validity_duration": {"until": event.until.isoformat()} if event.until else None,
        "notice_version": event.version,
        "concerns": "everything" if event.of_everything else "this purpose",
    }
