"""Pages that are pictures: read by Tesseract where it is installed, never passed off as print, and said so where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import small_pdf, take_in
from tutor import Standing, Status, Tutor
from tutor.library.pdf import read, scan
from tutor.library.pdf.talk import can_read_scans

SENTENCES = [
    "The rank of a matrix is the number of independent columns.",
    "The kernel holds every vector that the matrix sends to zero.",
    "A basis is a smallest set of vectors that spans the space.",
]


def scanned(folder: Path, pages: list[list[str]]) -> Path:
    """A PDF whose pages are pictures of printed pages, 200 dots an inch, as a scanner makes them."""
    import pypdfium2

    printed = pypdfium2.PdfDocument(small_pdf(pages))
    pictures = [printed[n].render(scale=200 / 72).to_pil().convert("L") for n in range(len(printed))]
    path = folder / "scan.pdf"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=200)
    return path


needs_tesseract = pytest.mark.skipif(
    not can_read_scans(), reason="Tesseract is not installed here (apt-get install tesseract-ocr)"
)


@pytest.mark.sweep
@needs_tesseract
def test_a_scanned_page_is_read_quoted_and_marked(tutor: Tutor, tmp_path: Path):
    report = take_in(tutor, scanned(tmp_path, [SENTENCES, ["A second page speaks of norms and angles."]]))
    assert report.status is Status.PARTIAL
    assert report.problems == (
        "2 pages are pictures; their words were read by OCR and may be misread: compare them with the page",
    )
    page = tutor.store.page(report.id, 1)
    assert page.label == "1 (OCR)"
    assert SENTENCES[0] in page.text.replace("\n", " ")
    told = tutor.ask("what is the rank of a matrix?")
    quoted = [claim for claim in told.claims if claim.standing is Standing.QUOTED]
    assert quoted and all(place.label.endswith("(OCR)") for claim in quoted for place in claim.citations)


@needs_tesseract
def test_a_printed_book_never_meets_tesseract(tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    monkeypatch.setattr(read, "can_read_scans", lambda: asked.append("asked") or True)
    path = tmp_path / "printed.pdf"
    path.write_bytes(small_pdf([SENTENCES]))
    assert take_in(tutor, path).status is Status.OK
    assert asked == []


def test_without_tesseract_a_scan_is_refused_with_what_to_do(tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read, "can_read_scans", lambda: False)
    report = take_in(tutor, scanned(tmp_path, [SENTENCES]))
    assert report.status is Status.SCANNED
    assert report.problems == (
        "scan.pdf has 1 page that is a picture and no text; install Tesseract and `pip install 'marginalia-tutor[ocr]'`, or run OCR on it"
        " and add it again.",
    )


def test_a_word_of_mathematics_or_of_doubt_is_never_quoted():
    line = scan._Line((("The", 96.0), ("x€R", 91.0), ("rnak", 12.0), ("counts", 95.0)), (0, 0, 9, 9), (1, 1))
    assert line.text == "The \ufffd \ufffd counts"


def test_a_worker_that_dies_on_a_picture_leaves_it_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = scanned(tmp_path, [SENTENCES] * 4)
    said = {1: "one", 3: "three", 4: "four"}

    def lines(command: list[str], seconds: float):
        for number in map(int, command[-1].split(",")):
            if number not in said:
                return
            yield {"page": number, "text": said[number], "width": 1, "height": 1, "ocr": True}

    monkeypatch.setattr(read, "can_read_scans", lambda: True)
    monkeypatch.setattr(read, "lines_of", lines)
    pages = {n: read._Read("", 1.0, 1.0) for n in range(1, 5)}
    steps = list(read._read_scans(path, "scan.pdf", pages, None))
    assert {n: page.text for n, page in pages.items()} == {1: "one", 2: "", 3: "three", 4: "four"}
    assert [step.done for step in steps] == [1, 3, 4]


@needs_tesseract
def test_blank_pages_are_not_looked_at_by_tesseract(tutor: Tutor, tmp_path: Path):
    import time

    path = tmp_path / "blank.pdf"
    path.write_bytes(small_pdf([["Only the first page says something about ranks and kernels."], *([[]] * 400)]))
    began = time.monotonic()
    assert take_in(tutor, path).status is Status.OK
    assert time.monotonic() - began < 20  # Tesseract takes about a quarter of a second for each


def test_what_was_read_of_a_scan_is_not_read_twice(tmp_path: Path):
    pages: dict[int, read._Read] = {}
    line = {"page": 1, "text": "The rank.", "width": 1, "height": 1, "ocr": True}
    assert read._keep(json.loads(json.dumps(line)), pages)
    assert not pages[1].unread
    assert read._Read("", 1.0, 1.0).unread
