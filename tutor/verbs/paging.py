"""What stands on a page that is asked for by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.library.find import Found, content_words
from tutor.library.source import SourceKind
from tutor.verbs.defining import Defining
from tutor.voices.explanation import Claim, Explanation, Standing
from tutor.voices.voice import Draft, DraftSentence, Layer

if TYPE_CHECKING:
    from tutor.library.rows import SourceCard

_PAGE = re.compile(r"\b(?:page|p\.|pg\.?)\s*(?P<number>\d{1,4})\b", re.IGNORECASE)
_ONLY_ASKS = frozenset(
    "page book pdf say says stand stands written write summarise summarize summary read open contain contains content"
    " contents".split()
)
_MOST_QUOTED, _MOST_NAMED = 4, 5
_MINE = "about this program"


class Paging(Defining):
    """The way to answer "what is on page 12 of the book?"."""

    def _on_the_page(self, question: str) -> Explanation | None:
        """How a page begins, in its own words; which book is meant, where that is not told; None for any other question."""
        asked = _PAGE.search(question)
        if asked is None:
            return None
        books = [card for card in self.books() if card.kind is SourceKind.PDF]
        words = set(content_words(_PAGE.sub(" ", question))) - _ONLY_ASKS
        named = [card for card in books if words & set(content_words(f"{card.title} {card.file}"))]
        if words - {word for card in named for word in content_words(f"{card.title} {card.file}")}:
            return None  # it asks for more than what stands there
        label = asked["number"]
        there = [(card, number) for card in named or books if (number := self._numbered(card, label)) is not None]
        if len(there) != 1:
            return _said(question, _none_or_many(label, named or books, [card for card, _ in there]))
        card, number = there[0]
        claims = self._quoted_on(card, number)
        if not claims:
            return _said(
                question,
                f"I could read no whole sentence on page {label} of “{card.title}”; the Library page shows it as it is printed.",
            )
        notice = f"From page {label} of “{card.title}”; the Library page shows all of it."
        return Explanation(question, True, claims, self._formulas(claims), (), (), (), (notice,))

    def _numbered(self, card: SourceCard, label: str) -> int | None:
        """The page on which this number is printed; None where there is none."""
        return next((n for n in range(1, card.pages + 1) if self.store.page(card.id, n).label == label), None)

    def _quoted_on(self, card: SourceCard, number: int) -> tuple[Claim, ...]:
        """The first sentences of a page that can stand alone."""
        from tutor.voices.quotable import candidates

        found = [Found(one, 1.0, 0.0, "it stands on that page") for one in self.store.passages_of(card.id) if one.page == number]
        some = candidates(found)[:_MOST_QUOTED]
        sentences = tuple(DraftSentence(one.text, one.text, one.found.passage.id, Layer.ANSWER) for one in some)
        return tuple(claim for claim in self._judged(Draft(sentences), found) if claim.standing is Standing.QUOTED)


def _none_or_many(label: str, books: Sequence[SourceCard], there: Sequence[SourceCard]) -> str:
    if not books:
        return "None of your books has page numbers; ask me for what you want to know from them."
    if not there:
        return f"I find no page {label} in {_listed(books)}."
    return f"Which book do you mean? There is a page {label} in {_listed(there)}."


def _listed(books: Sequence[SourceCard]) -> str:
    names = [f"“{card.title}”" for card in books[:_MOST_NAMED]]
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _said(question: str, words: str) -> Explanation:
    return Explanation(question, True, (Claim(words, Standing.UNCHECKED, _MINE, layer=Layer.ANSWER),), (), (), (), ())
