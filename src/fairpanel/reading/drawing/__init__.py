"""Made-up receipts that look like photographs of real ones, and the truth about each.

    drawn = draw(seed=7, now=now, country="DE")
    drawn.jpeg, drawn.truth.total

No real receipt may be kept in the repository: these are what the demo, the tests and the benches read instead.
"""

from fairpanel.reading.drawing.country import KINDS, countries
from fairpanel.reading.drawing.papers import DrawnPaper, draw_paper, draw_rows, paper_kinds, paper_languages, paper_rows
from fairpanel.reading.drawing.purchase import INCLUDABLE, Shop
from fairpanel.reading.drawing.receipt import Drawn, draw
from fairpanel.reading.drawing.truth import Field, Line, Row, Sensitive, Tax, Truth
from fairpanel.reading.drawing.wear import Wear

__all__ = [
    "INCLUDABLE",
    "KINDS",
    "Drawn",
    "DrawnPaper",
    "Field",
    "Line",
    "Row",
    "Sensitive",
    "Shop",
    "Tax",
    "Truth",
    "Wear",
    "countries",
    "draw",
    "draw_paper",
    "draw_rows",
    "paper_kinds",
    "paper_languages",
    "paper_rows",
]
