"""The book of record and its index: whole or not there, rebuilt from nothing, safe from crashes and from each other."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHAPTERS, ROOT, bundled, small_pdf, take_in
from tutor import Incoming, Status, Tutor, errors
from tutor.library.embed import _batches
from tutor.library.source import digest

RANK = (
    "# Rank\n\nThe rank of a matrix is the number of its independent columns.\n\n## Kernel\n\nThe kernel is what goes to zero.\n"
)
BAYES = "# Bayes\n\nThe posterior is the prior times the likelihood, divided by the evidence.\n"


def note(folder: Path, text: str, name: str = "note.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def agrees(tutor: Tutor) -> bool:
    report = tutor.check_shelf()
    return report.ok and report.passages == tutor.store.passage_count()


def test_the_same_file_twice_is_a_no_op(tutor, tmp_path):
    path = note(tmp_path, RANK)
    first, second = take_in(tutor, path), take_in(tutor, path)
    assert (first.status, second.status) == (Status.OK, Status.UNCHANGED)
    assert (second.id, second.passages, second.sections) == (first.id, first.passages, first.sections)
    assert len(tutor.books()) == 1


def test_a_file_that_is_unchanged_never_asks_for_the_model(tutor, tmp_path, monkeypatch):
    path = note(tmp_path, RANK)
    take_in(tutor, path)
    again = Tutor(tutor.home)
    assert take_in(again, path).status is Status.UNCHANGED
    assert "_embedder" not in again.__dict__


def test_a_changed_file_replaces_its_old_passages(tutor, tmp_path):
    take_in(tutor, note(tmp_path, RANK))
    report = take_in(tutor, note(tmp_path, RANK.replace("columns", "rows")))
    assert report.status is Status.OK
    assert len(tutor.books()) == 1
    texts = " ".join(f.passage.text for f in tutor.find("rank columns", 9))
    assert "independent rows" in texts
    assert "independent columns" not in texts
    assert agrees(tutor)


def test_what_did_not_change_is_not_embedded_again(tutor, tmp_path):
    take_in(tutor, note(tmp_path, RANK))
    asked: list[str] = []
    embedder = tutor.embedder

    class Counting:
        fingerprint = embedder.fingerprint

        def vectors(self, texts):
            asked.extend(texts)
            return embedder.vectors(texts)

    tutor.__dict__["_embedder"] = Counting()
    take_in(tutor, note(tmp_path, RANK + "\nA new last paragraph speaks of the image.\n"))
    assert len(asked) == 1
    assert "image" in asked[0]


def test_a_renamed_file_is_the_same_source_under_a_new_name(tutor, tmp_path):
    first = take_in(tutor, note(tmp_path, RANK))
    second = take_in(tutor, note(tmp_path, RANK, "renamed.md"))
    assert (second.status, second.id) == (Status.UNCHANGED, first.id)
    take_in(tutor, note(tmp_path, BAYES))  # the first name now stands for something else
    assert len(tutor.books()) == 2
    take_in(tutor, note(tmp_path, BAYES, "renamed.md"))  # and so does the second: nothing stands for the old text any more
    assert [b.title for b in tutor.books()] == ["Bayes"]
    assert agrees(tutor)


def test_a_source_taken_out_is_gone_from_record_index_and_words(tutor, tmp_path):
    report = take_in(tutor, note(tmp_path, RANK))
    take_in(tutor, note(tmp_path, BAYES, "b.md"))
    tutor.remove(report.id)
    assert [b.title for b in tutor.books()] == ["Bayes"]
    assert all(f.passage.source != report.id for f in tutor.find("rank of a matrix", 9))
    assert tutor.store.by_words('"rank"', 9) == []
    assert agrees(tutor)
    with pytest.raises(errors.UnknownSource):
        tutor.remove(report.id)


def test_a_bad_file_never_stops_the_next_one(tutor, tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"nothing")
    assert take_in(tutor, tmp_path / "bad.pdf").status is Status.DAMAGED
    assert take_in(tutor, note(tmp_path, RANK)).status is Status.OK


def test_a_vector_is_of_length_one_and_its_passage_finds_itself(library):
    ids, vectors = library.store.vectors(library.embedder.fingerprint)
    assert vectors.shape == (len(ids), 384)
    assert abs((vectors**2).sum(axis=1) - 1).max() < 1e-4
    report = library.check_shelf()
    assert report.ok
    assert report.probes_right >= report.probes - 1


def test_batches_hold_every_text_once_and_little_padding():
    lengths = [random.Random(3).randrange(1, 257) for _ in range(200)]
    groups = _batches(lengths)
    assert sorted(k for group in groups for k in group) == list(range(200))
    assert all(len(g) * max(lengths[k] for k in g) <= 512 or len(g) == 1 for g in groups)


DAMAGE = {
    "the folder is deleted": lambda folder: shutil.rmtree(folder),
    "the index is deleted": lambda folder: shutil.rmtree(folder / "1"),
    "its database is emptied": lambda folder: (folder / "1" / "chroma.sqlite3").write_bytes(b""),
    "its database is garbage": lambda folder: (folder / "1" / "chroma.sqlite3").write_bytes(b"garbage " * 4096),
    "the stamp is garbage": lambda folder: (folder / "stamp").write_text("what?"),
    "a vector file is gone": lambda folder: [p.unlink() for p in folder.glob("1/*/*.bin")],
    "a vector file is cut": lambda folder: [p.write_bytes(p.read_bytes()[:50]) for p in folder.glob("1/*/*.bin")],
    "a pickle is cut": lambda folder: [p.write_bytes(p.read_bytes()[:20]) for p in folder.glob("1/*/*.pickle")],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_costs_nothing_but_a_notice(damage, tmp_path):
    home = tmp_path / "home"
    tutor = Tutor(home)
    take_in(tutor, bundled(CHAPTERS[2]))
    before = [f.passage.id for f in tutor.find("rank of a matrix", 3)]
    tutor.shelf._close()
    damage(home / "index")
    later = Tutor(home)  # as after a restart
    assert [f.passage.id for f in later.find("rank of a matrix", 3)] == before
    later.warm()  # what every start does in the background
    assert agrees(later)


class Spread:
    """Vectors in all directions, made from the text alone: for an index too large to embed in a test."""

    fingerprint = "spread"

    def vectors(self, texts):
        import numpy as np

        rows = np.stack([np.random.default_rng(int(digest(t)[:12], 16)).standard_normal(384) for t in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


LARGE = "# Large\n\n" + "\n\n".join(f"## Part {n}\n\nThe part number {n} speaks of matrix {n} only." for n in range(1400))


def _flipped(data: bytes) -> bytes:
    at = len(data) // 3
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


LARGE_DAMAGE = {
    "a pickle is cut": ("*.pickle", lambda p: p.write_bytes(p.read_bytes()[:20])),
    "a pickle is empty": ("*.pickle", lambda p: p.write_bytes(b"")),
    "the vectors are cut": ("data_level0.bin", lambda p: p.write_bytes(p.read_bytes()[:5000])),
    "the header is garbage": ("header.bin", lambda p: p.write_bytes(b"\xff" * len(p.read_bytes()))),
    "one byte is flipped": ("data_level0.bin", lambda p: p.write_bytes(_flipped(p.read_bytes()))),
    "the segment is deleted": ("header.bin", lambda p: shutil.rmtree(p.parent)),
}


@pytest.fixture(scope="module")
def large_home(tmp_path_factory):
    """A library whose index is large enough for Chroma to write its vectors to files of their own."""
    home = tmp_path_factory.mktemp("large") / "home"
    tutor = Tutor(home)
    tutor.__dict__["_embedder"] = Spread()
    take_in(tutor, note(home.parent, LARGE, "large.md"))
    tutor.shelf._close()
    return home


@pytest.mark.sweep
@pytest.mark.parametrize(("files", "damage"), LARGE_DAMAGE.values(), ids=LARGE_DAMAGE.keys())
def test_a_damaged_large_index_is_found_out_and_rebuilt(files, damage, large_home, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(large_home, home)
    hit = list((home / "index").rglob(files))
    assert hit, "the index did not write the files this test is about"
    for path in hit:
        damage(path)
    later = Tutor(home)
    later.__dict__["_embedder"] = Spread()
    assert len(later.find("part", 60)) == 60
    later.warm()
    assert agrees(later)
    assert any("rebuilt" in notice for notice in later.shelf.notices)


def test_the_check_sees_what_is_missing_and_what_is_extra_and_rebuild_mends_it(tutor, tmp_path):
    report = take_in(tutor, note(tmp_path, RANK))
    fingerprint = tutor.embedder.fingerprint
    with tutor.shelf._writing() as client:
        collection = client.get_collection(f"book-{report.id}", embedding_function=None)
        gone = collection.get()["ids"][0]
        collection.delete(ids=[gone])
        collection.upsert(ids=["stranger"], embeddings=tutor.embedder.vectors(["strange"]))
    seen = tutor.check_shelf()
    assert (seen.ok, seen.missing, seen.extra) == (False, 1, 1)
    assert tutor.shelf.rebuild(fingerprint) == report.passages
    assert agrees(tutor)


def test_a_full_rebuild_needs_no_model(tutor, tmp_path):
    take_in(tutor, note(tmp_path, RANK))
    fingerprint = tutor.embedder.fingerprint
    shutil.rmtree(tutor.home / "index")
    later = Tutor(tutor.home)
    assert later.shelf.rebuild(fingerprint) == later.store.passage_count()
    assert "_embedder" not in later.__dict__


FAILPOINTS = ["staged", "read", "embedded", "stored", "indexed"]


@pytest.mark.sweep
@pytest.mark.parametrize("point", FAILPOINTS)
def test_a_kill_at_every_step_leaves_the_library_as_before_or_as_after(point, tmp_path):
    home, old, new = tmp_path / "home", note(tmp_path, BAYES, "old.md"), note(tmp_path, RANK, "new.md")
    take_in(Tutor(home), old)
    env = {**os.environ, "TUTOR_HOME": str(home), "TUTOR_FAILPOINT": point}
    killed = subprocess.run(
        [sys.executable, "-m", "tutor", "ingest", str(new)], cwd=ROOT, env=env, capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr
    later = Tutor(home)
    later.warm()  # what the next start does
    titles = [b.title for b in later.books()]
    assert titles == (["Bayes", "Rank"] if point in ("stored", "indexed") else ["Bayes"])
    assert agrees(later)
    assert take_in(later, new).status is (Status.UNCHANGED if point in ("stored", "indexed") else Status.OK)
    assert agrees(later)
    assert later.find("rank of a matrix", 1)[0].passage.section[0] == "Rank"


@pytest.mark.sweep
def test_two_programs_ingesting_at_once_lose_nothing(tmp_path):
    home = tmp_path / "home"
    folders = []
    for who in ("one", "two"):
        folder = tmp_path / who
        folder.mkdir()
        folders.append(folder)
        for n in range(4):
            note(
                folder, f"# {who} {n}\n\nThe {who} note number {n} speaks of the rank of matrix {n} at length.\n", f"{who}{n}.md"
            )
    env = {**os.environ, "TUTOR_HOME": str(home)}
    programs = [
        subprocess.Popen([sys.executable, "-m", "tutor", "ingest", str(f), "--json"], cwd=ROOT, env=env, stdout=-3)
        for f in folders
    ]
    watcher = Tutor(home)  # a browser that is open meanwhile
    while any(p.poll() is None for p in programs):
        watcher.find("rank", 3)
    assert [p.wait() for p in programs] == [0, 0]
    assert len(watcher.books()) == 8
    assert agrees(watcher)
    assert len({f.passage.source for f in watcher.find("note about the rank", 8)}) == 8


def test_a_reader_sees_what_another_program_wrote(tutor, tmp_path, run):
    take_in(tutor, note(tmp_path, BAYES, "b.md"))
    assert tutor.find("rank", 1)[0].passage.section == ("Bayes",)
    assert run("ingest", str(note(tmp_path, RANK)), home=tutor.home).returncode == 0
    assert tutor.find("rank of a matrix", 1)[0].passage.section == ("Rank",)


def test_a_library_of_a_newer_version_is_refused_with_a_sentence(tutor):
    with sqlite3.connect(tutor.store.path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(errors.StoreDamaged, match="newer version"):
        Tutor(tutor.home).books()


def test_a_damaged_record_is_said_not_guessed(tmp_path):
    (tmp_path / "library.db").write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(errors.StoreDamaged, match="damaged"):
        Tutor(tmp_path).books()


def test_a_pdf_is_found_by_its_words_and_cited_by_its_printed_page(tutor, tmp_path):
    lines = ["The trace of a square matrix is the sum of the entries on its diagonal."]
    path = tmp_path / "book.pdf"
    path.write_bytes(small_pdf([["Preface"], lines], labels="0 << /S /r >> 1 << /S /D /St 7 >>"))
    take_in(tutor, Incoming.at(path))
    found = tutor.find("what is the trace", 1)[0]
    cited = tutor.cite(found.passage)
    assert (cited.page, cited.label, cited.place) == (2, "7", "book, p. 7")
    assert tutor.page(cited.source, cited.page).text[cited.start : cited.end] == cited.quote


def _full_disk(folder: Path, megabytes: int) -> Path:
    """A disk of its own with little room; the test skips where none may be made."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine lets us make no small disk to fill (needs root and tmpfs)")
    return folder


@pytest.mark.sweep
def test_a_full_disk_is_one_sentence_and_no_loss(tmp_path, run):
    disk = _full_disk(tmp_path / "disk", 4)
    try:
        home = disk / "home"
        assert run("ingest", str(note(tmp_path, RANK)), home=home).returncode == 0
        (disk / "ballast").write_bytes(b"x" * max(0, shutil.disk_usage(disk).free - 60_000))
        done = run("ingest", str(note(tmp_path, LARGE, "large.md")), home=home)
        assert done.returncode == 3
        assert done.stderr.count("\n") <= 3
        assert "Traceback" not in done.stderr
        assert "space" in done.stderr
        (disk / "ballast").unlink()
        assert [b.title for b in Tutor(home).books()][:1] == ["Rank"]
        assert run("ask", "what is the rank of a matrix", home=home).returncode == 0
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_folder_that_may_not_be_written_to_is_one_sentence(run):
    done = run("ingest", str(ROOT / "README.md"), home=Path("/proc/no-such-place"))
    assert done.returncode == 3
    assert "TUTOR_HOME" in done.stderr
    assert "Traceback" not in done.stderr
