"""A file comes in: stage, read, cut, embed, one transaction, index. After any crash the library is as before or as after.

Write order (each step can be repeated without harm):
staged copy under its sha256 -> everything, vectors included, in one SQLite transaction -> Chroma -> the note that it is indexed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import (
    CannotWrite,
    FileDamaged,
    FileMissing,
    FileProtected,
    FileScanned,
    FileTimedOut,
    FileTooBig,
    FileUnsupported,
    InputError,
)
from tutor.library.correct import corrected
from tutor.library.cut import cut
from tutor.library.embed import Embedder
from tutor.library.failpoint import failpoint
from tutor.library.half import Reading, forget_half_read
from tutor.library.headings import heading_text
from tutor.library.progress import Progress, Stage
from tutor.library.readers import READERS
from tutor.library.readers.notes import shown_words
from tutor.library.shelf import Shelf
from tutor.library.source import Passage, Source, SourceKind, Status, digest
from tutor.library.store import Intake, Store, meaning
from tutor.maths.plain import plain_words

if TYPE_CHECKING:
    from tutor.library.pdf.read import Early

# Raised when reading or cutting changes, so that a file read by an older version is read again.
READER = 5
_UNFINISHED = 0  # stands for the reader of a book that is still coming in: adding it again reads on
MOST_TEXT_BYTES = 30 << 20
# These hold pictures beside their text; what is unpacked of them is bounded where it is read.
MOST_PACKED_BYTES = 100 << 20
_PACKED = (".ipynb", ".epub", ".docx")
# The endings of the names of files we read.
READABLE = (".pdf", *READERS)
_EMBED_AT_ONCE = 64
_ABANDONED_SECONDS = 3600
_STATUS = {
    FileProtected: Status.PASSWORD,
    FileScanned: Status.SCANNED,
    FileDamaged: Status.DAMAGED,
    FileTooBig: Status.TOO_BIG,
    FileTimedOut: Status.TIMED_OUT,
    FileUnsupported: Status.UNSUPPORTED,
    FileMissing: Status.UNSUPPORTED,
}


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How one file fared: its status, what was found in it, and a sentence for everything that went wrong."""

    path: str
    id: str
    title: str
    status: Status
    pages: int = 0
    sections: int = 0
    passages: int = 0
    formulas: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in. `name` is what the learner calls it: a label, never a path we open or write.

    `origin` says which place it stands for: the same origin with other bytes is a changed file.
    """

    path: Path
    name: str
    origin: str
    note: bool = False

    @staticmethod
    def at(path: Path, *, note: bool = False) -> Incoming:
        """A file of the learner's disk, standing for its own place."""
        return Incoming(path, path.name, str(path.resolve()), note or path.resolve().parent.name == "notes")

    @staticmethod
    def upload(path: Path, name: str, *, note: bool = False) -> Incoming:
        """Bytes that came through the browser under a name."""
        label = name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "upload"
        return Incoming(path, label, f"upload:{label}", note)


def ingest(
    incoming: Incoming, home: Path, store: Store, shelf: Shelf, embedder: Callable[[], Embedder]
) -> Generator[Progress, None, SourceReport]:
    """Take one file in, yielding progress; returns how it fared. A bad file is a status, never an exception.

    `embedder` is asked for only when there is something new to embed.
    """
    try:
        sha256, staged = _staged(incoming, home)
        failpoint("staged")
        if (known := _known(incoming, sha256, store, shelf)) is not None:
            yield Progress(incoming.name, Stage.DONE)
            return known
        kept = Reading(staged, READER, incoming.name, incoming.origin, incoming.note)
        try:
            source = yield from _read_on(incoming, staged, kept, sha256, store, shelf, embedder)
            return (yield from _keep(incoming, source, sha256, store, shelf, embedder()))
        except InputError:
            kept.done()
            raise
    except InputError as problem:
        yield Progress(incoming.name, Stage.DONE)
        return SourceReport(
            incoming.name, "", incoming.name, _STATUS.get(type(problem), Status.DAMAGED), problems=(str(problem),)
        )


def _staged(incoming: Incoming, home: Path) -> tuple[str, Path]:
    try:
        return _stage(incoming, home)
    except OSError as error:
        raise CannotWrite(
            f"{incoming.name} could not be copied into {home} ({error.strerror}); "
            "free some space or check the folder, and try again."
        ) from None


def _stage(incoming: Incoming, home: Path) -> tuple[str, Path]:
    """Copy the file under its own digest, so that nothing that happens to the original can reach us any more."""
    suffix = Path(incoming.name).suffix.lower()
    if not incoming.path.is_file():
        raise FileMissing(f"There is no file at {incoming.path}; check the path.")
    if suffix not in READABLE:
        raise FileUnsupported(f"{incoming.name} is not a kind we read; convert it to one of these: {', '.join(READABLE)}.")
    most = MOST_PACKED_BYTES if suffix in _PACKED else MOST_TEXT_BYTES
    if suffix != ".pdf" and incoming.path.stat().st_size > most:
        raise FileTooBig(f"{incoming.name} is over {most >> 20} MB; split it into parts and add those.")
    folder = home / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    sha256 = hashlib.sha256()
    for left in folder.glob(".*.part"):  # of programs that were ended while they copied
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                left.unlink()
    half_way = folder / f".{os.getpid()}-{id(incoming)}.part"
    with incoming.path.open("rb") as original, half_way.open("wb") as copy:
        while piece := original.read(1 << 20):
            sha256.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    staged = staged_file(home, sha256.hexdigest(), incoming.name)
    half_way.replace(staged)
    return sha256.hexdigest(), staged


def staged_file(home: Path, sha256: str, name: str) -> Path:
    """Where the copy of a file lives."""
    return home / "sources" / f"{sha256}{Path(name).suffix.lower()}"


def _known(incoming: Incoming, sha256: str, store: Store, shelf: Shelf) -> SourceReport | None:
    """The report of a file whose bytes are already here, read by this version; its name is taken over."""
    held = next((card for card in store.cards() if store.file_sha256(card.id) == sha256), None)
    if held is None or store.reader_of(held.id) != READER:
        return None
    if store.holder(incoming.origin) != held.id:
        shelf.drop(store.rename(incoming.origin, held.id))
    return SourceReport(
        incoming.name,
        held.id,
        held.title,
        Status.UNCHANGED,
        held.pages,
        held.sections,
        held.passages,
        held.formulas,
        held.problems,
    )


def _read_on(
    incoming: Incoming, staged: Path, kept: Reading, sha256: str, store: Store, shelf: Shelf, embedder: Callable[[], Embedder]
) -> Generator[Progress, None, Source]:
    """Read a file to its end; what a long book gives early goes on the shelf at once, marked as not finished."""
    steps = _read(incoming, staged, kept)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            source: Source = end.value
            return source
        if isinstance(step, Progress):
            yield step
        else:
            # The first pages of a book may be pictures, or blank: then there is nothing to give early.
            with suppress(FileScanned):
                for _ in _keep(incoming, step.source, sha256, store, shelf, embedder(), reader=_UNFINISHED):
                    pass


def _read(incoming: Incoming, staged: Path, kept: Reading) -> Generator[Progress | Early, None, Source]:
    if staged.suffix == ".pdf":
        from tutor.library.pdf.read import read_pdf  # not at the head: every start of the program would pay for it

        return (yield from read_pdf(staged, incoming.name, kept))
    yield Progress(incoming.name, Stage.READING, 0, 1)
    source = READERS[staged.suffix](staged, incoming.name, incoming.note)
    yield Progress(incoming.name, Stage.READING, 1, 1)
    return source


def _keep(
    incoming: Incoming, source: Source, sha256: str, store: Store, shelf: Shelf, embedder: Embedder, reader: int = READER
) -> Generator[Progress, None, SourceReport]:
    source = corrected(source, store.corrections(source.id))
    passages = cut(source)
    if not passages and source.kind is SourceKind.PDF:
        raise FileScanned(
            f"{incoming.name} has {len(source.pages)} page{'s'[: len(source.pages) > 1]} and no text to speak of; "
            "run OCR on it, and add it again."
        )
    failpoint("read")
    vectors = yield from _vectors(incoming.name, passages, store, embedder)
    yield Progress(incoming.name, Stage.SAVING)
    status = Status.PARTIAL if source.problems else Status.OK
    words = [plain_words(shown_words(passage.text)) for passage in passages]
    failpoint("embedded")
    intake = Intake(
        source, passages, words, vectors, embedder.fingerprint, sha256, incoming.name, incoming.origin, status, reader
    )
    gone = store.put(intake)
    failpoint("stored")
    yield Progress(incoming.name, Stage.SHELVING)
    shelf.put(source.id, embedder.fingerprint)
    failpoint("indexed")
    if reader == READER:
        forget_half_read(staged_file(store.path.parent, sha256, incoming.name))
    shelf.drop([old for old in gone if old != source.id])
    yield Progress(incoming.name, Stage.DONE)
    return SourceReport(
        incoming.name,
        source.id,
        source.title,
        status,
        len(source.pages),
        len(source.sections),
        len(passages),
        len(source.formulas),
        source.problems,
    )


def keep_again(
    source: str, store: Store, shelf: Shelf, embedder: Callable[[], Embedder]
) -> Generator[Progress, None, SourceReport]:
    """Keep a source anew as it now stands corrected; only the passages that changed are embedded."""
    sha256, file, origins, _, _ = store.intake(source)
    incoming = Incoming(Path(file), file, origins[0] if origins else f"kept:{source}")
    return (yield from _keep(incoming, store.whole(source), sha256, store, shelf, embedder()))


def embed_again(store: Store, shelf: Shelf, embedder: Embedder) -> Generator[Progress, None, int]:
    """Give every passage a vector of this model, then index them; returns how many passages were embedded.

    What was made stays when it is cut short, and is not made twice.
    """
    missing = {meaning(passage): passage.embedded_text for passage in store.unembedded(embedder.fingerprint)}
    passages = len(missing)
    missing |= _unread_headings(store, embedder.fingerprint)
    keys = list(missing)
    for at in range(0, len(keys), _EMBED_AT_ONCE):
        yield Progress("your library", Stage.LEARNING, at, len(keys))
        part = keys[at : at + _EMBED_AT_ONCE]
        rows = embedder.vectors([missing[key] for key in part])
        store.put_vectors({key: row.tobytes() for key, row in zip(part, rows, strict=True)}, embedder.fingerprint)
    yield Progress("your library", Stage.SHELVING)
    shelf.rebuild(embedder.fingerprint)
    yield Progress("your library", Stage.DONE)
    return passages


def _unread_headings(store: Store, fingerprint: str) -> dict[str, str]:
    texts = {digest(text): text for _, section in store.subsections() if (text := heading_text(section))}
    known = store.known_vectors(list(texts), fingerprint)
    return {key: text for key, text in texts.items() if key not in known}


def _headings(passages: Iterable[Passage]) -> dict[str, str]:
    """What the model reads of the headings above passages, by the key of its vector."""
    texts = (heading_text(section) for section in dict.fromkeys(passage.section for passage in passages))
    return {digest(text): text for text in texts if text}


def _vectors(name: str, passages: list[Passage], store: Store, embedder: Embedder) -> Generator[Progress, None, dict[str, bytes]]:
    """A vector for every passage; what this model has already read is not read again."""
    texts = {meaning(passage): passage.embedded_text for passage in passages} | _headings(passages)
    vectors = store.known_vectors(list(texts), embedder.fingerprint)
    new = [key for key in texts if key not in vectors]
    for at in range(0, len(new), _EMBED_AT_ONCE):
        yield Progress(name, Stage.LEARNING, at, len(new))
        part = new[at : at + _EMBED_AT_ONCE]
        rows = embedder.vectors([texts[key] for key in part])
        vectors.update((key, row.tobytes()) for key, row in zip(part, rows, strict=True))
    return vectors
