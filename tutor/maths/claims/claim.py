"""One claim of a text and what was found when it was tried."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from tutor.maths.tree import Node


class Verdict(Enum):
    """What trying a claim can show. OPEN: there was nothing to try, or it could not be tried; `why` says which. GIVEN: a line
    of a derivation that is set down and not derived."""

    PROVED = "proved"
    TESTED = "tested"
    FAILS = "fails"
    OPEN = "open"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Claim:
    """Two neighbouring sides of a formula, their place in the text, and the finding.

    `book` and `computed` hold what is printed and what was computed, where both sides are closed; `counterexample` pairs the
    LaTeX of a letter with the LaTeX of its value; `instances` counts the trials that agreed.
    """

    latex: str
    start: int
    end: int
    sign: str
    verdict: Verdict
    why: str
    book: str = ""
    computed: str = ""
    counterexample: tuple[tuple[str, str], ...] = ()
    instances: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides and the relation between them, in the LaTeX of one formula."""

    left: Node
    right: Node
    sign: str
    negated: bool
    latex: str
    valued: bool = False  # a third side of the same chain is a plain number: the letters stand for certain values

    @property
    def span(self) -> tuple[int, int]:
        """From the beginning of one side to the end of the other."""
        ends = (*self.left.span, *self.right.span)
        return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reasons, before it gets a place in the text."""

    verdict: Verdict
    why: str
    book: str = ""
    computed: str = ""
    counterexample: tuple[tuple[str, str], ...] = field(default=())
    instances: int = 0


def left_open(why: str) -> Finding:
    """A finding that leaves the claim open."""
    return Finding(Verdict.OPEN, why)
