"""The small pieces wrong rewrites are put together from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tutor.maths.reading.nodes import Apply, Beside, Fence, Function, Letter, Prefix, Product, Sum, Word
from tutor.maths.tree import Node, Number

Rule = Callable[[Node], Iterator[Node]]


def bracket(node: Node) -> Node:
    return Fence(node.span, "(", node, ")", "group") if isinstance(node, Sum | Prefix | Product) else node


def core(node: Node) -> Node:
    """What stands inside grouping brackets."""
    while isinstance(node, Fence) and node.role == "group":
        node = node.body
    return node


def product(*factors: Node) -> Node:
    return Product(factors[0].span, ("",) * (len(factors) - 1), tuple(bracket(f) for f in factors))


def minus_one(node: Node) -> bool:
    return isinstance(node, Prefix) and isinstance(node.body, Number) and node.body.text == "1"


def term_by_term(total: Sum, make: Callable[[Node], Node]) -> Node:
    return replace(total, terms=tuple(make(bracket(core(term))) for term in total.terms))


def total_of(total: Node) -> Sum | None:
    total = core(total)
    return total if isinstance(total, Sum) and set(total.signs) <= {"+", "-"} else None


def name_of(node: Apply | Beside) -> str:
    head = node.function if isinstance(node, Apply) else node.head
    return head.name if isinstance(head, Function | Word | Letter) else ""
