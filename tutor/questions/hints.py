"""Help in three steps, all from the worked steps that were checked: a nudge, the first step as a question, the whole solution.

Law of this file: the ladder says nothing that is not in the question already, so nothing unverified can be said.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from tutor.errors import InputError
from tutor.maths.answers.judge import Judgement, judge
from tutor.questions.question import Kind, Question
from tutor.questions.quiz import LARGEST_STATE, question
from tutor.questions.templates import TABLE

_NUMBER = r"-?\d+(?:\.\d+)?"
_LAST_NUMBER = re.compile(rf"=\s*(\\frac\{{{_NUMBER}\}}\{{{_NUMBER}\}}|{_NUMBER})\s*(?=[.$;,)])")
_TRIES = 40
_SHORT_KEY = 3  # a key of a letter or two stands in many a sentence that does not give it away


@dataclass(frozen=True, slots=True)
class Blank:
    """The first step as a question of its own: the step with its result left out, and that result."""

    prompt: str
    key: str

    def judged(self, typed: str) -> Judgement:
        """The judgement on an answer to this step."""
        return judge("number", self.key, typed)


@dataclass(frozen=True, slots=True)
class Hints:
    """The ladder of one question: `nudge`, `first` (the first step as a question, None where it has no result), `solution`."""

    question: Question
    nudge: str
    first: Blank | None
    first_step: str
    solution: tuple[str, ...]

    @property
    def before_solution(self) -> tuple[str, ...]:
        """The levels that come before the whole solution, none of them said twice."""
        return tuple(dict.fromkeys((self.nudge, *self.level(2))))

    def level(self, level: int) -> tuple[str, ...]:
        """What to show at level 1, 2 or 3; raises InputError for another."""
        if level not in (1, 2, 3):
            raise InputError(f"There are three levels of help, not {level} — ask for 1, 2 or 3.")
        if level == 1:
            return (self.nudge,)
        if level == 2:
            return (self.first.prompt if self.first else self.first_step,)
        return self.solution


def hints(made: Question) -> Hints:
    """The ladder of a question.

    >>> found = hints(question("dot_product.1.1"))
    >>> found.level(1) == (found.question.hint,), found.first is not None
    (True, True)
    """
    blank = next((b for step in made.solution if (b := _blanked(step))), None) if made.kind.judged else None
    return Hints(made, made.hint, blank, _first_step(made), made.solution)


def _first_step(made: Question) -> str:
    """The first step, unless it is the answer already: then the slip to look for, or a part of the answer."""
    if made.kind is Kind.WRONG_STEP:
        return made.solution[1]
    first, alone = made.solution[0], len(made.solution) == 1 or made.kind in (Kind.MATCH, Kind.TO_WORDS, Kind.TO_FORMULA)
    return _a_part(made) if alone or (len(made.key) > _SHORT_KEY and made.key in first) else first


def _a_part(made: Question) -> str:
    """A little of the answer: words it speaks of, one pair, a choice that can be left out, a letter; else the nudge once more."""
    match made.kind:
        case Kind.FLASHCARD | Kind.OWN_WORDS if made.points:
            return f"It speaks of {' and '.join(f'“{point}”' for point in made.points[:2])}."
        case Kind.MATCH if pair := re.search(r"1\s*-\s*([a-h])", made.key):
            return f"“{made.terms[0]}” goes with {pair.group(1)}."
        case Kind.CLOZE if len(made.key) > _SHORT_KEY and "\\" not in made.key:
            return f"It begins with “{made.key[0]}” and has {len(made.key)} letters and signs."
    wrong = [option.text for option in made.options if option.misconception]
    return f"It is not “{wrong[0]}”." if made.kind.one_of and len(wrong) > 1 else made.hint


def _blanked(step: str) -> Blank | None:
    """The step with the number after its last equal sign left out."""
    places = list(_LAST_NUMBER.finditer(step))
    if not places:
        return None
    found = places[-1]
    shown = step[: found.start(1)] + r"\;?\;" + step[found.end(1) :]
    key = re.sub(r"\\frac\{(.*?)\}\{(.*?)\}", r"(\1)/(\2)", found.group(1))
    return Blank(shown, key)


def twin(made: Question) -> Question:
    """The same kind of question with new numbers: same template, same difficulty; a question from a book has no other.

    >>> other = twin(question("dot_product.1.1"))
    >>> other.template, other.prompt != question("dot_product.1.1").prompt
    ('dot_product', True)
    """
    if made.template not in TABLE and "__" not in made.template:
        return made
    draw = random.Random(f"twin.{made.id}")
    for _ in range(_TRIES):
        other = question(f"{made.template}.{made.version}.{draw.randrange(LARGEST_STATE)}")
        if other.prompt != made.prompt or other.options != made.options:
            return replace(other, concept=made.concept)
    return made
