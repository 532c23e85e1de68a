"""The headings of a library, as the sentence model reads them: what a section is about, in its author's fewest words.

Their vectors are made with those of the passages and stand beside them in the record; a book that came in before that has none,
and is then found without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.library.source import digest
from tutor.library.store import Store
from tutor.maths.plain import plain_words

if TYPE_CHECKING:
    import numpy as np

    from tutor.library.rank import Place

_READ = 2  # the heading of a subsection says little without the one above it


def heading_text(section: Sequence[str]) -> str:
    r"""What the model reads of the headings above a passage; "" where there are none.

    >>> heading_text(("Determinants", "Volumes", r"The case $\det A = 0$"))
    'Volumes The case determinant A = 0'
    """
    return plain_words(" ".join(section[-_READ:]))


class Headings:
    """The headings of a library in one state of it, each with its unit vector; one is looked up when it is first asked for."""

    def __init__(self, store: Store, fingerprint: str) -> None:
        self._store, self._fingerprint = store, fingerprint
        self._vectors: dict[str, np.ndarray | None] = {}  # None: this model has not read it

    def alike(self, vector: np.ndarray, sharpness: int, places: Sequence[Place]) -> dict[Place, float]:
        """How near the headings of these places are to a unit vector, raised to a power so that only the nearest count; a heading
        that the model has not read is left out."""
        import numpy as np

        keys = [_key(place[1][-_READ:]) for place in places]
        self._look_up(keys)
        known = [(place, row) for place, key in zip(places, keys, strict=True) if (row := self._vectors[key]) is not None]
        if not known:
            return {}
        cosines = np.maximum(0.0, np.einsum("ij,j->i", np.stack([row for _, row in known]), vector))
        return dict(zip((place for place, _ in known), (cosines**sharpness).tolist(), strict=True))

    def _look_up(self, keys: Sequence[str]) -> None:
        import numpy as np

        unknown = list(dict.fromkeys(key for key in keys if key not in self._vectors))
        found = self._store.known_vectors(unknown, self._fingerprint) if unknown else {}
        rows = {key: np.frombuffer(value, dtype=np.float32) for key, value in found.items()}
        self._vectors.update({key: rows.get(key) for key in unknown})


@lru_cache(maxsize=50_000)
def _key(section: tuple[str, ...]) -> str:
    return digest(heading_text(section))
