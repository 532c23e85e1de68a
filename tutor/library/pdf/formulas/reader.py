"""Boxes and rules of one formula -> its layout tree.

What encloses something is read from the narrowest to the widest: a fraction by its rule, a root by its bar, a pair of brackets, a
brace. What is enclosed is always narrower than what encloses it, so nothing is read before its parts are.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.library.pdf.formulas import grids, lines, marks
from tutor.library.pdf.formulas.fences import Pair, pairs
from tutor.library.pdf.formulas.glyphs import Rule
from tutor.library.pdf.formulas.layout import (
    EMPTY,
    Accent,
    Box,
    Fence,
    Fraction,
    Limits,
    Node,
    Root,
    body_size,
    bounds,
    merged,
    without,
)
from tutor.library.pdf.formulas.pieces import brace_fillers
from tutor.library.pdf.formulas.symbols import Role

AXIS = 0.25


class Reader:
    """Reads the boxes of one formula. `doubts` says in a word each thing that did not fit."""

    def __init__(self, boxes: Sequence[Box], rules: Sequence[Rule], size: float) -> None:
        fillers = brace_fillers(boxes, rules)
        self.boxes = list(boxes)
        self.rules = [rule for rule in rules if rule not in fillers]
        self.doubts: list[str] = []
        self._largest = max([size, *(b.size for b in boxes if b.role in (Role.ORDINARY, Role.LETTER))])

    def read(self) -> Node:
        """The tree of the whole formula."""
        self.boxes = lines.with_limits(marks.with_words(marks.with_accents(self.boxes, self.doubts)), self.rules, False)
        self._enclosures()
        self.doubts += ["loose rule"] * len(self.rules)
        self.doubts += ["loose root" for b in self.boxes if b.role is Role.RADICAL and b.char == "√"]
        self.doubts += ["loose brace" for b in self.boxes if b.role is Role.BRACE]
        return lines.read_rows(self.boxes, self.doubts)

    def _enclosures(self) -> None:
        """Read everything that encloses, narrowest first, until nothing more can be read."""
        refused: set[object] = set()
        while True:
            waiting = self._waiting(refused)
            if not waiting:
                return
            _, kind, item = min(waiting, key=lambda entry: entry[0])
            if self._take(kind, item):
                refused.clear()
            else:
                refused.add((kind, _identity(item)))

    def _waiting(self, refused: set[object]) -> list[tuple[float, str, object]]:
        found: list[tuple[float, str, object]] = []
        for box in self.boxes:
            if box.role is Role.RADICAL and (bar := self._bar(box)) is not None:
                found.append((bar.right - box.left, "root", (box, bar)))
            if box.role is Role.BRACE:
                found.append((box.right - box.left, "brace", box))
            if box.role is Role.ACCENT:
                found.append((box.right - box.left, "accent", box))
        bars = {item[1] for _, kind, item in found if kind == "root"}  # type: ignore[index]
        found += [(rule.width, "rule", rule) for rule in self.rules if rule not in bars]
        found += [(pair.width, "pair", pair) for pair in pairs(self.boxes)]
        return [entry for entry in found if (entry[1], _identity(entry[2])) not in refused]

    def _take(self, kind: str, item) -> bool:
        match kind:
            case "root":
                return self._root(*item)
            case "rule":
                return self._fraction(item) or self._lined(item)
            case "pair":
                return self._pair(item)
            case "accent":
                return self._wide_accent(item)
            case _:
                return self._brace(item)

    def _replace(self, gone: Sequence[Box], made: Box, rule: Rule | None = None) -> bool:
        self.boxes = [*without(self.boxes, gone), made]
        self.rules = [r for r in self.rules if r is not rule]
        return True

    # Roots

    def _bar(self, root: Box) -> Rule | None:
        """The rule over a root: it begins where the root ends, at its top."""
        near = 0.12 * root.size + 0.4
        fits = [r for r in self.rules if abs(r.left - root.right) < near and abs(r.y - root.top) < near]
        return max(fits, key=lambda r: r.width) if fits else None

    def _root(self, root: Box, bar: Rule) -> bool:
        inside = [
            b
            for b in self.boxes
            if b is not root
            and bar.left - 0.5 <= b.middle <= bar.right + 0.5
            and root.bottom - 0.3 * root.size <= b.centre <= bar.y
        ]
        nested = [r for r in self.rules if r is not bar and bar.left - 0.5 <= r.left and r.right <= bar.right + 0.5]
        if not inside or any(root.bottom < r.y < bar.y for r in nested):
            return False
        degree = self._degree(root, inside)
        body = lines.read_rows(inside, self.doubts)
        node = Root(body, lines.read_rows(degree, self.doubts) if degree else None)
        made = merged(node, [root, *inside, *degree], start=min([root.start, *(b.start for b in degree)]))
        made.right = max(made.right, bar.right)
        made.top = max(made.top, bar.top)
        made.end = bar.right
        made.y, made.size = _baseline(inside), body_size(inside)
        return self._replace([root, *inside, *degree], made, bar)

    def _degree(self, root: Box, inside: Sequence[Box]) -> list[Box]:
        """The small signs that stand in the crook of a root."""
        held = set(map(id, inside))
        near = [
            b
            for b in self.boxes
            if id(b) not in held
            and b is not root
            and b.size < 0.8 * root.size
            and b.bottom > root.bottom + 0.3 * root.height
            and b.top < root.top + 0.4 * root.size
            and root.left - 1.5 * root.size < b.left
            and b.right < root.right
        ]
        crook = [b for b in near if b.right > root.left + 0.1 * root.size]
        if not crook:
            return []
        edge = min(b.left for b in crook)
        for box in sorted(without(near, crook), key=lambda b: -b.right):
            if edge - box.right < 0.15 * root.size and abs(box.size - crook[0].size) < 0.1:
                crook.append(box)
                edge = box.left
        return crook

    # Fractions, and rules over or under something

    def _row(self, rule: Rule, above: bool) -> list[Box]:
        """The line of boxes right above or below a rule, not past any other rule."""
        reach = [b for b in self.boxes if rule.left - 0.8 <= b.middle <= rule.right + 0.8 and not self._between(rule, b)]
        side = [b for b in reach if (b.bottom > rule.y - 0.06 * b.size if above else b.top < rule.y + 0.06 * b.size)]
        side = self._own(rule, side, above)
        side.sort(key=lambda b: b.bottom if above else -b.top)
        row: list[Box] = []
        high = 0.0
        for box in side:
            near, far = (box.bottom, box.top) if above else (-box.top, -box.bottom)
            if not row:
                high = far
                if near - (rule.y if above else -rule.y) > 0.75 * box.size:
                    return []
            elif near > high + self._leeway(box, row[0]):
                break
            row.append(box)
            high = max(high, far)
        return row

    @staticmethod
    def _leeway(box: Box, first: Box) -> float:
        """How far a box may stand off its line; a fraction of the next line may touch this one, a script may not."""
        if box.axis is not None and box.role is Role.ORDINARY:
            return -0.25 * box.size
        return 0.09 * box.size if box.size < 0.8 * first.size else -0.02 * box.size

    def _own(self, rule: Rule, side: list[Box], above: bool) -> list[Box]:
        """The boxes on one side of a rule that are nearer to it than to the next rule, where two lines stand between them.

        In a matrix of fractions the lower line of one touches the upper line of the next.
        """
        beyond = [
            r.y
            for r in self.rules
            if r is not rule and (r.y > rule.y) == above and r.left < rule.right and rule.left < r.right and r.y != rule.y
        ]
        if not beyond or not side:
            return side
        other = min(beyond, key=lambda y: abs(y - rule.y))
        near = [b for b in side if min(rule.y, other) < b.centre < max(rule.y, other)]
        size = body_size(near) if near else 10.0
        levels = [b.y for b in near if b.size > 0.9 * size and b.axis is None]
        if not levels or max(levels) - min(levels) < 0.6 * size:
            return side
        return [b for b in near if abs(b.centre - rule.y) < abs(b.centre - other)]

    def _between(self, rule: Rule, box: Box) -> bool:
        low, high = sorted((rule.y, box.centre))
        return any(
            r is not rule and low + 0.2 < r.y < high - 0.2 and r.left - 0.5 <= box.middle <= r.right + 0.5 for r in self.rules
        )

    def _fraction(self, rule: Rule) -> bool:
        above, below = self._row(rule, True), self._row(rule, False)
        if not above or not below or any(b.role in (Role.BRACE, Role.ACCENT) for b in (*above, *below)):
            return False
        size = body_size([*above, *below])
        width = max(_span(above), _span(below))
        if width < rule.width - 0.6 * size or width > rule.width + 0.5 * size:
            return False
        for part in (above, below):
            if abs((min(b.start for b in part) + max(b.end for b in part)) / 2 - (rule.left + rule.right) / 2) > 0.12 * size:
                self.doubts.append("off centre")
        node = Fraction(lines.read_rows(above, self.doubts), lines.read_rows(below, self.doubts))
        around = self._size_around(above, rule, size)
        made = merged(node, [*above, *below], start=rule.left, end=rule.right, size=around, axis=rule.y)
        made.left, made.right = min(made.left, rule.left), max(made.right, rule.right)
        made.y = rule.y - AXIS * around
        return self._replace([*above, *below], made, rule)

    def _size_around(self, above: Sequence[Box], rule: Rule, size: float) -> float:
        """Size of the letters beside a fraction: in running text its own are smaller, and stand close to the rule.

        TeX lifts a numerator by 0.68 of the size in a display and by 0.39 in text (TeXbook, appendix G, rule 15).
        """
        lifted = _baseline(above) - rule.y
        return size if lifted > 0.36 * size else max(size, min(size / 0.7, self._largest))

    def _lined(self, rule: Rule) -> bool:
        """An overline or an underline."""
        for above in (False, True):
            row = [b for b in self._row(rule, above) if rule.left < b.middle < rule.right]
            if not row or any(b.role in (Role.BRACE, Role.ACCENT) for b in row):
                continue
            left, bottom, right, top = bounds(row)
            gap = bottom - rule.y if above else rule.y - top
            if gap < 0.45 * body_size(row) and abs((right - left) - rule.width) < 0.45 * body_size(row):
                node = Accent("underline" if above else "overline", lines.read_rows(row, self.doubts))
                made = merged(node, row, y=_baseline(row), size=body_size(row))
                made.top, made.bottom = max(made.top, rule.top), min(made.bottom, rule.bottom)
                return self._replace(row, made, rule)
        return False

    # Brackets

    def _pair(self, pair: Pair) -> bool:
        inside = pair.inside(self.boxes, self.rules)
        if any(r.left > pair.left.left and r.right < pair.right_edge(inside) and _meets(pair, r) for r in self.rules):
            return False
        if pair.right is None and (not inside or pair.left.char != "{"):
            pair.left.role = Role.ORDINARY
            self.doubts += [] if pair.left.char == "|" else ["lone bracket"]
            return True
        node = grids.read_grid(pair, inside, self.doubts)
        if node is None:
            body = lines.read_rows(inside, self.doubts) if inside else EMPTY
            node = Fence(pair.left.char, body, pair.right.char if pair.right else "")
            if pair.right is None:
                self.doubts.append("lone bracket")
        gone = [pair.left, *inside, *([pair.right] if pair.right else [])]
        if inside and pair.left.height > 2.1 * max(body_size(inside), _height(inside)):
            self.doubts.append("bracket too tall")
        size = body_size(inside) if inside else pair.left.size
        made = merged(node, gone, size=size, axis=pair.left.centre, y=pair.left.centre - AXIS * size)
        return self._replace(gone, made)

    # Braces and wide accents

    def _brace(self, brace: Box) -> bool:
        rule = Rule(brace.left, brace.bottom, brace.right, brace.top)
        above, below = self._row(_edge(brace, True), True), self._row(_edge(brace, False), False)
        over = brace.char == "⏞"
        body, label = (below, above) if over else (above, below)
        if not body or any(r.left > rule.left - 1 and r.right < rule.right + 1 and _within(body, r) for r in self.rules):
            return False
        held = set(map(id, body))
        label = [b for b in label if id(b) not in held and b.size < 0.85 * body_size(body)]
        node: Node = Accent("overbrace" if over else "underbrace", lines.read_rows(body, self.doubts))
        if label:
            read = lines.read_rows(label, self.doubts)
            node = Limits(node, None if over else read, read if over else None)
        made = merged(node, [brace, *body, *label], y=_baseline(body), size=body_size(body))
        made.start, made.end = min(made.start, brace.start), max(made.end, brace.end)
        return self._replace([brace, *body, *label], made)

    def _wide_accent(self, accent: Box) -> bool:
        """An accent over more than one letter."""
        command = {"\u0302": "widehat", "\u0303": "widetilde"}.get(accent.char)
        reach = [b for b in self.boxes if b is not accent and accent.left - 1 <= b.middle <= accent.right + 1]
        below = sorted((b for b in reach if b.centre < accent.bottom and b.top > accent.bottom - 0.6 * accent.size), key=_top)
        if command is None or not below:
            accent.role = Role.ORDINARY
            self.doubts.append("loose accent")
            return True
        row = [b for b in below if b.bottom < below[0].top]
        begin, end = min(b.start for b in row), max(b.end for b in row)
        if any(
            b not in row and abs(b.y - row[0].y) < 0.1 and (abs(b.end - begin) < 0.3 or abs(b.start - end) < 0.3)
            for b in self.boxes
        ):
            self.doubts.append("accent over a part")
        node = Accent(command, lines.read_rows(row, self.doubts))
        made = merged(node, [accent, *row], y=_baseline(row), size=body_size(row), start=min(b.start for b in row))
        made.end = max(b.end for b in row)
        return self._replace([accent, *row], made)


def _identity(item: object) -> object:
    if isinstance(item, tuple):
        return tuple(map(_identity, item))
    if isinstance(item, Pair):
        return (id(item.left), id(item.right))
    return item if isinstance(item, Rule) else id(item)


def _top(box: Box) -> float:
    return -box.top


def _edge(brace: Box, above: bool) -> Rule:
    y = brace.top if above else brace.bottom
    return Rule(brace.left, y, brace.right, y)


def _within(row: Sequence[Box], rule: Rule) -> bool:
    _, bottom, _, top = bounds(row)
    return bottom < rule.y < top


def _meets(pair: Pair, rule: Rule) -> bool:
    return pair.left.bottom < rule.y < pair.left.top


def _height(row: Sequence[Box]) -> float:
    _, bottom, _, top = bounds(row)
    return top - bottom


def _span(row: Sequence[Box]) -> float:
    return max(b.end for b in row) - min(b.start for b in row)


def _baseline(row: Sequence[Box]) -> float:
    """Where the letters of a line stand."""
    return lines.baseline(row)
