"""What the checks say of real receipts from shops: each refusal for a kind of shop or paper among them is a false one.

    python bench/checks.py FOLDER:COUNTRY...        pictures, and the country (ISO 3166) in which they were handed in
    python bench/checks.py --keep /tmp/read ...     the same, and what was read is kept there for the next time
    python bench/checks.py --drawn 2                papers of every kind, drawn, photographed and read: which are told

Each receipt comes on the day on which it was printed, so that none is too old; nothing else is known of who sent it.
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from fairpanel import redaction
from fairpanel.kit.page import Page
from fairpanel.programme import preset
from fairpanel.reading import Hints, Reading, extract, open_picture, recognise
from fairpanel.reading.drawing import draw_paper, paper_kinds, paper_languages
from fairpanel.reading.vocabulary import currency_of_region
from fairpanel.receipts import rules
from fairpanel.receipts.values import Accepted, Decision, Known, NeedsLook, Reason, Refused

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
VERSION = preset("fair").versions[-1]
# A till prints the time of its own wall.
BOUGHT = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001
# What a person can see on the picture; the rest of the reasons is about days, counts and other receipts.
OF_KIND = {Reason.EXCLUDED_KIND, Reason.CARD_SLIP, Reason.RETURN_ONLY, Reason.HANDWRITTEN, Reason.EXCLUDED_SELLER}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", help="FOLDER:COUNTRY")
    parser.add_argument("--drawn", type=int, default=0, help="how many papers of each kind and language to draw")
    parser.add_argument("--keep", type=Path, help="where to keep what was read")
    parser.add_argument("--show", action="store_true", help="name each picture that is refused or looked at")
    asked = parser.parse_args()
    print(f"{'receipts':28}{'number':>7}{'accepted':>10}{'looks':>7}{'refused':>9}   refused for; doubts")
    for wanted in asked.folders:
        folder, _, country = wanted.rpartition(":")
        show_folder(Path(folder), country, keep=asked.keep, each=asked.show)
    if asked.drawn:
        show_drawn(asked.drawn)


def show_folder(folder: Path, country: str, *, keep: Path | None, each: bool) -> None:
    """One row of the table, and the kinds that were told below it."""
    states, reasons, doubts, kinds = Counter[str](), Counter[str](), Counter[str](), defaultdict[str, list[str]](list)
    for name, page in pages_in(folder, keep):
        reading, decision = decide(page, country)
        states[type(decision).__name__] += 1
        match decision:
            case Refused(reason, _region, facts):
                reasons[reason] += 1
                if reason in OF_KIND:
                    kinds[facts.get("kind", reason)].append(name)
            case NeedsLook(found):
                doubts.update(found)
        if each and not isinstance(decision, Accepted):
            print(f"  {name[:20]:22}{decision}"[:180], reading.total and reading.total.value)
    told = "; ".join(", ".join(f"{name} {count}" for name, count in found.most_common()) for found in (reasons, doubts))
    accepted, looks, refused = (states[name] for name in ("Accepted", "NeedsLook", "Refused"))
    print(f"{folder.name:28}{states.total():>7}{accepted:>10}{looks:>7}{refused:>9}   {told}")
    for kind, names in kinds.items():
        print(f"  refused as {kind}: {', '.join(names)}")


def show_drawn(count: int) -> None:
    """For each kind in how many of the drawn papers it was told, made a person look, or went unnoticed."""
    assert VERSION.receipts is not None
    print(f"{'kind':16}{'papers':>7}{'told':>6}{'looks':>7}{'missed':>8}")
    for kind in paper_kinds():
        told = Counter[str]()
        for language in paper_languages():
            for seed in range(count):
                drawn = draw_paper(kind=kind, bought=BOUGHT, seed=seed, language=language)
                reading, decision = decide(recognise(open_picture(drawn.jpeg)), drawn.country)
                if kind in VERSION.receipts.kinds_eligible:
                    found = reading.shop_kind.value if reading.shop_kind else ""
                    told["told" if found == kind and isinstance(decision, Accepted) else "missed"] += 1
                elif isinstance(decision, Refused):
                    told["told" if decision.facts.get("kind") == kind else "missed"] += 1
                else:
                    told["looks" if isinstance(decision, NeedsLook) else "missed"] += 1
        print(f"{kind:16}{told.total():>7}{told['told']:>6}{told['looks']:>7}{told['missed']:>8}", flush=True)


def decide(page: Page, country: str) -> tuple[Reading, Decision]:
    """What a panelist of the default programme who lives in `country` would be told."""
    currency = currency_of_region()[country]
    masked = redaction.mask(page, redaction.find(page, regions=[country]))
    reading = extract(masked, Hints(region=country, currency=currency))
    region = VERSION.regions["US"].model_copy(update={"code": country, "currency": currency})
    assert VERSION.receipts is not None
    today = reading.date.value if reading.date else date(2026, 11, 22)
    return reading, rules.decide(reading, VERSION, VERSION.receipts, region=region, known=Known(), today=today)


def pages_in(folder: Path, keep: Path | None) -> Iterator[tuple[str, Page]]:
    """The name of each picture, and what the recogniser reads on it."""
    kept = keep / f"{folder.name}.pages" if keep else None
    if kept and kept.exists():
        yield from pickle.loads(kept.read_bytes()).items()  # noqa: S301 - our own file
        return
    pages = {
        path.name: recognise(open_picture(path.read_bytes()))
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
    }
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(pages))
    yield from pages.items()


if __name__ == "__main__":
    main()
