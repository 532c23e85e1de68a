"""The process that opens a PDF, so that a bad file can kill it and not the tutor.

    python -m tutor.library.pdf.worker text FILE FIRST LAST      pages by pdfium, one JSON line each
    python -m tutor.library.pdf.worker spare FILE FIRST LAST     the same by pypdf, where pdfium failed
    python -m tutor.library.pdf.worker contents FILE             outline, page labels and title, by pypdf
    python -m tutor.library.pdf.worker picture FILE PAGE SCALE   a page as PNG, rectangles to light up as JSON on standard input

It limits its own memory and time before it opens anything. Every answer is a line of JSON, except the picture.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY_BYTES = 2 << 30


def main(arguments: list[str]) -> int:
    """Carry out one command line; 0 when done, 3 when the file needs a password, 4 when it cannot be opened."""
    _limit_memory()
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


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _text(path: str, first: str, last: str) -> int:
    document = _open(path)
    count = len(document)
    _say({"pages": count})
    for number in range(int(first), min(int(last), count) + 1):
        _say({"page": number, **_page(document, number)})
    return 0


def _page(document, number: int) -> dict[str, object]:
    import pypdfium2

    try:
        page = document[number - 1]
        textpage = page.get_textpage()
        width, height = page.get_size()
        return {"text": _storable(textpage.get_text_range()), "width": width, "height": height}
    except pypdfium2.PdfiumError as error:
        return {"problem": str(error)[:200]}


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
        page = _tried(reader.pages.__getitem__, None, number - 1)
        text = _tried(page.extract_text, None) if page is not None else None
        if text is None:
            _say({"page": number, "problem": "unreadable"})
            continue
        box = _tried(_size, (0.0, 0.0), page)
        _say({"page": number, "text": _storable(text), "width": box[0], "height": box[1]})
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
    outline = _tried(lambda: [list(entry) for entry in _outline(reader, reader.outline, 1)], [])
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
    from tutor.library.pdf.picture import picture

    lit = json.loads(sys.stdin.read() or "{}")
    sys.stdout.buffer.write(picture(_open(path), int(number), float(scale), lit.get("quote", ""), lit.get("near", 0)))
    return 0


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


_TASKS: dict[str, Callable[..., int]] = {"text": _text, "spare": _spare, "contents": _contents, "picture": _picture}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
