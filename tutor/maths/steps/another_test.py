"""A second test after the first: what the first one made of the prior is where the second one starts."""

from __future__ import annotations

import re

from tutor.errors import Unreadable
from tutor.maths.steps.asked.medical_tests import fractions_told, told

__all__ = ["after_another_test"]

_NUMBER = r"(\d+\s*/\s*\d+|\d*\.?\d+\s*\\?%|\d*\.?\d+)"
_RATES = (
    ("sensitivity", r"sensitivity|true positive rate|recall"),
    ("specificity", r"specificity|true negative rate"),
    ("false positive rate", r"false[\s-]*positive(?:[\s-]*rate)?|false[\s-]*alarm(?:[\s-]*rate)?"),
)


def after_another_test(problem: str, *, positive: bool) -> tuple[str, str, str] | None:
    """A story of one test as the problem of a second test of the same kind, which errs independently of the first.

    Returns the problem, how the first test ended, and the prior the second starts from; None where the story cannot be read.

    >>> after_another_test("prevalence 1/100, sensitivity 99%, specificity 95%, positive", positive=True)
    ('prevalence 1/6, sensitivity 99%, specificity 95%, positive', 'positive', '1/6')
    """
    from tutor.maths.steps.solve import solve

    try:
        first = solve(problem)
    except Unreadable:
        return None
    text = fractions_told(told(problem))
    rates = [f"{name} {found}" for name, pattern in _RATES if (found := _beside(pattern, text))]
    if first.topic != "Bayes" or not first.answer_latex.startswith(r"P(D \mid") or len(rates) != 2:
        return None
    ended = "negative" if r"\mid -" in first.answer_latex else "positive"
    sign = "positive" if positive else "negative"
    return f"prevalence {first.answer}, {', '.join(rates)}, {sign}", ended, first.answer


def _beside(names: str, text: str) -> str:
    """The number beside one of these names."""
    for pattern in (rf"(?:{names})\s*(?:of|is|=|:)?\s*{_NUMBER}", rf"{_NUMBER}\s*(?:of\s+)?(?:{names})"):
        if found := re.search(pattern, text, re.IGNORECASE):
            return found[1]
    return ""
