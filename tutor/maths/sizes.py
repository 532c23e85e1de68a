r"""Sizes as books declare them: x \in \mathbb{R}^n, "an m x n matrix", "a vector of length n", "B is 3x2", {"A": [3, 2]}.

A size is a tuple of dimensions, each a numeral or a short formula as written: ("m", "n"), ("3",); () is a single number.
"""

from __future__ import annotations

import re

Size = tuple[str, ...]
Area = tuple[str, str]  # rows, columns
NUMBER: Area = ("1", "1")
MOST_CHARACTERS = 40_000

_SPACE = re.compile(r"^\s*\\?\{?\s*(?:\\math(?:bb|bf|rm)\s*\{?\s*|\\Bbb\s*\{?\s*|\\)?([RCℝℂ])\s*\}?\s*(?:\^\s*(.*))?$", re.S)
_TIMES = re.compile(r"\\times|×|\\,x\\,|(?<=[\w}\s])x(?=[\s\w{])|\\cdot(?!s)|\*")
_BY = r"(?:\\times|×|x|by|-by-)"
_ATOM = r"\$?\s*([A-Za-z]\w?|\d+)\s*\$?"
_NO_WORD = r"(?!(?:[A-Za-z]{3,}|a[nst]|b[ey]|i[nst]|no|o[fnr]|so|to|we)(?![A-Za-z]))"  # "a vector with one element per state"
_MATRIX = re.compile(
    rf"(?<![\w^]){_ATOM}\s*-?\s*{_BY}\s*-?\s*{_ATOM}\s*-?\s*(?:[\w-]+\s+){{0,3}}?(?:matrix|matrices|table|array|grid)", re.I
)
_SQUARE = re.compile(rf"square matri\w+ of (?:size|order|dimension)\s+{_ATOM}(?!\s*{_BY})", re.I)
_VECTOR = re.compile(
    rf"(?:(?<!\w)\$?([A-Za-z]|\d+)\$?\s*-\s*(?:dimensional\s+(?:[\w-]+\s+){{0,2}}?)?vector)|"
    rf"(?:vector\w*\s+(?:of|in)\s+(?:length|dimension|size)\s+{_ATOM})",
    re.I,
)
_IN = re.compile(r"\b(?:in|from)\s+\$\s*(\\math(?:bb|bf)\{?\s*[RC]\}?[^$]*)\$")
_LENGTH = re.compile(
    rf"^\s*,?\s*(?:of (?:length|dimension|size)|with)\s+{_NO_WORD}{_ATOM}(?:\s*{_BY}\s*{_ATOM})?"
    r"(?=\s*(?:entries|components|elements|[.,;:)]|and\b|$|\w))",
    re.I,
)
_ROWS = re.compile(rf"^\s*,?\s*with\s+{_ATOM}\s+rows\s+and\s+{_ATOM}\s+columns", re.I)
_SCALAR = re.compile(r"\b(?:scalar|real number|number|constant|probability)$", re.I)


def size_in_formula(right: str) -> Size | None:
    r"""The size that stands after the sign of membership: \mathbb{R}^{m \times n}; None where it is no such space.

    >>> size_in_formula(r"\mathbb{R}^{m \times n}"), size_in_formula(r"\mathbb{R}"), size_in_formula(r"\mathbb{Z}")
    (('m', 'n'), (), None)
    """
    found = _SPACE.match(right.strip().rstrip(".,; "))
    if not found:
        return None
    power = found[2]
    if power is None:
        return ()
    power = power.strip()
    if power.startswith("{") and power.endswith("}"):
        power = power[1:-1]
    elif len(power) > 1 and not power.isdigit() and not power.startswith("\\"):
        return (
            None
            if "{" in power or "," in power
            else tuple(p.strip() for p in re.split(r"x|×", power))
            if re.fullmatch(r"\w+\s*[x×]\s*\w+", power)
            else None
        )
    parts = tuple(clean(part) for part in _TIMES.split(power))
    return (
        parts
        if all(re.match(r"[\w\\(|]", part) for part in parts) and len(parts) <= 4 and all(len(p) <= 24 for p in parts)
        else None
    )


def clean(part: str) -> str:
    r"""A dimension without spaces and needless braces.

    >>> clean(" {n}_x ")
    'n_x'
    """
    return re.sub(r"\\textrm|\\text|\\mathrm|\\,|[\s{}]", "", part)


def size_in_words(meaning: str, rest: str) -> tuple[Size | None, int]:
    r"""The size told in a meaning, or in the words right after a symbol, and how far those reach.

    >>> size_in_words("an $m \\times n$ matrix", "")[0], size_in_words("a vector", " of length $n$.")[0]
    (('m', 'n'), ('n',))
    """
    plain = meaning.replace("\\times", "×")
    if found := _MATRIX.search(plain):
        return (found[1], found[2]), 0
    if "matrix" in plain and (found := _ROWS.match(rest)):
        return (found[1], found[2]), found.end()
    if found := _SQUARE.search(plain):
        return (found[1], found[1]), 0
    if found := _VECTOR.search(plain):
        return (found[1] or found[2],), 0
    if found := _IN.search(meaning):
        return size_in_formula(found[1]), 0
    if "vector" in meaning and (found := _LENGTH.match(rest)) and not found[2]:
        return (found[1],), found.end()
    if "matrix" in meaning and (found := _LENGTH.match(rest)) and found[2]:
        return (found[1], found[2]), found.end()
    if _SCALAR.search(meaning) and " of " not in meaning and not re.search(r"\bnumber$", meaning[:-7]):
        return (), 0
    return None, 0


_NAME = r"(?:\\math(?:bf|rm|cal)\{?)?(?<![A-Za-z])([A-Z]|[a-z]|\\[a-z]+|\\[A-Z][a-z]+)(?:_(?:\w|\{\w+\}))?\}?"
_DIMENSION = r"(\d+|[a-zA-Z])"
_DECLARED_IS = re.compile(
    rf"(?<![\w\\^_])\$?({_NAME})\$?\s+(?:is|has (?:size|shape)|be|:)\s+(?:an?\s+)?"
    rf"\$?{_DIMENSION}\s*(?:x|×|\\times|by|-by-)\s*{_DIMENSION}\$?(?!\w)"
)
_DECLARED_IN = re.compile(
    rf"(?<![\w\\^_])({_NAME})\s*(?:\bin\b|∈|\\in\b)\s*"
    r"((?:\\math(?:bb|bf)\s*\{?\s*)?[RCℝℂ]\}?\s*\^\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w+(?:\s*[x×]\s*\w+)?))"
)


def declared(text: str) -> tuple[tuple[str, Size], ...]:
    r"""Every size that is declared in the short way: "B is 3x2", "A in R^{m x n}", "x \in \mathbb{R}^n".

    >>> declared("B is 3x2 and A in R^{m x n}, x in R^n")
    (('A', ('m', 'n')), ('x', ('n',)), ('B', ('3', '2')))
    """
    text = text[:MOST_CHARACTERS]
    found = [(match[1], size) for match in _DECLARED_IN.finditer(text) if (size := size_in_formula(match[3])) is not None]
    found += [(match[1], (match[3], match[4])) for match in _DECLARED_IS.finditer(text)]
    return tuple(found)


def spoken(area: Area) -> str:
    """A size in words.

    >>> spoken(("3", "2")), spoken(("n", "1")), spoken(NUMBER)
    ('3x2', 'a vector of length n', 'a single number')
    """
    if area == NUMBER:
        return "a single number"
    if area[1] == "1":
        return f"a vector of length {area[0]}"
    return f"{area[0]}x{area[1]}" if area[0] != "1" else f"a row of length {area[1]}"
