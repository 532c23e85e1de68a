"""The offline voice: what is heard in a message, and what the learner gets to see for it."""

from __future__ import annotations

import pytest

from tests.conftest import answer
from tutor import Intent, Layer, Standing, Turn, Tutor
from tutor.errors import Unreadable
from tutor.voices.hear import hear

HEARD = [
    ("what is rank?", Intent.EXPLAIN),
    ("determinant", Intent.EXPLAIN),
    ("what does $y = mx + b$ say?", Intent.FORMULA),
    ("what is the rank of [[1,2],[2,4]]", Intent.COMPUTE),
    ("difference between rank and determinant", Intent.COMPARE),
    ("rank vs determinant", Intent.COMPARE),
    ("why do we need the chain rule", Intent.WHY),
    ("how do I compute a determinant", Intent.HOW),
    ("when is a matrix invertible?", Intent.WHEN),
    ("give me an example of Bayes' theorem", Intent.EXAMPLE),
    ("show me a picture of a linear map", Intent.PICTURE),
    ("prove that the kernel is a subspace", Intent.PROVE),
    ("what should I know before the chain rule", Intent.BEFORE),
    ("2(x+3) = 14\n2x + 3 = 14\nx = 5.5", Intent.WRONG),
    ("quiz me on Bayes", Intent.QUIZ),
    ("explain the gradient like I'm five", Intent.SIMPLER),
    ("what can you do?", Intent.ABOUT_US),
]


@pytest.mark.parametrize(("message", "intent"), HEARD, ids=[message[:30] for message, _ in HEARD])
def test_the_kind_of_help_is_heard(library, message, intent):
    assert library.ask(message).intent is intent


@pytest.mark.parametrize(
    ("message", "drawn"),
    [
        ("plot of y = 2x + 1", "y = 2x + 1"),
        ("please draw the graph of 1/(1+e^(-x))", r"y = \frac{1}{1 + e^{-x}}"),
        ("what does the curve of sin(x) look like?", "y = \\sin(x)"),
        ("sketch $f(x) = x^3 - 3x$", "f(x) = x^3 - 3x"),
    ],
)
def test_a_curve_that_is_asked_for_is_drawn_and_nothing_beside_the_point_is_quoted(library, message, drawn):
    told = library.ask(message)
    assert (told.intent, told.asked) == (Intent.PICTURE, (drawn,))
    assert told.claims
    assert not any(claim.citations for claim in told.claims if claim.layer is Layer.BOOKS)


@pytest.mark.parametrize("message", ["draw the graph of a convex function", "what is a graph?", "plot a = b = c for me"])
def test_what_is_no_formula_of_one_quantity_is_not_taken_for_one_to_draw(library, message):
    assert library.ask(message).intent is not Intent.PICTURE or library.ask(message).asked == ()


def heard(tutor: Tutor, *messages: str):
    def can_solve(problem: str) -> bool:
        try:
            tutor.solve(problem)
        except Unreadable:
            return False
        return True

    return hear(messages[-1], messages[:-1], tutor.link, can_solve)


@pytest.mark.parametrize(
    ("messages", "intent", "concept"),
    [
        (("what is rank?", "and in simpler words?"), Intent.SIMPLER, "rank"),
        (("what is rank?", "another example"), Intent.EXAMPLE, "rank"),
        (("what is rank?", "and in simpler words?", "why?"), Intent.WHY, "rank"),
        (("what is rank?", "what is a gradient?"), Intent.EXPLAIN, "gradient"),
        (("bayes", "quiz me on this"), Intent.QUIZ, "bayes"),
        (("quiz me on bayes", "another"), Intent.QUIZ, "bayes"),
        (("what is an eigenvector", "how do I find it?"), Intent.HOW, "eigenvectors"),
    ],
)
def test_what_leans_on_the_turn_before_keeps_its_subject(library, messages, intent, concept):
    found = heard(library, *messages)
    assert (found.intent, found.links[0].concept.id) == (intent, concept)


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("what about the transpose?", "rank of [[1, 3], [2, 6], [0, 1]]"),
        ("and for [[1,0],[0,1]]?", "rank of [[1,0],[0,1]]"),
        ("and for the kernel?", "kernel of [[1, 2, 0], [3, 6, 1]]"),
    ],
)
def test_a_problem_is_carried_on_with_other_numbers_or_another_task(library, message, problem):
    assert heard(library, "rank of [[1, 2, 0], [3, 6, 1]]", message).problem == problem


def test_a_message_on_its_own_leans_on_nothing(library):
    assert heard(library, "and in simpler words?").links == ()


def test_an_idea_is_shown_from_several_sides_each_with_what_backs_it(library):
    shown = library.ask("what is rank?")
    layers = {claim.layer for claim in shown.claims}
    assert {Layer.ANSWER, Layer.PICTURE, Layer.FORMAL, Layer.NUMBERS} <= layers
    assert {claim.standing for claim in shown.claims} == {Standing.QUOTED, Standing.PROVED}
    assert len({claim.citations[0].source for claim in shown.claims if claim.citations}) >= 2
    assert library.question(shown.check).concept == "rank"


def test_the_formula_of_the_lesson_is_said_in_the_learners_own_words(library):
    claims = library.ask("what does y = mx + b actually say?").claims
    plain = next(claim for claim in claims if claim.layer is Layer.SIMPLE)
    assert (
        "the output y is found by taking the slope m, multiplying it by the input x, and adding the intercept b"
        in plain.text.lower()
    )
    # What the note says of each letter, shown with those places; and the sentence, read back into signs, is the formula.
    assert plain.standing is Standing.PROVED and {c.title for c in plain.citations} == {"My notes on y = mx + b"}
    assert {c.quote for c in plain.citations} >= {"$x$ is the input", "$m$ is the slope", "$b$ is the intercept"}


def test_a_pasted_formula_leads_to_where_a_book_writes_it(library):
    found = library.find(r"\mathbb{E}[Y^2]-\mathbb{E}[Y]^2", 1)[0]
    assert "variance" in found.passage.text.lower() and "the formula stands there" in found.why


def test_another_example_has_other_numbers(library):
    first = library.ask("give me an example of rank")
    second = library.ask("another example", [Turn("give me an example of rank")])
    texts = [next(c.text for c in one.claims if c.layer is Layer.NUMBERS and "**Answer:**" in c.text) for one in (first, second)]
    assert texts[0] != texts[1]


def test_both_sides_of_a_comparison_are_answered(library):
    abouts = {claim.about for claim in library.ask("difference between rank and determinant").claims}
    assert {"Rank", "Determinant"} <= abouts


def test_the_line_that_does_not_follow_is_struck_and_the_slip_named(library):
    claims = library.ask("where did I go wrong?\n2(x+3) = 14\n2x + 3 = 14\nx = 5.5").claims
    assert [claim.text for claim in claims if claim.standing is Standing.STRUCK] == ["2x + 3 = 14"]
    assert "Line 2" in claims[0].text and "bracket" in claims[0].text


def test_quiz_me_gives_a_question_at_once(library):
    shown = library.ask("quiz me on Bayes")
    assert library.question(shown.check).concept == "bayes"


def test_where_no_book_has_a_proof_it_is_said(library):
    assert any("no proof" in notice for notice in library.ask("prove that the rank of a matrix is its number of pivots").notices)


@pytest.mark.sweep
def test_the_turns_before_can_be_told_on_the_command_line(run, library):
    done = run("ask", "and in simpler words?", "--after", "what is rank?", "--json", home=library.home)
    told = answer(done)
    assert (told["intent"], told["concepts"][0]["id"]) == ("simpler", "rank")


@pytest.mark.parametrize(
    ("term", "concept"),
    [
        ("Kettenregel", "chain_rule"),
        ("qu'est-ce que le noyau", "kernel"),
        ("regla de la cadena", "chain_rule"),
        ("rango de una matriz", "rank"),
    ],
)
def test_a_term_in_another_language_leads_to_the_idea_in_the_books(library, term, concept):
    told = library.ask(term)
    assert told.covered and told.concepts[0].concept.id == concept
    assert any(claim.standing is Standing.QUOTED for claim in told.claims)


def test_a_term_is_said_in_the_other_language(library):
    told = library.ask("was ist der Rang einer Matrix auf englisch")
    assert told.intent is Intent.TRANSLATE and "**rank** in English" in told.claims[0].text
