"""The index by meaning, in Chroma: one collection per source, cosine, always rebuildable from the store.

Measured facts behind every line here: two programs writing one Chroma folder lose vectors without an error; a killed write can
leave a folder that no longer opens; a reader does not see what another program wrote. Hence one file lock around every write,
opening inside it; a stamp that tells readers to open anew; and a rebuild into a fresh folder, never an edit of a broken one.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.errors import CannotWrite, ShelfBusy
from tutor.library.failpoint import failpoint
from tutor.library.headings import Headings
from tutor.library.seal import seal
from tutor.library.store import Store
from tutor.library.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from filelock import FileLock

LOCK_SECONDS = 120
_BATCH = 5_000
_PROBES = 20
_MOST_IN_MEMORY = 120_000  # passages
_REBUILT = "The search index was damaged and has been rebuilt from your library ({} passages); nothing was lost."


@dataclass(frozen=True, slots=True)
class ShelfReport:
    """The index compared with the store: passages missing from it, strange to it, or without a readable vector."""

    sources: int
    passages: int
    missing: int
    extra: int
    unreadable: int
    probes: int
    probes_right: int
    problem: str = ""

    @property
    def ok(self) -> bool:
        # The index is approximate: a passage may be beaten to the first place by its twin, so one probe may miss.
        return not (self.missing or self.extra or self.unreadable or self.problem) and self.probes_right >= self.probes - 1


class Shelf:
    """The index of one learner's library; safe from several threads, and from several programs through its lock."""

    def __init__(self, home: Path, store: Store) -> None:
        self._folder = home / "index"
        self._store = store
        self._guard = threading.RLock()
        self._client: Any = None
        self._system: Any = None
        self._opened = ""
        self._in_memory: tuple[object, Vectors] | None = None
        self._headings: tuple[object, Headings] | None = None
        self._collections: dict[str, Any] = {}
        self.notices: list[str] = []
        self._lock_path = home / "shelf.lock"

    # -- writing ---------------------------------------------------------------------------------------------------------

    def put(self, source: str, fingerprint: str) -> None:
        """Index every passage of a source that the store holds. Repeating it changes nothing."""
        try:
            with self._locked():
                if self._stamp()[0] and self._broken():
                    self.notices.append(_REBUILT.format(self.rebuild(fingerprint)))
                    return
                with self._writing() as client:
                    self._fill(client, source, fingerprint)
        except _faults() as fault:
            # The source is on record, and the next start finishes this; a full disk is the usual reason.
            raise CannotWrite(
                f"The search index could not be written ({str(fault)[:80]}); your books are kept. "
                "Free some space, then run: tutor shelf --rebuild"
            ) from fault
        self._store.mark_indexed(source)

    def drop(self, sources: Sequence[str]) -> None:
        """Forget these sources; ones that are not there are no fault."""
        with self._locked():
            if not sources or self._broken():
                return  # the next reader builds anew, without them
            with self._writing() as client:
                names = {c.name for c in client.list_collections()}
                for source in sources:
                    if _name(source) in names:
                        client.delete_collection(_name(source))

    def catch_up(self, fingerprint: str) -> int:
        """Finish what a crash cut short: index what is stored but not indexed, drop what is indexed but not stored."""
        waiting = self._store.unindexed()
        for source in waiting:
            self.put(source, fingerprint)
        return len(waiting)

    def mend(self, fingerprint: str) -> ShelfReport:
        """What every start does: finish what was cut short, compare with the store, and rebuild if they differ."""
        self.catch_up(fingerprint)
        report = self.check(fingerprint, settled=True)
        if report.ok:
            return report
        with self._locked():  # perhaps another program was writing just then: wait for it, and look again
            self._close()
            report = self.check(fingerprint, settled=True)
            if not report.ok:
                self.notices.append(_REBUILT.format(self.rebuild(fingerprint)))
        return report

    def rebuild(self, fingerprint: str) -> int:
        """Build the whole index anew from the store, without the model, in a fresh folder; returns how many passages it holds."""
        with self._locked(), self._guard:
            self._close()
            old, generation = self._stamp()
            fresh = max([old, *(int(p.name) for p in self._folder.glob("[0-9]*") if p.name.isdigit())], default=0) + 1
            passages = 0
            with _open(self._folder / str(fresh)) as client:
                for source in self._store.ids_by_source():
                    passages += self._fill(client, source, fingerprint)
            self._write_stamp(fresh, generation + 1)
            for folder in self._folder.glob("[0-9]*"):
                if folder.name != str(fresh):
                    shutil.rmtree(folder, ignore_errors=True)
        for source in self._store.unindexed():
            self._store.mark_indexed(source)
        return passages

    def _fill(self, client: Any, source: str, fingerprint: str) -> int:
        ids, vectors = self._store.vectors(fingerprint, source)
        collection = client.get_or_create_collection(
            _name(source),
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
            metadata={"fingerprint": fingerprint},
        )
        extra = set(collection.get(include=[])["ids"]) - set(ids)
        if extra:
            collection.delete(ids=sorted(extra))
        for at in range(0, len(ids), _BATCH):
            # `upsert`, never `add`: Chroma ignores an `add` of an id it has, and keeps the old vector.
            collection.upsert(ids=ids[at : at + _BATCH], embeddings=vectors[at : at + _BATCH])
        failpoint("persist")
        return len(ids)

    # -- reading ---------------------------------------------------------------------------------------------------------

    def nearest(
        self, vector: np.ndarray, k: int, fingerprint: str, source: str | None = None, leave: frozenset[str] = frozenset()
    ) -> list[tuple[str, float]]:
        """Ids of the k passages nearest in meaning with their cosine, best first; the sources in `leave` are left out.

        A damaged index is rebuilt from the store on the spot, with a notice; should that fail too, the store's vectors answer.
        While the index is sound, the answer is an exact one, from the vectors in memory; what they do not fit into is for Chroma.
        """
        if vectors := self._kept(fingerprint):
            return vectors.nearest(vector, k, source, leave)
        try:
            return self._nearest(vector, k, fingerprint, source, leave)
        except _faults() as fault:
            first = str(fault)
        for damaged in (self._opened_anew, self._found_damaged, self._given_up):
            try:
                with self._locked():  # perhaps another program was writing just then: it is waited for
                    if damaged(fingerprint):
                        self.notices.append(_REBUILT.format(self.rebuild(fingerprint)))
                    return self._nearest(vector, k, fingerprint, source, leave)
            except _faults(ShelfBusy) as fault:
                first = str(fault)
        self.notices.append(
            f"The search index cannot be used ({first[:80]}); searching your library directly. Run: tutor shelf --rebuild"
        )
        return Vectors.of(self._store, fingerprint).nearest(vector, k, source, leave)

    # One answer that failed is no proof of damage. What is done about it, one after the other; each says whether to rebuild:

    def _opened_anew(self, _fingerprint: str) -> bool:
        self._close()
        return False

    def _found_damaged(self, fingerprint: str) -> bool:
        self._close()
        return not self.check(fingerprint, settled=True).ok

    def _given_up(self, _fingerprint: str) -> bool:
        return True

    def headings(self, fingerprint: str) -> Headings:
        """The headings of the library as it is now."""
        edition = (fingerprint, self._store.edition())
        kept = self._headings
        if kept is None or kept[0] != edition:
            kept = self._headings = (edition, Headings(self._store, fingerprint))
        return kept[1]

    def _kept(self, fingerprint: str) -> Vectors | None:
        """All vectors of the library as it is now; None where they are too many, or the index is to be mended first."""
        edition = (fingerprint, self._store.edition())
        kept = self._in_memory
        if kept and kept[0] == edition:
            return kept[1]
        with self._guard:
            self._in_memory = None
            if self._store.passage_count() > _MOST_IN_MEMORY or self._broken():
                return None
            vectors = Vectors.of(self._store, fingerprint)
            self._in_memory = (edition, vectors)
            return vectors

    def _nearest(
        self, vector: np.ndarray, k: int, fingerprint: str, source: str | None, leave: frozenset[str] = frozenset()
    ) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = []
        counts = self._store.passage_counts()
        if not counts:
            return found
        # On record and on their way into the index, perhaps in another program just now: that they are not there is no damage.
        coming = set(self._store.unindexed())
        with self._guard:
            client = self._reading()
            for one in [source] if source else [one for one in counts if one not in leave]:
                wanted = min(k, counts.get(one, 0))
                if not wanted:
                    continue
                if one in coming:
                    ids, vectors = self._store.vectors(fingerprint, one)
                    found += [(id, float(alike)) for id, alike in zip(ids, vectors @ vector, strict=True)]
                    continue
                if one not in self._collections:
                    self._collections[one] = client.get_collection(_name(one), embedding_function=None)
                rows = self._collections[one].query(query_embeddings=[vector], n_results=wanted, include=["distances"])
                if len(rows["ids"][0]) < wanted:
                    # An index that lost its vectors still opens, counts right, and answers with the few it has left.
                    raise RuntimeError(f"{len(rows['ids'][0])} answers where {wanted} stand in the store")
                found += zip(rows["ids"][0], (1.0 - d for d in rows["distances"][0]), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def check(self, fingerprint: str, *, settled: bool = False) -> ShelfReport:
        """Compare ids with ids, read every vector back, and ask for some passages by their own vectors.

        `settled` leaves out the sources on record that are not yet on the shelf: another program may be bringing them just now.
        """
        expected = self._store.ids_by_source()
        known = {_name(source) for source in expected}
        for coming in self._store.unindexed() if settled else ():
            expected.pop(coming, None)
        total = sum(map(len, expected.values()))
        missing = extra = unreadable = 0
        if not total and not self._stamp()[0]:
            return ShelfReport(0, 0, 0, 0, 0, 0, 0)  # nothing was ever put on it
        try:
            with self._guard:
                client = self._reading()
                held = {c.name: c for c in client.list_collections()}
                extra += sum(held[name].count() for name in set(held) - known)
                for source, ids in expected.items():
                    if _name(source) not in held:
                        missing += len(ids)
                        continue
                    rows = client.get_collection(_name(source), embedding_function=None).get(include=["embeddings"])
                    missing, extra = missing + len(ids - set(rows["ids"])), extra + len(set(rows["ids"]) - ids)
                    unreadable += len(rows["ids"]) - len(rows["embeddings"])
            right, probes = self._probe(fingerprint)
        except _faults() as fault:
            return ShelfReport(len(expected), total, total, 0, total, 0, 0, f"{type(fault).__name__}: {str(fault)[:120]}")
        return ShelfReport(len(expected), total, missing, extra, unreadable, probes, right)

    def _probe(self, fingerprint: str) -> tuple[int, int]:
        ids, vectors = self._store.vectors(fingerprint)
        step = max(1, len(ids) // _PROBES)
        chosen = range(0, len(ids), step)
        right = sum(self._nearest(vectors[i], 1, fingerprint, None)[0][1] > 0.999 for i in chosen)
        return right, len(chosen)

    # -- the folder ------------------------------------------------------------------------------------------------------

    @cached_property
    def _lock(self) -> FileLock:
        """One lock object, so that a thread that holds it may take it again."""
        from filelock import FileLock

        return FileLock(self._lock_path, timeout=LOCK_SECONDS)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import Timeout

        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with self._lock:
                yield
        except Timeout:
            raise ShelfBusy(
                f"Another program has been writing to your library for {LOCK_SECONDS} seconds; "
                "wait for it, or close it, and try again."
            ) from None

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """The lock, a client opened inside it, and a new stamp at the end, so that every reader opens anew."""
        with self._locked(), self._guard:
            self._close()
            folder, generation = self._stamp()
            folder = folder or 1
            with _open(self._folder / str(folder)) as client:
                yield client
            # Only a write that came to its end is sealed; after any other the next reader rebuilds.
            self._write_stamp(folder, generation + 1)

    def _reading(self) -> Any:
        """A client that sees the latest write of any program."""
        folder, generation = self._stamp()
        stamp = f"{folder} {generation}"
        if self._client is None or self._opened != stamp:
            self._close()
            if self._broken():
                raise RuntimeError("the files of the index are not the ones we left")
            self._client, self._system = _client(self._folder / str(folder))
            self._opened = stamp
        return self._client

    def _close(self) -> None:
        """Let go of the folder, and of what Chroma holds open of it."""
        if self._system is not None:
            self._system.stop()
        self._client, self._system, self._opened, self._collections = None, None, "", {}

    def _stamp(self) -> tuple[int, int]:
        """(folder number, how many writes there were); (0, 0) before the first."""
        try:
            folder, generation, _ = (self._folder / "stamp").read_text(encoding="ascii").split()
            return int(folder), int(generation)
        except (OSError, ValueError):
            return 0, 0

    def _broken(self) -> bool:
        """Whether the files of the index are not what the last writer left: altered, half written, or gone."""
        folder, _ = self._stamp()
        if not folder:
            return True
        return seal(self._folder / str(folder)) != (self._folder / "stamp").read_text(encoding="ascii").split()[2]

    def _write_stamp(self, folder: int, generation: int) -> None:
        fresh = self._folder / f"stamp.{os.getpid()}"
        with suppress(FileNotFoundError):  # the whole folder was deleted under us: the next reader starts a new one
            fresh.write_text(f"{folder} {generation} {seal(self._folder / str(folder))}", encoding="ascii")
            fresh.replace(self._folder / "stamp")


def _name(source: str) -> str:
    return f"book-{source}"


_OPENING = threading.Lock()


def _client(folder: Path) -> tuple[Any, Any]:
    """A client of its own, and the system behind it, which must be stopped: it holds files open and some megabytes.

    Chroma keeps one system for each path in the process and would hand it out again, blind to what other programs wrote;
    so it is made to forget each one as soon as it is open.
    """
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    with _OPENING:
        client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        system = client._system
        SharedSystemClient.clear_system_cache()
    return client, system


@contextmanager
def _open(folder: Path) -> Iterator[Any]:
    client, system = _client(folder)
    try:
        yield client
    finally:
        system.stop()


def _faults(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """What a missing, broken or half-written index raises."""
    import sqlite3

    from chromadb.errors import ChromaError

    return (ChromaError, ValueError, RuntimeError, OSError, KeyError, AttributeError, sqlite3.Error, *more)
