"""The headings of a library, as the sentence model reads them: what a section is about, in its author's fewest words.

Their vectors are made with those of the passages and stand beside them in the record; a book that came in before that has none,
and is then found without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, eq=False)
class Headings:
    """The subsections of a library and the unit vectors of their headings, (n, dimensions) float32."""

    places: Mapping[Place, int]
    rows: np.ndarray

    @classmethod
    def of(cls, store: Store, fingerprint: str) -> Headings:
        """Every subsection whose heading this model has read."""
        import numpy as np

        keys = {place: digest(heading_text(place[1])) for place in store.subsections()}
        known = store.known_vectors(list(dict.fromkeys(keys.values())), fingerprint)
        places = [place for place, key in keys.items() if key in known]
        joined = b"".join(known[keys[place]] for place in places)
        return cls(
            {place: n for n, place in enumerate(places)},
            np.frombuffer(joined, dtype=np.float32).reshape(len(places), -1 if places else 0),
        )

    def alike(self, vector: np.ndarray, sharpness: int, places: Sequence[Place]) -> dict[Place, float]:
        """How near the headings of these places are to a unit vector, raised to a power so that only the nearest count."""
        import numpy as np

        some = [place for place in places if place in self.places]
        if not some:
            return {}
        cosines = np.maximum(0.0, np.einsum("ij,j->i", self.rows[[self.places[place] for place in some]], vector))
        return dict(zip(some, (cosines**sharpness).tolist(), strict=True))
