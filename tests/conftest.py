"""What the tests share: a library of one's own, the judging data where it is there, and real small PDFs."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor import Incoming, SourceReport, Tutor

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "corpus" / "chapters").glob("*.md"))
NOTES = sorted((ROOT / "corpus" / "notes").glob("*.md"))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def shared() -> Path:
    """The folder of test books beside the project; the test skips where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of test books (../shared/data) is not beside the project")
    return folder


def clock() -> float:
    """Begin to count the processor's seconds of a piece of work, with the collector of garbage at rest.

    Its pause is that of the whole test process with everything other tests left there, up to half a second, and falls anywhere.
    """
    gc.disable()
    return time.process_time()


def since(begun: float) -> float:
    """The processor's seconds since `clock()` gave that number."""
    taken = time.process_time() - begun
    gc.enable()
    return taken


def take_in(tutor: Tutor, incoming: Incoming | Path) -> SourceReport:
    """Ingest one file to the end."""
    steps = tutor.ingest(incoming)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def bundled(path: Path) -> Incoming:
    return Incoming(path, path.name, f"bundled:{path.name}", note=path.parent.name == "notes")


@pytest.fixture
def tutor(tmp_path: Path) -> Tutor:
    """A tutor with an empty library."""
    return Tutor(tmp_path / "home")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """A tutor with the bundled books, shared by all tests that only read."""
    one = Tutor(tmp_path_factory.mktemp("library"))
    for path in (*CHAPTERS, *NOTES):
        take_in(one, bundled(path))
    return one


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """A tutor with everything that comes with it, the companion too, shared by all tests that only read."""
    one = Tutor(tmp_path_factory.mktemp("whole"))
    for incoming in one.bundled():
        take_in(one, incoming)
    return one


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line in a process of its own: `run("ask", "what is rank")`."""

    def call(*words: str, home: Path | None = None, stdin: str = "", env: dict[str, str] | None = None):
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "tutor", *words],
            cwd=ROOT,
            env={**os.environ, "TUTOR_HOME": str(home or tmp_path / "home"), "COLUMNS": "120", **(env or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def answer(done: subprocess.CompletedProcess[str]) -> dict:
    """The one JSON object a command printed, and nothing else beside it."""
    lines = done.stdout.splitlines()
    assert len(lines) == 1, done.stdout + done.stderr
    return json.loads(lines[0])


def small_pdf(pages: list[list[str]], outline: list[tuple[str, int]] = (), labels: str = "") -> bytes:
    """A real PDF written by hand: each page a list of lines, in Helvetica; `outline` is (title, page from 1)."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    tree = len(objects) + 2 * len(pages) + 1
    kids = []
    for lines in pages:
        text = "BT /F1 11 Tf 72 720 Td 14 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
        stream = add(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
        page = f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 {font} 0 R >> >>"
        kids.append(add(f"{page} /Contents {stream} 0 R >>"))
    add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>")
    extra = f" /PageLabels << /Nums [{labels}] >>" if labels else ""
    if outline:
        first = len(objects) + 2
        entries = len(outline)
        root = add(f"<< /Type /Outlines /First {first} 0 R /Last {first + entries - 1} 0 R /Count {entries} >>")
        for n, (title, page) in enumerate(outline):
            links = (f" /Prev {first + n - 1} 0 R" if n else "") + (f" /Next {first + n + 1} 0 R" if n + 1 < entries else "")
            add(f"<< /Title ({_escaped(title)}) /Parent {root} 0 R /Dest [{kids[page - 1]} 0 R /Fit]{links} >>")
        extra += f" /Outlines {root} 0 R"
    catalog = add(f"<< /Type /Catalog /Pages {tree} 0 R{extra} >>")
    return _file(objects, catalog)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes], catalog: int) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, catalog, table)
    return bytes(out)
