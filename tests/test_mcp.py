"""An assistant at the other end: the official client drives `tutor serve-mcp` in a process of its own, over its pipes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys

import pytest

from tests.conftest import CHAPTERS, ROOT, bundled, take_in
from tutor import Tutor

SERVE = ["-m", "tutor", "serve-mcp"]
TOOLS = {"find", "ask", "verify", "explain", "solve", "check", "claims", "quiz", "mark", "due"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    take_in(Tutor(folder), bundled(CHAPTERS[0]))
    return folder


@pytest.fixture(scope="module")
def talk(home):
    """One conversation with the server: everything the tests look at, asked in one go."""
    mcp = pytest.importorskip("mcp")

    async def converse() -> dict:
        parameters = mcp.StdioServerParameters(
            command=sys.executable, args=SERVE, cwd=str(ROOT), env={**os.environ, "TUTOR_HOME": str(home)}
        )
        told: dict = {}
        async with mcp.Client(parameters, read_timeout_seconds=60) as client:
            told["tools"] = (await client.list_tools()).tools

            async def call(name: str, **given: object):
                result = await client.call_tool(name, given)
                return result.is_error, result.structured_content, "".join(getattr(c, "text", "") for c in result.content)

            told["solve"] = await call("solve", problem="determinant of [[2,0],[0,3]]")
            told["bad"] = await call("solve", problem="sing a song")
            told["wrong type"] = await call("find", query="rank", k="many")
            told["explain"] = await call("explain", latex=r"\frac{1}{n}\sum_{i=1}^n x_i")
            told["check"] = await call("check", kind="number", key="6", typed="12/2")
            told["claims"] = await call("claims", text="We have $2+2=5$.")
            told["find"] = await call("find", query="conditional probability", k=2)
            told["ask"] = await call("ask", question="What is conditional probability?")
            told["quiz"] = await call("quiz", topic="determinant", n=2, seed=1)
            question = told["quiz"][1]["questions"][0]["id"]
            told["mark"] = await call("mark", question_id=question, typed="1")
            told["due"] = await call("due")
            told["verify"] = await call("verify", passages={"p": "Rank counts columns."}, sentences=[
                {"text": "Rank counts columns.", "quote": "Rank counts columns.", "passage": "p"},
                {"text": "Rank counts rows.", "quote": "Rank counts rows.", "passage": "p"}])  # fmt: skip
            books = json.loads((await client.read_resource("tutor://books")).contents[0].text)["books"]
            told["books"] = books
            told["templates"] = [one.uri_template for one in (await client.list_resource_templates()).resource_templates]
            told["page"] = (await client.read_resource(f"tutor://books/{books[0]['id']}/pages/1")).contents[0].text
            told["contents"] = json.loads(
                (await client.read_resource(f"tutor://books/{books[0]['id']}/contents")).contents[0].text
            )
            for place in (
                "tutor://books/nobody/pages/1",
                f"tutor://books/{books[0]['id']}/pages/999",
                f"tutor://books/{books[0]['id']}/pages/x",
            ):
                try:
                    told[place] = await client.read_resource(place)
                except mcp.MCPError as error:
                    told.setdefault("not there", []).append(str(error))
        return told

    return asyncio.run(converse())


@pytest.mark.sweep
def test_every_tool_is_there_and_says_what_it_does(talk):
    assert {one.name for one in talk["tools"]} == TOOLS
    assert all(one.description and one.input_schema["properties"] is not None for one in talk["tools"])


def test_the_maths_room_answers_an_assistant(talk):
    assert talk["solve"][1]["answer"] == "6" and talk["solve"][1]["steps"]
    assert talk["check"][1]["grade"] == "right"
    assert talk["claims"][1]["claims"][0]["verdict"] == "fails"
    assert "sum" in talk["explain"][1]["spoken"]


def test_the_books_answer_an_assistant_with_places(talk):
    first = talk["find"][1]["passages"][0]
    assert talk["page"][first["start"] : first["end"]] == first["text"]
    assert talk["ask"][1]["claims"] and not talk["ask"][0]
    assert talk["books"][0]["pages"] == 1 and talk["contents"]["sections"]
    assert len(talk["templates"]) == 2


def test_the_gate_answers_an_assistant(talk):
    assert [one["standing"] for one in talk["verify"][1]["claims"]] == ["quoted", "struck"]


def test_a_quiz_is_sealed_until_it_is_answered_and_then_recorded(talk, home):
    assert all(not {"key", "key_latex", "solution"} & set(one) for one in talk["quiz"][1]["questions"])
    assert talk["mark"][1]["grade"] in ("right", "wrong") and talk["mark"][1]["solution"]
    assert "due" in talk["due"][1]


def test_what_cannot_be_done_is_a_sentence_and_the_server_lives_on(talk):
    assert talk["bad"][0] and "Traceback" not in talk["bad"][2] and len(talk["bad"][2]) < 700
    assert talk["wrong type"][0]
    assert len(talk["not there"]) == 3
    assert talk["due"][0] is False  # asked after all of these


@pytest.mark.sweep
def test_nothing_but_the_protocol_is_on_standard_output(home):
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}}}  # fmt: skip
    begun = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    asked = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "find", "arguments": {"query": "rank"}}}
    with subprocess.Popen(
        [sys.executable, *SERVE], cwd=ROOT, env={**os.environ, "TUTOR_HOME": str(home)}, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        server.stdin.write("".join(json.dumps(one) + "\n" for one in (hello, begun, asked)))
        server.stdin.flush()
        lines = [json.loads(server.stdout.readline()) for _ in range(2)]
        server.stdin.close()
        rest, complaints = server.stdout.read(), server.stderr.read()
    assert [one["id"] for one in lines] == [1, 2] and rest == ""
    assert all(one["jsonrpc"] == "2.0" for one in lines)
    assert "Traceback" not in complaints
