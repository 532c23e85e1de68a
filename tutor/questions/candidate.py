"""An offered answer as plain numbers, for the independent checks: read by our own reader, evaluated without SymPy.

So a check judges what the learner would really see and type, and shares nothing with the road on which the key was computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.answers.lists import elements, entries, table
from tutor.maths.evaluate import Undefined, approximate, exact
from tutor.maths.parse import read
from tutor.maths.tree import Node, Sequence


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offered answer; `words` is it as typed, `tree` what was read (None for a choice of words)."""

    words: str
    tree: Node | None

    @property
    def _tree(self) -> Node:
        if self.tree is None:
            raise ValueError(f"'{self.words}' is words, not a value")
        return self.tree

    @property
    def number(self) -> Fraction:
        """The exact value; Undefined where it is no fraction, so that an irrational slip is simply not the answer."""
        return _fraction(self._tree)

    @property
    def real(self) -> float:
        return approximate(self._tree).real

    @property
    def vector(self) -> list[Fraction]:
        return [_fraction(part) for part in entries(self._tree) or ()]

    @property
    def reals(self) -> list[float]:
        return [approximate(part).real for part in entries(self._tree) or ()]

    @property
    def matrix(self) -> list[list[Fraction]]:
        return [[_fraction(part) for part in row] for row in table(self._tree) or ()]

    @property
    def vectors(self) -> list[list[Fraction]]:
        """Several vectors, as in a basis."""
        parts = self._tree.parts if isinstance(self._tree, Sequence) else (self._tree,)
        return [[_fraction(x) for x in entries(part) or ()] for part in parts]

    @property
    def set(self) -> set[Fraction]:
        return {_fraction(part) for part in elements(self._tree)}

    @property
    def real_set(self) -> list[float]:
        return [approximate(part).real for part in elements(self._tree)]

    def at(self, **point: float) -> float:
        """The value of a formula at a point, as a float."""
        return approximate(self._tree, point).real

    def exactly(self, **point: Fraction) -> Fraction:
        """The value of a rational formula at a rational point."""
        return _fraction(self._tree, point)

    def parts_at(self, **point: float) -> list[float]:
        """The values of a vector of formulas at a point."""
        return [approximate(part, point).real for part in entries(self._tree) or ()]

    def rows_at(self, **point: float) -> list[list[float]]:
        """The values of a matrix of formulas at a point."""
        return [[approximate(part, point).real for part in row] for row in table(self._tree) or ()]


def _fraction(node: Node, point: dict[str, Fraction] | None = None) -> Fraction:
    found = exact(node, point)
    if found is None:
        raise Undefined("no fraction")
    return found


def offered(typed: str, *, words: bool = False) -> Candidate:
    """Read an offered answer; words are kept as they are.

    >>> offered("(1/2, 3)").vector
    [Fraction(1, 2), Fraction(3, 1)]
    """
    return Candidate(typed, None if words else read(typed))


def accepts(check: object, candidate: Candidate) -> bool:
    """Does the check accept the candidate? A value it cannot even take in (no fraction, other shape) is not accepted."""
    if not callable(check):
        raise TypeError("a check must be callable")
    try:
        return bool(check(candidate))
    except (Undefined, Unreadable, IndexError, OverflowError, ZeroDivisionError):
        return False
    except ValueError as mismatch:
        if "zip()" in str(mismatch) or "unpack" in str(mismatch):  # another shape than the check expects
            return False
        raise
