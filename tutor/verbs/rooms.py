"""The rooms behind the front door, each opened when it is first needed."""

from __future__ import annotations

import os
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.graph import Graph
from tutor.voices.voice import Voice

if TYPE_CHECKING:
    from tutor.concepts.nearest import Cards
    from tutor.learner.notebook import Notebook
    from tutor.library.embed import Embedder
    from tutor.library.shelf import Shelf, ShelfReport
    from tutor.library.store import Store
    from tutor.voices.conversations import Conversations


def home_folder() -> Path:
    """Where this learner's data live: TUTOR_HOME, or the platform's user data folder."""
    if chosen := os.environ.get("TUTOR_HOME"):
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("marginalia-tutor", appauthor=False)


class Rooms:
    """One learner's library, notebook and concepts. Safe to share between the threads of one program."""

    def __init__(self, home: Path | str | None = None, voice: Voice | None = None) -> None:
        self.home = Path(home) if home else home_folder()
        self._voice = voice
        self._loading = threading.Lock()

    @cached_property
    def _cards(self) -> Cards:
        from tutor.concepts.nearest import Cards
        from tutor.library.embed import cache_folder

        return Cards(self.graph, self.embedder.vectors, self.embedder.fingerprint, cache_folder())

    def check_shelf(self) -> ShelfReport:
        """Compare the search index with the book of record."""
        return self.shelf.check(self.embedder.fingerprint)

    def rebuild_shelf(self) -> int:
        """Build the search index anew from the book of record; returns how many passages it holds."""
        return self.shelf.rebuild(self.embedder.fingerprint)

    @cached_property
    def graph(self) -> Graph:
        """The concept graph."""
        from tutor.concepts.graph import load

        return load()

    @cached_property
    def store(self) -> Store:
        from tutor.library.store import Store

        return Store(self.home)

    @cached_property
    def shelf(self) -> Shelf:
        from tutor.library.served import shelf_for

        return shelf_for(self.home, self.store)

    @cached_property
    def notebook(self) -> Notebook:
        from tutor.learner.notebook import Notebook

        return Notebook(self.home / "notebook.db")

    @cached_property
    def conversations(self) -> Conversations:
        """What was asked and answered, kept on disk."""
        from tutor.voices.conversations import Conversations

        return Conversations(self.home / "conversations.db", self.graph)

    @property
    def embedder(self) -> Embedder:
        """The sentence model, loaded once, whichever thread asks first."""
        with self._loading:
            return self._embedder

    @cached_property
    def _embedder(self) -> Embedder:
        """The model that is chosen. Raises ModelMismatch where the books were embedded by another one."""
        from tutor.errors import ModelMismatch
        from tutor.library.embed import chosen, load

        name = chosen(self.home)
        model = load(name)
        if missing := len(self.store.unembedded(model.fingerprint)):
            raise ModelMismatch(
                f"{missing} passages of your library were embedded by another sentence model than {name or 'the bundled one'}; "
                f"embed them again with: tutor model embed {name or 'default'}"
            )
        return model
