"""Record a language model at work: `python -m eval.record FOLDER [--base-url URL] [--reader NAME]`.

Every conversation of `eval/sets/talks.jsonl` that names the reader is held with the model behind that address (any server that
speaks as OpenAI's does), on the bundled books; each turn is kept as a trace in the folder, and every question and rewrite the
model makes as a line of `proposals.jsonl`. `python -m eval voices` replays what lies in `eval/recordings/`.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eval.recordings import TALKS
from eval.voices import with_bundled
from tutor import Chosen, Turn, Tutor

_PATIENT = 1800.0  # seconds: whoever plays a model by hand reads slowly
_AT_ONCE = 16
_writing = threading.Lock()


def talks(reader: str) -> list[dict]:
    """The conversations this reader is to have."""
    rows = [json.loads(line) for line in TALKS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["reader"] == reader]


def hold(home: Path, row: Mapping[str, str | list[str]], folder: Path) -> None:
    """One conversation, each turn leaning on what was answered before."""
    tutor = Tutor(home)
    turns: list[Turn] = []
    for n, question in enumerate(row["turns"], start=1):
        told = tutor.ask(question, turns, trace=folder / f"{row['name']}-{n}.md")
        turns.append(Turn(question, told.said))
        print(f"{row['name']}-{n}: {[claim.standing.value for claim in told.claims]} {told.notices}", flush=True)


def propose(home: Path, row: Mapping[str, str], folder: Path) -> None:
    """One question made, or one question said in a textbook's words."""
    tutor = Tutor(home)
    proposer = tutor.proposer
    assert proposer is not None, "a model was chosen in main"
    if "rewrite" in row:
        kept = {**row, "words": proposer.rewrite(row["rewrite"], seconds=_PATIENT)}
    else:
        found = tutor.find(row["make"], 4)
        raw = proposer.question(row["make"], found)
        judged = tutor.judge_question(raw, {str(n): one.passage.text for n, one in enumerate(found, start=1)})
        kept = {**row, "passages": [one.passage.text for one in found], "raw": raw}
        kept |= {"verdict": judged.verdict.value, "why": judged.why}
    with _writing, (folder / "proposals.jsonl").open("a", encoding="utf-8") as opened:
        opened.write(json.dumps(kept, ensure_ascii=False) + "\n")
    print(f"{kept.get('make') or kept.get('rewrite')}: {kept.get('verdict') or kept.get('words')}", flush=True)


def main(given: Sequence[str]) -> None:
    """Hold the conversations, several at once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base-url", default="http://127.0.0.1:8799/v1")
    parser.add_argument("--reader", default="honest")
    told = parser.parse_args(given)
    home = told.folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    one = Chosen("openai", "recorded", told.base_url, deadline_seconds=_PATIENT, quiet_seconds=_PATIENT)
    with_bundled(home).use_model(one)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        jobs = [pool.submit(hold if "turns" in row else propose, home, row, told.folder) for row in talks(told.reader)]
    for job in jobs:
        if (error := job.exception()) is not None:
            print(f"not held: {error!r}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
