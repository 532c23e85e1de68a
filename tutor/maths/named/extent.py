"""Whether a name is of the whole formula, or of a piece of it."""

from __future__ import annotations

from tutor.maths.reading.nodes import Chain, Empty, Fence, Letter, Lines, Listing, Phrase, Prefix, Ranged, Text
from tutor.maths.tree import Node, Number

_CONDITIONS = frozenset(["in", "notin", "<", ">", "leq", "geq", "neq", "ll", "gg"])


def is_whole(tree: Node, span: tuple[int, int]) -> bool:
    """Whether nothing but words and conditions stands outside a piece of the formula: x > 0, t = 1, 2, ..., for all t."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if span[0] <= node.span[0] and node.span[1] <= span[1]:
            continue
        match node:
            case Lines(rows=parts) | Listing(parts=parts) | Phrase(parts=parts):
                waiting += [part for part in parts if not _is_condition(part, span)]
            case Fence(body=body, role="group") | Ranged(base=body):
                waiting.append(body)
            case Chain(sides=sides):
                waiting += sides
            case Empty() | Text():
                pass
            case _:
                return False
    return True


def _is_condition(part: Node, named: tuple[int, int]) -> bool:
    """Whether a piece of a list only says for which values the others hold."""
    if part.span[0] < named[1] and named[0] < part.span[1]:
        return False
    match part:
        case Chain(signs=signs, sides=(Letter(), *values)) if all(sign.name == "=" for sign in signs):
            return named[1] <= part.span[0] and all(isinstance(value, Number) for value in values)
        case Chain(signs=signs):
            return all(sign.name in _CONDITIONS for sign in signs)
        case Letter(name=name):
            return name == "dots"
        case _:
            return isinstance(part, Number) or (isinstance(part, Prefix) and part.sign == "forall")
