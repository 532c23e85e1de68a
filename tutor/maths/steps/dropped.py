"""Nothing that was typed is dropped.

Law: every number, letter and sign of a problem matters. Change one of them and the problem reads otherwise: it has another
solution, or it is refused. Where the solution stays the same, word for word, its reader has skipped over something, and the
solution is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tutor.errors import Unreadable
from tutor.maths.steps.problem import FILLERS, clean
from tutor.maths.steps.solution import ReadOtherwise, Solution, StepFailed

Again = Callable[[str, Solution | None], Solution]
MOST_CHANGES = 70

_NUMBER = re.compile(r"(?<![A-Za-z_\d.])(?:\d+\.\d+|\.\d+|\d+)(?!\d)")
_LETTER = re.compile(r"(?<![A-Za-z\\'’])(?![lL]_?\{?[\d∞])[A-Za-z](?![A-Za-z'’])")
_NOTHING = re.compile(r"(?<![\d.])\(?0\)?\s*(?=[*·(]|\\cdot|[a-z](?![a-z]))|\^\s*[{(]?\s*0(?![.\d])|[+-]\s*\(?0\)?(?![.\d\w])")
_SIGN = re.compile(r"[+*/^%!<>≤≥·×⋅²³]|(?<![A-Za-z])-(?!(?:norm|sided|step|fold|vector|dimensional|by)\b)|-(?![A-Za-z>])")
_SLOPE = re.compile(
    r"(?<![A-Za-z])[d∂](?:\s*\^?\s*[\d²³])?\s*[a-z]?\s*/\s*[d∂]\s*\\?[a-z]+(?:\s*\^?\s*[\d²³])?|(?<![A-Za-z])d[a-z](?![A-Za-z])"
    r"|\\frac\s*\{\s*(?:d|\\partial)[^{}]*(?:\{\d\}[^{}]*)?\}\s*\{[^{}]*(?:\{\d\}[^{}]*)?\}"
)
_ARTICLE = re.compile(r"[aA]\s+(?:[A-Za-z]{2}|\d+(?:\.\d+)?\s*(?:%|[x×]\s*\d|by\b|-))|I\b")
_OPEN = re.compile(r"\.\.\.|…|\\[lc]?dots\b|(?:,|\band\b)\s*\?")
_NAMES = re.compile(  # a letter that names what stands beside it may be any letter
    r"[A-Za-z](?:_?\{?\d*\}?)\s*(?:\([A-Za-z](?:\s*,\s*[A-Za-z])*\)\s*)?(?::?=|:|~|∼|\\sim\b|->|→|\\to\b)"
    r"|[A-Z]\s+(?:with|where|if|given|when)\b|[A-Za-z](?:_?\{?\d*\}?)\s+(?:is|are|be|has|have|takes?|with\s+values|uniform|distributed)\b"
)
_NAMED = re.compile(
    r"(?:\b(?:matri(?:x|ces)|vectors?|points?|map|function|events?|variables?|data|lists?|parameter|distributions?|basis|bases)\s+"
    r"|[EH]\s*[(\[]\s*|\bVar\s*\(\s*|\bKL\s*\(\s*|\bloss\s+|\b(?:variance|deviation|mean|expectation|value)\s+of\s+(?=[A-Z]?$)|\b(?:mle|likelihood|estimate)\s+(?:of|for)\s+|\b(?:give|and\s+give|find)\s+(?:[A-Z]\s*(?:,|and)\s*)*)$",
    re.IGNORECASE,
)
_CROSSES = re.compile(
    r".{0,3}?[)\]}]\s*[xX]\s*[(\[{]", re.DOTALL
)  # a cross between brackets is a sign: left out, it is still read
_ROW = re.compile(r"[(\[]\s*-?[\d.][\d\s.,/-]*[)\]]")
_PRODUCT = re.compile(
    r"(?<![A-Za-z\\])(?!SVD|LU|QR|PCA|KL|MLE|MSE|MAE|SD|PDF|RREF|REF|PSD|SPD|ML|OK)[A-Z]{2,4}(?![A-Za-z])"
)  # A B, without a space
_OTHER_SIGN = {
    "+": "-",
    "-": "+",
    "*": "+",
    "/": "+",
    "^": "+",
    "<": ">",
    ">": "<",
    "≤": "≥",
    "≥": "≤",
    "·": "+",
    "×": "+",
    "⋅": "+",
}


def is_all_read(typed: str, solution: Solution, again: Again) -> None:
    """Raises Unreadable where something of the problem could be changed without changing a word of its solution.

    `again` solves a changed problem beside the first solution; it raises ReadOtherwise as soon as the two part.
    """
    if found := _OPEN.search(typed):
        raise Unreadable(f"I can't fill in '{found.group(0).strip(' ,') or '...'}' — type every number that belongs there.")
    text = clean(typed)
    if _NOTHING.search(text):  # beside a factor zero nothing matters: look at the problem with another factor
        text = _NOTHING.sub(lambda m: m.group().replace("0", "7"), text)
        try:
            solution = again(text, None)
        except (Unreadable, StepFailed, ArithmeticError):
            return
    for k, (start, end, changed) in enumerate(changes(text)):
        if k == MOST_CHANGES:
            return
        if _reads_the_same(text[:start] + changed + text[end:], solution, again):
            raise Unreadable(_left_out(text, start, end))


def changes(typed: str) -> Iterator[tuple[int, int, str]]:
    """Every place of the problem that must matter, and what to put there.

    >>> list(changes("2 d/dx x^2"))
    [(0, 1, '3'), (9, 10, '3'), (7, 8, 'q'), (8, 9, '+')]
    """
    slopes = [m.span() for m in _SLOPE.finditer(typed)]
    rows = [m.span() for m in _ROW.finditer(typed)]
    for found in _NUMBER.finditer(typed):
        if any(low <= found.start() < high for low, high in slopes) or _is_amidst(typed, found, rows):
            continue
        last = found.group()[-1]
        yield found.end() - 1, found.end(), str(int(last) + 1 if last != "9" else 8)
    free = next(letter for letter in "qkhjgz" if letter not in typed)
    # Letters of events and of what is being defined are names.
    events = [
        m.span()
        for m in re.finditer(
            r"\bP\s*\([^()]*\)?|\b(?:det|tr|rank|ker|nullity)\s*\(?\s*[A-Z]\b|[A-Za-zσφ]\s*\([^()\d]*\)\s*:?=", typed
        )
    ]
    for found in _LETTER.finditer(typed):
        at = found.start()
        if any(low <= at < high for low, high in (*slopes, *events)) or _is_name(typed, at):
            continue
        yield at, at + 1, free.upper() if found.group().isupper() else free
        alone = not re.search(r"[^\s,;:]$", typed[:at]) and not re.match(r"[^\s,;:.?]", typed[at + 1 :])
        if alone and not _CROSSES.match(typed, max(0, at - 3)):
            yield at, at + 1, " "
    for found in _PRODUCT.finditer(typed):
        if found.group().lower() in FILLERS:
            continue  # a problem typed in capitals
        yield found.start(), found.end(), " "
    for found in _SIGN.finditer(typed):
        if not any(low <= found.start() < high for low, high in slopes) and not _is_arrow(typed, found.start()):
            yield found.start(), found.end(), _OTHER_SIGN.get(found.group(), " ")
            if found.group() in "+-":
                yield found.start(), found.end(), " "


def _is_amidst(typed: str, found: re.Match[str], rows: list[tuple[int, int]]) -> bool:
    """Is this number neither the first nor the last of its brackets? What reads both ends of a row reads all of it."""
    for low, high in rows:
        if low <= found.start() < high:
            return bool(re.search(r"\d", typed[low : found.start()]) and re.search(r"\d", typed[found.end() : high]))
    return False


def _is_arrow(typed: str, at: int) -> bool:
    return typed[at : at + 2] == "->" or (at > 0 and typed[at - 1 : at + 1] in ("->", "=>"))


def _is_name(typed: str, at: int) -> bool:
    return bool(_NAMES.match(typed, at) or _ARTICLE.match(typed, at) or _NAMED.search(typed[:at]))


def _reads_the_same(changed: str, solution: Solution, again: Again) -> bool:
    try:
        again(changed, solution)
    except (ReadOtherwise, Unreadable, StepFailed, ArithmeticError, ValueError):
        return False
    return True


def _left_out(typed: str, start: int, end: int) -> str:
    around = typed[max(0, start - 12) : end + 12].strip()
    what = re.search(r"[\w.]*$", typed[:start])
    token = (what.group() if what and typed[start].isdigit() else "") + typed[start:end]
    return f"I can't place the '{token}' of '{around}' — leave it out, or say it in other words."
