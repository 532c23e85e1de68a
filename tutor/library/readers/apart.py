"""Reading in a process of its own, for kinds whose libraries a bad file can drive into any time, memory or error.

    python -m tutor.library.readers.apart SUFFIX FILE NAME [NOTE]

It prints one line of JSON: the Markdown and its places, or the problem and its words. With NOTE (0 or 1: whether it is a note of
the learner's own) it reads a file of plain lines, LaTeX or subtitles to the end and prints the whole source.

The child limits its own memory; the parent ends it when it takes too long. Nothing that happens there reaches the tutor.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tutor import errors
from tutor.errors import FileDamaged, FileTimedOut, FileTooBig, InputError
from tutor.library.child import child_command, child_environment
from tutor.library.markdown import plain_lines
from tutor.library.readers.latex import read_latex
from tutor.library.readers.letters import converted
from tutor.library.readers.notebook_file import cells_of, notebook
from tutor.library.readers.restructured import restructured_markdown
from tutor.library.readers.text import read_text
from tutor.library.readers.transcript import read_transcript
from tutor.library.readers.whole import heard, told
from tutor.library.source import Source

MEMORY_BYTES = 2 << 30
SECONDS = 60.0
# More than this no book holds, and what it takes in memory grows with it.
MOST_TEXT = 30 << 20
# Bytes; what is smaller is read here: starting a process would take longer than the worst of it can.
_SMALL_NOTEBOOK, _SMALL_TEXT, _SMALL_LATEX = 1 << 20, 256 << 10, 64 << 10
_TEXTS: dict[str, Callable[[Path, str, bool], Source]] = {".txt": read_text, ".tex": read_latex, ".srt": read_transcript}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child says: a text, or the name of an error of ours with its sentence."""

    text: str = ""
    marks: Sequence[tuple[int, str]] = ()
    problem: str = ""
    words: str = ""
    source: dict[str, Any] = field(default_factory=dict)


def read_epub(path: Path, name: str, note: bool) -> Source:
    """Read an electronic book. Raises FileDamaged, FileProtected, FileScanned, FileTooBig or FileTimedOut."""
    return converted(_apart(".epub", path, name).text, name, note, "a book")


def read_word(path: Path, name: str, note: bool) -> Source:
    """Read a letter of Word. Raises FileDamaged, FileProtected, FileTooBig or FileTimedOut."""
    return converted(_apart(".docx", path, name).text, name, note, "a document")


def read_page(path: Path, name: str, note: bool) -> Source:
    """Read a saved page of the web. Raises FileDamaged, FileTooBig or FileTimedOut."""
    return converted(_apart(".html", path, name).text, name, note, "a page")


def read_restructured(path: Path, name: str, note: bool) -> Source:
    """Read reStructuredText, a long file in a process of its own. Raises FileDamaged, FileTooBig or FileTimedOut."""
    small = path.stat().st_size <= _SMALL_TEXT
    text = restructured_markdown(path, name) if small else _apart(".rst", path, name).text
    return converted(text, name, note, "a text")


def read_notebook(path: Path, name: str, note: bool) -> Source:
    """Read a notebook; its places are its cells, counted from 1 as they stand.

    Raises FileDamaged when it is no notebook, FileUnsupported when it is one of before 2015, FileTooBig or FileTimedOut.
    """
    if path.stat().st_size <= _SMALL_NOTEBOOK:
        return notebook(*cells_of(path, name), name, note)
    answer = _apart(".ipynb", path, name)
    return notebook(answer.text, answer.marks, name, note)


def read_lines(path: Path, name: str, note: bool) -> Source:
    """Read a file of plain lines, a long one in a process of its own. Raises FileDamaged, FileTooBig or FileTimedOut."""
    return _read(".txt", _SMALL_TEXT, path, name, note)


def read_tex(path: Path, name: str, note: bool) -> Source:
    """Read a LaTeX file, a long one in a process of its own. Raises FileDamaged, FileTooBig or FileTimedOut."""
    return _read(".tex", _SMALL_LATEX, path, name, note)


def read_subtitles(path: Path, name: str, note: bool) -> Source:
    """Read subtitles, a long file in a process of its own. Raises FileDamaged, FileTooBig or FileTimedOut."""
    return _read(".srt", _SMALL_TEXT, path, name, note)


def _read(suffix: str, small: int, path: Path, name: str, note: bool) -> Source:
    if path.stat().st_size <= small:
        return _TEXTS[suffix](path, name, note)
    answer = _apart(suffix, path, name, str(int(note)))
    try:
        return heard(answer.source)
    except (KeyError, TypeError, ValueError):
        raise FileDamaged(_broken(name)) from None


def _apart(suffix: str, path: Path, name: str, *more: str) -> _Answer:
    command = [*child_command("tutor.library.readers.apart"), suffix, str(path), name.replace("\x00", ""), *more]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=child_environment(),
        )
    except subprocess.TimeoutExpired:
        raise FileTimedOut(f"{name} took longer than {SECONDS:.0f} seconds to read; split it into chapters.") from None
    try:
        answer = _Answer(**json.loads(done.stdout))
    except (ValueError, TypeError):  # the child died before it could say anything
        answer = _Answer(problem="FileDamaged", words=_broken(name))
    if answer.problem:
        kind = getattr(errors, answer.problem, FileDamaged)
        raise kind(answer.words) if issubclass(kind, InputError) else FileDamaged(answer.words)
    if len(answer.text) > MOST_TEXT:
        raise FileTooBig(f"{name} holds more text than any book, over {MOST_TEXT >> 20} MB; split it into parts and add those.")
    return answer


def _broken(name: str) -> str:
    return f"{name} is damaged: it cannot be read; open it in the program it comes from and export it again."


def main(arguments: list[str]) -> int:
    """Read one file and print what came of it as one line of JSON."""
    # The child alone needs these: with them come the packages that read the formats.
    from tutor.library.readers.epub import epub_markdown
    from tutor.library.readers.webpage import page_markdown
    from tutor.library.readers.word import word_markdown

    _limit_memory()
    suffix, path, name, *note = arguments
    try:
        if note:
            answer = _Answer(source=told(_TEXTS[suffix](Path(path), name, note[0] == "1")))
        elif suffix == ".ipynb":
            answer = _Answer(*cells_of(Path(path), name))
        else:
            formats = {".epub": epub_markdown, ".docx": word_markdown, ".html": page_markdown, ".rst": restructured_markdown}
            answer = _Answer(plain_lines(formats[suffix](Path(path), name)))
    except InputError as problem:
        answer = _Answer(problem=type(problem).__name__, words=str(problem))
    except MemoryError:
        answer = _Answer(problem="FileTooBig", words=f"{name} takes more memory to read than any book; split it into parts.")
    except Exception:  # noqa: BLE001 - the packages raise whatever a bad file provokes, and this process exists to be lost
        answer = _Answer(problem="FileDamaged", words=_broken(name))
    sys.stdout.write(json.dumps(asdict(answer)) + "\n")
    return 0


def _limit_memory() -> None:
    # `resource` exists on Unix only; elsewhere the parent's time limit still holds.
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
