r"""What is typed in a way that leaves two readings open, and that nothing around it settles: each is listed.

Law: the reading stays neutral; no sentence is made of a product that may be a name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tutor.maths.reading.context import Context
from tutor.maths.reading.nodes import (
    Chain,
    Empty,
    Fence,
    Given,
    Letter,
    Listing,
    Power,
    Product,
    Sub,
    Sum,
    Super,
    Transpose,
)
from tutor.maths.reading.parsing.scan import Doubt
from tutor.maths.reading.shape import branches, is_plain
from tutor.maths.tree import Node, Number, Span

NAME = ("one name", "the product of its letters")
CHEMICAL = ("a chemical formula", "the product of its letters")
BLOCKS = ("blocks or cycles of these numbers", "the product of the numbers")
LINES = ("a product", "the end of one equation and the beginning of the next")
ARROWED = ("from the line above to the line below", "from all lines above to all lines below")
BESIDE = ("a product", "entries beside each other")
PLURAL = ("several of them", "a prime and a factor s")
RANGE = ("a difference", "from the one to the other")
UNMARKED = ("a product", "an index whose sign is left out")
EMPHASIS = ("exclamation marks of emphasis", "factorials")
SET_OFF = ("what stands behind the semicolon is given", "nothing but a slip of typing")
# What may be no product is not told as one in other words.
UNTOLD = (EMPHASIS, RANGE, UNMARKED, BESIDE, NAME, PLURAL, CHEMICAL, BLOCKS, LINES, ARROWED)
_GAP = re.compile(r"\n|(?:~\s*){2}|\\ \s|(?:\\[ ;:,]\s*){2}|\\\s*$|&")
_ONE_GAP = re.compile(r"\\[;: ]|~")
_ROW_GAP = re.compile(r"\\[ ;:]|~|\\q?quad")
_ARROW_ROW = re.compile(r"\\\\\s*&?\s*\\(?:[Dd]ownarrow|Updownarrow|Rightarrow|implies|Leftrightarrow|iff)\s*&?\s*\\\\")
_PLURAL = re.compile(r"\A\s*\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?'s\s*\Z")  # no $y's$ should appear
_TWO_NUMBERS = re.compile(r"\s*(?:\d*\.)?\d+-(?:\d*\.)?\d+\s*")  # a constant around $.04-.06$
_BRACED_INDEX = re.compile(r"\\(?:alpha|beta|gamma|theta|mu|sigma|lambda|omega|epsilon)\{\d+\}")  # \beta{1}
_EMPHASIS = re.compile(r"(?:!\s*){3,}|(?<=\})\s*!(?:\s*!)*\s*\Z")
_DOTTED_NAME = re.compile(r"(?<![A-Za-z\\.])[A-Za-z]\.[A-Za-z]{2,}(?![A-Za-z.])")  # n.sv, an argument of a program
_ELEMENTS = re.compile(r"(?:[A-Z][a-z]?(?:[_^](?:\d|\{\d+\}))*){2,}")


def typed_doubts(text: str, tree: Node, nodes: Sequence[Node], context: Context) -> list[Doubt]:
    """The doubts that the typing of a formula leaves: x1, C_4H_{11}O, (123)(45); `nodes` are all of the tree."""
    found = [Doubt(_widened(text, span), NAME) for span in _numbered(nodes)]
    if (doubled := list(_doubled(nodes))) and not context.speaks_of("matri", "operator", "linear map"):
        found += [Doubt(span, NAME) for span in doubled]
    found += [Doubt(tree.span, PLURAL)] * (_PLURAL.search(text) is not None)
    found += [Doubt(span, LINES) for span in _run_together(text, nodes)]
    found += [Doubt(node.span, BESIDE) for node in nodes if isinstance(node, Fence) and _parted(text, node)]
    found += [Doubt(tree.span, ARROWED)] * (_ARROW_ROW.search(text) is not None)
    found += [Doubt(row.span, BESIDE) for node in branches(nodes) if (row := _turned_row(node)) is not None]
    found += [Doubt(tree.span, RANGE)] * (_TWO_NUMBERS.fullmatch(text) is not None)
    found += [Doubt(m.span(), UNMARKED) for m in _BRACED_INDEX.finditer(text)]
    found += [Doubt(node.span, UNMARKED) for node in nodes if isinstance(node, Product) and _flattened(node)]
    found += [Doubt(m.span(), EMPHASIS) for m in _EMPHASIS.finditer(text)]
    found += [Doubt(m.span(), NAME) for m in _DOTTED_NAME.finditer(text)]
    found += [Doubt(node.span, SET_OFF) for node in nodes if isinstance(node, Given) and _ends_in_nothing(node.left)]
    bare = text.strip()
    elements = _ELEMENTS.fullmatch(bare) and any(sign in bare for sign in "_^")
    if elements and context.speaks_of("molecul", "chemical", "isotop", "compound"):
        found.append(Doubt(tree.span, CHEMICAL))
    if isinstance(tree, Product) and all(isinstance(f, Fence) and isinstance(f.body, Number) for f in tree.factors):
        found.append(Doubt(tree.span, BLOCKS))
    return found


def _ends_in_nothing(node: Node) -> bool:
    """Whether a list ends with its sign, the x; of f(x;| theta)."""
    return isinstance(node, Listing) and node.signs[-1:] == (";",) and isinstance(node.parts[-1], Empty)


def _flattened(node: Product) -> bool:
    """Whether two letters that are indices everywhere stand behind a capital, M j i: an entry whose sign was lost."""
    names = [getattr(f, "name", "") if isinstance(f, Letter) else "" for f in node.factors]
    triples = zip(names, names[1:], names[2:], strict=False)
    return not any(node.signs) and any(a.isupper() and {b, c} < set("ijk") and b != c for a, b, c in triples)


def _turned_row(node: Node) -> Fence | None:
    r"""The bracket of [\beta_0 \beta_1]^T: a row of entries without a comma, or a product."""
    mark = node.mark if isinstance(node, Super | Transpose) else node.exponent if isinstance(node, Power) else ""
    base = node.base if isinstance(node, Super | Transpose | Power) else None
    if getattr(mark, "name", mark) not in ("T", "top") or not isinstance(base, Fence) or base.open != "[":
        return None
    factors = base.body.factors if isinstance(base.body, Product) and not any(base.body.signs) else ()
    return base if factors and all(isinstance(f, Letter | Sub | Number) for f in factors) else None


def _run_together(text: str, nodes: Sequence[Node]) -> list[Span]:
    """Where two equations may follow each other without a sign: a new line or a wide gap inside a middle side, a = b  c = d."""
    found: list[Span] = []
    for chain in (n for n in nodes if isinstance(n, Chain)):
        for side in chain.sides[1:-1]:
            side = side.terms[-1] if isinstance(side, Sum) else side
            if not isinstance(side, Product):
                continue
            last = side.factors[-1]
            for sign, (left, right) in zip(side.signs, itertools.pairwise(side.factors), strict=True):
                gap = _ONE_GAP if right is last and is_plain(last) else _GAP  # \hat i = (1, 0) \; \hat j = (0, 1)
                if not sign and (
                    gap.search(text[left.span[1] : right.span[0]]) or _GAP.search(text[left.span[1] : right.span[0]])
                ):
                    found.append((left.span[0], right.span[1]))
    return found


def _parted(text: str, node: Fence) -> bool:
    r"""Whether a gap parts two things that fill a bracket, [A \ B] or (x \ y)^T: a product, or a row."""
    last = node.body.terms[-1] if isinstance(node.body, Sum) else node.body
    if node.open not in ("(", "[") or not isinstance(last, Product) or any(last.signs):
        return False
    pairs = itertools.pairwise(last.factors)
    return any(_ROW_GAP.search(text[a.span[1] : b.span[0]]) for a, b in pairs if is_plain(a) and is_plain(b))


def _numbered(nodes: Sequence[Node]) -> list[Span]:
    """Where a digit is glued to a letter before it, x1: no one types a product so, but for indices beside each other."""
    indices = {id(n) for node in nodes for n in _index(node)}
    pairs: list[Span] = []
    for node in nodes:
        if not isinstance(node, Product) or id(node) in indices:
            continue
        for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
            digit = right.base if isinstance(right, Sub | Power | Super) else right
            glued = left.span[1] == digit.span[0] and left.span[1] - left.span[0] == 1
            if not sign and isinstance(left, Letter) and isinstance(digit, Number) and glued:
                pairs.append((left.span[0], digit.span[1]))
    return pairs


def _doubled(nodes: Sequence[Node]) -> list[Span]:
    """Where one capital stands twice, LL: a product of it with itself would be a square, but for matrices."""
    found: list[Span] = []
    for node in nodes:
        if not isinstance(node, Product):
            continue
        for sign, (left, right) in zip(node.signs, itertools.pairwise(node.factors), strict=True):
            alike = isinstance(left, Letter) and isinstance(right, Letter) and left.name == right.name and left.font == right.font
            if alike and not sign and left.span[1] == right.span[0] and getattr(left, "name", "").isupper():
                found.append((left.span[0], right.span[1]))
    return found


def _widened(text: str, span: Span) -> Span:
    """The whole run of letters and digits that a letter with its digit stands in, ad2r."""
    start, end = span
    while start and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return (start, end)


def _index(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Sub):
        return (node.index,)
    return (node.mark,) if isinstance(node, Super) else ()
