"""Sources -> passages: about a thousand characters, inside one section, never cutting a formula or a piece of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tutor.library.markdown import blocks, section_at
from tutor.library.readable import LEAST_READABLE, UNREAD, readable_share
from tutor.library.sentences import sentences
from tutor.library.source import Page, Passage, Source, SourceKind

PASSAGE_CHARACTERS = 1000
# Packing stops early once a passage is this full, so that a definition is not split from its sentence for a few letters.
_FULL = 0.6
_LEAST_LETTERS = 12
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def cut(source: Source, size: int = PASSAGE_CHARACTERS) -> list[Passage]:
    """Passages of `source` in reading order; each is a span of its page and lies inside one section.

    A single sentence, formula or piece of code longer than `size` stays whole.
    """
    passages = []
    for page in source.pages:
        for start, end in _runs(source, page, size):
            text = page.text[start:end]
            if sum(map(str.isalnum, text)) < _LEAST_LETTERS:
                continue  # crumbs between formulas: nothing to find and nothing to quote
            passages.append(Passage(source.id, page.number, start, end, text, section_at(source.sections, page.number, start)))
    return passages


def _runs(source: Source, page: Page, size: int) -> Iterator[tuple[int, int]]:
    """Spans of at most about `size` characters, packed from whole pieces and broken at headings."""
    headings = [s.start for s in source.sections if s.page == page.number]
    begin = finish = -1
    for start, end in _pieces(source, page, size):
        crosses = finish >= 0 and (any(finish <= h <= start for h in headings) or _broken(page.text[finish:start]))
        if begin >= 0 and (crosses or (end - begin > size and finish - begin > size * (1 - _FULL))):
            yield begin, finish
            begin = -1
        if begin < 0:
            begin = start
        finish = end
    if begin >= 0:
        yield begin, finish


def _broken(gap: str) -> bool:
    """Whether what lies between two pieces must not stand in a passage: unread letters, or a comment."""
    return UNREAD in gap or "<!--" in gap


def _pieces(source: Source, page: Page, size: int) -> Iterator[tuple[int, int]]:
    """Blocks of the page, the long prose ones given sentence by sentence; spans without outer white space."""
    for kind, start, end in _blocks(source, page):
        text = page.text[start:end]
        body = text.strip()
        start += text.index(body)
        # A "formula" of several pages is a lost closing dollar: read it as prose.
        prose = kind in ("paragraph", "bullet_list", "ordered_list", "blockquote") or len(body) > 4 * size
        if len(body) > size and prose:
            for a, b in sentences(body):
                yield start + a, start + b
        else:
            yield start, start + len(body)


def _without_comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without its HTML comments, which are notes of the author's and not for the reader."""
    for comment in _COMMENT.finditer(text, start, end):
        if text[start : comment.start()].strip():
            yield start, comment.start()
        start = comment.end()
    if text[start:end].strip():
        yield start, end


def _blocks(source: Source, page: Page) -> Iterator[tuple[str, int, int]]:
    if source.kind is not SourceKind.PDF:
        for block in blocks(page.text):
            for start, end in _without_comments(page.text, block.start, block.end):
                yield block.kind, start, end
        return
    edges = sorted({0, len(page.text), *(s.start for s in source.sections if s.page == page.number)})
    for a, b in pairwise(edges):
        begin = a
        for line in page.text[a:b].split("\n"):
            if line.strip() and readable_share(line) >= LEAST_READABLE:
                yield "paragraph", begin, begin + len(line)
            begin += len(line) + 1
