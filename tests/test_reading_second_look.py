r"""What older draws had found wrong and was explained as before: a line a cause."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula


@pytest.mark.parametrize(
    ("latex", "sense"),
    [
        (r"V V^T \neq \mathbf{I}!!!", "exclamation marks of emphasis"),
        ("n.sv = 1", "one name"),
        (r"f(x + h) \approx f(x) + \mathcal{O}(h)^3", "the order of a power"),
        (r"\nabla w f(x, w)", "the gradient, with respect to the letter behind the sign, of what follows"),
        (r"\int g \, d\frac{X - \mu}{\sigma}", "a differential: the variable is what stands behind the d"),
        (r"f(x;\mid \theta)", "what stands behind the semicolon is given"),
        (r"\sum^{N} y_i b - \log(1 + e^{b})", "it takes in what follows"),
    ],
)
def test_what_may_be_meant_is_listed(latex, sense):
    assert sense in [one for doubt in read_formula(latex).ambiguous for one in doubt.readings]


@pytest.mark.parametrize(
    "latex", [r"P(A \;|\; B)", r"E(|X|; |X| > c)", r"\sum_i x_i - \log(1 + c)", r"3! + 5!", r"x = 5!", r"O(h^3)"]
)
def test_and_only_there(latex):
    listed = {one for doubt in read_formula(latex).ambiguous for one in doubt.readings}
    assert not listed & {
        "exclamation marks of emphasis", "the order of a power", "it takes in what follows", "what stands behind the semicolon is given",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (
            r"\left[\begin{array}{c|c} I & 0 \\ \hline 0 & 0 \end{array}\right]",
            "the matrix with a bar after column 1 and a line below row 1 with rows I, 0; 0, 0 end matrix",
        ),
        (
            r"\begin{array}{r} 12 \\ 3 \\ \hline 15 \end{array}",
            "the column vector with a line below row 2 with entries 12, 3, 15 end vector",
        ),
        (r"P(Tall \cap Bad \ Luck)", "the probability of Tall intersect Bad Luck end probability"),
    ],
)
def test_a_line_and_a_short_word_are_said(latex, spoken):
    told = explain_formula(latex)
    assert (told.spoken, told.reads_back) == (spoken, True)


def test_a_table_with_a_line_below_its_head_is_no_matrix_in_the_sentence():
    told = explain_formula(r"\begin{array}{cc} x & y \\ \hline 0 & 1 \end{array}")
    assert "matrix" not in told.meaning


@pytest.mark.parametrize(
    ("latex", "around", "meaning"),
    [
        ("n^{th}", "Let $n$ be the number of tosses. We look at the $n^{th}$ position.", "the number of tosses"),
    ],
)
def test_a_letter_that_says_which_one_is_no_number_of_things(latex, around, meaning):
    assert meaning not in [one.meaning for one in explain_formula(latex, around).symbols]


def test_two_statements_on_one_side_of_an_equivalence_are_not_told_one_by_one():
    told = explain_formula(r"z = 1 \iff r = 1, n = 2 \iff q = 3")
    assert told.meaning == told.spoken


def test_a_set_is_called_no_number():
    told = explain_formula(r"A \in \mathbb{R}", r"where $A$ is a set with $A \in \mathbb{R}$")
    assert [one.meaning for one in told.symbols] == ["a set"]
    assert "real number" not in told.meaning.replace("the real numbers", "")


@pytest.mark.parametrize(
    ("latex", "around", "sense"),
    [
        ("t_1(3,3,0) + t_2(-14,-11,-1) = (20,17,1)", "", "a multiple of the vector with these entries"),
        (r"[\mathbf{D}(\mathbf{f}+\mathbf{g})(\mathbf{a})]", "", "a derivative, at that point"),
        (r"[\mathbf{Df}(\mathbf{a})]", "", "a derivative, at that point"),
        (r"\int G(f) e^{i 2 \pi f (t-\tau)} \, df", "", "a factor"),
        (
            r"K(x,y) = \frac{1}{|x-y|}",
            r"the kernel $K(x,y)$ in $\mathbb{R}^3$",
            "the norm of the quantity x minus y end quantity",
        ),
        (r"u^{n+1} = u^n + [3F(u^n) - F(u^{n-1})]", r"\begin{align}u^n_i\end{align}", "u with n plus 1 above as an index"),
    ],
)
def test_what_acts_on_what_is_listed_where_it_is_open(latex, around, sense):
    assert sense in [one for doubt in explain_formula(latex, around).ambiguous for one in doubt.readings]


@pytest.mark.parametrize(
    ("latex", "around"),
    [("f(3, 1) = 4", ""), (r"|x - y| < \epsilon", "the numbers $x$ and $y$"), (r"\int f(x) \, dx", ""), ("D = 3(a)", "")],
)
def test_and_nowhere_else(latex, around):
    listed = {one for doubt in explain_formula(latex, around).ambiguous for one in doubt.readings}
    assert not listed & {
        "a multiple of the vector with these entries",
        "the norm of the quantity x minus y end quantity",
        "a factor",
        "a derivative, at that point",
    }


def test_an_arrow_between_two_statements_may_say_what_follows():
    assert "implies" in {
        word
        for doubt in read_formula(r"\forall i, j: i > j \rightarrow t_i \geq t_j").ambiguous
        for one in doubt.readings
        for word in one.split()
    }
    assert not read_formula(r"x_n \to x = 0").ambiguous


def test_a_reference_within_words_is_no_silence():
    assert "applying equation (reference)" in read_formula(r"x = y \text{ (applying equation \ref{one})}").spoken
