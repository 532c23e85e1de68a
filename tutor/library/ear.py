"""The ear: a turn of the sentence model's space after which what people describe lies nearer to the pages that answer it.

One matrix, learned from the other ways of asking the companion's questions (`python -m eval.ear`); the pages stay where they are.
It was learned for the bundled model and is left out with any other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LEARNED_FOR = "all-MiniLM-L6-v2/53aa5117/"


def ear(path: Path, fingerprint: str) -> Callable[[np.ndarray], np.ndarray]:
    """How a unit vector is turned, to a unit vector; as it is where the matrix was learned for another model, or is not there."""
    import numpy as np

    if not fingerprint.startswith(LEARNED_FOR) or not path.is_file():
        return lambda vector: vector
    matrix = np.load(path).astype(np.float32)

    def turned(vector: np.ndarray) -> np.ndarray:
        there = vector + np.einsum("i,ij->j", vector, matrix)  # not by `@`, which wakes threads that fight for the cores
        return there / np.linalg.norm(there)

    return turned
