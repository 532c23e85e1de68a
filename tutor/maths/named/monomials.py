r"""Forms where the factors are numbers: a sum of terms, each a coefficient times powers, whatever way it was printed.

\frac{a}{b}, a/b and ab^{-1}, \sqrt{x} and x^{1/2}, -\frac{1}{2}u and -\frac{u}{2} come out the same. Only for formulas whose
factors may change places: among matrices the order of a product would be lost here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tutor.maths.named.forms import SYMBOLIC, Form, weight

__all__ = ["levelled", "scale_free", "times"]

ONE: Form = ("N", "1")
Factor = tuple[Form, Form]
Term = tuple[Fraction, tuple[Factor, ...]]
_DOTS: Form = ("S", "dots", "")
_MARKS = frozenset(["*", "H", "dagger", "ast", "star", "prime", "+"])
_RAISING = frozenset(["S", "sum", "prod", "frac", "sub", "N", "pow"])
_EXPONENTIAL: Form = ("F", "exponential")
_LARGEST = 6  # powers of numbers are worked out no further,
_MOST_TO_RAISE = 10**6  # nor those of large numbers: a tower of powers must not fill the memory
_MOST_DIGITS = 12


def levelled(form: Form) -> Form:
    r"""The form as a term or as a sum of terms.

    Shapes: ("mono", coefficient, (base, exponent), ...), ("add", term, ...), or the form itself where nothing is multiplied.

    >>> half = ("frac", ("S", "x", ""), ("N", "2"))
    >>> levelled(half) == levelled(("prod", ("frac", ("N", "1"), ("N", "2")), ("S", "x", "")))
    True
    """
    return _built(*_term(form))


def times(form: Form, by: Fraction) -> Form:
    """A levelled form times a number."""
    coefficient, factors = _term(form)
    return _built(coefficient * by, factors)


def scale_free(form: Form) -> Form:
    r"""A levelled form without the numbers and counts in front of its terms: \frac{1}{2n}\|x\|^2 becomes \|x\|^2."""
    if form[0] == "add":
        return _ordered("add", (scale_free(term) for term in form[1:]))  # type: ignore[arg-type]
    if form[0] != "mono":
        return form
    factors = [f for f in form[2:] if not (f[1] == ("N", "-1") and (f[0][0] in SYMBOLIC or f[0][0] == "abs"))]  # type: ignore[index]
    return _built(Fraction(-1 if form[1] < 0 else 1), tuple(factors)) if factors else form  # type: ignore[operator, arg-type]


def _built(coefficient: Fraction, factors: tuple[Factor, ...]) -> Form:
    if not factors:
        return ("N", str(coefficient))
    base, exponent = factors[0]
    if len(factors) == 1 and exponent == ONE:
        if base[0] == "add" and coefficient != 1:
            return _scaled(base, coefficient)
        if coefficient == 1:
            return base
    return _ordered("mono", factors, coefficient)


def _scaled(total: Form, by: Fraction) -> Form:
    """A sum times a number, term by term; where every term is then negative the sign stands in front."""
    sign = Fraction(-1) if by < 0 and not any(_negative(term) for term in total[1:]) else Fraction(1)
    terms = [times(term, by * sign) for term in total[1:]]  # type: ignore[arg-type]
    if sign == 1 and all(_negative(term) for term in terms):
        sign, terms = Fraction(-1), [times(term, Fraction(-1)) for term in terms]
    added = _ordered("add", terms)
    return added if sign == 1 else ("mono", sign, (added, ONE))


def _ordered(tag: str, parts: Iterable[Form | Factor], *before: object) -> Form:
    """What is hardest to find stands first: a search that fails then fails early."""
    return (tag, *before, *sorted(parts, key=weight, reverse=True))


def _negative(term: object) -> bool:
    if not isinstance(term, tuple):
        return False
    return bool(term[1] < 0) if term[0] == "mono" else term[0] == "N" and str(term[1]).startswith("-")


def _term(form: Form) -> Term:
    """A form as a coefficient and factors."""
    match form[0]:
        case "N":
            value = _number(form)
            return (value, ()) if value is not None else (Fraction(1), ((form, ONE),))
        case "mono":
            return form[1], form[2:]  # type: ignore[return-value]
        case "prod":
            return _product(_term(part) for part in form[1:])  # type: ignore[arg-type]
        case "frac":
            return _product([_term(form[1]), _power(_term(form[2]), ("N", "-1"))])  # type: ignore[arg-type]
        case "root":
            return _power(_term(form[1]), ("N", "1/2"))  # type: ignore[arg-type]
        case "pow":
            return _power(_term(form[1]), levelled(form[2]))  # type: ignore[arg-type]
        case "sup" if not _is_mark(*form[1:]):
            return _power(_term(form[1]), levelled(form[2]))  # type: ignore[arg-type]
        case "sum" if all(sign in ("+", "-") for sign, _ in form[1:]):  # type: ignore[misc, has-type]
            return _sum(form)
        case "big":
            return _big(form)
    return Fraction(1), ((_within(form), ONE),)


def _is_mark(base: object, mark: object) -> bool:
    """Whether what stands above is no exponent: a star, the H of a Hermitian matrix, the t of (x - y)^t."""
    if not isinstance(mark, tuple) or not isinstance(base, tuple) or mark[0] not in _RAISING:
        return True
    return mark[1] in _MARKS or mark[1] == "T" or (base[0] == "sum" and mark[1] == "t")


def _product(terms: Iterable[Term]) -> Term:
    """Terms multiplied; powers of one base with numbers as exponents are put together."""
    coefficient, found = Fraction(1), dict[Form, Form]()
    loose: list[Factor] = []
    for by, factors in terms:
        coefficient *= by
        for base, exponent in factors:
            old, new = _number(found.get(base, ("N", "0"))), _number(exponent)
            if old is None or new is None:
                loose.append((base, exponent))
            else:
                found[base] = ("N", str(old + new))
    kept = tuple((base, exponent) for base, exponent in found.items() if exponent != ("N", "0"))
    return coefficient, (*kept, *loose)


def _power(term: Term, exponent: Form) -> Term:
    coefficient, factors = term
    by = _number(exponent)
    if by is None or abs(by) > _LARGEST:
        return Fraction(1), ((_built(coefficient, factors), exponent),)
    raised = tuple(_raised(base, inner, by) for base, inner in factors)
    if coefficient == 1:
        return coefficient, raised
    if by.denominator == 1 and coefficient and max(abs(coefficient.numerator), coefficient.denominator) < _MOST_TO_RAISE:
        return coefficient ** int(by), raised
    return Fraction(1), ((("N", str(coefficient)), ("N", str(by))), *raised)


def _raised(base: Form, exponent: Form, by: Fraction) -> Factor:
    if base[:2] == ("app", _EXPONENTIAL) and exponent == ONE and len(base) == 3:
        return ("app", _EXPONENTIAL, times(base[2], by)), ONE  # type: ignore[arg-type]
    if base[0] == "abs" and base[1][0] == "add" and by % 2 == 0:  # type: ignore[index]
        base = base[1]  # type: ignore[assignment]
    return base, times(exponent, by)


def _sum(form: Form) -> Term:
    terms: list[Form] = []
    for sign, part in form[1:]:  # type: ignore[misc]
        term = times(levelled(part), Fraction(-1 if sign == "-" else 1))  # type: ignore[has-type]
        terms += term[1:] if term[0] == "add" else [term]  # type: ignore[arg-type]
    if len(terms) == 1:
        return _term(terms[0])
    if all(_negative(term) for term in terms):
        return Fraction(-1), ((_ordered("add", (times(term, Fraction(-1)) for term in terms)), ONE),)
    return Fraction(1), ((_ordered("add", terms), ONE),)


def _big(form: Form) -> Term:
    """A sum over two indices is a sum of sums; a number in every term stands before the sum."""
    name, lower, upper, body, *variables = form[1:]
    if lower[0] in ("list", "prod") and upper == ("none",) and 2 < len(lower) <= 4 and name in ("sum", "prod"):  # type: ignore[index, arg-type]
        for index in reversed(lower[1:]):  # type: ignore[index]
            body = ("big", name, index, upper, body)
        return _big(body)  # type: ignore[arg-type]
    coefficient, factors = _term(body)  # type: ignore[arg-type]
    if name not in ("sum", "int") or not factors:
        coefficient, inner = Fraction(1), levelled(body)  # type: ignore[arg-type]
    else:
        inner = _built(Fraction(1), factors)
    return coefficient, ((("big", name, lower, upper, inner, *variables), ONE),)


def _within(form: Form) -> Form:
    """The parts of what is no product: arguments, conditions, the inside of bars."""
    tag = form[0]
    if tag in ("S", "F", "N", "text", "opaque", "none", "acc", "E", "P", "row", "add"):
        return form
    if tag == "sub":
        return _indexed(form)
    if tag == "app" and form[1] == ("F", "determinant"):
        return ("abs", *(levelled(part) for part in form[2:]))  # type: ignore[arg-type]
    if tag == "app" and form[1] == ("P",):
        return (tag, form[1], *_events([levelled(part) for part in form[2:]]))  # type: ignore[arg-type]
    if tag == "sum":
        return (tag, *((sign, levelled(part)) for sign, part in form[1:]))  # type: ignore[misc, has-type]
    return (tag, *(levelled(part) if _is_form(part) else part for part in form[1:]))  # type: ignore[arg-type]


def _is_form(part: object) -> bool:
    return isinstance(part, tuple) and bool(part) and isinstance(part[0], str)


def _indexed(form: Form) -> Form:
    r"""\|x\|_2 is \|x\|; of x_{ij} the indices are a list."""
    base, index = form[1:]
    if not _is_form(base) or not _is_form(index):
        return form
    inside = base[1] if base[0] == "pow" else base  # type: ignore[index]
    if inside[0] == "norm" and index == ("N", "2"):  # type: ignore[index]
        return levelled(base)  # type: ignore[arg-type]
    if base[0] not in SYMBOLIC:  # type: ignore[index]
        return ("sub", levelled(base), index)  # type: ignore[arg-type]
    return ("sub", base, ("list", *index[1:])) if index[0] == "prod" else form  # type: ignore[index]


def _events(arguments: list[Form]) -> list[Form]:
    r"""x_1, \dots, x_n within a probability is one event."""
    if _DOTS not in arguments[1:-1]:
        return arguments
    at = arguments.index(_DOTS)
    start = at - 1
    while start and arguments[start - 1][:2] == arguments[at - 1][:2] and arguments[start][0] == "sub":
        start -= 1
    return [*arguments[:start], ("list", *arguments[start : at + 2]), *arguments[at + 2 :]]


def _number(form: Form) -> Fraction | None:
    if form[0] != "N" or len(str(form[1])) > _MOST_DIGITS or "e" in str(form[1]).lower():
        return None
    try:
        return Fraction(str(form[1]))
    except (ValueError, ZeroDivisionError):
        return None
