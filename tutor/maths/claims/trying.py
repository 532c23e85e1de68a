"""The way a claim goes: read, sorted, tried, ruled on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tutor.errors import Unreadable
from tutor.maths.claims.claim import Claim, Finding, Pair, Verdict, left_open
from tutor.maths.claims.conditions import conditions, freed
from tutor.maths.claims.known import Ledger, shadows, unkept
from tutor.maths.claims.letters import names
from tutor.maths.claims.pieces import arguments
from tutor.maths.claims.plain import braced, marked
from tutor.maths.claims.printed import closed, number
from tutor.maths.claims.ruling import WEAK, defines, false_claim
from tutor.maths.claims.text import Found, formulas, is_denied, pairs, words_beside
from tutor.maths.claims.trials import Known, Tried, attempt
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.formula import read_formula
from tutor.maths.letters import is_symbol, key, symbols_in
from tutor.maths.reading.cutting.lexer import MOST_CHARACTERS
from tutor.maths.reading.nodes import Apply, Beside, Big, Derivative, Fraction, Power, Prefix
from tutor.maths.told.symbols import same_symbol
from tutor.maths.tree import Node, walk
from tutor.maths.values import Assignment, Kind, NotComputable, Sort, kinds_of
from tutor.maths.values.calculus import names_below
from tutor.maths.values.prose import is_promise, sizes_in_words
from tutor.maths.values.written import shown

_TRIED = frozenset("= approx simeq neq ne < > leq geq le ge lt gt leqslant geqslant cong ll gg".split())
_DEFINED = frozenset([":=", "gets", "triangleq", "equiv", "coloneqq"])
_ABOUT = frozenset("approx simeq cong neq ne".split())
_DELIMITED = re.compile(r"\$|\\\[|\\\(")
_MOST_SHOWN = 6
_HYPOTHESIS = re.compile(r"\b(?:if|suppose|assum\w+|when|since|because|conclude)\b", re.IGNORECASE)
_WINDOW = 2_500
_WINDOW_AFTER = 600


_SET_BESIDE = re.compile(
    r"\b(?:if|when|whenever|iff|provided|unless|where|assuming|as long as|only)\b|\bfor\b(?!\s+(?:all|every|any|each))",
    re.IGNORECASE,
)
_ENDS_IN_IF = re.compile(r"\b(?:if|when|whenever|iff|provided(?: that)?|such that)\W*$", re.IGNORECASE)
_NAMED_IF = re.compile(r"\b(?:called|said to be|termed|known as|defined)\b[^.;]*\b(?:if|when|whenever|iff)\W*$", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:where|with)[\s$(\[\\]*$", re.IGNORECASE)
_CROSS = re.compile(r"\b(?:cross|vector) products?\b", re.IGNORECASE)


def claims(text: str, sizes: Mapping[str, Sequence[object]] | None = None, symmetric: Sequence[str] = ()) -> tuple[Claim, ...]:
    r"""Every equality and inequality of every formula of a text, tried; later definitions win.

    >>> [(c.verdict.value, c.why) for c in claims(r"The range is $29.8 - 22.4 = 7.5$.")]
    [('fails', 'the text says 7.5; computed here: 7.4')]
    >>> [c.verdict.value for c in claims(r"Let $A = \begin{bmatrix}1&2\\3&4\end{bmatrix}$. Then $\det A = -2$.")]
    ['open', 'proved']
    """
    plain = marked(text)
    if plain is not None:
        return plain.back(_claims(plain.text, sizes, symmetric))
    return _claims(text, sizes, symmetric)


def _claims(text: str, sizes: Mapping[str, Sequence[object]] | None, symmetric: Sequence[str]) -> tuple[Claim, ...]:
    ledger = Ledger()
    ledger.sigmoid(text)
    found_all: list[Claim] = []
    told, last = formulas(text), 0
    ledger.stated = conditions(text, told)
    for found in told:
        if _WHERE.search(text[max(0, found.start - 12) : found.start]):
            _learn_ahead(found, text, ledger)
    for found in told:
        ledger.passed(text[last : found.start].rstrip("$([\\"), _symbol(found.latex))
        last = found.start + len(found.latex)
        context = text[max(0, found.start - _WINDOW) : found.start + len(found.latex) + _WINDOW_AFTER]
        found_all += _tried(found, context if len(told) > 1 or found.start else "", ledger, sizes, symmetric)
    return tuple(found_all)


def _learn_ahead(found: Found, text: str, ledger: Ledger) -> None:
    """ "... where f(x) = x^2" tells what f is to the formulas before it, too."""
    try:
        told = _pairs(found, text)
    except RecursionError:
        return
    for pair in told[:1]:
        if isinstance(pair.left, Apply | Beside) and defines(pair, Known()):
            ledger.learn(pair, found, definition=True)


def try_claim(
    latex: str, context: str = "", sizes: Mapping[str, Sequence[object]] | None = None, symmetric: Sequence[str] = ()
) -> tuple[Claim, ...]:
    r"""One formula, tried: one claim for each pair of neighbours in a chain; `context` is the prose around it.

    >>> found = try_claim("A B = B A")[0]
    >>> found.verdict.value, found.counterexample[0][0]
    ('fails', 'A')
    """
    ledger = _ledger(context, latex)
    sentence = re.split(r"(?<=[.?!])\s+|\n\s*\n", context[-400:])[-1] if _ENDS_IN_IF.search(context[-400:]) else ""
    found = Found(latex, len(context), sentence, "")
    ledger.passed(context[-300:].rpartition("$")[2], "")
    ledger.stated = conditions(f"{context} ", [*formulas(context), found] if _DELIMITED.search(context) else [found])
    tried = _tried(found, context, ledger, sizes, symmetric)
    return tuple(replace(claim, start=claim.start - len(context), end=claim.end - len(context)) for claim in tried)


def _ledger(context: str, latex: str = "") -> Ledger:
    """What the formulas of a context define; where it holds the claim itself, that is no condition of its own."""
    ledger = Ledger()
    ledger.sigmoid(context)
    if not _DELIMITED.search(context):
        return ledger
    last = 0
    for found in formulas(context):
        ledger.passed(context[last : found.start].rstrip("$([\\"), _symbol(found.latex))
        last = found.start + len(found.latex)
        if found.latex.split() == latex.split():
            continue
        for pair in _pairs(found, context):
            ledger.learn(pair, found, definition=defines(pair, Known()))
    return ledger


def _symbol(latex: str) -> str:
    r"""The letter a formula consists of, or that it says something of at its beginning: A, A \in ..."""
    found = re.match(r"\s*((?:\\math\w+\s*\{)?\\?[A-Za-z]+\}?(?:_\w)?)\s*(?:$|\\in(?![a-z])|,)", latex)
    return same_symbol(found[1]) if found else ""


def _pairs(found: Found, context: str) -> list[Pair]:
    if len(found.latex) > MOST_CHARACTERS:
        return []
    return list(pairs(read_formula(found.latex, context).tree, found.latex))


def _tried(
    found: Found, context: str, ledger: Ledger, sizes: Mapping[str, Sequence[object]] | None, symmetric: Sequence[str]
) -> list[Claim]:
    claimed: list[Claim] = []
    try:
        todo = _pairs(found, context)
        words = words_beside(read_formula(found.latex, context).tree) if todo else ""
    except RecursionError:
        return []
    for pair in todo:
        try:
            finding = _find(pair, found, context, ledger, sizes, symmetric)
        except (RecursionError, MemoryError, ArithmeticError, LookupError, TypeError, ValueError, Unreadable):
            finding = left_open("this could not be tried")  # nothing a text holds may stop the reading of the rest
        if finding.verdict is Verdict.FAILS and (typist := braced(found.latex)) is not None:
            again = _claims(typist, sizes, symmetric)
            if again and all(one.verdict in (Verdict.PROVED, Verdict.TESTED) for one in again):
                finding = Finding(again[0].verdict, f"{again[0].why}, where the whole number is the exponent")
        finding = _beside(finding, words)
        start, end = pair.span
        claimed.append(
            Claim(
                " ".join(pair.latex[start:end].split()),
                found.start + start,
                found.start + end,
                pair.sign,
                finding.verdict,
                finding.why,
                finding.book,
                finding.computed,
                finding.counterexample,
                finding.instances,
            )
        )
    return claimed


def _beside(finding: Finding, words: str) -> Finding:
    """What holds is the equality alone where the same formula goes on in words: nobody tried the words."""
    if finding.verdict is Verdict.FAILS and _SET_BESIDE.search(words):
        return left_open("the words beside it set a condition, which was not tried")
    if finding.verdict not in (Verdict.PROVED, Verdict.TESTED) or not re.search(r"[^\W\d_]{2}", words):
        return finding
    if is_denied(words):
        return left_open("the words beside it say that this need not hold")
    return replace(finding, why=f"{finding.why}; the words beside it in the formula are not checked")


def _find(
    pair: Pair,
    found: Found,
    context: str,
    ledger: Ledger,
    sizes: Mapping[str, Sequence[object]] | None,
    symmetric: Sequence[str],
) -> Finding:
    """One pair: a definition, closed numbers, or a claim about every value of its letters."""
    known = ledger.known(found.start)
    known = replace(known, conditions=ledger.stated.at(pair, found.start))
    if pair.sign in _DEFINED and not pair.negated:
        ledger.learn(pair, found, definition=True)
        return left_open("this defines one side")
    if pair.sign not in _TRIED:
        return left_open("this relation is not tried")
    if (found.conditional and is_promise(found.latex)) or _NAMED_IF.search(found.before):
        return left_open("this is a condition that the text sets")
    free = names(pair.left, pair.latex) | names(pair.right, pair.latex)
    if pair.sign == "=" and not pair.negated and defines(pair, known) and not _given(pair, known):
        ledger.learn(pair, found, definition=True)
        return left_open("this says what one side is: there is nothing to try")
    if pair.sign != "=" and pair.sign not in _ABOUT and _bounds(pair):
        return left_open("this says what a letter may be: there is nothing to try")
    if (pair.sign in ("neq", "ne") or pair.negated) and free:
        return left_open("that two things may differ is not tried")
    pair = without_integral(pair)
    promised = ledger.stated.words(pair, found.start)
    kinds = freed(_kinds(pair, context, known, sizes, symmetric, promised), known.conditions)
    if any(k.traits & {"positive", "nonnegative"} and "negative" in k.traits for k in kinds.values()):
        return left_open("the words around it set two things for one letter")
    if not {n for n in kinds if n not in known.fixed and n not in known.functions and n not in known.definitions}:
        return _closed(pair, found, known)
    finding = _symbolic(pair, kinds, known, found, context, ledger)
    if finding.verdict is Verdict.OPEN and pair.sign == "=" and finding.why.startswith("a condition"):
        ledger.learn(pair, found, definition=False)
    return finding


def _bounds(pair: Pair) -> bool:
    """Whether a letter stands alone against something that does not hold it: n > 3, and not x^2 > x."""
    for side, other in ((pair.left, pair.right), (pair.right, pair.left)):
        if is_symbol(side) and not names(side, pair.latex) & names(other, pair.latex):
            return True
    return False


def _given(pair: Pair, known: Known) -> bool:
    """Whether a lone letter has its value already and the other side is made of letters that have theirs: A = Q R."""
    for side, other in ((pair.left, pair.right), (pair.right, pair.left)):
        if is_symbol(side):
            mine, theirs = names(side, pair.latex), names(other, pair.latex)
            if theirs and mine | theirs <= set(known.fixed):
                return True
    return False


def _kinds(
    pair: Pair,
    context: str,
    known: Known,
    sizes: Mapping[str, Sequence[object]] | None,
    symmetric: Sequence[str],
    promised: str | None,
) -> dict[str, Kind]:
    trees: list[tuple[Node, str]] = [(pair.left, pair.latex), (pair.right, pair.latex)]
    used, waiting = set[str](), list(names(pair.left, pair.latex) | names(pair.right, pair.latex))
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used.add(name)
        defined = known.definitions.get(name) or known.functions.get(name)
        body = getattr(defined, "body", None)
        if body is not None and len(trees) < 12:
            latex = getattr(defined, "latex", "")
            trees.append((body, latex))
            waiting += list(names_below(body, latex))
    told = {**sizes_in_words(context), **(sizes or {})}
    whole = f"{context}\n${pair.latex}$" if context else ""
    found = kinds_of(trees, whole, told or None, symmetric, promised if context else None)
    parameters = {getattr(f, "parameter", "") for f in known.functions.values()}
    direct = names(pair.left, pair.latex) | names(pair.right, pair.latex)
    return {
        n: k for n, k in found.items() if n not in known.fixed and not (n in parameters and n not in direct and not k.indices)
    }


def _closed(pair: Pair, found: Found, known: Known) -> Finding:
    trial = Assignment(values=dict(known.fixed), functions=known.functions, definitions=known.definitions)
    try:
        finding = closed(pair, trial, found.after)
    except NotComputable as refusal:
        return left_open(str(refusal))
    except (Undefined, OutsideArithmetic, Unreadable, ArithmeticError, TypeError, ValueError):
        return left_open("a value here is not defined, or too large to compute")
    if finding.verdict is Verdict.FAILS and (found.denied or found.conditional):
        return left_open("the words around it say that this need not hold")
    return finding


def without_integral(pair: Pair) -> Pair:
    """An antiderivative is tried by differentiating: F = int f dx becomes dF/dx = f."""
    for side, other, place in ((pair.left, pair.right, "left"), (pair.right, pair.left, "right")):
        if (
            isinstance(side, Big)
            and side.name == "int"
            and side.lower is None
            and side.upper is None
            and len(side.variables) == 1
        ):
            if any(isinstance(n, Big) and n.name == "int" and n.lower is None for n in walk(other)):
                return pair
            slope = Derivative(other.span, "d", None, other, side.variables, False)
            return replace(pair, left=side.body, right=slope) if place == "left" else replace(pair, left=slope, right=side.body)
    return pair


def _symbolic(pair: Pair, kinds: dict[str, Kind], known: Known, found: Found, context: str, ledger: Ledger) -> Finding:
    tried = attempt(pair, kinds, known)
    if not tried.trials:
        if "square" in tried.why and (name := _oblong_inverse(pair, kinds)):
            return Finding(Verdict.FAILS, f"{name} is not square, so it has no inverse")
        return left_open(tried.why)
    failed = tried.failed
    if failed is None and tried.proof >= 0:
        return _holds(tried, pair)
    if failed is None:
        return left_open("it holds for small numbers and not for large ones")
    if found.denied:
        return left_open("the words around it say that this need not hold")
    if "times" in pair.latex and _CROSS.search(f"{found.before} {found.after} {context[-400:]}"):
        return left_open("the text speaks of cross products, which letters do not show")
    if found.conditional:
        return left_open("a condition, not an identity")
    letters = names(pair.left, pair.latex) | names(pair.right, pair.latex)
    if _for_orthogonal_projections(pair, kinds, known):
        return left_open("it holds for orthogonal projections only, and the text does not say that they are meant")
    if word := unkept(found.before + " " + found.after + " " + (context if not found.before else "")):
        return left_open(f"the text speaks of '{word}', which the drawn instances do not keep")
    if shadows(ledger.conditions, letters, known.fixed):
        return left_open("it depends on a condition that stands earlier in the text")
    if any(k.sort is Sort.FUNCTION for n, k in kinds.items() if n not in known.functions) and not _differentiates(pair):
        return left_open("a condition on a function, not an identity")
    why = false_claim(pair, tried, tried.kinds, known)
    if why == WEAK and _HYPOTHESIS.search(found.before):
        why = ""  # what follows from a hypothesis is no claim about everything
    if not why:
        if known.conditions:
            return left_open("it holds for some of the values that the text allows, and not for others")
        return left_open("a condition, not an identity: it holds for some values and not for others")
    return _fails(tried, pair, why)


def _for_orthogonal_projections(pair: Pair, kinds: Mapping[str, Kind], known: Known) -> bool:
    """Whether a claim that fails holds for the projections most books mean: a projection need not be symmetric."""
    upright = {n: replace(k, traits=k.traits | {"symmetric"}) if "projection" in k.traits else k for n, k in kinds.items()}
    if upright == dict(kinds):
        return False
    tried = attempt(pair, upright, known)
    return bool(tried.trials) and tried.failed is None


def _oblong_inverse(pair: Pair, kinds: dict[str, Kind]) -> str:
    """A matrix that is inverted though its sizes are told and differ; "" where there is none."""
    for side in (pair.left, pair.right):
        for node in walk(side):
            if isinstance(node, Power) and isinstance(node.exponent, Prefix) and is_symbol(node.base):
                kind = kinds.get(key(node.base, pair.latex))
                if kind is not None and kind.sure and "?" not in kind.size and kind.size[0] != kind.size[1]:
                    return key(node.base, pair.latex)
    return ""


def _differentiates(pair: Pair) -> bool:
    return any(isinstance(n, Derivative) for side in (pair.left, pair.right) for n in walk(side))


def _holds(tried: Tried, pair: Pair) -> Finding:
    many = len(tried.trials)
    if tried.proof >= 3:
        sized = any(k.sort in (Sort.MATRIX, Sort.VECTOR) for k in tried.kinds.values())
        where = ", for matrices and vectors of a few small sizes" if sized else ""
        domain = ", wherever no denominator is zero" if _divides_by_letters(pair) else ""
        how = f"both sides agree exactly at {tried.proof} random points modulo a large prime{where}{domain}"
        return Finding(Verdict.PROVED, how, instances=many)
    if many < 3:
        return left_open("too few instances lie in the domain of both sides")
    spaces = any(k.sort in (Sort.EVENT, Sort.VARIABLE) for k in tried.kinds.values())
    where = ", wherever both sides have a value" if arguments([(pair.left, pair.latex), (pair.right, pair.latex)]) else ""
    return Finding(Verdict.TESTED, f"holds on {many} random {'finite spaces' if spaces else 'instances'}{where}", instances=many)


def _divides_by_letters(pair: Pair) -> bool:
    """Whether a letter stands below a fraction bar, so that some of its values have no place in the claim."""
    below = [node.bottom for side in (pair.left, pair.right) for node in walk(side) if isinstance(node, Fraction)]
    return any(is_symbol(part) for bottom in below for part in walk(bottom))


def _fails(tried: Tried, pair: Pair, why: str) -> Finding:
    failed = tried.failed
    if failed is None:
        return left_open("nothing fails")
    latex_of = {name: _written(name, pair) for name in tried.kinds}
    example = shown(failed.at, latex_of)
    values = ", ".join(
        f"{symbol} ${value}$" if " " in symbol else f"${symbol} = {value}$" for symbol, value in example[:_MOST_SHOWN]
    )
    computed = ""
    if (
        not isinstance(failed.left, tuple)
        and not isinstance(failed.right, tuple)
        and hasattr(failed.left, "real")
        and hasattr(failed.right, "real")
    ):
        computed = f"{number(failed.left)} and {number(failed.right)}"
    sentence = f"fails for {values}" if values else "fails"
    sentence += f": the two sides are {computed}" if computed else ""
    return Finding(Verdict.FAILS, f"{sentence}; {why}", "", computed, example, sum(t.holds for t in tried.trials))


def example(pair: Pair, kinds: Mapping[str, Kind], known: Known, tried: Tried | None = None) -> str:
    """Both sides of a relation that fails, at a plain instance, in words."""
    found = _fails(tried or attempt(pair, kinds, known), pair, "")
    return found.why.removesuffix("; ")


def _written(name: str, pair: Pair) -> str:
    """A letter as the formula writes it."""
    for side in (pair.left, pair.right):
        for found, node in symbols_in(side, pair.latex):
            if found == name:
                return pair.latex[slice(*node.span)].strip()
    return name
