"""Files made to do harm: small to store, endless to read. Each is made here from nothing, for `python -m eval robust`."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping

# PDFs


def pdf(objects: list[bytes], root: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, with a true table of places."""
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, extra, table)
    return bytes(out)


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def one_page(content: bytes, page: bytes = b"", box: bytes = b"[0 0 612 792]", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page with this stream object; `more` are objects from number 6 on, `page` is put into the page's entry."""
    resources = b"/Resources << /Font << /F1 4 0 R >> /XObject << /X 6 0 R >> >>"
    entry = b"<< /Type /Page /Parent 2 0 R /MediaBox %s %s /Contents 5 0 R %s >>" % (box, resources, page)
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, entry, _FONT, content, *more])


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data) if length is None else length, entries, data)


def packed(piece: bytes, times: int, entries: bytes = b"") -> bytes:
    """A stream object of one piece many times over, deflated."""
    deflate = zlib.compressobj(9)
    block, rest = divmod(times, 1000)
    data = b"".join(deflate.compress(piece * 1000) for _ in range(block)) + deflate.compress(piece * rest) + deflate.flush()
    return stream(data, b"/Filter /FlateDecode " + entries)


def _words(text: bytes) -> bytes:
    return stream(b"BT /F1 11 Tf 72 720 Td (%s) Tj ET" % text)


def _endless_stream() -> bytes:
    return one_page(packed(b" " * 1000, 1_000_000))  # a gigabyte of spaces


def _many_words() -> bytes:
    return one_page(packed(b"BT /F1 1 Tf 9 9 Td (abc) Tj ET\n", 1_000_000))


def _many_glyphs() -> bytes:
    return one_page(packed(b"BT /F1 4 Tf 14 TL 10 780 Td (" + b"x + y = z " * 100 + b") Tj T* ET\n", 100))


def _great_tree() -> bytes:
    """A million leaves that are one page, in a tree of ten to the power of six ways."""
    levels = [b"<< /Type /Pages /Count 1000000 /Kids [" + b"%d 0 R " % (n + 3) * 10 + b"] >>" for n in range(6)]
    leaf = b"<< /Type /Page /Parent 7 0 R /MediaBox [0 0 9 9] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *levels, leaf])


def _ring_tree() -> bytes:
    ring = b"<< /Type /Pages /Count 3 /Kids [3 0 R 2 0 R] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", ring, b"<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [2 0 R 3 0 R] >>"])


def _deep_arrays() -> bytes:
    return one_page(_words(b"deep"), b"/A " + b"[" * 200_000 + b"]" * 200_000)


def _deep_names() -> bytes:
    return one_page(_words(b"deep"), b"/A " + b"<</A " * 100_000 + b"1" + b">>" * 100_000)


def _great_paper() -> bytes:
    return one_page(_words(b"far away"), box=b"[0 0 1000000000 1000000000]")


def _great_image() -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return one_page(stream(b"q 600 0 0 700 0 0 cm /X Do Q"), more=(packed(b"\0" * 1000, 100_000, entries),))


def _fan_out() -> bytes:
    """Forms that draw forms that draw forms: ten to the power of eight words."""
    forms = []
    for n in range(8):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> /Font << /F1 4 0 R >> >>"
        inner = b"/X Do " * 10 if n < 7 else b"BT /F1 9 Tf (word) Tj ET " * 10
        forms.append(stream(inner, entries % (7 + n)))
    return one_page(stream(b"/X Do"), more=tuple(forms))


def _great_outline() -> bytes:
    count = 60_000
    first = 6
    after = [b" /Next %d 0 R" % (first + n + 1) for n in range(count - 1)] + [b""]
    entries = [b"<< /Title (Chapter %d) /Parent 5 0 R /Dest [3 0 R /Fit]%s >>" % (n, after[n]) for n in range(count)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents 66 0 R >>",
        _FONT,
        b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first, first + count - 1, count),
        *entries,
    ]
    objects[2] = objects[2].replace(b"66 0 R", b"%d 0 R" % (len(objects) + 1))
    return pdf([*objects, _words(b"one page with a very long table of contents before it")])


def _ring_outline() -> bytes:
    entry = b"<< /Title (Round) /Parent 4 0 R /Dest [3 0 R /Fit] /Next 5 0 R /First 5 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    return pdf(
        [b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page,
         b"<< /Type /Outlines /First 5 0 R /Last 5 0 R /Count 1 >>", entry]
    )  # fmt: skip


def _garbage() -> bytes:
    return b"%PDF-1.4\n" + b"\x07garbage 1 0 obj << " * 1_500_000


# Everything else


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


_CONTAINER = b'<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
_OPF = b"<package><manifest>%s</manifest><spine>%s</spine></package>"
_LETTER = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'  # fmt: skip  # noqa: E501
_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # fmt: skip  # noqa: E501


def _word(body: bytes) -> bytes:
    return _zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": _LETTER % body})


def _book(page: bytes) -> bytes:
    opf = _OPF % (b'<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>', b'<itemref idref="a"/>')
    return _zipped({"META-INF/container.xml": _CONTAINER, "c.opf": opf, "a.xhtml": b"<html><body>" + page + b"</body></html>"})


def _cells(count: int) -> bytes:
    cell = json.dumps({"cell_type": "markdown", "metadata": {}, "source": "x $y$"})
    return ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [' + ",".join([cell] * count) + "]}").encode()


_DOUBLING = "\n".join(rf"\newcommand{{\m{chr(98 + n)}}}{{\m{chr(97 + n)}\m{chr(97 + n)}}}" for n in range(24))

BOMBS: Mapping[str, Callable[[], bytes]] = {
    "endless_stream.pdf": _endless_stream,
    "a_million_words.pdf": _many_words,
    "a_hundred_thousand_glyphs.pdf": _many_glyphs,
    "a_million_pages.pdf": _great_tree,
    "ring_of_pages.pdf": _ring_tree,
    "deep_arrays.pdf": _deep_arrays,
    "deep_names.pdf": _deep_names,
    "great_paper.pdf": _great_paper,
    "great_image.pdf": _great_image,
    "forms_in_forms.pdf": _fan_out,
    "great_outline.pdf": _great_outline,
    "ring_of_contents.pdf": _ring_outline,
    "garbage.pdf": _garbage,
    "one_line.md": lambda: b"word and word " * (30 * 1024 * 1024 // 14),
    "one_word.md": lambda: b"x" * (8 << 20),
    "only_dollars.md": lambda: b"$" * (2 << 20),
    "deep_quotes.md": lambda: b">" * 200_000 + b" deep words at the very bottom of it",
    "deep_lists.md": lambda: b"\n".join(b"  " * n + b"- item number %d of a list" % n for n in range(3000)),
    "deep_brackets.md": lambda: b"[" * 100_000 + b"words that nobody links to" + b"](" * 100_000,
    "stars.md": lambda: b"*a **b " * 100_000,
    "front_matter.md": lambda: b"---\na: &a [x]\n" + b"".join(b"b%d: &b [*a,*a]\n" % n for n in range(50000)) + b"---\nwords",
    "headings.md": lambda: b"".join(b"# Heading %d\n" % n for n in range(200_000)),
    "doubling.tex": lambda: (r"\newcommand{\ma}{words }" + _DOUBLING + r"\begin{document}\my and more\end{document}").encode(),
    "endless.tex": lambda: rb"\newcommand{\a}{\b}\newcommand{\b}{\a x}\begin{document}\a words\end{document}",
    "growing.tex": lambda: rb"\newcommand{\a}{\a\a x}\begin{document}\a words\end{document}",
    "deep_groups.tex": lambda: rb"\begin{document}" + b"{" * 200_000 + b"deep" + b"}" * 200_000 + rb"\end{document}",
    "deep_fractions.tex": lambda: rb"\begin{document}$" + rb"\frac{" * 50_000 + b"}{2}" * 50_000 + rb"$ words\end{document}",
    "environments.tex": lambda: rb"\begin{document}" + rb"\begin{itemize}\item word " * 50_000 + rb"\end{document}",
    "absurd_times.srt": lambda: b"".join(
        b"%d\n99999999:99:99,999 --> 00:00:00,000\nWords said at no time at all.\n\n" % n for n in range(30_000)
    ),
    "one_cue.vtt": lambda: b"WEBVTT\n\n00:00.000 --> 99:99.999\n" + b"<v a>" * 300_000 + b"words\n",
    "million_cells.ipynb": lambda: _cells(1_000_000),
    "deep.ipynb": lambda: b'{"cells": ' + b"[" * 500_000 + b"]" * 500_000 + b"}",
    "zip_bomb.docx": lambda: _word(b"<w:p><w:r><w:t>" + b" " * (200 << 20) + b"</w:t></w:r></w:p>"),
    "many_letters.docx": lambda: _word(b"<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 400_000),
    "deep.docx": lambda: _word(b"<w:p><w:r><w:t>" * 30_000 + b"words" + b"</w:t></w:r></w:p>" * 30_000),
    "zip_bomb.epub": lambda: _book(b"<p>" + b" " * (200 << 20) + b"</p>"),
    "many_tags.epub": lambda: _book(b"<p>some <b>words</b></p>" * 400_000),
    "deep.epub": lambda: _book(b"<div>" * 30_000 + b"words" + b"</div>" * 30_000),
    "many_parts.epub": lambda: _zipped({f"p{n}": b"" for n in range(30_000)}),
}  # fmt: skip
