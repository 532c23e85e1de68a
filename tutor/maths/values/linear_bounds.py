"""How small and how large a sum of nonnegative numbers can be under linear equations, exactly: the corners are looked at.

A linear function on a bounded polyhedron has its extremes at corners (Dantzig 1947); for a few unknowns all of them are computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Row = Sequence[Fraction]


def bounds_of(target: Row, rows: Sequence[Row], values: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest target · w over all w >= 0 with rows · w = values, a bounded set; None where there is no such w.

    >>> one, none = Fraction(1), Fraction(0)
    >>> found = bounds_of([one, none], [[one, one]], [one])
    >>> (int(found[0]), int(found[1])), bounds_of([one], [[one], [one]], [one, none])
    ((0, 1), None)
    """
    reduced = _reduced([[*row, value] for row, value in zip(rows, values, strict=True)], len(target))
    if reduced is None:
        return None
    found: list[Fraction] = []
    for basis in combinations(range(len(target)), len(reduced)):
        corner = _reduced([[*(row[n] for n in basis), row[-1]] for row in reduced], len(basis))
        if corner is None or len(corner) < len(basis) or any(row[-1] < 0 for row in corner):
            continue
        found.append(sum((target[n] * row[-1] for n, row in zip(basis, corner, strict=True)), Fraction(0)))
    return (min(found), max(found)) if found else None


def _reduced(rows: list[list[Fraction]], many: int) -> list[list[Fraction]] | None:
    """The rows that are left after elimination, each with a leading one; None where they contradict each other."""
    done = 0
    for column in range(many):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [x / lead for x in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                factor = row[column]
                rows[n] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return None if any(row[-1] for row in rows[done:]) else rows[:done]
