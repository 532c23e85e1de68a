"""What the text says its letters mean, and nothing the text does not say."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from eval.formulas_by_hand import measure_harvest
from tutor import Tutor
from tutor.maths.told.symbols import harvest, same_symbol

TOLD = [
    ("y = mx + b, where m is the slope and b is the intercept", {"m": "the slope", "b": "the intercept"}),
    ("where $m$ is the slope and $b$ the intercept.", {"m": "the slope", "b": "the intercept"}),
    (r"Let $A$ be an $m \times n$ matrix.", {"A": r"an $m \times n$ matrix"}),
    (r"We denote the learning rate by $\eta$.", {r"\eta": "the learning rate"}),
    (r"The learning rate is usually denoted by $\eta$.", {r"\eta": "the learning rate"}),
    ("The slope $m$ tells how steep the line is.", {"m": "the slope"}),
    ("for a vector $x$ of length $n$", {"x": "a vector", "n": "length"}),
    (r"Here $\lambda$ denotes the eigenvalue.", {r"\lambda": "the eigenvalue"}),
    (
        r"where $\mathbf{W}$ and $\mathbf{V}$ are weight matrices",
        {r"\mathbf{W}": "a weight matrix", r"\mathbf{V}": "a weight matrix"},
    ),
    ("where $P$, $D$ and $x$ are the demand, the supply and the price", {"P": "the demand", "D": "the supply", "x": "the price"}),
    (r"a sample with mean $\mu$ and variance $\sigma^2$", {r"\mu": "mean", r"\sigma^2": "variance"}),
    (r"the sample mean ($\bar{x}$) is", {r"\bar{x}": "the sample mean"}),
    ("We write $n$ for the number of rows.", {"n": "the number of rows"}),
    ("Denote by $S$ the event that it rains.", {"S": "the event"}),
    ("- $m$: the slope of the line\n- $b$: the intercept", {"m": "the slope of the line", "b": "the intercept"}),
    ("Suppose that $f$ is a convex function.", {"f": "a convex function"}),
    ("the loss $L(w)$ is small", {"L": "the loss"}),
    ("We compute the head of the vector $x$.", {"x": "the vector"}),
    ("multiply a row by a scalar $c$", {"c": "a scalar"}),
    ("the distance $d$ between the two points", {"d": "the distance"}),
    ("where $d$ is the distance between the two points", {"d": "the distance between the two points"}),
    (r"Here, \(x\) is the **input**.", {"x": "the input"}),
    ("If $X$ and $Y$ are random variables", {"X": "a random variable", "Y": "a random variable"}),
    ("the noise term $\\epsilon$ obeys a normal distribution", {r"\epsilon": "the noise term"}),
    ("the following matrix $A$", {"A": "the matrix"}),
    ("cost $c$ per unit, where $q$ represents the number of units sold", {"q": "the number of units sold"}),
    ("ends in the middle $x$ of a page, and the slope $m", {}),
    ("where $x$ stands for the input and $y$ for the output.", {"x": "the input", "y": "the output"}),
    ("The result depends on $p$, the probability of a success.", {"p": "the probability of a success"}),
    ("We call $r$ the rank of the matrix.", {"r": "the rank of the matrix"}),
    ("There are $n$ distinct items.", {"n": "the number of distinct items"}),
    ("the stride is $s$, and", {"s": "the stride"}),
    (r"\item $\eta$: learning rate", {r"\eta": "learning rate"}),
]


@pytest.mark.parametrize(("text", "meanings"), TOLD)
def test_the_text_tells_what_its_letters_mean(text, meanings):
    assert {told.symbol: told.meaning for told in harvest(text) if told.meaning} == meanings


SILENT = [
    "the output $f(x)$ is large",
    "where u and v is defined as before",
    "In the case $k$ we stop.",
    "we toss the coin $n$ times",
    "the matrix product $AB$",
    "the value of $x$ is 3",
    "at the point where the line crosses the y-axis $x$ is zero",
    "the inputs to the layer $x$ are normalised",
    "Since $e^x$ is its own derivative",
    "the same $x$",
    "a vitamin is a thing I like",
    "x is not the slope",
    "the sum of $x$ and $y$ is the total",
    "We say that $x$ is an interior point of $S$ if a ball around it lies in $S$.",
    "The idea $S$ is old.",
    "a value close to $e$",
    "the general $p$ case",
    "The first input is $x$, the second is $y$.",
    "",
    "$",
    "$$$$ $ $",
]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_told_that_the_text_does_not_say(text):
    assert [told for told in harvest(text) if told.meaning] == []


SIZES = [
    (r"$x \in \mathbb{R}^n$", "x", ("n",)),
    (r"Let $A \in \mathbb{R}^{m \times n}$ be a matrix", "A", ("m", "n")),
    (r"let $A$ be a $3 \times 2$ matrix", "A", ("3", "2")),
    ("for a vector $x$ of length $n$,", "x", ("n",)),
    ("Let $A$ be a matrix with $m$ rows and $n$ columns", "A", ("m", "n")),
    (r"$\mathbf{W} \in \mathbb{R}^{d_k \times 4}$", r"\mathbf{W}", ("d_k", "4")),
    (r"where $c$ is a scalar", "c", ()),
    (r"where $c \in \mathbb{R}$", "c", ()),
    ("Let $v$ be a $d$-dimensional vector.", "v", ("d",)),
]


@pytest.mark.parametrize(("text", "symbol", "size"), SIZES)
def test_the_text_tells_sizes(text, symbol, size):
    assert {told.symbol: told.shape for told in harvest(text)}[symbol] == size


@pytest.mark.parametrize("text", [text for text, _ in TOLD] + [text for text, _, _ in SIZES])
def test_symbol_and_meaning_stand_where_the_span_says(text):
    for told in harvest(text):
        piece = text[told.start : told.end]
        assert told.symbol in piece
        assert (
            not told.meaning
            or told.meaning.split()[-1].rstrip("xs").strip("$") in piece.replace("*", "")
            or " a " in f" {told.meaning} "
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\mathbf{x}_{i}", "x_i"),
        (r"\boldsymbol{\theta}", r"\theta"),
        (r"\hat{ y }", r"\hat y"),
        (r"W^{\top}", "W^T"),
        ("f'", r"f^{\prime}"),
    ],
)
def test_two_spellings_of_a_symbol_are_the_same(one, other):
    assert same_symbol(one).replace("^\\prime", "\\prime") == same_symbol(other).replace("^\\prime", "\\prime")


def test_a_text_cut_inside_a_formula_is_paired_the_other_way():
    text = r"+ b_2$ and the slope $m$ of the line, where $n$ is the number of rows"
    assert {told.symbol: told.meaning for told in harvest(text)} == {"m": "the slope", "n": "the number of rows"}


def test_what_is_told_of_the_labelled_passages_is_right_and_most_of_it():
    found = measure_harvest(Path(__file__).parents[1] / "eval" / "sets" / "harvest.jsonl")
    assert found.precision >= 0.95 and found.recall >= 0.85, (found.wrong, found.missed)


@pytest.mark.sweep
def test_what_is_told_in_sentences_drawn_from_books_is_right_and_most_of_it():
    found = measure_harvest(Path(__file__).parents[1] / "eval" / "sets" / "harvest_drawn.jsonl")
    assert found.precision >= 0.95 and found.recall >= 0.75, (found.wrong, found.missed)
    assert sum(there for _, _, there in found.sections) == found.labelled


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Events $A$ and $B$ are disjoint.", {"A": "an event", "B": "an event"}),
        (r"We use weights $w_i$ on them.", {"w_i": "a weight"}),
        ("independent random variables $X_i$ with one law", {"X_i": "a random variable"}),
        ("Let's take $X$ to be the number of heads.", {"X": "the number of heads"}),
        ("the sum of $n$ Bernoulli random variables", {"n": "the number of Bernoulli random variables"}),
        (r"with associated eigenvalue $\lambda$ and", {r"\lambda": "eigenvalue"}),
        (r"We write $\hat{m} = f(x)$ for the estimate of the mean.", {r"\hat{m}": "the estimate of the mean"}),
        ("Consider a continuously differentiable function $f$ there.", {"f": "a continuously differentiable function"}),
        (r"the function $g(x) = x^2$ is convex", {"g": "the function"}),
        ("every entry in matrix $A$ is positive", {"A": "the matrix"}),
        (r"the loss $L(x, \alpha_1, \ldots, \alpha_n)$ falls", {"L": "the loss"}),
        # and what is not told
        ("we pick the number of groups $g_i$ there", {}),
        (r"such a trajectory $R(\tau) = r_0 + r_1$", {}),
        ("which means $x_i$ is large", {}),
        ("the integral $G(t) = 2t$ follows", {}),
    ],
)
def test_forms_that_books_use(text: str, told: dict[str, str]) -> None:
    assert {one.symbol: one.meaning for one in harvest(text) if one.meaning} == told


def test_a_script_letter_is_another_letter() -> None:
    found = read_formula_symbols(
        r"|\mathcal{X}|", r"The set $\mathcal{X}$ is finite. Let $X$ be a random variable. $|\mathcal{X}|$"
    )
    assert found == {r"\mathcal{X}": "the set"}


def read_formula_symbols(latex: str, text: str) -> dict[str, str]:
    return {symbol.symbol: symbol.meaning for symbol in Tutor(tempfile.mkdtemp()).explain(latex, text).symbols}
