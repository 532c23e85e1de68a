"""What a topic means, and which questions a quiz on it asks: the idea itself first, easy before hard, never the same twice in a row."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tutor import Kind, Tutor, Wanted
from tutor.errors import NoSuchTopic
from tutor.questions.question import Difficulty, Question
from tutor.questions.sets import Blueprint, quiz_set
from tutor.questions.topic import near_topics, topic_of, topic_spoken_of


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    return Tutor(tmp_path_factory.mktemp("home"))


def asked(tutor: Tutor, topic: str, n: int = 5, seed: int = 3) -> tuple[Question, ...]:
    return tutor.quiz_set(Wanted(topic=topic, n=n, seed=seed)).questions


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("derivative", ("derivative",)), ("linear regression", ("linreg",)), ("Bayes", ("bayes",)), ("bayes theorem", ("bayes",)),
        ("naive Bayes", ("naive_bayes",)), ("chain rule", ("chain_rule",)), ("rank", ("rank",)), ("limits", ("limits",)),
        ("kernel", ("kernel",)), ("kernels", ("kernels",)), ("determinnat", ("determinant",)), ("PCA", ("pca",)),
        ("rank and determinant", ("rank", "determinant")), ("Functions and notation", ("fn_notation",)), ("grad_descent", ("grad_descent",)),
    ],
)  # fmt: skip
def test_a_topic_means_the_idea_it_names(tutor: Tutor, words: str, meant: tuple[str, ...]) -> None:
    assert topic_of(words, tutor.link, tutor.graph).concepts == meant


def test_every_idea_is_the_topic_of_its_own_name(tutor: Tutor) -> None:
    for concept in tutor.graph.concepts.values():
        assert topic_of(concept.name, tutor.link, tutor.graph).concepts[:1] == (concept.id,), concept.name


@pytest.mark.parametrize("words", ["calculus", "Linear algebra", "probability", "optimization", "machine learning", "statistics"])
def test_the_name_of_an_area_means_all_of_it(tutor: Tutor, words: str) -> None:
    found = topic_of(words, tutor.link, tutor.graph)
    assert len(found.concepts) >= 4 and len({tutor.graph.concepts[id].area for id in found.concepts}) == 1 and not found.around


def test_what_is_no_topic_says_so_and_offers_what_comes_near(tutor: Tutor) -> None:
    with pytest.raises(NoSuchTopic, match="I know no topic “banana” — near it: Convex sets"):
        asked(tutor, "banana")
    with pytest.raises(NoSuchTopic, match=r"I know no topic “world cup” — try a name"):
        asked(tutor, "world cup")
    with pytest.raises(NoSuchTopic, match="I know no topic “banana”"):
        tutor.quiz("banana")
    assert near_topics("how steep a curve is", tutor.link)[0] == "Derivative"


def test_a_sentence_means_what_it_speaks_of_most(tutor: Tutor) -> None:
    assert topic_spoken_of("how steep a curve is here", tutor.link, tutor.graph).concepts == ("derivative",)
    assert {q.concept for q in tutor.quiz("how steep a curve is here", 2)} == {"derivative"}


def test_neighbours_are_what_stands_before_and_after_an_idea(tutor: Tutor) -> None:
    found = topic_of("rank", tutor.link, tutor.graph)
    before, after = found.around.index("gauss_elim"), found.around.index("rank_nullity")
    assert before < after and "rank" not in found.around


TOPICS = ["derivative", "linear regression", "Bayes", "chain rule", "rank", "limits", "eigenvalues", "kernel", "norm", "SGD"]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_quiz_on_a_topic_asks_the_idea_itself_and_mixes_kinds(tutor: Tutor, topic: str) -> None:
    (meant,) = topic_of(topic, tutor.link, tutor.graph).concepts
    for seed in (1, 2):
        questions = asked(tutor, topic, seed=seed)
        assert len(questions) == 5 and questions[0].concept == meant
        assert sum(q.concept == meant for q in questions) >= 3, [q.template for q in questions]
        assert len({q.kind for q in questions}) >= 2
        names = [q.template for q in questions]
        assert all(a != b for a, b in pairwise(names)) and max(map(names.count, names)) <= 2, names


def test_easy_questions_on_the_idea_come_before_hard_ones(tutor: Tutor) -> None:
    order = list(Difficulty)
    for topic in TOPICS:
        questions = asked(tutor, topic)
        own = [q for q in questions if q.concept == questions[0].concept and "__" not in q.template]
        assert order.index(own[0].difficulty) == min(order.index(q.difficulty) for q in own), topic
        assert own[0] is questions[0], "a quiz begins with something to work out"


def test_another_idea_of_a_like_name_never_slips_in(tutor: Tutor) -> None:
    for topic, never in (
        ("linear regression", "logreg"),
        ("Bayes", "naive_bayes"),
        ("derivative", "grad_matrix"),
        ("rank", "low_rank"),
    ):
        near = topic_of(topic, tutor.link, tutor.graph).around
        concepts = {q.concept for seed in range(3) for q in asked(tutor, topic, seed=seed)}
        assert never not in concepts, (topic, concepts & set(near))


def test_many_questions_on_a_small_topic_stay_mixed(tutor: Tutor) -> None:
    names = [q.template for q in asked(tutor, "rank", n=15)]
    assert len(names) == 15 and all(a != b for a, b in pairwise(names))
    assert max(max(map(five.count, five)) for at in range(11) for five in [names[at : at + 5]]) <= 2


def test_kinds_and_difficulty_that_were_asked_for_are_kept_to_on_a_topic_too(tutor: Tutor) -> None:
    cards = tutor.quiz_set(Wanted(topic="rank", n=3, kinds=frozenset([Kind.FLASHCARD]))).questions
    assert {q.kind for q in cards} == {Kind.FLASHCARD} and cards[0].concept == "rank"
    easy = tutor.quiz_set(Wanted(topic="derivative", n=4, difficulty=Difficulty.EASY)).questions
    assert {q.difficulty for q in easy} == {Difficulty.EASY}


def test_no_words_but_an_exercise_where_a_neighbour_is_asked(tutor: Tutor) -> None:
    for topic in TOPICS:
        questions = asked(tutor, topic, n=8)
        assert not [q.id for q in questions if q.kind.in_words and q.concept != questions[0].concept]


@pytest.mark.parametrize("goal", ["backpropagation", "Bayes", "PCA", "eigenvalues"])
def test_a_quiz_by_goal_begins_with_what_is_next(tutor: Tutor, goal: str) -> None:
    following = [step.concept for step in tutor.way_to(goal) if step.open]
    questions = tutor.quiz_set(Wanted(plan=goal, n=5, seed=8)).questions
    assert [q.concept for q in questions][: len(following)] == following[:5]


def test_a_set_in_order_goes_round_in_that_order() -> None:
    made = quiz_set(Blueprint("x", ("rank", "bayes", "norms"), n=6, seed=1, in_order=True)).questions
    assert [q.concept for q in made] == ["rank", "bayes", "norms"] * 2


def test_an_unknown_goal_names_what_comes_near(tmp_path: Path) -> None:
    with pytest.raises(NoSuchTopic, match="no concept called “banana” — near it: Convex sets"):
        Tutor(tmp_path).way_to("banana")
