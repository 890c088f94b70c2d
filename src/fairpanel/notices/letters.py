"""From a notice to its words, in the language of the one who reads them."""

from dataclasses import dataclass

from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe

from fairpanel.notices import ports
from fairpanel.notices.models import Notice
from fairpanel.notices.sealing import opened


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: a subject of one line, and the same words as text and as HTML."""

    subject: str
    text: str
    html: str


def letter_of(notice: Notice) -> Letter:
    """The words of a notice. A kind without HTML of its own has its text made into paragraphs."""
    filled = ports.filled()
    sponsor = filled.programme.in_force(timezone.localdate()).sponsor.name
    with translation.override(notice.language):
        told: dict[str, object] = {
            **opened(notice.facts),
            "sponsor": sponsor, "site": filled.site, "language": notice.language,
        }  # fmt: skip
        subject = " ".join(_plain(f"notices/{notice.kind}.subject.txt", told).split())
        text = _plain(f"notices/{notice.kind}.txt", told).strip()
        around = told | {"subject": subject}
        return Letter(
            subject=subject,
            text=_plain("notices/mail.txt", around | {"words": text}).strip() + "\n",
            html=get_template("notices/mail.html").render(around | {"words": _marked_up(notice.kind, text, told)}),
        )


def _plain(name: str, told: dict[str, object]) -> str:
    """Text is not escaped: `O'Hara` is no `O&#x27;Hara` in a mail."""
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine
    return str(template.render(Context(told, autoescape=False)))


def _marked_up(kind: str, text: str, told: dict[str, object]) -> str:
    try:
        return get_template(f"notices/{kind}.html").render(told)
    except TemplateDoesNotExist:
        return mark_safe(urlize(linebreaks(text, autoescape=True)))  # noqa: S308 - escaped by what made it
