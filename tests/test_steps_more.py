"""Worked solutions, the second shelf: products, letters, quadratics, integrals, constraints, data in pairs, and plain wordings."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import clock, since
from tutor.errors import Unreadable
from tutor.maths.answers.judge import KINDS, Grade, judge
from tutor.maths.parse import read
from tutor.maths.steps import StepFailed, arithmetic, check, convexity, integrals, letters, pairs, products, scores, solve

worked = lru_cache(maxsize=None)(solve)  # what is looked at here from several sides is worked out once

# (problem as typed, the answer as one would type it); judged by mathematics where the answer is of one kind
ANSWERS = [
    (r"Let $A = \begin{bmatrix} 1 & 0 \\ 3 & 1 \end{bmatrix}$ and $B = \begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix}$. What is $BA$?", "[[7,2],[3,1]]"),
    (r"Let $P(A \cap B) = 0.12$ and $P(B) = 0.4$. What is $P(A \mid B)$?", "3/10"),
    ("The events $A$ and $B$ are independent with $P(A) = 0.5$ and $P(B) = 0.4$. What is $P(A \\cap B)$?", "1/5"),
    (r"Let $P(A) = 0.4$, $P(B) = 0.5$ and $P(A \cap B) = 0.1$. What is $P(A \mid B)$?", "1/5"),
    (r"Let $X$ be $1$ with probability $\frac{1}{2}$ and $5$ with probability $\frac{1}{2}$. What is the variance of $X$?", "4"),
    (r"Let $P(A) = 0.2$, $P(B \mid A) = 0.8$ and $P(B \mid \text{not } A) = 0.2$. What is $P(A \mid B)$?", "1/2"),
    ("You take one step of gradient descent on $f(x) = x^2$ from $x = 5$ with step size $0.1$. Where do you arrive?", "4"),
    ("Let $y = (3x^2 + 1)^2$. What is the slope at $x = 1$?", "48"),
    ("A matrix has $5$ rows and $8$ columns, and its rank is $3$. What is its nullity?", "5"), ("rank of a 5 by 8 matrix with nullity 5", "3"),
    (r"A matrix $A$ with two rows and two columns has $\det(A) = 2$. What is $\det(3A)$?", "18"), ("det(AB) if det(A) = 2 and det(B) = -3", "-6"),
    ("Let A be a 3x3 matrix with det(A) = 5. What is det(2A)?", "40"), ("det(A^{-1}) if det(A) = 4", "1/4"), ("det(A^2) if det(A) = -3", "9"),
    ("nabla of x1^2 + x2^2", "(2x1, 2x2)"),
    ("a disease affects 1% of people; the test is 90% sensitive and 95% specific. probability of disease given a positive test?", "2/13"),
    ("1 in 100 people have a disease, the test detects 9 in 10, false alarm rate 5%, what is the chance of being ill given a positive test?", "2/13"),
    ("entropy of a fair coin", "ln(2)"), ("entropy of a fair coin in bits", "1"), ("expectation of a fair die", "7/2"),
    ("variance of a die roll", "35/12"), ("variance of 1,2,3,4", "5/4"), ("variance of 2, 4, 6", "8/3"),
    ("mean and variance of 2,4,4,4,5,5,7,9", "mean = 5; variance = 4"), ("mean and standard deviation of 2,4,4,4,5,5,7,9", "mean = 5; standard deviation = 2"),
    ("chain rule: y = u^2, u = 3x+1, dy/dx", "6(3x+1)"), ("P(A and B) if P(A)=0.5 and P(B|A)=0.2", "1/10"),
    ("P(A and B) if A and B are independent, P(A) = 0.5, P(B) = 0.2", "1/10"), ("P(A or B) if P(A)=0.5, P(B)=0.4, P(A and B)=0.2", "7/10"),
    ("P(A|B) if P(A and B) = 0.1 and P(B) = 0.4", "1/4"), ("z-score of 85 with mean 70 and sd 10", "3/2"),
    ("det [[a,b],[c,d]]", "ad - bc"), ("det [[a,0,1],[0,b,0],[1,0,c]]", "a b c - b"), ("trace of [[a,b],[c,d]]", "a + d"),
    ("inverse of [[a,b],[c,d]]", "[[d/(ad-bc), -b/(ad-bc)], [-c/(ad-bc), a/(ad-bc)]]"), ("inverse of [[a,2a],[b,2b]]", "not invertible"),
    ("inverse of [[1,a,0],[0,1,b],[0,0,1]]", "[[1,-a,a b],[0,1,-b],[0,0,1]]"),
    ("[[a,b],[c,d]] * [[0,1],[1,0]]", "[[b,a],[d,c]]"), ("[[a,b],[c,d]] times (x,y)", "[[a x + b y],[c x + d y]]"),
    ("eigenvalues of [[a,b],[b,a]]", "{a+b, a-b}"), ("eigenvalues of [[a,1],[0,b]]", "{a, b}"),
    ("eigenvalues of [[0,a],[b,0]]", "{sqrt(a b), -sqrt(a b)}"),
    ("product of [[1,2],[3,4]] and [[5,6],[7,8]]", "[[19,22],[43,50]]"), ("multiply [[1,2],[3,4]] by (5,6)", "(17,39)"),
    ("[[1,2],[3,4]] (1,0)", "(1,3)"), ("(1,2) [[1,2],[3,4]]", "(7,10)"), ("[[1,2],[3,4]] * [[5],[6]]", "[[17],[39]]"),
    ("BA where A = [[1,2],[3,4]] and B = [[0,1],[1,0]]", "[[3,4],[1,2]]"), ("AB where A = [[1,2],[3,4]] and B = [[0,1],[1,0]]", "[[2,1],[4,3]]"),
    ("transpose of [[1,2,3],[4,5,6]]", "[[1,4],[2,5],[3,6]]"), ("outer product of (1,2) and (3,4,5)", "[[3,4,5],[6,8,10]]"),
    ("cross product of (1,2,3) and (4,5,6)", "(-3,6,-3)"), ("(1,0,0) × (0,1,0)", "(0,0,1)"), ("cross product of (1,2,3) and (2,4,6)", "(0,0,0)"),
    ("are (1,2),(2,4) linearly independent?", "linearly dependent"), ("are (1,0) and (0,1) linearly independent", "linearly independent"),
    ("linear independence of the columns of [[1,2],[2,4]]", "linearly dependent"),
    ("solve x^2 - 5x + 6 = 0", "{2, 3}"), ("solve x^2 = 4", "{2, -2}"), ("x^2 - 4x + 4 = 0", "{2}"), ("solve x^2 + 2x + 5 = 0", "{-1+2i, -1-2i}"),
    ("roots of t^2 - t - 1", "{(1+sqrt(5))/2, (1-sqrt(5))/2}"), ("solve (x-1)(x+3) = 5 for x", "{2, -4}"),
    ("softmax(0, 0)", "(1/2, 1/2)"), ("softmax of (1, 2)", "(1/(1+e), e/(1+e))"), ("sigmoid of 2", "1/(1+e^(-2))"), ("sigmoid(0)", "1/2"),
    ("covariance of (1,2,3) and (2,4,7)", "5/3"), ("sample covariance of (1,2,3) and (2,4,7)", "5/2"), ("correlation between 1,2,3 and 2,4,6", "1"),
    ("correlation of (1,2,3) and (3,2,1)", "-1"), ("correlation of (1,2,3) and (2,4,7)", "5*sqrt(57)/38"),
    ("integral of x^2 from 0 to 3", "9"), ("integral of sin(x) from 0 to pi", "2"), ("integral of 1/x dx", "ln(abs(x)) + C"), ("∫ x e^x dx", "x e^x - e^x + C"),
    ("integrate ln x", "x ln(x) - x + C"), ("integrate sin(3x+1)", "-cos(3x+1)/3 + C"), ("integral of x/(x^2+1) dx", "ln(x^2+1)/2 + C"),
    ("integrate x^2 e^x dx", "x^2 e^x - 2x e^x + 2e^x + C"), ("integral of 1/x from 1 to e", "1"), ("integral of (2x+1)^3", "(2x+1)^4/8 + C"),
    ("integral of sin(x)^2 cos(x)", "sin(x)^3/3 + C"), (r"\int_0^1 x^3 \, dx", "1/4"), ("integral of sqrt(x) from 0 to 4", "16/3"),
    ("integrate e^(-x) between 0 and 1", "1 - e^(-1)"), ("antiderivative of x cos(x)", "x sin(x) + cos(x) + C"), ("integrate 2^x", "2^x/ln(2) + C"),
    ("integral of 2x e^(x^2) dx", "e^(x^2) + C"), ("integrate 1/(1+x^2) from 0 to 1", "pi/4"),
    ("maximise x y subject to x + y = 10", "maximum = 25; at = (5, 5)"), ("minimise x^2 + y^2 given x + 2y = 5", "minimum = 5; at = (1, 2)"),
    ("extrema of x + y on the circle x^2 + y^2 = 2", "maximum = 2; at = (1, 1); minimum = -2; at = (-1, -1)"),
    ("maximize x^2 + y^2 subject to x + y = 1", "maximum = none"), ("minimise x^2 + y^2 subject to x y = 4", "minimum = 8; at = {(-2, -2), (2, 2)}"),
    ("PCA of (0,0), (1,1), (2,2)", "first component = (1, 1); share of variance = 1"), ("pca of (1,0),(-1,0),(0,1),(0,-1)", "no first component"),
    ("PCA of (0,0),(2,0),(0,1),(2,1)", "first component = (1, 0); share of variance = 4/5"),
    ("is x^2 convex", "convex"), ("is ln(x) convex or concave?", "concave"), ("is 3x + 1 convex", "convex and concave"), ("is f(x) = x^4 convex?", "convex"),
    ("convexity of x^3", "neither: concave on (-oo, 0); convex on (0, oo)"),
    ("is e^(-x^2) convex?", "neither: convex on (-oo, -sqrt(2)/2); concave on (-sqrt(2)/2, sqrt(2)/2); convex on (sqrt(2)/2, oo)"),
    ("condition number of [[2,0],[0,1]]", "2"), ("condition number of [[1,2],[2,4]]", "infinity"), ("condition number of [[2,1],[1,1]]", "7/2 + 3sqrt(5)/2"),
    ("convolution of (1,2,3) and (0,1,1/2)", "(0,1,5/2,4,3/2)"), ("convolve (1,1) with (1,1)", "(1,2,1)"),
    ("2 + 2*3", "8"), ("what is (1+2)*3?", "9"), ("1/2 + 1/3", "5/6"), ("-3^2", "-9"), ("10% * 50", "5"), ("5!", "120"), ("sqrt(16) + 1", "5"), ("2^10", "1024"),
]  # fmt: skip

# Written before the readers above were; 39 of the 40 came out right at once, none was refused, one had a wrong sign in its words
# (the end of an interval without end); the sign was mended.
INVENTED = [
    ("what's the nabla of x^2 y?", "(2x y, x^2)"),
    ("3% of patients carry the virus. A test catches 95% of carriers and falsely flags 2% of the healthy. If I test positive, how likely am I to carry the virus?", "285/479"),
    ("entropy of a fair die in bits", "ln(6)/ln(2)"), ("expected value of a dice roll", "7/2"), ("mean of 3, 7, 8", "6"), ("variance of 1, 3, 5, 7", "5"),
    ("standard deviation of 2 4 4 4 5 5 7 9", "2"), ("z-score for x = 130 when mu = 100 and sigma = 15", "2"),
    ("P(rain and wind) if P(rain) = 0.4 and P(wind | rain) = 0.5", "1/5"), ("find dy/dx if y = sin(u) and u = x^2", "2x cos(x^2)"),
    ("multiply [[1,2],[3,4]] by [[0,1],[1,0]]", "[[2,1],[4,3]]"), ("[[1,2],[3,4]] * (1,1)", "(3,7)"),
    ("what is the transpose of [[1,2,3],[4,5,6]]", "[[1,4],[2,5],[3,6]]"), ("outer product of (1,2) and (3,4)", "[[3,4],[6,8]]"),
    ("(1,0,0) x (0,1,0)", "(0,0,1)"), ("cross product of (1,2,3) and (4,5,6)", "(-3,6,-3)"),
    ("are the vectors (1,0,1), (0,1,1), (1,1,2) linearly dependent?", "linearly dependent"), ("is {(1,2),(3,4)} linearly independent", "linearly independent"),
    ("solve 2x^2 + 3x - 2 = 0", "{-2, 1/2}"), ("roots of x^2 + 1 = 0", "{i, -i}"), ("softmax of (1, 2, 3)", "(1/(1+e+e^2), e/(1+e+e^2), e^2/(1+e+e^2))"),
    ("sigmoid(0)", "1/2"), ("covariance of (1,2,3) and (2,4,7)", "5/3"), ("correlation between 1,2,3 and 2,4,6", "1"), ("integrate x^2 from 0 to 3", "9"),
    ("integral of 2x e^(x^2) dx", "e^(x^2) + C"), ("antiderivative of x cos(x)", "x sin(x) + cos(x) + C"), (r"\int_0^1 x^3 dx", "1/4"),
    ("maximise x y subject to x + y = 10", "maximum = 25; at = (5, 5)"),
    ("minimise x^2 + y^2 given x + 2y = 5 with Lagrange multipliers", "minimum = 5; at = (1, 2)"),
    ("PCA of (1,1), (2,2), (3,3.5), (0,0.5)", "first component = (1, 1/40 + sqrt(1601)/40); share of variance = sqrt(1601)/82 + 1/2"),
    ("is x^4 - 2x^2 convex?", "neither: convex on (-oo, -sqrt(3)/3); concave on (-sqrt(3)/3, sqrt(3)/3); convex on (sqrt(3)/3, oo)"),
    ("is f(x) = e^x convex", "convex"), ("condition number of [[2,0],[0,1]]", "2"), ("convolve (1,2,3) with (0,1,1/2)", "(0,1,5/2,4,3/2)"),
    ("3*(4-1)^2 / 2", "27/2"), ("what is 7 - 2*3?", "1"), ("det [[a,b],[c,d]]", "a*d - b*c"), ("eigenvalues of [[a,1],[0,b]]", "{a, b}"),
    ("inverse of [[1,x],[0,1]]", "[[1,-x],[0,1]]"),
]  # fmt: skip

# A second set of such wordings, written when the readers stood: 31 of 41 came out right at once, 10 were refused, none was wrong.
# Those that are solved now are below; softmax of (0, ln 2) is still refused.
INVENTED_AFTERWARDS = [
    ("grad x^2 + 3xy", "(2x+3y, 3x)"), ("prevalence is 1 in 1000, sensitivity 99 %, specificity 98 %. If the test is positive what is the probability of having the disease?", "99/2097"),
    ("2% of emails are spam. The filter catches 98% of spam and wrongly flags 1% of the others. A mail is flagged; chance it is spam?", "2/3"),
    ("5 in 100 people carry a gene; the test finds 80% of carriers and gives a false positive in 10% of the healthy. probability of carrying it given a positive test", "8/27"),
    ("1% of women have cancer. 80% of those with it test positive, and 10% of those without it also test positive. probability of cancer given a positive test", "8/107"),
    ("if prevalence is 2% and the test is 95% sensitive with a 10% false positive rate, what is the positive predictive value?", "19/117"),
    ("entropy of a coin with p = 0.25", "2ln(2) - 3/4*ln(3)"), ("std of 1, 2, 3", "sqrt(6)/3"), ("sample standard deviation of 1, 2, 3", "1"), ("average of 10, 20, 60", "30"),
    ("what is the z score of 3 if the mean is 5 and the standard deviation is 2?", "-1"), ("P(A ∩ B) where P(A) = 1/2, P(B|A) = 1/3", "1/6"),
    ("P(A or B) if A and B are independent, P(A)=0.5, P(B)=0.5", "3/4"), ("A times B where A = [[1,0],[0,2]], B = [[1,1],[1,1]]", "[[1,1],[2,2]]"),
    ("compute [[2,0],[0,3]] [[1],[1]]", "[[2],[3]]"), ("matrix product of [[1,2]] and [[3],[4]]", "[[11]]"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}\begin{pmatrix}1\\1\end{pmatrix}", "[[3],[7]]"), ("[[1,2],[3,4]]^T", "[[1,3],[2,4]]"), ("transpose [1 2; 3 4]", "[[1,3],[2,4]]"),
    ("are v1 = (1,2,3) and v2 = (2,4,6) linearly independent?", "linearly dependent"), ("find the roots of 6x^2 - x - 1 = 0", "{1/2, -1/3}"), ("solve x^2 = 2x", "{0, 2}"),
    ("solve for x: x^2 + x + 1 = 0", "{-1/2 + i sqrt(3)/2, -1/2 - i sqrt(3)/2}"), ("sigmoid(-1)", "1/(1+e)"), ("cov of (1,2,3,4) and (4,3,2,1)", "-5/4"),
    ("correlation coefficient of x = (1,2,3), y = (1,3,2)", "1/2"), ("what is the integral of cos(2x)?", "sin(2x)/2 + C"), ("∫_0^π sin(x) dx", "2"),
    ("integrate (x+1)(x+2) dx", "x^3/3 + 3x^2/2 + 2x + C"), ("integral of x^2 ln(x)", "x^3 ln(x)/3 - x^3/9 + C"), ("integral of x sqrt(x^2+1)", "(x^2+1)^(3/2)/3 + C"),
    ("integral from 1 to 2 of 1/x^2", "1/2"), ("find the maximum of x + 2y subject to x^2 + y^2 = 5", "maximum = 5; at = (1, 2)"),
    ("minimize (x-1)^2 + (y-2)^2 s.t. x + y = 1", "minimum = 2; at = (0, 1)"),
    ("principal component analysis of the points (1,2), (3,4), (5,6)", "first component = (1, 1); share of variance = 1"), ("is -x^2 + 3x concave?", "concave"), ("is x^2 + e^x convex?", "convex"),
    ("inverse of [[a,1],[1,a]]", "[[a/(a^2-1), -1/(a^2-1)], [-1/(a^2-1), a/(a^2-1)]]"), ("characteristic polynomial of [[a,b],[c,d]]", "lambda^2 - (a+d) lambda + a d - b c"),
    ("(3/4) / (9/8)", "2/3"), ("compute 2^3 + 4*5 - 6", "22"), ("how much is 15% of 80", "12"),
]  # fmt: skip

REFUSED = [
    "Let X be 1 with probability 1/2 and 5 with probability 1/2. What is the variance of Y?",
    "The events A and B are disjoint with P(A)=0.5 and P(B|A)=0.2. What is P(A and B)?",
    "Let y = x^2. What is the slope of z at x = 1?", "Let f(x)=x^2. What is the derivative of g at x = 1?",
    "You take two steps of gradient descent on x^2 from 1 with step size 0.1. Where do you land after one?",
    "det(AB) if det(A)=2 and det(B)=3 and det(C)=4", "det(A^2) if det(A)=2 and A is 2x3",
    "2% of emails are spam. The filter catches 98% of spam and wrongly flags 1% of the others. A mail is not flagged; chance it is spam?", "softmax of (0, ln 2)",
    "2% of emails are not spam; the filter catches 98% of spam and wrongly flags 1% of the others. chance a flagged mail is spam?",
    "1% of people have no disease; the test is 90% sensitive and 95% specific. probability of disease given a positive test?",
    "1% of people have it; the test fails to detect 10% of the sick and falsely flags 5% of the healthy. chance of being ill given a positive test?",
    "if prevalence is 2% and the test is 95% sensitive with a 10% false positive rate, what is the negative predictive value?",
    "entropy of a coin", "entropy of a coin with p = 2", "15% of eighty", "std of x", "characteristic polynomial of [[lambda,1],[1,0]]", "solve for y: x^2 = 4",
    "expected value of two fair dice", "variance of the sum of two dice", "entropy of a loaded die", "entropy of a biased coin", "product of [[1,2],[3,4]] and [[1,2,3]]",
    "cross product of (1,2) and (3,4)", "are (1,2),(2,4) banana independent",  "softmax of banana", "softmax of 5",
    "integral of 1/x from -1 to 1", "integral of e^(x^2)", "integral of tan(x) from 0 to 2", "integral of sin(x)/x", "integrate banana", "integral of x^2 from 0 to",  "integral of x y dx dy", "maximise x + y + z subject to x + y = 1", "maximise banana subject to x = 1", "maximise x y",
    "maximise x y subject to x > 1", "is sin(x) convex?", "is |x| convex?", "is 1/x convex?", "is x^2 + y^2 convex?", "is banana convex",
    "condition number of [[1,2,3],[4,5,6],[7,8,9]]", "1/0", "2 +", "9^9^9", "2+2 apples", "sqrt(2)+1", "12", "x", "x^2 + 1", "3 apples and 2 pears",
    "PCA of (1,2)", "PCA of (1,2,3),(4,5,6)", "P(A and B) if P(A)=0.5", "P(A and B) if P(A)=0.5 and P(B)=0.2", "P(A and B) if P(A)=1.5 and P(B|A)=0.2",
    "P(A or B) if P(A)=0.9, P(B)=0.9, P(A and B)=0.1", "P(A and B) if P(A)=0.5 and P(B|A)=0.2 and P(C)=0.1", "z-score of 85 with mean 70", "z-score of 85 and 90 with mean 70 and sd 10",
    "chain rule: y = u^2, u = 3v+1, dy/dx",
    "a disease affects 1% of people; the test is 90% sensitive. probability of disease given a positive test?",
    "eigenvalues of [[a,b,c],[d,e,f],[g,h,i]]", "det [[a,b]]",  "correlation of (1,1,1) and (1,2,3)", "covariance of (1,2) and (1,2,3)", "solve x^3 = 1", "probability of A and B",
    "multiply [[1,2],[3,4]] by 2",  "derivative of softmax of (1,2)", "entropy of softmax of (1,2)", "sigmoid of x",
    "eigenvalues of [[x^x^x,1],[1,0]]", "inverse of [[sin(a),1],[1,0]]",  "1" + "+1" * 90,
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """SymPy takes its time to be imported once; what is measured here is the answer to a problem."""
    for problem in ("integrate x e^x", "maximise x y subject to x + y = 1", "is ln(x) convex?", "eigenvalues of [[a,b],[b,a]]"):
        solve(problem)


@pytest.mark.parametrize(("problem", "answer"), [*ANSWERS, *INVENTED, *INVENTED_AFTERWARDS])
def test_a_problem_as_typed_has_this_answer(problem: str, answer: str) -> None:
    start = clock()
    found = worked(problem)
    assert since(start) < 3
    if found.kind in KINDS:
        assert judge(found.kind, found.answer, answer).grade is Grade.RIGHT, found.answer
    else:
        assert found.answer == answer


@pytest.mark.parametrize("problem", [p for p, _ in (*ANSWERS, *INVENTED, *INVENTED_AFTERWARDS)])
def test_every_step_has_words_mathematics_and_a_check(problem: str) -> None:
    found = worked(problem)
    assert found.problem == problem and found.topic and found.answer_latex
    for step in found.steps:
        assert step.says.strip() and step.latex.strip() and step.checked.strip()
        assert step.says.count("$") % 2 == 0 and step.checked.count("$") % 2 == 0
        assert step.latex.count("{") == step.latex.count("}"), step.latex
        assert "None" not in step.latex and "Fraction" not in step.latex and "Fraction" not in step.checked
    assert "second route" in found.steps[-1].checked
    for part in found.parts:
        assert part.kind in (*KINDS, "words") and part.answer in found.answer


@pytest.mark.parametrize(
    "problem", ["variance of a fair die", "(7/2)^2", "norm of (1/2, 3/2)", "variance of 1, 3, 5, 8", "what is (7/2)^2 + 1?"]
)
def test_a_fraction_below_a_power_stands_in_brackets(problem: str) -> None:
    shown = " ".join(f"{step.says} {step.latex}" for step in solve(problem).steps)
    assert re.search(r"\\frac\{\d+\}\{\d+\}\\right\)\^", shown)
    assert not re.search(r"\\frac\{\d+\}\{\d+\}\^", shown)


@pytest.mark.parametrize("problem", REFUSED)
def test_what_is_not_understood_is_refused_with_one_sentence(problem: str) -> None:
    start = clock()
    with pytest.raises(Unreadable) as refusal:
        solve(problem)
    assert since(start) < 1
    assert len(str(refusal.value)) < 300 and "\n" not in str(refusal.value)


@pytest.mark.sweep
@pytest.mark.parametrize("problem", [p for p, _ in (*ANSWERS, *INVENTED, *INVENTED_AFTERWARDS) if " " in p])
def test_a_strange_word_is_never_skipped_over(problem: str) -> None:
    words = problem.split(" ")
    for junk in ("banana", "not"):
        for at in (0, 1, len(words) // 2, len(words)):
            with pytest.raises(Unreadable):
                solve(" ".join((*words[:at], junk, *words[at:])))


def test_a_variance_is_divided_by_n_and_says_what_n_minus_one_would_give() -> None:
    found = solve("variance of 1, 2, 3, 4")
    assert any("n - 1 = 3" in step.says and r"\frac{5}{3}" in step.latex for step in found.steps)
    assert any("n = 4" in step.says for step in found.steps)


def test_an_inverse_with_letters_says_when_there_is_one() -> None:
    assert any(r"\neq 0" in step.latex for step in solve("inverse of [[a,b],[c,d]]").steps)


# -- a wrong step is never shown -------------------------------------------------------------------------
def test_a_wrong_antiderivative_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = integrals._known
    monkeypatch.setattr(integrals, "_table", lambda f, u: None if (whole := f) is None else whole * 2)
    with pytest.raises(StepFailed):
        solve("integrate sin(x)")
    assert honest is integrals._known


def test_a_wrong_root_of_a_quadratic_matrix_formula_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = letters._square_root
    monkeypatch.setattr(letters, "_square_root", lambda inside: honest(inside) * 2)
    with pytest.raises(StepFailed):
        solve("eigenvalues of [[a,b],[b,a]]")


def test_a_wrong_determinant_with_letters_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_determinant", lambda rows: rows[0][0] * rows[1][1])
    with pytest.raises(StepFailed):
        solve("det [[a,b],[c,d]]")


def test_a_wrong_sign_of_the_second_derivative_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convexity, "_sign", lambda *given: -1)
    with pytest.raises(StepFailed):
        solve("is x^2 convex?")


def test_a_wrong_operation_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = arithmetic._written
    monkeypatch.setattr(arithmetic, "_written", lambda node, value: honest(node, value + 1))
    with pytest.raises(StepFailed):
        solve("2 + 2*3")


def test_the_second_routes_see_a_wrong_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    import tutor.maths.steps.write as write

    honest = write.plain
    monkeypatch.setattr(write, "plain", lambda value: honest(value) + " + 1")
    for problem in (
        "covariance of (1,2,3) and (2,4,7)",
        "z-score of 85 with mean 70 and sd 10",
        "P(A and B) if P(A)=0.5 and P(B|A)=0.2",
    ):
        with pytest.raises(StepFailed):
            solve(problem)
    monkeypatch.setattr(write, "vector", lambda values: "(" + ", ".join(honest(v) for v in [*values][::-1]) + ")")
    for problem in ("cross product of (1,2,3) and (4,5,7)", "convolution of (1,2) and (3,5)", "multiply [[1,2],[3,4]] by (5,6)"):
        with pytest.raises(StepFailed):
            solve(problem)


def test_the_rooms_of_this_shelf_are_the_ones_tested_here() -> None:
    topics = {worked(p).topic for p, _ in ANSWERS}
    assert {"matrix product", "integral", "Lagrange multipliers", "convexity", "softmax", "principal components"} <= topics
    assert products and pairs and scores


# -- laws on random input --------------------------------------------------------------------------------
_small = st.integers(-6, 6)


def _square() -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(_small, min_size=2, max_size=2), min_size=2, max_size=2)


@pytest.mark.sweep
@settings(max_examples=15, deadline=None)
@given(_square(), _square())
def test_the_determinant_of_a_product_is_the_product_of_determinants(a: list[list[int]], b: list[list[int]]) -> None:
    product = check.matrix_back(solve(f"{a} * {b}").answer)
    assert check.determinant(product) == check.determinant(_exact(a)) * check.determinant(_exact(b))
    turned = [check.matrix_back(solve(f"transpose of {m}").answer) for m in (b, a)]
    assert check.matrix_back(
        solve(f"{[[int(x) for x in r] for r in turned[0]]} * {[[int(x) for x in r] for r in turned[1]]}").answer
    ) == check.turned(product)


def _exact(rows: list[list[int]]) -> list[list[Fraction]]:
    return [[Fraction(x) for x in row] for row in rows]


@pytest.mark.sweep
@settings(max_examples=15, deadline=None)
@given(_small.filter(bool), _small, _small)
def test_the_solutions_of_a_quadratic_equation_solve_it(a: int, b: int, c: int) -> None:
    for z in check.set_back(solve(f"solve ({a})x^2 + ({b})x + ({c}) = 0").answer):
        assert abs(a * z * z + b * z + c) < 1e-9 * (1 + abs(a) * abs(z) ** 2 + abs(b * z) + abs(c))


@pytest.mark.sweep
@settings(max_examples=12, deadline=None)
@given(st.lists(_small, min_size=1, max_size=4), st.integers(-3, 0), st.integers(1, 3))
def test_the_integral_of_a_polynomial_is_the_one_from_school(weights: list[int], low: int, high: int) -> None:
    typed = " + ".join(f"({w})*x^{k}" for k, w in enumerate(weights))
    wanted = sum(
        (Fraction(w, k + 1) * (Fraction(high) ** (k + 1) - Fraction(low) ** (k + 1)) for k, w in enumerate(weights)), Fraction(0)
    )
    assert check.number_back(solve(f"integral of {typed} from {low} to {high}").answer) == wanted


@pytest.mark.sweep
@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(_small, _small), min_size=3, max_size=6).filter(
        lambda p: len({a for a, _ in p}) > 1 < len({b for _, b in p})
    )
)
def test_a_correlation_lies_between_minus_one_and_one(points: list[tuple[int, int]]) -> None:
    xs, ys = (", ".join(str(p[i]) for p in points) for i in (0, 1))
    r = check.number_back(solve(f"correlation of ({xs}) and ({ys})").answer)
    assert abs(r) <= 1 + check.TINY * 10**6
    assert check.number_back(solve(f"correlation of ({ys}) and ({xs})").answer) == r


@pytest.mark.sweep
@settings(max_examples=12, deadline=None)
@given(
    st.recursive(
        st.integers(0, 9).map(str),
        lambda t: st.tuples(t, st.sampled_from("+-*"), t).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        max_leaves=7,
    )
)
def test_plain_arithmetic_gives_the_value_that_our_reader_gives(typed: str) -> None:
    from tutor.maths.evaluate import exact

    if any(sign in typed for sign in "+-*"):
        assert Fraction(solve(typed).answer) == exact(read(typed))
