"""Text -> sentences with their spans; a formula or a piece of code is never cut."""

from __future__ import annotations

import re
from bisect import bisect_right

from tutor.maths.spans import kept_whole

# A full stop after these is not the end of a sentence.
_SHORT = frozenset(
    """e.g i.e cf vs eq eqs fig figs sec secs ch chap thm lem prop cor def ex resp approx no nos vol pp dr mr mrs ms prof st
    et al etc""".split()
)
_STOP = re.compile(r"[.!?][\"'”’)\]*_]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")

_OPENING = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+)?\s*")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, without the white space around them.

    >>> text = "Rank counts columns, e.g. two. It is $a. b$ here. Done"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Rank counts columns, e.g. two.', 'It is $a. b$ here.', 'Done']
    """
    whole = list(kept_whole(text))
    starts = [a for a, _ in whole]
    spans: list[tuple[int, int]] = []
    begin = 0
    for stop in _STOP.finditer(text):
        at = bisect_right(starts, stop.start()) - 1
        if at >= 0 and stop.start() < whole[at][1]:
            continue
        if not text[stop.start()].isspace() and _is_short(text, begin, stop.start()):
            continue
        _add(spans, text, begin, stop.end())
        begin = stop.end()
    _add(spans, text, begin, len(text))
    return spans


def _is_short(text: str, begin: int, stop: int) -> bool:
    """Whether the full stop at `stop` closes an abbreviation, an initial or a list number."""
    if text[stop] != ".":
        return False
    word = re.search(r"[\w.]+$", text[max(begin, stop - 12) : stop])
    if word is None:
        return False
    bare = word.group().lower()
    # "3." opens a list, and "A." is an initial; a sentence may end in a one-letter symbol only after a space and a verb,
    # which we cannot tell apart, so one capital letter alone never ends a sentence unless a capitalised word follows.
    if bare in _SHORT:
        return True
    if re.fullmatch(r"\d+", bare) and text[begin : stop - len(bare)].strip() == "":
        return True
    return len(bare) == 1 and bare.isalpha() and not re.match(r"\s+[A-Z]", text[stop + 1 :])


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    # The mark of a list entry or a quotation is not part of what it says.
    start = begin + len(_OPENING.match(text[begin:end]).group())  # type: ignore[union-attr]
    stripped = text[start:end].rstrip()
    if stripped:
        spans.append((start, start + len(stripped)))
