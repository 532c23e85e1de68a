"""Functions told in words: x squared, the square root of x, the sigmoid 1/(1+e^-x); and x2, which is asked about.

Law of this file: what can mean two things is not guessed at. It is asked about in one sentence that says what to type instead.
"""

from __future__ import annotations

import re

from tutor.errors import Unreadable
from tutor.maths.algebra import Verdict, same
from tutor.maths.answers.lists import put
from tutor.maths.parse import read
from tutor.maths.tree import Node, Symbol, symbols

_THING = r"(\([^()]*\)|\|[^|]*\||[A-Za-z]\b(?!\s*\()|\d+(?:\.\d+)?)"
_SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_FUNCTION = {
    "sine": "sin",
    "cosine": "cos",
    "tangent": "tan",
    "exponential": "exp",
    "natural log": "ln",
    "natural logarithm": "ln",
}
_WORDS: tuple[tuple[str, str], ...] = (
    (rf"\b(?:the\s+)?square\s+root\s+of\s+{_THING}", r"sqrt(\1)"),
    (
        r"\b(?:the\s+)?(sine|cosine|tangent|exponential|natural\s+log(?:arithm)?|logarithm|log|ln)\s+of\s+"
        rf"{_THING}(?!\s*(?:\^|squared|cubed))",
        r"\1(\2)",
    ),
    (rf"{_THING}\s+squared\b", r"\1^2"),
    (rf"{_THING}\s+cubed\b", r"\1^3"),
    (rf"{_THING}\s+to\s+the\s+(?:power\s+(?:of\s+)?)?(\d+)(?:th)?(?:\s+power)?\b", r"\1^\2"),
    (r"\s+plus\s+", " + "),
    (r"\s+divided\s+by\s+", " / "),
)  # fmt: skip
_BEFORE_SLOPE = re.compile(r"^(\d+(?:\.\d+)?)\s*\*?\s*(d/d[a-z])\s+(.*?)(\s+at\s+.*)?$")
_VALUE_ASKED = re.compile(
    r"^([fgh]\s*\([a-z]\)\s*=[^=?]*?)\s*[,;.]\s*(?:(?:what\s+is|find|compute)\s+)?([fgh]'{1,3}\s*\([^()]*\))\s*=?$"
)
_MINUS = re.compile(r"(?<=[\w)\]|])\s+minus\s+|^\s*minus\s+|(?<=\bof)\s+minus\s+", re.IGNORECASE)
_TIMES = re.compile(r"(?<=[a-z\d)|])\s+times\s+(?=[a-z\d(|\\])", re.IGNORECASE)
_BOUND_DIVIDED = re.compile(r"\bfrom\b[^,;]{1,40}\bto\b[^,;]{1,40}\bdivided\s+by\b", re.IGNORECASE)
_COUNT_AFTER = re.compile(rf"([*/+-]\s*)({'|'.join(_SMALL)})\b", re.IGNORECASE)  # x^3 times two
_CONTENT = re.compile(
    r"\b(?:derivative|differentiate|slope|gradient|hessian|integral|integrate|antiderivative|limit|minimum|maximum)\b|d/d", re.I
)

# Names of functions, and what they stand for.
_KNOWN = {
    "sigmoid": "1/(1+exp(-x))",
    "logistic": "1/(1+exp(-x))",
    "softplus": "ln(1+exp(x))",
    "tanh": "(exp(x)-exp(-x))/(exp(x)+exp(-x))",
    "logit": "ln(x/(1-x))",
    "norm": "sqrt(x^2+y^2)",
}
_SHAPES = {  # the same with another inside
    "sigmoid": r"1\s*/\s*\(\s*1\s*\+\s*(?:e\s*\^|exp\b)",
    "logistic": r"1\s*/\s*\(\s*1\s*\+\s*(?:e\s*\^|exp\b)",
    "softplus": r"(?:ln|log)\s*\(\s*1\s*\+\s*(?:e\s*\^|exp\b)",
}
_READ = frozenset({"sigmoid", "tanh"})  # names our reader knows as functions
_NAME = re.compile(rf"^\s*(?:the\s+)?({'|'.join(_KNOWN)})\b(?:\s+function)?\s*(?:of\s+)?", re.IGNORECASE)
_HEADED = re.compile(r"^\s*[a-zσ]\s*\(\s*[a-z]\s*\)\s*=\s*|^\s*\\sigma\s*\(\s*[a-z]\s*\)\s*=\s*")
_POWERLIKE = re.compile(r"(?<![A-Za-z\\_\d.])(?:\d+(?:\.\d+)?)?\s?([a-z])([2-9]|\d\d)(?![\d.]|\s*=\s*[(\[{])")


def said_plainly(text: str) -> str:
    """A problem about a function with its words turned into signs, and a number before d/dx put to the function.

    >>> said_plainly("derivative of x squared plus three x"), said_plainly("2 d/dx x^2 at x = 1")
    ('derivative of x^2 + 3 x', 'd/dx 2*(x^2) at x = 1')
    """
    text = _VALUE_ASKED.sub(r"\2 for \1", text)
    if not _CONTENT.search(text):
        return text
    if wide := re.search(rf"\bsquare\s+root\s+of\s+{_THING}\s*(?:\+|-|\bplus\b|\bminus\b)", text, re.IGNORECASE):
        raise Unreadable(f"How far does the root reach in '{wide.group(0)} ...'? — type it with brackets, such as sqrt(x + 1).")
    if _BOUND_DIVIDED.search(text):
        raise Unreadable("Is it the bound that is divided? — type the bound as one number, or divide what you integrate.")
    text = _BEFORE_SLOPE.sub(r"\2 \1*(\3)\4", text)
    for pattern, sign in _WORDS:
        text = re.sub(pattern, sign, text, flags=re.IGNORECASE)
    text = _TIMES.sub(" * ", _MINUS.sub(" - ", text))
    text = re.sub(
        r"\b(" + "|".join(_SMALL) + r")(?=\s+[a-z]\b(?:\^|\s|$))", lambda m: str(_SMALL[m[1].lower()]), text, flags=re.IGNORECASE
    )
    text = _COUNT_AFTER.sub(lambda m: f"{m[1]}{_SMALL[m[2].lower()]}", text)
    names = "|".join(name.replace(" ", r"\s+") for name in _FUNCTION)
    return re.sub(
        rf"\b({names})(?=\s*[(\d]|\s+[a-z]\b(?!\s*\())",
        lambda m: _FUNCTION[" ".join(m[1].lower().split())],
        text,
        flags=re.IGNORECASE,
    )


def without_name(text: str) -> str:
    """A function without the name told before its formula; a name alone stands for its formula.

    >>> without_name("the sigmoid 1/(1+e^-x)"), without_name("tanh 2x"), without_name("the sigmoid function")
    ('1/(1+e^-x)', 'tanh 2x', '1/(1+exp(-x))')
    """
    found = _NAME.match(text)
    if not found:
        return text
    name, rest = found[1].lower(), _HEADED.sub("", text[found.end() :]).strip()
    formula = _KNOWN[name]
    if not rest or re.match(r"(?:with\s+respect|at|for)\b", rest):
        if name == "norm":
            raise Unreadable("The norm of what? — type it as a formula, such as sqrt(x^2 + y^2).")
        return f"{formula} {rest}".strip()
    function, tail = _cut(rest)
    if _stands_for(function, formula) or (name in _SHAPES and re.match(_SHAPES[name], function)):
        return f"{function} {tail}".strip()
    if name in _READ and re.fullmatch(r"\([^()]*(?:\([^()]*\)[^()]*)*\)(?!\s*[/^]).*|\d*\s*[a-z]\b(?:\s*\^\s*\d)?.*", rest):
        return f"{name} {rest}" if rest[0] != "(" else f"{name}{rest}"
    if name in _READ:
        raise Unreadable(f"How far does {name} reach in '{text.strip()[:30]}'? — type it with brackets, such as {name}(2x).")
    raise Unreadable(f"'{function[:24]}' is not what I know as {name} — type the formula alone, without its name.")


def _cut(text: str) -> tuple[str, str]:
    """The formula, and what is said after it."""
    found = re.search(r"\s*,?\s*\b(?:with\s+respect|w\.?r\.?t|at|for)\b", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _stands_for(typed: str, formula: str) -> bool:
    try:
        node, known = read(typed), read(formula)
    except Unreadable:
        return False
    names = sorted(symbols(node))
    if len(names) != len(symbols(known)):
        return False
    moved: dict[str, Node] = {old: Symbol((0, 1), new) for old, new in zip(sorted(symbols(known)), names, strict=True)}
    return same(node, put(known, moved)) is Verdict.SAME


def is_no_power(text: str, declared: tuple[str, ...] = ()) -> None:
    """Raises Unreadable where x2 may mean a power or a name; x1 and x2 side by side are names.

    >>> is_no_power("x1 + x2")
    >>> is_no_power("3x2")
    Traceback (most recent call last):
    tutor.errors.Unreadable: Is 'x2' a power or a name? — type x^2, or x_2.
    """
    for found in _POWERLIKE.finditer(text):
        letter, digits = found.groups()
        first = re.search(rf"(?<![A-Za-z\\]){letter}_?\{{?[01]\b", text)
        if not first and f"{letter}_{digits}" not in declared:
            raise Unreadable(f"Is '{letter}{digits}' a power or a name? — type {letter}^{digits}, or {letter}_{digits}.")
