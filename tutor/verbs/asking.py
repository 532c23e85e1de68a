"""Verbs about the learner's books: find, ask, cite, and what is said around a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.library.find import Found
from tutor.library.source import Citation, FormulaStatus, Passage
from tutor.verbs.shelving import Shelving
from tutor.voices.explanation import Claim, FormulaCard, Topic

if TYPE_CHECKING:
    import numpy as np

    from tutor.library.around import Surroundings
    from tutor.library.find import Hints
    from tutor.maths.explain import Symbol as FormulaSymbol

_NEAREST = 5
_MOST_IDEAS = 4
_MOST_ALIASES = 8
_MOST_WORDED = 3
_FORMULA_REACH = 400
_MOST_FORMULAS = 4
# Sections that use ideas rather than name one.
_ASIDE = re.compile(r"exercise|answer|solution|example|mistake|summary|machine learning cares", re.IGNORECASE)


class Asking(Shelving):
    """Questions to the learner's own books, answered with what backs every sentence."""

    def find(self, query: str, k: int = 5, source: str | None = None) -> list[Found]:
        """The k best passages for a question, one per subsection, best first."""
        from tutor.concepts.spelling import spelt
        from tutor.library.find import find

        def hints(vector: np.ndarray) -> Hints:
            return self._hints(query, vector)

        query = spelt(query, self.graph, lambda word: not self.store.passages_with(word))
        return find(self.store, self.shelf, self.embedder, query, k, hints=hints, source=source)

    def uses_words(self, query: str, source: str) -> bool:
        """Whether a book uses any word of a query, whatever its ending; a query without words is not asked about."""
        from tutor.concepts.words import STOP

        every = re.findall(r"[^\W_]+", query.lower())
        asked = [word for word in every if word not in STOP] or every
        return not asked or any(self.store.by_words(f'"{word}"', 1, source) for word in asked)

    def _hints(self, query: str, vector: np.ndarray) -> Hints:
        """What the concept graph knows of a question: by its words, and by how near its meaning is to beginners' phrasings."""
        from tutor.library.find import Hints

        links = self.link(query)
        sure = min(1.0, links[0].score) / sum(link.score for link in links) if links else 0.0
        weights = {link.concept.id: link.score * sure for link in links}
        near = self._cards.near(vector)
        for one in near:
            weights[one.concept.id] = weights.get(one.concept.id, 0.0) + one.weight
        ordered = sorted(weights.items(), key=lambda pair: -pair[1])[:_MOST_IDEAS]
        halves = 2.0 if links and near else 1.0
        concepts = [(self.graph.concepts[id], weight / halves) for id, weight in ordered]
        meaning = self._cards.together([(c.id, weight) for c, weight in concepts]) if near else None
        words = tuple(word for c, _ in concepts[:_MOST_WORDED] for word in (c.name, *c.books[:4]))
        terms = tuple((term, weight) for c, weight in concepts for term in (c.name, *c.aliases[:_MOST_ALIASES]))
        heard = self._cards.hear(query, vector)
        return Hints(words, terms, meaning, heard, self._cards.named(heard))

    def described(self, text: str) -> tuple[tuple[str, float], ...]:
        """The terms that a question describes without naming them, with how alike each description is, in (0, 1]."""
        from tutor.concepts.spelling import spelt

        text = spelt(text, self.graph, lambda word: not self.store.passages_with(word))
        heard = self._cards.hear(text, self.embedder.vectors([text])[0])
        best, whole = max((w for _, w in heard), default=0.0) or 1.0, sum(w for _, w in heard)
        return tuple((term, whole * weight / best) for term, weight in heard)

    def link(self, text: str) -> tuple[Link, ...]:
        """The concepts behind a learner's words, best first."""
        from tutor.concepts.link import link

        return link(text, self.graph)

    def written_like(self, latex: str) -> tuple[FormulaCard, ...]:
        """Where the books write a formula, or one like it up to renaming, the likest first."""
        from tutor.library.formula_search import places_of

        cards = []
        for source, page, formula in places_of(self.store, latex):
            place = self._placed(source, page, formula.start, formula.end)
            cards.append(FormulaCard(formula.latex, formula.display, place, formula.status is FormulaStatus.CONFIRMED))
        return tuple(cards)

    def around(self, formula: FormulaCard) -> str:
        """What the section around a formula says: where its symbols are given their meanings."""
        return self.around_at(formula)[0]

    def around_at(self, formula: FormulaCard) -> tuple[str, int | None]:
        """The same, and where in it the formula begins: None where it does not stand there."""
        found = self._surroundings(formula)
        return found.text, found.index(formula.citation.page, formula.citation.start)

    def told_where(self, formula: FormulaCard, symbol: FormulaSymbol) -> Citation | None:
        """Where the book says what a symbol of this formula means; None where it does not."""
        if symbol.start is None or symbol.end is None:
            return None
        place = self._surroundings(formula).place(symbol.start, symbol.end)
        return None if place is None else self._placed(formula.citation.source, *place)

    def _surroundings(self, formula: FormulaCard) -> Surroundings:
        from tutor.library.around import surroundings

        place = formula.citation
        return surroundings(self.store, place.source, place.page, place.start, place.end)

    def cite(self, passage: Passage, start: int = 0, end: int | None = None) -> Citation:
        """The citation of a passage, or of its letters `start` to `end`."""
        return self._citation(passage, passage.start + start, passage.start + (len(passage.text) if end is None else end))

    def _citation(self, near: Passage | Citation, start: int, end: int) -> Citation:
        """The citation of a span of the page that `near` stands on."""
        return self._place(near.source, near.page, start, end, near.section)

    def _placed(self, source: str, number: int, start: int, end: int) -> Citation:
        """The citation of a span of a page, under the heading that stands over it."""
        over = [s.path for s in self.store.sections(source) if (s.page, s.start) <= (number, start)]
        return self._place(source, number, start, end, over[-1] if over else ())

    def _place(self, source: str, number: int, start: int, end: int, section: tuple[str, ...]) -> Citation:
        from tutor.library.source import label_at

        card, page = self.store.card(source), self.store.page(source, number)
        label = label_at(card.kind, page, start)
        return Citation(source, card.title, section, number, label, start, end, page.text[start:end], card.kind)

    def _formulas(self, claims: Sequence[Claim]) -> tuple[FormulaCard, ...]:
        """The displayed formulas that stand in or right after the sentences quoted, each once."""
        cards: dict[str, FormulaCard] = {}
        for near in (c for claim in claims for c in claim.citations):
            for formula in self.store.formulas(near.source, near.page, near.start, near.end + _FORMULA_REACH):
                if formula.display and formula.latex and formula.latex not in cards:
                    place = self._citation(near, formula.start, formula.end)
                    sure = formula.status is FormulaStatus.CONFIRMED
                    cards[formula.latex] = FormulaCard(formula.latex, formula.display, place, sure)
        return tuple(cards.values())[:_MOST_FORMULAS]

    def _nearest(self, found: Sequence[Found]) -> tuple[Topic, ...]:
        """What the library does hold near the question: sections that say what something is, nearest first."""
        titles = {card.id: card.title for card in self.store.cards()}
        topics = []
        for passage in (one.passage for one in found):
            title = next((t for t in reversed(passage.section) if not _ASIDE.search(t)), titles[passage.source])
            topics.append(Topic(title, passage.source, titles[passage.source]))
        return tuple(dict.fromkeys(topics))[:_NEAREST]

    def _notices(self) -> tuple[str, ...]:
        notices = tuple(self.shelf.notices)
        self.shelf.notices.clear()
        return notices

    def warm(self) -> None:
        """Load what the first question will need; made for a thread in the background."""
        self.embedder.vectors(["warm"])
        self.shelf.mend(self.embedder.fingerprint)
        self.link("rank")
        self._cards.make()
