"""The signs of a line of prose in groups: words, numbers, operands, operators, brackets; each knows if it is mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tutor.library.pdf.formulas.glyphs import Glyph, Rule
from tutor.library.pdf.formulas.latex import FUNCTIONS
from tutor.library.pdf.formulas.symbols import ACCENTS, BIG, INTEGRALS, PRIMES


class Kind(Enum):
    """What a group of signs is to its neighbours."""

    WORD = "word"
    OPERAND = "operand"
    NUMBER = "number"
    OPERATOR = "operator"  # stands between two operands
    PREFIX = "prefix"  # a function's name, a sum: stands before an operand
    OPEN = "open"
    CLOSE = "close"
    BAR = "bar"
    STOP = "stop"  # punctuation
    SCRIPT = "script"
    DOTS = "dots"


@dataclass(slots=True)
class Atom:
    """A group of signs of a line. `sure` when only mathematics is set like this; `start`, `end` in points."""

    kind: Kind
    glyphs: list[Glyph]
    sure: bool
    start: float
    end: float

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(g.char for g in self.glyphs)


_OPERATORS = frozenset("=+−<>≤≥≈∼≃≅≡≠∈∉∋⊂⊃⊆⊇∪∩∧∨→←↔⇒⇐⇔↦×⋅÷±∓∘⊕⊗⊖⊙⊘∝≪≫≺≻⪯⪰≜≔⊥∖*⋆/⟶⩽⩾⊢⊨↪↠∓≐⊊⊈∤∦≲≳⟂∓\u0338\u21a6")
_STOPS = frozenset(".,;:!?'\"“”‘`")
_PLAIN_OPERATORS = frozenset("=+<>−×±≤≥≈→/")


def atoms(glyphs: Sequence[Glyph], rules: Sequence[Rule], y: float, size: float, slanted: bool) -> list[Atom]:
    """The atoms of a line from left to right; `y` is its baseline, `size` that of its letters, in points.

    `slanted` when the page sets its variables in the italic of its text.
    """
    found: list[Atom] = []
    for rule in sorted(rules, key=lambda r: -r.width):
        nested = any(a.start <= rule.left and rule.right <= a.end for a in found)
        if not nested and _is_fraction(rule, glyphs):
            found.append(_fraction(rule, glyphs))
    taken = {g.index for atom in found for g in atom.glyphs}
    rest = [g for g in glyphs if g.index not in taken]
    accents = [g for g in rest if g.char in ACCENTS and not g.char.isascii()]
    found += _groups(sorted((g for g in rest if g not in accents), key=lambda g: (g.x, g.index)), y, size, slanted)
    for accent in accents:
        _crown(accent, found)
    return sorted(found, key=lambda a: (a.start, a.end))


def _crown(accent: Glyph, found: list[Atom]) -> None:
    """Give an accent to the atom under it; over a word it is a letter of that word."""
    middle = (accent.left + accent.right) / 2
    under = [a for a in found if a.start - 0.15 * accent.size < middle < a.end + 0.25 * accent.size and a.kind is not Kind.STOP]
    if not under:
        found.append(Atom(Kind.WORD, [accent], False, accent.x, accent.end))
        return
    base = min(under, key=lambda a: abs((a.start + a.end) / 2 - middle))
    base.glyphs.append(accent)
    if base.kind is Kind.WORD and len(base.glyphs) == 2 and base.glyphs[0].style == "mathbf":
        base.kind = Kind.OPERAND


def _is_fraction(rule: Rule, glyphs: Sequence[Glyph]) -> bool:
    over = [g for g in glyphs if rule.left - 0.8 < (g.left + g.right) / 2 < rule.right + 0.8]
    above = any(0 < g.bottom - rule.y < 0.6 * g.size for g in over)
    return above and any(0 < rule.y - g.top < 0.6 * g.size for g in over)


def _fraction(rule: Rule, glyphs: Sequence[Glyph]) -> Atom:
    held = [g for g in glyphs if rule.left - 0.8 < (g.left + g.right) / 2 < rule.right + 0.8]
    return Atom(Kind.OPERAND, held, True, rule.left, rule.right)


def _groups(glyphs: Sequence[Glyph], y: float, size: float, slanted: bool) -> Iterator[Atom]:
    at = 0
    while at < len(glyphs):
        stop = at + 1
        kind, sure = _kind(glyphs[at], y, size, slanted)
        if kind in (Kind.WORD, Kind.NUMBER):
            while stop < len(glyphs) and _continues(glyphs[stop - 1], glyphs[stop], kind, y, size, slanted):
                stop += 1
            if kind is Kind.NUMBER and glyphs[stop - 1].char in ".,":
                stop -= 1  # the comma behind a number is not the comma within one
        elif glyphs[at].char == "." and _three_dots(glyphs, at):
            kind, stop = Kind.DOTS, at + 3
        group = list(glyphs[at:stop])
        yield _named(Atom(kind, group, sure, min(group[0].x, group[0].left), max(g.end for g in group)), slanted)
        at = stop


def _kind(glyph: Glyph, y: float, size: float, slanted: bool) -> tuple[Kind, bool]:
    char = glyph.char
    if not glyph.known and glyph.face.mathematical:
        return Kind.OPERATOR, True  # whatever it is, what stands on both sides of it is one formula
    mathematical = glyph.face.mathematical or (slanted and glyph.face.style == "mathit" and char.isalpha())
    if (glyph.size < 0.88 * size and abs(glyph.y - y) > 0.04 * size) or char in PRIMES:
        return Kind.SCRIPT, mathematical
    if char in BIG or char in INTEGRALS:
        return Kind.PREFIX, True
    if char in "([{⟨⌊⌈":
        return Kind.OPEN, mathematical and (char not in "([" or glyph.face.tall)
    if char in ")]}⟩⌋⌉":
        return Kind.CLOSE, mathematical and (char not in ")]" or glyph.face.tall)
    if char in "|‖":
        return Kind.BAR, mathematical
    if char in "…⋯":
        return Kind.DOTS, mathematical
    if char in _STOPS:
        return Kind.STOP, mathematical and char in ",.;"
    if char in _OPERATORS and (mathematical or char in _PLAIN_OPERATORS):
        return Kind.OPERATOR, mathematical
    if char.isdigit():
        return Kind.NUMBER, mathematical
    if glyph.face.wide and glyph.style == "mathrm" and char.isalpha():
        return Kind.WORD, False
    if mathematical:
        return (Kind.STOP, False) if char in "∙□■◃▹" else (Kind.OPERAND, True)
    return Kind.WORD, False


def _continues(last: Glyph, glyph: Glyph, kind: Kind, y: float, size: float, slanted: bool) -> bool:
    gap = glyph.x - last.end
    if gap > 0.13 * size or abs(glyph.y - last.y) > 0.02 * size or (glyph.style != last.style and kind is Kind.WORD):
        return False
    other = _kind(glyph, y, size, slanted)[0]
    if kind is Kind.NUMBER:
        return other is Kind.NUMBER or (glyph.char in ".," and last.char.isdigit() and gap < 0.03 * size)
    hyphen = glyph.char in "-\u2019\u00ad" or last.char in "-\u2019"
    return other is Kind.WORD or (hyphen and other in (Kind.WORD, Kind.STOP))


def _three_dots(glyphs: Sequence[Glyph], at: int) -> bool:
    trio = glyphs[at : at + 3]
    if len(trio) < 3 or any(g.char != "." for g in trio):
        return False
    steps = [trio[1].x - trio[0].x, trio[2].x - trio[1].x]
    return abs(steps[0] - steps[1]) < 0.05 * trio[0].size and 0.3 < steps[0] / trio[0].size < 0.62


def _named(atom: Atom, slanted: bool) -> Atom:
    """The atom, its kind corrected where its whole text says more than its first sign."""
    text = atom.text
    if atom.kind is Kind.NUMBER and text and text[-1] in ".,":
        return atom
    if atom.kind is Kind.WORD:
        if text in FUNCTIONS and atom.glyphs[0].style == "mathrm":
            atom.kind = Kind.PREFIX
        elif (_bold_symbols(text) and all(g.style in ("mathbf", "boldsymbol") for g in atom.glyphs)) or (
            len(text) == 1 and text.isalpha() and atom.glyphs[0].style == "mathsf"
        ):
            atom.kind = Kind.OPERAND
        elif all(g.char.isalpha() and not g.char.isascii() and g.char in "ΓΔΘΛΞΠΣΥΦΨΩ" for g in atom.glyphs):
            atom.kind, atom.sure = Kind.OPERAND, True
    if slanted and atom.kind is Kind.OPERAND and len(text) == 1:
        atom.sure = True
    return atom


def _bold_symbols(text: str) -> bool:
    """Whether bold letters are symbols and no word.

    >>> _bold_symbols("x"), _bold_symbols("ABC"), _bold_symbols("Ax"), _bold_symbols("of")
    (True, True, True, False)
    """
    return text.isalpha() and (len(text) == 1 or (len(text) < 4 and text.isupper()) or (len(text) == 2 and text[0].isupper()))
