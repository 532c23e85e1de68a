"""Finding: a beginner's own words, a term, a pasted exercise; each leads to the place that answers it."""

from __future__ import annotations

import shutil
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
from tutor.library.shelf import Shelf
from tutor.library.source import digest
from tutor.library.telling import Asked, kind_of, phrases, task_of
from tutor.library.vectors import Vectors, _Glance

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
    headings = Headings(reader.store, reader.embedder.fingerprint)
    best = headings.alike(reader.embedder.vectors(["transpose"])[0], 2, reader.store.subsections())
    assert {place[1][-1] for place in best} == {"Elimination", "Rank", "Rank of a product", "Transposes"}
    assert max(best, key=best.__getitem__)[1][-1] == "Transposes"


def test_a_book_without_heading_vectors_is_found_all_the_same(reader: Tutor) -> None:
    import sqlite3

    keys = [digest(heading_text(section)) for _, section in reader.store.subsections()]
    with sqlite3.connect(reader.store.path) as db:
        db.executemany("DELETE FROM vector WHERE meaning = ?", [(key,) for key in keys])
    again = Tutor(reader.home)
    vector = again.embedder.vectors(["rank"])[0]
    assert not Headings(again.store, again.embedder.fingerprint).alike(vector, 2, again.store.subsections())
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


# -- an exercise is told in sentences --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("null space of a matrix", Asked.TERM),
        ("why is the area zero", Asked.QUESTION),
        ("show me why the area is zero", Asked.QUESTION),
        ("explain why the area is zero", Asked.QUESTION),
        (r"what does \det(A - \lambda I) = 0 say", Asked.QUESTION),
        ("Show that the area is zero.", Asked.TEXT),
        ("We used the same word when we spoke of area", Asked.TEXT),
        ("What happens to the area if `swap_rows` is called?", Asked.TEXT),
        (r"For which $c$ does the linear system with the given matrix $A$ have no solution?", Asked.TEXT),
    ],
)
def test_a_task_and_a_statement_of_a_book_are_texts(text: str, kind: Asked) -> None:
    assert kind_of(text) is kind


def test_what_an_exercise_asks_for_stands_at_its_end() -> None:
    told = "A farm sells eggs. Each box holds six. Some are broken. " * 2 + "Construct a 95% confidence interval."
    assert task_of(told) == "Construct a 95% confidence interval."


def test_words_that_stand_side_by_side_find_the_passage_where_they_do(tutor: Tutor, tmp_path: Path) -> None:
    path = tmp_path / "apart.md"
    apart = "The interval is open. My confidence is small. " * 3
    path.write_text(
        f"# A\n\n## One\n\n{apart}\n\n## Two\n\nA confidence interval is a range of values, open or not.\n", encoding="utf-8"
    )
    take_in(tutor, Incoming.at(path))
    store = tutor.store
    words = '"confidence" OR "interval"'
    assert store.passages([store.by_words(words, 1)[0][0]]).popitem()[1].section[-1] == "One"
    assert phrases("a confidence interval") == ["confidence interval"]
    first = store.by_words(f'{words} OR "confidence interval"', 1)[0][0]
    assert store.passages([first]).popitem()[1].section[-1] == "Two"


def test_a_section_counts_by_all_its_subsections_where_sections_are_looked_for() -> None:
    places = {"a": ("s", ("c", "x", "1")), "b": ("s", ("c", "y", "1")), "d": ("s", ("c", "y", "2")), "e": ("s", ("c", "y", "3"))}
    ranked = [("a", 3.0), ("b", 2.8), ("d", 2.8), ("e", 2.8)]
    assert [one for one, _ in spread(ranked, places, 1, 9.0)] == ["a"]
    assert [one for one, _ in spread(ranked, places, 2, 9.0, sections=True)] == ["b", "a"]


def test_a_long_text_is_covered_where_what_it_asks_for_at_its_end_is_near(reader: Tutor) -> None:
    story = "A shop counts its parcels every evening and writes the numbers on a slate by the door. " * 4
    assert reader.ask(story + "How many independent columns has it?").covered
    assert not reader.ask(story + "Which of the parcels was posted on the day before the clerk went home?").covered


# -- books that came with the tutor ----------------------------------------------------------------------------------------

COMPANION = "# Questions people ask\n\n" + "\n\n".join(
    f"### {question}\n\nThe rank of a matrix is the number of its independent columns, {n} times over."
    for n, question in enumerate(["What is the rank?", "Why does the rank matter?", "What is rank for?", "Is rank one number?"])
)


def test_what_came_with_the_tutor_leaves_the_first_places_to_the_learner_s_own(reader: Tutor, tmp_path: Path) -> None:
    own = [one.passage.source for one in reader.find("what is the rank of a matrix", 3)]
    path = tmp_path / "companion.md"
    path.write_text(COMPANION, encoding="utf-8")
    take_in(reader, Incoming(path, "companion.md", "bundled:companion.md"))
    (bundled,) = reader.store.bundled()
    found = [one.passage.source for one in reader.find("what is the rank of a matrix", 7)]
    assert found[:3] == own and bundled not in own
    assert found.count(bundled) == 2 and bundled not in found[:4]


def test_where_the_learner_s_own_books_say_nothing_the_others_answer_first(tutor: Tutor, tmp_path: Path) -> None:
    for name, text, origin in (
        ("owls.md", "# Owls\n\nOwls hunt by night and sleep by day. A nest holds four eggs.\n", "owls.md"),
        ("companion.md", COMPANION, "bundled:companion.md"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        take_in(tutor, Incoming(path, name, origin))
    assert tutor.find("what is the rank of a matrix", 1)[0].passage.source in tutor.store.bundled()
    assert tutor.find("birds that hunt at night", 1)[0].passage.source not in tutor.store.bundled()


def test_a_library_of_bundled_books_alone_is_ranked_as_ever(tutor: Tutor, tmp_path: Path) -> None:
    path = tmp_path / "companion.md"
    path.write_text(COMPANION, encoding="utf-8")
    take_in(tutor, Incoming(path, "companion.md", "bundled:companion.md"))
    assert len(tutor.find("what is the rank of a matrix", 4)) == 4


# -- a large library -------------------------------------------------------------------------------------------------------


def test_a_first_look_at_many_vectors_finds_what_an_exact_one_does(tutor: Tutor) -> None:
    import numpy as np

    draw = np.random.default_rng(7)
    centres = draw.normal(size=(60, 384))
    rows = (centres[draw.integers(60, size=9_000)] + 0.5 * draw.normal(size=(9_000, 384))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids, parts_of = [str(n) for n in range(9_000)], {"a": slice(0, 8_000), "b": slice(8_000, 9_000)}
    exact, quick = Vectors(ids, rows, parts_of), Vectors(ids, rows, parts_of, _Glance.of(rows))
    for n in range(0, 9_000, 900):
        one, other = ({id for id, _ in vectors.nearest(rows[n], 250)} for vectors in (exact, quick))
        assert len(one & other) >= 240
        assert quick.nearest(rows[n], 1)[0][0] == str(n)
    assert quick.nearest(rows[0], 3, "b") == exact.nearest(rows[0], 3, "b")
    assert {int(id) >= 8_000 for id, _ in quick.nearest(rows[0], 50, leave=frozenset({"a"}))} == {True}


def test_that_all_passages_are_embedded_is_noted_and_forgotten_when_the_library_changes(reader: Tutor, tmp_path: Path) -> None:
    fingerprint = reader.embedder.fingerprint
    assert reader.store.unembedded(fingerprint) == []
    note = (reader.home / "embedded").read_text(encoding="utf-8")
    assert len(reader.store.unembedded("another model")) > 0
    path = tmp_path / "more.md"
    path.write_text("# Owls\n\nOwls hunt by night and sleep by day.\n", encoding="utf-8")
    take_in(reader, Incoming.at(path))
    assert reader.store.unembedded(fingerprint) == []
    assert (reader.home / "embedded").read_text(encoding="utf-8") != note


def test_a_rearranged_graph_that_was_altered_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.library import embed

    real = embed._folder()
    monkeypatch.setenv("TUTOR_CACHE", str(tmp_path))
    shutil.copytree(real, embed._folder())
    source = embed.weights_folder()
    first = embed.load()
    assert embed._ready(embed._folder(), source) is not None
    ready = embed._folder() / "ready.onnx"
    body = bytearray(ready.read_bytes())
    body[len(body) // 2] ^= 1
    ready.write_bytes(bytes(body))
    assert embed._ready(embed._folder(), source) is None
    again = embed.load()
    assert (first.vectors(["rank"]) == again.vectors(["rank"])).all() and first.fingerprint == again.fingerprint
    assert embed._ready(embed._folder(), source) is not None  # it was put right on the way


class _Stumbling(Shelf):
    """An index of a large library that fails a few times although nothing is wrong with it."""

    failures = 2

    def _kept(self, fingerprint: str) -> None:
        return None

    def _nearest(self, vector, k, fingerprint, source, leave=frozenset()):
        if self.failures and k > 1:
            self.failures -= 1
            raise RuntimeError("3 answers where 4 stand in the store")
        return super()._nearest(vector, k, fingerprint, source, leave)


def test_an_answer_that_failed_is_no_proof_of_damage(reader: Tutor) -> None:
    fingerprint, vector = reader.embedder.fingerprint, reader.embedder.vectors(["rank"])[0]
    for failures, rebuilt in ((2, 0), (3, 1)):
        shelf = _Stumbling(reader.home, reader.store)
        shelf.failures = failures
        assert len(shelf.nearest(vector, 3, fingerprint)) == 3
        assert len(shelf.notices) == rebuilt


def test_a_book_on_its_way_into_the_index_is_no_damage(reader: Tutor) -> None:
    import sqlite3

    (card,) = reader.books()
    with sqlite3.connect(reader.store.path) as db:
        db.execute("UPDATE source SET indexed = 0")
    reader.shelf.drop([card.id])
    fingerprint = reader.embedder.fingerprint
    assert not reader.shelf.check(fingerprint).ok and reader.shelf.check(fingerprint, settled=True).ok
    assert reader.shelf.mend(fingerprint).ok and not reader.shelf.notices
    assert reader.shelf.check(fingerprint).ok
