"""Questions from the learner's own sources: every key is a span of a page, made again from its id, and nothing unsure is asked."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import CHAPTERS, bundled, take_in
from tutor import Tutor
from tutor.errors import UnknownQuestion
from tutor.library.source import Passage
from tutor.questions.books.place import Span, span_of
from tutor.questions.books.spoken import cards_told
from tutor.questions.books.terms import terms_told
from tutor.questions.grade import grade
from tutor.questions.question import Grade, Kind
from tutor.verbs.practising import Wanted

CHAPTER = "Linear maps and rank"
LECTURE = """[00:00] Today we speak of ranks. The rank of a matrix is the number of independent columns.
[00:12] Determinants tell you whether a matrix can be inverted. This is used everywhere in practice.
[00:25] Eigenvectors are key to understanding variance in data. They are not easy to see at first.
[00:40] Think of matrices as grids of numbers. It tells you how things change over time, of course.
[00:55] The chain rule is central to neural networks. Gradients measure how things change.
"""


def said_at(text: str, clock: str = "00:12") -> Passage:
    return Passage("s", 1, 0, len(text), text, (clock,))


def test_every_key_is_the_span_it_cites_and_is_made_again_from_its_id(library: Tutor) -> None:
    made = [q for card in library.books() for q in library.book_questions(card.id)]
    assert len(made) >= 40 and len({q.id for q in made}) == len(made)
    for q in made:
        assert q.place is not None
        page = library.page(q.place.source, q.place.page)
        assert page.text[q.place.start : q.place.end] == q.place.quote
        assert library.question(q.id) == q
        if q.kind is not Kind.MATCH:
            assert q.key == q.place.quote


def test_gaps_are_filled_by_the_words_of_the_book_and_nothing_near_them_is_called_wrong(library: Tutor) -> None:
    gap = next(q for q in library.book_questions(CHAPTER) if q.kind is Kind.CLOZE and q.key == "null space")
    assert "______" in gap.prompt and "null space" not in gap.prompt.lower()
    assert grade(gap, "Null spaces").grade is Grade.RIGHT
    assert grade(gap, "null spece").grade is Grade.UNREADABLE
    assert grade(gap, "kernel").grade is Grade.NOTED
    assert grade(gap, "determinant").grade is Grade.WRONG


def test_a_missing_symbol_has_options_that_would_say_something_else(library: Tutor) -> None:
    made = [q for q in library.book_questions() if q.id.endswith(":symbol")]
    assert len(made) >= 10
    for q in made:
        assert r"\boxed" in q.prompt and len(q.options) >= 3
        right = [o.typed for o in q.options if o.misconception is None]
        assert right == [q.key]


def test_terms_to_match_have_one_right_matching_only(library: Tutor) -> None:
    for q in (q for q in library.book_questions() if q.kind is Kind.MATCH):
        for term in q.terms:
            assert all(term.lower().rstrip("s") not in option.text.lower() for option in q.options)
        assert grade(q, q.key).grade is Grade.RIGHT


def test_an_answer_to_a_question_from_a_book_is_logged_for_its_concept(tutor: Tutor) -> None:
    take_in(tutor, bundled(next(path for path in CHAPTERS if "rank" in path.name)))
    gap = next(q for q in tutor.book_questions() if q.kind is Kind.CLOZE and q.concept)
    marked = tutor.mark(gap.id, gap.key)
    assert marked.grade is Grade.RIGHT and marked.due is not None
    assert [(a.question, a.template) for a in tutor.notebook.attempts()] == [(gap.id, "book")]


def test_nothing_is_asked_about_formulas_that_were_read_without_certainty(tutor: Tutor) -> None:
    take_in(tutor, bundled(next(path for path in CHAPTERS if "rank" in path.name)))
    sure = tutor.book_questions()
    with sqlite3.connect(next(tutor.home.glob("*.db"))) as db:
        db.execute("UPDATE formula SET status = 'unconfirmed'")
    db.close()
    unsure = Tutor(tutor.home).book_questions()
    assert any("$" in q.prompt for q in sure) and not any("$" in q.prompt for q in unsure)
    assert len(unsure) < len(sure)
    with pytest.raises(UnknownQuestion):
        Tutor(tutor.home).question(next(q.id for q in sure if q.id.endswith(":symbol")))


def test_a_question_whose_page_changed_is_refused_in_one_sentence(library: Tutor) -> None:
    made = library.book_questions(CHAPTER)[0]
    span = span_of(made.id)
    for other in (
        Span(span.source, 99, 1, 4, "term"),
        Span("nosuchsource", 1, 1, 4, "term"),
        Span(span.source, 1, span.start + 1, span.end, "term"),
    ):
        with pytest.raises(UnknownQuestion, match="ask for a new quiz") as refusal:
            library.question(other.id)
        assert "\n" not in str(refusal.value)
    for name in ("book:", "book:a:1:9-4:term", "book:a:1:4-9:TERM", "book:../x:1:4-9:term", "book:a:1:4-9:nothing"):
        with pytest.raises(UnknownQuestion):
            library.question(name)


def test_exercises_are_offered_with_their_place(library: Tutor) -> None:
    found = library.exercises(CHAPTER)
    assert len(found) >= 8 and [e.number for e in found] == [str(n) for n in range(1, len(found) + 1)]
    for e in found:
        page = library.page(e.place.source, e.place.page)
        assert page.text[e.place.start : e.place.end] == e.text and e.text.startswith(f"{e.number}.")


def test_damaged_words_and_tables_tell_no_terms() -> None:
    def named(words: str) -> str:
        return "rank" if "rank" in words.lower() else ""

    def told(text: str) -> list[str]:
        return [t.term for t in terms_told(Passage("s", 1, 0, len(text), text, ("Rank",)), named)]

    assert told("The *rank* of a matrix is the number of its independent columns.") == ["rank"]
    assert told("| rank | is the number of independent columns | of a matrix |") == []
    assert told("The rank of a matrix is the rank of its transpose, so rank is symmetric.") == []
    text = "The rank of a matrix is the number of its independent columns."
    assert list(terms_told(Passage("s", 1, 0, len(text), text, ("Exercises",)), named)) == []


# -- lectures ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Determinants tell you whether a matrix can be inverted.",
            "What do determinants tell you?",
            "whether a matrix can be inverted",
        ),
        ("Lastly, the chain rule is central to neural networks.", "What is the chain rule central to?", "neural networks"),
        ("Think of matrices as grids of numbers.", "How can you think of matrices?", "grids of numbers"),
        ("First, repetition helps you retain things.", "What does repetition help you do?", "retain things"),
        ("Entropy measures how unsure we are.", "What does entropy measure?", "how unsure we are"),
        ("SVD is used in recommendation systems.", "What is SVD used in?", "recommendation systems"),
    ],
)
def test_a_sentence_of_a_lecture_becomes_a_card(sentence: str, question: str, answer: str) -> None:
    (card,) = cards_told(said_at(sentence))
    assert (card.question, card.answer) == (question, answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "It tells you how things change over time.",
        "This is the most important thing of all.",
        "linear equations Eigenvalues tell you how data spread.",
        "Variants tells you how spread out your data is.",
        "Is the rank the number of columns?",
        "I measure how things change.",
        "## 00:13",
    ],
)
def test_what_leans_on_other_sentences_or_was_misheard_makes_no_card(sentence: str) -> None:
    assert list(cards_told(said_at(sentence))) == []


def test_what_stands_around_a_transcript_makes_no_card() -> None:
    assert list(cards_told(said_at("Determinants tell you whether a matrix can be inverted.", "Summary"))) == []


def test_cards_of_a_lecture_carry_their_time(tutor: Tutor, tmp_path: Path) -> None:
    path = tmp_path / "lecture.txt"
    path.write_text(LECTURE, encoding="utf-8")
    take_in(tutor, path)
    made = tutor.book_questions()
    times = {q.prompt: q.place.label for q in made if q.place}
    assert times["What is the chain rule central to?"] == "00:55"
    assert all(q.kind is Kind.FLASHCARD for q in made) and len(made) >= 4
    right = next(q for q in made if "chain rule" in q.prompt)
    assert grade(right, "Neural networks").grade is Grade.RIGHT
    assert grade(right, "for deep learning I think").grade in (Grade.NOTED, Grade.UNREADABLE)


def test_a_real_lecture_gives_more_cards_than_the_nine_that_came_with_it(tutor: Tutor, shared: Path) -> None:
    (path,) = (shared / "transcripts").glob("*.txt")
    take_in(tutor, path)
    made = tutor.quiz_set(Wanted(book=tutor.books()[0].id, n=50, kinds=frozenset([Kind.FLASHCARD]))).questions
    own = [q for q in made if q.from_book]
    theirs = path.read_text(encoding="utf-8").count("Click to reveal answer")
    assert len(own) > theirs == 9
    assert len({q.difficulty for q in own}) == 3
    page = tutor.page(own[0].place.source, 1) if own[0].place else None
    for q in own:
        assert q.place and page and page.text[q.place.start : q.place.end] == q.key
        assert re.fullmatch(r"\d\d:\d\d", q.place.label), q.place.label
        stamp = page.text.rfind("Full Transcript")
        assert q.place.start > stamp, "a card is made from what was said, not from the flashcards on the page"


FAQ = """# My questions

## Rank

### What does the rank of a matrix count?

The rank of a matrix counts its independent columns, so it is $2$ for the identity of the plane.

**Picture.** Directions that are left.

### Is the kernel ever empty?

No: the kernel always holds the zero vector, because every linear map sends zero to zero.

### A heading that asks nothing

This paragraph answers no question and makes no card at all, however long it is.
"""


def test_a_section_headed_by_a_question_is_a_card_and_comes_when_cards_are_asked_for(tutor: Tutor, tmp_path: Path) -> None:
    path = tmp_path / "faq.md"
    path.write_text(FAQ, encoding="utf-8")
    take_in(tutor, path)
    source = tutor.books()[0].id
    cards = [q for q in tutor.book_questions(source) if q.kind is Kind.FLASHCARD]
    assert [q.prompt for q in cards] == ["What does the rank of a matrix count?", "Is the kernel ever empty?"]
    assert cards[0].key == "The rank of a matrix counts its independent columns, so it is $2$ for the identity of the plane."
    assert [q.concept for q in cards] == ["rank", "rank"]  # by the heading above the question
    page = tutor.page(source, 1)
    for q in cards:
        assert q.place and page.text[q.place.start : q.place.end] == q.key
        assert tutor.question(q.id) == q
    asked = tutor.quiz_set(Wanted(book=source, n=2, kinds=frozenset([Kind.FLASHCARD]))).questions
    assert {q.id for q in asked} <= {q.id for q in cards} | {q.id for q in asked if not q.from_book}
    assert any(q.from_book for q in asked)
    assert not any(q.id.endswith(":asked") for q in tutor.quiz_set(Wanted(book=source, n=6)).questions)
    assert grade(cards[1], "every linear map sends zero to zero, so the kernel holds at least that vector").grade is Grade.NOTED
