"""What can ask about a concept: its templates, and the forms that need no template; questions are made of what is chosen only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tutor.questions.build import build
from tutor.questions.forms import FORMS, form_question
from tutor.questions.question import Difficulty, Kind, Question
from tutor.questions.quiz import template, templates_for

# These are no test of what one knows: they come when they are asked for, or when there is nothing else.
ASKED_FOR_ONLY = frozenset([Kind.FLASHCARD, Kind.OWN_WORDS])


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can make a question about a concept, and what that question would be."""

    name: str
    concept: str
    kind: Kind
    difficulty: Difficulty
    minutes: float
    make: Callable[[int], Question]


def entries_of(concepts: Sequence[str], kinds: frozenset[Kind], *, all_forms: bool = False) -> Iterator[Entry]:
    """The entries of these concepts; a form comes in by its kind, where no template asks about it, or with `all_forms`."""
    for concept in dict.fromkeys(concepts):
        for name in templates_for(concept):
            entry = template(name)
            yield Entry(
                name,
                concept,
                entry.kind,
                entry.difficulty,
                entry.minutes,
                lambda state, entry=entry, concept=concept: build(entry, concept, state),  # type: ignore[misc]
            )
        for form in FORMS:
            if form.fits(concept) and _comes_in(form.kind, concept, kinds, all_forms):
                yield Entry(
                    f"{form.name}__{concept}",
                    concept,
                    form.kind,
                    form.difficulty,
                    form.minutes,
                    lambda state, form=form, concept=concept: form_question(form, concept, state),  # type: ignore[misc]
                )


def _comes_in(kind: Kind, concept: str, kinds: frozenset[Kind], all_forms: bool) -> bool:
    if kinds:
        return kind in kinds
    if templates_for(concept):
        return all_forms and kind not in ASKED_FOR_ONLY
    others = any(form.fits(concept) and form.kind not in ASKED_FOR_ONLY for form in FORMS)
    return kind not in ASKED_FOR_ONLY or not others


def kept(question: Question) -> Entry:
    """A question that is there already, such as one from a book."""
    concept = question.concept or question.id
    return Entry(question.id, concept, question.kind, question.difficulty, question.minutes, lambda _: question)
