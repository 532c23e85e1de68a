"""Verbs about the learner's books: find, ask, cite, and what is said around a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.errors import Unreadable
from tutor.library.find import Found
from tutor.library.source import Citation, FormulaStatus, Passage
from tutor.verbs.mathematics import Mathematics
from tutor.voices.verify import Claim, Explanation, FormulaCard, Standing, Topic
from tutor.voices.voice import Ask

if TYPE_CHECKING:
    import numpy as np

    from tutor.library.around import Surroundings
    from tutor.library.find import Hints
    from tutor.maths.explain import Symbol as FormulaSymbol

_ASK_PASSAGES = 8
_ASK_SECTIONS = 6
_NEAREST = 5
_BESIDE_WORKED = 2
_MOST_IDEAS = 4
_MOST_ALIASES = 8
_MOST_WORDED = 3
_FORMULA_REACH = 400
_MOST_FORMULAS = 4
# Sections that use ideas rather than name one.
_ASIDE = re.compile(r"exercise|answer|solution|example|mistake|summary|machine learning cares", re.IGNORECASE)
_DOUBT = "a formula in it was read from the page without certainty: the page shows how it is printed"


class Asking(Mathematics):
    """Questions to the learner's own books, answered with what backs every sentence."""

    def find(self, query: str, k: int = 5, source: str | None = None) -> list[Found]:
        """The k best passages for a question, one per subsection, best first."""
        from tutor.library.find import find

        def hints(vector: np.ndarray) -> Hints:
            return self._hints(query, vector)

        return find(self.store, self.shelf, self.embedder, query, k, hints=hints, source=source)

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
        return Hints(words, terms, meaning)

    def link(self, text: str) -> tuple[Link, ...]:
        """The concepts behind a learner's words, best first."""
        from tutor.concepts.link import link

        return link(text, self.graph)

    def ask(self, question: str) -> Explanation:
        """An explanation from the learner's own books, every sentence with what backs it."""
        from tutor.library.cover import Idea, covers
        from tutor.library.find import with_neighbours
        from tutor.voices.verify import verify

        concepts, worked = self.link(question), self._worked(question)
        # The numbers of a problem are the learner's own; from the books we want the idea, not another example's numbers.
        asked = f"what is {concepts[0].concept.name}" if worked and concepts else question
        found = self.find(asked, _ASK_PASSAGES)
        ideas = [Idea(link.score, (link.concept.name, *link.concept.aliases)) for link in concepts]
        before = self.graph.before(concepts[0].concept.id) if concepts else ()
        if not covers(self.store, asked, found, ideas):
            nearest = () if worked else self._nearest(found)
            return Explanation(question, bool(worked), worked, (), concepts, before if worked else (), nearest, self._notices())
        found = with_neighbours(self.store, found, _ASK_SECTIONS, _ASK_PASSAGES)
        draft = self.voice.explain(Ask(asked, tuple(found), concepts))
        claims = tuple(map(self._with_doubt, verify(draft, [one.passage for one in found], self.cite)))
        claims = claims[:_BESIDE_WORKED] if worked else claims
        return Explanation(question, True, (*worked, *claims), self._formulas(claims), concepts, before, (), self._notices())

    def _with_doubt(self, claim: Claim) -> Claim:
        """A quoted sentence with a formula that could not be confirmed says so."""
        held = (f for c in claim.citations for f in self.store.formulas(c.source, c.page, c.start, c.end))
        if any(f.status is not FormulaStatus.CONFIRMED for f in held):
            return replace(
                claim, doubt="a formula in it was read from the page without certainty: the page shows how it is printed"
            )
        return claim

    def _worked(self, question: str) -> tuple[Claim, ...]:
        """The answer and the checked steps, where the question is something to compute; nothing where it is not."""
        if question.count("?") > 1:
            return ()  # several questions in one: a part of the answer would pass for the whole
        try:
            solution = self.solve(question)
        except Unreadable:
            return ()
        steps = [Claim(f"{step.says}\n\n$${step.latex}$$", Standing.PROVED, step.checked) for step in solution.steps]
        return (Claim(f"**Answer:** ${solution.answer_latex}$", Standing.PROVED, solution.steps[-1].checked), *steps)

    def around(self, formula: FormulaCard) -> str:
        """What the section around a formula says: where its symbols are given their meanings."""
        return self._surroundings(formula).text

    def told_where(self, formula: FormulaCard, symbol: FormulaSymbol) -> Citation | None:
        """Where the book says what a symbol of this formula means; None where it does not."""
        if symbol.start is None or symbol.end is None:
            return None
        place = self._surroundings(formula).place(symbol.start, symbol.end)
        near = formula.citation
        return None if place is None else self._citation(replace(near, page=place[0]), place[1], place[2])

    def _surroundings(self, formula: FormulaCard) -> Surroundings:
        from tutor.library.around import surroundings

        place = formula.citation
        return surroundings(self.store, place.source, place.page, place.start, place.end)

    def cite(self, passage: Passage, start: int = 0, end: int | None = None) -> Citation:
        """The citation of a passage, or of its letters `start` to `end`."""
        return self._citation(passage, passage.start + start, passage.start + (len(passage.text) if end is None else end))

    def _citation(self, near: Passage | Citation, start: int, end: int) -> Citation:
        """The citation of a span of the page that `near` stands on."""
        from tutor.library.source import label_at

        card, page = self.store.card(near.source), self.store.page(near.source, near.page)
        label = label_at(card.kind, page, start)
        return Citation(near.source, card.title, near.section, near.page, label, start, end, page.text[start:end], card.kind)

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
