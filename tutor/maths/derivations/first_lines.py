"""What stands before a derivation: the words that say what its letters are, values they give, and a line all by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tutor.maths.claims.claim import Verdict
from tutor.maths.claims.trials import Known
from tutor.maths.claims.trying import try_claim
from tutor.maths.derivations.chances import told_in
from tutor.maths.derivations.conditions import conditions_in
from tutor.maths.derivations.pasted import Piece, sides
from tutor.maths.derivations.rates import computable, function_told, in_base_ten, is_rate, slopes_of, without_constant
from tutor.maths.derivations.rounding import rounded
from tutor.maths.derivations.statements import Sheet, Step
from tutor.maths.formula import read_formula
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply, Beside, Chain, Product
from tutor.maths.slips.rewrites import reproduces
from tutor.maths.tree import Node, children
from tutor.maths.typed.among_words import marked, segments
from tutor.maths.typed.formula import as_typed
from tutor.maths.values import Defined, Kind, Sort, kinds_of
from tutor.maths.values.calculus import names_below

_SHORT = 400
_NONE = Kind(Sort.NUMBER)
_SQUARE = re.compile(r"\bsquare\b|\b(\w+)\s*(?:x|×|by|\\times)\s*\1\b|\b(?:invertible|symmetric|orthogonal|determinant)\b")
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z])")
_SEVERAL = re.compile(r"\$([A-Za-z](?:(?:,\s*|\s+and\s+)[A-Za-z])+)\$")  # "A and B" are two letters, and no formula
_MEAN = re.compile(r"\$([^$ ]+)\$ (?:be|is|denotes?|for|as) the (mean|expectation|expected value|variance) of \$([A-Z])\$")
_MOMENTS = {"mean": "E", "expectation": "E", "expected value": "E", "variance": "\\operatorname{Var}"}
_SNIPPET = re.compile(r"\$([^$]+)\$")
Given = tuple[str, Node, str]


def context_of(context: str) -> tuple[str, tuple[Given, ...]]:
    """The words around a derivation with their formulas marked, and the letters these give a value: "m = E[X]"."""
    if not context or len(context) > _SHORT or "$" in context or "\\(" in context:
        return context, ()
    found: list[Given] = []
    for one in segments(context):
        for part in re.split(r",\s+|\s+and\s+", one.text):
            typed = as_typed(part)
            latex = typed.latex if typed.understood else part
            tree = read_formula(latex).tree if "=" in part else None
            if isinstance(tree, Chain) and len(tree.sides) == 2 and is_symbol(tree.sides[0]) and tree.signs[0].name == "=":
                found.append((key(tree.sides[0], latex), tree.sides[1], latex))
    plain = marked(context)
    for match in _MEAN.finditer(plain):
        latex = f"{_MOMENTS[match[2]]}[{match[3]}]"
        found += [(name, read_formula(latex).tree, latex) for name in _name_of(match[1])]
    return _SEVERAL.sub(lambda m: re.sub(r"[A-Za-z]+", lambda n: _apart(n[0]), m[1]), plain), tuple(found)


def _name_of(typed: str) -> list[str]:
    """The name of a letter as it is typed."""
    found = as_typed(typed)
    latex = found.latex if found.understood else typed
    tree = read_formula(latex).tree
    return [key(tree, latex)] if is_symbol(tree) else []


def _apart(word: str) -> str:
    return f"${word}$" if len(word) == 1 else word


def reread(
    pieces: Sequence[Piece], latex: str, words: str, given: Sequence[Given], sizes: Mapping[str, Sequence[object]] | None
) -> Sheet:
    """What all lines share: the kinds of their letters, the values the words give, the matrices said to be square."""
    trees = [(tree, latex) for piece in pieces for tree in piece.trees]
    chances = told_in([(tree, one[1]) for one in _SNIPPET.finditer(words) if isinstance(tree := _typed(one[1], words), Chain)])
    kinds = kinds_of([*trees, *((body, text) for _, body, text in given), *chances], words, sizes)
    kinds = _spreads(_quantities(trees, kinds))
    known = Known(definitions={name: Defined(body, text) for name, body, text in given})
    squares = frozenset(_CAPITALS.findall(words)) if _SQUARE.search(words) else frozenset()
    nonzero = frozenset(name for tree, _ in trees for name in _eigenvectors(tree, latex, kinds))
    return Sheet(latex, kinds, known, squares, nonzero, conditions_in(words, kinds), chances)


def _typed(latex: str, words: str) -> Node | None:
    """A formula among the words, typed or LaTeX."""
    found = read_formula(latex, words)
    return found.tree if found.complete else None


def _quantities(trees: Sequence[tuple[Node, str]], kinds: dict[str, Kind]) -> dict[str, Kind]:
    """A capital that is said to be made of numbers, A = pi r^2, is a number where no vector is about."""
    if any(kind.sort is Sort.VECTOR or (kind.sort is Sort.MATRIX and kind.sure) for kind in kinds.values()):
        return kinds
    found = dict(kinds)
    for tree, latex in trees:
        if not (isinstance(tree, Chain) and len(tree.sides) == 2 and is_symbol(tree.sides[0])):
            continue
        name, others = key(tree.sides[0], latex), {n for n in names_below(tree.sides[1], latex) if n in kinds}
        if name in kinds and others and all(kinds[n].sort in (Sort.NUMBER, Sort.WHOLE) for n in others) and not kinds[name].sure:
            found[name] = Kind(Sort.NUMBER, ("1", "1"), kinds[name].traits)
    return found


def _spreads(kinds: dict[str, Kind]) -> dict[str, Kind]:
    """A number sigma is a standard deviation, a size or a singular value: by custom it is never negative."""
    return {
        name: replace(kind, traits=kind.traits | {"nonnegative"})
        if re.match(r"\\?sigma(?:_|$)", name) and kind.sort is Sort.NUMBER
        else kind
        for name, kind in kinds.items()
    }


def _eigenvectors(tree: Node, latex: str, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """x of A x = lambda x: the zero vector is none by the very word."""
    if not (isinstance(tree, Chain) and len(tree.sides) == 2 and all(isinstance(side, Product) for side in tree.sides)):
        return
    one, two = ([key(f, latex) if is_symbol(f) else "" for f in side.factors] for side in tree.sides if isinstance(side, Product))
    for matrix, scaled in ((one, two), (two, one)):
        sorts = [kinds.get(name, _NONE).sort for name in (*matrix, *scaled)]
        if matrix[-1] and matrix[-1] == scaled[-1] and sorts == [Sort.MATRIX, Sort.VECTOR, Sort.NUMBER, Sort.VECTOR]:
            yield matrix[-1]


def as_factors(pieces: Sequence[Piece], latex: str) -> tuple[Piece, ...]:
    """p(q - r) as a product where p stands as a plain letter in another place and no line says what the function p is."""
    trees = [tree for piece in pieces for tree in piece.trees]
    told = {found[0] for tree in trees if isinstance(tree, Chain) and (found := function_told(tree, latex)) is not None}
    plain = {name for tree in trees for name in _plain_letters(tree, latex)} - told
    return tuple(replace(piece, trees=tuple(_multiplied(tree, latex, plain) for tree in piece.trees)) for piece in pieces)


def _plain_letters(node: Node, latex: str) -> Iterator[str]:
    """The letters that stand by themselves, and not before a bracket."""
    if is_symbol(node):
        yield key(node, latex)
        return
    for part in children(node):
        if not (isinstance(node, Apply | Beside) and part is (node.function if isinstance(node, Apply) else node.head)):
            yield from _plain_letters(part, latex)


def _multiplied(node: Node, latex: str, plain: set[str]) -> Node:
    changes: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node):
            changes[name] = _multiplied(part, latex, plain)
        elif isinstance(part, tuple) and part and all(isinstance(p, Node) for p in part):
            changes[name] = tuple(_multiplied(p, latex, plain) for p in part)
    made = replace(node, **changes) if changes else node  # type: ignore[arg-type]
    if isinstance(made, Apply) and not made.role and is_symbol(made.function) and key(made.function, latex) in plain:
        return Product(made.span, ("",), (made.function, made.argument))
    return made


def alone(words: str, sheet: Sheet, piece: Piece) -> Step:
    """A line all by itself: tried as an identity; an equation to solve has nothing to be compared with yet."""
    tree = piece.trees[0]
    if not isinstance(tree, Chain) or len(sides(tree)) < 2:
        return Step(Verdict.OPEN, "one expression alone says nothing yet; write the next line below it")
    parts = tuple(computable(sheet, side) for side in sides(tree))
    if slopes_of(*parts[:2]) or any(is_rate(part) or part is not old for part, old in zip(parts, sides(tree), strict=True)):
        return _of_rates(sheet, parts)
    if len(piece.trees) > 1:
        return Step(Verdict.OPEN, "this is nothing to compare with; write the next line below it")
    if piece.about and len(parts) == 2 and (step := rounded(sheet, *parts, sheet.known, about=True, rough=False)) is not None:
        return step
    latex = sheet.latex[slice(*tree.span)]
    found = try_claim(latex, words + " " if words else "")
    failing = next((claim for claim in found if claim.verdict is Verdict.FAILS), None)
    if failing is not None and (ten := in_base_ten(tree)) is not None and sheet.agree(ten.sides[0], ten.sides[1]):
        return Step(Verdict.TESTED, "true by itself where log is the logarithm to base 10")
    if failing is not None:
        return Step(Verdict.FAILS, f"its two sides are not equal: {failing.why}")
    if found and all(claim.verdict in (Verdict.PROVED, Verdict.TESTED) for claim in found):
        weakest = next((claim for claim in found if claim.verdict is Verdict.TESTED), found[0])
        return Step(weakest.verdict, f"true by itself: {weakest.why}")
    return _unsure(sheet, parts)


def _unsure(sheet: Sheet, parts: tuple[Node, ...]) -> Step:
    """An equation of numbers may be one to solve; chances and matrices are not solved for, so a wrong rule that fits is told."""
    a, b = parts[:2]
    later = "as an equation to solve it needs a next line"
    agreed = sheet.agree(a, b)
    if agreed is not False:
        return Step(Verdict.OPEN, f"it could not be tried as an identity; {later}")
    if not sheet.scalar(a, b) and reproduces(a, b, sheet.latex, "", sheet.known) not in (None, "sign_slip"):
        return Step(Verdict.FAILS, f"its two sides are not equal: {sheet.difference(a, b)}")
    return Step(Verdict.OPEN, f"it does not hold always: it {sheet.difference(a, b)}; {later}")


def _of_rates(sheet: Sheet, parts: tuple[Node, ...]) -> Step:
    for a, b in pairwise(parts):
        left, right = slopes_of(a, b) or (a, b)
        agreed = sheet.agree(left, right)
        if agreed is False:
            return Step(Verdict.FAILS, f"its two sides are not equal: {sheet.difference(left, right)}")
        if agreed and (missing := without_constant(sheet, a, b)):
            return Step(Verdict.OPEN, missing)
        if agreed is None:
            return Step(Verdict.OPEN, "this cannot be computed here")
    return Step(Verdict.TESTED, "true by itself: its sides agree wherever they were tried")
