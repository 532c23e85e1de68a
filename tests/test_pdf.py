"""Reading PDFs: pages, labels, outline, pictures; and files that do not deserve the name."""

from __future__ import annotations

import io
import re

import pytest

from tests.conftest import small_pdf, take_in
from tutor import Incoming, Status
from tutor.library.pdf.read import page_picture, read_pdf

LINES = [
    "The rank of a matrix is the number of its independent columns, and it is also",
    "the number of its independent rows; this is a small miracle of linear algebra.",
    "The kernel holds every vector that the matrix sends to zero.",
]
BOOK = small_pdf(
    [["Preface", "Words before the book begin here."], ["1 Rank", *LINES], ["2 Kernel", "The kernel is a subspace."]],
    outline=[("1 Rank", 2), ("2 Kernel", 3)],
    labels="0 << /S /r >> 1 << /S /D /St 1 >>",
)


def read(path, name="book.pdf"):
    steps = read_pdf(path, name)
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return end.value, seen


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(BOOK)
    return path


def test_pages_carry_the_labels_printed_on_the_paper(book):
    source, _ = read(book)
    assert [(p.number, p.label) for p in source.pages] == [(1, "i"), (2, "1"), (3, "2")]


def test_sections_come_from_the_outline_at_the_place_of_their_titles(book):
    source, _ = read(book)
    assert [(s.path, s.page) for s in source.sections] == [(("1 Rank",), 2), (("2 Kernel",), 3)]


def test_the_lines_of_a_paragraph_are_joined(book):
    source, _ = read(book)
    assert "columns, and it is also the number of its independent rows" in source.pages[1].text


def test_progress_is_told_page_by_page(book):
    _, seen = read(book)
    assert [(step.done, step.total) for step in seen] == [(1, 3), (2, 3), (3, 3)]


def test_a_page_picture_lights_the_quoted_words(book):
    from PIL import Image

    plain = Image.open(io.BytesIO(page_picture(book, 2, 1.0)))
    lit = Image.open(io.BytesIO(page_picture(book, 2, 1.0, "The kernel holds every vector that the matrix sends to zero.", 200)))
    changed = [(x, y) for x in range(0, 612, 2) for y in range(0, 792, 2) if plain.getpixel((x, y)) != lit.getpixel((x, y))]
    assert changed
    assert min(y for _, y in changed) > 792 - 700  # only the line of the quote, below the heading
    assert max(y for _, y in changed) - min(y for _, y in changed) < 30


def _encrypted() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(BOOK))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD = [
    ("empty.pdf", b"", Status.DAMAGED),
    ("not.pdf", b"just words that are named like a book", Status.DAMAGED),
    ("cut.pdf", BOOK[:200], Status.DAMAGED),
    ("pictures.pdf", small_pdf([[], []]), Status.SCANNED),
    ("blank.md", b"  \n\n ", Status.DAMAGED),
    ("binary.md", b"\x00\x01\x02\xff" * 50, Status.DAMAGED),
    ("song.mp3", b"ID3", Status.UNSUPPORTED),
]


@pytest.mark.parametrize(("name", "data", "status"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_file_is_a_status_and_one_sentence(name, data, status, tutor, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    report = take_in(tutor, path)
    assert report.status is status
    assert len(report.problems) == 1
    assert name in report.problems[0]
    assert report.problems[0].endswith(".")
    assert tutor.books() == []


def test_a_file_with_a_password_says_so(tutor, tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(_encrypted())
    report = take_in(tutor, path)
    assert report.status is Status.PASSWORD
    assert "password" in report.problems[0]


def test_a_missing_file_says_so(tutor, tmp_path):
    report = take_in(tutor, tmp_path / "nowhere.pdf")
    assert report.status is Status.UNSUPPORTED
    assert "There is no file" in report.problems[0]


@pytest.mark.parametrize("name", ["../../../etc/passwd.md", "..\\..\\x.md", "/abs/olute.md", "a/b/c.md", "…‮.md", "C:\\x.md"])
def test_the_name_of_an_upload_is_a_label_and_never_a_path(name, tutor, tmp_path):
    path = tmp_path / "bytes"
    path.write_text("# Rank\n\nThe rank is the number of independent columns.\n", encoding="utf-8")
    before = {p for p in tmp_path.parent.rglob("*") if tutor.home not in p.parents}
    report = take_in(tutor, Incoming.upload(path, name))
    assert report.status is Status.OK
    assert "/" not in report.path
    assert "\\" not in report.path
    assert {p for p in tmp_path.parent.rglob("*") if tutor.home not in p.parents} - before <= {tutor.home}


@pytest.mark.sweep
def test_a_real_book_is_read_with_its_words_sections_and_labels(shared):
    source, _ = read(shared / "pdf" / "d2l-math-part1_cm.pdf", "d2l.pdf")
    assert len(source.pages) == 70
    assert source.pages[4].label == "1"
    assert ("1 Linear Algebra", "1.1 Scalars") in [s.path for s in source.sections]
    text = " ".join(p.text for p in source.pages)
    assert "matrix multiplication" in text  # broken over a line on the paper
    assert len(re.findall("\ufb01|\ufb02", text)) == 0


QUICK_NASTY = [
    "192_bytes_bug1795263.pdf", "0055_digits_issue19389.pdf", "PDFBOX-4352-0.pdf", "Pages-tree-refs.pdf", "bug1020226.pdf",
    "encrypted-attachment.pdf", "issue3371.pdf", "libreoffice-writer-password.pdf", "poppler-742-0-fuzzed.pdf",
    "poppler-90-0-fuzzed.pdf", "unreadablemetadata.pdf", "pagetree_1e8.pdf", "REDHAT-1531897-0.pdf", "operator-in-TJ-array.pdf",
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize("name", QUICK_NASTY)
def test_a_nasty_file_never_reaches_the_tutor(name, shared, tutor):
    report = take_in(tutor, shared / "nasty-pdfs" / name)
    assert isinstance(report.status, Status)
    assert report.status.readable or len(report.problems) == 1
