"""Boxes side by side -> lines: limits over and under, scripts at the right, lines under each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tutor.library.pdf.formulas.glyphs import Rule
from tutor.library.pdf.formulas.latex import FUNCTIONS
from tutor.library.pdf.formulas.layout import (
    EMPTY,
    Accent,
    Box,
    Fraction,
    Grid,
    Limits,
    Line,
    Node,
    Rows,
    Script,
    Words,
    body_size,
    merged,
    without,
)
from tutor.library.pdf.formulas.rows import AXIS, GROWING, bare_sign, split_rows
from tutor.library.pdf.formulas.symbols import PRIMES, Role

_WITH_LIMITS = frozenset("lim max min sup inf limsup liminf det gcd Pr argmax argmin plim esssup".split())
# Signs that books print words or letters over: relations and arrows.
_CARRIERS = frozenset("=→←↔⇒⇐⇔∼≈≃≅≡≤≥<>≠≜↦∝∈⊂⊆⟶∫∬∮")
_QUAD = 0.8
_SMALL = {"[": "]", "(": ")"}
_ON_AXIS = frozenset("=−+<>≤≥≈∼×⋅→⇒±∈≡")


def read_rows(boxes: Sequence[Box], doubts: list[str]) -> Node:
    """The tree of boxes that may stand in several lines."""
    held = with_limits(boxes, (), False)
    rows = split_rows(held)
    if len(rows) > 1:
        return Rows(tuple(read_line(row, doubts) for row in rows))
    return read_line(held, doubts)


# Limits


def with_limits(boxes: Sequence[Box], rules: Sequence[Rule], stacks: bool = True) -> list[Box]:
    """The boxes with everything that stands centred right under or over a sign joined to it, unless a rule is between.

    With `stacks`, also what stands over a relation or a letter that takes no limits by itself.
    """
    held = list(boxes)
    if len(held) < 2 or max(b.size for b in held) < 1.13 * min(b.size for b in held):
        return held
    for base in sorted((b for b in held if _takes_limits(b) and (stacks or _limit_order(b)[0] < 2)), key=_limit_order):
        if not any(b is base for b in held):
            continue
        below = _limit(base, held, rules, False)
        above = _limit(base, held, rules, True) if _limit_order(base)[0] != 1 else []  # nothing stands over "max"
        if not below and not above and (joint := _with_arg(base, held)) is not None:
            below = _limit(joint, held, rules, False)
            if below:
                held = [*without(held, [b for b in held if b.indexes < joint.indexes]), joint]
                base = joint
        if below or above:
            held = [*without(held, [base, *below, *above]), _limited(base, below, above)]
    return held


def _takes_limits(box: Box) -> bool:
    if box.role is Role.BIG:
        return True
    if isinstance(box.node, Words):
        return box.node.style in ("mathrm", "mathit", "mathbf")
    return box.char in _CARRIERS or isinstance(box.node, Accent)


def _limit_order(box: Box) -> tuple[int, float]:
    kind = 0 if box.role is Role.BIG else 1 if isinstance(box.node, Words) and box.node.text in _WITH_LIMITS else 2
    return kind, box.left


def _with_arg(base: Box, boxes: Sequence[Box]) -> Box | None:
    """ "max" joined with an "arg" right before it."""
    if not isinstance(base.node, Words) or base.node.text not in ("max", "min", "sup", "inf"):
        return None
    for other in boxes:
        close = abs(other.y - base.y) < 0.1 and 0 < base.start - other.end < 0.4 * base.size
        if isinstance(other.node, Words) and other.node.text in ("arg", "lim") and close:
            return merged(Words(other.node.text + base.node.text), [other, base], role=Role.LETTER)
    return None


def _limit(base: Box, boxes: Sequence[Box], rules: Sequence[Rule], above: bool) -> list[Box]:
    size = base.size
    grown, kind = base.role is Role.BIG, _limit_order(base)[0]
    near = []
    # A sum in a display may be set in a size of its own, larger than the letters beside it.
    beside = min(size, body_size(boxes))
    for box in boxes:
        gap = box.bottom - base.top if above else base.bottom - box.top
        small = box.size < (0.88 if grown else 0.83) * beside and box.role not in (Role.FENCE, Role.RADICAL)
        if small and -0.07 * size < gap < (0.8 if kind < 2 else 0.34) * size and not _ruled_off(base, box, rules):
            near.append(box)
    if grown and base.height < 1.15 * size and any(_hangs_beside(base, box) for box in boxes):
        return []  # in running text a sum carries its limits at its side
    near.sort(key=lambda b: b.start)
    run = _centred_run(near, (base.start + base.end) / 2, base, (0.1 if grown else 0.05) * size)
    return run + _next_line(run, base, boxes, above) if run and grown else run


def _next_line(run: list[Box], base: Box, boxes: Sequence[Box], above: bool) -> list[Box]:
    """A second line of limits, beyond the first."""
    size = run[0].size
    edge = max(b.top for b in run) if above else min(b.bottom for b in run)
    held = set(map(id, run))
    near = [
        b
        for b in boxes
        if id(b) not in held and abs(b.size - size) < 0.1 and -0.1 < ((b.bottom - edge) if above else (edge - b.top)) < 0.3 * size
    ]
    return _centred_run(sorted(near, key=lambda b: b.start), (base.start + base.end) / 2, base, 0.15 * size)


def _hangs_beside(base: Box, box: Box) -> bool:
    size = base.size
    beside = -0.25 * size < box.start - base.end < 0.12 * size and box.size < 0.88 * size
    return beside and box.top > base.bottom + 0.1 * size and box.bottom < base.top - 0.1 * size and box.axis is None


def _ruled_off(base: Box, box: Box, rules: Sequence[Rule]) -> bool:
    low, high = sorted((base.centre, box.centre))
    return any(low < r.y < high and r.left - 0.5 < box.middle < r.right + 0.5 for r in rules)


def _centred_run(near: Sequence[Box], centre: float, base: Box, slack: float) -> list[Box]:
    """The longest run of neighbours that has its middle under the middle of the base."""
    seeds = [n for n, b in enumerate(near) if b.right > base.left - 0.05 * base.size and b.left < base.right + 0.05 * base.size]
    if not seeds:
        return []
    first, last = seeds[0], seeds[-1]
    while first > 0 and near[first].start - near[first - 1].end < 0.5 * near[first].size:
        first -= 1
    while last + 1 < len(near) and near[last + 1].start - near[last].end < 0.5 * near[last].size:
        last += 1
    whole = near[first : last + 1]
    if abs((min(b.start for b in whole) + max(b.end for b in whole)) / 2 - centre) < 2.5 * slack and _one_line(whole):
        return list(whole)
    best: tuple[float, Sequence[Box]] = (slack, ())
    for begin in range(first, seeds[-1] + 1):
        for end in range(max(begin, seeds[0]), last + 1):
            run = near[begin : end + 1]
            off = abs((min(b.start for b in run) + max(b.end for b in run)) / 2 - centre)
            cost = 0.4 * off + (_cut(near, begin - 1) + _cut(near, end)) * slack
            if off < 2.5 * slack and cost < best[0] and _one_line(run):
                best = cost, run
    return list(best[1])


def _cut(near: Sequence[Box], at: int) -> float:
    """What it costs to cut a run after place `at`: limits of two signs side by side keep at least a thin space."""
    if at < 0 or at + 1 >= len(near):
        return 0.0
    return max(0.0, 2.0 - 6.0 * (near[at + 1].start - near[at].end) / near[at].size)


def _one_line(run: Sequence[Box]) -> bool:
    return max(b.y for b in run) - min(b.y for b in run) < 1.1 * max(b.size for b in run)


def _limited(base: Box, below: list[Box], above: list[Box]) -> Box:
    stacked = base.role is not Role.BIG and not (isinstance(base.node, Words) and base.node.text in _WITH_LIMITS)
    doubts: list[str] = []
    node = Limits(
        base.node,
        read_rows(below, doubts) if below else None,
        read_rows(above, doubts) if above else None,
        stacked and base.role is not Role.INTEGRAL,
    )
    made = merged(node, [base, *below, *above], y=base.y, size=base.size, role=base.role, axis=base.axis)
    if base.role is Role.LETTER:
        made.role = Role.ORDINARY
    return made


# One line


@dataclass(slots=True)
class _Atom:
    base: Box | None
    below: list[Box] = field(default_factory=list)
    above: list[Box] = field(default_factory=list)


def baseline(boxes: Sequence[Box]) -> float:
    """Where the letters of a line stand, in points."""
    size = body_size(boxes)
    mains = [b for b in boxes if b.axis is None and b.size > 0.9 * size and b.role not in GROWING]
    if not mains:
        first = min(boxes, key=lambda b: b.start)
        return first.y if first.axis is None else first.axis - AXIS * size
    counted = Counter(round(b.y, 1) for b in mains)
    first = min(mains, key=lambda b: b.start)
    common, count = counted.most_common(1)[0]
    if counted[round(first.y, 1)] * 3 >= count:
        return first.y
    return next(b.y for b in mains if round(b.y, 1) == common)


def read_line(boxes: Sequence[Box], doubts: list[str]) -> Node:
    """The tree of boxes that stand in one line."""
    if not boxes:
        return EMPTY
    boxes = with_limits(boxes, ())
    sign = bare_sign(boxes)
    size, y = (sign.size, (sign.axis or 0.0) - AXIS * sign.size) if sign else (body_size(boxes), baseline(boxes))
    axis = _axis(boxes, y, size)
    atoms: list[_Atom] = []
    sides = [(_side(box, y, axis, size), box) for box in sorted(boxes, key=lambda b: (b.start, b.end))]
    if all(side for side, _ in sides):
        doubts += [] if all(box.char in PRIMES for box in boxes) else ["no line"]
        return Line(tuple(box.node for _, box in sides))
    for side, box in sides:
        if side == 0:
            atoms.append(_Atom(box))
        elif not atoms:
            atoms.append(_Atom(None))
            (atoms[-1].above if side > 0 else atoms[-1].below).append(box)
        else:
            _hang(box, atoms[-1], side)
    atoms = [atom for atom in _with_binomials(atoms, doubts) if atom.base or atom.below or atom.above]
    atoms = _with_row_vectors(atoms, size, doubts)
    doubts += _misplaced(atoms, y, size)
    parts = _joined_words([_read_atom(atom, doubts) for atom in atoms], atoms)
    return parts[0] if len(parts) == 1 else Line(tuple(parts))


def _misplaced(atoms: Sequence[_Atom], y: float, size: float) -> list[str]:
    """What in a line does not stand where TeX would set it."""
    found = ["cells in a line"] if _cells_apart(atoms, size) else []
    for first, second in pairwise(atoms):
        ends = [b.end for b in (first.base, *first.below, *first.above) if b is not None and b.role is not Role.INTEGRAL]
        if second.base is not None and ends and second.base.start < max(ends) - 0.22 * size and second.base.char not in PRIMES:
            found.append("signs over each other")
    for atom in atoms:
        base = atom.base
        if base is None:
            continue
        if base.axis is None and abs(base.y - y) > 0.05 * size:
            found.append("off the line")
        for scripts in (atom.below, atom.above):
            if scripts:
                gap = (min(b.start for b in scripts) - base.end) / size
                low, high = (-0.75, 0.35) if base.role in GROWING else (-0.3, 0.3)
                if not low < gap < high:
                    found.append("script apart")
                found += ["script of another size" for b in scripts[:1] if b.size > 0.9 * size > 6.0 and b.char not in PRIMES]
    return found


def _with_row_vectors(atoms: list[_Atom], size: float, doubts: list[str]) -> list[_Atom]:
    """The line with every row of cells between small brackets read as a matrix; some OpenType brackets fit around one row."""
    out = list(atoms)
    for first in range(len(out) - 1, -1, -1):
        base = out[first].base
        if base is None or not base.opentype or base.char not in _SMALL:
            continue
        last = next((n for n in range(first + 1, len(out)) if (b := out[n].base) and b.char in "([)]"), first)
        cells = _cells(out[first + 1 : last], size)
        if len(cells) < 2 or (closing := out[last].base) is None or closing.char != _SMALL[base.char]:
            continue
        inner = [b for atom in out[first + 1 : last] for b in (atom.base, *atom.below, *atom.above) if b]
        row = tuple(_cell(cell, doubts) for cell in cells)
        made = merged(Grid(base.char, (row,), closing.char), [base, *inner, closing], end=closing.end)
        out[first : last + 1] = [_Atom(made, out[last].below, out[last].above)]
    return out


def _cells(atoms: Sequence[_Atom], size: float) -> list[list[_Atom]]:
    """The atoms between two brackets cut at wide gaps; none where a sign shows that they are one expression."""
    cells: list[list[_Atom]] = []
    end = 0.0
    for atom in atoms:
        if atom.base is None or atom.base.char in "=,;:":
            return []
        if not cells or atom.base.start - end > _QUAD * size:
            cells.append([])
        cells[-1].append(atom)
        end = max(b.end for b in (atom.base, *atom.below, *atom.above))
    return cells


def _cell(atoms: Sequence[_Atom], doubts: list[str]) -> Node:
    parts = [_read_atom(atom, doubts) for atom in atoms]
    return parts[0] if len(parts) == 1 else Line(tuple(parts))


def _cells_apart(atoms: Sequence[_Atom], size: float) -> bool:
    """Whether signs between small square or round brackets stand as far apart as the cells of a matrix of one row."""
    depth = 0
    for first, second in pairwise(atoms):
        if first.base is None or second.base is None:
            continue
        depth += (first.base.char in "([") - (first.base.char in ")]")
        end = max(b.end for b in (first.base, *first.below, *first.above))
        if depth > 0 and first.base.char not in ",;:|" and second.base.start - end > _QUAD * size:
            return True
    return False


def _with_binomials(atoms: list[_Atom], doubts: list[str]) -> list[_Atom]:
    """The line with every small bracket that seems to carry scripts, and closes right after them, read as a binomial."""
    out = list(atoms)
    for at in range(len(out) - 2, -1, -1):
        base, last = out[at].base, out[at + 1].base
        if base is None or last is None or base.char != "(" or last.char != ")" or not (out[at].below and out[at].above):
            continue
        node = Fraction(read_rows(out[at].above, doubts), read_rows(out[at].below, doubts), ruled=False)
        made = merged(node, [base, *out[at].above, *out[at].below, last], end=last.end)
        out[at : at + 2] = [_Atom(made, out[at + 1].below, out[at + 1].above)]
    return out


def _axis(boxes: Sequence[Box], y: float, size: float) -> float:
    signs = [b.centre for b in boxes if b.char in _ON_AXIS and abs(b.y - y) < 0.05 * size and b.size > 0.85 * size]
    return sorted(signs)[len(signs) // 2] if signs else y + AXIS * size


def _side(box: Box, y: float, axis: float, size: float) -> int:
    """0 on the line, 1 above it, -1 below it."""
    if box.axis is not None:
        off = box.axis - axis
        return 0 if abs(off) < 0.17 * size else (1 if off > 0 else -1)
    off = box.y - y
    if box.char in PRIMES and abs(off) < 0.12 * size:
        return 1
    if abs(off) < (0.12 if box.size > 0.85 * size else 0.03) * size:
        return 0
    return 1 if off > 0 else -1


def _hang(box: Box, atom: _Atom, side: int) -> None:
    """Put a script where it belongs: it follows what ends where it begins, at its height."""
    base_end = atom.base.end if atom.base else box.start
    choices: list[tuple[float, list[Box]]] = []
    for scripts, sign in ((atom.above, 1), (atom.below, -1)):
        if scripts:
            end, level, size = max(b.end for b in scripts), scripts[0].y, scripts[0].size
            last = max(scripts, key=lambda b: b.end)
            off = abs(box.y - level) if box.size > 0.85 * size else max(0.0, abs(box.y - last.y) - 0.65 * last.size)
            if box.axis is not None and box.role is not Role.ORDINARY:
                off = max(0.0, abs(box.axis - level - AXIS * size) - 0.2 * size)
            choices.append((abs(box.start - end) + 3 * off, scripts))
        elif side == sign:
            choices.append((abs(box.start - base_end), scripts))
    if not choices:
        choices = [(0.0, atom.above if side > 0 else atom.below)]
    min(choices, key=lambda choice: choice[0])[1].append(box)


def _read_atom(atom: _Atom, doubts: list[str]) -> Node:
    below = read_rows(atom.below, doubts) if atom.below else None
    above = read_rows(atom.above, doubts) if atom.above else None
    if atom.base is None:
        doubts.append("script without a base")
        return Script(EMPTY, below, above)
    base = atom.base.node
    if below is None and above is None:
        return base
    if isinstance(base, Limits) and not base.stacked and (base.below is None or below is None):
        return replace(base, below=base.below or below, above=base.above or above)
    return Script(base, below, above)


def _joined_words(parts: list[Node], atoms: list[_Atom]) -> list[Node]:
    """Words of running text joined with their spaces; a space is kept where prose meets a sign."""
    out: list[Node] = []
    last: Box | None = None
    for part, atom in zip(parts, atoms, strict=True):
        box = atom.base
        gap = (box.start - last.end) / box.size if box and last else 0.0
        before = out[-1] if out else None
        if _prose(before) and _prose(part) and gap > 0.15:
            out[-1] = Words(f"{before.text} {part.text}")  # type: ignore[union-attr]
        elif _prose(part) and gap > 0.2 and before is not None:
            out.append(Words(f" {part.text}"))  # type: ignore[union-attr]
        else:
            if _prose(before) and isinstance(before, Words) and gap > 0.2:
                out[-1] = Words(f"{before.text} ")
            out.append(part)
        last = (
            box if not (atom.below or atom.above) else max([b for b in (box, *atom.below, *atom.above) if b], key=lambda b: b.end)
        )
    return out


def _prose(node: Node | None) -> bool:
    return isinstance(node, Words) and node.style == "mathrm" and len(node.text) > 1 and node.text.strip() not in FUNCTIONS
