"""A page's runs -> lines of prose and displays, in reading order.

A row is everything on one baseline. A row of prose begins where other lines begin, or is mostly words; a display stands in the
middle of its column, is mostly mathematics, and takes everything above and below it that no line of prose takes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tutor.library.pdf.formulas.columns import Piece, body_size, columns, piece_of, without_page_number
from tutor.library.pdf.formulas.fonts import italic_is_mathematics
from tutor.library.pdf.formulas.glyphs import PageGlyphs, Rule
from tutor.library.pdf.formulas.latex import FUNCTIONS

_WORD = re.compile(r"[^\W\d_]{2,}")
_RELATIONS = re.compile(r"[=<>≤≥≈∼→]")


@dataclass(slots=True)
class Row:
    """Pieces on one baseline, from left to right, and the scripts that hang on them."""

    y: float
    size: float
    pieces: list[Piece] = field(default_factory=list)
    hung: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    words: int = 0
    letters: int = 0
    signs: int = 0
    edge_left: float = 0.0
    edge_right: float = 0.0
    slanted: bool = False
    has_mathematics: bool = False

    left: float = 0.0
    right: float = 0.0

    def measure(self) -> None:
        """Bring `pieces` into order and take the measures that follow from them."""
        self.pieces.sort(key=lambda p: p.run.x)
        self.left = self.pieces[0].run.x
        self.right = max(p.end for p in self.pieces)
        self.size = max(p.run.size for p in self.pieces)

    @property
    def all(self) -> list[Piece]:
        """All that stands in the row, from left to right."""
        return sorted([*self.pieces, *self.hung], key=lambda p: p.run.x)


@dataclass(slots=True)
class Display:
    """What stands on lines of its own: pieces and rules, the height of its top, and the edges of its column, in points."""

    pieces: list[Piece]
    rules: list[Rule]
    top: float
    edge_left: float
    edge_right: float
    size: float
    slanted: bool = False  # the letters of variables are those of italic text


Item = Row | Display


def items(glyphs: PageGlyphs, rules: Sequence[Rule], width: float) -> list[Item]:
    """The lines and displays of a page in reading order. `width` is the page's, in points."""
    pieces = [piece_of(glyphs, run) for run in glyphs.runs() if run.text.strip() or run.face.mathematical]
    pieces = without_page_number(pieces)
    if not pieces:
        return []
    size = body_size(pieces)
    slanted = italic_is_mathematics((p.run.face, p.run.text) for p in pieces)
    found: list[Item] = []
    for part, lines in columns(pieces, rules, size, width):
        found += _Column(glyphs, part, lines, size, slanted).items()
    return found


class _Column:
    """One column of text, read into its lines and displays."""

    def __init__(self, glyphs: PageGlyphs, pieces: list[Piece], rules: Sequence[Rule], size: float, slanted: bool) -> None:
        self._glyphs = glyphs
        self._slanted = slanted
        self._size = size
        self._pieces = pieces
        self._rules = list(rules)
        self._rows = self._find_rows()
        long = [r for r in self._rows if r.letters > 18]
        self._left = min((r.left for r in long or self._rows), default=0.0)
        ends = Counter(round(r.right) for r in long)
        # One line may stick out over the edge.
        self._right = max((x for x, count in ends.items() if count >= 2), default=0) or max(
            (r.right for r in self._rows), default=0
        )
        starts = Counter(round(r.left) for r in long)
        self._starts = [x for x, count in starts.items() if count >= 2] or [round(self._left)]

    def items(self) -> list[Item]:
        """Lines and displays from top to bottom."""
        prose = [row for row in self._rows if self._is_prose(row)]
        prose += self._endings(prose)
        prose.sort(key=lambda r: -r.y)
        taken = {id(p) for row in prose for p in row.pieces}
        rules = self._share_rules(prose)
        rest = self._hang([p for p in self._pieces if id(p) not in taken], prose)
        found: list[tuple[float, Item]] = [(row.y, row) for row in prose]
        for display in self._displays(rest, rules, prose):
            found += [(display.top, display)] if self._is_formula(display) else [(r.y, r) for r in self._rows_of(display)]
        for _, item in found:
            if isinstance(item, Row):
                self._finish(item)
        return [item for _, item in sorted(found, key=lambda entry: -entry[0])]

    def _finish(self, row: Row) -> None:
        row.edge_left, row.edge_right, row.slanted = self._left, self._right, self._slanted
        plain = any(p.run.face.style not in ("mathbf", "boldsymbol") for p in row.pieces)
        row.has_mathematics = bool(row.hung) or any(
            self._mathematical(p)
            or _RELATIONS.search(p.run.text) is not None
            or (plain and p.run.face.style in ("mathbf", "boldsymbol", "mathsf") and len(p.run.text.strip()) < 4)
            for p in row.all
        )

    def _rows_of(self, display: Display) -> list[Row]:
        held = set(map(id, display.pieces))
        rows = [Row(r.y, r.size, [p for p in r.pieces if id(p) in held]) for r in self._rows]
        for row in (kept := [row for row in rows if row.pieces]):
            row.measure()
        return kept

    def _is_formula(self, display: Display) -> bool:
        """Whether anything in it shows that it is a formula, and not a page number or a word in a figure."""
        text = "".join(p.run.text for p in display.pieces)
        return any(map(self._mathematical, display.pieces)) or bool(_RELATIONS.search(text) and len(text) > 2)

    # Rows

    def _find_rows(self) -> list[Row]:
        rows: list[Row] = []
        full = [p for p in self._pieces if not p.tall]
        for piece in sorted(full, key=lambda p: -p.run.y):
            if rows and abs(rows[-1].y - piece.run.y) < 0.06 * self._size:
                rows[-1].pieces.append(piece)
            else:
                rows.append(Row(piece.run.y, piece.run.size, [piece]))
        for row in rows:
            row.measure()
            self._count(row)
        return [row for row in rows if row.size > 0.72 * self._size]

    def _count(self, row: Row) -> None:
        for piece in row.pieces:
            text = piece.run.text
            row.signs += len(text.replace(" ", ""))
            if piece.run.face.words and piece.run.size > 0.7 * row.size:
                shortest = 4 if self._slanted and piece.run.face.style == "mathit" else 2
                found = [w for w in _WORD.findall(text) if len(w) >= shortest and w not in FUNCTIONS]
                row.words += len(found)
                row.letters += sum(map(len, found))

    def _is_prose(self, row: Row) -> bool:
        if row.size < 0.88 * self._size and self._beside_larger(row):
            return False
        share = row.letters / max(1, row.signs)
        if self._has_tall_fraction(row):
            return False
        begins = min(abs(self._begin(row) - x) for x in self._starts) < 1.2 or row.left < self._left + 0.3 * self._size
        if begins and row.words and (share > 0.16 or row.words > 1):
            return True
        if row.pieces[0].run.text[:1] in "•▪◦" and row.left < self._left + 4 * self._size:
            return not any(p.tall and 0.6 < abs(self._middle(p) - row.y) / self._size < 2.0 for p in self._pieces)
        if not row.words:
            return False
        centre = abs(row.left + row.right - self._left - self._right) / 2
        centred = centre < 0.4 * self._size and row.left > self._left + 1.2 * self._size
        indented = row.left < self._left + 3.2 * self._size
        if not self._has_mathematics(row):
            return begins or row.words > 2 or (not centred and indented and row.size > 0.88 * self._size)
        if any(b.run.x - a.end > 1.9 * self._size for a, b in pairwise(row.pieces)):
            return False
        if centred and _RELATIONS.search("".join(p.run.text for p in row.pieces)):
            return share > 0.85 and row.words > 6
        return share > (0.5 if indented else 0.62) and row.words > 2

    def _begin(self, row: Row) -> float:
        """Where a row begins; it may begin with a fraction, of which only the rule stands at its height."""
        axis = row.y + 0.25 * row.size
        bars = [r.left for r in self._rules if abs(r.y - axis) < 0.12 * row.size and 0 < row.left - r.left < 3 * row.size]
        return min([row.left, *bars])

    def _has_tall_fraction(self, row: Row) -> bool:
        """Whether a fraction as tall as in a display stands in the row; in running text TeX sets it small."""
        size = row.size
        for rule in self._rules:
            if (
                abs(rule.y - row.y - 0.25 * size) < 0.06 * size
                and row.left - 3 * size < rule.right
                and rule.left < row.right + size
            ):
                for piece in self._pieces:
                    over = rule.left - 1 < piece.run.x < rule.right and 0.5 * size < piece.run.y - row.y < 0.9 * size
                    if over and piece.run.size > 0.88 * size:
                        return True
        return False

    def _beside_larger(self, row: Row) -> bool:
        """Whether it stands so close to a line of larger signs that it can only hang on that."""
        return any(
            abs(other.y - row.y) < 0.55 * self._size
            and other.size > row.size + 0.5
            and other.left < row.right + 1
            and row.left < other.right + 20
            for other in self._rows
        )

    def _has_mathematics(self, row: Row) -> bool:
        return any(self._mathematical(p) for p in row.pieces) or bool(
            _RELATIONS.search("".join(p.run.text for p in row.pieces)) and row.words < 4
        )

    def _mathematical(self, piece: Piece) -> bool:
        if piece.run.face.mathematical:
            return piece.run.text.strip("•·.") != ""
        return self._slanted and piece.run.face.style == "mathit" and max(map(len, piece.run.text.split()), default=0) < 4

    def _endings(self, prose: Sequence[Row]) -> list[Row]:
        """Rows without words that only end a paragraph: right below a full line, at the left edge."""
        known = set(map(id, prose))
        found = []
        by_height = sorted((r for r in self._rows if r.size > 0.88 * self._size), key=lambda r: -r.y)
        pitch = self._pitch(prose)
        for last, row in pairwise(by_height):
            if id(row) in known or (id(last) not in known and last not in found):
                continue
            full = last.right > self._right - 2.5 * self._size
            close = last.y - row.y < 1.22 * pitch
            if full and close and min(abs(self._begin(row) - x) for x in (*self._starts, last.left)) < 1.0:
                found.append(row)
        return found

    def _pitch(self, prose: Sequence[Row]) -> float:
        steps = Counter(round(a.y - b.y, 1) for a, b in pairwise(prose) if 0 < a.y - b.y < 2.2 * self._size)
        return steps.most_common(1)[0][0] if steps else 1.2 * self._size

    # What hangs on a line of prose

    def _hang(self, rest: list[Piece], prose: Sequence[Row]) -> list[Piece]:
        """Give the scripts and signs of inline formulas to their lines; returns what no line takes."""
        heights = [-row.y for row in prose]
        left = []
        for piece in sorted(rest, key=lambda p: (not p.tall, p.run.x)):
            at = bisect_left(heights, -(piece.bottom + piece.top) / 2)
            near = prose[max(0, at - 2) : at + 2]
            fits = [(self._distance(piece, row), n) for n, row in enumerate(near) if self._hangs(piece, row)]
            if fits:
                near[min(fits)[1]].hung.append(piece)
            else:
                left.append(piece)
        return self._hang_between(left, prose)

    def _hang_between(self, rest: list[Piece], prose: Sequence[Row]) -> list[Piece]:
        """Give what stands between the tall brackets of a line to that line: a matrix in running text."""
        frames = [(row, bounds) for row in prose for bounds in _frames(row)]
        left = []
        for piece in rest:
            middle, height = (piece.run.x + piece.end) / 2, self._middle(piece)
            for row, (low, bottom, high, top) in frames:
                if low < middle < high and bottom < height < top:
                    row.hung.append(piece)
                    break
            else:
                left.append(piece)
        return left

    def _distance(self, piece: Piece, row: Row) -> float:
        return -1.0 if self._by_rule(piece, row, 0.85) else abs(self._middle(piece) - row.y - 0.25 * row.size)

    def _by_rule(self, piece: Piece, row: Row, reach: float) -> bool:
        """Whether a small sign stands over or under a fraction's rule of this line."""
        middle, height = (piece.run.x + piece.end) / 2, piece.run.y + 0.25 * piece.run.size
        return piece.run.size < 0.88 * row.size and any(
            r.left < middle < r.right and abs(height - r.y) < reach * row.size for r in row.rules
        )

    @staticmethod
    def _middle(piece: Piece) -> float:
        return (piece.bottom + piece.top) / 2

    def _hangs(self, piece: Piece, row: Row) -> bool:
        size = row.size
        if not (
            row.left - 2.0 * size < piece.run.x < max([row.right, *(p.end for p in row.hung)]) + 2.0 * size
            and row.y - 4 * size < piece.top
            and piece.bottom < row.y + 4 * size
        ):
            return False
        if piece.tall:
            if piece.top - piece.bottom < 1.15 * size and row.y - 0.6 * size < piece.bottom and piece.top < row.y + 1.3 * size:
                return True
            off, height = abs(self._middle(piece) - row.y - 0.25 * size), piece.top - piece.bottom
            return off < (0.3 if height < 2.2 * size else 0.1) * size and height < 7 * size
        off = piece.run.y - row.y
        if piece.run.size < 0.88 * size:
            beside = any(p.tall and abs(p.end - piece.run.x) < 0.2 * size and p.bottom < piece.top for p in row.hung)
            return self._by_rule(piece, row, 1.1) or (-0.8 if beside else -0.46) * size < off < 0.75 * size
        return -0.12 * size < off < 0.3 * size and len(piece.run.text.strip()) < 3

    def _share_rules(self, prose: Sequence[Row]) -> list[Rule]:
        heights = [-row.y for row in prose]
        left = []
        for rule in self._rules:
            at = bisect_left(heights, -rule.y)
            for row in prose[max(0, at - 1) : at + 1]:
                highest = 1.7 if self._over_root(rule) else 1.05
                if (
                    -0.35 * row.size < rule.y - row.y < highest * row.size
                    and row.left - 30 < rule.left
                    and rule.right < row.right + 30
                ):
                    row.rules.append(rule)
                    break
            else:
                left.append(rule)
        return left

    def _over_root(self, rule: Rule) -> bool:
        return any(p.tall and abs(p.end - rule.left) < 1.2 and abs(p.top - rule.y) < 1.2 for p in self._pieces)

    # Displays

    def _displays(self, rest: list[Piece], rules: list[Rule], prose: Sequence[Row]) -> list[Display]:
        heights = [-row.y for row in prose]
        entries: list[tuple[float, float, Piece | Rule]] = [(*_extent(p), p) for p in rest]
        entries += [(r.bottom, r.top, r) for r in rules if r.width < 0.97 * (self._right - self._left)]
        entries.sort(key=lambda entry: -entry[1])
        groups: list[tuple[float, list[Piece | Rule]]] = []
        for bottom, top, thing in entries:
            crossed = groups and bisect_left(heights, -groups[-1][0]) != bisect_left(heights, -(bottom + top) / 2)
            if groups and not crossed and groups[-1][0] - top < 0.45 * self._size:
                groups[-1] = (min(groups[-1][0], bottom), [*groups[-1][1], thing])
            else:
                groups.append((bottom, [thing]))
        found = []
        for _, things in groups:
            pieces = [t for t in things if isinstance(t, Piece)]
            if pieces and not self._crumbs(pieces, prose):
                found.append(self._display(pieces, [t for t in things if isinstance(t, Rule)]))
        return found

    def _crumbs(self, pieces: list[Piece], prose: Sequence[Row]) -> bool:
        """Hang small signs that stand alone, without a line of their own, on the nearest line."""
        if any(p.tall or p.run.size > 0.88 * self._size for p in pieces) or len(pieces) > 8:
            return False
        x, y = pieces[0].run.x, pieces[0].run.y
        near = [r for r in prose if abs(r.y - y) < 1.3 * self._size and r.left - self._size < x < r.right + self._size]
        if near:
            min(near, key=lambda r: abs(r.y - y)).hung.extend(pieces)
        return bool(near)

    def _display(self, pieces: list[Piece], rules: list[Rule]) -> Display:
        return Display(pieces, rules, max(p.top for p in pieces), self._left, self._right, self._size, self._slanted)


def _frames(row: Row) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) from the first to the last tall bracket of a line, where it has brackets higher than itself."""
    tall = [p for p in row.hung if p.tall and p.top - p.bottom > 1.9 * row.size]
    if len(tall) < 2:
        return []
    return [(min(p.run.x for p in tall), min(p.bottom for p in tall), max(p.end for p in tall), max(p.top for p in tall))]


def _extent(piece: Piece) -> tuple[float, float]:
    """(bottom, top) of the room a piece takes in a display: at least that of a line of its size."""
    if piece.tall:
        return piece.bottom, piece.top
    return piece.run.y - 0.36 * piece.run.size, piece.run.y + 0.84 * piece.run.size
