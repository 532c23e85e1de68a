"""The sections headed by a question, as the sentence model has read them: their headings and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.library.asked_sections import AskedSection, AskedSections
from tutor.library.headings import heading_text
from tutor.library.source import digest
from tutor.library.store import Store

if TYPE_CHECKING:
    import numpy as np


class AskedPages:
    """The vectors of some sections, looked up once; what the model has not read is near to nothing."""

    def __init__(self, store: Store, sections: AskedSections, these: Sequence[AskedSection], fingerprint: str) -> None:
        self._store, self._read, self.sections, self._fingerprint = store, sections, tuple(these), fingerprint

    def by_heading(self, vector: np.ndarray) -> np.ndarray:
        """For each section the cosine of its heading, read with the one above it, with a unit vector."""
        import numpy as np

        # Where the model has read none of them, there is nothing to compare.
        rows = self._headings
        return np.einsum("ij,j->i", rows, vector) if rows.size else np.zeros(len(self.sections), dtype=np.float32)

    def by_page(self, vector: np.ndarray) -> np.ndarray:
        """For each section the cosine of its nearest passage with a unit vector."""
        import numpy as np

        rows, of = self._pages
        best = np.zeros(len(self.sections), dtype=np.float32)
        if rows.size:
            np.maximum.at(best, of, np.einsum("ij,j->i", rows, vector))
        return best

    @cached_property
    def _headings(self) -> np.ndarray:
        return self._rows([digest(heading_text(one.path)) for one in self.sections])

    @cached_property
    def _pages(self) -> tuple[np.ndarray, np.ndarray]:
        import numpy as np

        passages = [(n, passage) for n, one in enumerate(self.sections) for passage in self._read.passages(one)]
        rows = self._rows([digest(passage.embedded_text) for _, passage in passages])
        return rows, np.array([n for n, _ in passages], dtype=np.int64)

    def _rows(self, keys: Sequence[str]) -> np.ndarray:
        """One row for each key; of zeros where the model has not read it."""
        import numpy as np

        known = self._store.known_vectors(list(dict.fromkeys(keys)), self._fingerprint)
        width = len(next(iter(known.values()), b"")) // 4
        rows = np.zeros((len(keys), width), dtype=np.float32)
        for n, key in enumerate(keys):
            if key in known:
                rows[n] = np.frombuffer(known[key], dtype=np.float32)
        return rows
