"""Talking with the worker processes that open a PDF: their commands, their lines, and one that reads ahead."""

from __future__ import annotations

import importlib.util
import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tutor.library.child import child_command, child_environment

PAGE_SECONDS = 20.0
SCAN_SECONDS = 60.0  # for a page that is a picture


def can_read_scans() -> bool:
    """Whether Tesseract and its package for Python are on this machine."""
    return importlib.util.find_spec("pytesseract") is not None and shutil.which("tesseract") is not None


def command_for(task: str) -> list[str]:
    """The beginning of the command that has a worker carry out a task."""
    return [*child_command("tutor.library.pdf.worker"), task]


class Ahead:
    """A worker that reads on while another one is listened to."""

    def __init__(self, command: list[str]) -> None:
        self._lines: list[dict[str, Any]] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(command,), daemon=True)
        self._thread.start()

    def _read(self, command: list[str]) -> None:
        for line in lines_of(command, PAGE_SECONDS):
            self._lines.append(line)
            if self._stopped.is_set():
                return

    def lines(self, seconds: float | None = None) -> list[dict[str, Any]]:
        """What the worker said, once it has said everything; what it said within so many seconds, and it is stopped then."""
        self._thread.join(seconds)
        self.stop()
        return list(self._lines)

    def stop(self) -> None:
        """Let it end after its next page."""
        self._stopped.set()


def lines_of(command: list[str], seconds: float) -> Iterator[dict[str, Any]]:
    """The JSON lines a worker prints; it is killed when the next line takes longer than `seconds`."""
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, stdin=quiet, env=child_environment()) as worker:
        listener = threading.Thread(target=_listen, args=(worker.stdout, lines), daemon=True)
        listener.start()
        try:
            while (line := lines.get(timeout=seconds)) is not None:
                try:
                    yield json.loads(line)
                except json.JSONDecodeError:
                    return  # the worker died in the middle of a line
        except queue.Empty:
            return
        finally:
            worker.kill()
            while listener.is_alive():  # it may be waiting for room to put its last lines
                with suppress(queue.Empty):
                    lines.get(timeout=0.02)


def _listen(stream: Any, lines: queue.Queue[bytes | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)
