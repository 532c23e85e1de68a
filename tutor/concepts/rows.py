"""The vectors of many short texts, made once for a model and kept in a file.

A file of other texts, or of another model, has another name, so that nothing is ever compared with what it was not made from. The
model itself is handed in: this room knows none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


class Rows:
    """One unit row for each of `texts`; `vectors` turns texts into such rows, `folder` is where they are kept under `name`."""

    def __init__(
        self, name: str, texts: Sequence[str], vectors: Callable[[Sequence[str]], np.ndarray], fingerprint: str, folder: Path
    ) -> None:
        self._texts, self._vectors = texts, vectors
        everything = "\n".join((*texts, fingerprint))
        self._file = folder / f"{name}-{hashlib.sha256(everything.encode()).hexdigest()[:16]}.npy"

    @property
    def made(self) -> bool:
        """Whether the rows of these texts and this model are there already."""
        return self._file.exists()

    def make(self) -> None:
        """Make the rows where they are not there: about a second for a thousand short texts, once a machine."""
        import numpy as np

        if self.made:
            return
        rows = self._vectors(self._texts).astype(np.float16)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.save(file, rows)
        os.replace(name, self._file)

    @property
    def ready(self) -> bool:
        """Whether there is something to compare with; a file that was not there, or was damaged, is looked for again."""
        if self.made and self.all is not None:
            return True
        self.__dict__.pop("all", None)
        return False

    @cached_property
    def all(self) -> np.ndarray | None:
        """(texts, dimensions) float32; None where the file is not there, or is damaged (it is then made again)."""
        import numpy as np

        try:
            rows = np.load(self._file).astype(np.float32)
        except (OSError, ValueError, EOFError):
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            return None
        return rows if len(rows) == len(self._texts) else None

    def alike(self, question: np.ndarray, first: int = 0, many: int | None = None) -> np.ndarray:
        """The cosines of `many` rows from `first` on with a unit vector; only where they are `ready`.

        Not by `@`: it wakes the threads of BLAS, which then fight for the cores with the search beside it; measured, .2 ms this
        way, and up to 16 ms that way while another program works.
        """
        import numpy as np

        assert self.all is not None
        last = len(self._texts) if many is None else first + many
        found: np.ndarray = np.einsum("ij,j->i", self.all[first:last], question)
        return found
