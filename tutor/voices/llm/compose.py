"""An Ask -> the messages a model reads: instructions, earlier turns, numbered passages behind their marks, the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.find import Found
from tutor.voices.llm.budget import fit
from tutor.voices.llm.clean import visible
from tutor.voices.llm.language import language_of
from tutor.voices.llm.message import Message, Role
from tutor.voices.llm.prompt import fence_for, fill, shown, template, wanted
from tutor.voices.voice import Ask

LONGEST_QUESTION = 4_000
MOST_PASSAGES = 14
_MEANT, _MOST_ASKED, _MOST_KNOWN = 0.5, 4, 8
_BARE_ANSWERS = re.compile(r"\W*(?:answers?|solutions?|key)\b(?: (?:to|for) .*)?\W*$", re.IGNORECASE)
_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
}  # fmt: skip
_SAME = "the language of the question"


@dataclass(frozen=True, slots=True)
class Learner:
    """What a voice may know of the learner: a level in a few words, names of ideas that sit and of ideas that go wrong, and a
    language as a code such as "de". Nothing else of the notebook leaves the house."""

    level: str = ""
    knows: tuple[str, ...] = ()
    language: str = ""
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent, and what it was made of: `passages` are those that fit, numbered from 1 in this order."""

    messages: tuple[Message, ...]
    passages: tuple[Found, ...]
    fence: str
    language: str
    notices: tuple[str, ...]
    tokens: int


def compose(ask: Ask, window: int, learner: Learner | None = None, *, tools: bool = False) -> Prompt:
    """The prompt for a question, cut to the window. Raises ModelTrouble where nothing fits."""
    learner = learner or Learner()
    question = _asked(ask)
    language = learner.language or language_of(ask.said or ask.question)
    instructions = fill("answer", {"tools": fill("tools") if tools else "", "learner": _about(learner, ask, language)})
    fence = fence_for([question, *(f"{one.passage.heading}\n{one.passage.text}" for one in ask.found)])
    found = worth_reading(ask.found)
    pages = [shown(one, number, fence) for number, one in enumerate(found, start=1)]
    fits = fit(window, (instructions, template("passages"), question), pages, ask.history)
    books = fill("passages", {"fence": fence, "passages": "\n".join(pages[: fits.passages]) or "(none)"})
    messages = [Message(Role.SYSTEM, instructions)]
    for turn in fits.turns:
        messages += [Message(Role.LEARNER, visible(turn.question)), Message(Role.MODEL, visible(turn.answer) or "(no answer)")]
    messages.append(Message(Role.LEARNER, f"{books}\n{question}"))
    return Prompt(tuple(messages), found[: fits.passages], fence, language, fits.notices, fits.tokens)


def worth_reading(found: Sequence[Found]) -> tuple[Found, ...]:
    """The passages a model is shown: each once, the best first; bare answers to exercises only where there is nothing else."""
    once = list({one.passage.id: one for one in reversed(found)}.values())[::-1]
    told = [one for one in once if not (one.passage.section and _BARE_ANSWERS.match(one.passage.section[-1]))]
    return tuple((told or once)[:MOST_PASSAGES])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _asked(ask: Ask) -> str:
    """The learner's own words, what they are about where that is not the same, and what kind of help is wanted."""
    said = visible(ask.said or ask.question)[:LONGEST_QUESTION]
    # Only what the message does not say itself: "and in simpler words?" is about rank.
    leans = ask.said and not set(_words(ask.question)) <= set(_words(ask.said))
    about = f"\n(This is about: {visible(ask.question)[:LONGEST_QUESTION]})" if leans else ""
    kind = wanted().get(ask.intent.value)
    return f"{said}{about}{f'{chr(10)}(What is wanted: {kind}.)' if kind else ''}"


def _about(learner: Learner, ask: Ask, language: str) -> str:
    """One short line: of the ideas that are asked about which sit, which go wrong and which are new, then others that sit."""
    asked = [one.concept.name for one in ask.concepts if one.outright or one.score >= _MEANT][:_MOST_ASKED]
    known = [name for name in learner.knows if name in asked]
    weak = [name for name in learner.weak if name in asked]
    # Where the notebook is empty nobody knows what is new.
    new = [name for name in asked if name not in (*learner.knows, *learner.weak)] if learner.knows or learner.weak else []
    others = [name for name in learner.knows if name not in asked][: _MOST_KNOWN - len(known)]
    told = (("knows well", known), ("often goes wrong on", weak), ("is new to", new), ("also knows", others))
    facts = "; ".join(filter(None, (learner.level, *(f"{says} {', '.join(names)}" for says, names in told if names))))
    facts = facts or "nothing is known yet"
    return fill("learner", {"facts": facts, "language": _NAMES.get(language, language) or _SAME})
