"""A page -> its running text with every formula in place, and what is known of each formula.

Law of this file: `text[formula.start:formula.end]` is the formula with its delimiters, and every character knows its glyph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tutor.library.pdf.formulas import confirm, inline
from tutor.library.pdf.formulas.columns import Piece
from tutor.library.pdf.formulas.fonts import Codes, all_named
from tutor.library.pdf.formulas.glyphs import Glyph, PageGlyphs, Rule, Run, page_rules
from tutor.library.pdf.formulas.recover import Recovered, numbered, recover
from tutor.library.pdf.formulas.symbols import PIECES
from tutor.library.pdf.formulas.zones import Display, Item, Row, items
from tutor.library.readable import UNREAD
from tutor.library.source import FormulaStatus

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LINE_HYPHENS = "\ufffe\u00ad\x02"
NOT_READ = "[formula]"
_HYPHEN = "\u00ad"
# A line this much shorter than its column ends its paragraph.
_FULL_LINE = 0.82
_MOST_GLYPHS = 1200


@dataclass(frozen=True, slots=True)
class Printed:
    """A formula of a page: where it stands in the text and on the paper. `box` is left, bottom, right, top in points."""

    latex: str
    display: bool
    start: int
    end: int
    box: tuple[float, float, float, float]
    number: str
    status: FormulaStatus
    doubts: tuple[str, ...] = ()


Memory = dict[object, tuple[Recovered | None, FormulaStatus]]
_MOST_REMEMBERED = 20_000


@dataclass(slots=True)
class PageText:
    """The text of a page as it grows; `origins` has the index of the glyph for each character, -1 where there is none."""

    letters: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    formulas: list[Printed] = field(default_factory=list)
    foreign: bool = False  # formulas are set by another program than TeX, with measures that we do not know
    torn: bool = False  # brackets of three lines and more stand in this line of text: what is between them may be lost to them
    memory: Memory = field(default_factory=dict)  # formulas inside lines by their looks, from this page and those before

    @property
    def text(self) -> str:
        return "".join(self.letters)

    def add(self, text: str, origin: int = -1) -> None:
        """Append characters that come from one glyph, or from none."""
        self.letters.extend(text)
        self.origins.extend([origin] * len(text))

    def ends_with(self, characters: str) -> bool:
        """Whether the last character is one of these; an empty text ends with all of them."""
        return not self.letters or self.letters[-1] in characters

    def drop_last(self) -> None:
        """Take the last character back."""
        self.letters.pop()
        self.origins.pop()


def read_page(page, codes: Callable[[str], Codes] = all_named, memory: Memory | None = None) -> PageText:
    """Read one page of pdfium's document.

    `codes` says of a font by its name what its codes are; `memory` is kept from page to page by a caller that reads many.
    """
    glyphs = PageGlyphs(page, codes)
    width, _ = page.get_size()
    level, _ = page_rules(page)
    out = PageText(memory={} if memory is None else memory)
    last: Item | None = None
    found = items(glyphs, level, width)
    out.foreign = any(face.wide or face.office for face in glyphs.faces) and not _by_tex(page)
    for item in found:
        if isinstance(item, Display):
            _add_display(out, item, glyphs)
        else:
            _add_line_break(out, last, item)
            _add_row(out, item, glyphs)
        last = item
    return out


def _by_tex(page) -> bool:
    """Whether TeX made the file of a page, by what the file says of itself; one that says nothing may be TeX's."""
    try:
        told = page.pdf.get_metadata_dict() if page.pdf else {}
    except UnicodeDecodeError:
        return False
    made = f"{told.get('Creator', '')} {told.get('Producer', '')}".lower()
    return not made.strip() or any(name in made for name in ("tex", "dvi"))


# Displays


def _add_display(out: PageText, display: Display, glyphs: PageGlyphs) -> None:
    signs = [g for piece in display.pieces for g in glyphs.glyphs(piece.run)]
    body, number = numbered(signs, display.edge_left, display.edge_right)
    if not body:
        return
    _strip_space(out)
    if out.letters:
        out.add("\n")
    _add_formula(out, body, display.rules, display.size, display.slanted, number)
    if number:
        out.add(f" {number}")
    out.add("\n")


def _add_formula(
    out: PageText, signs: Sequence[Glyph], rules: Sequence[Rule], size: float, slanted: bool, number: str | None
) -> None:
    """Append one formula; `number` is None for one inside a line."""
    display = number is not None
    found, status = _known(out, signs, rules, size, slanted, display)
    if (out.foreign or (out.torn and not display)) and status is FormulaStatus.CONFIRMED:
        status = FormulaStatus.UNCONFIRMED  # it was compared with the places where TeX would set its signs
    inner = found.latex if found is not None and status is not FormulaStatus.IMAGE_ONLY else NOT_READ
    mark = "$$" if display else "$"
    start = len(out.letters)
    out.add(f"{mark}{inner}{mark}", signs[0].index)
    box = (min(g.left for g in signs), min(g.bottom for g in signs), max(g.right for g in signs), max(g.top for g in signs))
    latex = "" if inner is NOT_READ else inner
    doubts = found.doubts if found is not None else ("not read",)
    out.formulas.append(Printed(latex, display, start, len(out.letters), box, number or "", status, doubts))


def _known(
    out: PageText, signs: Sequence[Glyph], rules: Sequence[Rule], size: float, slanted: bool, display: bool
) -> tuple[Recovered | None, FormulaStatus]:
    """The formula and its status; one that was printed the same way before is not read again."""
    if rules or display:
        found = _recovered(signs, rules, size, slanted)
        return found, confirm.status(found, signs, display)
    x, y = signs[0].x, signs[0].y
    look = tuple((g.char, g.style, g.face.name, g.size, round(g.x - x, 1), round(g.y - y, 1), g.known) for g in signs)
    key = (look, slanted, round(size, 1))
    if key not in out.memory:
        found = _recovered(signs, rules, size, slanted)
        if len(out.memory) > _MOST_REMEMBERED:
            out.memory.clear()
        out.memory[key] = found, confirm.status(found, signs, display)
    return out.memory[key]


def _recovered(signs: Sequence[Glyph], rules: Sequence[Rule], size: float, slanted: bool) -> Recovered | None:
    """What the signs say; None when there are too many to be one formula, or they nest too deep to be read."""
    if len(signs) > _MOST_GLYPHS:
        return None
    try:
        return recover(signs, rules, size, slanted)
    except RecursionError:
        return None


# Lines of prose


def _add_line_break(out: PageText, last: Item | None, row: Row) -> None:
    """A space when the paragraph goes on, a new line when it does not."""
    if not out.letters or out.ends_with("\n"):
        return
    if out.ends_with(_HYPHEN):
        out.drop_last()  # a word broken over two lines
        return
    if isinstance(last, Row) and _goes_on(last, row):
        out.add(" ")
        return
    _strip_space(out)
    out.add("\n")


def _goes_on(last: Row, row: Row) -> bool:
    """Whether `row` continues the paragraph of `last`."""
    width = row.edge_right - row.edge_left
    full = last.right > last.edge_left + _FULL_LINE * (last.edge_right - last.edge_left)
    same = abs(last.size - row.size) < 0.06 * row.size
    indented = 0.7 * row.size < row.left - last.left < 3.0 * row.size and last.left < row.edge_left + 0.5 * row.size
    step = last.y - row.y
    apart = step > 1.75 * row.size
    return full and same and not indented and not apart and width > 0


def _strip_space(out: PageText) -> None:
    while out.letters and out.letters[-1] in " \n":
        out.drop_last()


def _add_row(out: PageText, row: Row, glyphs: PageGlyphs) -> None:
    pieces = row.all
    formulas: dict[int, int] = {}
    groups = _formulas_of(row, pieces, glyphs)
    out.torn = any(sign.char in PIECES and sign.face.wide for signs, _ in groups for sign in signs)
    for number, (signs, _) in enumerate(groups):
        for sign in signs:
            formulas[sign.index] = number
            if "\ud800" <= glyphs.chars[sign.index] < "\udc00":
                formulas[sign.index + 1] = number
    done: set[int] = set()
    last: Piece | None = None
    for piece in pieces:
        within = formulas.get(piece.run.first) in done
        if last is not None and not within and piece.run.x - last.end > 0.13 * row.size and not out.ends_with(" \n"):
            out.add(" ")
        if _is_footnote_mark(piece, row, formulas):
            out.add(f"[{piece.run.text.strip()}]" + ("" if last else " "), piece.run.first)
            last = piece
            continue
        _add_piece(out, piece, glyphs, formulas, groups, done, row)
        last = piece


def _is_footnote_mark(piece: Piece, row: Row, formulas: dict[int, int]) -> bool:
    """Whether a piece is a raised figure that belongs to no formula."""
    raised = piece.run.size < 0.88 * row.size and piece.run.y > row.y + 0.2 * row.size
    return raised and piece.run.text.strip().isdigit() and len(piece.run.text) < 4 and piece.run.first not in formulas


def _formulas_of(row: Row, pieces: Sequence[Piece], glyphs: PageGlyphs) -> list[tuple[list[Glyph], list[Rule]]]:
    if not row.has_mathematics:
        return []
    signs = [g for piece in pieces for g in glyphs.glyphs(piece.run, ends_only=not row.slanted)]
    return inline.formulas_in(signs, row.rules, row.y, row.size, row.slanted)


def _add_piece(
    out: PageText,
    piece: Piece,
    glyphs: PageGlyphs,
    formulas: dict[int, int],
    groups: Sequence[tuple[list[Glyph], list[Rule]]],
    done: set[int],
    row: Row,
) -> None:
    chars = glyphs.chars
    index = piece.run.first
    if not formulas or not any(at in formulas for at in range(index, piece.run.last)):
        _add_plain(out, piece.run)
        return
    while index < piece.run.last:
        char = chars[index]
        number = formulas.get(index)
        if number is not None:
            if number not in done:
                done.add(number)
                signs, rules = groups[number]
                _add_formula(out, signs, rules, row.size, row.slanted, None)
            index += 2 if "\ud800" <= char < "\udc00" else 1
            continue
        if "\ud800" <= char < "\udc00" and index + 1 < piece.run.last:
            out.add(_whole(chars[index : index + 2]), index)
            index += 2
            continue
        written = UNREAD if piece.run.unreadable and char != " " else _written(char)
        inside = index - 1 in formulas and formulas[index - 1] == formulas.get(index + 1)
        if written != " " or not (inside or out.ends_with(" \n")):
            out.add(written, index)
        index += 1


def _add_plain(out: PageText, run: Run) -> None:
    """Append a run in which no formula stands."""
    text = re.sub("[^ ]", UNREAD, run.text) if run.unreadable else run.text
    if not run.unreadable and not _PLAIN.fullmatch(text):
        text = "".join(map(_written, text)) if not _HALVES.search(text) else ""
    if len(text) != len(run.text) or (text[:1] == " " and out.ends_with(" \n")):
        _add_slowly(out, run)
        return
    out.letters.extend(text)
    out.origins.extend(range(run.first, run.last))


def _add_slowly(out: PageText, run: Run) -> None:
    index = run.first
    for char in _HALVES.sub(lambda pair: _whole(pair.group()), run.text):
        written = UNREAD if run.unreadable and char != " " else _written(char)
        if written != " " or not out.ends_with(" \n"):
            out.add(written, index)
        index += 2 if char > "\uffff" else 1


def _whole(pair: str) -> str:
    """The character that two halves of UTF-16 stand for."""
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))


_PLAIN = re.compile(r"[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027]*")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _written(char: str) -> str:
    if char in LIGATURES:
        return LIGATURES[char]
    if char in LINE_HYPHENS:
        return _HYPHEN
    if char == "\t" or unicodedata.category(char) in ("Zs", "Zl", "Zp") or char in "\r\n":
        return " "
    return UNREAD if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") else char
