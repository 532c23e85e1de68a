r"""What each letter of a formula is: a number, a whole number, a vector, a matrix, a function, an event, a random variable.

Told by declared sizes first, then by the words of the text, by the font (bold small: vector, bold capital: matrix), and last by
use: what is transposed, inverted as a capital, or stands in a determinant. What stays open is marked as not sure, and every
reading of it that fits may be tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from tutor.maths.letters import bare, is_symbol, key
from tutor.maths.reading.nodes import (
    Accent,
    Apply,
    Beside,
    Big,
    Chain,
    Choose,
    Derivative,
    Fence,
    Fraction,
    Function,
    Given,
    Gradient,
    Letter,
    Listing,
    Power,
    Prefix,
    Prime,
    Product,
    Sub,
    Suffix,
    Sum,
    Super,
    Transpose,
    Word,
)
from tutor.maths.shapes import sizes_of
from tutor.maths.tree import Node, Number, children
from tutor.maths.values.applied import CHANCE, MATRIX, SCALAR, inside
from tutor.maths.values.prose import EVERY, Promise, promises
from tutor.maths.values.sums import index_parts

OPEN_SIZE = "?"
_COUNTING = frozenset("nkmrNKijltpqd")
_OF_MATRICES = frozenset(
    ["matrix", "projection", "idempotent", "orthogonal", "orthonormal columns", "orthonormal rows", "symmetric"]
)
_LIKELY_VECTORS = frozenset("uvwxyzb")


class Sort(Enum):
    """The sorts of things a letter can stand for."""

    NUMBER = "number"
    WHOLE = "whole number"
    VECTOR = "vector"
    MATRIX = "matrix"
    FUNCTION = "function"
    VARIABLE = "random variable"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort, the size (rows, columns; "?" where not told), what is promised, how many indices it takes, whether it is told."""

    sort: Sort
    size: tuple[str, str] = (OPEN_SIZE, OPEN_SIZE)
    traits: frozenset[str] = frozenset()
    indices: int = 0
    sure: bool = True


@dataclass(slots=True)
class _Seen:
    """What was seen of the letters of a formula."""

    names: dict[str, Letter | Word] = field(default_factory=dict)
    uses: dict[str, set[str]] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    matrices: frozenset[str] = frozenset()
    bold_families: set[str] = field(default_factory=set)
    integral: bool = False


def kinds_of(
    formulas: Sequence[tuple[Node, str]],
    context: str = "",
    sizes: Mapping[str, Sequence[object]] | None = None,
    symmetric: Sequence[str] = (),
    promised: str | None = None,
) -> dict[str, Kind]:
    r"""The kind of every letter of some formulas, given as (tree, latex), that stand in one text.

    `promised` are the words of it that promise something of them, where these are not all.

    >>> from tutor.maths.formula import read_formula
    >>> found = kinds_of([(read_formula(r"x^\top A x").tree, r"x^\top A x")], "where $A$ is symmetric")
    >>> found["x"].sort.value, found["A"].sort.value, sorted(found["A"].traits)
    ('vector', 'matrix', ['symmetric'])
    """
    told = promises(context if promised is None else promised)
    seen = _Seen(matrices=frozenset(n for p in told if p.what in _OF_MATRICES for n in p.names))
    for tree, latex in formulas:
        _look(tree, latex, seen, frozenset(), "")
    declared = sizes_of(context + "\n" + "\n".join(latex for _, latex in formulas), given=sizes)
    found = {name: _kind(name, seen, told, declared) for name in seen.names}
    for name in symmetric:
        if name in found:
            found[name] = replace(found[name], traits=found[name].traits | {"symmetric"})
    dimensions = {d for kind in found.values() for d in kind.size}
    for name in found:
        if name in dimensions:
            found[name] = Kind(Sort.WHOLE)
    return _with_vectors(found)


# -- looking ---------------------------------------------------------------------------------------------------------------
def _look(node: Node, latex: str, seen: _Seen, bound: frozenset[str], use: str) -> None:
    """Walk a tree and note how each letter is used."""
    if is_symbol(node):
        _note(node, latex, seen, bound, use)
        return
    match node:
        case Big(lower=lower, upper=upper, body=body, variables=variables):
            inner = bound | set(_bound_names(lower, latex)) | {key(v, latex) for v in variables}
            for limit in (lower, upper):
                if limit is not None:
                    _look(limit, latex, seen, inner, "limit" if node.name != "int" else "")
            seen.integral = seen.integral or node.name == "int"
            _look(body, latex, seen, inner, use if node.name == "sum" else "")
            return
        case Apply() | Beside():
            _look_applied(node, latex, seen, bound, use)
            return
        case Derivative(body=body, variables=variables):
            for part in (*variables, *([body] if body is not None else [])):
                _look(part, latex, seen, bound, "")
            return
    for child, how in _children(node, use):
        _look(child, latex, seen, bound, how)


def _bound_names(lower: Node | None, latex: str) -> Iterator[str]:
    if isinstance(lower, Chain):
        lower = lower.sides[0]
    for part in lower.parts if isinstance(lower, Listing) else (lower,):
        if part is not None and is_symbol(part):
            yield key(part, latex)


def _children(node: Node, use: str) -> Iterator[tuple[Node, str]]:
    """The parts of a node and how each is used there."""
    match node:
        case Transpose(base=base):
            yield base, "transposed"
        case Super(base=base, mark=Letter(name="T")) | Power(base=base, exponent=Letter(name="T")):
            yield base, "transposed"
        case Power(base=base, exponent=exponent) | Super(base=base, mark=exponent):
            inverse = isinstance(exponent, Prefix)
            yield base, "inverted" if inverse else use if use in ("transposed",) else "raised"
            if not (inverse and isinstance(exponent, Prefix) and isinstance(exponent.body, Letter) and exponent.body.name == "T"):
                yield exponent, "exponent"
        case Fence(role="norm", body=body):
            yield body, "normed"
        case Fence(role="inner product", body=body):
            yield body, "normed"
        case Fence(open="|", close="|", role="", body=body):
            yield body, "barred"
        case Sub(base=Fence() as base, index=index):
            yield base, use
            if not isinstance(index, Letter | Number | Word):
                yield index, "index"
        case Fraction(top=top, bottom=bottom):
            yield top, use
            yield bottom, "divisor"
        case Suffix(mark="!", base=base):
            yield base, "counted"
        case Choose():
            yield node.top, "counted"
            yield node.bottom, "counted"
        case Sum(signs=signs, terms=terms):
            plain = any(isinstance(t, Number) and t.text != "0" for t in terms) and set(signs) <= {"+", "-"}
            for term in terms:
                yield (
                    term,
                    "plus number" if plain else use if use in ("transposed", "inverted", "matrix", "normed", "chance") else "",
                )
        case Product(factors=factors):
            for n, factor in enumerate(factors):
                keeps = use in ("transposed", "inverted", "matrix", "chance")
                yield factor, use if keeps else "last factor" if n == len(factors) - 1 else "factor"
        case Gradient(variable=variable, body=body):
            if variable is not None:
                yield variable, "gradient"
            yield body, ""
        case Chain(sides=sides):
            for side in sides:
                yield side, ""
        case _:
            for child in children(node):
                yield child, use


def _look_applied(node: Apply | Beside, latex: str, seen: _Seen, bound: frozenset[str], use: str) -> None:
    head, argument = (node.function, node.argument) if isinstance(node, Apply) else (node.head, node.fence)
    role = node.role if isinstance(node, Apply) else ""
    core = head
    while isinstance(core, Power | Prime | Sub) and not is_symbol(core):
        core = core.base
    if isinstance(head, Sub | Power) and isinstance(core, Function):
        _look(head.index if isinstance(head, Sub) else head.exponent, latex, seen, bound, "")
    name = core.name if isinstance(core, Function | Word) else ""
    if isinstance(node, Beside) and isinstance(head, Transpose | Fence):
        _look(head, latex, seen, bound, use if use in ("matrix", "transposed") else "factor")
        _look(argument, latex, seen, bound, use if use in ("matrix", "transposed") else "last factor")
        return
    if role == "probability" and is_symbol(head) and key(head, latex) in seen.matrices:
        _note(head, latex, seen, bound, "factor")
        _look(inside(argument), latex, seen, bound, use)
        return
    if role in ("probability", "expectation") or (name in CHANCE and isinstance(core, Word)):
        _look_chance(argument, latex, seen, bound, "event" if role == "probability" else "random")
        return
    if (isinstance(core, Letter) and is_symbol(core)) or (isinstance(core, Prime) and is_symbol(core)):
        called = core.base if isinstance(core, Prime) else core
        _note(called, latex, seen, bound, "beside" if isinstance(node, Beside) else "called")
    how = "matrix" if name in MATRIX else "scalar function" if name in SCALAR else use if isinstance(node, Beside) else ""
    _look(inside(argument), latex, seen, bound, how)


def _look_chance(argument: Node, latex: str, seen: _Seen, bound: frozenset[str], use: str) -> None:
    for node in (argument,):
        if is_symbol(node):
            _note(node, latex, seen, bound, use)
        elif (isinstance(node, Super) and use == "event") or (isinstance(node, Accent | Prime) and use == "event"):
            _look_chance(node.base, latex, seen, bound, use)
        elif isinstance(node, Chain):
            for side in node.sides:
                _look_chance(side, latex, seen, bound, "random")
        elif isinstance(node, Apply):
            _look_applied(node, latex, seen, bound, use)
        elif isinstance(node, Given):
            _look_chance(node.left, latex, seen, bound, use)
            _look_chance(node.right, latex, seen, bound, use)
        elif not isinstance(node, Number):
            for child in children(node):
                _look_chance(child, latex, seen, bound, use)


def _note(node: Node, latex: str, seen: _Seen, bound: frozenset[str], use: str) -> None:
    name = key(node, latex)
    if name in bound or not name:
        return
    letter = bare(node)
    if not isinstance(letter, Letter | Word) or (isinstance(letter, Letter) and letter.name in ("pi",)):
        return
    if name == "e" and use not in ("transposed", "normed"):
        return  # the base of the exponential
    if isinstance(node, Sub):
        parts = [key(part, latex) for part in index_parts(node.index) if not isinstance(part, Number)]
        counts = [p for p in parts if p in bound or p in _COUNTING or re.fullmatch(r"[ijklmn][+-]\d", p)]
        if counts and len(counts) == len(parts) and name[0] != "I" and (any(p in bound for p in parts) or len(parts) == 2):
            base = key(node.base, latex)
            if getattr(letter, "font", "") == "bold":
                seen.bold_families.add(base)
            seen.indices[base] = max(seen.indices.get(base, 0), len(index_parts(node.index)))
            seen.names.setdefault(base, letter)
            seen.uses.setdefault(base, set()).add(f"indexed {use}")
            for part in parts:
                if part not in bound and re.fullmatch(r"[a-zA-Z]", part):
                    seen.names.setdefault(part, Letter(node.index.span, part))
                    seen.uses.setdefault(part, set()).add("index")
            return
    if re.fullmatch(r"I(_\{?\w+\}?)?", name):
        if isinstance(node, Sub) and not isinstance(node.index, Number):
            _look(node.index, latex, seen, bound, "limit")
        return
    seen.names.setdefault(name, letter)
    seen.uses.setdefault(name, set()).add(use)
    if name == "C" and seen.integral:
        seen.uses[name].add("constant")


# -- deciding --------------------------------------------------------------------------------------------------------------
def _kind(name: str, seen: _Seen, told: Sequence[Promise], declared: Mapping[str, tuple[str, ...]]) -> Kind:
    letter, uses = seen.names[name], seen.uses.get(name, set())
    traits = frozenset(p.what for p in told if name in p.names or (EVERY in p.names))
    nouns = {p.what for p in told if name in p.names} & {"matrix", "vector", "number", "function", "variable", "event"}
    indices = seen.indices.get(name, 0)
    size: tuple[str, str] | None = None
    if name in declared and len(declared[name]) <= 2:
        told_size = declared[name]
        size = ("1", "1") if not told_size else (told_size[0], "1") if len(told_size) == 1 else (told_size[0], told_size[1])
    sort, sure = _sort(name, letter, uses, nouns, traits, size)
    if indices == 1 and sort is Sort.VECTOR and name not in seen.bold_families:
        indices = 0
    if indices and sort not in (Sort.VECTOR, Sort.MATRIX):
        sort = Sort.VARIABLE if "indexed random" in uses else Sort.EVENT if "indexed event" in uses else Sort.NUMBER
    own = frozenset(p.what for p in told if name in p.names)
    if EVERY not in {n for p in told for n in p.names}:
        traits = own
    if sort is Sort.VECTOR:
        size = (size[0], "1") if size else (OPEN_SIZE, "1")
    if indices == 2 and uses & {"indexed matrix", "indexed inverted", "indexed transposed"}:
        traits = traits | {"blocks"}
    return Kind(sort, size or (OPEN_SIZE, OPEN_SIZE), traits, indices, sure)


def _sort(
    name: str, letter: Letter | Word, uses: set[str], nouns: set[str], traits: frozenset[str], size: tuple[str, str] | None
) -> tuple[Sort, bool]:
    """The sort of a letter and whether it is told or only likely."""
    capital, bold = letter.name[:1].isupper() and len(letter.name) == 1, getattr(letter, "font", "") == "bold"
    if "event" in uses or ("event" in nouns and capital):
        return Sort.EVENT, True
    if "called" in uses:
        return Sort.FUNCTION, True
    if "random" in uses and (capital or "variable" in nouns) and not bold:
        return Sort.VARIABLE, True
    if size is not None:
        return (Sort.NUMBER if size == ("1", "1") else Sort.VECTOR if size[1] == "1" else Sort.MATRIX), True
    if uses & {"limit", "counted", "index"} or ("whole" in traits and name in _COUNTING):
        return Sort.WHOLE, True
    if bold:
        return (Sort.MATRIX if capital or letter.name[:1].isupper() else Sort.VECTOR), True
    for noun, sort in (("matrix", Sort.MATRIX), ("vector", Sort.VECTOR), ("number", Sort.NUMBER)):
        if noun in nouns and not (noun == "matrix" and not capital and letter.name not in ("Sigma", "Lambda")):
            return sort, True
    return _by_use(name, letter, uses, capital)


def _by_use(name: str, letter: Letter | Word, uses: set[str], capital: bool) -> tuple[Sort, bool]:
    if name == "C" and not uses & {"factor", "last factor", "transposed", "matrix"} and "constant" in uses:
        return Sort.NUMBER, True
    if capital or letter.name in ("Sigma", "Lambda", "Phi"):
        if uses & {"transposed", "matrix", "barred"} or any(u.startswith("indexed") for u in uses):
            return Sort.MATRIX, "transposed" in uses or "matrix" in uses
        if uses & {"divisor", "plus number", "scalar function", "exponent", "random"}:
            return Sort.NUMBER, True
        return Sort.MATRIX, False
    if uses & {"transposed", "normed"}:
        return Sort.VECTOR, True
    if "exponent" in uses and name in _COUNTING:
        return Sort.WHOLE, True
    return Sort.NUMBER, bool(uses & {"divisor", "plus number", "scalar function", "exponent"})


def _with_vectors(found: dict[str, Kind]) -> dict[str, Kind]:
    """Likely vectors: u, v, w, x, y, z, b where matrices are about and nothing says that they are numbers."""
    if not any(kind.sort in (Sort.MATRIX, Sort.VECTOR) for kind in found.values()):
        return found
    for name, kind in found.items():
        if kind.sort is Sort.NUMBER and not kind.sure and not kind.indices and name[0] in _LIKELY_VECTORS:
            found[name] = replace(kind, sort=Sort.VECTOR, size=(OPEN_SIZE, "1"))
    return found


def readings(kinds: Mapping[str, Kind]) -> Iterator[dict[str, Kind]]:
    """The kinds as decided, then every other reading of the small letters that are not sure, at most 32."""
    yield dict(kinds)
    open_names = [n for n, k in kinds.items() if not k.sure and k.sort in (Sort.NUMBER, Sort.VECTOR) and not k.indices][:5]
    for code in range(1, 2 ** len(open_names)):
        changed = dict(kinds)
        for bit, name in enumerate(open_names):
            if code >> bit & 1:
                to_vector = kinds[name].sort is Sort.NUMBER
                changed[name] = replace(
                    kinds[name],
                    sort=Sort.VECTOR if to_vector else Sort.NUMBER,
                    size=(OPEN_SIZE, "1") if to_vector else ("1", "1"),
                )
        yield changed
    if any(not kind.sure and kind.sort is Sort.MATRIX for kind in kinds.values()):
        plain = Kind(Sort.NUMBER, ("1", "1"), sure=False)
        yield {n: k if k.sure or k.indices or k.sort not in (Sort.MATRIX, Sort.VECTOR) else plain for n, k in kinds.items()}
