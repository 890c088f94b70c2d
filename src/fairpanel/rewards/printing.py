"""A statement to take away: as a PDF that can be printed, and as a table for a spreadsheet."""

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from fairpanel.programme import Programme
from fairpanel.rewards import wording
from fairpanel.rewards.actions.statements import MINUTES_AN_HOUR, Line, Statement
from fairpanel.rewards.values import Kind

# Shipped within reportlab; it writes every language that we speak, and the euro.
PLAIN, BOLD = "Vera", "VeraBd"
MARGIN = 20 * mm
INK, SOFT, RULE = colors.HexColor("#1a1f1c"), colors.HexColor("#474d49"), colors.HexColor("#e2ded3")


_RULED = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)


class _Paper(SimpleDocTemplate):  # type: ignore[misc]  # reportlab ships no types
    def afterPage(self) -> None:  # noqa: N802 - reportlab's name
        """The foot comes last, so that a voice that reads the page begins with what it says."""
        page = _("{title}, page {number}").format(title=self.title, number=self.canv.getPageNumber())
        self.canv.setFont(PLAIN, 8)
        self.canv.setFillColor(SOFT)
        self.canv.drawString(MARGIN + 6, MARGIN * 0.6, page)


def as_pdf(statement: Statement, *, programme: Programme, sponsor: str, region: str, made_on: date) -> bytes:
    """The statement on A4, in the language of the moment, read from top to bottom."""
    _fonts()
    locale = wording.locale_of(region)
    told = io.BytesIO()
    title = _("Statement for {period}").format(period=_period(statement, locale))
    paper = _Paper(
        told, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=title, author=sponsor, subject=programme.title, creator="Fairpanel", lang=get_language() or "en",
    )  # fmt: skip
    flow = [
        Paragraph(escape(title), _style(BOLD, 18, after=3)),
        Paragraph(
            escape(
                _("{sponsor} pays this under the programme {title}. Made on {day}.").format(
                    sponsor=sponsor, title=programme.title, day=wording.day(made_on, locale)
                )
            ),
            _style(PLAIN, 10, after=6, colour=SOFT),
        ),
        *_sums(statement, locale),
        Paragraph(escape(_("For what")), _style(BOLD, 12, before=5, after=2)),
        _for_what(statement, locale),
        Paragraph(escape(_("What you did")), _style(BOLD, 12, before=5, after=2)),
        _table(statement, locale),
        Spacer(1, 4 * mm),
        Paragraph(escape(_reckoning(statement, locale)), _style(PLAIN, 9, colour=SOFT)),
    ]
    paper.build(flow)
    return told.getvalue()


def as_csv(statement: Statement) -> str:
    """A row for each line; days as ISO 8601, amounts with a point, so that any spreadsheet reads them."""
    told = io.StringIO()
    rows = csv.writer(told)
    rows.writerow(["day", "kind", "offer", "programme", "version", "amount", "currency", "state"])
    for line in statement.lines:
        rows.writerow(
            [
                line.day, line.kind, line.what, line.contribution.programme, line.version, line.amount.decimal(),
                line.amount.currency, _state_word(line),
            ]
        )  # fmt: skip
    return told.getvalue()


def _sums(statement: Statement, locale: Locale) -> list[Paragraph | Table]:
    found: list[Paragraph | Table] = []
    for sums in statement.sums:
        found.append(Paragraph(escape(wording.money(sums.earned, locale)), _style(BOLD, 26, before=2, after=4)))
        rows = [
            (_("earned"), sums.earned),
            (_("of it given to charity"), sums.given),
            (_("of it paid to your balance"), sums.kept),
            (_("of it waiting for its month to end"), sums.waiting),
        ]
        table = Table(
            [[_cell(words), _cell(wording.money(amount, locale), right=True)] for words, amount in rows],
            colWidths=[90 * mm, 40 * mm],
            hAlign="LEFT",
        )
        table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE), ("LEFTPADDING", (0, 0), (0, -1), 0)]))
        found.append(table)
    return found


def _table(statement: Statement, locale: Locale) -> Table:
    head = [_("Day"), _("What you did"), _("Version"), _("Earned"), ""]
    rows = [[_cell(words, bold=True, right=words == _("Earned")) for words in head]]
    rows += [
        [
            _cell(wording.day(line.day, locale)),
            _cell(str(wording.DONE[Kind(line.kind)])),
            _cell(str(line.version)),
            _cell(wording.money(line.amount, locale), right=True),
            _cell(_state(line)),
        ]
        for line in statement.lines
    ]
    table = Table(rows, colWidths=[48 * mm, 48 * mm, 20 * mm, 22 * mm, 32 * mm], repeatRows=1, hAlign="LEFT")
    table.setStyle(_RULED)
    return table


def _for_what(statement: Statement, locale: Locale) -> Table:
    head = [_("What we asked"), _("Version"), _("Times"), _("Earned")]
    rows = [[_cell(words, bold=True, right=words == _("Earned")) for words in head]]
    rows += [
        [
            _cell(one.what),
            _cell(", ".join(map(str, one.versions))),
            _cell(str(one.count)),
            _cell(wording.money(one.amount, locale), right=True),
        ]
        for one in statement.by_offer
    ]
    table = Table(rows, colWidths=[96 * mm, 24 * mm, 20 * mm, 30 * mm], repeatRows=1, hAlign="LEFT")
    table.setStyle(_RULED)
    return table


def _reckoning(statement: Statement, locale: Locale) -> str:
    if statement.hour is None:
        return ""
    hour = wording.money(statement.hour, locale)
    if statement.minutes < MINUTES_AN_HOUR:
        return ngettext(
            "By our reckoning it took you {minutes} minute, so an hour came to {hour}. Nobody measures your time: the "
            "minutes that each thing takes are our own choice.",
            "By our reckoning it took you {minutes} minutes, so an hour came to {hour}. Nobody measures your time: the "
            "minutes that each thing takes are our own choice.",
            statement.minutes,
        ).format(minutes=statement.minutes, hour=hour)
    return _(
        "By our reckoning it took you {hours} hours, so an hour came to {hour}. Nobody measures your time: the minutes "
        "that each thing takes are our own choice."
    ).format(hours=format_decimal(statement.hours, "0.0", locale=locale), hour=hour)


def _state(line: Line) -> str:
    words = {
        "paid": _("paid"),
        "late": _("paid late, at once"),
        "waits": _("waits for its month"),
        "counts": _("counts, pays nothing"),
    }
    return words[_state_word(line)]


def _state_word(line: Line) -> str:
    if not line.amount:
        return "counts"
    if line.is_late:
        return "late"
    return "paid" if line.is_paid else "waits"


def _period(statement: Statement, locale: Locale) -> str:
    if statement.first == statement.last:
        return wording.month(statement.first, locale)
    return str(statement.first.year)


def _cell(words: str, *, bold: bool = False, right: bool = False) -> Paragraph:
    return Paragraph(escape(words), _style(BOLD if bold else PLAIN, 9, right=right))


@cache
def _style(
    font: str, size: int, *, before: int = 0, after: int = 0, colour: colors.Color = INK, right: bool = False
) -> ParagraphStyle:  # fmt: skip
    return ParagraphStyle(
        f"{font}-{size}-{before}-{after}-{right}", fontName=font, fontSize=size, leading=size * 1.35, textColor=colour,
        spaceBefore=before * mm, spaceAfter=after * mm, alignment=2 if right else 0,
    )  # fmt: skip


@cache
def _fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
