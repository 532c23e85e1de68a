"""The plain sentence of a formula, read back into signs: what is said is the formula, or it is not shown."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator

import pytest

from tests.conftest import clock, since, take_in
from tests.test_explain import SENTENCES
from tutor import Claim, Layer, Standing, Tutor
from tutor.library.plainly_written import plainly_written
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.sentence.back import Back, back, said
from tutor.maths.sentence.sentences import Known, sentence
from tutor.maths.tree import Node
from tutor.voices.worked import formula_claims

ALIKE = [
    ("ab + c", "a(b + c)"),
    ("x^2", "x_2"),
    ("x^2", "x^3"),
    (r"A^\top", "A"),
    (r"A^\top B", r"A B^\top"),
    ("AB", "BA"),
    (r"A B^\top", r"(AB)^\top"),
    ("E[X]^2", "E[X^2]"),
    ("a - b", "b - a"),
    ("a - b", "a + b"),
    ("a - (b - c)", "a - b - c"),
    (r"\frac{a}{b}", r"\frac{b}{a}"),
    (r"\frac{a + b}{c}", r"a + \frac{b}{c}"),
    ("|x| - 1", "x - 1"),
    (r"\log |x|", r"\log x"),
    (r"\|x\|", "|x|"),
    (r"\hat{x} + 1", "x + 1"),
    (r"P(A \mid B)", r"P(B \mid A)"),
    (r"P(A \mid B)", "P(A, B)"),
    ("f(x, y)", "f(x) y"),
    ("f(g(x))", "f(g, x)"),
    (r"\sum_{i=1}^{n} x_i", r"\sum_{i=0}^{n} x_i"),
    (r"\sum_{i=1}^{n} x_i", r"\sum_{i=1}^{m} x_i"),
    (r"\sum_{i=1}^{n} x_i", r"\prod_{i=1}^{n} x_i"),
    (r"\sum_{i=1}^{n} x_i + b", r"\sum_{i=1}^{n} (x_i + b)"),
    (r"\sum_{i=1}^{n} x_i^2", r"(\sum_{i=1}^{n} x_i)^2"),
    (r"\sqrt{a} + b", r"\sqrt{a + b}"),
    ("-x^2", "(-x)^2"),
    (r"2 \cdot 10^{30}", r"(2 \cdot 10)^{30}"),
    (r"v = (1, 0, 2)", r"v = [1, 0, 2]"),
    (r"x \in [0, 1]", r"x \in (0, 1)"),
    ("x = y < z", "x = y > z"),
    (r"\int_0^1 x dx", r"\int_0^2 x dx"),
    (r"\frac{dy}{dx}", r"\frac{dx}{dy}"),
    (r"\mathbf{v} = (v, v_1)", r"v = (v, v_1)"),
    (r"x \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^{n \times m}"),
    (r"\lim_{x \to 0} f(x)", r"\lim_{x \to 1} f(x)"),
]


def written(latex: str) -> str:
    """The sentence that is shown: the natural one, or the stiffer one where that leaves something open."""
    tree = read_formula(latex).tree
    for careful in (False, True):
        one = sentence(tree, latex, {}, "", careful)
        if one is not None and back(one, tree, {}) is Back.SAME:
            return one
    return ""


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_formulas_that_look_alike_are_told_apart(one, other):
    for latex, another in ((one, other), (other, one)):
        words = written(latex)
        tree = read_formula(another).tree
        assert not words or back(words, tree, {}) is not Back.SAME, words
    assert written(one) or written(other)


LETTERS = {"m": Known("the slope"), "b": Known("the shift", "where the line begins"), "n": Known("the number of rows")}
SAYS = [
    ("y = mx + b", "y is found by taking the slope m, multiplying it by x, and adding the shift b"),
    ("y = mx + b", "y is found by taking the slope m, multiplying it by x, and adding the shift b, where the line begins"),
    ("n > 0", "n (the number of rows) is greater than 0"),
    (r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i", r"$\bar{x}$ is the ratio of the sum, for i from 1 to n, of $x_i$ to n"),
    (r"\gamma^{\lfloor t \rfloor}", r"this is $\gamma^{\lfloor t \rfloor}$"),
    (r"\|x - y\|^2", "this is the square of the length of the difference between x and y"),
    ("a = b = c", "a is b, which equals c"),
]


@pytest.mark.parametrize(("latex", "words"), SAYS)
def test_a_sentence_that_says_the_formula_is_known_again(latex, words):
    assert back(words, read_formula(latex).tree, LETTERS) is Back.SAME


FAULTS = [
    ("y = mx + b", "y is found by taking the slope m, multiplying it by x, and subtracting the shift b"),  # another sign
    ("y = mx + b", "y is found by taking the shift b, multiplying it by x, and adding the slope m"),  # operands changed
    ("y = mx + b", "y is found by taking the shift m, multiplying it by x, and adding b"),  # m is no shift
    ("y = mx + b", "y is found by taking the slope m, adding x, and multiplying the result by b"),
    ("a(b + c)", "this is a times b plus c"),  # a product said without brackets
    (r"(a + b)^2", "this is the square of a plus b"),
    (r"|x|^2", "this is the square of x"),  # a bar lost
    (r"\mathbb E|X| = 1", "the expected value of X is 1"),
    (r"x_i y_i", "this is $x_i$ times y"),  # an index lost
    (r"\sum_{i=1}^{n} x_i y_i", "this is the sum, for i from 1 to n, of the product of $x_i$ and y"),
    (r"\sum_{i=1}^{n} x_i", "this is the sum of $x_i$"),  # the limits lost
    ("-x y", "this is x times y"),  # a sign lost
    (r"A^\top B", "this is A times B"),
    (r"\gamma^{\lfloor t \rfloor}", r"this is $\gamma^{(t)}$"),
    (r"\frac{x - \mu}{\sigma}", r"this is the ratio of x to $\sigma$"),
    (r"\text{posterior} \propto \text{likelihood} \times \text{prior}", "posterior is proportional to likelihood prior minus 1"),
    ("n > 0", "m (the number of rows) is greater than 0"),
]


@pytest.mark.parametrize(("latex", "words"), FAULTS)
def test_a_planted_fault_of_wording_is_seen(latex, words):
    assert back(words, read_formula(latex).tree, LETTERS) is not Back.SAME


FRAME = re.compile(
    r"the (?:square root|square|cube|inverse|negative|transpose|length|absolute value|determinant|logarithm|exponential|gradient|"
    r"expected value|product|sum|difference|ratio) (?:of|between) "
)
BETWEEN_TWO = re.compile(r"(the (?:ratio of|difference between|product of)) (\S+) (to|and) ([^\s,;]+)")
INDEX = re.compile(r"\$(\\?[A-Za-z]+)_(?:\w|\{[^{}]*\})\$")


def spoiled(words: str) -> Iterator[str]:
    """A sentence with one fault: a frame left out, two operands changed, an index, a sign, a transpose or a range lost."""
    for found in FRAME.finditer(words):
        yield words[: found.start()] + words[found.end() :]
    for found in BETWEEN_TWO.finditer(words):
        if "the" not in found.groups() and found[2] != found[4] and not (found[2] + found[4]).isdigit():
            first, one, joint, other = found.groups()
            yield f"{words[: found.start()]}{first} {other} {joint} {one}{words[found.end() :]}"
    for found in INDEX.finditer(words):
        yield words[: found.start()] + (found[1] if len(found[1]) == 1 else f"${found[1]}$") + words[found.end() :]
    for lost in ("minus ", " transposed", "the negative of ", ", for i from 1 to n,"):
        for found in re.finditer(re.escape(lost), words):
            yield words[: found.start()] + words[found.end() :]
    for turned, other in (("adding", "subtracting"), ("at most", "at least"), ("plus", "minus"), ("multiplying", "dividing")):
        if turned in words:
            yield words.replace(turned, other, 1)


def test_faults_planted_in_the_sentences_of_other_tests_are_seen():
    passed, planted = [], 0
    for latex, _, words in SENTENCES:
        tree = read_formula(latex).tree
        for faulty in spoiled(sentence(tree, latex, {}) or ""):
            planted += 1
            passed += [(words, faulty)] if back(faulty, tree, {}) is Back.SAME else []
    assert planted > 40 and not passed


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"(x^2)^n", "this is the square of x raised to the power n"),
        (r"A B^\top", "this is the product of A and B transposed"),
        (r"g(f(x), y)", "this is g of f of x and y"),
        (r"2 \cdot 10^3", "this is the product of 2 and 10 raised to the power 3"),
    ],
)
def test_what_can_be_understood_in_two_ways_is_not_taken_for_either(latex, words):
    tree = read_formula(latex).tree
    assert len(said(words, tree, {})) > 1 and back(words, tree, {}) is Back.OTHER


def test_where_the_natural_wording_leaves_something_open_a_stiffer_one_is_said():
    found = explain_formula(r"A = Q D Q^\top", "let $A$ be a symmetric matrix")
    assert found.meaning.endswith("the product of Q, D and the transpose of Q") and found.meaning_reads_back


def test_a_sentence_that_does_not_say_the_formula_again_is_not_shown():
    latex = r"\eta_t = \eta_0 \, \gamma^{\lfloor t / s \rfloor}"
    tree = read_formula(latex).tree
    written_ = sentence(tree, latex, {})
    assert written_ is not None and "floor" not in written_  # its writer loses the bars
    found = explain_formula(latex)
    assert found.meaning == found.spoken and found.meaning_reads_back is False


def test_a_form_without_wording_has_no_sentence_to_read_back():
    found = explain_formula(r"\forall x \exists y: x < y")
    assert found.meaning_reads_back is None and found.meaning == found.spoken


@pytest.mark.sweep
def test_nearly_every_sentence_of_the_corpus_reads_back_fast(shared):
    lines = (shared / "formulas" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for entry in map(json.loads, random.Random(7).sample(lines, 500)):
        found.append(explain_formula(entry["latex"], f"{entry['before']} ${entry['latex']}$ {entry['after']}"))
    written_ = [one for one in found if one.meaning_reads_back is not None]
    assert len(written_) > 250
    assert sum(bool(one.meaning_reads_back) for one in written_) / len(written_) >= 0.99
    kept = [(one.meaning, read_formula(one.latex).tree) for one in written_]
    began = clock()
    for words, tree in kept:
        back(words, tree, {})
    assert (since(began)) / len(kept) < 0.002


def test_a_hostile_sentence_takes_no_time():
    parts = [
        "the sum of x and",
        "the ratio of x to one over",
        "f of x, the gradient of",
        "(the sum of",
        "x, x and",
        "x is x, which",
    ]
    began = clock()
    for one in parts:
        for other in parts:
            back(f"this is {f'{one} {other} ' * 14}x and y", Node((0, 0)), {})
    assert since(began) < 3.0


LINE = "the output y is found by taking the slope m, multiplying it by the input x, and adding the intercept b"
NOTE = """# The line y = mx + b

- $y$ is the output. It is high or low.
- $x$ is the input. I choose it.
- $m$ is the slope.
- $b$ is the intercept.

## Many inputs

The course wrote $\\hat y = w^\\top x + b$ and I thought it was new. It is the same for many inputs:

- $w$ is a list of slopes.
- $x$ is the list of inputs.
"""


def test_what_stands_under_a_heading_and_in_the_list_below_a_formula_is_told_of_it():
    line = {one.symbol: (one.meaning, not one.doubt) for one in explain_formula("y = mx + b", NOTE).symbols}
    assert line["x"] == ("the input", True) and line["b"] == ("the intercept", True)
    model = {one.symbol: (one.meaning, not one.doubt) for one in explain_formula(r"\hat y = w^\top x + b", NOTE).symbols}
    assert model["x"] == ("the list of inputs", True)


def test_of_several_meanings_far_from_the_formula_none_is_certain():
    around = "Let $x$ be the input. Then $y = wx$ holds.\n\nHere $x$ is the position of a point."
    found = {one.symbol: one.doubt for one in explain_formula("y = wx", around).symbols}
    assert found["x"].startswith("told to be more than one thing")


ELSEWHERE = "told in passing in another paragraph, and taken to be the same here"


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("With more data the estimate comes close to the true value $B$.", ELSEWHERE),
        ("The bound is tight whenever the model fits and $B$ is the true value.", ELSEWHERE),
        ("For a positive definite matrix it comes close to the true value $B$.", ELSEWHERE),
        ("Given more data, it comes close to the true value $B$.", ELSEWHERE),
        ("By definition of the limit it comes close to the true value $B$.", ELSEWHERE),
        ("With the use of more data it comes close to the true value $B$.", ELSEWHERE),
        ("Given the true value $B$ all is known.", ""),
        ("At the end it reaches the true value $B$ and stays there.", ELSEWHERE),
        ("$B$ is the true value.", ""),
        ("- $B$: the true value", ""),
        ("Let $B$ be the true value.", ""),
        ("We denote the true value by $B$.", ""),
        ("We measure $B + c$, where $B$ is the true value.", ""),
    ],
)
def test_what_another_paragraph_tells_in_passing_is_taken_over_with_a_doubt(said, doubt):
    before = "The estimate is a number.\n\n" + said
    formula = "E = B + c"
    for gap, expected in (("\n\nLater we find $", doubt), (" Then $", "")):
        around = before + gap + formula + "$ there."
        found = {
            one.symbol: (one.meaning, one.doubt) for one in explain_formula(formula, around, at=around.index(formula)).symbols
        }
        assert found["B"] == ("the true value", expected)


def test_a_meaning_taken_over_from_another_paragraph_proves_nothing(tmp_path):
    note = tmp_path / "estimates.md"
    note.write_text(
        "# Estimates\n\nWith more data the estimate comes close to the true value $B$.\n\n"
        "We measure $E = B + c$, where $E$ is the measurement and $c$ is the bias.\n",
        encoding="utf-8",
    )
    tutor = Tutor(tmp_path / "home")
    take_in(tutor, note)
    claim = told_of(tutor, "what does $E = B + c$ say?")
    assert claim.standing is Standing.UNCHECKED and claim.why == f"B: {ELSEWHERE}"


def told_of(tutor: Tutor, asked: str) -> Claim:
    return next(claim for claim in tutor.ask(asked).claims if claim.layer is Layer.SIMPLE)


def test_a_sentence_is_proved_where_a_page_tells_every_letter_and_it_says_the_formula_back(library):
    claim = told_of(library, "what does y = mx + b actually say?")
    assert LINE in claim.text.lower() and claim.standing is Standing.PROVED
    assert {one.quote for one in claim.citations} == {
        *("$y$ is the output", "$x$ is the input", "$m$ is the slope", "$b$ is the intercept")
    }
    assert "said back into signs" in claim.why and "m, x and b" in claim.why and "its name is recognised" in claim.why


def test_what_stays_open_in_a_formula_is_told_beside_its_reading(library):
    claims = library.ask("what does $y(t) = x(t) + (X^TX)^{g}$ say?").claims
    aloud = next(claim for claim in claims if claim.text.startswith("*Read aloud:*"))
    opened = next(claim for claim in claims if claim.text.startswith("*Stays open:*"))
    assert "$x(t)$ can be read in two ways: x of t, or x times t." in opened.text and opened.standing is Standing.UNCHECKED
    assert "$(X^TX)^{g}$ can be read in another way too" in aloud.why and aloud.standing is Standing.UNCHECKED
    settled = formula_claims(explain_formula(r"a^2 + b^2 = c^2", ""))
    assert settled[0].standing is Standing.PROVED and not any("Stays open" in claim.text for claim in settled)


def test_a_sentence_with_a_meaning_that_no_page_tells_is_not_called_proved(library):
    told = explain_formula("y = mx + b", "the line, where b is the bias")
    usual = next(claim for claim in formula_claims(told) if claim.layer is Layer.SIMPLE)
    assert usual.standing is Standing.UNCHECKED and "y, m, x: taken as these letters are usually meant" in usual.why
    marked = next(
        claim for claim in formula_claims(explain_formula(r"\bar x = \frac1n \sum_i x_i", "")) if claim.layer is Layer.SIMPLE
    )
    assert "$x_i$: taken as these letters" in marked.why  # set as the page sets it, and no bare LaTeX
    unknown = told_of(library, "what does $q = r s$ say?")
    assert unknown.standing is Standing.UNCHECKED and "no page here" in unknown.why
    typed = explain_formula("A = lw", "where l is the length and w is the width")
    own = next(claim for claim in formula_claims(typed) if claim.layer is Layer.SIMPLE)
    assert own.standing is Standing.UNCHECKED and "as you told it" in own.why


def test_a_heading_that_writes_the_formula_in_plain_signs_is_found(library):
    found = list(plainly_written(library.store, "y=mx+b"))
    texts = [library.store.page(source, page).text[start:end] for source, page, start, end in found]
    assert texts == ["y = mx + b"]
    assert not list(plainly_written(library.store, "y = mx")) and not list(plainly_written(library.store, "x"))


def test_a_letter_at_the_head_of_a_sentence_stays_the_letter_it_is():
    claims = formula_claims(explain_formula("q = rs"))
    assert (
        next(claim for claim in claims if claim.layer is Layer.SIMPLE).text == "$q$ is found by taking r and multiplying it by s."
    )
