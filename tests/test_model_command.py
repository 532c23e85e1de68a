"""`tutor model` and `tutor replay`: a model is chosen, tried and given up in the learner's words, and no key is ever printed."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from tests.model_bench import KEY, TRUE_LINE, ask, cite, gate, voice
from tests.scripted_model import Reply, ScriptedModel
from tutor.commands.model import COMMANDS, MODEL
from tutor.errors import InputError
from tutor.voices.choice import voice_for
from tutor.voices.model_voice import Around, Finished
from tutor.voices.setting import chosen
from tutor.voices.trace import on_paper, traced
from tutor.voices.voice import DraftSentence, ScriptedVoice

app = typer.Typer()
app.add_typer(MODEL, name="model")
for command in COMMANDS:
    app.command()(command)


@pytest.fixture
def tutor_says(tmp_path, monkeypatch):
    """`tutor_says("model", "show")` -> (exit code, what was printed)."""
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.setenv("TUTOR_MODEL_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(words))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert KEY not in result.output
        return result.exit_code, result.output

    return call


def test_a_model_is_chosen_tried_shown_and_given_up(tutor_says, tmp_path):
    with ScriptedModel([Reply("yes")]) as model:
        code, said = tutor_says("model", "use", "openai:gpt-x", "--base-url", model.base_url)
        assert code == 0 and "stay on this machine" in said and "TUTOR_MODEL_KEY" in said
        code, said = tutor_says("model", "try")
        assert code == 0 and "“yes”" in said
        assert json.loads(tutor_says("model", "try", "--json")[1])["ok"] is True
    shown = json.loads(tutor_says("model", "show", "--json")[1])
    assert (shown["model"], shown["key"]) == ("openai:gpt-x", "TUTOR_MODEL_KEY")
    assert KEY not in "".join(path.read_text() for path in tmp_path.iterdir())
    assert tutor_says("model", "off")[0] == 0
    assert "offline tutor answers" in tutor_says("model", "show")[1]


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply("", status=401), "did not accept the key"),
        (Reply("yes", finish=None), "broke off"),
        (Reply(body=b"<html>"), "could not be read"),
    ],
)
def test_a_try_that_fails_says_plainly_what_happened(reply, says, tutor_says):
    with ScriptedModel([reply]) as model:
        tutor_says("model", "use", "openai:gpt-x", "--base-url", model.base_url)
        code, said = tutor_says("model", "try")
    assert code == 1 and says in said


@pytest.mark.parametrize(
    "words",
    [
        ("use", "gpt-x"),
        ("use", "nobody:x"),
        ("use", "openai:x", "--base-url", "ftp://x"),
        ("use", "openai:x", "--deadline", "0"),
        ("try",),
        ("key", "nobody"),
    ],
)
def test_what_cannot_be_chosen_is_one_sentence(words, tutor_says):
    with pytest.raises(InputError):
        tutor_says("model", *words)


def test_a_far_server_is_named_as_one(tutor_says):
    assert "are sent to this provider" in tutor_says("model", "use", "anthropic:some-model")[1]
    assert "unencrypted" in tutor_says("model", "use", "openai:x", "--base-url", "http://example.org/v1")[1]


def test_a_trace_is_judged_again_on_the_command_line(tutor_says, tmp_path):
    asked = ask()
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        draft = voice(model).explain(asked)
    text = on_paper(traced(asked, draft, gate(draft, [one.passage for one in asked.found]), cite))
    (tmp_path / "same.md").write_text(text, encoding="utf-8")
    (tmp_path / "other.md").write_text(text.replace('"standing": "quoted"', '"standing": "struck"'), encoding="utf-8")
    assert tutor_says("replay", str(tmp_path / "same.md"))[0] == 0
    code, said = tutor_says("replay", str(tmp_path / "other.md"), "--json")
    assert code == 1 and json.loads(said)["sentences"][0]["now"] == "quoted"


PLAIN = ScriptedVoice([DraftSentence("offline")])


def test_the_chosen_voice_speaks_and_without_a_choice_the_offline_one(tutor_says, tmp_path):
    assert voice_for(tmp_path, PLAIN, Around()) is PLAIN
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        tutor_says("model", "use", "openai:x", "--base-url", model.base_url)
        assert voice_for(tmp_path, PLAIN, Around(gate)).explain(ask()).sentences[0].quote
        assert model.headers[0]["authorization"] == f"Bearer {KEY}"
    assert chosen(tmp_path).model == "openai:x"


def test_a_damaged_setting_never_stops_an_answer(tmp_path):
    (tmp_path / "model.json").write_text("{")
    one = voice_for(tmp_path, PLAIN, Around())
    assert one.explain(ask()).sentences == PLAIN.explain(ask()).sentences
    assert "choose the model again" in one.explain(ask()).notices[0]
    assert [type(happening) for happening in one.stream(ask())] == [Finished]


def test_no_key_for_a_far_server_is_said_before_anything_is_sent(tmp_path, monkeypatch, tutor_says):
    tutor_says("model", "use", "openai:x", "--base-url", "https://example.org/v1")
    for name in ("TUTOR_MODEL_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    draft = voice_for(tmp_path, PLAIN, Around()).explain(ask())
    assert "There is no key" in draft.notices[0] and "OPENAI_API_KEY" in draft.notices[0]


def test_a_key_may_live_in_the_systems_keyring(tutor_says, monkeypatch):
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend

    from tutor.voices.secret import key_for

    class Drawer(KeyringBackend):
        priority = 1
        kept: dict[tuple[str, str], str] = {}  # noqa: RUF012 - a drawer for one test

        def get_password(self, service, username):
            return self.kept.get((service, username))

        def set_password(self, service, username, password):
            self.kept[service, username] = password

        def delete_password(self, service, username):
            del self.kept[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    try:
        result = CliRunner().invoke(app, ["model", "key", "openai"], input=f"{KEY}\n")
        assert result.exit_code == 0 and KEY not in result.output
        monkeypatch.delenv("TUTOR_MODEL_KEY")
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        assert key_for("openai").reveal() == KEY and "keyring" in str(key_for("openai"))
    finally:
        keyring.set_keyring(before)
