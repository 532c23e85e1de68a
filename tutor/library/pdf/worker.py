"""The process that opens a PDF, so that a bad file can kill it and not the tutor.

    python -m tutor.library.pdf.worker text FILE FIRST LAST      pages and formulas by pdfium, one JSON line each
    python -m tutor.library.pdf.worker spare FILE FIRST LAST     the same by pypdf, where pdfium failed
    python -m tutor.library.pdf.worker scans FILE PAGES          pages that are pictures ("3,4,9"), by Tesseract
    python -m tutor.library.pdf.worker contents FILE             outline, page labels and title, by pypdf
    python -m tutor.library.pdf.worker picture FILE PAGE SCALE   a page as PNG, rectangles to light up as JSON on standard input

It limits its own memory before it opens anything, and its processor time page by page, so it ends
though nobody waits for it. Every answer is a line of JSON, except the picture.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tutor.library.pdf.clean import clean
from tutor.library.pdf.formulas.fonts import Codes

MEMORY_BYTES = 1 << 30
# Longer than the tutor waits for a page; this ends a worker whose tutor is gone.
CPU_SECONDS = 30
_MOST_CONTENTS = 5_000


def main(arguments: list[str]) -> int:
    """Carry out one command line; 0 when done, 3 when the file needs a password, 4 when it cannot be opened."""
    _limit_memory()
    _limit_time()
    task, path, *rest = arguments
    try:
        return _TASKS[task](path, *rest)
    except _Refused as refused:
        _say({"refused": str(refused)})
        return 3 if str(refused) == "password" else 4


class _Refused(Exception):
    """The file cannot be opened; the reason is one word."""


def _limit_memory() -> None:
    # `resource` exists on Unix only; elsewhere the parent's time limit still holds.
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a gigabyte of ours written to the learner's disk helps nobody


def _limit_time(since: float = 0.0) -> float:
    """Allow CPU_SECONDS more of the processor from now on; returns the time used so far, in seconds, for the next call's `since`.

    The system counts whole seconds, so within the same second there is nothing to move; asking it takes a tenth of a page's time.
    """
    used = time.process_time()
    if since and used - since < 1.0:
        return since
    try:
        import resource
    except ImportError:
        return used
    soft = int(used) + CPU_SECONDS
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    return used


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _text(path: str, first: str, last: str) -> int:
    # A page makes many small objects and hardly any circles: looking for those so often would take a tenth of the time.
    gc.set_threshold(200_000, 20, 20)
    document = _open(path)
    count = len(document)
    codes = _FontCodes(path)
    memory: dict[object, Any] = {}
    _say({"pages": count})
    since = 0.0
    for number in range(int(first), min(int(last), count) + 1):
        since = _limit_time(since)
        _say({"page": number, **_page(document, number, codes, memory)})
    return 0


def _page(document, number: int, codes: _FontCodes, memory: dict[object, Any]) -> dict[str, object]:
    """Text with the formulas in place, and for each formula [LaTeX, display, start, end, status, box, number]."""
    import pypdfium2

    from tutor.library.pdf.formulas.page import read_page

    try:
        page = document[number - 1]
        width, height = page.get_size()
        read = read_page(page, codes, memory)
    except pypdfium2.PdfiumError as error:
        return {"problem": str(error)[:200]}
    formulas = [
        [_storable(f.latex), f.display, f.start, f.end, f.status.value, [round(side, 2) for side in f.box], f.number]
        for f in read.formulas
    ]
    return {"text": _storable(read.text), "width": width, "height": height, "formulas": formulas}


class _FontCodes:
    """What the codes of a font say, by its name; asked of pypdf."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fonts: Iterator[tuple[str, Codes]] | None = None
        self._known: dict[str, Codes] = {}

    def __call__(self, name: str) -> Codes:
        if self._fonts is None:
            self._fonts = _tried(lambda: _fonts_of(_reader(self._path)), iter(()))
        # Pages are opened only until the font has turned up.
        while name not in self._known and (font := _tried(next, None, self._fonts, None)) is not None:
            self._known[font[0]] = font[1]
        return self._known.get(name, Codes.NAMED)


def _fonts_of(reader) -> Iterator[tuple[str, Codes]]:
    """(name, what its codes say) of the fonts of a file, page by page."""
    for page in reader.pages:
        for entry in ((page.get("/Resources") or {}).get("/Font") or {}).values():
            font = entry.get_object()
            name = str(font.get("/BaseFont", "/")).rsplit("+", 1)[-1]
            name = name.removeprefix("/").removesuffix("-Identity-H")  # which XeTeX adds
            bare = Codes.NUMBERS if str(font.get("/Encoding")).startswith("/Identity") else Codes.BARE
            yield name, Codes.NAMED if "/ToUnicode" in font else bare


def _open(path: str):
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _Refused("password" if "password" in str(error).lower() else "damaged") from error


def _spare(path: str, first: str, last: str) -> int:
    reader = _reader(path)
    pages = _tried(lambda: len(reader.pages), 0)
    _say({"pages": pages})
    for number in range(int(first), min(int(last), pages) + 1):
        _limit_time()
        page = _tried(reader.pages.__getitem__, None, number - 1)
        text = _tried(page.extract_text, None) if page is not None else None
        if text is None:
            _say({"page": number, "problem": "unreadable"})
            continue
        box = _tried(_size, (0.0, 0.0), page)
        _say({"page": number, "text": clean(_storable(text)).text, "width": box[0], "height": box[1]})
    return 0


def _scans(path: str, numbers: str) -> int:
    """Every page named in `numbers` as Tesseract reads it; one that it cannot read has no text."""
    from tutor.library.pdf.scan import read_scan

    document = _open(path)
    for number in map(int, numbers.split(",")):
        _limit_time()
        read = _tried(lambda one=number: read_scan(document[one - 1]), {"problem": "not read"})
        _say({"page": number, **{key: _storable(value) if isinstance(value, str) else value for key, value in read.items()}})
    return 0


def _size(page) -> tuple[float, float]:
    return float(page.mediabox.width), float(page.mediabox.height)


def _reader(path: str):
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = _tried(lambda: pypdf.PdfReader(path), None)
    if reader is None:
        raise _Refused("damaged")
    if _tried(lambda: reader.is_encrypted, False) and not _tried(lambda: reader.decrypt(""), 0):
        raise _Refused("password")
    return reader


def _tried(attempt: Callable[..., Any], otherwise: Any, *arguments: Any) -> Any:
    """What `attempt` gives, or `otherwise` when it fails in any way.

    pypdf raises whatever a bad file provokes (KeyError, TypeError, RecursionError ...): 20 of 3,000 mutated files raised
    something outside its own error tree, so here, in a process that exists to be lost, everything is caught.
    """
    try:
        return attempt(*arguments)
    except Exception:  # noqa: BLE001 - see above
        return otherwise


def _contents(path: str) -> int:
    reader = _reader(path)
    title = _tried(lambda: str((reader.metadata or {}).get("/Title") or ""), "")
    labels = _tried(lambda: [str(label) for label in reader.page_labels], [])
    outline = _tried(lambda: [list(entry) for entry in islice(_outline(reader, reader.outline, 1), _MOST_CONTENTS)], [])
    _say({"title": _storable(title), "labels": labels, "outline": outline})
    return 0


def _outline(reader, entries, level: int) -> Iterator[tuple[int, str, int]]:
    """(level, title, page number) for every entry whose page is known; excerpts keep entries that point nowhere."""
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(reader, entry, level + 1)
            continue
        page = _tried(reader.get_destination_page_number, None, entry)
        if page is not None and page >= 0 and entry.title:
            yield level, _storable(str(entry.title)).strip(), page + 1


def _picture(path: str, number: str, scale: str) -> int:
    from tutor.library.pdf.picture import cut_out, picture

    lit = json.loads(sys.stdin.read() or "{}")
    quote, near, box = lit.get("quote", ""), lit.get("near", 0), lit.get("box")
    if box:
        sys.stdout.buffer.write(cut_out(_open(path), int(number), float(scale), tuple(box)))
        return 0
    sys.stdout.buffer.write(picture(_open(path), int(number), float(scale), quote, near, _FontCodes(path)))
    return 0


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


_TASKS: dict[str, Callable[..., int]] = {
    "text": _text,
    "spare": _spare,
    "scans": _scans,
    "contents": _contents,
    "picture": _picture,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
