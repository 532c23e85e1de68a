"""Which ideas a book, or a chapter of it, speaks of: what its headings name and the terms it tells."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.errors import NoSuchTopic
from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.questions.books.terms import ConceptOf, terms_told


def passages_read(store: Store, source: str, chapter: str | None) -> list[Passage]:
    """The passages of a source, or of its sections under a heading with these words."""
    passages = store.passages_of(source)
    if not chapter:
        return passages
    wanted = " ".join(chapter.casefold().split())
    return [p for p in passages if any(wanted in " ".join(title.casefold().split()) for title in p.section)]


def refuse_unknown_chapter(store: Store, sources: Sequence[str], chapter: str) -> None:
    """Raises NoSuchTopic, with headings to choose from, where no heading of these sources has these words."""
    if any(passages_read(store, source, chapter) for source in sources):
        return
    titles = [title for source in sources for p in store.passages_of(source) for title in p.section[-1:]]
    some = f" — try one of: {'; '.join(list(dict.fromkeys(titles))[:4])}" if titles else ""
    raise NoSuchTopic(f"No heading says “{chapter[:60]}”{some}.")


def concepts_read(store: Store, concept_of: ConceptOf, source: str, chapter: str | None) -> tuple[str, ...]:
    """The concepts spoken of, in reading order: those that headings name, and those whose terms are told."""
    found: dict[str, None] = {}
    for passage in passages_read(store, source, chapter):
        for words in (*passage.section[-2:], *(told.term for told in terms_told(passage, concept_of))):
            if concept := concept_of(words):
                found.setdefault(concept)
    return tuple(found)
