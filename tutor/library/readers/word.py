"""A letter of Word (.docx) -> Markdown: headings, lists, tables, footnotes; formulas as LaTeX where they can be read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tutor.errors import FileDamaged, FileTooBig
from tutor.library.readers.hypertext import markdown_of
from tutor.library.readers.mathml import LOST
from tutor.library.readers.omml import MATHS, latex_of
from tutor.library.readers.zipped import Zipped, declared_entities

MOST_XML_BYTES = 16 << 20
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_READ = re.compile(r"(?:\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels|word/[^/]+\.xml)$")
_LEFT_OUT = frozenset({"word/comments.xml", "word/settings.xml", "word/webSettings.xml", "word/fontTable.xml"})
_LOST_IN_LINE = re.compile(r"\$\$?" + re.escape(LOST) + r"\$\$?")


def word_markdown(path: Path, name: str) -> str:
    """The letter as one Markdown text. Raises FileDamaged, FileProtected or FileTooBig."""
    import mammoth

    letter = Zipped(path, name)
    if _BODY not in letter:
        raise FileDamaged(f"{name} is a zip file but no letter of Word; open it in Word and save it as .docx.")
    plain = io.BytesIO(_without_formulas(letter, name))
    done = mammoth.convert_to_html(plain, convert_image=lambda _: [], include_embedded_style_map=False)
    return _LOST_IN_LINE.sub(LOST, markdown_of(done.value)) + "\n"


def _without_formulas(letter: Zipped, name: str) -> bytes:
    """The same letter with its formulas written as LaTeX in its text, and nothing in it but what is read."""
    parts = [part for part in letter.names() if _READ.match(part) and part not in _LEFT_OUT]
    letter.check(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for part in parts:
            data = letter.read(part)
            if len(data) > MOST_XML_BYTES:
                raise FileTooBig(f"{name} is longer than any letter we read; split it into chapters and add those.")
            if declared_entities(data):
                raise FileDamaged(f"{name} is damaged: its contents cannot be read; open it in Word and save it again.")
            copy.writestr(part, _written(data, name) if part.startswith("word/") and b"oMath" in data else data)
    return out.getvalue()


def _written(data: bytes, name: str) -> bytes:
    """The XML with every formula as a run of text."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise FileDamaged(f"{name} is damaged: its contents cannot be read; open it in Word and save it again.") from None
    for parent in root.iter():
        for place, child in enumerate(list(parent)):
            if child.tag == f"{MATHS}oMathPara":
                runs = [_run(f"$${latex_of(formula)}$$ ") for formula in child.iter(f"{MATHS}oMath")]
                parent[place] = _span(runs)
            elif child.tag == f"{MATHS}oMath":
                parent[place] = _run(f"${latex_of(child)}$")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _run(text: str) -> Element:
    run = Element(f"{_WORDS}r")
    ElementTree.SubElement(run, f"{_WORDS}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = text
    return run


def _span(runs: list[Element]) -> Element:
    """Several runs where one element stood."""
    held = Element(f"{_WORDS}smartTag")
    held.extend(runs)
    return held
