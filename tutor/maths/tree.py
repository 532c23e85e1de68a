"""The meaning tree: what a formula says, not how it is laid out.

Law: every node knows its place. `span` is (start, end) in the text that was read, so any part of a formula can be lit up,
quoted back or spoken about. Trees are values: frozen, comparable, safe to share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """Something that stands at a place in a formula."""

    span: Span


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeral exactly as written: "0.50", "1e-3", "1/2" for the sign ½."""

    text: str


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A name: x, x_1, lambda; pi, e and oo keep their usual meaning."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Minus the body."""

    body: Node


@dataclass(frozen=True, slots=True)
class PlusMinus(Node):
    """Two values in one: left plus or minus right (left is None for a bare ±2)."""

    left: Node | None
    right: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two parts joined by one of + - * / ^, or by "cup" for a union."""

    op: str
    left: Node
    right: Node

    def __post_init__(self) -> None:
        if self.op not in ("+", "-", "*", "/", "^", "cup"):
            raise ValueError(f"{self.op!r} joins nothing")


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A named function of its arguments; `base` is the base of a logarithm."""

    function: str
    arguments: tuple[Node, ...]
    base: Node | None = None


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    """body!"""

    body: Node


@dataclass(frozen=True, slots=True)
class Percent(Node):
    """body %, a hundredth of it."""

    body: Node


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """Sides joined by relation signs: 0 <= x < 1 has three sides and two signs."""

    signs: tuple[str, ...]
    sides: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """Parts in a row inside brackets ("" where none were typed): a point, a set, an interval."""

    open: str
    parts: tuple[Node, ...]
    close: str


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """Rows of entries, all rows equally long."""

    rows: tuple[tuple[Node, ...], ...]


_FIELDS: dict[type[Node], tuple[str, ...]] = {}  # of each class the fields that may hold nodes
_PLAIN = frozenset(["str", "int", "bool", "Span"])  # what is written in a field that holds none


def children(node: Node) -> Iterator[Node]:
    """The parts directly below a node, in reading order.

    >>> [type(part).__name__ for part in children(Negative((0, 2), Symbol((1, 2), "x")))]
    ['Symbol']
    """
    return iter(_below(node))


def _below(node: Node) -> list[Node]:
    kind = type(node)
    names = _FIELDS.get(kind)
    if names is None:
        names = tuple(field.name for field in fields(node) if field.name != "span" and field.type not in _PLAIN)
        _FIELDS[kind] = names
    found: list[Node] = []
    for name in names:
        value = getattr(node, name)
        if isinstance(value, Node):
            found.append(value)
        elif value:
            _gather(value, found)
    return found


def _gather(value: object, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, tuple):
        for part in value:
            _gather(part, found)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        below = _below(here)
        below.reverse()
        waiting += below


def height(node: Node) -> int:
    """How many levels a tree has.

    >>> height(Negative((0, 2), Symbol((1, 2), "x")))
    2
    """
    tallest, waiting = 0, [(node, 1)]
    while waiting:
        here, level = waiting.pop()
        tallest = max(tallest, level)
        waiting += [(part, level + 1) for part in children(here)]
    return tallest


def symbols(node: Node) -> frozenset[str]:
    """The names a formula uses, without pi, e and oo.

    >>> sorted(symbols(Binary((0, 3), "*", Symbol((0, 1), "x"), Symbol((2, 3), "e"))))
    ['x']
    """
    return frozenset(n.name for n in walk(node) if isinstance(n, Symbol)) - {"pi", "e", "oo", "emptyset"}
