"""Finding: a beginner's own words, a term, a pasted exercise; each leads to the place that answers it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, take_in
from tutor import Incoming, Tutor
from tutor.concepts.graph import load
from tutor.concepts.spelling import spelt
from tutor.errors import CorpusDamaged
from tutor.library.cover import Idea, cover_score
from tutor.library.headings import Headings, heading_text
from tutor.library.rank import Signal, fuse, spread
from tutor.library.source import digest

BOOK = """# Maps

## Elimination

Swap two rows, or take a multiple of one from another, until a staircase is left.

## Rank

The *rank* of a matrix is how many of its columns are independent of one another.

### Rank of a product

It is never more than that of either factor.

## Transposes

Rows become columns.
"""


@pytest.fixture
def reader(tutor: Tutor, tmp_path: Path) -> Tutor:
    path = tmp_path / "maps.md"
    path.write_text(BOOK, encoding="utf-8")
    take_in(tutor, Incoming.at(path))
    return tutor


def test_the_words_of_a_beginner_are_heard_as_the_book_s_term(reader: Tutor) -> None:
    vector = reader.embedder.vectors(["flip rows and columns"])[0]
    heard = reader._cards.hear("flip rows and columns", vector)
    assert heard[0][0] == "transpose"
    assert 0 < sum(weight for _, weight in heard) <= 1
    assert reader.find("how do i swap rows and columns over", 1)[0].passage.section[-1] == "Transposes"


def test_words_in_common_are_heard_where_the_sentence_model_is_deaf(reader: Tutor) -> None:
    import numpy as np

    nothing = np.zeros(384, dtype=np.float32)
    assert reader._cards.hear("the staircase shape with zeros under it", nothing)[0][0] == "row echelon form"


def test_a_question_behind_which_no_concept_is_heard_is_still_searched(reader: Tutor) -> None:
    from tutor.library.find import find

    found = find(reader.store, reader.shelf, reader.embedder, "what is never more than what", 2, hints=None)
    assert found[0].passage.section[-1] == "Rank of a product"
    assert reader._cards.named(()) is None


def test_every_way_to_say_a_term_stands_once_and_never_says_the_term() -> None:
    seen: set[str] = set()
    for entry in yaml.safe_load((ROOT / "corpus" / "phrasings.yaml").read_text("utf-8")).values():
        for term, ways in (entry.get("ways") or {}).items():
            for way in ways:
                assert way == way.lower() and way not in seen, way
                assert f" {term} " not in f" {way} ", (term, way)
                seen.add(way)
    assert len(seen) > 1000


def test_the_ways_reach_the_graph() -> None:
    ways = {term for concept in load().concepts.values() for term, _ in concept.ways}
    assert {"saddle point", "minibatch", "p-value", "null space"} <= ways


def test_ways_that_are_no_lists_are_named_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "concepts.yaml").write_text("concepts: [{id: a, name: A, area: x, def: First.}]", encoding="utf-8")
    (tmp_path / "phrasings.yaml").write_text("a: {ways: {b: c}}", encoding="utf-8")
    with pytest.raises(CorpusDamaged, match=r"phrasings.yaml, a: the field 'b' must be a list"):
        load(tmp_path)
    (tmp_path / "phrasings.yaml").write_text("a: {ways: [b]}", encoding="utf-8")
    with pytest.raises(CorpusDamaged, match=r"phrasings.yaml, a: 'ways' must give each term a list"):
        load(tmp_path)


def test_headings_are_read_once_at_ingest_and_lead_to_their_section(reader: Tutor) -> None:
    headings = Headings.of(reader.store, reader.embedder.fingerprint)
    assert {place[1][-1] for place in headings.places} == {"Elimination", "Rank", "Rank of a product", "Transposes"}
    best = headings.alike(reader.embedder.vectors(["transpose"])[0], 2, list(headings.places))
    assert max(best, key=best.__getitem__)[1][-1] == "Transposes"


def test_a_book_without_heading_vectors_is_found_all_the_same(reader: Tutor) -> None:
    import sqlite3

    keys = [digest(heading_text(section)) for _, section in reader.store.subsections()]
    with sqlite3.connect(reader.store.path) as db:
        db.executemany("DELETE FROM vector WHERE meaning = ?", [(key,) for key in keys])
    again = Tutor(reader.home)
    assert not Headings.of(again.store, again.embedder.fingerprint).places
    assert again.find("rank", 1)[0].passage.section[-1] == "Rank"


def test_what_another_program_adds_is_found_by_the_vectors_in_memory(reader: Tutor, tmp_path: Path) -> None:
    assert reader.find("rank", 1)
    path = tmp_path / "more.md"
    path.write_text("# Owls\n\nOwls hunt by night and sleep by day.\n", encoding="utf-8")
    other = Tutor(reader.home)
    report = take_in(other, Incoming.at(path))
    assert reader.find("birds that hunt at night", 1)[0].passage.source == report.id
    other.remove(report.id)
    assert reader.find("birds that hunt at night", 1)[0].passage.source != report.id


def test_the_vectors_in_memory_say_what_the_index_says(library: Tutor) -> None:
    vector = library.embedder.vectors(["a matrix that cannot be undone"])[0]
    kept = library.shelf._kept(library.embedder.fingerprint)
    asked = library.shelf._nearest(vector, 20, library.embedder.fingerprint, None)
    assert kept is not None
    assert [i for i, _ in kept.nearest(vector, 20)] == [i for i, _ in asked]
    one = library.books()[0].id
    assert [i for i, _ in kept.nearest(vector, 3, one)] == [
        i for i, _ in library.shelf._nearest(vector, 3, library.embedder.fingerprint, one)
    ]
    assert kept.nearest(vector, 3, "no such source") == []


def test_a_text_is_answered_from_different_sections() -> None:
    places = {name: ("s", ("chapter", section, name)) for name, section in zip("abcd", ("x", "x", "x", "y"), strict=True)}
    ranked = [("a", 5.0), ("b", 4.9), ("c", 4.8), ("d", 1.0)]
    assert [p for p, _ in spread(ranked, places, 2, apart=0.0)] == ["a", "b"]
    assert [p for p, _ in spread(ranked, places, 2, apart=9.0)] == ["a", "d"]
    assert len(spread(ranked, places, 4, apart=9.0)) == 4  # where there is no other section, the same one serves again


def test_a_subsection_that_speaks_of_it_throughout_comes_before_one_that_names_it_once() -> None:
    places = {"a": ("s", ("c", "once")), "b": ("s", ("c", "often")), "c": ("s", ("c", "often")), "d": ("s", ("c", "often"))}
    ranked = [("a", 3.1), ("b", 3.0), ("c", 3.0), ("d", 3.0)]
    assert spread(ranked, places, 1, apart=0.0)[0][0] == "b"


def test_signals_of_different_sizes_weigh_alike() -> None:
    small = Signal((("a", 0.5), ("b", 0.4), ("c", 0.3)), 1.0, "meaning")
    large = Signal((("c", 50.0), ("b", 40.0), ("a", 30.0)), 1.0, "your words")
    scores = dict(fuse([small, large]))
    assert scores["a"] == pytest.approx(scores["c"], abs=2.5)
    assert fuse([Signal((), 1.0, "meaning")]) == []


def test_a_term_is_found_without_the_letters_in_parentheses_behind_it(reader: Tutor) -> None:
    found = reader.find("rank (rk)", 1)[0]
    assert found.passage.section[-1] == "Rank" and found.term


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what does the determinent tell me", "what does the determinant tell me"),
        ("how do I swtich rows and colums", "how do I switch rows and columns"),
        ("tell me about photosynthesis", "tell me about photosynthesis"),
        ("what is a Turing machine", "what is a Turing machine"),
        ("what is sheaf extension", "what is sheaf extension"),
        (r"solve \frc{1}{2} determinent", r"solve \frc{1}{2} determinent"),
        ("staircase of the book", "staircase of the book"),
    ],
)
def test_misspelt_words_are_put_right_and_others_left_alone(reader: Tutor, typed: str, meant: str) -> None:
    assert spelt(typed, reader.graph, lambda word: not reader.store.passages_with(word)) == meant


def test_a_word_that_the_learner_s_book_has_is_never_put_right(reader: Tutor) -> None:
    assert spelt("gradeint", reader.graph, lambda word: True) == "gradient"
    assert spelt("gradeint", reader.graph, lambda word: False) == "gradeint"


def test_a_misspelt_question_finds_what_the_right_one_finds(reader: Tutor) -> None:
    assert reader.find("what is a transpoze", 1)[0].passage.section[-1] == "Transposes"


def test_a_described_term_counts_for_the_library_only_where_its_pages_name_it(reader: Tutor) -> None:
    found = reader.find("how many columns are independent", 1)

    def score(*described: Idea) -> float:
        return cover_score(reader.store, "something said in other words", found, (), described)

    assert score(Idea(1.0, ("rank",))) == pytest.approx(score() + 0.25)
    assert score(Idea(0.5, ("rank",))) == score(Idea(1.0, ("kernel",))) == score()
