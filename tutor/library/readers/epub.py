"""An electronic book (.epub) -> Markdown, its pages in the order of the spine."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

from tutor.errors import FileDamaged, FileProtected, FileScanned
from tutor.library.readers.hypertext import markdown_of
from tutor.library.readers.zipped import Zipped, declared_entities

_CONTAINER = "META-INF/container.xml"
_LOCK = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def epub_markdown(path: Path, name: str) -> str:
    """The book as one Markdown text, its title as front matter.

    Raises FileDamaged, FileProtected (locked by its seller), FileScanned (pages of pictures) or FileTooBig.
    """
    book = Zipped(path, name)
    if _LOCK in book and re.search(rb"\.x?html?[\"']", book.read(_LOCK)):
        raise FileProtected(f"{name} is locked by its seller, so that only their own program opens it; we cannot read it.")
    package = _package_name(book, name)
    title, parts = _spine(book, package, name)
    book.check(parts)
    texts = [text for part in parts if (text := markdown_of(book.read(part)))]
    if not any(map(str.isalnum, "".join(texts))):
        raise FileScanned(f"{name} has {len(parts)} pages and no text on them; run OCR on it, or look for an edition with text.")
    front = f"---\ntitle: {title}\n---\n\n" if title else ""
    return front + "\n\n".join(texts) + "\n"


def _xml(book: Zipped, part: str, name: str) -> ElementTree.Element:
    data = book.read(part)
    try:
        if not declared_entities(data):
            return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        pass
    raise FileDamaged(f"{name} is damaged: its contents cannot be read; download or export it again.")


def _package_name(book: Zipped, name: str) -> str:
    if _CONTAINER in book:
        for tag in _xml(book, _CONTAINER, name).iter():
            if tag.tag.endswith("}rootfile") and tag.get("full-path"):
                return str(tag.get("full-path"))
    package = next((part for part in book.names() if part.endswith(".opf")), None)
    if package is None:
        raise FileDamaged(f"{name} is a zip file but no book; look for its .epub again.")
    return package


def _spine(book: Zipped, package: str, name: str) -> tuple[str, list[str]]:
    """The title, and the names of the pages in reading order, each once."""
    tags = list(_xml(book, package, name).iter())
    folder = PurePosixPath(package).parent
    pages = {}
    for tag in tags:
        if tag.tag.endswith("}item") and tag.get("media-type") in _PAGES and "nav" not in (tag.get("properties") or "").split():
            pages[tag.get("id")] = _inside(folder, unquote(tag.get("href") or ""))
    order = [pages[tag.get("idref")] for tag in tags if tag.tag.endswith("}itemref") and tag.get("idref") in pages]
    parts = [part for part in dict.fromkeys(order or pages.values()) if part in book]
    if not parts:
        raise FileDamaged(f"{name} lists no pages that are in it; download or export it again.")
    title = next((" ".join((tag.text or "").split()) for tag in tags if tag.tag.endswith("}title")), "")
    return title[:200], parts


def _inside(folder: PurePosixPath, href: str) -> str:
    """The name of a part, as seen from the folder of the package.

    >>> _inside(PurePosixPath("OEBPS/text"), "../ch1.xhtml")
    'OEBPS/ch1.xhtml'
    """
    steps: list[str] = []
    for step in (folder / href.split("#")[0]).parts:
        if step == "..":
            steps = steps[:-1]
        else:
            steps.append(step)
    return "/".join(steps)
