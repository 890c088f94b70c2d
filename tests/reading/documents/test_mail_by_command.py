"""`fairpanel read` takes mails, pages and PDFs too, and prints one reading for each order in them."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from fairpanel.cli.read import read


def test_every_kind_of_document_is_read_by_its_content(
    tmp_path: Path, english: Any, mail_of: Callable[..., EmailMessage], pdf_of: Callable[..., bytes]
) -> None:
    files = {
        "order.eml": bytes(mail_of(html=english.html())),
        "order.html": english.html().encode(),
        "order.txt": english.text().encode(),
        "order.pdf": pdf_of(english.pdf_rows()),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    result = CliRunner().invoke(read, ["--json", "--region", "GB", *(str(tmp_path / name) for name in files)])

    shapes = [json.loads(line) for line in result.stdout.splitlines()]
    assert [Path(shape["file"]).name for shape in shapes] == list(files)
    assert {(shape["merchant"], shape["date"], shape["total"]) for shape in shapes} == {
        ("Lumina", "2026-10-13", str(english.total))
    }
    assert result.exit_code == 0


def test_of_several_orders_each_is_printed(tmp_path: Path) -> None:
    page = tmp_path / "orders.html"
    page.write_text("".join(f"<p>Order # 206-{n}<p>Lamp £{n}.00<p>Order total: £{n}.00" for n in (311, 312)))

    result = CliRunner().invoke(read, ["--json", str(page)])

    assert [json.loads(line)["total"] for line in result.stdout.splitlines()] == ["311.00", "312.00"]
