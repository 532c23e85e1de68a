"""Intervals of the real line and their unions: [0, 1), x <= 2, (-oo, 0) U (1, oo)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.algebra import precise
from tutor.maths.answers.lists import Finding
from tutor.maths.answers.numbers import decimal, rounds_to
from tutor.maths.evaluate import exact
from tutor.maths.tree import Apply, Binary, Negative, Node, Number, Relation, Sequence, Symbol, symbols, walk

_SAME = Fraction(1, 10**40)
_FAR = Fraction(10**60)  # stands for infinity: every readable number is smaller


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """All numbers between two ends, each end belonging to it or not."""

    low: Fraction
    low_open: bool
    high: Fraction
    high_closed: bool


def same_interval(key: Node, typed: Node) -> Finding:
    """The same numbers, end points included.

    >>> from tutor.maths.parse import read
    >>> same_interval(read("[0, 1)"), read("0 <= x < 1"))[0], same_interval(read("(0, 1)"), read("[0, 1]"))[0]
    ('right', 'wrong')
    """
    if len(symbols(typed)) > 1:
        raise Unreadable("I can't read conditions on different letters as one interval — try 0 <= x < 1.")
    wanted, given = pieces(key), pieces(typed)
    if _alike(wanted, given):
        return "right", "Yes, this is right."
    if _alike(wanted, pieces(_as_meant(typed, wanted, short=any(decimal(part) for part in walk(key))))):
        return (
            "unsure",
            "I can't tell whether these decimals are the exact ends, rounded — type exact numbers, such as 1/3 or pi.",
        )
    ends = [(piece.low, piece.high) for piece in wanted], [(piece.low, piece.high) for piece in given]
    if ends[0] == ends[1]:
        return "wrong", "Not yet: look at the end points, whether each of them belongs to the interval."
    return "wrong", "Not yet: this is another interval."


def _alike(wanted: tuple[Piece, ...], given: tuple[Piece, ...]) -> bool:
    return len(wanted) == len(given) and all(_equal(a, b) for a, b in zip(wanted, given, strict=True))


def _as_meant(typed: Node, wanted: tuple[Piece, ...], *, short: bool) -> Node:
    """The typed interval with the key's own ends for the decimals that they are correctly rounded to: (0.333, 1) for (1/3, 1)."""
    ends = [end for piece in wanted for end in (piece.low, piece.high) if abs(end) != _FAR]

    def end(node: Node) -> Node:
        if decimal(node) is None:
            return _as_meant(node, wanted, short=short)
        found = next((value for value in ends if rounds_to(value, node, short=short)), None)
        if found is None:
            return node
        size = Number(node.span, f"{abs(found.numerator)}/{found.denominator}")
        return Negative(node.span, size) if found < 0 else size

    match typed:
        case Binary(op="cup", left=left, right=right):
            return replace(typed, left=_as_meant(left, wanted, short=short), right=_as_meant(right, wanted, short=short))
        case Sequence(parts=parts):
            return replace(typed, parts=tuple(map(end, parts)))
        case Relation(sides=sides):
            return replace(typed, sides=tuple(map(end, sides)))
    return typed


def _equal(a: Piece, b: Piece) -> bool:
    near = abs(a.low - b.low) < _SAME and abs(a.high - b.high) < _SAME
    return near and (a.low_open, a.high_closed) == (b.low_open, b.high_closed)


def pieces(node: Node) -> tuple[Piece, ...]:
    """The pieces in order, those that touch joined together."""
    joined: list[Piece] = []
    for piece in sorted(_pieces(node)):
        if joined and _touch(joined[-1], piece):
            last = joined[-1]
            high, closed = max((last.high, last.high_closed), (piece.high, piece.high_closed))
            joined[-1] = Piece(last.low, last.low_open, high, closed)
        else:
            joined.append(piece)
    return tuple(joined)


def _touch(a: Piece, b: Piece) -> bool:
    return b.low < a.high or (b.low == a.high and (a.high_closed or not b.low_open))


def _pieces(node: Node) -> list[Piece]:
    match node:
        case Binary(op="cup", left=left, right=right):
            return _pieces(left) + _pieces(right)
        case Relation():
            return _from_relation(node)
        case Sequence(open="", parts=parts) if all(isinstance(part, Relation) for part in parts):
            return [piece for part in parts for piece in _pieces(part)]
        case Sequence(open="(" | "[" as opening, parts=(low, high), close=")" | "]" as closing):
            return [_piece(_end(low), opening == "(", _end(high), closing == "]")]
    raise Unreadable("I can't read this as an interval — try [0, 1) or 0 <= x < 1.")


def _piece(low: Fraction, low_open: bool, high: Fraction, high_closed: bool) -> Piece:
    if low > high or (low == high and (low_open or not high_closed)):
        raise Unreadable("This interval ends before it begins — put the smaller number first, as in [0, 1].")
    if (low == -_FAR and not low_open) or (high == _FAR and high_closed):
        raise Unreadable("Infinity is no number and never belongs to an interval — try a round bracket there.")
    return Piece(low, low_open, high, high_closed)


def _from_relation(node: Relation) -> list[Piece]:
    if node.signs == ("!=",) and isinstance(node.sides[0], Symbol) and symbols(node.sides[0]):
        left_out = _end(node.sides[1])
        return [_piece(-_FAR, True, left_out, False), _piece(left_out, True, _FAR, False)]
    letters = [i for i, side in enumerate(node.sides) if isinstance(side, Symbol) and symbols(side)]
    if node.signs == ("in",):
        return _pieces(node.sides[1])
    if len(node.sides) == 2 and any(isinstance(side, Apply) and side.function == "abs" for side in node.sides):
        return _from_distance(node)
    if len(letters) != 1 or not set(node.signs) <= {"<", "<=", ">", ">="} or len(node.sides) > 3:
        raise Unreadable("I can't read this as an interval — try 0 <= x < 1.")
    if len(node.sides) == 2:
        low, signs, high = (None, node.signs, node.sides[1]) if letters[0] == 0 else (node.sides[0], node.signs, None)
        falling = signs[0][0] == ">"
        if falling:
            low, high = high, low
        return [
            _piece(
                _end(low) if low else -_FAR,
                low is None or "=" not in signs[0],
                _end(high) if high else _FAR,
                high is not None and "=" in signs[0],
            )
        ]
    first, second = node.signs
    if letters[0] != 1 or first[0] != second[0]:
        raise Unreadable("I can't read this chain — try 0 <= x < 1.")
    low, high = node.sides[0], node.sides[2]
    if first[0] == ">":
        low, high, first, second = high, low, second, first
    return [_piece(_end(low), "=" not in first, _end(high), "=" in second)]


def _from_distance(node: Relation) -> list[Piece]:
    """|x - a| < b, the numbers nearer to a than b, and the other way round."""
    sign, (inside, bound) = node.signs[0], node.sides
    if isinstance(bound, Apply) and bound.function == "abs":
        inside, bound, sign = bound, inside, sign.translate(str.maketrans("<>", "><"))
    names = sorted(symbols(inside))
    if sign not in ("<", "<=", ">", ">=") or len(names) != 1 or not isinstance(inside, Apply):
        raise Unreadable("I can't read this as an interval — try 0 <= x < 1.")
    at = [exact(inside.arguments[0], {names[0]: Fraction(x)}) for x in (0, 1, 2)]
    if at[0] is None or at[1] is None or at[2] is None or at[1] - at[0] not in (1, -1) or at[2] - at[1] != at[1] - at[0]:
        raise Unreadable("I can't read this distance as an interval — try |x - 2| < 1.")
    middle, far = -at[0] * (at[1] - at[0]), _end(bound)
    if far <= 0 or far == _FAR:
        raise Unreadable("A distance is compared with a positive number — try |x - 2| < 1.")
    closed = "=" in sign
    if sign[0] == "<":
        return [_piece(middle - far, not closed, middle + far, closed)]
    return [_piece(-_FAR, True, middle - far, closed), _piece(middle + far, not closed, _FAR, False)]


def _end(node: Node) -> Fraction:
    match node:
        case Symbol(name="oo"):
            return _FAR
        case Negative(body=Symbol(name="oo")):
            return -_FAR
    if symbols(node):
        raise Unreadable("I can only check intervals with numbers at their ends — try [0, 1].")
    found = exact(node)
    if found is None:
        parts = precise(node)
        if parts is None or parts[1] != 0:
            raise Unreadable("I can't read this end of the interval — try a number or oo.")
        found = parts[0]
    return found
