"""The claims of a text are tried: true identities hold, one wrong sign is caught, and nothing sound is ever called false."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from eval.turned_signs import flipped, identities
from tests.conftest import clock, since
from tutor.maths.claims import Claim, Verdict, claims, try_claim
from tutor.maths.claims.text import Found, _sentence
from tutor.maths.claims.trying import _ledger, _tried

HERE = Path(__file__).resolve().parent
FORMULAS = HERE.parents[1] / "shared" / "data" / "formulas"


def verdict(latex: str, words: str = "") -> Verdict:
    found = try_claim(latex, words)
    assert len(found) == 1
    return found[0].verdict


@pytest.mark.sweep
def test_two_hundred_true_identities_stand_without_a_false_alarm():
    found = Counter(verdict(latex, words) for latex, words in identities())
    print(dict(found))
    assert sum(found.values()) >= 200
    assert found[Verdict.FAILS] == 0
    assert found[Verdict.PROVED] + found[Verdict.TESTED] >= 0.9 * sum(found.values())


@pytest.mark.sweep
def test_one_wrong_sign_is_caught_in_ninety_nine_of_a_hundred():
    wrong = [(w, words) for turn, (latex, words) in enumerate(identities()) if (w := flipped(latex, turn))]
    missed = [w for w, words in wrong if verdict(w, words) is not Verdict.FAILS]
    print(len(wrong), "wrong signs,", len(wrong) - len(missed), "caught; missed:", missed)
    assert len(wrong) >= 200
    assert len(missed) <= 0.01 * len(wrong)


FALSE = [
    ("A B = B A", ""),
    (r"(AB)^T = A^T B^T", ""),
    (r"(AB)^{-1} = A^{-1}B^{-1}", "for invertible matrices"),
    (r"(A+B)^{-1} = A^{-1} + B^{-1}", ""),
    (r"\det(A+B) = \det A + \det B", ""),
    (r"(A+B)^2 = A^2 + 2AB + B^2", "for square matrices"),
    (r"(a+b)^2 = a^2 + b^2", ""),
    (r"\sqrt{x^2} = x", ""),
    (r"\sqrt{a+b} = \sqrt{a} + \sqrt{b}", ""),
    (r"\log(a+b) = \log a + \log b", ""),
    (r"\frac{1}{a+b} = \frac{1}{a} + \frac{1}{b}", ""),
    (r"\frac{d}{dx} x^2 = 3x", ""),
    (r"\frac{d}{dx} \sin(x^2) = \cos(x^2)", ""),
    (r"\nabla_{\mathbf{x}} \mathbf{x}^\top A\mathbf{x} = 2A\mathbf{x}", ""),
    (r"E[XY] = E[X]E[Y]", ""),
    (r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)", ""),
    (r"P(A\cup B) = P(A) + P(B)", ""),
    (r"P(A\cap B) = P(A)P(B)", ""),
    (r"P(A\mid B) = P(B\mid A)", ""),
    (r"\|\mathbf{x}+\mathbf{y}\| \geq \|\mathbf{x}\| + \|\mathbf{y}\|", ""),
    (r"\sum_{i=1}^n i = \frac{n(n-1)}{2}", ""),
    (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}\begin{bmatrix}1\\1\end{bmatrix} = \begin{bmatrix}3\\8\end{bmatrix}", ""),
    ("29.8 - 22.4 = 7.5", ""),
    (r"0.81 \approx 0.283^2", ""),
    (r"\frac{1}{3} = 0.34", ""),
    (r"2^{10} = 1023", ""),
    (r"3 < 2 + 0.5", ""),
]


@pytest.mark.parametrize(("latex", "words"), FALSE)
def test_a_false_claim_fails_with_numbers_that_show_it(latex, words):
    (found,) = try_claim(latex, words)
    assert found.verdict is Verdict.FAILS, found.why
    assert found.counterexample or found.computed


OPEN = [
    ("y = mx + b", ""),
    ("f(x) = x^2", ""),
    ("Ax = b", ""),
    ("x^2 = 4", ""),
    (r"A v = \lambda v", ""),
    ("A^T = A", ""),
    ("Q^T Q = I", ""),
    ("P^2 = P", "where $P$ is a matrix"),
    ("x^2 + y^2 = 1", ""),
    ("2x + 3 = 7", ""),
    (r"\cos x = x", ""),
    (r"\mathbf{x}^\top\mathbf{y} = 0", ""),
    ("f(x+y) = f(x) + f(y)", ""),
    ("x > 0", ""),
    (r"\mathbf{x}^\top A \mathbf{x} > 0", ""),
    (r"P(A) = 0.3", ""),
    (r"E[X] = \mu", ""),
    (r"E[X] = 3.5", ""),
    (r"X \sim N(0, 1)", ""),
    ("0 = 4", ""),
    (r"\nabla f(x) = 0", ""),
    (r"\frac{dy}{dx} = ky", ""),
    ("ad - bc = 0", ""),
    (r"\det A = 0", ""),
    ("5 = 5\\%", ""),
    (r"\frac{15}{300} = 5", "percent"),
    ("3 \\text{ kg} = 3000 \\text{ g}", ""),
    (r"\sum_i p_i = 1", ""),
    ("n p = n(1 - p) = 50", ""),
    ("E = mc^2", ""),
    ("PV = nRT", ""),
]


@pytest.mark.parametrize(("latex", "words"), OPEN)
def test_a_definition_or_a_condition_is_never_called_false(latex, words):
    assert all(found.verdict is not Verdict.FAILS for found in try_claim(latex, words)), try_claim(latex, words)


CONDITIONS = [
    "Suppose that $AB = BA$.",
    "If $AB = BA$ then the matrices commute.",
    "In general, $AB = BA$ does not hold.",
    "It is a common mistake to write $(a+b)^2 = a^2 + b^2$.",
    r"When $\sqrt{x^2} = x$, the number is not negative.",
    "Let $v$ be an eigenvector with $Av = 2v$. Then $A^2 v = 4v$.",
    r"Two events are called independent if $P(A \cap B) = P(A)P(B)$.",
    r"Solve $x^2 = 3x$.",
    "Let $A$ and $B$ commute. Then $AB = BA$.",
    "Let $A$ be symmetric and $B$ be symmetric. Suppose $AB = BA$; then $(AB)^T = AB$.",
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_the_words_around_a_formula_are_heard(text):
    assert all(found.verdict is not Verdict.FAILS for found in claims(text)), claims(text)


def test_the_text_says_and_computed_here_and_never_that_the_book_is_wrong():
    (found,) = claims("The difference is $29.8 - 22.4 = 7.5$.")
    assert (found.book, found.computed) == ("7.5", "7.4")
    assert found.why == "the text says 7.5; computed here: 7.4"
    assert all("wrong" not in claim.why for latex, words in FALSE for claim in try_claim(latex, words))


def test_matrices_written_out_in_the_text_are_put_in_and_the_last_one_counts():
    text = r"Let $A = \begin{bmatrix}1&2\\3&4\end{bmatrix}$. Then $\det A = -2$ and $\operatorname{tr}(A) = 6$."
    assert [c.verdict for c in claims(text)] == [Verdict.OPEN, Verdict.PROVED, Verdict.FAILS]
    again = text + r" Now let $A = \begin{bmatrix}2&0\\0&3\end{bmatrix}$. Here $\det A = 6$."
    assert [c.verdict for c in claims(again)][-1] is Verdict.PROVED


def test_a_definition_in_letters_is_used_further_on():
    text = r"Let $C = A^T A$ for a matrix $A$. Then $C^T = C$."
    assert claims(text)[-1].verdict is Verdict.PROVED


def test_a_counterexample_is_small_and_really_one():
    (found,) = try_claim("A B = B A")
    assert [symbol for symbol, _ in found.counterexample] == ["A", "B"]
    values = [[[int(x) for x in row.split("&")] for row in value[15:-13].split(r"\\")] for _, value in found.counterexample]
    a, b = values
    assert len(a) == 2 and all(abs(x) <= 2 for matrix in values for row in matrix for x in row)

    def times(p, q):
        return [[sum(p[i][k] * q[k][j] for k in range(2)) for j in range(2)] for i in range(2)]

    assert times(a, b) != times(b, a)


def test_every_claim_keeps_its_place():
    text = r"We know $a + b = b + a$ and \[ 2 + 2 = 4. \]"
    assert [text[c.start : c.end].strip() for c in claims(text)] == ["a + b = b + a", "2 + 2 = 4"]


def test_a_chain_gives_a_claim_for_each_pair_of_neighbours():
    found = try_claim("(a+b)^2 = (a+b)(a+b) = a^2 + 2ab + b^2")
    assert [c.verdict for c in found] == [Verdict.PROVED, Verdict.PROVED]
    aligned = r"\begin{aligned} (a+b)^2 &= (a+b)(a+b) \\ &= a^2 + b^2 \end{aligned}"
    assert [c.verdict for c in try_claim(aligned)] == [Verdict.PROVED, Verdict.FAILS]


def test_sizes_given_by_the_caller_are_kept():
    assert try_claim("A B = C", sizes={"A": ["2", "3"], "B": ["3", "2"]})[0].verdict is Verdict.OPEN
    assert try_claim("(AB)^T = B^T A^T", sizes={"A": ["2", "3"], "B": ["3", "4"]})[0].verdict is Verdict.PROVED
    assert try_claim("x^T A y = y^T A x", symmetric=["A"])[0].verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$",
        "$$",
        "$x",
        "$=$",
        "$x =$",
        r"$\frac{$",
        "$" * 99,
        "x" * 5000,
        r"\[" * 50,
        "$9^{9^{9^9}} = 1$",
        r"$100000! = 1$",
        r"$\sum_{i=1}^{10^9} i = 5$",
    ],
)
def test_nothing_raises_or_hangs_whatever_the_text_is(text):
    started = clock()
    assert all(isinstance(found, Claim) for found in (*claims(text), *try_claim(text)))
    assert since(started) < 1.0


def test_hostile_formulas_are_answered_in_bounded_time():
    if not FORMULAS.exists():
        pytest.skip("the formula corpus is not beside the repository")
    for line in (FORMULAS / "hostile.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.dumps(json.loads(line))
        started = clock()
        try_claim(text[:4000])
        claims(f"${text[:3000]}$")
        assert since(started) < 2.0, text[:80]


# The three numbers of the corpus that really disagree, looked at by eye: 0.283^2 is 0.0801; 10000 - 1 stands where 1000 - 1
# is meant; 29.8 - 22.4 is 7.4.
DISAGREE = [r"0.81 \approx", r"\frac{10000-1}{1000-9-1}", r"\text{22,400,000}"]


CLAIMS = re.compile(r"[=<>]|\\(?:[lg]eq?|approx|equiv|simeq|doteq|ne)\b")


@pytest.mark.sweep
def test_the_numbers_of_real_books_raise_no_false_alarm():
    """Every formula of the corpus with a digit in it, and of those in letters alone one in five, to save time."""
    if not FORMULAS.exists():
        pytest.skip("the formula corpus is not beside the repository")
    found: Counter[str] = Counter()
    wrong = []
    for number, line in enumerate((FORMULAS / "corpus.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if not CLAIMS.search(row["latex"]) or (number % 5 and not any(sign.isdigit() for sign in row["latex"])):
            continue
        text = f"{row['before']}${row['latex']}${row['after']}"
        place = len(row["before"])
        words = _sentence(text, place, place + len(row["latex"]) + 2)
        for claim in _tried(Found(row["latex"], 0, *words), text, _ledger(row["before"]), None, ()):
            closed = "closed" if claim.book else "letters"
            found[f"{closed} {claim.verdict.value}"] += 1
            if claim.verdict is Verdict.FAILS:
                wrong.append(claim.latex)
    print(dict(found), wrong)
    assert found["closed proved"] + found["closed tested"] > 350
    assert [latex for latex in wrong if not any(known in latex for known in DISAGREE)] == []
    assert len(wrong) == len(DISAGREE)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("For all matrices $AB = BA$.", ["fails"]),
        ("$AB = BA$", ["fails"]),
        ("For all matrices $A, B$ we have $AB = BA$.", ["fails"]),
        ("If $AB = BA$ then $(A+B)^2 = A^2 + 2AB + B^2$.", ["open", "proved"]),
        ("$A$ and $B$ commute, so $AB = BA$.", ["proved"]),
        (r"Every matrix has $A^\top = A$.", ["open"]),
    ],
)
def test_a_text_does_not_prove_a_claim_by_making_it(text, verdicts):
    assert [c.verdict.value for c in claims(text) if c.sign == "="] == verdicts


@pytest.mark.parametrize("latex", ["x^2 > 0", "|x| > 0", r"x^2 + y^2 > 2xy", r"e^x > 1 + x"])
def test_a_strict_bound_that_is_met_at_zero_or_one_is_left_open(latex):
    assert verdict(latex) is Verdict.OPEN


@pytest.mark.parametrize("latex", [r"x^2 \geq 0", "x^2 + 1 > 0", "e^x > 0", r"x^2 + y^2 \geq 2xy"])
def test_a_bound_that_holds_at_the_special_points_too_stays_tested(latex):
    assert verdict(latex) is Verdict.TESTED


def test_the_words_in_a_formula_are_not_proved_with_its_equality():
    (praised,) = try_claim(r"(a+b)^2 = a^2+2ab+b^2 \text{ and the moon is cheese}")
    assert praised.verdict is Verdict.PROVED and "words beside it in the formula are not checked" in praised.why
    (denied,) = try_claim(r"(a+b)^2 = a^2+2ab+b^2 \text{ is false}")
    assert denied.verdict is Verdict.OPEN
    assert not any("words" in claim.why for claim in try_claim(r"\text{tr}(A+B) = \text{tr}(A)+\text{tr}(B) = \text{tr}(B+A)"))


CONDITIONED = [
    (r"y \times x = -(x \times y)", r"The cross product of two vectors is turned by a swap:"),
    (r"A^\top = -A", r"A square matrix $A$ is called skew-symmetric if"),
    (r"P(A \cup B) = P(A) + P(B) \ \text{ if } A \cap B = \{\}", "the probability of events"),
    (r"\sqrt{x^2} = x, \quad \text{for } x > 0", ""),
]


@pytest.mark.parametrize(("latex", "words"), CONDITIONED)
def test_a_condition_in_the_formula_or_before_it_leaves_it_open(latex: str, words: str) -> None:
    assert {claim.verdict for claim in try_claim(latex, words)} == {Verdict.OPEN}
    assert Verdict.FAILS not in {claim.verdict for claim in claims(f"{words} ${latex}$.")}


def test_a_word_for_all_is_no_condition() -> None:
    assert Verdict.FAILS in {claim.verdict for claim in try_claim(r"\sqrt{x^2} = x \text{ for every } x")}
