"""Long files of lines are read in a process of their own: the same source comes back, and a bad one takes nothing with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import take_in
from tutor import Status, Tutor
from tutor.errors import FileDamaged, FileTimedOut
from tutor.library.readers import READERS, apart
from tutor.library.readers.whole import heard, told

NOTE = """---
title: Rank
tags: [maps]
---
# Rank

The rank of $A$ is the number of its pivots, see Theorem 4.3.

**Theorem 4.3.** For every matrix

$$
\\operatorname{rk}(A) \\le n
$$
"""
TEX = "\\documentclass{book}\\newcommand{\\R}{\\mathbb{R}}\n\\begin{document}\\section{Rank}\nThe rank of $A \\in \\R$ counts.\\input{more}\n\\end{document}\n"
CUES = (
    "1\n00:00:01,000 --> 00:00:04,000\nThe rank counts columns.\n\n2\n00:00:05,000 --> 00:00:08,000\nThe kernel is a subspace.\n"
)


@pytest.mark.parametrize(
    ("name", "text"), [("a.md", NOTE), ("b.tex", TEX), ("c.srt", CUES), ("d.txt", "00:12 The rank.\n00:20 The kernel.\n")]
)
@pytest.mark.parametrize("note", [False, True])
def test_a_source_read_apart_is_the_one_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, note: bool
):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    here = READERS[path.suffix](path, name, note)
    for small in ("_SMALL_TEXT", "_SMALL_LATEX"):
        monkeypatch.setattr(apart, small, 0)
    assert READERS[path.suffix](path, name, note) == here
    assert heard(json.loads(json.dumps(told(here)))) == here


def test_what_is_wrong_with_a_long_file_is_said_as_of_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "_SMALL_TEXT", 0)
    path = tmp_path / "c.srt"
    path.write_text("no times at all", encoding="utf-8")
    with pytest.raises(FileDamaged, match="has no times with words beside them"):
        READERS[".srt"](path, "c.srt", False)


@pytest.mark.sweep
def test_a_long_file_that_takes_all_memory_or_all_time_is_one_sentence(
    tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "big.md"
    path.write_text("# Rank\n\n" + "The rank counts columns.\n\n" * 12_000, encoding="utf-8")
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    report = take_in(tutor, path)
    assert report.status is Status.TIMED_OUT
    assert "took longer than" in report.problems[0]
    with pytest.raises(FileTimedOut):
        READERS[".md"](path, "big.md", False)
    monkeypatch.undo()
    monkeypatch.setattr(apart, "child_command", lambda module: ["false"])
    assert take_in(tutor, path).status is Status.DAMAGED
    monkeypatch.undo()
    assert take_in(tutor, path).status is Status.OK
