"""What draw 31 showed: a short argument that goes on, phrases cut before "and", the number of something, plurals, a name of two capitals."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.told.symbols import harvest

SAID = [
    (r"Pr(y \mid x) \pi(x)", "the probability of y given x end probability times pi of x"),
    (r"2 P(A \mid B) / 3", "2 times the probability of A given B end probability divided by 3"),
    (r"P(A \mid B) P(B)", "the probability of A given B times the probability of B"),
    (r"-\log(0.5) / \lambda", "minus the log of 0.5 end log divided by lambda"),
    (r"\sin(x) / x", "the sine of x end sine divided by x"),
    (r"\log(x) + 1", "the log of x plus 1"),
    ("; p", "semicolon p"),
    ("x; p", "x; p"),
    (r"\phi_\mathrm{lo-1} + \phi_\mathrm{hi+1}", "phi sub lo-1 plus phi sub hi+1"),
    (r"\mathrm{TP} - 1", "TP minus 1"),
    (r"\mathrm{pq-1}", "p q minus 1"),
    ("-nln(s)", "minus n times the natural log of s"),
]


@pytest.mark.parametrize(("latex", "reading"), SAID)
def test_it_is_said_as_it_stands(latex: str, reading: str) -> None:
    found = read_formula(latex)
    assert found.complete and not found.ambiguous and found.spoken == reading


@pytest.mark.parametrize(
    ("latex", "context", "sense"),
    [
        ("L^* = -2LL", "", "one name"),
        ("y's", "", "several of them"),
        ("AA = I", "a matrix", ""),
        ("L L^T = A", "", ""),
        ("f's + 1", "", ""),
    ],
)
def test_what_may_be_a_name_or_a_plural_is_listed_and_no_sentence_is_made_of_it(latex: str, context: str, sense: str) -> None:
    found = explain_formula(latex, context)
    senses = [one for doubt in found.ambiguous for one in doubt.readings]
    assert (sense in senses and found.meaning == found.spoken) if sense else "one name" not in senses


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("$H$ is just a matrix of ones and zeroes, used to select.", "a matrix of ones and zeroes"),
        (
            "Let $f$ be the joint distribution of heights and weights that we saw.",
            "the joint distribution of heights and weights",
        ),
        ("$H$ is a matrix of ones and $G$ is a vector.", "a matrix of ones"),
        ("We account for the number of parameters $p$: it helps.", "the number of parameters"),
        ("It depends on the total number of samples $n$.", "the total number of samples"),
        ("It depends on the parameters $p$.", "the parameters"),
        ("There is a number of points $x$ here.", None),
        ("Let us find the number of ways $n$ can be written.", None),
        ("Count the number of primes $p$ below it.", None),
        ("The number of integers $n$ with no factor is large.", None),
    ],
)
def test_a_phrase_is_told_whole(text: str, told: str | None) -> None:
    assert next((one.meaning for one in harvest(text)), None) == told
