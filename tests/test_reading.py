"""The reader of printed formulas: what it says, that nothing is lost, that what is said can be read back, and that nothing breaks it.

`python -m tests.test_reading` writes tests/golden/readings.txt anew, for a mathematician to review in the diff.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import clock, since
from tutor.maths.formula import Reading, read_formula
from tutor.maths.reading.cutting.frames import unframed
from tutor.maths.reading.cutting.lexer import cut
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.conserve import held, ink
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.reading.proof.measure import measure
from tutor.maths.reading.tidying.tidy import tidy
from tutor.maths.spans import formula_spans
from tutor.maths.tree import walk

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "formulas"
GOLDEN = ROOT / "tests" / "golden" / "readings.txt"
CHAPTERS = sorted((ROOT / "corpus" / "chapters").glob("*.md"))

# fmt: off
READINGS = [
    # (LaTeX, context, reading)
    (r"\nabla_x f", "", "the gradient of f with respect to x"),
    (r"A^\top A", "", "A transpose A"),
    (r"A^T A", "", "A transpose A"),
    (r"P(A \mid B)", "", "the probability of A given B"),
    (r"P(A|B)", "", "the probability of A given B"),
    (r"\sum_{i=1}^n x_i^2", "", "the sum from i equals 1 to n of x sub i squared"),
    (r"\det A", "", "the determinant of A"),
    (r"\det(A)", "", "the determinant of A"),
    (r"|A|", "", "open bar A close bar"),
    (r"|A|", "the determinant of a matrix", "the determinant of A"),
    (r"|A|", "its cardinality", "the size of A"),
    (r"|x - y|", "", "the absolute value of x minus y end absolute value"),
    (r"||x||", "", "the norm of x"),
    (r"\|x\|_2", "", "the 2 norm of x"),
    (r"\|A\|_F^2", "", "the F norm of A end norm squared"),
    (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "", "the 2 by 2 matrix with rows 1, 2; 3, 4 end matrix"),
    (r"\begin{pmatrix} a \\ b \end{pmatrix}", "", "the column vector with entries a, b end vector"),
    (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", "", "the determinant of the 2 by 2 matrix with rows a, b; c, d end matrix"),
    (r"\left(\begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6\end{array}\right)", "",
     "the 2 by 3 matrix with a bar after column 2 with rows 1, 2, 3; 4, 5, 6 end matrix"),
    (r"x(t)", "", "x open parenthesis t close parenthesis"),
    (r"x(t)", "where the function $x$ is smooth", "x of t"),
    (r"a(b + c)", "", "a times the quantity b plus c end quantity"),
    (r"p(1-p)", "", "p times the quantity 1 minus p end quantity"),
    (r"f(x, y)", "", "f of x and y"),
    (r"f'(x)", "", "f prime of x"),
    (r"f^{-1}(y)", "", "f inverse of y"),
    (r"(T \circ U)(x)", "", "the quantity T composed with U end quantity of x"),
    (r"\log Q(j)", "", "the log of Q of j end log"),
    (r"\mathbb{R}[x]", "", "the real numbers open bracket x close bracket"),
    (r"\mathbb{E}_i \nabla f_i", "", "the expected value over i of the gradient of f sub i end expected value"),
    (r"\mathbf{H} f(x)", "", "bold H f of x"),
    (r"{a \choose b}", "", "a choose b"),
    (r"E[X]", "", "the expected value of X"),
    (r"\operatorname{Var}(X) = \sigma^2", "", "the variance of X equals sigma squared"),
    (r"\frac{dy}{dx}", "", "the derivative of y with respect to x"),
    (r"\frac{\partial^2 f}{\partial x^2}", "", "the second partial derivative of f with respect to x"),
    (r"\frac{d}{dx} f(x)", "", "the derivative of f of x with respect to x"),
    (r"\int_0^1 x^2 \, dx", "", "the integral from 0 to 1 of x squared with respect to x"),
    (r"\lim_{h \to 0} \frac{f(h)}{h}", "", "the limit as h approaches 0 of the fraction f of h all over h end fraction"),
    (r"\operatorname*{arg\,min}_x f(x)", "", "the value of x that minimizes f of x"),
    (r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "",
     "the cases x if x is greater than 0; 0 otherwise end cases"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "", "a equals b equals c"),
    (r"\begin{aligned} x + y &= 3 \\ x - y &= 1 \end{aligned}", "", "x plus y equals 3; next line: x minus y equals 1"),
    (r"\{x \in A \mid x > 0\}", "", "the set of all x in A such that x is greater than 0 end set"),
    (r"x \in [0, 1)", "", "x is in the interval from 0 included to 1 excluded"),
    (r"x \in [0, 1]", "", "x is in the closed interval from 0 to 1"),
    (r"f \colon \mathbb{R}^n \to \mathbb{R}", "", "f mapping real space of dimension n to the real numbers"),
    (r"A \in \mathbb{R}^{m \times n}", "", "A is in real space of dimension m by n"),
    (r"x^{(i)}", "", "x superscript i in parentheses"),
    (r"x^i", "", "x superscript i"),
    (r"2^i", "", "2 to the power i"),
    (r"x^T y", "", "x transpose y"),
    (r"c^T", "", "c superscript T"),
    (r"e^{-x^2}", "", "e to the power minus x squared end power"),
    (r"\bar{X}_n \xrightarrow{d} Z", "", "X bar sub n goes to marked above d end mark Z"),
    (r"y \stackrel{\text{def}}{=} x", "", "y is defined as x"),
    (r"\langle u, v \rangle", "", "the inner product of u and v end inner product"),
    (r"\left.\frac{df}{dx}\right|_{x=0}", "", "the derivative of f with respect to x evaluated at x equals 0 end range"),
    (r"\newcommand{\R}{\mathbb{R}} x \in \R", "", "x is in the real numbers"),
    (r"x \in \R", r"\newcommand{\R}{\mathbb{R}}", "x is in the real numbers"),
    (r"\displaystyle \left( x \right)\,\label{eq} \tag{1}", "", "x"),
    (r"\text{\$19,940}", "", "dollar 19,940"),
    (r"\mathbf{u} \times \mathbf{v}", "", "bold u cross bold v"),
    (r"3 \times 3", "a matrix", "3 by 3"),
    (r"(v_1 \mid v_2)", "", "the quantity v sub 1 vertical bar v sub 2 end quantity"),
    (r"|\det(A)|", "", "the absolute value of the determinant of A end absolute value"),
    (r"\max\{a, b\}", "", "the maximum of a and b"),
]
# fmt: on


def _entries() -> list[dict[str, str]]:
    corpus = SHARED / "corpus.jsonl"
    if not corpus.exists():
        pytest.skip("the corpus of formulas is not beside this repository (../shared/data/formulas)")
    with corpus.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _around(entry: dict[str, str]) -> str:
    return f"{entry['before']} ${entry['latex']}$ {entry['after']}"


@pytest.fixture(scope="module")
def sample() -> list[tuple[dict[str, str], Reading]]:
    """A seeded sample of the corpus, each read among its prose."""
    drawn = random.Random(11).sample(_entries(), 1_500)
    return [(entry, read_formula(entry["latex"], _around(entry))) for entry in drawn]


@pytest.mark.parametrize(("latex", "context", "reading"), READINGS, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READINGS)])
def test_a_formula_is_read_aloud_as_a_mathematician_would(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.spoken == reading
    assert found.complete and found.unread == ()


# Formulas of books that nobody here had seen, as they came out wrong once.
SEEN_LATER = [
    (r"0, 1, .., n", "0, 1, dot dot dot, n"),
    (r"x \in [0..1]", "x is in open bracket 0 dot dot dot 1 close bracket"),
    (r"F_{avg}(1 - E)", "F sub avg open parenthesis 1 minus E close parenthesis"),
    (r"p(p - 1)", "p times the quantity p minus 1 end quantity"),
    (r"\int g(x) \, dF_X(x)", "the integral of g of x with respect to the quantity F sub X of x end quantity"),
    (r"\nabla f(x)^T d", "the quantity the gradient of f of x end quantity transpose times d"),
    (r"G'(A + B)^{-1}", "G prime open parenthesis A plus B close parenthesis inverse"),
    (r"x\_i + W\_j", "x sub i plus W sub j"),
    (r"1\text{-}\lambda", "1 minus lambda"),
    (r"\forall y\ \frac{1}{2} y^2 \geq 0", "for all y one half times y squared is greater than or equal to 0"),
    (r"\hat{\mathbb{E}}_{x} \|f\|^2", "double-struck E hat sub x of the quantity the norm of f end norm squared end quantity"),
    (
        r"\nabla \frac{1}{s}\sum_{k=1}^s f_k(x)",
        "the gradient of the quantity 1 over s times the sum from k equals 1 to s of f sub k of x end quantity",
    ),
    (r"\mathbb{R}^n - S", "real space of dimension n end dimension minus S"),
    (r"P_{0|0}", "P sub 0 vertical bar 0 end sub"),
    (r"(x - \mu)^TS_1'x", "the quantity x minus mu end quantity superscript T times S sub 1 prime x"),
    (
        r"\mu_i \in \mathbb{R}^{n_i} ~ (i = 1, 2)",
        "mu sub i is in real space of dimension n sub i open parenthesis i equals 1, 2 close parenthesis",
    ),
    (r"{ \frac{1}{n} \sum_{i=1}^n } y_i", "1 over n times the sum from i equals 1 to n of y sub i"),
    (r"A \centernot\subseteq B", "A is not a subset of or equal to B"),
    (r"\mu I \preccurlyeq A", "mu I precedes or equals A"),
    (r"\underset{x \in S}{\mathbb{E}} [ f(x) ]", "the expected value over x in S of f of x end expected value"),
    (r"\mathbb{E}_{x \sim p} f(x)", "the expected value over x is distributed as p end condition of f of x end expected value"),
    (r"\mbox{log}_2\frac{1}{p}", "the log base 2 of 1 over p end log"),
    (r"\frac{4,000}{7}", "4,000 over 7"),
    (r"\hat\beta \xrightarrow[]{p} \beta", "beta hat goes to marked above p end mark beta"),
    (r"a \ll b << c", "a is much less than b is much less than c"),
]


@pytest.mark.parametrize(("latex", "reading"), SEEN_LATER)
def test_what_unseen_books_taught_is_kept(latex: str, reading: str) -> None:
    assert read_formula(latex).spoken == reading


LATER_BOOKS = [
    (r"\mathcal{L}\{f(t)\}(s) = F(s)", "script L of f of t end quantity of s equals"),
    (r"1_{[0,\infty)}(x) = 1", "of x equals 1"),
    (r"\langle\psi|A|\psi\rangle", "psi"),
    (r"x=1 \wedge y=2", "x equals 1 and y equals 2"),
    (r"{\rm prox}_g(x) = y", "prox sub g of x equals y"),
    (r"argmin_{x\in Q} f(x)", "minimizes f of x"),
    (r"nlog(x)", "n times the log of x"),
    (r"H/(H\cap N) \cong HN/N", "is isomorphic to"),
    (r"1:2:3", "1 to 2 to 3"),
    (r"\mathfrak{so}(3)", "so"),
    (r"\underset{x}{\mathrm E}[f]", "the expected value over x of f"),
    (r"\oint_C dz f(z)", "f of z with respect to z"),
    (r"\operatorname{Res}_{z=a} f(z)", "f of z"),
    (r"\boldsymbol\omega_0 \times \mathbf r'", "cross bold r prime"),
    (r"\boldsymbol\omega_0(t) \times \mathbf r'", "cross bold r prime"),
    (r"X_{(1)} \leq X_{(n)}", "X sub 1 in parentheses is less than or equal to X sub n in parentheses"),
    (r"(X_t)_{t\geq 0}", "indexed by t is greater than or equal to 0"),
    (r"\sup\{R: R>0\}", "the supremum of the set of all R such that R is greater than 0"),
    (r"\underset{j=1}{\overset{D}{\prod}} x_j", "the product from j equals 1 to D of x sub j"),
    (r"Pr[t \le T]", "the probability that t is less than or equal to T"),
    (r"(\ker T)^{\bot}", "superscript perp"),
    (r"A^{\perp}", "A superscript perp"),
    (r"\vec\nabla (V+W)", "vector nabla of the quantity V plus W"),
    (r"\frac{-\partial B}{\partial t}", "minus the partial derivative of B with respect to t"),
    ("\U0001d70b_\U0001d703(a \\mid s)", "pi sub theta of a given s"),
    (r"\lim\sup_{n\to\infty} a_n", "the limit superior"),
    (r"\partial^2 f(x)", "f of x"),
    (r"m(x) = B(x) (B(X)^t B(X))^{-1}", "superscript t"),
    (r"f(x) = 2 \hspace{3em} g(x) = 3", "equals 2, g"),
    (r"\mathbf{prox}_{\lambda f}(v) = x", "prox sub lambda f end sub of v equals x"),
    (r"\text{or,\;\;} a = b", "or, a equals b"),
    (r"(1-a)^t", "the quantity 1 minus a end quantity to the power t"),
    (r"x \in (0, \infty)", "x is in the open interval from 0 to infinity"),
    (r"f : \mathbb{R} \to (0, 1)", "f mapping the real numbers to the open interval from 0 to 1"),
    (r"\overline{e^{\lambda}}", "the quantity e to the power lambda end quantity bar"),
    (r"\mathbf{R}^{n \times m}", "superscript n by m"),
    (r"A^{-\top}", "A inverse transpose"),
    (r"D(P \parallel Q)", "P double bar Q"),
    (r"\sqrt{n}\bar{X} \Rightarrow N(0, 1)", "X bar double arrow to N of 0 and 1"),
    (r"\varphi|_U", "phi restricted to U"),
    (r"X \sim \mathcal{E}xp(\lambda)", "X is distributed as Exp of lambda"),
    (r"\nabla_\theta^2 \log p(x)", "nabla sub theta squared of the log of p of x end log"),
    (r"\nicefrac{1}{2}", "one half"),
    (r"\frac12x", "one half times x"),
    (r"\mathbb{E}_{x \sim p} f(x)", "x is distributed as p"),
    (r"\sum_{\substack{i \in A \\ j \in B}} x_{ij}", "the sum over i is in A, j is in B of x sub i j end sub"),
    (r"MSE = SE^2", "MSE equals SE squared"),
    (r"p = \mathrm{const.}", "p equals const."),
]


@pytest.mark.parametrize(("latex", "heard"), LATER_BOOKS)
def test_what_was_read_silently_wrong_in_later_books_is_kept(latex: str, heard: str) -> None:
    read = read_formula(latex, "")
    assert heard in read.spoken
    assert read.complete


@pytest.mark.parametrize(
    ("latex", "context"),
    [
        ("D(Df)", ""),
        (r"|\Sigma|^{1/2}", ""),
        ("(a, b)", "the open interval"),
        ("Cnt(a)", ""),
        (r"(T'\psi)(v)", ""),
        (r"(X^tX)^{-1}(X - B)^t", ""),
    ],
)
def test_what_nothing_settles_is_read_neutrally_and_listed(latex: str, context: str) -> None:
    read = read_formula(latex, context)
    assert read.ambiguous
    assert " times v" not in read.spoken
    assert "to the power t" not in read.spoken
    assert "the pair" not in read.spoken


def test_every_formula_of_the_bundled_chapters_is_complete() -> None:
    unread = []
    for chapter in CHAPTERS:
        text = chapter.read_text(encoding="utf-8")
        for formula in formula_spans(text):
            found = read_formula(formula.latex, text[max(0, formula.start - 400) : formula.end + 400])
            unread += [(chapter.name, formula.latex, found.unread)] if not found.complete else []
    assert CHAPTERS and unread == []


def test_an_unknown_macro_is_named_and_never_guessed() -> None:
    found = read_formula(r"x + \foo{y}")
    assert not found.complete and found.unread == (r"\foo",) and "[unread: \\foo]" in found.spoken


def test_a_doubt_is_read_neutrally_and_named_with_both_readings() -> None:
    (doubt,) = read_formula("y = x(t)").ambiguous
    assert (
        doubt.what == "x(t)"
        and doubt.readings == ("x of t", "x times t")
        and doubt.chosen == "x open parenthesis t close parenthesis"
    )


def test_parts_point_at_their_place_and_say_what_they_do() -> None:
    latex = r"\frac{a + b}{c^2}"
    parts = {latex[p.start : p.end]: (p.says, p.does) for p in read_formula(latex).parts}
    assert parts["a + b"] == ("a plus b", "the numerator: what is divided")
    assert parts["c^2"] == ("c squared", "the denominator: what it is divided by")
    assert parts["2"][1] == "the exponent: it squares the base"
    assert parts["b"][1] == "a term that is added"


@pytest.mark.sweep
def test_nearly_all_of_the_corpus_is_complete(sample: list[tuple[dict[str, str], Reading]]) -> None:
    assert sum(reading.complete for _, reading in sample) >= 0.98 * len(sample)


def test_every_node_and_part_stands_inside_its_source(sample: list[tuple[dict[str, str], Reading]]) -> None:
    for entry, reading in sample:
        length = len(entry["latex"])
        assert all(0 <= n.span[0] <= n.span[1] <= length for n in walk(reading.tree)), entry["latex"]
        assert all(0 <= p.start < p.end <= length and p.says and p.does for p in reading.parts), entry["latex"]


def test_what_is_complete_holds_every_sign_of_its_source(sample: list[tuple[dict[str, str], Reading]]) -> None:
    for entry, reading in sample:
        if reading.complete:
            assert ink(tidy(cut(unframed(entry["latex"])))).total() == held(reading.tree).total(), entry["latex"]


def test_taking_a_letter_out_of_the_tree_is_noticed() -> None:
    tokens = tidy(cut(r"\frac{x_1 + x_1}{\alpha^2}"))
    assert ink(tokens) == held(read_formula(r"\frac{x_1 + x_1}{\alpha^2}").tree)
    assert ink(tokens) != held(read_formula(r"\frac{x_1 + x}{\alpha^2}").tree)


def test_no_two_different_trees_share_a_reading(sample: list[tuple[dict[str, str], Reading]]) -> None:
    said: dict[str, object] = {}
    for entry, reading in sample:
        if reading.complete:
            assert said.setdefault(reading.spoken, meaning(reading.tree)) == meaning(reading.tree), entry["latex"]


def test_most_readings_can_be_read_back_to_the_same_tree(sample: list[tuple[dict[str, str], Reading]]) -> None:
    complete = [reading for _, reading in sample if reading.complete]
    assert sum(read_back(r.spoken) == meaning(r.tree) for r in complete) >= 0.88 * len(complete)


@pytest.mark.parametrize(
    "latex", [r[0] for r in READINGS if "marked" not in r[2] and "if" not in r[2] and "$" not in r[2] and "$" not in r[0]]
)
def test_the_readings_of_the_table_mean_what_their_trees_mean(latex: str) -> None:
    found = read_formula(latex)
    assert read_back(found.spoken) in (meaning(found.tree), None)


def test_reading_is_fast() -> None:
    drawn = random.Random(12).sample(_entries(), 800)
    begun = clock()
    measured = measure([(entry["latex"], _around(entry)) for entry in drawn])
    since(begun)
    assert measured.formulas / measured.seconds > 300, "an order below what is measured, for a busy machine"


def _broken(entries: list[dict[str, str]]) -> Iterator[str]:
    rng = random.Random(13)
    for _ in range(1_500):
        latex = rng.choice(entries)["latex"]
        cuts = sorted(rng.sample(range(len(latex) + 1), 2)) if len(latex) > 1 else [0, 1]
        pieces = re.findall(r"\\[a-zA-Z]+|.", latex, re.DOTALL)
        rng.shuffle(pieces)
        yield from (latex[cuts[0] : cuts[1]], "".join(pieces), "".join(rng.sample(latex, len(latex))))


@pytest.mark.sweep
def test_slices_and_shuffles_of_formulas_are_read_without_an_exception() -> None:
    for latex in _broken(_entries()):
        found = read_formula(latex)
        assert found.complete or found.unread, latex


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("xyAfPE01+-=<>()[]{}|\\^_&,;:.!'%$# \n\u2211\u03b1\U0001d7d9") | st.characters(), max_size=60
    )
)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    found = read_formula(text, text)
    assert isinstance(found.spoken, str) and (found.complete or found.unread)


HOSTILE = [
    "|" * 6000, "(" * 6000, "{" * 6000, r"\frac" * 4000, r"\hat" * 4000, "x^" * 6000, "x_" * 6000, "-" * 9000, r"\sum" * 3000, "'" * 9000,
    r"\left(" * 3000, r"\quad" * 3000, "a," * 5000, r"\int dx" * 2000, r"\begin{matrix}" * 1000, "1&" * 4000, r"\\" * 5000, r"\forall" * 2000,
    r"\nabla" * 3000, "f(" * 3000 + ")" * 3000, "{x" * 2000 + "}" * 2000, r"\stackrel{a}{b}" * 1500, r"\text{$" * 400 + "$}" * 400,
    r"\newcommand{\a}{\a\a\a\a\a}\a", r"\max_" * 2000, ":" * 5000, r"\mathbb{E} " * 200, r"\underset{\underset{" * 20 + "x", "\x00\ud7ff", "1,000" * 3000,
    "|x" * 90, "x^0" + "+x^1" * 900, "\\", "^", "_", "{", "}", r"\begin", r"\end{", r"\left", r"\sqrt[", r"\text{", r"\newcommand", "",
]  # fmt: skip


def test_hostile_input_takes_less_than_half_a_second() -> None:
    typed = SHARED / "hostile.jsonl"
    given_ones = [json.loads(line)["typed"] for line in typed.read_text(encoding="utf-8").splitlines()] if typed.exists() else []
    for latex in HOSTILE + given_ones:
        start = clock()
        read_formula(latex)
        assert since(start) < 0.5, latex[:40]


# -- the golden readings ---------------------------------------------------------------------------------------------
def _block(source: str, latex: str) -> str:
    found = read_formula(latex)
    doubts = [f"? {' | '.join(a.readings)}" for a in found.ambiguous]
    unread = [f"! unread: {' '.join(found.unread)}"] if found.unread else []
    return "\n".join([f"# {source}", latex, f"  {found.spoken}", *doubts, *unread])


def test_the_golden_readings_still_stand() -> None:
    for block in GOLDEN.read_text(encoding="utf-8").strip().split("\n\n"):
        source, latex = block.split("\n")[:2]
        assert _block(source.removeprefix("# "), latex) == block


def _golden() -> Iterator[str]:
    """The table above, then formulas drawn over all sources and kinds, long and short."""
    rng = random.Random(3)
    for latex, _, _ in READINGS:
        yield _block("table", " ".join(latex.split()))
    drawn: dict[str, list[str]] = {}
    for entry in _entries():
        drawn.setdefault(f"{entry['source']}, {entry['kind']}", []).append(" ".join(entry["latex"].split()))
    for chapter in CHAPTERS:
        drawn[chapter.stem] = [" ".join(f.latex.split()) for f in formula_spans(chapter.read_text(encoding="utf-8"))]
    left = 300 - len(READINGS)
    for n, (source, formulas) in enumerate(sorted(drawn.items())):
        wanted = left // len(drawn) + (n < left % len(drawn))
        kinds = sorted({latex for latex in formulas if len(latex) > 7}, key=lambda latex: (len(latex), latex))
        for latex in sorted(rng.sample(kinds, wanted), key=len):
            yield _block(source, latex)


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("\n\n".join(_golden()) + "\n", encoding="utf-8")
