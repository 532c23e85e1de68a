"""A sweep over all templates and many states: every promise of a question is checked again, and faults are told as sentences."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tutor.questions.build import MOST_DRAWS, admit, build
from tutor.questions.build import draft_of as drafted
from tutor.questions.grade import grade
from tutor.questions.misconceptions import sentences
from tutor.questions.question import LETTERS, Grade, Kind, Question
from tutor.questions.quiz import question, template
from tutor.questions.template import Draft, Draw, Redraw, Template
from tutor.questions.templates import TABLE
from tutor.questions.write import typed

DRAWN = 150  # drafts looked at to tell how many different prompts there are
_LINES = (Kind.SEVERAL, Kind.WRONG_STEP, Kind.ORDER)


@dataclass(frozen=True, slots=True)
class Swept:
    """What one template showed over `states` states; times in milliseconds. `distinct` counts among DRAWN drafts.

    `enough` says whether as many different prompts were drawn as a template with `wanted_distinct` prompts would show, less three
    standard deviations.
    """

    template: str
    states: int
    distinct: int
    wanted_distinct: int
    enough: bool
    rejected: int
    caught: int
    median_ms: float
    p95_ms: float
    faults: tuple[str, ...]


def sweep(states: int = 200, names: Sequence[str] | None = None) -> Iterator[Swept]:
    """Build `states` questions of every template (or of `names`) and try each of them; nothing is raised, faults are listed."""
    for name in names or TABLE:
        yield _sweep_one(name, states)


def _sweep_one(name: str, states: int) -> Swept:
    entry, faults, times, rejected, refused = template(name), [], [], 0, 0
    build(entry, TABLE[name][0], 0)  # SymPy warms up
    for state in range(states):
        start = time.perf_counter()
        try:
            made = build(entry, TABLE[name][0], state)
        except ValueError as fault:
            faults.append(str(fault))
            continue
        times.append((time.perf_counter() - start) * 1000)
        found = list(faults_of(made))
        rejected += len(made.wrong)
        refused += len(made.wrong) if not found else 0
        faults += found
    times.sort()
    distinct = prompts_drawn(entry)
    middle, late = (times[len(times) // 2], times[int(len(times) * 0.95)]) if times else (0.0, 0.0)
    enough = distinct >= fewest_drawn(entry.distinct)
    return Swept(name, states, distinct, entry.distinct, enough, rejected, refused, middle, late, tuple(faults))


def prompts_drawn(entry: Template, draws: int = DRAWN) -> int:
    """How many different questions stand among so many drafts."""
    prompts: set[tuple[str, ...]] = set()
    for n in range(draws):
        for turn in range(MOST_DRAWS):
            try:
                draft = entry.draft(Draw(f"{entry.name}.count.{n}.{turn}"))
            except Redraw:
                continue
            prompts.add((draft.prompt, *sorted(draft.lines)))
            break
    return len(prompts)


def fewest_drawn(space: int, draws: int = DRAWN) -> float:
    """How many different ones are seen at least in so many draws from `space` equally likely ones: mean less three deviations.

    >>> 115 < fewest_drawn(500) < 135
    True
    """
    missed = (1 - 1 / space) ** draws
    both = (1 - 2 / space) ** draws if space > 1 else 0.0
    spread = space * missed + space * (space - 1) * both - (space * missed) ** 2
    return space * (1 - missed) - 3 * max(spread, 0.0) ** 0.5


def faults_of(made: Question) -> Iterator[str]:
    """Everything that is wrong with a question, as sentences; none for a sound one.

    >>> list(faults_of(question("matrix_product.1.7")))
    []
    """
    if question(made.id) != made:
        yield f"{made.id} cannot be rebuilt from its id"
    if grade(made, typed_as(made, made.key)).grade is not Grade.RIGHT:
        yield f"{made.id}: its own key '{made.key}' is not graded right"
    draft = draft_of(made)
    for wrong in made.wrong:
        yield from _faults_of_wrong(made, draft, wrong.typed, wrong.misconception)
    texts = [option.text for option in made.options]
    if len(set(texts)) != len(texts):
        yield f"{made.id}: two options look the same"
    for text in (made.prompt, *made.solution, made.hint, made.fulfils):
        if text.count("$") % 2 or r"\(" in text:
            yield f"{made.id}: '{text}' has a dollar without its partner"


def typed_as(made: Question, value: str) -> str:
    """How a learner gives this answer: an option by its letter, anything else as it is typed."""
    if made.kind.one_of and made.kind is not Kind.WRONG_STEP:
        return next(letter for letter, option in zip(LETTERS, made.options, strict=False) if option.typed == value)
    return value


def _faults_of_wrong(made: Question, draft: Draft, value: str, misconception: str) -> Iterator[str]:
    if misconception not in sentences():
        yield f"{made.id}: nothing is said about '{misconception}'"
    found = grade(made, typed_as(made, value))
    if found.grade is not Grade.WRONG or found.misconception is None:
        yield f"{made.id}: '{value}' is graded {found.grade.value} and named {found.misconception}"
    if not caught(made, value, draft):
        yield f"{made.id}: with '{value}' for its key the question would still be made"


def caught(made: Question, typed_key: str, draft: Draft | None = None) -> bool:
    """Does the gate refuse the very draft of this question once its key is replaced by this wrong value?"""
    entry, draft = template(made.template), draft or draft_of(made)
    try:
        admit(entry, made.concept, made.state, replace(draft, key=_broken(made, draft, typed_key)))
    except (ValueError, Redraw):
        return True
    return False


def _broken(made: Question, draft: Draft, typed_key: str) -> object:
    """The draft's own form of a wrong key: a value, or places among its lines."""
    value = template(made.template).value
    if made.kind not in _LINES:
        return next(wrong for wrong, _ in draft.wrong if typed(wrong, value) == typed_key)
    place = [draft.lines.index(option.text) for option in made.options]
    if made.kind is Kind.WRONG_STEP:
        return int(typed_key) - 1
    if made.kind is Kind.SEVERAL:
        return tuple(sorted(place[LETTERS.index(letter)] for letter in typed_key.split(",")))
    order = [place[int(number) - 1] for number in typed_key.split(",")]
    return tuple(pairwise(order))  # as if exactly this order were asked for


def draft_of(made: Question) -> Draft:
    """The draft this question was made from."""
    return drafted(template(made.template), made.concept, made.state)
