"""The notebook: what was acknowledged stays, also after kill -9; the log is never rewritten; a token counts once."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tutor.errors import ClockJump, HouseError, InputError, NotebookDamaged
from tutor.learner.attempt import Attempt, Recorded, Sitting
from tutor.learner.notebook import Notebook
from tutor.learner.review import Rating, next_memory, recall, replay
from tutor.learner.tables import APPLICATION_ID, MIGRATIONS
from tutor.questions.question import Grade

ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

CHILD = """
import sys, itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tutor.learner.attempt import Attempt
from tutor.learner.notebook import Notebook
from tutor.learner.review import Rating, next_memory
from tutor.questions.question import Grade

name, most = sys.argv[2], int(sys.argv[3])
notebook = Notebook(Path(sys.argv[1]))
for i in range(most):
    now = datetime.now(UTC)
    concept, right = "concept_%d" % (i % 7), i % 3 != 0
    rating = Rating.GOOD if right else Rating.AGAIN
    grade, token = Grade.RIGHT if right else Grade.WRONG, "%s-%d" % (name, i)
    attempt = Attempt("matmul.1.%d" % i, concept, "x" * (i % 500), grade, now, token=token)
    before = notebook.memory(concept)
    recorded = notebook.record(attempt, before, next_memory(before, concept, rating, now), rating)
    print(recorded.attempt.id, attempt.token, recorded.review.id, flush=True)
"""


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "home" / "notebook.db")


def attempt(number: int = 1, concept: str = "rank", right: bool = True, at: datetime = NOON, token: str | None = None) -> Attempt:
    grade = Grade.RIGHT if right else Grade.WRONG
    return Attempt(f"rank.2.{number}", concept, "3", grade, at, "Because.", None if right else "slip", 1, 2500, token)


def give(notebook: Notebook, one: Attempt, **more: object) -> Recorded:
    """Record as the front door does: read the memory, work out the next one, write both."""
    rating = Rating.GOOD if one.grade is Grade.RIGHT else Rating.AGAIN
    before = notebook.memory(one.concept)
    after = next_memory(before, one.concept, rating, one.at, accept_jump=bool(more.get("accept_jump")))
    return notebook.record(one, before, after, rating, **more)  # type: ignore[arg-type]


@contextlib.contextmanager
def raw(notebook: Notebook) -> Iterator[sqlite3.Connection]:
    """The file as another program sees it, without our pragmas."""
    with contextlib.closing(sqlite3.connect(notebook.path)) as db:
        yield db


def assert_whole(notebook: Notebook) -> None:
    """The laws of the notebook hold: whole file, one review per attempt, states chained, cache equal to the log."""
    with raw(notebook) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT count(*) FROM attempt").fetchone() == db.execute("SELECT count(*) FROM review").fetchone()
    memories = notebook.memories()
    for memory in memories:
        log = notebook.reviews(memory.concept)
        assert [review.before for review in log] == [None, *(review.after for review in log[:-1])]
        assert replay(log) == memory
    assert notebook.rebuild() == memories == notebook.memories()


def test_an_attempt_comes_back_as_it_was_written(notebook: Notebook) -> None:
    one = attempt(right=False, token="t1")
    recorded = give(notebook, one)
    assert notebook.attempts() == (recorded.attempt,) == (replace(one, id=recorded.attempt.id),)
    assert (recorded.attempt.template, recorded.attempt.version, recorded.attempt.state) == ("rank", 2, 1)
    assert not recorded.repeated


def test_a_review_carries_the_figures_before_and_after(notebook: Notebook) -> None:
    give(notebook, attempt(1))
    recorded = give(notebook, attempt(2, at=NOON + 9 * DAY))
    first, second = notebook.reviews("rank")
    assert (first.before, first.recall) == (None, None)
    assert second == recorded.review
    assert second.before == first.after
    assert second.recall == recall(first.after, NOON + 9 * DAY) < 1
    assert (second.rating, second.at, second.attempt) == (Rating.GOOD, NOON + 9 * DAY, recorded.attempt.id)
    assert notebook.memory("rank") == second.after == recorded.memory


def test_review_ids_are_the_time_in_milliseconds_and_unique_within_one(notebook: Notebook) -> None:
    ids = [give(notebook, attempt(i, f"concept_{i}")).review.id for i in range(3)]
    first = int(NOON.timestamp() * 1000)
    assert ids == [first, first + 1, first + 2]


def test_attempts_can_be_asked_for_by_concept_question_time_and_number(notebook: Notebook) -> None:
    for i in range(6):
        give(notebook, attempt(i, ("rank", "span")[i % 2], at=NOON + i * DAY))
    assert [a.state for a in notebook.attempts()] == [0, 1, 2, 3, 4, 5]
    assert [a.state for a in notebook.attempts("span")] == [1, 3, 5]
    assert [a.state for a in notebook.attempts(last=2)] == [4, 5]
    assert [a.state for a in notebook.attempts("rank", since=NOON + DAY)] == [2, 4]
    assert [a.state for a in notebook.attempts(question="rank.2.3")] == [3]
    assert notebook.attempts("nothing") == ()


def test_misconceptions_are_counted_from_wrong_answers(notebook: Notebook) -> None:
    for i, right in enumerate((False, True, False)):
        give(notebook, attempt(i, right=right, at=NOON + i * DAY))
    (slip,) = notebook.misconceptions()
    assert (slip.misconception, slip.concept, slip.times, slip.last) == ("slip", "rank", 2, NOON + 2 * DAY)
    assert notebook.misconceptions("span") == ()


def test_an_unreadable_answer_cannot_become_an_attempt() -> None:
    with pytest.raises(ValueError, match="could not be read is not an attempt"):
        Attempt("rank.1.1", "rank", "((", Grade.UNREADABLE, NOON)


@pytest.mark.parametrize(
    "question", ["rank", "rank.1", "rank.one.2", "rank.1.2.3", "Rank.1.2", "", "rank.1.99999999999999999999"]
)
def test_what_is_no_question_id_is_refused(question: str) -> None:
    with pytest.raises(ValueError, match="is no question id"):
        Attempt(question, "rank", "1", Grade.RIGHT, NOON)


@pytest.mark.parametrize(
    "typed", ["", "\0", "\ud800", "x" * 1_000_000, "'; DROP TABLE review; --", "λ ≠ 0 \U0001f9ee", "﷽\u202e"]
)
def test_whatever_was_typed_is_kept(notebook: Notebook, typed: str) -> None:
    give(notebook, replace(attempt(), typed=typed))
    assert notebook.attempts()[0].typed == typed.replace("\ud800", "?")
    assert_whole(notebook)


def test_a_token_counts_once_and_gives_the_first_result_again(notebook: Notebook) -> None:
    first = give(notebook, attempt(1, right=False, token="shown-7"))
    second = give(notebook, attempt(1, right=True, token="shown-7", at=NOON + DAY))
    assert second == replace(first, repeated=True)
    assert len(notebook.attempts()) == len(notebook.reviews()) == 1
    assert notebook.seen("shown-7") == first
    assert notebook.seen("shown-8") is None


def test_attempts_without_a_token_all_count(notebook: Notebook) -> None:
    give(notebook, attempt(1))
    give(notebook, attempt(1))
    assert len(notebook.attempts()) == 2


def test_an_answer_from_a_tab_that_knew_an_older_memory_is_worked_out_afresh(notebook: Notebook) -> None:
    stale = next_memory(None, "rank", Rating.GOOD, NOON)
    give(notebook, attempt(1, right=False))
    recorded = notebook.record(attempt(2), None, stale, Rating.GOOD)
    assert recorded.memory != stale
    assert_whole(notebook)


def test_a_memory_that_its_rating_does_not_lead_to_is_refused_and_nothing_is_written(notebook: Notebook) -> None:
    cheated = replace(next_memory(None, "rank", Rating.GOOD, NOON), stability=999.0)
    with pytest.raises(ValueError, match="take it from next_memory"):
        notebook.record(attempt(), None, cheated, Rating.GOOD)
    assert notebook.attempts() == notebook.reviews() == notebook.memories() == ()


COPY_OF_A_REVIEW = """
    concept, attempt, 4, at_ms, recall,
    state_before, step_before, stability_before, difficulty_before, due_before_ms, last_before_ms,
    state_after, step_after, stability_after, difficulty_after, due_after_ms, last_after_ms FROM review
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review SET rating = 4",
        "DELETE FROM review",
        f"INSERT OR REPLACE INTO review SELECT id, {COPY_OF_A_REVIEW}",
        f"INSERT OR REPLACE INTO review SELECT id + 1, {COPY_OF_A_REVIEW}",
    ],
)
def test_the_review_log_refuses_to_be_rewritten_by_any_program(notebook: Notebook, statement: str) -> None:
    give(notebook, attempt())
    log = notebook.reviews()
    with raw(notebook) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    assert notebook.reviews() == log


def test_the_cache_can_be_thrown_away_and_comes_back_from_the_log(notebook: Notebook) -> None:
    for i in range(40):
        give(notebook, attempt(i, f"concept_{i % 5}", i % 4 != 0, NOON + i * timedelta(hours=31)))
    memories = notebook.memories()
    with raw(notebook) as db:
        db.execute("UPDATE memory SET stability = 1 WHERE concept = 'concept_1'")
        db.execute("DELETE FROM memory WHERE concept = 'concept_2'")
        db.commit()
    assert notebook.memories() != memories
    assert notebook.rebuild() == memories == notebook.memories()


@pytest.mark.parametrize("gap", [-2 * DAY, 401 * DAY])
def test_a_jump_of_the_clock_is_asked_about_and_once_confirmed_not_again(notebook: Notebook, gap: timedelta) -> None:
    give(notebook, attempt(1))
    with pytest.raises(ClockJump, match="your last answer was on 1 March 2026"):
        give(notebook, attempt(2, "span", at=NOON + gap))
    assert len(notebook.attempts()) == 1
    give(notebook, attempt(2, "span", at=NOON + gap), accept_jump=True)
    give(notebook, attempt(3, "span", at=NOON + gap + DAY))
    assert_whole(notebook)


def test_after_a_clock_far_ahead_was_put_right_time_never_runs_backwards_in_the_log(notebook: Notebook) -> None:
    ahead = give(notebook, attempt(1, at=NOON + 300 * DAY))
    back = give(notebook, attempt(2, at=NOON), accept_jump=True)
    assert back.review.at == ahead.review.at
    assert back.memory.due >= back.memory.last >= ahead.memory.last
    assert back.attempt.at == NOON
    assert_whole(notebook)


def test_a_quiz_survives_a_reload_with_what_was_typed_and_what_was_marked(notebook: Notebook) -> None:
    begun = notebook.begin(Sitting("s1", 42, "linear algebra", NOON, ("rank.2.1", "rank.2.2", "rank.2.3")))
    assert begun.answers == (None, None, None)
    recorded = give(notebook, attempt(1, token="a"), sitting=("s1", 0))
    notebook.keep("s1", 1, "half an ans", NOON + DAY)
    again = Notebook(notebook.path).sitting("s1")
    assert again is not None
    assert (again.seed, again.topic, again.started, again.questions) == (42, "linear algebra", NOON, begun.questions)
    marked, typed, empty = again.answers
    assert marked is not None
    assert (marked.typed, marked.attempt) == ("3", recorded.attempt.id)
    assert typed is not None
    assert (typed.typed, typed.attempt, typed.at) == ("half an ans", None, NOON + DAY)
    assert empty is None


def test_beginning_a_quiz_twice_gives_it_back_as_it_stands(notebook: Notebook) -> None:
    sitting = Sitting("s1", 42, "rank", NOON, ("rank.2.1",))
    notebook.begin(sitting)
    notebook.keep("s1", 0, "7", NOON)
    answers = notebook.begin(sitting).answers
    assert answers[0] is not None
    assert answers[0].typed == "7"


def test_a_marked_answer_is_not_overwritten_by_a_late_draft(notebook: Notebook) -> None:
    notebook.begin(Sitting("s1", 1, "", NOON, ("rank.2.1",)))
    give(notebook, attempt(1), sitting=("s1", 0))
    answers = notebook.keep("s1", 0, "late", NOON + DAY).answers
    assert answers[0] is not None
    assert answers[0].typed == "3"


def test_a_finished_quiz_is_no_longer_among_the_unfinished(notebook: Notebook) -> None:
    for name in ("s1", "s2"):
        notebook.begin(Sitting(name, 1, "", NOON, ("rank.2.1",)))
    finished = notebook.finish("s1", NOON + DAY)
    assert notebook.finish("s1", NOON + 2 * DAY).finished == finished.finished == NOON + DAY
    assert [s.id for s in notebook.sittings(unfinished=True)] == ["s2"]
    assert [s.id for s in notebook.sittings()] == ["s1", "s2"]


def test_a_quiz_or_place_that_is_not_there_is_refused_and_the_attempt_with_it(notebook: Notebook) -> None:
    notebook.begin(Sitting("s1", 1, "", NOON, ("rank.2.1",)))
    with pytest.raises(InputError, match="no quiz called 's9'"):
        give(notebook, attempt(), sitting=("s9", 0))
    with pytest.raises(InputError, match="no question number 6"):
        give(notebook, attempt(), sitting=("s1", 5))
    assert notebook.attempts() == ()
    assert notebook.sitting("s9") is None


def test_eight_threads_record_at_once_and_nothing_is_lost(notebook: Notebook) -> None:
    def work(name: int) -> None:
        for i in range(12):
            at = NOON + i * timedelta(hours=1)
            give(notebook, attempt(i, f"concept_{i % 3}", i % 4 != 0, at, f"{name}-{i}"))
            notebook.memories()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))  # a thread's failure is raised here
    assert len(notebook.attempts()) == len(notebook.reviews()) == 96
    assert_whole(notebook)


def test_one_token_from_eight_threads_at_once_is_one_answer(notebook: Notebook) -> None:
    gate = threading.Barrier(8)

    def click(token: str) -> Recorded:
        gate.wait()
        return give(notebook, attempt(token=token))

    results: list[Recorded] = []
    with ThreadPoolExecutor(8) as threads:
        for shown in range(5):
            results += threads.map(click, [f"shown-{shown}"] * 8)
    assert len(results) == 40
    assert sum(not result.repeated for result in results) == 5
    assert len(notebook.attempts()) == 5
    assert len({(result.attempt, result.review) for result in results}) == 5


def child(path: Path, name: str, most: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), name, str(most)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_two_programs_make_and_write_one_notebook_at_once(tmp_path: Path) -> None:
    path = tmp_path / "notebook.db"
    programs = [child(path, name, 40) for name in ("one", "two")]
    said = [program.communicate(timeout=60)[0].splitlines() for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    assert [len(lines) for lines in said] == [40, 40]
    notebook = Notebook(path)
    assert {f"{a.id} {a.token}" for a in notebook.attempts()} == {line.rsplit(" ", 1)[0] for lines in said for line in lines}
    assert_whole(notebook)


@pytest.mark.sweep
def test_nothing_acknowledged_is_lost_to_kill_nine(tmp_path: Path) -> None:
    path, dice = tmp_path / "notebook.db", random.Random(5)
    acknowledged: list[str] = []
    for kill in range(10):
        program = child(path, f"run{kill}", 100_000)
        assert program.stdout is not None
        lines = [program.stdout.readline()]  # the first answer is on the disk: now any moment may be the last
        time.sleep(dice.uniform(0, 0.12))
        program.send_signal(signal.SIGKILL)
        lines += program.stdout.read().splitlines(keepends=True)
        program.stdout.close()
        assert program.wait() == -signal.SIGKILL
        acknowledged += [line.strip() for line in lines if line.endswith("\n")]
    notebook = Notebook(path)
    kept = {f"{attempt.id} {attempt.token}" for attempt in notebook.attempts()}
    reviews = {str(review.id) for review in notebook.reviews()}
    assert len(acknowledged) >= 10
    for line in acknowledged:
        ticket, review = line.rsplit(" ", 1)
        assert ticket in kept
        assert review in reviews
    assert len(kept) - len(acknowledged) <= 10, "at most the answer each kill interrupted may be there without having been said"
    assert_whole(notebook)


def test_every_answer_is_forced_to_the_disk(notebook: Notebook) -> None:
    with notebook._writing() as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_fault_halfway_leaves_nothing_behind(notebook: Notebook) -> None:
    give(notebook, attempt(1))
    with raw(notebook) as db:
        db.execute("CREATE TRIGGER fault BEFORE INSERT ON memory BEGIN SELECT RAISE(ABORT, 'fault'); END")
        db.commit()
    with pytest.raises(sqlite3.IntegrityError, match="fault"):
        give(notebook, attempt(2))
    assert len(notebook.attempts()) == len(notebook.reviews()) == 1


def overwrite(path: Path, at: int, what: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + len(what)] = what
    path.write_bytes(bytes(content))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no database at all": lambda path: path.write_bytes(b"These are my notes on linear algebra. " * 40),
    "a torn page": lambda path: overwrite(path, 4096, b"\x5a" * 8192),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-6000]),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_a_damaged_notebook_says_so_and_what_to_do(notebook: Notebook, damage: str) -> None:
    for i in range(30):
        give(notebook, attempt(i, f"concept_{i}"))
    DAMAGES[damage](notebook.path)
    with pytest.raises(NotebookDamaged, match=r"is damaged: keep a copy .* put your latest backup in its place"):
        Notebook(notebook.path)


def test_damage_met_while_it_is_open_is_said_the_same_way(notebook: Notebook) -> None:
    for i in range(30):
        give(notebook, attempt(i, f"concept_{i}"))
    overwrite(notebook.path, 4096, b"\x5a" * (notebook.path.stat().st_size - 4096))
    with pytest.raises(NotebookDamaged, match="is damaged"):
        notebook.attempts()


def test_a_notebook_of_a_newer_version_is_refused_and_left_as_it_is(notebook: Notebook) -> None:
    give(notebook, attempt())
    with raw(notebook) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(NotebookDamaged, match=r"newer version of this program .* update the program"):
        Notebook(notebook.path)
    with raw(notebook) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)


def test_the_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notebook.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipe(name TEXT)")
        db.commit()
    with pytest.raises(NotebookDamaged, match="another program"):
        Notebook(path)
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("recipe",)]


def test_a_new_file_carries_its_version_and_whose_it_is(notebook: Notebook) -> None:
    with raw(notebook) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_opening_again_changes_nothing(notebook: Notebook) -> None:
    give(notebook, attempt())
    with raw(notebook) as db:
        before = list(db.iterdump())
    Notebook(notebook.path)
    with raw(notebook) as db:
        assert list(db.iterdump()) == before


def test_a_folder_in_its_place_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notebook.db").mkdir()
    with pytest.raises(HouseError, match="cannot be opened; check"):
        Notebook(tmp_path / "notebook.db")


def test_a_backup_is_a_whole_notebook_and_never_overwrites(notebook: Notebook, tmp_path: Path) -> None:
    give(notebook, attempt())
    notebook.backup(tmp_path / "copy.db")
    copy = Notebook(tmp_path / "copy.db")
    assert copy.attempts() == notebook.attempts()
    assert_whole(copy)
    with pytest.raises(InputError, match="already a file"):
        notebook.backup(tmp_path / "copy.db")


def test_ten_thousand_reviews_are_rebuilt_within_seconds(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.db")
    memories = {}
    with notebook._writing() as db:  # 10,000 separate transactions would only measure the disk
        from tutor.learner.notebook import _settled, _write

        for i in range(10_000):
            one = attempt(i, f"concept_{i % 150}", i % 5 != 0, NOON + i * timedelta(minutes=50))
            rating = Rating.GOOD if one.right else Rating.AGAIN
            memories[one.concept] = _write(db, one, _settled(db, one, rating, False), None).memory
    began = time.perf_counter()
    rebuilt = notebook.rebuild()
    taken = time.perf_counter() - began
    assert rebuilt == tuple(memories[concept] for concept in sorted(memories))
    assert taken < 5, f"{taken:.2f} s"
