"""What is told of a problem that goes on: whether a value is right, which step was meant, what another value would be.

Law of this file: every sentence rests on a computation of the maths room, and says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tutor.concepts.graph import Misconception
from tutor.maths.answers.grade import Grade
from tutor.maths.answers.judge import KINDS, Judgement
from tutor.maths.steps.solution import Part, Solution
from tutor.voices.explanation import Claim, Standing
from tutor.voices.voice import Layer

__all__ = ["judged", "right_claims", "step_claims", "value_named", "wrong_claims"]

Check = Callable[[str, str, str], Judgement]  # kind, key, what was typed
_SO_FAR = "so far right"
_LABELLED = re.compile(r"([A-Za-z_]\w*)\s*=\s*([^,;]+?)(?=\s*(?:,|;|\band\b|$))")
_WORDS_BETWEEN = re.compile(r"\s*(?:\band\b|\bor\b|;)\s*")


def judged(solution: Solution, typed: str, check: Check) -> Judgement:
    """Whether a typed value is the answer of a solution; unreadable where that cannot be told."""
    if solution.kind in KINDS:
        return _judged_value(solution.kind, solution.answer, typed, check)
    if solution.parts:
        return _judged_parts(solution.parts, typed, check)
    if solution.kind == "words":
        said = " ".join(typed.lower().split())
        if re.fullmatch(r"[a-z ]+", said):
            same = said == solution.answer.lower()
            return Judgement(Grade.RIGHT if same else Grade.WRONG, "the words are compared", typed)
    return Judgement(Grade.UNREADABLE, "I can't compare this with the answer", None)


def _judged_value(kind: str, key: str, typed: str, check: Check) -> Judgement:
    typed = typed.strip().lstrip("=").strip()
    if kind == "set":
        listed = _WORDS_BETWEEN.sub(", ", re.sub(r"[A-Za-z]\w*\s*=\s*", "", typed)).strip("{} ")
        members = [one.strip() for one in key.strip("{} ").split(",")]
        if "," not in listed and len(members) > 1 and any(check("number", one, listed).grade is Grade.RIGHT for one in members):
            return Judgement(Grade.UNREADABLE, f"{_SO_FAR}; {len(members) - 1} more to find", listed)
        return check(kind, key, f"{{{listed}}}")
    if kind == "number":
        typed = re.sub(r"^[A-Za-z]\w*\s*=\s*", "", typed)
    if kind == "vector":
        typed = re.sub(r"^[A-Za-z]\w*\s*=\s*", "", typed)
        typed = typed if typed[:1] in "([" else f"({_WORDS_BETWEEN.sub(', ', typed)})"
    return check(kind, key, typed)


def _judged_parts(parts: tuple[Part, ...], typed: str, check: Check) -> Judgement:
    """A labelled answer: x = 4 and y = 3, or the values alone in whatever order where all of them are numbers."""
    given = dict(_LABELLED.findall(typed))
    if given:
        keys = {part.label: part for part in parts}
        if not set(given) <= set(keys):
            return Judgement(Grade.UNREADABLE, f"the answer has the names {', '.join(keys)}", None)
        found = [_judged_value(keys[name].kind, keys[name].answer, value, check) for name, value in given.items()]
        if all(one.grade is Grade.RIGHT for one in found) and len(given) < len(keys):
            return Judgement(
                Grade.UNREADABLE, f"{_SO_FAR}; {', '.join(k for k in keys if k not in given)} is still missing", typed
            )
        return next((one for one in found if one.grade is not Grade.RIGHT), found[0])
    values = [value.strip() for value in _WORDS_BETWEEN.sub(", ", typed).strip("{}()[] ").split(",")]
    left = list(parts)
    for value in values:
        fits = next((part for part in left if _judged_value(part.kind, part.answer, value, check).grade is Grade.RIGHT), None)
        if fits is None:
            return Judgement(Grade.WRONG, f"{value} is not among the values", typed)
        left.remove(fits)
    if left:
        return Judgement(Grade.UNREADABLE, f"{_SO_FAR}; {len(left)} more to find", typed)
    return Judgement(Grade.RIGHT, "every value is there", typed)


def value_named(solution: Solution) -> str:
    """What a solution is of, in words that stand before "is".

    >>> from tutor.maths.steps.solution import Step
    >>> value_named(Solution("p", "number", "1", "1", (Step("a", "b", "c"),), "sample variance"))
    'the sample variance'
    """
    return f"the {solution.topic}" if solution.topic and solution.topic not in _ODD_TOPICS else "the answer"


_ODD_TOPICS = frozenset(
    ["Bayes", "arithmetic", "linear system", "quadratic equation", "gradient descent", "Newton's method",
        "two events", "inverse", "binomial probability"]
)  # fmt: skip


def right_claims(solution: Solution, typed: str, judgement: Judgement) -> tuple[Claim, ...]:
    """That a value is right."""
    shown = typed if solution.parts else judgement.read_as or typed
    text = f"**Yes**, ${shown}$ is right: ${solution.answer_latex}$"
    return (Claim(text, Standing.PROVED, "your value was compared with the answer worked out here", layer=Layer.ANSWER),)


def wrong_claims(
    solution: Solution, typed: str, judgement: Judgement, other: tuple[str, Solution] | None, slip: Misconception | None
) -> tuple[Claim, ...]:
    """That a value is not right, what it would be the answer to where that was found, and the slip that leads to it."""
    shown = judgement.read_as or typed
    if judgement.why.startswith(_SO_FAR):
        text = f"**Yes, so far**: ${shown}$ is one of them. Altogether: ${solution.answer_latex}$."
        return (Claim(text, Standing.PROVED, solution.steps[-1].checked, layer=Layer.ANSWER),)
    if judgement.grade is Grade.UNREADABLE:
        why = judgement.why.rstrip(".")
        text = f"I can't judge “{typed}” as it stands ({why}). What comes out here is ${solution.answer_latex}$."
        return (Claim(text, Standing.PROVED, solution.steps[-1].checked, layer=Layer.ANSWER),)
    text = f"**Not yet**: not ${shown}$; what comes out is ${solution.answer_latex}$."
    claims = [Claim(text, Standing.PROVED, solution.steps[-1].checked, layer=Layer.ANSWER)]
    if other is not None:
        name, its = other
        says = f"${shown}$ is what comes out for something else: {name}."
        claims.append(Claim(says, Standing.PROVED, f"worked out here: {its.steps[-1].checked}", layer=Layer.ANSWER))
    elif slip is not None:
        says = f"A slip that leads to ${shown}$: {slip.says}"
        claims.append(Claim(says, Standing.TESTED, "this slip, made here, gives your value", layer=Layer.ANSWER))
    return tuple(claims)


def step_claims(solution: Solution, at: int) -> tuple[Claim, ...]:
    """One step of a working, where it stands, with the one before it and what comes next."""
    steps = solution.steps
    which = f"**Step {at + 1} of {len(steps)}.** {steps[at].says}\n\n$${steps[at].latex}$$"
    claims = [Claim(which, Standing.PROVED, steps[at].checked, layer=Layer.ANSWER)]
    if at > 0:
        before = f"It takes up step {at}: {steps[at - 1].says}\n\n$${steps[at - 1].latex}$$"
        claims.append(Claim(before, Standing.PROVED, steps[at - 1].checked, layer=Layer.NUMBERS))
    if at + 1 < len(steps):
        then = f"What comes of it: {steps[at + 1].says}\n\n$${steps[at + 1].latex}$$"
        claims.append(Claim(then, Standing.PROVED, steps[at + 1].checked, layer=Layer.NUMBERS))
    return tuple(claims)
