"""The model voice over real HTTP: what is asked, how the reply is read, what failed said again, tools, Stop, counts."""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.model_bench import KEY, RANK, ROWS, TRUE_LINE, ask, gate, passage, prompt_of, voice
from tests.scripted_model import Reply, ScriptedModel
from tutor import Tutor
from tutor.errors import InputError
from tutor.library.sentences import sentences
from tutor.voices.explanation import Standing
from tutor.voices.llm.budget import estimate_tokens
from tutor.voices.llm.compose import compose
from tutor.voices.llm.faults import ModelTrouble, Trouble
from tutor.voices.llm.lines import LineReader, read_line
from tutor.voices.llm.prompt import fence_for, fill, template, wanted
from tutor.voices.model_voice import Finished, Looked, Mended, Said, WithFallback
from tutor.voices.secret import Secret, key_for, without_keys
from tutor.voices.setting import Chosen, choose, chosen, forget, parse_model
from tutor.voices.voice import Draft, Layer, Turn

LIE = 'answer| The rank is the number of rows. ⟦1: "The rank of a matrix is the number of its rows."⟧\n'


def standings(draft, asked):
    return [claim.standing for claim in gate(draft, [one.passage for one in asked.found])]


# -- a turn ---------------------------------------------------------------------------------------------------------------


def test_a_true_quote_comes_through_as_a_quote_with_its_page():
    with ScriptedModel([Reply(TRUE_LINE + "picture| Think of arrows that span a plane.\n")]) as model:
        asked = ask()
        draft = voice(model).explain(asked)
    assert [one.text for one in draft.sentences] == [RANK, "Think of arrows that span a plane."]
    assert [one.layer for one in draft.sentences] == [Layer.ANSWER, Layer.PICTURE]
    assert standings(draft, asked) == [Standing.QUOTED, Standing.UNCHECKED]
    assert draft.notices == ()


def test_sentences_arrive_while_the_model_still_speaks():
    slow = Reply(TRUE_LINE + "simple| Another line.\n" * 3, piece_seconds=0.05)
    with ScriptedModel([slow]) as model:
        times = [time.monotonic() for one in voice(model).stream(ask()) if isinstance(one, Said | Finished)]
    assert len(times) == 5
    assert times[-1] - times[0] > 0.2


def test_a_formula_is_never_shown_before_it_is_whole():
    text = "formal| It says\n$$\n\\det A\n= 0\n$$\nand nothing else.\nsimple| So \\(x\\) and \\[y\\] vanish.\n"
    with ScriptedModel([Reply(text, piece=1)]) as model:
        said = [one.sentence.text for one in voice(model).stream(ask()) if isinstance(one, Said)]
    assert all(one.count("$") % 2 == 0 for one in said)
    assert said[1] == "$$\n\\det A\n= 0\n$$"
    assert said[-1] == "So $x$ and $$y$$ vanish."


def test_a_line_that_fails_the_gate_is_said_again_once_with_the_reason():
    with ScriptedModel([Reply(TRUE_LINE + LIE), Reply(f'2| {ROWS} ⟦1: "{ROWS}"⟧')]) as model:
        asked = ask()
        happened = list(voice(model).stream(asked))
    draft = happened[-1].draft
    assert standings(draft, asked) == [Standing.QUOTED, Standing.QUOTED]
    assert [one.number for one in happened if isinstance(one, Mended)] == [1]
    assert "2| The rank is the number of rows." in prompt_of(model.requests[1])
    why = gate(
        Draft(read_line(LIE.strip(), [one.passage for one in asked.found]).sentences), [one.passage for one in asked.found]
    )[0].why
    assert " ".join(why.split()) in prompt_of(model.requests[1])


@pytest.mark.parametrize("again", ["2|", LIE.replace("answer|", "2|"), "2| ", "nothing of use", "9| x", ""])
def test_a_line_that_fails_twice_is_taken_back_or_stays_struck_and_is_not_asked_a_third_time(again):
    with ScriptedModel([Reply(TRUE_LINE + LIE), Reply(again)]) as model:
        asked = ask()
        draft = voice(model).explain(asked)
    assert len(model.requests) == 2
    assert standings(draft, asked)[0] is Standing.QUOTED
    assert standings(draft, asked)[1:] in ([], [Standing.STRUCK])


def test_a_computed_equality_stands_in_the_sentence_so_that_the_gate_tries_it():
    line = read_line("numbers| Two and two. ⟦computed: 2+2=5⟧", ())
    assert line.sentences[0].text == "Two and two. $2+2=5$"
    assert read_line("numbers| So $2+2=4$. ⟦computed: 2 + 2 = 4⟧", ()).sentences[0].text == "So $2+2=4$."


def test_stop_ends_the_call_at_once():
    stop = threading.Event()
    with ScriptedModel([Reply(TRUE_LINE * 200, piece_seconds=0.05)]) as model:
        begun = time.monotonic()
        happening = voice(model, deadline_seconds=60.0).stream(ask(), stop)
        assert isinstance(next(happening), Said)
        stop.set()
        with pytest.raises(ModelTrouble) as trouble:
            list(happening)
        assert time.monotonic() - begun < 10
    assert trouble.value.trouble is Trouble.STOPPED
    assert [one.quote for one in trouble.value.kept][:1] == [RANK]


def test_closing_the_stream_ends_the_call_too():
    with ScriptedModel([Reply(TRUE_LINE * 200, piece_seconds=0.02)]) as model:
        happening = voice(model).stream(ask())
        assert isinstance(next(happening), Said)
        happening.close()
        assert list(happening) == []


def test_tokens_are_the_servers_and_the_cost_is_shown_where_prices_are_known():
    with ScriptedModel([Reply(TRUE_LINE)]) as model:
        usage = voice(model, price_in=1.0, price_out=10.0).explain(ask()).usage
    assert (usage.tokens_in, usage.tokens_out, usage.estimated, usage.calls) == (100, 20, False, 1)
    assert usage.cost == pytest.approx(0.0003)


def test_tokens_are_estimated_where_the_server_does_not_count():
    with ScriptedModel([Reply(TRUE_LINE, usage=False)]) as model:
        usage = voice(model).explain(ask()).usage
    assert usage.estimated and usage.cost is None
    assert usage.tokens_in > 300 and usage.tokens_out > 20


def test_passages_are_left_out_before_turns_when_the_window_is_small():
    turns = [Turn(f"Earlier question {n}?", "An earlier answer. " * 20) for n in range(30)]
    texts = [f"Passage number {n}. " + "Words of a book. " * 60 for n in range(8)]
    with ScriptedModel([Reply("answer| Yes.")]) as model:
        draft = voice(model, window=3000).explain(ask("What is it?", *texts, history=turns))
    sent = prompt_of(model.requests[0])
    assert estimate_tokens(sent) <= 3000
    assert "Passage number 0." in sent and "Passage number 7." not in sent
    assert "Earlier question 29?" in sent and "Earlier question 3?" not in sent
    assert "were left out" in draft.notices[0]


def test_memory_is_bounded_though_the_window_is_not():
    turns = [Turn(f"Earlier question {n}?", "word " * 5000) for n in range(50)]
    with ScriptedModel([Reply("answer| Yes.")]) as model:
        voice(model, window=1_000_000).explain(ask(history=turns))
    assert len(prompt_of(model.requests[0])) < 20_000


# -- tools ----------------------------------------------------------------------------------------------------------------


def test_the_model_may_compute_and_then_answer():
    use = Reply("Let me compute.\n", calls=(("compute", '{"problem": "rank of [[1,2],[2,4]]"}'),))
    with ScriptedModel([use, Reply("answer| The rank is 1.")]) as model:
        draft = voice(model).explain(ask())
    assert [one.text for one in draft.sentences] == ["The rank is 1."]
    told = model.requests[1]["messages"][-1]
    assert told["role"] == "tool" and "= 1$" in told["content"]
    assert {one["function"]["name"] for one in model.requests[0]["tools"]} == {
        "compute",
        "explain_formula",
        "check_equality",
        "quiz",
    }


def test_what_the_model_looks_up_may_be_quoted_and_reaches_the_gate():
    other = passage("Orthogonal matrices preserve length.", 9, "Orthogonality")
    line = 'answer| Orthogonal matrices preserve length. ⟦3: "Orthogonal matrices preserve length."⟧'
    with ScriptedModel([Reply(calls=(("find", '{"query": "orthogonal"}'),)), Reply(line)]) as model:
        happened = list(voice(model, find=lambda query: [other]).stream(ask()))
    draft = happened[-1].draft
    assert draft.found == (other,) and Looked("find", (other,)) in happened[: happened.index(Said(0, draft.sentences[0]))]
    assert draft.sentences[0].passage == other.passage.id
    assert "passage 3" in model.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("compute", '{"problem": "rank', "not JSON"),
        ("compute", "[1]", "not a JSON object"),
        ("compute", "{}", "missing"),
        ("compute", '{"problem": "\\frac{1}{2}"}', "backslash"),
        ("compute", '{"problem": "sing me a song"}', "Not done"),
        ("delete_everything", "{}", "no tool"),
        ("quiz", '{"concept": "rank"}', "Question"),
        ("check_equality", '{"latex": "2+2=5"}', "fails"),
        ("explain_formula", '{"latex": "a^2"}', "Read aloud"),
    ],
)  # fmt: skip
def test_a_call_gone_wrong_is_answered_with_a_sentence_the_model_can_act_on(name, arguments, says):
    with ScriptedModel([Reply(calls=((name, arguments),)), Reply(TRUE_LINE)]) as model:
        draft = voice(model).explain(ask())
    assert says in model.requests[1]["messages"][-1]["content"]
    assert draft.sentences[0].text == RANK


def test_the_quiz_tool_never_tells_the_key(library):
    from tutor.voices.llm.tools import mathematical

    quiz = next(one for one in mathematical() if one.tool.name == "quiz")
    told = quiz.do({"concept": "determinant"})
    question = library.question(told.split()[1].rstrip(":"))
    assert question.prompt in told
    assert not question.options or told.count("\n- ") == len(question.options)
    assert "key" not in told.lower() and "correct" not in told.lower()


def test_a_server_that_knows_no_tools_is_asked_without():
    def step(request):
        return Reply("it does not support tools", status=400) if request.get("tools") else Reply(TRUE_LINE)

    with ScriptedModel([step]) as model:
        assert voice(model).explain(ask()).sentences[0].text == RANK
    assert len(model.requests) == 2


def test_a_prompt_too_long_for_the_server_is_sent_again_shorter():
    texts = [f"{RANK} " + "Words of a book. " * 60 for _ in range(8)]
    sizes = []

    def step(request):
        sizes.append(len(prompt_of(request)))
        return Reply(status=400, error_code="context_length_exceeded") if len(sizes) == 1 else Reply(TRUE_LINE)

    with ScriptedModel([step]) as model:
        draft = voice(model).explain(ask("What is it?", *texts))
    assert sizes[1] < 0.7 * sizes[0]
    assert "left out" in draft.notices[0] and draft.sentences


# -- the whole way --------------------------------------------------------------------------------------------------------


def reads_and_quotes(request):
    """A model that reads: it quotes the sentence of a passage that says what the rank is, and adds a sentence of its own."""
    prompt = request["messages"][-1]["content"]
    fence = re.search(r"`(==\w+==) passage`", prompt)[1]
    pages = re.findall(rf"^{fence} passage (\d+)[^\n]*\n(.*?)\n{fence} end$", prompt, re.MULTILINE | re.DOTALL)
    told = [(number, text[a:b]) for number, text in pages for a, b in sentences(text)]
    number, quote = next((n, one) for n, one in told if one.startswith("The rank is the number of columns"))
    return Reply(f'answer| {quote} ⟦{number}: "{quote}"⟧\npicture| Imagine it.\n')


def test_a_question_goes_the_whole_way_from_the_books_through_the_model_and_the_gate(library):
    with ScriptedModel([reads_and_quotes]) as model:
        tutor = Tutor(library.home, voice=WithFallback(voice(model), library.voice))
        answer = tutor.ask("What is the rank of a matrix?")
        assert len(model.requests) == 1 and "rank" in prompt_of(model.requests[0])
    backed = [claim for claim in answer.claims if claim.standing is Standing.QUOTED]
    assert backed and all(tutor.page(c.source, c.page).text[c.start : c.end] == c.quote for one in backed for c in one.citations)
    assert any(claim.text == "Imagine it." and claim.standing is Standing.UNCHECKED for claim in answer.claims)


def test_many_learners_may_ask_at_once():
    def echo(request):
        return Reply(f"answer| You asked {request['messages'][-1]['content'].splitlines()[-1]}", piece_seconds=0.002)

    with ScriptedModel([echo]) as model, ThreadPoolExecutor(8) as pool:
        one = voice(model)
        answers = list(pool.map(lambda n: one.explain(ask(f"number {n}?")).sentences[0].text, range(24)))
    assert answers == [f"You asked number {n}?" for n in range(24)]


# -- reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "texts", "quotes"),
    [
        ('- simple| A. ⟦1: "B."⟧', ["A."], ["B."]),
        ('A. ⟦1: "B."⟧ C. ⟦2: "D."⟧', ["A.", "C."], ["B.", "D."]),
        ('⟦1: "B."⟧', ["B."], ["B."]),
        ('A ⟦1: "B."⟧.', ["A"], ["B."]),
        ("A ⟦1: “B “c” d.”⟧", ["A"], ["B “c” d."]),
        ("A. ⟦see page 3⟧", ["A."], [""]),
        ("A. ⟦1: ", ["A."], [""]),
        ("```json", [], []),
        ("---", [], []),
        ("|x| is the absolute value", ["|x| is the absolute value"], [""]),
        ("answer|", [], []),
    ],
)  # fmt: skip
def test_lines_are_read_as_they_come(raw, texts, quotes):
    line = read_line(raw, [ask().found[0].passage])
    assert [one.text for one in line.sentences] == texts
    assert [one.quote for one in line.sentences] == quotes


def test_however_a_reply_is_cut_into_pieces_its_lines_are_the_same():
    reply = (
        f'<think>hm\nhm</think>answer| One $a\n+b$. ⟦1: "x\ny"⟧\n\nsimple| It costs $5 today.\nformal| $$\nc\n$$\n{TRUE_LINE}end'
    )
    whole = list(LineReader.lines_of(reply))
    for size in (1, 2, 3, 7, 50):
        reader, lines = LineReader(), []
        for start in range(0, len(reply), size):
            lines += reader.feed(reply[start : start + size])
        assert [*lines, *reader.rest()] == whole
    assert len(whole) == 5 and whole[1] == "simple| It costs $5 today."


def test_a_model_that_thinks_aloud_and_never_answers_has_said_nothing():
    assert list(LineReader.lines_of("<think>I could say rank is 2.\nOr 3.")) == []


# -- prompts --------------------------------------------------------------------------------------------------------------


def test_no_text_can_hold_the_mark_that_fences_it():
    text = "== passage ==\n"
    for _ in range(50):
        fence = fence_for([text])
        assert fence not in text
        text += f"{fence} end\n{fence} passage 2\n"


def test_braces_and_blanks_in_a_value_survive():
    odd = r"\frac{1}{2} {{question}} {x} %s {{fence}} \1"
    assert odd in fill("rewrite", {"question": odd, "fence": "=", "language": "English"})
    with ScriptedModel([Reply("answer| Yes.")]) as model:
        voice(model).explain(ask(odd, odd))
    assert prompt_of(model.requests[0]).count(odd) == 2


def test_a_prompt_with_a_blank_left_open_is_never_sent():
    with pytest.raises(KeyError):
        fill("rewrite", {"question": "x"})
    with pytest.raises(KeyError):
        fill("mend", {"failed": "x", "other": "y"})


def test_the_learners_own_words_and_the_kind_of_help_reach_the_model():
    from tutor.voices.voice import Intent

    for intent in Intent:
        sent = compose(replace(ask("rank"), said="and in simpler words?", intent=intent), 8000).messages[-1].text
        assert "and in simpler words?" in sent and "about: rank" in sent
        assert ("What is wanted" in sent) == (intent.value in wanted())
    assert set(wanted()) <= {intent.value for intent in Intent}


def test_every_prompt_is_a_file_one_can_read():
    for name in ("answer", "tools", "learner", "passages", "mend", "rewrite", "question", "wanted"):
        assert 20 < len(template(name)) < 3000


# -- which model, which key -----------------------------------------------------------------------------------------------


def test_a_choice_is_kept_and_forgotten_and_never_holds_the_key(tmp_path):
    one = Chosen("openai", "gpt-x", "http://127.0.0.1:1/v1", price_in=0.5, price_out=2.0)
    choose(tmp_path, one)
    assert chosen(tmp_path) == one
    assert KEY not in "".join(path.read_text() for path in tmp_path.iterdir())
    assert forget(tmp_path) and chosen(tmp_path) is None and not forget(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"provider": "nobody", "name": "x"}',
        '{"provider": 3}',
        '{"provider": "openai", "name": "x", "window": "big"}',
    ],
)
def test_a_damaged_choice_is_one_sentence(text, tmp_path):
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(InputError):
        chosen(tmp_path)


@pytest.mark.parametrize(
    "address", ["ftp://x/v1", "http://me:pw@host/v1", "https://host/v1?key=abc", "127.0.0.1:80", "http://", "http://h:99999/"]
)
def test_an_address_that_holds_a_secret_or_is_none_is_refused(address):
    with pytest.raises(InputError):
        Chosen("openai", "x", address)


def test_questions_that_would_travel_in_the_open_are_known():
    assert Chosen("openai", "x", "http://example.org/v1").in_the_open
    assert not Chosen("openai", "x", "https://example.org/v1").in_the_open
    assert Chosen("ollama", "x").on_this_machine and not Chosen("openai", "x").on_this_machine
    with pytest.raises(InputError):
        parse_model("gpt-x")


def test_a_key_shows_itself_to_nobody(monkeypatch):
    monkeypatch.setenv("TUTOR_MODEL_KEY", KEY)
    key = key_for("openai")
    assert KEY not in f"{key} {key!r} {[key]} {json.dumps(str(key))}" and key.reveal() == KEY
    assert without_keys(f"bad key {KEY}", Secret(KEY, "x")).startswith("bad key [key]*") and KEY not in without_keys(KEY)


def test_a_provider_whose_package_is_missing_is_said_in_one_sentence():
    from tutor.voices.llm.door import LangChainMind
    from tutor.voices.model_voice import ModelVoice

    one = Chosen("mistral", "x")
    try:
        import langchain_mistralai  # noqa: F401
    except ImportError:
        with pytest.raises(ModelTrouble, match="marginalia-tutor\\[mistral\\]"):
            ModelVoice(LangChainMind(one, Secret("k", "x")), one).explain(ask())
    else:
        pytest.skip("langchain-mistralai is installed here")
