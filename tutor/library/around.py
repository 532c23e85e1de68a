"""The words around a place in a book: its section, and before it the opening words of the sections it stands in.

Law: `surroundings.place(start, end)` is the page and the span where those very letters stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.library.source import Section
from tutor.library.store import Store

_MOST_BEFORE = 8_000
_MOST_AFTER = 1_500
_MOST_OPENING = 2_500
_A_NOTE = 4_000
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters `start` to `end` of the text stand on `page`, from `at` on."""

    start: int
    end: int
    page: int
    at: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a place, pieced together in reading order."""

    text: str
    pieces: tuple[Piece, ...]

    def place(self, start: int, end: int) -> tuple[int, int, int] | None:
        """(page, start, end) of a span of the text, or None where it is not on one page.

        >>> Surroundings("ab", (Piece(0, 2, 7, 10),)).place(1, 2)
        (7, 11, 12)
        """
        for piece in self.pieces:
            if piece.start <= start < end <= piece.end:
                return piece.page, piece.at + start - piece.start, piece.at + end - piece.start
        return None

    def index(self, page: int, at: int) -> int | None:
        """Where letter `at` of a page stands in the text, or None where it does not: `place` the other way.

        >>> Surroundings("ab", (Piece(0, 2, 7, 10),)).index(7, 11)
        1
        """
        # The last piece that holds it: the opening words of a section may stand there twice.
        held = [p.start + at - p.at for p in self.pieces if p.page == page and p.at <= at < p.at + p.end - p.start]
        return held[-1] if held else None


def surroundings(store: Store, source: str, page: int, start: int, end: int) -> Surroundings:
    """What is said around letters `start` to `end` of a page: the section they stand in, up to some 8,000 letters before them.

    A page as short as a note is taken whole: a note tells its letters once.
    """
    whole = len(store.page(source, page).text)
    if whole <= _A_NOTE:
        return _pieced(store, source, [(page, 0, whole)])
    sections = store.sections(source)
    here = next((i for i in reversed(range(len(sections))) if (sections[i].page, sections[i].start) <= (page, start)), None)
    first = (sections[here].page, sections[here].start) if here is not None else (page, 0)
    after = (sections[here + 1].page, sections[here + 1].start) if here is not None and here + 1 < len(sections) else None
    spans = [*_openings(sections, here), *_section(store, source, first, after, (page, start, end))]
    return _pieced(store, source, spans)


def _openings(sections: Sequence[Section], here: int | None) -> Iterator[tuple[int, int, int]]:
    """What each enclosing section says before its first subsection, where that stands on one page."""
    if here is None:
        return
    path = sections[here].path
    for i in range(here):
        one, below = sections[i], sections[i + 1]
        if one.path == path[: len(one.path)] and len(one.path) < len(path) and one.page == below.page:
            yield one.page, one.start, min(below.start, one.start + _MOST_OPENING)


def _section(
    store: Store, source: str, first: tuple[int, int], after: tuple[int, int] | None, place: tuple[int, int, int]
) -> Iterator[tuple[int, int, int]]:
    """The section itself, page by page, the pages nearest before the place first of all kept."""
    page, start, end = place
    left, spans = _MOST_BEFORE, []
    stop = end + _MOST_AFTER if after is None or after[0] != page else min(after[1], end + _MOST_AFTER)
    for number in range(page, first[0] - 1, -1):
        last = max(stop, end) if number == page else len(store.page(source, number).text)
        begin = first[1] if number == first[0] else 0
        begin = max(begin, (start if number == page else last) - left)
        spans.append((number, begin, last))
        left -= max(0, (start if number == page else last) - begin)
        if left <= 0:
            break
    yield from reversed(spans)


def _pieced(store: Store, source: str, spans: Sequence[tuple[int, int, int]]) -> Surroundings:
    texts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for page, start, end in spans:
        text = store.page(source, page).text[start:end]
        if text:
            pieces.append(Piece(at, at + len(text), page, start))
            texts.append(text)
            at += len(text) + len(_GAP)
    return Surroundings(_GAP.join(texts), tuple(pieces))
