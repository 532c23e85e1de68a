"""What stands side by side without being multiplied: d[M]_t, P_t f(x), the two triples of a seasonal model."""

from __future__ import annotations

from tutor.maths.reading.nodes import Apply, Empty, Fence, Letter, Listing, Power, Sub, Super
from tutor.maths.reading.shape import quotient_acts
from tutor.maths.tree import Node, Number


def side_by_side(before: Node, after: Node) -> bool:
    """Whether no "times" is heard between two neighbours, since the one may act on the other or only precede it."""
    if quotient_acts(before):
        return True
    held = after.base if isinstance(after, Sub | Super) else after
    if isinstance(before, Letter) and before.name == "d" and isinstance(held, Fence):
        return held.open == "⟨" or (held.open == "[" and isinstance(after, Sub))  # d[M]_t
    if isinstance(before, Number) and isinstance(after, Fence) and after.role == "tuple" and isinstance(after.body, Listing):
        return all(isinstance(p, Number) for p in after.body.parts)  # .43 (.38, .48)
    if isinstance(before, Fence) and before.role == "tuple" and isinstance(held, Fence):
        return held.role == "tuple"  # (p, d, q)(P, D, Q)_s
    if isinstance(before, Apply) and isinstance(before.argument, Fence) and isinstance(before.argument.body, Listing):
        return isinstance(held, Fence) and held.role == "tuple"
    marked = isinstance(before, Sub | Super | Power) and isinstance(before.base, Letter)
    operator = marked and isinstance(before, Sub | Super | Power) and getattr(before.base, "name", "").isupper()
    applied = isinstance(after, Apply) and isinstance(after.function, Letter | Sub) and not after.role
    return operator and applied and not isinstance(before, Power)


def marks_next(node: Node) -> bool:
    """Whether a factor is only a mark of the letter that follows, {}_n p_x, {}^A_B T."""
    marked = isinstance(node, Sub | Super | Power)
    while isinstance(node, Sub | Super | Power):
        node = node.base
    return marked and isinstance(node, Empty)
