"""The roots of many short texts: which of them have how much of their weight in common with a message."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from tutor.concepts.kept import Kept, kept
from tutor.concepts.words import content, words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The roots of short texts: where each stands, how telling it is, and what each text weighs."""

    places: Mapping[str, Sequence[int]]
    rarity: Mapping[str, float]
    weights: Sequence[float]

    @classmethod
    def of(cls, texts: Sequence[str], name: str = "", key: str = "") -> Lexicon:
        """The roots of these texts; with a key that stands for them, as an earlier start kept them under that name."""
        if not key:
            return cls(*cls._counted(texts))
        found = kept(name, key, lambda: cast("Kept", list(cls._counted(texts))))
        return cls(*cast("tuple[dict[str, list[int]], dict[str, float], list[float]]", found))

    @staticmethod
    def _counted(texts: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, float], list[float]]:
        roots = [frozenset(content(words(text))) for text in texts]
        places: dict[str, list[int]] = {}
        for place, found in enumerate(roots):
            for root in found:
                places.setdefault(root, []).append(place)
        rarity = {root: math.log(len(texts) / (len(where) + 0.5)) for root, where in places.items()}
        return places, rarity, [sum(rarity[root] for root in found) for found in roots]

    def in_common(self, text: str) -> dict[int, float]:
        """For each text the share of the weight that it and this one have in common, in (0, 1]; those with none are left out."""
        roots = set(content(words(text)))
        own = sum(self.rarity.get(root, math.log(2 * len(self.weights))) for root in roots)
        return {place: 2 * shared / (own + self.weights[place]) for place, shared in self.shared(text).items()}

    def shared(self, text: str) -> dict[int, float]:
        """For each text the weight of the roots it shares with this one, however long either is; those with none are left out."""
        common: dict[int, float] = defaultdict(float)
        for root in set(content(words(text))):
            for place in self.places.get(root, ()):
                common[place] += self.rarity[root]
        return common
