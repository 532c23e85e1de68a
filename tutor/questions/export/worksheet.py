"""A quiz set as one HTML file to print: formulas set as MathML, nothing fetched from anywhere, the key on a page of its own."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree

from tutor.questions.export.markdown import _HOW
from tutor.questions.export.pieces import Piece, answer_of, lettered, to_html
from tutor.questions.question import Kind, Question
from tutor.questions.sets import QuizSet

_LOOK = """
body { font: 12pt/1.5 Georgia, 'DejaVu Serif', serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { font-size: 1.4em; } .small { color: #555; font-size: .85em; }
li.q { margin: 0 0 1.6em; break-inside: avoid; } .room { height: 5em; border-bottom: 1px dotted #999; }
ul.options { list-style: none; padding-left: 1em; } .key { break-before: page; page-break-before: always; }
math { font-size: 1.05em; }
@media print { body { margin: 0; max-width: none; } }
"""
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = frozenset(
    """math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mphantom
    mpadded mstyle menclose mlabeledtr""".split()
)
_ATTRIBUTES = frozenset(
    """display stretchy fence form separator largeop movablelimits symmetric minsize maxsize lspace rspace accent linethickness
    mathvariant columnalign rowspacing columnspacing columnlines rowlines width height depth scriptlevel displaystyle notation
    accentunder""".split()
)
# What the converter raises on LaTeX that is cut off or strange, beside its own errors (found by feeding it such).
_CONVERTER_STUMBLES = (ValueError, IndexError, KeyError, RecursionError, AttributeError, TypeError, StopIteration)
_TYPED_ROOM = '<div class="room"></div>'


def write(quiz: QuizSet) -> str:
    """The worksheet: name line, questions with room to write, then the key."""
    minutes = f"Time: {quiz.minutes:g} minutes." if quiz.minutes else ""
    questions = "".join(f'<li class="q">{_question(q)}</li>' for q in quiz.questions)
    answers = "".join(f'<li class="q">{_answer(q)}</li>' for q in quiz.questions)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(quiz.title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{_LOOK}</style></head><body>\n'
        f'<h1>{escape(quiz.title)}</h1><p class="small">Name: ______________________ Date: ______________ {escape(minutes)}</p>\n'
        f"<ol>{questions}</ol>\n"
        f'<section class="key"><h1>Key</h1><ol>{answers}</ol></section>\n</body></html>\n'
    )


def _question(q: Question) -> str:
    how = f" {escape(_HOW[q.kind])}" if q.kind in _HOW else ""
    terms = "".join(f"<li>{_html(term)}</li>" for term in q.terms)
    options = "".join(f"<li>({escape(mark)}) {_html(text)}</li>" for mark, text in lettered(q))
    place = f'<p class="small">{escape(q.place.place)}</p>' if q.place else ""
    return (
        f"<p>{_html(q.prompt)}{how}</p>"
        + (f"<ol>{terms}</ol>" if terms else "")
        + (f'<ul class="options">{options}</ul>' if options else "")
        + ("" if q.options and q.kind is not Kind.ORDER else _TYPED_ROOM)
        + place
    )


def _answer(q: Question) -> str:
    steps = "".join(f"<li>{_html(step)}</li>" for step in q.solution)
    return f"<p><strong>{_html(answer_of(q))}</strong></p><ul>{steps}</ul>"


def _html(text: str) -> str:
    return to_html(text, mathml)


def mathml(piece: Piece) -> str:
    """A formula as MathML; what cannot be set, or would become anything but MathML, stands as its LaTeX.

    >>> mathml(Piece("x^2", True)).startswith("<math")
    True
    >>> mathml(Piece("}{", True))
    '<code>}{</code>'
    """
    import latex2mathml.exceptions as refusals
    from latex2mathml.converter import convert

    own = (v for v in vars(refusals).values() if isinstance(v, type) and issubclass(v, Exception))
    refused: tuple[type[Exception], ...] = (*own, ElementTree.ParseError, *_CONVERTER_STUMBLES)
    # The converter copies the words of \\text{..} as they are: no sign of markup may reach it.
    latex = piece.text.replace("<", r"\lt ").replace(">", r"\gt ")
    try:
        written = str(convert(latex, display="block" if piece.display else "inline"))
        sound = _only_mathematics(ElementTree.fromstring(written))
    except refused:
        sound = False
    return written if sound else f"<code>{escape(piece.text)}</code>"


def _only_mathematics(root: ElementTree.Element) -> bool:
    """Whether nothing but MathML, without links, scripts and styles, came out."""
    return all(
        part.tag.startswith(_MATHML) and part.tag.removeprefix(_MATHML) in _ELEMENTS and set(part.attrib) <= _ATTRIBUTES
        for part in root.iter()
    )
