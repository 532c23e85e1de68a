"""The sentence that says what the very thing is that was asked for, before answers about things of a like name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.library.find import Found
from tutor.verbs.continuing import Continuing
from tutor.voices.defined import defines, only_alike, same_name, term_of
from tutor.voices.questioned import Kind
from tutor.voices.voice import DraftSentence, Intent, Layer, Told

if TYPE_CHECKING:
    from tutor.library.asked_sections import AskedSection
    from tutor.voices.hear import Heard

_WORD = re.compile(r"[^\W_]+")
_MOST_SAID = 20  # passages in which the words of a name stand side by side
_BREATH = 60  # words, with the sentences that follow


class Defining(Continuing):
    """The way to answer "what is a probability distribution?"."""

    def _by_its_name(self, question: str, heard: Heard, told: Told | None) -> Told | None:
        """What answers a question for the meaning of a name: a section headed by just that, else the sentence of a book that says
        what it is, else what was found, said to be taken for it."""
        if heard.intent is not Intent.EXPLAIN or heard.leans or self.speaks:
            return told
        term = term_of(question)
        if not term:
            return self._with_doubt_whether(question, told)
        if told is not None and (same_name(term, term_of(told.heading)) or self._is_a_name_of_it(term, told.heading)):
            return told
        if told is None and self._is_known(term, heard):
            return None  # its books are searched for the idea, and several quoted
        section = self._headed_by_name(term)
        if section is not None and (there := self._under(section, heard, "")) is not None:
            return there
        return self._said_what(term, heard) or self._of_the_idea(term, heard) or _doubted(told)

    def _is_known(self, term: str, heard: Heard) -> bool:
        """Whether a name is one of an idea of the graph, but for what the thing is of."""
        names = (name for one in heard.links if one.outright for name in (one.concept.name, *one.concept.aliases))
        return bool(self._catalogue().called(term)) or any(same_name(term, name) for name in names)

    def _of_the_idea(self, term: str, heard: Heard) -> Told | None:
        """What the section says that tells what the idea of this name is, by another of its names; None where there is none."""
        catalogue = self._catalogue()
        whats = (one for concept in catalogue.called(term) for one in catalogue.about(concept) if catalogue.says_what(one))
        section = next(whats, None)
        return _doubted(self._under(section, heard, "")) if section is not None else None

    def _with_doubt_whether(self, question: str, told: Told | None) -> Told | None:
        """A question for yes or no that is answered by what something is: what it was taken for is told."""
        read = self._catalogue().read
        if told is None or told.near or read(question).kind is not Kind.WHETHER or read(told.heading).kind is not Kind.WHAT:
            return told
        return told if self.asks_the_same(question, told.heading) else _doubted(told)

    def _headed_by_name(self, term: str) -> AskedSection | None:
        """The section that says what a thing is, under a heading of just its name."""
        catalogue = self._catalogue()
        its = (one for one in catalogue.sections if same_name(one.subject, term) and catalogue.says_what(one))
        return next((one for one in its if term.lower() in one.question.lower()), None)

    def _is_a_name_of_it(self, term: str, heading: str) -> bool:
        """Whether a heading asks for an idea by another of its names: by its own, or by one that is not only like this one."""
        other = term_of(heading)
        one, theirs = (set(self._catalogue().called(name)) for name in (term, other))
        named = any(same_name(other, self.graph.concepts[concept].name) for concept in one & theirs)
        return named or (bool(one & theirs) and not only_alike(term, other))

    def _said_what(self, term: str, heard: Heard) -> Told | None:
        """The sentence of a book that says what just this thing is, the learner's own books first; None where none does."""
        from tutor.voices.quotable import candidates, in_full

        found, _ = self._searched(heard.message, heard.links)
        words = " ".join(_WORD.findall(term))
        said = [id for id, _ in self.store.by_words(f'"{words}"', _MOST_SAID)] if words else []
        more = [Found(passage, 0.5, 0.0, "your words") for passage in self.store.passages(said).values()]
        bundled = self._asked_sections.bundled()
        saying = [one for one in candidates([*found, *more]) if defines(one.text, term)]
        best = min(saying, key=lambda one: one.found.passage.source in bundled, default=None)
        if best is None:
            return None
        quote = in_full(best, _BREATH)
        passage = best.found.passage
        return Told(heard.message, (DraftSentence(quote, quote, passage.id, Layer.ANSWER),), (best.found,))


def _doubted(told: Told | None) -> Told | None:
    """An answer to another question than was asked, to be shown as what that is."""
    return told if told is None or told.near else replace(told, perhaps=True)
