"""Is an answer of the form that is asked for? A number where a matrix is asked has been misread or misunderstood, not worked out
wrongly: it is told what form is asked, with an example, and is not counted.

Laws of this file:
- only the form is looked at; a matrix of another size is a matrix, and its judgement is somebody else's;
- the example is never the answer.
"""

from __future__ import annotations

from fractions import Fraction

from tutor.maths.answers.lists import entries, table
from tutor.maths.evaluate import exact
from tutor.maths.tree import Matrix, Node, Sequence, symbols, walk

_LARGEST_EXAMPLE = 4  # rows and columns


def other_form(kind: str, wanted: Node, given: Node) -> str | None:
    """What form is asked for, as a sentence, where the answer has another; None where the forms agree.

    >>> from tutor.maths.parse import read
    >>> other_form("matrix", read("[[1,2,0],[3,4,0]]"), read("0"))
    'This asks for a 2 by 3 matrix, such as [[1, 2, 3], [4, 5, 6]].'
    >>> other_form("matrix", read("[[1,2],[3,4]]"), read("[[1,2,3],[4,5,6]]")) is None
    True
    >>> other_form("vector", read("(1,2,3)"), read("7"))
    'This asks for a vector with 3 entries, such as (2, 3, 4).'
    """
    match kind:
        case "number":
            return "This asks for one number, such as 3, -1/2 or sqrt(2)." if _is_list(given) else None
        case "expression":
            return "This asks for one formula or value, such as 2x + 1." if _is_list(given) else None
        case "vector" | "vector_up_to_scale":
            return _no_vector(kind, wanted, given)
        case "matrix":
            return _no_matrix(wanted, given)
        case "set":
            loose = symbols(given) - symbols(wanted) - {"emptyset", "i"}
            return "This asks for values, such as {2, 5}." if loose and not symbols(wanted) and entries(given) is None else None
        case "matrix_expression":
            letters = symbols(wanted) and not symbols(given) and not _is_list(given)
            return "This asks for a formula with the letters of the question, such as A^T B." if letters else None
    return None


def _is_list(node: Node) -> bool:
    return isinstance(node, Matrix) or (isinstance(node, Sequence) and len(node.parts) != 1)


def _no_vector(kind: str, wanted: Node, given: Node) -> str | None:
    size = len(entries(wanted) or ())
    rows = table(given)
    square = rows is not None and len(rows) > 1 and len(rows[0]) > 1
    # A formula in the letters of the key is a try at the answer, as 2x + 2y is at a gradient; and x i + y j is a vector.
    in_letters = symbols(given) if kind == "vector" else symbols(given) & symbols(wanted)
    if not square and (_is_list(given) or _holds_list(given) or in_letters):
        return None
    if not size:  # read beside no key, while somebody types
        return "This asks for a vector, such as (1, 2)."
    many = "one entry" if size == 1 else f"{size} entries"
    return f"This asks for a vector with {many}, such as {_vector(size, _numbers(entries(wanted)))}."


def _no_matrix(wanted: Node, given: Node) -> str | None:
    rows = table(wanted)
    if rows is None or _is_list(given) or _holds_list(given) or any(name.startswith("I") for name in symbols(given)):
        return None
    shape = len(rows), len(rows[0])
    key = _numbers([entry for row in rows for entry in row])
    return f"This asks for a {shape[0]} by {shape[1]} matrix, such as {_matrix(*shape, key)}."


def _holds_list(node: Node) -> bool:
    """2 (1, 2), -[[1, 0], [0, 1]], {(1, 2)}: a list is in it, so it may well be one."""
    return any(isinstance(part, Matrix | Sequence) for part in walk(node))


def _numbers(parts: tuple[Node, ...] | list[Node] | None) -> list[Fraction | None]:
    return [None if symbols(part) else exact(part) for part in parts or ()]


def _count_from(size: int, key: list[Fraction | None]) -> range:
    """Whole numbers that are not the answer."""
    start = 2 if key == list(range(1, size + 1)) else 1
    return range(start, start + size)


def _vector(size: int, key: list[Fraction | None]) -> str:
    return "(" + ", ".join(map(str, _count_from(size, key))) + ")" if size > 1 else "(2)"


def _matrix(rows: int, columns: int, key: list[Fraction | None]) -> str:
    if max(rows, columns) > _LARGEST_EXAMPLE:
        return "[[1, 2], [3, 4]] written out to that size"
    numbers = [str(n) for n in _count_from(rows * columns, key)]
    lines = [f"[{', '.join(numbers[i * columns : (i + 1) * columns])}]" for i in range(rows)]
    return f"[{', '.join(lines)}]"
