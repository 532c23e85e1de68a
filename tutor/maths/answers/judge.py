"""The judgement on one typed answer: right, wrong, or unreadable, with one sentence and what was understood.

Law: never a wrong accept. What cannot be decided is UNREADABLE and says what to type instead; it is never called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence as ManyOf
from dataclasses import dataclass

from tutor.errors import Unreadable
from tutor.maths.answers.apart import formula_apart, value_apart
from tutor.maths.answers.asked_form import other_form
from tutor.maths.answers.families import same_family
from tutor.maths.answers.grade import Grade
from tutor.maths.answers.intervals import same_interval
from tutor.maths.answers.lists import (
    Finding,
    same_direction,
    same_matrix,
    same_set,
    same_span,
    same_vector,
    settled,
)
from tutor.maths.answers.numbers import same_value
from tutor.maths.answers.same_equation import same_equation
from tutor.maths.answers.units import read_quantity
from tutor.maths.answers.ways_of_typing import in_plain_signs
from tutor.maths.commas import lone_comma, with_points
from tutor.maths.evaluate import Undefined
from tutor.maths.habits import mixed_number, rewritten, without_degrees
from tutor.maths.matrices import Shape, same_matrix_formula
from tutor.maths.parse import read
from tutor.maths.tokens import Token, TokenKind, cut, strange_word
from tutor.maths.tree import Binary, Node, Relation, Symbol, children, symbols, walk
from tutor.maths.typeset import to_latex
from tutor.maths.written_matrices import written_out

KINDS = (
    "number",
    "expression",
    "equation",
    "set",
    "vector",
    "matrix",
    "vector_up_to_scale",
    "basis",
    "interval",
    "matrix_expression",
    "unit",
)


# A blank beside a letter, or a sign between blanks: does it end an entry, or is it part of one?
_BLANKS = re.compile(r"\[[^,]*(?:[\w)][ \t]+[A-Za-z(]|[\w)] [-+] [\w(])")

_EACH_NAMED = re.compile(r"=[^=()\[\]]*(?:[,;]|\band\b)[^=()\[\]]*=")  # x = 1, y = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade, one sentence why, and the LaTeX of what was understood (None where nothing was)."""

    grade: Grade
    why: str
    read_as: str | None

    def __post_init__(self) -> None:
        if not self.why:
            raise ValueError("a judgement says why")


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the question declares beside its key."""

    shapes: Mapping[str, Shape] | None
    symmetric: ManyOf[str]
    constants: ManyOf[str]
    decimals: int | None


def judge(
    kind: str,
    key: str,
    typed: str,
    *,
    shapes: Mapping[str, Shape] | None = None,
    symmetric: ManyOf[str] = (),
    constants: ManyOf[str] = (),
    decimals: int | None = None,
) -> Judgement:
    """Judge a typed answer against a key of one of the KINDS.

    `shapes` gives matrices their sizes, {"A": ("m", "n"), "b": ("m", 1)}; `symmetric` names symmetric matrices; `constants` names
    letters that stand for numbers; `decimals` is the number of places the question asks for. Raises ValueError for an unknown
    kind; a key that cannot be read raises Unreadable, for that is a fault of the question.

    >>> judge("number", "1/2", "0.5").grade.value, judge("matrix_expression", "AB", "BA").grade.value
    ('right', 'wrong')
    >>> judge("number", "1/2", "one half").why
    "I can't read 'one' as mathematics — type numbers and signs, such as 1/2."
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of answer; the kinds are {', '.join(KINDS)}")
    terms = _Terms(shapes, symmetric, constants, decimals)
    if kind == "unit":
        return _quantity(key, typed)
    wanted, label = _read(kind, key, None, frozenset())
    if kind == "number" and (found := _by_habit(wanted, key, typed, terms)):
        return found
    found = _once(kind, wanted, label, typed, terms)
    if kind == "number" and found.grade is Grade.UNREADABLE and (meant := lone_comma(typed)):
        return Judgement(Grade.UNREADABLE, f"If this is one decimal number, write it with a point: {meant}.", found.read_as)
    pointed = with_points(kind, typed)
    return found if pointed is None else _by_comma(found, _once(kind, wanted, label, pointed[0], terms), pointed[1])


def _by_comma(listed: Judgement, pointed: Judgement, sure: bool) -> Judgement:
    """Commas read between entries, and read as decimal points: what is right either way is right, what differs is asked."""
    if listed.grade is pointed.grade:
        return pointed if sure else listed
    if sure and listed.grade is not Grade.RIGHT:
        return pointed
    if pointed.grade is Grade.RIGHT or sure:
        why = "I can't tell decimal commas from the commas between values — write 1.5 with a point, or put ; between values."
        return Judgement(Grade.UNREADABLE, why, listed.read_as)
    return listed


def _once(kind: str, wanted: Node, label: str, typed: str, terms: _Terms) -> Judgement:
    """The judgement on one reading of what was typed."""
    try:
        if kind == "equation" and re.search(r"≈|\\approx|~=", typed):
            raise Unreadable("I expected one equation with one equal sign — try y = 2x + 1.")
        given, other = _read(kind, typed, wanted, frozenset(terms.constants) | _letters(label))
        if label and other and label != other:
            raise Unreadable(f"The question asks for {label} and you wrote {other} — give just the value asked for.")
        shown = to_latex(given)
        given = written_out(wanted, given) if kind == "matrix" else given
    except Unreadable as refusal:
        return Judgement(Grade.UNREADABLE, str(refusal), None)
    if misread := other_form(kind, wanted, given):
        return Judgement(Grade.UNREADABLE, misread, shown)
    found = _judged(kind, wanted, given, terms, shown)
    if kind == "expression" and found.grade is Grade.WRONG and (name := _unknown_function(wanted, given, typed)):
        return Judgement(Grade.UNREADABLE, f"I don't know what '{name}(...)' stands for here — write it out.", shown)
    if kind in ("vector", "matrix") and found.grade is Grade.WRONG and "the answer" in found.why and _BLANKS.search(typed):
        return Judgement(Grade.UNREADABLE, "I can't tell where one entry ends — separate the entries with commas.", shown)
    return found


def _by_habit(wanted: Node, key: str, typed: str, terms: _Terms) -> Judgement | None:
    """Degrees and mixed numbers: right where they can be read so that they are, never a reason to call an answer wrong."""
    before, mixed = without_degrees(typed), mixed_number(typed)
    if before is None and mixed is None:
        return None
    angle = before is not None and without_degrees(key) is None
    readings = [mixed] if mixed else [before, f"({before}) pi/180"] if angle else []
    for reading in readings:
        try:
            found = _judged("number", wanted, read(reading or ""), terms, to_latex(read(reading or "")))
        except Unreadable:
            continue
        if found.grade is Grade.RIGHT:
            return found
    why = "I can't be sure how to read this angle — give the number alone." if angle else None
    return Judgement(Grade.UNREADABLE, why, None) if why and before is not None else None


def _unknown_function(wanted: Node, given: Node, typed: str) -> str | None:
    """A name that the question does not have, written as a function: σ(x) may be meant, or a product."""
    for part in walk(given):
        if isinstance(part, Binary) and part.op == "*":
            left = part.left.right if isinstance(part.left, Binary) and part.left.op == "*" else part.left
            called = part.right.span[0] == left.span[1] and typed[left.span[1] : left.span[1] + 1] == "("
            if isinstance(left, Symbol) and called and symbols(left) - symbols(wanted):
                return typed[left.span[0] : left.span[1]]
    return None


def _judged(kind: str, wanted: Node, given: Node, terms: _Terms, shown: str) -> Judgement:
    try:
        finding, why = _compare(kind, wanted, given, terms)
    except Unreadable as refusal:
        return Judgement(Grade.UNREADABLE, str(refusal), shown)
    except (Undefined, ZeroDivisionError):
        return Judgement(Grade.UNREADABLE, "This divides by zero or has no value — check the denominator.", shown)
    except (OverflowError, RecursionError):
        return Judgement(Grade.UNREADABLE, "This is too large to check — try a shorter form.", shown)
    grade = {"right": Grade.RIGHT, "wrong": Grade.WRONG, "unsure": Grade.UNREADABLE}[finding]
    return Judgement(grade, why, shown)


def _compare(kind: str, wanted: Node, given: Node, terms: _Terms) -> Finding:
    match kind:
        case "number" | "expression":
            if kind == "expression" and terms.constants and (found := _family(wanted, given, terms.constants)):
                return found
            return _scalar(kind, wanted, given, terms.decimals)
        case "equation":
            return same_equation(wanted, given)
        case "set":
            return same_set(wanted, given, terms.decimals)
        case "vector":
            return same_vector(wanted, given, terms.decimals)
        case "matrix":
            return same_matrix(wanted, given, terms.decimals)
        case "vector_up_to_scale":
            return same_direction(wanted, given)
        case "basis":
            return same_span(wanted, given)
        case "interval":
            return same_interval(wanted, given)
    right = same_matrix_formula(wanted, given, shapes=terms.shapes, symmetric=terms.symmetric, constants=terms.constants)
    return (
        ("right", "Yes, this is right.")
        if right
        else ("wrong", "Not yet: for some matrices of these shapes the two differ; matrices do not commute.")
    )


def _family(wanted: Node, given: Node, constants: ManyOf[str]) -> Finding | None:
    """Formulas up to a constant that may be anything."""
    if isinstance(given, Relation):
        return None
    found = same_family(wanted, given, constants)
    return None if found is None else settled([found[0]], f"Not yet: {found[1]}.")


def _scalar(kind: str, wanted: Node, given: Node, decimals: int | None) -> Finding:
    """One value or formula; a chain of equal signs must be right in every side."""
    sides = given.sides if isinstance(given, Relation) else (given,)
    if isinstance(given, Relation) and set(given.signs) != {"="}:
        raise Unreadable("I expected one value here — try it without the sign of comparison.")
    letters = sorted(symbols(given) - symbols(wanted) - {"i"})
    if kind == "number" and letters and not symbols(wanted):
        raise Unreadable(f"I expected a number and read the letter '{letters[0]}' — type the value, with * between factors.")
    verdicts = [same_value(wanted, side, decimals=decimals, imaginary=kind == "number") for side in sides]
    if len(sides) > 1 and len(set(verdicts)) > 1:
        raise Unreadable("The two sides of what you typed differ — give just the value asked for.")
    finding, why = settled(verdicts, "")
    if finding != "wrong":
        return finding, why
    return "wrong", f"Not yet: {value_apart(wanted, sides[-1]) if kind == 'number' else formula_apart(wanted, sides[-1])}."


def _quantity(key: str, typed: str) -> Judgement:
    wanted = read_quantity(key)
    try:
        given = read_quantity(typed)
    except Unreadable as refusal:
        return Judgement(Grade.UNREADABLE, str(refusal), None)
    if given.powers != wanted.powers:
        why = "Not yet: the unit is missing." if not given.powers else "Not yet: this unit measures something else."
        return Judgement(Grade.WRONG, why, given.latex)
    if not given.rounds(wanted):
        return Judgement(Grade.WRONG, "Not yet: the unit fits, the value is different.", given.latex)
    return Judgement(Grade.RIGHT, "Yes, this is right.", given.latex)


# -- what was typed, without its label ---------------------------------------------------------------------------------
def _letters(label: str) -> frozenset[str]:
    return frozenset(label)


def _read(kind: str, text: str, wanted: Node | None, known: frozenset[str]) -> tuple[Node, str]:
    """The tree of an answer and the label in front of it, as in det(A) = 12."""
    text = rewritten(kind, in_plain_signs(kind, text, wanted))
    if kind in ("vector_up_to_scale", "basis"):
        text = re.sub(r"\\?operatorname\{span\}|\\?span", lambda found: " " * len(found.group(0)), text)
    if kind == "interval":
        text = re.sub(r"(?<=[)\]])(\s*)U(?=\s*[(\[])", r"\1∪", text)
    if kind in ("vector", "matrix") and "\\begin" not in text:
        text = re.sub(r"(?<=[\w.)])[ \t]*\n(?=[ \t]*[-\w.(])", lambda found: " " * (len(found.group(0)) - 1) + ";", text)
    scientific = wanted is None or not _uses_e(wanted)
    thousands = kind == "number" and wanted is not None
    tokens = cut(text, thousands=thousands, scientific=scientific)
    letters = symbols(wanted) if wanted is not None else frozenset()
    if kind == "interval":
        _refuse_joined_conditions(text, tokens)
    labelled = kind not in ("equation", "interval") and not (kind == "set" and text.count("=") > 1)
    labelled &= not (kind == "vector" and _EACH_NAMED.search(text))
    start = _label_end(tokens, letters) if labelled else 0
    label = "".join(token.text for token in tokens[: max(start - 1, 0)])
    body = " " * tokens[start - 1].end + text[tokens[start - 1].end :] if start else text
    if wanted is not None:
        names = frozenset(letter for name in letters for letter in name)
        if word := strange_word(body, names | known | {"e", "i", "x"}):
            raise Unreadable(f"I can't read '{word}' as mathematics — type numbers and signs, such as 1/2.")
    return read(body, thousands=thousands, scientific=scientific, dots=kind == "matrix_expression"), label


def _refuse_joined_conditions(text: str, tokens: tuple[Token, ...]) -> None:
    """Only "or" joins intervals: a comma or "and" between conditions could mean either way."""
    depth = 0
    for token in tokens:
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        if depth == 0 and token.kind is TokenKind.SEPARATOR and text[token.start : token.end] != "or":
            raise Unreadable("I can't tell how these conditions belong together — try 0 < x < 1, or join them with 'or'.")


def _uses_e(node: Node) -> bool:
    return (isinstance(node, Symbol) and node.name == "e") or any(_uses_e(part) for part in children(node))


def _label_end(tokens: tuple[Token, ...], letters: frozenset[str]) -> int:
    """How many tokens at the start name the value, its equal sign included: those of det(A) = in det(A) = 12."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        if depth == 0 and token.kind is TokenKind.SEPARATOR:
            return 0
        if depth == 0 and token.kind is TokenKind.RELATION:
            return at + 1 if token.text in ("=", "in") and _is_label(tokens[:at], letters) else 0
    return 0


def _is_label(tokens: tuple[Token, ...], letters: frozenset[str]) -> bool:
    if not tokens or tokens[0].kind not in (TokenKind.NAME, TokenKind.COMMAND) or len(tokens) > 16:
        return bool(tokens) and tokens[0].text == "|"
    if all(token.kind in (TokenKind.NAME, TokenKind.NUMBER, TokenKind.LOWERED) or token.text in "_{}" for token in tokens):
        return len(tokens) > 1 or tokens[0].text not in letters
    called = any(token.kind is TokenKind.OPEN and token.text in "([" for token in tokens[1:])
    called &= tokens[0].text not in tuple("abckmnrstuvwxyz")  # x(x - 1) = 6 is a product, f(x) = 6 and P(A) = 6 are names
    derivative = tokens[0].text == "d" and any(token.text == "/" for token in tokens)
    fraction = tokens[0].text == "frac" and any(token.text in ("d", "partial") for token in tokens)
    return called or derivative or fraction or any(token.text == "'" for token in tokens)
