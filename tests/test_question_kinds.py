"""Questions of every kind: answered as one types them, right forms counted, and nothing unreadable ever called wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.maths.derivations.derivation import follow
from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import meaning
from tutor.questions.forms import FORMS, form_question
from tutor.questions.grade import grade
from tutor.questions.hints import hints, twin
from tutor.questions.lines import keeps
from tutor.questions.misconceptions import sentences
from tutor.questions.question import LETTERS, Grade, Kind
from tutor.questions.quiz import question, template
from tutor.questions.readings import formulas_said, said

RIGHT, WRONG, UNREADABLE, NOTED = Grade.RIGHT, Grade.WRONG, Grade.UNREADABLE, Grade.NOTED


def test_several_right_options_are_given_by_letters_in_any_order() -> None:
    made = question("which_are_positive_definite.1.3")
    right = [letter for letter, o in zip(LETTERS, made.options, strict=False) if o.misconception is None]
    lures = [letter for letter, o in zip(LETTERS, made.options, strict=False) if o.misconception]
    for typed in (
        ",".join(right),
        " ".join(reversed(right)),
        "".join(right).upper(),
        ", ".join(str(LETTERS.index(x) + 1) for x in right),
    ):
        assert grade(made, typed).grade is RIGHT, typed
    lured = grade(made, ",".join([*right, lures[0]]))
    assert lured.grade is WRONG and lured.misconception in sentences()
    for typed in ("", "z", "the first", "a,2", "9"):
        assert grade(made, typed).grade is UNREADABLE, typed


def test_leaving_out_a_right_option_is_told_without_giving_it_away() -> None:
    made = next(q for q in (question(f"which_are_in_the_kernel.1.{s}") for s in range(9)) if q.key.count(",") == 1)
    found = grade(made, made.key.split(",")[0])
    assert found.grade is WRONG and "more of the options" in found.why


@pytest.mark.parametrize(
    "name", [f"{t}.1.{s}" for t in ("wrong_step_in_equation", "wrong_step_in_square", "wrong_step_in_derivative") for s in (1, 2)]
)
def test_the_wrong_step_is_the_one_that_does_not_follow(name: str) -> None:
    made = question(name)
    assert made.kind is Kind.WRONG_STEP
    lines = [option.text.strip("$") for option in made.options]
    assert follow("\n".join(lines)).first_bad == int(made.key) - 1
    assert grade(made, made.key).grade is RIGHT
    other = str(int(made.key) - 1)
    assert grade(made, other).misconception == "sound_step_doubted"
    assert any(says in made.solution for says in sentences().values())


def test_steps_are_right_in_every_order_in_which_they_can_be_done() -> None:
    made = question("order_of_gradient_step.1.5")
    graded = {order: grade(made, ",".join(str(i + 1) for i in order)).grade for order in permutations(range(len(made.options)))}
    right = {order for order, found in graded.items() if found is RIGHT}
    assert right == {order for order in graded if keeps(order, made.before)}
    assert len(right) == 2, "the two partial derivatives may change places, nothing else"
    for typed in ("1,2", "1,1,2,3,4", "one", "5 4 3 2 1 0"):
        assert grade(made, typed).grade is UNREADABLE, typed


def test_a_matching_is_typed_in_pairs_or_as_letters() -> None:
    made = question("match__rank.1.3")
    assert made.kind is Kind.MATCH and len(made.terms) == len(made.options) == 4
    letters = [pair.split("-")[1] for pair in made.key.split(",")]
    for typed in (made.key, made.key.replace("-", ": "), ", ".join(reversed(made.key.split(","))), " ".join(letters)):
        assert grade(made, typed).grade is RIGHT, typed
    assert grade(made, made.wrong[0].typed).grade is WRONG
    for typed in ("1-a", "1-a,2-a,3-b,4-c", "rank is a", "1-e,2-a,3-b,4-c"):
        assert grade(made, typed).grade is UNREADABLE, typed


def test_a_counterexample_is_tried_and_any_one_counts() -> None:
    made = question("half_plane_is_no_subspace.1.4")
    assert made.fulfils
    x, y = (int(part) for part in made.key.strip("()").split(","))
    assert grade(made, f"({3 * x}, {3 * y})").grade is RIGHT
    assert grade(made, f"({x}/2, {y}/2)").grade is RIGHT
    refused = grade(made, f"({-x}, {-y})")
    assert refused.grade is WRONG and refused.misconception == "inequality_reversed"
    assert grade(made, "(1, 1, 2)").grade is WRONG
    assert grade(made, "(2 +").grade is UNREADABLE


def test_an_irrational_counterexample_is_not_called_wrong() -> None:
    made = question("independent_third_vector.1.2")
    assert grade(made, "(sqrt(2), 17, 1000)").grade in (UNREADABLE, RIGHT)


def test_a_dependent_vector_is_no_counterexample_whatever_its_form() -> None:
    made = question("another_solution.1.6")
    assert grade(made, made.key).grade is RIGHT
    given = made.wrong[0]
    assert given.misconception == "free_variable_dropped"
    assert grade(made, given.typed).grade is WRONG


@pytest.mark.parametrize("name", ["said__variance", "written__variance", "said__bayes", "written__bayes"])
def test_readings_are_read_back_by_words_alone_and_differ_in_meaning(name: str) -> None:
    made = question(f"{name}.1.8")
    readings = [option.typed if made.kind is Kind.TO_WORDS else said(option.typed).spoken for option in made.options]  # type: ignore[union-attr]
    meanings = [read_back(reading) for reading in readings]
    assert None not in meanings and len(set(map(repr, meanings))) == len(meanings) >= 3
    right = next(letter for letter, o in zip(LETTERS, made.options, strict=False) if o.misconception is None)
    assert grade(made, right).grade is RIGHT


def test_a_reading_whose_parts_only_change_places_is_no_wrong_option() -> None:
    for one, other in (("a+b=c", "c=b+a"), (r"\frac{a}{b} + 1", r"1 + \frac{a}{b}")):
        assert said(one).meaning == said(other).meaning  # type: ignore[union-attr]
    assert said("AB").meaning != said("BA").meaning  # type: ignore[union-attr]
    reading = read_formula("A^\\top B")
    assert read_back(reading.spoken) == meaning(reading.tree)


def test_own_words_are_noted_and_never_judged() -> None:
    made = question("own__rank.1.1")
    assert grade(made, "It says how many independent columns there are, as many as rows.").grade is NOTED
    opposite = grade(made, "It is NOT the number of independent columns and never equal to that of rows.")
    assert opposite.grade is NOTED and opposite.why == "Compare the two: yours speaks of every key point."
    copied = grade(made, made.key)
    assert copied.grade is NOTED and "in your own" in copied.why
    assert "does not speak of" in grade(made, "something about columns").why
    assert grade(made, "hm").grade is NOTED, "other words may say the same: only who wrote them can tell"


def test_a_card_is_right_word_for_word_and_noted_otherwise() -> None:
    made = question("card__kernel.1.1")
    assert grade(made, made.key.lower()).grade is RIGHT
    assert grade(made, "all vectors that the map sends to zero, everything lost").grade is NOTED


def test_every_form_makes_sound_questions_about_every_concept_it_fits() -> None:
    from tutor.concepts.graph import load

    concepts = sorted(load().concepts)[::9]
    made = [form_question(form, concept, 4) for form in FORMS for concept in concepts if form.fits(concept)]
    assert len(made) > 60
    for q in made:
        assert question(q.id) == q
        key = q.key if not q.kind.one_of else next(x for x, o in zip(LETTERS, q.options, strict=False) if o.misconception is None)
        assert grade(q, key).grade in (RIGHT, NOTED), q.id
        assert all(w.misconception in sentences() for w in q.wrong)


def test_formulas_that_cannot_be_said_are_not_asked() -> None:
    from tutor.concepts.graph import Concept

    assert formulas_said(Concept("x", "X", "a", "A thing.", tex=(r"\mystery{a} \over",))) == ()


def test_a_line_question_whose_check_disagrees_cannot_exist() -> None:
    from tutor.questions.build import admit, draft_of

    for name in ("which_are_subspaces", "wrong_step_in_equation", "order_of_projection"):
        entry = template(name)
        draft = draft_of(entry, "x", 3)
        with pytest.raises(ValueError, match="does not agree"):
            admit(entry, "x", 3, replace(draft, check=lambda _: True))


# -- help ----------------------------------------------------------------------------------------------------------------
def test_help_comes_in_three_levels_all_from_the_checked_steps() -> None:
    made = question("cosine_of_angle.1.4")
    found = hints(made)
    assert found.level(1) == (made.hint,) and found.level(3) == made.solution
    assert found.first is not None and found.first.key not in ("", "?")
    assert found.first.prompt.replace(r"\;?\;", found.first.key) == made.solution[0]
    assert found.first.judged(found.first.key).grade is RIGHT and found.first.judged("999").grade is WRONG
    assert found.first.judged("no idea").grade is UNREADABLE


def test_help_before_the_last_level_never_gives_the_answer_away() -> None:
    for name in (
        "wrong_step_in_equation.1.2",
        "card__kernel.1.1",
        "match__rank.1.1",
        "which_are_subspaces.1.1",
        "said__variance.1.1",
    ):
        made = question(name)
        found = hints(made)
        shown = " ".join((*found.level(1), *found.level(2)))
        assert found.first is None and made.key not in (shown if len(made.key) > 3 else ""), name
        assert f"Line {made.key}" not in shown or made.kind is not Kind.WRONG_STEP


def test_a_twin_has_the_same_template_and_other_numbers() -> None:
    for name in ("bayes_test.1.3", "order_of_bayes.1.3", "which_are_subspaces.1.3", "match__rank.1.3"):
        made = question(name)
        other = twin(made)
        assert (other.template, other.difficulty) == (made.template, made.difficulty)
        assert (other.prompt, other.options) != (made.prompt, made.options)
        assert twin(made) == other


ANSWERS = st.text(max_size=25) | st.text(alphabet="abcdefgh12345 ,;-–()[]{}<>.andor\n", max_size=18)


@pytest.mark.sweep
@settings(max_examples=150, deadline=None)
@given(
    ANSWERS,
    st.sampled_from(
        [
            "which_are_in_the_kernel.1.3",
            "order_of_bayes.1.3",
            "match__rank.1.3",
            "wrong_step_in_equation.1.3",
            "own__rank.1.3",
            "card__kernel.1.3",
        ]
    ),
)
def test_any_text_is_graded_and_what_is_called_wrong_could_be_read(typed: str, name: str) -> None:
    made = question(name)
    found = grade(made, typed)
    assert found.why and "\n" not in found.why
    if found.grade is WRONG:
        assert found.read_as, "what was called wrong was understood, and is shown"
    if made.kind in (Kind.OWN_WORDS, Kind.FLASHCARD):
        assert found.grade is not WRONG
