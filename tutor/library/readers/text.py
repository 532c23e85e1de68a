"""Files of plain lines: Markdown, notes, plain text. The page is the file, letter for letter."""

from __future__ import annotations

from pathlib import Path

from tutor.library.readers.letters import page_of, text_of
from tutor.library.readers.notes import without_pictures
from tutor.library.readers.transcript import read_stamped
from tutor.library.source import Source


def read_text(path: Path, name: str, note: bool) -> Source:
    """A file of plain lines: a transcript where it is stamped like one, else Markdown."""
    text = without_pictures(text_of(path, name))
    stamped = read_stamped(text, name, plain=name.lower().endswith(".txt"))
    return stamped or page_of(text, name, note)
