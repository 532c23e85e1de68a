"""XHTML, as books, word processors and saved pages give it -> Markdown, its formulas as LaTeX where the file says it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any

from tutor.library.readers.mathml import LOST, latex_of

_LEFT_OUT = ("script", "style", "head", "nav", "svg", "video", "audio", "iframe", "object", "form")
# What a page shows a second time: formulas drawn out of signs beside the ones that are meant, and pictures of them.
_DRAWN = re.compile(r"katex-html|MathJax(?:_Preview|_Display|_SVG|_CHTML)?|mwe-math-fallback-image\S*")
_FORMULA_CLASS = re.compile(r"\b(?:math|tex|latex|equation|mwe-math)", re.IGNORECASE)
_TEXED = re.compile(r"^\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$?(.*?)\$\$?)\s*$", re.DOTALL)


def markdown_of(xhtml: str | bytes, left_out: tuple[str, ...] = ()) -> str:
    r"""The Markdown of a page of XHTML; `left_out` are tags that hold nothing of it, beside those that never do.

    >>> markdown_of("<h1>Rank</h1><p>the <b>rank</b> <math alttext='r'><mi>r</mi></math></p>")
    '# Rank\n\nthe **rank** $r$'
    """
    from bs4 import BeautifulSoup
    from bs4.element import CData, PreformattedString
    from markdownify import MarkdownConverter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that XHTML is read as HTML is what we want
        soup = BeautifulSoup(_decoded(xhtml) if isinstance(xhtml, bytes) else xhtml, "html.parser")
    for note in soup.find_all(string=lambda one: isinstance(one, PreformattedString) and not isinstance(one, CData)):
        note.extract()  # comments, declarations, instructions to programs
    typed = soup.find_all("script", type=re.compile("^math/tex"))
    for tag in typed:
        tag.replace_with(_formula(tag.get_text(), "mode=display" in str(tag.get("type"))))
    for tag in soup.find_all(class_=_DRAWN):
        meant = None if typed else tag.find(_named("math"))
        if tag.name != "img" or (tag.parent is not None and tag.parent.find(_named("math"))):
            tag.replace_with(meant) if meant is not None else tag.extract()
    for tag in soup.find_all((*_LEFT_OUT, *left_out)):
        tag.extract()
    for tag in soup.find_all(_named("math")):
        tag.replace_with(_formula(_tex_of(tag), tag.get("display") == "block"))
    for tag in soup.find_all("img"):
        tag.replace_with(_picture(tag))
    converter = MarkdownConverter(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, table_infer_header=True,
        autolinks=False,
    )  # fmt: skip
    return re.sub(r"\n{3,}", "\n\n", converter.convert_soup(soup)).strip()


def _decoded(page: bytes) -> str:
    """The letters of a page: UTF-8, what its first line declares, or the old Windows letters."""
    declared = re.search(rb"""(?:encoding|charset)\s*=\s*["']?([\w-]{2,20})""", page[:1000])
    marked = ["utf-16"] if page[:2] in (b"\xff\xfe", b"\xfe\xff") else []
    for encoding in (*marked, "utf-8-sig", *([declared.group(1).decode("ascii")] if declared else [])):
        try:
            return page.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return page.decode("cp1252", "replace")


def _named(name: str) -> Callable[[Any], bool]:
    """Whether a tag has this name, whatever prefix its file gives it."""
    return lambda tag: tag.name.rpartition(":")[2] == name


def _formula(latex: str, display: bool) -> str:
    body = re.sub(r"\s+", " ", latex).strip()
    if not body or body == LOST:
        return LOST
    return f"$${body}$$" if display else f"${body}$"


def _tex_of(math: Any) -> str:
    """The LaTeX of MathML: what its author wrote beside it, else read from its elements."""
    for note in math.find_all(_named("annotation")):
        if "tex" in str(note.get("encoding", "")).lower() and note.get_text().strip():
            return _bare(note.get_text())
    if alt := str(math.get("alttext") or "").strip():
        return _bare(alt)
    return latex_of(math)


def _bare(latex: str) -> str:
    r"""LaTeX without the layout that converters wrap around it, and without delimiters of its own.

    >>> _bare(r"{\displaystyle x^2}"), _bare(r"\(y\)")
    ('x^2', 'y')
    """
    inner = _TEXED.match(latex)
    found = next((part for part in inner.groups() if part is not None), latex) if inner else latex
    styled = re.match(r"^\s*\{\\(?:display|text)style\s*(.*)\}\s*$", found, re.DOTALL)
    return (styled.group(1) if styled else found).strip()


def _picture(tag: Any) -> str:
    """The LaTeX of a picture of a formula, where its other words say it; nothing for any other picture."""
    alt = str(tag.get("alt") or "").strip()
    classed = _FORMULA_CLASS.search(" ".join(tag.get("class") or []))
    if not alt or not (classed or _TEXED.match(alt)):
        return ""
    return f" {_formula(_bare(alt), False)} "
