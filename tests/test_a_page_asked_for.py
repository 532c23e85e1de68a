"""A question for a page by its number is answered with the words of that page, or with what is missing to know which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import small_pdf, take_in
from tutor import Standing, Tutor

PAGES = [
    ["The wombat curve is the line that joins the sorted losses of a run."],
    ["The zibble factor of a run is the ratio of its loudest gradient to its quietest."],
]


@pytest.fixture
def reader(tutor: Tutor, tmp_path: Path) -> Tutor:
    (tmp_path / "wombats.pdf").write_bytes(small_pdf(PAGES))
    take_in(tutor, tmp_path / "wombats.pdf")
    return tutor


@pytest.mark.parametrize("question", ["what is on page 2", "what does the book say on page 2 of wombats?", "summarise p. 2"])
def test_the_words_of_the_page_are_quoted(reader: Tutor, question: str):
    told = reader.ask(question)
    assert {c.standing for c in told.claims} == {Standing.QUOTED} and {c.citations[0].page for c in told.claims} == {2}
    assert "zibble" in told.said


def test_a_page_that_is_not_there_is_said_not_to_be_there(reader: Tutor):
    told = reader.ask("what is on page 9")
    assert "no page 9" in told.claims[0].text and not told.claims[0].citations


def test_with_two_books_it_is_asked_which_is_meant(reader: Tutor, tmp_path: Path):
    (tmp_path / "koalas.pdf").write_bytes(
        small_pdf([["Koalas sleep for most of the day and night."], ["They eat leaves and nothing else."]])
    )
    take_in(reader, tmp_path / "koalas.pdf")
    assert "Which book" in reader.ask("what is on page 2").claims[0].text
    assert "zibble" in reader.ask("what is on page 2 of wombats").said


def test_without_a_book_that_has_pages_it_is_said(whole: Tutor):
    assert "page numbers" in whole.ask("what is on page 3").claims[0].text
    assert whole.ask("what does PageRank say").claims[0].citations
