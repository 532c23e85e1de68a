"""The way to a goal: in order, told by the learner's answers alone, and a quiz on what comes next."""

from datetime import UTC, datetime, timedelta

import pytest

from tutor import State, Tutor, Wanted, errors

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
GOAL = "eigenvalues"


def answered(tutor: Tutor, concept: str, times: int = 1, right: bool = True, at: datetime = NOW) -> None:
    for n in range(times):
        question = tutor.practice(concept, n)
        tutor.mark(question.id, question.key if right else question.wrong[0].typed, at + timedelta(minutes=n))


def states(tutor: Tutor, goal: str = GOAL, now: datetime = NOW + timedelta(hours=1)) -> dict[str, State]:
    return {step.concept: step.state for step in tutor.way_to(goal, now)}


def test_every_idea_stands_after_all_it_rests_on_and_the_goal_is_last(tmp_path):
    tutor = Tutor(tmp_path)
    for goal in tutor.graph.concepts:
        way = [step.concept for step in tutor.way_to(goal, NOW)]
        assert way[-1] == goal and len(set(way)) == len(way)
        for place, id in enumerate(way):
            assert set(tutor.graph.concepts[id].prerequisites) <= set(way[:place])


def test_a_new_learner_begins_where_nothing_stands_before(tmp_path):
    tutor = Tutor(tmp_path)
    for step in tutor.way_to(GOAL, NOW):
        assert step.state is State.NEW
        assert step.open == (not tutor.graph.concepts[step.concept].prerequisites)


def test_what_sits_carries_what_it_rests_on_unless_that_went_wrong_itself(tmp_path):
    tutor = Tutor(tmp_path)
    answered(tutor, "determinant")
    before = {concept.id for concept in tutor.graph.ancestors("determinant")}
    told = states(tutor)
    assert told["determinant"] is State.SITS and all(told[id] is State.SITS for id in before if id in told)
    shaky = next(id for id in sorted(before) if tutor.practice(id, 0) and tutor.practice(id, 0).wrong)
    answered(tutor, shaky, right=False)
    assert states(tutor)[shaky] is State.WEAK


def test_what_fades_has_to_be_looked_at_again(tmp_path):
    tutor = Tutor(tmp_path)
    answered(tutor, "determinant")
    assert states(tutor, now=NOW + timedelta(days=400))["determinant"] is State.FADING


def test_a_quiz_by_plan_asks_what_comes_next_and_never_what_sits(tmp_path):
    tutor = Tutor(tmp_path)
    answered(tutor, "determinant")
    sits = {id for id, state in states(tutor).items() if state is State.SITS}
    quiz = tutor.quiz_set(Wanted(plan="eigenvalues", n=4, seed=3), NOW + timedelta(hours=1))
    asked = {question.concept for question in quiz.questions}
    assert quiz.title == "On the way to Eigenvalues" and asked and not asked & sits
    assert asked <= {step.concept for step in tutor.way_to(GOAL, NOW)}


def test_when_everything_sits_it_says_so(tmp_path):
    tutor = Tutor(tmp_path)
    answered(tutor, "determinant")
    with pytest.raises(errors.NoSuchTopic, match="Everything on the way to Determinant sits"):
        tutor.quiz_set(Wanted(plan="determinant"), NOW + timedelta(hours=1))


def test_a_goal_nobody_knows_gets_one_sentence(tmp_path):
    with pytest.raises(errors.NoSuchTopic, match="no concept called"):
        Tutor(tmp_path).way_to("the meaning of life")
