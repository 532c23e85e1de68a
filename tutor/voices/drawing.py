"""Which curve a message wants drawn: "plot 1/(1+e^-x)", "what does the graph of x^2 look like?"

Laws of this file: a request that holds a formula draws that formula or says why not, never another one; what people type is read
by the maths room, never run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.maths.spans import formula_spans
from tutor.maths.typed.bare import expression_in
from tutor.maths.typed.formula import Typed, as_typed

__all__ = ["cannot_draw", "to_draw"]

_DRAWING = re.compile(r"\b(plot|graph|draw|sketch|curve|looks? like)\b", re.IGNORECASE)
_LEFT = re.compile(r"\s*(?:[A-Za-z]|\\[A-Za-z]+)(?:_\{?\w+\}?)?\s*(?:\(\s*[A-Za-z]\s*\))?\s*=[^=]+$")
_RELATION = re.compile(r"=|<|>|\\(?:le|ge|ne|to|sim|approx|in|mid|text)(?![A-Za-z])")
_SIGMOID = re.compile(r"\\operatorname\{sigmoid\}\(([^()]*)\)")
_SIGN = re.compile(r"[\w}]\(|[-=+*/^|]|\d\s*[A-Za-z]|\\(?!operatorname|text|mathrm)[A-Za-z]+")
_NOT_LETTERS = re.compile(
    r"\\(?!(?:theta|alpha|beta|lambda|sigma|mu|eta|gamma|omega|phi|rho|tau)(?![A-Za-z]))[A-Za-z]+|(?<![A-Za-z])e(?=\^)"
)
_LONGEST = 200
_ONE_AT_A_TIME = "I draw one formula at a time: ask for each on its own."
_NO_FUNCTION = "I can draw one quantity as a function of another, such as $y = x^2$; this says something else."
_NO_LETTER = "There is no letter in this that could vary, so there is no curve to draw."


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The formula that is to be drawn, or why it cannot be."""

    latex: str = ""
    refused: str = ""


def to_draw(message: str) -> str:
    r"""The formula whose curve is asked for, as LaTeX with a left side; "" where none is.

    >>> to_draw("plot of y = 2x + 1"), to_draw("draw sin(x)"), to_draw("show me a picture of the chain rule")
    ('y = 2x + 1', 'y = \\sin(x)', '')
    >>> to_draw("plot 1/(1+e^-x)"), to_draw("what does the graph of $x^2$ look like?")
    ('y = \\frac{1}{1 + e^{-x}}', 'y = x^2')
    """
    return _wanted(message).latex


def cannot_draw(message: str) -> str:
    """Why the formula in a request to draw cannot be drawn; "" where it can be, or where there is no formula in it.

    >>> cannot_draw("plot x^2 + y^2 = 1")
    'I can draw one quantity as a function of another, such as $y = x^2$; this says something else.'
    >>> cannot_draw("plot sqrt(x+1"), cannot_draw("draw the graph of a convex function")
    ('A closing ) is missing after 1.', '')
    """
    return _wanted(message).refused


def _wanted(message: str) -> _Wanted:
    if len(message) > _LONGEST or not _DRAWING.search(message):
        return _Wanted()
    marked = [as_typed(span.latex) for span in formula_spans(message)]
    if len(marked) > 1:
        return _Wanted(refused=_ONE_AT_A_TIME)
    typed = marked[0] if marked else expression_in(message)
    return _Wanted() if typed is None else _drawn(typed)


def _drawn(typed: Typed) -> _Wanted:
    """A formula that was found, as one to draw; a lone letter or name is none."""
    if not _SIGN.search(typed.latex):
        return _Wanted()
    if not typed.understood:
        return _Wanted(refused=typed.note)
    if r"\text{ and }" in typed.latex:
        return _Wanted(refused=_ONE_AT_A_TIME)
    latex = _SIGMOID.sub(_sigmoid, typed.latex)
    if _LEFT.match(latex):
        return _Wanted(latex)
    if _RELATION.search(latex):
        return _Wanted(refused=_NO_FUNCTION)
    letters = _NOT_LETTERS.sub(" ", latex)
    return _Wanted(f"y = {latex}") if re.search("[A-Za-z]", letters) else _Wanted(refused=_NO_LETTER)


def _sigmoid(named: re.Match[str]) -> str:
    """The sigmoid by its name, as what it computes."""
    return rf"\frac{{1}}{{1 + e^{{-{named[1] if len(named[1]) == 1 else f'({named[1]})'}}}}}"
