r"""Which of the vectors lies in the kernel, is an eigenvector, solves the system: settled by the defining equation.

The stem names the set and one matrix of numbers; each option is a vector of numbers. A v = 0, or A v = lambda v, decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from tutor.errors import Unreadable
from tutor.maths.spans import formula_spans

Vector = Sequence[Fraction]
_STEM = re.compile(
    r"^(?:which|what)\s+(?:of\s+(?:these|the\s+following|the)\s+|one\s+of\s+(?:these\s+)?)?(?:nonzero\s+)?vectors?\s+"
    r"(?P<set>(?:lies?|is|are)\s+in\s+the\s+(?:kernel|null\s*space)\s+of|(?:is|are)\s+(?:sent|mapped)\s+to\s+(?:zero|0)\s+by"
    r"|(?:is|are)\s+an?\s+eigenvectors?\s+of)\s+(?:the\s+matrix\s+)?(?:\$?[A-Z]\s*=\s*)?(?P<matrix>\$.+\$|\[.+\])\s*\?*$",
    re.IGNORECASE | re.DOTALL,
)


def _sent(rows: Sequence[Vector], v: Vector) -> list[Fraction]:
    return [sum((a * x for a, x in zip(row, v, strict=True)), Fraction(0)) for row in rows]


def _in_kernel(rows: Sequence[Vector], v: Vector) -> bool:
    return not any(_sent(rows, v))


def _is_eigenvector(rows: Sequence[Vector], v: Vector) -> bool:
    """A v is a multiple of v: every minor of the two columns is zero, and v is not zero."""
    image = _sent(rows, v)
    flat = all(image[i] * v[j] == image[j] * v[i] for i in range(len(v)) for j in range(i))
    return any(v) and len(rows) == len(v) and flat


_CHECKS: Mapping[str, Callable[[Sequence[Vector], Vector], bool]] = MappingProxyType({"eigen": _is_eigenvector, "": _in_kernel})


def members(stem: str, options: Sequence[str]) -> list[int] | None:
    r"""The places of the options that fulfil what the stem asks for; None where it asks for something else.

    >>> members(r"Which vector lies in the kernel of $\begin{bmatrix} 1 & 2 \\ 2 & 4 \end{bmatrix}$?", ["(1, 2)", "(-2, 1)"])
    [1]
    >>> members("Which vector is longest?", ["(1, 2)"]) is None
    True
    """
    found = _STEM.match(" ".join(stem.split()))
    if found is None:
        return None
    rows, vectors = _rows(found["matrix"]), [_vector(option) for option in options]
    if rows is None or any(v is None or len(v) != len(rows[0]) for v in vectors):
        return None
    check = _CHECKS["eigen" if "eigen" in found["set"].lower() else ""]
    return [place for place, v in enumerate(vectors) if v is not None and check(rows, v)]


def _rows(text: str) -> list[list[Fraction]] | None:
    from tutor.maths.answers.lists import table
    from tutor.maths.parse import read

    spans = list(formula_spans(text))
    try:
        return _exact(table(read(spans[0].latex.partition("=")[2] or spans[0].latex if spans else text)))
    except (Unreadable, ArithmeticError, ValueError):
        return None


def _vector(option: str) -> list[Fraction] | None:
    """A vector of numbers, as a list or as a matrix of one column."""
    from tutor.maths.answers.lists import entries, table
    from tutor.maths.parse import read

    try:
        node = read(option.strip().strip("$").rstrip("."))
        if rows := table(node):
            column = _exact(rows)
            return [row[0] for row in column] if column and all(len(row) == 1 for row in column) else None
        parts = entries(node)
        found = _exact([parts]) if parts else None
    except (Unreadable, ArithmeticError, ValueError):
        return None
    return found[0] if found else None


def _exact(rows: object) -> list[list[Fraction]] | None:
    from tutor.maths.evaluate import exact

    if not isinstance(rows, Sequence) or not rows:
        return None
    found = [[exact(entry) for entry in row] for row in rows]
    whole = [[x for x in row if isinstance(x, Fraction | int)] for row in found]
    same = all(len(a) == len(b) for a, b in zip(found, whole, strict=True)) and len({len(row) for row in whole}) == 1
    return [[Fraction(x) for x in row] for row in whole] if same else None
