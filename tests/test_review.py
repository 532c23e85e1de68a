"""The schedule: the traps of the memory model, the clock, and the law that the log leads to the state."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tutor.errors import ClockJump
from tutor.learner.review import Memory, Rating, Review, State, check_clock, next_memory, recall, replay

ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def after(*ratings: Rating, start: datetime = NOON) -> Memory:
    """The memory after these answers, each given when the one before falls due."""
    memory = next_memory(None, "rank", ratings[0], start)
    for rating in ratings[1:]:
        memory = next_memory(memory, "rank", rating, memory.due)
    return memory


def log_of(*answers: tuple[Rating, datetime]) -> tuple[list[Review], Memory | None]:
    """A log as the notebook would write it, and the state it ended in."""
    log: list[Review] = []
    memory = None
    for place, (rating, at) in enumerate(answers):
        before, memory = memory, next_memory(memory, "rank", rating, at)
        log.append(Review(place + 1, "rank", place + 1, rating, memory.last, None, before, memory))
    return log, memory


def test_a_concept_never_reviewed_has_no_chance_of_recall() -> None:
    assert recall(None, NOON) == 0.0


def test_elapsed_time_counts_in_whole_days() -> None:
    memory = after(Rating.GOOD)
    assert recall(memory, NOON + 23 * HOUR) == 1.0
    assert recall(memory, NOON + 25 * HOUR) < 0.96


def test_recall_falls_as_days_pass_and_never_leaves_zero_to_one() -> None:
    memory = after(Rating.GOOD, Rating.GOOD)
    chances = [recall(memory, memory.last + days * DAY) for days in (0, 1, 5, 30, 365, 3650)]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance <= 1 for chance in chances)


def test_recall_at_an_earlier_time_is_that_of_the_last_review() -> None:
    assert recall(after(Rating.GOOD), NOON - 90 * DAY) == 1.0


def test_the_same_answers_always_give_the_same_schedule_whatever_the_global_random_state() -> None:
    seen = set()
    for state in range(20):
        random.seed(state)
        seen.add(after(*[Rating.GOOD] * 5))
    assert len(seen) == 1


def test_no_global_random_number_is_drawn() -> None:
    random.seed(7)
    expected = random.random()
    random.seed(7)
    after(*[Rating.GOOD] * 6)
    assert random.random() == expected


def test_a_thousand_reviews_do_not_sleep() -> None:
    next_memory(None, "rank", Rating.GOOD, NOON)  # the import is not counted
    began = time.perf_counter()
    for i in range(1000):
        next_memory(None, f"concept_{i}", Rating.GOOD, NOON)
    assert time.perf_counter() - began < 0.9, "a card without an id sleeps 1.3 ms each"


@pytest.mark.parametrize(
    "call",
    [
        lambda now: next_memory(None, "rank", Rating.GOOD, now),
        lambda now: recall(after(Rating.GOOD), now),
        lambda now: check_clock(now, None),
    ],
)
def test_a_time_without_a_zone_is_refused_with_a_sentence(call) -> None:
    with pytest.raises(ValueError, match="has no time zone; pass one such as"):
        call(datetime(2026, 3, 1, 12))


def test_the_same_moment_in_another_zone_gives_the_same_memory() -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    assert next_memory(None, "rank", Rating.GOOD, tokyo) == next_memory(None, "rank", Rating.GOOD, NOON)


def test_all_times_come_back_in_utc_and_whole_milliseconds() -> None:
    memory = next_memory(None, "rank", Rating.GOOD, NOON.replace(microsecond=123_987))
    assert memory.last == NOON.replace(microsecond=123_000)
    assert memory.last.tzinfo is UTC
    assert memory.due.utcoffset() == timedelta(0)


def test_a_lapse_after_a_sixty_day_interval_is_due_again_within_a_day() -> None:
    memory = Memory("rank", State.REVIEW, None, 60.0, 5.0, NOON, NOON - 60 * DAY)
    lapsed = next_memory(memory, "rank", Rating.AGAIN, NOON)
    assert lapsed.due - NOON <= DAY
    assert lapsed.state is State.RELEARNING
    assert lapsed.stability < 60


def test_twelve_right_answers_in_a_row_grow_past_fourteen_days() -> None:
    memory = after(*[Rating.GOOD] * 12)
    assert memory.due - memory.last > 14 * DAY


def test_intervals_of_right_answers_never_shrink_and_stop_at_a_year() -> None:
    memory, gaps = after(Rating.GOOD, Rating.GOOD), []
    for _ in range(15):
        memory = next_memory(memory, "rank", Rating.GOOD, memory.due)
        gaps.append(memory.due - memory.last)
    assert gaps == sorted(gaps)
    assert gaps[-1] == 365 * DAY


def test_the_better_the_answer_the_later_the_next_review() -> None:
    before = after(Rating.GOOD, Rating.GOOD, Rating.GOOD)
    dues = [next_memory(before, "rank", rating, before.due).due for rating in Rating]
    assert dues == sorted(set(dues))


def test_due_aims_at_ninety_per_cent() -> None:
    memory = after(*[Rating.GOOD] * 5)
    assert recall(memory, memory.due) == pytest.approx(0.9, abs=0.01)


def test_the_memory_given_is_not_changed() -> None:
    before = after(Rating.GOOD)
    copy = Memory(before.concept, before.state, before.step, before.stability, before.difficulty, before.due, before.last)
    next_memory(before, "rank", Rating.AGAIN, before.due)
    assert before == copy


def test_a_clock_a_little_behind_counts_as_the_time_of_the_last_review() -> None:
    memory = after(Rating.GOOD)
    again = next_memory(memory, "rank", Rating.GOOD, NOON - 3 * HOUR)
    assert again.last == NOON
    assert again.due >= again.last


@pytest.mark.parametrize("now", [NOON - 2 * DAY, NOON - 60 * DAY, datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_clock_more_than_a_day_behind_is_refused(now: datetime) -> None:
    with pytest.raises(ClockJump, match="The clock says"):
        next_memory(after(Rating.GOOD), "rank", Rating.GOOD, now)


@pytest.mark.parametrize("year", [1970, 1999, 2200, 9998])
def test_an_impossible_year_is_refused_even_at_the_first_answer(year: int) -> None:
    with pytest.raises(ClockJump, match=f"the year {year}"):
        next_memory(None, "rank", Rating.GOOD, datetime(year, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("gap", "fine"),
    [
        (-25 * HOUR, False),
        (-DAY, True),
        (timedelta(0), True),
        (400 * DAY, True),
        (400 * DAY + HOUR, False),
    ],
)
def test_the_clock_may_go_a_day_back_and_four_hundred_ahead(gap: timedelta, fine: bool) -> None:
    if fine:
        check_clock(NOON + gap, NOON)
    else:
        with pytest.raises(ClockJump, match="set it right and try again"):
            check_clock(NOON + gap, NOON)


def test_one_concept_may_rest_for_two_years_while_others_are_practised() -> None:
    assert next_memory(after(Rating.GOOD), "rank", Rating.GOOD, NOON + 730 * DAY).last == NOON + 730 * DAY


def test_a_jump_the_learner_confirmed_is_accepted_and_time_still_does_not_run_backwards() -> None:
    memory = after(Rating.GOOD)
    assert next_memory(memory, "rank", Rating.GOOD, NOON - 60 * DAY, accept_jump=True).last == memory.last


def test_the_memory_of_one_concept_cannot_follow_an_answer_about_another() -> None:
    with pytest.raises(ValueError, match="rank cannot follow an answer about span"):
        next_memory(after(Rating.GOOD), "span", Rating.GOOD, NOON)


def test_replaying_the_log_gives_the_state_to_the_last_bit() -> None:
    dice = random.Random(11)
    for _ in range(60):
        at, answers = NOON, []
        for _ in range(dice.randint(1, 40)):
            at += timedelta(
                seconds=dice.choice([-3600, 5, 400, 90_000, 400_000, 9_000_000]), microseconds=dice.randint(0, 999_999)
            )
            answers.append((dice.choice(list(Rating)), at))
        log, state = _kept(answers)
        assert replay(log) == state


def _kept(answers: list[tuple[Rating, datetime]]) -> tuple[list[Review], Memory | None]:
    """Answers whose clock jumped back over a day are refused, as they would be in life; the rest is logged."""
    fine: list[tuple[Rating, datetime]] = []
    for rating, at in answers:
        try:
            log_of(*fine, (rating, at))
        except ClockJump:
            continue
        fine.append((rating, at))
    return log_of(*fine)


def test_replaying_nothing_is_no_memory() -> None:
    assert replay(()) is None


@pytest.mark.parametrize("times", [(NOON.replace(tzinfo=None), NOON), (NOON, NOON.replace(tzinfo=None)), (NOON, NOON + DAY)])
def test_a_memory_that_makes_no_sense_cannot_exist(times: tuple[datetime, datetime]) -> None:
    with pytest.raises(ValueError, match="memory of rank"):
        Memory("rank", State.REVIEW, None, 1.0, 5.0, *times)


def test_the_scheduler_is_loaded_at_the_first_review_only_and_never_brings_torch() -> None:
    told = "import sys, tutor.learner.notebook, tutor.learner.weak_spots; print('fsrs' in sys.modules)"
    used = (
        "import sys; from datetime import datetime, UTC; from tutor.learner.review import *;"
        "next_memory(None, 'rank', Rating.GOOD, datetime.now(UTC)); print('torch' in sys.modules)"
    )
    for script in (told, used):
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"
