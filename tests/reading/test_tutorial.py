"""What the tutorial of the reader shows is so: its Python as a doctest, its commands as commands."""

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairpanel.cli.read import read

PAGE = Path(__file__).parents[2] / "docs/tutorial/read-receipts.md"


def test_every_line_of_the_tutorial_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text("utf-8")
    snippets = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    said: list[str] = []

    # A line of a mail may be empty, which a doctest takes only with its dots.
    examples = doctest.DocTestParser().get_doctest(snippets.replace("\n...\n", "\n... \n"), {}, PAGE.name, str(PAGE), 0)
    results = doctest.DocTestRunner().run(examples, out=said.append)

    assert results.attempted > 25
    assert not results.failed, "".join(said)
    for commands in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for told in commands.strip().split("$ fairpanel read ")[1:]:
            command, *shown = told.rstrip("\n").split("\n")
            result = CliRunner().invoke(read, command.split())
            assert result.exit_code == 0, result.output
            for line in shown:
                assert line in result.output
    assert (tmp_path / "marked" / "receipt.jpg.jpg").exists()
