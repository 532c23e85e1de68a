"""A sample of `python -m eval scale` and `python -m eval locks`: the books are what they are said to be, and a loss is seen."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from eval import figures, locks, scale
from eval.__main__ import main
from eval.robust import Tally
from tutor import Tutor

TEXTS = [
    "# Rank\n\nThe rank counts pivots.\n\nIt is at most $n$.\n\n## Kernel\n\n$$\nAx = 0\n$$\n",
    "# Mean\n\n```python\n# not a heading\n\nx = 1\n```\n\nThe mean is a sum divided by n.\n",
]
SVG = "{http://www.w3.org/2000/svg}"


def test_a_made_book_has_the_headings_in_order_and_uses_every_paragraph_once_before_any_twice():
    (book,) = scale.books(TEXTS, [1])
    parts = list(scale.paragraphs(book))
    assert [p for p in parts if p.startswith("#")][:5] == ["# Reader 1", "## Rank", "### Kernel", "## Mean", "## Rank"]
    said = [p for p in parts if not p.startswith("#")]
    assert "```python\n# not a heading\n\nx = 1\n```" in said
    assert set(Counter(said[:5]).values()) == {1}


def test_the_same_books_are_made_every_time_and_no_two_are_alike():
    first, again = (list(scale.books(TEXTS, [1, 1])) for _ in range(2))
    assert first == again
    assert first[0].replace("Reader 1", "") != first[1].replace("Reader 2", "")


def test_every_size_is_reached_by_books_of_a_realistic_size():
    for to in (1_000, 100_000):
        steps = scale.plan(to)
        assert steps[-1][0] == to and abs(sum(n for _, part in steps for n in part) - to) < 100
        assert all(n <= scale.A_BOOK for _, part in steps for n in part)


def test_a_library_grows_and_is_asked(tmp_path):
    rate, without_model = scale.grow(tmp_path, list(scale.books(TEXTS, [4, 4])), 1)
    assert 0 < rate < without_model
    assert len(Tutor(tmp_path).books()) == 2
    p50, p95, megabytes = scale.asked(tmp_path, ["what is rank", "mean of numbers"], rounds=1)
    assert 0 < p50 <= p95 and megabytes > 20


def test_the_graph_has_a_line_for_every_cost_and_a_point_for_every_size(monkeypatch, tmp_path):
    monkeypatch.setattr(figures, "_NOTED", [])
    costs = [scale.Cost(n, n // 1000, 3.0, 5.0 + n / 1000, 0.6, 200.0, n / 70, 100.0, 900.0) for n in (1000, 10_000)]
    scale.note(costs)
    drawn = ET.fromstring(scale.picture())
    assert len(drawn.findall(f"{SVG}polyline")) == 4 and len(drawn.findall(f"{SVG}circle")) == 8
    assert figures.noted("scale")[-1].value == pytest.approx(15 / 6)
    assert ET.fromstring(scale.picture(costs)).findall(f"{SVG}polyline")[0].attrib == drawn.findall(f"{SVG}polyline")[0].attrib


def test_a_long_table_takes_words_of_its_own_and_has_its_own_picture(monkeypatch, tmp_path):
    heard: list[list[str]] = []
    monkeypatch.setattr(scale, "main", heard.append)
    monkeypatch.setattr(scale, "picture", lambda: "<svg/>")
    assert main(["scale", "--to", "3000", "--picture", str(tmp_path / "p.svg")]) == 0
    assert heard == [["--to", "3000"]] and (tmp_path / "p.svg").read_text(encoding="utf-8") == "<svg/>"
    with pytest.raises(SystemExit):
        main(["voices", "--to", "3000"])


@pytest.mark.sweep
def test_an_open_reader_finds_what_a_terminal_takes_in(tmp_path):
    tally = locks.locks(1, tmp_path)
    assert (tally.trials, tally.faults) == (1, [])
    assert tally.statuses["found by the open reader"] == 2  # while it came, and when it was there


def test_a_vector_that_is_lost_is_seen(tmp_path):
    path = locks.book(tmp_path / "books", "zqaa")
    tutor = Tutor(tmp_path / "home")
    for _ in tutor.ingest(path):
        pass
    assert locks.lost(tmp_path / "home", ["zqaa"]) == ""
    (card,) = tutor.books()
    with tutor.shelf._writing() as client:
        collection = client.get_collection(f"book-{card.id}", embedding_function=None)
        collection.delete(ids=collection.get(include=[])["ids"][:1])
    assert "missing=1" in locks.lost(tmp_path / "home", ["zqaa"])


@pytest.mark.sweep
def test_a_reader_that_finds_nothing_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "_answers", lambda child, paths: ["not found" for _ in paths])
    home, tally = tmp_path / "home", Tally()
    locks._trial(home, [locks.book(tmp_path / "books", "zqab")], None, tally, "planted")  # type: ignore[arg-type]
    assert tally.trials == 1 and "not found" in tally.faults[0]
