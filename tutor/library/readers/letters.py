"""Bytes -> text, and text -> a source of one page: what every reader here begins and ends with."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tutor.errors import FileDamaged, FileTooBig
from tutor.library.markdown import read_markdown
from tutor.library.readers.notes import without_quote_marks
from tutor.library.source import Formula, Source, sections_marked

# A longer line is no writing: it would take minutes to cut and to learn.
LONGEST_LINE = 1 << 20
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.05
_SAMPLE = 8192


def text_of(path: Path, name: str) -> str:
    """The text in a file: UTF-8, UTF-16 with its mark, else the old Windows letters.

    Raises FileDamaged when there is no text in it.
    """
    text = _decoded(path.read_bytes(), name).lstrip("\ufeff")
    if not text.strip():
        raise FileDamaged(f"{name} is empty; write something in it and add it again.")
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise FileDamaged(f"{name} is named like a text but holds something else; open it and save it as text.")
    return text


def _decoded(data: bytes, name: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in data[:4096]:
            raise FileDamaged(f"{name} is named like a text but holds something else; open it and save it as text.") from None
        return data.decode("cp1252", "replace")


def page_of(text: str, name: str, note: bool) -> Source:
    """The source whose one page is this Markdown; FileTooBig when a line of it is no line."""
    longest = max(map(len, re.split(r"[\r\n]", text)))
    if longest > LONGEST_LINE:
        raise FileTooBig(f"{name} has a line of {longest:,} characters and we read up to {LONGEST_LINE:,}; break it into lines.")
    source = read_markdown(text, name, note=note)
    page = source.pages[0].text
    return replace(source, formulas=tuple(_unquoted(formula, page) for formula in source.formulas))


def converted(text: str, name: str, note: bool, what: str) -> Source:
    """The source of a file that we turned into Markdown: its places are named by its headings, not by lines nobody can see.

    Raises FileDamaged when no words came out; `what` says what kind of file it was.
    """
    if not any(map(str.isalnum, text)):
        raise FileDamaged(f"{name} is {what} without any words in it; open it and see whether it is the right file.")
    return sections_marked(page_of(text, name, note))


def _unquoted(formula: Formula, page: str) -> Formula:
    """The formula without the marks of the callout it stands in."""
    if "\n" not in formula.latex or not page[page.rfind("\n", 0, formula.start) + 1 : formula.start].lstrip().startswith(">"):
        return formula
    return replace(formula, latex=without_quote_marks(formula.latex))
