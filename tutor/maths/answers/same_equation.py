"""The same equation: up to a factor, or with the same solutions; where the key is solved for a letter, so is the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tutor.errors import Unreadable
from tutor.maths.algebra import Verdict, same
from tutor.maths.answers.lists import Finding, settled
from tutor.maths.answers.same_curve import same_solutions
from tutor.maths.evaluate import Undefined, approximate
from tutor.maths.tree import Apply, Binary, Negative, Node, Number, Percent, Relation, Symbol, children, symbols, walk


def same_equation(wanted: Node, given: Node) -> Finding:
    """The same equation up to a factor; where the key is solved for a letter, the answer must be, too."""
    if not isinstance(wanted, Relation) or len(wanted.sides) != 2:
        raise Unreadable("I expected an equation — try y = 2x + 1.")
    solved = isinstance(wanted.sides[0], Symbol) and not symbols(wanted.sides[0]) & symbols(wanted.sides[1])
    if not isinstance(given, Relation):
        if not solved:
            raise Unreadable("I expected an equation — try y = 2x + 1.")
        return settled([same(wanted.sides[1], given)], "Not yet: this is another value.")
    if set(given.signs) != {"="} or len(given.sides) != 2:
        raise Unreadable("I expected one equation with one equal sign — try y = 2x + 1.")
    if (
        solved
        and not symbols(wanted.sides[1])
        and not any(isinstance(a, Symbol) and not symbols(b) for a, b in (given.sides, given.sides[::-1]))
    ):
        raise Unreadable("Solve it all the way — try x = 3.")
    left, right = _difference(wanted), _difference(given)
    if same(right, Number(given.span, "0")) is Verdict.SAME:
        return "wrong", "Not yet: this equation is always true."
    point = _place_apart(left, right)
    if point is not None:
        scaled = same(_times(left, _at(right, point)), _times(right, _at(left, point)))
        if scaled is Verdict.SAME and not (_divides(wanted) or _divides(given)):
            return settled([scaled], "")
    match same_solutions(wanted, given):
        case True:
            return "right", "Yes, this is right."
        case False:
            return "wrong", "Not yet: this is another equation."
    if _divides(wanted) or _divides(given):
        raise Unreadable("I can't check an equation that divides by letters — try it without a fraction, such as xy = 1.")
    if point is None:
        return "unsure", "I can't check this form — try y = 2x + 1."
    if scaled is Verdict.DIFFERENT and _plainly_another(left, right):
        return "wrong", "Not yet: this is another equation."
    return "unsure", "I can't tell whether this has the same solutions — try it in the form that is asked for."


def _plainly_another(left: Node, right: Node) -> bool:
    """Whether two polynomials are no multiples of each other, or the letters are not the same."""
    bent = any(
        isinstance(part, Apply) or (isinstance(part, Binary) and part.op == "^" and symbols(part.right)) for part in walk(right)
    )
    return symbols(left) != symbols(right) or not bent


def _divides(node: Node) -> bool:
    """Is there a letter in a denominator?"""
    return any(isinstance(part, Binary) and part.op == "/" and symbols(part.right) for part in walk(node))


def _difference(node: Relation) -> Node:
    return Binary(node.span, "-", node.sides[0], node.sides[1])


def _times(a: Node, b: Node) -> Node:
    return Binary(a.span, "*", a, b)


def _place_apart(left: Node, right: Node) -> dict[str, int] | None:
    """A small point where neither side vanishes, to compare the factors there."""
    names = sorted(symbols(left) | symbols(right))
    for start in range(2, 40):
        point = {name: start + 3 * i for i, name in enumerate(names)}
        try:
            values = [approximate(side, {name: float(x) for name, x in point.items()}) for side in (left, right)]
        except Undefined:
            continue
        if all(abs(value) > 1e-6 for value in values):
            return point
    return None


def _at(node: Node, point: Mapping[str, int]) -> Node:
    """The formula with numbers put for its letters."""
    if isinstance(node, Symbol) and node.name in point:
        return Number(node.span, str(point[node.name]))
    if isinstance(node, Binary):
        return replace(node, left=_at(node.left, point), right=_at(node.right, point))
    if isinstance(node, Negative | Percent):
        return replace(node, body=_at(node.body, point))
    if isinstance(node, Apply):
        return replace(node, arguments=tuple(_at(part, point) for part in node.arguments))
    if any(symbols(part) for part in children(node)):
        raise Unreadable("I can't check this form — try y = 2x + 1.")
    return node
