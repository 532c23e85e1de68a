"""Reading in a process of its own, for kinds whose libraries a bad file can drive into any time, memory or error.

    python -m tutor.library.readers.apart SUFFIX FILE NAME    one line of JSON: the Markdown, or the problem and its words

The child limits its own memory; the parent ends it when it takes too long. Nothing that happens there reaches the tutor.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tutor import errors
from tutor.errors import FileDamaged, FileTimedOut, InputError
from tutor.library.child import child_environment
from tutor.library.markdown import plain_lines
from tutor.library.readers.letters import converted
from tutor.library.source import Source

MEMORY_BYTES = 2 << 30
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child says: a text, or the name of an error of ours with its sentence."""

    text: str = ""
    problem: str = ""
    words: str = ""


def read_epub(path: Path, name: str, note: bool) -> Source:
    """Read an electronic book. Raises FileDamaged, FileProtected, FileScanned, FileTooBig or FileTimedOut."""
    return converted(_apart(".epub", path, name), name, note, "a book")


def read_word(path: Path, name: str, note: bool) -> Source:
    """Read a letter of Word. Raises FileDamaged, FileProtected, FileTooBig or FileTimedOut."""
    return converted(_apart(".docx", path, name), name, note, "a document")


def _apart(suffix: str, path: Path, name: str) -> str:
    command = [sys.executable, "-X", "utf8", "-m", "tutor.library.readers.apart", suffix, str(path), name.replace("\x00", "")]
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
    return plain_lines(answer.text)


def _broken(name: str) -> str:
    return f"{name} is damaged: it cannot be read; open it in the program it comes from and export it again."


def main(arguments: list[str]) -> int:
    """Read one file and print what came of it as one line of JSON."""
    # The child alone needs these: with them come the packages that read the formats.
    from tutor.library.readers.epub import epub_markdown
    from tutor.library.readers.word import word_markdown

    _limit_memory()
    suffix, path, name = arguments
    try:
        text = {".epub": epub_markdown, ".docx": word_markdown}[suffix](Path(path), name)
        answer = {"text": text}
    except InputError as problem:
        answer = {"problem": type(problem).__name__, "words": str(problem)}
    except Exception:  # noqa: BLE001 - the packages raise whatever a bad file provokes, and this process exists to be lost
        answer = {"problem": "FileDamaged", "words": _broken(name)}
    sys.stdout.write(json.dumps(answer) + "\n")
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
