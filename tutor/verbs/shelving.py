"""Verbs about the library: take in, list, read, let go."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import InputError, UnknownSource
from tutor.library.ingest import Incoming, SourceReport
from tutor.library.meter import Meter
from tutor.library.progress import Progress
from tutor.library.source import Citation, Formula, Landmark, Page, Reference, Section, SourceKind, Status
from tutor.verbs.mathematics import Mathematics

if TYPE_CHECKING:
    from tutor.library.embed import Embedder
    from tutor.library.half import HalfRead
    from tutor.library.store import Binned, SourceCard

_LONGEST_NAME = 120


class Shelving(Mathematics):
    """The learner's books: every source whole or not at all."""

    def ingest(self, incoming: Incoming | Path | str) -> Generator[Progress, None, SourceReport]:
        """Take a file in, yielding progress; returns how it fared. A bad file is a status in the report, never an exception."""
        from tutor.library.ingest import ingest
        from tutor.library.memory import few_arenas, give_back

        few_arenas()
        one = incoming if isinstance(incoming, Incoming) else Incoming.at(Path(incoming))
        report = yield from ingest(one, self.home, self.store, self.shelf, lambda: self._reader_of(one))
        if report.status in (Status.OK, Status.PARTIAL):
            self._cards.make()
        give_back()
        return report

    def _reader_of(self, one: Incoming) -> Embedder:
        """The sentence model; what it has read of the books that come with us, it need not read again for another library."""
        from tutor.library.bundled import ReadOnce, comes_with_us

        return ReadOnce(self.embedder) if comes_with_us(one) else self.embedder

    def bundled(self, *, missing: bool = False) -> list[Incoming]:
        """The books and notes that come with the tutor, in the order they are read; `missing`: only those not in the library."""
        from tutor.library.bundled import bundled

        return [one for one in bundled() if not missing or self.store.holder(one.origin) is None]

    def companion(self) -> frozenset[str]:
        """The sources of the library that are booklets of the companion: questions people ask, answered outright."""
        from tutor.library.bundled import companion

        return companion(self.store)

    def came_along(self) -> frozenset[str]:
        """The sources that came with the tutor: the chapters, the sample notes and the companion; none that the learner added."""
        return self.store.bundled()

    def half_read(self) -> list[HalfRead]:
        """Books that were not read to the end; `read_on` goes on where it stopped."""
        from tutor.library.half import half_read

        return half_read(self.home / "sources")

    def read_on(self, one: HalfRead) -> Generator[Progress, None, SourceReport]:
        """Go on reading a book where it stopped."""
        return (yield from self.ingest(Incoming(one.staged, one.name, one.origin, one.note)))

    def forget_half_read(self, one: HalfRead) -> None:
        """Let go of the pages of a book that was not read to the end; what of it is on the shelf goes too."""
        from tutor.library.half import forget_half_read

        forget_half_read(one.staged)
        source = self.store.holder(one.origin)
        if source is not None and self.store.reader_of(source) == 0:
            self.remove(source)

    def books(self) -> list[SourceCard]:
        """Every source in the library, in the order they came."""
        return self.store.cards()

    def remove(self, source: str) -> SourceCard:
        """Take a source out of the library; `restore` puts it back, until the library is packed."""
        card = self.store.card(source)
        self.store.remove(source)
        self.shelf.drop([source])
        return card

    def removed(self) -> tuple[Binned, ...]:
        """What was taken out and can be put back, the latest first."""
        return self.store.binned()

    def restore(self, source: str) -> Generator[Progress, None, SourceReport]:
        """Put back a source that was taken out, from its staged file; raises UnknownSource where there is none."""
        from tutor.library.ingest import staged_file

        found = next((one for one in self.store.binned() if one.source == source), None)
        if found is None:
            raise UnknownSource(f"Nothing called {source} was taken out of your library; `tutor books --removed` lists what was.")
        path = staged_file(self.home, found.sha256, found.file)
        origin = found.origins[0] if found.origins else f"restored:{source}"
        return (yield from self.ingest(Incoming(path, found.file, origin, note=found.kind is SourceKind.NOTE)))

    def rename(self, source: str, name: str) -> SourceCard:
        """Call a source by a name of the learner's own, here and in every citation; an empty name gives its title back."""
        self.store.card(source)
        self.store.name(source, " ".join(name.split())[:_LONGEST_NAME])
        return self.store.card(source)

    def save_note(self, text: str, name: str = "", source: str | None = None) -> Generator[Progress, None, SourceReport]:
        """Keep a note: a new one called `name`, or the new words of the note `source`, which is read and embedded again.

        Raises InputError for an empty note, or where `source` is no note of the learner's.
        """
        import tempfile

        if not text.strip():
            raise InputError("The note is empty; write something first, or remove it in the library.")
        if source is None:
            file = f"{_file_name(name) or 'note'}.md"
            origin = f"note:{file}"
        else:
            if self.store.card(source).kind is not SourceKind.NOTE:
                raise InputError("Only your own notes can be edited; a book stays as its author wrote it.")
            _, file, origins, _, _ = self.store.intake(source)
            origin = origins[0] if origins else f"note:{file}"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "note.md"
            path.write_text(text, encoding="utf-8")
            return (yield from self.ingest(Incoming(path, file, origin, note=True)))

    def correct_formula(self, source: str, page: int, start: int, latex: str) -> Generator[Progress, None, SourceReport]:
        """Put right what the formula at a place of a page says; it is kept, also when the file is read again.

        Raises InputError where no formula stands there, or where the correction cannot be read as a formula.
        """
        from tutor.library.correct import Correction
        from tutor.library.ingest import keep_again
        from tutor.maths.formula import read_formula

        latex = latex.strip().strip("$").strip()
        formula = next((f for f in self.store.formulas(source, page, start) if f.start == start), None)
        if formula is None:
            raise InputError(f"There is no formula at letter {start} of page {page}; open the page and point at one.")
        if not latex or not read_formula(latex).complete:
            raise InputError("This cannot be read as a formula; check its braces and commands, and try again.")
        self.store.correct(source, Correction(page, formula.box, formula.latex, latex))
        return (yield from keep_again(source, self.store, self.shelf, lambda: self.embedder))

    def embed_with(self, name: str) -> Generator[Progress, None, int]:
        """Use another sentence model (a name, or a folder; "" for the bundled one) and embed every book with it.

        Returns how many passages were embedded. Raises WeightsMissing where it is not on this machine; then nothing changes.
        """
        from tutor.library.embed import choose, load
        from tutor.library.ingest import embed_again

        model = load(name)
        done = yield from embed_again(self.store, self.shelf, model)
        choose(self.home, name)
        for kept in ("_embedder", "_cards", "_question_vectors", "_kept_meant", "_kept_compared"):
            self.__dict__.pop(kept, None)
        return done

    @property
    def embedding(self) -> str:
        """The name of the sentence model that is chosen; "default" for the bundled one."""
        from tutor.library.embed import chosen

        return chosen(self.home) or "default"

    def formulas_on(self, source: str, page: int | None = None) -> tuple[Formula, ...]:
        """The formulas of a source or of one page, in reading order, with their boxes on the paper."""
        return self.store.formulas(source, page)

    def meter(self, source: str, page: int) -> Meter:
        """How much of one page was read."""
        return self.store.meter_of_page(source, page)

    def landmarks(self, source: str) -> tuple[Landmark, ...]:
        """The theorems, definitions, exercises and equations a source numbers."""
        return self.store.landmarks(source)

    def references(self, source: str, page: int) -> tuple[Reference, ...]:
        """The words of a page that name a landmark, each with the place it names."""
        return self.store.references(source, page)

    def contents(self, source: str) -> tuple[Section, ...]:
        """The sections of a source in reading order."""
        return self.store.sections(source)

    def page(self, source: str, number: int) -> Page:
        """One page of a source, by its number from 1."""
        return self.store.page(source, number)

    def picture(self, citation: Citation, scale: float = 1.6) -> bytes:
        """The page a citation stands on as a PNG, its words lit; for PDF sources."""
        return self.page_picture(citation.source, citation.page, scale, citation.quote, citation.start)

    def formula_picture(self, citation: Citation, scale: float = 3.0) -> bytes:
        """A formula as its page prints it, cut out, as a PNG; the whole page, lit, where its place on the paper is not known."""
        found = self.store.formulas(citation.source, citation.page, citation.start, citation.end)
        box = next((one.box for one in found if one.start == citation.start and one.box), None)
        if box is None:
            return self.picture(citation)
        return self._drawn(citation.source, citation.page, scale, "", 0, box)

    def page_picture(self, source: str, number: int, scale: float = 1.6, quote: str = "", near: int = 0) -> bytes:
        """A page of a PDF source as a PNG at `scale` pixels a point, `quote` lit where it stands nearest to `near`."""
        return self._drawn(source, number, scale, quote, near, None)

    def _drawn(
        self, source: str, number: int, scale: float, quote: str, near: int, box: tuple[float, float, float, float] | None
    ) -> bytes:
        from tutor.library.ingest import staged_file
        from tutor.library.pdf.read import page_picture

        path = staged_file(self.home, self.store.file_sha256(source), self.store.card(source).file)
        return page_picture(path, number, scale, quote, near, box)


def _file_name(name: str) -> str:
    """A name for a file from what the learner calls the note: a label, with nothing of a path in it.

    >>> _file_name("Rank & kernel: what I mix up / 2")
    'rank-kernel-what-i-mix-up-2'
    """
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:60]
