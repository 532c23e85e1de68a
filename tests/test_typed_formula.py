"""What a learner types for a formula is read as the formula it means, or said to be none."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
import typer

from tests.conftest import clock, since
from tests.test_algebra import HOSTILE
from tutor import Intent, Standing, Turn, Tutor
from tutor.commands.mathematics import explain
from tutor.errors import Unreadable
from tutor.maths.claims import claims
from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.meaning import meaning
from tutor.maths.typed.bare import formulas_in, read_as
from tutor.maths.typed.formula import as_typed
from tutor.maths.typed.text import with_dollars
from tutor.voices.drawing import cannot_draw, to_draw

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "typed_formulas.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def same(one: str, other: str) -> bool:
    return meaning(read_formula(one).tree) == meaning(read_formula(other).tree)


@pytest.mark.parametrize(("typed", "meant"), ROWS, ids=[typed for typed, _ in ROWS])
def test_what_is_typed_in_plain_signs_is_the_formula_it_means(typed: str, meant: str) -> None:
    found = as_typed(typed)
    if meant == "-":
        assert found.words and not found.understood
    else:
        assert found.understood, found.note
        assert same(found.latex, meant), found.latex
        assert read_formula(found.latex).complete


def test_most_of_these_were_not_read_as_they_stand() -> None:
    """The table would prove nothing if LaTeX alone read it: beside the derivatives on the line, which books print too, it reads few."""
    others = [(typed, meant) for typed, meant in ROWS if meant != "-" and "/d" not in typed and "/∂" not in typed]
    assert sum(same(typed, meant) for typed, meant in others) < 20


UNCHANGED = [
    "y = mx + b",
    r"\frac{1}{1+e^{-x}}",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
    r"\nabla f(x) = A^\top (Ax - b)",
    r"\sum_{i=1}^n x_i^{2}",
    r"x_{12} + \hat y",
    r"\operatorname{exp}(x) \text{ for all } x",
    r"A^{-\top} B^{-1}",
    "x^2 + 1 = 0",
    "A^T A x = A^T b",
    "f(x)",
]


@pytest.mark.parametrize("latex", UNCHANGED)
def test_what_says_what_it_means_is_left_as_it_is(latex: str) -> None:
    found = as_typed(latex)
    assert (found.latex, found.understood, found.rewritten, found.note) == (latex, True, False, "")


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        (r"\lambda e^-x^2", r"\lambda e^{-x^2}"),
        (r"e^-\lambda t", r"e^{-\lambda} t"),
        (r"e^-\frac{x}{2} + 1", r"e^{-\frac{x}{2}} + 1"),
        (r"\alpha x^10 + a_12", r"\alpha x^{10} + a_{12}"),
        (r"\sigma 10^-3", r"\sigma 10^{-3}"),
        (r"\frac{d}{dx} sqrt(x+1)", r"\frac{d}{dx} \sqrt{x+1}"),
        (r"\theta = exp(-x)", r"\theta = \exp(-x)"),
    ],
)
def test_in_latex_only_what_a_typist_leaves_out_is_added(typed: str, latex: str) -> None:
    assert as_typed(typed).latex == latex


def test_what_was_added_to_latex_is_said() -> None:
    assert as_typed(r"\sigma e^-x").note == "I read e^-x as e^{-x}."


@pytest.mark.parametrize(
    ("typed", "latex", "told"),
    [
        ("1/2x", r"\frac{1}{2} x", "1/(2x)"),
        ("x/2y", r"\frac{x}{2} y", "x/(2y)"),
        ("e^2x", "e^{2} x", "e^(2x)"),
        ("1/x(x+1)", r"\frac{1}{x} (x + 1)", "1/(x(...))"),
    ],
)
def test_what_has_two_readings_is_read_by_precedence_and_said(typed: str, latex: str, told: str) -> None:
    found = as_typed(typed)
    assert found.latex == latex
    assert told in found.note


@pytest.mark.parametrize("typed", ["1/2 x", "dL/dw x", "d/dx(x^2)", "1/(2x)y", "A^Tx", "x^2y", "2(x+1)"])
def test_what_has_one_reading_is_not_remarked_on(typed: str) -> None:
    assert as_typed(typed).note == ""


@pytest.mark.parametrize(
    "words",
    [
        "hello",
        "hello world",
        "what is a gradient?",
        "the slope of a line",
        "is 2 + 2 = 4?",
        "A/B",
        "how does k-means work",
        "sigmoid",
    ],
)
def test_words_are_not_multiplied(words: str) -> None:
    found = as_typed(words)
    assert found.words or words == "A/B"
    if found.words:
        assert found.note == "This looks like words, not a formula; ask about it in Chat."


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        (r"\frac{a}{b", "A closing } is missing after b."),
        (r"\sqrt{x^{2} + 1", "A closing } is missing after 1."),
        ("sqrt(x^2 + 1", "A closing ) is missing after 1."),
        ("[[1,2],[3,4]", "A closing ] is missing after ]."),
        ("(a+b)) + c", "There is one ) too many after (a+b)."),
        (r"x^{2}} + \pi", "There is one } too many after x^{2}."),
    ],
)
def test_a_bracket_that_is_never_closed_is_named_with_its_place(typed: str, note: str) -> None:
    found = as_typed(typed)
    assert (found.understood, found.note) == (False, note)


@pytest.mark.parametrize("interval", ["[0, 1)", r"x \in [0, 1)", r"\left( 0, 1 \right]"])
def test_a_half_open_interval_is_no_fault(interval: str) -> None:
    assert as_typed(interval).understood


def _hostile() -> list[str]:
    return [
        *HOSTILE,
        "("*900 + ")" * 900, "9^" * 500 + "9", "sum " * 400, "\\frac{" * 300, "e^-" * 600, "||" * 900, "[[" * 400, "d/dx" * 400,
        "-" * 1_900, "\\" * 1_999, "^-{" * 600, "\u0304" * 500, "1/" * 900 + "1", "lim " * 300, "∂" * 1_500, "x^-" * 500 + "\\a",
        "__import__('os').system('touch x')", "sqrt(" * 300 + "\\", "f(" * 300, "a = b " * 300, "please " * 280 + "draw",
    ]  # fmt: skip


def test_nothing_typed_takes_half_a_second() -> None:
    for text in _hostile():
        for reader in (as_typed, with_dollars, formulas_in, to_draw):
            start = clock()
            reader(text)
            assert since(start) < 0.5, (reader.__name__, text[:40])


# -- in a message ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("message", "latex"),
    [
        ("what does sqrt(x^2+1) mean?", r"\sqrt{x^{2} + 1}"),
        ("explain 1/(1+e^-x) to me", r"\frac{1}{1 + e^{-x}}"),
        ("what does $e^-x$ mean", "e^{-x}"),
        ("is (a+b)^2 = a^2 + b^2?", "(a+b)^2 = a^2 + b^2"),
        ("why is sin^2 x + cos^2 x = 1?", r"\sin^{2} x + \cos^{2} x = 1"),
        ("what does y = mx + b actually say?", "y = mx + b"),
        ("softmax(z)_i = e^z_i / sum_j e^z_j", r"\operatorname{softmax}(z)_{i} = \frac{e^{z_{i}}}{\sum_{j} e^{z_{j}}}"),
    ],
)
def test_a_formula_among_words_is_found_without_dollars(message: str, latex: str) -> None:
    assert formulas_in(message) == (latex,)


@pytest.mark.parametrize(
    "message",
    [
        "what is A/B testing?",
        "explain the k-means algorithm",
        "what is R^2?",
        "what is P(A|B)?",
        "a train/test/validation split",
        "what is p = 0.03?",
        "how do I get from a-b to b-a",
        "what is O(n^2)?",
        "what is a t-test?",
    ],
)
def test_words_with_a_sign_in_them_are_no_formula(message: str) -> None:
    assert formulas_in(message) == ()


def test_how_a_formula_among_words_was_read_is_said_where_it_was_not_typed_so() -> None:
    assert read_as("what does sqrt(x^2+1) mean?") == (r"I read sqrt(x^2+1) as $\sqrt{x^{2} + 1}$.",)
    assert read_as("what does y = mx + b mean?") == ()


# -- plots -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("message", "latex"),
    [
        ("plot 1/(1+e^-x)", r"y = \frac{1}{1 + e^{-x}}"),
        ("draw the graph of e^-x^2", "y = e^{-x^{2}}"),
        ("plot a x^2 + b", "y = a x^2 + b"),
        ("can you plot log x?", r"y = \log x"),
        ("sketch f(x) = x^3 - 3x for me please", "f(x) = x^3 - 3x"),
        ("plot sigmoid(x)", r"y = \frac{1}{1 + e^{-x}}"),
        ("plot x^2 from -2 to 2", "y = x^2"),
    ],
)
def test_a_request_that_holds_a_formula_draws_that_formula(message: str, latex: str) -> None:
    assert (to_draw(message), cannot_draw(message)) == (latex, "")


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("plot x^2 + y^2 = 1", "one quantity as a function of another"),
        ("plot sin(x) and cos(x)", "one formula at a time"),
        ("draw sqrt(x + 1", "A closing ) is missing after 1."),
        ("plot 3 + 4", "no letter"),
    ],
)
def test_or_it_is_said_why_not(message: str, why: str) -> None:
    assert to_draw(message) == ""
    assert why in cannot_draw(message)


@pytest.mark.parametrize(
    "message",
    ["draw it again", "draw a 2x2 matrix", "sketch k-means", "plot the loss curve", "draw PCA", "draw a 3-4-5 triangle"],
)
def test_a_request_without_a_formula_holds_none(message: str) -> None:
    assert (to_draw(message), cannot_draw(message)) == ("", "")


# -- claims ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("(a+b)^2=a^2+b^2", ["fails"]),
        ("I think that sqrt(a^2+b^2) = a + b, always.", ["fails"]),
        ("d/dx x^2 = 2x", ["proved"]),
        ("It says log(ab) = log a + log b. And $A B = B A$.", ["tested", "fails"]),
        ("e^-x > 0 for all x", ["tested"]),
        ("I think that (a+b)^2=a^2+b^2 and also e^-x > 0", ["fails", "tested"]),
        ("there is nothing to try here", []),
    ],
)
def test_an_equation_typed_without_dollars_is_tried(text: str, verdicts: list[str]) -> None:
    assert [claim.verdict.value for claim in claims(with_dollars(text))] == verdicts


# -- in the chat, and on the command line ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    return Tutor(tmp_path_factory.mktemp("home"))


BEFORE = (Turn("plot sin(x)", "y equals the sine of x."),)


def test_a_new_formula_is_drawn_and_never_the_one_before(tutor: Tutor) -> None:
    told = tutor.ask("draw the graph of e^-x^2", BEFORE)
    assert (told.intent, told.asked) == (Intent.PICTURE, ("y = e^{-x^{2}}",))


def test_what_cannot_be_drawn_is_said_and_the_one_before_is_not_drawn(tutor: Tutor) -> None:
    for message in ("plot x^2 + y^2 = 1", "draw sqrt(x + 1"):
        told = tutor.ask(message, BEFORE)
        assert told.asked == ()
        assert len(told.claims) == 1
    told = tutor.ask("plot N(0,1)", BEFORE)
    assert told.claims[0].text.startswith("I can't draw this one")


def test_an_equation_that_is_asked_about_is_tried_first(tutor: Tutor) -> None:
    held = tutor.ask(r"\frac{d}{dx}x^2=2x").claims[0]
    assert (held.text, held.standing) == (r"$\frac{d}{dx}x^2=2x$ holds.", Standing.PROVED)
    failed = tutor.ask("is (a+b)^2 = a^2 + b^2?").claims[0]
    assert "does not hold in general: with $a = 1$, $b = 1$" in failed.text


def test_a_formula_asked_about_in_plain_signs_says_how_it_was_read(tutor: Tutor) -> None:
    told = tutor.ask("what does 1/(1+e^-x) mean?")
    assert told.asked == (r"\frac{1}{1 + e^{-x}}",)
    assert told.notices[0] == r"I read 1/(1+e^-x) as $\frac{1}{1 + e^{-x}}$."
    assert any("**sigmoid**" in claim.text for claim in told.claims)


@pytest.mark.parametrize(
    ("typed", "options", "latex"),
    [
        ("e^-x", {}, "e^{-x}"),
        ("e^-x", {"printed": True}, "e^-x"),
        ("e^-x", {"context": "where x is the time"}, "e^-x"),
        (r"e^-\lambda", {}, r"e^{-\lambda}"),
    ],
)
def test_the_command_line_reads_a_learner_and_leaves_print_to_the_letter(typed, options, latex, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    with contextlib.suppress(typer.Exit):
        explain(typed, as_json=True, **options)
    assert json.loads(capsys.readouterr().out)["latex"] == latex


def test_the_command_line_names_the_missing_brace_and_keeps_what_was_unread(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    for options in ({}, {"context": "of a book"}):
        with contextlib.suppress(typer.Exit):
            explain(r"\frac{a}{b", **options)
        assert "A closing } is missing after b." in capsys.readouterr().out
    with contextlib.suppress(typer.Exit):
        explain(r"\frac{a}{b", as_json=True)
    assert json.loads(capsys.readouterr().out)["unread"] == ["{"]


def test_the_command_line_says_that_words_are_words(tmp_path, monkeypatch):
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    with pytest.raises(Unreadable, match="words, not a formula"):
        explain("hello world")


@pytest.mark.parametrize("message", ["ok so for x^2 at x=3 you get 6. but 6 what?", "i got x = 4 but the book says 3"])
def test_what_is_told_with_small_words_among_signs_is_no_formula(message):
    assert formulas_in(message) == ()
