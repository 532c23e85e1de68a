"""The gate between a template's draft and a question: both roads run, every wrong value is tried, only then does it exist."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tutor.maths.answers.judge import Grade, judge
from tutor.questions.candidate import accepts, offered
from tutor.questions.lines import admit_lines
from tutor.questions.question import Kind, Option, Proof, Question, Wrong
from tutor.questions.template import Draft, Draw, Redraw, Template
from tutor.questions.write import tex, typed

MOST_DRAWS = 300
FEWEST_WRONG_CHOICES = 2
MOST_WRONG = 4
MOST_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class _Offer:
    """One value, written both ways."""

    typed: str
    latex: str


def build(template: Template, concept: str, state: int) -> Question:
    """The question of a template at a state, the same everywhere; raises ValueError when a proof fails (a fault of ours)."""
    return _built(template, concept, state)[1]


def draft_of(template: Template, concept: str, state: int) -> Draft:
    """The draft behind the question of a template at a state."""
    return _built(template, concept, state)[0]


def _built(template: Template, concept: str, state: int) -> tuple[Draft, Question]:
    name = f"{template.name}.{template.version}.{state}"
    for turn in range(MOST_DRAWS):
        try:
            draft = template.draft(Draw(f"{name}.{turn}"))
            return draft, admit(template, concept, state, draft)
        except Redraw:
            continue
    raise ValueError(f"{name}: no good numbers in {MOST_DRAWS} draws")


def admit(template: Template, concept: str, state: int, draft: Draft) -> Question:
    """The question a draft makes, if both roads agree on it; raises ValueError when they do not, Redraw when it is too thin."""
    name = f"{template.name}.{template.version}.{state}"
    if template.kind in (Kind.SEVERAL, Kind.WRONG_STEP, Kind.ORDER):
        return admit_lines(template, concept, state, draft)
    key = _written(draft.key, template.value)
    verdict = accepts(draft.check, offered(key.typed, words=template.value is None))
    if not verdict:
        raise ValueError(f"{name}: the key was not confirmed by '{draft.routes[1]}'")
    wrong = _wrong_values(template, draft, key, name)
    if len(wrong) < (FEWEST_WRONG_CHOICES if template.kind is Kind.CHOICE else 1):
        raise Redraw
    if template.kind is Kind.CHOICE:
        wrong = tuple(random.Random(f"{name}.wrong").sample(wrong, min(len(wrong), MOST_OPTIONS - 1)))
    options = _options(name, key, wrong, template.value) if template.kind is Kind.CHOICE else ()
    return Question(
        id=name,
        concept=concept,
        template=template.name,
        version=template.version,
        state=state,
        kind=template.kind,
        prompt=draft.prompt,
        options=options,
        key=key.typed,
        key_latex=key.latex,
        solution=tuple(draft.steps),
        proof=Proof(draft.routes[0], draft.routes[1], verdict, len(wrong)),
        wrong=wrong,
        difficulty=template.difficulty,
        minutes=template.minutes,
        hint=draft.hint,
        value=template.value,
        decimals=draft.decimals,
        shapes=tuple(sorted(draft.shapes.items())),
        symmetric=draft.symmetric,
        constants=draft.constants,
        fulfils=draft.fulfils,
    )


def _written(value: object, kind: Kind | None) -> _Offer:
    latex = rf"\text{{{value}}}" if kind is None else tex(value, kind)
    return _Offer(typed(value, kind), latex)


def _wrong_values(template: Template, draft: Draft, key: _Offer, name: str) -> tuple[Wrong, ...]:
    """The wrong values that differ from the key and from one another; both judges must agree that they are wrong."""
    kept: list[Wrong] = []
    for value, misconception in draft.wrong:
        offer = _written(value, template.value)
        if any(_alike(template, draft, other, offer.typed, name) for other in (key.typed, *(w.typed for w in kept))):
            continue
        if accepts(draft.check, offered(offer.typed, words=template.value is None)):
            raise ValueError(f"{name}: the check accepts '{offer.typed}', which is not the key '{key.typed}'")
        kept.append(Wrong(offer.typed, offer.latex, misconception))
        if len(kept) == MOST_WRONG:
            break
    return tuple(kept)


def _alike(template: Template, draft: Draft, one: str, other: str, name: str) -> bool:
    if template.value is None:
        return one == other
    found = judge(
        template.value.value,
        one,
        other,
        shapes=draft.shapes or None,
        symmetric=draft.symmetric,
        constants=draft.constants,
    )
    if found.grade is Grade.UNREADABLE and template.value is Kind.MATRIX_EXPRESSION and found.read_as:
        return one == other  # a wrong product may not even fit its shapes
    if found.grade is Grade.UNREADABLE:
        raise ValueError(f"{name}: '{other}' cannot be compared with '{one}': {found.why}")
    return found.grade is Grade.RIGHT


def _options(name: str, key: _Offer, wrong: tuple[Wrong, ...], value: Kind | None) -> tuple[Option, ...]:
    """The key among the wrong values, shuffled by the question's own state; each option carries its own truth along."""
    options = [Option(_shown(key, value), None, key.typed)]
    options += [Option(_shown(_Offer(w.typed, w.latex), value), w.misconception, w.typed) for w in wrong]
    random.Random(f"{name}.options").shuffle(options)
    return tuple(options)


def _shown(offer: _Offer, value: Kind | None) -> str:
    return offer.typed if value is None else f"${offer.latex}$"
