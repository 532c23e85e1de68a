"""A formula in plain words: built from what is known, honest where it is not, and never an exception."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.conftest import clock, since
from tutor.maths.explain import Origin, explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.worked.grows import growth
from tutor.maths.worked.numbers_example import worked_example

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

SENTENCES = [
    (
        "y = mx + b",
        "where m is the slope and b is the intercept",
        "the output y is found by taking the slope m, multiplying it by the input x, and adding the intercept b, where the line crosses the y-axis",
    ),
    ("A = lw", "where l is the length and w is the width", "A is found by taking the length l and multiplying it by the width w"),
    (
        "E = mc^2",
        "where $m$ is the mass and $c$ is the speed of light",
        "E is found by taking the mass m and multiplying it by the square of c (the speed of light)",
    ),
    (
        r"c = \sqrt{a^2 + b^2}",
        "",
        "c is found by taking the square of a, adding the square of b, and taking the square root of the result",
    ),
    (
        r"z = \frac{x - \mu}{\sigma}",
        "the z-score",
        r"the z-score z is found by taking the observation x, subtracting the mean $\mu$, and dividing the result by the standard deviation $\sigma$",
    ),
    (
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
        "",
        "the probability of A (what we ask about) given B (what we have seen) is found by taking the probability of B given A, "
        "multiplying it by the probability of A, and dividing the result by the probability of B",
    ),
    (r"A \in \mathbb{R}^{m \times n}", "", "A is a matrix of real numbers with m rows and n columns"),
    (r"x \in \mathbb{R}^n", "", "x is a vector of n real numbers"),
    (
        r"\operatorname{Var}(X) = E[X^2] - E[X]^2",
        "",
        "the variance of the random variable X is found by taking the expected value of the square of X and subtracting the square of the expected value of X",
    ),
    (
        r"\theta \leftarrow \theta - \eta \nabla L(\theta)",
        r"gradient descent with the learning rate $\eta$ and the loss $L(\theta)$",
        r"$\theta$ is replaced by $\theta$ minus the product of the learning rate $\eta$ and the gradient of the loss L at $\theta$",
    ),
    (
        r"(AB)^{-1} = B^{-1} A^{-1}",
        "",
        "the inverse of the product of A and B equals the product of the inverse of B and the inverse of A",
    ),
    (
        r"\|u + v\| \le \|u\| + \|v\|",
        "",
        "the length of the sum of u and v is at most the sum of the length of u and the length of v",
    ),
    (r"\hat{y} = \mathbf{w}^\top \mathbf{x} + b", "", r"$\hat{y}$ is found by taking the dot product of w and x and adding b"),
    (
        r"\frac{dy}{dx} = \frac{dy}{du} \frac{du}{dx}",
        "",
        "the derivative of y with respect to x equals the product of the derivative of y with respect to the inner quantity u and the derivative of u with respect to x",
    ),
    (
        r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i",
        "the sample mean",
        r"$\bar{x}$ is found by taking the sum, for i from 1 to n (the number of observations), of the observation $x_i$ and dividing it by n",
    ),
    (r"0 \le p \le 1", "", "0 is at most p, which is at most 1"),
    (r"\Delta x \to 0", "", "the change in x goes to 0"),
    (r"A \cap B", "", "this is the intersection of A and B"),
    (r"P(A \cap B) = 0", "", "the probability of A and B is 0"),
    (r"f'(x) = 2x", "", "the derivative of f at x is found by taking x and multiplying it by 2"),
    (r"|x - x'| > 0", "", "the absolute value of the difference between x and $x'$ is greater than 0"),
    (
        r"y = \sqrt{4 x} + 5 x",
        "",
        "y is found by taking x, multiplying it by 4, taking the square root of the result, and adding 5 times x",
    ),
    (r"A = \pi r^2", "where r is the radius", "A is found by taking π and multiplying it by the square of the radius r"),
]


@pytest.mark.parametrize(("latex", "around", "meaning"), SENTENCES)
def test_a_formula_becomes_one_plain_sentence(latex, around, meaning):
    assert explain_formula(latex, around).meaning == meaning


@pytest.mark.parametrize(
    "latex",
    [
        "dg = n - 1",
        r"I = E_x E_y \{ p(x, y) \}",
        r"\foo + 1",
        r"x \heartsuit y",
        r"\forall x \exists y: x < y",
        r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
    ],
)
def test_where_no_sentence_can_be_built_the_meaning_is_the_reading(latex):
    found = explain_formula(latex)
    assert found.meaning == found.spoken


def origins(latex: str, around: str) -> dict[str, tuple[str, str]]:
    return {s.symbol: (s.meaning, s.origin.value) for s in explain_formula(latex, around).symbols}


def test_a_meaning_from_the_text_wins_over_the_usual_one():
    assert origins("y = mx + b", "the line, where b is the bias") == {
        "y": ("the output", "convention"),
        "m": ("the slope", "convention"),
        "x": ("the input", "convention"),
        "b": ("the bias", "text"),
    }


def test_a_symbol_nobody_explained_stands_without_a_meaning():
    assert origins("q = rs", "where r is the rate") == {"q": ("", "none"), "r": ("the rate", "text"), "s": ("", "none")}


def test_a_meaning_from_the_text_comes_with_its_place():
    around = "We draw a line, where m is the slope."
    found = {s.symbol: s for s in explain_formula("y = mx + b", around).symbols}["m"]
    assert found.origin is Origin.TEXT and found.start is not None
    assert around[found.start : found.end] == "m is the slope"


def test_sizes_come_from_text_or_caller_and_the_caller_wins():
    assert (
        explain_formula("BA", "B is 3x2 and A is 4x4").shapes.clashes[0].sentence
        == "B is 3x2 and A is 4x4: the inner sizes 2 and 4 differ"
    )
    assert explain_formula("BA", "B is 3x2 and A is 4x4", {"A": [2, 5]}).shapes.result == ("3", "5")


EXAMPLES = [
    ("y = mx + b", (("m", "2"), ("x", "3"), ("b", "1")), (r"2 \cdot 3 = 6", "6 + 1 = 7"), "y = 7"),
    (r"c = \sqrt{a^2 + b^2}", (("a", "3"), ("b", "4")), ("3^{2} = 9", "4^{2} = 16", "9 + 16 = 25", r"\sqrt{25} = 5"), "c = 5"),
    (r"\sigma(z) = \frac{1}{1 + e^{-z}}", (("z", "0"),), (r"\exp(0) = 1", "1 + 1 = 2"), r"\sigma(z) = \frac{1}{2}"),
    (
        r"m = \frac{1}{n} \sum_{i=1}^{n} x_i",
        (("x_1", "2"), ("x_2", "3"), ("x_3", "1"), ("n", "3")),
        ("2 + 3 + 1 = 6", r"\frac{1}{3} \cdot 6 = 2"),
        "m = 2",
    ),
]


@pytest.mark.parametrize(("latex", "given", "steps", "result"), EXAMPLES)
def test_small_numbers_are_put_in_step_by_step(latex, given, steps, result):
    found = worked_example(read_formula(latex).tree, latex)
    assert found is not None
    assert (found.given, found.steps, found.result) == (given, steps, result)
    assert found.checked.startswith("computed again")


@pytest.mark.parametrize(
    "latex", [r"A = U \Sigma V^\top", r"\|x\|", "x", "", r"y = \foo", r"\mathbf{y} = \mathbf{A}\mathbf{x}", "x = x + 1"]
)
def test_what_is_no_sure_computation_gets_no_example(latex):
    assert worked_example(read_formula(latex).tree, latex) is None


@pytest.mark.parametrize(
    ("latex", "around"),
    [("z = uv", "u in R^3, v in R^3"), ("y = fg", "let f be a function"), (r"\mathbf{F}_t \odot \mathbf{I}_t", "")],
)
def test_no_number_is_put_in_for_what_is_no_number(latex, around):
    assert explain_formula(latex, around).example is None


def test_of_two_meanings_the_one_told_nearest_to_the_formula_counts():
    around = "A line is $y = mx + b$, where $x$ is the input." + " Later we learn more." * 20 + " Here $x$ is the list of inputs."
    assert origins("y = mx + b", around)["x"] == ("the input", "text")
    assert origins("y = wx", around)["x"] == ("the list of inputs", "text")


def test_a_quantity_with_another_index_is_another_quantity():
    found = worked_example(read_formula("v = v_0 + at").tree, "v = v_0 + at")
    assert found is not None and found.result == "v = 14"


GROWS = [
    ("y = mx + b", [("m", "grows", "proved"), ("x", "grows", "proved"), ("b", "grows", "proved")]),
    ("d = v/t", [("v", "grows", "proved"), ("t", "shrinks", "proved")]),
    (r"z = \frac{x - \mu}{\sigma}", [("x", "grows", "proved"), (r"\mu", "shrinks", "proved"), (r"\sigma", "depends", "tested")]),
    (r"S = \frac{\sigma}{\sqrt{n}}", [(r"\sigma", "grows", "proved"), ("n", "shrinks", "proved")]),
    (r"y = e^{-k t}", [("k", "shrinks", "proved"), ("t", "shrinks", "proved")]),
    ("q = a^2 - b", [("a", "grows", "proved"), ("b", "shrinks", "proved")]),
    (r"A = U \Sigma V^\top", []),
]


@pytest.mark.parametrize(("latex", "expected"), GROWS)
def test_what_happens_when_a_quantity_grows(latex, expected):
    assert [(g.symbol, g.does, g.standing) for g in growth(read_formula(latex).tree, latex)] == expected


def test_the_amount_of_growth_is_told_where_it_is_simple():
    assert (
        growth(read_formula("y = mx + b").tree, "y = mx + b")[0].sentence
        == "when $m$ grows by 1 and the rest stays, $y$ grows by $x$"
    )


def test_a_name_of_a_part_says_which_part():
    part = r"p_c = \frac{\exp(z_c)}{\sum_j \exp(z_j)}"
    assert explain_formula(rf"H = -\sum_c p_c \log p_c, \quad {part}").naming == f"Part of it, ${part}$, is"
    assert explain_formula(part).naming == "This is"
    assert explain_formula(r"\omega_1^2 = \omega_2^2 + \omega_3^2").naming == "This has the form of"
    assert explain_formula("x = 3").naming == ""


def test_what_only_has_the_form_of_a_name_takes_no_meanings_from_it():
    frequencies = explain_formula(r"\omega_1^2 = \omega_2^2 + \omega_3^2", "frequencies, as in a triangle")
    assert frequencies.name is not None and not frequencies.name.sure
    assert not any("side" in one.meaning for one in frequencies.symbols)
    assert any("side" in one.meaning for one in explain_formula("a^2 + b^2 = c^2", "the Pythagorean theorem").symbols)


def test_the_name_comes_with_its_concept():
    found = explain_formula(r"P(H \mid E) = \frac{P(E \mid H) P(H)}{P(E)}").name
    assert found is not None and (found.name, found.concept) == ("Bayes' theorem", "bayes")


HOSTILE = [
    "",
    "\\",
    "{" * 500,
    "(" * 3_000,
    "x^" * 400,
    "\\frac" * 300,
    "\\sqrt{" * 200,
    "+".join(["x"] * 700),
    " ".join(f"x_{{{n}}}" for n in range(300)),
    "=".join("abcdefgh" * 20),
    "a \\cdot b + " * 100,
    "\\sum_{i=1}^{n} " * 40 + "x_i",
    "\\begin{bmatrix}" + " & ".join("x" * 120) + "\\end{bmatrix}",
    "9^{9^{9^{9}}}",
    "y = 9^{9^{9^x}}",
    "y = (10^8)!",
    "y = \\binom{x}{10^9}",
    "\x00\x02\x03$\u2028",
    "P(A \\mid B) = " * 30,
    "\\sum_x p(x) \\log p(x) + " * 20,
    r"\begin{bmatrix}\end{bmatrix} x",
    "y = " + " + ".join("abcdefghijklmnopqrstuvwxyz"),
]


@pytest.mark.parametrize("latex", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_raises_and_nothing_takes_long(latex):
    explain_formula("x")  # the tables are read once
    for around in ("", latex, "$" + latex + "$ where $x$ is the " * 50):
        began = clock()
        explain_formula(latex, around)
        assert since(began) < 1.5  # half a second on a quiet machine


PIECES = (
    r"\frac { } x _ ^ \sum ( ) [ ] \log = + - P \mid A \top 2 \mathbb{R} \in & \\ \begin{bmatrix} \end{bmatrix} \int dx \partial | \| , \exp ! \hat "
    r"\sqrt e \pi \to \lim % $ where is the slope"
).split()


def test_nothing_thrown_together_at_random_raises():
    draw = random.Random("pieces")
    for _ in range(600):
        latex = "".join(draw.choices(PIECES, k=draw.randint(1, 40)))
        explain_formula(latex, " ".join(draw.choices(PIECES, k=draw.randint(1, 60))))


def test_the_hostile_list_of_the_project_does_no_harm():
    path = SHARED / "data/formulas/hostile.jsonl"
    if not path.exists():
        pytest.skip("the shared list of hostile inputs is not here")
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = str(case.get("typed", line))
        explain_formula(text, text)


def test_an_index_that_is_counted_out_does_not_stop_the_example() -> None:
    latex = r"\begin{aligned} \sum_{i = 1}^{n} \frac{1}{2} (y_i + y_{i-1}) \end{aligned}"
    assert explain_formula(latex, "the trapezoidal rule").complete


def test_a_large_matrix_of_products_is_read_without_running_out_of_depth() -> None:
    row = " & ".join(r"{p}_4^T{A}_3{A}_2{q}_1" for _ in range(4))
    latex = r"M = \left(\begin{array}{cccc}" + r" \\ ".join([row] * 4) + r"\end{array}\right)"
    assert explain_formula(latex).complete
