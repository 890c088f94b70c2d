"""Whom the panel looks for is data, and every fault of it is named before it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpanel.members.rules.plan import AgeGroups, BrokenPlaces, BrokenQuestions, read_places, read_questions
from tests.members.plans import PLACES, QUESTIONS, REGIONS, a_plan

ASKED = read_questions(QUESTIONS)


def test_somebody_belongs_to_the_one_cell_with_their_answers() -> None:
    plan = a_plan()

    names = [
        cell.name if (cell := plan.cell_of(region, answers)) else None
        for region, answers in [
            ("DE", {"age": "18-34", "household": "2"}),
            ("DE", {"age": "35-49"}),
            ("DE", {"age": "50+", "household": "1"}),
            ("FR", {"age": "50+"}),
            ("FR", {"age": "50+", "household": "1"}),
        ]
    ]

    assert names == ["DE age=18-34 household=2", "DE age=35-49", None, "FR household=-", None]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_places_are_read_as_any_spreadsheet_writes_them(delimiter: str) -> None:
    table = "\ufeff" + PLACES.replace(",", delimiter).replace("\n", "\r\n")

    assert read_places(table, questions=ASKED, regions=REGIONS) == a_plan().cells


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("region,places\nAT,3", 'Row 2: "AT" is no region of the programme: write DE, FR.'),
        ("region,age,household,places\nDE,,,many", "Row 2: write the number of places in digits."),
        ("region,age,household,places\nDE,19-20,,1", 'Row 2: "19-20" is no answer to age: write 18-34, 35-49'),
        ("region,age,household,places\nDE,,1,1\n\nDE,18-34,,1", "Rows 2 and 4: somebody could belong to both."),
        ("region,age,places\nDE,18-34,1", "household: no row depends on it, so do not ask it."),
        ("region,age,household,colour,places\nDE,,,red,1", 'There is no column "colour"'),
        ("region,age,household,places\nDE,18-34,,1", "household: no row depends on it, so do not ask it."),
        ("places\n1", 'The column "region" is missing.'),
        ("", "age: no row depends on it, so do not ask it."),
    ],
)  # fmt: skip
def test_a_table_of_places_that_cannot_be_is_refused_with_the_row_and_the_fault(table: str, fault: str) -> None:
    with pytest.raises(BrokenPlaces) as refused:
        read_places(
            table, questions=read_questions("") if table.startswith("region,places") else ASKED, regions=REGIONS
        )

    assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        ("[age\n", "This is not TOML"),
        ("[age]\nfrom = [35, 18]", "name each age once, the lowest first"),
        ("[age]\nfrom = [21]", "begin with 18 or less"),
        ("[home]\nasks = { en = 'Where?' }", "home.answers: Field required"),
        ("[home]\nasks = { en = 'Where?' }\nanswers = { a = { en = 'A' } }", "home.answers"),
        ("[region]\nasks = { en = 'Where?' }\n[region.answers]\na = {en='A'}\nb = {en='B'}", "this name is taken"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused_with_what_is_wrong(questions: str, fault: str) -> None:
    with pytest.raises(BrokenQuestions) as refused:
        read_questions(questions)

    assert fault in str(refused.value)


@given(age=st.integers(18, 120), starts=st.sets(st.integers(19, 100), max_size=6))
def test_everybody_is_in_the_age_group_that_begins_last_before_them(age: int, starts: set[int]) -> None:
    groups = AgeGroups.model_validate({"from": (18, *sorted(starts))})

    begins = int(groups.group_of(age).rstrip("+").split("-")[0])

    assert begins == max(start for start in {18, *starts} if start <= age)


@given(text=st.text(max_size=200))
def test_whatever_is_written_as_places_is_read_or_refused_with_a_sentence(text: str) -> None:
    from fairpanel.kit.problems import Invalid

    try:
        cells = read_places(text, questions=ASKED, regions=REGIONS)
    except Invalid as refused:
        assert str(refused)  # noqa: PT017 - either ending is right
    else:
        assert all(cell.region in REGIONS for cell in cells)
