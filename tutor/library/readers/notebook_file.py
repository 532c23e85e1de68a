"""A Jupyter notebook (.ipynb, format 4) -> Markdown: its words as they are, its code fenced, its outputs left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tutor.errors import FileDamaged, FileTooBig, FileUnsupported
from tutor.library.markdown import plain_lines
from tutor.library.readers.letters import page_of, text_of
from tutor.library.readers.notes import without_pictures
from tutor.library.source import Source, marked

MOST_CELLS = 20_000


def cells_of(path: Path, name: str) -> tuple[str, list[tuple[int, str]]]:
    """The Markdown of a notebook, and where each of its cells begins in it.

    Raises FileDamaged when it is no notebook, FileUnsupported when it is one of before 2015, FileTooBig when it has no end.
    """
    bodies: list[str] = []
    marks: list[tuple[int, str]] = []
    at = 0
    for number, body in _cells(_opened(path, name)):
        marks.append((at, f"cell {number}"))
        bodies.append(body)
        at += len(body) + 2
    if len(marks) > MOST_CELLS:
        raise FileTooBig(f"{name} has {len(marks):,} cells and we read up to {MOST_CELLS:,}; split it into parts and add those.")
    return "".join(f"{body}\n\n" for body in bodies), marks


def notebook(text: str, marks: Sequence[tuple[int, str]], name: str, note: bool) -> Source:
    """The source that these cells make; FileDamaged when they say nothing."""
    if not any(map(str.isalnum, text)):
        raise FileDamaged(f"{name} is a notebook without any words in it; open it and see whether it is the right file.")
    return marked(page_of(text, name, note), marks)


def _opened(path: Path, name: str) -> dict:
    try:
        notebook = json.loads(text_of(path, name).strip())
    except (ValueError, RecursionError):
        raise FileDamaged(f"{name} is damaged: it does not read as a notebook; open it in Jupyter and save it again.") from None
    if isinstance(notebook, dict) and "worksheets" in notebook:
        raise FileUnsupported(f"{name} is a notebook of an old format; open it in Jupyter, save it, and add it again.")
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise FileDamaged(f"{name} has no cells, so it is no notebook; open it in Jupyter and save it again.")
    return notebook


def _cells(notebook: dict) -> Iterator[tuple[int, str]]:
    """(number, Markdown) of every cell that says something."""
    language = _language(notebook)
    for number, cell in enumerate(notebook["cells"], start=1):
        kind, body = (cell.get("cell_type"), _source(cell)) if isinstance(cell, dict) else (None, "")
        if not body.strip():
            continue
        if kind == "markdown":
            yield number, without_pictures(body).strip("\n\ufeff")
        elif kind == "code":
            yield number, fenced(body, language)
        elif kind == "raw" and number == 1 and body.startswith("---\n"):
            yield number, body.strip("\n")  # front matter, as Quarto keeps it


def _source(cell: dict) -> str:
    """What is written in a cell, which the format keeps as one text or as a list of lines."""
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return plain_lines("".join(line for line in lines if isinstance(line, str)))


def _language(notebook: dict) -> str:
    found = notebook.get("metadata")
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        part = found.get(key) if isinstance(found, dict) else None
        if isinstance(part, dict) and re.fullmatch(r"[\w+#-]{1,20}", str(part.get(name, ""))):
            return str(part[name])
    return ""


def fenced(code: str, language: str = "") -> str:
    """Code between fences longer than any run of backticks in it.

    >>> fenced("x = 1", "python")
    '```python\\nx = 1\\n```'
    """
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}"
