"""Search by formula: a pasted formula leads to where the books write it, up to renaming, as a whole or as a part.

Reading a formula takes most of a millisecond and a library holds tens of thousands: what cannot be alike is left out by the
signs it lacks before anything is read, and the nearest in length are read first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tutor.library.source import Formula
from tutor.library.store import Store
from tutor.maths.formula import read_formula
from tutor.maths.named.alike import Wanted, likeness, wanted

__all__ = ["by_formula", "places_of"]

_MOST_READ = 150
_MOST_LOOKED_AT = 5_000  # shorter ones, and as many longer ones
_MOST_PLACES = 12
_COUNTED = re.compile(r"\\(?:sum|int|prod|det|sqrt|log|ln|sin|cos|nabla|partial|lim|max|min)(?![A-Za-z])")
# What a formula must hold somewhere to have this operator.
_SIGNS = {
    "frac": r"frac|/|over|\^",
    "pow": r"\^",
    "T": r"\^|top|prime|'",
    "norm": r"\\\||Vert|\|",
    "root": r"sqrt|\^",
    "grid": r"begin",
    "E": r"E",
    "P": r"[Pp]",
    "given": r"\||mid|vert",
    "big sum": r"\\sum|\\Sigma",
    "big int": r"\\int",
    "big prod": r"\\prod",
    "sum": r"[+-]",
    ("F", "log"): r"log|ln",
    ("F", "exponential"): r"exp|e\s*\^",
    ("F", "determinant"): r"det|\|",
}


def by_formula(store: Store, formulas: Sequence[str], source: str | None = None) -> tuple[tuple[str, float], ...]:
    """(passage id, likeness in (0, 1]) of the passages that write one of these formulas, the likest first."""
    best: dict[str, float] = {}
    for latex in formulas:
        asked = wanted(latex)
        if asked is None:
            continue
        rows = store.written_near(len(latex), _MOST_LOOKED_AT, source)
        alike = dict(_alike(asked, latex, {row[0] for row in rows}))
        for written, where, page, start in rows:
            if written in alike and (passage := store.passage_at(where, page, start)):
                best[passage] = max(best.get(passage, 0.0), alike[written])
    return tuple(sorted(best.items(), key=lambda pair: (-pair[1], pair[0])))


def places_of(store: Store, latex: str, least: float = 0.8) -> list[tuple[str, int, Formula]]:
    """(source, page, formula) of every place that writes this formula, whole or as one side, the likest first."""
    asked = wanted(latex)
    rows = store.written_near(len(latex), _MOST_LOOKED_AT) if asked else []
    alike = dict(_alike(asked, latex, {row[0] for row in rows})) if asked else {}
    fits = sorted((-alike[row[0]], row) for row in rows if alike.get(row[0], 0.0) >= least)
    found = []
    for _, (written, source, page, start) in fits[:_MOST_PLACES]:
        found += [
            (source, page, f) for f in store.formulas(source, page, start, start + 2 * len(written) + 40) if f.start == start
        ]
    return found


def _alike(asked: Wanted, latex: str, written: set[str]) -> Iterator[tuple[str, float]]:
    length, counted = len(latex), Counter(_COUNTED.findall(latex))
    needed = [re.compile(_SIGNS[head]) for head in asked.heads if head in _SIGNS]
    could = [
        one for one in written if 2 * len(one) >= length and all(sign.search(one) for sign in needed) and _reaches(one, counted)
    ]
    for one in sorted(could, key=lambda one: (abs(len(one) - length), one))[:_MOST_READ]:
        if (worth := _likeness(asked, one)) > 0:
            yield one, worth


def _reaches(written: str, counted: Counter[str]) -> bool:
    """Whether a formula has each of the counted signs at least as often."""
    return all(written.count(sign) >= times for sign, times in counted.items())


@lru_cache(maxsize=20_000)
def _likeness(asked: Wanted, latex: str) -> float:
    reading = read_formula(latex)
    return likeness(asked, reading.tree) if reading.complete else 0.0
