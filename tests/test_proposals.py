"""Words to search with and questions, proposed by a model: a bad one costs nothing, and none is believed."""

from __future__ import annotations

import json

import pytest

from tests.model_bench import RANK, ask, prompt_of, voice
from tests.scripted_model import Reply, ScriptedModel
from tutor.voices.gate.proposed import judge_reply
from tutor.voices.llm.faults import ModelTrouble
from tutor.voices.proposals import MOST_WORDS, Proposer, passage_names

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
