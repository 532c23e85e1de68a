"""Marks that belong to their letters before anything else is read: accents, and letters that form words."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.library.pdf.formulas.layout import Accent, Box, Sign, Words, merged, without
from tutor.library.pdf.formulas.pieces import by_line
from tutor.library.pdf.formulas.symbols import ACCENTS, Role

_BASES = (Role.ORDINARY, Role.LETTER)


def with_accents(boxes: Sequence[Box], doubts: list[str]) -> list[Box]:
    """The boxes with every accent over a single letter joined to it; wide accents stay for later."""
    held = list(boxes)
    for accent in sorted((b for b in held if b.role is Role.ACCENT), key=lambda b: b.bottom):
        under = [b for b in held if b.role in _BASES and _under(accent, b)]
        letters = [b for b in under if accent.left - 0.5 < b.middle < accent.right + 0.5 and b.size > 0.85 * accent.size]
        if accent.right - accent.left > 0.3 * accent.size and len(letters) > 1:
            continue
        if not under:
            if accent.char not in "\u0302\u0303":
                accent.role = Role.ORDINARY
                doubts.append("loose accent")
            continue
        base = min(under, key=lambda b: abs(b.middle - accent.middle) + abs(accent.bottom - b.top))
        if _wide(accent) and base.opentype and _between_letters(base, held):
            doubts.append("accent over a part")  # a font whose widest accent is narrower than what it belongs to
        held = [*without(held, (accent, base)), _accented(accent, base)]
    return held


def _wide(accent: Box) -> bool:
    return accent.right - accent.left > 0.52 * accent.size or accent.height > 0.3 * accent.size


def _between_letters(base: Box, boxes: Sequence[Box]) -> bool:
    """Whether letters touch a letter on both sides."""
    level = [b for b in boxes if b is not base and b.role in _BASES and abs(b.y - base.y) < 0.05 * base.size and b.char.isalpha()]
    near = 0.05 * base.size
    return any(abs(b.end - base.start) < near for b in level) and any(abs(b.start - base.end) < near for b in level)


def _under(accent: Box, base: Box) -> bool:
    size = base.size
    gap = accent.bottom - base.top
    beside = base.left - 0.3 * size < accent.middle < base.right + 0.4 * size
    return (
        beside and -0.4 * size < gap < 0.5 * size and base.size > 0.8 * accent.size and base.centre < accent.bottom + 0.1 * size
    )


def _accented(accent: Box, base: Box) -> Box:
    if base.char == "h" and accent.char == "\u0304" and accent.bottom < base.top:
        return merged(Sign("ℏ"), [base, accent], start=base.start, end=base.end)
    wide, command = _wide(accent), ACCENTS[accent.char]
    command = {"hat": "widehat", "tilde": "widetilde"}.get(command, command) if wide else command
    return merged(Accent(command, base.node), [base, accent], start=base.start, end=base.end)


def with_words(boxes: Sequence[Box]) -> list[Box]:
    """The boxes with runs of upright letters of one style, size and baseline made into words."""
    letters = [b for b in boxes if b.role is Role.LETTER and isinstance(b.node, Sign)]
    letters = by_line(letters)
    words: list[list[Box]] = []
    for letter in letters:
        if words and _joins(words[-1][-1], letter):
            words[-1].append(letter)
        else:
            words.append([letter])
    return [*without(boxes, letters), *map(_word, words)]


def _joins(last: Box, letter: Box) -> bool:
    assert isinstance(last.node, Sign)
    assert isinstance(letter.node, Sign)
    same = last.node.style == letter.node.style and abs(last.y - letter.y) < 0.15 and abs(last.size - letter.size) < 0.1
    # The letters of a ligature are given the same place.
    near = -0.2 * letter.size < letter.start - last.end < 0.11 * letter.size or abs(letter.start - last.start) < 0.01
    return same and near


def _word(letters: list[Box]) -> Box:
    style = letters[0].node.style if isinstance(letters[0].node, Sign) else ""
    return merged(Words("".join(b.char for b in letters), style), letters, role=Role.LETTER)
