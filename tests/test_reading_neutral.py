r"""Shapes that a book hardly means as they are printed are listed, or read in words that are true under every sense."""

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula


@pytest.mark.parametrize(
    ("latex", "readings"),
    [
        (r"x_1 - x_6", ("the difference of the two", "all of them, from the first to the last")),
        (r"(p-1) \times k", ("the shape", "the product")),
        (r"2^k \times 2^k", ("the shape", "the product")),
        (r"\sin(2n+1)z", ("it takes in what follows", "it ends before what follows")),
        (r"y'_t = (1-B)^d y_t", ("an operator that acts on what follows", "a factor")),
        (r"\phi(B)\eta_t = \theta(B)\epsilon_t", ("an operator that acts on what follows", "a factor")),
        (r"\ell(p) = \sum X_i\log{p} + (1-X_i)\log(1-p)", ("it takes in what follows", "it ends before what follows")),
        (r"\Sigma_{levels}\frac{1}{n}", ("the sign of a sum or a product", "a capital letter with indices")),
        (
            r"\frac{a}{\left(\begin{array}{c}100\\7\end{array}\right)}",
            ("a column vector", "a binomial coefficient"),
        ),
        (r"x_{11},\ldots,x_{1p}", ("one number as the index", "two indices, one for each digit")),
        (r"[T_l g](x)", ("of", "times")),
        (r"\text{diag}(\Sigma W)", ("a diagonal matrix", "the entries on a diagonal")),
        ("a = b c\n d = 3", ("a product", "the end of one equation and the beginning of the next")),
        (r"A U = F ~~~ A \hat{U} = F + \tau", ("a product", "the end of one equation and the beginning of the next")),
        (r"\sum c_i / \sum t_i", ("a sum of quotients", "a quotient of two sums")),
        (r"(\text{id} - \lambda\Delta) u^{t+1}", ("an operator that acts on what follows", "a factor")),
        (r"C[a,b]", ("the interval between them", "the list of the two")),
        (r"(k-1)\ \%\ n", ("a percentage, times what follows", "the rest of a division")),
        (r"1/n \, X^T X", ("divided by the first letter only", "divided by all that follows")),
        (r"\sum_i \{x_i \leq x\} w_i", ("a set", "1 where it holds and 0 elsewhere")),
    ],
)
def test_a_shape_with_two_senses_is_listed(latex: str, readings: tuple[str, ...]) -> None:
    listed = [a.readings for a in read_formula(latex).ambiguous]
    assert readings in listed or any(all(r in " ".join(found) for r in readings) for found in listed), listed


@pytest.mark.parametrize("latex", [r"x_2 - x_1", r"x_1 - x_2", r"P(B) P(A)", r"\sin(2n+1)", r"x_{11}, x_{12}", r"(1-p) y_t"])
def test_what_has_one_sense_is_not_listed(latex: str) -> None:
    assert read_formula(latex).ambiguous == ()


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"]0,1]", "the interval from 0 excluded to 1 included"),
        (r"x \in [a,b[", "x is in the interval from a included to b excluded"),
        (r"\left]0,\infty\right[", "the open interval from 0 to infinity"),
        (r"K(x;\infty)", "K of the arguments x; infinity end arguments"),
        (r"(y_i < y_j, x_i < x_j)", "open parenthesis y sub i is less than y sub j, x sub i is less than x sub j close parenthesis"),
        (r"\sim N(0,1)", "is distributed as N of 0 and 1"),
        (r"\hat{\mathbb{E}}_n[X]", "double-struck E hat sub n of X"),
        (r"\log\phi\{(y-x)/\sigma\}", "the log of phi of the quantity the quantity y minus x end quantity divided by sigma end quantity end log"),
        (r"\frac{1}{\sum{f^2}\sum{g^2}}", "the fraction 1 all over the sum of f squared end sum times the sum of g squared end sum end fraction"),
        (r"\lambda^x e^{-\lambda}", "lambda to the power x times e to the power minus lambda end power"),
        (r"a = b \rightarrow c = d", "a equals b leads to c equals d"),
        (r"\beta_{i(j)}", "beta sub i open parenthesis j close parenthesis end sub"),
        (r"\vec{V}", "V arrow above"),
        (r"\underbrace{x}_{1 \times 2}", "x labelled 1 by 2 end label"),
        (r"\begin{bmatrix} 4\\ \ \\ 0\end{bmatrix}", "the column vector with entries 4, blank, 0 end vector"),
        (r"p_{ij} I\{x_i > x\}", "p sub i j end sub times I of the quantity x sub i is greater than x end quantity"),
        (r"\int_0^1 q \, d\Delta t", "the integral from 0 to 1 of q with respect to the quantity capital delta t end quantity"),
        (
            r"\int p(\beta) d(\beta, \Sigma)",
            "the integral of p of beta with respect to the pair beta, capital sigma end pair",
        ),
        (r"\begin{pmatrix} a & . \\ . & b\end{pmatrix}", "the 2 by 2 matrix with rows a, dot; dot, b end matrix"),
        (r"p_{[k-1]}", "p sub open bracket k minus 1 close bracket end sub"),
        (r"(a)_n", "open parenthesis a close parenthesis sub n"),
        (r"\left<u, v\right>=\sqrt{2}", "the inner product of u and v end inner product equals the square root of 2"),
        (r"\hat{\imath}", "i hat"),
        (r"\begin{align*} a &= b \displaybreak[0]\\ c &= d\end{align*}", "a equals b; next line: c equals d"),
        (r"dy/dt = 2t", "the derivative of y with respect to t equals 2 t"),
        (r"\E{X \wedge a}", "the expected value of X wedge a end expected value"),
        (r"\sum_i x_i + y", "the sum over i of x sub i end sum plus y"),
        (r"\overset{\sim}{Y}_t", "Y tilde sub t"),
        (r"x'_{\cdot 1}", "x prime sub dot 1 end sub"),
        (r"|v|_1", "open bar v close bar sub 1"),
        (r"\mathbf{A} = (1 \; 1)", "bold A equals the quantity 1, 1 end quantity"),
        (r"\text{beta}(x)", "the word beta of x"),
        (r"\beta^{\ast(1)}", "beta superscript asterisk open parenthesis 1 close parenthesis end superscript"),
        (r"{\rm diag}\{d_1, d_2\}", "the diagonal matrix of d sub 1 and d sub 2"),
        (r"\mathbb{E}_w[z + x]", "the expected value sub w of z plus x end expected value"),
        (r"\mathbb{E}_x[f(x)]", "the expected value over x of f of x end expected value"),
        (r"k = K \ (= 5, x)", "k equals K open parenthesis equals 5, x close parenthesis"),
        (r"df_{mod} = K", "df sub mod equals K"),
        (
            r"\exp^{-\frac{t^2}{2}} \cos(5t)",
            "exponential to the power minus t squared over 2 end power times the cosine of 5 t end cosine",
        ),
        (r"h(\cdot) = 2 \cdot\,", "h of dot equals 2 dot"),
        (r"\Im\{x_i\}", "imaginary part of x sub i"),
        (r"L \phi_i(s)", "L phi sub i of s"),
        (r"[\ 3\ \ 0\ \ 4\ ]", "the list 3, 0, 4 end list"),
        (r"2f(x)f\prime (x)", "2 times f of x times f prime of x"),
        (r"[\ 4\ \ -2\ ]", "the list 4, minus 2 end list"),
        (r"a_{(k+1)j}", "a sub the quantity k plus 1 end quantity j end sub"),
        (r"f^\sharp(x)", "f superscript sharp of x"),
        (r"h \in \arg\min_{x \in H} f(x)", "h is in the values of x in H that minimize f of x"),
        (
            r"\begin{aligned} E &= a, \qquad R(a) = 0 \\ &= c \end{aligned}",
            "E equals a, R of a equals 0; next line: equals c",
        ),
        (r"\pi(s, a) > 0 \rightarrow c > 0", "pi of s and a is greater than 0 leads to c is greater than 0"),
        ("X = TP^T", "X equals T P transpose"),
        ("[0, 0.01, . . . , 5]", "the list 0, 0.01, dot dot dot, 5 end list"),
        (r"d^{1 \times p}_2", "d sub 2 superscript 1 by p end superscript"),
        ("(P^T)_{ij}", "open parenthesis P transpose close parenthesis sub i j end sub"),
        (r"\text{Var}(Y \mid X=1,300)", "the variance of Y given X equals 1,300 end variance"),
        (r"c_\text{quad}(t, u)", "c sub quad of t and u"),
        (r"h = h_a (> 1/2)", "h equals h sub a the quantity is greater than 1 divided by 2 end quantity"),
        (r"\nu*\mu", "nu asterisk mu"),
        (r"(\exists x)(\forall y) y > x", "the quantity there exists x end quantity the quantity for all y end quantity y is greater than x"),
    ],
)  # fmt: skip
def test_it_is_read_in_words_that_are_true(latex: str, spoken: str) -> None:
    found = read_formula(latex)
    assert found.spoken == spoken
    assert found.complete


def test_values_with_conditions_behind_a_brace_are_cases() -> None:
    said = read_formula(r"y = \left\{ \begin{array}{l} a ,\quad x>0 \\ b, \quad x<0 \end{array} \right.").spoken
    assert said == "y equals the cases a when x is greater than 0; b when x is less than 0 end cases"


def test_a_macro_with_an_optional_argument_is_expanded() -> None:
    macro = r"\newcommand{\floor}[2][]{#1\lfloor #2 #1\rfloor}"
    assert read_formula(r"\floor[\Big]{x}", macro).spoken == read_formula(r"\floor{x}", macro).spoken == "the floor of x"


def test_a_macro_of_a_script_marks_what_stands_before_it() -> None:
    assert read_formula(r"A\trans B", r"\newcommand{\trans}{\ensuremath{^\prime}}").spoken == "A prime B"


def test_a_set_macro_with_braces_is_not_guessed() -> None:
    assert not read_formula(r"\R{n}").complete


def test_only_an_event_is_said_to_have_a_probability() -> None:
    text = "the probability that it fails"
    assert read_formula("P(x)", text).spoken == "P of x"
    assert read_formula("P(A)", text).spoken == "the probability of A"
    assert read_formula(r"P(y \mid x) = P(x, y) / P(x)", text).spoken.count("probability of") == 3


def test_the_elementwise_product_of_two_functions_is_no_composition() -> None:
    assert "elementwise times" in read_formula(r"f'(z) \circ g", "using the Hadamard product of two vectors").spoken


def test_what_a_letter_runs_over_is_told_only_of_a_letter_that_counts() -> None:
    told = {s.symbol: s.meaning for s in explain_formula(r"\sum_{y_i > 3} y_i w_i").symbols}
    assert "runs" not in told.get("y_i", "")


def test_an_expectation_named_by_another_macro_is_one() -> None:
    macros = r"\newcommand{\Esymb}{\mathbb{E}} \DeclareMathOperator*{\E}{\Esymb}"
    assert read_formula(r"\E_{i \sim w} f_i", macros).spoken.startswith("the expected value over i is distributed as w")


def test_an_aim_with_its_conditions_below_it_is_no_vector() -> None:
    latex = r"\begin{array}{c} \min b^T y \\ \begin{array}{rcl} B y & = & c \\ y & \geq & 0 \end{array} \end{array}"
    assert "column" not in read_formula(latex).spoken


def test_cases_without_columns_have_their_conditions() -> None:
    said = read_formula(r"K = \begin{cases} \sigma^2, \quad x = y \\ 0, \quad x \neq y\\ \end{cases}").spoken
    assert said == "K equals the cases sigma squared when x equals y; 0 when x is not equal to y end cases"


def test_a_square_of_a_step_is_no_change_of_a_square() -> None:
    said = explain_formula(r"\Delta x^2", r"the change $\Delta x$ between two points of the grid, $\Delta x^2$").meaning
    assert "change in" not in said


def test_events_side_by_side_both_happen() -> None:
    assert explain_formula("P(A_1 A_2)", "the probability of two events").meaning.endswith("the probability of $A_1$ and $A_2$")


def test_a_matrix_of_chances_is_no_chance() -> None:
    text = r"the transition matrix, whose entries are probabilities, $P(t) = (p_{ij}(t))$"
    assert "probability" not in read_formula(r"P(t) = (p_{ij}(t))", text).spoken


def test_a_double_arrow_of_weak_convergence_does_not_imply() -> None:
    assert (
        read_formula(r"\Rightarrow", r"where $\Rightarrow$ denotes weak convergence, it converges weakly").spoken
        == "double arrow to"
    )
