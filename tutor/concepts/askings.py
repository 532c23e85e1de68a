"""Other ways of asking a question: roundabout, from a job, as typed on a phone. By them the sentence model hears which is meant.

"Which arrows stay on their own line?" shares no word with "What is an eigenvector?", and little meaning; it is close to another
roundabout way of asking the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.rows import Rows

if TYPE_CHECKING:
    import numpy as np

_LOOKED_AT = 250


class Askings:
    """The ways to ask each of some questions; `vectors` turns texts into unit rows, which are kept in `folder`."""

    def __init__(
        self,
        ways: Mapping[str, Sequence[str]],
        vectors: Callable[[Sequence[str]], np.ndarray],
        fingerprint: str,
        folder: Path,
    ) -> None:
        self._asked = [question for question, its in ways.items() for _ in its]
        self._rows = Rows("askings", [way for its in ways.values() for way in its], vectors, fingerprint, folder)

    def make(self) -> None:
        """Have the model read the ways, where it has not: some 8,000 short texts, about ten seconds, once a machine."""
        if self._asked:
            self._rows.make()

    def near(self, vector: np.ndarray) -> dict[str, float]:
        """The questions nearest to a unit vector, each with the cosine of its best way; {} where none are made yet."""
        import numpy as np

        if not self._asked or not self._rows.ready:
            return {}
        alike = self._rows.alike(vector)
        best: dict[str, float] = {}
        for place in np.argsort(-alike)[:_LOOKED_AT]:
            best.setdefault(self._asked[place], float(alike[place]))
        return best
