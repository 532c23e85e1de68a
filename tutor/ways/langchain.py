"""The shelf as a LangChain retriever, and the tutor's abilities as LangChain tools.

    from tutor import Tutor
    from tutor.ways.langchain import retriever, tools

    library = retriever(Tutor(), k=5)
    for one in library.invoke("what does a determinant measure?"):
        print(one.metadata["title"], one.metadata["page"], one.page_content[:60])

    agent = create_agent("openai:gpt-5-mini", tools(Tutor()))       # from langchain.agents

Each document's metadata is that of a citation: `page` and `start`..`end` point at exactly these letters. LangChain is loaded when
one of the two functions is called, not before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tutor import Tutor, TutorError, wire

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.tools import BaseTool

_MOST_QUESTIONS = 20


def retriever(tutor: Tutor, k: int = 5) -> BaseRetriever:
    """The shelf as a retriever: the k best passages for a question, one for each subsection, best first."""
    from langchain_core.retrievers import BaseRetriever

    class Library(BaseRetriever):
        """The learner's books."""

        def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
            return _documents(tutor, query, k)

    return Library()


def _documents(tutor: Tutor, query: str, k: int) -> list[Document]:
    from langchain_core.documents import Document

    documents = []
    for one in tutor.find(query, k):
        place = wire.citation(tutor.cite(one.passage))
        text = str(place.pop("quote"))
        documents.append(Document(page_content=text, metadata={**place, "score": one.score, "why": one.why}, id=one.passage.id))
    return documents


def tools(tutor: Tutor) -> list[BaseTool]:
    """The abilities as tools: find, ask, explain, solve, check, quiz (without keys), due. Bad input comes back as a sentence."""

    def find(query: str, k: int = 5) -> wire.Json:
        """Find the passages of the learner's books that speak of something, each with its source, page and exact text."""
        return wire.found(query, [(one, tutor.cite(one.passage)) for one in tutor.find(query, k)])

    def ask(question: str) -> wire.Json:
        """An explanation from the learner's books; every sentence says what backs it."""
        return wire.explanation(tutor.ask(question), tutor.graph)

    def explain(latex: str, context: str = "") -> wire.Json:
        """Say what a formula says: read aloud, in plain English, part by part, on numbers."""
        return wire.formula(tutor.explain(latex, context))

    def solve(problem: str) -> wire.Json:
        """Solve a problem step by step, every step checked, such as "eigenvalues of [[2,1],[1,2]]"."""
        return wire.solution(tutor.solve(problem))

    def check(kind: str, key: str, typed: str) -> wire.Json:
        """Judge an answer by mathematics: every right form counts. Kinds: number, expression, set, vector, matrix, ..."""
        return wire.judgement(tutor.check(kind, key, typed))

    def quiz(topic: str, n: int = 3, seed: int = 0) -> wire.Json:
        """Questions on a topic, without their keys."""
        return wire.quiz(seed, tutor.quiz(topic, min(n, _MOST_QUESTIONS), seed), tutor.graph, sealed=True)

    def due() -> wire.Json:
        """What the learner should review now, the likeliest to be forgotten first."""
        return {"due": [wire.due(one, tutor.graph) for one in tutor.due()]}

    return [_tool(one) for one in (find, ask, explain, solve, check, quiz, due)]


def _tool(ability: Callable[..., wire.Json]) -> BaseTool:
    """A function as a tool: JSON text out, and a sentence where it cannot be done."""
    from langchain_core.tools import StructuredTool

    described = StructuredTool.from_function(ability)

    def said(**given: object) -> str:
        try:
            return json.dumps(ability(**given), ensure_ascii=False)
        except TutorError as error:
            return f"Not done: {error}"

    return StructuredTool.from_function(
        said, name=described.name, description=described.description, args_schema=described.args_schema
    )
