"""Glyphs -> boxes: brackets and roots put together from their parts, strokes laid over signs, dots, long arrows, accents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tutor.library.pdf.formulas.glyphs import Glyph, Rule
from tutor.library.pdf.formulas.layout import Box, Sign, bounds, merged, without
from tutor.library.pdf.formulas.symbols import ACCENTS, BIG, FENCES, INTEGRALS, PIECES, Role

# A bracket higher than this many times its letters has grown, whatever font it is from.
_GROWN = 1.12
_AXIS = 0.25
# The straight parts of horizontal braces; they say nothing that the bent parts do not.
_FILLER = "─"
_STRAIGHT = "⎴⎵"  # the same in OpenType fonts, where they overlap the bent parts and so hold them together
_STROKE = 0.12
_NEGATED = {
    "=": "≠",
    "∈": "∉",
    "∼": "≁",
    "≡": "≢",
    "⊂": "⊄",
    "⊃": "⊅",
    "≈": "≉",
    "∋": "∌",
    "⊆": "⊈",
    "⊇": "⊉",
    "≤": "≰",
    "≥": "≱",
}


def boxes_of(glyphs: Iterable[Glyph], italic_is_mathematics: bool) -> list[Box]:
    """One box for each sign that is whole, the parts of signs put together."""
    boxes = [_box(glyph, italic_is_mathematics) for glyph in glyphs if glyph.char != _FILLER]
    for step in (_brackets, _roots, _braces, _strokes, _stacked_signs, _arrows, _integrals, _dots):
        boxes = step(boxes)
    return boxes


def _box(glyph: Glyph, italic_is_mathematics: bool) -> Box:
    style = "" if italic_is_mathematics and glyph.style == "mathit" else glyph.style
    straight = glyph.char in "{}" and glyph.right - glyph.left < _STROKE * glyph.size
    char = "⎪" if straight else glyph.char  # some OpenType fonts name the straight part of a brace after the brace
    box = Box(
        Sign(char, style), glyph.left, glyph.bottom, glyph.right, glyph.top, glyph.x, glyph.end, glyph.y, glyph.size,
        Role.PIECE if straight else _role(glyph, style), None, frozenset({glyph.index}),
        glyph.face.wide,
    )  # fmt: skip
    if box.role in (Role.BIG, Role.INTEGRAL, Role.FENCE, Role.RADICAL):
        box.axis = box.centre
    return box


def _role(glyph: Glyph, style: str) -> Role:
    char = glyph.char
    if char in PIECES:
        return Role.PIECE
    if char in BIG:
        return Role.BIG
    if char in INTEGRALS:
        return Role.INTEGRAL
    if char == "√":
        return Role.RADICAL
    if char in "⏞⏟" or char in _STRAIGHT:
        return Role.BRACE
    if char in ("\u0338", "\u21a6") and glyph.right - glyph.left < 0.9 * glyph.size and glyph.face.mathematical:
        return Role.SLASH if char == "\u0338" else Role.ORDINARY
    if char in ACCENTS and not (char in "`~" and glyph.face.mathematical):
        return Role.ACCENT
    if char in FENCES or char == "∥":
        return _fence_role(glyph)
    upright = char.isalpha() and style in ("mathrm", "mathbf", "mathit", "mathsf", "mathtt")
    return Role.LETTER if upright and (char.isascii() or "\u00c0" <= char <= "\u024f") else Role.ORDINARY


def _fence_role(glyph: Glyph) -> Role:
    grown = (glyph.face.tall and not glyph.face.wide) or glyph.top - glyph.bottom > _GROWN * glyph.size
    return Role.FENCE if grown and glyph.char not in "/∖↑↓" else Role.ORDINARY


def _brackets(boxes: list[Box]) -> list[Box]:
    """Brackets from parts that stand on each other."""
    parts = [b for b in boxes if b.role is Role.PIECE or b.char in "|‖" or (b.role is Role.FENCE and b.char in "{}")]
    whole = []
    for pile in _piles(parts, lambda a, b: _one_bracket(a.char) & _one_bracket(b.char) != set()):
        if len(pile) == 1 and pile[0].role is not Role.PIECE:
            whole.append(pile[0])
            continue
        box = merged(Sign(_bracket_name("".join(b.char for b in pile))), pile, role=Role.FENCE)
        box.axis = box.centre
        whole.append(box)
    return [*without(boxes, parts), *whole]


def _one_bracket(char: str) -> set[str]:
    if char == "⎪":
        return {"{", "}"}
    return {PIECES.get(char, char)}


def _bracket_name(parts: str) -> str:
    r"""The bracket that parts from top to bottom make; half a bracket is none.

    >>> _bracket_name("⎡⎢⎣"), _bracket_name("⎢⎢⎣"), _bracket_name("⎧⎪⎨⎪⎩"), _bracket_name("||"), _bracket_name("⎛")
    ('[', '⌊', '{', '|', '\ufffd')
    """
    if (parts[0] in "⎛⎞⎧⎫") != (parts[-1] in "⎝⎠⎩⎭"):
        return "\ufffd"  # half a bracket
    if parts[0] in "⎢⎥" or parts[-1] in "⎢⎥":
        left = parts[0] in "⎢⎡⎣" and parts[-1] in "⎢⎡⎣"
        if parts[0] in "⎢⎥" and parts[-1] in "⎢⎥":
            return "|"
        floor = parts[0] in "⎢⎥"
        return ("⌊" if floor else "⌈") if left else ("⌋" if floor else "⌉")
    names = [PIECES.get(c, c) for c in parts if PIECES.get(c, c)]
    return names[0] if names else "|"


def _roots(boxes: list[Box]) -> list[Box]:
    parts = [b for b in boxes if b.role is Role.RADICAL]
    whole = []
    for pile in _piles(parts, lambda a, b: True):
        if len(pile) == 1:
            whole.append(pile[0])
        else:
            box = merged(Sign("√"), pile, role=Role.RADICAL)
            box.axis = box.centre
            whole.append(box)
    return [*without(boxes, parts), *whole]


def _piles(parts: Sequence[Box], alike: Callable[[Box, Box], bool]) -> list[list[Box]]:
    """Groups of parts that stand on each other, each from top to bottom."""
    piles: list[list[Box]] = []
    for part in sorted(parts, key=lambda b: -b.top):
        for pile in piles:
            last = pile[-1]
            near = abs(last.start - part.start) < 0.12 * part.size or abs(last.middle - part.middle) < 0.06 * part.size
            gap = last.bottom - part.top
            if near and -0.75 * part.height < gap < 0.16 * part.size and alike(last, part):
                pile.append(part)
                break
        else:
            piles.append([part])
    return piles


def _braces(boxes: list[Box]) -> list[Box]:
    """Horizontal braces from their two or four parts; which way the first part bends says which brace it is."""
    parts = sorted((b for b in boxes if b.role is Role.BRACE), key=lambda b: (round(b.y), b.left))
    whole, at = [], 0
    while at < len(parts):
        count = _brace_parts(parts[at:])
        group = parts[at : at + count]
        at += count
        bent = [part for part in group if part.char not in _STRAIGHT]
        # Straight parts alone are a bracket that we do not know.
        whole.append(merged((bent or group)[0].node, group, role=Role.BRACE if bent else Role.ORDINARY))
    return [*without(boxes, parts), *whole]


def _brace_parts(parts: Sequence[Box]) -> int:
    first = parts[0]
    level = [b for b in parts if abs(b.y - first.y) < 0.1 * first.size]
    chars = "".join(b.char for b in level[:4])
    if chars in ("⏞⏟⏟⏞", "⏟⏞⏞⏟"):
        return 4
    count = 1
    while count < len(level) and level[count].left - level[count - 1].right < 0.1 * first.size:
        count += 1
    return count


def _strokes(boxes: list[Box]) -> list[Box]:
    """Signs struck through: a stroke of no width before a relation, or a slash printed over a sign of membership."""
    for stroke in [b for b in boxes if b.role is Role.SLASH or b.char == "/"]:
        for sign in boxes:
            laid = abs(sign.start - stroke.start) < 0.3 * sign.size if stroke.role is Role.SLASH else _over(stroke, sign)
            if sign is not stroke and sign.char in _NEGATED and laid and abs(sign.y - stroke.y) < 0.2 * sign.size:
                boxes = [*without(boxes, (stroke, sign)), merged(Sign(_NEGATED[sign.char]), [sign, stroke])]
                break
    return boxes


def _over(stroke: Box, sign: Box) -> bool:
    shared = min(stroke.right, sign.right) - max(stroke.left, sign.left)
    return sign.char in "∈∋" and shared > 0.6 * (stroke.right - stroke.left)


def _stacked_signs(boxes: list[Box]) -> list[Box]:
    """One sign over another that are one relation together."""
    for lower in [b for b in boxes if b.char == "="]:
        for upper in boxes:
            made = {"∼": "≅", ".": "≐"}.get(upper.char)
            gap = upper.bottom - lower.top
            if made and abs(upper.middle - lower.middle) < 0.06 * lower.size and -0.05 < gap / lower.size < 0.25:
                boxes = [*without(boxes, (lower, upper)), merged(Sign(made), [lower, upper])]
                break
    return boxes


_JOINED = {
    ("−", "→"): "→", ("=", "⇒"): "⇒", ("←", "−"): "←", ("⇐", "="): "⇐", ("←", "→"): "↔", ("⇐", "⇒"): "⇔", ("|", "="): "⊨",
    ("\u21a6", "→"): "↦", ("\u21a6", "−"): "↦", ("↩", "→"): "↪", ("←", "↪"): "↩", ("▹", "◃"): "⋈", ("−", "−→"): "→",
}  # fmt: skip


def _arrows(boxes: list[Box]) -> list[Box]:
    """Long arrows and turnstiles, whose parts overlap."""
    heads = {second for _, second in _JOINED} | {first for first, _ in _JOINED}
    row = by_line(b for b in boxes if b.char in heads)
    at = 0
    while at + 1 < len(row):
        first, second = row[at], row[at + 1]
        made = _JOINED.get((first.char, second.char))
        if first.char == second.char and first.char in "−=" and second.left < first.right:
            made = first.char
        near = 0.02 * first.size
        touching = second.start - first.end < near and second.left - first.right < near and second.start > first.start - near
        if made and touching and abs(first.y - second.y) < 0.05 * first.size:
            joined = merged(Sign(made), [first, second])
            boxes = [*without(boxes, (first, second)), joined]
            row[at : at + 2] = [joined]
        else:
            at += 1
    return boxes


def by_line(boxes: Iterable[Box]) -> list[Box]:
    """Boxes by their baseline, from left to right on each."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b.y):
        if lines and box.y - lines[-1][-1].y < 0.05 * box.size:
            lines[-1].append(box)
        else:
            lines.append([box])
    # The letters of a ligature have one place; they stand in the order of the page's content.
    return [box for line in lines for box in sorted(line, key=lambda b: (b.start, min(b.indexes, default=0)))]


def _integrals(boxes: list[Box]) -> list[Box]:
    row = by_line(b for b in boxes if b.char in ("∫", "∬"))
    at = 0
    while at + 1 < len(row):
        first, second = row[at], row[at + 1]
        if second.char == "∫" and abs(first.y - second.y) < 0.5 and first.start < second.start < first.end - 0.05 * first.size:
            joined = merged(Sign({"∫": "∬", "∬": "∭"}[first.char]), [first, second], role=Role.INTEGRAL, axis=first.axis)
            joined.end = second.end
            boxes = [*without(boxes, (first, second)), joined]
            row[at : at + 2] = [joined]
        else:
            at += 1
    return boxes


def _dots(boxes: list[Box]) -> list[Box]:
    """Three equal dots at equal steps: along the line, down, or aslant."""
    dots = sorted((b for b in boxes if b.char in (".", "⋅")), key=lambda b: (b.left, -b.y))
    used: set[int] = set()
    for first in dots:
        for name, step in (("level", _level), ("down", _down), ("aslant", _aslant)):
            trio = _trio(first, dots, used, step)
            if trio:
                used |= set(map(id, trio))
                boxes = [*without(boxes, trio), _ellipsis(name, trio)]
                break
    return boxes


def _trio(first: Box, dots: Sequence[Box], used: set[int], step: Callable[[float, float], bool]) -> list[Box]:
    trio = [first]
    while len(trio) < 3 and id(first) not in used:
        last = trio[-1]
        size = last.size
        follower = next(
            (
                b
                for b in dots
                if id(b) not in used
                and b.char == first.char
                and abs(b.size - size) < 0.1
                and step((b.middle - last.middle) / size, (b.y - last.y) / size)
            ),
            None,
        )
        if follower is None:
            return []
        trio.append(follower)
    return trio if len(trio) == 3 else []


def _level(right: float, up: float) -> bool:
    return 0.15 < right < 0.62 and abs(up) < 0.03


def _down(right: float, up: float) -> bool:
    return abs(right) < 0.03 and 0.25 < -up < 0.6


def _aslant(right: float, up: float) -> bool:
    return 0.2 < right < 0.8 and 0.2 < -up < 0.55


def _ellipsis(name: str, trio: list[Box]) -> Box:
    if name == "level":
        return merged(Sign("⋯" if trio[0].char == "⋅" else "…"), trio)
    _, bottom, _, top = bounds(trio)
    box = merged(Sign("⋮" if name == "down" else "⋱"), trio)
    box.y = (bottom + top) / 2 - _AXIS * box.size
    return box


def brace_fillers(boxes: Iterable[Box], rules: Sequence[Rule]) -> list[Rule]:
    """The rules that are the straight parts of horizontal braces."""
    braces = [b for b in boxes if b.role is Role.BRACE]
    return [
        r
        for r in rules
        if any(b.left - 0.5 <= r.left and r.right <= b.right + 0.5 and b.bottom - 0.5 <= r.y <= b.top + 0.5 for b in braces)
    ]
