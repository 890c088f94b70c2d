"""How many medicines of national lists does redaction know on a receipt's line, and how much else does it take for one?

    python bench/medicines.py fr.txt de.txt --of 300 --ordinary ../shared/data/receipts

A list is a file as `tools/medicine_lists.py` writes it: a line is `NAME strength, form`. Each is printed as a till
does, in capitals and cut to the row, once at a supermarket and once at a pharmacy, perfectly read and with 3 % of the
characters that OCR confuses misread. `--lexicon` measures another compiled file, such as one without that list.
Beside it stand what plain expressions find (a strength or a form) and, where `--peer` names its folder, the package
`drug-named-entity-recognition`. `--ordinary` is a folder of real receipts' labels with text, none of which should be
taken for a medicine.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from zlib import crc32

from fairpanel.kit.page import Box, Page, Word
from fairpanel.redaction import Kind, find
from fairpanel.redaction.medicines.lexicon import load

COLUMNS = 32
PLAIN = re.compile(
    r"\b\d+[.,]?\d* ?(?:MG|MCG|UI|%)|\b(?:COMPRIM|GELULE|SIROP|COLLYRE|TABLET|CAPSULE|TBL)", re.IGNORECASE
)
# Where what is printed ends: nowhere, before the form, before the strength.
WHOLE = {
    "name, strength and form": None,
    "name and strength": re.compile(r","),
    "name alone": re.compile(r"[,(]|(?<=\w\w)[ .-]*(?=\d)"),
}
MISREAD_SHARE = 0.03
CONFUSED = {
    "0": "OD8", "1": "I7L", "2": "Z7", "3": "8", "5": "S6", "6": "8G", "8": "B3", "O": "0D", "I": "1L", "L": "I1",
    "S": "5", "B": "8", "Z": "2", "G": "6", "E": "F", "C": "G", "D": "O", "U": "V", "V": "U", "N": "M", "M": "N",
    "R": "P", "T": "I", "A": "4", "H": "N", "P": "F", "F": "P", "X": "K", "K": "X", "Q": "O", "Y": "V",
    "W": "M", "J": "I",
}  # fmt: skip
SHOPS = {"supermarket": "SUPERMARCHE DU COIN", "pharmacy": "PHARMACIE DU COIN"}


def names(file: Path, count: int, seed: int) -> list[str]:
    """That many lines by chance, of the half of the list that nobody looked at while weights and levels were chosen."""
    listed = [line for line in sorted(set(file.read_text("utf-8").splitlines())) if is_held_out(line)]
    return random.Random(seed).sample(listed, min(count, len(listed)))


def is_held_out(line: str) -> bool:
    """Whether a medicine is of the half that is only measured: all of one first word are on the same side."""
    return bool(line.split()) and crc32(line.split(maxsplit=1)[0].casefold().encode()) % 2 == 1


def printed(name: str, parts: str) -> str:
    """The name on a till's row, with as much of strength and form as `parts` tells; commas are printed as spaces."""
    end = WHOLE[parts]
    said = end.split(name, maxsplit=1)[0] if end else name
    return re.sub(r"(?:,? )+", " ", said).upper()[:COLUMNS].strip()


def misread(line: str, chance: random.Random) -> str:
    """The line with some of the characters that OCR confuses taken for another."""
    return "".join(
        chance.choice(CONFUSED[letter]) if letter in CONFUSED and chance.random() < MISREAD_SHARE else letter
        for letter in line
    )


def page_of(rows: Sequence[str]) -> Page:
    """A page of these rows, perfectly read."""
    return Page(800, 30 * len(rows), tuple(tuple(_words(text, 30 * row)) for row, text in enumerate(rows)))


def _words(text: str, top: int) -> Iterator[Word]:
    for at, word in enumerate(text.split()):
        yield Word(word, Box(40 * at, top, 40 * at + 36, top + 24), 1.0)


def found(shop: str, lines: Sequence[str]) -> list[bool]:
    """Which of these lines, all on one receipt of that shop, are taken for medicines."""
    head = (shop, "12 RUE DU PORT", "PAIN 2,00")
    page = page_of((*head, *(f"{line} 6,80" for line in lines), "TOTAL 8,80"))
    rows = {mark.row for mark in find(page, regions=["FR"]) if mark.kind is Kind.MEDICINE}
    return [len(head) + place in rows for place in range(len(lines))]


def use(lexicon: Path) -> None:
    """Measure this compiled lexicon instead of the one that comes with the package."""
    compiled = load(lexicon.read_bytes())
    vars(import_module("fairpanel.redaction.medicines.evidence"))["lexicon"] = lambda: compiled


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
    parser.add_argument("lists", type=Path, nargs="+")
    parser.add_argument("--of", type=int, default=300, help="names taken from each list by chance (default 300)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--lexicon", type=Path, help="another compiled lexicon")
    parser.add_argument("--peer", type=Path, help="folder of the unpacked package drug-named-entity-recognition")
    parser.add_argument("--ordinary", type=Path, help="folder of real receipts' labels")
    parser.add_argument("--misses", action="store_true", help="print what was missed, and what was wrongly taken")
    chosen = parser.parse_args(arguments)
    peer = None
    if chosen.peer:
        sys.path.insert(0, str(chosen.peer))
        peer = import_module("drug_named_entity_recognition.drugs_finder").find_drugs
    if chosen.lexicon:
        use(chosen.lexicon)
    print("| list | line | supermarket | misread | pharmacy | misread | plain expressions | the package |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    missed = list[str]()
    for file in chosen.lists:
        listed = names(file, chosen.of, chosen.seed)
        for parts in WHOLE:
            lines = [printed(name, parts) for name in listed]
            chance = random.Random(chosen.seed)
            amiss = [misread(line, chance) for line in lines]
            ours = []
            for shop in SHOPS.values():
                known, still_known = found(shop, lines), found(shop, amiss)
                ours += [sum(known) / len(known), sum(still_known) / len(still_known)]
                missed += [line for line, is_known in zip(lines, known, strict=True) if not is_known]
            plain = recall(lines, lambda line: bool(PLAIN.search(line)))
            theirs = f"{recall(lines, lambda line: bool(peer(line.split()))):.3f}" if peer else "-"
            told = " | ".join(f"{share:.3f}" for share in ours)
            print(f"| {file.stem} | {parts} | {told} | {plain:.3f} | {theirs} |", flush=True)
    if chosen.ordinary:
        rows = list(ordinary_rows(chosen.ordinary))
        known = found(SHOPS["supermarket"], rows)
        taken = [row for row, is_taken in zip(rows, known, strict=True) if is_taken]
        plainly = sum(bool(PLAIN.search(row)) for row in rows)
        print(f"Of {len(rows)} real rows taken for a medicine: {len(taken)} ({len(taken) / len(rows):.2%}); ", end="")
        print(f"by plain expressions {plainly} ({plainly / len(rows):.2%}).")
        if chosen.misses:
            print("\nTaken:", *taken, sep="\n  ")
    if chosen.misses:
        print("\nMissed:", *sorted(set(missed)), sep="\n  ")


if __name__ == "__main__":
    main()
