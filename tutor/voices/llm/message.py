"""What goes to a language model and what comes back, in our own values; and the seam a mind is plugged into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from tutor.voices.llm.deadline import Deadline


class Role(Enum):
    """Who speaks in a message."""

    SYSTEM = "system"
    LEARNER = "user"
    MODEL = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool the model wants used; `arguments` is the JSON as it came, not yet read."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `calls` belong to the model's, `call` (the id of a Call) and `name` to the answer of a tool."""

    role: Role
    text: str
    calls: tuple[Call, ...] = ()
    call: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the model sees it; `parameters` maps each argument to what it is."""

    name: str
    says: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply as it streams in; only the last one has `finish`, and the counts where the server tells them."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    finish: str = ""
    tokens_in: int = 0
    tokens_out: int = 0


class Mind(Protocol):
    """A language model, whoever runs it: messages in, pieces of one reply out. Raises ModelTrouble and nothing else."""

    @property
    def name(self) -> str: ...

    @property
    def window(self) -> int: ...

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool], deadline: Deadline) -> Iterator[Piece]: ...


class RecordedMind:
    """Says what a model once said, reply after reply: how a recording is played again without the model."""

    name = "recorded"
    window = 1_000_000

    def __init__(self, replies: Sequence[str], finish: str = "stop") -> None:
        self._replies = list(replies)
        self._finish = finish
        self.heard: list[tuple[Message, ...]] = []

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool], deadline: Deadline) -> Iterator[Piece]:
        """The next recorded reply, in small pieces."""
        self.heard.append(tuple(messages))
        reply = self._replies.pop(0) if self._replies else ""
        for start in range(0, len(reply), 16):
            yield Piece(reply[start : start + 16])
        yield Piece(finish=self._finish)
