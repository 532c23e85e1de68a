"""What the learner did, as values: an attempt at a question, what its recording gave, a quiz being sat.

Laws of this file:
- an answer that could not be read is no attempt; it is never recorded, so never counted as wrong;
- an attempt says what its grade rests on: who asked to see the solution gave no answer, so none is called wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from tutor.learner.review import Memory, Review
from tutor.questions.question import Grade

_QUESTION_ID = re.compile(r"[a-z0-9_]+\.\d{1,9}\.\d{1,18}|(?:book|model):[\w:.-]{1,200}")


class Evidence(Enum):
    """What the grade of an attempt rests on: the checker, the learner's own word about an answer in words, or that the solution
    was asked for before there was an answer."""

    CHECKED = "checked"
    OWN_WORD = "own_word"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one question, graded.

    `question` is `<template>.<version>.<state>`, or begins with `book:` or `model:`; `hints` counts the hints opened before;
    `at` has a time zone; `token` is the one-time token of the shown question; `id` is given by the notebook.

    >>> from datetime import UTC
    >>> a = Attempt("chain_rule.1.4711", "chain_rule", "2x", Grade.RIGHT, datetime(2026, 3, 1, tzinfo=UTC))
    >>> a.template, a.version, a.state
    ('chain_rule', 1, 4711)
    """

    question: str
    concept: str
    typed: str
    grade: Grade
    at: datetime
    why: str = ""
    misconception: str | None = None
    hints: int = 0
    duration_ms: int = 0
    token: str | None = None
    id: int | None = None
    evidence: Evidence = Evidence.CHECKED

    def __post_init__(self) -> None:
        if not _QUESTION_ID.fullmatch(self.question):
            raise ValueError(f"{self.question!r} is no question id; it looks like chain_rule.1.4711.")
        if self.grade not in (Grade.RIGHT, Grade.WRONG):
            raise ValueError("An answer that could not be read is not an attempt; ask again instead of recording it.")
        if self.at.tzinfo is None:
            raise ValueError(f"The attempt at {self.question} needs a time with a time zone.")
        if self.hints < 0 or self.duration_ms < 0:
            raise ValueError(f"The attempt at {self.question} has a negative number of hints or milliseconds.")
        if self.evidence is Evidence.SHOWN and (self.right or self.misconception):
            raise ValueError(f"Who asked to see {self.question} answered nothing: that is neither right nor a misconception.")

    @property
    def right(self) -> bool:
        return self.grade is Grade.RIGHT

    @property
    def template(self) -> str:
        return self._origin or self.question.split(".")[0]

    @property
    def _origin(self) -> str:
        """ "book" or "model" for what no template makes; "" for the rest."""
        origin, colon, _ = self.question.partition(":")
        return origin if colon else ""

    @property
    def version(self) -> int:
        return 1 if self._origin else int(self.question.split(".")[1])

    @property
    def state(self) -> int:
        return 0 if self._origin else int(self.question.split(".")[2])


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the notebook now holds; `repeated`: this token had been answered before, and nothing new was written."""

    attempt: Attempt
    review: Review
    repeated: bool = False

    @property
    def memory(self) -> Memory:
        """The memory of the concept right after this attempt."""
        return self.review.after


@dataclass(frozen=True, slots=True)
class Slip:
    """A misconception met in wrong answers on one concept: how often, and when last."""

    misconception: str
    concept: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at one place of a quiz: the text typed so far, and the attempt it became once marked."""

    typed: str
    at: datetime
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A quiz being sat: enough to show it again after a reload.

    `answers` has one entry per question, None where nothing is typed."""

    id: str
    seed: int
    topic: str
    started: datetime
    questions: tuple[str, ...]
    answers: tuple[Answer | None, ...] = ()
    finished: datetime | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.questions:
            raise ValueError("A sitting needs an id and at least one question.")
        if not -(2**63) <= self.seed < 2**63:
            raise ValueError(f"The seed {self.seed} is too long for the notebook; use one of at most 63 bits.")
        if self.started.tzinfo is None:
            raise ValueError(f"The sitting {self.id} needs a time with a time zone.")
        if not self.answers:
            object.__setattr__(self, "answers", (None,) * len(self.questions))
        if len(self.answers) != len(self.questions):
            raise ValueError(
                f"The sitting {self.id} has {len(self.questions)} questions but {len(self.answers)} places for answers."
            )
