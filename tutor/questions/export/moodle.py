r"""A quiz set for Moodle: GIFT text, or Moodle XML. Typed mathematics is asked as a choice between the key and its wrong values.

Source for GIFT: the Moodle documentation, "GIFT format": ~ = # { } : and the backslash are escaped by a backslash.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from tutor.questions.candidate import offered as read_answer
from tutor.questions.export.markdown import _HOW
from tutor.questions.export.pieces import Shape, answer_of, lettered, offered, plain_title, shape_of, to_html
from tutor.questions.question import Kind, Question
from tutor.questions.sets import QuizSet

_SPECIAL = re.compile(r"([\\~=#{}:])")
_ROUNDED = 1e-3
_WHOLE = 1e-9


def write_gift(quiz: QuizSet) -> str:
    """The set as GIFT, one question after the other, a blank line between."""
    head = f"$CATEGORY: Marginalia {plain_title(quiz.title)[:80]}\n"
    return head + "".join(f"\n::{_escaped(q.id)}::[html]{_escaped(_prompt(q))} {{{_gift_answers(q)}}}\n" for q in quiz.questions)


def _escaped(text: str) -> str:
    r"""Text in which no sign of GIFT acts.

    >>> _escaped("a = {b} \\nabla")
    'a \\= \\{b\\} \\\\nabla'
    """
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def _prompt(q: Question) -> str:
    """The question as HTML, with what its answer refers to."""
    how = f" {_HOW[q.kind]}" if q.kind in _HOW else ""
    listed = "".join(f"<br>({mark}) {to_html(text)}" for mark, text in lettered(q)) if q.kind is Kind.ORDER else ""
    return f"<p>{to_html(q.prompt + how)}{listed}</p>"


def _gift_answers(q: Question) -> str:
    said = f"####{_escaped(_feedback(q))}"
    match shape_of(q):
        case Shape.NUMBER:
            value, tolerance = number(q)
            return f"#{value}:{tolerance}{said}"
        case Shape.MATCH:
            return " ".join(f"={_escaped(to_html(term))} -> {_escaped(_plain(other))}" for term, other in pairs(q)) + f" {said}"
        case Shape.SHORT:
            return f"={_escaped(q.key)}{said}"
        case Shape.ESSAY:
            return said
        case Shape.SEVERAL:
            return " ".join(f"~%{_share(q, o.right)}%{_option(o.text, o.says)}" for o in offered(q)) + f" {said}"
    return " ".join(f"{'=' if o.right else '~'}{_option(o.text, o.says)}" for o in offered(q)) + f" {said}"


def _option(text: str, says: str) -> str:
    return _escaped(to_html(text)) + (f"#{_escaped(to_html(says))}" if says else "")


def _share(q: Question, right: bool) -> str:
    """What one option counts: all right ones together 100, any wrong one takes everything away."""
    count = sum(o.misconception is None for o in q.options)
    return f"{100 / count:.5f}".rstrip("0").rstrip(".") if right else "-100"


def _plain(text: str) -> str:
    return text.replace("$", "")


def _feedback(q: Question) -> str:
    return "".join(f"<p>{to_html(line)}</p>" for line in (answer_of(q), *q.solution))


def number(q: Question) -> tuple[str, str]:
    """The value of a number and how far an answer may be from it: nothing for whole numbers, a thousandth for all others."""
    value = read_answer(q.key).real
    if abs(value - round(value)) < _WHOLE:
        return str(round(value)), "0"
    return f"{value:.12g}", f"{max(_ROUNDED, abs(value) * _ROUNDED):.6g}"


def pairs(q: Question) -> list[tuple[str, str]]:
    """Every term with its partner."""
    partner = dict(pair.split("-") for pair in q.key.split(","))
    return [(term, q.options["abcdefgh".index(partner[str(n)])].text) for n, term in enumerate(q.terms, 1)]


# -- XML -------------------------------------------------------------------------------------------------------------
def write_xml(quiz: QuizSet) -> str:
    """The set as Moodle XML."""
    root = Xml.Element("quiz")
    for q in quiz.questions:
        root.append(_question(q))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


_TYPES = {
    Shape.ONE: "multichoice",
    Shape.SEVERAL: "multichoice",
    Shape.NUMBER: "numerical",
    Shape.SHORT: "shortanswer",
    Shape.MATCH: "matching",
    Shape.ESSAY: "essay",
}


def _question(q: Question) -> Xml.Element:
    shape = shape_of(q)
    node = Xml.Element("question", type=_TYPES[shape])
    _text(Xml.SubElement(node, "name"), q.id)
    _text(Xml.SubElement(node, "questiontext", format="html"), _prompt(q))
    _text(Xml.SubElement(node, "generalfeedback", format="html"), _feedback(q))
    if shape in (Shape.ONE, Shape.SEVERAL):
        Xml.SubElement(node, "single").text = "true" if shape is Shape.ONE else "false"
        Xml.SubElement(node, "shuffleanswers").text = "false" if q.kind is Kind.WRONG_STEP else "true"
        for o in offered(q):
            share = _share(q, o.right) if shape is Shape.SEVERAL else "100" if o.right else "0"
            _answer(node, share, to_html(o.text), to_html(o.says))
    elif shape is Shape.NUMBER:
        value, tolerance = number(q)
        answer = _answer(node, "100", value, "")
        Xml.SubElement(answer, "tolerance").text = tolerance
    elif shape is Shape.SHORT:
        _answer(node, "100", q.key, "")
    elif shape is Shape.MATCH:
        for term, other in pairs(q):
            row = Xml.SubElement(node, "subquestion", format="html")
            Xml.SubElement(row, "text").text = to_html(term)
            _text(Xml.SubElement(row, "answer"), _plain(other))
    return node


def _answer(node: Xml.Element, share: str, text: str, says: str) -> Xml.Element:
    answer = Xml.SubElement(node, "answer", fraction=share, format="html")
    Xml.SubElement(answer, "text").text = text
    _text(Xml.SubElement(answer, "feedback", format="html"), says)
    return answer


def _text(node: Xml.Element, text: str) -> None:
    Xml.SubElement(node, "text").text = text
