r"""Which wrong rule turns the key of a question into what was typed: for single answers, only where it is sure.

The wrong rules themselves stand in `wrong_rewrites` and `wrong_calculus`; `IDS` names every misconception they can recognise.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.answers.judge import KINDS, Grade, judge
from tutor.maths.claims.printed import closed_value
from tutor.maths.derivations.pasted import pasted, sides
from tutor.maths.derivations.statements import Sheet
from tutor.maths.reading.nodes import Fence, Listing
from tutor.maths.slips.rewrites import RULES, reproduces
from tutor.maths.tree import Node
from tutor.maths.values import Assignment, NotComputable, kinds_of
from tutor.maths.values.blocks import is_rows, shape

__all__ = ["IDS", "misconception_of"]

IDS = frozenset(name for name, _ in RULES) | {
    "sign_slip",
    "divided_one_term_only",
    "subtracted_for_divided",
    "multiplied_for_divided",
    "divided_for_multiplied",
    "reciprocal_taken",
    "inverse_on_wrong_side",
    "root_forgotten",
    "halved_for_root",
    "square_forgotten",
    "inequality_reversed",
    "negative_root_forgotten",
    "divided_by_possible_zero",
    "negative_case_forgotten",
    "zero_product_misused",
    "coordinates_swapped",
    "entrywise_reciprocal",
    "rows_cols_swapped",
    "extraneous_solution",
}
_CLOSED = frozenset(["number", "vector", "matrix", "unit"])


def misconception_of(key: str, typed: str, kind: str = "expression") -> str | None:
    r"""Which wrong rule turns a key into what was typed; None where none surely does, or where the answer is right.

    `kind` is a kind of answer as `judge` knows it.

    >>> misconception_of("(AB)^T", "A^T B^T", "matrix_expression"), misconception_of("3", "-3", "number")
    ('transpose_order_kept', 'sign_slip')
    """
    if kind not in KINDS or _right(key, typed, kind):
        return None
    pieces, latex = pasted(f"{key}\n{typed}")
    if len(pieces) != 2 or any(len(piece.trees) != 1 for piece in pieces):
        return None
    wanted, given = (_as_kind(sides(piece.trees[0])[-1], kind) for piece in pieces)
    kinds = kinds_of([(wanted, latex), (given, latex)])
    if Sheet(latex, kinds).agree(wanted, given):
        return None
    if not kinds:
        return _closed_slip(wanted, given, latex)
    return reproduces(wanted, given, latex, "") if kind not in _CLOSED else None


def _as_kind(node: Node, kind: str) -> Node:
    """A bare `(1, 2)` may be an interval; where a vector is asked for it is a vector."""
    if kind == "vector" and isinstance(node, Fence) and node.role == "" and isinstance(node.body, Listing):
        return replace(node, role="tuple")
    return node


def _right(key: str, typed: str, kind: str) -> bool:
    try:
        return judge(kind, key, typed).grade is Grade.RIGHT
    except (Unreadable, ValueError):
        return False


def _closed_slip(wanted: Node, given: Node, latex: str) -> str | None:
    """Numbers and tables of numbers: the other sign, the reciprocal, rows for columns, entries the other way round."""
    try:
        one, two = (closed_value(node, latex, Assignment()) for node in (wanted, given))
    except (NotComputable, ArithmeticError, Unreadable):
        return None
    if is_rows(one) and is_rows(two):
        return _table_slip(one, two)
    if not isinstance(one, Fraction) or not isinstance(two, Fraction) or not one:
        return None
    if two == -one:
        return "sign_slip"
    return "reciprocal_taken" if one * two == 1 else None


def _table_slip(one: Any, two: Any) -> str | None:
    if shape(one) == shape(two):
        if all(y == -x for r, s in zip(one, two) for x, y in zip(r, s)):
            return "sign_slip"
        if shape(one)[1] == 1 and two == one[::-1] and len(one) == 2:
            return "coordinates_swapped"
        inverse = all(x and y * x == 1 for r, s in zip(one, two) for x, y in zip(r, s))
        if inverse and shape(one)[1] > 1:
            return "entrywise_reciprocal"
    if shape(one)[1] > 1 and shape(one)[0] > 1 and two == tuple(zip(*one)):
        return "rows_cols_swapped"
    return None
