"""The concepts whose phrasings are nearest in meaning to a question: the learner's words, heard by the sentence model.

Every alias and every beginner's phrasing of the graph is a card with a vector. They are made once for a model and kept in a file;
a file of other cards, or of another model, has another name. The model itself is handed in: this room knows none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.graph import Concept, Graph

if TYPE_CHECKING:
    import numpy as np

_CARDS_LOOKED_AT = 40
_SHARPNESS = 0.05  # a card that is this much less alike weighs 1/e as much


@dataclass(frozen=True, slots=True)
class Near:
    """A concept, and its share among the nearest ones times how alike the best card is."""

    concept: Concept
    weight: float


class Cards:
    """The cards of a graph under one model; `vectors` turns texts into unit rows, `folder` is where they are kept."""

    def __init__(self, graph: Graph, vectors: Callable[[Sequence[str]], np.ndarray], fingerprint: str, folder: Path) -> None:
        self._graph, self._vectors = graph, vectors
        self._concepts = list(graph.concepts.values())
        self._texts = [(n, text) for n, c in enumerate(self._concepts) for text in (*c.says, *c.aliases)]
        everything = "\n".join((*self._definitions, *(text for _, text in self._texts), fingerprint))
        self._file = folder / f"cards-{hashlib.sha256(everything.encode()).hexdigest()[:16]}.npy"

    @property
    def _definitions(self) -> list[str]:
        return [f"{c.name}. {c.definition}" for c in self._concepts]

    @property
    def made(self) -> bool:
        """Whether the cards of this graph and model are there already."""
        return self._file.exists()

    def make(self) -> None:
        """Make the cards where they are not there: some 5,500 short texts, about ten seconds, once a machine."""
        import numpy as np

        if self.made:
            return
        rows = self._vectors([*self._definitions, *(text for _, text in self._texts)]).astype(np.float16)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.save(file, rows)
        os.replace(name, self._file)

    @cached_property
    def _rows(self) -> np.ndarray | None:
        """(concepts + cards, 384) float32; None where the file is not there, or is damaged (it is then made again)."""
        import numpy as np

        try:
            rows = np.load(self._file).astype(np.float32)
        except (OSError, ValueError, EOFError):
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            return None
        return rows if len(rows) == len(self._concepts) + len(self._texts) else None

    def near(self, question: np.ndarray, k: int = 3) -> tuple[Near, ...]:
        """The k concepts whose best card is nearest to a question's unit vector, best first; () where there are no cards yet."""
        import numpy as np

        if not self.made or self._rows is None:
            self.__dict__.pop("_rows", None)
            return ()
        head = len(self._concepts)
        likeness = self._rows[head:] @ question
        best: dict[int, float] = {}
        for place in np.argsort(-likeness)[:_CARDS_LOOKED_AT]:
            best.setdefault(self._texts[place][0], float(likeness[place]))
        top = sorted(best.items(), key=lambda pair: -pair[1])[:k]
        shares = np.exp([(alike - top[0][1]) / _SHARPNESS for _, alike in top])
        scale = max(0.0, top[0][1]) / float(shares.sum())
        return tuple(Near(self._concepts[n], float(s) * scale) for (n, _), s in zip(top, shares, strict=True))

    def together(self, weights: Sequence[tuple[str, float]]) -> np.ndarray | None:
        """The weighted definitions of concepts as one unit vector; None where there are no cards yet."""
        import numpy as np

        if not self.made or self._rows is None:
            return None
        places = {concept.id: n for n, concept in enumerate(self._concepts)}
        total = np.zeros(self._rows.shape[1], dtype=np.float32)
        for concept, weight in weights:
            total += weight * self._rows[places[concept]]
        length = float(np.linalg.norm(total))
        return total / length if length else None
