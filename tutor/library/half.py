"""Books that were not read to the end: the pages read so far, so that reading goes on where it stopped.

One file of JSON lines beside the staged copy: first whose pages they are, then a page a line, as the worker said it. A last line
that was cut short counts as not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ENDING = ".pages"
_WORTH_KEEPING = 20  # pages; fewer are read again as fast


@dataclass(frozen=True, slots=True)
class HalfRead:
    """A book on its way in: what it is called, where it came from, and how many of its pages were read."""

    staged: Path
    name: str
    origin: str
    note: bool
    pages: int
    total: int


class Reading:
    """The pages of one book while it is read. `reader` is the version of our readers: pages of another one are not taken."""

    def __init__(self, staged: Path, reader: int, name: str, origin: str, note: bool) -> None:
        self._path = staged.with_suffix(f".{reader}{_ENDING}")
        self._head = {"name": name, "origin": origin, "note": note, "file": staged.name}
        self._waiting: list[dict[str, Any]] = []
        self._kept = 0

    def so_far(self) -> list[dict[str, Any]]:
        """The pages that were read before."""
        pages = list(_lines(self._path))[1:]
        self._kept = len(pages)
        if pages:
            with suppress(OSError):  # a line that was cut short goes: what is kept from now on must not be written onto it
                _cut_after(self._path, len(pages) + 1)
        return pages

    def keep(self, line: dict[str, Any]) -> None:
        """Keep one page; the first few wait until the book turns out to be long."""
        self._waiting.append(line)
        if self._kept or len(self._waiting) >= _WORTH_KEEPING:
            with suppress(OSError):  # a full disk costs the chance to go on from here, nothing else
                fresh = not self._kept
                with self._path.open("a", encoding="utf-8") as file:
                    if fresh:
                        file.write(json.dumps(self._head) + "\n")
                    file.writelines(json.dumps(one) + "\n" for one in self._waiting)
                self._kept += len(self._waiting)
                self._waiting = []

    def done(self) -> None:
        """The book is on record, or cannot be read: the pages are not needed any more."""
        self._path.unlink(missing_ok=True)


def half_read(folder: Path) -> list[HalfRead]:
    """The books of a folder of staged files that were not read to the end."""
    found = []
    for path in sorted(folder.glob(f"*{_ENDING}")):
        head, *pages = [*_lines(path), {}][:-1] or [{}]
        staged = folder / str(head.get("file", ""))
        if "name" in head and staged.is_file():
            total = next((page["pages"] for page in reversed(pages) if "pages" in page), 0)
            read = len({page.get("page") for page in pages})
            found.append(HalfRead(staged, head["name"], head["origin"], bool(head["note"]), read, total))
    return found


def forget_half_read(staged: Path) -> None:
    """Let go of the pages of a book that was not read to the end."""
    for path in staged.parent.glob(f"{staged.stem}.*{_ENDING}"):
        path.unlink(missing_ok=True)


def _cut_after(path: Path, lines: int) -> None:
    """Leave the first so many lines of a file."""
    with path.open("rb+") as file:
        for _ in range(lines):
            file.readline()
        file.truncate(file.tell())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                found = json.loads(line)
                if not line.endswith("\n") or not isinstance(found, dict):
                    return
                yield found
    except (OSError, ValueError):
        return
