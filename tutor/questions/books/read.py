"""All questions a source gives, in reading order; and the exercises printed in it, which are the book's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.library.pdf.landmarks import landmarks_of
from tutor.library.source import Citation, LandmarkKind, Page, Passage, SourceKind
from tutor.library.store import Store
from tutor.questions.books.headed import card_headed
from tutor.questions.books.make import PAIRS, card_question, match_question, symbol_question, symbol_span, term_question
from tutor.questions.books.place import citation, honest
from tutor.questions.books.sections import passages_read
from tutor.questions.books.spoken import cards_told
from tutor.questions.books.terms import ConceptOf, Told, terms_told
from tutor.questions.forms import names_of
from tutor.questions.question import Question

_LONGEST_EXERCISE = 1_500


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of a book, with its number and place; we have no key for it, so it is offered and not graded."""

    number: str
    place: Citation

    @property
    def text(self) -> str:
        """The words of the exercise, letter for letter."""
        return self.place.quote


def questions_of(store: Store, concept_of: ConceptOf, source: str, chapter: str | None = None) -> Iterator[Question]:
    """The questions of a source, or of a chapter of it."""
    passages = passages_read(store, source, chapter)
    if store.card(source).kind is SourceKind.TRANSCRIPT:
        yield from _cards(store, concept_of, passages)
        return
    yield from _terms(store, concept_of, passages)
    yield from _matches(store, concept_of, source, passages)
    yield from _symbols(store, concept_of, passages)
    yield from _headed(store, concept_of, passages)


def _headed(store: Store, concept_of: ConceptOf, passages: Sequence[Passage]) -> Iterator[Question]:
    """A card for every section that is headed by a question."""
    for passage in passages:
        if not passage.section or not passage.section[-1].endswith("?"):
            continue
        card = card_headed(passage, store.page(passage.source, passage.page))
        if card and honest(store, passage, card.start, card.end):
            yield card_question(card, citation(store, passage, card.start, card.end), idea_of(concept_of, passage), "asked")


def idea_of(concept_of: ConceptOf, passage: Passage) -> str:
    """The idea a section is about, by its headings from the innermost; "" for none."""
    return next((concept for title in reversed(passage.section) if (concept := concept_of(title))), "")


def _cards(store: Store, concept_of: ConceptOf, passages: Sequence[Passage]) -> Iterator[Question]:
    for passage in passages:
        for card in cards_told(passage):
            if honest(store, passage, card.start, card.end):
                yield card_question(card, citation(store, passage, card.start, card.end), concept_of(card.question))


def told_honestly(store: Store, concept_of: ConceptOf, passages: Sequence[Passage]) -> Iterator[Told]:
    """The terms told in sentences that were read for certain, each term once."""
    seen: set[str] = set()
    for passage in passages:
        for told in terms_told(passage, concept_of):
            if told.term.casefold() not in seen and honest(store, passage, told.begin, told.stop):
                seen.add(told.term.casefold())
                yield told


def _terms(store: Store, concept_of: ConceptOf, passages: Sequence[Passage]) -> Iterator[Question]:
    for told in told_honestly(store, concept_of, passages):
        place = citation(store, told.passage, told.start, told.end)
        yield term_question(told, place, names_of(told.concept))


def _matches(store: Store, concept_of: ConceptOf, source: str, passages: Sequence[Passage]) -> Iterator[Question]:
    """Matchings are put together over the whole book, so that a chapter's and the book's are the same."""
    here = set(passages)
    for four in match_groups(list(told_honestly(store, concept_of, store.passages_of(source)))):
        if four[0].passage in here:
            yield match_question(four, citation(store, four[0].passage, four[0].start, four[0].end))


def match_groups(told: Sequence[Told]) -> list[list[Told]]:
    """Terms in fours, in reading order; each with the next ones that do not speak of one another."""
    left, groups = list(told), []
    while left:
        group = [left.pop(0)]
        for other in list(left):
            if len(group) < PAIRS and all(_apart(one, other) for one in group):
                group.append(other)
        if len(group) == PAIRS:
            left = [one for one in left if one not in group]
            groups.append(group)
    return groups


def _apart(one: Told, other: Told) -> bool:
    """Whether neither sentence speaks of the other's term: then only one of two matchings is right."""
    if one.sentence == other.sentence or (one.concept and one.concept == other.concept):
        return False
    return all(a.term.casefold().rstrip("s") not in b.sentence.casefold() for a, b in ((one, other), (other, one)))


def _symbols(store: Store, concept_of: ConceptOf, passages: Sequence[Passage]) -> Iterator[Question]:
    seen: set[str] = set()
    for passage in passages:
        page: Page | None = None
        for formula in store.formulas(passage.source, passage.page, passage.start, passage.end):
            if not formula.display or formula.latex in seen:
                continue
            seen.add(formula.latex)
            page = page or store.page(passage.source, passage.page)
            span = symbol_span(formula, page)
            if span is None or not honest(store, passage, formula.start, formula.end):
                continue
            made = symbol_question(formula, page, citation(store, passage, *span), idea_of(concept_of, passage))
            if made:
                yield made


def exercises_of(store: Store, source: str) -> tuple[Exercise, ...]:
    """The exercises printed in a source, each with its place: from its name or number to the next one, or its section's end."""
    card, sections = store.card(source), store.sections(source)
    pages = [store.page(source, number) for number in range(1, card.pages + 1)]
    marks = [m for m in landmarks_of(pages, sections, ()) if m.kind is LandmarkKind.EXERCISE]
    found = []
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        text = pages[mark.page - 1].text
        stops = [after.start] if after and after.page == mark.page else []
        stops += [s.start for s in sections if s.page == mark.page and s.start > mark.start]
        end = min([len(text), mark.start + _LONGEST_EXERCISE, *stops])
        quote = text[mark.start : end].rstrip()
        section = next((s.path for s in reversed(sections) if (s.page, s.start) <= (mark.page, mark.start)), ())
        passage = Passage(source, mark.page, mark.start, mark.start + len(quote), quote, section)
        found.append(Exercise(mark.number, citation(store, passage, passage.start, passage.end)))
    return tuple(found)
