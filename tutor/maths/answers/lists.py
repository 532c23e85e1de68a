"""Answers made of several parts: vectors, matrices, sets, bases, intervals; each kind has its own sense of "the same"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any, Literal

from tutor.errors import Unreadable
from tutor.maths.algebra import Verdict, precise, same
from tutor.maths.answers.numbers import same_value
from tutor.maths.answers.rounded_vectors import Meant, meant
from tutor.maths.evaluate import exact
from tutor.maths.tree import Binary, Matrix, Negative, Node, Number, PlusMinus, Relation, Sequence, Symbol, symbols, walk

Rows = tuple[tuple[Node, ...], ...]
Finding = tuple[Literal["right", "wrong", "unsure"], str]
MOST_PARTS = 64
_TINY = Fraction(1, 10**25)
_COARSE = Fraction(1, 50)  # where entries are known to three digits, what is smaller may be nothing
_ROUNDED = "I can't tell whether these decimals are the exact numbers, rounded — try exact numbers such as 1/3 or sqrt(2)."


def settled(verdicts: Iterable[Verdict], wrong: str) -> Finding:
    """One finding from the verdicts on all parts: a sure difference beats a doubt."""
    found = list(verdicts)
    if Verdict.DIFFERENT in found:
        return "wrong", wrong
    if Verdict.UNDECIDED in found:
        return "unsure", "I can't check this form — try a simpler way to write it."
    if Verdict.SAME_WHERE_DEFINED in found:
        return "unsure", "Your form agrees only where it is defined — try one that holds for negative values, too."
    return "right", "Yes, this is right."


# -- vectors and matrices --------------------------------------------------------------------------------------------------
def entries(node: Node) -> tuple[Node, ...] | None:
    """The entries of a vector, row or column, with a factor in front multiplied in; None when it is no vector."""
    rows = table(node)
    if rows is not None:
        if len(rows) == 1:
            return rows[0]
        return tuple(row[0] for row in rows) if len(rows[0]) == 1 else None
    match node:
        case Sequence(parts=parts) if node.open + node.close in ("", "()", "[]", "⟨⟩"):
            return parts
        case Binary(op="^", left=left, right=Symbol(name="T")):
            return entries(left)
    return _spread(node, entries)


def _spread(node: Node, parts_of: Callable[[Node], tuple[Node, ...] | None]) -> tuple[Node, ...] | None:
    """c v, v / c, -v, v + w entry by entry."""
    match node:
        case Negative(body=body):
            inside = parts_of(body)
            return inside and tuple(Negative(part.span, part) for part in inside)
        case Binary(op="*", left=left, right=right):
            vector, factor = (parts_of(right), left) if parts_of(right) is not None else (parts_of(left), right)
            return vector and tuple(Binary(node.span, "*", factor, part) for part in vector)
        case Binary(op="/", left=left, right=right):
            vector = parts_of(left)
            return vector and tuple(Binary(node.span, "/", part, right) for part in vector)
        case Binary(op="+" | "-" as op, left=left, right=right):
            first, second = parts_of(left), parts_of(right)
            if first and second and len(first) == len(second):
                return tuple(Binary(node.span, op, a, b) for a, b in zip(first, second, strict=True))
    return None


def table(node: Node) -> Rows | None:
    """The rows of a matrix, with a factor in front multiplied in; None when it is no matrix."""
    match node:
        case Matrix(rows=rows):
            return rows
        case Sequence(parts=parts) if node.open in ("[", "(") and parts and all(_is_row(part) for part in parts):
            rows = tuple(part.parts for part in parts if isinstance(part, Sequence))
            return rows if len({len(row) for row in rows}) == 1 else None
        case Binary(op="^", left=left, right=Symbol(name="T")):
            inner = table(left)
            return inner and tuple(zip(*inner, strict=True))
        case Negative(body=body):
            inner = table(body)
            return inner and tuple(tuple(Negative(x.span, x) for x in row) for row in inner)
        case Binary(op="*" | "/" as op, left=left, right=right):
            scaled = table(left)
            if scaled is not None:
                return tuple(tuple(Binary(node.span, op, x, right) for x in row) for row in scaled)
            scaled = table(right) if op == "*" else None
            return scaled and tuple(tuple(Binary(node.span, op, left, x) for x in row) for row in scaled)
    return None


def _is_row(node: Node) -> bool:
    return isinstance(node, Sequence) and node.open in ("[", "(") and not any(isinstance(p, Sequence) for p in node.parts)


def _expected(parts: tuple[Node, ...] | None, what: str) -> tuple[Node, ...]:
    if not parts:
        raise Unreadable(f"I expected {what} — try (1, 2).")
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"This has {len(parts)} entries — type at most {MOST_PARTS}.")
    return parts


def same_vector(key: Node, typed: Node, decimals: int | None) -> Finding:
    """Same length, same entries in the same order."""
    wanted = _expected(entries(key), "a vector")
    given = _by_letter(key, typed) or entries(typed) or _along_axes(key, typed, len(wanted))
    if given is None:
        return _no_list(key, typed, f"a vector with {len(wanted)} entries", "(1, 2)")
    if len(given) != len(wanted):
        return "wrong", f"Not yet: the answer has {len(wanted)} entries, yours has {len(given)}."
    imaginary = "i" in symbols(key)
    verdicts = [same_value(a, b, decimals=decimals, imaginary=imaginary) for a, b in zip(wanted, given, strict=True)]
    return settled(verdicts, f"Not yet: {_first_wrong(verdicts)} is different.")


def _by_letter(key: Node, typed: Node) -> tuple[Node, ...] | None:
    """The entries of x = 1, y = 2 or x_1 = 1, x_2 = 2 in the order of their letters; None for other letters than these."""
    parts = typed.parts if isinstance(typed, Sequence) and typed.open in ("", "(", "{") else ()
    named = {
        part.sides[0].name: part.sides[1]
        for part in parts
        if isinstance(part, Relation) and part.signs == ("=",) and isinstance(part.sides[0], Symbol)
    }
    if len(named) < 2 or len(named) != len(parts) or symbols(key) & set(named):
        return None
    stem = min(named).partition("_")[0]
    numbered = [[f"{stem}_{n}" for n in range(first, first + len(named))] for first in (0, 1)]
    order = next((one for one in (["x", "y", "z"][: len(named)], *numbered) if set(one) == set(named)), None)
    return tuple(named[name] for name in order) if order else None


def _along_axes(key: Node, typed: Node, size: int) -> tuple[Node, ...] | None:
    """The entries of 2x i + 3 j, written along the unit vectors i, j and k; None where these letters mean something else."""
    axes = ("i", "j", "k")[:size]
    if size not in (2, 3) or not symbols(typed) & set(axes) or symbols(key) & {"i", "j", "k"}:
        return None
    if any(isinstance(part, Sequence | Matrix | Relation) for part in walk(typed)):
        return None
    zero, one = Number(typed.span, "0"), Number(typed.span, "1")
    found = tuple(put(typed, {name: one if name == axis else zero for name in ("i", "j", "k")}) for axis in axes)
    rebuilt: Node = zero
    for axis, part in zip(axes, found, strict=True):
        rebuilt = Binary(typed.span, "+", rebuilt, Binary(typed.span, "*", part, Symbol(typed.span, axis)))
    return found if same(rebuilt, typed) is Verdict.SAME else None


def put(node: Node, values: Mapping[str, Node]) -> Node:
    """The formula with other formulas in the place of its letters."""
    if isinstance(node, Symbol):
        return values.get(node.name, node)
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            changed[field.name] = put(value, values)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            changed[field.name] = tuple(put(part, values) for part in value)
    return replace(node, **changed)


def _no_list(key: Node, typed: Node, wanted: str, example: str) -> Finding:
    """An answer that is no list: braces or unit vectors are another way of writing that we do not take, a formula in the key's
    own letters is wrong (what is of another form altogether was told so before, by asked_form.py)."""
    if isinstance(typed, Sequence) and typed.open + typed.close in ("[)", "(]"):
        return "unsure", f"These brackets make an interval — try {example}."
    if isinstance(typed, Sequence) and typed.open == "{":
        return "unsure", f"Braces make a set, where order does not count — try {example}."
    if {name for name in symbols(typed) if name != "I"} - symbols(key):
        return "unsure", f"I can't read this as {wanted} — try {example}."
    return "wrong", f"Not yet: the answer is {wanted}."


def _first_wrong(verdicts: list[Verdict]) -> str:
    place = verdicts.index(Verdict.DIFFERENT) + 1 if Verdict.DIFFERENT in verdicts else 1
    return f"entry {place}"


def same_matrix(key: Node, typed: Node, decimals: int | None) -> Finding:
    """Same shape, same entries."""
    wanted = table(key)
    if wanted is None:
        raise Unreadable("I expected a matrix — try [[1, 2], [3, 4]].")
    given = table(typed)
    shape = f"{len(wanted)} by {len(wanted[0])}"
    if given is None:
        if entries(typed) is not None:
            return "unsure", f"I can't see the rows of your matrix ({shape}) — try [[1, 2], [3, 4]] or [1 2; 3 4]."
        return _no_list(key, typed, f"a {shape} matrix, written entry by entry", "[[1, 2], [3, 4]]")
    if (len(given), len(given[0])) != (len(wanted), len(wanted[0])):
        return "wrong", f"Not yet: the answer is {shape}, yours is {len(given)} by {len(given[0])}."
    if len(given) * len(given[0]) > MOST_PARTS:
        raise Unreadable(f"This matrix is too large to check — type at most {MOST_PARTS} entries.")
    verdicts, first, imaginary = [], "", "i" in symbols(key)
    for i, (row, other) in enumerate(zip(wanted, given, strict=True), 1):
        for j, (a, b) in enumerate(zip(row, other, strict=True), 1):
            verdicts.append(same_value(a, b, decimals=decimals, imaginary=imaginary))
            if verdicts[-1] is Verdict.DIFFERENT and not first:
                first = f"row {i}, column {j}"
    return settled(verdicts, f"Not yet: the entry in {first} is different.")


def same_direction(key: Node, typed: Node) -> Finding:
    """One vector is a nonzero multiple of the other."""
    wanted = _expected(entries(key), "a vector")
    given = entries(_without_free_factor(typed))
    if given is None:
        return _no_list(key, typed, f"a vector with {len(wanted)} entries", "(1, 2)")
    if len(given) != len(wanted):
        return "wrong", f"Not yet: the answer has {len(wanted)} entries, yours has {len(given)}."
    nothing = Number(typed.span, "0")
    imaginary = "i" in symbols(key)
    zeros = [same(part, nothing, imaginary=imaginary) for part in given]
    if all(verdict is Verdict.SAME for verdict in zeros):
        return "wrong", "Not yet: the zero vector has no direction."
    verdicts = [
        same(_product(a, d), _product(b, c), imaginary=imaginary)
        for i, (a, c) in enumerate(zip(wanted, given, strict=True))
        for b, d in list(zip(wanted, given, strict=True))[:i]
    ]
    if Verdict.DIFFERENT in verdicts and not imaginary and (found := _in_decimals(wanted, given)):
        return found
    return settled(verdicts, "Not yet: your vector points in another direction.")


def _in_decimals(wanted: tuple[Node, ...], given: tuple[Node, ...]) -> Finding | None:
    """The finding on a vector as a calculator prints it, (0.316, 0.949) for (1, 3); None where its decimals do not fit."""
    if any(symbols(part) for part in wanted + given):
        return None
    found = meant([[_value(part) for part in wanted]], [_value(part) for part in given], given).finding
    if found == "wrong":
        return None
    return ("right", "Yes, this is right.") if found == "right" else ("unsure", _ROUNDED)


def _product(a: Node, b: Node) -> Node:
    return Binary(a.span, "*", a, b)


def _without_free_factor(node: Node) -> Node:
    """t(1, 2) and {(1, 2)} stand for (1, 2): a free letter in front or braces around it say nothing about direction."""
    if isinstance(node, Binary) and node.op == "*" and isinstance(node.left, Symbol) and symbols(node.left):
        return node.right
    if isinstance(node, Sequence) and node.open in ("", "{") and len(node.parts) == 1:
        return node.parts[0]
    return node


# -- sets and bases --------------------------------------------------------------------------------------------------------
def elements(node: Node) -> tuple[Node, ...]:
    """The elements of a set: listed, labelled one by one, or given with a plus-minus sign.

    Raises Unreadable for a list inside a list, for brackets that do not match, and for labels of different letters.
    """
    if isinstance(node, Sequence):
        if (node.open, node.close) not in (("", ""), ("{", "}"), ("(", ")"), ("[", "]")):
            raise Unreadable("I can't read this as a list of values — try {2, 5}.")
        _refuse_different_labels(node)
        return tuple(element for part in node.parts for element in _element(part))
    return _element(node)


def _element(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Sequence | Matrix):
        raise Unreadable("I can't read a list inside a list of values — try {2, 5}.")
    if isinstance(node, Relation) and node.signs == ("=",) and isinstance(node.sides[0], Symbol):
        return _element(node.sides[1])
    if isinstance(node, PlusMinus):
        left = node.left or Number(node.span, "0")
        return Binary(node.span, "+", left, node.right), Binary(node.span, "-", left, node.right)
    if isinstance(node, Symbol) and node.name == "emptyset":
        return ()
    return (node,)


def _refuse_different_labels(node: Sequence) -> None:
    """x = 2, x = 5 is a set of values; x = 2, y = 5 is a point."""
    labels = [part.sides[0] for part in node.parts if isinstance(part, Relation)]
    if len({label.name.partition("_")[0] for label in labels if isinstance(label, Symbol)}) > 1:
        raise Unreadable("I can't read values of different letters as one list — try {2, 5}.")


def same_set(key: Node, typed: Node, decimals: int | None) -> Finding:
    """Every element of one is an element of the other; order and repetition do not count."""
    wanted, given = elements(key), elements(typed)
    if max(len(wanted), len(given)) > MOST_PARTS // 4:
        raise Unreadable(f"This list is too long to check — type at most {MOST_PARTS // 4} values.")
    grid = [[same_value(a, b, decimals=decimals) for b in given] for a in wanted]
    found = [_best(row) for row in grid]
    back = [_best(column) for column in zip(*grid, strict=True)] if wanted else [Verdict.DIFFERENT] * len(given)
    missing = Verdict.DIFFERENT in found and Verdict.DIFFERENT not in back
    return settled(found + back, "Not yet: a value is missing." if missing else "Not yet: at least one value is different.")


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    found = list(verdicts)
    for verdict in (Verdict.SAME, Verdict.SAME_WHERE_DEFINED, Verdict.UNDECIDED):
        if verdict in found:
            return verdict
    return Verdict.DIFFERENT


def same_span(key: Node, typed: Node) -> Finding:
    """Both lists are bases of the same space: independent, and each spans the other."""
    wanted = _vectors(key)
    typed = _as_columns(typed, len(wanted[0]) if wanted else 0)
    given = _vectors(typed)
    if not wanted:
        return ("right", "Yes, this is right.") if not given else ("wrong", "Not yet: only the zero vector lies in this space.")
    sizes = {len(vector) for vector in wanted}
    if {len(vector) for vector in given} != sizes:
        return "wrong", f"Not yet: every vector needs {sizes.pop()} entries."
    if len(given) != len(wanted):
        return "wrong", "Not yet: a basis of this space has another number of vectors."
    if rank(given) < len(given):
        return "wrong", "Not yet: your vectors are not linearly independent."
    if rank(wanted + given) > len(wanted) and (found := _basis_in_decimals(wanted, given, _listed(typed))):
        return found
    return (
        ("right", "Yes, this is a basis.")
        if rank(wanted + given) == len(wanted)
        else ("wrong", "Not yet: your vectors span another space.")
    )


def _basis_in_decimals(
    wanted: list[list[Fraction]], given: list[list[Fraction]], typed: list[tuple[Node, ...]]
) -> Finding | None:
    """The finding on a basis as a calculator prints it; None where some vector is in another space, however it was rounded."""
    found = [
        Meant("right", values) if rank([*wanted, values]) == len(wanted) else meant(wanted, values, parts)
        for values, parts in zip(given, typed, strict=True)
    ]
    if any(one.finding == "wrong" for one in found):
        return None
    vectors = [one.vector for one in found if one.vector and one.finding == "right"]
    sizes = [max(abs(entry) for entry in vector) for vector in vectors]
    apart = [[entry / size for entry in vector] for vector, size in zip(vectors, sizes, strict=True)]
    if len(apart) < len(given) or rank(apart, _COARSE) < len(given):
        return "unsure", _ROUNDED
    return "right", "Yes, this is a basis."


def _as_columns(node: Node, size: int) -> Node:
    """The columns of a table whose rows are too short or too long: [[2], [2]] for (2, 2)."""
    rows = table(node)
    if rows is None or len(rows) != size or len(rows[0]) == size:
        return node
    return Sequence(node.span, "", tuple(Sequence(node.span, "(", column, ")") for column in zip(*rows, strict=True)), "")


def _vectors(node: Node) -> list[list[Fraction]]:
    if (isinstance(node, Symbol) and node.name == "emptyset") or (isinstance(node, Sequence) and not node.parts):
        return []
    if isinstance(node, Matrix) and len(node.rows) > 1 and len(node.rows[0]) > 1:
        raise Unreadable("I can't tell rows from columns here — try one vector after the other: (1, 0), (0, 1).")
    return [[_value(part) for part in vector] for vector in _listed(node)]


def _listed(node: Node) -> list[tuple[Node, ...]]:
    """The entries of each vector of a list, or of the one vector there is."""
    listed = node.parts if isinstance(node, Sequence) and all(entries(part) for part in node.parts) else (node,)
    return [_expected(entries(vector), "a list of vectors") for vector in listed]


def _value(node: Node) -> Fraction:
    found = exact(node) if not symbols(node) else None
    if found is None:
        parts = precise(node)
        if parts is None or abs(parts[1]) > _TINY:
            raise Unreadable("I can't check this entry — try real numbers such as 1/2 or sqrt(2).")
        found = parts[0]
    return found


def rank(vectors: list[list[Fraction]], nothing: Fraction = _TINY) -> int:
    """The rank by elimination; values below `nothing`, 10^-25, count as zero, for entries known to 60 digits only.

    >>> rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    1
    """
    rows, found = [list(vector) for vector in vectors], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = max(range(found, len(rows)), key=lambda i: abs(rows[i][column]), default=None)
        if pivot is None or abs(rows[pivot][column]) < nothing:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / rows[found][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found
