"""Derivatives and gradients of explicit expressions, by numbers that carry their slope: exact in every arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import tutor.maths.values.blocks as blocks
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply, Derivative, Gradient, Letter, Power, Prime
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values.arithmetics import Dual, Duals
from tutor.maths.values.blocks import NotComputable, is_rows

if TYPE_CHECKING:
    from tutor.maths.values.value import Work


def derivative(work: Work, node: Derivative) -> Any:
    """d body / d x, also of higher order and by several variables in turn."""
    if node.body is None:
        raise NotComputable("nothing stands after the derivative")
    variables = _variables(node)
    return _by(work, node.body, variables)


def gradient(work: Work, node: Gradient) -> Any:
    """The gradient with respect to the variable that is written, or to the only vector there is."""
    if node.variable is None or not is_symbol(node.variable):
        raise NotComputable("the gradient does not say by which variable")
    return _by(work, node.body, [node.variable])


def _variables(node: Derivative) -> list[Node]:
    found: list[Node] = []
    for variable in node.variables:
        if isinstance(variable, Power) and isinstance(variable.exponent, Number) and variable.exponent.text in ("2", "3"):
            found += [variable.base] * int(variable.exponent.text)
        else:
            found.append(variable)
    orders = node.order
    order = 1 if orders is None else int(orders.text) if isinstance(orders, Number) and orders.text.isdigit() else 0
    if order != len(found) or not all(is_symbol(v) for v in found):
        raise NotComputable("the order of this derivative is not sure")
    return found


def _by(work: Work, body: Node, variables: list[Node]) -> Any:
    variable, rest = variables[-1], variables[:-1]
    name = work.name(variable)
    depends(work, body, name)
    here = work.of(variable)
    if not is_rows(here):
        return _slope(work, body, rest, name, here, None)
    height, width = blocks.shape(here)
    parts = [[_slope(work, body, rest, name, here, (i, j)) for j in range(width)] for i in range(height)]
    if any(is_rows(part) for row in parts for part in row):
        if width != 1 or any(len(part[0]) != 1 for row in parts for part in row):
            raise NotComputable("a derivative with more than two directions has no matrix")
        by_variable = tuple(tuple(entry[0] for entry in row[0]) for row in parts)  # row i: slopes along entry i
        return blocks.transpose(by_variable) if work.layout == "row" else by_variable
    found = tuple(tuple(row) for row in parts)
    return blocks.transpose(found) if work.layout == "row" else found


def _slope(work: Work, body: Node, rest: list[Node], name: str, here: Any, entry: tuple[int, int] | None) -> Any:
    ring = Duals(work.ring)
    zero, one = work.ring.number(Fraction(0)), work.ring.number(Fraction(1))

    def raised(value: Any) -> Any:
        if is_rows(value):
            return tuple(tuple(raised(x) for x in row) for row in value)
        return Dual(value, zero)

    moving = {other: raised(value) for other, value in work.moving.items()}
    if entry is None:
        moving[name] = Dual(here, one)
    else:
        moving[name] = tuple(
            tuple(Dual(x, one if (i, j) == entry else zero) for j, x in enumerate(row)) for i, row in enumerate(here)
        )
    inside = work.other(ring=ring, moving=moving)
    found = _by(inside, body, rest) if rest else inside.of(body)
    return _slopes(found)


def _slopes(value: Any) -> Any:
    if is_rows(value):
        return tuple(tuple(_slopes(x) for x in row) for row in value)
    if isinstance(value, blocks.Scale):
        raise NotComputable("the size of the identity is not told")
    return value.slope


def depends(work: Work, body: Node, name: str) -> None:
    """Raises NotComputable for d y / d x where nothing tells how y depends on x."""
    symbols = set(names_below(body, work.latex))
    if name in symbols or not symbols:
        return
    for symbol in symbols:
        defined = work.trial.definitions.get(symbol)
        if defined is not None and name in names_below(defined.body, defined.latex):
            return
    raise NotComputable(f"nothing tells how this depends on {name}")


def names_below(tree: Node, latex: str) -> Iterator[str]:
    """The names of every letter in a tree, functions among them."""
    for node in walk(tree):
        if is_symbol(node) or (isinstance(node, Letter) and node.name not in ("e", "pi")):
            yield key(node, latex)
        elif isinstance(node, Apply) and isinstance(node.function, Prime):
            yield key(node.function.base, latex)
