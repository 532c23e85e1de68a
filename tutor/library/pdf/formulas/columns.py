"""A page's runs as pieces with their measures, and the columns they stand in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.library.pdf.formulas.glyphs import Glyph, PageGlyphs, Rule, Run

_PAGE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,7}")


@dataclass(slots=True)
class Piece:
    """A run with where it ends and how high it reaches, in points."""

    run: Run
    end: float
    bottom: float
    top: float
    tall: bool = False  # its baseline says nothing: a sum, a big bracket, a root


def without_page_number(pieces: list[Piece]) -> list[Piece]:
    """The pieces without a number that stands alone at the very top or bottom of the page."""
    held = pieces
    for edge in (max, min):
        if not held:
            break
        y = edge(p.run.y for p in held)
        line = [p for p in held if abs(p.run.y - y) < 0.3]
        if any(0.3 <= abs(p.run.y - y) < 1.3 * p.run.size for p in held):
            continue  # it hangs on a line
        if len(line) < len(held) and _PAGE_NUMBER.fullmatch(
            "".join(p.run.text for p in sorted(line, key=lambda p: p.run.x)).strip()
        ):
            gone = set(map(id, line))
            held = [p for p in held if id(p) not in gone]
    return held


def piece_of(glyphs: PageGlyphs, run: Run) -> Piece:
    end = glyphs.end_of(run)
    if run.face.mathematical and (run.face.tall or (run.face.style == "mathcal" and run.text[0] in "√p")):
        inks = list(glyphs.glyphs(run))
        if inks and (not run.face.wide or any(_off_the_line(g) for g in inks)):
            return Piece(run, end, min(g.bottom for g in inks), max(g.top for g in inks), True)
    return Piece(run, end, run.y - 0.22 * run.size, run.y + 0.72 * run.size)


def _off_the_line(glyph: Glyph) -> bool:
    """Whether a sign is so high, or stands so far from its baseline, that the baseline says nothing about it.

    A root hangs from its bar: in OpenType fonts even the smallest stands on no line.
    """
    high, size = glyph.char == "√" or glyph.top - glyph.bottom > 1.12 * glyph.size, glyph.size
    return high or glyph.top < glyph.y or glyph.bottom > glyph.y + 0.7 * size or glyph.bottom < glyph.y - 0.6 * size


def body_size(pieces: Iterable[Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if piece.run.face.words:
            sizes[round(piece.run.size, 1)] += len(piece.run.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def columns(pieces: list[Piece], rules: Sequence[Rule], size: float, width: float) -> list[tuple[list[Piece], list[Rule]]]:
    """The page in the order it is read: one part, or the columns between what reaches over both."""
    gutter = _gutter(pieces, size, width)
    if gutter is None:
        return [(pieces, list(rules))]
    across = sorted({p.run.y for p in pieces if p.run.x < gutter - size and p.end > gutter + size}, reverse=True)
    parts: dict[tuple[int, int], tuple[list[Piece], list[Rule]]] = {}
    edges = [-y for y in across]
    for piece in pieces:
        wide = any(abs(piece.run.y - y) < 0.5 * size for y in across)
        zone = 2 * bisect_left(edges, -piece.run.y - 0.5 * size) + (0 if wide else 1)
        side = 0 if wide or piece.run.x < gutter else 1
        parts.setdefault((zone, side), ([], []))[0].append(piece)
    for rule in rules:
        middle = (rule.left + rule.right) / 2
        zone = 2 * bisect_left(edges, -rule.y - 0.5 * size) + 1
        parts.setdefault((zone, 0 if middle < gutter else 1), ([], []))[1].append(rule)
    return [parts[key] for key in sorted(parts) if parts[key][0]]


def _gutter(pieces: Sequence[Piece], size: float, width: float) -> float | None:
    """x of the empty strip between two columns, None on a page of one."""
    prose = [p for p in pieces if p.run.face.words and p.run.size > 0.8 * size and len(p.run.text) > 3]
    if len(prose) < 20:
        return None
    best = None
    for step in range(-10, 11):
        x = width / 2 + step * 0.012 * width
        crossing = sum(p.run.x < x < p.end for p in prose)
        left = sum(p.end <= x for p in prose)
        right = len(prose) - left - crossing
        if crossing <= 0.06 * len(prose) and min(left, right) > 0.28 * len(prose):
            edge = max((p.end for p in prose if p.end <= x + 1), default=x)
            nearest = min((p.run.x for p in prose if p.run.x >= x - 1), default=x)
            if nearest - edge > 0.6 * size and (best is None or crossing < best[0]):
                best = (crossing, (edge + nearest) / 2)
    return best[1] if best else None
