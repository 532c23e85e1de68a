"""A question and its proof: a Question cannot exist unless its key was computed on one road and checked on another.

Law: `key_route` and `check_route` share no function. Every wrong value was rejected by the check and differs from the key and
from the other wrong values under algebra. Options and wrong values carry the id of the misconception that leads to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tutor.maths.judge import Grade

__all__ = ["Difficulty", "Grade", "Graded", "Kind", "Option", "Proof", "Question", "Wrong"]


class Kind(Enum):
    """What form an answer takes; all but CHOICE are typed."""

    CHOICE = "choice"
    NUMBER = "number"
    EXPRESSION = "expression"
    EQUATION = "equation"
    SET = "set"
    VECTOR = "vector"
    MATRIX = "matrix"
    VECTOR_UP_TO_SCALE = "vector_up_to_scale"
    BASIS = "basis"
    INTERVAL = "interval"
    MATRIX_EXPRESSION = "matrix_expression"
    UNIT = "unit"


class Difficulty(Enum):
    """How much one question asks."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: Markdown with $..$; `misconception` is None exactly for the right one; `typed` is the value as one types it."""

    text: str
    misconception: str | None
    typed: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that a named misconception leads to."""

    typed: str
    latex: str
    misconception: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How the key was made, how it was checked on another road, the verdict, and how many wrong values the check rejected."""

    key_route: str
    check_route: str
    verdict: bool
    rejected: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be rebuilt from its id "<template>.<version>.<state>"; raises ValueError rather than exist wrong.

    `value` is the kind of maths of the key: the same as `kind` except for a CHOICE, where None means a choice of words.
    """

    id: str
    concept: str
    template: str
    version: int
    state: int
    kind: Kind
    prompt: str
    options: tuple[Option, ...]
    key: str
    key_latex: str
    solution: tuple[str, ...]
    proof: Proof
    wrong: tuple[Wrong, ...]
    difficulty: Difficulty
    minutes: float
    hint: str
    value: Kind | None
    decimals: int | None = None
    shapes: tuple[tuple[str, tuple[int | str, int | str]], ...] = ()
    symmetric: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.proof.verdict:
            raise ValueError(f"{self.id}: the key was not confirmed by '{self.proof.check_route}'")
        if self.proof.rejected != len(self.wrong):
            raise ValueError(f"{self.id}: a wrong value passed the check")
        if self.id != f"{self.template}.{self.version}.{self.state}":
            raise ValueError(f"{self.id}: the id does not say where the question came from")
        if not (self.prompt and self.key and self.solution and self.hint and self.minutes > 0):
            raise ValueError(f"{self.id}: a part is empty")
        if (self.kind is Kind.CHOICE) != bool(self.options):
            raise ValueError(f"{self.id}: options belong to a choice and to nothing else")
        if self.options and [option.typed for option in self.options if option.misconception is None] != [self.key]:
            raise ValueError(f"{self.id}: exactly one option must be the key")
        if not all(wrong.misconception for wrong in self.wrong):
            raise ValueError(f"{self.id}: a wrong value has no name")


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with one sentence why, the misconception it shows (if one was recognised), and the LaTeX of what was understood."""

    grade: Grade
    why: str
    misconception: str | None
    read_as: str | None
