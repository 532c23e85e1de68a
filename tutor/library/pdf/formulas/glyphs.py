"""The glyphs of a page, from pdfium's raw interface.

pdfium's traps, each seen: the text page must be held or its memory is given to others and answers silently change; the font is
a property of the text object, so it is asked once for each; a glyph without a Unicode meaning comes back as its bare code; a
character beyond U+FFFF comes as two; a glyph of code 0 is missing from the text of the whole page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tutor.library.pdf.formulas.encodings import PRIVATE
from tutor.library.pdf.formulas.fonts import NAMELESS, Codes, Face, all_named, face
from tutor.library.pdf.formulas.native import address_of, native
from tutor.library.pdf.formulas.symbols import SAME, alphabet, is_mathematics
from tutor.library.readable import UNREAD

_NO_TEXT = "\r\n"


@dataclass(slots=True)
class Run:
    """Characters `first` up to `last` (exclusive) of the page that one text object sets: one font, one size, one baseline."""

    first: int
    last: int
    face: Face
    size: float
    x: float
    y: float
    text: str
    unreadable: bool = False  # nobody knows which letters these are


@dataclass(slots=True)
class Glyph:
    """One printed sign. Points, origin at the page's lower left; (x, y) is its reference point, then its advance and its ink."""

    index: int
    char: str
    known: bool
    face: Face
    style: str
    size: float
    x: float
    y: float
    end: float
    left: float
    bottom: float
    right: float
    top: float


class PageGlyphs:
    """The runs and glyphs of one page. Keeps pdfium's text page alive as long as it lives itself."""

    def __init__(self, page, codes: Callable[[str], Codes] = all_named) -> None:
        self._page = page
        self._textpage = page.get_textpage()
        self._text = address_of(self._textpage.raw)
        self._origin_of = native("FPDFText_GetCharOrigin")
        self._codes = codes
        self._nameless = False
        self._numbered: dict[str, bool] = {}  # fonts: whether their codes are only the numbers of shapes
        self._sound: dict[str, int] = {}  # runs of a font that were looked at and have a meaning
        self._doubles = (ctypes.c_double * 4)()
        at = ctypes.addressof(self._doubles)
        self._at = (at, at + 8, at + 16, at + 24)
        self._floats = (ctypes.c_float * 6)()
        self._inks: dict[tuple[str, float], dict[str, tuple[float, ...]]] = {}
        self._floats_at = ctypes.addressof(self._floats)
        self._fonts: dict[int | None, Face] = {}
        self.count = self._textpage.count_chars()
        self.chars = self._characters()

    def _characters(self) -> str:
        """One character for each of pdfium's indices."""
        text = self._textpage.get_text_range() if self.count else ""
        if len(text) == self.count and not _BEYOND.search(text):
            return text
        unicode, held = native("FPDFText_GetUnicode"), self._text
        # Half a character beyond U+FFFF stays half here: one place for each index.
        return "".join([chr(unicode(held, i)) for i in range(self.count)])

    @property
    def faces(self) -> list[Face]:
        """The fonts that the runs of the page have named so far."""
        return [*self._fonts.values(), *([NAMELESS] if self._nameless else [])]

    def runs(self) -> list[Run]:
        """The text objects of the page in the order of its content, generated characters left out at their ends."""
        found = self._objects()
        if any(not run.face.name and _MATHEMATICAL.search(run.text) for run in found):
            # A browser draws the letters of OpenType fonts one by one and leaves the names of the fonts out.
            self._nameless = True
            for run in found:
                if not run.face.name and not _WORD.search(run.text):
                    run.face = NAMELESS
        words = [run for run in found if run.face.words]
        letterwise = sum(len(run.text) == 1 for run in words) > _LETTERWISE * len(words)
        return self._put_together(found) if letterwise else found

    def _objects(self) -> list[Run]:
        owner, held, count = native("FPDFText_GetTextObject"), self._text, self.count
        found: list[Run] = []
        at = 0
        while at < count:
            handle = owner(held, at)
            if not handle:
                at += 1
                continue
            # The characters of one object follow each other: leap while it goes on, then close in on its end.
            last, step = at, 4
            while last + step < count and owner(held, last + step) == handle:
                last += step
                step *= 2
            while step > 1:
                step //= 2
                if last + step < count and owner(held, last + step) == handle:
                    last += step
            if (run := self._run(at, last + 1, handle)) is not None:
                found.append(run)
            at = last + 1
        return found

    def _put_together(self, runs: list[Run]) -> list[Run]:
        """The runs of a page of which every letter was set by itself, as browsers print, made into runs of words."""
        found: list[Run] = []
        for run in runs:
            last = found[-1] if found else None
            if last is not None and _goes_on(last, run) and self.chars[last.last : run.first].strip(" ") == "":
                last.text = self.chars[last.first : run.last]
                last.last = run.last
            else:
                found.append(run)
        return found

    def _run(self, first: int, last: int, handle: int) -> Run | None:
        while first < last and self.chars[first] in _NO_TEXT and self._blank(first, self.chars[first]):
            first += 1
        while last > first and self.chars[last - 1] in _NO_TEXT and self._blank(last - 1, self.chars[last - 1]):
            last -= 1
        if first == last:
            return None
        known = self._face_and_size(first, handle)
        self._origin_of(self._text, first, self._at[0], self._at[1])
        x, y, text = self._doubles[0], self._doubles[1], self.chars[first:last]
        return Run(first, last, known[0], known[1], x, y, text, self._numbers(first, last, known[0]))

    def _numbers(self, first: int, last: int, family: Face) -> bool:
        """Whether the characters of a run of text are only the numbers of shapes in its font."""
        if family.mathematical or family.codes:
            return False
        name = family.name
        # A number that happens to be that of a character does not show itself: a few are asked, of the first few runs of a font.
        if self._sound.get(name, 0) < _ASKED and name not in self._numbered:
            if any(self.unmapped(index) for index in range(first, min(last, first + _ASKED))):
                self._numbered[name] = self._codes(name) is Codes.NUMBERS
            else:
                self._sound[name] = self._sound.get(name, 0) + 1
        return self._numbered.get(name, False)

    def _face_and_size(self, index: int, handle: int) -> tuple[Face, float]:
        font = native("FPDFTextObj_GetFont")(handle)
        known = self._fonts.get(font)
        if known is None:
            buffer, flags = ctypes.create_string_buffer(160), ctypes.c_int()
            native("FPDFText_GetFontInfo")(self._text, index, ctypes.addressof(buffer), 160, ctypes.addressof(flags))
            known = self._fonts[font] = face(buffer.value.decode("latin-1"))
        native("FPDFText_GetMatrix")(self._text, index, self._floats_at)
        scale = abs(self._floats[3]) or abs(self._floats[1]) or 1.0
        return known, native("FPDFText_GetFontSize")(self._text, index) * scale

    def end_of(self, run: Run) -> float:
        """Where the advance of the last character of a run ends, in points."""
        return float(self._loose(run.last - 1))

    def _loose(self, index: int) -> float:
        native("FPDFText_GetLooseCharBox")(self._text, index, self._floats_at)
        return self._floats[2]

    def x_of(self, index: int) -> float:
        """Where the reference point of a character stands, from the left, in points."""
        self._origin_of(self._text, index, self._at[0], self._at[1])
        return self._doubles[0]

    def generated(self, index: int) -> bool:
        """Whether pdfium put the character in where the page has only a gap."""
        return bool(native("FPDFText_IsGenerated")(self._text, index) == 1)

    def unmapped(self, index: int) -> bool:
        """Whether pdfium knows no Unicode meaning and gives the bare code."""
        return self.chars[index] == "\0" or bool(native("FPDFText_HasUnicodeMapError")(self._text, index) == 1)

    def glyphs(self, run: Run, ends_only: bool = False) -> Iterator[Glyph]:
        """The printed signs of a run; with `ends_only`, of words in a row only the first and the last one."""
        if ends_only and not run.face.mathematical and _WORDS.fullmatch(run.text):
            first, last = run.text.find(" "), run.text.rfind(" ")
            if first < last:
                yield from self._signs(run, run.first, run.first + first)
                yield from self._signs(run, run.first + last + 1, run.last)
                return
        yield from self._signs(run, run.first, run.last)

    def _signs(self, run: Run, first: int, last: int) -> Iterator[Glyph]:
        face, size, chars = run.face, run.size, self.chars
        inks = self._inks.setdefault((face.name, size), {})
        easy = not face.tall and not face.wide and not run.unreadable
        held, origin_of, doubles, at_x, at_y = self._text, self._origin_of, self._doubles, self._at[0], self._at[1]
        index = first
        before: Glyph | None = None
        while index < last:
            char, width = chars[index], 1
            if easy and char in inks and char in _PLAIN and face.codes.get(ord(char), char) == char:
                # A letter of a known shape, and the same letter whether it is a bare code or not: most signs are.
                origin_of(held, index, at_x, at_y)
                x, y = doubles[0], doubles[1]
                end, left, bottom, right, top = inks[char]
                sign = Glyph(index, char, True, face, face.style, size, x, y, end + x, left + x, bottom + y, right + x, top + y)
            else:
                if "\ud800" <= char < "\udc00" and index + 1 < last:
                    char, width = _joined(char, self.chars[index + 1]), 2
                if "\ufe00" <= char <= "\ufe0f" or self._blank(index, char):
                    index += width
                    continue
                sign = self._glyph(index, char, run)
            if before is not None and before.x == sign.x:
                sign.end = before.end = max(sign.end, before.end)  # two letters of one ligature
            yield sign
            before = sign
            index += width

    def _blank(self, index: int, char: str) -> bool:
        # A code that looks like a space can be a sign of a symbol font.
        return char in " \u00a0\r\n" and (self.generated(index) or not self.unmapped(index))

    def _glyph(self, index: int, char: str, run: Run) -> Glyph:
        self._origin_of(self._text, index, self._at[0], self._at[1])
        x, y = self._doubles[0], self._doubles[1]
        end, left, bottom, right, top = self._ink(index, char, run, x, y)
        sign, known, style = (UNREAD, False, run.face.style) if run.unreadable else self._meaning(index, char, run.face)
        return Glyph(index, sign, known, run.face, style, run.size, x, y, end, left, bottom, right, top)

    def _ink(self, index: int, char: str, run: Run, x: float, y: float) -> tuple[float, ...]:
        # Letters of one font look alike wherever they stand; signs that come in sizes do not.
        inks = self._inks.setdefault((run.face.name, run.size), {}) if char.isalnum() and not run.face.tall else {}
        shape = inks.get(char)
        if shape is None:
            native("FPDFText_GetCharBox")(self._text, index, *self._at)
            left, right, bottom, top = self._doubles
            shape = inks[char] = (self._loose(index) - x, left - x, bottom - y, right - x, top - y)
        return shape[0] + x, shape[1] + x, shape[2] + y, shape[3] + x, shape[4] + y

    def _meaning(self, index: int, char: str, family: Face) -> tuple[str, bool, str]:
        """(character, whether it has a meaning, LaTeX alphabet) of a glyph."""
        if char in _PLAIN and not family.wide and family.codes.get(ord(char), char) == char:
            return char, True, family.style  # bare code or not, it is the same letter
        if family.wide and self.unmapped(index):
            return UNREAD, False, family.style  # the number of a glyph in its font, which says nothing
        if family.codes and char < "\u0100" and self.unmapped(index):
            sign = family.codes.get(ord(char), "")
            return SAME.get(sign, sign) or char, bool(sign), family.style
        if char in PRIVATE:
            return SAME.get(PRIVATE[char], PRIVATE[char]), True, family.style
        if family.wide and char.isascii() and char.isalpha():
            return char, True, "mathrm"
        letter = alphabet(char)
        if letter is not None:
            return letter[0], True, letter[1]
        if family.greek_swapped and char in "φϕ" and self._codes(family.name) is not Codes.NAMED:
            char = "ϕ" if char == "φ" else "φ"
        if family.wide:
            sign = SAME.get(char, char)
            return sign, is_mathematics(sign), family.style
        return SAME.get(char, char), ord(char) >= 32 and not "\ue000" <= char <= "\uf8ff" and char != "\ufffd", family.style


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_MATHEMATICAL = re.compile("\ud835")
_WORD = re.compile("[A-Za-z]{2}")
_BEYOND = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")


def _joined(high: str, low: str) -> str:
    """The character that two halves of UTF-16 stand for.

    >>> _joined("\\ud835", "\\udefc")
    '𝛼'
    """
    return chr(0x10000 + ((ord(high) - 0xD800) << 10) + (ord(low) - 0xDC00))


def _goes_on(last: Run, run: Run) -> bool:
    """Whether a run of text stands on the line of the one before it, in the same letters."""
    same = last.face == run.face and last.face.words and last.unreadable == run.unreadable
    level = abs(last.size - run.size) < 0.01 and abs(last.y - run.y) < 0.01
    return same and level and run.x > last.x and run.first <= last.last + 1


def page_rules(page) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules of a page: thin paths, thinner than 1.6 points."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for left, bottom, right, top in _paths(address_of(page.raw), "FPDFPage", 3):
        if top - bottom < _THIN and right - left > 1.0:
            level.append(Rule(left, bottom, right, top))
        elif right - left < _THIN and top - bottom > 2.0:
            upright.append(Rule(left, bottom, right, top))
    return level, upright


def _paths(owner: int, kind: str, depth: int) -> Iterator[tuple[float, float, float, float]]:
    """Bounds of the paths of a page or of a form on it, in points."""
    get, type_of, bounds = native(f"{kind}_GetObject"), native("FPDFPageObj_GetType"), native("FPDFPageObj_GetBounds")
    sides = (ctypes.c_float * 4)()
    at = ctypes.addressof(sides)
    for number in range(min(native(f"{kind}_CountObjects")(owner), _MOST_OBJECTS)):
        item = get(owner, number)
        what = type_of(item)
        if what == _PATH:
            bounds(item, at, at + 4, at + 8, at + 12)
            yield sides[0], sides[1], sides[2], sides[3]
        elif what == _FORM and depth > 1:
            yield from _paths(item, "FPDFFormObj", depth - 1)


# A page of a hundred thousand paths is a drawing.
_MOST_OBJECTS = 60_000
_PATH, _FORM = 2, 5
_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[ ,.;’\-]+[A-Za-z\u00c0-\u024f]+)*[ ,.;]*")
_THIN = 1.6
_ASKED = 6
_LETTERWISE = 0.8


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def y(self) -> float:
        """Its middle height."""
        return (self.bottom + self.top) / 2

    @property
    def width(self) -> float:
        return self.right - self.left
