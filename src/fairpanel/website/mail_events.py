"""What the provider of our mail tells: that a mail came back for good, or that its reader called it unwanted."""

from importlib import import_module

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fairpanel.kit.problems import Invalid, NotAllowed, NotFound
from fairpanel.notices import reaching
from fairpanel.notices.values import Stopped

_REJECTED_FOR_GOOD = {RejectReason.BOUNCED, RejectReason.INVALID}


class NothingTold(NotFound):
    """No provider tells us anything here: the setting FAIRPANEL_MAIL_WEBHOOK is empty, or mail goes by SMTP."""


class NotTheProvider(NotAllowed):
    """This does not carry the secret of the provider of our mail, so it was not read."""


class NotAnEvent(Invalid):
    """This is not what the provider of our mail sends."""


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def told(request: HttpRequest) -> HttpResponse:
    """Take note of each event that says an address takes no mail; others change nothing, and nothing is logged."""
    listener = _listener()
    if request.method == "HEAD":
        # Some providers look whether somebody is there before they tell anything.
        return HttpResponse()
    try:
        listener.run_validators(request)
    except Exception:  # noqa: BLE001 - also what is so broken that no proof is found in it
        raise NotTheProvider from None
    try:
        events: list[AnymailTrackingEvent] = listener.parse_events(request)
    except Exception:  # noqa: BLE001 - each provider's form fails in its own way, and its words hold addresses
        raise NotAnEvent from None
    with transaction.atomic():
        for event in events:
            why = _why(event)
            if why is not None and event.recipient:
                reaching.not_reached(address=event.recipient, why=why, now=timezone.now())
    return HttpResponse()


def _why(event: AnymailTrackingEvent) -> Stopped | None:
    if event.event_type == EventType.COMPLAINED:
        return Stopped.COMPLAINED
    if event.event_type == EventType.BOUNCED:
        return None if _may_arrive_later(event) else Stopped.BOUNCED
    is_for_good = event.event_type == EventType.REJECTED and event.reject_reason in _REJECTED_FOR_GOOD
    return Stopped.BOUNCED if is_for_good else None


def _may_arrive_later(event: AnymailTrackingEvent) -> bool:
    """Whether it is a soft bounce, a full mailbox say, which some providers tell in words of their own only."""
    said = event.esp_event if isinstance(event.esp_event, dict) else {}
    inner = said.get("data")
    bounce = inner.get("bounce") if isinstance(inner, dict) else None
    return (
        event.reject_reason == RejectReason.TIMED_OUT
        # Postmark, Mailjet, SendGrid and Resend.
        or said.get("Type") == "SoftBounce"
        or said.get("hard_bounce") is False
        or said.get("type") == "blocked"
        or (isinstance(bounce, dict) and bounce.get("type") == "Transient")
    )


def _listener() -> AnymailBaseWebhookView:
    """Who understands the provider that our mail goes by. Raises `NothingTold`."""
    if not settings.MAIL_PROVIDER or not settings.MAIL_WEBHOOK:
        raise NothingTold
    module = import_module(f"anymail.webhooks.{settings.MAIL_PROVIDER}")
    own = (each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__)
    [kind] = [each for each in own if getattr(each, "__name__", "").endswith("TrackingWebhookView")]
    listener: AnymailBaseWebhookView = kind()
    return listener
