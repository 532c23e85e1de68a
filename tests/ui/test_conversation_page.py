"""The conversation without a browser: nothing that was asked is lost, in no tab, over no reload, by no change of a question."""

# ruff: noqa: F811 - pytest gives fixtures by the names they are taken in under

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.scripted_model import Reply, ScriptedModel
from tests.ui.test_pages import APP, PATIENCE_SECONDS, app, home, press, shelf_home, words  # noqa: F401 - fixtures among them
from tutor import Chosen, KeptTurn, Tutor
from ui.parts.server import Shared, shared


@pytest.fixture(autouse=True)
def fresh_talks(home: Path) -> None:
    for name in ("conversations.db", "conversations.db-wal", "conversations.db-shm"):
        (home / name).unlink(missing_ok=True)


def talk_of(page: AppTest) -> str:
    named = page.query_params["talk"]
    return named if isinstance(named, str) else named[0]


def at(**address: str) -> AppTest:
    """The page as it opens at an address, in a new tab."""
    page = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def talk(home: Path, *questions: str, name: str = "t1") -> AppTest:
    """A conversation with short answers, open on the page."""
    for question in questions:
        Tutor(home).conversations.keep(name, KeptTurn(question, None, f"Noted: {question}"))
    return at(talk=name)


def asked(page: AppTest) -> list[str]:
    return [turn.question for turn in page.session_state["turns"]]


def change(page: AppTest, old: str, new: str) -> AppTest:
    """Ask a question again in other words."""
    at_place = asked(page).index(old)
    field = next(area for area in page.text_area if (area.key or "").startswith(f"edited-{at_place + 1}-"))
    field.set_value(new)
    return [button for button in page.button if button.label == "Ask again"][at_place].click().run()


def test_every_edit_opens_with_the_question_it_is_about(home: Path) -> None:
    page = talk(home, "what is rank?", "and a basis?", "why?")
    page.run()  # as after any press: what a browser draws later is drawn from the last run
    fields = [area for area in page.text_area if (area.key or "").startswith("edited-")]
    assert [field.proto.default for field in fields] == ["what is rank?", "and a basis?", "why?"]


def test_asking_again_keeps_what_came_after_as_another_conversation(home: Path) -> None:
    page = talk(home, "what is rank?", "and a basis?", "why?")
    assert "The 2 answers after this one go from here, and stay under" in words(page)
    change(page, "what is rank?", "What is the rank of a matrix?")
    assert asked(page) == ["What is the rank of a matrix?"]
    assert "The 2 turns that came after are kept." in words(page)
    press(page, "Open the conversation as it was")
    assert asked(page) == ["what is rank?", "and a basis?", "why?"]


def test_the_last_question_is_changed_without_another_conversation(home: Path) -> None:
    page = talk(home, "what is rank?", "and a basis?")
    change(page, "and a basis?", "what is a kernel?")
    assert asked(page) == ["what is rank?", "what is a kernel?"]
    assert len(Tutor(home).conversations.all()) == 1


def test_a_reload_shows_the_conversation(home: Path) -> None:
    page = app()
    page.chat_input[0].set_value("What is the rank of a matrix?").run()
    again = at(talk=talk_of(page))
    assert asked(again) == ["What is the rank of a matrix?"]
    assert "❝ quoted" in words(again)


def test_a_question_is_on_disk_before_it_is_answered_and_a_lost_one_is_answered_on_request(home: Path) -> None:
    Tutor(home).conversations.begin("t1", "What is the rank of a matrix?")
    page = at(talk="t1")
    assert "This question was not answered" in words(page)
    press(page, "Answer it now")
    assert "❝ quoted" in words(page)
    assert [turn.waits for turn in Tutor(home).conversations.turns("t1")] == [False]


def test_a_question_that_is_being_answered_is_taken_up_once(tmp_path: Path) -> None:
    one = Shared(Tutor(tmp_path))
    one.put("t", 1)
    assert one.at_it("t", 1) and one.take_up("t", 1) and not one.take_up("t", 1)
    one.done("t", 1)
    assert not one.at_it("t", 1)


def test_a_question_whose_page_was_left_at_once_is_answered_by_the_page_that_opens(home: Path) -> None:
    app()
    shared().put("t1", Tutor(home).conversations.begin("t1", "What is the rank of a matrix?"))
    page = at()
    assert asked(page) == ["What is the rank of a matrix?"] and "❝ quoted" in words(page)


def test_two_tabs_on_one_conversation_see_each_others_turns(home: Path) -> None:
    first = talk(home, "what is rank?")
    second = at(talk="t1")
    first.chat_input[0].set_value("what is a basis?").run()
    second.chat_input[0].set_value("what is a kernel?").run()
    assert asked(second) == ["what is rank?", "what is a basis?", "what is a kernel?"]
    assert asked(first.run()) == asked(second)


def test_an_address_without_a_name_is_a_new_conversation_and_the_last_is_a_press_away(home: Path) -> None:
    page = talk(home, "what is rank?")
    del page.query_params["talk"]
    page.run()
    assert "What would you like to understand?" in words(page)
    press(page, "Go on with “what is rank?”")
    assert asked(page) == ["what is rank?"] and talk_of(page) == "t1"


def test_forgetting_asks_first(home: Path) -> None:
    page = talk(home, "what is rank?")
    press(page, "Forget it")
    assert len(Tutor(home).conversations.all()) == 1
    page.button(key="confirm_forget").click().run()
    assert Tutor(home).conversations.all() == ()
    assert "What would you like to understand?" in words(page)


def test_an_open_page_is_in_the_address_and_goes_with_it(home: Path) -> None:
    page = app()
    page.chat_input[0].set_value("What is the rank of a matrix?").run()
    next(button for button in page.button if (button.key or "").startswith("open-1-0")).click().run()
    quote = page.session_state["leaf"].citation.quote
    opened = page.query_params["open"]
    again = at(talk=talk_of(page), open=opened if isinstance(opened, str) else opened[0])
    assert again.session_state["leaf"].citation.quote == quote
    assert again.button(key="close_page").label == "Close"
    del again.query_params["open"]
    again.run()
    assert "leaf" not in again.session_state


@pytest.mark.parametrize("address", ["nosuchbook.1", "../../etc", "x.999999999", ".s.1-2", "%00"])
def test_an_address_that_leads_nowhere_does_no_harm(home: Path, address: str) -> None:
    page = at(open=address)
    assert not page.exception
    assert "Something went wrong" not in words(page)


def test_the_ways_to_the_pages_lead_back_to_what_was_open(home: Path) -> None:
    page = talk(home, "what is rank?")
    page.switch_page("pages/library.py")
    page.query_params.clear()
    page.run()
    chat = next(way for way in page.get("page_link") if way.proto.label == "Chat")
    assert "talk=t1" in chat.proto.query_string


def test_a_long_question_is_a_heading_by_its_beginning(home: Path) -> None:
    long = "Explain this to me. " * 40
    page = talk(home, long.strip())
    assert page.markdown[0].value.endswith("…") and len(page.markdown[0].value) < 300
    assert any(fold.label == "The whole question" for fold in page.expander)


def test_a_reload_that_is_faster_than_the_address_finds_the_question(home: Path) -> None:
    page = app()
    page.chat_input[0].set_value("What is the rank of a matrix?").run()
    assert asked(at()) == ["What is the rank of a matrix?"]
    one = Shared(Tutor(home))
    one.latest = ("t1", time.monotonic() - 60)
    assert one.just_asked == ""


def test_an_answer_of_a_model_is_on_disk_when_it_is_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    said = "It counts the directions that are left."
    with ScriptedModel([Reply(f"answer| {said}\n", piece_seconds=0.02)]) as model:
        Tutor(home).use_model(Chosen("openai", "scripted", model.base_url))
        try:
            page = app()
            page.chat_input[0].set_value("What is the rank of a matrix?").run()
        finally:
            (home / "model.json").unlink(missing_ok=True)
    (kept,) = Tutor(home).conversations.turns(talk_of(page))
    assert kept.explanation is not None and said in [claim.text for claim in kept.explanation.claims]
    assert said in words(page) and kept.explanation.usage is not None
