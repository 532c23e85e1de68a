"""What comes with the tutor: read once on a machine, told from the learner's own, and asked for only while it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import take_in
from tutor import Tutor
from tutor.library.bundled import ReadOnce


class Counting:
    """A model that says what it was given to read."""

    fingerprint = "counting"

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        self.read += texts
        return np.array([[len(text), 1.0, 0.0] for text in texts], dtype=np.float32)


def test_a_text_is_read_once_on_a_machine(tmp_path: Path):
    first, second = Counting(), Counting()
    one = ReadOnce(first, tmp_path).vectors(["rank", "kernel"])
    other = ReadOnce(second, tmp_path).vectors(["kernel", "image", "rank"])
    assert (first.read, second.read) == (["rank", "kernel"], ["image"])
    assert other[[2, 0]].tolist() == one.tolist()


def test_another_model_reads_for_itself(tmp_path: Path):
    ReadOnce(Counting(), tmp_path).vectors(["rank"])
    other = Counting()
    other.fingerprint = "another"
    ReadOnce(other, tmp_path).vectors(["rank"])
    assert other.read == ["rank"]


def test_a_cache_that_is_broken_or_cannot_be_written_costs_time_and_nothing_else(tmp_path: Path):
    (tmp_path / "bundled.db").write_bytes(b"no database at all")
    model = Counting()
    assert ReadOnce(model, tmp_path).vectors(["rank"]).tolist() == [[4.0, 1.0, 0.0]]
    (tmp_path / "a file").write_bytes(b"")
    assert ReadOnce(model, tmp_path / "a file").vectors(["rank"]).tolist() == [[4.0, 1.0, 0.0]]
    assert model.read == ["rank", "rank"]


@pytest.mark.sweep
def test_nothing_of_a_learner_is_kept_beside_the_model(tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tutor.embedder  # noqa: B018 - loaded from the cache of this machine, before it is another one
    monkeypatch.setenv("TUTOR_CACHE", str(tmp_path / "cache"))
    note = tmp_path / "mine.md"
    note.write_text("# Mine\n\nThe rank of a matrix is what I wrote about it in my own words.\n", encoding="utf-8")
    take_in(tutor, note)
    assert not (tmp_path / "cache" / "bundled.db").exists()
    take_in(tutor, tutor.bundled()[0])
    assert (tmp_path / "cache" / "bundled.db").exists()


def test_the_companion_is_told_from_the_other_books_and_what_is_missing_is_known(tutor: Tutor):
    all_of_them = tutor.bundled()
    assert [one.note for one in all_of_them[:5]] == [False, False, False, True, True]
    booklet = next(one for one in all_of_them if "companion/" in one.origin)
    for one in (all_of_them[0], booklet):
        take_in(tutor, one)
    (companion,) = tutor.companion()
    assert tutor.store.holder(booklet.origin) == companion
    assert len(tutor.bundled(missing=True)) == len(all_of_them) - 2
