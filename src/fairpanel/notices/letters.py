"""From a notice to its words, in the language of the one who reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from fairpanel.notices import ports, sentences
from fairpanel.notices.models import Notice
from fairpanel.notices.sealing import opened
from fairpanel.notices.stopping import link_to_stop
from fairpanel.notices.values import ALWAYS


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: a subject of one line, and the same words as text and as HTML.

    `stop` is the address of the page that stops such letters; empty for what is always sent.
    """

    subject: str
    text: str
    html: str
    stop: str


def letter_of(notice: Notice, carried: Iterable[Notice] = ()) -> Letter:
    """The words of a notice, with those that go in the same letter.

    A kind without HTML of its own has its text made into paragraphs.
    """
    stop = "" if notice.topic in ALWAYS else f"{ports.filled().site}{link_to_stop(notice)}"
    with translation.override(notice.language):
        told = _told(notice, carried)
        subject = _line(f"notices/{notice.kind}.subject.txt", told)
        text = _plain(f"notices/{notice.kind}.txt", told).strip()
        around = told | {
            "subject": subject, "stop": stop, "is_member": notice.member_id is not None,
            "topic": sentences.OF_TOPIC[notice.topic],
        }  # fmt: skip
        return Letter(
            subject=subject,
            text=_plain("notices/mail.txt", around | {"words": text}).strip() + "\n",
            html=get_template("notices/mail.html").render(around | {"words": _marked_up(notice.kind, text, told)}),
            stop=stop,
        )


def subject_of(notice: Notice, carried: Iterable[Notice] = ()) -> str:
    """What it is about, in the language of the moment."""
    return _line(f"notices/{notice.kind}.subject.txt", _told(notice, carried))


def push_of(notice: Notice, carried: Iterable[Notice] = ()) -> dict[str, str]:
    """What a device shows: the sponsor, one line, and the page that it opens. Nothing that a neighbour may not read."""
    with translation.override(notice.language):
        told = _told(notice, carried)
        try:
            path = _line(f"notices/{notice.kind}.path.txt", told)
        except TemplateDoesNotExist:
            path = reverse("notices:index")
        return {
            "title": str(told["sponsor"]),
            "body": _line(f"notices/{notice.kind}.subject.txt", told),
            "path": path,
            "tag": notice.kind,
        }


def _told(notice: Notice, carried: Iterable[Notice]) -> dict[str, Any]:
    """What every template may speak of."""
    filled = ports.filled()
    each = [opened(one.facts) for one in (notice, *carried)]
    return {
        **each[0],
        "each": each,
        "count": len(each),
        "sponsor": filled.programme.in_force(timezone.localdate()).sponsor.name,
        "site": filled.site,
        "language": notice.language,
    }


def _plain(name: str, told: dict[str, Any]) -> str:
    """Text is not escaped: `O'Hara` is no `O&#x27;Hara` in a mail."""
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine
    return str(template.render(Context(told, autoescape=False)))


def _line(name: str, told: dict[str, Any]) -> str:
    return " ".join(_plain(name, told).split())


def _marked_up(kind: str, text: str, told: dict[str, Any]) -> SafeString:
    try:
        return mark_safe(get_template(f"notices/{kind}.html").render(told))  # noqa: S308 - a template escapes
    except TemplateDoesNotExist:
        return mark_safe(urlize(linebreaks(text, autoescape=True)))  # noqa: S308 - escaped by what made it
