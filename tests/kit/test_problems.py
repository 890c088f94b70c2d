"""An error speaks its docstring."""

from fairpanel.kit.problems import Conflict, Problem


class AlreadyThere(Conflict):
    """There are already {count} of
    these.
    """


def test_a_problem_says_its_docstring_with_the_facts_filled_in() -> None:
    problem = AlreadyThere(count=3)

    assert str(problem) == "There are already 3 of these."
    assert isinstance(problem, Problem)
