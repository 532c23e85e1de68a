"""A worked solution, and the ledger it is written in.

Law: a step enters the ledger only with a check that holds. A step that fails its check is a fault of ours: it raises, it is
never shown. The last line of every solution is checked by a second route that shares no function with the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


class StepFailed(ArithmeticError):
    """A step does not follow from the one before: a fault of ours, for the log and not for the learner."""


class ReadOtherwise(ArithmeticError):
    """A changed problem has another solution than the first one: what was changed had been read."""


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a step holds, and how we know."""

    holds: bool
    how: str

    def __post_init__(self) -> None:
        if not self.how:
            raise ValueError("a check says how it was made")


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence for the learner, the line of mathematics it explains, and how the line was verified."""

    says: str
    latex: str
    checked: str

    def __post_init__(self) -> None:
        if not (self.says and self.latex and self.checked):
            raise ValueError("a step has words, a line of mathematics and a check")


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of an answer, such as U in a singular value decomposition; `kind` as the judge of answers knows it."""

    label: str
    kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class Solution:
    """A problem solved in checked steps.

    `kind` is the kind of the answer as the judge knows it ("number", "matrix", "set", ...), or "labelled" for several named
    parts, or "words". `topic` is what was asked for ("eigenvalues"). `answer` is what one would type.
    """

    problem: str
    kind: str
    answer: str
    answer_latex: str
    steps: tuple[Step, ...]
    topic: str = ""
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if not (self.answer and self.answer_latex and self.steps):
            raise ValueError("a solution has an answer and steps")


@dataclass(slots=True)
class Ledger:
    """The steps of one solution while it is being worked out."""

    problem: str
    topic: str
    steps: list[Step] = field(default_factory=list)

    @property
    def checking(self) -> bool:
        """Do the checks of the steps matter? Only where a changed problem is held beside another do they not."""
        return True

    def step(self, says: str, latex: str, *checks: Check) -> None:
        """Write a step down; raises StepFailed when one of its checks does not hold."""
        if not checks:
            raise ValueError("a step needs a check")
        for check in checks:
            if not check.holds:
                raise StepFailed(f"{self.topic}: '{says}' does not hold ({check.how}).")
        self.steps.append(Step(says, latex, "; ".join(check.how for check in checks)))

    def close(self, kind: str, answer: str, latex: str, parts: Iterable[Part] = ()) -> Solution:
        """The finished solution; its last step is the answer."""
        return Solution(self.problem, kind, answer, latex, tuple(self.steps), self.topic, tuple(parts))

    def conclude(
        self, kind: str, answer: str, latex: str, *second: Check, says: str = "", parts: Iterable[Part] = ()
    ) -> Solution:
        """Write the answer as the last step, checked by the second route, and close."""
        self.step(says or "So the answer is this.", latex, *second)
        return self.close(kind, answer, latex, parts)


@dataclass(slots=True)
class Echo(Ledger):
    """The ledger of a changed problem, held beside the first solution: it raises ReadOtherwise as soon as the two part."""

    first: Solution | None = None

    @property
    def checking(self) -> bool:
        return False

    def step(self, says: str, latex: str, *checks: Check) -> None:
        """Compare the next step; its checks are no matter here."""
        assert self.first is not None
        known = self.first.steps
        at = len(self.steps)
        if at >= len(known) or (known[at].says, known[at].latex) != (says, latex):
            raise ReadOtherwise
        self.steps.append(known[at])

    def close(self, kind: str, answer: str, latex: str, parts: Iterable[Part] = ()) -> Solution:
        """The same solution, if it is the same to its last word."""
        assert self.first is not None
        if (kind, answer, latex, len(self.steps)) != (
            self.first.kind,
            self.first.answer,
            self.first.answer_latex,
            len(self.first.steps),
        ):
            raise ReadOtherwise
        return self.first
