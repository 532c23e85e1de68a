"""What was read, and exactly where: sources, pages, sections, passages, formulas, citations.

Law of this file: `page.text[passage.start:passage.end] == passage.text`, always.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from tutor.maths.plain import plain_words

_CLOCK = re.compile(r"\d+(?::\d\d)+")
_LONGEST_PLACE = 48


class SourceKind(Enum):
    """What kind of thing the learner reads."""

    MARKDOWN = "markdown"
    NOTE = "note"
    PDF = "pdf"
    TRANSCRIPT = "transcript"


class Status(Enum):
    """How reading a file ended; every file gets exactly one."""

    OK = "ok"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    PASSWORD = "password"
    SCANNED = "scanned"
    DAMAGED = "damaged"
    TOO_BIG = "too_big"
    TIMED_OUT = "timed_out"
    UNSUPPORTED = "unsupported"

    @property
    def readable(self) -> bool:
        """Whether there is something on the shelf to ask about."""
        return self in (Status.OK, Status.UNCHANGED, Status.PARTIAL)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` counts from 1 as a viewer does, `label` is what is printed on the paper; sizes in points.

    A Markdown file is one page whose text is the file, so a span is a span of the file itself. Where the places of a text have
    names of their own (the times of a transcript, the cells of a notebook), `label` is the table of them that `marked` writes.
    """

    number: int
    label: str
    text: str
    width: float = 0.0
    height: float = 0.0

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"pages count from 1, not {self.number}")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and where it stands; `path` is the headings from the top down to this one."""

    path: tuple[str, ...]
    page: int
    start: int

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def level(self) -> int:
        return len(self.path)


class FormulaStatus(Enum):
    """How sure we are of a formula's LaTeX."""

    CONFIRMED = "confirmed"  # the author's own words, or set again and found to be what the page shows
    UNCONFIRMED = "unconfirmed"  # read from the page, but not proved: show the picture beside it
    IMAGE_ONLY = "image_only"  # not read: show only the picture


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on a page: `start` and `end` enclose it with its delimiters, `latex` is without them.

    `box` is (left, bottom, right, top) on the paper in points, where there is paper; `number` is printed beside it, as "(2.14)".
    A formula that is image_only has no LaTeX, and a short neutral mark stands for it in the text.
    """

    latex: str
    display: bool
    page: int
    start: int
    end: int
    status: FormulaStatus = FormulaStatus.CONFIRMED
    box: tuple[float, float, float, float] | None = None
    number: str = ""

    def __post_init__(self) -> None:
        if (self.status is FormulaStatus.IMAGE_ONLY) != (not self.latex):
            raise ValueError("a formula without LaTeX is a picture only, and only that")


class LandmarkKind(Enum):
    """What a book numbers so that it can point back at it."""

    THEOREM = "theorem"
    DEFINITION = "definition"
    EXAMPLE = "example"
    EXERCISE = "exercise"
    REMARK = "remark"
    EQUATION = "equation"


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something numbered: `start` and `end` enclose its name on the page ("Theorem 4.3"), or its formula; `number` is bare."""

    kind: LandmarkKind
    number: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Words on a page that name a landmark: "see (2.14)", "by Theorem 4.3"."""

    page: int
    start: int
    end: int
    target: Landmark


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text on one page, inside one section: what is searched for and quoted from."""

    source: str
    page: int
    start: int
    end: int
    text: str
    section: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"a passage of {len(self.text)} characters cannot span {self.start}..{self.end}")

    @property
    def id(self) -> str:
        """From the place and the words alone, so the same passage has the same id on every machine."""
        return digest(f"{self.source}|{self.page}|{self.start}|{self.end}|{self.text}")[:32]

    @property
    def heading(self) -> str:
        return " > ".join(self.section)

    @property
    def embedded_text(self) -> str:
        """What the sentence model reads: where we are, then the words."""
        # Imported here: the package of the readers leans on this file, its notes.py on nothing.
        from tutor.library.readers.notes import shown_words

        heading = " > ".join(title for title in self.section if not _CLOCK.fullmatch(title))
        return plain_words(shown_words(f"{heading}. {self.text}" if heading else self.text))


@dataclass(frozen=True, slots=True)
class Source:
    """A book, a chapter or a note, read to the end: everything a later step needs, and nothing of how it was read."""

    id: str
    title: str
    kind: SourceKind
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    formulas: tuple[Formula, ...]
    problems: tuple[str, ...] = ()
    front_matter: tuple[tuple[str, str], ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    references: tuple[Reference, ...] = ()

    def page(self, number: int) -> Page:
        """The page with this number; KeyError if there is none."""
        for page in self.pages:
            if page.number == number:
                return page
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that stand, letter for letter, at one place of one source."""

    source: str
    title: str
    section: tuple[str, ...]
    page: int
    label: str
    start: int
    end: int
    quote: str
    kind: SourceKind = SourceKind.MARKDOWN

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote) or not self.quote:
            raise ValueError("a citation quotes exactly the words of its span")

    @property
    def place(self) -> str:
        """Where to look, in the reader's words.

        >>> Citation("s", "d2l", (), 14, "12", 0, 1, "x", SourceKind.PDF).place
        'd2l, p. 12'
        """
        if self.kind is SourceKind.PDF:
            return f"{self.title}, p. {self.label}"
        owner = f"your note “{self.title}”" if self.kind is SourceKind.NOTE else self.title
        return f"{owner}, {self.label}"


def digest(text: str | bytes) -> str:
    """sha256 of a text or of bytes, in hexadecimal.

    >>> digest("rank")[:8]
    '5a8460f6'
    """
    return hashlib.sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


def line_label(text: str, offset: int) -> str:
    r"""What stands in for a page number in a file without pages.

    >>> line_label("one\ntwo\nthree", 5)
    'line 2'
    """
    return f"line {text.count(chr(10), 0, offset) + 1}"


def marked(source: Source, marks: Iterable[tuple[int, str]]) -> Source:
    """The source with the places of its first page named: each name holds from its offset to the next; "" names lines again.

    >>> label_at(SourceKind.TRANSCRIPT, Page(1, "4\\t00:12\\n9\\t00:15", "abc the rank"), 10)
    '00:15'
    """
    table = "\n".join(f"{offset}\t{' '.join(name.split())}" for offset, name in marks)
    first, *rest = source.pages
    return replace(source, pages=(replace(first, label=table), *rest))


def sections_marked(source: Source) -> Source:
    """The source with the places of its first page named by its headings: for texts whose lines only we have seen."""
    titles = ((section.start, section.title) for section in source.sections if section.page == 1 and section.title)
    return marked(source, [(0, "the beginning"), *((start, f"§ {_shortened(title)}") for start, title in titles)])


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_PLACE else f"{title[: _LONGEST_PLACE - 1].rstrip()}…"


def label_at(kind: SourceKind, page: Page, offset: int) -> str:
    """What a reader would call the place of `offset`: the printed page, a time, a cell, a heading, or else the line."""
    if kind is SourceKind.PDF:
        return page.label
    name = ""
    for row in page.label.split("\n") if "\t" in page.label else ():
        start, _, title = row.partition("\t")
        if int(start) > offset:
            break
        name = title
    return name or line_label(page.text, offset)
