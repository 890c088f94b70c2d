"""What the plan asks and looks for, in the reader's words."""

from collections.abc import Mapping, Sequence

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fairpanel.members.rules.plan import AGE, NOT_SAID, Cell, Questions

CELLS_TOLD_MAX = 6


def said(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, else in English, else in the first that there is."""
    return texts.get(get_language() or "en") or texts.get("en") or next(iter(texts.values()))


def region_in_words(code: str) -> str:
    """A region by its name: `Germany` for DE."""
    return str(Locale.parse(get_language() or "en").territories.get(code, code))


def cell_in_words(questions: Questions, cell: Cell) -> str:
    """A cell without its region: `18 to 34 years, I live alone`."""
    told = [answer_in_words(questions, name, answer) for name, answer in cell.answers]
    return ", ".join(told) if told else _("anybody")


def question_in_words(questions: Questions, name: str) -> str:
    """What a question asks: `Who lives with you?`, not its name in the plan."""
    if name == AGE:
        return _("Age")
    question = questions.asked.get(name)
    return name if question is None else said(question.asks)


def answer_in_words(questions: Questions, name: str, answer: str) -> str:
    """One answer as the page that asked it says it."""
    if answer == NOT_SAID:
        return _("would rather not say")
    if name == AGE:
        return age_in_words(answer)
    question = questions.asked.get(name)
    return said(question.answers[answer]) if question is not None and answer in question.answers else answer


def age_in_words(group: str) -> str:
    """`18 to 34 years`, `65 years and over`."""
    if group.endswith("+"):
        return _("{age} years and over").format(age=group.rstrip("+"))
    youngest, oldest = group.split("-")
    return _("{youngest} to {oldest} years").format(youngest=youngest, oldest=oldest)


def criteria(questions: Questions, cells: Sequence[Cell]) -> list[str]:
    """Whom we look for, a line each: cell by cell while they are few, else by what is asked."""
    if len(cells) <= CELLS_TOLD_MAX:
        return [cell_in_words(questions, cell) for cell in cells]
    lines = []
    for name in questions.names:
        answers = {dict(cell.answers).get(name) for cell in cells}
        if None not in answers:
            known = [answer for answer in (*questions.answers_to(name), NOT_SAID) if answer in answers]
            if len(known) < len(questions.answers_to(name)):
                lines.append("; ".join(answer_in_words(questions, name, answer) for answer in known))
    return lines or [_("anybody")]
