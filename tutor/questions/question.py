"""A question and its proof: a Question cannot exist unless its key was computed on one road and checked on another.

Law: `key_route` and `check_route` share no function. Every wrong value was rejected by the check and differs from the key and
from the other wrong values under algebra. Options and wrong values carry the id of the misconception that leads to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tutor.library.source import Citation
from tutor.maths.answers.grade import Grade

__all__ = ["Difficulty", "Grade", "Graded", "Kind", "Option", "Proof", "Question", "Wrong"]


class Kind(Enum):
    """What form an answer takes. The first group is chosen from options, the second typed and judged by mathematics, the third
    put together from what is shown, the last answered in words."""

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
    WRONG_STEP = "wrong_step"
    TO_WORDS = "formula_to_words"
    TO_FORMULA = "words_to_formula"
    SEVERAL = "several"
    ORDER = "order"
    MATCH = "match"
    CLOZE = "cloze"
    FLASHCARD = "flashcard"
    OWN_WORDS = "own_words"

    @property
    def one_of(self) -> bool:
        """Whether exactly one of the options is the answer."""
        return self in _ONE_OF

    @property
    def judged(self) -> bool:
        """Whether the answer is typed and judged by mathematics."""
        return self in _JUDGED

    @property
    def in_words(self) -> bool:
        """Whether the answer is in words of one's own, which nobody but the learner can compare with the key."""
        return self in (Kind.FLASHCARD, Kind.OWN_WORDS)


_ONE_OF = frozenset([Kind.CHOICE, Kind.WRONG_STEP, Kind.TO_WORDS, Kind.TO_FORMULA])
_FROM_OPTIONS = _ONE_OF | {Kind.SEVERAL, Kind.ORDER, Kind.MATCH}
_JUDGED = frozenset(
    [
        Kind.NUMBER, Kind.EXPRESSION, Kind.EQUATION, Kind.SET, Kind.VECTOR, Kind.MATRIX, Kind.VECTOR_UP_TO_SCALE, Kind.BASIS,
        Kind.INTERVAL, Kind.MATRIX_EXPRESSION, Kind.UNIT,
    ]
)  # fmt: skip
LETTERS = "abcdefgh"


class Difficulty(Enum):
    """How much one question asks."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: Markdown with $..$; `misconception` is None exactly for a right one; `typed` is the value as one types it.

    What is put in order or matched has no wrong option: there `misconception` is None throughout.
    """

    text: str
    misconception: str | None
    typed: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that a named misconception leads to."""

    typed: str
    latex: str
    misconception: str


GLOSSARY = "the concept graph"  # the road of a key that is no result, but what a term means


@dataclass(frozen=True, slots=True)
class Proof:
    """How the key was made, how it was checked on another road, the verdict, and how many wrong values the check rejected."""

    key_route: str
    check_route: str
    verdict: bool
    rejected: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be rebuilt from its id; raises ValueError rather than exist wrong.

    The id is "<template>.<version>.<state>", or begins with "book:" where the key is a span of a page,
    or with "model:" where somebody proposed it and the gate let it through. `value` is the kind of
    maths of the key: the same as `kind` except for options, where None means a choice of words. `fulfils` says what any right
    answer fulfils where there are many ("A x = 0 and x is not 0"): such answers are tried, not compared with the key. `before`
    holds, for steps to be put in order, which option must stand before which (counted from 0). `terms` are the left side of a
    matching, `options` its right side. `points` are what an answer in one's own words is looked through for. `place` is where in
    a book it stands.
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
    fulfils: str = ""
    before: tuple[tuple[int, int], ...] = ()
    terms: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    place: Citation | None = None

    def __post_init__(self) -> None:
        if not self.proof.verdict:
            raise ValueError(f"{self.id}: the key was not confirmed by '{self.proof.check_route}'")
        if self.proof.rejected != len(self.wrong):
            raise ValueError(f"{self.id}: a wrong value passed the check")
        if self.id != f"{self.template}.{self.version}.{self.state}" and not (self.from_book or self.from_model):
            raise ValueError(f"{self.id}: the id does not say where the question came from")
        if not (self.prompt and self.key and self.solution and self.hint and self.minutes > 0):
            raise ValueError(f"{self.id}: a part is empty")
        if (self.kind in _FROM_OPTIONS) != bool(self.options):
            raise ValueError(f"{self.id}: options belong to a choice and to nothing else")
        if self.kind.one_of and [option.typed for option in self.options if option.misconception is None] != [self.key]:
            raise ValueError(f"{self.id}: exactly one option must be the key")
        if self.kind is Kind.MATCH and len(self.terms) != len(self.options):
            raise ValueError(f"{self.id}: every term needs its partner")
        if not all(wrong.misconception for wrong in self.wrong):
            raise ValueError(f"{self.id}: a wrong value has no name")

    @property
    def from_book(self) -> bool:
        """Whether the question was made from a source of the learner."""
        return self.id.startswith("book:") and self.place is not None and self.template == "book"

    @property
    def from_model(self) -> bool:
        """Whether a language model proposed it, and the gate let it through."""
        return self.id.startswith("model:") and self.template == "model"

    @property
    def from_glossary(self) -> bool:
        """Whether it was made from the terms and formulas of our own glossary alone: there was nothing to compute."""
        return self.proof.key_route == GLOSSARY

    @property
    def grid(self) -> tuple[int, int] | None:
        """Rows and columns of a matrix to be typed; None for other answers.

        >>> from tutor.questions.quiz import question
        >>> question("transpose_times.1.3").grid
        (2, 2)
        """
        if self.kind is not Kind.MATRIX:
            return None
        rows = self.key.count("[") - 1
        return rows, (self.key.count(",") + 1) // rows


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with one sentence why, the misconception it shows (if one was recognised), and the LaTeX of what was understood."""

    grade: Grade
    why: str
    misconception: str | None
    read_as: str | None
