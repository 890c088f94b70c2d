"""How surely two receipts of one purchase are known as such, beside a picture hash and an exact match, in one run.

    python -m bench.duplicates --drawn 60 FOLDER:MY FOLDER:DE...     pictures with the country that they are from
    python -m bench.duplicates --cache DIR ...                       keeps readings in DIR, so that it can be stopped
    python -m bench.duplicates --fit ...                             prints the weights of `duplicates.scoring` anew

Each picture is photographed again (turned, cropped, seen aslant, blurred, darkened, noisy, compressed) and read again:
a pair of one purchase. Drawn receipts are also sent as their shop's mail and PDF, bought again by the next in line, and
edited in their day or total.
Pairs of two purchases: same shop, same shop and day, same total too, same minute too (days, minutes and totals of real
receipts are set alike where chance does not), other shops, the same basket a minute later. Weights come from one half
of the receipts, all figures from the other.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.duplicate_pairs import Cache, Pair, drawn_pairs, real_pairs
from fairpanel.receipts.duplicates import Verdict, of_others, of_own, score
from fairpanel.receipts.duplicates.comparing import levels
from fairpanel.receipts.duplicates.keys import keys_of
from fairpanel.receipts.duplicates.scoring import INTERCEPT, SLOPE, WEIGHTS
from fairpanel.receipts.duplicates.values import Trait

Floats = npt.NDArray[np.float64]
# How often purchases of one month agree, or nearly agree, by chance.
CHANCE = {Trait.DAY: (1 / 30, 0.06), Trait.MINUTE: (1 / 400, 0.02), Trait.TOTAL: (1 / 200, 0.02)}
WEIGHT_MAX, PICTURE_WEIGHT_MAX = 6.0, 1.0


def main() -> None:
    """Read, pair, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FOLDER:COUNTRY")
    parser.add_argument("--drawn", type=int, default=40, help="how many purchases to draw")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    cache = Cache(arguments.cache)
    pairs = [*real_pairs(arguments.folders, cache), *drawn_pairs(arguments.drawn, cache)]
    if arguments.fit:
        _fit([pair for pair in pairs if pair.half])
    held_out = [pair for pair in pairs if not pair.half]
    _print_rivals(held_out)
    _print_kinds(held_out)
    _print_reliability(held_out)


def _finds(pair: Pair) -> bool:
    one, another = (keys_of(each, key=b"bench").known() for each in (pair.one, pair.another))
    return any(another.get(name) == key for name, key in one.items())


def _by_hash(bits: int) -> Callable[[Pair], bool]:
    def is_near(pair: Pair) -> bool:
        one, another = pair.one.picture, pair.another.picture
        return one is not None and another is not None and (one ^ another).bit_count() <= bits

    return is_near


def _exact(pair: Pair) -> bool:
    one, another = pair.one, pair.another
    told = (one.shop, one.day, one.total)
    return all(told) and told == (another.shop, another.day, another.total)


def _own(pair: Pair, *verdicts: Verdict) -> bool:
    return of_own(score(pair.one, pair.another)) in verdicts


def _others(pair: Pair, *verdicts: Verdict) -> bool:
    return of_others(score(pair.one, pair.another)) in verdicts


RIVALS: dict[str, Callable[[Pair], bool]] = {
    "picture hash within 4 bits": _by_hash(4),
    "picture hash within 10 bits": _by_hash(10),
    "picture hash within 16 bits": _by_hash(16),
    "same shop, day and total": _exact,
    "ours, own: refused": lambda pair: _own(pair, Verdict.SAME),
    "ours, own: refused or looked at": lambda pair: _own(pair, Verdict.SAME, Verdict.PERHAPS),
    "ours, others': refused": lambda pair: _others(pair, Verdict.SAME),
    "ours, others': refused or looked at": lambda pair: _others(pair, Verdict.SAME, Verdict.PERHAPS),
    "a key in common": _finds,
}


def _print_rivals(pairs: Sequence[Pair]) -> None:
    same, two = ([pair for pair in pairs if pair.is_same is wanted] for wanted in (True, False))
    print(f"{len(same)} pairs of one purchase, {len(two)} of two\n")
    print(f"{'':40}{'known':>8}{'false':>8}{'precision':>11}")
    for name, says in RIVALS.items():
        known, false = sum(map(says, same)), sum(map(says, two))
        precision = f"{known / (known + false):.4f}" if known + false else "-"
        print(f"{name:40}{known / len(same):>8.3f}{false:>8}{precision:>11}")


def _print_kinds(pairs: Sequence[Pair]) -> None:
    print(f"\n{'of these pairs, ours calls':58}{'pairs':>6}{'same':>6}{'look':>6}{'others: same':>14}{'look':>6}")
    for kind in sorted({pair.kind for pair in pairs}):
        these = [pair for pair in pairs if pair.kind == kind]
        own = Counter(of_own(score(pair.one, pair.another)) for pair in these)
        others = Counter(of_others(score(pair.one, pair.another)) for pair in these)
        print(
            f"{kind:58}{len(these):>6}{own[Verdict.SAME]:>6}{own[Verdict.PERHAPS]:>6}"
            f"{others[Verdict.SAME]:>14}{others[Verdict.PERHAPS]:>6}"
        )


def _print_reliability(pairs: Sequence[Pair]) -> None:
    """Of the pairs given so much, weighed so that those of one purchase and of two are as many."""
    share = {wanted: sum(pair.is_same is wanted for pair in pairs) for wanted in (True, False)}
    print(f"\n{'probability':16}{'pairs':>6}{'said':>8}{'true':>8}")
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.0)):
        told = [(score(pair.one, pair.another).probability, pair.is_same) for pair in pairs]
        these = [(said, 1 / share[is_same], is_same) for said, is_same in told if low <= said < high]
        if these:
            whole = sum(weight for _, weight, _ in these)
            said = sum(weight * each for each, weight, _ in these) / whole
            true = sum(weight for _, weight, is_same in these if is_same) / whole
            print(f"{low:.2f} to {high:.2f}    {len(these):>6}{said:>8.2f}{true:>8.2f}")


def _fit(pairs: Sequence[Pair]) -> None:
    """Count m and u, and bring the sums to probabilities (Platt 1999, with his targets; both kinds weigh the same)."""
    counted: dict[bool, defaultdict[Trait, Counter[str]]] = {True: defaultdict(Counter), False: defaultdict(Counter)}
    for pair in pairs:
        for trait, level in levels(pair.one, pair.another).items():
            counted[pair.is_same][trait][level] += 1
    weights = {trait: _weights(trait, counted, pairs) for trait in WEIGHTS}
    same = np.array([pair.is_same for pair in pairs])
    sums = np.array([sum(weights[t][level] for t, level in levels(pair.one, pair.another).items()) for pair in pairs])
    slope, intercept = _platt(sums, same)
    for trait, told in weights.items():
        print(trait.name, told)
    print(f"SLOPE {slope:.3f} (now {SLOPE})  INTERCEPT {intercept:.3f} (now {INTERCEPT})\n")


def _weights(
    trait: Trait, counted: dict[bool, defaultdict[Trait, Counter[str]]], pairs: Sequence[Pair]
) -> dict[str, float]:
    same, two = counted[True][trait], counted[False][trait]
    if trait is Trait.PICTURE:
        both = [sum(pair.is_same is wanted for pair in pairs) for wanted in (True, False)]
        return {
            "near": min(PICTURE_WEIGHT_MAX, log((same["near"] + 1) / (both[0] + 2) * (both[1] + 2) / (two["near"] + 1)))
        }
    names = list(WEIGHTS[trait])
    found, least = {}, WEIGHT_MAX
    for place, level in enumerate(names):
        m = (same[level] + 0.5) / (same.total() + 0.5 * len(names))
        u = (two[level] + 0.5) / (two.total() + 0.5 * len(names))
        if trait in CHANCE:
            u = [*CHANCE[trait], 1 - sum(CHANCE[trait])][place]
        least = min(least, max(-WEIGHT_MAX, log(m / u)))
        found[level] = round(least, 1)
    return found


def _platt(sums: Floats, same: npt.NDArray[np.bool_]) -> tuple[float, float]:
    share = np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum()) * len(same)
    aim = np.where(same, (same.sum() + 1) / (same.sum() + 2), 1 / ((~same).sum() + 2))

    def loss(at: Floats) -> float:
        z = at[0] * sums + at[1]
        return float(np.sum(share * (np.logaddexp(0, z) - aim * z)))

    at = np.array([0.1, 0.0])
    for _ in range(300):
        said = 1 / (1 + np.exp(-np.clip(at[0] * sums + at[1], -500, 500)))
        slope = np.array([np.sum(share * (said - aim) * sums), np.sum(share * (said - aim))])
        bend = share * said * (1 - said)
        curve = np.array(
            [[np.sum(bend * sums**2) + 1e-6, np.sum(bend * sums)], [np.sum(bend * sums), bend.sum() + 1e-6]]
        )
        step = np.linalg.solve(curve, slope)
        while loss(at - step) > loss(at) and abs(step).max() > 1e-9:
            step = step / 2
        at = at - step
    return float(at[0]), float(at[1])


if __name__ == "__main__":
    main()
