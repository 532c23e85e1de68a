"""When to ask again: how long something is remembered, by FSRS (the memory model of Anki, here py-fsrs).

Laws of this file:
- `now` is always an argument, and no random number is drawn: the same log gives the same state, to the last bit;
- a review never lies before the one it follows: its time is max(now, last review), cut to whole milliseconds;
- every state can be rebuilt from the log of reviews: `replay(log) == state`.

Only this file knows the package `fsrs`, imported at the first review. Its traps, each held by a test in
`tests/test_review.py`: elapsed time counts in whole days (recall is 1.0 until 24 hours have passed); a card made
without an id sleeps a millisecond; its fuzz draws from the global random numbers; naive datetimes raise; a clock set
wrong once spoils the stability for good.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from tutor.errors import ClockJump

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

DESIRED_RETENTION = 0.9
MAXIMUM_INTERVAL_DAYS = 365
BACK_AT_MOST = timedelta(days=1)
AHEAD_AT_MOST = timedelta(days=400)
_FIRST_YEAR, _LAST_YEAR = 2000, 2199


class Rating(Enum):
    """How well it was remembered, from evidence: wrong, right after a hint, right, right and fast. Anki's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(Enum):
    """Where a concept stands in the schedule: first steps, spaced reviews, or steps after a lapse."""

    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one concept's memory after its last review.

    `stability` in days (recall falls to 90 % after that many), `difficulty` 1-10, `step` the place among the short
    steps before spaced reviews, or None.
    """

    concept: str
    state: State
    step: int | None
    stability: float
    difficulty: float
    due: datetime
    last: datetime

    def __post_init__(self) -> None:
        if self.due.tzinfo is None or self.last.tzinfo is None:
            raise ValueError(f"The memory of {self.concept} needs times with a time zone.")
        if self.due < self.last:
            raise ValueError(f"The memory of {self.concept} would be due before its last review.")


@dataclass(frozen=True, slots=True)
class Review:
    """One line of the log: this concept was answered with this rating at this time.

    `id` is the time in milliseconds since 1970 moved up until it is unique (Anki's revlog id); `recall` is what was
    predicted just before, None at a first review; `before` and `after` are the states around it.
    """

    id: int
    concept: str
    attempt: int
    rating: Rating
    at: datetime
    recall: float | None
    before: Memory | None
    after: Memory


def next_memory(memory: Memory | None, concept: str, rating: Rating, now: datetime, *, accept_jump: bool = False) -> Memory:
    """The memory of `concept` after an answer at `now`; `memory` is None at the first one.

    Raises ClockJump when `now` lies more than a day before the last review (unless the learner said that the clock is
    right: `accept_jump`), ValueError when it has no time zone. Desired retention .9, intervals of at most 365 days,
    no fuzz.
    """
    if memory is not None and memory.concept != concept:
        raise ValueError(f"The memory of {memory.concept} cannot follow an answer about {concept}.")
    check_clock(now, None if memory is None or accept_jump else memory.last, ahead_at_most=None)
    at = effective_time(memory, now)
    card, _ = _scheduler().review_card(_card(memory, concept, at), _fsrs_rating(rating), at)
    if card.stability is None or card.difficulty is None:  # typed as optional by py-fsrs; never so after a review
        raise AssertionError("py-fsrs gave no memory state")
    return Memory(concept, State(int(card.state)), card.step, card.stability, card.difficulty, card.due, at)


def recall(memory: Memory | None, now: datetime) -> float:
    """The chance, 0 to 1, that the concept would be recalled at `now`; 0 when it was never reviewed.

    Time counts in whole days since the last review, so the answer is 1.0 during the first 24 hours.
    """
    at = effective_time(memory, now)
    return 0.0 if memory is None else float(_scheduler().get_card_retrievability(_card(memory, memory.concept, at), at))


def replay(log: Iterable[Review]) -> Memory | None:
    """The memory that a log of reviews of one concept, oldest first, leads to; None for an empty log."""
    memory = None
    for review in log:
        memory = next_memory(memory, review.concept, review.rating, review.at)
    return memory


def effective_time(memory: Memory | None, now: datetime) -> datetime:
    """max(now, last review) in UTC, cut to whole milliseconds, the unit of the log.

    >>> effective_time(None, datetime(2026, 3, 1, 9, 0, 0, 1999, tzinfo=UTC)).microsecond
    1000
    """
    at = in_utc(now)
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return at if memory is None else max(at, memory.last)


def check_clock(now: datetime, last: datetime | None, ahead_at_most: timedelta | None = AHEAD_AT_MOST) -> None:
    """Refuse a time that would spoil the schedule: over a day before `last`, the newest entry, or 400 days after it.

    One review logged in 1970 and a true one after it give a stability of 928 days (measured); so ask before, not after.

    >>> check_clock(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    >>> check_clock(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tutor.errors.ClockJump: The clock says 1 January 2026, but your last answer was on 1 February 2026; set it right ...
    """
    at = in_utc(now)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ClockJump(f"The clock says the year {at.year}; set the clock right and try again.")
    if last is None:
        return
    if at < last - BACK_AT_MOST or (ahead_at_most is not None and at > last + ahead_at_most):
        raise ClockJump(f"The clock says {day(at)}, but your last answer was on {day(last)}; set it right and try again.")


def in_utc(now: datetime) -> datetime:
    """The same moment in UTC; a datetime without a time zone is refused, since nobody can say which moment it means.

    >>> in_utc(datetime(2026, 3, 1, 9))
    Traceback (most recent call last):
    ValueError: The time 2026-03-01 09:00:00 has no time zone; pass one such as datetime.now(UTC).
    """
    if now.tzinfo is None or now.utcoffset() is None:
        raise ValueError(f"The time {now} has no time zone; pass one such as datetime.now(UTC).")
    return now.astimezone(UTC)


def day(at: datetime) -> str:
    """A date as one says it.

    >>> day(datetime(2026, 3, 3, tzinfo=UTC))
    '3 March 2026'
    """
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@functools.cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=DESIRED_RETENTION, maximum_interval=MAXIMUM_INTERVAL_DAYS, enable_fuzzing=False)


def _card(memory: Memory | None, concept: str, at: datetime) -> Card:
    """Our value as py-fsrs's mutable card, always with an id: without one it sleeps to make a unique one."""
    from fsrs import Card
    from fsrs import State as CardState

    id = zlib.crc32(concept.encode("utf-8"))
    if memory is None:
        return Card(card_id=id, due=at)
    return Card(
        card_id=id,
        state=CardState(memory.state.value),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last,
    )


def _fsrs_rating(rating: Rating) -> _FsrsRating:
    from fsrs import Rating as FsrsRating

    return FsrsRating(rating.value)


if TYPE_CHECKING:
    from fsrs import Rating as _FsrsRating
