"""What to look at again, and why: weak spots from wrong answers, and reviews that are due.

Laws of this file:
- a concept is a weak spot only because of answers the learner gave, and leaves the list after three right in a row;
- every entry carries its reasons as plain sentences, and each figure in them can be counted in the notebook.

The score is g * (1 - p R) * (1 + log2(1 + descendants)) with g = 1: p the share of right answers among the last eight
(smoothed by one right one), R the chance of recalling it now, descendants the concepts that rest on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tutor.concepts.graph import Graph
from tutor.learner.attempt import Attempt, Evidence
from tutor.learner.notebook import Notebook
from tutor.learner.review import MONTHS, Memory, in_utc, recall

LATELY = 8
RIGHTS_TO_LEAVE = 3


class Met(NamedTuple):
    """A misconception met lately: its id, how often, and when last."""

    id: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """A concept that went wrong lately; the larger the score, the sooner it should be looked at.

    `misses` counts the wrong answers among the last eight, `recall` is the chance, 0 to 1, of recalling it now.
    """

    concept: str
    score: float
    recall: float
    misses: int
    last_wrong: datetime
    misconceptions: tuple[Met, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A concept whose review is due; `overdue_days` is how long it has been, `why` one line about it."""

    concept: str
    due: datetime
    recall: float
    overdue_days: float
    why: str


def weak_spots(notebook: Notebook, graph: Graph, now: datetime) -> tuple[WeakSpot, ...]:
    """The weak spots at `now`, worst first; dates in the reasons are in the time zone of `now`."""
    in_utc(now)  # refuses a time without a zone
    memories = {memory.concept: memory for memory in notebook.memories()}
    spots = [
        _weak_spot(concept, attempts[-LATELY:], memories.get(concept), graph, now)
        for concept, attempts in _by_concept(notebook.attempts()).items()
        if is_weak(attempts)
    ]
    return tuple(sorted(spots, key=lambda spot: (-spot.score, spot.concept)))


def due(notebook: Notebook, graph: Graph, now: datetime) -> tuple[Due, ...]:
    """What is due for review at `now`, the likeliest to be forgotten first; concepts not in the graph are left out."""
    at = in_utc(now)
    last = {concept: attempts[-1] for concept, attempts in _by_concept(notebook.attempts()).items()}
    found = [
        _due(memory, last.get(memory.concept), now)
        for memory in notebook.memories()
        if memory.due <= at and memory.concept in graph.concepts
    ]
    return tuple(sorted(found, key=lambda entry: (entry.recall, entry.due, entry.concept)))


def is_weak(attempts: Iterable[Attempt]) -> bool:
    """Whether these attempts at one concept, oldest first, leave it weak: one wrong lately, no three rights since."""
    lately = [attempt.right for attempt in attempts][-LATELY:]
    return not all(lately) and not all(lately[-RIGHTS_TO_LEAVE:])


def score(share_right: float, recalled: float, descendants: int) -> float:
    """How much a concept needs another look: what is likely missing, times how much rests on it.

    >>> score(share_right=1.0, recalled=1.0, descendants=100)
    0.0
    >>> score(share_right=0.5, recalled=0.8, descendants=0) < score(share_right=0.5, recalled=0.8, descendants=30)
    True
    """
    return (1 - share_right * recalled) * (1 + math.log2(1 + descendants))


def _by_concept(attempts: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        found.setdefault(attempt.concept, []).append(attempt)
    return found


def _weak_spot(concept: str, lately: list[Attempt], memory: Memory | None, graph: Graph, now: datetime) -> WeakSpot:
    wrong = [attempt for attempt in lately if not attempt.right]
    share_right = (len(lately) - len(wrong) + 1) / (len(lately) + 1)
    recalled = recall(memory, now)
    resting = len(graph.descendants(concept)) if concept in graph.concepts else 0
    met = _met(wrong)
    reasons = (
        _misses(wrong, len(lately), now),
        *_unchecked(wrong),
        *(_pattern(one, len(wrong), graph) for one in met),
        *_forgetting(recalled),
        *_blocking(resting),
    )
    worth = score(share_right, recalled, resting)
    return WeakSpot(concept, worth, recalled, len(wrong), wrong[-1].at, met, reasons)


def _met(wrong: list[Attempt]) -> tuple[Met, ...]:
    """Misconceptions of these wrong answers, most frequent first, then the latest."""
    found: dict[str, Met] = {}
    for attempt in wrong:
        if attempt.misconception is not None:
            before = found.get(attempt.misconception)
            found[attempt.misconception] = Met(attempt.misconception, before.times + 1 if before else 1, attempt.at)
    return tuple(sorted(found.values(), key=lambda met: (-met.times, -met.last.timestamp(), met.id)))


def _misses(wrong: list[Attempt], asked: int, now: datetime) -> str:
    """How many were not right yet; "wrong" only where every one of them was an answer that was checked."""
    last = _date(wrong[-1].at, now)
    if asked == 1 and wrong[0].evidence is Evidence.SHOWN:
        return f"You asked to see the solution of the one question so far, on {last}."
    if asked == 1:
        return f"Your one answer so far was not right yet, on {last}."
    if all(attempt.evidence is Evidence.CHECKED for attempt in wrong):
        return f"You answered {len(wrong)} of {asked} wrong, last on {last}."
    return f"{len(wrong)} of {asked} not right yet, last on {last}."


def _unchecked(wrong: list[Attempt]) -> tuple[str, ...]:
    """Which of them were no checked answers: the solution was asked for, or the learner said so."""
    shown = sum(attempt.evidence is Evidence.SHOWN for attempt in wrong)
    said = sum(attempt.evidence is Evidence.OWN_WORD for attempt in wrong)
    found = []
    if shown and len(wrong) > 1:
        found.append(f"{_times(shown)} you asked to see the solution.")
    if said:
        found.append(f"{_times(said)} you said so yourself, beside the answer.")
    return tuple(found)


def _times(n: int) -> str:
    return "Once" if n == 1 else "Twice" if n == 2 else f"{n} times"


def _pattern(met: Met, wrong: int, graph: Graph) -> str:
    """What went wrong, and whether it was always the same thing.

    The sentence of a misconception may address the learner ("You multiplied entry by entry.") or name the mistake.
    """
    says = graph.misconception(met.id).says.rstrip(".")
    often = _how_often(met.times, wrong)
    return f"{often} you{says[3:]}." if says.lower().startswith("you ") else f"{often}: {says}."


def _how_often(times: int, wrong: int) -> str:
    """
    >>> _how_often(2, 2), _how_often(1, 1), _how_often(2, 3)
    ('Each time', 'That time', '2 of 3 times')
    """
    if times == wrong:
        return "Each time" if wrong > 1 else "That time"
    return "Once" if times == 1 else f"{times} of {wrong} times"


def _forgetting(recalled: float) -> tuple[str, ...]:
    return (f"The chance that you recall it now is about {recalled:.0%}.",) if recalled < 0.9 else ()


def _blocking(resting: int) -> tuple[str, ...]:
    if not resting:
        return ()
    return ("One other idea rests on it.",) if resting == 1 else (f"{resting} other ideas rest on it.",)


def _due(memory: Memory, last: Attempt | None, now: datetime) -> Due:
    overdue_days = (now - memory.due).total_seconds() / 86_400
    why = f"due {_since(memory.due, now)}{_last_time(last)}"
    return Due(memory.concept, memory.due, recall(memory, now), overdue_days, why)


def _since(at: datetime, now: datetime) -> str:
    """How long something has been due, in days of the learner's calendar.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    >>> [_since(datetime(2026, *day, 23, 0, tzinfo=UTC), now) for day in ((3, 2), (2, 26), (1, 5))]
    ['since yesterday', 'for 5 days', 'since 5 January']
    """
    days = (now.date() - at.astimezone(now.tzinfo).date()).days
    if days <= 1:
        return "since yesterday" if days == 1 else "today"
    return f"for {days} days" if days <= 30 else f"since {_date(at, now)}"


def _last_time(last: Attempt | None) -> str:
    if last is None:
        return ""
    if last.evidence is Evidence.SHOWN:
        return "; you asked to see it last time"
    if last.evidence is Evidence.OWN_WORD:
        return "; you had it last time, by your own word" if last.right else "; not yet last time, by your own word"
    if not last.right:
        return "; you got it wrong last time"
    return "; you needed a hint last time" if last.hints else "; you got it right last time"


def _date(at: datetime, now: datetime) -> str:
    """The date in the learner's time zone; the year only where it is another one."""
    local = at.astimezone(now.tzinfo)
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year}"
