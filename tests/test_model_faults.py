"""Whatever a language model's server does, the learner gets an answer in time, with one sentence that says why, and no key leaks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import queue
import socket
import subprocess
import sys
import threading
import time

import pytest

from tests.conftest import ROOT
from tests.model_bench import KEY, RANK, ROWS, TRUE_LINE, ask, gate, voice
from tests.scripted_model import Reply, ScriptedModel
from tutor.voices.explanation import Standing
from tutor.voices.llm.faults import Trouble
from tutor.voices.model_voice import WithFallback
from tutor.voices.voice import DraftSentence, ScriptedVoice

DEADLINE, QUIET, PATIENT = 1.2, 0.4, 15.0
MARGIN = 8.0  # seconds a busy machine may add; without a deadline these faults last a minute and more
LOOPING = Reply(calls=(("compute", '{"problem": "rank of [[1,2],[2,4]]"}'),))
GERMAN = "answer| Der Rang einer Matrix ist die Zahl der Spalten, die man nicht aus den anderen bauen kann.\n"
RUSSIAN = "answer| Ранг матрицы это число её строк или столбцов которые нельзя получить из других строк и столбцов.\n"

# What the server does, and why the learner is told that the model's answer is not used.
FAULTS = {
    "401": (Reply("Incorrect API key provided: " + KEY, status=401), Trouble.KEY),
    "403": (Reply("no", status=403), Trouble.KEY),
    "404": (Reply("no such model", status=404), Trouble.DECLINED),
    "429 with a long Retry-After": (Reply("slow down", status=429, headers=(("Retry-After", "60"),)), Trouble.BUSY),
    "429 again and again": (Reply("slow down", status=429, headers=(("Retry-After", "0.2"),)), Trouble.BUSY),
    "500": (Reply("oops", status=500), Trouble.FAILED),
    "503": (Reply("oops", status=503), Trouble.FAILED),
    "a stall": (Reply(TRUE_LINE, stall_seconds=60), Trouble.QUIET),
    "one byte at a time": (Reply(TRUE_LINE, byte_seconds=0.1), Trouble.QUIET),
    "a trickle of words without end": (Reply("simple| So on. " * 900, piece_seconds=0.05), Trouble.SLOW),
    "truncated JSON": (Reply(body=b'{"id": "x", "choices": [{"index": 0, "mess'), Trouble.GARBLED),
    "truncated JSON in the stream": (Reply(body=b'data: {"id": "x", "choices": [{"ind\n\n', kind="text/event-stream"), Trouble.GARBLED),
    "HTML": (Reply(body=b"<html><body>502 Bad Gateway</body></html>", kind="text/html"), Trouble.GARBLED),
    "an empty body": (Reply(body=b""), Trouble.GARBLED),
    "an empty object": (Reply(body=b"{}"), Trouble.GARBLED),
    "an error inside the stream": (Reply(body=b'data: {"error": {"message": "overloaded"}}\n\n', kind="text/event-stream"), Trouble.FAILED),
    "an empty answer": (Reply(""), Trouble.EMPTY),
    "an answer of white space": (Reply(" \n\n "), Trouble.EMPTY),
    "an answer that is only marks": (Reply("⟦1⟧\n```\n---\n"), Trouble.EMPTY),
    "another language": (Reply(GERMAN), Trouble.LANGUAGE),
    "another script": (Reply(RUSSIAN), Trouble.LANGUAGE),
    "10 MB": (Reply("simple| So on and so on. " * 420_000, piece=50_000), Trouble.TOO_MUCH),
    "10 MB in one piece": (Reply("a" * 10_000_000, piece=10_000_000), Trouble.TOO_MUCH),
    "context overflow": (Reply("maximum context length", status=400, error_code="context_length_exceeded"), Trouble.OVERFLOW),
    "a cut stream": (Reply("simple| Something is\n" * 4, cut_after=3), Trouble.CUT),
    "a clean end without finish reason": (Reply("simple| Something is\n" * 4, finish=None), Trouble.UNFINISHED),
    "a withheld answer": (Reply("", finish="content_filter"), Trouble.WITHHELD),
    "a form feed for a backslash": (Reply("answer| A half is $\frac{1}{2}$.\n"), Trouble.DAMAGED),
    "a tab for a backslash": (Reply("answer| An angle $\theta$.\n"), Trouble.DAMAGED),
    "a line break for a backslash": (Reply("answer| The gradient $\nabla f$ points up.\n"), Trouble.DAMAGED),
    "malformed tool arguments for ever": (Reply(calls=(("compute", '{"problem": "ra'),)), Trouble.LOOP),
    "an endless tool loop": (LOOPING, Trouble.LOOP),
}  # fmt: skip

OFFLINE = ScriptedVoice([DraftSentence(ROWS, ROWS, ask().found[0].passage.id)])


@pytest.fixture(scope="module", autouse=True)
def warm():
    """Opening the packages of a provider takes as long as these deadlines: it is done once, before anything is timed."""
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        assert voice(model, deadline_seconds=PATIENT * 4, quiet_seconds=PATIENT * 4).explain(ask()).sentences


def _closed(model: ScriptedModel) -> bool:
    """Whether no connection outlives the answer."""
    for _ in range(int(MARGIN * 100)):
        if model.open == 0:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_ends_in_time_in_the_offline_voices_answer_with_one_sentence_saying_why(fault, caplog, capfd):
    reply, trouble = FAULTS[fault]
    # A fault that is answered at once must be named, however busy the machine; only silence is ended by the clock.
    deadline, quiet = (DEADLINE, QUIET) if trouble in (Trouble.QUIET, Trouble.SLOW) else (PATIENT, PATIENT)
    caplog.set_level(logging.DEBUG)
    with ScriptedModel([reply]) as model:
        begun = time.monotonic()
        draft = WithFallback(voice(model, deadline_seconds=deadline, quiet_seconds=quiet), OFFLINE).explain(ask())
        took = time.monotonic() - begun
        asked = len(model.requests)
        assert _closed(model)
    assert took < deadline + MARGIN
    assert draft.sentences == OFFLINE.explain(ask()).sentences
    assert len(draft.notices) == 1
    assert draft.notices[0].startswith(trouble.value) and draft.notices[0].endswith("so this is the offline tutor's answer.")
    assert asked >= 1
    written = capfd.readouterr()
    assert KEY not in caplog.text + written.out + written.err + repr(draft)
    assert "Traceback" not in written.err


def test_the_fault_bench_is_not_fooled_the_same_server_without_a_fault_answers():
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        draft = WithFallback(voice(model, deadline_seconds=DEADLINE, quiet_seconds=QUIET), OFFLINE).explain(ask())
        assert model.headers[0]["authorization"] == f"Bearer {KEY}"  # the key goes where it belongs
        assert _closed(model)
    assert draft.notices == () and draft.sentences[0].text == RANK


def test_a_call_whose_cancellation_was_lost_is_left_at_the_next_piece():
    from langchain_core.messages import AIMessageChunk
    from langchain_core.runnables import RunnableGenerator

    from tutor.voices.llm.door import _begin, _listen

    closed, gone, pieces = threading.Event(), threading.Event(), queue.SimpleQueue()

    async def stubborn(_):
        try:
            while True:
                yield AIMessageChunk("So on. ")
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.sleep(0.02)
        finally:
            closed.set()

    task = _begin(_listen(RunnableGenerator(stubborn), [], pieces, gone))
    assert pieces.get(timeout=MARGIN).text == "So on. "
    gone.set()
    task.cancel()
    while pieces.get(timeout=MARGIN) is not None:
        pass
    assert closed.wait(MARGIN)


def test_a_server_that_is_not_there_is_said_at_once():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with ScriptedModel([Reply("")]) as model:
        refused = voice(model, base_url=f"http://127.0.0.1:{port}/v1")
        begun = time.monotonic()
        draft = WithFallback(refused, OFFLINE).explain(ask())
    assert time.monotonic() - begun < MARGIN
    assert draft.notices == (
        f"The language model cannot be reached (127.0.0.1:{port}), so this is the offline tutor's answer.",
    )  # fmt: skip


@pytest.mark.parametrize("first", [Reply("", status=500), Reply("", status=429, headers=(("Retry-After", "0.2"),))])
def test_a_passing_fault_is_tried_once_more(first):
    with ScriptedModel([first, Reply(TRUE_LINE)]) as model:
        draft = WithFallback(voice(model), OFFLINE).explain(ask())
        assert len(model.requests) == 2
    assert draft.notices == () and draft.sentences[0].text == RANK


@pytest.mark.parametrize(
    "breaking",
    [
        Reply(TRUE_LINE + "simple| An unchecked line.\nsimple| Half a sen", cut_after=17),
        Reply(TRUE_LINE + "simple| Half a sen", finish=None),
    ],
)
def test_of_an_answer_that_broke_off_what_held_is_kept_and_half_a_sentence_is_not(breaking):
    with ScriptedModel([breaking]) as model:
        draft = WithFallback(voice(model), OFFLINE).explain(ask())
    assert [one.text for one in draft.sentences] == [RANK, ROWS]
    assert [claim.standing for claim in gate(draft, [one.passage for one in ask().found])] == [Standing.QUOTED] * 2
    assert "goes on" in draft.notices[0]


def test_a_model_that_kept_the_learner_waiting_is_left_in_peace_for_a_while():
    now = [0.0]
    with ScriptedModel([Reply(stall_seconds=60), Reply(TRUE_LINE)]) as model:
        one = WithFallback(voice(model, quiet_seconds=QUIET), OFFLINE, clock=lambda: now[0])
        first = one.explain(ask())
        assert one.explain(ask()) == first
        assert len(model.requests) == 1
        now[0] = 60.0
        assert one.explain(ask()).sentences[0].text == RANK
        assert one.explain(ask()).notices == ()


def test_an_answer_cut_short_by_its_length_says_so():
    with ScriptedModel([Reply(TRUE_LINE, finish="length")]) as model:
        draft = WithFallback(voice(model), OFFLINE).explain(ask())
    assert draft.sentences[0].text == RANK
    assert "may be unfinished" in draft.notices[0]


def test_trouble_while_mending_loses_nothing():
    lie = 'answer| Rank counts rows. ⟦1: "Rank counts rows."⟧\n'
    for second in (Reply("", status=401), Reply(stall_seconds=60), Reply("2| x", finish=None), Reply("2| $\frac12$")):
        with ScriptedModel([Reply(TRUE_LINE + lie), second]) as model:
            draft = WithFallback(voice(model, quiet_seconds=QUIET), OFFLINE).explain(ask())
        assert draft.sentences[0].text == RANK and draft.notices == ()


def test_a_model_that_recites_when_it_is_asked_again_is_not_used_at_all():
    lie = 'answer| Rank counts rows. ⟦1: "Rank counts rows."⟧\n'

    def recites(request):
        return Reply(str(request["messages"][0]["content"]))

    with ScriptedModel([Reply(TRUE_LINE + lie), recites]) as model:
        draft = WithFallback(voice(model), OFFLINE).explain(ask())
    assert draft.sentences == OFFLINE.explain(ask()).sentences
    assert draft.notices[0].startswith(Trouble.RECITED.value)


def test_stop_while_something_is_said_again_keeps_what_held():
    lie, stop = 'answer| Rank counts rows. ⟦1: "Rank counts rows."⟧\n', threading.Event()

    def stopped(request):
        stop.set()
        return Reply(stall_seconds=60)

    with ScriptedModel([Reply(TRUE_LINE + lie), stopped]) as model:
        happened = list(WithFallback(voice(model), OFFLINE).stream(ask(), stop))
    assert [one.text for one in happened[-1].draft.sentences] == [RANK]
    assert "stopped" in happened[-1].draft.notices[0]


def test_the_offline_voice_itself_answers_when_the_model_cannot(library):
    from tutor.voices.voice import Ask

    question = "What is the rank of a matrix?"
    asked = Ask(question, tuple(library.find(question, 8)), library.link(question))
    offline = library.voice
    with ScriptedModel([Reply("", status=500)]) as model:
        draft = WithFallback(voice(model), offline).explain(asked)
    assert draft.sentences == offline.explain(asked).sentences != ()
    assert len(draft.notices) == 1


@pytest.mark.sweep
def test_prompts_go_to_the_chosen_server_and_nowhere_else():
    """LangSmith sends every prompt to its own servers where the environment asks for it; ours must not follow."""
    program = """
from langchain_core.tracers.langchain import wait_for_all_tracers
from tests.model_bench import ask, voice
from tests.scripted_model import Reply, ScriptedModel
with ScriptedModel([Reply("answer| Yes.")]) as model:
    print(len(voice(model).explain(ask()).sentences))
wait_for_all_tracers()
"""
    with ScriptedModel([Reply("{}")]) as spy:
        wishes = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "x", "LANGSMITH_ENDPOINT": spy.base_url}
        done = subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **wishes}, cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "1"
        assert spy.paths == []
