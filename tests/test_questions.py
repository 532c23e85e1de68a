"""Questions: every key proved on two roads, every wrong value rejected, everything rebuilt from an id, on every machine."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.concepts.graph import load
from tutor.errors import NoSuchTopic, UnknownQuestion
from tutor.questions.build import admit, build
from tutor.questions.grade import grade
from tutor.questions.misconceptions import sentence, sentences
from tutor.questions.question import Difficulty, Grade, Kind
from tutor.questions.quiz import concepts_with_questions, for_concept, question, quiz, template, templates_for
from tutor.questions.sweep import caught, draft_of, faults_of, fewest_drawn, prompts_drawn
from tutor.questions.template import Draft, Template
from tutor.questions.templates import TABLE

ROOT = Path(__file__).resolve().parents[1]
CONCEPTS = yaml.safe_load((ROOT / "corpus" / "concepts.yaml").read_text(encoding="utf-8"))["concepts"]
STATES = range(1)


@pytest.mark.sweep
@pytest.mark.parametrize("name", TABLE)
def test_every_question_of_a_sample_keeps_all_promises(name: str) -> None:
    """Key proved, wrong values rejected and named, rebuilt equal, and the gate refuses each wrong value as a key."""
    faults = [fault for state in STATES for fault in faults_of(build(template(name), TABLE[name][0], 1000 + state))]
    assert faults == []


@pytest.mark.sweep
@pytest.mark.parametrize("name", TABLE)
def test_a_template_asks_something_new_nearly_every_time(name: str) -> None:
    made = [build(template(name), TABLE[name][0], state) for state in range(12)]
    assert len({(q.prompt, *sorted(o.text for o in q.options)) for q in made}) >= 9


def test_the_table_says_where_every_template_stands_and_nothing_else() -> None:
    files = {file for _, file in TABLE.values()}
    found = {name: file for file in files for name in importlib.import_module(f"tutor.questions.templates.{file}").REGISTRY}
    assert found == {name: file for name, (_, file) in TABLE.items()}
    standing = {path.stem for path in (ROOT / "tutor/questions/templates").glob("*.py")} - {"__init__"}
    assert standing == files


def test_every_template_asks_about_a_concept_of_the_graph_in_a_form_it_declares() -> None:
    assert {concept for concept, _ in TABLE.values()} <= set(load().concepts)
    assert len(TABLE) >= 120
    kinds = {template(name).kind for name in TABLE}
    assert {Kind.CHOICE, Kind.NUMBER, Kind.EXPRESSION, Kind.SET, Kind.VECTOR, Kind.MATRIX, Kind.VECTOR_UP_TO_SCALE} <= kinds
    assert {Kind.BASIS, Kind.INTERVAL, Kind.MATRIX_EXPRESSION, Kind.SEVERAL, Kind.WRONG_STEP, Kind.ORDER} <= kinds


# The ideas that learners of this field name (row reduction ... convolution); k-means stands under mixtures.
NAMED = """row_ops gauss_elim rref rank kernel image basis_dim lin_indep change_basis linear_map affine norms angle proj_line proj_subspace
    gram_schmidt determinant identity_inverse trace eigenvalues eigenvectors diagonalization definiteness cholesky svd low_rank pca
    derivative chain_rule gradient jacobian hessian taylor_1d taylor_multi backprop grad_matrix critical_points convex_set convex_fn
    lagrange grad_descent momentum sgd adam newton sets_counting cond_prob bayes gaussian bernoulli_binomial uniform_dist poisson_exp
    expectation variance covariance sampling lln_clt mle map confidence entropy cross_entropy kl linreg logreg sigmoid_softmax
    bias_variance kernels gmm_em mlp_forward mlp_backward convolution""".split()


def test_every_idea_learners_name_has_a_template() -> None:
    assert [concept for concept in NAMED if not templates_for(concept)] == []


def test_the_wording_of_a_template_allows_enough_different_questions() -> None:
    """Sampled here; `python -m eval questions` draws from every template."""
    for name in ("dot_product", "eigenvalues_two_by_two", "which_are_in_the_kernel", "order_of_bayes"):
        assert prompts_drawn(template(name)) >= fewest_drawn(500), name
    assert fewest_drawn(20) < 21 < fewest_drawn(500)


def test_topics_are_listed_without_sympy() -> None:
    program = "import sys; from tutor.questions.quiz import concepts_with_questions as c; assert len(c()) > 30; print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.sweep
def test_the_same_id_is_the_same_question_under_every_hash_seed() -> None:
    names = [
        "matrix_product.1.3",
        "eigenvalues_two_by_two.1.3",
        "chain_rule.1.3",
        "bayes_test.1.3",
        "transpose_of_product.1.3",
        "kl_divergence.1.3",
    ]
    program = (
        f"from tutor.questions.quiz import question, quiz; print([question(n) for n in {names}], quiz(['bayes', 'kernel'], 4, 9))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(told) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**9),
    st.sampled_from([name for name in TABLE if name in ("matrix_product", "bayes_test", "critical_point_type")]),
)
def test_shuffling_options_moves_the_key_with_them(state: int, name: str) -> None:
    made = build(template(name), TABLE[name][0], state)
    right = [option for option in made.options if option.misconception is None]
    assert [option.typed for option in right] == [made.key]
    letter = "abcd"[made.options.index(right[0])]
    assert grade(made, letter).grade is Grade.RIGHT
    for other in "abcd"[: len(made.options)]:
        if other != letter:
            found = grade(made, other)
            assert found.grade is Grade.WRONG and found.why == sentence(found.misconception or "")


def test_the_right_option_stands_in_every_place() -> None:
    places = set()
    for state in range(40):
        made = build(template("matrix_product"), "matmul", state)
        places.add(next(i for i, option in enumerate(made.options) if option.misconception is None))
    assert places == {0, 1, 2, 3}


def test_a_choice_is_answered_by_letter_number_or_value() -> None:
    made = question("matrix_product.1.7")
    right = next(i for i, option in enumerate(made.options) if option.misconception is None)
    for typed in ("abcd"[right], "ABCD"[right], f"({'abcd'[right]})", str(right + 1), made.key, made.key.replace(" ", "")):
        assert grade(made, typed).grade is Grade.RIGHT, typed
    assert grade(made, "e").grade is Grade.UNREADABLE
    assert grade(made, "[[100, 0], [0, 100]]").grade is Grade.UNREADABLE
    assert grade(made, " ").grade is Grade.UNREADABLE


def test_a_choice_of_words_is_answered_by_its_words_and_never_by_a_part_of_them() -> None:
    made = question("critical_point_type.1.4")
    assert grade(made, made.key.upper() + ".").grade is Grade.RIGHT
    assert grade(made, made.key.removeprefix("a ")).grade is Grade.RIGHT
    for typed in ("not " + made.key, made.key + " or a maximum", "point", "it is NOT " + made.key):
        assert grade(made, typed).grade is Grade.UNREADABLE, typed


def test_questions_can_be_kept_in_sets_and_written_down() -> None:
    made = [question(name) for name in ("transpose_of_product.1.3", "matrix_product.1.3")]
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301
    assert len(set(made)) == 2


def test_a_number_that_is_both_a_place_and_a_value_is_asked_back() -> None:
    """A key given as 'three' must never become option three (a fault of other systems)."""
    made = next(
        q
        for q in (build(template("precision_from_counts"), "metrics", s) for s in range(50))
        if q.options[0].misconception is None
    )
    options = [replace(option, text=f"${n}$", typed=str(n)) for option, n in zip(made.options, (3, 1, 4, 2), strict=False)]
    mixed = replace(made, options=tuple(options), key="3")
    assert grade(mixed, "3").grade is Grade.UNREADABLE
    assert grade(mixed, "a").grade is Grade.RIGHT
    assert grade(mixed, "c").grade is Grade.WRONG


def test_a_recognised_slip_is_told_to_the_learner() -> None:
    made = question("inverse_two_by_two.1.5")
    wrong = next(w for w in made.wrong if w.misconception == "det_not_divided")
    found = grade(made, wrong.typed)
    assert (found.grade, found.misconception) == (Grade.WRONG, "det_not_divided")
    assert found.why == "You did not divide by the determinant."


def test_any_right_form_counts() -> None:
    made = question("eigenvector_for_eigenvalue.1.5")
    assert grade(made, f"-7*{made.key}").grade is Grade.RIGHT
    assert grade(made, f"t{made.key}").grade is Grade.RIGHT
    assert grade(made, "(0, 0)").grade is Grade.WRONG
    product = question("transpose_of_product.1.0")
    assert grade(product, product.key.replace("*", " ")).grade is Grade.RIGHT
    entropy = question("entropy_in_bits.1.3")
    from tutor.questions.candidate import offered

    assert grade(entropy, f"{offered(entropy.key).real:.3f}").grade is Grade.RIGHT
    assert grade(entropy, f"{offered(entropy.key).real + 0.001:.3f}").grade is Grade.WRONG


def test_unreadable_answers_are_no_attempt_and_say_what_to_type() -> None:
    found = grade(question("chain_rule.1.4711"), "2 +")
    assert found.grade is Grade.UNREADABLE and found.why.startswith("I can't read what follows '2 +'")


def test_a_question_whose_proof_fails_cannot_exist() -> None:
    made = question("dot_product.1.1")
    with pytest.raises(ValueError, match="not confirmed"):
        replace(made, proof=replace(made.proof, verdict=False))
    with pytest.raises(ValueError, match="passed the check"):
        replace(made, proof=replace(made.proof, rejected=0))
    with pytest.raises(ValueError, match="exactly one option"):
        replace(question("matrix_product.1.1"), key="[[0, 0], [0, 0]]")


def test_the_gate_refuses_a_false_key_and_a_check_that_sleeps() -> None:
    made = question("projection_on_line.1.1")
    entry, draft = template(made.template), draft_of(made)
    assert all(caught(made, wrong.typed) for wrong in made.wrong)
    with pytest.raises(ValueError, match="the check accepts"):
        admit(entry, made.concept, made.state, replace(draft, check=lambda _: True))
    with pytest.raises(ValueError, match="not confirmed"):
        admit(entry, made.concept, made.state, replace(draft, check=lambda _: False))


def test_a_wrong_value_that_equals_the_key_is_never_an_option() -> None:
    """1/2 and 2/4 are one value: the second must not stand beside the first as wrong."""
    draft = Draft("How much?", Fraction(1, 2), [(Fraction(2, 4), "sign_slip"), (2, "sign_slip"), (3, "sign_slip"), (2, "z_sign")], ["So."], "Half.",
                  lambda c: c.number == Fraction(1, 2), ("one", "two"))  # fmt: skip
    made = admit(Template("half", lambda _: draft, Kind.CHOICE, Kind.NUMBER, Difficulty.EASY, 1.0), "fn_notation", 0, draft)
    assert sorted(option.typed for option in made.options) == ["1/2", "2", "3"]


@pytest.mark.parametrize(
    "name",
    [
        "chain_rule.1",
        "chain_rule.1.x",
        "nothing.1.1",
        "chain_rule.99.1",
        "chain_rule.01.1",
        "chain_rule.1.9999999999",
        "",
        "../x.1.1",
    ],
)
def test_an_unknown_id_is_answered_with_one_sentence(name: str) -> None:
    with pytest.raises(UnknownQuestion) as refusal:
        question(name)
    assert str(refusal.value).endswith(".") and "\n" not in str(refusal.value)


def test_the_same_seed_is_the_same_quiz_and_another_seed_another() -> None:
    concepts = ["matmul", "chain_rule", "bayes"]
    assert quiz(concepts, 6, 7) == quiz(concepts, 6, 7)
    assert quiz(concepts, 6, 7) != quiz(concepts, 6, 8)


def test_a_quiz_goes_round_its_topics_and_never_repeats_itself() -> None:
    made = quiz(["matmul", "chain_rule", "bayes"], 9, 7)
    assert len({q.id for q in made}) == len({q.prompt for q in made}) == 9
    assert all(a.concept != b.concept for a, b in zip(made, made[1:], strict=False))
    assert {q.concept for q in made} == {"matmul", "chain_rule", "bayes"}


def test_a_topic_without_templates_is_told_and_never_padded() -> None:
    with pytest.raises(NoSuchTopic, match="No template asks about proof_logic yet"):
        quiz(["proof_logic"], 5, 1)
    with pytest.raises(NoSuchTopic):
        for_concept("proof_logic", 1)
    assert quiz(["matmul"], 0, 1) == ()
    assert {q.concept for q in quiz(["proof_logic", "matmul"], 3, 1)} == {"matmul"}


def test_every_concept_with_questions_gives_one() -> None:
    for concept in sorted(concepts_with_questions()):
        assert for_concept(concept, 3).concept == concept
        assert templates_for(concept)


def test_every_misconception_of_the_graph_has_its_sentence() -> None:
    named = {slip for concept in CONCEPTS for slip in concept["miss"]}
    assert named <= set(sentences())
    for slip, told in sentences().items():
        assert told.startswith("You ") and told.endswith(".") and "\n" not in told, slip
    assert len(set(sentences().values())) == len(sentences())
