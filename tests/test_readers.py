"""Reading what is not a PDF: notes, notebooks, LaTeX, transcripts, e-books, letters of Word; and files that are none of these."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, take_in
from tutor import Incoming, SourceKind, Status
from tutor.errors import InputError
from tutor.library.cut import cut
from tutor.library.readers import READERS
from tutor.library.readers.hypertext import markdown_of
from tutor.library.source import Source, label_at

WRITTEN = "The rank of a matrix is the number of its independent columns."


def read(folder: Path, name: str, data: bytes | str, *, note: bool = False) -> Source:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return READERS[path.suffix](path, name, note)


def body(source: Source) -> str:
    return source.pages[0].text


def latex(source: Source) -> list[str]:
    return [formula.latex for formula in source.formulas]


def place_of(source: Source, words: str) -> str:
    return label_at(source.kind, source.pages[0], body(source).index(words))


def held(source: Source) -> None:
    """The law: every passage and every formula is its own place on the page."""
    page = body(source)
    for passage in cut(source, size=200):
        assert page[passage.start : passage.end] == passage.text
    for formula in source.formulas:
        assert formula.latex.split()[0] in page[formula.start : formula.end]
    for section in source.sections:
        assert 0 <= section.start <= len(page)


# -- notes ------------------------------------------------------------------------------------------------------------------


NOTE = """---
title: My rank notes
tags: [linear-algebra]
---
# Rank ^top

See the [[Rank-nullity theorem|theorem about dimensions]] and [[Kernel#Null space]], ==most important== here. ^rk1

> [!note]- Definition of the kernel
> The kernel holds every vector that goes to zero.
> $$
> Ax = 0
> $$

- [ ] prove it #todo/maths %%ask Ada%%
![[sketch.png]]
"""


def test_a_note_is_kept_as_it_was_written(tmp_path):
    source = read(tmp_path, "rank.md", NOTE, note=True)
    assert (body(source), source.title, source.kind) == (NOTE, "My rank notes", SourceKind.NOTE)
    held(source)


def test_the_search_reads_a_note_as_it_is_shown(tmp_path):
    shown = " ".join(p.embedded_text for p in cut(read(tmp_path, "rank.md", NOTE, note=True)))
    for words in ("theorem about dimensions", "Null space", "most important", "Definition of the kernel", "todo/maths"):
        assert words in shown
    for mark in ("Rank-nullity", "[[", "==", "rk1", "!note", "Ada", "sketch", "[ ]"):
        assert mark not in shown


def test_a_formula_in_a_callout_is_read_without_the_marks_of_the_callout(tmp_path):
    assert latex(read(tmp_path, "rank.md", NOTE)) == ["Ax = 0"]


def test_a_passage_does_not_begin_with_the_mark_of_a_callout(tmp_path):
    source = read(tmp_path, "c.md", "> [!tip] Remember this\n> the rank is the number of pivots\n")
    assert [p.text.split("\n")[0] for p in cut(source)] == ["Remember this"]


def test_a_picture_written_as_letters_is_not_read(tmp_path):
    source = read(tmp_path, "x.md", f"{WRITTEN}\n\n![p](data:image/png;base64,{'A' * 3_000_000})\n")
    assert len(body(source)) < 200


def test_markdown_that_jupyter_exported_keeps_its_words_and_code(tmp_path):
    text = "# Fit\n\n```python\nx = 1\n```\n\n    array([1, 2])\n\n![png](fit_files/fit_1_0.png)\n\nThe slope of the fitted line is two.\n"
    source = read(tmp_path, "fit.md", text)
    assert body(source) == text
    assert "The slope of the fitted line is two." in "".join(p.text for p in cut(source))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_letters_it_was_saved_in(encoding, tmp_path):
    assert "über die Größe" in body(read(tmp_path, "x.txt", "Ein Satz über die Größe des Rangs.\n".encode(encoding)))


# -- notebooks --------------------------------------------------------------------------------------------------------------


def notebook(*cells: tuple[str, str | list[str]]) -> str:
    made = [{"cell_type": kind, "source": text, "metadata": {}, "outputs": [{"text": "printed 42"}]} for kind, text in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"language": "python"}}, "cells": made})


def test_a_notebook_gives_its_words_and_code_and_not_what_was_printed(tmp_path):
    source = read(
        tmp_path, "a.ipynb", notebook(("markdown", ["# Rank\n", "It is $r$."]), ("code", "x = '```'\nrank(x)"), ("code", ""))
    )
    assert body(source) == "# Rank\nIt is $r$.\n\n````python\nx = '```'\nrank(x)\n````\n\n"
    assert (source.title, latex(source)) == ("Rank", ["r"])
    held(source)


def test_a_place_in_a_notebook_is_its_cell(tmp_path):
    source = read(tmp_path, "a.ipynb", notebook(("markdown", "one"), ("code", ""), ("markdown", "two and more")))
    assert [place_of(source, words) for words in ("one", "two", "more")] == ["cell 1", "cell 3", "cell 3"]


# -- LaTeX ------------------------------------------------------------------------------------------------------------------


def tex(body: str, preamble: str = "") -> str:
    return f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\nnot this"


LATEX = [
    (r"\section{Rank} words \subsection*{Of maps} more", "# Rank\n\nwords\n\n## Of maps\n\nmore"),
    (r"\begin{definition}[Rank] It counts. \end{definition}", "**Definition (Rank).** It counts."),
    (r"\begin{proof} Clear. \end{proof}", "**Proof.** Clear."),
    ("\\begin{equation}\\label{eq:a}\n  a = b\n\n  + c\n\\end{equation}", "$$\na = b\n+ c\n$$"),
    (r"\begin{align*} a &= b \end{align*}", "$$\n\\begin{align*}\na &= b\n\\end{align*}\n$$"),
    (r"\[ x \] and \(y\) and $ z $ and $$ w $$", "$$\nx\n$$\n\nand $y$ and $z$ and\n\n$$\nw\n$$"),
    (r"\begin{itemize}\item a \begin{enumerate}\item b\item c\end{enumerate}\item d\end{itemize}", "- a\n\n  1. b\n  2. c\n- d"),
    (r"\textbf{bold} \emph{stress} \texttt{code} {\bf old}", "**bold** *stress* `code`  old"),
    ("see~\\cite{strang}, \\ref{s} % a remark\nand 5\\% \\$3", "see [strang], [s] and 5% \\$3"),
    (r"caf\'e na\"{\i}ve \v{S} ``so'' -- it --- goes\ldots", "café naïve Š “so” – it — goes…"),
    (r"\begin{tabular}{l|c}\hline a & $\|x\|$ \\ 1 & 2 \\\end{tabular}", "| a | $\\Vert x\\Vert $ |\n|---|---|\n| 1 | 2 |"),
    ("\\begin{verbatim}\n$x$ % kept \\section{no}\n\\end{verbatim}", "```\n$x$ % kept \\section{no}\n```"),
    (
        r"a\footnote{aside} \url{http://x.y} \unknown{kept} \begin{strange}inside\end{strange}",
        "a (aside) http://x.y kept\n\ninside",
    ),
    (r"\begin{figure}\centering\includegraphics[width=1cm]{f.png}\caption{The map}\end{figure}", "*The map*"),
    (r"$x \text{ if $y>0$}$", r"$x \text{ if }y>0$"),
    (r"unbalanced { and \begin{equation} x and $5 more", r"unbalanced and x and \$5 more"),
]


@pytest.mark.parametrize(("written", "read_as"), LATEX, ids=[case[0][:30] for case in LATEX])
def test_latex_is_read_as_its_reader_sees_it(written, read_as, tmp_path):
    source = read(tmp_path, "a.tex", tex(written))
    assert body(source).strip() == read_as
    held(source)


MACROS = [
    (r"\newcommand{\R}{\mathbb{R}}", r"$\R^n$", r"\mathbb{R}^n"),
    (r"\newcommand{\norm}[2][2]{\|#2\|_{#1}}", r"$\norm{x} + \norm[1]{y}$", r"\|x\|_{2} + \|y\|_{1}"),
    (
        r"\def\ip#1#2{\langle #1,#2\rangle}",
        r"$\ip xy + \ip{\ip ab}c$",
        r"\langle x,y\rangle + \langle \langle a,b\rangle,c\rangle",
    ),
    (r"\DeclareMathOperator*{\argmax}{arg\,max}", r"$\argmax_x f$", r"\operatorname*{arg\,max}_x f"),
    (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}", r"$\abs*{x}$", r"\left\lvert x \right\rvert"),
    (r"\newcommand\E{\ensuremath{\mathbb{E}}}", r"\E", r"\mathbb{E}"),
    (r"\let\eps=\varepsilon\newcommand{\D}{\nabla}", r"$\eps \D f \D g$", r"\varepsilon \nabla f \nabla g"),
    (r"\let\old\vec\renewcommand{\vec}[1]{\old{\mathbf{#1}}}", r"$\vec{x}$", r"\vec{\mathbf{x}}"),
    (r"\newcommand{\B}[1]{\mathbf#1}", r"$\B x + \B{y}$", r"\mathbf x + \mathbf y"),
    (
        r"\NewDocumentCommand{\ip}{O{2} m m}{\langle #2, #3\rangle_{#1}}",
        r"$\ip{x}{y} + \ip[1]{x}{z}$",
        r"\langle x, y\rangle_{2} + \langle x, z\rangle_{1}",
    ),
    (r"\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}}", r"\be x \ee", "x"),
]


@pytest.mark.parametrize(("preamble", "written", "read_as"), MACROS, ids=[case[0][:30] for case in MACROS])
def test_the_authors_own_commands_are_written_out(preamble, written, read_as, tmp_path):
    assert latex(read(tmp_path, "a.tex", tex(f"Words and {written} here.", preamble))) == [read_as]


def test_theorems_are_named_as_the_author_named_them(tmp_path):
    source = read(tmp_path, "a.tex", tex(r"\begin{sa}[Rang] Es gilt. \end{sa}", r"\newtheorem{sa}[thm]{Satz}"))
    assert body(source) == "**Satz (Rang).** Es gilt.\n"


def test_a_latex_file_is_titled_by_its_title_and_names_its_places_by_headings(tmp_path):
    source = read(tmp_path, "a.tex", tex(r"Before. \section{Rank and kernel} Behind.", r"\title{On \emph{rank}}"))
    assert source.title == "On rank"
    assert [place_of(source, words) for words in ("Before", "Behind")] == ["§ On rank", "§ Rank and kernel"]


def test_a_file_that_includes_others_says_which_are_missing(tmp_path):
    source = read(tmp_path, "a.tex", tex(r"Words. \input{chapters/one}"))
    assert source.problems == ("a.tex includes files of its own (chapters/one); add those as well to read them.",)


# -- transcripts ------------------------------------------------------------------------------------------------------------

SRT = """1
00:00:01,000 --> 00:00:04,000
[Music]

2
00:00:05,500 --> 00:00:09,000
- The rank of a matrix
is a <i>number</i>.

3
00:01:10,000 --> 00:01:14,000
It counts columns. >> Right.
4
01:02:03,000 --> 01:02:05,000
And it is &lt; n &amp; small.
"""
VTT = """WEBVTT
Kind: captions

NOTE a remark

intro
00:01.000 --> 00:03.000 align:start position:0%
<v Ada>the rank<00:00:02.000><c> is</c>

00:03.000 --> 00:05.000
<v Ada>the rank is
a number of columns

00:05.000 --> 00:07.000
a number of columns
(applause) that count
"""


def test_subtitles_become_paragraphs_under_their_times(tmp_path):
    source = read(tmp_path, "lecture.srt", SRT)
    assert source.kind is SourceKind.TRANSCRIPT
    assert body(source) == (
        "## 00:05\n\nThe rank of a matrix is a number.\n\n## 01:10\n\nIt counts columns. >> Right.\n\n## 1:02:03\n\nAnd it is < n & small.\n\n"
    )
    held(source)


def test_a_place_in_a_transcript_is_the_time_of_the_cue_the_words_begin_in(tmp_path):
    lines = "".join(f"[{t // 60:02}:{t % 60:02}] word{t} goes on\nand on.\n" for t in range(0, 300, 10))
    source = read(tmp_path, "talk.txt", lines)
    assert [s.title for s in source.sections] == ["00:00", "01:00", "02:00", "03:00", "04:00"]
    assert [place_of(source, f"word{t} ") for t in (0, 60, 70, 290)] == ["00:00", "01:00", "01:10", "04:50"]
    assert place_of(source, "goes on and on. word80") == "01:10"
    spoken = "".join(f"[{t // 60:02}:{t % 60:02}] and so on\n" for t in range(0, 300, 10))
    assert [s.title for s in read(tmp_path, "talk.txt", spoken).sections] == ["00:00", "01:30", "03:00", "04:30"]


def test_captions_that_repeat_the_line_before_say_it_once(tmp_path):
    text = body(read(tmp_path, "talk.vtt", VTT))
    assert text == "## 00:01\n\nAda: the rank is a number of columns that count\n\n"


STAMPED = [
    ("brackets", "[00:01] one word\n[00:05] two words\n[1:02:03] three words\n", ["00:01", "00:05", "1:02:03"]),
    ("bare", "0:01 one word\n0:05 - two words\n62:03 three words\n", ["00:01", "00:05", "1:02:03"]),
    ("alone", "0:01\none word\n0:05\ntwo words\n0:09\nthree words\n", ["00:01", "00:05", "00:09"]),
    ("parentheses", "(00:01) one word\n(00:05) two words\n(00:09) three words\n", ["00:01", "00:05", "00:09"]),
]


@pytest.mark.parametrize(("style", "text", "times"), STAMPED, ids=[case[0] for case in STAMPED])
def test_times_are_read_in_every_usual_style(style, text, times, tmp_path):
    source = read(tmp_path, "talk.txt", text)
    assert [place_of(source, words) for words in ("one", "two", "three")] == times


def test_a_text_with_a_time_or_two_in_it_is_no_transcript(tmp_path):
    source = read(tmp_path, "day.txt", "At 09:00 we begin.\n12:30 lunch\n\n" + f"{WRITTEN}\n" * 20)
    assert source.kind is SourceKind.MARKDOWN


def test_times_that_go_back_are_said_and_the_words_keep_their_order(tmp_path):
    source = read(tmp_path, "talk.txt", "[01:00] one word\n[00:30] two words\n[02:00] three words\n[01:30] four words\n")
    assert source.problems == (
        "The times in talk.txt go back from 01:00 to 00:30 at line 2; its words are kept in the order of the file.",
    )
    assert body(source).index("one") < body(source).index("two") < body(source).index("three")


def test_a_speaker_is_named_where_the_speaker_changes(tmp_path):
    text = "[00:01] Ada: one word.\n[00:05] Ada: two words.\n[00:09] Kurt: three words.\n"
    assert body(read(tmp_path, "talk.txt", text)) == "## 00:01\n\nAda: one word. two words. Kurt: three words.\n\n"


def test_a_saved_page_keeps_its_prose_before_and_after_the_talk(tmp_path):
    page = "A summary\nCard: what is rank?\n02:00\n\nTranscript\n[00:00] One word. [Music]\n[00:10] Two words.\n[00:20] Three words.\nAbout this page\nMore\n"
    source = read(tmp_path, "page.txt", page)
    assert [s.title for s in source.sections] == ["00:00", "After the transcript"]
    places = [place_of(source, words) for words in ("A summary", "Card", "Two", "About", "More")]
    assert places == ["line 1", "line 2", "00:10", "line 9", "line 10"]
    held(source)


def test_the_real_transcript_is_read_with_its_prose_and_its_times(shared):
    path = shared / "transcripts" / "003_5afbfa4f30a4950a.txt"
    source = READERS[".txt"](path, path.name, False)
    assert source.kind is SourceKind.TRANSCRIPT
    assert source.problems == ()
    assert "Study Flashcards (9)" in body(source)
    assert place_of(source, "It's how backpropagation works") == "03:35"
    assert place_of(source, "Rank and Rainier Algebra") > "10:00"  # a fault of speech recognition: kept as it was heard
    assert place_of(source, "Clickbait Check").startswith("line ")
    words = {w for line in path.read_text(encoding="utf-8").splitlines() for w in line.split() if w.isalpha()}
    assert all(word in body(source) for word in words)
    lengths = [b.start - a.start for a, b in zip(source.sections, source.sections[1:])]
    assert 600 < sum(lengths) / len(lengths) < 2500
    held(source)


# -- books and letters ------------------------------------------------------------------------------------------------------


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>'


def epub(*pages: str, extra: dict[str, str | bytes] | None = None, order: tuple[int, ...] = ()) -> bytes:
    entries = "".join(f'<item id="p{n}" href="t/p{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(pages)))
    spine = "".join(f'<itemref idref="p{n}"/>' for n in order or range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A small book</dc:title>'
        f"</metadata><manifest>{entries}</manifest><spine>{spine}</spine></package>"
    )
    files = {
        f"O/t/p{n}.xhtml": f'<?xml version="1.0"?><html xmlns="x"><head><title>t</title></head><body>{p}</body></html>'
        for n, p in enumerate(pages)
    }
    return packed(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "O/b.opf": package, **files, **(extra or {})}
    )


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path):
    source = read(
        tmp_path, "b.epub", epub("<h1>Two</h1><p>Later words.</p>", "<h1>One</h1><p>First <i>words</i>.</p>", order=(1, 0))
    )
    assert body(source) == "---\ntitle: A small book\n---\n\n# One\n\nFirst *words*.\n\n# Two\n\nLater words.\n"
    assert source.title == "A small book"
    assert place_of(source, "Later") == "§ Two"
    held(source)


HYPERTEXT = [
    (
        "<p>a <math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x_1^2</annotation></semantics></math> b</p>",
        "a $x_1^2$ b",
    ),
    ("<math display='block' alttext='{\\displaystyle y}'><mi>y</mi></math>", "$$y$$"),
    (
        "<p><math><mfrac><mi>a</mi><mn>2</mn></mfrac><mo>≤</mo><msup><mi>λ</mi><mi>T</mi></msup></math></p>",
        r"$\frac{a}{2}\le \lambda^{T}$",
    ),
    ("<p><m:math><m:msqrt><m:mi>x</m:mi></m:msqrt></m:math></p>", r"$\sqrt{x}$"),
    ("<p><math><mweird>x</mweird></math></p>", "[formula]"),
    ('<p><img class="math" alt="\\frac{1}{2}" src="x.png"/> <img alt="a cat" src="y.png"/>end</p>', r"$\frac{1}{2}$ end"),
    ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("<pre>x = 1\ny = 2</pre><script>alert(1)</script><style>p{}</style>", "```\nx = 1\ny = 2\n```"),
    ("<blockquote>said</blockquote><p>x &lt; y &amp; a_b</p>", "> said\n\nx < y & a_b"),
]


@pytest.mark.parametrize(("written", "read_as"), HYPERTEXT, ids=range(len(HYPERTEXT)))
def test_hypertext_is_read_as_its_reader_sees_it(written, read_as):
    assert markdown_of(written) == read_as


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def docx(inner: str, extra: dict[str, str | bytes] | None = None) -> bytes:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Target="word/document.xml"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>'
    return packed(
        {
            "[Content_Types].xml": types, "_rels/.rels": links, "word/document.xml": f"<w:document {W}><w:body>{inner}</w:body></w:document>",
            "word/styles.xml": styles, **(extra or {}),
        }
    )  # fmt: skip


def p(text: str, style: str = "") -> str:
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}<w:r><w:t>{text}</w:t></w:r></w:p>"


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def cell(text: str) -> str:
    return f"<w:tc>{p(text)}</w:tc>"


def test_a_letter_gives_its_headings_words_and_tables(tmp_path):
    table = f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>"
    source = read(tmp_path, "l.docx", docx(p("Rank", "H1") + p(WRITTEN) + table))
    assert body(source) == f"# Rank\n\n{WRITTEN}\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert place_of(source, "The rank of") == "§ Rank"
    held(source)


OMML = [
    (f"<m:f><m:num>{r('1')}</m:num><m:den>{r('n')}</m:den></m:f>", r"\frac{1}{n}"),
    (f"<m:sSubSup><m:e>{r('x')}</m:e><m:sub>{r('i')}</m:sub><m:sup>{r('2')}</m:sup></m:sSubSup>", "x_{i}^{2}"),
    (f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/><m:e>{r('λ')}</m:e></m:rad>", r"\sqrt{\lambda}"),
    (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{r('i=1')}</m:sub><m:sup>{r('n')}</m:sup><m:e>{r('i')}</m:e></m:nary>", r"\sum_{i=1}^{n} i"),
    (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e><m:m><m:mr><m:e>{r('a')}</m:e><m:e>{r('b')}</m:e></m:mr></m:m></m:e></m:d>",
     r"\left[ \begin{matrix}a & b\end{matrix} \right]"),
    (f"<m:func><m:fName>{r('det')}</m:fName><m:e>{r('A')}</m:e></m:func>{r('≠0')}", r"\det A\ne 0"),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "read_as"), OMML, ids=range(len(OMML)))
def test_a_formula_of_word_is_read_as_latex(drawn, read_as, tmp_path):
    inner = f"<w:p><w:r><w:t>so </w:t></w:r><m:oMath>{drawn}</m:oMath></w:p>"
    assert latex(read(tmp_path, "l.docx", docx(inner))) == [read_as]


def test_a_formula_of_word_that_cannot_be_read_says_that_one_stood_there(tmp_path):
    source = read(
        tmp_path, "l.docx", docx("<w:p><w:r><w:t>so </w:t></w:r><m:oMathPara><m:oMath><m:new/></m:oMath></m:oMathPara></w:p>")
    )
    assert body(source) == "so [formula]\n"


# -- what is none of these --------------------------------------------------------------------------------------------------

BOMB = packed({"word/document.xml": b"<" + b"a" * (40 << 20)})
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><package>&b;</package>'
DOUBLING = "".join(rf"\def\{chr(97 + n)}{{\{chr(98 + n)}\{chr(98 + n)}}}" for n in range(24))
HOSTILE = [
    *((f"empty{suffix}", b"", (Status.DAMAGED,)) for suffix in READERS),
    *((f"noise{suffix}", bytes(range(256)) * 40, (Status.DAMAGED,)) for suffix in READERS),
    ("line.md", b"word " * (2 << 20), (Status.TOO_BIG,)),
    ("line.tex", b"x" * (10 << 20), (Status.TOO_BIG,)),
    ("line.srt", b"x" * (10 << 20), (Status.DAMAGED,)),
    ("line.txt", b"$" * (10 << 20), (Status.TOO_BIG, Status.DAMAGED)),
    ("cut.ipynb", notebook(("markdown", WRITTEN))[:-9].encode(), (Status.DAMAGED,)),
    ("deep.ipynb", b'{"cells":' + b"[" * 200_000, (Status.DAMAGED,)),
    ("list.ipynb", b"[1, 2]", (Status.DAMAGED,)),
    ("odd.ipynb", b'{"cells": [1, null, {"cell_type": "markdown", "source": [3, {}]}]}', (Status.DAMAGED,)),
    ("old.ipynb", b'{"nbformat": 3, "worksheets": []}', (Status.UNSUPPORTED,)),
    ("silent.ipynb", notebook(("code", "")).encode(), (Status.DAMAGED,)),
    ("grows.tex", tex(r"Words $\a$", DOUBLING).encode(), (Status.DAMAGED,)),
    ("feeds-on-itself.tex", tex(r"Words of the author \a and $\a$", r"\def\a{\b\b}\def\b{\a\a}").encode(), (Status.OK,)),
    ("deep.tex", b"words " + b"{" * 300_000 + b"in" + b"}" * 300_000, (Status.OK,)),
    ("deep-calls.tex", (r"\newcommand{\f}[1]{(#1)}words " + r"\f{" * 20_000 + "x" + "}" * 20_000).encode(), (Status.OK,)),
    ("open.tex", (r"words \begin{itemize}\item " * 40_000).encode(), (Status.OK,)),
    ("open-verbatim.tex", ("words\n\\begin{verbatim}\n" * 40_000).encode(), (Status.OK,)),
    ("signs.tex", (r"words \( \[ $ { \def \newcommand{ " * 30_000).encode(), (Status.OK,)),
    ("no-times.srt", b"only words\n" * 50, (Status.DAMAGED,)),
    ("arrows.vtt", b"00:00.000 --> 00:01.000\n" * 100_000, (Status.DAMAGED,)),
    ("not.epub", b"PK\x03\x04 and nothing more", (Status.DAMAGED,)),
    ("cut.epub", epub("<p>words</p>")[:300], (Status.DAMAGED,)),
    ("other.epub", packed({"a.txt": "hello"}), (Status.DAMAGED,)),
    ("pictures.epub", epub("<img src='a.png'/>"), (Status.SCANNED,)),
    ("laughs.epub", epub("<p>words</p>", extra={"O/b.opf": LAUGHS}), (Status.DAMAGED,)),
    ("bomb.epub", epub("<p>" + "a" * (40 << 20) + "</p>"), (Status.TOO_BIG,)),
    ("deep.epub", epub("<div>" * 20_000 + "words"), (Status.DAMAGED,)),
    ("locked.epub", epub("<p>w</p>", extra={"META-INF/encryption.xml": '<e><CipherReference URI="O/t/p0.xhtml"/></e>'}), (Status.PASSWORD,)),
    ("climbs.epub", epub("<p>w</p>").replace(b"t/p0.xhtml", b"../../etc/"), (Status.DAMAGED,)),
    ("not.docx", b"PK", (Status.DAMAGED,)),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80, (Status.PASSWORD,)),
    ("other.docx", packed({"a.txt": "hello"}), (Status.DAMAGED,)),
    ("bomb.docx", BOMB, (Status.TOO_BIG,)),
    ("laughs.docx", packed({"word/document.xml": LAUGHS}), (Status.DAMAGED,)),
    ("broken.docx", docx("<w:p><w:r>"), (Status.DAMAGED,)),
    ("deep.docx", docx("<w:p>" * 20_000 + "</w:p>" * 20_000), (Status.DAMAGED,)),
    ("silent.docx", docx(""), (Status.DAMAGED,)),
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "data", "expected"), HOSTILE, ids=[case[0] for case in HOSTILE])
def test_a_hostile_file_is_a_status_and_one_sentence(name, data, expected, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    began = time.monotonic()
    try:
        source = READERS[path.suffix](path, name, False)
        cut(source)
        status = Status.OK
    except InputError as problem:
        from tutor.library.ingest import _STATUS

        status = _STATUS[type(problem)]
        assert name in str(problem)
        assert str(problem).endswith(".")
        assert "\n" not in str(problem)
    assert status in expected
    assert time.monotonic() - began < 5


LOUD = st.sampled_from(
    [
        "\\section{A b}", "\\begin{itemize}", "\\item", "\\end{itemize}", "$x$", "$", "$$", "\\[", "\\]", "{", "}", "\\begin{align}", "\\end{align}",
        "\\newcommand{\\a}[1]{b#1}", "\\a", "\\a{c}", "\\def\\c{\\c}", "% remark", "\n\n", "words here", "\\\\", "&", "\\verb|a|", "\\'e", "~",
        "\\begin{verbatim}", "\\end{verbatim}", "[00:01]", "[00:09] words", "00:03 more", "\n", "<b>", "```", "\ufeff", "\ue0001\ue001", "עברית", "# h",
    ]
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LOUD, max_size=40).map(" ".join) | st.lists(LOUD, max_size=40).map("\n".join) | st.text(max_size=200))
def test_whatever_is_read_keeps_the_law_and_reads_the_same_twice(tmp_path, text):
    for name in ("a.tex", "a.txt", "a.md", "a.srt", "a.ipynb"):
        data = notebook(("markdown", text), ("code", text)) if name == "a.ipynb" else text.encode("utf-8", "replace")
        try:
            source = read(tmp_path, name, data)
        except InputError as problem:
            assert str(problem).endswith(".")
            continue
        held(source)
        assert read(tmp_path, name, data) == source
        for passage in cut(source):
            assert label_at(source.kind, source.pages[0], passage.start)


# -- through the front door -------------------------------------------------------------------------------------------------


def test_every_kind_is_found_and_cited_by_its_own_place(tutor, tmp_path):
    files = {
        "talk.srt": ("1\n00:12:34,000 --> 00:12:40,000\nThe determinant measures how areas grow under a map.\n", "what does the determinant measure", "12:34"),
        "calc.ipynb": (notebook(("markdown", "# Slopes"), ("markdown", "The gradient points where a function grows fastest.")), "gradient points", "cell 2"),
        "book.epub": (epub("<h1>Traces</h1><p>The trace is the sum of the entries on the diagonal.</p>"), "what is the trace", "§ Traces"),
        "day.md": ("# Notes\n\nBy the [[Rank|theorem of rank]] the kernel is a line.\n", "kernel is a line theorem of rank", "line 3"),
    }  # fmt: skip
    for name, (data, question, place) in files.items():
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        assert take_in(tutor, path).status is Status.OK
        cited = tutor.cite(tutor.find(question, 1)[0].passage)
        assert cited.label == place
        assert tutor.page(cited.source, cited.page).text[cited.start : cited.end] == cited.quote
    assert {card.kind for card in tutor.books()} >= {SourceKind.TRANSCRIPT, SourceKind.MARKDOWN}


def test_a_kind_we_do_not_read_is_told_which_we_do(tutor, tmp_path):
    path = tmp_path / "song.mp3"
    path.write_bytes(b"ID3")
    report = take_in(tutor, path)
    assert report.status is Status.UNSUPPORTED
    assert all(ending in report.problems[0] for ending in (".pdf", ".ipynb", ".tex", ".srt", ".epub", ".docx"))


def test_the_name_of_a_book_that_came_through_the_browser_is_only_a_label(tutor, tmp_path):
    path = tmp_path / "bytes"
    path.write_bytes(epub("<p>The kernel holds every vector that goes to zero.</p>"))
    assert take_in(tutor, Incoming.upload(path, "../../x.epub")).status is Status.OK
    assert not list(ROOT.parent.glob("x.epub"))
