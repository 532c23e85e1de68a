r"""What books on chance, processes and data leave open: P_t f is no product, 2\frac34 a mixed number, OR one name.

Law: the reading stays as it is; the other one is listed, and no sentence is made where that would settle it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.doubts.typed import NAME
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Fence,
    Fraction,
    Letter,
    Power,
    Prefix,
    Prime,
    Product,
    Sub,
    Suffix,
    Sum,
    Super,
    Transpose,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import is_minus_one
from tutor.maths.tree import Node, Number, Span, walk

_AVERAGE = ("the expected value of what follows", "a factor")
_MIXED = ("a mixed number", "a product")
_SUMMED = ("the sum of what follows", "a capital sigma, a factor")
_ACTING = ("an operator or a measure, applied to what follows", "a factor")
_BOTH = ("both events", "a product")
_GIVEN = ("the first given the second", "the ratio of the two")
_NESTED = ("the first within the second", "the first divided by the second")
_LAW = ("the law of the variable", "a product with the inverse")
_WORDED = ("a word between two formulas", "a product of letters")
_ESTIMATE = ("an estimate and its interval", "a product")
_TERMS = ("the names of the terms of a model", "a product")

# What these leave open would be settled by telling the formula in other words, so no sentence is made of it.
UNSAID = (_AVERAGE, _MIXED, _SUMMED, _ACTING, _BOTH, _GIVEN, _NESTED, _LAW, _WORDED, _TERMS, _ESTIMATE)

_NAMES = frozenset(["OR", "RR", "HR", "LR", "RD", "sr", "CV"])
_OPERATORS = ("semigroup", "generator", "kernel", "resolvent", "feller", "markov process", "transition function", "ergodic",
              "semi-groupe", "noyau")  # fmt: skip
_MEASURED = ("a measure", "mesure", "measure on", "probability measure", "measurable", "stationary distribution")
_MATRICES = ("covarian", "matri", "vector", "alphabet", "eigen", "singular", "language")
_NO_AVERAGE = ("energy", "electric", "matri", "edge", "elastic")
_FUNCTIONS = frozenset("fghu")
_TYPED_WORD = re.compile(r"\\[;, :]\s*(?:or|and|vs|if|for|with)\s*\\[;, :]")


def chance_doubts(text: str, nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """The doubts of formulas on chance; `nodes` are all of the tree."""
    found = [Doubt(m.span(), _WORDED) for m in _TYPED_WORD.finditer(text)] if "\\" in text else []
    below = {id(node.index) for node in nodes if isinstance(node, Sub)}
    for node in nodes:
        if isinstance(node, Product):
            found += [Doubt(span, readings) for span, readings in _neighbours(node, nodes, context)]
            if _quotient(node) and context.speaks_of("anova", "subjects", "between-subject", "analysis of variance"):
                found.append(Doubt(node.span, _NESTED))
            if all(map(_term, node.factors)):
                found.append(Doubt(node.span, _TERMS))
            pair = len(node.factors) == 2 and not node.signs[0] and all(map(_event, node.factors))
            if pair and id(node) not in below and context.speaks_of("event") and not _of_chance(node, nodes):
                found.append(Doubt(node.span, _BOTH))
        elif isinstance(node, Apply) and getattr(node.function, "name", "") in ("P", "Pr") and _quotient(node.argument):
            found.append(Doubt(node.argument.span, _GIVEN))
        elif isinstance(node, Sub) and getattr(node.base, "name", "") in ("S", "F", "SS", "MS") and _quotient(node.index):
            found.append(Doubt(node.index.span, _NESTED))
    return found


def _neighbours(node: Product, nodes: Sequence[Node], context: Context) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Two factors side by side that may be no factors; the words around are asked only where the shape is there."""
    for n, (sign, (left, right)) in enumerate(zip(node.signs, itertools.pairwise(node.factors), strict=True)):
        if sign:
            continue
        span = (left.span[0], right.span[1])
        if _may_average(left, right) and not context.speaks_of(*_NO_AVERAGE):
            yield span, _AVERAGE
        elif _mixed(left, right) and not any(node.signs):
            yield span, _MIXED
        elif _typed_sum(left, right) and not _matrices(nodes, context):
            yield span, _SUMMED
        elif _acts(left, right, context) or (_measures(left, right) and context.speaks_of(*_OPERATORS, *_MEASURED)):
            yield span, _ACTING
        elif isinstance(left, Number) and isinstance(right, Fence) and right.role == "tuple":
            yield span, _ESTIMATE
        elif not n and _image(left, right) and not _matrices(nodes, context):
            yield span, _LAW
        if (named := _named(node, n)) and (named[1] or not _matrices(nodes, context)):
            yield named[0], NAME


def _matrices(nodes: Sequence[Node], context: Context) -> bool:
    return context.speaks_of(*_MATRICES) or any(isinstance(n, Transpose) for n in nodes)


def _of_chance(node: Node, nodes: Sequence[Node]) -> bool:
    """Whether a product stands inside a probability, P(A B), where it says already that both happen."""
    return any(isinstance(a, Apply) and a.role == "probability" and any(n is node for n in walk(a)) for a in nodes)


def _core(node: Node) -> Node:
    while isinstance(node, Sub | Super | Power | Accent | Prime):
        node = node.base
    return node


def _named(node: Product, n: int) -> tuple[Span, bool] | None:
    """Two letters that are a name by every habit of epidemiology and psychometrics, OR, sr^2 or df (N - 1); and if surely."""
    left, right = node.factors[n], node.factors[n + 1]
    if not isinstance(left, Letter) or left.font:
        return None
    head = right.function if isinstance(right, Apply) else right
    core = _core(head)
    if not isinstance(core, Letter) or core.font or left.span[1] != core.span[0]:
        return None
    if left.name == "d" and core.name == "f" and _less_one(right):
        return (left.span[0], head.span[1]), True
    bare = n == 0 and (len(node.factors) == 2 or node.signs[1] != "")
    return ((left.span[0], right.span[1]), False) if bare and left.name + core.name in _NAMES else None


def _less_one(node: Node) -> bool:
    """Whether a bracket takes one from a number of things, (N - 1)."""
    body = node.argument.body if isinstance(node, Apply) and isinstance(node.argument, Fence) else None
    last = body.terms[-1] if isinstance(body, Sum) and body.signs == ("-",) else None
    return isinstance(last, Number) and last.text == "1"


def _may_average(left: Node, right: Node) -> bool:
    """Whether an E stands before a sum or an integral, or an M before a bracket with an M of its own."""
    core = left.base if isinstance(left, Sub | Super) else left
    if not isinstance(core, Letter) or core.font not in ("", "bold", "upright"):
        return False
    if core.name == "E":
        return isinstance(right, Big)
    held = right.base if isinstance(right, Power) else right
    again = isinstance(held, Fence) and isinstance(held.body, Sum) and held.body.signs == ("-",)
    return core.name == "M" and again and any(isinstance(n, Letter) and n.name == "M" for n in walk(held))


def _mixed(left: Node, right: Node) -> bool:
    """Whether a whole number stands right before a proper fraction of two whole numbers, 2\\frac34."""
    right = right.base if isinstance(right, Suffix) else right  # 3\\frac12 \\%
    if not (isinstance(left, Number) and isinstance(right, Fraction) and left.text.isdigit() and left.text != "0"):
        return False
    top, bottom = right.top, right.bottom
    whole = isinstance(top, Number) and isinstance(bottom, Number) and top.text.isdigit() and bottom.text.isdigit()
    return whole and isinstance(top, Number) and isinstance(bottom, Number) and 0 < int(top.text) < int(bottom.text)


def _typed_sum(left: Node, right: Node) -> bool:
    """Whether a bare capital sigma stands before what may be summed: a small letter, a bar over one, a difference in brackets."""
    if not (isinstance(left, Letter) and left.name == "Sigma" and not left.font):
        return False
    held = right.base if isinstance(right, Power) else right
    if isinstance(held, Fence):
        return held.open == "(" and isinstance(held.body, Sum)
    core = _core(held)
    return isinstance(core, Letter) and len(core.name) == 1 and core.name in "xyfd" and not core.font


def _acts(left: Node, right: Node, context: Context) -> bool:
    """Whether the left factor may act on the right one: P_t f, R_lambda f(x), theta_t omega, A(L) y_t, Delta_4 log y_t."""
    core = left.base if isinstance(left, Sub | Super | Power) else left
    indexed = isinstance(left, Sub) and isinstance(core, Letter)
    name = getattr(core, "name", "")
    if isinstance(left, Apply | Beside):
        head = left.function if isinstance(left, Apply) else left.head
        fence = left.argument if isinstance(left, Apply) else left.fence
        inside = fence.body if isinstance(fence, Fence) else fence
        shift = isinstance(inside, Letter) and inside.name in ("L", "B") and not inside.font
        return shift and getattr(head, "name", "").isupper() and isinstance(right, Sub)
    if indexed and name == "theta":
        return isinstance(right, Letter) and right.name == "omega"
    if indexed and name == "Delta":
        return isinstance(right, Apply)
    head = right.function if isinstance(right, Apply) else right.head if isinstance(right, Beside) else right
    valued = isinstance(_core(head), Letter) and getattr(_core(head), "name", "") in (_FUNCTIONS | {"P", "V", "phi", "psi", "E"})
    marked = isinstance(left, Sub | Super | Power) and len(name) == 1 and name.isupper()
    timed = indexed and isinstance(left, Sub) and getattr(left.index, "name", "") in ("t", "s", "lambda", "alpha")
    alone = isinstance(right, Letter) and right.name in _FUNCTIONS
    if marked and timed and alone:
        return True
    constant = timed and isinstance(right, Number) and right.text == "1"
    return marked and (valued or constant) and context.speaks_of(*_OPERATORS)


def _measures(left: Node, right: Node) -> bool:
    """Whether a Greek letter may be a measure before what it measures, mu f, pi f, mu P(A)."""
    head = right.function if isinstance(right, Apply) else right
    named = isinstance(left, Letter) and left.name in ("mu", "nu", "pi") and not left.font
    return named and isinstance(head, Letter) and head.name in ("f", "P", "phi", "psi")


def _image(left: Node, right: Node) -> bool:
    """Whether P X^{-1} may be the law of X."""
    variable = isinstance(right, Power) and is_minus_one(right.exponent) and getattr(right.base, "name", "") in ("X", "Y", "Z")
    return variable and isinstance(left, Letter) and left.name == "P"


def _event(node: Node) -> bool:
    core = _core(node.body if isinstance(node, Prefix) else node)
    return isinstance(core, Letter) and core.name in tuple("ABCD") and not core.font


def _term(node: Node) -> bool:
    """Whether a square bracket holds nothing but capitals, [AB] of a model for a table of counts."""
    body = node.body if isinstance(node, Fence) and node.open == "[" else None
    letters = body.factors if isinstance(body, Product) and not any(body.signs) else (body,)
    return all(isinstance(n, Letter) and len(n.name) == 1 and n.name in "ABCDEF" for n in letters)


def _quotient(node: Node) -> bool:
    """Whether nothing but two capitals with a stroke between them stands there, A/B."""
    body = node.body if isinstance(node, Fence) else node
    factors = body.factors if isinstance(body, Product) and "/" in body.signs else ()
    return bool(factors) and all(isinstance(f, Letter) and len(f.name) == 1 and f.name.isupper() for f in factors)
