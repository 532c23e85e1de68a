"""What stands under a heading that is a question: its first paragraph answers it, labelled paragraphs look from another side.

Law of this file: every sentence it gives is quoted, letter for letter, from the passages it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tutor.library.source import Passage
from tutor.voices.layers import LABEL, labelled
from tutor.voices.voice import DraftSentence, Layer

__all__ = ["under_heading"]

_GAP = re.compile(r"\n[ \t]*\n\s*")
_LONGEST = 900  # characters of a paragraph that is quoted whole; a longer one is no answer to a question


def under_heading(passages: Sequence[Passage]) -> tuple[DraftSentence, ...]:
    """The answer first, then each labelled paragraph in its layer; () where the section opens with no paragraph of words."""
    told = [
        DraftSentence(text, text, passage.id, layer)
        for n, passage in enumerate(passages)
        for layer, text in _paragraphs(passage.text, first=n == 0)
    ]
    return tuple(told) if told and told[0].layer is Layer.ANSWER else ()


def _paragraphs(text: str, *, first: bool) -> Iterator[tuple[Layer, str]]:
    """(layer, words) of the first paragraph and of the labelled ones, each with the formula displayed below it."""
    for n, (start, end) in enumerate(_spans(text)):
        layer = labelled(text[start : start + 120])
        if layer is not None and layer is not Layer.MISTAKE and (label := LABEL.match(text[start:end])):
            start += label.end()  # a mistake keeps its label: without it, it would be taken for the truth
            start += len(text[start:end]) - len(text[start:end].lstrip())
        if not first or n:
            if layer is not None and end - start <= _LONGEST:
                yield layer, text[start:end]
        elif end - start <= _LONGEST and not text[start:].startswith(("$$", "|", "#", "```", "- ", "* ")):
            yield Layer.ANSWER, text[start:end]


def _spans(text: str) -> list[tuple[int, int]]:
    """Paragraphs, a displayed formula together with the one before it."""
    spans: list[tuple[int, int]] = []
    at = 0
    for gap in [*_GAP.finditer(text), None]:
        start, at_end = at, gap.start() if gap else len(text.rstrip())
        at = gap.end() if gap else len(text)
        if spans and text[start:].startswith("$$"):
            spans[-1] = (spans[-1][0], at_end)
        elif text[start:at_end].strip():
            spans.append((start, at_end))
    return spans
