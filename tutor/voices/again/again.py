"""What goes on with a problem that was worked out before: what is known of it, and what a message does with it.

Law of this file: a message is taken for a change of the problem before only where the problem that comes of it can be worked out
by the maths room, and what was understood is always said, so that a misreading can be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from tutor.maths.steps.solution import Solution

__all__ = ["Again", "Candidates", "Does", "Solved", "Worked"]

Solved = Callable[[str], Solution | None]
Candidates = Iterator[tuple[str, str]]  # problems as one would type them, and what was understood
_MOST_KEPT = 6


class Does(Enum):
    """What a message does with the problem before."""

    CHANGES = "changes"  # other numbers, or a step further
    ASKS = "asks"  # something else about the same numbers
    TRIES = "tries"  # a value the learner came to
    STEPS = "steps"  # how it was worked out
    POINTS = "points"  # at one step
    WANTS = "wants"  # another one to try


@dataclass(frozen=True, slots=True)
class Worked:
    """The problem that is talked of, as one would type it; `mine` as the learner last typed one, `earlier` those before it, the
    oldest first. `put` says how many questions to try were put, and `waits` whether the last of them is not answered yet."""

    problem: str
    mine: str = ""
    earlier: tuple[str, ...] = ()
    put: int = 0
    waits: bool = False

    def now(self, problem: str, *, mine: bool = False) -> Worked:
        """The same talk, about another problem."""
        earlier = (*self.earlier, self.problem)[-_MOST_KEPT:] if problem != self.problem else self.earlier
        return Worked(problem, problem if mine else self.mine, earlier, self.put)

    def asked(self) -> Worked:
        """A question to try was put."""
        return replace(self, put=self.put + 1, waits=True)


@dataclass(frozen=True, slots=True)
class Again:
    """What a message does, the problem it is about, what was understood in words, and the value or the words it holds."""

    does: Does
    problem: str
    said: str = ""
    typed: str = ""
    words: str = ""
    put: int = 0  # how many questions to try were put before
    waits: bool = False  # the last of them is not answered yet
