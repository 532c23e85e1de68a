r"""Formula -> plain English, and back: which reading is it, which formula is said. Options are readings of trees that differ.

Law of this file: a reading is offered only when a second grammar, which knows words alone, reads it back to the tree it came
from; wrong options have another meaning also when terms of a sum, factors of numbers and sides of an equation change places.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tutor.concepts.graph import Concept
from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import meaning
from tutor.questions.question import Option, Wrong

OTHER_FORMULA = "another_formula"
_LONGEST, _SHORTEST = 90, 6
_FEWEST_WRONG, _MOST_WRONG = 2, 3
# What people read wrongly: a sign of the formula, what it becomes, and the misconception.
_SLIPS: tuple[tuple[str, str, str], ...] = (
    (r"\^\{?\\top\}?", "", "forgot_transpose"),
    (r"\^\{-1\}", "", "inverse_for_itself"),
    (r"\\frac(\{[^{}]*\})(\{[^{}]*\})", r"\\frac\2\1", "fraction_turned"),
    (r"(?<=[\w})])\+(?=[\w\\(])", "-", "sign_slip"),
    (r"(?<=[\w})])-(?=[\w\\(])", "+", "sign_slip"),
    (r"\\sum", r"\\prod", "sum_for_product"),
    (r"\\prod", r"\\sum", "sum_for_product"),
    (r"\^\{?2\}?", "", "square_forgotten"),
    (r"\\sqrt\{([^{}]*)\}", r"{\1}", "root_forgotten"),
    (r"\\le(?![a-z])", r"\\ge", "inequality_reversed"),
    (r"\\ge(?![a-z])", r"\\le", "inequality_reversed"),
    (r"\\cup", r"\\cap", "intersection_for_union"),
    (r"\\cap", r"\\cup", "intersection_for_union"),
    (r"\\forall", r"\\exists", "quantifiers_swapped"),
    (r"([A-Za-z])\\mid ?([A-Za-z])", r"\2\\mid \1", "transposed_conditional"),
    (r"([A-Z])\^\\top([A-Z])(?![\^\w])", r"\2\1^\\top", "order_swapped"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A formula with its reading and what it means."""

    latex: str
    spoken: str
    meaning: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about a reading needs."""

    prompt: str
    key: str
    options: tuple[Option, ...]
    wrong: tuple[Wrong, ...]
    solution: tuple[str, ...]
    hint: str


def said(latex: str) -> Said | None:
    """The reading of a formula, if nothing of it was left out and it can be read back; None otherwise.

    >>> said(r"x^\\top y").spoken
    'x transpose y'
    """
    reading = read_formula(latex)
    if not reading.complete:
        return None
    meant = meaning(reading.tree)
    return Said(latex, reading.spoken, unordered(meant)) if read_back(reading.spoken) == meant else None


def unordered(meant: Any) -> Any:
    """A meaning in which the order of terms, of plain factors and of the sides of an equation no longer shows."""
    if not isinstance(meant, tuple):
        return meant
    parts = tuple(unordered(part) for part in meant)
    match parts:
        case ("sum", signs, terms) if set(signs) == {"plus"}:
            return ("sum", signs, tuple(sorted(terms, key=repr)))
        case ("product", signs, factors) if not any(_is_matrix(factor) for factor in factors):
            return ("product", signs, tuple(sorted(factors, key=repr)))
        case ("Chain", (("sign", "equals"),), sides):
            return ("Chain", (("sign", "equals"),), tuple(sorted(sides, key=repr)))
    return parts


def _is_matrix(factor: Any) -> bool:
    text = repr(factor)
    return "transpose" in text or bool(re.search(r"'letter', '[A-Z]'", text))


@cache
def formulas_said(concept: Concept) -> tuple[Said, ...]:
    """The formulas of a concept that can be said and have enough wrong neighbours."""
    short = [latex for latex in concept.tex if _SHORTEST <= len(latex) <= _LONGEST]
    found = [one for latex in short if (one := said(latex))]
    return tuple(one for one in found if len(_slipped(one.latex)) >= _FEWEST_WRONG)


@cache
def _slipped(latex: str) -> tuple[tuple[Said, str], ...]:
    """The formulas that one slip makes of a formula, each with another meaning, and the misconception."""
    mine = said(latex)
    kept: list[tuple[Said, str]] = []
    for wrong, slip in _rewritten(latex):
        other = said(wrong)
        if mine and other and other.meaning not in [mine.meaning, *(k.meaning for k, _ in kept)]:
            kept.append((other, slip))
    return tuple(kept)


def _rewritten(latex: str) -> Iterator[tuple[str, str]]:
    for pattern, put, slip in _SLIPS:
        for match in re.finditer(pattern, latex):
            yield latex[: match.start()] + match.expand(put) + latex[match.end() :], slip


def said_question(concept: Concept, others: Sequence[Concept], draw: random.Random) -> Asked:
    """Which of these readings is the formula's?"""
    mine, wrong = _chosen(concept, others, draw)
    options = _shuffled([(mine, None), *wrong], "spoken", draw)
    return Asked(
        f"What does ${mine.latex}$ say?",
        mine.spoken,
        options,
        tuple(Wrong(one.spoken, one.latex, slip) for one, slip in wrong),
        (f"${mine.latex}$ is read “{mine.spoken}”.", *(f"“{one.spoken}” would be ${one.latex}$." for one, _ in wrong)),
        "Read it aloud from the left, sign by sign.",
    )


def written_question(concept: Concept, others: Sequence[Concept], draw: random.Random) -> Asked:
    """Which of these formulas is said?"""
    mine, wrong = _chosen(concept, others, draw)
    options = _shuffled([(mine, None), *wrong], "latex", draw)
    return Asked(
        f"Which formula says “{mine.spoken}”?",
        mine.latex,
        options,
        tuple(Wrong(one.latex, one.latex, slip) for one, slip in wrong),
        (f"“{mine.spoken}” is ${mine.latex}$.", *(f"${one.latex}$ would be “{one.spoken}”." for one, _ in wrong)),
        "Write it down as you read it, then look for what you wrote.",
    )


def _chosen(concept: Concept, others: Sequence[Concept], draw: random.Random) -> tuple[Said, list[tuple[Said, str]]]:
    mine = draw.choice(formulas_said(concept))
    slips = list(_slipped(mine.latex))
    wrong = draw.sample(slips, min(len(slips), _MOST_WRONG))
    for other in others:
        if len(wrong) >= _MOST_WRONG:
            break
        near = next(iter(formulas_said(other)), None)
        if near and near.meaning not in [mine.meaning, *(one.meaning for one, _ in wrong)]:
            wrong.append((near, OTHER_FORMULA))
    return mine, wrong


def _shuffled(offers: list[tuple[Said, str | None]], field: str, draw: random.Random) -> tuple[Option, ...]:
    shown = [
        Option(one.spoken if field == "spoken" else f"${one.latex}$", slip, one.spoken if field == "spoken" else one.latex)
        for one, slip in offers
    ]
    draw.shuffle(shown)
    return tuple(shown)
