"""What is asked is what is answered, and nothing that was typed is dropped."""

from __future__ import annotations

import re

import pytest

import tutor.maths.steps.dropped as dropped
import tutor.maths.steps.matrix_gradient as matrix_gradient
from tests.conftest import clock, since
from tutor.errors import Unreadable
from tutor.maths.answers.judge import KINDS, Grade, judge
from tutor.maths.steps import StepFailed, solve
from tutor.maths.steps.matrix_formula import letter, read_formula
from tutor.maths.steps.solve import EXAMPLES

TEST = "prevalence 1%, sensitivity 99%, specificity 95%. "
EVENTS = "P(A)=0.3, P(B|A)=0.8, P(B|not A)=0.1. "

ANSWERS = [
    # Bayes: the question asked is the one answered
    (TEST + "what is the probability of a positive test?", "297/5000"), (TEST + "what is the probability of a negative test?", "4703/5000"),
    (TEST + "what is the probability that a person has the disease and tests positive?", "99/10000"),
    (TEST + "what is the chance of a false positive?", "1/20"), (TEST + "What is the false negative rate?", "1/100"),
    (TEST + "what are the odds of disease given positive?", "1:5"), (TEST + "What is the probability of disease after two positive tests?", "99/124"),
    (TEST + "the person tests positive twice. what is the chance of disease?", "99/124"),
    (TEST + "probability of being healthy given a positive test?", "5/6"), (TEST + "probability of no disease given a positive test", "5/6"),
    (TEST + "probability of being healthy given a negative test?", "9405/9406"), (TEST + "P(healthy | +)?", "5/6"),
    (TEST + "What is the probability that a sick person tests negative?", "1/100"), (TEST + "how likely is a positive test for a healthy person?", "1/20"),
    (TEST + "what is the probability that someone who has the disease tests negative?", "1/100"),
    (TEST + "what is the probability that someone who tests positive has it?", "1/6"), (TEST + "P(- | disease)", "1/100"),
    (EVENTS + "Find P(A|B).", "24/31"), (EVENTS + "Find P(not A|B).", "7/31"), (EVENTS + "P(A | not B)?", "2/23"), (EVENTS + "Find P(B).", "31/100"),
    (EVENTS + "What is P(A and B)?", "6/25"), (EVENTS + "P(not B)?", "69/100"), ("P(A) = 0.3, P(B|A) = 0.5, P(B|not A) = 0.2, find P(not A|B)", "14/29"),
    # gradients of formulas of vectors and matrices
    ("gradient of x^T A x", "(A + A^T) x"), ("derivative of x^T A x", "(A + A^T) x"), ("gradient of w^T x", "x"), ("gradient of x^T x", "2 x"),
    ("gradient of b^T x", "b"), ("gradient of a^T x with respect to x", "a"), ("gradient of ||Ax - b||^2", "2 A^T (A x - b)"), ("gradient of ||x||", "x/||x||"),
    ("gradient of 1/2 x^T A x - b^T x for symmetric A", "A x - b"), ("gradient of (w^T x - y)^2 with respect to w", "2 (w^T x - y) x"),
    ("gradient of sigmoid(w^T x) with respect to w", "sigmoid(w^T x) (1 - sigmoid(w^T x)) x"), (r"gradient of $\mathbf{x}^\top \mathbf{A} \mathbf{x}$", "(A + A^T) x"),
    ("gradient of -log(sigmoid(w^T x)) wrt w", "-(1 - sigmoid(w^T x)) x"), ("gradient of x^T A y with respect to y", "A^T x"),
    # with respect to
    ("gradient of (wx+b-y)^2 with respect to w", "(2*x*(b + w*x - y))"), ("gradient of x^2 + y^2 with respect to x", "(2*x)"),
    ("gradient of x^2 y with respect to x at (1,2)", "(4)"), ("hessian of x^2 y with respect to x", "[[2y]]"), ("gradient of x^2 y z w.r.t. x and y", "(2x y z, x^2 z)"),
    # names, words and plain typing
    ("derivative of the sigmoid 1/(1+e^-x)", "e^(-x)/(1+e^(-x))^2"), ("derivative of sigmoid 1/(1+exp(-x))", "e^(-x)/(1+e^(-x))^2"),
    ("derivative of the softplus ln(1+e^x)", "e^x/(1+e^x)"), ("derivative of sigmoid(2x)", "2e^(-2x)/(1+e^(-2x))^2"), ("derivative of tanh 2x", "2 - 2tanh(2x)^2"),
    ("derivative of x cubed plus 2x", "3x^2+2"), ("derivative of the square root of x", "1/(2sqrt(x))"), ("gradient of x1^2 + x2^2", "(2x_1, 2x_2)"),
    ("2 d/dx x^2", "4x"), ("5 d/dx sin x", "5cos(x)"), ("3 d/dx x^3 at x = 1", "9"), ("derivative of the logistic function 1/(1+exp(-3x))", "3e^(-3x)/(1+e^(-3x))^2"),
    # lengths and extremes
    ("normalise (1,2,2)", "(1/3,2/3,2/3)"), ("normalize the vector (3,4)", "(3/5,4/5)"), ("unit vector in the direction of (3,4)", "(3/5,4/5)"),
    ("Frobenius norm of [[1,2],[3,4]]", "sqrt(30)"), ("minimum of |x-3|", "x = 3: local minimum, value 0"), ("critical points of |x|", "x = 0: local minimum"),
    ("minimum of x^2 - 4x + 7", "x = 2: local minimum, value 3"), ("maximum of x^2", "no local maximum; x = 0: local minimum, value 0"),
    ("X takes values 0, 1, 2 with probabilities 0.5, 0.3, 0.2. Find E[X] and Var(X).", "mean = 7/10; variance = 61/100"),
    # limits and areas
    ("limit of 1/x as x -> 0", "no limit"), ("limit of 1/x^2 as x->0", "infinity"), ("limit of |x|/x as x -> 0", "no limit"), ("limit of x/|x| as x->0+", "1"),
    ("limit of 1/x as x -> 0 from the left", "-infinity"), ("limit of (1 - cos x)/x^2 at 0", "1/2"), ("lim x->oo (1+1/x)^x", "e"), ("limit of (x-1)/(x^2-1) at x = 1", "1/2"),
    ("integral of e^-x from 0 to infinity", "1"), ("integral of 3 e^(-3x) from 0 to infinity", "1"), ("integral of 1/x from 1 to infinity", "diverges"), ("integral of 1/(1+x^2) from 0 to infinity", "pi/2"),
    # matrices
    ("compute A^5 for A=[[2,1],[1,2]]", "[[122,121],[121,122]]"), ("A^T A for A = [1 2; 3 4]", "[[10,14],[14,20]]"),
    ("A^-1 B where A=[[1,2],[3,4]] and B=[[1,0],[0,2]]", "[[-2,2],[3/2,-1]]"), ("A + B for A = [[1,2],[3,4]] and B = [[0,1],[1,0]]", "[[1,3],[4,4]]"),
    ("AB - BA where A = [[1,2],[3,4]], B = [[0,1],[1,0]]", "[[-1,-3],[3,1]]"), ("2 [[1,2],[3,4]] + I", "[[3,4],[6,9]]"), ("[[1,2],[3,4]]^2", "[[7,10],[15,22]]"),
    ("determinant of the inverse of [[1,2],[3,4]]", "-1/2"), ("det(2A) for A = [[1,2],[3,5]]", "-4"), ("det([[1,2],[3,4]] - 2I)", "-8"),
    ("rank of A^T A where A = [[1,2],[2,4],[0,0]]", "1"), ("eigenvalues of 2[[1,2],[2,1]]", "{6, -2}"), ("trace of [[1,2],[3,4]] + [[1,0],[0,1]]", "7"),
    ("svd of np.array([[3,0],[0,2]])", "U = [[1, 0], [0, 1]]; S = [[3, 0], [0, 2]]; V = [[1, 0], [0, 1]]"), ("np.linalg.inv([[0.5, 0.25],[1, 2]])", "[[8/3,-1/3],[-4/3,2/3]]"),
    ("rank of the matrix with rows (1,2,3), (2,4,6), (1,0,1)", "2"), ("determinant of diag(1,2,3)", "6"), ("determinant of the 3x3 identity matrix", "1"),
    ("QR of [[3,1],[4,2]]", "Q = [[3/5, -4/5], [4/5, 3/5]]; R = [[5, 11/5], [0, 2/5]]"), ("project (1,2) onto the line through (3,4)", "(33/25,44/25)"),
    # chance, equations, steps downhill
    ("variance of Bin(10, 0.3)", "21/10"), ("E[X] for X uniform on [2, 8]", "5"), ("Var(3X+2) if Var(X) = 4", "36"), ("expected value of Poisson(3)", "3"), ("mean of N(2, 9)", "2"),
    ("maximum likelihood estimate of p for 7 heads in 10 flips", "7/10"), ("D_KL(q||p), p=[1/2,1/2], q=[1/4,3/4]", "3ln(3)/4 - ln(2)"), ("softmax of [1000, 1000]", "(1/2,1/2)"),
    ("gradient descent f(w) = (w-5)^2, w0 = 0, lr = 0.5, 1 step", "5"), ("newton method one step f(x)=x^2-2, x0=2", "3/2"),
    ("solve 2x + 1 > 7", "(3, oo)"), ("x^2 - 4 > 0", "(-oo, -2) or (2, oo)"), ("x^2 - 4 <= 0", "[-2, 2]"), ("x^2 < 0", "no solution"),
    ("solve x + y = 5 for y", "y = 5 - x"), ("solve a x = b for x", "x = b/a"), ("3(x-1) - 2(x+2) = 0", "x = 7"),
]  # fmt: skip

REFUSED = [
    "mean of 1, 2, x", "variance of 1, 2, x", "mean of 1, 2, ?", "mean of 1, 2, ..., 10", "standard deviation of x, 1, 3", "norm of [[1,2],[3,4]]",
    "l1 norm of [[1,2],[3,4]]",  "mean of (1,2) and (3,4)", "variance of (1,2),(3,4)", "mean of 10 20 30 %", "mean of 1,5 and 2,5",
    "softmax of [[1,2],[3,4]]", "sigmoid of [[0,1],[1,0]]", "gradient of x^2 with respect to y", "gradient of x^2 + y^2 with respect to x and z",
    "derivative of 3x2", "derivative of x3", "x2 - 5x + 6 = 0", "solve x2 = 4", "critical points of x3 - 3x", "gradient of x2 + y2", "integral of x2", "limit of x2 as x -> 3",
    "derivative of sigmoid 1/x", "derivative of A^T", "gradient of A x^T", "gradient of tr(A^T X)", "integral of x^T", "gradient of x^T A x at (1,2)", "gradient of u^T v",
    "gradient of 2 x^T A x with respect to A", "hessian of x^T A x", "critical points of x^T A x", "gradient of x^T banana x", "gradient of ||x", "gradient of x^T A x with respect to z",
    TEST + "what is the probability of disease?", TEST + "What is the probability that the test is wrong?", TEST + "probability that a banana tests positive given disease", TEST + "P(A or B)",
    TEST + "given a positive test, what is the probability of a second positive test?",
    TEST + "After a positive and a negative test, how likely is the disease?", TEST + "chance of a false positive given disease?",
    EVENTS + "P(A|B) and P(B)?", "P(A)=0.3, P(B|A)=0.8, P(A|B)=0.5. Find P(B).", "project (1,2) onto the line through (1,1) and (2,3)",
    "derivative of the square root of x plus 1", "integral of 1/(x-40)^2 from 0 to infinity", "integral of 1/x^2 from 0 to infinity",
    "solve x + y = 5, x - y = 1 for q", "A^2 where A = [[1,2],[3,4]] and B = [[0,1],[1,0]]", "A^5 for A = [[1,2,3],[4,5,6]]", "inverse of the inverse of [[1,2],[2,4]]",
    "A B x where A = [[1,2],[3,4]] and B = [[0,1],[1,0]]", "rank of the 3x3 matrix with rows (1,2), (2,4)", "variance of Bin(10, 1.3)", "Var(X^2) if Var(X)=3", "solve x^3 > 1",
    "critical points of x^(2/3)", "limit of sin(1/x) as x -> 0", "integral of sin(x) from 0 to infinity", "QR of [[1,2],[2,4]]", "normalise (0,0)", "2x + y > 3",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    solve("eigenvectors of [[1, 1], [1, 0]]")
    solve("derivative of sin(x^2)")
    solve("gradient of x^T A x")


@pytest.mark.parametrize(("problem", "answer"), ANSWERS, ids=[p for p, _ in ANSWERS])
def test_what_is_asked_is_what_is_answered(problem: str, answer: str) -> None:
    found = solve(problem)
    assert found.problem == problem
    same = found.answer.replace(" ", "") == answer.replace(" ", "")
    assert same or (found.kind in KINDS and judge(found.kind, found.answer, answer).grade is Grade.RIGHT), found.answer
    assert "second route" in found.steps[-1].checked
    for step in found.steps:
        assert step.says.count("$") % 2 == 0 and step.latex.count("{") == step.latex.count("}")


@pytest.mark.parametrize("problem", REFUSED)
def test_what_could_mean_two_things_or_would_be_dropped_is_refused(problem: str) -> None:
    solve("2 + 3")  # the half second is for reading what was typed, not for opening a package once
    start = clock()
    with pytest.raises(Unreadable) as refusal:
        solve(problem)
    assert since(start) < 0.5  # of this process, however busy the machine is with others
    assert len(str(refusal.value)) < 220 and "\n" not in str(refusal.value)


# -- the law -----------------------------------------------------------------------------------------------------------------
ADDED = (
    "{} x",
    "{} 7",
    "2 {}",
    "{} ^2",
    "{} + 1",
    "{} with respect to w",
    "{} given 3",
    "x {}",
    "{}, ..., 9",
    "- {}",
    "{}, where q = 4",
)


@pytest.mark.parametrize("example", EXAMPLES[::3])
def test_nothing_added_to_a_problem_leaves_its_solution_as_it_is(example: str) -> None:
    plain = solve(example)
    for added in ADDED:
        if added == "x {}" and example.startswith("is "):
            continue  # "x is [[2, 1], [1, 2]] positive definite" names the matrix
        try:
            other = solve(added.format(example))
        except Unreadable:
            continue
        assert (other.answer, [s.latex for s in other.steps]) != (plain.answer, [s.latex for s in plain.steps]), added.format(
            example
        )


@pytest.mark.parametrize(
    "problem",
    ["norm of (3, 4)", "mean of 1, 2, 6", "derivative of x^2 + 3x", "rank of [[1, 2], [2, 4]]", "P(X = 3) for X ~ Bin(10, 0.3)"],
)
def test_every_number_letter_and_sign_of_a_problem_is_tried(problem: str) -> None:
    places = {start for start, _, _ in dropped.changes(problem)}
    numbers = {m.end() - 1 for m in re.finditer(r"\d+(?:\.\d+)?", problem)}
    assert numbers <= places and len(list(dropped.changes(problem))) < dropped.MOST_CHANGES


def test_a_reader_that_skips_a_number_is_found_out() -> None:
    known = solve("mean of 1, 2")

    def careless(typed: str, first: object) -> object:
        return known  # whatever was typed

    with pytest.raises(Unreadable, match="can't place"):
        dropped.is_all_read("mean of 1, 2", known, careless)  # type: ignore[arg-type]


# -- formulas of vectors and matrices ----------------------------------------------------------------------------------------
def test_a_wrong_gradient_of_a_matrix_formula_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix_gradient, "_turned_slope", lambda u, setting: letter("A"))  # a transpose forgotten
    with pytest.raises((StepFailed, Unreadable)):
        solve("gradient of ||Ax - b||^2")


def test_a_transpose_that_is_forgotten_is_seen_on_numbers() -> None:
    f, setting = read_formula("x^T A x"), matrix_gradient.settle(read_formula("x^T A x"), "x", ())
    assert matrix_gradient.tried(f, read_formula("(A + A^T) x"), setting).holds
    assert not matrix_gradient.tried(f, read_formula("2 A x"), setting).holds
    assert not matrix_gradient.tried(f, read_formula("A x"), setting).holds


def test_which_letter_moves_is_said_where_it_was_not_asked() -> None:
    assert "weights" in solve("gradient of w^T x").steps[0].says
    assert "weights" not in solve("gradient of w^T x with respect to w").steps[0].says


# -- steps that are true as they are written ---------------------------------------------------------------------------------
def test_the_decomposition_names_the_matrix_whose_eigenvalues_it_takes() -> None:
    told = " ".join(f"{s.says} {s.latex} {s.checked}" for s in solve("SVD of [[3,0],[0,-2]]").steps)
    assert r"\det(\lambda I - A^\top A)" in told and r"\det(\lambda I - A)" not in told and r"A^\top A v =" in told


def test_the_population_comes_before_the_sample() -> None:
    for problem in ("variance of 1, 2, 6", "covariance of (1,2,3) and (2,4,7)", "mean and variance of 2, 4, 4, 6"):
        says = [s.says for s in solve(problem).steps]
        only = next(k for k, s in enumerate(says) if "only a sample" in s)
        assert any("all there are" in s for s in says[:only]), says


def test_events_called_a_and_b_are_not_called_a_condition() -> None:
    for step in solve(EVENTS + "Find P(A|B).").steps:
        assert "condition" not in step.says and "P(D" not in step.latex and "+ \\mid" not in step.latex


def test_an_equation_in_one_letter_is_solved_move_by_move() -> None:
    lines = [s.latex for s in solve("3(x-1) - 2(x+2) = 0").steps]
    assert lines[0].startswith("3 ") and "x - 7 = 0" in lines and "x = 7" in lines


def test_critical_points_show_the_equation_that_was_solved() -> None:
    lines = " ".join(s.latex for s in solve("critical points of x^3 + y^3 - 3xy").steps)
    assert r"\begin{cases}" in lines and "y = x^{2}" in lines and "= 0" in lines


def test_either_of_two_events_shows_both_together() -> None:
    solution = solve("P(A or B) if A and B are independent, P(A)=0.5, P(B)=0.4")
    assert r"P(A \cap B) = \frac{1}{2} \cdot \frac{2}{5} = \frac{1}{5}" in [s.latex for s in solution.steps]


def test_a_number_that_is_not_needed_is_said_to_be_left_out() -> None:
    assert "not needed" in " ".join(s.says for s in solve("P(A)=0.6, P(B)=0.5, P(A and B)=0.3. P(B|A)?").steps)
    assert "does not matter" in " ".join(s.says for s in solve("nullity of a 5x8 matrix of rank 3").steps)


# -- hostile -----------------------------------------------------------------------------------------------------------------
HOSTILE = ["gradient of x^T " + "A " * 400 + "x", "gradient of " + "||" * 200 + "x", "gradient of " + "(" * 300 + "x^T x", "A^12 for A = [[999999,1],[1,999999]]",
    "A^999999 for A = [[1,2],[3,4]]", "np.array(" * 90, "mean of " + "1, " * 320 + "2", "solve " + "x + " * 240 + "1 > 0", "variance of Poisson(1e308)", "mean of Bin(999999999, 0.5)",
    "integral of e^-x from 0 to infinityinfinity", "limit of " + "1/" * 200 + "x as x -> 0", "gradient of __import__('os')^T x", "QR of " + "[[1,2],[3,4]]" * 70]  # fmt: skip


@pytest.mark.parametrize("problem", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_problems_end_at_once(problem: str) -> None:
    start = clock()
    with pytest.raises(Unreadable):
        solve(problem)
    assert since(start) < 0.5


def test_a_number_with_grouped_thousands_is_asked_about_and_no_list() -> None:
    with pytest.raises(Unreadable, match=r"Is 12,000 one number\? — type 12000"):
        solve("variance of 12,000")
    assert solve("mean of 100,200,300").answer == "200"
