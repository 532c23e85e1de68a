"""Recorded conversations with a language model: kept, loaded, put through today's gate again.

`python -m eval.recordings FOLDER...` gathers what `eval.record` wrote (a folder of traces, and beside it `lies.json` where the
reader told lies on purpose) into `eval/recordings/`. Prompts are not kept: they are composed again from the passages. The minds
behind these recordings were readers who saw nothing but the prompt; some answered honestly, some lied as well as they could.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import Standing, Tutor

if TYPE_CHECKING:
    from tutor import Replayed, Trace

TALKS = Path(__file__).with_name("sets") / "talks.jsonl"
FOLDER = Path(__file__).with_name("recordings")
_RECORD = re.compile(r"^## Record\s*?\n.*?^`{3,}json\n(.*?)^`{3,}$", re.MULTILINE | re.DOTALL)
_BACKED = frozenset({Standing.QUOTED.value, Standing.PROVED.value, Standing.TESTED.value})


@dataclass(frozen=True, slots=True)
class Recorded:
    """One turn: what was asked, drafted and judged then; `lies` are the sentences its reader made false on purpose."""

    name: str
    reader: str
    trace: Trace
    lies: tuple[str, ...] = ()

    @property
    def lying(self) -> bool:
        return self.reader == "lying"

    def again(self) -> tuple[Replayed, ...]:
        """Its sentences under today's gate."""
        return Tutor.replay(self.trace)

    def is_lie(self, text: str) -> bool:
        """Whether a sentence is one of its reader's lies; marks and white space do not count."""
        return _letters(text) in {_letters(lie) for lie in self.lies}


def backed(one: Replayed) -> bool:
    """Whether a sentence is shown as quoted, proved or tested."""
    return one.now.standing in _BACKED


def load() -> list[Recorded]:
    """All recorded turns, in the order of the talks."""
    passages = {row["key"]: row["passage"] for row in _rows("passages.jsonl")}
    return [_recorded(row, passages) for row in _rows("turns.jsonl")]


def proposals() -> list[dict]:
    """The questions and the search words the readers proposed."""
    return _rows("proposals.jsonl")


def judgements() -> list[dict]:
    """What an independent reader said of the answers, not knowing whose they were."""
    return _rows("judged.jsonl")


def judged_lies() -> dict[str, str]:
    """What a reader says of a lie that is shown as checked all the same: whether it is true where it stands alone, and why."""
    told = {True: "true where it stands alone", False: "false where it stands alone"}
    return {row["text"]: f"{told[row['true_alone']]}: {row['remark']}" for row in _rows("judged_lies.jsonl")}


def _rows(name: str) -> list[dict]:
    path = FOLDER / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def _recorded(row: Mapping, passages: Mapping[str, dict]) -> Recorded:
    told = {**row["trace"], "passages": [passages[key] for key in row["trace"]["passages"]]}
    text = f"## Record\n\n```json\n{json.dumps(told)}\n```\n"
    return Recorded(row["name"], row["reader"], Tutor.trace_of(text), tuple(row["lies"]))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"^\s*\w+\s*\|", "", re.sub(r"⟦[^⟧]*⟧", "", text))).casefold()


def gather(folders: Sequence[Path]) -> None:
    """Write the recordings of these folders, the passages once."""
    FOLDER.mkdir(exist_ok=True)
    readers = {row["name"]: row["reader"] for row in map(json.loads, TALKS.read_text(encoding="utf-8").splitlines())}
    shown: dict[str, dict] = {}
    turns, proposed = [], []
    for folder in folders:
        lies = json.loads((folder / "lies.json").read_text(encoding="utf-8")) if (folder / "lies.json").is_file() else []
        for path in sorted(folder.glob("*.md")):
            told = json.loads(_RECORD.findall(path.read_text(encoding="utf-8"))[-1])
            if not told["exchanges"]:
                continue  # the model was not asked
            name = path.stem
            keys = [f"{p['source']}:{p['page']}:{p['start']}" for p in told["passages"]]
            shown.update(zip(keys, told["passages"], strict=True))
            told |= {"passages": keys, "exchanges": [{**e, "sent": []} for e in told["exchanges"]]}
            mine = [lie for lie in lies if any(_letters(lie) == _letters(s["text"]) for s in told["sentences"])]
            turns.append({"name": name, "reader": readers[name.rpartition("-")[0]], "lies": mine, "trace": told})
        proposed += [json.loads(line) for line in (folder / "proposals.jsonl").read_text(encoding="utf-8").splitlines()]
    _write("passages.jsonl", [{"key": key, "passage": one} for key, one in sorted(shown.items())])
    _write("turns.jsonl", turns)
    _write("proposals.jsonl", sorted(proposed, key=lambda row: row["name"]))
    print(f"{len(turns)} turns, {len(proposed)} proposals, {len(shown)} passages")


def _write(name: str, rows: Sequence[dict]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    gather([Path(one) for one in sys.argv[1:]])
