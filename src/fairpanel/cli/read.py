"""`fairpanel read`: reads receipts and prints what is on them. Needs no database and no configuration."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fairpanel.cli.files import bytes_of, name_of
from fairpanel.kit.problems import Problem

if TYPE_CHECKING:
    from fairpanel.reading.shape import ReadingShape

_PROGRESS_FROM_FILES = 3


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object a line, also for a file that cannot be read."
)
@click.option(
    "--region", metavar="XX", help="Country of the receipts (US, GB, DE, ...): decides how 03/04/25 is meant."
)
def read(files: tuple[Path, ...], *, as_json: bool, region: str | None) -> None:
    """Read receipts from pictures, PDF files, mails (.eml), HTML or text, and print what is on them.

    \b
    fairpanel read receipt.jpg
    fairpanel read --json *.jpg > readings.jsonl

    A mail that tells of several orders gives one reading for each.

    Exits with 1 if some file could not be read.
    """  # noqa: D301 - click's own mark for lines to keep
    failed = False
    for shape in _shapes(files, region):
        if as_json:
            click.echo(json.dumps(shape, ensure_ascii=False))
            sys.stdout.flush()
        else:
            click.echo("\n".join(_table(shape)) + "\n")
        failed = failed or shape["error"] is not None
    raise SystemExit(int(failed))


def _shapes(files: tuple[Path, ...], region: str | None) -> Iterator[ReadingShape]:
    from fairpanel import reading
    from fairpanel.reading.shape import shape_of, shape_of_problem

    hints = reading.Hints(region=region)
    progress = len(files) >= _PROGRESS_FROM_FILES and sys.stderr.isatty()
    for number, path in enumerate(files, 1):
        if progress:
            click.echo(f"\r\033[K{number} of {len(files)}  {path.name}", nl=False, err=True)
        started = time.perf_counter()
        try:
            found = reading.read_document(bytes_of(path, most=reading.MAIL_BYTES_MAX + 1), hints)
        except Problem as problem:
            yield shape_of_problem(str(problem), file=name_of(path), seconds=time.perf_counter() - started)
        except OSError as problem:
            sentence = f"This file cannot be opened: {problem.strerror}."
            yield shape_of_problem(sentence, file=name_of(path), seconds=time.perf_counter() - started)
        except Exception as fault:  # noqa: BLE001 - one file that nobody foresaw does not keep the others from being read
            sentence = f"This file made the reader stumble ({type(fault).__name__}). Please report it."
            yield shape_of_problem(sentence, file=name_of(path), seconds=time.perf_counter() - started)
        else:
            seconds = time.perf_counter() - started
            yield from (shape_of(order, file=name_of(path), seconds=seconds) for order in found)
    if progress:
        click.echo("\r\033[K", nl=False, err=True)


def _table(shape: ReadingShape) -> Iterator[str]:
    """One file for human eyes: its fields, then its lines with the prices in a column."""
    yield shape["file"]
    if shape["error"]:
        yield f"  {shape['error']}"
        return
    day = " ".join(part for part in (shape["date"], shape["time"]) if part)
    fields = {
        "kind": shape["kind"],
        "merchant": shape["merchant"],
        "shop": ", ".join(part for part in (shape["shop"], shape["shop_kind"]) if part),
        "address": shape["address"],
        "phone": shape["phone"],
        "date": day,
    }
    for name, value in fields.items():
        if value:
            yield f"  {name:<10}{value}"
    for line in shape["lines"]:
        quantity = f"{line['quantity']} x " if line["quantity"] else ""
        yield f"    {_cut(quantity + line['text']):<48}{line['price']:>10}"
    for name, amount in (
        ("subtotal", shape["subtotal"]),
        ("tax", shape["tax"]),
        ("tip", shape["tip"]),
        ("total", shape["total"]),
    ):
        if amount:
            currency = shape["currency"] or "" if name == "total" else ""
            yield f"  {name:<50}{amount:>10} {currency}".rstrip()
    yield f"  {shape['confidence']:.0%} sure, {shape['seconds']:.2f} s"


def _cut(text: str, width: int = 46) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
