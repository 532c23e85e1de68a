"""The grade of one typed answer: judged by mathematics, with the misconception named when a wrong value is recognised."""

from __future__ import annotations

import re

from tutor.errors import Unreadable
from tutor.maths.answers.judge import Grade, Judgement, judge
from tutor.maths.evaluate import Undefined
from tutor.maths.parse import read
from tutor.maths.typeset import to_latex
from tutor.questions.build import draft_of
from tutor.questions.candidate import offered
from tutor.questions.grade_forms import grade_form
from tutor.questions.misconceptions import sentence
from tutor.questions.question import LETTERS, Graded, Kind, Option, Question
from tutor.questions.quiz import template

_GIVES_UP = re.compile(
    r"(?:i )?(?:do ?n[o']?t|don’t|dont) (?:really )?know(?: it| this)?[.!]?|idk|dunno|no (?:idea|clue)[.!]?|skip|pass|\?+"
    r"|(?:ich )?wei(?:ß|ss)(?: ich| es)? nicht[.!]?|keine ahnung[.!]?",
    re.IGNORECASE,
)
_ALSO_BY_FORM = frozenset([Kind.MATRIX_EXPRESSION, Kind.BASIS, Kind.VECTOR_UP_TO_SCALE])


def grade(question: Question, typed: str) -> Graded:
    """Grade what was typed; a choice takes its letter, its number or its value. UNREADABLE is no attempt and is never logged."""
    if not typed.strip():
        return Graded(Grade.UNREADABLE, "There is no answer yet — type one.", None, None)
    if not question.kind.in_words and _GIVES_UP.fullmatch(typed.strip()):
        return Graded(Grade.UNREADABLE, "That is fine — ask to see how it goes instead of answering.", None, None)
    if question.kind.one_of:
        return _grade_choice(question, typed.strip())
    if not question.kind.judged:
        return grade_form(question, typed.strip())
    found = _judged(question, question.key, typed)
    if question.fulfils and found.grade is Grade.WRONG:
        found = _tried(question, typed, found)
    if found.grade is not Grade.WRONG:
        return Graded(found.grade, found.why, None, found.read_as)
    for wrong in question.wrong:
        if _matches(question, wrong.typed, typed, found.read_as):
            return Graded(Grade.WRONG, sentence(wrong.misconception), wrong.misconception, found.read_as)
    return Graded(found.grade, found.why, None, found.read_as)


def _tried(question: Question, typed: str, found: Judgement) -> Judgement:
    """Not the key itself: does it fulfil what was asked for? What the check cannot take in is not called wrong."""
    draft = draft_of(template(question.template), question.concept, question.state)
    try:
        fulfilled = bool(draft.check(offered(typed)))
    except (Unreadable, Undefined, OverflowError, ZeroDivisionError):
        why = "I can only try whole numbers and fractions here — type such values, as in (1, -2, 1/2)."
        return Judgement(Grade.UNREADABLE, why, found.read_as)
    except (IndexError, ValueError):
        return found  # another shape than the question asks for: the judgement says which
    if fulfilled:
        return Judgement(Grade.RIGHT, f"Yes: {question.fulfils}.", found.read_as)
    return Judgement(Grade.WRONG, f"Not yet: asked for is {question.fulfils}.", found.read_as)


def _matches(question: Question, wrong: str, typed: str, read_as: str | None) -> bool:
    """Is this the named wrong value? What is no value of its kind (shapes that do not fit, a list that is no basis) can only be
    recognised by how it reads."""
    if _judged(question, wrong, typed).grade is Grade.RIGHT:
        return True
    return question.value in _ALSO_BY_FORM and read_as == to_latex(read(wrong))


def _judged(question: Question, key: str, typed: str) -> Judgement:
    if question.value is None:
        raise ValueError(f"{question.id}: a choice of words is not judged by mathematics")
    return judge(
        question.value.value,
        key,
        typed,
        shapes=dict(question.shapes) or None,
        symmetric=question.symmetric,
        constants=question.constants,
        decimals=question.decimals,
    )


def _grade_choice(question: Question, typed: str) -> Graded:
    by_place = _by_place(question, typed)
    by_value = _by_value(question, typed)
    meant = {option for option in (by_place, by_value) if option is not None}
    letters = ", ".join(LETTERS[: len(question.options) - 1]) + f" or {LETTERS[len(question.options) - 1]}"
    if not meant:
        return Graded(
            Grade.UNREADABLE, f"I can't tell which option '{' '.join(typed.split())[:40]}' is — type {letters}.", None, None
        )
    if len(meant) == 2:
        return Graded(Grade.UNREADABLE, f"'{typed}' can mean an option's number or its value — type {letters}.", None, None)
    option = meant.pop()
    shown = option.text.strip("$") if question.value is not None else rf"\text{{{option.text}}}"
    if option.misconception is None:
        return Graded(Grade.RIGHT, "Yes, this is right.", None, shown)
    return Graded(Grade.WRONG, sentence(option.misconception), option.misconception, shown)


def _by_place(question: Question, typed: str) -> Option | None:
    """The option with this letter or number: b, (B), b), 2."""
    found = re.fullmatch(r"\(?([a-hA-H1-8])[).]?", typed)
    if not found:
        return None
    mark = found.group(1).lower()
    place = LETTERS.index(mark) if mark in LETTERS else int(mark) - 1
    return question.options[place] if place < len(question.options) else None


def _by_value(question: Question, typed: str) -> Option | None:
    """The option whose value was typed."""
    if question.value is None:
        return next((option for option in question.options if _words(option.typed) == _words(typed)), None)
    if re.fullmatch(r"\(?[a-hA-H][).]?", typed):
        return None
    return next((option for option in question.options if _judged(question, option.typed, typed).grade is Grade.RIGHT), None)


def _words(text: str) -> str:
    """Words as they are compared: no case, no article, no full stop.

    >>> _words("A saddle  point."), _words("saddle point")
    ('saddle point', 'saddle point')
    """
    return re.sub(r"^(a|an|the) ", "", " ".join(text.lower().split()).rstrip("."))
