"""How many lines of receipts are read with their text and price: recall, precision and F1, by halves of the pictures.

    python bench/lines.py LABELS...                   labels.jsonl or gold.jsonl, with `image` and `line_items`
    python bench/lines.py --half 1 --sample 8 LABELS  one half, eight pictures of it

A line counts when its price is right and its text at least 80 % alike; a label without price or text is left out. The
halves are parted by the digest of the picture's name, so that one can be looked at and the other be kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from fairpanel.reading import read

ALIKE_FROM = 0.8


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--sample", type=int)
    asked = parser.parse_args()
    for path in asked.labels:
        labels = [label for label in map(json.loads, path.read_text("utf-8").splitlines()) if label.get("line_items")]
        for half in (0, 1) if asked.half is None else (asked.half,):
            mine = [label for label in labels if label.get("image") and _half(label["image"]) == half][: asked.sample]
            right = said = true = 0
            for label in mine:
                picture = next(
                    at for at in (path.parent / label["image"], path.parent.parent / label["image"]) if at.exists()
                )
                wanted = [item for item in label["line_items"] if item.get("price") and item.get("description")]
                found = [(line.text, float(line.price)) for line in read(picture.read_bytes()).lines]
                said, true = said + len(found), true + len(wanted)
                right += sum(_take(item, found) for item in wanted)
            f1 = 2 * right / max(said + true, 1)
            print(f"{path.parent.name}/{path.name} half {half}: {len(mine)} receipts, {true} lines, ", end="")
            print(f"recall {right / max(true, 1):.3f} precision {right / max(said, 1):.3f} F1 {f1:.3f}", flush=True)


def _half(image: str) -> int:
    return int(hashlib.sha256(Path(image).name.encode()).hexdigest(), 16) % 2


def _take(item: dict[str, Any], found: list[tuple[str, float]]) -> bool:
    """Take the line most like the label out of `found`; whether there was one."""
    digits = re.sub(r"[^\d.,-]", "", str(item["price"])).strip(".,")
    price = float(re.sub(r"[.,](?=.*[.,])", "", digits).replace(",", ".") or 0)
    fits = [
        line for line in found if abs(line[1] - price) < 0.005 and _alike(line[0], item["description"]) >= ALIKE_FROM
    ]
    if fits:
        found.remove(max(fits, key=lambda line: _alike(line[0], item["description"])))
    return bool(fits)


def _alike(one: str, other: str) -> float:
    a, b = (re.sub(r"[\W_]", "", text.upper()) for text in (one, other))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


if __name__ == "__main__":
    main()
