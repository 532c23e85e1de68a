"""How people ask for unit vectors, Frobenius norms and projections on a line, and who answers.

Law of this file: a problem is taken from its first word to its last, or left to the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import tutor.maths.steps.lengths as lengths
from tutor.maths.answers.lists import table
from tutor.maths.steps.problem import HOLE, Problem, Solver, rows_of, vector_of

_LEAD = r"(?:(?:what\s+is|find|compute|calculate|determine|give(?:\s+me)?)\s+)?(?:the\s+|a\s+)?"
_ONE = rf"(?:the\s+)?(?:vector\s+)?(?:[A-Za-z]\s*=\s*)?{HOLE}"
_UNIT = re.compile(
    rf"{_LEAD}(?:unit\s+vector\s+(?:(?:in|along)\s+(?:the\s+)?(?:same\s+)?direction\s+(?:of|as)|of|along|for|parallel\s+to|pointing\s+(?:along|towards))|normali[sz]e(?:d)?(?:\s+vector\s+of)?|normali[sz]ation\s+of)\s+{_ONE}(?:\s+to\s+(?:unit\s+length|length\s+(?:1|one)))?",
    re.IGNORECASE,
)
_FROBENIUS = re.compile(
    rf"{_LEAD}frobenius(?:[\s-]norm)?\s+(?:of\s+)?(?:the\s+)?(?:matrix\s+)?(?:[A-Z]\s*=\s*)?{HOLE}", re.IGNORECASE
)
_LINE = re.compile(
    r"(?P<head>.*\bproject\w*\b.*?)\bon(?:to)?\s+the\s+line\s+(?:(?:through|spanned\s+by|along|in\s+the\s+direction\s+of)\s+)(?:the\s+)?(?:origin\s+and\s+)?(?:the\s+)?(?:vector\s+|point\s+)?(?P<v>(?:[A-Za-z]\s*=\s*)?[(\[].*)",
    re.IGNORECASE,
)


def special(p: Problem) -> Solver | None:
    """Who answers, where the problem is one of these from end to end; None otherwise."""
    rest = " ".join(p.rest.split())
    if len(p.groups) != 1:
        return None
    rows = table(p.groups[0].node()) if re.search(r"unit|normali|frobenius", rest, re.IGNORECASE) else None
    if _UNIT.fullmatch(rest) and (rows is None or 1 in (len(rows), len(rows[0]))):
        return lambda q: lengths.unit_vector(q.ledger("unit vector"), vector_of(q.groups[0]))
    if _FROBENIUS.fullmatch(rest):
        return lambda q: lengths.frobenius(q.ledger("Frobenius norm"), rows_of(q.groups[0]))
    return None


def said_again(problem: str) -> Iterator[str]:
    """A projection on a line told with the line's vector, as a projection on that vector.

    >>> list(said_again("project (1, 2) onto the line through (3, 4)"))
    ['project (1, 2) onto (3, 4)']
    """
    text = " ".join(problem.strip(" ?.").split())
    if (found := _LINE.fullmatch(text)) and len(re.findall(r"[(\[]", found["v"])) == 1:
        yield f"{found['head'].strip()} onto {found['v']}"
