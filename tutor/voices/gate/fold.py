r"""When two printings of the same words are the same letters: the rule by which a quote is compared with its page.

The rule. White space of any kind and length is one blank. A ligature is its letters, a letter with a combining accent is the
accented letter, a soft hyphen and a zero-width blank are nothing, an ellipsis is three dots, Markdown's `**` at the edge of a
word is nothing. Apostrophes and quotation marks are one class each, whatever their curve. Hyphen, non-breaking hyphen and minus
are one class, because typewriters have one key for them; en and em dashes are not in it: 1–3 is a range and 1-3 a difference. A
hyphen at a line's end, between two pieces of at least two letters and outside formulas, may be a hyphen of the word or of the
line: both joinings are accepted. Nothing else is folded: no capitals, no signs, no look-alike letters, no control or direction
marks.

Everything here is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.maths.spans import kept_whole

_LETTER = r"[^\W\d_]"
_PAIR = rf"{_LETTER}{_LETTER}"
_CHANGES = re.compile(
    rf"""(?P<line>(?<={_PAIR})[-\u2010\u00ad][^\S\n]*\n\s*(?={_PAIR}))
      | (?P<apart>(?<={_PAIR})[-\u2010\u2011][ ](?={_PAIR}))
      | (?P<hyphen>(?<={_PAIR})[-\u2010\u2011](?={_PAIR}))
      | (?P<nothing>[\u00ad\u200b\u2060\ufeff])
      | (?P<ligature>[\ufb00-\ufb06])
      | (?P<dots>\u2026)
      | (?P<accent>{_LETTER}[\u0300-\u036f]+)
      | (?P<bold>(?<!\S)\*\*(?=\S) | (?<=[^\s*])\*\*(?!\S))
      | (?P<blank>\s\s+)
    """,
    re.VERBOSE,
)
_SAME = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2212": "-",
        **dict.fromkeys(map(chr, (*range(9, 14), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))), " "),
        **dict.fromkeys("\u2028\u2029\u202f\u205f\u3000", " "),
    }
)  # fmt: skip
_JOINTS = frozenset({"line", "apart", "hyphen"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded: `letters`, where each run of them stands in the text, and the hyphens taken out of words.

    `runs` are (place in letters, place in the text, length in the text, or 0 for a run of equal length), in order.
    """

    letters: str
    _at: Sequence[int]
    _from: Sequence[int]
    _long: Sequence[int]
    joints: Sequence[int]
    kinds: Sequence[str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of letters[start:end]."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        run = bisect_right(self._at, at) - 1
        if self._long[run]:
            return self._from[run], self._from[run] + self._long[run]
        place = self._from[run] + at - self._at[run]
        return place, place + 1

    def joined(self, start: int, end: int) -> dict[int, str]:
        """The hyphens taken out strictly inside letters[start:end], by their place from `start`."""
        first, last = bisect_right(self.joints, start), bisect_left(self.joints, end)
        return {self.joints[n] - start: self.kinds[n] for n in range(first, last)}


def fold(text: str) -> Folded:
    """The text by the rule above.

    >>> fold("eigen-\\nvalues \\ufb01nd").letters
    'eigenvalues find'
    """
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    joints: list[tuple[int, str]] = []
    length = done = 0
    for begin, end, kind, new in (*_changed(text), (len(text), len(text), "", "")):
        if begin > done:
            pieces.append(text[done:begin])
            runs.append((length, done, 0))
            length += begin - done
        if kind in _JOINTS:
            joints.append((length, kind))
        if new:
            pieces.append(new)
            runs.append((length, begin, end - begin))
            length += len(new)
        done = end
    at, start, long = ([run[n] for run in runs] for n in range(3))
    return Folded("".join(pieces).translate(_SAME), at, start, long, [place for place, _ in joints], [kind for _, kind in joints])


def _changed(text: str) -> Iterator[tuple[int, int, str, str]]:
    whole: list[tuple[int, int]] | None = None  # formulas and code, found when a hyphen first asks for them
    ends: list[int] = []
    for match in _CHANGES.finditer(text):
        kind = str(match.lastgroup)
        if kind in _JOINTS or kind == "bold":
            if whole is None:
                whole = list(kept_whole(text))
                ends = [end for _, end in whole]
            n = bisect_right(ends, match.start())
            if n < len(whole) and whole[n][0] < match.end():
                if kind == "line":  # a minus at the end of a line of a formula keeps its sign
                    yield match.start() + 1, match.end(), "blank", " "
                continue
        yield match.start(), match.end(), kind, _new(kind, match.group())


def _new(kind: str, found: str) -> str:
    if kind == "blank":
        return " "
    if kind == "dots":
        return "..."
    if kind == "ligature":
        return unicodedata.normalize("NFKC", found)
    if kind == "accent":
        return unicodedata.normalize("NFC", found)
    return ""


def same_joints(page: dict[int, str], quote: dict[int, str]) -> bool:
    """Whether the hyphens of a page and of a quote may be the same: a hyphen at a line's end may be joined in either way."""
    if page == quote:
        return True
    return all("line" in (a, b) or a == b for a, b in ((page.get(n), quote.get(n)) for n in page.keys() | quote.keys()))
