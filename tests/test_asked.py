"""Sections headed by a question: whose question it is, what of it answers, and what a follow-up leans on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import voices
from tests.conftest import bundled, take_in
from tutor import DraftSentence, Incoming, Intent, Layer, ScriptedVoice, Standing, Turn, Tutor
from tutor.concepts.graph import Concept, load
from tutor.concepts.index import index_of
from tutor.concepts.link import Link
from tutor.library.find import Found
from tutor.library.source import Passage
from tutor.voices.headed import under_heading
from tutor.voices.llm.compose import Learner, compose
from tutor.voices.questioned import Kind, kind_of, questioned
from tutor.voices.same import likeness
from tutor.voices.voice import Ask
from tutor.voices.worked import what_if_claims

BOOKLET = """---
title: Questions people ask
---

# Questions people ask

## Determinant

### What is the determinant?

The determinant of a square matrix is the factor by which it changes areas, with a minus sign if it flips the plane.

**Picture.** A stamp cut for a square leaves a parallelogram on stretched rubber.

**Simple.** It says how many times larger things become.

**With numbers.** $\\begin{bmatrix} 2 & 0 \\\\ 0 & 3 \\end{bmatrix}$ makes every area six times as large.

### Can a determinant be negative?

Yes: a determinant is negative when the map mirrors the plane. Its size still says how areas grow.

### Why is the determinant zero when the columns are dependent?

Dependent columns span only a line, so every parallelogram is squashed flat and its area is zero.

### What do people get wrong about the determinant?

The commonest mistake is to add determinants: the determinant of a sum is not the sum of the determinants.

## Conditional probability

### What does P(A|B) mean?

The bar is read "given": $P(A \\mid B)$ is the chance of $A$ once $B$ is known to have happened.

### Is P(A|B) the same as P(B|A)?

No: the first looks at the cases with $B$, the second at the cases with $A$.

## Rank

### What is the rank of a matrix?

The rank of a matrix is the number of its independent columns.

### When do two matrices commute?

Two diagonal matrices always commute, and so does every matrix with its own powers.
"""
NOTE = """# My FAQ

### What is the rank of a matrix?

Our professor says: count the columns that you could not rebuild from the others.

## Loose ends

The determinant of a triangular matrix is the product of its diagonal, which the exam asks every year.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """A library of one bundled booklet, and nothing of the learner's own."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "booklet.md").write_text(BOOKLET, encoding="utf-8")
    one = Tutor(folder / "home")
    take_in(one, bundled(folder / "booklet.md"))
    return one


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """The same booklet, and a note of the learner's own."""
    folder = tmp_path_factory.mktemp("owned")
    one = Tutor(folder / "home")
    for name, text in (("booklet.md", BOOKLET), ("mine.md", NOTE)):
        (folder / name).write_text(text, encoding="utf-8")
    take_in(one, bundled(folder / "booklet.md"))
    take_in(one, Incoming(folder / "mine.md", "mine.md", "note:mine.md", note=True))
    return one


def after(tutor: Tutor, *messages: str):
    """The last answer of a conversation."""
    turns: list[Turn] = []
    told = None
    for message in messages:
        told = tutor.ask(message, turns)
        turns.append(Turn(message, told.said))
    assert told is not None
    return told


# -- what answers --------------------------------------------------------------------------------------------------------------------


def test_what_stands_under_the_question_answers_it_whole_and_its_labels_are_the_layers(asked):
    told = asked.ask("what is the determinant?")
    first = told.claims[0]
    assert (first.layer, first.standing) == (Layer.ANSWER, Standing.QUOTED)
    assert (
        first.text
        == "The determinant of a square matrix is the factor by which it changes areas, with a minus sign if it flips the plane."
    )
    assert {Layer.PICTURE, Layer.SIMPLE, Layer.NUMBERS} <= {claim.layer for claim in told.claims}
    assert next(claim.text for claim in told.claims if claim.layer is Layer.PICTURE).startswith("A stamp")


def test_which_question_is_answered_is_said_where_it_is_not_the_learners(asked):
    assert asked.ask("what is the determinant?").claims[0].asked == ""
    told = asked.ask("is it possible that the determinant is negative?")
    assert told.claims[0].text.startswith("Yes: ") and told.claims[0].asked == "Can a determinant be negative?"


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("when do two matrices not commute?", "Two diagonal matrices"),
        ("what does P(B|A) mean?", "The bar is read"),
        ("can a determinant be zero?", "Yes: a determinant is negative"),
    ],
)
def test_a_near_but_different_question_does_not_get_that_answer_as_its_own(asked, question, never):
    first = [claim for claim in asked.ask(question).claims if claim.text.startswith(never)]
    assert all(claim.asked or claim.layer is not Layer.ANSWER for claim in first)


def test_the_learners_own_answer_comes_before_ours_and_ours_beside_it(owned):
    told = owned.ask("what is the rank of a matrix?")
    assert told.claims[0].text.startswith("Our professor says") and told.claims[0].citations[0].title == "My FAQ"
    assert any(claim.text.startswith("The rank of a matrix is the number") for claim in told.claims)


def test_beside_our_answer_stands_what_the_learners_own_books_say(owned):
    told = owned.ask("what is the determinant?")
    beside = [claim for claim in told.claims if claim.layer is Layer.BOOKS]
    assert [claim.citations[0].title for claim in beside] == ["My FAQ"] and "triangular" in beside[0].text


def test_a_mistake_that_owns_up_is_quoted_and_one_that_does_not_is_left_there(asked, tmp_path):
    told = asked.ask("what do people get wrong about the determinant?")
    assert told.claims[0].standing is Standing.QUOTED and "commonest mistake" in told.claims[0].text
    lie = BOOKLET.replace("The commonest mistake is to add determinants: the", "The").replace("is not the sum", "is the sum")
    (tmp_path / "booklet.md").write_text(lie, encoding="utf-8")
    one = Tutor(tmp_path / "home")
    take_in(one, bundled(tmp_path / "booklet.md"))
    shown = one.ask("what do people get wrong about the determinant?").claims
    assert not any("is the sum of the determinants" in claim.text for claim in shown)


def test_every_sentence_under_a_heading_still_passes_the_gate(asked):
    passage = Passage("s", 1, 0, 17, "$$\nr = \\dim V\n$$\n", ("Rank", "What is rank?"))
    assert under_heading([passage]) == ()
    voice = ScriptedVoice([DraftSentence("Yes: always.", "Yes: always, as nobody says.", "nowhere")])
    told = Tutor(asked.home, voice=voice).ask("can a determinant be negative?")
    assert all(claim.standing is not Standing.QUOTED for claim in told.claims if claim.text == "Yes: always.")


def test_two_questions_in_one_message_are_both_answered(asked):
    told = asked.ask("what is the determinant and why is it zero when the columns are dependent?")
    assert [claim.text.split()[0] for claim in told.claims[:2]] == ["The", "Dependent"]


# -- what a follow-up leans on ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("follow_up", "begins"),
    [
        ("can it be negative?", "Yes: a determinant is negative"),
        ("what do people get wrong about it?", "The commonest mistake"),
        ("and in simpler words?", "It says how many times"),
        ("und einfacher?", "It says how many times"),
        ("plus simplement ?", "It says how many times"),
        ("más sencillo", "It says how many times"),
        ("più semplice", "It says how many times"),
    ],
)
def test_a_follow_up_is_about_the_idea_of_the_turn_before(asked, follow_up, begins):
    before = Turn("what is the determinant?", "The determinant of a square matrix is the factor by which it changes areas, with a minus"
                  " sign if it flips the plane.")  # fmt: skip
    assert asked.ask(follow_up, [before]).claims[0].text.startswith(begins)


@pytest.mark.parametrize(
    "again", ["can you show me an example?", "Kannst du ein Beispiel zeigen?", "un autre exemple", "otro ejemplo"]
)
def test_an_example_is_asked_for_in_any_of_five_languages(asked, again):
    told = after(asked, "what is the determinant?", again)
    assert told.intent is Intent.EXAMPLE and told.concepts[0].concept.id == "determinant"
    assert any(claim.standing is Standing.PROVED for claim in told.claims)


def test_what_was_said_in_this_conversation_is_not_said_again_where_there_is_more(asked):
    first = asked.ask("what is the determinant?")
    again = asked.ask("and in simpler words?", [Turn("what is the determinant?", first.said)])
    said = {claim.text for claim in first.claims if claim.layer is Layer.ANSWER}
    assert not any(claim.text in said for claim in again.claims if claim.layer is Layer.ANSWER)


@pytest.mark.parametrize(("reply", "layer"), [("A picture", Layer.PICTURE), ("In simpler words", Layer.SIMPLE)])
def test_a_side_that_stood_folded_away_is_shown_when_it_is_asked_for(asked, reply, layer):
    first = asked.ask("what is the determinant?")
    side = next(claim.text for claim in first.claims if claim.layer is layer)
    told = asked.ask(reply, [Turn("what is the determinant?", first.said)])
    assert told.claims[0].text == side and told.claims[0].layer is Layer.ANSWER and not told.notices


def test_a_letter_of_the_formula_before_is_answered_by_the_maths_room(asked):
    told = after(asked, "what does y = mx + b mean?", "what happens if m is negative?")
    assert told.claims[0].standing is Standing.PROVED and "$y$ falls as $x$ grows" in told.claims[0].text


@pytest.mark.parametrize(
    ("message", "does"), [("if m is 0?", "stays the same"), ("if m is positive?", "rises"), ("and the weather?", "")]
)
def test_what_if_reads_the_growth_that_was_computed(asked, message, does):
    claims = what_if_claims(asked.explain("y = mx + b"), message)
    assert (does in claims[0].text) if does else not claims


# -- are two questions one? ---------------------------------------------------------------------------------------------------------------


def test_questions_in_other_words_are_seen_and_near_but_different_ones_are_not(asked):
    told = voices.told_same(asked)
    precision, recall = told["held"]
    assert precision.hits / precision.n >= 0.9 and recall.hits / recall.n >= 0.8 and recall.n >= 20
    assert told["tuned"][0].hits / told["tuned"][0].n >= 0.95
    rows = [
        json.loads(line)
        for line in Path(voices.__file__).with_name("sets").joinpath("asked_pairs.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) >= 120 and sum(not row["same"] for row in rows) >= 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("when do they commute?", "why do they not commute?"),
        ("can it be negative?", "what if it is zero?"),
        ("what is P(A|B)?", "what is P(B|A)?"),
        ("does independence imply zero covariance?", "does zero covariance imply independence?"),
        ("what happens if the learning rate is too big?", "what happens if the learning rate is too small?"),
        ("when is a minimum global?", "when is a maximum global?"),
    ],
)
def test_what_turns_an_answer_round_is_never_outvoted_by_likeness(one, other):
    index = index_of(load())
    assert likeness(questioned(one, index), questioned(other, index), 1.0) < 0.7
    assert likeness(questioned(one, index), questioned(one, index), 1.0) > 0.9


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what is rank?", Kind.WHAT),
        ("and if it is zero?", Kind.WHAT_IF),
        ("how is it used in ML?", Kind.USE),
        ("why do I need a basis?", Kind.USE),
        ("why is AB not the same as BA?", Kind.WHY),
        ("is the kernel the same as zero?", Kind.SAME),
        ("what does the A mean?", Kind.PARTS),
        ("how many subsets does a set have?", Kind.MANY),
        ("my gradient is zero, have I found the minimum?", Kind.WHETHER),
    ],
)
def test_what_a_question_asks_for_is_told_by_its_words(question, kind):
    assert kind_of(question) is kind


# -- what the model is told, and what is drawn ------------------------------------------------------------------------------------------------


def test_the_learners_level_reaches_the_model_in_one_short_line_and_nothing_else_does():
    def link(name: str) -> Link:
        return Link(Concept(name.lower(), name, "algebra", f"The {name}."), 0.9, f"the name '{name}'")

    passage = Passage("s", 1, 0, 20, "The rank is a number", ("Rank",))
    ask = Ask("rank of a product", (Found(passage, 1.0, 0.9, ""),), (link("Rank"), link("Kernel"), link("Basis")))
    learner = Learner(knows=("Rank", *(f"Idea {n}" for n in range(30))), weak=("Kernel", "Chain rule"))
    system = compose(ask, 8_000, learner).messages[0].text
    line = next(one for one in system.splitlines() if one.startswith("About the learner"))
    assert "knows well Rank" in line and "often goes wrong on Kernel" in line and "is new to Basis" in line
    assert "Chain rule" not in line and "Idea 25" not in line and len(line) < 300
    nothing = compose(ask, 8_000, Learner()).messages[0].text
    assert "nothing is known yet" in nothing and "is new to" not in nothing


def test_the_level_comes_from_the_notebook(tmp_path):
    one = Tutor(tmp_path / "home")
    question = one.practice("rank", 1)
    assert question is not None
    one.mark(question.id, question.key, token="once")
    assert "Rank" in one._around_voice().learner().knows


def test_a_curve_is_drawn_of_a_function_of_one_variable_and_of_nothing_else(asked):
    from ui.parts.formula_numbers import says_function

    drawn = [r"\sigma(z) = \frac{1}{1 + e^{-z}}", "f(x) = x^2", r"p(x) = \frac{1}{\sqrt{2 \pi}} e^{-x^2/2}"]
    not_drawn = ["A = \\pi r^2", "f(x, y) = x^2 + y", r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}"]
    for latex, draws in [*((one, True) for one in drawn), *((one, False) for one in not_drawn)]:
        found = asked.try_numbers(latex)
        assert (found is not None and says_function(found)) is draws, latex
