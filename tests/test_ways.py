"""Ways in for other programs: LangChain, and plain Python as the README shows it. (The protocol for assistants: test_mcp.py.)"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tutor.ways.langchain import retriever, tools


@pytest.fixture
def abilities(library):
    return {one.name: one for one in tools(library)}


def test_the_shelf_is_a_langchain_retriever_whose_documents_point_at_their_letters(library):
    documents = retriever(library, k=3).invoke("what does a determinant measure?")
    assert len(documents) == 3
    for one in documents:
        place = one.metadata
        page = library.page(place["source"], place["page"])
        assert page.text[place["start"] : place["end"]] == one.page_content
    assert any("determinant" in one.page_content.lower() for one in documents)


def test_the_retriever_fits_into_a_chain(library):
    from langchain_core.runnables import RunnableLambda

    chain = retriever(library, k=2) | RunnableLambda(lambda found: [one.metadata["title"] for one in found])
    assert len(chain.invoke("eigenvalues")) == 2


def test_the_abilities_are_langchain_tools(abilities):
    assert set(abilities) == {"find", "ask", "explain", "solve", "check", "quiz", "due"}
    assert all(one.description for one in abilities.values())
    assert json.loads(abilities["solve"].invoke({"problem": "determinant of [[2,0],[0,3]]"}))["answer"] == "6"
    assert (
        json.loads(abilities["check"].invoke({"kind": "expression", "key": "(x+1)^2", "typed": "x^2+2x+1"}))["grade"] == "right"
    )
    assert json.loads(abilities["find"].invoke({"query": "rank", "k": 2}))["passages"][0]["text"]
    assert json.loads(abilities["due"].invoke({}))["due"] == []
    assert "spoken" in json.loads(abilities["explain"].invoke({"latex": r"\det(A)"}))


def test_no_tool_gives_a_key_away(abilities):
    told = json.loads(abilities["quiz"].invoke({"topic": "determinant", "n": 3}))
    assert len(told["questions"]) == 3
    assert all(not {"key", "key_latex", "solution"} & set(one) for one in told["questions"])


def test_what_a_tool_cannot_do_it_says_in_a_sentence(abilities):
    assert abilities["solve"].invoke({"problem": "sing a song"}).startswith("Not done: ")
    assert abilities["quiz"].invoke({"topic": "football"}).startswith("Not done: ")


def test_the_module_is_cheap_until_it_is_used():
    code = "import sys, tutor.ways.langchain, tutor.ways.mcp; print([m for m in ('langchain_core', 'mcp', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
