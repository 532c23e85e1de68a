"""Sections that are headed by the learner's question: which one it is, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.library.asked_sections import AskedSection, AskedSections
from tutor.library.find import Found
from tutor.library.source import SourceKind
from tutor.verbs.proposing import Proposing
from tutor.voices.explanation import Standing
from tutor.voices.voice import Draft, DraftSentence, Intent, Layer, Told, Turn

if TYPE_CHECKING:
    import numpy as np

    from tutor.voices.catalogue import Catalogue, Wanted
    from tutor.voices.hear import Heard

_LOOKED_AT = 12  # headings, by how near they are with the heading above them
_COMPARED = 8  # of these, by themselves
_TELLS, _TELLS_SURELY, _READ = 0.57, 0.62, 400  # cosines; characters of a section
_MOST_KEPT = 4_096
_TASK_WORDS = 6  # in which a problem says what is to be found
_SMALL = frozenset("a an the is s are please so and ok".split())
BACKED = frozenset({Standing.QUOTED, Standing.PROVED, Standing.TESTED})
_READ_WHOLE = frozenset({SourceKind.MARKDOWN, SourceKind.NOTE})  # where a paragraph is known from the file, not from the paper
# Sides that lead where they are asked for, and what may stand in for them.
_SIDES = {
    Intent.SIMPLER: (Layer.SIMPLE, Layer.PICTURE),
    Intent.EXAMPLE: (Layer.NUMBERS,),
    Intent.PICTURE: (Layer.PICTURE,),
}


class Headed(Proposing):
    """Answers that stand in the library under the very question."""

    @cached_property
    def _asked_sections(self) -> AskedSections:
        return AskedSections(self.store)

    _question_vectors: Mapping[str, np.ndarray] = MappingProxyType({})

    def asks_the_same(self, asked: str, heading: str) -> bool:
        """Whether two questions are one, so that what answers the second answers the first."""
        from tutor.concepts.index import index_of
        from tutor.voices.questioned import questioned
        from tutor.voices.same import SAME, likeness

        one, other = self._vectors_of([asked, heading])
        index = index_of(self.graph)
        return likeness(questioned(asked, index), questioned(heading, index), float(one @ other)) >= SAME

    _kept_catalogue: tuple[object, Catalogue] | None = None

    def _catalogue(self) -> Catalogue:
        """The headings of the library as it is now."""
        from tutor.concepts.index import index_of
        from tutor.voices.catalogue import Catalogue

        edition = self._asked_sections.edition()
        kept = self._kept_catalogue
        if kept is None or kept[0] != edition:
            whole = {card.id for card in self.store.cards() if card.kind in _READ_WHOLE}
            sections = [one for one in self._asked_sections.all() if one.source in whole]
            kept = self._kept_catalogue = (edition, Catalogue(sections, index_of(self.graph), self.graph))
        return kept[1]

    def question_sections(self) -> tuple[AskedSection, ...]:
        """The sections of the library that are headed by a question, in its order."""
        return self._catalogue().sections

    def section_text(self, one: AskedSection) -> str:
        """What stands under the heading of such a section."""
        return "\n\n".join(passage.text for passage in self._asked_sections.passages(one))

    def section_read(self, one: AskedSection) -> tuple[str, str]:
        """The heading and the first passage of such a section, as the sentence model reads them."""
        from tutor.library.headings import heading_text

        return heading_text(one.path), self._asked_sections.passages(one)[0].embedded_text

    @staticmethod
    def ways_to_ask() -> dict[str, tuple[str, ...]]:
        """Other ways to ask the questions that head the companion's sections, by the question."""
        from tutor.library.bundled import askings

        return askings()

    def _told_there(self, heard: Heard, after: Sequence[Turn]) -> Told | None:
        """What a section answers whose heading was asked, or that gives this kind of help on the idea; None for neither."""
        from tutor.voices.catalogue import Wanted

        catalogue = self._catalogue()
        if not catalogue.sections:
            return None
        said = said_in(after)
        if (told := self._both(catalogue, heard, said)) is not None:
            return told
        wanted = Wanted(tuple(map(catalogue.read, heard.wordings)), heard.intent, heard.links, heard.leans)
        if heard.general and heard.intent in (Intent.SIMPLER, Intent.PICTURE):
            told = self._side(catalogue, heard, said) or self._side_shown(catalogue, heard, after)
            if told is not None or (heard.leans and heard.intent is Intent.SIMPLER):
                return told or self._helping(catalogue, wanted, heard, after)
        ranked = self._ranked(catalogue, wanted)
        if heard.leans:
            ranked = [(alike, one) for alike, one in ranked if not self._said_before(one, said)]
        same = catalogue.same(ranked)
        if same is not None and not (heard.general and catalogue.read(same.question).kind is not wanted.wordings[0].kind):
            return self._under_both(catalogue, ranked, same, heard, said)
        if heard.general and (told := self._general(catalogue, wanted, heard, after)) is not None:
            return told
        if same is not None:
            return self._under(same, heard, said)
        if heard.intent is Intent.FORMULA:
            return None  # the formula itself is read and said; a heading that only comes near it adds nothing
        near = catalogue.near(wanted, ranked) or self._telling(catalogue, heard, said)
        return self._under(near, heard, said) if near is not None else None

    def _under_both(
        self,
        catalogue: Catalogue,
        ranked: Sequence[tuple[float, AskedSection]],
        same: AskedSection,
        heard: Heard,
        said: str,
    ) -> Told | None:
        """What stands under a heading; beside the learner's own answer, what the bundled books answer to the same."""
        told = self._under(same, heard, said)
        ours = catalogue.same([pair for pair in ranked if pair[1].bundled])
        if told is None or same.bundled or ours is None or (other := self._under(ours, heard, said)) is None:
            return told
        sides = (replace(other.sentences[0], layer=Layer.SIMPLE), *other.sentences[1:])
        return Told(told.heading, (*told.sentences, *sides), (*told.found, *other.found))

    def _telling(self, catalogue: Catalogue, heard: Heard, said: str) -> AskedSection | None:
        """Of the sections on the ideas behind a message the one that tells of just this, by what stands in it.

        A message that leans, or only describes what happens ("my loss jumps about"), has few words in common with any heading.
        """
        if not heard.wordings or not heard.links or heard.intent in (Intent.COMPARE, Intent.EXAMPLE, Intent.SIMPLER):
            return None
        links = heard.links[:1] if heard.leans else heard.links
        sections = dict.fromkeys(one for link in links for one in catalogue.about(link.concept.id))
        asked = catalogue.read(heard.wordings[0])
        fresh = [one for one in sections if not self._said_before(one, said) and catalogue.agrees([asked], one)]
        if not fresh:
            return None
        texts = [f"{one.question} {self._asked_sections.passages(one)[0].text[:_READ]}" for one in fresh]
        vector, *rows = self._vectors_of([heard.wordings[0], *texts])
        alike = [float(vector @ row) for row in rows]
        best = max(range(len(fresh)), key=alike.__getitem__)
        least = _TELLS if heard.leans or not heard.links[0].outright else _TELLS_SURELY
        return fresh[best] if alike[best] >= least else None

    def _both(self, catalogue: Catalogue, heard: Heard, said: str) -> Told | None:
        """Two questions in one message, where a section answers each: the first with its sides, then the second."""
        first, second = (self._part(catalogue, heard, part) for part in heard.parts or ("", ""))
        if first is None or second is None or first == second:
            return None
        one, other = self._under(first, heard, said), self._under(second, heard, said)
        if one is None or other is None:
            return None
        then = replace(other.sentences[0], asked=other.heading)
        return Told(one.heading, (one.sentences[0], then, *one.sentences[1:]), (*one.found, *other.found))

    def _part(self, catalogue: Catalogue, heard: Heard, part: str) -> AskedSection | None:
        from tutor.voices.catalogue import Wanted

        if not part:
            return None
        return catalogue.same(self._ranked(catalogue, Wanted((catalogue.read(part),), heard.intent, heard.links)))

    def _told_of_tail(self, heard: Heard) -> Told | None:
        """What a section answers to the second question of a message whose first is computed, or says of the idea itself."""
        catalogue = self._catalogue()
        tail = self._part(catalogue, heard, heard.parts[1] if heard.parts else "")
        if tail is None and heard.links:
            # "derivative of x^2 sin(x)" is about derivatives, though a sine stands in it.
            task = " ".join(heard.problem.partition(" of ")[0].split()[:_TASK_WORDS]) if not heard.parts else ""
            named = [*(self.link(task)[:1] if task else ()), *heard.links]
            tail = catalogue.what_is(named[0].concept.id)
        return self._under(tail, heard, "") if tail is not None else None

    def _what_it_is(self, concept: str, heard: Heard) -> Told | None:
        """The first sentence of the section that says what an idea is; None where there is none."""
        from tutor.library.sentences import sentences

        section = self._catalogue().what_is(concept)
        told = self._under(section, heard, "") if section is not None else None
        if told is None:
            return None
        whole = told.sentences[0].quote
        start, end = sentences(whole)[0]
        return replace(told, sentences=(replace(told.sentences[0], text=whole[start:end], quote=whole[start:end], asked=""),))

    def _ranked(self, catalogue: Catalogue, wanted: Wanted) -> list[tuple[float, AskedSection]]:
        return catalogue.ranked(wanted, self._near(catalogue, wanted)) if wanted.wordings and catalogue.sections else []

    def _general(self, catalogue: Catalogue, wanted: Wanted, heard: Heard, after: Sequence[Turn]) -> Told | None:
        """This kind of help on the idea: under a heading that asks for it, or from the side that was asked for."""
        said = said_in(after)
        if heard.intent is Intent.EXAMPLE:
            return self._helping(catalogue, wanted, heard, after) or self._side(catalogue, heard, said)
        return self._side(catalogue, heard, said) or self._helping(catalogue, wanted, heard, after)

    def _helping(self, catalogue: Catalogue, wanted: Wanted, heard: Heard, after: Sequence[Turn]) -> Told | None:
        """The first section that gives this kind of help and was not said before; "why?" asks of what was said last."""
        said = said_in(after)
        helping = catalogue.helping(wanted)
        if heard.leans and heard.intent is Intent.WHY and after:
            helping = catalogue.about_what_was_said(helping, after[-1].answer)
        for one in helping:
            if not self._said_before(one, said) and (told := self._under(one, heard, said)) is not None:
                # A bare "why?" may ask of anything that was said: what it is taken for is told.
                return replace(told, perhaps=heard.leans and heard.general and heard.intent is Intent.WHY)
        return None

    def _side(self, catalogue: Catalogue, heard: Heard, said: str) -> Told | None:
        """The idea from the side that was asked for (in simpler words, on numbers, as a picture), by what was not said yet."""
        sides = _SIDES.get(heard.intent)
        concept = next((link.concept.id for link in heard.links), "")
        first = catalogue.what_is(concept) if concept else None
        if not sides or first is None:
            return None
        # Another example may come from anywhere; the picture of another question is no simpler word for this idea.
        more = heard.leans and heard.intent is Intent.EXAMPLE
        rest = [one for one in catalogue.about(concept) if one != first] if more else []
        for layer, one in ((layer, one) for layer in sides for one in (first, *rest)):
            told = self._under(one, heard, "")
            fresh = [s for s in (told.sentences if told else ()) if s.layer is layer and not _stands_in(s.text, said)]
            if told is not None and fresh:
                return replace(told, sentences=self._led_by(fresh[0], told, heard, said))
        return None

    def _side_shown(self, catalogue: Catalogue, heard: Heard, after: Sequence[Turn]) -> Told | None:
        """That side of what was answered last, as the answer, with its numbers: it may have stood folded away."""
        last = " ".join(after[-1].answer.split()) if heard.leans and after else ""
        concept = next((link.concept.id for link in heard.links), "")
        if not last or not concept:
            return None
        first = catalogue.what_is(concept)
        shown = [one for one in catalogue.about(concept) if self._said_before(one, last)]
        for one in (*shown, *([first] if first is not None else ())):
            told = self._under(one, heard, "")
            sides = told.sentences if told is not None else ()
            side = next((s for layer in _SIDES[heard.intent] for s in sides if s.layer is layer), None)
            if told is not None and side is not None and not last.startswith(" ".join(side.text.split())):
                numbers = [s for s in sides if s.layer is Layer.NUMBERS][:1]
                return replace(told, sentences=(replace(side, layer=Layer.ANSWER, asked=told.heading), *numbers))
        return None

    @staticmethod
    def _led_by(side: DraftSentence, told: Told, heard: Heard, said: str) -> tuple[DraftSentence, ...]:
        """The side that was asked for, with the answer it belongs to where that was not said yet."""
        answer = told.sentences[0]
        if _stands_in(answer.text, said):
            return (replace(side, layer=Layer.ANSWER, asked=told.heading),)
        return (side, answer) if heard.intent is Intent.PICTURE else (answer, side)

    def _speaking(self, heard: Heard) -> list[Found]:
        """Where the sections on the idea of the talk speak of what a message asks beyond its name; the search may miss them."""
        from tutor.library.find import content_words
        from tutor.voices.asked import STEM, left_over

        more = left_over(heard.message, heard.links) if heard.leans and heard.wordings else frozenset()
        if not more or not heard.links:
            return []
        sections = self._catalogue().about(heard.links[0].concept.id)
        passages = (passage for one in sections for passage in self._asked_sections.passages(one))
        return [
            Found(passage, 0.5, 0.0, "it speaks of this")
            for passage in passages
            if more & {word[:STEM] for word in content_words(passage.text)}
        ]

    def _without_strange(self, found: list[Found], heard: Heard) -> list[Found]:
        """What was found, without answers to questions that have nothing to do with this one; all of it where nothing is left."""
        from tutor.voices.catalogue import Wanted

        catalogue = self._catalogue()
        headed = {(one.source, one.path): one for one in catalogue.sections}
        here = [headed[place] for place in {(one.passage.source, one.passage.section) for one in found} if place in headed]
        if not here or not heard.wordings:
            return found
        wanted = Wanted(tuple(map(catalogue.read, heard.wordings)), heard.intent, heard.links)
        related = catalogue.related(catalogue.ranked(wanted, [self._cosines(one.text, here) for one in wanted.wordings]))
        if heard.leans and heard.links:
            related |= {(one.source, one.path) for one in catalogue.about(heard.links[0].concept.id)}
        kept = [one for one in found if (p := (one.passage.source, one.passage.section)) not in headed or p in related]
        if heard.leans and heard.links:  # the talk is about one idea: what does not name it is about another
            names = (heard.links[0].concept.name, *heard.links[0].concept.aliases)
            kept = [one for one in kept if names_one(f"{one.passage.heading} {one.passage.text}", names)] or kept
        return kept or found

    def _near(self, catalogue: Catalogue, wanted: Wanted) -> list[Mapping[AskedSection, float]]:
        """For every wording the cosines of the headings that come into question."""
        headings = self.shelf.headings(self.embedder.fingerprint)
        places = {(one.source, one.path): one for one in catalogue.sections}
        here = [one for link in wanted.links[:2] for one in catalogue.about(link.concept.id)]
        near: list[Mapping[AskedSection, float]] = []
        for wording in wanted.wordings:
            alike = headings.alike(self._vectors_of([wording.text])[0], 1, list(places))
            best = sorted(alike, key=alike.__getitem__, reverse=True)[:_LOOKED_AT]
            rough = {places[place]: alike[place] for place in best}
            rough |= {one: alike.get((one.source, one.path), 0.0) for one in here}
            some = [one for _, one in catalogue.ranked(replace(wanted, wordings=(wording,)), [rough])[:_COMPARED]]
            near.append(self._cosines(wording.text, some))
        return near

    def _cosines(self, question: str, sections: Sequence[AskedSection]) -> dict[AskedSection, float]:
        """How near the headings of these sections are to a question, without the heading above them."""
        vector, *rows = self._vectors_of([question, *(one.question for one in sections)])
        return {one: float(vector @ row) for one, row in zip(sections, rows, strict=True)}

    def _vectors_of(self, questions: Sequence[str]) -> list[np.ndarray]:
        """The vectors of questions and headings; each made once."""
        from tutor.maths.plain import plain_words
        from tutor.voices.questioned import typed

        kept = self._question_vectors
        have = {question: kept[question] for question in questions if question in kept}
        missing = list(dict.fromkeys(question for question in questions if question not in have))
        if missing:
            rows = self.embedder.vectors([plain_words(typed(question)) for question in missing])
            have.update(zip(missing, rows, strict=True))
            # Replaced whole, never emptied: another thread may be reading it.
            self._question_vectors = have if len(kept) > _MOST_KEPT else {**kept, **have}
        return [have[question] for question in questions]

    def _under(self, one: AskedSection, heard: Heard, said: str) -> Told | None:
        """What stands under a heading and holds before the gate; sides that were said before are left out."""
        from tutor.concepts.words import words
        from tutor.voices.headed import under_heading

        passages = self._asked_sections.passages(one)
        found = tuple(Found(passage, 1.0, 0.0, "it answers the question it is headed by") for passage in passages)
        sentences = under_heading(passages)
        judged = self._judged(Draft(sentences), found)
        kept = [s for s, claim in zip(sentences, judged, strict=True) if claim.standing in BACKED]
        if not kept or kept[0].layer is not Layer.ANSWER:
            return None
        fresh = [kept[0], *(s for s in kept[1:] if not _stands_in(s.text, said))]
        mine = _bare(words(heard.message)) == _bare(words(one.question))
        answer = kept[0] if mine else replace(kept[0], asked=one.question)
        return Told(one.question, (answer, *fresh[1:]), found)

    def _said_before(self, one: AskedSection, said: str) -> bool:
        if not said:
            return False
        opening = " ".join(" ".join(p.text for p in self._asked_sections.passages(one)).split())[:80]
        return opening in said

    def _beside(self, heard: Heard, told: Told | None) -> tuple[list[Found], bool]:
        """What the books say beside an answer that stands in one of them, and whether the question is answered at all.

        Where every book came with the tutor, and no model weighs them, the answer says it; looking further would add nothing.
        """
        if told is None:
            found, covered = self._looked_up(heard.subject, heard.links)
            return [*self._speaking(heard), *self._without_strange(found, heard)], covered
        bundled = self._asked_sections.bundled()
        if not self.speaks and all(card.id in bundled for card in self.store.cards()):
            return list(told.found), True
        found, covered = self._looked_up(heard.subject, heard.links)
        return [*told.found, *(found if covered else ())], True


def _bare(words: Sequence[str]) -> list[str]:
    """The words of a question without those that make no other question of it."""
    return [word for word in words if word not in _SMALL]


def names_one(text: str, names: Sequence[str]) -> bool:
    """Whether a text names an idea by one of its names, in any form of its words."""
    from tutor.library.find import content_words
    from tutor.voices.asked import STEM

    there = {word[:STEM] for word in content_words(text)}
    return any(stems and stems <= there for stems in ({word[:STEM] for word in content_words(name)} for name in names))


def said_in(after: Sequence[Turn]) -> str:
    """Everything that was answered before, in one line."""
    return " ".join(" ".join(turn.answer.split()) for turn in after)


def _stands_in(text: str, said: str) -> bool:
    """Whether a text was said, whatever the white space in it."""
    return " ".join(text.split()) in said
