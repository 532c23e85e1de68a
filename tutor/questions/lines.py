"""The gate for questions put together from lines: which of them hold, which step is wrong, in what order they stand.

Law of this file: the places a draft calls right are confirmed one by one by its check, and every other place is refused by it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from tutor.questions.candidate import Candidate
from tutor.questions.question import LETTERS, Kind, Option, Proof, Question, Wrong
from tutor.questions.template import Draft, Redraw, Template

SOUND_STEP_DOUBTED = "sound_step_doubted"
USED_BEFORE_KNOWN = "used_before_known"
_MOST_ORDERS_TRIED = 120
_MOST_WRONG = 4


def admit_lines(template: Template, concept: str, state: int, draft: Draft) -> Question:
    """The question a draft of lines makes; raises ValueError where its check disagrees, Redraw where two lines look alike."""
    if len(set(draft.lines)) != len(draft.lines) or not 2 < len(draft.lines) <= len(LETTERS):
        raise Redraw
    name = f"{template.name}.{template.version}.{state}"
    make = {Kind.SEVERAL: _several, Kind.WRONG_STEP: _wrong_step, Kind.ORDER: _order}[template.kind]
    options, key, shown, wrong, before = make(name, draft)
    return Question(
        id=name,
        concept=concept,
        template=template.name,
        version=template.version,
        state=state,
        kind=template.kind,
        prompt=draft.prompt,
        options=options,
        key=key,
        key_latex=rf"\text{{{shown}}}",
        solution=tuple(draft.steps),
        proof=Proof(draft.routes[0], draft.routes[1], True, len(wrong)),
        wrong=wrong,
        difficulty=template.difficulty,
        minutes=template.minutes,
        hint=draft.hint,
        value=None,
        before=before,
    )


_Made = tuple[tuple[Option, ...], str, str, tuple[Wrong, ...], tuple[tuple[int, int], ...]]


def _says(check: Callable[[Candidate], bool], words: str) -> bool:
    return bool(check(Candidate(words, None)))


def _several(name: str, draft: Draft) -> _Made:
    right = _places(draft.key)
    if not 0 < len(right) < len(draft.lines):
        raise Redraw
    for place in range(len(draft.lines)):
        if _says(draft.check, str(place)) is not (place in right):
            raise ValueError(f"{name}: '{draft.routes[1]}' does not agree about line {place + 1}")
    order = _shuffled(name, len(draft.lines))
    options = tuple(Option(draft.lines[i], None if i in right else draft.slips[i], LETTERS[n]) for n, i in enumerate(order))
    key = [LETTERS[n] for n, i in enumerate(order) if i in right]
    wrong = tuple(
        Wrong(",".join(sorted([*key, option.typed])), option.typed, option.misconception)
        for option in options
        if option.misconception
    )
    return options, ",".join(key), ", ".join(key), wrong[:_MOST_WRONG], ()


def _wrong_step(name: str, draft: Draft) -> _Made:
    (bad,) = _places(draft.key)
    for place in range(len(draft.lines)):
        if _says(draft.check, str(place)) is not (place == bad):
            raise ValueError(f"{name}: '{draft.routes[1]}' does not agree about line {place + 1}")
    slips = [None if i == bad else SOUND_STEP_DOUBTED for i in range(len(draft.lines))]
    options = tuple(Option(line, slip, str(n)) for n, (line, slip) in enumerate(zip(draft.lines, slips, strict=True), 1))
    wrong = tuple(Wrong(o.typed, o.typed, o.misconception) for o in options if o.misconception)
    return options, str(bad + 1), str(bad + 1), wrong, ()


def _order(name: str, draft: Draft) -> _Made:
    pairs = _pairs(draft.key)
    for order in _orders(name, len(draft.lines)):
        if _says(draft.check, ",".join(map(str, order))) is not keeps(order, pairs):
            raise ValueError(f"{name}: '{draft.routes[1]}' does not agree about the order {order}")
    shown = next(s for turn in range(_MOST_ORDERS_TRIED) if not keeps(s := _shuffled(f"{name}.{turn}", len(draft.lines)), pairs))
    place = {line: n for n, line in enumerate(shown)}
    options = tuple(Option(draft.lines[i], None, str(n)) for n, i in enumerate(shown, 1))
    key = ",".join(str(place[i] + 1) for i in range(len(draft.lines)))
    wrong = tuple(
        Wrong(typed, typed, USED_BEFORE_KNOWN)
        for typed in dict.fromkeys(
            ",".join(str(place[i] + 1) for i in order) for order in _swapped(len(draft.lines), pairs) if not keeps(order, pairs)
        )
    )
    before = tuple((place[i], place[j]) for i, j in pairs)
    return options, key, key, wrong[:_MOST_WRONG], before


def keeps(order: Sequence[int], pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether an order keeps every "this before that".

    >>> keeps([1, 0, 2], [(0, 2), (1, 2)]), keeps([0, 2, 1], [(1, 2)])
    (True, False)
    """
    return all(order.index(first) < order.index(then) for first, then in pairs)


def _orders(name: str, size: int) -> Iterator[Sequence[int]]:
    if size <= 4:
        yield from permutations(range(size))
        return
    draw = random.Random(f"{name}.orders")
    yield tuple(range(size))
    for _ in range(_MOST_ORDERS_TRIED):
        yield tuple(draw.sample(range(size), size))


def _swapped(size: int, pairs: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    for first, then in pairs:
        order = list(range(size))
        order[first], order[then] = order[then], order[first]
        yield order


def _shuffled(name: str, size: int) -> list[int]:
    return random.Random(f"{name}.options").sample(range(size), size)


def _places(key: object) -> tuple[int, ...]:
    return tuple(key) if isinstance(key, tuple) else (int(str(key)),)


def _pairs(key: object) -> tuple[tuple[int, int], ...]:
    if not isinstance(key, tuple):
        raise TypeError("the key of an order is a tuple of pairs")
    return key
