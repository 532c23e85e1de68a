r"""Letters typed side by side: when are they one name, and when is each a factor of its own?

Law: a run is one name only where something says so: its shape, what stands beside it, or the words around the formula.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import lru_cache

from tutor.maths.reading import words
from tutor.maths.reading.cutting import patterns as typed
from tutor.maths.signs import TokenKind
from tutor.maths.tokens import Token

_WORD_BELOW = re.compile(r"_\{[A-Za-z]{2,}\}")  # df_{res}, degrees of freedom
_TURNED = re.compile(r"\s*\^\s*\{?\s*(?:T|\\top|\\intercal|\\mathsf\{T\})\b")  # T P^T
_DIFFERENTIALS = re.compile(r"[rRD]?(?:d[a-zA-Z]){1,4}d?")
_SIZED = re.compile(r"\(\s*(?:\d|[nmkdNpq])\s*[,)]")
_LEADS = re.compile(r"(?:\s|\\(?:display|text|script)style|&|\\begin\{\w+\*?\})*")  # what may stand before the first sign
_COUNTS = frozenset(["TP", "FP", "TN", "FN"])  # 2TN log N: rounds and options as well as true negatives
_AVERAGES = frozenset(["EX", "EY", "EZ"])
_SHORT = frozenset(["up", "low", "lo", "hi", "no", "on", "off", "old", "top", "sum"])  # in formulas that are written in words


def one_name(text: str, start: int, end: int, words_around: Callable[[], frozenset[str]]) -> bool:
    """Whether the run text[start:end] of two letters or more is one name, for itself or by the words of the prose around."""
    run = text[start:end]
    if _DIFFERENTIALS.fullmatch(run) and (run.count("d") > 1 or "int" in text[:start]):
        return False  # \iint_Ddxdy, rdrd\theta
    if run in _AVERAGES:
        return False  # EX EY, however the prose around spells them
    return (
        run in words.PLAIN_WORDS
        or run in words.BARE_FUNCTIONS
        or (run in words.ACRONYMS and not _TURNED.match(text, end) and not _lone_count(text, run))
        or (run == "SS" and text[end : end + 1] == "_")
        or run in ("Id", "Re", "Im")
        or (run == "df" and _WORD_BELOW.match(text, end) is not None)
        or _abbreviated(text, start, end)
        or typed.CAMEL.fullmatch(run) is not None
        or typed.SHORT_WORD.match(text, start) is not None
        or _called(text, start, end)
        or (run in words.MATRIX_GROUPS and _SIZED.match(text, end) is not None)
        or _labels(text, start, end)
        or (text[end : end + 1] == "_" and _repeated(text, run))
        or _is_word(run)
        or _known(text, start, end, words_around())
    )


def _known(text: str, start: int, end: int, known: frozenset[str]) -> bool:
    """Whether the prose around uses a run as a word or a name."""
    run = text[start:end]
    return (
        (run in known and (len(run) > 2 or _set_apart(text, start, end)))
        or (run == "in" and text[:start].endswith("_{") and ("out}" in text or "input" in known))
        or (run in _SHORT and _among_words(text, known))
        or (len(run) > 3 and run.lower() in known)
    )


def _is_word(run: str) -> bool:
    """Whether a run of small letters can only be a word: six or more, with vowels among them, and not the alphabet."""
    vowels = sum(letter in "aeiouy" for letter in run)
    ordered = all(a < b for a, b in itertools.pairwise(run))
    return len(run) >= 6 and run[1:].islower() and 2 <= vowels < len(run) - 1 and not ordered and len(set(run)) > 3


@lru_cache(maxsize=64)
def _repeated(text: str, run: str) -> bool:
    """Whether a capital and a small letter are one name, He_n(x): called with an index each time, and neither letter alone."""
    if len(run) != 2 or not run[0].isupper() or not run[1].islower():
        return False
    indexed = re.findall(rf"(?<![A-Za-z\\]){run}_(?:\w|\{{[^{{}}]*\}})\s*(\()?", text)
    return not _apart(text, run) and len(indexed) > 1 and all(indexed)


@lru_cache(maxsize=64)
def _among_words(text: str, known: frozenset[str]) -> bool:
    """Whether a formula is written in whole words, (up - down) / sqrt(count): two of them at least that no letters would make."""
    found = {m[0] for m in typed.LONG_RUN.finditer(text)}
    return len([run for run in found if run in words.PLAIN_WORDS or _is_word(run) or run.lower() in known]) > 1


def glued(run: str) -> int:
    """How many letters of a run are a function typed without a space, dimV, logw; 0 where none are."""
    found = typed.GLUED.fullmatch(run)
    return 0 if found is None else len(found[1] or found[3])


def _set_apart(text: str, start: int, end: int) -> bool:
    """Whether two letters stand as a name does: before a bracket, with an index, as an index, or alone."""
    if text[:start].endswith(("_{", "^{")):
        return not (text[start:end].isupper() and _apart(text, text[start:end]))  # lambda^{AB} beside lambda^A
    if typed.NAMED.match(text, end) is not None:
        return True
    alone = text[:start].rstrip()[-1:] in ("(", "[") and text[end:].lstrip()[:1] in (")", "]")
    alone = alone or (typed.LINE_BEGINS.search(text[:start]) is not None and typed.EQUATED.match(text, end) is not None)
    return alone and not _apart(text, text[start:end])  # (WH)_{kj} beside H_{kj}, AB = BA


@lru_cache(maxsize=64)
def _apart(text: str, run: str) -> bool:
    """Whether a letter of a run stands in the text on its own, or the run stands there the other way round."""
    return re.search(rf"(?<![A-Za-z\\])[{run}](?![A-Za-z])", text) is not None or run[::-1] in text


def _labels(text: str, start: int, end: int) -> bool:
    """Whether a run that fills an index is a word, H_{red}, r_{dual}, and no row of indices, T_{ijk}, T_{abc}."""
    run = text[start:end]
    filled = text[:start].endswith("_{") and text[end : end + 1] == "}"
    ordered = all(a < b for a, b in itertools.pairwise(run))
    vowels, running = set(run) & set("aeo"), set(run) & set("ijkxyz")
    plain = run.islower() and len(run) > 2 and not ordered and not set(run) <= set("abcdefg")
    return filled and plain and bool(vowels) and len(running) < 2 and bool(set(run) - set("aeiou"))


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Whether a formula says what the degrees of freedom or an interval are, df = n - 1; df = f'(x) dx is a differential."""
    if text[start:end] not in ("df", "CI") or not _LEADS.fullmatch(text, 0, start) or not typed.EQUATED.match(text, end):
        return False
    return re.search(r"\\(?:partial|nabla)|(?<![A-Za-z\\])d\s*\\?[A-Za-z]|\\cdot d", text[end:]) is None


def _lone_count(text: str, run: str) -> bool:
    """Whether none of the other counts of a confusion matrix stands there, but one of the run's letters does, 2TN log N."""
    return run in _COUNTS and not any(other in text for other in _COUNTS - {run}) and _apart(text, run)


def _called(text: str, start: int, end: int) -> bool:
    """Whether a run of letters is one name because of the bracket after it: KL(q || p), NHG(k), abs(x)."""
    run = text[start:end]
    if run.isupper() and typed.DIVERGED.match(text, end):
        return True
    if run == "Pr":
        return typed.CHANCE.match(text, end) is not None
    named = len(run) == 3 and run[0].isupper() and run[1:].islower()  # Cnt(x, a)
    ordered = all(a < b for a, b in itertools.pairwise(run))
    named = named or (len(run) > 3 and run.islower() and bool(set(run) & set("aeiou")) and not ordered)  # sigm(x)
    known = run in words.CALLED or (run.isupper() and len(run) > 2)
    braced = run in words.CALLED and text[start - 1 : start] == "{" and text[end : end + 1] == "}"  # \\hat{sd}(x)
    return (named or known) and typed.BRACKET.match(text, end + braced) is not None


def joined(text: str, start: int, end: int, known: Callable[[], frozenset[str]]) -> int:
    """Where a name ends that goes on behind the run of letters text[start:end], x1, std.err, p-value; 0 where it does not."""
    if text[end : end + 1] not in typed.GOING_ON:
        return 0
    if found := typed.HYPHENED.match(text, start) or typed.HYPHENED_BELOW.match(text, start):
        return found.end()
    if (found := typed.DOTTED.match(text, start)) and not text[:start].endswith("_{"):
        return found.end()
    if found := typed.POINTED.match(text, start):
        return found.end()
    found = typed.NUMBERED.match(text, start)
    if text[max(0, start - 8) : start].rstrip().endswith("frac"):
        return 0  # \frac h2: the digit stands below the stroke
    if not found or found[1] in words.FUNCTIONS or _in_script(text, start):
        return 0
    if len(found[1]) == 1:
        return found.end() if _numbered(text, start, found.end()) or found[0] in known() else 0
    plain = len(found[1]) > 2 and not set(found[1]) <= set("dxyztuvrs")
    return found.end() if plain and end == found.end(1) else 0


def _in_script(text: str, at: int) -> bool:
    """Whether a place stands in the braces of an index or a power, x_{i1}, where digits are indices of their own."""
    opened = text[:at].rfind("{")
    if opened < 1 or text[opened - 1] not in "_^" or "}" in text[opened:at]:
        return False
    return text[opened - 1] == "_" or text[opened + 1 : at].isalnum() or opened + 1 == at


def _numbered(text: str, start: int, end: int) -> bool:
    """Whether a letter with a digit glued to it, S1, is a name: it is called, S1(t), or stands there with another digit, S2."""
    if text[start].isupper() and typed.BRACKET.match(text, end):
        return True
    return len(typed.digits_of(text[start], text)) > 1


def hyphenated(tokens: list[Token], following: str) -> int:
    """How many tokens spell the first half of a name with a hyphen typed as text: a word, the 3 of 3-SAT, the c and o of co-NP.

    What follows a number or a letter must be capitals, or a word of three letters: 1-x is a difference.
    """
    if not tokens:
        return 0
    if type(tokens[-1]).__name__ == "WordToken":
        return 1
    if not (len(following) > 1 and following.isupper()) and not (len(following) > 3 and following.islower()):
        return 0
    if tokens[-1].kind is TokenKind.NUMBER:
        return 1
    count = 0
    while count < len(tokens) and tokens[-1 - count].kind is TokenKind.NAME and len(tokens[-1 - count].text) == 1:
        count += 1
        if count < len(tokens) and tokens[-1 - count].end != tokens[-count].start:
            break
    return count
