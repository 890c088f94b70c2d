"""Learns from labelled receipts what `fairpanel.reading.learned` holds: `python tools/learn_reading.py LABELS...`.

Each LABELS is a file of JSON lines with the `merchant` and the `address` of a receipt. Only text is learned from, no
pictures. What is kept names nobody: a word is kept when it stands in the heads of several receipts.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from fairpanel.reading.print_rows import fold

FOLDER = Path(__file__).parents[1] / "src/fairpanel/reading/learned"
LETTERS_MIN = 4
RECEIPTS_MIN = 3
# A word one letter from another that is so many times as frequent is a slip of who labelled.
SLIP_FROM = 5


def main() -> None:
    """Learn, and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="+", type=Path)
    labels = [
        json.loads(line)
        for path in parser.parse_args().labels
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    words = learned_words([(label.get("merchant") or "", label.get("address") or "") for label in labels])
    (FOLDER / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(labels)} labels, {len(words)} words")


def learned_words(heads: list[tuple[str, str]]) -> list[str]:
    """The words of names and addresses that stand in several receipts, in capitals, sorted."""
    receipts = Counter(
        word for head in heads for word in set(re.findall(rf"[A-Z]{{{LETTERS_MIN},}}", fold(" ".join(head))))
    )
    kept = {word: count for word, count in receipts.items() if count >= RECEIPTS_MIN}
    return sorted(
        word
        for word, count in kept.items()
        if not any(
            more >= SLIP_FROM * count and Levenshtein.distance(word, other, score_cutoff=1) == 1
            for other, more in kept.items()
        )
    )


if __name__ == "__main__":
    main()
