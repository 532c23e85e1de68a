"""What a model may propose besides sentences: words to search with, and questions; both go through a gate of their own.

A rewrite only ever adds words to a search, so the worst a bad one can do is find worse pages. A question goes, as it came, to
`tutor.voices.gate.proposed.judge_reply`, which works the key out again or drops it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tutor.library.find import Found
from tutor.voices.llm.clean import visible
from tutor.voices.llm.deadline import Deadline
from tutor.voices.llm.faults import ModelTrouble, Trouble
from tutor.voices.llm.lines import without_thoughts
from tutor.voices.llm.message import Message, Mind, Role
from tutor.voices.llm.own_words import OwnWords
from tutor.voices.llm.prompt import fence_for, fill, shown, template
from tutor.voices.setting import Chosen

MOST_WORDS = 8
REWRITE_SECONDS = 6.0  # a search waits for it
_TERM = re.compile(r"[^\W_](?:[\w '’\-]{0,58}[\w'’])?")
_MOST_PASSAGES = 4
_MOST_AVOIDED = 8


class Proposer:
    """Asks the model for words and for questions."""

    def __init__(self, mind: Mind, chosen: Chosen) -> None:
        self._mind = mind
        self._chosen = chosen

    def rewrite(self, question: str, language: str = "English", seconds: float = REWRITE_SECONDS) -> tuple[str, ...]:
        """Words a textbook would use for what a learner means, at most eight; () where the model cannot be used in time."""
        question = visible(question)[:1_000]
        values = {"question": question, "language": language, "fence": fence_for([question])}
        try:
            reply = self._reply(fill("rewrite", values), min(seconds, self._chosen.deadline_seconds))
        except ModelTrouble:
            return ()
        if OwnWords(template("rewrite")).stand_in(reply):
            return ()
        asked = question.casefold()
        terms = (" ".join(line.strip(" -*•.,;`\"'0123456789)").split()) for line in visible(reply).splitlines())
        fit = (term for term in terms if _TERM.fullmatch(term) and term.casefold() not in asked)
        return tuple(dict.fromkeys(fit))[:MOST_WORDS]

    def question(self, concept: str, found: Sequence[Found], avoid: Sequence[str] = ()) -> str:
        """A question on a concept as the model wrote it, unlike those to `avoid`, checked by nobody. Raises ModelTrouble.

        The passages are numbered as `passage_names` says.
        """
        passages = found[:_MOST_PASSAGES]
        fence = fence_for([concept, *(f"{one.passage.heading}\n{one.passage.text}" for one in passages)])
        pages = "\n".join(shown(one, number, fence) for number, one in enumerate(passages, start=1)) or "(none)"
        books = fill("passages", {"fence": fence, "passages": pages})
        asked = fill("question", {"concept": visible(concept)[:200], "avoid": _unlike(avoid)})
        return self._reply(f"{books}\n{asked}", self._chosen.deadline_seconds)

    def _reply(self, prompt: str, seconds: float) -> str:
        deadline = Deadline(seconds, min(seconds, self._chosen.quiet_seconds))
        said, finish = [], ""
        for piece in self._mind.stream([Message(Role.LEARNER, prompt)], (), deadline):
            said.append(piece.text)
            finish = finish or piece.finish
        if not finish:
            raise ModelTrouble(Trouble.UNFINISHED)
        return without_thoughts("".join(said))


def _unlike(avoid: Sequence[str]) -> str:
    """The questions asked already, a line each."""
    lines = "\n".join(f"- {' '.join(visible(one).split())[:200]}" for one in avoid[-_MOST_AVOIDED:])
    return f"These were asked already; ask something else:\n{lines}\n" if lines else ""


def passage_names(found: Sequence[Found]) -> Mapping[str, str]:
    """What a question's passage numbers stand for: number as text -> passage id."""
    return {str(number): one.passage.id for number, one in enumerate(found[:_MOST_PASSAGES], start=1)}
