"""Numbers of the learner's own in a formula: every step is computed again, exactly or with a sign that it is rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tutor import Tutor
from tutor.maths.explain import try_numbers
from tutor.voices.verify import FormulaCard

BAYES = r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}"


@pytest.mark.parametrize(
    ("latex", "values", "result"),
    [
        ("y = mx + b", {"m": "2", "x": "-3", "b": "1/2"}, r"y = -\frac{11}{2}"),
        (r"c = \sqrt{a^2 + b^2}", {"a": "1", "b": "1"}, r"c \approx 1.414"),
        (r"\sigma(x) = \frac{1}{1 + e^{-x}}", {"x": "1"}, r"\sigma(x) \approx 0.7311"),
        (BAYES, {r"P(B \mid A)": "9/10", "P(A)": "1/100", "P(B)": "1/10"}, r"P(A \mid B) = \frac{9}{100}"),
        (r"p = \binom{n}{k} q^k (1-q)^{n-k}", {"n": "4", "k": "2", "q": "1/2"}, r"p = \frac{3}{8}"),
    ],
)
def test_the_result_is_that_of_the_numbers_given(latex, values, result):
    found = try_numbers(latex, "", {name: Fraction(value) for name, value in values.items()})
    assert found is not None and found.example is not None
    assert found.example.result == result
    assert found.example.checked


def test_where_there_is_no_value_there_is_no_result_and_a_gap_in_the_curve():
    found = try_numbers("y = 1/x", "", {"x": Fraction(0)})
    assert found is not None
    assert found.example is None
    assert [y for x, y in found.curve if x == 0] == [None]
    assert all(y == pytest.approx(1 / x) for x, y in found.curve if y is not None)


def test_a_chance_is_tried_between_nought_and_one_and_a_count_by_whole_numbers():
    found = try_numbers(r"p = \binom{n}{k} q^k (1-q)^{n-k}")
    assert found is not None
    ranges = {q.symbol: (q.low, q.high, q.step) for q in found.quantities}
    assert ranges["q"] == (0, 1, Fraction(1, 20))
    assert ranges["n"] == (0, 12, 1)


def test_a_matrix_or_a_statement_is_nothing_to_put_numbers_into():
    assert try_numbers(r"\mathbf{y} = \mathbf{A} \mathbf{x}") is None
    assert try_numbers(r"x \in \mathbb{R}^n") is None
    assert try_numbers(r"\frac{") is None


def test_a_symbol_leads_to_the_page_that_tells_its_meaning(tmp_path):
    book = tmp_path / "lines.md"
    book.write_text(
        "# Lines\n\nHere $m$ is the slope of a line.\n\n## One line\n\nLet $b$ be the intercept.\n\n$$\ny = mx + b\n$$\n\n"
        "## Another\n\nHere $b$ is the breadth of a table.\n",
        encoding="utf-8",
    )
    tutor = Tutor(tmp_path / "home")
    list(tutor.ingest(book))
    (source,) = tutor.books()
    page = tutor.page(source.id, 1)
    (formula,) = [f for f in tutor.store.formulas(source.id, 1, 0, len(page.text)) if f.display]
    near = next(iter(tutor.find("slope"))).passage
    card = FormulaCard(formula.latex, True, tutor._citation(near, formula.start, formula.end))
    explained = tutor.explain(card.latex, tutor.around(card))
    told = {s.symbol: (s.meaning, tutor.told_where(card, s)) for s in explained.symbols}
    assert told["b"][0] == "the intercept"  # this section's meaning, not the next one's
    assert told["m"][0].startswith("the slope")  # said where the chapter opens
    for meaning, place in (told["b"], told["m"]):
        assert place is not None
        assert page.text[place.start : place.end] == place.quote
        assert meaning.split()[1] in place.quote
    assert told["y"][1] is None


def test_of_one_letter_written_twice_on_a_page_each_is_told_what_stands_beside_it(tmp_path):
    note = tmp_path / "twice.md"
    aside = "Nothing of interest is said in this paragraph of the note.\n\n"
    note.write_text(
        f"# Twice\n\nLet $n$ be the number of rows.\n\nWe look at $n$ first.\n\n{aside * 4}"
        "Let $n$ be the number of coins.\n\nWe look at $n$ again.\n",
        encoding="utf-8",
    )
    tutor = Tutor(tmp_path / "home")
    list(tutor.ingest(note))
    (source,) = tutor.books()
    text = tutor.page(source.id, 1).text
    near = next(iter(tutor.find("rows"))).passage
    told = []
    for words in ("$n$ first", "$n$ again"):
        at = text.index(words)
        card = FormulaCard("n", False, tutor._citation(near, at, at + 3))
        around, place = tutor.around_at(card)
        explained = tutor.explain(card.latex, around, at=place)
        told.append(explained.symbols[0].meaning)
    assert told == ["the number of rows", "the number of coins"]


def test_a_letter_is_tried_as_what_it_is_where_the_formula_stands():
    text = "The length of a side is $c$ and $a = 2 c$.\n\nAgain: let $c$ be the probability of rain. Then $a = 2 c$."
    ends = [try_numbers("a = 2 c", text, at=at).quantities[0].high for at in (text.index("$a") + 1, text.rindex("$a") + 1)]
    assert ends == [10, 1]
