"""What is said about the answer itself: a value the learner came to, how it was worked out, one step of it, another one to try.

Law of this file: only what can be read as a value is taken for an attempt; everything else is left to those who listen further.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.solution import Step

__all__ = ["points_at", "step_meant", "tried_value", "wants_another", "wants_lighter", "wants_steps"]

_OPENS = r"(?:(?:but|and|so|oh|ok(?:ay)?|hm+|wait|no|well|ah|yes|then)\b[\s,.!]*)*"
_GAVE = re.compile(
    rf"^\W*{_OPENS}(?:i(?:'ve| have)? (?:only |just |always |keep )?(?:got|get|getting|found|have|computed|calculated|tried"
    rf"|came to|end up with|think (?:it(?:'s| is)|that'?s)|think|say|would say|guess|answer)"
    r"|my (?:answer|result|solution|guess) (?:is|was|would be)|(?:let me (?:try|guess|see)|i'?ll try|my try"
    r"|attempt)\s*[:,.-]*(?:\s*(?:it(?:'s| is)|is it|that'?s|the answer is))?"
    r"|(?:check|check this|check me|can you check|please check)\s*[:,-]*\s*(?:is (?:it|the (?:answer|result|solution)|that)"
    r"|it(?:'s| is))?"
    r"|is(?:n'?t)? (?:it|that|the (?:answer|result|solution|\w+(?: \w+)?))(?: not| really| just| equal to)?"
    r"|(?:so )?(?:it|that|the answer|the result|this|answer)(?:'s| is| should be| must be| would be| equals|\s*=|\s*:)(?: just"
    r"| then| not)?"
    r"|should(?:n'?t)? (?:it|that|the answer) be|=)\s*(?P<value>.+)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;.]*(?:\b(?:is (?:that|it|this) (?:right|correct|true|ok)|am i (?:right|wrong)|(?:is|was) that wrong|right|correct"
    r"|why(?: is that| not)?|what(?:'s| is| did i do| went)? wrong.*|where (?:did i go|is (?:my|the)|am i) (?:mistake|wrong"
    r"|error).*|or not|then|instead|though|what did i do wrong|where did i go wrong|what went wrong"
    r"|where is (?:my|the) mistake|what is the other (?:one)?|how come|no|or|isn'?t it|for (?:the |its )?[a-z -]{2,30}|as"
    r" (?:the |its )?[a-z -]{2,30}|not (?=x)|because .*)\b)?[\s?!.]*$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:for|as) (?:the |its )?(?P<task>[a-z][a-z -]{2,30}?)\s*(?:[,.?!]|$)", re.IGNORECASE)
_VALUE_WORDS = frozenset(
    "and or pi sqrt e i ln log exp sin cos tan x y z lambda theta about approx approximately roughly percent only frac".split()
)
_WORDS_ANSWERS = re.compile(
    r"^(?:not )?(?:invertible|positive definite|independent|dependent|linearly (?:in)?dependent|convex)$", re.IGNORECASE
)
_STEPS = re.compile(
    r"\b(?:show|see|give|tell|write|walk|explain|go)\b.{0,25}\b(?:steps?|working|workings|work|through it|through that|how you"
    r" (?:got|did|get))\b"
    r"|^\W*(?:and |but |ok |the )*(?:steps?|working|step by step)(?: please)?\W*$|\bstep by step\b"
    r"|^\W*(?:ok |so |and |well )*(?:i give up|no idea|i don'?t know|tell me|what(?:'s| is| was| would be) the (?:right "
    r"|correct )?(?:answer|solution|result)(?: then)?|(?:the )?(?:answer|solution)(?: please)?)\W*$"
    r"|^\W*(?:and |but |so |ok |wait )*how (?:did|do|would) (?:you|i|we|one) (?:get|find|compute|calculate|do|work out|come to"
    r"|arrive at|reach)"
    r" (?:it|that|this|there|to that|to it|the (?:answer|result))\W*(?:.{0,12})$|^\W*(?:and |but |so )*how\W*$|\bhow is"
    r" (?:that|it) (?:computed|calculated|worked out|found)\W*$",
    re.IGNORECASE,
)
_WHY_VALUE = re.compile(
    rf"^\W*{_OPENS}(?:why|how come|how)\s+(?:is|was|does|do|did)?\s*(?:it|that|this|the (?:answer|result|\w+)|its \w+|we|you"
    rf"|i)?\s*(?:is|was|be|equal(?: to)?|come to|come out as|give|get|got)?\s*(?P<value>[^?]*?)\W*$",
    re.IGNORECASE,
)
_NTH_STEP = re.compile(
    r"\b(?:(?P<word>first|second|third|fourth|fifth|sixth|last|final|next to last)\s+(?:step|line)|(?:step|line)\s+(?P<n>\d+))\b",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "last": -1, "final": -1, "next to last": -2}
_COMES_FROM = re.compile(
    r"\b(?:where|how) (?:does|do|did|is|was) (?:the|that|this|those) (?P<what>.{1,40}?) (?:come from|coming from|get in|appear"
    r"|from)\b"
    r"|\bwhat(?:'s| is) (?:the|that|this) (?P<sign>-?\d[\d./]*)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_WHY_DID = re.compile(
    r"\b(?:why|how come)\b.{0,20}\b(?:did|do|does|is|are|was) (?:you|we|it|one|they|i)?\b.*?"
    r"(?P<verb>divid\w*|multipl\w*|subtract\w*|add\w*|squar\w*|swap\w*|factor\w*|root|logs?\b|logarithm\w*|cancel\w*"
    r"|average\w*|minus|plus|invert\w*|transpos\w*)",
    re.IGNORECASE,
)
_SIGNS = {
    "divid": (r"divid\w*|average\w*|by how many|scale", r"\\frac|/"),
    "multi": (r"multipl\w*|times|product", r"\\cdot|\\times"),
    "subtr": (r"subtract\w*|minus|deviation\w*|less", r"-"),
    "minus": (r"subtract\w*|minus|deviation\w*|less", r"-"),
    "add": (r"\badd\w*|sum|plus", r"\+"),
    "plus": (r"\badd\w*|sum|plus", r"\+"),
    "squar": (r"squar\w*", r"\^\s*\{?2"),
    "root": (r"root", r"\\sqrt"),
    "swap": (r"swap\w*|exchange", r"\\leftrightarrow"),
    "facto": (r"factor\w*", r"\\left\("),
    "log": (r"log\w*", r"\\ln|\\log"),
    "avera": (r"average\w*|divid\w*", r"\\frac"),
}
_ANOTHER = re.compile(
    r"\b(?:another|one more|a similar|similar|a new|new|one)\b.{0,40}\b(?:for me|to try|to practi[sc]e|i can try|to do|for"
    r" practice|to solve)\b"
    r"|\b(?:let me|can i|i(?:'d| would) like to|i want to)\s+(?:try|do|practi[sc]e|have a go at)\s+(?:another|one|it)\b(?! is)"
    r"|\bgive me (?:another|one|a similar one|a similar problem|a problem like (?:it|this|that))\b.{0,30}$"
    r"|\b(?:another|a similar|one more) (?:one|problem|question|exercise|task)(?: like (?:it|this|that))?\W*$|\bmy turn\b",
    re.IGNORECASE,
)
_LIGHTER = re.compile(
    r"\b(?:simpler|easier|smaller|nicer|rounder|lighter|less ugly)\b.{0,15}\b(?:numbers?|values?|figures?|entries|one|example"
    r"|matrix|matrices|vectors?|data)\b"
    r"|\b(?:numbers?|values?|figures?)\b.{0,12}\b(?:simpler|easier|smaller|nicer|rounder)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


_MEMBER = re.compile(
    r"^\W*(?:and |but |so |ok )*(?:is|isn'?t|was) (?P<value>-?[\d./]+) (?:also |not |really )?(?:an?|one of (?:the|its|them)"
    r"|among) ?(?P<task>[a-z-]*)",
    re.IGNORECASE,
)


def tried_value(message: str, *, bare: bool = False) -> tuple[str, str]:
    """The value a message says the learner came to, and what it is the value of, as far as it says; ("", "") for none.

    `bare` takes a message that is nothing but a value for one: it answers a question that was put.

    >>> tried_value("I get 5 for the determinant, is that right?"), tried_value("oh. let me try: it's -2")
    (('5', 'determinant'), ('-2', ''))
    >>> tried_value("so it is zero when the rows depend on each other?"), tried_value("x = 3", bare=True)
    (('', ''), ('x = 3', ''))
    """
    if member := _MEMBER.match(message):
        return member["value"], ""
    found = _GAVE.match(message.strip())
    if found is None and not bare:
        return "", ""
    value = found["value"] if found else message.strip()
    of = _FOR.search(value)
    while (cut := _TAIL.sub("", value)) != value:
        value = cut
    value = re.sub(
        r"^(?:only|just|about|approximately|roughly|always|a|an|the|it'?s|is)\s+", "", value.strip(" ?!.,;"), flags=re.IGNORECASE
    )
    return (value, of["task"].strip() if of else "") if _is_value(value) else ("", "")


def _is_value(text: str) -> bool:
    if _WORDS_ANSWERS.match(text):
        return True
    if not re.search(r"\d|\bpi\b|\be\b", text) or any(w.lower() not in _VALUE_WORDS for w in re.findall(r"[A-Za-z]{2,}", text)):
        return False
    try:
        read(re.sub(r"\s+(?:and|or)\s+", ", ", text).rstrip("%"))
    except Unreadable:
        return False
    return True


def wants_steps(message: str) -> tuple[bool, str]:
    """Whether a message asks how the answer came about, and the value it says the answer has, "" for none.

    >>> wants_steps("show me the steps"), wants_steps("why is it 1?"), wants_steps("why is rank useful?")
    ((True, ''), (True, '1'), (False, ''))
    """
    if _NTH_STEP.search(message):
        return False, ""
    if _STEPS.search(message):
        return True, ""
    if found := _WHY_VALUE.match(message):
        value = found["value"].strip()
        if _is_value(value) and re.search(r"\d", value):
            return True, value
        if value.lower() in ("zero", "one", "two", "three", "none") or re.fullmatch(
            r"(?:are )?there (?:only )?(?:two|one|three|no \w+)(?: \w+)?", value
        ):
            return True, ""
    return False, ""


def points_at(message: str) -> bool:
    """Whether a message points to one step of a working.

    >>> points_at("why did you divide by 3 there?"), points_at("what does the second step mean?"), points_at("why do we need it?")
    (True, True, False)
    """
    return bool(_NTH_STEP.search(message) or _COMES_FROM.search(message) or _WHY_DID.search(message))


def step_meant(message: str, steps: Sequence[Step]) -> int | None:
    """Which step a message points to; None where none fits."""
    if nth := _NTH_STEP.search(message):
        at = _PLACES[nth["word"].lower()] if nth["word"] else int(nth["n"]) - 1
        return at % len(steps) if -len(steps) <= at < len(steps) else None
    did = _WHY_DID.search(message)
    rows = next((row for key, row in _SIGNS.items() if did and did["verb"].lower().startswith(key)), None)
    numbers = _NUMBER.findall(message)
    scores = [_fits(step, rows, numbers) for step in steps]
    best = max(scores, default=0.0)
    return scores.index(best) if best >= 2 else None


def _fits(step: Step, rows: tuple[str, str] | None, numbers: Sequence[str]) -> float:
    score = 0.0
    if rows is not None:
        score += 2.0 * bool(re.search(rows[0], step.says, re.IGNORECASE)) + 1.0 * bool(re.search(rows[1], step.latex))
        if rows is _SIGNS["divid"] and any(re.search(rf"\\frac\{{.*\}}\{{{re.escape(n)}\}}", step.latex) for n in numbers):
            score += 1.5
    text = f"{step.says} {step.latex}"
    there = [n for n in numbers if re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.]*\d)", text)]
    return score + (1.0 if rows is not None else 2.0) * len(there) if len(there) == len(numbers) else 0.0


def wants_another(message: str) -> bool:
    """Whether a message asks for another problem of the same kind, to try.

    >>> wants_another("another one like it for me to try"), wants_another("let me try: it's 3"), wants_another("another one")
    (True, False, True)
    """
    return bool(_ANOTHER.search(message)) and not tried_value(message)[0]


def wants_lighter(message: str) -> bool:
    """Whether a message asks for the same with simpler numbers.

    >>> wants_lighter("simpler numbers please"), wants_lighter("in simpler words")
    (True, False)
    """
    return bool(_LIGHTER.search(message))
