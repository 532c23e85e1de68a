"""Books that other programs than pdfTeX set: LuaLaTeX, XeTeX, Word's formulas in Writer, a browser; and fonts that name nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject

from eval.books import canonical, word_recall
from tutor.library.pdf.formulas.columns import piece_of
from tutor.library.pdf.formulas.confirm import status
from tutor.library.pdf.formulas.fonts import Codes, face
from tutor.library.pdf.formulas.glyphs import PageGlyphs
from tutor.library.pdf.formulas.layout import Sign
from tutor.library.pdf.formulas.page import NOT_READ, read_page
from tutor.library.pdf.formulas.recover import Recovered
from tutor.library.pdf.read import read_pdf
from tutor.library.pdf.worker import _FontCodes
from tutor.library.readable import UNREAD, readable_share
from tutor.library.source import FormulaStatus

DATA = Path(__file__).parent / "data" / "pdf"
TRUTH = {name: json.loads((DATA / f"{name}.gt.json").read_text(encoding="utf-8"))["formulas"] for name in ("lualatex", "xelatex")}
MANY = json.loads((DATA / "manyfonts.gt.json").read_text(encoding="utf-8"))["formulas"]
SIGNS = re.compile(r"^<[0-9A-F]{4}> (?:<[0-9A-F]{4}> )?<([0-9A-F]{4,8})>\n", re.M)


def read(path):
    steps = read_pdf(path, path.name)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def books():
    return {
        path.stem: read(path)
        for path in map(DATA.joinpath, ("lualatex.pdf", "xelatex.pdf", "manyfonts.pdf", "writer.pdf", "browser.pdf"))
    }


def found_at(book, entry):
    x, y = entry["start"]
    here = [
        f
        for f in book.formulas
        if f.page == entry["page_index"] + 1 and f.box[1] - 3 <= y <= f.box[3] + 3 and f.box[0] - 9 <= x <= f.box[2] + 3
    ]
    return min(here, key=lambda f: abs(f.box[0] - x))


@pytest.mark.parametrize(
    ("name", "entry"), [(n, e) for n, truth in TRUTH.items() for e in truth], ids=lambda v: v if isinstance(v, str) else v["id"]
)
def test_a_formula_in_an_opentype_font_is_read_as_its_author_wrote_it(name, entry, books):
    found = found_at(books[name], entry)
    assert canonical(found.latex) == canonical(entry["latex"])
    assert found.display == (entry["kind"] == "display")


@pytest.mark.parametrize("name", TRUTH)
def test_nearly_all_formulas_in_opentype_fonts_are_confirmed_and_none_is_made_up(name, books):
    statuses = [f.status for f in books[name].formulas]
    assert len(statuses) == len(TRUTH[name])
    assert statuses.count(FormulaStatus.CONFIRMED) >= len(statuses) - 1


# A vector beside a binomial, a row of cells between small brackets, ligatures, hats too small for what they cover, roots that hang
# from their bars, columns of three within a line: each in the font in which it was once taken for something else. What the page
# alone does not tell us is not confirmed.
NOT_TO_BE_TOLD = {"d1", "d2", "d5", "i6"}


@pytest.mark.parametrize("entry", MANY, ids=lambda entry: entry["latex"][:30])
def test_what_differs_from_font_to_font_is_read_or_else_not_confirmed(entry, books):
    found = found_at(books["manyfonts"], entry)
    if entry["id"] in NOT_TO_BE_TOLD:
        assert found.status is FormulaStatus.UNCONFIRMED
    else:
        assert canonical(found.latex) == canonical(entry["latex"])
        assert found.status is FormulaStatus.CONFIRMED


def test_nothing_is_confirmed_that_does_not_stand_there(books):
    true = {canonical(entry["latex"]) for entry in MANY}
    assert [
        f.latex for f in books["manyfonts"].formulas if f.status is FormulaStatus.CONFIRMED and canonical(f.latex) not in true
    ] == []


@pytest.mark.parametrize("name", ["lualatex", "xelatex", "manyfonts", "writer", "browser"])
def test_no_word_around_such_formulas_is_lost_and_nothing_is_garbage(name, books):
    assert word_recall(DATA / f"{name}.pdf") >= 0.999
    text = "".join(page.text for page in books[name].pages)
    assert readable_share(text) == 1.0
    assert not re.search("[\ue000-\uf8ff\U0001d400-\U0001d7ff]", re.sub(r"\$[^$]*\$", "", text))


# Other programs than TeX


def test_what_another_program_set_is_never_confirmed(books):
    statuses = {f.status for name in ("writer", "browser") for f in books[name].formulas}
    assert statuses == {FormulaStatus.UNCONFIRMED}


def test_the_formulas_of_a_page_printed_by_a_browser_are_read(books):
    read_ = [canonical(f.latex) for f in books["browser"].formulas]
    for latex in (r"A \in \mathbb{R}^{m \times n}", r"\sqrt{2}", r"T : V \to W", r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"):
        assert canonical(latex) in read_


def test_the_plain_formulas_of_an_office_program_are_read(books):
    read_ = [canonical(f.latex) for f in books["writer"].formulas]
    for latex in (r"\sqrt{2}", r"T : V \to W", r"p(x \mid y)", r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"):
        assert canonical(latex) in read_


def test_a_file_of_word_is_read_but_not_vouched_for(tmp_path):
    writer = pypdf.PdfWriter(clone_from=DATA / "lualatex.pdf")
    writer.add_metadata({"/Creator": "Microsoft® Word for Microsoft 365", "/Producer": "Microsoft® Word for Microsoft 365"})
    writer.write(tmp_path / "word.pdf")
    formulas = read(tmp_path / "word.pdf").formulas
    assert {f.status for f in formulas} == {FormulaStatus.UNCONFIRMED}
    assert canonical(formulas[0].latex) == canonical(TRUTH["lualatex"][0]["latex"])


# Fonts that do not say what their signs are


def without_names(name, path, keep=None):
    """The file with the names of its signs taken away, but for those that `keep` keeps: it is asked (font, character)."""
    writer = pypdf.PdfWriter(clone_from=DATA / name)
    for page in writer.pages:
        for entry in page["/Resources"]["/Font"].values():
            font = entry.get_object()
            if "/ToUnicode" not in font:
                continue
            table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
            kept = SIGNS.sub(lambda m, base=font["/BaseFont"]: m[0] if keep and keep(base, _char(m[1])) else "", table)
            kept = re.sub(r"\d+ (begin(bfchar|bfrange))\n(.*?)(end\2)", _counted, kept, flags=re.S)
            del font["/ToUnicode"]
            if keep:
                stream = DecodedStreamObject()
                stream.set_data(kept.encode("latin-1"))
                font[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(path)
    return path


def _char(code):
    return bytes.fromhex(code).decode("utf-16-be")


def _counted(block):
    return f"{block[3].count(chr(10))} {block[1]}\n{block[3]}{block[4]}" if block[3].strip() else ""


@pytest.mark.parametrize("name", TRUTH)
@pytest.mark.parametrize(
    "kept",
    [str.isalnum, lambda char: char not in "=+−()[]√{}", lambda char: ord(char) % 3 > 0],
    ids=["letters", "most", "thirds"],
)
def test_signs_without_a_name_lead_to_a_picture_and_never_to_a_wrong_formula_shown_as_sure(name, kept, tmp_path):
    path = without_names(
        f"{name}.pdf", tmp_path / "book.pdf", lambda font, char: ("Math" not in font and "math" not in font) or kept(char)
    )
    true = {canonical(entry["latex"]) for entry in TRUTH[name]}
    book = read(path)
    for formula in book.formulas:
        assert formula.status is not FormulaStatus.CONFIRMED or canonical(formula.latex) in true
    assert sum(f.status is FormulaStatus.IMAGE_ONLY for f in book.formulas) > len(true) / 3
    text = "".join(page.text for page in book.pages)
    assert not re.search(r"\^\{ *\}|_\{ *\}|\\frac\{\}", text)  # no formula full of holes
    assert "Nothing is proved here; the" in text and NOT_READ in text


def test_the_number_of_a_shape_is_not_taken_for_a_greek_letter(tmp_path):
    """In Latin Modern Math some numbers are those of other characters."""
    book = read(without_names("manyfonts.pdf", tmp_path / "book.pdf", lambda font, char: "Math" not in font))
    assert book.formulas
    assert not re.search(r"\\[a-z]+", "".join(f.latex for f in book.formulas if "text" not in f.latex))


def test_dots_without_a_name_stay_within_their_list(tmp_path):
    book = read(without_names("xelatex.pdf", tmp_path / "book.pdf", lambda font, char: char != "…"))
    assert len(book.formulas) == len(TRUTH["xelatex"])
    assert "$[formula]$" in book.pages[0].text + book.pages[1].text


def test_a_bar_alone_is_no_formula_that_anybody_vouches_for():
    assert status(Recovered(Sign("|"), "|", (), 1), (), False) is FormulaStatus.UNCONFIRMED
    assert status(Recovered(Sign("x"), "x", (), 1), (), False) is FormulaStatus.CONFIRMED


@pytest.mark.parametrize("name", TRUTH)
def test_text_whose_letters_have_no_names_is_marked_as_not_read(name, tmp_path):
    path = without_names(f"{name}.pdf", tmp_path / "book.pdf")
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        text = read_page(document[0], _FontCodes(str(path))).text
    assert readable_share(re.sub(r"[ \n$]|\[formula\]", "", text)) < 0.05
    assert not re.search("[\x00-\x09\x0b-\x1f]", text)
    assert UNREAD in text


def test_what_the_codes_of_a_font_say_is_asked_of_the_file(tmp_path):
    path = without_names("xelatex.pdf", tmp_path / "book.pdf")
    assert _FontCodes(str(path))("TeXGyrePagella-Regular") is Codes.NUMBERS
    assert _FontCodes(str(DATA / "xelatex.pdf"))("TeXGyrePagella-Regular") is Codes.NAMED


# Their names


@pytest.mark.parametrize(
    "name",
    "LatinModernMath-Regular STIXTwoMath-Regular XITSMath-Bold CambriaMath LibertinusMath-Regular TeXGyrePagellaMath-Regular "
    "Garamond-Math Erewhon-Math XCharter-Math-Bold Asana-Math NewCMMath-Book DejaVuMathTeXGyre-Regular FiraMath-Regular".split(),
)
def test_every_opentype_font_of_mathematics_is_known_by_its_name(name):
    assert face(name).mathematical and face(name).wide


@pytest.mark.parametrize(
    "name", "PazoMath LMMathItalic10-Regular LMMathExtension10-Regular Mathilde-Regular STIXTwoText-Regular".split()
)
def test_no_other_font_is_taken_for_one(name):
    assert not face(name).wide


def test_the_smallest_root_stands_on_no_line():
    import pypdfium2

    with pypdfium2.PdfDocument(DATA / "xelatex.pdf") as document:
        pages = [PageGlyphs(page) for page in document]
        roots = [piece_of(page, run) for page in pages for run in page.runs() if run.text.startswith("√")]
    assert roots and all(piece.tall for piece in roots)
