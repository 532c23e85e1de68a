"""What a single mark leaves open: a letter above that may be an index, a bar that may divide, an index of more signs than one.

Law: the reading stays as it is; the other one is listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import Chain, Given, Letter, Listing, Power, Sum, Super
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.tree import Node, walk

_UNBRACED = re.compile(r"_(?:[A-Z]{2,3}(?=\s*\()|\d{2,})")  # printed with one sign below and the rest beside it
_DOTTED = re.compile(r"(\\?[A-Za-z]+_[a-z]\.)\s*$")
_SUMMED = re.compile(r"_\s*\{\s*(?:[a-z]\s*(?:\.|\\cdot|\\bullet)|(?:\.|\\cdot|\\bullet)\s*[a-z])\s*\}")
_DOT = ("the dot belongs to the index and sums over the other one", "the dot ends the sentence")
_INDEX = ("an index of all these signs", "an index of the first of them alone")
# 10^-3, x^10, e^-x
_RAISED = re.compile(r"\^(?:[-−]\d+|\d{2,})|(?<=[\de])\^[-−](?:[a-z](?![A-Za-z])|\\(?:lambda|alpha|beta|theta|mu)\b)")
_EXPONENT = ("an exponent of all these signs", "an exponent of the first of them alone")
CUT = (_INDEX, _EXPONENT)


def unbraced(text: str) -> list[Doubt]:
    """Indices and exponents of more signs than the first, typed without braces, x_12, P_AB (C), 10^-3."""
    raised = [Doubt(m.span(), _EXPONENT) for m in _RAISED.finditer(text)]
    return [*(Doubt(m.span(), _INDEX) for m in _UNBRACED.finditer(text)), *raised]


def dotted(text: str, context: Context) -> list[Doubt]:
    r"""A dot behind an index that is typed without braces, p_i., where the text sums over the other one, p_{i.}."""
    if (found := _DOTTED.search(text)) is None or not _SUMMED.search(context.text):
        return []
    return [Doubt(found.span(1), _DOT)]


def indexed_too(tree: Node, doubts: list[Doubt]) -> list[Doubt]:
    """What is raised by a letter as something is that may have an index above: x^k beside x^j in R_{jk} x^j x^k."""
    spans = {d.span for d in doubts if d.readings == ("a power", "an index above")}
    if not spans:
        return []
    supers = [n for n in walk(tree) if isinstance(n, Super) and n.span in spans and isinstance(n.base, Letter)]
    alone = {n.base.name for n in supers if isinstance(n.base, Letter) and isinstance(n.mark, Letter)}
    # x^{k+1} = L (b - U x^k): the next of what a sequence counts
    first = {n.sides[0] for n in walk(tree) if isinstance(n, Chain)}
    steps = [(n.base, n.mark) for n in supers if n in first and isinstance(n.mark, Sum)]
    counted = {
        (base.name, k.name) for base, mark in steps for k in mark.terms if isinstance(base, Letter) and isinstance(k, Letter)
    }
    # D^\alpha v beside v^\alpha: an index of derivatives
    derived = {n.mark.name for n in supers if isinstance(n.mark, Letter) and getattr(n.base, "name", "") in ("D", "partial")}
    # u^{n+1} = u^n + ...: the next of what is listed, wherever it stands
    summed = [n for n in walk(tree) if isinstance(n, Power) and isinstance(n.base, Letter) and isinstance(n.exponent, Sum)]
    marks = {(n.base.name, n.mark.name) for n in supers if isinstance(n.base, Letter) and isinstance(n.mark, Letter)}
    if any(n in first for n in summed):
        powers = [n for n in walk(tree) if isinstance(n, Power) and n.span in spans and isinstance(n.base, Letter)]
        marks |= {(n.base.name, n.exponent.name) for n in powers if isinstance(n.base, Letter) and isinstance(n.exponent, Letter)}
    moved = [n for n in summed if any((getattr(n.base, "name", ""), getattr(k, "name", "")) in marks for k in walk(n.exponent))]
    return [Doubt(n.span, ("a power", "an index above")) for n in moved] + [
        Doubt(n.span, ("a power", "an index above"))
        for n in walk(tree)
        if isinstance(n, Power)
        and isinstance(n.base, Letter)
        and isinstance(n.exponent, Letter)
        and (n.base.name in alone or (n.base.name, n.exponent.name) in counted or n.exponent.name in derived)
    ]


def bars(nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """A bar that may say "divides": among divisors, or where a bracket holds two of them, P(d | X, d | Y)."""
    barred = [n for n in nodes if isinstance(n, Given) and n.sign in ("mid", "|")]
    twice = any(sum(isinstance(p, Given) for p in n.parts) > 1 for n in nodes if isinstance(n, Listing))
    if not barred or not (twice or context.speaks_of("divisib", "divisor", "divides ", "coprime", "prime number")):
        return []
    return [Doubt(n.span, ("given", "divides")) for n in barred]
