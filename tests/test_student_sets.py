"""Our own students' questions: they are what the table says they are, point to real places, and nobody has seen them before."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "eval" / "sets"
FIELDS = {"qid", "kind", "book", "query", "gold", "gold_spans"}
LEAST = {"open": 75, "kept": 75}


def read(half: str) -> list[dict]:
    return [json.loads(line) for line in (SETS / f"students_{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def plain(words: str) -> str:
    """A question without case, points and doubled spaces, so that copies differ in nothing else."""
    return " ".join(re.findall(r"\w+", words.lower()))


def both() -> list[dict]:
    return read("open") + read("kept")


@pytest.mark.parametrize("half", LEAST)
def test_every_question_has_the_fields_of_the_benchmark(half):
    rows = read(half)
    assert len(rows) >= LEAST[half]
    for row in rows:
        assert set(row) == FIELDS and row["kind"] == "student", row["qid"]
        assert 1 <= len(row["gold"]) <= 6 and len(set(row["gold"])) == len(row["gold"]), row["qid"]
        assert len(row["gold_spans"]) == len(row["gold"]), row["qid"]
        assert all(row["book"] in ("*", place.split(":")[0]) for place in row["gold"]), row["qid"]


def test_all_three_books_and_all_at_once_are_asked_in_each_half():
    for half in LEAST:
        asked = Counter(row["book"] for row in read(half))
        assert set(asked) == {"d2l", "openintro", "gtlinalg", "*"} and min(asked.values()) >= 12, asked


def test_no_question_stands_twice_nor_in_both_halves():
    assert max(Counter(row["qid"] for row in both()).values()) == 1
    assert max(Counter(plain(row["query"]) for row in both()).values()) == 1


def test_the_right_places_are_those_of_the_books(shared):
    sections = {}
    for file in (shared / "retrieval" / "corpus").glob("*.sections.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            sections[one["id"]] = [one["book"], one["start"], one["end"]]
    for row in both():
        assert row["gold_spans"] == [sections[place] for place in row["gold"]], row["qid"]


def test_no_question_is_one_of_the_public_ones(shared):
    lines = (shared / "retrieval" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    public = {plain(json.loads(line)["query"]) for line in lines}
    assert not [row["query"] for row in both() if plain(row["query"]) in public]


def test_no_question_stands_in_the_phrasings_that_find_concepts():
    import yaml

    known: set[str] = set()
    pending = [yaml.safe_load((ROOT / "corpus" / "phrasings.yaml").read_text(encoding="utf-8"))]
    while pending:
        one = pending.pop()
        pending += [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, list) else []
        known |= {plain(one)} if isinstance(one, str) else set()
    assert len(known) > 2000
    assert not [row["query"] for row in both() if plain(row["query"]) in known]
