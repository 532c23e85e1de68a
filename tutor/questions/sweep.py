"""A sweep over all templates and many states: every promise of a question is checked again, and faults are told as sentences."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tutor.questions.build import MOST_DRAWS, admit, build
from tutor.questions.grade import grade
from tutor.questions.misconceptions import sentences
from tutor.questions.question import Grade, Kind, Question
from tutor.questions.quiz import question, template
from tutor.questions.template import Draft, Draw, Redraw
from tutor.questions.templates import TABLE
from tutor.questions.write import typed


@dataclass(frozen=True, slots=True)
class Swept:
    """What one template showed over `states` states; times in milliseconds."""

    template: str
    states: int
    distinct: int
    wanted_distinct: int
    rejected: int
    median_ms: float
    p95_ms: float
    faults: tuple[str, ...]


def sweep(states: int = 200, names: Sequence[str] | None = None) -> Iterator[Swept]:
    """Build `states` questions of every template (or of `names`) and try each of them; nothing is raised, faults are listed."""
    for name in names or TABLE:
        yield _sweep_one(name, states)


def _sweep_one(name: str, states: int) -> Swept:
    entry, faults, prompts, times, rejected = template(name), [], set(), [], 0
    build(entry, TABLE[name][0], 0)  # SymPy warms up
    for state in range(states):
        start = time.perf_counter()
        try:
            made = build(entry, TABLE[name][0], state)
        except ValueError as fault:
            faults.append(str(fault))
            continue
        times.append((time.perf_counter() - start) * 1000)
        prompts.add(made.prompt)
        rejected += len(made.wrong)
        faults += list(faults_of(made))
    times.sort()
    middle, late = (times[len(times) // 2], times[int(len(times) * 0.95)]) if times else (0.0, 0.0)
    return Swept(name, states, len(prompts), entry.distinct, rejected, middle, late, tuple(faults))


def faults_of(made: Question) -> Iterator[str]:
    """Everything that is wrong with a question, as sentences; none for a sound one.

    >>> list(faults_of(question("matrix_product.1.7")))
    []
    """
    if question(made.id) != made:
        yield f"{made.id} cannot be rebuilt from its id"
    if grade(made, made.key if made.kind is not Kind.CHOICE else _letter(made)).grade is not Grade.RIGHT:
        yield f"{made.id}: its own key '{made.key}' is not graded right"
    for wrong in made.wrong:
        yield from _faults_of_wrong(made, wrong.typed, wrong.misconception)
    texts = [option.text for option in made.options]
    if len(set(texts)) != len(texts):
        yield f"{made.id}: two options look the same"
    for text in (made.prompt, *made.solution, made.hint):
        if text.count("$") % 2 or r"\(" in text:
            yield f"{made.id}: '{text}' has a dollar without its partner"


def _faults_of_wrong(made: Question, value: str, misconception: str) -> Iterator[str]:
    if misconception not in sentences():
        yield f"{made.id}: nothing is said about '{misconception}'"
    typed_as = (
        value if made.kind is not Kind.CHOICE else next(x for x, o in zip("abcd", made.options, strict=False) if o.typed == value)
    )
    found = grade(made, typed_as)
    if found.grade is not Grade.WRONG or found.misconception is None:
        yield f"{made.id}: '{value}' is graded {found.grade.value} and named {found.misconception}"
    if not caught(made, value):
        yield f"{made.id}: with '{value}' for its key the question would still be made"


def _letter(made: Question) -> str:
    return next(letter for letter, option in zip("abcd", made.options, strict=False) if option.misconception is None)


def caught(made: Question, typed_key: str) -> bool:
    """Does the gate refuse the very draft of this question once its key is replaced by this wrong value?"""
    entry, draft = template(made.template), draft_of(made)
    slips = [value for value, _ in draft.wrong if typed(value, entry.value) == typed_key]
    try:
        admit(entry, made.concept, made.state, replace(draft, key=slips[0]))
    except ValueError:
        return True
    return False


def draft_of(made: Question) -> Draft:
    """The draft this question was made from; `build` asks for drafts in the same order."""
    entry = template(made.template)
    for turn in range(MOST_DRAWS):
        try:
            draft = entry.draft(Draw(f"{made.id}.{turn}"))
            admit(entry, made.concept, made.state, draft)
        except Redraw:
            continue
        return draft
    raise ValueError(f"{made.id}: no draft makes this question")
