"""Where a quote stands in a passage, letter for letter by the rule of `fold`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.library.sentences import sentences
from tutor.maths.spans import kept_whole
from tutor.voices.gate.fold import Folded, fold, same_joints

MOST_PLACES = 64  # words that stand more often than this in one passage are not a quote of anything
_LONGEST_WHOLE = 100_000
_LONGEST_QUOTE = 100_000  # what is longer is taken only as it is printed
_REACH = 20_000
_QUOTED = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Around:
    """The part of a passage that can change what a span of it means: `text` is passage[offset:], cut at a far paragraph.

    `sentences` and `whole` (formulas and code) are spans of `text`; `begins` says that nothing of the passage was cut off before
    it.
    """

    text: str
    offset: int
    sentences: tuple[tuple[int, int], ...]
    whole: tuple[tuple[int, int], ...]
    begins: bool


class Read:
    """A passage made ready for looking up quotes; everything is worked out once, when it is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: Folded | None = None
        self._around: dict[tuple[int, int], Around] = {}

    def places(self, quote: str) -> Iterator[tuple[int, int]]:
        """The places where the quote stands as it is printed, then those by the rule; at most MOST_PLACES each."""
        plain = quote.strip()
        at = self.text.find(plain) if plain else -1
        for _ in range(MOST_PLACES):
            if at < 0:
                break
            yield at, at + len(plain)
            at = self.text.find(plain, at + 1)
        yield from self._printed_otherwise(quote)

    def _printed_otherwise(self, quote: str) -> Iterator[tuple[int, int]]:
        if len(quote) > _LONGEST_QUOTE:
            return
        wanted = fold(quote)
        words = wanted.letters.strip()
        if not words:
            return
        skipped = len(wanted.letters) - len(wanted.letters.lstrip())
        hyphens = wanted.joined(skipped, skipped + len(words))
        if self._folded is None:
            self._folded = fold(self.text)
        at = self._folded.letters.find(words)
        for _ in range(MOST_PLACES):
            if at < 0:
                return
            if same_joints(self._folded.joined(at, at + len(words)), hyphens):
                yield self._folded.span(at, at + len(words))
            at = self._folded.letters.find(words, at + 1)

    def around(self, start: int, end: int) -> Around:
        """What stands around a span: the whole passage, or of a very long one the paragraphs near the span."""
        begin, stop = 0, len(self.text)
        if stop > _LONGEST_WHOLE:
            far, near = max(0, start - _REACH), max(0, start - _REACH // 2)
            found = (self.text.rfind(border, far, near) for border in ("\n\n", "\n", ". "))  # never inside a formula
            begin = next((at + 1 for at in found if at >= 0), 0)
            stop = min(stop, end + _REACH)
        if (begin, stop) not in self._around:
            text = self.text[begin:stop]
            self._around[begin, stop] = Around(text, begin, tuple(sentences(text)), tuple(kept_whole(text)), begin == 0)
        return self._around[begin, stop]


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same words: by the rule of `fold`, quotation marks around them and a last full stop aside.

    >>> same_words("Rank counts\\ncolumns.", "“Rank counts columns”"), same_words("x = 1", "x = -1")
    (True, False)
    """
    a, b = (fold(words) for words in (bare(one), bare(other)))
    if a.letters.strip() != b.letters.strip():
        return False
    return same_joints(a.joined(0, len(a.letters)), b.joined(0, len(b.letters)))


def bare(text: str) -> str:
    """The words without the quotation marks around them and without a last full stop."""
    text = text.strip()
    if len(text) > 1 and _QUOTED.get(text[0]) == text[-1] and text[0] not in text[1:-1] and text[-1] not in text[1:-1]:
        text = text[1:-1].strip()
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text
