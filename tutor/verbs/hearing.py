"""Which question of the library a message asks in the talk it belongs to: what is compared, and how likely each heading is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tutor.verbs.stages import Stages
from tutor.voices.anew import is_strange, is_whole, speaks_of_a_letter
from tutor.voices.meant import Likely, chances
from tutor.voices.voice import Turn

if TYPE_CHECKING:
    import numpy as np

    from tutor.concepts.lexicon import Lexicon
    from tutor.library.asked_sections import AskedSection
    from tutor.voices.compared import Compared

_TURNS, _LONGEST = 2, 400  # of the talk that are looked at; characters of what was answered last
_FALLS, _SEARCHED = 0.35, 12  # how fast a place in the search loses weight; passages that are looked for
_THE_SAME_PAGE = 0.75  # from this cosine on, what was answered last stands on that page
_TALKED_OF = 0.25  # from this chance on, a heading is what the question before asked
_MOST_KEPT = 16  # messages
# Of a whole question: what must speak for the heading it asks without the talk; what speaks for the likeliest one in the talk,
# from which on strange words are about it all the same, and up to which they are not even where the library covers them.
_SAYS_IT, _OF_THE_TALK, _FAR = 8.5, 9.7, 8.0

# What a message begins with that has nothing to do with the one before.
_ANEW = re.compile(
    r"\W*(?:(?:ok(?:ay)?|and|now|so)\W+)*"
    r"(?:(?:totally |completely |quite )?(?:different|another|new|other|unrelated) (?:thing|topic|question|subject)"
    r"|something (?:else|different)|changing (?:the )?(?:topic|subject)|unrelated|by the way|btw)\b",
    re.IGNORECASE,
)

Meant = list[Likely["AskedSection"]]


class Hearing(Stages):
    """What a message asks, by everything that was said."""

    _kept_meant: Mapping[object, Meant] = {}
    _kept_compared: tuple[object, str, Compared] | None = None

    def warm(self) -> None:
        """Load what the first question will need; made for a thread in the background."""
        super().warm()
        if self.question_sections():
            self.meant("what is rank?")

    def meant(self, question: str, after: Sequence[Turn] = ()) -> Meant:
        """The questions of the library by how likely a message asks them, after the turns before it, the likeliest first."""
        turns = () if self.begins_anew(question, after) else tuple(after[-_TURNS:])
        return self._meant_in(question, turns)

    def begins_anew(self, question: str, after: Sequence[Turn]) -> bool:
        """Whether a message has nothing to do with the turns before it: it says so; or it is a whole question that is answered
        as surely without them; or one in words that are strange to the talk, and nothing of the talk is likely meant by it."""
        if not after or _ANEW.match(question):
            return bool(after)
        turns = tuple(after[-_TURNS:])
        if not is_whole(question) or speaks_of_a_letter(question, " ".join(turn.question for turn in turns)):
            return False
        here, alone = (self._meant_in(question, some)[:1] for some in (turns, ()))
        if here and alone and alone[0].weight >= _SAYS_IT and alone[0].chance >= here[0].chance:
            return True
        weight = here[0].weight if here else 0.0
        if weight >= _OF_THE_TALK or not is_strange(question, self._spoken(turns)):
            return False
        return weight < _FAR or not self._searched(question, self.link(question))[1]

    def _spoken(self, turns: Sequence[Turn]) -> str:
        """What was said in some turns, and the words of the ideas they name."""
        ideas = [one.concept for turn in turns for one in self.link(turn.question)]
        told = [text for idea in ideas for text in (idea.name, idea.definition, *idea.aliases, *idea.says, *idea.books)]
        return " ".join([*(f"{turn.question} {turn.answer}" for turn in turns), *told])

    def _meant_in(self, question: str, turns: tuple[Turn, ...]) -> Meant:
        """The same, after just these turns."""
        key = (self._asked_sections.edition(), question, turns)
        kept = self._kept_meant  # threads share this tutor: what is handed out is what was looked at here
        if (found := kept.get(key)) is None:
            found = self._heard_anew(question, turns)
            # Replaced whole, never changed: another thread may be reading it.
            self._kept_meant = {**dict(list(self._kept_meant.items())[-_MOST_KEPT:]), key: found}
        return found

    def _heard_anew(self, question: str, turns: tuple[Turn, ...]) -> Meant:
        from tutor.concepts.spelling import spelt
        from tutor.voices.asked import asked_in
        from tutor.voices.compared import Said, Talk

        compared, catalogue = self._compared_now(), self._catalogue()
        if not compared.pages.sections:
            return []
        question = spelt(question, self.graph, lambda word: not self.store.passages_with(word))
        last = self._answered_last(turns)
        before = self.meant(turns[-1].question, turns[:-1]) if turns else []
        ideas: dict[str, float] = defaultdict(float)
        for found in before:
            ideas[found.one.subject] += found.chance
        leads = dict.fromkeys([*([last] if last else []), *(found.one for found in before[:1] if found.chance >= _TALKED_OF)])
        then = [f"{one.question} {question}" for one in leads] or [question]
        said = Said(question, asked_in(question), " ".join([*(turn.question for turn in turns), question]), then)
        kind = catalogue.read(question).kind

        def read(text: str) -> np.ndarray:
            return self._vectors_of([text])[0]

        def same_kind(one: AskedSection) -> bool:
            return catalogue.read(one.question).kind is kind

        signs = compared.signs(said, read, self._by_search(then[0]), Talk(last, ideas), same_kind)
        return chances(signs, later=bool(turns))

    def _compared_now(self) -> Compared:
        """What a message is compared with, for the library as it is now."""
        from tutor.library.asked_pages import AskedPages
        from tutor.library.bundled import ear_file
        from tutor.library.ear import ear
        from tutor.voices.compared import Compared

        catalogue, fingerprint = self._catalogue(), self.embedder.fingerprint
        kept = self._kept_compared
        if kept is None or kept[0] is not catalogue or kept[1] != fingerprint:
            pages = AskedPages(self.store, self._asked_sections, catalogue.sections, fingerprint)
            kept = self._kept_compared = (
                catalogue,
                fingerprint,
                Compared(pages, _lexicon(catalogue.sections), ear(ear_file(), fingerprint)),
            )
        return kept[2]

    def _answered_last(self, after: Sequence[Turn]) -> AskedSection | None:
        """The section that was quoted first in the answer before."""
        opening = " ".join(after[-1].answer.split())[:_LONGEST] if after else ""
        pages = self._compared_now().pages
        if not opening or not pages.sections:
            return None
        alike = pages.by_page(self._vectors_of([opening])[0])
        best = int(alike.argmax())
        return pages.sections[best] if alike[best] >= _THE_SAME_PAGE else None

    def _by_search(self, asked: str) -> dict[AskedSection, float]:
        """The sections that the search finds, by their place in what it finds."""
        places = {(one.source, one.path): one for one in self._catalogue().sections}
        best: dict[AskedSection, float] = {}
        for n, found in enumerate(self.find(asked, _SEARCHED)):
            if (one := places.get((found.passage.source, found.passage.section))) is not None:
                best.setdefault(one, 1.0 / (1.0 + _FALLS * n))
        return best


def _lexicon(sections: Sequence[AskedSection]) -> Lexicon:
    """The words of the headings, ours with the other ways to ask them."""
    from tutor.concepts.kept import key_of
    from tutor.concepts.lexicon import Lexicon
    from tutor.library.bundled import askings

    ways = askings()
    texts = [" ".join((one.subject, one.question, *(ways.get(one.question, ()) if one.bundled else ()))) for one in sections]
    return Lexicon.of(texts, "asked", key_of(*texts))
