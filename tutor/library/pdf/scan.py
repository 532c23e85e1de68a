"""A page that is a picture, read by Tesseract where the learner has it installed (with the extra `ocr`).

Tesseract says of every word how sure it is. A line of which it is unsure is shown as the picture it is: in mathematics that is
nearly always a formula. A single word of which it is unsure, and any that holds a sign of mathematics (it takes the element sign
for a euro), is marked as not read, so that its sentence is never quoted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tutor.library.pdf.formulas.page import NOT_READ
from tutor.library.pdf.talk import SCAN_SECONDS
from tutor.library.readable import UNREAD
from tutor.library.source import FormulaStatus

_DOTS_AN_INCH = 300
_LONGEST_SIDE = 4_000  # pixels
# Tesseract's confidence, 0..100: below the first a line is no text, below the second a word was not read.
_LEAST_OF_A_LINE, _LEAST_OF_A_WORD = 60.0, 40.0
_LANGUAGE = "eng"
_SEEN, _DEPTH = [1, 3], 4  # pdfium's FPDF_PAGEOBJ_TEXT and _IMAGE; forms inside forms that are looked into
_MATHS = re.compile(r"[=€^|~{}\\<>≤≥±×∈∑∫√+]|\d[A-Za-z]|[A-Za-z]\d|^.*\w\(.*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as Tesseract saw it: its words with their confidences, its box in pixels from the upper left, its paragraph."""

    words: tuple[tuple[str, float], ...]
    box: tuple[int, int, int, int]
    paragraph: tuple[int, int]

    @property
    def sure(self) -> float:
        """The confidence of its letters, 0..100."""
        letters = sum(len(word) for word, _ in self.words)
        return sum(len(word) * conf for word, conf in self.words) / letters if letters else 0.0

    @property
    def text(self) -> str:
        return " ".join(word if conf >= _LEAST_OF_A_WORD and not _MATHS.search(word) else UNREAD for word, conf in self.words)


def read_scan(page: Any) -> dict[str, object]:
    """Text and formulas of a page that is a picture, in the form in which the worker says a page."""
    import pytesseract

    width, height = page.get_size()
    if not any(page.get_objects(filter=_SEEN, max_depth=_DEPTH)):
        return {"text": "", "width": width, "height": height, "formulas": [], "ocr": True}  # blank: there is nothing to see
    scale = min(_DOTS_AN_INCH / 72, _LONGEST_SIDE / max(width, height, 1))
    image = page.render(scale=scale, grayscale=True).to_pil()
    language = os.environ.get("TUTOR_OCR_LANGUAGE", _LANGUAGE)
    seen = pytesseract.image_to_data(image, lang=language, timeout=SCAN_SECONDS, output_type=pytesseract.Output.DICT)
    text, formulas = _written(list(_lines(seen)), scale, height)
    return {"text": text, "width": width, "height": height, "formulas": formulas, "ocr": True}


def _lines(seen: dict[str, list[Any]]) -> Iterator[_Line]:
    """The lines of Tesseract's table, in its order."""
    rows = [n for n, word in enumerate(seen["text"]) if str(word).strip()]
    place = ("block_num", "par_num", "line_num")
    for key, group in groupby(rows, key=lambda n: tuple(seen[name][n] for name in place)):
        words = list(group)
        left, top = min(seen["left"][n] for n in words), min(seen["top"][n] for n in words)
        right = max(seen["left"][n] + seen["width"][n] for n in words)
        bottom = max(seen["top"][n] + seen["height"][n] for n in words)
        said = tuple((str(seen["text"][n]).strip(), float(seen["conf"][n])) for n in words)
        yield _Line(said, (left, top, right, bottom), (key[0], key[1]))


def _written(lines: Sequence[_Line], scale: float, height: float) -> tuple[str, list[list[object]]]:
    """The text of the lines, a mark in the place of what is no text, and those marks as formulas that are pictures.

    >>> one = _Line((("The", 96.0), ("rank", 95.0)), (0, 0, 60, 10), (1, 1))
    >>> two = _Line((("x=", 30.0), ("~~", 5.0)), (10, 20, 40, 30), (1, 2))
    >>> _written([one, two], 1.0, 100.0)
    ('The rank\\n\\n$$[formula]$$', [['', True, 10, 23, 'image_only', [10.0, 70.0, 40.0, 80.0], '']])
    """
    text, formulas = "", []
    for sure, group in groupby(lines, key=lambda line: line.sure >= _LEAST_OF_A_LINE):
        run = list(group)
        if sure:
            text = _joined(text, run)
            continue
        text = text.rstrip("\n") + ("\n\n" if text else "")
        mark = f"$${NOT_READ}$$"
        box = [_points(run, n, scale) for n in range(4)]
        corners = [box[0], round(height - box[3], 2), box[2], round(height - box[1], 2)]
        formulas.append(["", True, len(text), len(text) + len(mark), FormulaStatus.IMAGE_ONLY.value, corners, ""])
        text += f"{mark}\n\n"
    return text.rstrip("\n"), formulas


def _points(run: Sequence[_Line], side: int, scale: float) -> float:
    """One side of the box around some lines, in points; left and top are the least, right and bottom the most."""
    return round((min if side < 2 else max)(line.box[side] for line in run) / scale, 2)


def _joined(text: str, run: Sequence[_Line]) -> str:
    """The text with some lines more: words cut at the end of a line are made whole, paragraphs stand apart."""
    last: tuple[int, int] | None = None
    for line in run:
        if text.endswith("-") and line.text[:1].islower() and last is not None:
            text = text[:-1] + line.text
        else:
            apart = "\n" if line.paragraph == last else "\n\n"
            text += (apart if text and not text.endswith("\n") else "") + line.text
        last = line.paragraph
    return text
