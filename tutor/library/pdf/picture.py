"""A page as a picture, with the quoted words lit."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

from tutor.library.pdf.formulas.fonts import Codes
from tutor.library.pdf.formulas.page import read_page

_HIGHLIGHT = (255, 214, 102)
_LONGEST_SIDE = 2400
_PAPER = 6.0  # points around what is cut out


def picture(document, number: int, scale: float, quote: str, near: int, codes: Callable[[str], Codes]) -> bytes:
    """Page `number` (from 1) as PNG at `scale` pixels a point, the words of `quote` lit where they stand.

    `near` is the offset of the quote in the page's text; of several places the nearest is lit.
    """
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(scale, _LONGEST_SIDE / max(width, height, 1))
    image = page.render(scale=scale).to_pil().convert("RGB")
    if quote:
        _light(image, _rectangles(page, quote, near, codes), scale, height)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def cut_out(document, number: int, scale: float, box: tuple[float, float, float, float]) -> bytes:
    """A rectangle of a page, (left, bottom, right, top) in points, as PNG with a little paper around it."""
    page = document[number - 1]
    width, height = page.get_size()
    left, bottom, right, top = box
    scale = min(scale, _LONGEST_SIDE / max(right - left + 2 * _PAPER, top - bottom + 2 * _PAPER, 1))
    around = (max(0, left - _PAPER), max(0, bottom - _PAPER), max(0, width - right - _PAPER), max(0, height - top - _PAPER))
    image = page.render(scale=scale, crop=around).to_pil().convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _rectangles(page, quote: str, near: int, codes: Callable[[str], Codes]) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) in points, one for each run of the quote on a line, and one for each formula in it."""
    read = read_page(page, codes)
    start = nearest(read.text, quote, near)
    if start is None:
        return []
    end = start + len(quote)
    formulas = [f for f in read.formulas if f.start < end and start < f.end]
    covered = {at for f in formulas for at in range(f.start, f.end)}
    textpage = page.get_textpage()
    found = [f.box for f in formulas]
    for first, count in _stretches([read.origins[at] for at in range(start, end) if at not in covered]):
        found += [textpage.get_rect(i) for i in range(textpage.count_rects(first, count))]
    return found


def _stretches(indexes: Sequence[int]) -> list[tuple[int, int]]:
    """(first, count) of the glyphs that follow each other; -1 stands for none.

    >>> _stretches([4, 5, 5, -1, 7, 20])
    [(4, 4), (20, 1)]
    """
    stretches: list[tuple[int, int]] = []
    for index in indexes:
        if index < 0:
            continue
        if stretches and 0 <= index - sum(stretches[-1]) < 3:
            stretches[-1] = (stretches[-1][0], index - stretches[-1][0] + 1)
        elif not stretches or not stretches[-1][0] <= index < sum(stretches[-1]):
            stretches.append((index, 1))
    return stretches


def nearest(text: str, quote: str, near: int) -> int | None:
    """Where `quote` stands in `text`, the place nearest to `near`; None when it does not.

    >>> nearest("rank and rank", "rank", 8)
    9
    """
    places = [m.start() for m in re.finditer(re.escape(quote), text)]
    return min(places, key=lambda at: abs(at - near)) if places else None


def _light(image, rectangles, scale: float, height: float) -> None:
    """Multiply the marker's colour into the picture, as a highlighter does: black letters stay black."""
    from PIL import Image, ImageChops, ImageDraw

    layer = Image.new("RGB", image.size, (255, 255, 255))
    draw = ImageDraw.Draw(layer)
    for left, bottom, right, top in rectangles:
        box = (left * scale - 2, (height - top) * scale - 2, right * scale + 2, (height - bottom) * scale + 2)
        draw.rectangle(box, fill=_HIGHLIGHT)
    image.paste(ImageChops.multiply(image, layer))
