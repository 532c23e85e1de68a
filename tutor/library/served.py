"""The index by meaning on a Chroma server (`chroma run`), named by TUTOR_CHROMA=http://host:port: many readers, many writers.

The server keeps order among its writers, so there is no lock, no stamp and no folder of ours; the record is still SQLite, and the
collections can be filled anew from it at any moment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tutor.errors import InputError, ShelfBusy
from tutor.library.shelf import Shelf
from tutor.library.store import Store
from tutor.library.vectors import Vectors

VARIABLE = "TUTOR_CHROMA"


def shelf_for(home: Path, store: Store) -> Shelf:
    """The index in the learner's folder, or on the server that TUTOR_CHROMA names."""
    address = os.environ.get(VARIABLE, "").strip()
    return ServedShelf(home, store, address) if address else Shelf(home, store)


class ServedShelf(Shelf):
    """The same index on a server. Raises InputError for an address that is none, ShelfBusy where no server answers."""

    def __init__(self, home: Path, store: Store, address: str) -> None:
        super().__init__(home, store)
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{VARIABLE}={address} is no address; write it like http://127.0.0.1:8000")
        self._address = address
        self._host, self._port, self._tls = parts.hostname, parts.port or 8000, parts.scheme == "https"

    def rebuild(self, fingerprint: str) -> int:
        """Fill every collection anew from the store; returns how many passages they hold."""
        with self._guard:
            client = self._reading()
            for collection in client.list_collections():
                client.delete_collection(collection.name)
            self._collections = {}
            passages = sum(self._fill(client, source, fingerprint) for source in self._store.ids_by_source())
        for source in self._store.unindexed():
            self._store.mark_indexed(source)
        return passages

    def _kept(self, fingerprint: str) -> Vectors | None:
        return None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        yield

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._guard:
            self._collections = {}
            yield self._reading()

    def _reading(self) -> Any:
        if self._client is None:
            self._client = self._connected()
        return self._client

    def _connected(self) -> Any:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        from chromadb.config import Settings

        try:
            return chromadb.HttpClient(self._host, self._port, self._tls, settings=Settings(anonymized_telemetry=False))
        except ValueError as error:
            raise ShelfBusy(
                f"No Chroma server answers at {self._address} ({str(error)[:80]}); start one with: chroma run --port {self._port}"
            ) from None

    def _close(self) -> None:
        self._client, self._collections = None, {}

    def _stamp(self) -> tuple[int, int]:
        return 1, 1

    def _broken(self) -> bool:
        return False
