"""A sample of `python -m eval robust`: bombs, mutations, kills at named places, a spoiled index, programs at once; and the limits."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from eval import planted_kill, robust
from eval.bombs import BOMBS
from tests.conftest import ROOT, small_pdf
from tutor.library.child import child_command, child_environment
from tutor.library.half import Reading
from tutor.library.pdf.read import read_pdf
from tutor.library.shelf import Shelf

QUICK_BOMBS = [
    "a_million_pages.pdf", "ring_of_pages.pdf", "deep_arrays.pdf", "great_paper.pdf",
    "only_dollars.md", "deep_brackets.md", "doubling.tex", "growing.tex", "deep.ipynb", "many_letters.docx", "deep.epub",
]  # fmt: skip


@pytest.mark.sweep
def test_bombs_end_in_a_status_and_one_sentence(tmp_path):
    tally = robust.bad_files(((name, BOMBS[name]()) for name in QUICK_BOMBS), tmp_path)
    assert (tally.trials, tally.faults) == (len(QUICK_BOMBS), [])


def test_the_tally_of_bad_files_sees_an_exception(tmp_path, monkeypatch):
    def broken(tutor, path):
        if path.suffix == ".pdf":
            raise RuntimeError("planted")

    monkeypatch.setattr(robust, "take_in", broken)
    assert robust.bad_files(iter([("x.pdf", b"x")]), tmp_path).faults == ["x.pdf: RuntimeError: planted"]


@pytest.mark.sweep
def test_mutated_books_end_in_a_status(shared, tmp_path):
    tally = robust.bad_files(islice(robust.mutated(5), 5), tmp_path)
    assert (tally.trials, tally.faults) == (5, [])


@pytest.mark.sweep
def test_a_kill_inside_the_transaction_and_inside_the_index_is_mended(tmp_path):
    tally = robust.killed_at(("pages", "persist"), tmp_path)
    assert (tally.trials, tally.faults) == (2, [])


@pytest.mark.sweep
@pytest.mark.skipif(planted_kill.missing() != "", reason=planted_kill.missing() or "it can be done here")
def test_a_kill_inside_chromas_own_writes_is_mended(tmp_path):
    """In SQLite's journal and its pages, whole and half written, and in the graph of neighbours: always the same change."""
    places = (15, 105, 208)
    tally = robust.killed_inside_chroma(places, tmp_path, sections=150)
    assert (tally.trials, tally.faults) == (len(places), [])
    assert {name.removeprefix("in ").split(".")[0] for name in tally.statuses} == {"chroma", "data_level0"}


@pytest.mark.skipif(planted_kill.missing() != "", reason=planted_kill.missing() or "it can be done here")
def test_a_program_dies_at_just_the_change_that_was_named_and_half_of_it_is_done(tmp_path):
    made, told = planted_kill.library(tmp_path), tmp_path / "told"
    program = "import os\nfor n in range(4):\n    os.write(os.open(f'in/{n}', os.O_CREAT | os.O_WRONLY), b'abcd')"
    (tmp_path / "in").mkdir()
    ends = []
    for place in (0, 2, 3):
        given = os.environ | planted_kill.environment(made, tmp_path / "in", place, told)
        done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=given, check=False)
        ends.append((done.returncode, told.read_text(), [path.read_text() for path in sorted((tmp_path / "in").iterdir())]))
        for path in (tmp_path / "in").iterdir():
            path.unlink()
    assert ends == [
        (0, "4", ["abcd"] * 4),
        (-signal.SIGKILL, "1", ["abcd", ""]),
        (-signal.SIGKILL, "2", ["abcd", "abcd", "ab"]),
    ]


def test_the_watch_over_kills_sees_a_passage_that_is_gone(tmp_path):
    (path,) = robust.notes(tmp_path / "notes", 1)
    tutor = robust.tutor_at(tmp_path / "home")
    robust.take_in(tutor, path)
    with tutor.store._writing() as db:
        db.execute("DELETE FROM passage")
    tally = robust.Tally()
    robust.whole(tmp_path / "home", {path.name}, tally, "planted")
    assert any("0 true passages" in fault for fault in tally.faults)


@pytest.mark.sweep
def test_a_spoiled_index_is_found_out_on_the_first_question(tmp_path):
    (path,) = robust.notes(tmp_path / "notes", 1)
    robust.take_in(robust.tutor_at(tmp_path / "home"), path)
    kinds = set()
    for seed in range(6):
        kinds.add(robust.spoil(tmp_path / "home" / "index", random.Random(seed)))
        later = robust.tutor_at(tmp_path / "home")
        assert later.find("matrix 7 has rank 7", 3)
        robust.whole(tmp_path / "home", {path.name}, tally := robust.Tally(), f"seed {seed}")
        assert tally.faults == []
    assert len(kinds) > 2


def test_a_deleted_index_is_said_on_the_very_first_question(tmp_path):
    (path,) = robust.notes(tmp_path / "notes", 1)
    robust.take_in(robust.tutor_at(tmp_path / "home"), path)
    for damaged in (tmp_path / "home" / "index").rglob("*.bin"):
        damaged.unlink()
    later = robust.tutor_at(tmp_path / "home")
    later.find("matrix 7", 1)
    assert any("rebuilt" in notice for notice in later.shelf.notices)


@pytest.mark.skipif(sys.platform != "linux", reason="open files are counted in /proc")
def test_taking_books_in_and_out_leaves_no_file_open(tmp_path):
    tutor = robust.tutor_at(tmp_path / "home")
    paths = robust.notes(tmp_path / "notes", 6)
    opened = []
    for path in paths:
        tutor.remove(robust.take_in(tutor, path).id)
        opened.append(_open_under(tmp_path))
    assert opened[1] and len(opened[-1]) <= len(opened[1]), opened[-1]


def _open_under(folder: Path) -> list[str]:
    """The files of this folder that the process holds open, deleted ones too; what other tests have left open is not among them."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.append(os.readlink(link))
    return [path for path in found if path.startswith(str(folder))]


def test_two_readers_of_one_library_in_one_program_do_not_close_each_other(tmp_path):
    (path,) = robust.notes(tmp_path / "notes", 1)
    one = robust.tutor_at(tmp_path / "home")
    robust.take_in(one, path)
    vector, letters = one.embedder.vectors(["matrix"])[0], one.embedder.fingerprint
    other = Shelf(tmp_path / "home", one.store)
    for _ in range(4):  # beyond the first questions, which need no index
        assert one.shelf.nearest(vector, 2, letters) and other.nearest(vector, 2, letters)
    other._close()
    assert one.shelf.nearest(vector, 2, letters)
    assert one.shelf.notices == other.notices == []


LIMITS = """
from tutor.library.pdf import worker
worker.CPU_SECONDS = 1
worker._limit_memory(), worker._limit_time()
try:
    bytearray(worker.MEMORY_BYTES)
except MemoryError:
    print("no memory", flush=True)
while True:
    pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory hold on Linux")
def test_a_worker_ends_by_itself_when_it_takes_too_much(tmp_path):
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", LIMITS], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "no memory\n"
    assert done.returncode < 0
    assert time.monotonic() - began < 15


def test_a_worker_is_started_without_the_front_door(tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(small_pdf([["The kernel is a subspace of the domain."]]))
    command = [*child_command("tutor.library.pdf.worker"), "text", str(path), "1", "1"]
    command[1:1] = ["-X", "importtime"]
    done = subprocess.run(command, cwd=tmp_path, env=child_environment(), capture_output=True, text=True, check=True)
    assert "kernel" in json.loads(done.stdout.splitlines()[1])["text"]
    assert "tutor.library.pdf.clean" in done.stderr
    assert "tutor.learner" not in done.stderr and "tutor.verbs" not in done.stderr


def test_a_long_book_that_begins_with_blank_pages_is_read(tmp_path):
    path = tmp_path / "long.pdf"
    words = [f"Page {n} speaks of topic{n:03d} and of nothing else at all." for n in range(60)]
    path.write_bytes(small_pdf([*[[] for _ in range(30)], *[[line] for line in words]]))
    tutor = robust.tutor_at(tmp_path / "home")
    report = robust.take_in(tutor, path)
    assert (report.status.value, report.pages) == ("ok", 90)


def test_a_page_that_nobody_could_read_is_still_missing_after_reading_on(tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(small_pdf([["The kernel is a subspace."], ["The rank is a number."], ["The trace is a sum."]]))
    before = Reading(path, 4, "book.pdf", "here", False)
    before._kept = 1
    before.keep({"page": 1, "text": "The kernel is a subspace.", "width": 612, "height": 792, "pages": 3})
    before.keep({"page": 2, "pages": 3})
    kept = path.with_suffix(".4.pages")
    kept.write_text(json.dumps({"name": "book.pdf"}) + "\n" + kept.read_text() + '{"page": 3, "te', encoding="utf-8")
    steps = read_pdf(path, "book.pdf", Reading(path, 4, "book.pdf", "here", False))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            source = end.value
            break
    assert [page.number for page in source.pages] == [1, 3]
    assert source.problems == ("page 2 could not be read",)
    lines = kept.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line).get("page") for line in lines] == [None, 1, 2, 3]


def test_a_book_that_takes_too_long_keeps_the_pages_it_has(tmp_path, monkeypatch):
    from tutor.library.pdf import read

    path = tmp_path / "book.pdf"
    path.write_bytes(small_pdf([["The kernel is a subspace."], ["The rank is a number."]]))
    monkeypatch.setattr(read, "_seconds_left", lambda began, pages: 0.0)
    steps = read_pdf(path, "book.pdf")
    while True:
        try:
            next(steps)
        except StopIteration as end:
            source = end.value
            break
    assert [page.number for page in source.pages] == [1]
    assert "left out" in source.problems[0]
