"""Sentences in which a source says what a term means, with the span of the term: what becomes a gap, and a pair to match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tutor.library.sentences import sentences
from tutor.library.source import Passage

ConceptOf = Callable[[str], str]
_SHORTEST, _LONGEST = 40, 320
_EMPHASIS = re.compile(r"(?<![*\w\\])(\*{1,3})([^*\n$]{3,50})\1(?![*\w])|(?<![A-Za-z0-9\\])(_)([^_\n$]{3,50})_(?![A-Za-z0-9])")
_CALLED = re.compile(
    r"\b(?:(?:is|are) (?:often |also |usually )?(?:called|known as|termed|referred to as|said to be)|we call (?:it|this|them)|"
    r"call this)\s+(?:an?\s+|the\s+)?((?:[A-Za-z][\w-]*\s?){1,3})"
)
_DEFINES = re.compile(r"\b(?:is|are|means?|called|known as|defined|denotes?|says|measures?|counts?)\b", re.IGNORECASE)
_OPENING = re.compile(r"\*{0,3}(?:An?|The)\s+\*{0,3}|\*{1,3}")
_TELLS = re.compile(
    r"\*{0,3}(?: (?:of|between|for) [^.,;:]{1,50}?)?"
    r"(?: (?:is|are) (?:an?|the|how|what|one|all|called|defined|those|just|simply)\b"
    r"| (?:means|measures|counts|says|tells|maps|sends)\b)"
)
# Sentences that point at something else on the page say nothing by themselves.
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:figure|table|section|example|exercise|chapter)s?\s+\d|\bpart \(|\b(?:above|below|of interest)\b"
    r"|^\W*(?:it|they|here|such)\b"
    r"|^\W*(?:this|these|that)\b.{0,50}$",
    re.IGNORECASE,
)
_STATED = re.compile(r"^\W*(?:Theorem|Lemma|Proposition|Corollary|Definition)\b", re.IGNORECASE)
_STATEMENT = re.compile(r"\W*(?:Theorem|Lemma|Proposition|Corollary|Definition)\s*[\d.]*\s*(?:\([^)]*\))?[.:]?\W*", re.IGNORECASE)
_ASIDE = re.compile(r"exercise|answer|solution|references|bibliography|index|contents|further reading", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_MOST_WORDS = 3
_SMALL = 3  # letters of words such as "of" and "the"
_VAGUE = frozenset(
    """not never always every only both same all one two other this that different each more less set value values number
    point""".split()
)
_ENDS_TERM = frozenset(
    "and or for of in to by which that will is are be when where with if because since than as on at from".split()
)
_OWNED = frozenset("its their his her our your".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A term at `start`..`end` of the page, in the sentence at `begin`..`stop`; `concept` where the graph knows the term."""

    passage: Passage
    begin: int
    stop: int
    start: int
    end: int
    concept: str

    @property
    def term(self) -> str:
        """The term, letter for letter."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    @property
    def sentence(self) -> str:
        """The sentence, letter for letter."""
        return self.passage.text[self.begin - self.passage.start : self.stop - self.passage.start]

    def gapped(self, gap: str) -> str:
        """The sentence with a gap for the term, marks of emphasis taken off."""
        text = self.sentence
        cut = f"{text[: self.start - self.begin]}\0{text[self.end - self.begin :]}"
        cut = re.sub(r"^[•‣▪–-]\s*", "", cut)
        plain = re.sub(r"(?<!\\)\*{1,3}(?=[\w\0(])|(?<=[\w\0).,])\*{1,3}", "", cut)
        return " ".join(plain.split()).replace("_\0_", "\0").replace("\0", gap)


def terms_told(passage: Passage, concept_of: ConceptOf) -> Iterator[Told]:
    """The terms a passage tells, one a sentence at most, in reading order; none from exercises, answers and lists of books."""
    if any(_ASIDE.search(title) for title in passage.section):
        return
    stated = _STATED.match(passage.text) is not None
    for begin, stop in sentences(passage.text):
        sentence = passage.text[begin:stop]
        if (
            not _SHORTEST <= len(sentence) <= _LONGEST
            or "|" in sentence.replace(r"\|", "")
            or sentence.startswith(("#", "!", "<"))
        ):
            continue
        found = None if _POINTS_ELSEWHERE.search(sentence) else _told(sentence, concept_of, stated=stated)
        if found:
            start, end, concept = found
            at = passage.start + begin
            yield Told(passage, at, passage.start + stop, at + start, at + end, concept)


def _told(sentence: str, concept_of: ConceptOf, *, stated: bool) -> tuple[int, int, str] | None:
    for start, end in (*_set_apart(sentence), *_called(sentence, concept_of)):
        term = sentence[start:end]
        if _once(sentence, term) and _DEFINES.search(sentence[:start] + sentence[end:]):
            concept = concept_of(term)
            if concept or _opens(sentence, start):
                return start, end, concept
    return _subject(sentence, concept_of) or (_in_statement(sentence, concept_of) if stated else None)


def _set_apart(sentence: str) -> Iterator[tuple[int, int]]:
    """Words set in emphasis that could be a term: no sentence of their own, no single small word."""
    for match in _EMPHASIS.finditer(sentence):
        group = 2 if match.group(2) else 4
        words = match.group(group).lower().split()
        if 1 <= len(words) <= _MOST_WORDS and not set(words) & _VAGUE and match.group(group)[-1].isalpha():
            yield match.span(group)


def _called(sentence: str, concept_of: ConceptOf) -> Iterator[tuple[int, int]]:
    for match in _CALLED.finditer(sentence):
        words = list(re.compile(r"[A-Za-z][\w-]*").finditer(sentence, match.start(1), match.end(1)))
        words = words[1:] if words and words[0].group().lower() in _OWNED else words
        stop = next((n for n, word in enumerate(words) if word.group().lower() in _ENDS_TERM), len(words))
        for last in reversed(words[:stop]):
            if concept_of(sentence[words[0].start() : last.end()]):
                yield words[0].start(), last.end()
                break


def _subject(sentence: str, concept_of: ConceptOf) -> tuple[int, int, str] | None:
    """The term a sentence opens with, when it goes on to say what that is: "The rank of a matrix is ..."."""
    opening = _OPENING.match(sentence)
    if not opening:
        return None
    words = list(_WORD.finditer(sentence, opening.end()))[:_MOST_WORDS]
    for length in range(len(words), 0, -1):
        start, end = words[0].start(), words[length - 1].end()
        term = sentence[start:end]
        if set(term.lower().split()) & _VAGUE:
            continue
        if start != opening.end() or any(sep.strip() for sep in re.split(r"[A-Za-z-]+", term)[1:-1]):
            continue
        if _TELLS.match(sentence, end) and _once(sentence, term) and (concept := concept_of(term)):
            return start, end, concept
    return None


def _in_statement(sentence: str, concept_of: ConceptOf) -> tuple[int, int, str] | None:
    """The longest term of a theorem or definition that the graph knows."""
    opening = _STATEMENT.match(sentence)
    words = list(_WORD.finditer(sentence, opening.end() if opening else 0))
    for length in range(_MOST_WORDS, 0, -1):
        for i in range(len(words) - length + 1):
            start, end = words[i].start(), words[i + length - 1].end()
            term = sentence[start:end]
            if "$" not in term and len(term) > 3 and _once(sentence, term) and (concept := concept_of(term)):
                return (start, end, concept) if not sentence.count("$", 0, start) % 2 else None
    return None


def _once(sentence: str, term: str) -> bool:
    """Whether the term, and the first word that carries it, stand nowhere else in the sentence, giving the gap away."""
    first = next((word for word in _WORD.findall(term) if len(word) > _SMALL), term)
    return all(len(re.findall(rf"\b{re.escape(text.rstrip('s'))}", sentence, re.IGNORECASE)) == 1 for text in (term, first))


def _opens(sentence: str, start: int) -> bool:
    """Whether the term is what the sentence is about: "The *rank* of ..."; or it is introduced by "called"."""
    before = sentence[:start].strip(" *_").lower()
    return before in ("", "the", "a", "an") or bool(re.search(r"(?:called|known as)(?: an?| the)?$", before))
