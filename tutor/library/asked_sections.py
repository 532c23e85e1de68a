"""Sections that are headed by a question: a companion, the questions at the end of a chapter, a learner's own FAQ.

What stands under such a heading is its author's answer to just that question.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.library.transaction import connection


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section whose heading is a question; `path` are the headings down to it, `bundled` whether it came with the tutor."""

    source: str
    path: tuple[str, ...]
    bundled: bool

    @property
    def question(self) -> str:
        """Its heading."""
        return self.path[-1]

    @property
    def subject(self) -> str:
        """The heading above it; "" where there is none."""
        return self.path[-2] if len(self.path) > 1 else ""


class AskedSections:
    """The sections of a library that are headed by a question, read once for every state of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[object, tuple[AskedSection, ...], frozenset[str]] | None = None

    def all(self) -> tuple[AskedSection, ...]:
        """Every one, in the order of the library."""
        return self._now()[1]

    def bundled(self) -> frozenset[str]:
        """The sources that came with the tutor."""
        return self._now()[2]

    def edition(self) -> object:
        """Tells one state of the library from another."""
        return self._now()[0]

    def passages(self, one: AskedSection) -> list[Passage]:
        """What stands under the heading, in reading order."""
        return self._store.passages_in(one.source, one.path)

    def _now(self) -> tuple[object, tuple[AskedSection, ...], frozenset[str]]:
        edition, kept = self._store.edition(), self._kept
        if kept is None or kept[0] != edition:
            bundled = self._store.bundled()
            kept = self._kept = (edition, tuple(_sections(self._headed(), bundled)), bundled)
        return kept

    def _headed(self) -> Sequence[tuple[str, str]]:
        """(source, headings as JSON) of every section whose innermost heading ends in a question mark."""
        with connection(self._store.path) as db:
            return db.execute(
                "SELECT DISTINCT source, path FROM section WHERE path LIKE '%?\"]' ORDER BY source, position"
            ).fetchall()


def _sections(rows: Sequence[tuple[str, str]], bundled: frozenset[str]) -> list[AskedSection]:
    return [AskedSection(source, tuple(json.loads(path)), source in bundled) for source, path in rows]
