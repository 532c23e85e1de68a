"""Which question of the library a message asks in the course of a talk, where its own words alone do not say it.

"why minus one though?" means something after a question about the variance only. So a heading is compared with the message and
with the talk it stands in, by meaning and as the search finds it; what stands under the same idea as the last answer comes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.verbs.headed import said_in
from tutor.verbs.stages import Stages
from tutor.voices.explanation import Explanation
from tutor.voices.voice import Intent, Told, Turn

if TYPE_CHECKING:
    import numpy as np

    from tutor.library.asked_sections import AskedSection
    from tutor.library.find import Found
    from tutor.voices.hear import Heard

_TURNS, _LONGEST = 2, 400  # of the talk that are looked at; characters of what was answered last
# What the heading, the page and its place in the search count, for the whole message, the sentence in it that asks, and the talk.
_MESSAGE, _POINT, _TALK = (0.1, 0.2, 0.0, 0.0), (0.1, 0.2, 0.2, 0.0), (0.1, 0.3, 0.2, 0.0)
_SAME_IDEA = 0.12  # as what was answered last
_FALLS = 0.35  # how fast a place in the search loses weight
_SEARCHED, _NEAREST = 12, 250  # passages
_THE_SAME_PAGE = 0.75  # from this cosine on, what was answered last stands on that page
# From here on a heading is shown as what may be meant; from there on it answers (set on 47 turns of talks, decisions/0010).
MAY_BE_MEANT, ANSWERS, _WHERE_NOTHING_ANSWERS = 0.42, 0.55, 0.3
MOST_SHOWN = 3
_LOOKED_AT, _MAY_SPEAK = 24, 8  # of the likeliest sections
_ASKED_OF_AN_IDEA = frozenset(
    {Intent.EXPLAIN, Intent.WHY, Intent.HOW, Intent.WHEN, Intent.EXAMPLE, Intent.PROVE, Intent.PICTURE, Intent.SIMPLER}
    | {Intent.COMPARE, Intent.FORMULA, Intent.COMPUTE}
)

_SENTENCE = re.compile(r"[^.?!]+(?:[.?!](?=\d)[^.?!]*)*[.?!]*")
_FEWEST_WORDS = 4
_TAGS = tuple(
    (re.compile(pattern, re.IGNORECASE), kept)
    for pattern, kept in (
        (r"\b(is|are|do|does|did|was|were|ca|could|would|should)n['’]?t (?=(?:that|it|this|they|there|the|you|we|i)\b)", r"\1 "),
        (r"\b(is|are|do|does|did|can|would|should) (that|it|this|they|there|we|i) not\b", r"\1 \2"),
        (r"\bwhy not(?: just| simply)?\b", "why"),
    )
)

Scores = dict["AskedSection", float]


class Nearby(Stages):
    """What a message asks in the talk it belongs to."""

    _looked_at: tuple[object, list[tuple[float, AskedSection]]] | None = None

    def _about_the_talk(self, question: str, heard: Heard, after: Sequence[Turn]) -> Heard:
        """What leans and names no idea is about the idea of the section that was quoted last, whatever was asked before."""
        if not heard.leans or not after or any(one.outright for one in self.link(question)):
            return heard
        last = self._answered_last(after)
        concept = next(iter(self._catalogue().called(last.subject)), "") if last else ""
        if not concept or (heard.links and heard.links[0].concept.id == concept):
            return heard
        named = Link(self.graph.concepts[concept], 1.0, "the idea that was answered last")
        return replace(heard, links=(named, *(one for one in heard.links if one.concept.id != concept)))

    def _told_in_talk(self, question: str, heard: Heard, after: Sequence[Turn]) -> tuple[Told | None, list[AskedSection]]:
        """What a section answers, None where none does; and, where looked for, the sections that may be meant, likeliest first.

        The section whose heading was asked, or that gives this kind of help; else the one most likely asked for in this talk.
        """
        told = self._told_there(heard, after)
        if not heard.wordings or heard.intent is Intent.FORMULA or not self._catalogue().sections:
            return told, []  # what is not in English is compared with no heading
        kind_of_help = heard.general and (heard.leans or heard.intent is not Intent.WHY)  # "why ...?" always asks of something
        if told is not None and (kind_of_help or self.asks_the_same(question, told.heading)):
            return told, []
        if told is None and not heard.leans and not self._searched(question, heard.links)[1]:
            return None, []  # the library does not cover it, whatever heading comes nearest
        said = said_in(after)
        likely = self._likely(question, after, said)
        sections = [one for _, one in likely]
        if told is not None and told.heading in [one.question for one in sections[:MOST_SHOWN]]:
            return told, sections
        for score, one in likely[:MOST_SHOWN]:
            if score >= ANSWERS and (other := self._under(one, heard, said)) is not None:
                return other, sections
        return (told if heard.leans or not after else None), sections

    def _likely(self, question: str, after: Sequence[Turn], said: str) -> list[tuple[float, AskedSection]]:
        """The likeliest sections that were not said before, without those whose heading turns the answer round."""
        asked = self._catalogue().read(_without_tags(asked_in(question)))
        ranked = self._in_talk(question, after)[:_LOOKED_AT]
        return [(s, one) for s, one in ranked if self._catalogue().agrees(asked, one) and not self._said_before(one, said)]

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
        ranked = self._in_talk(question, after)
        least = MAY_BE_MEANT if explanation.covered else _WHERE_NOTHING_ANSWERS
        more = (one for score, one in ranked if score >= least and not self._said_before(one, shown))
        return replace(
            explanation, also=tuple(dict.fromkeys(one.question for one, _ in zip(more, range(MOST_SHOWN), strict=False)))
        )

    def _in_talk(self, question: str, after: Sequence[Turn]) -> list[tuple[float, AskedSection]]:
        """The headings by how likely the message asks them, the likeliest first; kept for the message that was looked at last."""
        key = (self._asked_sections.edition(), question, tuple(after[-_TURNS:]))
        kept = self._looked_at  # threads share this tutor: what is handed out is what was looked at here
        if kept is None or kept[0] != key:
            kept = self._looked_at = (key, self._weighed(question, after))
        return kept[1]

    def _weighed(self, question: str, after: Sequence[Turn]) -> list[tuple[float, AskedSection]]:
        talk = " ".join([*(turn.question for turn in after[-_TURNS:]), question])
        weights: dict[str, tuple[float, float, float, float]] = {}
        for text, more in ((question, _MESSAGE), (asked_in(question), _POINT), (talk, _TALK)):
            weights[text] = tuple(map(sum, zip(weights.get(text, (0.0,) * 4), more, strict=True)))  # type: ignore[assignment]
        places = {(one.source, one.path): one for one in self._catalogue().sections}
        scores: Scores = {}
        for (text, (heading, page, found, way)), vector in zip(weights.items(), self._vectors_of(list(weights)), strict=True):
            _add(scores, self._by_heading(vector, places), heading)
            _add(scores, self._by_page(vector, places), page)
            _add(scores, self._by_way(vector, places), way)
            if found:
                _add(scores, self._by_search(text, places), found)
        if after and (last := self._answered_last(after)) is not None:
            _add(scores, {one: 1.0 for one in scores if one.subject == last.subject}, _SAME_IDEA)
        return sorted(((score, one) for one, score in scores.items()), key=lambda pair: -pair[0])

    def _answered_last(self, after: Sequence[Turn]) -> AskedSection | None:
        """The section that was quoted first in the answer before."""
        opening = " ".join(after[-1].answer.split())[:_LONGEST]
        if not opening:
            return None
        places = {(one.source, one.path): one for one in self._catalogue().sections}
        best = max(self._by_page(self._vectors_of([opening])[0], places).items(), key=lambda pair: pair[1], default=None)
        return best[0] if best is not None and best[1] >= _THE_SAME_PAGE else None

    def _by_heading(self, vector: np.ndarray, places: Mapping[tuple[str, tuple[str, ...]], AskedSection]) -> Scores:
        alike = self.shelf.headings(self.embedder.fingerprint).alike(vector, 1, list(places))
        best = sorted(alike, key=alike.__getitem__, reverse=True)[:_NEAREST]
        return {places[place]: alike[place] for place in best}

    def _by_way(self, vector: np.ndarray, places: Mapping[tuple[str, tuple[str, ...]], AskedSection]) -> Scores:
        """The headings of ours by the nearest of the other ways to ask them."""
        near = self._askings.near(vector)
        return {one: near[one.question] for one in places.values() if one.bundled and one.question in near}

    def _by_page(self, vector: np.ndarray, places: Mapping[tuple[str, tuple[str, ...]], AskedSection]) -> Scores:
        near = dict(self.shelf.nearest(vector, _NEAREST, self.embedder.fingerprint))
        best: Scores = {}
        for id, passage in self.store.passages(list(near)).items():
            if (one := places.get((passage.source, passage.section))) is not None:
                best[one] = max(best.get(one, 0.0), near[id])
        return best

    def _by_search(self, asked: str, places: Mapping[tuple[str, tuple[str, ...]], AskedSection]) -> Scores:
        best: Scores = {}
        for n, found in enumerate(self.find(asked, _SEARCHED)):
            if (one := places.get((found.passage.source, found.passage.section))) is not None:
                best.setdefault(one, 1.0 / (1.0 + _FALLS * n))
        return best


def asked_in(message: str) -> str:
    """The sentence that asks, of a message that tells a story around it; the whole message where it has but one.

    >>> asked_in("I learned determinants in 1974. What does the determinant measure?"), asked_in("and if it is zero? or huge?")
    ('What does the determinant measure?', 'and if it is zero? or huge?')
    """
    sentences = [one.strip() for one in _SENTENCE.findall(message) if len(one.split()) >= _FEWEST_WORDS]
    asking = [one for one in sentences if one.endswith("?")]
    return asking[-1] if asking and len(asking) < len(sentences) else message


def _without_tags(question: str) -> str:
    """A question without a "not" that denies nothing.

    >>> _without_tags("does that not break it?"), _without_tags("isn't it dangerous?"), _without_tags("why not just add them?")
    ('does that break it?', 'is it dangerous?', 'why add them?')
    """
    for pattern, kept in _TAGS:
        question = pattern.sub(kept, question)
    return question


def _add(scores: Scores, more: Scores, weight: float) -> None:
    for one, score in more.items():
        scores[one] = scores.get(one, 0.0) + weight * score
