"""The gate: Draft in, claims with their standings out.

Law of this file: only what stands in the source letter for letter, or computes, passes. No ratio and no threshold in this file.

The rules, in order. A sentence whose quote stands in the passage it names, at a fair cut, and which says nothing else, is QUOTED.
A quote that stands nowhere in that passage, or is cut so that it lies, is struck with the reason. A sentence in other words is
judged on its own: struck where the page or a computation contradicts it, UNCHECKED with its place where neither does, PROVED or
TESTED only where all of it computes. A citation to a passage that was not among those found is dropped: the sentence is UNCHECKED
where its quote stands in another of them (it is not moved there: nobody said so), and struck where it stands in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from tutor.library.source import Citation, Passage
from tutor.voices.explanation import Claim, Explanation, FormulaCard, Standing, Topic
from tutor.voices.gate.cuts import Fault, case_of, fault
from tutor.voices.gate.equalities import compute, doubt_of, holding
from tutor.voices.gate.paraphrase import compare
from tutor.voices.gate.quotes import Read, bare, same_words
from tutor.voices.voice import Draft, DraftSentence

__all__ = ["Cite", "Claim", "Explanation", "FormulaCard", "Standing", "Topic", "verify"]

Cite = Callable[[Passage, int, int], Citation]
_CONTEXT = 1_500
_OWN_WORDS = "in the voice's own words; nothing in your books says so"


def verify(draft: Draft, passages: Sequence[Passage], cite: Cite) -> tuple[Claim, ...]:
    """Judge every sentence of a draft against the passages that were found for it.

    `cite` gives the citation of the letters start..end of a passage.
    """
    gate = _Gate({passage.id: passage for passage in passages}, cite)
    return tuple(replace(gate.judge(sentence), layer=sentence.layer, asked=sentence.asked) for sentence in draft.sentences)


class _Gate:
    """The passages of one draft, each read once."""

    def __init__(self, passages: Mapping[str, Passage], cite: Cite) -> None:
        self._passages, self._cite = passages, cite
        self._read: dict[str, Read] = {}

    def judge(self, sentence: DraftSentence) -> Claim:
        """One sentence, judged by the rules at the head of this file."""
        if not sentence.quote.strip():
            return self._alone(sentence.text, _OWN_WORDS)
        if not sentence.passage:
            return self._unnamed(sentence)
        passage = self._passages.get(sentence.passage)
        if passage is None:
            return self._outside(sentence)
        place, wrong = self._place(passage, sentence.quote)
        if place is None:
            where = self._cite(passage, 0, len(passage.text)).place
            return Claim(sentence.text, Standing.STRUCK, f"the words it quotes do not stand at {where}")
        same = same_words(sentence.text, sentence.quote)
        if wrong is not None and (same or (wrong.lies and not wrong.limits)):
            return self._unfair(sentence, passage, place, wrong)
        if same:
            return self._quoted(passage, place)
        return self._paraphrase(sentence, passage, place, wrong)

    def _reading(self, passage: Passage) -> Read:
        return self._read.setdefault(passage.id, Read(passage.text))

    def _places(self, passage: Passage, quote: str) -> Iterator[tuple[int, int]]:
        """Where the quote stands as it is; else without the quotation marks around it or a full stop the page does not have."""
        read, found = self._reading(passage), False
        for place in read.places(quote):
            found = True
            yield place
        if not found and bare(quote) != quote:
            yield from read.places(bare(quote))

    def _place(self, passage: Passage, quote: str) -> tuple[tuple[int, int] | None, Fault | None]:
        """The first place where the quote may be cut out, else the first where it stands and what is wrong with the cut."""
        first: tuple[tuple[int, int] | None, Fault | None] = (None, None)
        for place in self._places(passage, quote):
            wrong = fault(self._reading(passage), *place, passage.section)
            if wrong is None:
                return place, None
            if first[0] is None:
                first = place, wrong
        return first

    def _quoted(self, passage: Passage, place: tuple[int, int]) -> Claim:
        citation = self._cite(passage, *place)
        case = case_of(self._reading(passage), *place, passage.section)
        doubts = (
            doubt_of(citation.quote, passage.text[max(0, place[0] - _CONTEXT) : place[0]]),
            f"the page says it of the case before it: “{case}”" if case else "",
        )
        doubt = "; ".join(filter(None, doubts))
        return Claim(citation.quote, Standing.QUOTED, f"these words stand at {citation.place}", (citation,), doubt)

    def _unfair(self, sentence: DraftSentence, passage: Passage, place: tuple[int, int], wrong: Fault) -> Claim:
        citation = self._cite(passage, *place)
        computed = compute(sentence.text)
        if not wrong.lies and computed.standing in (Standing.PROVED, Standing.TESTED):
            return Claim(sentence.text, computed.standing, computed.why, (citation,))
        standing = Standing.STRUCK if wrong.lies else Standing.UNCHECKED
        return Claim(sentence.text, standing, f"the words stand at {citation.place}, but {wrong.why}", (citation,))

    def _paraphrase(self, sentence: DraftSentence, passage: Passage, place: tuple[int, int], wrong: Fault | None) -> Claim:
        """Another wording of words that stand on the page; where they are a piece of a sentence it may have kept the rest."""
        citation = self._cite(passage, *place)
        computed = compute(sentence.text)
        if computed.standing is Standing.STRUCK:
            return Claim(sentence.text, Standing.STRUCK, computed.why, (citation,))
        judged = compare(sentence.text, citation.quote)
        if judged.contradiction:
            return Claim(sentence.text, Standing.STRUCK, judged.contradiction, (citation,))
        if computed.standing is not Standing.UNCHECKED:
            return Claim(sentence.text, computed.standing, computed.why, (citation,))
        why = f"a paraphrase; the words it leans on stand at {citation.place}"
        beyond = judged.beyond or (wrong.why if wrong else "")
        said = "; ".join(filter(None, (why, beyond, _held(sentence.text))))
        return Claim(sentence.text, Standing.UNCHECKED, said, (citation,))

    def _alone(self, text: str, why: str) -> Claim:
        """A sentence that nothing on a page backs: what of it computes?"""
        computed = compute(text)
        if computed.standing is Standing.UNCHECKED:
            return Claim(text, Standing.UNCHECKED, "; ".join(filter(None, (_held(text), why))))
        return Claim(text, computed.standing, computed.why)

    def _unnamed(self, sentence: DraftSentence) -> Claim:
        """A quote without a passage is looked up in all of them."""
        for passage in self._passages.values():
            place, wrong = self._place(passage, sentence.quote)
            if place is not None and wrong is None:
                return self.judge(replace(sentence, passage=passage.id))
        return Claim(sentence.text, Standing.STRUCK, "the words it quotes do not stand in what was found in your books")

    def _outside(self, sentence: DraftSentence) -> Claim:
        """A citation to something that was not found is dropped."""
        why = "it names a passage that was not among those found in your books"
        if any(self._place(passage, sentence.quote)[0] for passage in self._passages.values()):
            return self._alone(sentence.text, why)
        return Claim(sentence.text, Standing.STRUCK, f"{why}, and its words stand in none of those")


def _held(text: str) -> str:
    """What of an unchecked sentence computes all the same: the learner may lean on that much of it."""
    count = holding(text)
    return "" if not count else f"the equation{'s' if count > 1 else ''} in it hold{'' if count > 1 else 's'}, computed here"
