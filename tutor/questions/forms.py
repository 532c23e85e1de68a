"""Questions made from the concept graph alone: terms matched with definitions, cards, one's own words, formulas said and written.

The id is "<form>__<concept>.1.<state>", so such a question is made again from its id like any other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from tutor.concepts.graph import Concept, Graph, load
from tutor.concepts.words import content, words
from tutor.errors import UnknownQuestion
from tutor.questions.question import GLOSSARY, LETTERS, Difficulty, Kind, Option, Proof, Question, Wrong
from tutor.questions.readings import formulas_said, said_question, written_question

VERSION = 1
_PAIRS = 4
_CONFUSED = "terms_confused"
_FEWEST_POINTS = 2
_MOST_POINTS = 6


@dataclass(frozen=True, slots=True)
class Form:
    """A way to ask about any concept; `fits` says whether there is enough to ask with."""

    name: str
    kind: Kind
    difficulty: Difficulty
    minutes: float
    fits: Callable[[str], bool]
    make: Callable[[Form, Concept, int], Question]


@cache
def _graph() -> Graph:
    return load()


def names_of(concept: str) -> tuple[str, ...]:
    """All names of a concept, none for an unknown one.

    >>> "null space" in [name.lower() for name in names_of("kernel")]
    True
    """
    known = _graph().concepts.get(concept)
    return (known.name, *known.aliases) if known else ()


def form_question(form: Form, concept: str, state: int) -> Question:
    """The question of a form about a concept at a state."""
    return form.make(form, _graph().concept(concept), state)


def from_id(name: str, version: int, state: int) -> Question:
    """The question behind "<form>__<concept>"; raises UnknownQuestion."""
    head, _, concept = name.partition("__")
    form = next((f for f in FORMS if f.name == head), None)
    if form is None or version != VERSION or concept not in _graph().concepts or not form.fits(concept):
        raise UnknownQuestion(f"No question is called '{name[:60]}' — take an id from `tutor quiz`.")
    return form_question(form, concept, state)


def _base(form: Form, concept: Concept, state: int, prompt: str, key: str, shown: str, **rest: object) -> Question:
    name = f"{form.name}__{concept.id}"
    fields: dict[str, object] = {
        "options": (),
        "wrong": (),
        "solution": (f"{concept.name}: {concept.definition}",),
        "hint": f"It belongs to {concept.area.replace('_', ' ')}.",
        **rest,
    }
    wrong = fields["wrong"]
    proof = Proof(GLOSSARY, "one definition belongs to one concept only", _only_one(concept), len(wrong))  # type: ignore[arg-type]
    return Question(
        id=f"{name}.{VERSION}.{state}",
        concept=concept.id,
        template=name,
        version=VERSION,
        state=state,
        kind=form.kind,
        prompt=prompt,
        key=key,
        key_latex=shown,
        proof=proof,
        difficulty=form.difficulty,
        minutes=form.minutes,
        value=None,
        **fields,  # type: ignore[arg-type]
    )


def _only_one(concept: Concept) -> bool:
    return sum(other.definition == concept.definition or other.name == concept.name for other in _graph().concepts.values()) == 1


# -- terms and definitions -----------------------------------------------------------------------------------------------
def _match(form: Form, concept: Concept, state: int) -> Question:
    draw = random.Random(f"{form.name}.{concept.id}.{state}")
    chosen = [concept, *draw.sample(_neighbours(concept), _PAIRS - 1)]
    draw.shuffle(chosen)
    order = draw.sample(range(_PAIRS), _PAIRS)
    options = tuple(Option(chosen[i].definition, None, LETTERS[n]) for n, i in enumerate(order))
    place = {i: LETTERS[n] for n, i in enumerate(order)}
    key = ",".join(f"{i + 1}-{place[i]}" for i in range(_PAIRS))
    swapped = ",".join(f"{i + 1}-{place[(1, 0, 2, 3)[i]]}" for i in range(_PAIRS))
    return _base(
        form,
        concept,
        state,
        "Match each term with what it means.",
        key,
        rf"\text{{{key}}}",
        options=options,
        terms=tuple(c.name for c in chosen),
        wrong=(Wrong(swapped, swapped, _CONFUSED),),
        solution=tuple(f"{c.name}: {c.definition}" for c in chosen),
        hint="Begin with the term you are surest of.",
    )


def _neighbours(concept: Concept) -> list[Concept]:
    """Other concepts of the same area whose names do not contain this one's, or are contained in it."""
    mine = set(words(concept.name))
    return [
        other
        for other in _graph().concepts.values()
        if other.area == concept.area and other.id != concept.id and not set(words(other.name)) & mine
    ]


def _can_match(concept: str) -> bool:
    return len(_neighbours(_graph().concepts[concept])) >= _PAIRS - 1


# -- cards and one's own words -----------------------------------------------------------------------------------------------
def _card(form: Form, concept: Concept, state: int) -> Question:
    prompt = f"What is meant by “{concept.name}”?"
    return _base(form, concept, state, prompt, concept.definition, _worded(concept.definition), points=_points(concept))


def _own_words(form: Form, concept: Concept, state: int) -> Question:
    prompt = f"Say in your own words what “{concept.name}” means, as if to a friend."
    return _base(form, concept, state, prompt, concept.definition, _worded(concept.definition), points=_points(concept))


def _points(concept: Concept) -> tuple[str, ...]:
    """What an answer should speak of: the words of the definition that carry it."""
    named = set(words(concept.name))
    found = [word for word in words(concept.definition) if content((word,)) and word not in named and len(word) > 3]
    return tuple(dict.fromkeys(found))[:_MOST_POINTS]


def _can_note(concept: str) -> bool:
    return len(_points(_graph().concepts[concept])) >= _FEWEST_POINTS


def _worded(text: str) -> str:
    return rf"\text{{{text}}}"


# -- formulas ------------------------------------------------------------------------------------------------------------------
def _can_say(concept: str) -> bool:
    return bool(formulas_said(_graph().concepts[concept]))


def _others(concept: Concept, draw: random.Random) -> Sequence[Concept]:
    near = [c for c in _graph().concepts.values() if c.area == concept.area and c.id != concept.id]
    return draw.sample(near, len(near))


def _said(form: Form, concept: Concept, state: int) -> Question:
    draw = random.Random(f"{form.name}.{concept.id}.{state}")
    asked = said_question(concept, _others(concept, draw), draw)
    return _base(form, concept, state, asked.prompt, asked.key, _worded(asked.key), options=asked.options, wrong=asked.wrong,
                 solution=asked.solution, hint=asked.hint)  # fmt: skip


def _written(form: Form, concept: Concept, state: int) -> Question:
    draw = random.Random(f"{form.name}.{concept.id}.{state}")
    asked = written_question(concept, _others(concept, draw), draw)
    return _base(form, concept, state, asked.prompt, asked.key, asked.key, options=asked.options, wrong=asked.wrong,
                 solution=asked.solution, hint=asked.hint)  # fmt: skip


FORMS = (
    Form("match", Kind.MATCH, Difficulty.EASY, 1.5, _can_match, _match),
    Form("card", Kind.FLASHCARD, Difficulty.EASY, 0.5, _can_note, _card),
    Form("own", Kind.OWN_WORDS, Difficulty.MEDIUM, 3, _can_note, _own_words),
    Form("said", Kind.TO_WORDS, Difficulty.MEDIUM, 1.5, _can_say, _said),
    Form("written", Kind.TO_FORMULA, Difficulty.MEDIUM, 1.5, _can_say, _written),
)
