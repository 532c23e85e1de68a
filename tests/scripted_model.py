"""A language model that says what it is told, over real HTTP in OpenAI's words (or Google's): the double for tests and demonstrations.

    with ScriptedModel([Reply("answer| Yes.")]) as model:
        ...                    # point the tutor at model.base_url; model.requests holds what came in

Each request takes the next step of the script; the last step answers all that follow. A step is a Reply, or a function from the
request to a Reply, which is how a model that obeys (or lies) is played. Standard library only.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the model, and what goes wrong with it. `calls` are (name, arguments as JSON text)."""

    text: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    finish: str | None = "stop"  # None: the stream ends cleanly, and never says why
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    error_code: str = ""
    body: bytes | None = None  # sent as it is, instead of a reply
    kind: str = "application/json"
    stall_seconds: float = 0.0  # before the first byte
    byte_seconds: float = 0.0  # between any two bytes
    piece_seconds: float = 0.0  # between any two pieces
    cut_after: int | None = None  # pieces, then the connection is reset
    piece: int = 12  # characters in one piece
    usage: bool = True


Step = Reply | Callable[[dict[str, Any]], Reply]


class ScriptedModel(ThreadingHTTPServer):
    """The server; a context manager. Requests are kept in `requests`, their headers, named in small letters, in `headers`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, script: Sequence[Step], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []  # also of requests that are none of ours
        self.open = 0  # connections
        self.counting = threading.Lock()
        self.closing = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def __enter__(self) -> ScriptedModel:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is no news."""

    def next_reply(self, request: dict[str, Any]) -> Reply:
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step if isinstance(step, Reply) else step(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ScriptedModel

    def setup(self) -> None:
        super().setup()
        with self.server.counting:
            self.server.open += 1

    def finish(self) -> None:
        with self.server.counting:
            self.server.open -= 1
        super().finish()

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self._whole(b"{}", Reply())

    def do_POST(self) -> None:
        # The body is read whole: a server that leaves it unread resets the connection, which is another fault.
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.paths.append(self.path)
        request = json.loads(body)
        self.server.requests.append(request)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        reply = self.server.next_reply(request)
        self._stall(reply.stall_seconds)
        if reply.status != 200:
            told = {"message": reply.text or "something broke", "type": "scripted", "code": reply.error_code or None}
            self._whole(json.dumps({"error": told}).encode(), reply)
        elif reply.body is not None:
            self._whole(reply.body, reply)
        elif "streamGenerateContent" in self.path:
            self._stream(reply, _google_events(reply))
        elif request.get("stream"):
            self._stream(reply, _events(reply, bool((request.get("stream_options") or {}).get("include_usage")) and reply.usage))
        else:
            self._whole(json.dumps(_whole_reply(reply)).encode(), reply)

    def _stall(self, seconds: float) -> None:
        """Say nothing for a while, or until the client has had enough."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.server.closing.wait(0.02):
            if select.select([self.connection], [], [], 0)[0] and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionAbortedError

    def _whole(self, body: bytes, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in (("Content-Type", reply.kind), ("Content-Length", str(len(body))), *reply.headers):
            self.send_header(name, value)
        self.end_headers()
        self._write(body, reply)

    def _stream(self, reply: Reply, events: Iterator[str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, event in enumerate(events):
            if reply.cut_after == number:
                self._reset()
                return
            data = event.encode()
            self._write(b"%x\r\n%s\r\n" % (len(data), data), reply)
            if reply.piece_seconds:
                self.server.closing.wait(reply.piece_seconds)
        self._write(b"0\r\n\r\n", Reply())

    def _write(self, data: bytes, reply: Reply) -> None:
        if not reply.byte_seconds:
            self.wfile.write(data)
            self.wfile.flush()
            return
        for byte in data:
            if self.server.closing.wait(reply.byte_seconds):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def _reset(self) -> None:
        """Break the connection off as a failing network does: no goodbye, a reset."""
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        )
        self.connection.close()
        self.close_connection = True


def _events(reply: Reply, counted: bool) -> Iterator[str]:
    head = {"id": "scripted", "created": int(time.time()), "model": "scripted", "object": "chat.completion.chunk"}

    def event(delta: dict[str, Any], finish: str | None = None) -> str:
        return f"data: {json.dumps({**head, 'choices': [{'index': 0, 'delta': delta, 'finish_reason': finish}]})}\n\n"

    yield event({"role": "assistant", "content": ""})
    for start in range(0, len(reply.text), reply.piece):
        yield event({"content": reply.text[start : start + reply.piece]})
    if reply.calls:
        yield event({"tool_calls": [{"index": n, **_call(n, one)} for n, one in enumerate(reply.calls)]})
    if reply.finish is not None:
        yield event({}, "tool_calls" if reply.calls else reply.finish)
    if counted:
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def _google_events(reply: Reply) -> Iterator[str]:
    """The same reply as Google's Generative Language API streams it."""

    def event(parts: list[dict[str, Any]], finish: str | None = None) -> str:
        candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
        if finish:
            candidate["finishReason"] = finish
        usage = {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}
        return f"data: {json.dumps({'candidates': [candidate], 'usageMetadata': usage if reply.usage else {}})}\r\n\r\n"

    for start in range(0, len(reply.text), reply.piece):
        yield event([{"text": reply.text[start : start + reply.piece]}])
    for name, arguments in reply.calls:
        yield event([{"functionCall": {"name": name, "args": json.loads(arguments)}}])
    if reply.finish is not None:
        yield event([{"text": ""}], {"stop": "STOP", "length": "MAX_TOKENS"}.get(reply.finish, reply.finish))


def _call(number: int, call: tuple[str, str]) -> dict[str, Any]:
    return {"id": f"call_{number}", "type": "function", "function": {"name": call[0], "arguments": call[1]}}


def _whole_reply(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text}
    if reply.calls:
        message["tool_calls"] = [_call(n, one) for n, one in enumerate(reply.calls)]
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if reply.calls else reply.finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return {"id": "scripted", "object": "chat.completion", "created": 0, "model": "scripted", "choices": [choice], "usage": usage}
