"""A question somebody else proposed, after the gate: its key was worked out here, or is a span of a page. Kept whole, since no
template can make it again.

Law: nothing comes in here that the gate did not let through; what is kept is what was judged.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from tutor.errors import UnknownQuestion
from tutor.library.source import Citation, SourceKind
from tutor.questions.question import Difficulty, Kind, Option, Proof, Question

SLIP = "does_not_come_out"
_MINUTES = 2.0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A choice of four; `key` counts the options from 0, `place` is where its words stand, None where it was computed."""

    concept: str
    prompt: str
    options: tuple[str, ...]
    key: int
    explanation: str
    place: Citation | None = None

    @property
    def id(self) -> str:
        """The same for the same question."""
        told = json.dumps([self.concept, self.prompt, self.options, self.key], ensure_ascii=False)
        return f"model:{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    def question(self) -> Question:
        """The question as one sits it."""
        options = tuple(Option(text, None if n == self.key else SLIP, text) for n, text in enumerate(self.options))
        routes = ("the gap in words of the page", "the words read on the page again") if self.place else _COMPUTED
        return Question(
            id=self.id,
            concept=self.concept,
            template="model",
            version=1,
            state=0,
            kind=Kind.CHOICE,
            prompt=self.prompt,
            options=options,
            key=self.options[self.key],
            key_latex="",
            solution=(self.explanation or f"It comes out as {self.options[self.key]}.",),
            proof=Proof(*routes, True, 0),
            wrong=(),
            difficulty=Difficulty.MEDIUM,
            minutes=_MINUTES,
            hint="Work it out before you look at the options.",
            value=None,
            place=self.place,
        )

    def written(self) -> str:
        """As one line of JSON, for the notebook."""
        return json.dumps(asdict(self), ensure_ascii=False, default=lambda kind: kind.value)


_COMPUTED = ("the maths room, from the words of the question alone", "each option tried, and the key of the model compared")


def proposed_from(body: str) -> Proposed:
    """A kept question read again; raises UnknownQuestion where the record is none of ours."""
    try:
        told = json.loads(body)
        place = told.pop("place")
        if place:
            place = Citation(**{**place, "section": tuple(place["section"]), "kind": SourceKind(place["kind"])})
        return Proposed(**{**told, "options": tuple(told["options"])}, place=place)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnknownQuestion("This question was kept in a form that cannot be read — ask for a new quiz.") from None
