"""What formulas have beside typed answers: brackets that stay as they were typed, and pieces set in LaTeX around their parts."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.maths.tree import Node


@dataclass(frozen=True, slots=True)
class Grouped(Node):
    """Brackets around one thing: they are kept, except where LaTeX says the same without them, as above a fraction line."""

    open: str
    body: Node
    close: str


@dataclass(frozen=True, slots=True)
class Piece(Node):
    """Letters of LaTeX and parts in a row: a sum with its limits, a norm, f(x)."""

    parts: tuple[str | Node, ...]
