"""A question in another language is read word by word as English, said so, and answered; English is left alone."""

from __future__ import annotations

import json
import tomllib
from importlib import resources

import pytest

from tests.conftest import ROOT
from tutor import Intent, Standing, Turn
from tutor.voices.tongue import TONGUES, in_english, tongue_of

READ = [
    ("Was ist der Kern einer linearen Abbildung?", "what is the kernel of a linear map?"),
    ("¿Cuál es la diferencia entre PCA y SVD?", "what is the difference between PCA and SVD?"),
    ("Qu'est-ce que la règle de la chaîne ?", "what is the chain rule?"),
    ("was bedeutet $P(A \\mid B)$?", "what is the meaning of $P(A \\mid B)$?"),
    ("Comment calculer le rang de [[1,2],[2,4]] ?", "how do I compute the rank of [[1,2],[2,4]]?"),
    ("la varianza de 2, 4, 9", "the variance of 2, 4, 9"),
    ("fuer was brauche ich die Kovarianzmatrix", None),
]


@pytest.mark.parametrize(("asked", "english"), READ, ids=[asked[:24] for asked, _ in READ])
def test_a_question_is_read_word_by_word_and_its_formulas_stay(asked: str, english: str | None) -> None:
    assert in_english(asked) == english if english else "covariance matrix" in in_english(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "what is the de facto standard?",
        "was it die hard?",
        "det(cA) = c^n det A ?",
        "explain the roulette, por favor",
        "naive Bayes",
        "",
    ],
)
def test_english_and_formulas_are_left_as_they_are(asked: str) -> None:
    assert in_english(asked) == ""


@pytest.mark.sweep
def test_no_english_question_that_we_have_is_taken_for_another_language() -> None:
    ways = resources.files("corpus").joinpath("companion", "ways")
    rows = (json.loads(line) for path in ways.iterdir() for line in path.read_text(encoding="utf-8").splitlines())
    asked = [text for row in rows for text in (row["heading"], *row["ways"])]
    asked += [turn for talk in _talks("taught") for turn in talk["turns"]]
    assert len(asked) > 9_000
    assert [text for text in asked if tongue_of(text)] == []


def _talks(name: str) -> list[dict]:
    text = (ROOT / "eval" / "sets" / f"talks_{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_glossary_has_no_form_under_two_words(tongue: str) -> None:
    table = tomllib.loads(resources.files("tutor.voices").joinpath("tongues", f"{tongue}.toml").read_text(encoding="utf-8"))
    forms = [form.strip() for forms in table["words"].values() for form in forms.split(",") if form.strip()]
    assert len(forms) > 5_000
    assert len(forms) == len(set(forms))


def test_the_answer_says_how_the_question_was_read_and_quotes_as_ever(library) -> None:
    told = library.ask("Was ist der Rang einer Matrix?")
    assert told.question == "Was ist der Rang einer Matrix?"
    assert told.covered and told.claims[0].standing is Standing.QUOTED and "rank" in told.claims[0].text.lower()
    assert any("what is the rank of a matrix?" in notice for notice in told.notices)


def test_a_follow_up_in_another_language_leans_on_what_was_asked_in_it(library) -> None:
    first = library.ask("¿Qué es el rango de una matriz?")
    told = library.ask("¿y un ejemplo?", [Turn("¿Qué es el rango de una matriz?", first.said)])
    assert told.intent is Intent.EXAMPLE and told.concepts[0].concept.id == "rank"


def test_an_english_follow_up_leans_on_a_question_asked_in_another_language(library) -> None:
    first = library.ask("Was ist der Rang einer Matrix?")
    told = library.ask("and an example?", [Turn("Was ist der Rang einer Matrix?", first.said)])
    assert told.intent is Intent.EXAMPLE and told.concepts[0].concept.id == "rank"


def test_what_a_term_is_called_is_still_told_not_translated(library) -> None:
    assert library.ask("what is the German word for rank?").intent is Intent.TRANSLATE
