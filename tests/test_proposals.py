"""Words to search with and questions, proposed by a model: a bad one costs nothing, and none is believed."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from tests.model_bench import RANK, ask, prompt_of, voice
from tests.scripted_model import Reply, ScriptedModel
from tutor import Incoming, Turn, Tutor, errors
from tutor.questions.sets import QuizSet
from tutor.voices.gate.proposed import judge_reply
from tutor.voices.llm.faults import ModelTrouble
from tutor.voices.proposals import MOST_WORDS, Proposer, passage_names
from tutor.voices.setting import Chosen, choose, forget

BOOK = Path(str(resources.files("corpus").joinpath("chapters", "linear-maps-and-rank.md")))
QUESTION = "what does it mean when a matrix squashes everything onto a line"
GOOD = json.dumps({"question": "What is the rank of [[1,2],[2,4]]?", "options": ["1", "2", "3", "4"], "key": "A"})


def proposer(model: ScriptedModel) -> Proposer:
    one = voice(model, quiet_seconds=0.5)
    return Proposer(one.mind, one.chosen)


def test_a_beginners_words_become_a_textbooks():
    with ScriptedModel([Reply("- rank-deficient\n2. rank one\n\nnull space\nrank one\nmatrix\n")]) as model:
        assert proposer(model).rewrite(QUESTION) == ("rank-deficient", "rank one", "null space")
        assert QUESTION in prompt_of(model.requests[0])


@pytest.mark.parametrize(
    "reply",
    [Reply("", status=500), Reply(""), Reply(stall_seconds=9), Reply("rank", finish=None), Reply(body=b"<html>"),
     Reply("I would be happy to help you with this question about matrices, which is one of the most interesting ones!")],
)  # fmt: skip
def test_where_the_model_is_of_no_use_nothing_is_added_to_a_search(reply):
    with ScriptedModel([reply]) as model:
        assert proposer(model).rewrite(QUESTION) == ()


def test_a_rewrite_is_a_few_plain_words_whatever_the_model_says():
    said = "\n".join(
        [
            "http://e.vil/x",
            "<b>rank</b>",
            "![x](y)",
            "a" * 200,
            "rank; DROP TABLE",
            "\u202ekernel",
            *(f"term {c}" for c in "abcdefghijkl"),
        ]
    )
    with ScriptedModel([Reply(said)]) as model:
        words = proposer(model).rewrite(QUESTION)
    assert 0 < len(words) <= MOST_WORDS
    assert all(word.replace(" ", "").isalnum() and len(word) < 61 for word in words)


@pytest.mark.parametrize("twist", [str, lambda prompt: "\n".join(prompt.split())])
def test_a_rewrite_that_recites_the_prompt_is_none(twist):
    def recites(request):
        return Reply(twist(prompt_of(request)))

    with ScriptedModel([recites]) as model:
        assert proposer(model).rewrite(QUESTION) == ()


def test_a_question_comes_as_the_model_wrote_it_and_goes_to_the_gate():
    asked = ask()
    with ScriptedModel([Reply(f"<think>rank is 1</think>{GOOD}")]) as model:
        raw = proposer(model).question("rank", asked.found)
        sent = prompt_of(model.requests[0])
    assert raw == GOOD and RANK in sent and "passage 2" in sent
    judged = judge_reply(raw, [one.passage for one in asked.found], passage_names(asked.found))
    assert [one.options[one.key] for one in judged.questions] == ["1"]


def test_a_question_that_broke_off_is_trouble_not_half_a_question():
    with ScriptedModel([Reply(GOOD[:40], finish=None)]) as model, pytest.raises(ModelTrouble):
        proposer(model).question("rank", ask().found)


def _choosing(tmp_path, model):
    """A tutor on a new shelf with a book on rank, whose language model is the scripted one."""
    tutor = Tutor(tmp_path)
    for _ in tutor.ingest(Incoming.at(BOOK)):
        pass
    choose(tutor.home, Chosen("openai", "scripted", model.base_url))
    return tutor


def _asked(matrix: str, key: str) -> str:
    options = ["0", "1", "2", "3"]
    return json.dumps({"question": f"What is the rank of {matrix}?", "options": options, "key": key})


def test_a_proposed_question_is_asked_marked_and_comes_back(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    wrong_key = _asked("[[1,0],[0,1]]", "B")
    with ScriptedModel([Reply(_asked("[[1,2],[2,4]]", "B")), Reply("no idea"), Reply(wrong_key)]) as model:
        tutor = _choosing(tmp_path, model)
        first, second = tutor.propose("rank", 2)
        assert "asked already" in prompt_of(model.requests[2]) and "[[1,2],[2,4]]" in prompt_of(model.requests[2])
    assert (first.key, second.key) == ("1", "2")  # the second as it was worked out, not as the model said
    again = Tutor(tmp_path)
    assert again.question(first.id) == first and again.hints(first.id).level(1) == (first.hint,)
    assert again.mark(first.id, "d").grade.value == "wrong"
    right = again.mark(first.id, "b")
    assert right.grade.value == "right" and right.due is not None
    assert [spot.concept for spot in again.weak_spots()] == ["rank"]


def test_a_gap_in_words_of_a_page_says_where_they_stand_and_not_that_it_was_computed(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    words = "The rank of a matrix is the number of independent directions that survive when the matrix is applied."
    with ScriptedModel([Reply("not yet")]) as model:
        tutor = _choosing(tmp_path, model)
        found = tutor.find(tutor.graph.concepts["rank"].name, 4)
        number = next(n for n, one in enumerate(found, start=1) if words in one.passage.text)
        asked = {"question": words.replace("survive", "___"), "options": ["survive", "vanish", "turn", "meet"], "key": "A"}
        model.script = [Reply(json.dumps({**asked, "passage": number, "quote": words})), Reply("", status=500)]
        (question,) = tutor.propose("rank", 2)  # the second never came: the first is a quiz too
    assert question.place is not None and question.place.quote == words and "computed" not in question.proof.key_route
    assert "page" in question.proof.key_route and Tutor(tmp_path).question(question.id) == question


def test_a_quiz_of_proposed_questions_is_kept_and_opened_again(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with ScriptedModel([Reply(_asked("[[1,2],[2,4]]", "B"))]) as model:
        tutor = _choosing(tmp_path, model)
        made = QuizSet("rank", 0, None, tutor.propose("rank", 1))
    (kept,) = tutor.save_quiz(made, tmp_path / "quiz.json")
    assert tutor.open_quiz(kept).questions == made.questions


def test_garbage_gives_no_question_and_no_model_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with ScriptedModel([Reply("Sure! Here is a question: what is rank?")]) as model:
        tutor = _choosing(tmp_path, model)
        assert tutor.propose("rank", 3) == ()
        assert len(model.requests) == 6
    forget(tutor.home)
    with pytest.raises(errors.InputError, match="No language model is chosen"):
        tutor.propose("rank")


def test_what_the_library_does_not_answer_is_looked_up_in_a_models_words(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    odd = "the snorkel of zaphods beeblebrox fnord"
    with ScriptedModel([Reply("column rank\nnull space\n"), Reply("answer| Rank counts.\n")]) as model:
        tutor = _choosing(tmp_path, model)
        told = tutor.ask(odd, [Turn("what is the rank of a matrix?")])
        assert odd in prompt_of(model.requests[0]) and "what is the rank of a matrix?" in prompt_of(model.requests[0])
    assert told.covered and "I also looked this up as: column rank, null space." in told.notices
    forget(tutor.home)
    assert not tutor.ask(odd).covered
