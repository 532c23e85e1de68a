"""How people ask about a matrix of which only counts or determinants are known, and who answers."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.counts as counts
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.problem import Problem, Solver, fraction
from tutor.maths.steps.solution import Solution

_MOST = 20
_NUMBER = r"-?\d+(?:\.\d+|\s*/\s*\d+)?"
_WORDS = {name: str(n) for n, name in enumerate("zero one two three four five six seven eight nine ten".split())}
_ROWS = re.compile(r"\b(\d+)\s+rows?\b", re.IGNORECASE)
_COLUMNS = re.compile(r"\b(\d+)\s+columns?\b", re.IGNORECASE)
_SHAPE = re.compile(r"\b(\d+)\s*(?:x|×|by|\\times)\s*(\d+)\b", re.IGNORECASE)
_RANK = re.compile(r"\brank\s*(?:\(?[A-Z]\)?\s*)?(?:is|of|=|:|equals?)?\s*(\d+)\b", re.IGNORECASE)
_NULLITY = re.compile(r"\b(?:nullity|dimension of (?:its|the) kernel)\s*(?:is|of|=|:|equals?)?\s*(\d+)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"^\W*(?:what\s+(?:is|are)\s+)?(?:its\s+|the\s+)?(?P<what>nullity|rank|dimension\s+of\s+(?:its|the)\s+(?:kernel|null\s*space))\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(rf"\\?det\s*\(?\s*([A-Z])\s*\)?\s*(?:=|is)\s*({_NUMBER})", re.IGNORECASE)
_ASKS_DET = re.compile(
    r"^\W*(?:what\s+is\s+)?(?:the\s+)?\\?det(?:erminant)?\s*(?:of\s+)?\(?\s*([^()=]*?)\s*\)?\s+(?:if|for|when|given)\b",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"\b(?:matrix|matrices|the|a|an|and|its|it|has|have|with|is|are|square|of|if|for|that|real|let|be|such|where)\b",
    re.IGNORECASE,
)


def _figures(text: str) -> str:
    """Counts told in words, in figures, beside rows and columns only."""
    return re.sub(
        rf"\b({'|'.join(_WORDS)})\b(?=\s+(?:rows?|columns?)\b)", lambda m: _WORDS[m[1].lower()], text, flags=re.IGNORECASE
    )


def special(p: Problem) -> Solver | None:
    """Who answers, where the problem is one of these; None otherwise."""
    if p.groups and any(re.search(r"[\[;]|\d\s*,", group.text) for group in p.groups):
        return None  # its entries are known: others compute with them
    text = _figures(p.text)
    if _ASKED.match(text) and (_RANK.search(text) or _NULLITY.search(text)):
        return lambda q: _count(q, text)
    if _ASKS_DET.match(text) and _KNOWN.search(text):
        return lambda q: _determinant(q, text)
    return None


def _count(p: Problem, text: str) -> Solution:
    asked = _ASKED.match(text)
    assert asked
    wanted = "rank" if asked["what"].lower() == "rank" else "nullity"
    rest = text[asked.end() :]
    shape, rows, columns = _SHAPE.search(rest), _ROWS.search(rest), _COLUMNS.search(rest)
    wide = int(shape[2]) if shape else int(columns[1]) if columns else None
    high = int(shape[1]) if shape else int(rows[1]) if rows else None
    other = (_NULLITY if wanted == "rank" else _RANK).search(rest)
    if wide is None or other is None:
        raise Unreadable("I need the number of columns and the rank or the nullity — try nullity of a 5x8 matrix of rank 3.")
    _nothing_left(rest, [shape, rows, columns, other])
    return counts.rank_or_nullity(p.ledger(wanted), wanted, wide, int(other[1]), high)


def _determinant(p: Problem, text: str) -> Solution:
    asked = _ASKS_DET.match(text)
    assert asked
    known = {m[1]: Fraction(fraction(read(m[2]))) for m in _KNOWN.finditer(text, asked.end())}
    shape, rows, columns = (pattern.search(text, asked.end()) for pattern in (_SHAPE, _ROWS, _COLUMNS))
    _nothing_left(text[asked.end() :], [*_KNOWN.finditer(text, asked.end()), shape, rows, columns])
    sizes = {int(n) for m in (shape, rows, columns) if m for n in m.groups()}
    inside = re.sub(r"[\s{}]|\\(?:top|mathsf|intercal)", lambda m: "T" if m.group().startswith("\\") else "", asked[1])
    if set(known) - set(re.findall(r"[A-SU-Z]", inside)) or len(sizes) > 1:
        raise Unreadable("One of these is not needed, or not square — try det(3A) if det(A) = 2 and A is 2x2.")
    ledger = p.ledger("determinant")
    if (m := re.fullmatch(rf"({_NUMBER})\*?([A-Z])", inside)) and m[2] in known:
        if len(sizes) != 1 or not 1 <= (size := sizes.pop()) <= _MOST:
            raise Unreadable("I need the size of the square matrix — try det(3A) if det(A) = 2 and A is 2x2.")
        return counts.scaled(ledger, fraction(read(m[1])), size, known[m[2]], m[2])
    if (m := re.fullmatch(r"([A-Z])([A-Z])", inside)) and m[1] in known and m[2] in known and m[2] != "T":
        return counts.product(ledger, (m[1], m[2]), (known[m[1]], known[m[2]]))
    if (m := re.fullmatch(r"([A-Z])\^\(?(-?\d)\)?", inside)) and m[1] in known and m[2] != "0":
        return counts.power(ledger, m[1], int(m[2]), known[m[1]])
    raise Unreadable("Here I know det(kA), det(AB), det(A^2) and det(A^-1) — try det(3A) if det(A) = 2 and A is 2x2.")


def _nothing_left(text: str, used: list[re.Match[str] | None]) -> None:
    """Raises Unreadable where a number or a word was told that nobody used."""
    for match in filter(None, used):
        text = text.replace(match.group(), " ")
    left = re.sub(r"\b[A-Z]\b|[^\w]", " ", _WORDED.sub(" ", text)).split()
    if left:
        raise Unreadable(f"I can't place '{left[0][:24]}' here — try nullity of a 5x8 matrix of rank 3.")
