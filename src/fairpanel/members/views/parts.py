"""What a panelist can take part in, and why not in the rest."""

from typing import cast

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fairpanel.members import ports
from fairpanel.members.actions import inviting
from fairpanel.members.doors import MemberRequest, for_panelists
from fairpanel.members.models import Member
from fairpanel.members.rules import No, WhyNot, Yes, may_be_offered
from fairpanel.members.wording import region_in_words, said


@for_panelists
@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the programme, with yes or the reason why not."""
    member = cast("MemberRequest", request).user
    version = ports.filled().programme.in_force(timezone.localdate())
    person = inviting.person_of(member)
    answers = [(offer, may_be_offered(offer, person)) for offer in version.offers.values()]
    page = {
        "open": [said(offer.asks) for offer, answer in answers if isinstance(answer, Yes)],
        "closed": [(said(offer.asks), why_not(answer, member)) for offer, answer in answers if isinstance(answer, No)],
    }
    return render(request, "members/parts.html", page)


def why_not(answer: No, member: Member) -> str:
    """The reason, in a sentence to the member."""
    locale = Locale.parse(get_language() or "en")
    match answer.why:
        case WhyNot.AGE:
            return _("This is for adults, and you have not shown yet that you are one.")
        case WhyNot.REGION:
            told, here = ", ".join(map(region_in_words, answer.instead)), region_in_words(member.region)
            return _("This is not offered in {here}. It is offered in: {regions}.").format(here=here, regions=told)
        case WhyNot.LANGUAGE:
            told = ", ".join(str(locale.languages.get(code, code)) for code in answer.instead)
            return _("This exists in these languages only: {languages}. You can change yours under “You”.").format(
                languages=told
            )
        case WhyNot.HOUSEHOLD:
            return _("This is there once for a home, and the person of your household who joined first has it.")
