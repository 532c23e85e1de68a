"""The concepts whose phrasings are nearest in meaning to a question: the learner's words, heard by the sentence model.

Every alias and every beginner's phrasing of the graph is a card with a vector, and so is every way to say one of its finer terms.
They are made once for a model and kept in a file; a file of other cards, or of another model, has another name. The model itself
is handed in: this room knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.graph import Concept, Graph
from tutor.concepts.lexicon import Lexicon
from tutor.concepts.rows import Rows

if TYPE_CHECKING:
    import numpy as np

_CARDS_LOOKED_AT = 40
_SHARPNESS = 0.05  # a card that is this much less alike weighs 1/e as much
_TERMS_HEARD = 6
_TERM_SHARPNESS = 0.07
_COMMON_WORDS = 0.4  # what all words in common add to a cosine


@dataclass(frozen=True, slots=True)
class Near:
    """A concept, and its share among the nearest ones times how alike the best card is."""

    concept: Concept
    weight: float


class Cards:
    """The cards of a graph under one model; `vectors` turns texts into unit rows, `folder` is where they are kept."""

    def __init__(self, graph: Graph, vectors: Callable[[Sequence[str]], np.ndarray], fingerprint: str, folder: Path) -> None:
        self._graph = graph
        self._concepts = list(graph.concepts.values())
        self._texts = [(n, text) for n, c in enumerate(self._concepts) for text in (*c.says, *c.aliases)]
        self._ways = [(term, way) for c in self._concepts for term, ways in c.ways for way in (term, *ways)]
        texts = [*self._definitions, *(text for _, text in (*self._texts, *self._ways))]
        self._rows = Rows("cards", texts, vectors, fingerprint, folder)

    @property
    def _definitions(self) -> list[str]:
        return [f"{c.name}. {c.definition}" for c in self._concepts]

    @property
    def made(self) -> bool:
        """Whether the cards of this graph and model are there already."""
        return self._rows.made

    def make(self) -> None:
        """Make the cards where they are not there: some 8,000 short texts, about ten seconds, once a machine."""
        self._rows.make()

    @property
    def _all(self) -> np.ndarray | None:
        return self._rows.all if self._rows.ready else None

    def near(self, question: np.ndarray, k: int = 3) -> tuple[Near, ...]:
        """The k concepts whose best card is nearest to a question's unit vector, best first; () where there are no cards yet."""
        import numpy as np

        if not self._rows.ready:
            return ()
        likeness = self._rows.alike(question, len(self._concepts), len(self._texts))
        best: dict[int, float] = {}
        for place in np.argsort(-likeness)[:_CARDS_LOOKED_AT]:
            best.setdefault(self._texts[place][0], float(likeness[place]))
        top = sorted(best.items(), key=lambda pair: -pair[1])[:k]
        shares = np.exp([(alike - top[0][1]) / _SHARPNESS for _, alike in top])
        scale = max(0.0, top[0][1]) / float(shares.sum())
        return tuple(Near(self._concepts[n], float(s) * scale) for (n, _), s in zip(top, shares, strict=True))

    def hear(self, text: str, question: np.ndarray, k: int = _TERMS_HEARD) -> tuple[tuple[str, float], ...]:
        """The k terms whose plain descriptions are nearest to a question, by its vector and by the words in common, with weights
        that add up to how near the best one is; () where there are no cards yet."""
        import numpy as np

        if not self._ways or not self._rows.ready:
            return ()
        likeness = self._rows.alike(question, len(self._concepts) + len(self._texts), len(self._ways))
        for place, share in self._lexicon.in_common(text).items():
            likeness[place] += _COMMON_WORDS * share
        best: dict[str, float] = {}
        for place in np.argsort(-likeness)[:_CARDS_LOOKED_AT]:
            best.setdefault(self._ways[place][0], float(likeness[place]))
        top = sorted(best.items(), key=lambda pair: -pair[1])[:k]
        shares = np.exp([(alike - top[0][1]) / _TERM_SHARPNESS for _, alike in top])
        scale = min(1.0, max(0.0, top[0][1])) / float(shares.sum())
        return tuple((term, float(share) * scale) for (term, _), share in zip(top, shares, strict=True))

    def named(self, terms: Sequence[tuple[str, float]]) -> np.ndarray | None:
        """The names of weighted terms as one unit vector; None where there are none, or no cards yet."""
        import numpy as np

        if not terms or (rows := self._all) is None:
            return None
        first = len(self._concepts) + len(self._texts)
        total = np.zeros(rows.shape[1], dtype=np.float32)
        for term, weight in terms:
            total += weight * rows[first + self._names[term]]
        length = float(np.linalg.norm(total))
        return total / length if length else None

    @cached_property
    def _names(self) -> dict[str, int]:
        """Where the card stands that is a term's own name."""
        return {term: n for n, (term, way) in enumerate(self._ways) if term == way}

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.of([way for _, way in self._ways], "lexicon", self._graph.key)

    def together(self, weights: Sequence[tuple[str, float]]) -> np.ndarray | None:
        """The weighted definitions of concepts as one unit vector; None where there are no cards yet."""
        import numpy as np

        if (rows := self._all) is None:
            return None
        places = {concept.id: n for n, concept in enumerate(self._concepts)}
        total = np.zeros(rows.shape[1], dtype=np.float32)
        for concept, weight in weights:
            total += weight * rows[places[concept]]
        length = float(np.linalg.norm(total))
        return total / length if length else None
