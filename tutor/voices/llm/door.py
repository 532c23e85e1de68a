"""The only door to LangChain: a chosen model, and a stream of pieces that ends when we say.

Law of this file: nothing of a provider's package gets past it, neither its types nor its errors nor the key. Prompts go to the
chosen model and nowhere else: LangSmith tracing is off even where the environment asks for it.

Each call runs as one task on an event loop of its own thread. A task can be cancelled at any moment, whatever it waits for, and
cancelling closes the connection; so a server that stalls, drips or never ends cannot hold a turn beyond its deadline.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from tutor.voices.llm.deadline import Deadline
from tutor.voices.llm.faults import PASSING, ModelTrouble, Trouble, trouble_of
from tutor.voices.llm.message import Call, Message, Piece, Role, Tool
from tutor.voices.secret import VARIABLES, Secret
from tutor.voices.setting import Chosen

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable

_log = logging.getLogger("tutor.model")

MOST_CHARACTERS = 60_000  # of one reply; a long answer has 4,000
_TICK_SECONDS = 0.05
_RETRY_SECONDS = 0.5
_PATIENCE = 0.5  # of the time that is left: the longest we wait for a busy server
_WINDOW = 8_192  # where neither the setting nor the provider's profile tells it
_GOODBYE_SECONDS = 0.5
# A connection is closed with its answer: the packages keep theirs for ever, in caches that outlive the voice that used them.
_ONCE = {"Connection": "close"}
_GOOGLE_OVER_HTTP = (4,)
# Where the different providers say that, and why, a reply is over.
_FINISHED = ("finish_reason", "stop_reason", "done_reason", "status")


class LangChainMind:
    """A model behind `init_chat_model`, opened when it is first asked."""

    def __init__(self, chosen: Chosen, key: Secret | None = None) -> None:
        self._chosen = chosen
        self._key = key

    @property
    def name(self) -> str:
        """PROVIDER:NAME, as it was chosen."""
        return self._chosen.model

    @property
    def window(self) -> int:
        """How many tokens the model reads at once: as set, else as its profile says, else a careful guess."""
        if self._chosen.window or self._chosen.provider == "ollama":
            return self._chosen.window or _WINDOW
        profile = getattr(self._model, "profile", None) or {}
        return int(profile.get("max_input_tokens") or _WINDOW)

    @property
    def where(self) -> str:
        """Host and port of the server, without anything secret."""
        return urlsplit(self._chosen.base_url).netloc.rpartition("@")[2] or self._chosen.provider

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool], deadline: Deadline) -> Iterator[Piece]:
        """One reply, piece by piece; a passing fault before the first word is tried once more. Raises ModelTrouble."""
        for attempt in (1, 2):
            begun = False
            try:
                for piece in self._once(messages, tools, deadline):
                    begun = True
                    yield piece
                return
            except ModelTrouble as error:
                wait = error.wait_seconds or _RETRY_SECONDS
                if attempt == 2 or begun or error.trouble not in PASSING or wait > deadline.left * _PATIENCE:
                    raise
                _pause(wait, deadline)

    def _once(self, messages: Sequence[Message], tools: Sequence[Tool], deadline: Deadline) -> Iterator[Piece]:
        pieces: queue.SimpleQueue[Piece | None] = queue.SimpleQueue()
        model, written = self._model, [_written(one) for one in messages]
        bound: Runnable[Any, Any] = model.bind_tools([_described(tool) for tool in tools]) if tools else model
        gone = threading.Event()
        task = _begin(_listen(bound, written, pieces, gone))
        try:
            yield from _until_done(pieces, task, deadline)
        finally:
            gone.set()
            task.cancel()
            _wait_for_goodbye(pieces, task)
        if error := task.exception():
            trouble = trouble_of(error, self.where)
            _log.info("%s: %s [%s]", self.name, trouble, type(error).__name__)
            raise trouble from None

    @cached_property
    def _model(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        chosen = self._chosen
        if chosen.provider == "google" and chosen.base_url and _version_of("langchain-google-genai") < _GOOGLE_OVER_HTTP:
            # Older ones speak gRPC when they stream, and would quietly ask Google itself instead of this server.
            raise ModelTrouble(Trouble.PACKAGE, "pip install 'marginalia-tutor[google]'")
        try:
            return init_chat_model(chosen.name, model_provider=chosen.langchain_provider, **self._settings())
        except ImportError:
            raise ModelTrouble(Trouble.PACKAGE, f"pip install 'marginalia-tutor[{chosen.provider}]'") from None
        except (ValueError, TypeError) as error:
            # Checked by pydantic, whose message repeats what it was given: only its type is safe to say.
            _log.info("%s cannot be set up: %s", chosen.model, type(error).__name__)
            raise ModelTrouble(Trouble.SETTING, "say again: tutor model use PROVIDER:NAME") from None

    def _settings(self) -> dict[str, Any]:
        """What the provider's class is told, in the words each understands."""
        chosen = self._chosen
        given: dict[str, Any] = {"base_url": chosen.base_url} if chosen.base_url else {}
        if chosen.provider == "ollama":
            # Its own default is 4,096 tokens, and it cuts the beginning of a longer prompt without a word.
            return given | {"num_ctx": self.window, "client_kwargs": {"timeout": chosen.quiet_seconds, "headers": _ONCE}}
        given["api_key"] = self._revealed()
        if chosen.provider == "openai":
            given |= {"stream_usage": True, "use_responses_api": False}
        if chosen.provider in ("openai", "anthropic"):
            given["default_headers"] = _ONCE
        return given | {"max_retries": 0, "timeout": chosen.quiet_seconds}

    def _revealed(self) -> str:
        """The key; a server on this machine may do without. Raises ModelTrouble."""
        if self._key is not None:
            return self._key.reveal()
        if self._chosen.on_this_machine:
            return "no key needed"
        raise ModelTrouble(Trouble.KEYLESS, f"set the environment variable {VARIABLES[self._chosen.provider][0]}")


def _version_of(package: str) -> tuple[int, ...]:
    """The version of a package that is installed, as numbers; () where it is not."""
    from importlib import metadata

    try:
        return tuple(int(part) for part in metadata.version(package).split(".") if part.isdigit())
    except metadata.PackageNotFoundError:
        return ()


def _until_done(pieces: queue.SimpleQueue[Piece | None], task: Future[None], deadline: Deadline) -> Iterator[Piece]:
    """Pieces as they come, until the task is done, or the time is."""
    heard, written = deadline.now(), 0
    while True:
        if deadline.stopped:
            raise ModelTrouble(Trouble.STOPPED)
        if deadline.over:
            raise ModelTrouble(Trouble.SLOW, f"more than {deadline.seconds:g} seconds")
        try:
            piece = pieces.get(timeout=min(_TICK_SECONDS, deadline.left + 0.001))
        except queue.Empty:
            if deadline.now() - heard > deadline.quiet_seconds:
                raise ModelTrouble(Trouble.QUIET, f"for {deadline.quiet_seconds:g} seconds") from None
            continue
        if piece is None:
            task.exception(timeout=1.0)  # its last breath: the queue is closed before the task is done
            return
        heard, written = deadline.now(), written + len(piece.text)
        if written > MOST_CHARACTERS:
            raise ModelTrouble(Trouble.TOO_MUCH, f"more than {MOST_CHARACTERS:,} characters")
        yield piece


def _wait_for_goodbye(pieces: queue.SimpleQueue[Piece | None], task: Future[None]) -> None:
    """After a task was cancelled, wait until it has closed its connection; a task that is through has done so."""
    until = time.monotonic() + _GOODBYE_SECONDS
    try:
        while task.cancelled() and pieces.get(timeout=max(0.0, until - time.monotonic())) is not None:
            pass
    except queue.Empty:
        _log.info("a cancelled call did not end in time")


def _pause(seconds: float, deadline: Deadline) -> None:
    """Wait, but not beyond Stop."""
    until = deadline.now() + seconds
    while deadline.now() < until and not deadline.stopped:
        threading.Event().wait(_TICK_SECONDS)


# -- on the loop's side ---------------------------------------------------------------------------------------------------


_starting = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


def _begin(work: Coroutine[None, None, None]) -> Future[None]:
    """Start a task on the loop that all calls share; the loop's thread ends with the program."""
    with _starting:
        if not _loops:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="language model", daemon=True).start()
            _loops.append(loop)
    return asyncio.run_coroutine_threadsafe(work, _loops[0])


async def _listen(
    model: Runnable[Any, Any], messages: Sequence[BaseMessage], pieces: queue.SimpleQueue[Piece | None], gone: threading.Event
) -> None:
    """Put what the model says into the queue until it is done or nobody listens; the last thing put is None.

    A cancellation that falls together with a time-out further down can be lost there; `gone` is asked at every piece, so that
    a stream without end is left all the same.
    """
    from langsmith.run_helpers import tracing_context

    try:
        with tracing_context(enabled=False):
            chunks = cast("AsyncGenerator[AIMessageChunk]", model.astream(list(messages)))
            async with aclosing(chunks), aclosing(_pieces(chunks)) as said:
                async for piece in said:
                    if gone.is_set():
                        return
                    pieces.put(piece)
    finally:
        pieces.put(None)


async def _pieces(chunks: AsyncIterator[AIMessageChunk]) -> AsyncGenerator[Piece]:
    """What the model says as it says it; then one last piece with the calls, the counts and how it ended."""
    calls: dict[object, list[str]] = {}
    finish, tokens = "", [0, 0]
    async for chunk in chunks:
        if words := str(chunk.text):
            yield Piece(words)
        for part in chunk.tool_call_chunks:
            call = calls.setdefault(part.get("index", len(calls)), ["", "", ""])
            call[0], call[1] = call[0] or part.get("id") or "", call[1] or part.get("name") or ""
            call[2] += part.get("args") or ""
        finish = finish or next((str(chunk.response_metadata[k]) for k in _FINISHED if chunk.response_metadata.get(k)), "")
        if told := chunk.usage_metadata:
            tokens = [max(tokens[0], told["input_tokens"]), max(tokens[1], told["output_tokens"])]
    wanted = tuple(Call(id or f"call_{n}", name, arguments) for n, (id, name, arguments) in enumerate(calls.values()))
    yield Piece(calls=wanted, finish=finish, tokens_in=tokens[0], tokens_out=tokens[1])


def _written(message: Message) -> BaseMessage:
    """A message in LangChain's words."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

    if message.role is Role.SYSTEM:
        return SystemMessage(message.text)
    if message.role is Role.TOOL:
        return ToolMessage(message.text, tool_call_id=message.call, name=message.name)
    if message.role is Role.MODEL:
        return AIMessage(message.text, tool_calls=[{"id": c.id, "name": c.name, "args": _args(c)} for c in message.calls])
    return HumanMessage(message.text)


def _args(call: Call) -> dict[str, object]:
    from tutor.voices.llm.tools import arguments

    try:
        return dict(arguments(call.arguments))
    except ValueError:
        return {}


def _described(tool: Tool) -> dict[str, object]:
    """A tool as JSON schema, the form every provider's class takes."""
    properties = {name: {"type": "string", "description": says} for name, says in tool.parameters.items()}
    schema = {"type": "object", "properties": properties, "required": list(tool.parameters)}
    return {"type": "function", "function": {"name": tool.name, "description": tool.says, "parameters": schema}}
