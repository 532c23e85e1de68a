"""The questions that head sections of a library, and which of them is the learner's.

Laws of this file:
- pure: the same sections, question and vectors give the same choice;
- honest: a heading that asks something else is never passed off as the learner's question. Where it only gives the help that
  was asked for on the same idea, whoever shows it says which question it answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.concepts.graph import Graph
from tutor.concepts.index import Index
from tutor.concepts.link import Link
from tutor.concepts.words import content, words
from tutor.library.asked_sections import AskedSection
from tutor.voices.questioned import Kind, Questioned, questioned
from tutor.voices.same import NEAR, NEUTRAL, SAME, beside, likeness, shared, turns_round
from tutor.voices.voice import Intent

__all__ = ["Catalogue", "Wanted"]

_OF_THE_IDEA = 0.05  # what a section on the very idea the talk is about has before others
_OWN = 0.02  # the learner's own answer is taken before ours
_RELATED = 0.30
# The share of their words that two questions must have in common to be near; less where they are nearly one.
_MOST_IN_COMMON, _FEWER_IN_COMMON, _NEARLY = 0.5, 0.3, 0.6
_ASKS_PLAINLY = 0.25  # what a heading that names nothing but the idea counts among those a bare "why?" may mean
_SAYS_MORE = 0.2  # of the weight of the rarest word: below it, a word is no more than "two" or "number"
_MOST_STRANGE = 2  # words that a heading may name beyond the idea and still give this kind of help on it
# Words of a heading that ask no more than the idea.
_NEUTRAL_WORDS = frozenset(
    content(
        words(
            "matrix function vector map event variable number hand step small theorem formula say mean tell aloud part each work"
            " quick important"
        )
    )
)
# What is looked for where no heading is the learner's question: the kinds that give the help that is wanted, best first.
_GIVES = {
    Intent.EXPLAIN: (Kind.WHAT,),
    Intent.SIMPLER: (Kind.SIMPLE,),
    Intent.EXAMPLE: (Kind.SHOW,),
    Intent.WHY: (Kind.WHY, Kind.USE),
    Intent.HOW: (Kind.HOW,),
    Intent.WHEN: (Kind.WHEN,),
    Intent.PROVE: (Kind.WHY,),
    Intent.FORMULA: (Kind.PARTS,),
    Intent.PICTURE: (Kind.WHAT,),
}
_ASKS = {Kind.USE: (Kind.USE,), Kind.MISTAKE: (Kind.MISTAKE,), Kind.PARTS: (Kind.PARTS,), Kind.WHAT_IF: ()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message asks for, in full words: one or more wordings of it, the kind of help, and the ideas it is about."""

    wordings: tuple[Questioned, ...]
    intent: Intent
    links: tuple[Link, ...]
    leans: bool = False


class Catalogue:
    """The sections of a library that are headed by a question, ready to be compared with what somebody asks."""

    def __init__(self, sections: Sequence[AskedSection], index: Index, graph: Graph) -> None:
        self.sections = tuple(sections)
        self._index, self._graph = index, graph
        self._read: dict[str, Questioned] = {}
        self._about: dict[str, list[AskedSection]] = defaultdict(list)
        named: dict[str, tuple[str, ...]] = {}
        for one in self.sections:
            if one.subject not in named:
                named[one.subject] = self.called(one.subject)
            for concept in named[one.subject]:
                self._about[concept].append(one)

    def called(self, subject: str) -> tuple[str, ...]:
        """The ideas that a heading names: the one of just this name, else those it may mean."""
        meant = tuple(dict.fromkeys(alias.concept for alias in self._index.aliases.get("".join(words(subject)), ())))
        names = {id: {self._graph.concepts[id].name.lower(), _plain(self._graph.concepts[id].name).lower()} for id in meant}
        return next(((id,) for id in meant if subject.lower() in names[id]), meant)

    def about(self, concept: str) -> Sequence[AskedSection]:
        """The sections that stand under the name of an idea."""
        return self._about.get(concept, ())

    def read(self, question: str) -> Questioned:
        """A heading, or what was asked, taken apart."""
        if question not in self._read:
            self._read[question] = questioned(question, self._index)
        return self._read[question]

    def ranked(self, wanted: Wanted, near: Sequence[Mapping[AskedSection, float]]) -> list[tuple[float, AskedSection]]:
        """The sections by how surely their heading is the question; `near` holds the cosines for every wording."""
        here = {link.concept.id for link in wanted.links[:2]} if wanted.leans else set()
        favoured = {one for concept in here for one in self.about(concept)}
        best: dict[AskedSection, float] = {}
        for wording, cosines in zip(wanted.wordings, near, strict=True):
            for one, cosine in cosines.items():
                alike = likeness(wording, self.read(one.question), cosine)
                best[one] = max(best.get(one, 0.0), alike)
        scored = [
            (alike + _OF_THE_IDEA * (one in favoured) + _OWN * (not one.bundled), one)
            for one, alike in best.items()
            if alike and (not here or one in favoured or self._names(one, here))
        ]
        return sorted(scored, key=lambda pair: -pair[0])

    def speaks_of(self, one: AskedSection, concept: str) -> bool:
        """Whether a section stands under the name of an idea, or its heading names it."""
        return one in self.about(concept) or self._names(one, {concept})

    def _names(self, one: AskedSection, concepts: set[str]) -> bool:
        return any(idea.concepts & concepts for idea in self.read(one.question).ideas)

    def near(self, wanted: Wanted, ranked: Sequence[tuple[float, AskedSection]]) -> AskedSection | None:
        """The section whose heading comes near the question and tells little else, to be shown as what it is."""
        for alike, one in ranked:
            common = _FEWER_IN_COMMON if alike >= _NEARLY else _MOST_IN_COMMON
            if alike >= NEAR and any(beside(wording, self.read(one.question), common) for wording in wanted.wordings):
                return one
        return None

    def agrees(self, sentences: Sequence[Questioned], one: AskedSection) -> bool:
        """Whether nothing turns the answer of a heading round, in the sentence that has most in common with it."""
        heading = self.read(one.question)
        return not turns_round(max(sentences, key=lambda asked: shared(asked, heading)), heading)

    @staticmethod
    def related(ranked: Sequence[tuple[float, AskedSection]]) -> frozenset[tuple[str, tuple[str, ...]]]:
        """Where the sections stand whose heading has at least something to do with the question."""
        return frozenset((one.source, one.path) for alike, one in ranked if alike >= _RELATED)

    @staticmethod
    def same(ranked: Sequence[tuple[float, AskedSection]]) -> AskedSection | None:
        """The section whose heading is the question itself."""
        return ranked[0][1] if ranked and ranked[0][0] >= SAME else None

    def helping(self, wanted: Wanted) -> list[AskedSection]:
        """The sections that give this kind of help on the idea, the plainest first; none where more is asked than the idea."""
        asked = wanted.wordings[0].kind if wanted.wordings else Kind.WHAT
        kinds = _ASKS.get(asked, _GIVES.get(wanted.intent, ()))
        fit: list[tuple[int, int, AskedSection]] = []
        for link in wanted.links[:1]:
            for one in self.about(link.concept.id):
                kind = self.read(one.question).kind
                bare_why = wanted.leans and wanted.intent is Intent.WHY
                if kind in kinds and ((strange := self._strange(one, link)) <= _MOST_STRANGE or bare_why):
                    fit.append((kinds.index(kind), strange, one))
        return [one for _, _, one in sorted(fit, key=lambda row: row[:2])]

    def about_what_was_said(self, sections: Sequence[AskedSection], answer: str) -> list[AskedSection]:
        """Sections in the order of how much of their heading stands in an answer: what a bare "why?" asks of."""
        said = set(content(words(answer)))

        def share(one: AskedSection) -> float:
            heading = dict(self.read(one.question).rest)
            whole = sum(heading.values())
            return sum(weight for root, weight in heading.items() if root in said) / whole if whole else _ASKS_PLAINLY

        return sorted(sections, key=share, reverse=True)

    def what_is(self, concept: str) -> AskedSection | None:
        """The section that says what an idea is: the first that asks so, and as little as can be besides."""
        link = Link(self._graph.concepts[concept], 1.0, "the name")
        name = dict(self.read(link.concept.name).words)
        plain = [one for one in self.about(concept) if self.says_what(one) and not self._strange(one, link)]
        # By its name rather than by a term of it: "independent" rather than "iid" for independence.
        return min(plain, key=lambda one: name.keys().isdisjoint(dict(self.read(one.question).words)), default=None)

    def says_what(self, one: AskedSection) -> bool:
        """Whether a section says what something is."""
        return self.read(one.question).kind is Kind.WHAT or one.question.lower().startswith("what does it mean")

    def _strange(self, one: AskedSection, link: Link) -> int:
        """How many things a heading names beyond the idea."""
        read = self.read(one.question)
        if all(link.concept.id not in idea.concepts for idea in read.ideas):
            return _MOST_STRANGE + 1
        others = sum(link.concept.id not in idea.concepts and not idea.concepts & NEUTRAL for idea in read.ideas)
        return others + len({root for root, weight in read.rest if weight >= _SAYS_MORE * read.rarest} - _NEUTRAL_WORDS)


def _plain(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return name.partition("(")[0].strip()
