"""A quiz on one topic: its own questions first, the easy ones before the hard, and what stands around it when they are used up.

Laws of this file:
- a question about a neighbour is asked only where the topic's own would come too often;
- no template twice in a row, and at most twice in five, while there are others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tutor.questions.entries import Entry
from tutor.questions.question import Difficulty, Question

_FIVE, _TWICE = 5, 2
_HARDNESS = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}
_READING = ("said__", "written__")  # the same skill from two sides


def choose_on_topic(
    own: Sequence[Entry], around: Sequence[Entry], n: int, minutes: float | None, make: Callable[[Entry], Question | None]
) -> list[Question]:
    """Up to `n` questions in the order in which they are to be asked; `make` gives None where an entry has nothing new.

    `minutes` is the time that is left for all of them, None for no limit.
    """
    tier = {e.name: 2 * (e in around) + ("__" in e.name) for e in (*own, *around)}

    def rank(e: Entry) -> tuple[int, int, int]:
        """Of the topic's own the easiest; of its neighbours the nearest that is not hard."""
        return tier[e.name], used[_sort_of(e)], _hardness(e) if tier[e.name] < 2 else _hardness(e) // 2

    found: list[tuple[Entry, Question]] = []
    used: Counter[str] = Counter()
    waiting = [*own, *around]
    while len(found) < n:
        fitting = [e for e in waiting if minutes is None or e.minutes <= minutes]
        if not fitting:
            break
        allowed = [e for e in fitting if used[_sort_of(e)] < _most(e, n)] or fitting
        entry = min(allowed, key=rank)
        question = make(entry)
        if question is None:
            waiting.remove(entry)
            continue
        used[_sort_of(entry)] += 1
        found.append((entry, question))
        minutes = None if minutes is None else minutes - question.minutes
    return _in_turn(found, lambda e: tier[e.name] > 1)


def _hardness(entry: Entry) -> int:
    """How hard an entry is; a form without numbers is no way to begin, however easy."""
    return _HARDNESS[Difficulty.MEDIUM if "__" in entry.name else entry.difficulty]


def _sort_of(entry: Entry) -> str:
    """What counts as the same again: a template; reading and writing a formula are one."""
    return "reading__" + entry.concept if entry.name.startswith(_READING) else entry.name


def _most(entry: Entry, n: int) -> int:
    """How often an entry may come in a set of `n` while there are others."""
    fives = -(-n // _FIVE)
    return fives if "__" in entry.name else min(_TWICE * fives, (n + 1) // 2)


def _can_alternate(counts: Mapping[str, int], name: str) -> bool:
    """Whether what is left after asking `name` can be asked without the same twice in a row.

    >>> _can_alternate({"a": 1, "b": 2}, "a"), _can_alternate({"a": 1, "b": 2}, "b"), _can_alternate({"a": 1, "b": 3}, "b")
    (False, True, False)
    """
    rest = Counter(counts)
    rest[name] -= 1
    size = rest.total()
    return all(count <= (size + (other != name)) // 2 for other, count in rest.items())


def _in_turn(found: list[tuple[Entry, Question]], is_around: Callable[[Entry], bool]) -> list[Question]:
    """The topic before its neighbours and easy before hard, but never the same twice in a row or thrice in five if it can be
    avoided, and a new kind before the same again."""
    left, asked = list(found), list[Entry]()
    questions = []
    while left:
        lately, last = [e.name for e in asked[-(_FIVE - 1) :]], asked[-1] if asked else None
        counts = Counter(entry.name for entry, _ in left)

        def rank(one: tuple[Entry, Question], lately=lately, last=last, counts=counts) -> tuple[bool, bool, bool, int, bool]:
            entry = one[0]
            again = last is not None and entry.name == last.name
            often = lately.count(entry.name) >= _TWICE
            stuck = not _can_alternate(counts, entry.name)
            alike = last is not None and entry.kind is last.kind
            return again or stuck, often, is_around(entry), _hardness(entry), alike

        pair = min(left, key=rank)
        left.remove(pair)
        asked.append(pair[0])
        questions.append(pair[1])
    return questions
