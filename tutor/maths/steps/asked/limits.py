"""How people ask for limits, from both sides or from one, and who answers."""

from __future__ import annotations

import re

import tutor.maths.steps.limits as limits
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.asked.calculus import after, function, name_of
from tutor.maths.steps.problem import Problem, Solver, fraction
from tutor.maths.steps.solution import Solution
from tutor.maths.tree import symbols

_FROM_RIGHT = r"\s*,?\s*\bfrom\s+(?:the\s+right|above)\b"
_FROM_LEFT = r"\s*,?\s*\bfrom\s+(?:the\s+left|below)\b"
_ARROW = re.compile(
    r"(?:->|→|\\to\b|approaches|tends\s+to|goes\s+to)\s*[-+]?\s*[\d./]*\d(?P<side>\s*\^?\s*\{?\s*[-+]\s*\}?(?=\s*(?:$|\}|of\b|[a-z(\\|])))?"
)


def _moved(found: re.Match[str]) -> str:
    """ "at x = 0" said as an arrow; the letter is x where none was named."""
    return f" as {found[1] or 'x'} -> {found[2]}"


def _side(text: str) -> tuple[str, int]:
    """The text without "from the right" or the plus behind the point, and the side: 1, -1 or 0."""
    for side, pattern in ((1, _FROM_RIGHT), (-1, _FROM_LEFT)):
        if found := re.search(pattern, text):
            return text[: found.start()] + " " + text[found.end() :], side
    arrow = _ARROW.search(text)
    if not arrow or not arrow["side"]:
        return text, 0
    return text[: arrow.start("side")] + " " + text[arrow.end("side") :], 1 if "+" in arrow["side"] else -1


_LIMIT = r"\\?\blim(?:it)?(?![a-z])(?:\s+of\b)?"
_TENDS = re.compile(
    r"\s*,?\s*_?\s*\{?\s*\b(?:as\s+|for\s+|when\s+)?([A-Za-z])\s*(?:->|→|\\to|\\rightarrow|tends\s+to|approaches|goes\s+to)\s*([-+]?\s*(?:infinity|\\infty|∞|oo|inf\b|\\?[\w./]+))\s*\}?(?:\s+of\b)?",
    re.IGNORECASE,
)


def _limit(p: Problem) -> Solution:
    text = re.sub(
        r"\s*,?\s*\b(?:at|when)\s+(?:([a-z])\s*=\s*)?([-+]?\s*(?:infinity|oo\b|∞|[\d./]+|pi))\s*$", _moved, after(p, _LIMIT)
    )
    text, side = _side(text)
    found = _TENDS.search(text)
    if not found:
        raise Unreadable("Where does the letter go? — try the limit of sin(x)/x as x -> 0.")
    node = function(re.sub(r"^[\s,:]*(?:of\s+)?", "", text[: found.start()] + " " + text[found.end() :]))
    goal = found.group(2).replace(" ", "")
    far = re.fullmatch(r"[-+]?(?:infinity|\\infty|∞|oo|inf)", goal, re.IGNORECASE)
    target = None if far else fraction(read(goal))
    name = name_of(found.group(1))
    if others := symbols(node) - {name}:
        raise Unreadable(f"The function has the letter '{min(others)}', and another one moves — name the one that moves.")
    return limits.limit(p.ledger("limit"), node, name, target, -1 if goal.startswith("-") else 1, side)


FORMS: tuple[tuple[str, Solver], ...] = ((_LIMIT, _limit),)
