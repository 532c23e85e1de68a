"""The books that come with the tutor: which they are, in what order they are read, and their vectors, made once on a machine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import CannotWrite
from tutor.library.embed import Embedder, cache_folder
from tutor.library.ingest import Incoming
from tutor.library.source import digest
from tutor.library.store import BUNDLED, Store
from tutor.library.transaction import connection, writing

if TYPE_CHECKING:
    import numpy as np

_COMPANION = "companion/"
# The chapters and notes first: they are short, and one can ask about them while the companion is still coming in.
_FOLDERS = ("chapters", "notes", "companion")
_TABLE = "CREATE TABLE IF NOT EXISTS vector(key TEXT, fingerprint TEXT, value BLOB, PRIMARY KEY(key, fingerprint)) WITHOUT ROWID"


def bundled() -> list[Incoming]:
    """The chapters, the notes and the companion's booklets, in the order they are read."""
    import corpus

    folder = Path(corpus.__file__).parent
    return [
        Incoming(path, path.name, f"{BUNDLED}{_COMPANION if name == 'companion' else ''}{path.name}", note=name == "notes")
        for name in _FOLDERS
        for path in sorted((folder / name).glob("*.md"))
    ]


def comes_with_us(incoming: Incoming) -> bool:
    """Whether a file is one of ours, and no learner's."""
    return incoming.origin.startswith(BUNDLED)


def companion(store: Store) -> frozenset[str]:
    """The sources that are booklets of the companion."""
    return store.bundled(_COMPANION)


def askings() -> dict[str, tuple[str, ...]]:
    """Other ways to ask the questions that head the companion's sections, by the question."""
    import corpus

    files = sorted((Path(corpus.__file__).parent / "companion" / "ways").glob("*.jsonl"))
    rows = (json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines())
    return {row["heading"]: tuple(row["ways"]) for row in rows}


def ear_file() -> Path:
    """Where the matrix lies that turns questions towards the pages that answer them."""
    import corpus

    return Path(corpus.__file__).parent / "companion" / "ear.npy"


class ReadOnce:
    """A sentence model that remembers, beside itself on this machine, what it has read of the books that come with the tutor.

    A second library, or one that was emptied, then has them in a moment. Nothing that a learner added is ever kept there.
    """

    def __init__(self, model: Embedder, folder: Path | None = None) -> None:
        self._model = model
        self._path = (folder or cache_folder()) / "bundled.db"

    @property
    def fingerprint(self) -> str:
        return self._model.fingerprint

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), 384) float32, rows of length 1."""
        import numpy as np

        keys = [digest(text) for text in texts]
        known = self._known(keys)
        new = [n for n, key in enumerate(keys) if key not in known]
        if new:
            fresh = self._model.vectors([texts[n] for n in new])
            made = {keys[n]: np.ascontiguousarray(row, dtype=np.float32).tobytes() for n, row in zip(new, fresh, strict=True)}
            self._keep(made)
            known |= made
        return np.frombuffer(b"".join(known[key] for key in keys), dtype=np.float32).reshape(len(texts), -1)

    def _known(self, keys: Sequence[str]) -> dict[str, bytes]:
        if not self._path.exists():
            return {}
        try:
            with connection(self._path) as db:
                marks = ",".join("?" * len(keys))
                rows = db.execute(
                    f"SELECT key, value FROM vector WHERE fingerprint = ? AND key IN ({marks})", (self.fingerprint, *keys)
                )
                return dict(rows.fetchall())
        except sqlite3.DatabaseError:
            return {}  # it only saves time: what cannot be read there is made again

    def _keep(self, made: dict[str, bytes]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with writing(self._path) as db:
                db.execute(_TABLE)
                rows = [(key, self.fingerprint, value) for key, value in made.items()]
                db.executemany("INSERT OR REPLACE INTO vector(key, fingerprint, value) VALUES(?, ?, ?)", rows)
        except (OSError, CannotWrite, sqlite3.DatabaseError):
            return  # a cache that cannot be written to costs time, and nothing else
