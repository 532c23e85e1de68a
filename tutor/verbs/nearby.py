"""Which question of the library a message asks in the course of a talk, where its own words alone do not say it.

"why minus one though?" means something after a question about the variance only. So what is likeliest meant in this talk
(`hearing.py`) stands beside what the words of the message alone ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.library.find import content_words
from tutor.verbs.headed import said_in
from tutor.verbs.hearing import Hearing
from tutor.voices.anew import is_whole
from tutor.voices.asked import STEM, asking, sentences_of
from tutor.voices.explanation import Explanation
from tutor.voices.meant import Likely
from tutor.voices.voice import Intent, Told, Turn

if TYPE_CHECKING:
    from tutor.library.asked_sections import AskedSection
    from tutor.library.find import Found
    from tutor.voices.hear import Heard

# From these chances on a heading is offered as what may be meant, shown as what comes nearest, and answers; an answer that was
# found by its words stands where it is half as likely as the likeliest (decisions/0010).
MAY_BE_MEANT, COMES_NEAR, ANSWERS, _AS_LIKELY = 0.03, 0.15, 0.6, 0.5
# What must speak for a heading however little speaks for the others: to answer, to be shown as near, and to answer where the
# search finds that the library does not cover the question (with twice its chance); and the chance and weight of one that is
# plainly asked for.
_IN_TALK = 0.25  # what is enough for that in a talk
_ENOUGH, TO_BE_SHOWN, _SURELY, _PLAINLY = 8.5, 7.0, 10.2, (0.6, 11.0)
# Whether a section that was chosen is the one that was asked for, counted on talks with known answers: of those with a chance of
# .3 to .6, and of those up to .8 for which little speaks, about half are (of 125: 68); beyond, nine in ten; below, one in five.
_PERHAPS, _BEYOND_DOUBT, _LITTLE, _MUCH = 0.3, 0.8, 10.5, 13.0
MOST_SHOWN = 3
PERHAPS = "I take you to ask: “{}” If that is not it, say so, and I look further."
_LOOKED_AT, _MAY_SPEAK = 24, 8  # of the likeliest sections
_ASKED_OF_AN_IDEA = frozenset(
    {Intent.EXPLAIN, Intent.WHY, Intent.HOW, Intent.WHEN, Intent.EXAMPLE, Intent.PROVE, Intent.PICTURE, Intent.SIMPLER}
    | {Intent.COMPARE, Intent.FORMULA, Intent.COMPUTE}
)

_TAGS = tuple(
    (re.compile(pattern, re.IGNORECASE), kept)
    for pattern, kept in (
        (r"\b(is|are|do|does|did|was|were|ca|could|would|should)n['’]?t (?=(?:that|it|this|they|there|the|you|we|i)\b)", r"\1 "),
        (r"\b(is|are|do|does|did|can|would|should) (that|it|this|they|there|we|i) not\b", r"\1 \2"),
        (r"\bwhy not(?: just| simply)?\b", "why"),
    )
)


class Nearby(Hearing):
    """What a message asks in the talk it belongs to."""

    def _about_the_talk(self, question: str, heard: Heard, after: Sequence[Turn]) -> Heard:
        """What leans and names no idea is about the idea of the section that was quoted last, whatever was asked before."""
        if not heard.leans or not after or any(one.outright for one in self.link(question)):
            return heard
        if self._just_named(heard, after):
            return heard  # what the learner spoke about counts more than what was answered
        last = self._answered_last(after)
        concept = next(iter(self._catalogue().called(last.subject)), "") if last else ""
        if not concept or (heard.links and heard.links[0].concept.id == concept):
            return heard
        named = Link(self.graph.concepts[concept], 1.0, "the idea that was answered last")
        return replace(heard, links=(named, *(one for one in heard.links if one.concept.id != concept)))

    def _just_named(self, heard: Heard, after: Sequence[Turn]) -> bool:
        """Whether the idea a message leans on was named by the learner in the message before."""
        named = [one.concept.id for one in self.link(after[-1].question) if one.outright]
        return bool(heard.links) and heard.links[0].concept.id in named[:1]

    def _told_in_talk(self, question: str, heard: Heard, after: Sequence[Turn]) -> tuple[Told | None, list[AskedSection]]:
        """What a section answers, None where none does; and, where looked for, the sections that may be meant, likeliest first.

        A whole question that only this talk gives this meaning may mean something else: what it is taken for is told.
        """
        told, sections = self._found_in_talk(question, heard, after)
        if told is None or told.near or told.perhaps or not (after and heard.leans and is_whole(question)):
            return told, sections
        likely = self.meant(question, after)[:1]
        sure = any(o.one.question == told.heading and o.chance >= _BEYOND_DOUBT and o.weight >= _MUCH for o in likely)
        alone = self.meant(question)[:1]
        return replace(told, perhaps=not sure and any(one.one.question != told.heading for one in alone)), sections

    def _found_in_talk(self, question: str, heard: Heard, after: Sequence[Turn]) -> tuple[Told | None, list[AskedSection]]:
        """The same, as it is found.

        The section whose heading was asked, or that gives this kind of help; else the one most likely asked for in this talk.
        """
        told = self._told_there(heard, after)
        if not heard.wordings or heard.intent is Intent.FORMULA or not self._catalogue().sections:
            return told, []  # what is not in English is compared with no heading
        said = said_in(after)
        likely = self._likely(question, after, said)
        sections = [found.one for found in likely]
        # "Why ...?" always asks of something; and an idea that was only described may be another.
        named = bool(heard.links) and heard.links[0].outright and heard.intent is not Intent.WHY
        kind_of_help = heard.general and (heard.leans or named)
        bare = heard.general and heard.leans and heard.intent in (Intent.SIMPLER, Intent.PICTURE)
        if told is not None and likely and _narrows(told.heading, question, likely[0].one.question):
            kind_of_help, told = False, None  # "the determinant of a triangular matrix" for "of a matrix"
        if told is not None and kind_of_help and (bare or not _plainly(likely)):
            return told, []
        if told is not None and self.asks_the_same(question, told.heading) and not _plainly(likely):
            return told, []
        if told is None and not heard.leans and not self._is_covered(question, heard, likely, in_talk=bool(after)):
            return None, []  # the library does not cover it, whatever heading comes nearest
        if told is not None and self._as_likely(told, likely):
            return told, sections
        for least, enough, near in ((ANSWERS, _ENOUGH, False), (COMES_NEAR, TO_BE_SHOWN, True)):
            for found in likely[:MOST_SHOWN]:
                if found.chance < least or found.weight < enough:
                    break
                if near and self._of_another_idea(found.one, heard):
                    continue
                if (other := self._under(found.one, heard, said)) is not None:
                    perhaps = found.chance >= _PERHAPS if near else found.chance < _BEYOND_DOUBT and found.weight < _LITTLE
                    return replace(other, near=near and not perhaps, perhaps=perhaps), sections
        if told is None or not (heard.leans or not after):
            return None, sections
        return replace(told, near=True), sections  # others are likelier meant

    def _of_another_idea(self, one: AskedSection, heard: Heard) -> bool:
        """Whether a message asks why of an idea that it names, and a section does not speak of it."""
        if heard.intent is not Intent.WHY or not heard.links or not heard.links[0].outright:
            return False
        return not self._catalogue().speaks_of(one, heard.links[0].concept.id)

    def _is_covered(self, question: str, heard: Heard, likely: Sequence[Likely[AskedSection]], *, in_talk: bool) -> bool:
        """Whether the library answers a message at all: as the search finds it, or under a heading that is surely meant."""
        least = _IN_TALK if in_talk else ANSWERS
        sure = bool(likely) and likely[0].chance >= least and likely[0].weight + 2 * likely[0].chance >= _SURELY - in_talk
        return sure or self._searched(question, heard.links)[1]

    @staticmethod
    def _as_likely(told: Told, likely: Sequence[Likely[AskedSection]]) -> bool:
        """Whether what was found by its words is about as likely meant as the likeliest heading."""
        chance = {found.one.question: found.chance for found in likely}
        stands = {told.heading, *(found.passage.section[-1] for found in told.found if found.passage.section)}
        return max(chance.get(one, 0.0) for one in stands) >= _AS_LIKELY * max(chance.values(), default=1.0)

    def _likely(self, question: str, after: Sequence[Turn], said: str) -> list[Likely[AskedSection]]:
        """The likeliest sections, without those whose heading turns the answer round, or that were said before and are not asked
        for plainly; their chances add up to 1 again."""
        catalogue = self._catalogue()
        told = sentences_of(question)  # what is told without a question mark denies nothing that is asked
        sentences = [catalogue.read(_without_tags(one)) for one in [one for one in told if one.endswith("?")] or told]
        left = [
            found
            for found in self.meant(question, after)[:_LOOKED_AT]
            if catalogue.agrees(sentences, found.one) and (_plainly([found]) or not self._said_before(found.one, said))
        ]
        whole = sum(found.chance for found in left) or 1.0
        return [found._replace(chance=found.chance / whole) for found in left]

    def _names_its_idea(self, heard: Heard, after: Sequence[Turn]) -> bool:
        """Whether a message says by its own words what it is about; also where no section is headed by a question."""
        if not self._catalogue().sections:
            return True
        return bool(heard.links) and heard.links[0].outright and (not after or heard.leans)

    def _to_the_point(self, found: Sequence[Found], likely: Sequence[AskedSection]) -> list[Found]:
        """What was found, without the answers to questions that nobody asks in this talk."""
        headed = {(one.source, one.path) for one in self._catalogue().sections}
        meant = {(one.source, one.path) for one in likely[:_MAY_SPEAK]}
        return [one for one in found if (p := (one.passage.source, one.passage.section)) not in headed or p in meant]

    def _with_more(self, question: str, explanation: Explanation, after: Sequence[Turn]) -> Explanation:
        """The explanation with the questions near this one that the library answers outright, those answered already left out."""
        if explanation.intent not in _ASKED_OF_AN_IDEA or not self._catalogue().sections or not (explanation.covered or after):
            return explanation
        shown = f"{said_in(after)} {' '.join(explanation.said.split())}"
        ranked = self.meant(question, after)
        more = (found.one for found in ranked if found.chance >= MAY_BE_MEANT and not self._said_before(found.one, shown))
        return replace(
            explanation, also=tuple(dict.fromkeys(one.question for one, _ in zip(more, range(MOST_SHOWN), strict=False)))
        )


def _plainly(likely: Sequence[Likely[AskedSection]]) -> bool:
    """Whether the likeliest heading is plainly the one that is asked for."""
    return bool(likely) and likely[0].chance >= _PLAINLY[0] and likely[0].weight >= _PLAINLY[1]


def _narrows(heading: str, question: str, other: str) -> bool:
    """Whether a heading asks of a special case that a question does not name, while another heading asks nothing beyond it."""
    asked, special, general = (_stems(text) for text in (question, heading, other))
    return bool(special - asked) and bool(general) and not general - asked


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in content_words(text) if word not in asking())


def _without_tags(question: str) -> str:
    """A question without a "not" that denies nothing.

    >>> _without_tags("does that not break it?"), _without_tags("isn't it dangerous?"), _without_tags("why not just add them?")
    ('does that break it?', 'is it dangerous?', 'why add them?')
    """
    for pattern, kept in _TAGS:
        question = pattern.sub(kept, question)
    return question
