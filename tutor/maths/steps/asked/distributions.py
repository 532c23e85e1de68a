"""How people ask for mean and variance of named distributions and of aX + b, and who answers.

Law of this file: a problem is taken from its first word to its last, or left to the others.
"""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.distributions as distributions
from tutor.errors import Unreadable
from tutor.maths.evaluate import exact
from tutor.maths.parse import read
from tutor.maths.steps.problem import Problem, Solver, fraction
from tutor.maths.tree import symbols

_N = r"-?\s*(?:\d+\s*/\s*\d+|\d*\.?\d+\s*%?)"
_WHAT = (
    r"(?P<what>(?:mean|expectation|expected\s+value)\s+and\s+(?:the\s+)?variance|expected\s+value|expectation|mean|average|variance"
    r"|standard\s+deviation|std|sd|E\s*\[\s*X\s*\]\s+and\s+Var\s*[(\[]\s*X\s*[)\]]|(?:E|Var|V)\s*[(\[]\s*X\s*[)\]])"
)
_RV = r"(?:\s+(?:distribution|variable|random\s+variable))?\s+with\s+(?:parameters?\s+)?"
_LAMBDA = r"(?:lambda|λ|\\lambda|rate)"
_BETWEEN = r"(?:\s+(?:on|over|between|from)\s+(?:the\s+interval\s+)?)"
_KINDS = (
    (
        "binomial",
        rf"(?:Bin(?:om(?:ial)?)?|B)\s*\(\s*(?:n\s*=\s*)?({_N})\s*[,;]\s*(?:p\s*=\s*)?({_N})\s*\)"
        rf"|binomial{_RV}n\s*=\s*({_N})\s*(?:,\s*and\b|,|\band\b)\s*p\s*=\s*({_N})",
    ),
    ("bernoulli", rf"Bern(?:oulli)?\s*\(\s*(?:p\s*=\s*)?({_N})\s*\)|Bernoulli{_RV}p\s*=\s*({_N})"),
    (
        "poisson",
        rf"(?:Poisson|Poi|Pois)\s*\(\s*(?:{_LAMBDA}\s*=\s*)?({_N})\s*\)|Poisson{_RV}(?:{_LAMBDA}|mean)\s*(?:=|of)?\s*({_N})",
    ),
    (
        "exponential",
        rf"Exp(?:onential)?\s*\(\s*(?:{_LAMBDA}\s*=\s*)?({_N})\s*\)|exponential{_RV}{_LAMBDA}\s*(?:=|of)?\s*({_N})",
    ),
    ("geometric", rf"Geom?(?:etric)?\s*\(\s*(?:p\s*=\s*)?({_N})\s*\)|geometric{_RV}p\s*=\s*({_N})"),
    (
        "uniform",
        rf"(?:continuous\s+)?U(?:nif(?:orm)?)?\s*[(\[]\s*({_N})\s*,\s*({_N})\s*[)\]]"
        rf"|(?:continuous\s+)?uniform(?:ly)?(?:\s+distribut(?:ion|ed))?(?:\s+variable)?{_BETWEEN}[(\[]?\s*({_N})\s*(?:,|and|to)\s*({_N})\s*[)\]]?",
    ),
    (
        "normal",
        r"(?:N|Normal|\\mathcal\{N\})\s*\(\s*(?:(?:mu|μ|\\mu)\s*=\s*)?"
        rf"({_N})\s*[,;]\s*(?:(?:sigma\^2|σ\^?2|σ²|\\sigma\^2)\s*=\s*)?({_N})\s*\)",
    ),
)
_LEAD = r"(?:(?:what\s+is|what\s+are|find|compute|calculate|determine|give(?:\s+me)?)\s+)?(?:the\s+)?"
_OF = (
    r"\s*(?:of|for|when|if|where|,)?\s*(?:an?\s+|the\s+)?(?:random\s+variable\s+)?"
    r"(?:X\s*(?:~|∼|\\sim|is|has(?:\s+a)?|follows(?:\s+a)?|be)?\s*)?(?:an?\s+)?(?:distribution\s+)?"
)
_TAIL = r"(?:\s+(?:distribution|variable|random\s+variable))?"
_AHEAD = r"(?:(?:let|if|for|suppose)\s+)?X\s*(?:~|∼|\\sim|is|be|follows|has)\s*(?:an?\s+)?"
_DISCRETE = re.compile(r"\b(?:discrete|integers?|dice|die|data|sample|mle|likelihood)\b", re.IGNORECASE)


def special(p: Problem) -> Solver | None:
    """Who answers, where the problem is one of these from end to end; None otherwise."""
    return _of_named(p) or _of_line(p)


def _of_named(p: Problem) -> Solver | None:
    if _DISCRETE.search(p.text):
        return None
    for name, pattern in _KINDS:
        for whole in (
            rf"{_LEAD}{_WHAT}{_OF}(?:{pattern}){_TAIL}",
            rf"{_AHEAD}(?:{pattern}){_TAIL}\s*[.,;:]?\s*(?:then\s+)?{_LEAD}{_WHAT}(?:\s+of\s+X)?",
        ):
            if found := re.fullmatch(whole, p.text, re.IGNORECASE):
                numbers = tuple(fraction(read(n.replace(" ", ""))) for n in found.groups() if n and re.fullmatch(_N, n))
                what = _what(found["what"])
                return _moment(name, numbers, what)
    return None


def _moment(name: str, numbers: tuple[Fraction, ...], what: str) -> Solver:
    return lambda q: distributions.moment(q.ledger("distribution"), distributions.named(name, numbers), what)


def _what(text: str) -> str:
    low = text.lower()
    if " and " in low:
        return "both"
    if low.startswith(("var", "v(", "v [", "v[", "v ")):
        return "variance"
    return "deviation" if low.startswith(("st", "sd")) else "expectation"


_NAME = r"(?P<{0}>Var|V|E|sd|SD|std)\s*[(\[]\s*(?P<{1}>[^()\[\]]*X[^()\[\]]*)\s*[)\]]"
_VALUE = rf"\s*(?:=|is)\s*(?P<value>{_N})"
_ASK = re.compile(
    rf"{_LEAD}(?:value\s+of\s+)?{_NAME.format('asked', 'inside')}\s*=?\s*\??\s*(?:if|when|given(?:\s+that)?|for|where|with|,)\s*"
    rf"{_NAME.format('known', 'plain')}{_VALUE}"
)
_TOLD = re.compile(
    rf"(?:(?:if|let|given(?:\s+that)?|suppose|for)\s+)?{_NAME.format('known', 'plain')}{_VALUE}\s*[,.;:]?\s*(?:then\s+)?"
    rf"{_LEAD}{_NAME.format('asked', 'inside')}\s*=?"
)


def _of_line(p: Problem) -> Solver | None:
    found = _ASK.fullmatch(p.text) or _TOLD.fullmatch(p.text)
    if not found or found["plain"].strip() != "X":
        return None
    kinds = {"v": "variance", "e": "expectation", "s": "deviation"}
    asked, known = (kinds[found[name][0].lower()] for name in ("asked", "known"))
    if asked != known:
        return None
    factor, shift = _line(found["inside"])
    value = fraction(read(found["value"].replace(" ", "")))
    return lambda q: distributions.line(q.ledger("random variable"), asked, factor, shift, value)


def _line(text: str) -> tuple[Fraction, Fraction]:
    """a and b of a X + b; raises Unreadable for anything else inside."""
    node = read(text)
    if symbols(node) == {"X"}:
        values = [exact(node, {"X": Fraction(k)}) for k in (0, 1, 2, 5)]
        if all(v is not None for v in values):
            b, one, two, five = (Fraction(v) for v in values if v is not None)
            if two - one == one - b and five == b + 5 * (one - b):
                return one - b, b
    raise Unreadable(f"I know aX + b inside the brackets, and not '{text.strip()[:20]}' — try Var(3X + 2) if Var(X) = 4.")
