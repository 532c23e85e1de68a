"""Well-known formulas are called by their names whatever letters they wear, and nothing else is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tutor.maths.formula import read_formula
from tutor.maths.named.known import forms_as_kept, known_formulas
from tutor.maths.named.names import recognise
from tutor.maths.named.said import says, spoken_of

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tutor/maths/named/forms.json"
TABLES = ("names.toml", "names_probability.toml", "names_learning.toml")
RAW = [
    entry
    for name in TABLES
    for entry in tomllib.loads((ROOT / "tutor/maths/named" / name).read_text(encoding="utf-8"))["formula"]
]


def name_of(latex: str, around: str = "") -> str | None:
    found = recognise(read_formula(latex, around).tree, around)
    return found.name if found else None


NAMED = [
    (r"H(U, V) = H(U) + H(V \mid U)", "", "chain rule of entropy"),
    (r"x^T Q x \geq 0", "a positive semidefinite matrix", "positive semidefiniteness"),
    (r"x^T Q x > 0", "a positive definite matrix", "positive definiteness"),
    (r"P(A_1 \text{ or } A_2) = P(A_1) + P(A_2)", "disjoint outcomes", "addition rule of probability"),
    (r"P(H \mid E) = \frac{P(E \mid H) P(H)}{P(E)}", "", "Bayes' theorem"),
    (r"p(\theta | x) = \frac{p(x | \theta) p(\theta)}{p(x)}", "", "Bayes' theorem"),
    (r"P(A|B) = \frac{P(A) P(B|A)}{P(B)}", "", "Bayes' theorem"),
    (r"P(A|B) = \frac{P(A \cap B)}{P(B)}", "", "definition of conditional probability"),
    (r"\frac{dz}{dt} = \frac{dz}{dx} \frac{dx}{dt}", "", "chain rule"),
    (r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \cdot \frac{\partial z}{\partial w}", "", "chain rule"),
    (r"(h \circ k)'(t) = h'(k(t)) k'(t)", "", "chain rule"),
    (r"(uv)' = u'v + uv'", "", "product rule"),
    (r"\mathbf{M} = \mathbf{U} \boldsymbol{\Sigma} \mathbf{V}^T", "the SVD of a matrix", "singular value decomposition"),
    (r"\mathbf{B} \mathbf{u} = \mu \mathbf{u}", "an eigenvalue of B", "eigenvalue equation"),
    (r"f(t) = \frac{1}{\sqrt{2 \pi s^2}} e^{-\frac{(t - m)^2}{2 s^2}}", "", "normal (Gaussian) density"),
    (r"\operatorname{softmax}(z)_k = \frac{e^{z_k}}{\sum_{l=1}^{K} e^{z_l}}", "", "softmax"),
    (r"s(t) = \frac{1}{1 + e^{-t}}", "the sigmoid function", "sigmoid"),
    (r"A^T A x = A^T b", "the normal equations of least squares", "normal equations"),
    (r"\hat\beta = (X^T X)^{-1} X^T y", "", "least-squares solution"),
    (r"D_{KL}(P \| Q) = \sum_x P(x) \log \frac{P(x)}{Q(x)}", "", "Kullback-Leibler divergence"),
    (r"H(X) = -\sum_{x} p(x) \log p(x)", "", "entropy"),
    (r"\operatorname{Var}(Y) = E[Y^2] - E[Y]^2", "", "variance from the second moment"),
    (r"\operatorname{Cov}(U, V) = E[UV] - E[U] E[V]", "", "covariance"),
    (r"P(B) = \sum_{i} P(B \mid A_i) P(A_i)", "", "law of total probability"),
    (r"w \leftarrow w - \alpha \nabla J(w)", "gradient descent", "gradient descent step"),
    (r"\nabla_x (x^\top B x) = (B + B^\top) x", "", "gradient of a quadratic form"),
    (r"\det \begin{bmatrix} p & q \\ r & s \end{bmatrix} = p s - q r", "", "determinant of a 2 by 2 matrix"),
    (r"A^{-1} = \frac{1}{ad - bc} \begin{bmatrix} d & -b \\ -c & a \end{bmatrix}", "", "inverse of a 2 by 2 matrix"),
    (r"|\langle x, y \rangle| \le \|x\| \|y\|", "", "Cauchy-Schwarz inequality"),
    (r"\pi(x) = \frac{b b^\top}{b^\top b} x", "", "projection onto a line"),
    (r"\hat\theta = \arg\max_\theta \prod_{i=1}^{n} p(x_i \mid \theta)", "", "maximum likelihood"),
    (r"u = kx + d", "the slope k of the line", "slope-intercept form of a line"),
    (r"z = \frac{x - \mu}{\sigma}", "the Z-score", "z-score"),
    (r"SE = \sqrt{\frac{p(1-p)}{n}}", "the standard error of a proportion", "standard error of a proportion"),
    (r"\|u + v\| \leq \|u\| + \|v\|", "", "triangle inequality"),
    (r"(CD)^{-1} = D^{-1} C^{-1}", "", "inverse of a product"),
    (r"\operatorname{rank}(M) + \operatorname{nullity}(M) = n", "", "rank-nullity theorem"),
]


@pytest.mark.parametrize(("latex", "around", "name"), NAMED)
def test_a_formula_is_known_in_other_letters(latex, around, name):
    assert name_of(latex, around) == name


NAMELESS = [
    (r"B_{i,n}(x) = \binom{n}{i} x^i (1 - x)^{n-i}", "the Bernstein basis, with binomial coefficients"),
    (r"h(x) = \frac{1}{b - x}", "the hazard of the uniform distribution"),
    (r"f(X) = \sum_{i=1}^M \alpha_i g_i(X)", "a mixture of submodular functions"),
    (r"\gamma = \min_\gamma \langle \gamma, M \rangle_F", "the partial optimal transport problem"),
    (r"K = L L^\top", "matrix root decompositions, without Cholesky's triangular factor"),
    (r"K = L L^\top", "the pivoted Cholesky factor of rank r"),
    (r"A A^* = A^* A = I", "a unitary operator"),
    (r"y_i = \beta_0 + \beta_1 x_i^\alpha + \epsilon_i", "this is no linear regression"),
    (r"d(x, y) = \sqrt{\sum_{\substack{i=1 \\ x_i > 0}}^n (x_i - y_i)^2}", "the BOSS distance"),
    (r"\bar{x} = \frac{1}{n} \sum_{i : y_i = 1} x_i", "the mean"),
    (r"V = S D S^T", "a symmetric matrix V has a symplectic matrix S and a diagonal matrix D of symplectic eigenvalues"),
    (r"SE_d^2 = SE_1^2 + SE_2^2", "the standard error of a difference, as in a right triangle"),
    ("c = ab", ""),
    ("A = QR", ""),
    (r"\mu = np", "the price of a ticket"),
    ("A = QR", "we evaluate the value"),
    ("y = mx + b", "nothing is said here"),
    ("Ax = b", ""),
    (r"P(A \mid B) = \frac{P(A \mid B) P(A)}{P(B)}", ""),
    (r"P(A \mid B) = \frac{P(B \mid A) P(B)}{P(A)}", ""),
    (r"\operatorname{Var}(X) = E[X^2] + E[X]^2", ""),
    (r"\frac{dy}{dx} = \frac{dy}{du} \frac{dx}{du}", ""),
    (r"(AB)^{-1} = A^{-1} B^{-1}", ""),
    (r"\|u + v\| \geq \|u\| + \|v\|", ""),
    (r"H(X) = \sum_x p(x) \log p(x)", ""),
    (r"x = (A^\top A)^{-1} A b", ""),
    (r"\det(A + B) = \det(A) + \det(B)", "determinant"),
    (r"f(x) = \frac{1}{1 - e^{-x}}", "the sigmoid function"),
    (r"a_i = b_i c_i", "the LU factorisation"),
    (r"P^t = L C^t R^\top", "the power of the matrix"),
    (r"\|x\| = \sqrt{\langle x, x \rangle}", "an inner product space has a norm"),
    (r"\mathrm{d} f = 0", "the gradient is orthogonal to the path"),
    ("", ""),
    ("x", "eigenvalue"),
]


@pytest.mark.parametrize(("latex", "around"), NAMELESS)
def test_what_only_resembles_a_known_formula_gets_no_name(latex, around):
    assert name_of(latex, around) is None


def test_more_than_three_hundred_formulas_have_a_name_and_every_table_is_read():
    assert len(known_formulas()) == len(RAW) > 300
    assert len({entry["name"] for entry in RAW}) > 300


def test_the_forms_that_are_kept_are_what_the_tables_read_as():
    assert KEPT.read_text(encoding="utf-8").splitlines() == list(forms_as_kept()), "python -m tests.test_names writes them anew"


@pytest.mark.sweep
@pytest.mark.parametrize("entry", RAW, ids=lambda entry: entry["name"])
def test_every_formula_of_the_table_is_recognised_as_itself(entry):
    around = " ".join(word for word in entry.get("words", ()) if word[0] != "!") + " probability expected value"
    for latex in entry["latex"]:
        reading = read_formula(latex, around)
        if reading.complete:
            found = recognise(reading.tree, around)
            assert found is not None, latex
            assert found.name == entry["name"] or entry.get("words"), f"{latex} is called {found.name}"


def test_every_formula_belongs_to_a_concept_of_the_graph():
    concepts = (ROOT / "corpus/concepts.yaml").read_text(encoding="utf-8")
    assert [entry["name"] for entry in RAW if f"{{id: {entry['concept']}," not in concepts] == []


def test_a_name_points_at_its_part_of_a_longer_formula():
    latex = r"q = 3, \quad \operatorname{Var}(X) = E[X^2] - E[X]^2"
    found = recognise(read_formula(latex).tree)
    assert found is not None and latex[found.start : found.end].startswith(r"\operatorname{Var}")


@pytest.mark.parametrize(
    ("latex", "whole"),
    [
        (r"f(x) = \frac{1}{\sqrt{2\pi}} e^{-x^2/2}", True),
        (r"f(x) = \frac{1}{\sqrt{2\pi}} e^{-x^2/2}, \quad x \in \mathbb{R}", True),
        (r"p(x) = \frac{\lambda^x e^{-\lambda}}{x!}, \quad x = 0, 1, 2, \dots", True),
        (r"p(x) = \frac{\lambda^x e^{-\lambda}}{x!} \quad \text{for } \lambda > 0", True),
        (r"\begin{align} P(A \mid B) &= \frac{P(A \cap B)}{P(B)} \end{align}", True),
        (r"P(A \mid B) = \frac{P(A \cap B)}{P(B)} = \frac{1}{2}", False),
        (r"q = 3, \quad \operatorname{Var}(X) = E[X^2] - E[X]^2", False),
        (r"H = -\sum_c p_c \log p_c, \quad p_c = \frac{\exp(z_c)}{\sum_j \exp(z_j)}", False),
        (r"\begin{align} L &= \|y - Xw\|^2 + \lambda \|w\|_1 \\ w &\gets w - \eta g \end{align}", False),
    ],
)
def test_a_name_knows_whether_it_is_of_the_whole_formula(latex, whole):
    found = recognise(read_formula(latex).tree, "lasso")
    assert found is not None and found.whole is whole


@pytest.mark.parametrize(
    ("latex", "around", "sure"),
    [
        (r"a^2 + b^2 = c^2", "the Pythagorean theorem", True),
        (r"\omega_1^2 = \omega_2^2 + \omega_3^2", "frequencies, as the sides of a triangle", False),
        (r"\omega_1^2 = \omega_2^2 + \omega_3^2", "explain it, as a triangle", False),
        (r"\omega_1^2 = \omega_2^2 + \omega_3^2", "", False),
        (r"a^2 + b^2 = c^2", "", True),
        (r"A = L L^\top", "a product with its triangular factor", False),
        (r"A = L L^\top", "the Cholesky factor", True),
        (r"f(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}", "some words here", True),
        (r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}", "", True),
        (r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}", r"explain $P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}$", True),
        (r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}", "some words that stand here and say nothing of it", False),
        (r"y = m x + b", "the line", True),
        (r"z = r + j x", "the line model", False),
        (r"z = r + a x", "the line and its slope", True),
        (r"y = \beta^\top w", "a linear transformation and its weights", False),
        (r"\frac{1}{n} \sum_{i=1}^n |y_i - z_i|", "the MAE of a forecast", True),
    ],
)
def test_a_name_is_sure_where_the_words_say_it_or_nothing_else_has_its_form(latex, around, sure):
    found = recognise(read_formula(latex).tree, around)
    assert found is not None and found.sure is sure


@pytest.mark.parametrize(
    ("latex", "around", "name"),
    [
        (r"\hat X = Z(Z'Z)^{-1}Z'X", "", "projection onto the columns of a matrix"),
        (r"P = Z(Z'Z)^{-1}Z'", "", "projection matrix"),
        (r"D = (x - m)^\top S^{-1} (x - m)", "the Mahalanobis distance", "squared Mahalanobis distance"),
        (r"v_t = \beta v_{t-1} + (1 - \beta) g_t^2", "RMSProp", "running average of squared gradients (RMSProp, Adam)"),
        (r"m_t = \beta m_{t-1} + (1 - \beta) g_t", "Adam", "running average of gradients (Adam)"),
        (r"A = L L^\top", "pivoted Cholesky is another thing than the Cholesky decomposition", "Cholesky decomposition"),
        (r"\min_\gamma \langle \gamma, M \rangle_F", "optimal transport", "optimal transport"),
    ],
)
def test_neighbours_have_names_of_their_own(latex, around, name):
    found = recognise(read_formula(latex).tree, around)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    ("latex", "around"),
    [
        ("y_k = C x_k", "the output equation of a linear system"),
        (r"g^* = g - V S^{-1} h", "the Schur complement and the adjusted score"),
        (r"U = F_D^{-1} U_X F_D", "the change of basis of a map"),
        (r"A v = \lambda I v", "its eigenvalues"),
        ("Q^T Q = Q Q^T", "an orthogonal matrix"),
    ],
)
def test_what_is_only_like_it_has_not_its_name(latex, around):
    assert recognise(read_formula(latex).tree, around) is None


def test_the_meanings_of_a_name_follow_its_letters():
    latex = r"\mathbf{B} \mathbf{u} = \mu \mathbf{u}"
    found = recognise(read_formula(latex).tree, "eigenvalues")
    assert found is not None and {letter[1]: meaning for letter, meaning in found.means} == {
        "B": "the matrix",
        "u": "the eigenvector",
        "mu": "the eigenvalue",
    }


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (("eigen",), "Eigenvectors", True),
        (("LU",), "the LU form", True),
        (("LU",), "values", False),
        (("line",), "online", False),
        (("normal", "!normal equation"), "the normal distribution", True),
        (("normal", "!normal equation"), "the normal equations", False),
    ],
)
def test_a_word_of_evidence_stands_at_the_beginning_of_a_word(words, text, said):
    assert spoken_of(words, text) is said


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (r"\operatorname{Var}(X)", "variance", True),
        ("a random variable", "variance", False),
        ("this covers it", "covariance", False),
        ("as json, correctly", "Jensen-Shannon divergence", False),
        ("the KL divergence", "Kullback-Leibler divergence", True),
        ("a clear divergence", "Kullback-Leibler divergence", False),
        ("a linear map", "linear model", False),
        ("the linear model", "linear model", True),
    ],
)
def test_a_name_is_said_by_its_own_words_or_what_is_cut_short_of_them(text, name, said):
    assert says(text, name) is said


def test_what_the_letters_do_not_say_is_not_told():
    tree = read_formula(r"Z = W A + B", "a layer of the network").tree
    found = recognise(tree, "a layer of the network")
    assert found is not None and found.name == "fully connected layer" and found.means == ()
    density = recognise(read_formula(r"p(z \mid x) = \frac{p(z, x)}{p(x)}").tree)
    assert density is not None and density.means == ()


if __name__ == "__main__":
    KEPT.write_text("\n".join(forms_as_kept()) + "\n", encoding="utf-8")
