"""A saved page of the web (.html) -> Markdown, with the title of the page where no heading says one."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from tutor.errors import FileDamaged
from tutor.library.readers.hypertext import markdown_of

_AROUND = ("footer", "aside", "button", "noscript", "template")  # what stands around an article
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,400})</title>", re.IGNORECASE)
_MARKED = re.compile(rb"<(?:!doctype|html|body|article|section|h[1-6]|p|div)\b", re.IGNORECASE)


def page_markdown(path: Path, name: str) -> str:
    """The page as Markdown. Raises FileDamaged where the file holds no page."""
    data = path.read_bytes()
    if not _MARKED.search(data.replace(b"\x00", b"")):
        raise FileDamaged(f"{name} is named like a page of the web but holds none; save the page again, as HTML.")
    text = markdown_of(data, _AROUND)
    found = None if re.search(r"^# ", text, re.MULTILINE) else _TITLE.search(data)
    title = " ".join(unescape(found[1].decode("utf-8", "replace")).split()) if found else ""
    return f"---\ntitle: {title}\n---\n\n{text}\n" if title else f"{text}\n"
