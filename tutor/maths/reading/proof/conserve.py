r"""Nothing may be lost between the page and the tree, nor between the tree and the voice.

Law: both sides are counted as multisets. What the source holds is counted from its tokens; what the tree holds is counted
from what its nodes mean, never from their spans, so that a node that forgot a piece is found out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tutor.maths.reading import words
from tutor.maths.reading.cutting.lexer import TextToken, WordToken, cut
from tutor.maths.reading.nodes import (
    Accent,
    Big,
    Choose,
    Derivative,
    Empty,
    Fence,
    Function,
    Given,
    Gradient,
    Letter,
    Listing,
    Marked,
    Power,
    Prefix,
    Prime,
    Product,
    Ranged,
    Root,
    Sign,
    Sub,
    Suffix,
    Sum,
    Super,
    Text,
    Transpose,
    Unread,
    Word,
)
from tutor.maths.reading.parsing.atoms import MATHS_IN_TEXT, plain_words
from tutor.maths.reading.tidying.tidy import tidy
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token
from tutor.maths.tree import Node, Number, walk

_UNCOUNTED = frozenset(["{", "}", "&", "\\\\", "quad", "substack", "frac", "atop", "over", "not", "stackrel", "underset"])
_WHOLE = (
    frozenset(words.SYMBOLS)
    | frozenset(words.RELATIONS)
    | frozenset(words.SUMS)
    | frozenset(words.PRODUCTS)
    | frozenset(words.PREFIXES)
    | {"mid"}
)
_LEAVES = (Letter, Word, Function, Number, Text, Unread)


def ink(tokens: list[Token]) -> Counter[str]:
    """Every meaningful sign of the source, counted; text and names letter by letter."""
    found: Counter[str] = Counter()
    before, noted = "", 0
    for token in tokens:
        text = "perp" if token.text == "bot" else token.text
        if text == "[" and (noted or before in ("xrightarrow", "xleftarrow")):
            noted += 1  # the note below an arrow: its brackets are no delimiters
        elif text == "]" and noted:
            noted -= 1
        elif isinstance(token, TextToken):
            found += _ink_of_text(text)
        elif token.kind is TokenKind.NUMBER or isinstance(token, WordToken):
            found.update(text)
        elif text in ("prime", "'"):
            found["'"] += 1
            found["^"] -= before == "^"
        elif text in ("xrightarrow", "xleftarrow"):
            found["to" if text == "xrightarrow" else "leftarrow"] += 1
        elif _counts(token) and not (text in ("^", "_") and before == "relation"):
            found.update(
                _spelled(text)
                if text.isalpha() and text.isascii() and len(text) > 1
                else [text.lstrip("\\").removeprefix("!") or text]
            )
        if text != "{":
            before = "relation" if token.kind is TokenKind.RELATION else text
    return +found


def _ink_of_text(text: str) -> Counter[str]:
    """The words of a \\text argument, and what the formulas among them hold."""
    found: Counter[str] = Counter()
    at = 0
    for maths in MATHS_IN_TEXT.finditer(text):
        found.update(_letters(plain_words(text[at : maths.start()])))
        if maths.group(1):
            found += ink(tidy(cut(maths.group(1))))
        at = maths.end()
    found.update(_letters(plain_words(text[at:])))
    return found


def _counts(token: Token) -> bool:
    if token.text in _UNCOUNTED or token.text.startswith(("begin:", "end:")):
        return False
    return not (token.kind is TokenKind.COMMAND and (token.text in words.FONTS or token.text in words.NAMING))


def _spelled(name: str) -> list[str]:
    """Greek letters and signs count as one, spelled names by their letters."""
    return [name] if name in _WHOLE else list(name)


def _letters(text: str) -> str:
    return "".join(text.split())


def held(tree: Node) -> Counter[str]:
    """What the tree holds, counted the same way from the meaning of its nodes."""
    found: Counter[str] = Counter()
    for node in walk(tree):
        found.update(piece for piece in _holds(node) if piece)
    return found


def _holds(node: Node) -> Iterator[str]:
    match node:
        case Letter(name=name):
            yield from _letter(name)
        case Number(text=text):
            yield from text
        case Word(name=name) | Function(name=name):
            yield from _letters(name)
        case Text(words=text):
            yield from _letters(text)
        case Sign(name=name):
            yield name
        case Sum(signs=signs) | Listing(signs=signs):
            yield from (s for s in signs if s != "quad")
        case Product(signs=signs):
            yield from ("times" if s == "by" else s for s in signs if s)
        case Prefix(sign=sign) | Given(sign=sign):
            yield sign
        case Unread(text=text):
            yield text
        case _:
            yield from _marks(node)


def _letter(name: str) -> Iterator[str]:
    if name.isdigit() or (name.replace(".", "").isdigit()):
        yield from name
    else:
        yield {"prime": "'", "bot": "perp"}.get(name, name)


def _marks(node: Node) -> Iterator[str]:
    """Signs of structure: brackets, scripts, roots, accents."""
    match node:
        case Fence(open=opening, close=closing):
            yield from (opening, closing)
        case Sub():
            yield "_"
        case Power() | Super():
            yield "^"
        case Transpose(mark=mark):
            yield from ("^", mark)
        case Prime(count=count):
            yield from ("'",) * count
        case Suffix(mark=mark):
            yield mark
        case Accent(mark=mark):
            yield from (mark,) if mark in _WHOLE else mark
        case Choose(word=word):
            yield from word
        case Root(degree=degree):
            yield from ("s", "q", "r", "t", *("[]" if degree is not None else ""))
        case Marked(command=command, note=note):
            yield from "" if command in ("stackrel", "underset") else command
            yield from ("_" if command == "underbrace" else "^",) * (command.endswith("brace") and not isinstance(note, Empty))
        case Big(name=name, lower=lower, upper=upper, variables=variables, scripted=scripted):
            yield from name
            yield from (
                ("_",) * (lower is not None and scripted) + ("^",) * (upper is not None and scripted) + ("d",) * len(variables)
            )
        case Ranged(lower=lower, upper=upper):
            yield from ("_",) * (lower is not None) + ("^",) * (upper is not None)
        case Derivative(letter=letter, order=order, variables=variables):
            yield from (letter,) * (1 + len(variables)) + ("^",) * (order is not None)
        case Gradient(variable=variable):
            yield from ("nabla", *("_",) * (variable is not None))


def spoken_leaves_missing(tree: Node, said: list[int]) -> int:
    """How many leaves of the tree were not spoken exactly once."""
    times = Counter(said)
    return sum(1 for node in walk(tree) if isinstance(node, _LEAVES) and times[id(node)] != 1)
