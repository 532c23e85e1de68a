"""A message compared with every section that is headed by a question, sign by sign.

Law of this file: pure; it is handed the vectors, what the search found, and what the talk was about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.concepts.lexicon import Lexicon
from tutor.library.asked_pages import AskedPages
from tutor.library.asked_sections import AskedSection
from tutor.voices.meant import Signs

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Compared", "Said", "Talk"]

_EACH = 8  # headings that each sign brings in
_TENS = 10.0
Read = Callable[[str], "np.ndarray"]


@dataclass(frozen=True, slots=True)
class Said:
    """A message: itself, the sentence in it that asks, with the questions before, and after each heading that may lead to it."""

    message: str
    asking: str
    talk: str
    then: Sequence[str]


@dataclass(frozen=True, slots=True)
class Talk:
    """What went before: the section that was answered last, and how likely each idea was talked of (0 to 1, by its name)."""

    last: AskedSection | None
    ideas: Mapping[str, float]


class Compared:
    """The sections, the meaning of their headings and pages, and the words of every way to ask them."""

    def __init__(self, pages: AskedPages, lexicon: Lexicon, turned: Callable[[np.ndarray], np.ndarray]) -> None:
        self.pages, self._lexicon, self._turned = pages, lexicon, turned

    def signs(
        self, said: Said, read: Read, found: Mapping[AskedSection, float], talk: Talk, kinds: Callable[[AskedSection], bool]
    ) -> dict[AskedSection, Signs]:
        """What speaks for each of the sections that one of the signs brings in; `read` gives the unit vector of a text, `kinds`
        says whether a heading asks for the same kind of help."""
        import numpy as np

        message, asking, then = read(said.message), read(said.asking), [read(text) for text in said.then]
        turned = self._turned(message)
        columns = (
            self.pages.by_heading(message),
            self.pages.by_page(message),
            self._shared(said.message),
            self.pages.by_page(asking),
            self._shared(said.asking),
            self._shared(said.talk),
            np.array([found.get(one, 0.0) for one in self.pages.sections], dtype=np.float32),
            np.max([self.pages.by_page(vector) for vector in then], axis=0),
            np.max([self._shared(text) for text in said.then], axis=0),
        )
        by_ear = (
            self.pages.by_heading(turned),
            self.pages.by_page(turned),
            self.pages.by_page(self._turned(asking)),
            np.max([self.pages.by_page(self._turned(vector)) for vector in then], axis=0),
        )
        places = {int(place) for column in (*columns, *by_ear) for place in np.argsort(-column)[:_EACH]}
        signs = {}
        for place in sorted(places):
            one = self.pages.sections[place]
            same = talk.last is not None and one.subject == talk.last.subject
            rest = (same, talk.ideas.get(one.subject, 0.0), one == talk.last, kinds(one))
            signs[one] = Signs(*(float(c[place]) for c in columns), *map(float, rest), *(float(c[place]) for c in by_ear))
        return signs

    def _shared(self, text: str) -> np.ndarray:
        """For each section how much the words weigh that the ways to ask it share with a text, in tens of nats."""
        import numpy as np

        weights = np.zeros(len(self.pages.sections), dtype=np.float32)
        for place, weight in self._lexicon.shared(text).items():
            weights[place] = weight / _TENS
        return weights
