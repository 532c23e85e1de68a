"""Boxes of a display or of a grid -> its lines, from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tutor.library.pdf.formulas.layout import Box, body_size
from tutor.library.pdf.formulas.symbols import Role

AXIS = 0.25
GROWING = (Role.BIG, Role.INTEGRAL)


def split_rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes of each line, from top to bottom."""
    if bare_sign(boxes) is not None:
        return [list(boxes)]
    size = body_size(boxes)
    letters = [b for b in boxes if b.axis is None and b.size > 0.85 * size and b.role not in GROWING]
    levels = _levels(letters, size)
    free = [b for b in boxes if b.axis is not None]
    for box in free:
        at = (box.axis or 0.0) - AXIS * size
        if box.size > 0.85 * size and all(abs(at - level) > 0.9 * size for level in levels):
            levels.append(at)
    if len(levels) < 2:
        return [list(boxes)]
    levels.sort(reverse=True)
    rows: list[list[Box]] = [[] for _ in levels]
    placed: list[tuple[Box, int]] = []
    for box in boxes:
        if box.axis is not None or (box.size > 0.85 * size and box.role not in GROWING):
            at = box.y if box.axis is None else box.axis - AXIS * size
            row = min(range(len(levels)), key=lambda n: abs(levels[n] - at))
            placed.append((box, row))
            rows[row].append(box)
    held = {id(box) for box, _ in placed}
    for run in _runs([box for box in boxes if id(box) not in held]):
        rows[_row_of_script(run[0], placed, levels)] += run
    return [row for row in rows if row]


def _levels(letters: Sequence[Box], size: float) -> list[float]:
    levels: list[list[float]] = []
    for y in sorted((b.y for b in letters), reverse=True):
        if levels and levels[-1][-1] - y < 0.75 * size:
            levels[-1].append(y)
        else:
            levels.append([y])
    return [Counter(round(y, 1) for y in level).most_common(1)[0][0] for level in levels]


def _runs(scripts: Sequence[Box]) -> list[list[Box]]:
    """Scripts that stand side by side on one baseline, from left to right."""
    runs: list[list[Box]] = []
    for box in sorted(scripts, key=lambda b: b.start):
        for run in runs:
            if abs(run[-1].y - box.y) < 0.3 and -0.1 * box.size < box.start - run[-1].end < 0.45 * box.size:
                run.append(box)
                break
        else:
            runs.append([box])
    return runs


def _row_of_script(box: Box, placed: Sequence[tuple[Box, int]], levels: Sequence[float]) -> int:
    """The line of the nearest sign at the left that a script can hang on."""

    def distance(entry: tuple[Box, int]) -> float:
        other, _ = entry
        apart = max(0.0, box.bottom - other.top, other.bottom - box.top)
        gap = box.start - other.end
        return 3 * apart + (gap if gap > -0.1 * box.size else 4 * -gap)

    if not placed:
        return min(range(len(levels)), key=lambda n: abs(levels[n] - box.y))
    return min(placed, key=distance)[1]


def bare_sign(boxes: Sequence[Box]) -> Box | None:
    """The sum or integral of a line that holds nothing else but its limits."""
    signs = [b for b in boxes if b.role in GROWING and b.axis is not None]
    if len(signs) != 1 or len(boxes) < 2:
        return None
    sign, others = signs[0], [b for b in boxes if b is not signs[0]]
    level = (sign.axis or 0.0) - AXIS * sign.size
    hang = all(b.size < 0.88 * sign.size and abs(b.y - level) > 0.12 * sign.size for b in others)
    return sign if hang else None
