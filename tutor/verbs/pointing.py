"""What a message points to in the answer just given: a letter of a formula, told by the sentence that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tutor.verbs.glossing import Glossing
from tutor.verbs.headed import said_in
from tutor.verbs.nearby import COMES_NEAR, MOST_SHOWN, PERHAPS, TO_BE_SHOWN
from tutor.voices.explanation import Claim, Explanation, Standing
from tutor.voices.voice import Ask, Layer, Turn

if TYPE_CHECKING:
    from tutor.library.asked_sections import AskedSection
    from tutor.library.source import Passage
    from tutor.voices.hear import Heard

_LOOKED_BACK = 2  # answers
_IN_FORMULAS = re.compile(r"\$([^$]+)\$")
_NEAR_AT_ALL = 5.0  # what must speak for a question that is offered after a denial
_MINE = "about this program"
_SECTIONS = 12  # of the talk's idea that are looked through
_PLAINLY = 2.0
_OF_THE_ANSWER = re.compile(r"what does \$.*\$ mean\?$", re.DOTALL)
_GREEK = dict(
    zip("alpha beta gamma delta epsilon eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi"
        " omega".split(), "αβγδεηθκλμνξπρστφχψω", strict=True)
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?]*(?:\$[^$]*\$[^.!?$]*|[.!?](?=\d)[^.!?]*)*[.!?]", re.DOTALL)


class Pointing(Glossing):
    """The way to answer "what is that k?"."""

    def _letter_told(self, question: str, heard: Heard, after: Sequence[Turn]) -> Explanation | None:
        """The sentence that tells what a letter of the last answer stands for; None where none does."""
        from tutor.voices.corrected import letter_asked

        letter = letter_asked(question)
        if not letter or not after or not self._catalogue().sections:
            return None
        if any(_typed(said, letter) for said in (turn.question for turn in after[-_LOOKED_BACK:])):
            return None  # of a formula that the learner typed: that is read where formulas are read
        last = [self._answered_last(after[: len(after) - n]) for n in range(min(_LOOKED_BACK, len(after)))]
        best: tuple[float, Passage, int, int] | None = None
        for rank, one in enumerate(self._spoken_of(heard, after)):
            least = 0.8 if one in last else _PLAINLY
            for passage in self.store.passages_in(one.source, one.path):
                for found in _SENTENCE.finditer(passage.text):
                    worth = _tells(found.group(), letter) - 0.05 * rank
                    if worth > least and (best is None or worth > best[0]):
                        start = found.start() + len(found.group()) - len(found.group().lstrip())
                        best = (worth, passage, start, found.end())
        if best is None:
            return None
        _, passage, start, end = best
        claim = Claim(
            passage.text[start:end],
            Standing.QUOTED,
            "these words stand there",
            (self.cite(passage, start, end),),
            layer=Layer.ANSWER,
        )
        notice = f"Read as: what ${letter}$ stands for in what was said before."
        return Explanation(question, True, (claim,), (), heard.links, (), (), (notice,), check=self._check_on(heard))

    @staticmethod
    def _letter_unheard_of(question: str, after: Sequence[Turn]) -> bool:
        """Whether a message asks for a letter that no formula of the last answers holds, nor what was asked before them."""
        from tutor.voices.corrected import letter_asked

        letter = letter_asked(question)
        last = after[-_LOOKED_BACK:]
        sign = re.compile(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])")
        formulas = (formula for turn in last for formula in _IN_FORMULAS.findall(turn.answer))
        return bool(letter) and not any(map(sign.search, [*formulas, *(turn.question for turn in last)]))

    def _another_section(self, question: str, heard: Heard, after: tuple[Turn, ...]) -> Explanation:
        """What may be meant besides what was said, with a doubt; where nothing is likely, that, and the questions that come near.

        The learner said that the answer before was not the one.
        """
        said = said_in(after)
        left = [one for one in self._likely(after[-1].question, after[:-1], said) if not self._said_before(one.one, said)]
        also = tuple(dict.fromkeys(one.one.question for one in left if one.weight >= _NEAR_AT_ALL))
        for found in left[:1]:
            if found.chance < COMES_NEAR or found.weight < TO_BE_SHOWN:
                break
            if (told := self._under(found.one, heard, said)) is None:
                continue
            bundled = self._asked_sections.bundled()
            asked = Ask(heard.subject, told.found, heard.links, after, heard.intent, question, told, bundled)
            claims, notices = self._worded(asked)
            if claims:
                shown, more = (*notices, PERHAPS.format(told.heading)), also[1 : MOST_SHOWN + 1]
                check = self._check_on(heard)
                return Explanation(question, True, claims, (), heard.links, (), (), shown, check=check, also=more)
        near = " or take one of the questions below" if also else ""
        asks = Claim(
            f"Then I do not know yet what you mean. Say it in other words{near}.", Standing.UNCHECKED, _MINE, layer=Layer.ANSWER
        )
        return Explanation(question, True, (asks,), (), heard.links, (), (), also=also[:MOST_SHOWN])

    def _spoken_of(self, heard: Heard, after: Sequence[Turn]) -> Iterator[AskedSection]:
        """The sections that were quoted last, then those on the idea the learner speaks of."""
        seen: list[AskedSection] = []
        for n in range(len(after), max(0, len(after) - _LOOKED_BACK), -1):
            if (one := self._answered_last(after[:n])) is not None and one not in seen:
                seen.append(one)
                yield one
        catalogue = self._catalogue()
        named = [one.concept.id for turn in after[-_LOOKED_BACK:] for one in self.link(turn.question) if one.outright]
        for concept in dict.fromkeys([*named, *(one.concept.id for one in heard.links[:1])]):
            its = [one for one in catalogue.sections if concept in catalogue.called(one.subject)]
            yield from [one for one in its if one not in seen][:_SECTIONS]


def _typed(question: str, letter: str) -> bool:
    r"""Whether a letter stands in a formula that was typed.

    >>> _typed("what is min |y|^2 + λ|w|^2?", "\\lambda"), _typed("what is k-means?", "k"), _typed("y = kx", "k")
    (True, False, True)
    """
    if _OF_THE_ANSWER.match(question) or not re.search(r"[=^+*|]", question):
        return False  # it was pointed to in an answer, or no formula stands there
    if letter.startswith("\\"):
        return letter[1:] in question.lower() or _GREEK.get(letter[1:], letter) in question
    return letter in question


def _tells(sentence: str, letter: str) -> float:
    r"""How plainly a sentence tells what a letter stands for; 0 where the letter is not in it.

    >>> _tells("It needs only the number $k$ of groups.", "k") > _tells("Then $k = 2$ settles.", "k") > _tells("No.", "k")
    True
    """
    sign = re.escape(letter)
    alone = rf"\$\s*{sign}\s*\$"
    if not re.search(rf"\$[^$]*(?<![A-Za-z\\]){sign}(?![A-Za-z])[^$]*\$", sentence):
        return 0.0
    before = re.search(rf"\b(?:an?|the|by|with|of|number|rate|size|strength)\s+(?:[a-z-]+\s+){{0,2}}{alone}", sentence)
    after = re.search(rf"{alone},?\s+(?:is|are|stands|denotes|means|counts|says|tells|the)\b", sentence)
    # "the sum of the squared weights times $\lambda$": told by what it does.
    if after:
        return 3.0
    if re.search(
        rf"\b(?:into|has|have|for|with|find|finds|of|are)\s+{alone}\s+(?!and\b|or\b|in\b|is\b|times\b)[a-z]{{3,}}", sentence
    ):
        return 3.2  # "into $k$ groups": so many of them
    if before and not re.search(rf"\b(?:of|by|with|the|a|and|each|for|every|all)\s+{alone}", before.group()):
        return 3.0
    return 1.5 if re.search(alone, sentence) else 1.0
