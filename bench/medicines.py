"""How many medicines of a national list that the lexicon was not made of does redaction know on a receipt's line?

    python bench/medicines.py CIS_bdpm.txt --of 2000 --ordinary ../shared/data/receipts

The list is that of the French agency (https://base-donnees-publique.medicaments.gouv.fr, Licence Ouverte 2.0), or any
file of which the second column, behind a tab, names one medicine as `NAME strength, form`. Each is printed as a till
does, in capitals and cut to the row, once at a supermarket and once at a pharmacy. Beside it stand what plain
expressions find (a strength or a form) and, where `--peer` names its folder, the package
`drug-named-entity-recognition`. `--ordinary` is a folder of real receipts' labels with text, none of which should be
taken for a medicine.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction import Kind, find

COLUMNS = 32
PLAIN = re.compile(
    r"\b\d+[.,]?\d* ?(?:MG|MCG|UI|%)|\b(?:COMPRIM|GELULE|SIROP|COLLYRE|TABLET|CAPSULE|TBL)", re.IGNORECASE
)
SHOPS = {"supermarket": "SUPERMARCHE DU COIN", "pharmacy": "PHARMACIE DU COIN"}


def names(file: Path, count: int, seed: int) -> list[str]:
    """That many names of the list, by chance, with commas as a till would print them: as spaces."""
    rows = file.read_text("utf-8-sig", errors="replace").splitlines()
    listed = sorted({row.split("\t")[1] for row in rows if row.count("\t") > 1})
    return random.Random(seed).sample(listed, min(count, len(listed)))


def printed(name: str, *, form: bool) -> str:
    """The name on a till's row: short of its form where `form` is false."""
    said = name if form else name.split(",", maxsplit=1)[0]
    return re.sub(r"(?:,? )+", " ", said).upper()[:COLUMNS].strip()


def page_of(rows: Sequence[str]) -> Page:
    """A page of these rows, perfectly read."""
    return Page(800, 30 * len(rows), tuple(tuple(_words(text, 30 * row)) for row, text in enumerate(rows)))


def _words(text: str, top: int) -> Iterator[Word]:
    for at, word in enumerate(text.split()):
        yield Word(word, Box(40 * at, top, 40 * at + 36, top + 24), 1.0)


def is_found(shop: str, line: str) -> bool:
    """Whether a medicine is found on this line of that shop's receipt."""
    rows = (shop, "12 RUE DU PORT", "PAIN 2,00", f"{line} 6,80", "TOTAL 8,80")
    return any(mark.row == 3 and mark.kind is Kind.MEDICINE for mark in find(page_of(rows), regions=["FR"]))


def recall(lines: Sequence[str], is_known: Callable[[str], bool]) -> float:
    """The share of lines that is known."""
    return sum(map(is_known, lines)) / len(lines)


def ordinary_rows(folder: Path) -> Iterator[str]:
    """The text of every row of every real receipt below the folder whose text is labelled."""
    for file in sorted(folder.glob("*/labels-text.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield from (row["text"] for row in json.loads(line)["ocr_lines"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", type=Path)
    parser.add_argument("--of", type=int, default=2000, help="names taken from the list by chance (default 2000)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--peer", type=Path, help="folder of the unpacked package drug-named-entity-recognition")
    parser.add_argument("--ordinary", type=Path, help="folder of real receipts' labels")
    parser.add_argument("--misses", action="store_true", help="print what was missed, and what was wrongly taken")
    chosen = parser.parse_args(arguments)
    peer = None
    if chosen.peer:
        sys.path.insert(0, str(chosen.peer))
        peer = import_module("drug_named_entity_recognition.drugs_finder").find_drugs
    listed = names(chosen.list, chosen.of, chosen.seed)
    print("| line | ours, supermarket | ours, pharmacy | plain expressions | drug-named-entity-recognition |")
    print("|---|---:|---:|---:|---:|")
    began, missed = time.perf_counter(), list[str]()
    for told, form in (("name, strength and form", True), ("name and strength", False)):
        lines = [printed(name, form=form) for name in listed]
        ours = []
        for shop in SHOPS.values():
            found = [is_found(shop, line) for line in lines]
            ours.append(sum(found) / len(found))
            missed += [line for line, is_known in zip(lines, found, strict=True) if not is_known]
        plain = recall(lines, lambda line: bool(PLAIN.search(line)))
        theirs = f"{recall(lines, lambda line: bool(peer(line.split()))):.3f}" if peer else "-"
        print(f"| {told} | {ours[0]:.3f} | {ours[1]:.3f} | {plain:.3f} | {theirs} |")
    print(f"\n{1000 * (time.perf_counter() - began) / (4 * len(listed)):.1f} ms for each receipt of five rows.")
    if chosen.ordinary:
        rows = list(ordinary_rows(chosen.ordinary))
        taken = [row for row in rows if is_found(SHOPS["supermarket"], row)]
        plainly = sum(bool(PLAIN.search(row)) for row in rows)
        print(f"Of {len(rows)} real rows taken for a medicine: {len(taken)} ({len(taken) / len(rows):.2%}); ", end="")
        print(f"by plain expressions {plainly} ({plainly / len(rows):.2%}).")
        if chosen.misses:
            print("\nTaken:", *taken, sep="\n  ")
    if chosen.misses:
        print("\nMissed:", *sorted(set(missed)), sep="\n  ")


if __name__ == "__main__":
    main()
