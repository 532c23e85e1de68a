"""Derivations that a stranger typed: slips that passed, and false alarms; one line a cause."""

from __future__ import annotations

import pytest

from tutor.maths.claims import Verdict
from tutor.maths.derivations.derivation import follow

# What does not follow: (derivation, the words around it, index of the first line that does not follow).
SLIPS = [
    # after an identity, which is true for every value, a line must be true for every value too
    ("sin(x)^2 + cos(x)^2 = 1\nsin(x) = sqrt(1 - cos(x)^2)", "", 1),
    ("|x|^2 = x^2\n|x| = x", "", 1),
    ("x^2 = x^2\nx = |x|", "", 1),
    ("(x+1)^2 = x^2 + 2x + 1\nx + 1 = sqrt(x^2 + 2x + 1)", "", 1),
    # what an inequality let in on the way is asked for again where the answer stands
    ("1/x > 2\n1 > 2x\nx < 1/2", "", 2),
    ("sqrt(x-1) < 3\nx-1 < 9\nx < 10", "", 2),
    # a side that has no value any more loses the solutions that lie there
    ("ln(x^2) = 4\n2 ln(x) = 4\nx = e^2", "", 1),
    ("log_2(x^2) = 6\n2 log_2(x) = 6\nx = 8", "", 1),
    ("ln(x(x-3)) = 2\nln(x) + ln(x-3) = 2", "", 1),
    # the bound that is told leaves an example against the line
    ("sqrt(x^2)\n= x", "x > -2", 1),
    ("(x+1)^2\n= x^2 + 1", "x > 2", 1),
    ("|x-5|\n= 5 - x", "0 < x < 7", 1),
    ("x^2 = 9\nx = 3", "x > -5", 1),
    # probabilities that no weights of the outcomes allow
    ("P(A) = 0.4\nP(not A) = 0.5", "", 1),
    ("P(A) = 0.4\nP(B) = 0.3\nP(A and B) = 0.1\nP(A or B) = 0.4 + 0.3\n= 0.7", "", 3),
    ("P(A) = 0.4\nP(B) = 0.3\nP(A and B) = 0.1\nP(A|B) = 0.1/0.4", "", 3),
    ("P(D)=0.01\nP(T|D)=0.9\nP(T|not D)=0.05\nP(D|T) = 0.9", "", 3),
    ("P(A) = 0.2\nP(B) = 0.4\nP(A) P(B) = 0.8", "", 2),
    # a new quantity has a value of its own, and keeps it
    ("mean = 6/3\n= 2\nmean = 3", "", 2),
    ("mean = (1+2+3)/3\n= 2\nvariance = (1+0+1)/3\n= 1/3", "", 3),
    ("a = 3, b = 4\nc^2 = a^2 + b^2\n= 24", "", 2),
    # of "answer = ..." the words go on with the line before
    ("2+3\nanswer = 6", "", 1),
    # what is rounded is held to its digits
    ("sqrt(2)\n≈ 1.42", "", 1),
    ("1/8\n= 0.13", "", 1),
    ("x^2 = 2\nx ≈ 1.414", "", 1),
    ("e^x = 5\nx = ln 5\nx ≈ 1.690", "", 2),
    ("x ≈ 1.41\nx^2 ≈ 3", "", 1),
    # derivatives as they are typed
    ("y = (3x+1)^4\ndy/dx = 4(3x+1)^3", "", 1),
    ("f(x) = x^2\ndf/dx = 3x", "", 1),
    ("y = x^2\ndy/dx = 2x\nd²y/dx² = 3", "", 2),
    ("L = (y - wx)^2\n∂L/∂w = 2(y - wx)", "", 1),
    # after a change of letters the end is held against the beginning
    ("∫ 2x e^{x^2} dx\n= ∫ e^u du\n= e^u + C\n= e^{x^3} + C", "", 3),
    # numbers for a letter that was told
    ("A = [[2,2],[1,3]]\ndet(A - λI) = 0\n(2-λ)(3-λ) - 3 = 0", "", 2),
    ("det(A - λI) = 0\ndet(A) - λ = 0", "", 1),
    # "true for all x" is held against line 1, and so is "no solution"
    ("2(x+1) = 2x + 3\ntrue for all x", "", 1),
    ("x = x\nno solution", "", 1),
    # a new value, as programs give it, is computed
    ("w = 5\nw = w - 0.1*20\nw = 4", "", 2),
    ("w = 5\nw = w - 0.1*20\nw = w - 0.1*12\nw = 2.8", "", 3),
    # a logarithm to base 2 without brackets
    ("log2 8\n= 4", "", 1),
    # a letter that need not be a mean makes no wrong sign right
    ("E[(X-μ)^2]\n= E[X^2] - 2μ E[X] + μ^2\n= E[X^2] + μ^2", "", 2),
]

# What is sound: (derivation, the words around it). No line is called wrong, and none is left open.
SOUND = [
    ("(x+1)^2 = x^2 + 2x + 1\n|x + 1| = sqrt(x^2 + 2x + 1)", ""),
    ("1/x > 2\n1 > 2x\nx < 1/2", "x > 0"),
    ("x^2 < 4\n|x| < 2\n-2 < x < 2", ""),
    ("ln(x^2)\n= 2 ln(x)", "x > 0"),
    ("ln(a/b)\n= ln(a) - ln(b)", ""),
    ("∫ 1/x dx\n= ln(x) + C", ""),
    # bounds that are told are kept, whatever they are
    ("sqrt(x^2)\n= x", "x > 2"),
    ("sqrt(x^2)\n= -x", "x < -2"),
    ("sqrt(x^2)\n= x", "x in [0,2]"),
    ("|x-5|\n= 5 - x", "0 < x < 5"),
    ("sqrt((x-y)^2)\n= x - y", "x > y"),
    ("x^2 = 9\nx = 3", "x > 0"),
    ("|x-1| = 3\nx - 1 = 3\nx = 4", "x > 2"),
    # probabilities that are given, one to a line
    ("P(A) = 0.4\nP(B) = 0.3\nP(A and B) = 0.1\nP(A or B) = 0.4 + 0.3 - 0.1\n= 0.6", ""),
    ("P(H) = 0.5\nP(T) = 0.5\nP(H) + P(T) = 1", ""),
    ("P(A) = 0.3\nP(B) = 0.5\nP(A and B) = 0.15", "A and B are independent"),
    ("P(A) = 0.3\nP(B) = 0.4\nP(A or B) = 0.7", "A and B are disjoint"),
    ("P(A and B) = 0.3*0.5\n= 0.15\nP(not A) = 0.7", "P(A)=0.3, P(B|A)=0.5"),
    ("P(D)=0.01\nP(T|D)=0.9\nP(T|not D)=0.05\nP(T) = 0.9*0.01 + 0.05*0.99\n= 0.0585\nP(D|T) = 0.9*0.01/0.0585", ""),
    # names as words, and new quantities
    ("mean = (1+2+3)/3\n= 2\nvariance = (1+0+1)/3\n= 2/3", ""),
    ("μ = (1+2+3)/3 = 2\nσ² = ((1-2)² + (2-2)² + (3-2)²)/3 = 2/3", ""),
    ("a = 3, b = 4\nc^2 = a^2 + b^2\n= 25", ""),
    ("y = 2x + 1\n= 2(x+1/2)\nx = (y-1)/2", ""),
    # decimals that are rounded, after ≈ and after =
    ("2/3\n≈ 0.67", ""),
    ("sqrt(2)\n≈ 1.414\n≈ 1.41", ""),
    ("1/6\n= 0.1667", ""),
    ("ln(2)\n= 0.693", ""),
    ("3x = 2\nx = 0.667", ""),
    ("x^2 = 2\nx ≈ ±1.414", ""),
    ("2/3 ≈ 0.67", ""),
    ("σ^2 = 2/3\nσ = √(2/3) ≈ 0.816", ""),
    ("π ≈ 3.14\n2π ≈ 6.28", ""),
    ("P(A) = 1/3\nP(not A) = 0.667", ""),
    # derivatives as they are typed
    ("y = (3x+1)^4\ndy/dx = 4(3x+1)^3 * 3\n= 12(3x+1)^3", ""),
    ("f(x) = (3x+1)^4\ndf/dx = 4(3x+1)^3 * 3\n= 12(3x+1)^3", ""),
    ("y = x^2\ndy/dx = 2x\nd2y/dx2 = 2", ""),
    ("f = x^2 y\n∂f/∂x = 2xy", ""),
    ("y = 3x^2\ndy/dx = 6x\n6x = 0\nx = 0", ""),
    # numbers for a letter that was told
    ("A = [[2,2],[1,3]]\ndet(A - λI) = 0\n(2-λ)(3-λ) - 2 = 0\nλ^2 - 5λ + 4 = 0\nλ = 1 or λ = 4", ""),
    # every value is a solution
    ("2(x+1) = 2x + 2\n0 = 0\ntrue for all x", ""),
    ("x + 1 = x + 1\nall real numbers", ""),
    # a logarithm to base 2 or 10 without brackets
    ("H = -0.5 log2 0.5 - 0.5 log2 0.5\n= 1", ""),
    ("log2(8) + log10 100\n= 5", ""),
    # the mean, told in words
    ("E[(X-μ)^2]\n= E[X^2] - 2μ E[X] + μ^2\n= E[X^2] - μ^2", "let μ be the mean of X"),
    # by parts, with the constant at the end
    ("∫ x e^x dx\n= x e^x - ∫ e^x dx\n= x e^x - e^x + C", ""),
]

# What cannot be decided: (derivation, the words around it, index of the line that stays open). No line is called wrong.
OPEN = [
    ("ln(x^2)\n= 2 ln(x)", "", 1),
    ("y = ln(x^2)\ny = 2 ln(x)", "", 1),
    ("x^2 = x^2\nln(x^2) = 2 ln(x)", "", 1),
    ("P(A) = 0.4\nP(B) = 0.3", "", 1),
    ("P(A) = 0.4\nP(B) = 0.3\nP(A or B) = 0.7", "", 2),
    ("P(A) = 0.3\nP(B) = 0.5\nP(A and B) = 0.15", "", 2),
    ("slope = (5-1)/(3-1)\n= 2\nintercept = 1", "", 2),
    ("1/6\n= 0.17", "", 1),
    ("2/3\n≈ 0.66", "", 1),
    ("x ≈ 1.41\nx^2 ≈ 2", "", 1),
    # what goes on after a line that could not be read is not compared with an earlier one
    ("x^2\n= hello)) x\n= x^3", "", 2),
    ("y = u^2, u = 3x+1\ndy/dx = dy/du * du/dx\n= 2u * 3\n= 6(3x+1)", "", 1),
    # a change of letters, and numbers for a letter of which nothing is told
    ("∫ 2x e^{x^2} dx\n= ∫ e^u du\n= e^u + C\n= e^{x^2} + C", "", 1),
    ("u = x^2\n∫ 2x e^{x^2} dx\n= ∫ e^u du\n= e^u + C\n= e^{x^2} + C", "", 2),
    ("det(A - λI) = 0\n(2-λ)(3-λ) - 2 = 0", "", 1),
    # a letter that is given a new value
    ("w = 5\nw = w - 0.1*20\nw = 3", "", 1),
    ("x = 5\nx = x + 1", "", 1),
    # units, a mean that is not said to be one, and a constant that is not written
    ("2.5 m + 30 cm\n= 2.8 m", "", 0),
    ("E[(X-μ)^2]\n= E[X^2] - 2μ E[X] + μ^2\n= E[X^2] - μ^2", "", 2),
    ("∫ 2x dx\n= x^2", "", 1),
    ("∫ 2x dx = x^2", "", 0),
    # decimals that could be written out, and a letter that comes from nowhere
    ("12.35\n= 12.4", "", 1),
    ("2+3\nx = 6\n2x = 12", "", 1),
]


@pytest.mark.parametrize(("text", "words", "line"), SLIPS)
def test_a_slip_is_found_in_its_line(text, words, line):
    found = follow(text, words)
    assert found.first_bad == line, found.why


@pytest.mark.parametrize(("text", "words"), SOUND)
def test_what_is_sound_is_followed_to_its_end(text, words):
    found = follow(text, words)
    assert found.first_bad is None, found.why
    assert all(line.verdict is not Verdict.OPEN for line in found.lines), [(line.text, line.why) for line in found.lines]


@pytest.mark.parametrize(("text", "words", "line"), OPEN)
def test_what_cannot_be_decided_is_open_and_not_wrong(text, words, line):
    found = follow(text, words)
    assert found.first_bad is None, found.why
    assert found.lines[line].verdict is Verdict.OPEN, found.lines[line].why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 2\nb = 3\nab = 5", "with the values above it is not true: the two sides are 6 and 5"),
        ("λ^2 = 4\nλ = 2", "the solution $\\lambda = -2$ of the line before is lost here"),
        ("P(A or B)\n= P(A) + P(B)", "fails for weights of the outcomes $"),
        ("P(A) = 0.4\nP(not A) = 0.5", "with the probabilities above $P(A^c)$ is 0.6"),
    ],
)
def test_the_sentence_names_all_that_was_said_and_sets_formulas_as_formulas(text, said):
    assert said in follow(text).why


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("y = u^2\n\\frac{dy}{dx} = 5", ["given", "open"]),
        ("y = u^2\nu = 3x + 1\ny = (3x+1)^2", ["given", "given", "tested"]),
        ("y = u^2\nu = 3x + 1\ny = 3x^2 + 1", ["given", "given", "fails"]),
        ("S = n p\np = a + b\nS = na + nb", ["given", "given", "tested"]),
        ("x + y = 3\nx = 3 - 2y", ["given", "fails"]),
    ],
)
def test_a_letter_may_be_told_after_the_line_that_uses_it(text, verdicts):
    assert [line.verdict.value for line in follow(text).lines] == verdicts
