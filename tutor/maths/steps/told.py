r"""A problem told in sentences ("Let A = ... . What is BA?"), said again as one would type it ("BA for A = ...").

Law of this file: words are moved and known ones left out, numbers never: whatever the solvers cannot place they refuse, so a
fact that is told and not understood still ends in a question back, not in an answer to another problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ASKS = re.compile(
    r"(?:^|[.;,:!]\s+|\s)(?:then\s+)?(?P<verb>what(?:'s|\s+is|\s+are)|find|compute|determine|calculate|evaluate|work\s+out|give)\s+"
    r"(?P<what>[^.?!]*?)\s*[.?!]*\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\W*(?:let|suppose|assume|consider|take|given|if|for|you\s+(?:have|are\s+given|know|take|do|make)|we\s+(?:have|take|do)|here)\b"
    r"(?:\s+that\b)?[\s:,]*",
    re.IGNORECASE,
)
_STEPS = re.compile(r"\bgradient[\s-]*descent\b|\bnewton\b", re.IGNORECASE)
_WHERE = re.compile(
    r"[.,;]?\s*(?:where|at\s+(?:what|which)\s+(?:point|value))\s+do\s+(?:you|we)\s+(?:arrive|land|end\s+up)\s*\?\s*$",
    re.IGNORECASE,
)
_EVENTS = re.compile(
    r"^\s*(?:the\s+)?(?:two\s+)?events?\s+([A-Z])\s+and\s+([A-Z])\s+(?:are\s+)?(independent|disjoint|mutually\s+exclusive)?",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"^\s*([A-Z])\s+(?:be|is|takes?(?:\s+the)?\s+values?|equals?|has\s+the\s+values?)\b\s*", re.IGNORECASE)
_MOMENT = re.compile(r"\b(?:variance|mean|expectation|expected\s+value|standard\s+deviation)\b", re.IGNORECASE)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{(-?\d+)\}\s*\{(\d+)\}")
_FUNCTION = re.compile(r"^\s*(?P<name>[a-z])(?:\s*\(\s*[a-z](?:\s*,\s*[a-z])*\s*\))?\s*=\s*(?P<formula>.+)$", re.IGNORECASE)
_OF_FUNCTION = re.compile(
    r"^(?:the\s+)?(?P<task>slope|derivative|gradient|hessian|second\s+derivative)"
    r"(?:\s+of\s+(?P<name>[a-z])(?:\s*\([^()]*\))?)?(?P<at>\s+(?:at|in)\s+.+)?$",
    re.IGNORECASE,
)
_LONGEST = 600
_CHANCE = re.compile(r"P\([^()]*\)")
_TEXT = re.compile(r"\\(?:text|mathrm|textrm)\s*\{\s*(not|and|or)\s*\}")
_WORD = re.compile(r"(?<![\\{}A-Za-z])[A-Za-z]{2,}(?![A-Za-z}])")
# Every word that may stand in a problem told in sentences. What any other word does to it, nobody knows.
_KNOWN = frozenset(
    """on let suppose assume consider take given if for that you have are know do make we here the then what is find compute
    determine calculate evaluate work out give and or be an its it has with of at in to from where such takes value values equals
    event events independent disjoint mutually exclusive probability probabilities variable random discrete
    matrix matrices row rows column columns rank nullity kernel null space dimension determinant det trace inverse transpose
    product vector vectors zero one two three four five six seven eight nine ten square by function formula point slope derivative
    gradient hessian second step steps size learning rate descent newton iteration arrive land end up after starting start
    variance mean expectation expected standard deviation sin cos tan exp log ln sqrt begin end bmatrix pmatrix""".split()
)


def retold(problem: str) -> Iterator[str]:
    """Other ways to put the same problem, the likeliest first; nothing where it is not told in parts.

    >>> list(retold("Let $P(A \\\\cap B) = 0.12$ and $P(B) = 0.4$. What is $P(A \\\\mid B)$?"))[0]
    'P(A | B) if P(A and B) = 0.12 and P(B) = 0.4'
    >>> list(retold("rank of [[1, 2], [2, 4]]"))
    []
    """
    if len(problem) > _LONGEST or problem.count("?") > 1:
        return
    text = _plain(problem)
    if any(word.lower() not in _KNOWN for word in _WORD.findall(_CHANCE.sub(" ", text)) if not re.fullmatch(r"[A-Z]{2}", word)):
        return  # a word that nobody placed may turn the problem round
    if _STEPS.search(text) and _WHERE.search(text):
        yield _OPENS.sub("", _WHERE.sub("", text))
    asked = _ASKS.search(text)
    facts = _OPENS.sub("", text[: asked.start()]).strip(" .,;:") if asked else ""
    if asked is None or not facts:
        return
    yield from _together(facts, asked["what"].strip())


def _together(facts: str, what: str) -> Iterator[str]:
    """What is asked, then what is known."""
    known = re.sub(r"[.;]\s+(?:and\s+|let\s+|also\s+)?", ", ", facts)
    if (events := _EVENTS.match(known)) and (events[3] or "").lower() not in ("", "independent"):
        return  # what follows from events that exclude each other is not worked out here
    if events:
        rest = re.sub(r"^[\s,]*(?:with|and|such\s+that|have|satisfy)\b\s*", "", known[events.end() :])
        yield f"{what} if {rest}{', independent' if (events[3] or '').lower() == 'independent' else ''}"
    if (function := _FUNCTION.match(facts)) and (of := _OF_FUNCTION.match(what)) and of["name"] in (None, function["name"]):
        task = "derivative" if of["task"].lower() == "slope" else of["task"]
        yield f"{task} of {function['formula'].strip()}{of['at'] or ''}"
    variable = _VARIABLE.match(known) if _MOMENT.search(what) else None
    if variable and not set(re.findall(r"\b[A-Z]\b", what)) <= {variable[1]}:
        return  # another variable is asked about than the one that is told
    if variable:
        yield f"{what}: {known[variable.end() :]}"
    yield f"{what} if {known}"
    yield f"{what} for {known}"


def _plain(problem: str) -> str:
    r"""Without dollars, and with the words that solvers read for the signs of events.

    >>> _plain(r"$P(A \cap B) = \frac{1}{2}$")
    'P(A and B) = 1/2'
    """
    text = _TEXT.sub(r" \1 ", _FRACTION.sub(r"\1/\2", problem.replace("$", " ")))
    for sign, word in ((r"\cap", " and "), (r"\cup", " or "), (r"\mid", " | "), (r"\,", " "), (r"\;", " ")):
        text = re.sub(rf"{re.escape(sign)}(?![A-Za-z])", word, text)
    return re.sub(r"\(\s+|\s+\)|\s+(?=[.,?!])", lambda m: m.group().strip(), " ".join(text.split()))
