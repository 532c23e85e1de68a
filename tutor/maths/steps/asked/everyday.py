"""How people ask for a median, a cosine, a sum of matrices, a die with other sides, or the value of a formula; and who answers.

Law of this file: a reader takes a problem from its first word to its last, or leaves it to the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import tutor.maths.steps.everyday as everyday
import tutor.maths.steps.geometry as geometry
import tutor.maths.steps.probability as probability
from tutor.errors import Unreadable
from tutor.maths.answers.lists import table
from tutor.maths.parse import read
from tutor.maths.steps.problem import HOLE, Group, Problem, Solver, fraction, fractions_of, rows_of, vector_of
from tutor.maths.steps.solution import Solution
from tutor.maths.tree import Node, Relation, symbols

__all__ = ["said_again", "special"]

_NUMBER = r"-?(?:\d+\s*/\s*\d+|\d+(?:\.\d+)?|\.\d+)"
_LEAD = (
    r"(?:(?:what(?:'s|\s+is|\s+are|\s+would\s+be)|find|compute|calculate|determine|give(?:\s+me)?|work\s+out|evaluate|get)"
    r"\s+)?(?:the\s+)?"
)
_DATA = (
    rf"(?:of|for|in)\s+(?:the\s+)?(?:numbers|values|list|data|sample|set)?"
    rf"\s*:?\s*[\[({{]?\s*(?P<data>{_NUMBER}(?:\s*(?:,\s*and\b|,|\band\b|\s)\s*{_NUMBER})*)\s*[\])}}]?"
)
_OF_DATA = re.compile(rf"{_LEAD}(?P<what>median|mode|range)\s+(?:value\s+)?{_DATA}", re.IGNORECASE)
_PAIR = (
    rf"(?:of|between|for|from)\s+(?:the\s+)?(?:vectors?|points?|lists?)?\s*(?:[A-Za-z]\s*=\s*)?"
    rf"{HOLE}\s*(?:,?\s*and|,|to|vs\.?)\s*(?:[A-Za-z]\s*=\s*)?{HOLE}"
)
_COSINE = re.compile(rf"{_LEAD}cos(?:ine)?(?:\s+similarity|\s+of\s+the\s+angle|\s+angle)?\s+{_PAIR}", re.IGNORECASE)
_CITY = re.compile(rf"{_LEAD}(?:manhattan|taxi\s*cab|city[\s-]block|L_?1)[\s-]*(?:distance|metric)?\s+{_PAIR}", re.IGNORECASE)
_ERROR = re.compile(rf"{_LEAD}(?P<what>mse|mean\s+squared?\s+error|mae|mean\s+absolute\s+error)\s+{_PAIR}", re.IGNORECASE)
_SUM = re.compile(
    rf"(?:{_LEAD}|add\s+){HOLE}\s*(?P<sign>[+-]|plus|minus|and)\s*{HOLE}|{_LEAD}(?P<word>sum|difference)\s+{_PAIR}", re.IGNORECASE
)
_TIMES = re.compile(
    rf"{_LEAD}(?P<factor>{_NUMBER})\s*(?:\*|·|×|times|\\cdot)?\s*{HOLE}|{_LEAD}{HOLE}\s*(?:\*|·|×|times)\s*(?P<behind>{_NUMBER})",
    re.IGNORECASE,
)
_MOMENT = r"(?P<what>expected\s+value|expectation|mean|average|variance|standard\s+deviation)"
_DIE = r"(?:an?|one|the)\s+(?:fair\s+)?(?:(?P<sides>\d+|four|eight|ten|twelve|twenty)[\s-]sided\s+)?(?:fair\s+)?die"
_DICE = (
    re.compile(rf"{_LEAD}{_MOMENT}\s+(?:of|for|when\s+(?:rolling|throwing))\s+(?:(?:a|the|rolling|throwing)\s+(?:roll|throw"
        rf"|result|outcome)?\s*(?:of\s+)?)?{_DIE}(?:\s+(?:roll|throw))?", re.IGNORECASE),
    re.compile(
        rf"(?:if\s+)?(?:(?:i|we|you)\s+(?:roll|throw|toss)\s+)?{_DIE}(?:\s+is\s+(?:rolled|thrown"
        rf"|tossed))?(?:\s+once)?\s*[,.;:]?\s+{_LEAD}{_MOMENT}(?:\s+of\s+(?:the\s+)?(?:roll|result|outcome|throw"
        rf"|number(?:\s+shown)?|it))?", re.IGNORECASE
    ),
)  # fmt: skip
_SIDES = {"four": 4, "eight": 8, "ten": 10, "twelve": 12, "twenty": 20}
_MOST_SIDES = 100
_VALUES = (
    re.compile(
        rf"(?:{_LEAD}(?:value\s+of\s+)?)(?:(?:f|g|h|y)(?:\s*\([a-z]\))?\s*=\s*)?(?P<formula>[^=]+?)\s+(?:at|for|when|if"
        rf"|in)\s+(?P<name>[a-z])\s*(?:=|is)\s*(?P<at>{_NUMBER})", re.IGNORECASE
    ),
    re.compile(
        rf"(?:for|if|let|given"
        rf"|with)?\s*(?P<y>[a-z])(?:\s*\(\s*[a-z]\s*\))?\s*=\s*(?P<formula>[^=?]+?)\s*[,.;:]?\s+(?:and\s+)?(?:then\s+)?(?:what(?:'s|\s+is)|find|compute|evaluate)\s+(?:the\s+value\s+of\s+)?(?P=y)"
        rf"(?:\s*\(\s*|\s+(?:at|for|when|if)\s+(?:(?P<name>[a-z])\s*(?:=|is)\s*)?)(?P<at>{_NUMBER})\s*\)?", re.IGNORECASE
    ),
    re.compile(
        rf"{_LEAD}(?P<f>[fgh])\s*\(\s*(?P<at>{_NUMBER})\s*\)\s*,?\s*(?:for|if|when|where"
        rf"|with)\s+(?P=f)\s*\(\s*(?P<name>[a-z])\s*\)\s*=\s*(?P<formula>[^=]+)", re.IGNORECASE
    ),
)  # fmt: skip
_CROSSES = re.compile(
    r"(?:where|when|at\s+(?:what|which)\s+x)\s+(?:does|do|is)\s+(?:the\s+(?:line|curve|graph|function"
    r"|parabola)\s+)?(?:of\s+)?(?:y|f\s*\(\s*x\s*\))\s*=\s*(?P<formula>[^=]+?)\s+(?:cross(?:es)?|hits?|meets?|cuts?"
    r"|intersects?|touch(?:es)?)\s+the\s+(?P<axis>[xy])[\s-]*axis", re.IGNORECASE
)  # fmt: skip


def special(p: Problem) -> Solver | None:
    """Who answers, where the problem is one of these from end to end; None otherwise."""
    rest = " ".join(p.rest.split())
    for made in (_of_data(p), _of_die(p), _of_pair(p, rest), _of_sum(p, rest), _of_value(p)):
        if made is not None:
            return made
    return None


def said_again(problem: str) -> Iterator[str]:
    """The same problem in words that other readers know.

    >>> list(said_again("where does y = 2x + 1 cross the x-axis?"))
    ['solve 2x + 1 = 0']
    """
    if found := _CROSSES.fullmatch(problem.strip(" ?.")):
        yield f"solve {found['formula']} = 0" if found["axis"].lower() == "x" else f"value of {found['formula']} at x = 0"


def _of_data(p: Problem) -> Solver | None:
    if (found := _OF_DATA.fullmatch(p.text)) is None:
        return None
    what, data = found["what"].lower(), [fraction(read(one)) for one in re.findall(_NUMBER, found["data"])]
    if not 1 <= len(data) <= 60:
        return None
    made = {"median": everyday.median, "mode": everyday.mode, "range": everyday.spread}[what]
    return lambda q: made(q.ledger(what), data)


def _of_die(p: Problem) -> Solver | None:
    found = next((one for pattern in _DICE if (one := pattern.fullmatch(p.text))), None)
    if found is None:
        return None
    sides = found["sides"] or "6"
    many = _SIDES.get(sides.lower()) or int(sides[:4])
    word = found["what"].lower()
    what = "variance" if word == "variance" else "deviation" if "deviation" in word else "expectation"
    if not 2 <= many <= _MOST_SIDES:
        return None
    faces = [Fraction(k) for k in range(1, many + 1)]
    return lambda q: probability.moments(q.ledger(what), faces, [Fraction(1, many)] * many, what)


def _of_pair(p: Problem, rest: str) -> Solver | None:
    if len(p.groups) != 2:
        return None
    if _COSINE.fullmatch(rest):
        return lambda q: everyday.cosine(q.ledger("cosine"), *(vector_of(g) for g in q.groups))
    if _CITY.fullmatch(rest):
        return _manhattan
    if found := _ERROR.fullmatch(rest):
        squared = "s" in found["what"].lower().replace("absolute", "")
        name = "mean squared error" if squared else "mean absolute error"
        return lambda q: everyday.mean_error(q.ledger(name), fractions_of(q.groups[0]), fractions_of(q.groups[1]), squared)
    return None


def _manhattan(p: Problem) -> Solution:
    first, second = (vector_of(g) for g in p.groups)
    geometry.same_length(first, second)
    gap = [geometry.tidy(x - y) for x, y in zip(first, second, strict=True)]
    return geometry.norm(p.ledger("Manhattan distance"), gap, "1")


def _of_sum(p: Problem, rest: str) -> Solver | None:
    if len(p.groups) == 2 and (found := _SUM.fullmatch(rest)):
        if (found["sign"] or "").lower() == "and" and not re.match(r"add\b", rest, re.IGNORECASE):
            return None
        sign = -1 if (found["sign"] or found["word"]).lower() in ("-", "minus", "difference") else 1
        return lambda q: _combined(q, sign)
    if len(p.groups) == 1 and (found := _TIMES.fullmatch(rest)) and re.search(r",|;", p.groups[0].text):
        factor = found["factor"] or found["behind"]
        return lambda q: _scaled(q, factor)
    return None


def _combined(p: Problem, sign: int) -> Solution:
    flat = not any(_is_table(g) for g in p.groups)
    first, second = ([fractions_of(g)] if flat else rows_of(g) for g in p.groups)
    return everyday.combined(p.ledger("sum" if sign > 0 else "difference"), first, second, sign, flat=flat)


def _scaled(p: Problem, factor: str) -> Solution:
    flat = not _is_table(p.groups[0])
    rows = [fractions_of(p.groups[0])] if flat else rows_of(p.groups[0])
    return everyday.scaled(p.ledger("multiple"), fraction(read(factor)), rows, flat=flat)


def _is_table(group: Group) -> bool:
    return table(group.node()) is not None


def _of_value(p: Problem) -> Solver | None:
    for pattern in _VALUES:
        found = pattern.fullmatch(p.text)
        if found is None:
            continue
        try:
            node = read(found["formula"])
        except Unreadable:
            continue
        names = symbols(node)
        name = found["name"] or next(iter(names), "x")
        if isinstance(node, Relation) or names != {name} or len(name) != 1:
            continue
        at = fraction(read(found["at"]))
        return _valued(node, name, at)
    return None


def _valued(node: Node, name: str, at: Fraction) -> Solver:
    return lambda q: everyday.value_at(q.ledger("value"), node, name, at)
