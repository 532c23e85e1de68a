"""Another number by the part it plays: the right side, the slope, n and p, the point, or the words around it.

Law of this file: as in `changes.py`; where several numbers could be meant alike, none is.
"""

from __future__ import annotations

import itertools
import re

from tutor.voices.again.again import Candidates
from tutor.voices.again.givens import NUMBER, Written, numbers_in, same_number, tables_in
from tutor.voices.again.words import LITTLE, SIGNED, root, spliced, tight

__all__ = ["PARTS_PLAYED", "expressions_in"]

_SIDE = re.compile(rf"\b(right|left)(?:[\s-]*hand)?\s+side\b.*?({SIGNED})\W*$", re.IGNORECASE)
_ON_SIDE = re.compile(rf"({SIGNED})\s+on the (right)\b", re.IGNORECASE)
_BINOMIAL = re.compile(rf"\bBin(?:om(?:ial)?)?\s*\(\s*(?P<n>\d+)\s*,\s*(?P<p>{NUMBER})\s*\)", re.IGNORECASE)
_LETTER_IS = re.compile(rf"\b(?P<letter>n|p|k)\s*(?:=|is|were|was|becomes?)\s*(?P<new>{NUMBER})", re.IGNORECASE)
_OUTCOME = re.compile(r"P\(\s*X\s*(?P<sign><=|>=|=|<|>|≤|≥)\s*(?P<k>\d+)\s*\)")
_OUTCOMES = {"at least": ">=", "at most": "<=", "more than": ">", "fewer than": "<", "less than": "<", "exactly": "="}
_NEW_OUTCOME = re.compile(rf"^(?:(?P<words>{'|'.join(_OUTCOMES)})\s+)?(?P<k>\d+)(?:\s+success\w*)?$", re.IGNORECASE)
_SLOPE = re.compile(rf"\b(slope|gradient|steepness|intercept)\b.*?({SIGNED})\W*$", re.IGNORECASE)
_LINE = re.compile(
    r"(?P<head>y\s*=\s*)?(?P<slope>-?\s*\d*(?:\.\d+)?)\s*\*?\s*x\s*(?P<intercept>[+-]\s*\d+(?:\.\d+)?)?(?P<tail>\s*=\s*0)?"
)
_SIDES = re.compile(r"\b(\d+)\s*(?:-|\s)?\s*(?:sides?|faces?|sided)\b", re.IGNORECASE)
_DIE = re.compile(r"\b(?:(?:fair|standard|ordinary)\s+)?(?:\w+[\s-]sided\s+)?die\b", re.IGNORECASE)
_POINT = re.compile(
    rf"\b(?:at|for|when|where)\s+(?:the point\s+)?(?:[a-z]\s*=\s*)?(?P<at>{SIGNED}|-?(?:pi|e|pi/\d)\b|\([^()]+\))\W*$",
    re.IGNORECASE,
)
_POINT_THERE = re.compile(r"\bat\s+[a-z]\s*=\s*(?P<at>-?(?:[\d./]+|pi|e)\b)")
_IS_POINT = re.compile(r"[a-z]\s*=\s*-?(?:[\d./]+|pi|e)")


# -- by what it stands for -------------------------------------------------------------------------------------------------------
_BOUNDS = re.compile(rf"^(?:and )?from\s+{NUMBER}\s+to\s+(?:{NUMBER}|pi|e)\W*$", re.IGNORECASE)
_RUN = re.compile(
    r"(?<![A-Za-z])(?:(?:sin|cos|tan|exp|ln|log|sqrt|tanh|pi|[t-z]{2,3}(?![A-Za-z])|[a-zA-Z](?![A-Za-z])|\d+(?:\.\d+)?"
    r"|[-+*/^=().·]|\s)+)"
)
_SIGN = re.compile(r"[-+*/^=]|\d[a-z]|[a-z]\(")


def expressions_in(text: str) -> list[Written]:
    """The formulas with a letter in them, with where they stand; the longest runs of signs, numbers, letters and known functions.

    >>> [one.text for one in expressions_in("derivative of x^3 - 2x at x = 1")]
    ['x^3 - 2x', 'x = 1']
    >>> [one.text for one in expressions_in("gradient of x^2 + 3xy at (1, 2)")]
    ['x^2 + 3xy']
    >>> [one.text for one in expressions_in("what is the rank of a 3x5 matrix")]
    []
    """
    found = []
    for run in _RUN.finditer(text):
        body = re.sub(r"\s+(?:a|I)$|^(?:a|I)\s+(?=[a-zA-Z\d])", "", run.group().strip(" .,"))
        start = text.find(body, run.start())
        cut = text[start + len(body) :][:1].isalnum()  # a word goes on behind it: no formula
        if body and not cut and re.search(r"[a-zA-Z]", body) and _SIGN.search(body) and not re.fullmatch(r"\d+x\d+", body):
            found.append(Written(body, start, start + len(body)))
    return found


def _by_expression(asked: str, problem: str) -> Candidates:
    """ "and x^3?", "now for x^2 = 16": another formula for the one of the problem."""
    new = expressions_in(asked)
    old = [one for one in expressions_in(problem) if not _IS_POINT.fullmatch(one.text)]
    if len(new) != 1 or not old:
        return
    left = asked[: new[0].start] + asked[new[0].end :]
    if re.search(r"\d|\w{3,}", left.replace("function", "").replace("equation", "").replace("derivative", "")):
        return
    if _IS_POINT.fullmatch(new[0].text):
        return
    one, text = old[0], new[0].text
    head = re.match(r"(?:y|f\s*\(\s*x\s*\))\s*=\s*", one.text)
    if head and "=" not in text:
        text = head.group() + text
    elif "=" in one.text and "=" not in text and not head:
        return
    yield problem[: one.start] + text + problem[one.end :], f"with {text} in place of {one.text}"


def _by_side(asked: str, problem: str) -> Candidates:
    found, behind = _SIDE.search(asked), _ON_SIDE.search(asked)
    if (found or behind) and problem.count("=") == 1:
        side, number = (found[1], found[2]) if found else (behind[2], behind[1]) if behind else ("", "")
        at, new = problem.index("="), tight(number)
        if side.lower() == "right":
            yield f"{problem[:at]}= {new}", f"with {new} on the right"


def _by_slope(asked: str, problem: str) -> Candidates:
    """ "what if the slope is -2?": for the line that the problem is about."""
    found, lines = _SLOPE.search(asked), expressions_in(problem)
    line = _LINE.fullmatch(lines[0].text) if lines else None
    if found is None or line is None:
        return
    new, slope, intercept = tight(found[2]), tight(line["slope"]), re.sub(r"\s+", "", line["intercept"] or "")
    if found[1].lower() == "intercept":
        intercept = new if new.startswith("-") else f"+{new}"
    else:
        slope = new
    spaced = f" {intercept[0]} {intercept[1:].strip()}" if intercept else ""
    again = f"{line['head'] or ''}{slope}x{spaced}{line['tail'] or ''}"
    yield problem[: lines[0].start] + again + problem[lines[0].end :], f"for the line y = {slope}x{spaced}"


def _by_sides(asked: str, problem: str) -> Candidates:
    if (found := _SIDES.search(asked)) and _DIE.search(problem):
        yield _DIE.sub(f"fair {found[1]} sided die", problem, count=1), f"with {found[1]} sides"


def _by_binomial(asked: str, problem: str) -> Candidates:
    """ "with n = 20", "what if p is 0.5", "and for 4?", "at least 4"."""
    setting, outcome = _BINOMIAL.search(problem), _OUTCOME.search(problem)
    if setting is None:
        return
    if named := _LETTER_IS.search(asked):
        letter, new = named["letter"].lower(), named["new"]
        where = outcome if letter == "k" else setting
        if where is not None:
            yield problem[: where.start(letter)] + new + problem[where.end(letter) :], f"with {letter} = {new}"
    elif (new_one := _NEW_OUTCOME.match(asked)) and outcome is not None:
        sign = _OUTCOMES.get((new_one["words"] or "").lower(), outcome["sign"])
        again = f"P(X {sign} {new_one['k']})"
        yield problem[: outcome.start()] + again + problem[outcome.end() :], f"{again} in place of {outcome.group()}"


def _by_slot(asked: str, problem: str) -> Candidates:
    """By the words around: "1 in 100 have it" for "1 in 1000 have it"."""
    new = numbers_in(asked)
    tables = tables_in(problem)
    old = [one for one in numbers_in(problem) if not any(t.start <= one.start < t.end and t.form != "" for t in tables)]
    if not new or not old or len(new) > len(old):
        return
    slots: list[tuple[Written, Written]] = []
    for one in new:
        scores = [(_likeness(asked, one, problem, other), other) for other in old if other not in [slot for slot, _ in slots]]
        best, where = max(scores, key=lambda pair: pair[0])
        if best < 2 or sum(score == best for score, _ in scores) > 1:
            slots = []
            break
        slots.append((where, one))
    if not slots and len(new) == 1 and not re.search(r"[A-Za-z]{3,}", asked):
        percent = [one for one in old if one.text.endswith("%") == new[0].text.endswith("%")]
        old = percent or old
        led = [one for one in old if re.search(r"\b(?:of|at|for|score)\s+$", problem[: one.start])]
        slots = [((led or old)[-1], new[0])]
    kept = [(slot, one) for slot, one in slots if not same_number(slot.text, one.text)]
    if kept:
        said = " and ".join(f"{one.text} in place of {slot.text}" for slot, one in kept)
        for slot, one in sorted(kept, key=lambda pair: -pair[0].start):
            problem = spliced(problem, slot, one.text)
        yield problem, f"with {said}"


def _likeness(asked: str, one: Written, problem: str, other: Written) -> float:
    (left, right), (before, after) = _around(asked, one), _around(problem, other)
    sides = 3.0 * (left[:1] == before[:1] != []) + 3.0 * (right[:1] == after[:1] != [])
    content = {word for word in (*left, *right) if word not in LITTLE} & {
        word for word in (*before, *after) if word not in LITTLE
    }
    shared = set(left) & set(before)
    return (
        sides
        + 2.0 * len(content)
        + 1.0 * len(shared) * (len(content) > 0 or sides == 0)
        + 0.5 * (one.text[-1:] == other.text[-1:] == "%")
    )


_COPULAS = frozenset("is are was were be = becomes become equals were only just a an the".split())


def _around(text: str, one: Written) -> tuple[list[str], list[str]]:
    """The roots of the three words before a number, the nearest first, and of the two behind it; another number ends them."""
    tokens = r"[A-Za-z]+|\d[\d./%]*|[,;:?.]"
    left = itertools.takewhile(str.isalpha, reversed(re.findall(tokens, text[: one.start])))
    right = itertools.takewhile(str.isalpha, re.findall(tokens, text[one.end :]))
    before, after = ([root(w) for w in side if w.lower() not in _COPULAS] for side in (left, right))
    return before[:3], after[:2]


def _by_bounds(asked: str, problem: str) -> Candidates:
    """ "from 0 to 1": bounds for an integral that had none."""
    if (found := _BOUNDS.match(asked)) and re.search(r"integra", problem, re.IGNORECASE) and not re.search(r"\bfrom\b", problem):
        yield f"{problem.rstrip(' ?.')} {found.group().strip()}", found.group().strip()


def _by_point(asked: str, problem: str) -> Candidates:
    """ "what is it at x = 0?": another point for a formula, or one where it had none."""
    if (found := _POINT.search(asked)) is None or not (old := expressions_in(problem)):
        return
    at = found["at"].strip()
    letter = next((c for c in old[0].text if c in "xtuzvw"), "x")
    if (there := _POINT_THERE.search(problem)) is not None:
        if not at.startswith("("):
            yield problem[: there.start("at")] + at + problem[there.end("at") :], f"at {letter} = {at}"
    elif not re.search(r"\bat\s+[a-z(]|\bfrom\b", problem):
        yield f"{problem.rstrip(' ?.')} at {at if at.startswith('(') else f'{letter} = {at}'}", f"at {letter} = {at}"


PARTS_PLAYED = (_by_bounds, _by_point, _by_expression, _by_side, _by_slope, _by_sides, _by_binomial, _by_slot)
