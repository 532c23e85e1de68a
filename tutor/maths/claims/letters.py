"""The letters of one side of a claim."""

from __future__ import annotations

import re

from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply, Letter, Power
from tutor.maths.tree import Node

IDENTITY = re.compile(r"I(_\{?\w+\}?)?")


def names(node: Node, latex: str) -> frozenset[str]:
    """The letters of a side; function names count, the P of P(A) and the E of E[X] do not."""
    return frozenset(_names(node, latex))


def unknowns(node: Node, latex: str) -> frozenset[str]:
    """The letters of a side that are no numbers by themselves."""
    return names(node, latex) - {"\\pi", "e"}


def _names(node: Node, latex: str) -> list[str]:
    if is_symbol(node):
        name = key(node, latex)
        return [] if IDENTITY.fullmatch(name) else [name]
    found: list[str] = []
    for part in _below(node):
        found += _names(part, latex)
    return found


def _below(node: Node) -> list[Node]:
    if isinstance(node, Apply) and node.role in ("probability", "expectation"):
        return [node.argument]
    if isinstance(node, Power) and isinstance(node.base, Letter) and node.base.name == "e":
        return [node.exponent]
    if isinstance(node, Letter):
        return []
    return [p for name in node.__dataclass_fields__ for p in _flat(getattr(node, name))]


def _flat(value: object) -> list[Node]:
    if isinstance(value, Node):
        return [value]
    return [n for part in value for n in _flat(part)] if isinstance(value, tuple) else []
