"""The glyphs and rules of one formula -> its LaTeX, with every doubt that came up on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.pdf.formulas.glyphs import Glyph, Rule
from tutor.library.pdf.formulas.latex import latex
from tutor.library.pdf.formulas.layout import Box, Node, Sign
from tutor.library.pdf.formulas.pieces import boxes_of
from tutor.library.pdf.formulas.reader import Reader

_NUMBER = re.compile(r"\((?:[A-Z]{1,2}\.?)?\d{1,3}(?:[.\-−]\d{1,3}){0,3}[a-z]?[′*]?\)")


@dataclass(frozen=True, slots=True)
class Recovered:
    """A formula read from paper: its layout, its LaTeX, what did not fit, and of how many whole signs it was read (`ink`)."""

    node: Node
    latex: str
    doubts: tuple[str, ...]
    ink: int


def recover(glyphs: Sequence[Glyph], rules: Sequence[Rule], size: float, italic_is_mathematics: bool = False) -> Recovered:
    """Read the formula that these glyphs and rules print among letters of `size` points."""
    boxes = boxes_of(glyphs, italic_is_mathematics)
    ink = sum(signs_in(box) for box in boxes)
    reader = Reader(boxes, rules, size)
    reader.doubts += [f"unknown sign {g.index}" for g in glyphs if not g.known]
    node = reader.read()
    return Recovered(node, latex(node), tuple(reader.doubts), ink)


def signs_in(box: Box) -> int:
    """How many signs a box that was put together from parts counts for in its tree."""
    return 1 if isinstance(box.node, Sign) else 2


def numbered(glyphs: Sequence[Glyph], left: float, right: float) -> tuple[list[Glyph], str]:
    """The glyphs of a display without the number printed at an edge of its column, and that number.

    `left` and `right` are the edges of the column, in points.
    """
    number, held = "", list(glyphs)
    levels = sorted({round(g.y, 1) for g in glyphs if g.char == ")" and g.face.words}, reverse=True)
    for y in levels:
        line = sorted((g for g in held if abs(g.y - y) < 0.3), key=lambda g: g.x)
        for tail in (_end_of(line), _start_of(line)):
            text = "".join(g.char for g in tail)
            at_edge = tail and (tail[-1].end > right - 0.7 * tail[0].size or tail[0].x < left + 0.7 * tail[0].size)
            if at_edge and len(tail) < len(held) and _NUMBER.fullmatch(text):
                number += f" {text}" if number else text
                gone = {g.index for g in tail}
                held = [g for g in held if g.index not in gone]
                break
    return held, number


def _end_of(line: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs after the last wide gap of a line."""
    at = len(line) - 1
    while at > 0 and line[at].x - line[at - 1].end < 0.9 * line[at].size:
        at -= 1
    return list(line[at:]) if line else []


def _start_of(line: Sequence[Glyph]) -> list[Glyph]:
    at = 1
    while at < len(line) and line[at].x - line[at - 1].end < 0.9 * line[at].size:
        at += 1
    return list(line[:at])
