"""The same problem with other numbers, to be tried by the learner."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.voices.again.givens import numbers_in, tables_in

__all__ = ["varied"]

_TRIES = 6


def varied(problem: str, nth: int) -> Iterator[str]:
    """The problem with other numbers of the same size, a few choices; `nth` how many were put before.

    >>> next(varied("dot product of (1, 2) and (3, 4)", 0)) != "dot product of (1, 2) and (3, 4)"
    True
    """
    for shift in range(1 + nth * _TRIES, 1 + (nth + 1) * _TRIES):
        again = problem
        tables = tables_in(problem)
        for table in reversed(tables):
            new = table
            for n, cell in enumerate(table.cells()):
                if (entry := table.at(cell)).lstrip("-").isdigit():
                    new = new.put((cell,), str(_other(int(entry), shift, n)))
            again = table.within(again, new)
        if not tables:
            last = numbers_in(problem)[-1:]
            for one in last:
                if one.text.lstrip("-").isdigit():
                    again = again[: one.start] + str(_other(int(one.text), shift, 0)) + again[one.end :]
        if again != problem:
            yield again


def _other(value: int, shift: int, n: int) -> int:
    """Another number of about the same size."""
    size = 10 if abs(value) >= 10 else 1
    return value + size * ((shift + 2 * n) % 5 - 1) if value >= 0 else value - size * ((shift + n) % 3)
