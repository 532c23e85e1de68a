r"""What stands beside a letter without telling what it is, and usual meanings that the text speaks against."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.told.symbols import harvest

MUCH = "The model is fitted to the data, and its residuals are looked at one by one, as was done above. " * 5

TOLD = [
    # the noun is of something else
    (r"for all distances the equality $d_{ij} = d_{ji}$ holds", {}),
    (r"Under the null hypothesis $\beta = 0$ it is known.", {}),
    ("The default prior $r$ scale is 1/2.", {}),
    (r"that requires only the sample $\pi_i$.", {}),
    (r"The default maximum $\alpha$ (type I error) is 0.01.", {}),
    ("the approach is to estimate matrices $W$ and $H$ as a minimum", {"W": "a matrix", "H": "a matrix"}),
    (r"similarities of points in a high dimensional space, $p_{ij}$, and", {}),
    (r"minimizes the expectation of some loss function, $\Psi(y,f)$, as shown", {}),
    ("the effect of multiple predictors ($x_1$) on a criterion", {}),
    (r"conditional on the threshold, $\xi$, it falls", {r"\xi": "the threshold"}),
    ("which period of the year $t$ belongs to", {}),
    ("with equality in case of $t$ being a knot of it", {}),
    ("distances across space $h$ and time $u$.", {}),
    (r"attains the values $\beta_1(a)$ and $\beta_1(b)$, as", {}),
    ("the diagonal of the hat matrix $h$ is", {}),
    ("This is a divergent series ($r>1$).", {}),
    ("computes the matrix $K_{ij} = k(x_i, x_j)$ there", {}),
    (r"We assume the hits for the player $y_j$ has a law", {}),
    ("In the previous example $N=2$ it holds.", {}),
    ("we consider a quadratic relationship $y = x^2$ here", {}),
    ("rejected when the mean $F$ statistic gets too large", {}),
    ("the number of missing species $f_0$ is", {}),
    # several letters
    (
        r"where $V(\mu)$ and $\phi$ are the variance function and the dispersion, respectively.",
        {"V": "the variance function", r"\phi": "the dispersion"},
    ),
    ("Let $b_1$ and $b$ denote the coefficients for the sub-model and full model, respectively.", {}),
    (r"Let $h_i$, $i \in I$ denote the densities.", {"h_i": "the densities"}),
    ("With two parameters $a$ and $b$, $x$ and $y$ coordinates are read.", {"a": "a parameter", "b": "a parameter"}),
    (
        "corresponding to vectors $u,x$, and $a_i,b_i$ are random effects.",
        {"u": "a vector", "x": "a vector", "a_i": "a random effect", "b_i": "a random effect"},
    ),
    (
        "where $X_t$ and $Y_j$ are indicator variables for $t=2$.",
        {"X_t": "an indicator variable", "Y_j": "an indicator variable"},
    ),
    (r"and $b_2$ represent the average levels of students.", {}),
    ("where $b$ and $V$ are consistent estimates of $c$ and $d$.", {}),
    ("where $C$ and $D$ are the number of concordant and discordant pairs.", {}),
    (r"where $\alpha_r$ and $\beta_c$ are the row and column effects.", {}),
    ("where $C_1$,$C_2$ is some partition of the classes", {}),
    ("Where $a$ and $b$ are three parameters", {"a": "a parameter", "b": "a parameter"}),
    # phrases whole, or not at all
    ("where $f$ is a cut-off specific intercept function.", {"f": "a cut-off specific intercept function"}),
    (
        r"Let $\lambda$ be the unstandardized factor loading of Factor $j$.",
        {r"\lambda": "the unstandardized factor loading of Factor $j$"},
    ),
    (r"Let $\alpha$ be the mean of Factor $j$ in Group $g$.", {r"\alpha": "the mean of Factor $j$ in Group $g$"}),
    ("where $p_i$ is the proportion of species $i$, and", {"p_i": "the proportion of species $i$"}),
    ("where $y_{-i}$ denotes all values except observation $i$.", {"y_{-i}": "all values except observation $i$"}),
    (r"where $c$ is the derivative of $S$ with respect to $\beta$.", {"c": r"the derivative of $S$ with respect to $\beta$"}),
    ("$a_i$ is either the row or the column.", {}),
    ("to select the number $k$ of principal components.", {"k": "the number of principal components"}),
    ("where $z$ is the model--predicted response for it.", {}),
    ("$M$ is the weighted average of the first $b$ values.", {"M": "the weighted average"}),
    ("Let $Y$ denote the case and disease status of it.", {}),
    ("with positive scale parameter $s$ and", {"s": "positive scale parameter"}),
    ("- $E$: Unique factors\n\nTwins arise from it", {"E": "Unique factors"}),
    ("<!-- with location parameter $m$ -->\nThe density.", {}),
    ("When computing it we need the values, where $y$ denotes the response.", {"y": "the response"}),
]


@pytest.mark.parametrize(("text", "meanings"), TOLD)
def test_only_what_is_said_of_a_letter_is_told_of_it(text: str, meanings: dict[str, str]) -> None:
    assert {told.symbol: told.meaning for told in harvest(text) if told.meaning} == meanings


def test_a_word_that_the_end_of_a_passage_cuts_is_left_out() -> None:
    assert [told.meaning for told in harvest(MUCH + "Here $c$ is a scalar parameter whic")] == ["a scalar parameter"]
    assert [told.meaning for told in harvest("Here $c$ is a scalar whatnot")] == ["a scalar whatnot"]


def test_a_word_is_no_size() -> None:
    assert [told.shape for told in harvest("where $p$ is a vector with one element per state")] == [None]
    assert next(told.shape for told in harvest("where $p$ is a vector with $n$ elements")) == ("n",)


def meanings(latex: str, text: str) -> dict[str, str]:
    return {symbol.symbol: symbol.meaning for symbol in explain_formula(latex, text).symbols if symbol.meaning}


USUAL = [
    (r"\sigma", r"a normal distribution $N(0, \sigma)$", {r"\sigma": "the standard deviation"}),
    (r"\sigma", r"approximate the standard deviation of $\sigma$, then $\sigma$", {}),
    (r"c=2\sigma", r"by a Gaussian kernel, $c=2\sigma$", {}),
    (r"1/\sigma", r"the Gaussian case. ## Other laws: the generalized extreme value, $1/\sigma$", {}),
    (r"1/\sigma", "the normal distribution.\n\n## Other laws\n\nThe density is $1/\\sigma$", {}),
    (r"a\sigma", r"the variance-covariance matrix $V$ and $a\sigma$", {}),
    (r"a\sigma", r"a normal distribution and slopes $\sigma$ or $a\sigma$ here", {}),
    (r"\mu g.L^{-1}", r"the geometric mean of values in $\mu g.L^{-1}$", {}),
    (r"1/\theta", r"$1/\theta$, the reciprocal of the shape parameter", {r"\theta": "the parameter"}),
]


@pytest.mark.parametrize(("latex", "text", "told"), USUAL)
def test_a_usual_meaning_is_claimed_only_where_nothing_speaks_against_it(latex: str, text: str, told: dict[str, str]) -> None:
    found = meanings(latex, text)
    wanted = {r"\sigma", r"\mu", r"\theta"}
    assert {letter: meaning for letter, meaning in found.items() if letter in wanted} == told


def test_a_label_is_no_letter_and_its_base_is_not_the_plain_letter() -> None:
    text = r"with the coefficients ($\beta$). Then $R\beta^\text{R}=q$, where $R$ is a matrix. We set $\beta_1=\beta^\text{R}_1$."
    assert meanings(r"\beta_1=\beta^\text{R}_1", text) == {}
    assert meanings(r"R\beta^\text{R}=q", text)["R"] == "a matrix"


def test_what_a_display_between_blank_lines_is_followed_by_tells_of_it() -> None:
    text = "The distance is\n\n$$d=xS$$\n\nwhere $S$ is a scaling matrix. In that case $S$ is the diagonal of the covariance."
    assert meanings("d=xS", text)["S"] == "a scaling matrix"


def test_what_is_told_under_another_heading_gives_way_to_what_is_told_under_its_own() -> None:
    text = "with positive scale parameter $s$ and shape $a$.\n\n## Response times\n\nIts law is $$f=s+1$$ where $a$ is a part, $s$ is the mean of the part."
    assert meanings("f=s+1", text)["s"] == "the mean of the part"


def test_a_plain_letter_with_an_index_is_not_the_bold_one() -> None:
    text = r"Here $a_i$ is the $i$th element of $\mathbf{a}$, and $\mathbf{a}_{i}$ is either its row or its column."
    assert meanings(r"\mathbf{a}_{i}", text) == {}


def test_a_letter_that_a_formula_defines_is_not_the_index_of_a_sum_in_it() -> None:
    assert "i" not in meanings(r"i = \sum_{i=1}^n m_i", "The expected information is $i = \\sum_{i=1}^n m_i$")
    assert "i" in meanings(r"s = \sum_{i=1}^n m_i", "The sum is $s = \\sum_{i=1}^n m_i$")


NAMES = [
    (r"d = \frac{m_{1} - m_{2}}{\sigma}", "convert that to an effect size, with the standard deviation $d$", ""),
    (r"\log(\mu) = x^\top \beta", "Poisson and negative binomial models use", ""),
    (r"\|y-X\hat\beta\|^2", "least squares: the residual sum of squares,", "residual sum of squares"),
    (r"\bar{q}=\frac{1}{m}\sum^{m}_{j=1}q_j", "the multiple imputation estimate, the average of the estimates", "average"),
    (r"\bar{x}=\frac{1}{n}\sum^{n}_{j=1}x_j", "the sample mean of the observations", "sample mean"),
    (
        r"A = \sum_{j=1}^n \sigma_j u_j v_j^T",
        "A singular value decomposition of $A$ is",
        "singular value decomposition, as a sum",
    ),
]


@pytest.mark.parametrize(("latex", "before", "name"), NAMES)
def test_a_name_is_that_of_what_the_text_speaks_of(latex: str, before: str, name: str) -> None:
    found = explain_formula(latex, f"{before} ${latex}$").name
    assert (found.name if found else "") == name


def test_letters_in_swapped_places_are_given_no_meaning_by_a_name() -> None:
    linear = r"y_i = x_i^\top \beta + u_i"
    assert meanings(linear, f"The classical linear regression model ${linear}$") == {}
    far = r"\delta=\sqrt{(x_i - x_j)^\top S^{-1}(x_i - x_j)}"
    assert "x_j" not in meanings(far, f"the Mahalanobis distance ${far}$")


def test_a_statement_behind_a_colon_is_no_meaning() -> None:
    assert harvest("- $A$: The number is odd\n- $B$: The number is larger than 4") == ()
    assert [t.meaning for t in harvest("- $m$: the slope of the line")] == ["the slope of the line"]


@pytest.mark.parametrize(
    "text",
    [
        "$s_z$ is the proportion of tumour cells that is diploid at the locus",
        "where we used the notation $x_0 = 1$",
        r"the inverse $\chi$ density function is diffuse",
        "each data point is generated from $z$, a finite number of clonal clusters",
    ],
)
def test_a_phrase_without_what_narrows_it_is_no_meaning(text: str) -> None:
    assert harvest(text) == ()


def test_a_word_a_page_away_is_no_evidence_of_a_name() -> None:
    near = r"The odds ratio is $r = \frac{a/b}{c/d}$."
    far = (
        "The odds ratio was treated before. "
        + "Nothing of the kind is said here. " * 30
        + r"Then $r = \frac{a/b}{c/d}$ is taken."
    )
    named = [explain_formula(r"r = \frac{a/b}{c/d}", text).name for text in (near, far)]
    assert [name and name.name for name in named] == ["odds ratio", None]


def test_what_a_letter_is_depends_on_where_the_formula_stands():
    text = (
        "Let $n$ be the number of rows. We look at $n$ first, then at the rest.\n\n"
        + "Nothing of interest is said in this paragraph.\n\n" * 3
        + "Let $n$ be the number of coins. We look at $n$ again."
    )
    meanings = [explain_formula("n", text, at=text.index(words)).symbols[0].meaning for words in ("$n$ first", "$n$ again")]
    assert meanings == ["the number of rows", "the number of coins"]


def first_meaning(latex: str, text: str, words: str) -> str:
    """What the first symbol of a formula is told to be where the formula stands right before `words`."""
    return explain_formula(latex, text, at=text.index(f"${latex}$ {words}")).symbols[0].meaning


@pytest.mark.parametrize(
    ("text", "latex", "words", "meaning"),
    [
        ("Let $u$ be a smooth function. Then $u$ is here.", "u", "is here", "a smooth function"),
        ("Let $u$ be a smooth function.\n\nDefinition: for $u \\in D$, we say more of $u$ now.", "u", "now", ""),
        ("There exists a unique function $y$ for it.\n\nThe rest of $y$ now.", "y", "now", ""),
        ("Let $A$ be some matrix.\n\nLet $A, B \\subset V$ be convex. The rest of $A$ now.", "A", "now", ""),
        ("If $X$ is finite and $m$ is the counting measure, it holds.\n\nThe rest of $m$ now.", "m", "now", ""),
        ("Here $f = 0$ ($x$ is a maximizer of it). The rest of $x$ now.", "x", "now", ""),
        ("Items:\n- First, let $x$ be a root.\n- Then more of $x$ now.", "x", "now", ""),
        ("- $x$ is a root.\n- Then more of $x$ now.", "x", "now", "a root"),
        ("A matrix $H$ is definite if it can.\n\nThe rest of $H$ now.", "H", "now", ""),
        ("\\begin{example} The sequence $f$ is here. \\end{example} The rest of $f$ now.", "f", "now", ""),
        ("For every event $A$ we have more. The rest of $A$ now.", "A", "now", "an event"),
        ("Here $X$ is a martingale or supermartingale. The rest of $X$ now.", "X", "now", ""),
        ("Here $b$ is the optimizer of it.\n\nIt is linear in the parameter $b$ now.", "b", "now", "the parameter"),
        ("Here $b$ is the optimizer. Here $b$ is the bias.\n\nIt is linear in $b$ now.", "b", "now", ""),
    ],
)
def test_a_meaning_reaches_as_far_as_the_text_lets_it(text, latex, words, meaning):
    assert first_meaning(latex, text, words) == meaning


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            r"Let $N_A$ be the number of trials for which $A$ occurs, and more.",
            [("N_A", "the number of trials for which $A$ occurs")],
        ),
        (r"where $c$ is the number of cells that are normal and lie there.", []),
        (r"where $r_p$ is the mean return for the portfolio $p$.", []),
        (r"then the sequence $(e_n), n \in \Lambda$ is bounded", []),
        (r"a code with average description length $H(p)$.", []),
        (r"where $Y$ is the linear span of $x$ and $d(x, Z)=2$.", [("Y", "the linear span of $x$")]),
        (r"start with an initial temperature distribution $\phi(x, 0) = F(x)$ here", []),
        (r"Let $M$ be the set of unions of elements of $B$ and of null sets.", []),
        (r"where the system adopts average energy $U$ of all", []),
        (r"due to the independence of the errors, $\epsilon_i$), we have", []),
        (r"it depends on the partition, $\beta$, and the rest", []),
        (r"we take the rows $i \in [1, m]$ of it", []),
        (r"The second largest eigenvalue $\mu$ is known.", [("\\mu", "the second largest eigenvalue")]),
        (r"it is reached in at most $n$ steps of it", []),
        (r"we use the notation $Y_p$ for it", []),
        (r"where $S$ is the set of all possible observed pairs.", []),
        (r"where $Z$ are the basis functions of some subset of $X$ or other covariates.", []),
        (
            r"the left eigenvectors $y_1$ and $y_2$ of it",
            [("y_1", "one of the left eigenvectors"), ("y_2", "one of the left eigenvectors")],
        ),
        (r"The second generalized derivative $h$ is zero.", [("h", "the second generalized derivative")]),
    ],
)
def test_what_is_cut_short_or_told_of_something_else_is_not_told(text, told):
    assert [(one.symbol, one.meaning) for one in harvest(text)] == told


def test_two_letters_that_name_a_plane_are_no_product():
    assert explain_formula("xy", "a point in the $xy$ plane").meaning == "x y"
    assert "times" in explain_formula("xy", "the product $xy$ of both").meaning


def test_a_usual_meaning_that_the_text_denies_is_not_told():
    text = r"This is an eigenvalue problem. If $\lambda$ is not an eigenvalue, there is a solution."
    assert explain_formula(r"\lambda", text).symbols[0].meaning == ""
    assert explain_formula(r"\lambda", text.replace("not ", "indeed ")).symbols[0].meaning != ""


def test_a_function_of_one_thing_is_no_interval():
    text = "They hold on an open interval $I$ of the line. We define $I(t)$ now."
    assert explain_formula("I(t)", text).symbols[0].meaning == ""


def test_of_several_things_a_plural_says_what_one_of_them_is():
    assert [t.meaning for t in harvest(r"Let the functions $f$ and $f + g/2$ be continuous.")] == ["one of the functions"]
    assert [t.meaning for t in harvest(r"for some real numbers $x, y$ of it")][:1] == ["a real number"]


def test_the_identity_is_no_set_of_indices():
    text = "The identity matrix of it. We sum over $i \\in I$ with $I = \\{1, 2\\}$ here."
    assert explain_formula("I", text, at=text.index("$I =")).symbols[0].meaning == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # a phrase is taken on to the noun that its formula counts, or not told
        (
            r"$p$ is simply an average of $m$ identically-distributed values, which",
            ["an average of $m$ identically-distributed values"],
        ),
        ("where $x$ is an image of $n$ pixels, as", ["an image of $n$ pixels", "the number of pixels"]),
        ("where $w$ is a set of $n$ whatnots, as", []),
        ("where $B$ is the ball of radius $r$ centered at it", ["the ball of radius $r$", "radius"]),
        # a plural with its numeral
        ("of every two possible values $a$ and $b$ of it", []),
        ("There are many solutions $w_1,w_2,x_1,x_2$ of it", []),
        ("we fix three vectors $u$, $v$, $w$ and $x$ here", []),
        ("with two vectors $u$ and $v$ of it", ["a vector", "a vector"]),
        # something is done to what is told
        ("where $r$ is the null model likelihood divided by the fitted one.", []),
        ("where $r$ is the total variance, divided by its mean.", []),
        (r"where $r$ is the step size $\times$ its gradient.", []),
        ("where $d$ is the norm squared.", ["the norm squared"]),
        ("where $a$ is a weighted average over samples.", ["a weighted average"]),
        # what a whole relation is called
        (r"with the non-negativity constraints $x \geq 0$ and $y \geq 0$ here", []),
        # what is only often so
        ("Here $H$ is often just a matrix of ones and zeroes.", []),
        ("Typically, $k$ is a scalar here.", []),
        ("where $k$ is a scalar in most applications.", []),
        ("Here $Y$ denotes e.g. a scalar.", []),
        ("where $r$ is often called the rate.", ["the rate"]),
    ],
)
def test_a_phrase_is_told_whole_and_of_one_letter_and_without_a_perhaps(text, told):
    assert [one.meaning for one in harvest(text)] == told


@pytest.mark.parametrize(
    ("text", "latex", "words", "meaning"),
    [
        (r"the impossible outcome $A = \emptyset$ of it. More of $A$ now.", "A", "now", ""),
        (r"the impossible outcome $A = \emptyset$ of it.", r"A = \emptyset", "of it", "the impossible outcome"),
        ("the zero vector $x = 0$ of it. More of $x$ now.", "x", "now", ""),
        ("with the slope $m = 2$ of it. More of $m$ now.", "m", "now", "the slope"),
        (r"the null value $p = 0.5$ of it. More of $p$ now.", "p", "now", "the null value"),
        (r"with the slope $m = \ourslope$ of it.  More of $m$ now.", "m", "now", "the slope"),
        ("with the slope $m = 2$ of it.\n\nMore of $m$ now.", "m", "now", ""),
        (r"An eigenvalue of it: for every $\lambda \in F$ it is so. More of $\lambda$ now.", r"\lambda", "now", ""),
        (r"An eigenvalue of it: for one $\lambda \in F$ it is so. More of $\lambda$ now.", r"\lambda", "now", "the eigenvalue"),
        ("The operator $T$ is invertible, and so is $I - T$ now.", "I - T", "now", "the identity"),
        ("With the operator $T$ it is invertible, so is $I - A_T$ now.", "I - A_T", "now", "the identity matrix"),
        ("The matrix $A$ is invertible, and so is $I - A$ now.", "I - A", "now", "the identity matrix"),
    ],
)
def test_one_value_or_every_value_is_no_meaning_of_a_letter(text, latex, words, meaning):
    assert first_meaning(latex, text, words) == meaning
