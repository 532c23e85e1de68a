r"""A message that takes back, corrects, or points into the answer just given, said again in full words.

"no, I meant the Jacobian" after "what is the gradient" asks "what is the Jacobian"; "the second one" is the second of two things
the learner spoke of. What the learner spoke about counts here, never what was answered, but for what is pointed to in it.

Law of this file: pure; only the learner's own words and names are put together, and what comes of it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tutor.concepts.link import Link
from tutor.voices.voice import Turn

__all__ = ["Corrected", "corrected", "letter_asked"]

LinkOf = Callable[[str], tuple[Link, ...]]

_SURE = 0.5
_LOOKED_BACK = 3  # turns
_FORGET = re.compile(
    r"^\W*(?:ok(?:ay)? |no |well |oh )*(?:forget|never ?mind|scrap|ignore|leave) (?:all |about )?(?:that|it"
    r"|this)?[\s,.;:!-]+(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^\W*(?:(?:no|nope|sorry|wait|oops|hm+|not that(?: one)?|not this|the other thing|well|but|ah)\b[\s,.;:!-]*)*"
    r"\b(?:i (?:meant|mean|was asking (?:about|for)|asked(?: (?:about|for|you))?|wanted)(?: to (?:ask|say|know)(?: about)?)?"
    r"|what i meant (?:was|is))\b[\s,:]*"
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"^\W*(?:no|nope|not that(?: one)?|not this|wrong one|no not that)[\s,.;:!-]+(?:(?:the other (?:thing|one)|rather"
    r"|but)[\s,.;:]+)*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"^\W*(?:no[\s,.]+|but |sorry[\s,.]+|hm+[\s,.]+)*(?:(?:that|this|it)(?:'s| is| was|s)? (?:not|n['’]t) (?:what i (?:asked"
    r"|meant|wanted|was asking)(?: (?:for|about))?|it|an answer|the answer|my question|really an answer)"
    r"|(?:that|this|it) (?:does(?:n['’]?t| not)|did(?:n['’]?t| not)) (?:answer|help)(?: (?:it|me|my question|what i asked))?"
    r"|you (?:did(?:n['’]?t| not)|have(?:n['’]?t| not)) answer(?:ed)?(?: (?:it|me|my question|that))?|not what i (?:asked"
    r"|meant|wanted)(?: (?:for|about))?|wrong question)"
    r"[\s,.;:!-]*(?P<rest>.*)$",
    re.IGNORECASE,
)
# A denial and nothing else.
_BARELY_DENIED = re.compile(
    r"^\W*(?:(?:no|nope|nah|sorry|but|hm+)\b[\s,.;:!-]*)*(?:no|nope|nah|not (?:it|that|this|quite|really|that one|this one)"
    r"|(?:that|this|it) (?:is|was|does|did)(?:n['’]?t| not) (?:it|what i (?:asked|mean|meant|wanted)|that|right|mine|my question)"
    r"|(?:that|this|it)(?:['’]?s| is| was)? not (?:it|what i mean|that|mine|quite it)"
    r"|(?:i (?:mean|meant) )?something (?:else|different)|(?:none|neither) of (?:these|those|them|that|this)"
    r"|you (?:misunderstood|misunderstand|got (?:me|it|that) wrong)(?: me| it| that| my question)?)"
    r"\W*$",
    re.IGNORECASE,
)
_NOT_Y = re.compile(r"[\s,;]+(?:and )?not (?:the |a |an |of )?[\w -]{2,40}$", re.IGNORECASE)
_FULL = re.compile(
    r"^(?:why|how|what|when|where|which|who|is|are|does|do|did|can|could|will|would|should|explain|show|tell|give|find|compute"
    r"|solve|draw|prove)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"^(?:i (?:asked|want(?:ed)?|need(?:ed)?|meant|mean|was asking)(?: (?:to know|you))?(?: it| this| that)?|my question"
    r" (?:was|is))\b[\s,:]*",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:for|in|with|on|when|if|at|by)\b", re.IGNORECASE)
_THING = re.compile(
    r"^(?:the |a |an |my |this |that )?(?:\w+ )?(?:matrix|vector|list|number|point|one|thing|entry|row|column"
    r"|first|second|last)s?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(?<!each )\b(?:the )?(?P<nth>first|second|1st|2nd|other|former|latter)(?: (?:one|of (?:the two|them|those|these)))?(?="
    r" please|[\s,.?!;]*$|,| one|\s+(?:is|does|do|has|how|what|why|when|then))",
    re.IGNORECASE,
)
_OF_TWO = re.compile(r"\b(?P<which>which|the one)(?: one)? of (?:the two|them|those|these|both)\b|\bof the two\b", re.IGNORECASE)
_NTH = {"first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "latter": 1}
_SIDE = r"(?:the |an? )?[\w'-]+(?: [\w'-]+){0,3}?"
_KIND = r"(?P<kind> (?:regulari[sz]ation|norms?|loss(?:es)?|distances?|descent|distributions?|errors?))?"
_ENDS = r"(?:\s+(?:different|differ|related|the same|respectively|mean|for|in)\b.*)?\W*$"
_PAIRS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bbetween\s+(?P<a>{_SIDE})\s+and\s+(?P<b>{_SIDE}){_KIND}{_ENDS}",
        rf"\bcompare\s+(?P<a>{_SIDE})\s+(?:and|with|to|vs\.?)\s+(?P<b>{_SIDE}){_KIND}{_ENDS}",
        rf"^\W*(?P<a>{_SIDE})\s+(?:vs\.?|versus|or)\s+(?P<b>{_SIDE}){_KIND}{_ENDS}",
        rf"^\W*(?:what are|what(?:'s| is)|explain|tell me about|how do|how"
        rf" does)\s+(?P<a>{_SIDE})\s+and\s+(?P<b>{_SIDE}){_KIND}{_ENDS}",
        rf"^\W*(?:is|are|how (?:is|are|do|does))\s+(?P<a>{_SIDE})\s+(?:the same as|different from|related to|differ"
        rf" from)\s+(?P<b>{_SIDE}){_KIND}{_ENDS}",
    )
)
_LINE = re.compile(
    r"\b(?:what (?:does|is|do|did) |explain |i do(?:n['’]?t| not) (?:get|understand) |why |and )*(?:the |that |this |your"
    r" )(?P<nth>last|first|second|third)? ?(?P<what>line|sentence|formula|equation|bit|part)\b(?P<rest>[^?]*)\??\W*$",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]*(?:=|\\le|\\ge|\\approx|\\propto)[^$]*)\$", re.DOTALL)
_BLOCK = re.compile(r"\$\$.+?\$\$|(?:(?!\$\$).)+", re.DOTALL)
_LETTER = re.compile(
    r"\b(?:what(?:'s| is| does| do| are|s)?|explain|why|where does|how do i (?:choose|pick|get))\b.{0,25}?\b(?:that|the|this"
    r"|those|a|your)?\s*(?<![A-Za-z])[“\"'$`\\]?(?<![A-Za-z])(?P<letter>[A-Za-z]|alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega)[”\"'$`]?"
    r"(?:\s+(?:there|in (?:it|that|there|the formula|this)|mean|means|stand(?:s)? for|for|here|again|supposed to be))*\s*\??\W*$",
    re.IGNORECASE,
)
_SMALL = frozenset(["a", "i"])


@dataclass(frozen=True, slots=True)
class Corrected:
    """A message in full words, and whether it says that the answer before was not the one."""

    message: str
    denied: bool = False


def corrected(message: str, before: Sequence[Turn], link: LinkOf) -> Corrected | None:
    """What a message asks in full, where it corrects or points back; None where it stands as it is.

    >>> none = lambda text: ()
    >>> corrected("forget that, what is a limit?", [Turn("what is rank?")], none).message
    'what is a limit?'
    >>> corrected("the second one please", [Turn("what is the difference between the mean and the median?")], none).message
    'what is median?'
    >>> corrected("what is a limit?", [Turn("what is rank?")], none) is None
    True
    """
    if found := _FORGET.match(message):
        return Corrected(found["rest"])
    if not before:
        return None
    for reading in (_denied, _meant, _of_two, _by_ordinal):
        if (said := reading(message, before, link)) is not None:
            return said
    return _of_a_line(message, before)


def _denied(message: str, before: Sequence[Turn], link: LinkOf) -> Corrected | None:
    """ "that's not what I asked": the question before once more, with what is added to it."""
    last = before[-1].question.strip(" ?!.")
    if _BARELY_DENIED.match(message):
        return Corrected(f"{last}?", denied=True)
    if (found := _DENIED.match(message)) is None:
        return None
    rest = _WANTED.sub("", found["rest"].strip()).strip(" .,!")
    if not rest:
        return Corrected(f"{last}?", denied=True)
    if _FULL.match(rest):
        return Corrected(rest, denied=True)
    if _PREPOSITION.match(rest):
        return Corrected(f"{last} {rest}?", denied=True)
    return Corrected(_reframed(rest, before, link) or rest, denied=True)


def _meant(message: str, before: Sequence[Turn], link: LinkOf) -> Corrected | None:
    """ "no, I meant the Jacobian": what was asked before, of that."""
    found = _MEANT.match(message) or _NOT_THAT.match(message)
    if found is None:
        return None
    rest = _NOT_Y.sub("", found["rest"].strip(" ?!.,"))
    if _THING.match(rest) or re.search(r"\d|\[", rest):
        return None
    if _FULL.match(rest):
        return Corrected(f"{rest}?")
    if _PREPOSITION.match(rest):
        return Corrected(f"{before[-1].question.strip(' ?!.')} {rest}?")
    again = _reframed(rest, before, link)
    return Corrected(again) if again else None


def _reframed(rest: str, before: Sequence[Turn], link: LinkOf) -> str:
    """What was asked before with another idea in the place of its own; "" where the words name none."""
    if not any(one.outright or one.score >= _SURE for one in link(rest)):
        return ""
    last = before[-1].question.strip(" ?!.")
    for one in link(last):
        for name in sorted({one.concept.name, *one.concept.aliases}, key=len, reverse=True) if one.outright else ():
            pattern = rf"(?<!\w)(?:(?:the|an?)\s+)?{re.escape(name)}(?:e?s)?(?!\w)"
            if re.search(pattern, last, re.IGNORECASE):
                return re.sub(pattern, lambda _: rest, last, count=1, flags=re.IGNORECASE) + "?"
    return f"what is {rest}?"


def _pair(before: Sequence[Turn], link: LinkOf) -> tuple[str, str] | None:
    """The two things the learner spoke of last."""
    for turn in reversed(before[-_LOOKED_BACK:]):
        if found := next((one for pattern in _PAIRS if (one := pattern.search(turn.question))), None):
            kind = (found["kind"] or "").rstrip("s")
            a, b = _bare(found["a"]), _bare(found["b"])
            return f"{a}{kind}", f"{b}{kind}"
        named = [one for one in link(turn.question) if one.outright]
        if len(named) >= 2:
            said = sorted(named[:2], key=lambda one: turn.question.lower().find(one.concept.name.lower()[:5]))
            return said[0].concept.name.lower(), said[1].concept.name.lower()
    return None


def _bare(side: str) -> str:
    return re.sub(r"^(?:the|an?)\s+|^(?:difference between|compare)\s+", "", side.strip(), flags=re.IGNORECASE)


def _of_two(message: str, before: Sequence[Turn], link: LinkOf) -> Corrected | None:
    """ "which of the two ...": by their names."""
    if (found := _OF_TWO.search(message)) is None or (two := _pair(before, link)) is None:
        return None
    which = f"{found['which'] or ''} of {two[0]} and {two[1]}".strip()
    return Corrected(message[: found.start()] + which + message[found.end() :])


def _by_ordinal(message: str, before: Sequence[Turn], link: LinkOf) -> Corrected | None:
    """ "the second one", "the other one": by its name."""
    found = _ORDINAL.search(message)
    if found is None or re.search(
        r"\d\s*$|row|column|entry|step|line|derivative|order|test|moment", message[found.end() : found.end() + 14]
    ):
        return None
    if len(message.split()) > 14 or (two := _pair(before, link)) is None:
        return None
    if found["nth"].lower() == "other":
        spoken = before[-1].question.lower()
        named = [name for name in two if name.lower() in spoken]
        other = two[1] if named != [two[1]] else two[0]
    else:
        other = two[_NTH[found["nth"].lower()]]
    left = (message[: found.start()] + message[found.end() :]).strip(" ?!.,")
    if not re.sub(
        r"\b(?:and|no|please|but|ok|i mean|i meant|what about|how about|what is|explain|show me|the|one|so|now)\b"
        r"|\W",
        "",
        left,
        flags=re.IGNORECASE,
    ):
        return Corrected(f"what is {other}?")
    name = other
    rest = re.sub(r"^ one\b", "", message[found.end() :])
    return Corrected(message[: found.start()] + name + rest)


def _of_a_line(message: str, before: Sequence[Turn]) -> Corrected | None:
    """ "what does the formula mean": the formula that stood in the answer."""
    found = _LINE.search(message)
    answer = before[-1].answer
    if found is None or not answer or len(message.split()) > 10:
        return None
    found_there = _FORMULA.findall(answer)
    formulas = [shown.strip() for shown, _ in found_there if shown] or sorted(
        (one for _, one in found_there), key=len, reverse=True
    )
    lines = [
        line.strip()
        for block in _BLOCK.findall(answer)
        for line in (block.split("\n") if "$$" not in block else [block])
        if line.strip()
    ]
    if found["what"].lower() in ("formula", "equation"):
        places = formulas
    else:
        places = lines if lines else formulas
    at = {"first": 0, "second": 1, "third": 2, "last": -1}.get((found["nth"] or "last").lower(), -1)
    if not places or (found["nth"] is None and found["what"].lower() in ("line", "bit", "part", "sentence")):
        return None
    if not -len(places) <= at < len(places):
        return None
    said = places[0 if found["nth"] is None else at]
    if found["what"].lower() in ("formula", "equation"):
        return Corrected(f"what does ${said}$ mean?")
    inside = ["".join(one).strip() for one in _FORMULA.findall(said)]
    if inside:
        return Corrected(f"what does ${inside[-1]}$ mean?")
    return Corrected(f"what does this mean: {said[:200]}")


def letter_asked(message: str) -> str:
    r"""The letter of an answer that a message asks about, as LaTeX writes it; "" for none.

    >>> letter_asked("what is that k?"), letter_asked("what does the lambda mean"), letter_asked("what is a matrix?")
    ('k', '\\lambda', '')
    """
    found = _LETTER.search(message) if len(message.split()) <= 10 else None
    if found is None or found["letter"] in _SMALL:
        return ""
    letter = found["letter"]
    return letter if len(letter) == 1 else f"\\{letter.lower()}"
