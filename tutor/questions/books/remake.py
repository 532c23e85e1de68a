"""A question from a book made again from its id: the same span of the same page, or a sentence why not."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.errors import UnknownQuestion, UnknownSource
from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.questions.books.headed import card_headed
from tutor.questions.books.make import card_question, match_question, symbol_question, symbol_span, term_question
from tutor.questions.books.place import Span, citation, honest, span_of
from tutor.questions.books.read import idea_of, match_groups, told_honestly
from tutor.questions.books.spoken import cards_told
from tutor.questions.books.terms import ConceptOf
from tutor.questions.forms import names_of
from tutor.questions.question import Question

_GONE = "The page of this question is not in your library any more, or was read anew — ask for a new quiz on the book."


def remake(store: Store, concept_of: ConceptOf, question_id: str) -> Question:
    """The question with this id; raises UnknownQuestion where its page, or the words of it, are gone."""
    span = span_of(question_id)
    try:
        passages = [
            p for p in store.passages_of(span.source) if p.page == span.page and p.start <= span.start and span.end <= p.end
        ]
        for passage in passages:
            for made in _made(store, concept_of, passage, span):
                return made
    except UnknownSource:
        pass
    raise UnknownQuestion(_GONE)


def _made(store: Store, concept_of: ConceptOf, passage: Passage, span: Span) -> Iterator[Question]:
    place = citation(store, passage, span.start, span.end)
    match span.form:
        case "card":
            for card in cards_told(passage):
                if (card.start, card.end) == (span.start, span.end) and honest(store, passage, card.start, card.end):
                    yield card_question(card, place, concept_of(card.question))
        case "asked":
            headed = card_headed(passage, store.page(passage.source, passage.page))
            if headed and (headed.start, headed.end) == (span.start, span.end) and honest(store, passage, span.start, span.end):
                yield card_question(headed, place, idea_of(concept_of, passage), "asked")
        case "term":
            for told in told_honestly(store, concept_of, [passage]):
                if (told.start, told.end) == (span.start, span.end):
                    yield term_question(told, place, names_of(told.concept))
        case "match":
            for four in match_groups(list(told_honestly(store, concept_of, store.passages_of(passage.source)))):
                if (four[0].passage, four[0].start, four[0].end) == (passage, span.start, span.end):
                    yield match_question(four, place)
        case "symbol":
            page = store.page(passage.source, passage.page)
            for formula in store.formulas(passage.source, passage.page, passage.start, passage.end):
                if formula.display and symbol_span(formula, page) == (span.start, span.end):
                    made = symbol_question(formula, page, place, idea_of(concept_of, passage))
                    if made:
                        yield made
