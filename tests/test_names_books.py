"""Formulas as books print them: what is called by a name not its own, what bears an index more, what is printed another way round."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.formula import read_formula
from tutor.maths.named.forms import form
from tutor.maths.named.monomials import levelled
from tutor.maths.named.names import recognise


def name_of(latex: str, around: str) -> str | None:
    found = recognise(read_formula(latex, around).tree, around)
    return found.name if found else None


MENDED = [
    (r"TT^* = T^*T", "where $T$ is a normal matrix; unitary matrices", None),
    (r"A = V S V^T", "computes the Schur factorization and the eigenvalues of a matrix", None),
    (r"CV(h) = n^{-1}\sum_{i=1}^{n}(Y_{i}-g_{-i}(X_{i}))^{2}", "least squares cross-validation", None),
    (r"d(f, g) = \|f - g\|", "the metric induced by the norm, a distance of functions", None),
    (r"d(x, y) = \|x - y\|", "the Euclidean distance", "Euclidean distance"),
    (
        r"\text{NPV} = \frac{\text{TN}}{\text{TN} + \text{FN}}",
        "negative predictive value, precision",
        "negative predictive value",
    ),
    (r"\mathrm{hard\_silu}(x) = x \cdot \mathrm{hard\_sigmoid}(x)", "Hard SiLU (swish) activation function", None),
    (r"D^{H}D = I = DD^{H}", "A unitary matrix satisfies; LU decomposition, upper triangular", "unitary matrix"),
    (r"R = \Sigma V^{H}", "Recall the QR decomposition: this implies that Q = U", None),
    (r"A = U^{H}U", "the Cholesky decomposition, QR and LU", "Cholesky decomposition"),
    (r"A = LL^{H}", "the Cholesky decomposition, QR and LU", "Cholesky decomposition"),
    (r"A = L L^*", "the Cholesky decomposition with L lower-triangular, LU", "Cholesky decomposition"),
    (r"A = U^* U", "the Cholesky decomposition with U upper-triangular, LU", "Cholesky decomposition"),
    (r"F_t = L_t L_t'", "the Cholesky factor, a lower triangular matrix; LU", "Cholesky decomposition"),
    (r"F = B C", "an LU or QR factorisation, an upper triangular matrix", None),
    (r"A = P L U", "the LU decomposition", "LU factorisation with row exchanges"),
    (r"A_k = Q_k R_k", "the QR algorithm", "QR factorisation"),
    (r"W_t = \frac{1}{\hat\sigma}\sum_{j=k+1}^t w_j", "the CUSUM test of the mean", None),
    (r"\bar{x} = \frac{1}{T}\sum_{t=k}^{T} x_t", "the mean", None),
    (r"\bar{w} = \frac{1}{n}\sum_{j=1}^{t} w_j", "the mean", None),
    (r"\mu = \frac{1}{T}\sum_{t=1}^{T} x_t", "the mean", "sample mean"),
    (r"\bar{x} = \frac{1}{N}\sum_{i=0}^{N-1} x_i", "the mean", "sample mean"),
    (r"np = \lambda \geq 0", "the limit of a binomial", None),
    (r"x_t = \phi x_{t-1} + \epsilon_t", "an autoregressive process", "autoregressive model"),
    (r"y = \frac{\hat x - \mu}{\hat\sigma}", "layer norm normalizes its inputs", "layer normalisation"),
    (r"\hat\beta = (\hat X' \hat X)^{-1} \hat X' y", "instrumental variables", None),
    (r"P(x) = \langle x, \theta \rangle", "a slice of the Wasserstein distance", None),
    (r"R = \sum_{t=0}^\infty \gamma^t r(s_t, a_t)", "a mixture of Gaussians", None),
    (r"\text{FPR} = \frac{\text{FP}}{\text{FP} + \text{TN}}", "recall and the false positive rate", "false positive rate"),
    (r"g_i = z_i' \epsilon_i", "moment conditions of the linear model, weight, regression", None),
]


@pytest.mark.parametrize(("latex", "around", "name"), MENDED)
def test_a_name_is_never_given_for_the_mere_look_of_a_product(latex, around, name):
    assert name_of(latex, around) == name


PRINTED = [
    (r"H(V) = - \sum_{j=1}^{|V|} P'(j) \log(P'(j))", "the entropy of V", "entropy"),
    (r"H(Q_m) = - \sum_k p_{mk} \log(p_{mk})", "log loss or entropy", "entropy"),
    (r"H(T)_b = -\sum_{i,j} T_{b,i,j} \log(T_{b,i,j})", "entropy of a batch", "entropy"),
    (r"H(C) = - \sum_c \frac{n_c}{n} \cdot \log\left(\frac{n_c}{n}\right)", "the entropy of the classes", "entropy"),
    (
        r"H(C|K) = - \sum_c \sum_k \frac{n_{c,k}}{n} \log\left(\frac{n_{c,k}}{n_k}\right)",
        "the conditional entropy",
        "conditional entropy",
    ),
    (
        r"\sum_i \sum_j P(i, j)\log\left(\frac{P(i,j)}{P(i)P'(j)}\right) = I",
        "mutual information",
        None,
    ),
    (
        r"I = \sum_i \sum_j P(i, j)\log\left(\frac{P(i,j)}{P(i)P'(j)}\right)",
        "mutual information",
        "mutual information",
    ),
    (
        r"P(x|y=k) = \frac{1}{(2\pi)^{d/2}|\Sigma_k|^{1/2}}\exp\left(-\frac{1}{2}(x-\mu_k)^T\Sigma_k^{-1}(x-\mu_k)\right)",
        "",
        "multivariate normal density",
    ),
    (r"P(y=k|x) = \frac{P(x|y=k)P(y=k)}{P(x)}", "", "Bayes' theorem"),
    (r"P(y \mid x_1, \dots, x_n) = \frac{P(y) P(x_1, \dots, x_n \mid y)}{P(x_1, \dots, x_n)}", "", "Bayes' theorem"),
    (r"\Pr(A|B) = \Pr(A) \Pr(B|A) / \Pr(B)", "", "Bayes' theorem"),
    (r"k(x, y) = \exp(-\gamma \|x-y\|^2)", "a kernel", "Gaussian (RBF) kernel"),
    (r"k(x_i, x_j) = \exp\left(-\frac{d(x_i, x_j)^2}{2l^2}\right)", "a kernel", "Gaussian (RBF) kernel"),
    (
        r"R^2(y, \hat{y}) = 1 - \frac{\sum_{i=1}^n (y_i - \hat{y}_i)^2}{\sum_{i=1}^n (y_i - \bar{y})^2}",
        "the R^2 score",
        "coefficient of determination",
    ),
    (r"W^{i+1} = W^i - \epsilon \nabla Loss", "gradient descent", "gradient descent step"),
    (r"f(x) = e^{-(m-x)^2/(2s^2)} \cdot \frac{1}{s}(2\pi)^{-1/2}", "", "normal (Gaussian) density"),
    (r"f = \frac{\beta^{a} e^{-\beta t}}{\Gamma(a)} t^{a-1}", "", "gamma density"),
    (r"\min_w \frac{1}{2n}\|Xw - y\|_2^2 + \alpha\|w\|_1", "", "lasso"),
    (r"w^* = \arg\min_w \quad \frac{1}{2}\|y - Xw\|^2 + \frac{\lambda}{2}\|w\|_2^2", "", "ridge regression"),
    (r"\text{MAE}(y, \hat y) = \frac{1}{n_s}\sum_{i=0}^{n_s-1} |y_i - \hat y_i|", "mean absolute error", "mean absolute error"),
    (r"\ell = \begin{cases} z & z \ge 0 \\ a z & \text{else} \end{cases}", "the leaky ReLU", "leaky ReLU"),
    (r"P_X = X(X'X)^{-1}X'", "", "projection matrix"),
    (r"\|A\|_F = \sqrt{\sum_{ij} a_{ij}^2}", "", "Frobenius norm"),
    (r"P(|Y - m| \ge c s) \le 1/c^2", "", "Chebyshev's inequality"),
]


@pytest.mark.parametrize(("latex", "around", "name"), PRINTED)
def test_a_formula_is_known_however_a_book_prints_it(latex, around, name):
    assert name_of(latex, around) == name


UNLIKE = [
    (r"f(x) = \frac{1}{s}(2\pi)^{-1/2} e^{(x-m)^2/(2s^2)}", "the normal density"),
    (r"f = \frac{\beta^{a} e^{-\beta t}}{\Gamma(a)} t^{a+1}", "the gamma density"),
    (r"\min_w \|Xw - y\|_2^2 - \alpha\|w\|_1", "the lasso"),
    (r"P(|Y - m| \ge c s) \le 1/c^3", "Chebyshev"),
    (r"H = - \sum_k p_{mk} \log(p_{kn})", "the entropy"),
    (r"P(y=k|x) = \frac{P(x|y=j)P(y=k)}{P(x)}", "Bayes"),
    (r"\square = \frac{\text{tp}}{\text{tp} + \text{tn}}", "precision and recall"),
    (r"e = \frac{1}{m}\sum_{i=1}^n |y_i - \hat y_i|", "mean absolute error"),
]


@pytest.mark.parametrize(("latex", "around"), UNLIKE)
def test_one_sign_one_index_or_one_exponent_away_is_another_formula(latex, around):
    assert name_of(latex, around) is None


TOWERS = [
    "x = " + "(" * 9 + "9" + "^{6})" * 9 + " y",
    "x = 1e99999999 y + 999999999999999999999999^{6}",
    "x = " + "+".join(rf"\frac{{a_{n} b_{n}}}{{c_{n}}}" for n in range(40)),
    "p = " + " ".join(rf"(a_{n}+b_{n}+c_{n}+d_{n}+e_{n})" for n in range(12)),
]


@pytest.mark.parametrize("latex", TOWERS)
def test_nothing_printed_holds_the_search_for_a_name_for_long(latex):
    tree = read_formula(latex).tree
    recognise(tree, "")
    began = clock()
    recognise(tree, "regression, entropy, kernel, probability, loss")
    assert since(began) < 1.0


SAME = [
    (r"\frac{ab}{c}", "a b c^{-1}"),
    (r"\sqrt{2\pi\sigma^2}", r"(2\pi)^{1/2}\sigma"),
    (r"-\frac{(x-m)^2}{2s^2}", r"-\frac{1}{2}\left(\frac{x-m}{s}\right)^2"),
    (r"-(a+b)", "-a-b"),
    (r"\frac{1}{e^{x}}", "e^{-x}"),
    (r"x^{(n-1)/2}", r"x^{\frac{n}{2}-\frac{1}{2}}"),
    (r"\sum_{i,j} a_{ij}", r"\sum_i \sum_j a_{ij}"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_numbers_multiplied_are_the_same_however_they_are_printed(one, other):
    def parts(latex: str) -> object:
        return _unordered(levelled(form(read_formula(latex).tree)))

    assert parts(one) == parts(other)
    assert parts(one) != parts(other + "+1")


def _unordered(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    inner = [_unordered(part) for part in value]
    return (value[0], frozenset(inner[1:])) if value[0] in ("mono", "add") else tuple(inner)
