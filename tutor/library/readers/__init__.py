"""The readers of everything that is not a PDF, by the ending of the file's name.

A file of plain lines is its own page. Everything else is turned into Markdown text once, when it is read; that text is the
page, every span is a span of it, and the same bytes always give the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tutor.library.readers.apart import (
    read_epub,
    read_lines,
    read_notebook,
    read_page,
    read_restructured,
    read_subtitles,
    read_tex,
    read_word,
)
from tutor.library.source import Source

# (the staged file, what the learner calls it, whether it is a note of the learner's own) -> what was read.
# Raises an InputError with one sentence when there is nothing to read.
Reader = Callable[[Path, str, bool], Source]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".md": read_lines,
        ".markdown": read_lines,
        ".qmd": read_lines,
        ".rmd": read_lines,
        ".txt": read_lines,
        ".ipynb": read_notebook,
        ".tex": read_tex,
        ".rst": read_restructured,
        ".srt": read_subtitles,
        ".vtt": read_subtitles,
        ".epub": read_epub,
        ".html": read_page,
        ".htm": read_page,
        ".docx": read_word,
    }
)
