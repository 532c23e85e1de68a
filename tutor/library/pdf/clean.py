"""What pdfium reads on a page -> running text, with the way back from every character to its glyph.

pdfium gives one line of paper per line, ends words broken over a line with U+FFFE, and keeps ligatures and unmapped glyphs.
We join the lines of a paragraph, expand ligatures, and mark what has no Unicode meaning, so that a quote reads like the page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tutor.library.readable import UNREAD

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LINE_HYPHENS = "\ufffe\u00ad\x02"
# A line this much shorter than the page's usual line ends its paragraph (or is a heading or a piece of a formula).
_FULL_LINE = 0.72


@dataclass(frozen=True, slots=True)
class CleanText:
    """`text` and, for each of its characters, the index of the glyph in pdfium's text that it comes from."""

    text: str
    origins: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origins):
            raise ValueError("every character comes from somewhere")

    def glyphs(self, start: int, end: int) -> tuple[int, int]:
        """First glyph and number of glyphs that `text[start:end]` came from."""
        first, last = self.origins[start], self.origins[end - 1]
        return first, last - first + 1


def clean(raw: str) -> CleanText:
    r"""Running text from pdfium's lines.

    >>> clean("ramping up to matrix multipli\ufffecation with the \ufb01rst\r\nof many long lines.\r\nNext").text
    'ramping up to matrix multiplication with the first of many long lines.\nNext'
    """
    lines = _lines(raw)
    usual = _usual_length([raw[a:b] for a, b in lines])
    letters: list[str] = []
    origins: list[int] = []
    for number, (begin, end) in enumerate(lines):
        if number:
            previous = raw[slice(*lines[number - 1])]
            letters.append(" " if len(previous) >= _FULL_LINE * usual else "\n")
            origins.append(begin)
        for at in range(begin, end):
            for letter in _written(raw[at]):
                letters.append(letter)
                origins.append(at)
    return CleanText("".join(letters), tuple(origins))


def _lines(raw: str) -> list[tuple[int, int]]:
    """Spans of the lines that say something, page numbers at the very top and bottom left out."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", raw) if m.group().strip()]
    for edge in (0, -1):
        if len(spans) > 1 and re.fullmatch(r"\s*(\d{1,4}|[ivxlc]{1,7})\s*", raw[slice(*spans[edge])]):
            spans.pop(edge)
    return spans


def _usual_length(lines: list[str]) -> int:
    """Length of a full line of this page: the upper quartile of the lines longer than a few words."""
    lengths = sorted(len(line) for line in lines if len(line) > 30)
    return lengths[int(0.75 * (len(lengths) - 1))] if lengths else 10_000


def _written(letter: str) -> str:
    if letter in _LINE_HYPHENS:
        return ""
    if letter in _LIGATURES:
        return _LIGATURES[letter]
    if letter == "\t" or unicodedata.category(letter) == "Zs":
        return " "
    return UNREAD if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") else letter


def without_running_heads(texts: list[str], labels: list[str]) -> list[str]:
    """Drop the first line of a page where it is a running head, not prose.

    Either it recurs, numbers aside, on three pages or more, or it stands in capitals beside the number of the page.
    """
    heads = [_bare(text.split("\n", 1)[0]) for text in texts]
    kept = []
    for text, label, head in zip(texts, labels, heads, strict=True):
        first, _, rest = text.partition("\n")
        recurs = len(head) > 3 and heads.count(head) >= 3
        kept.append(rest if rest and (recurs or _shouts_beside(first, label)) else text)
    return kept


def _shouts_beside(line: str, label: str) -> bool:
    """
    >>> _shouts_beside("1.4. TENSORS 3", "3"), _shouts_beside("We have 3", "3")
    (True, False)
    """
    words = line.split()
    letters = [c for c in line if c.isalpha()]
    return (
        len(line) < 90
        and label in (words[:1] + words[-1:])
        and len(letters) > 3
        and sum(map(str.isupper, letters)) > 0.7 * len(letters)
    )


def _bare(line: str) -> str:
    return re.sub(r"[\d\W]+", " ", line).strip().lower()
