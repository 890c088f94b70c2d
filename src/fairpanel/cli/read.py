"""`fairpanel read`: reads receipts and prints what is on them. Needs no database and no configuration."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fairpanel.cli.reading_files import Wish, processes_for, read_files, read_long

if TYPE_CHECKING:
    from fairpanel.reading.shape import ReadingShape

_PROGRESS_FROM_FILES = 3
_BAR = 30


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object a line, also for a file that cannot be read."
)
@click.option(
    "--region", metavar="XX", help="Country of the receipts (US, GB, DE, ...): decides how 03/04/25 is meant."
)
@click.option(
    "--draw",
    metavar="OUT",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write each picture into the folder OUT, with boxes around what was read on it.",
)
@click.option("--long", "is_long", is_flag=True, help="The FILEs are pictures of one long receipt, in any order.")
@click.option(
    "--processes", metavar="N", type=click.IntRange(1, 256), help="So many files at once. [default: one a core]"
)
def read(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    region: str | None,
    draw: Path | None,
    is_long: bool,
    processes: int | None,
) -> None:
    """Read receipts from pictures, PDF files, mails (.eml), HTML or text, and print what is on them.

    \b
    fairpanel read receipt.jpg
    fairpanel read --json *.jpg > readings.jsonl
    fairpanel read --draw marked/ *.jpg
    fairpanel read --long top.jpg middle.jpg bottom.jpg

    A mail that tells of several orders gives one reading for each.

    Exits with 1 if some file could not be read.
    """  # noqa: D301 - click's own mark for lines to keep
    if draw is not None:
        try:
            draw.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise click.ClickException(f"{draw} cannot be made: {problem.strerror}.") from None
    failed = False
    wish = Wish(region, draw)
    if is_long:
        found = iter([read_long(files, wish)])
    else:
        found = read_files(files, wish, processes=processes or processes_for(len(files)))
    for shape in _with_progress(found, 1 if is_long else len(files)):
        if as_json:
            click.echo(json.dumps(shape, ensure_ascii=False))
            sys.stdout.flush()
        else:
            click.echo("\n".join(_table(shape)) + "\n")
        failed = failed or shape["error"] is not None
    raise SystemExit(int(failed))


def _with_progress(found: Iterator[list[ReadingShape]], files: int) -> Iterator[ReadingShape]:
    """Hand on what was found, and show on a terminal how far that is."""
    shown = files >= _PROGRESS_FROM_FILES and sys.stderr.isatty()
    for number, shapes in enumerate(found, 1):
        if shown:
            click.echo("\r\033[K", nl=False, err=True)
        yield from shapes
        if shown and number < files:
            done = _BAR * number // files
            click.echo(f"{'█' * done}{'░' * (_BAR - done)} {number} of {files}", nl=False, err=True)


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
        "number": shape["number"],
        "paid by": shape["payment"],
    }
    for name, value in fields.items():
        if value:
            yield f"  {name:<10}{value}"
    for line in shape["lines"]:
        unit = f" {line['unit']}" if line["unit"] else " x"
        quantity = f"{line['quantity']}{unit} " if line["quantity"] else ""
        yield f"    {_cut(quantity + line['text']):<48}{line['price']:>10}"
    for name, amount in (
        ("subtotal", shape["subtotal"]),
        ("tax", shape["tax"]),
        ("charges", shape["charges"]),
        ("tip", shape["tip"]),
        ("total", shape["total"]),
        ("tendered", shape["tendered"]),
        ("change", shape["change"]),
    ):
        if amount:
            currency = shape["currency"] or "" if name == "total" else ""
            yield f"  {name:<50}{amount:>10} {currency}".rstrip()
    yield f"  {shape['confidence']:.0%} sure, {shape['seconds']:.2f} s"


def _cut(text: str, width: int = 46) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
