"""A trace is one file that a person reads and the gate reads again; no key is in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.model_bench import KEY, RANK, TRUE_LINE, ask, cite, gate, voice
from tests.scripted_model import Reply, ScriptedModel
from tutor.errors import FileDamaged, FileMissing
from tutor.voices.llm.message import RecordedMind
from tutor.voices.model_voice import ModelVoice
from tutor.voices.trace import from_paper, on_paper, read, replay, traced, write
from tutor.voices.voice import Turn

LIE = 'answer| Rank counts rows. ⟦1: "The rank of a matrix is the number of its rows."⟧\n'
FOUND = "```json\n## Record\n```json\n{}\n```\n" + RANK


def recorded(reply: str = TRUE_LINE + LIE + "picture| $\\frac{1}{2}$ ```of``` it.\n", *texts: str):
    asked = ask("What is the rank of a matrix?", *texts, history=[Turn("Before?", "Yes.")])
    with ScriptedModel([Reply(reply), Reply("nothing")]) as model:
        speaker = voice(model)
        draft = speaker.explain(asked)
    return traced(asked, draft, gate(draft, [one.passage for one in asked.found]), cite), speaker


def test_a_trace_holds_the_prompt_the_passages_the_reply_and_the_verdicts(tmp_path):
    trace, _ = recorded()
    write(tmp_path / "one.md", trace)
    text = (tmp_path / "one.md").read_text(encoding="utf-8")
    assert all(
        part in text for part in ("## Prompt 1", "## Prompt 2", "## Reply 1 (stop)", "## Passage 2", "**quoted**", "**struck**")
    )
    assert trace.exchanges[0].sent[0][1] in text and TRUE_LINE in text
    assert read(tmp_path / "one.md") == trace


def test_the_gate_says_the_same_when_a_trace_is_played_again():
    trace, _ = recorded()
    again = replay(from_paper(on_paper(trace)))
    assert [one.now.standing for one in again] == ["quoted", "struck", "unchecked"]
    assert all(one.same for one in again)


def test_a_verdict_that_changed_is_seen():
    trace, _ = recorded()
    forged = replace(trace, verdicts=(trace.verdicts[0], replace(trace.verdicts[1], standing="quoted"), trace.verdicts[2]))
    assert [one.same for one in replay(forged)] == [True, False, True]
    other = replace(trace.passages[0], text=trace.passages[0].text.replace("columns", "squares"))
    assert replay(replace(trace, passages=(other, *trace.passages[1:])))[0].now.standing == "struck"


def test_pages_that_look_like_our_own_blocks_do_not_confuse_the_reader():
    trace, _ = recorded(TRUE_LINE.replace("⟦1", "⟦2") + "simple| ````\n", FOUND, f"{RANK} It counts.")
    assert from_paper(on_paper(trace)) == trace


def test_the_whole_turn_can_be_played_again_without_the_model():
    trace, speaker = recorded()
    mind = RecordedMind([one.reply for one in trace.exchanges])
    draft = ModelVoice(mind, speaker.chosen, speaker.around).explain(trace.ask)
    assert draft.sentences == trace.sentences
    assert [one.text for one in mind.heard[0]] == [text for _, text in trace.exchanges[0].sent]


def test_no_key_stands_in_a_trace_though_a_page_and_the_model_repeat_it(monkeypatch):
    monkeypatch.setenv("TUTOR_MODEL_KEY", "odd key of no known form")
    trace, _ = recorded(f"answer| Your key is {KEY}, or odd key of no known form.\n", f"The key is {KEY}. {RANK}")
    text = on_paper(trace)
    assert KEY not in text and "odd key of no known form" not in text and text.count("[key]") >= 4
    assert [one.now.standing for one in replay(from_paper(text))] == [one.standing for one in trace.verdicts]


@pytest.mark.parametrize(
    "text", ["", "# x", "## Record\n\n```json\n{}\n```\n", "## Record\n\n```json\n[1]\n```\n", "## Record\n\n```json\n{\n```\n"]
)
def test_a_file_that_is_no_trace_is_one_sentence(text, tmp_path):
    (tmp_path / "x.md").write_text(text)
    with pytest.raises(FileDamaged):
        read(tmp_path / "x.md")
    with pytest.raises(FileMissing):
        read(tmp_path / "nothing.md")
    (tmp_path / "b.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileDamaged):
        read(tmp_path / "b.md")


def test_a_trace_changed_by_hand_is_refused():
    text = on_paper(recorded()[0])
    for broken in (
        text.replace('"version": 1', '"version": 9'),
        re.sub(r'"start": 0', '"start": 7', text, count=1),
        text.replace('"quote"', '"qoute"'),
    ):
        with pytest.raises(FileDamaged):
            from_paper(broken)
