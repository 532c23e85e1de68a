"""What the tests of the model voice share: two pages of a book, a gate with real citations, and a voice before a scripted model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.scripted_model import ScriptedModel
from tutor.library.find import Found
from tutor.library.source import Citation, Passage
from tutor.voices.llm.door import LangChainMind
from tutor.voices.llm.tools import Ability
from tutor.voices.model_voice import Around, ModelVoice
from tutor.voices.secret import Secret
from tutor.voices.setting import Chosen
from tutor.voices.verify import verify
from tutor.voices.voice import Ask, Turn

KEY = "sk-the-key-that-nobody-may-see-0123456789"
RANK = "The rank of a matrix is the number of its independent columns."
ROWS = "It is never larger than the number of rows."
TRACE = r"The trace is the sum of the diagonal: $\operatorname{tr}(A) = \sum_i a_{ii}$."
TRUE_LINE = f'answer| {RANK} ⟦1: "{RANK}"⟧\n'


def passage(text: str, page: int = 1, title: str = "Rank") -> Found:
    return Found(Passage("book", page, 0, len(text), text, (title,)), 1.0, 1.0, "meaning")


def cite(one: Passage, start: int, end: int) -> Citation:
    return Citation("book", "A book", one.section, one.page, "", start, end, one.text[start:end])


def gate(draft, passages: Sequence[Passage]):
    return verify(draft, passages, cite)


def ask(question: str = "What is the rank of a matrix?", *texts: str, history: Sequence[Turn] = ()) -> Ask:
    found = tuple(passage(text, page) for page, text in enumerate(texts or (f"{RANK} {ROWS}", TRACE), start=1))
    return Ask(question, found, (), history=tuple(history))


def voice(
    model: ScriptedModel,
    *,
    find: Callable[[str], Sequence[Found]] | None = None,
    abilities: Sequence[Ability] | None = None,
    checked: bool = True,
    **settings: object,
) -> ModelVoice:
    chosen = Chosen(
        "openai", "scripted", **{"base_url": model.base_url, "deadline_seconds": 5.0, "quiet_seconds": 2.0, **settings}
    )
    return ModelVoice(LangChainMind(chosen, Secret(KEY, "a test")), chosen, Around(gate if checked else None, find), abilities)


def prompt_of(request: dict) -> str:
    """Everything a request says, as one text."""
    return "\n".join(str(one["content"]) for one in request["messages"])
