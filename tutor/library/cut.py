"""Sources -> passages: about a thousand characters, inside one section, never cutting a formula or a piece of code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from tutor.library.markdown import blocks
from tutor.library.readable import LEAST_READABLE, UNREAD, readable_share
from tutor.library.readers.notes import after_callout
from tutor.library.sentences import sentences
from tutor.library.source import Page, Passage, Source, SourceKind
from tutor.maths.spans import comments

PASSAGE_CHARACTERS = 1000
# Packing stops early once a passage is this full, so that a definition is not split from its sentence for a few letters.
_FULL = 0.6
_LEAST_LETTERS = 12
# Something longer than this many passages is no sentence and no formula: a lost closing dollar, or a file that is one line.
_ABSURD = 4


def cut(source: Source, size: int = PASSAGE_CHARACTERS) -> list[Passage]:
    """Passages of `source` in reading order; each is a span of its page and lies inside one section.

    A single sentence, formula or piece of code somewhat longer than `size` stays whole.
    """
    places = [(section.page, section.start) for section in source.sections]
    passages = []
    for page in source.pages:
        for start, end in _runs(source, page, size):
            text = page.text[start:end]
            if sum(map(str.isalnum, text)) < _LEAST_LETTERS:
                continue  # crumbs between formulas: nothing to find and nothing to quote
            at = bisect_right(places, (page.number, start))
            passages.append(Passage(source.id, page.number, start, end, text, source.sections[at - 1].path if at else ()))
    return passages


def _runs(source: Source, page: Page, size: int) -> Iterator[tuple[int, int]]:
    """Spans of at most about `size` characters, packed from whole pieces and broken at headings."""
    headings = sorted(section.start for section in source.sections if section.page == page.number)
    begin = finish = -1
    for start, end in _pieces(source, page, size):
        crosses = finish >= 0 and (_heading_between(headings, finish, start) or _broken(page.text[finish:start]))
        if begin >= 0 and (crosses or (end - begin > size and finish - begin > size * (1 - _FULL))):
            yield begin, finish
            begin = -1
        if begin < 0:
            begin = start
        finish = end
    if begin >= 0:
        yield begin, finish


def _heading_between(headings: list[int], first: int, last: int) -> bool:
    at = bisect_left(headings, first)
    return at < len(headings) and headings[at] <= last


def _broken(gap: str) -> bool:
    """Whether what lies between two pieces must not stand in a passage: unread letters, a comment, the mark of a callout."""
    return UNREAD in gap or "<!--" in gap or "[!" in gap


def _pieces(source: Source, page: Page, size: int) -> Iterator[tuple[int, int]]:
    """Blocks of the page, the long prose ones given sentence by sentence; spans without outer white space."""
    for kind, start, end in _blocks(source, page):
        text = page.text[start:end]
        body = text.strip()
        start += text.index(body)
        if kind == "blockquote" and (mark := after_callout(body)):
            start, body = start + mark, body[mark:]
        prose = kind in ("paragraph", "bullet_list", "ordered_list", "blockquote") or len(body) > _ABSURD * size
        if len(body) > size and prose:
            for a, b in sentences(body):
                yield from _sawn(page.text, start + a, start + b, size)
        else:
            yield start, start + len(body)


def _sawn(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """The span itself, unless it is absurdly long: then pieces of `size`, at white space where there is some."""
    while end - start > _ABSURD * size:
        stop = max(text.rfind(" ", start + size // 2, start + size), text.rfind("\n", start + size // 2, start + size))
        stop = stop if stop > 0 else start + size
        yield start, stop
        start = stop + (text[stop] in " \n")
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _without_comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without its HTML comments, which are notes of the author's and not for the reader."""
    begin = start
    for a, b in comments(text[start:end]) if "<!--" in text[start:end] else ():
        if text[begin : start + a].strip():
            yield begin, start + a
        begin = start + b
    if text[begin:end].strip():
        yield begin, end


def _blocks(source: Source, page: Page) -> Iterator[tuple[str, int, int]]:
    if source.kind is not SourceKind.PDF:
        for block in blocks(page.text):
            for start, end in _without_comments(page.text, block.start, block.end):
                yield block.kind, start, end
        return
    titles = {section.start: section.title for section in source.sections if section.page == page.number}
    for a, b in pairwise(sorted({0, len(page.text), *titles})):
        begin = a
        for line in page.text[a:b].split("\n"):
            heading = begin == a and a in titles and _letters(line) == _letters(titles[a])
            leads = line.count(". . .") > 1  # a line of the table of contents
            if line.strip() and not heading and not leads and readable_share(line) >= LEAST_READABLE:
                yield "paragraph", begin, begin + len(line)
            begin += len(line) + 1


def _letters(line: str) -> str:
    """The letters and digits of a heading, whatever stands between them on the page and in the outline."""
    return "".join(filter(str.isalnum, line)).casefold()
