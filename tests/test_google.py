"""Google's package over real HTTP, streamed, with the faults a network can have; skips where the extra `google` is not installed."""

from __future__ import annotations

import time

import pytest

from tests.model_bench import KEY, RANK, ROWS, TRUE_LINE, ask
from tests.scripted_model import Reply, ScriptedModel
from tutor.errors import InputError
from tutor.voices.llm import door
from tutor.voices.llm.door import LangChainMind
from tutor.voices.llm.faults import ModelTrouble, Trouble
from tutor.voices.model_voice import ModelVoice, WithFallback
from tutor.voices.secret import Secret
from tutor.voices.setting import Chosen
from tutor.voices.voice import DraftSentence, ScriptedVoice

# The package warns of Python's future and its own; that is its keepers' business.
pytestmark = pytest.mark.filterwarnings("default")

FAULTS = {
    "401": (Reply("API key not valid: " + KEY, status=401), Trouble.KEY),
    "404": (Reply("no such model", status=404), Trouble.DECLINED),
    "429": (Reply("slow down", status=429, headers=(("Retry-After", "60"),)), Trouble.BUSY),
    "500": (Reply("oops", status=500), Trouble.FAILED),
    "a stall": (Reply(TRUE_LINE, stall_seconds=60), Trouble.QUIET),
    "an empty answer": (Reply(""), Trouble.EMPTY),
    "a clean end without finish reason": (Reply("simple| Something is\n" * 4, finish=None), Trouble.UNFINISHED),
    "a cut stream": (Reply("simple| Something is\n" * 4, cut_after=3), Trouble.CUT),
}
OFFLINE = ScriptedVoice([DraftSentence(ROWS, ROWS, ask().found[0].passage.id)])


def google(model: ScriptedModel, **settings: float) -> ModelVoice:
    one = Chosen("google", "gemini-x", f"http://127.0.0.1:{model.server_port}", **settings)  # type: ignore[arg-type]
    return ModelVoice(LangChainMind(one, Secret(KEY, "test")), one)


def test_its_words_come_in_over_a_wire_and_the_key_goes_where_it_belongs():
    pytest.importorskip("langchain_google_genai", reason="the extra `google` is not installed here")
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        draft = google(model).explain(ask())
        assert model.paths[0].endswith("gemini-x:streamGenerateContent?alt=sse")
        assert model.headers[0]["x-goog-api-key"] == KEY
    assert draft.sentences[0].text == RANK
    assert draft.usage is not None and (draft.usage.tokens_in, draft.usage.tokens_out) == (100, 20)


@pytest.mark.parametrize("fault", FAULTS)
def test_its_faults_end_in_time_in_the_offline_voices_answer(fault: str, capfd: pytest.CaptureFixture[str]):
    pytest.importorskip("langchain_google_genai", reason="the extra `google` is not installed here")
    reply, trouble = FAULTS[fault]
    seconds = {"deadline_seconds": 2.0, "quiet_seconds": 0.5} if trouble is Trouble.QUIET else {}
    with ScriptedModel([reply]) as model:
        begun = time.monotonic()
        draft = WithFallback(google(model, **seconds), OFFLINE).explain(ask())
        assert time.monotonic() - begun < 20
    assert draft.sentences == OFFLINE.explain(ask()).sentences
    assert draft.notices[0].startswith(trouble.value)
    written = capfd.readouterr()
    assert KEY not in written.out + written.err + repr(draft)


def test_a_package_that_would_quietly_ask_google_itself_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(door, "_version_of", lambda package: (3, 2))
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        with pytest.raises(ModelTrouble, match="marginalia-tutor\\[google\\]"):
            google(model).explain(ask())
        assert model.requests == []


def test_an_address_for_google_is_checked_like_any():
    with pytest.raises(InputError):
        Chosen("google", "x", "http://me:secret@127.0.0.1:1")
