"""Matrices, cases and binomials: what stands in rows and columns between tall brackets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tutor.library.pdf.formulas import lines
from tutor.library.pdf.formulas.fences import Pair
from tutor.library.pdf.formulas.layout import EMPTY, Box, Fraction, Grid, Limits, Node, body_size
from tutor.library.pdf.formulas.rows import split_rows

# Between columns TeX leaves a quad; letters lean into it by a little.
_COLUMN = 0.8
# The lines of a binomial stand further apart than those of a matrix.
_BINOMIAL = 1.28
# 12 points for letters of 10, 14.5 for 12 and 13.6 for 11, as LaTeX's classes have them (their letters are 9.96, 11.96, 10.95).
_LINES_OF_TEXT = (1.2, 1.213, 1.242)
_LINES_UNDER_AXIS = 0.2515


def read_grid(pair: Pair, inside: Sequence[Box], doubts: list[str]) -> Node | None:
    """The grid between two brackets, or None when what stands there is a single expression."""
    if not inside:
        return None
    held = lines.with_limits(inside, (), False)
    rows = split_rows(held)
    right = pair.right.char if pair.right else ""
    size = body_size(held)
    columns = _columns(held, size)
    if len(rows) < 2 and (len(columns) < 2 or not _regular(held, columns, size)):
        return None
    if len(rows) == 2 and (pair.left.char, right) == ("(", ")") and _is_binomial(rows, pair, size, doubts):
        return Fraction(lines.read_line(rows[0], doubts), lines.read_line(rows[1], doubts), ruled=False)
    loose = not pair.left.opentype and not _pitch_of_matrix(rows, size) if len(rows) == 2 else False
    if loose and len(columns) == 1 and pair.left.char == "(":
        doubts.append("matrix or binomial")
    if pair.left.char == "{" and not right and len(columns) > 2:
        columns = [columns[0], (columns[1][0], columns[-1][1])]
    return Grid(pair.left.char, tuple(_cells(row, columns, doubts) for row in rows), right)


def _columns(boxes: Sequence[Box], size: float) -> list[tuple[float, float]]:
    """Spans of x that hold something, with wide gaps between them in every row."""
    spans: list[tuple[float, float]] = []
    for box in sorted(boxes, key=lambda b: b.start):
        if spans and min(box.start, box.left) - spans[-1][1] < _COLUMN * size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], box.end, box.right))
        else:
            spans.append((min(box.start, box.left), max(box.end, box.right)))
    return spans


def _regular(boxes: Sequence[Box], columns: Sequence[tuple[float, float]], size: float) -> bool:
    """Whether one row between tall brackets is a row of cells, not an expression with a wide space in it."""
    if any(b.char in "=,;:→⇒" for b in boxes):
        return False
    gaps = [second[0] - first[1] for first, second in pairwise(columns)]
    return max(gaps) < 2.2 * size


def _is_binomial(rows: Sequence[Sequence[Box]], pair: Pair, size: float, doubts: list[str]) -> bool:
    first, second = (lines.baseline(row) for row in rows)
    tall = any(isinstance(b.node, Fraction | Grid | Limits) for row in rows for b in row)
    narrow = all(len(_columns(row, size)) == 1 for row in rows)
    if narrow and not tall and pair.left.opentype and size > 0.8 * pair.left.size:
        return _stacked(rows, pair, size, doubts)
    small = size < 0.8 * pair.left.size and first - second > 1.05 * size
    return narrow and not tall and (first - second > _BINOMIAL * size or small)


def _stacked(rows: Sequence[Sequence[Box]], pair: Pair, size: float, doubts: list[str]) -> bool:
    """Whether two lines in an OpenType font are those of a binomial; the font alone says how far apart those stand.

    The lines of a matrix stand as far apart as lines of text, unless one is too tall, and around the middle of its brackets.
    """
    first, second = (lines.baseline(row) for row in rows)
    pitch, off = (first - second) / size, ((first + second) / 2 - pair.left.centre) / size + _LINES_UNDER_AXIS
    fits = min(b.bottom for b in rows[0]) > first - 0.36 * size and max(b.top for b in rows[1]) < second + 0.84 * size
    if fits and any(abs(pitch - one) < 0.006 for one in _LINES_OF_TEXT):
        return False
    binomial = abs(off) > 0.006 or (fits and pitch > _BINOMIAL)
    doubts += [] if binomial else ["matrix or binomial"]
    return binomial


def _pitch_of_matrix(rows: Sequence[Sequence[Box]], size: float) -> bool:
    """Whether two rows stand as far apart as lines of text do, which is how matrices are set."""
    first, second = (lines.baseline(row) for row in rows)
    return any(abs((first - second) / size - pitch) < 0.035 for pitch in (1.2, 1.245, 1.36, 1.44))


def _cells(row: Sequence[Box], columns: Sequence[tuple[float, float]], doubts: list[str]) -> tuple[Node, ...]:
    cells: list[list[Box]] = [[] for _ in columns]
    for box in row:
        at = next((n for n, (_, right) in enumerate(columns) if box.middle <= right + 0.2), len(columns) - 1)
        cells[at].append(box)
    doubts += ["uneven row"] if _uneven(cells) else []
    return tuple(lines.read_line(cell, doubts) if cell else EMPTY for cell in cells)


def _uneven(cells: Sequence[Sequence[Box]]) -> bool:
    """Whether the letters of the cells of one row do not stand on one line."""
    size = body_size([box for cell in cells for box in cell]) if any(cells) else 10.0
    plain = [cell for cell in cells if cell and any(b.axis is None and b.size > 0.9 * size and b.char not in "⋮⋱" for b in cell)]
    heights = [lines.baseline(cell) for cell in plain]
    return bool(heights) and max(heights) - min(heights) > 0.06 * size
