"""Cards from what someone said in a lecture: the question asks for what a sentence says, the answer is the sentence's own words.

Laws of this file:
- the answer is a span of the transcript, with its time; the question uses only words of that sentence and words that ask;
- a sentence that leans on the one before ("it", "this", "these") makes no card, nor does one cut off by a mark of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.library.sentences import sentences
from tutor.library.source import Passage
from tutor.questions.question import Difficulty

_CLOCK = re.compile(r"\d+(?::\d\d)+")
_SHORTEST, _LONGEST = 25, 330
_SHORTEST_ANSWER = 6
_LEADS = re.compile(
    r"^(?:(?:and|so|now|but|first|second|finally|lastly|next|also|remember|instead|plus|personally|seriously|at this point|"
    r"in my opinion|for example|for instance|that said|more importantly|in general)\b,?\s+)+",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|he|she|which|there|here|i|we|me|us|my|you|your|ones?|"
    r"is|are|was|were|be|can|will|do|does|has|have|not)\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r",? and it's\b|, (?:and|but|while) [\w' -]{3,40}? (?:is|are|was|shows?|has|have)\b")
_SUBJECT = r"(?P<s>(?:[A-Za-z][\w'’.&-]*,?\s+){0,11}?[A-Za-z][\w'’.&-]*)"
_FAMILIAR = r"fundamental|essential|central|important|key|foundational|useful|crucial"


@dataclass(frozen=True, slots=True)
class Card:
    """A question and the span of its answer in the passage's page."""

    passage: Passage
    question: str
    start: int
    end: int
    difficulty: Difficulty

    @property
    def answer(self) -> str:
        """The answer, letter for letter."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a sentence is said and how one asks for it: {s} is what it speaks of, {v} its verb, {bare} the verb after "do".

    In the pattern the group `a` is the answer; `free` where what it speaks of need not stand on its own.
    """

    said: re.Pattern[str]
    asks: str
    free: bool = False

    def question(self, match: re.Match[str]) -> str:
        """The question, in the words of the sentence."""
        groups = {name: text for name, text in match.groupdict().items() if text is not None}
        verb = groups.get("v", "")
        does = "does" if verb.split(" ")[0].endswith("s") else "do"
        return self.asks.format(**{**groups, "s": _lower(match["s"]), "does": does, "bare": _bare(verb)})


def _rule(said: str, asks: str, *, free: bool = False) -> _Rule:
    pattern = said.replace("<S>", _SUBJECT).replace("<T>", r"(?P<s>[a-z][\w-]*(?: [a-z][\w-]*){0,2}?)")
    return _Rule(re.compile(f"^{pattern}"), asks, free)


_RULES: tuple[_Rule, ...] = (
    _rule(r"(?:[^,]*\b)?[Tt]hink of (?P<s>[\w -]{3,40}?) as (?P<a>.+)$", "How can you think of {s}?"),
    _rule(r"You (?:might|can) describe (?P<s>[\w -]{1,40}?) as (?P<a>.+)$", "How might you describe {s}?"),
    _rule(r"If you (?P<s>[\w ,'-]{8,90}?), you(?:'ll| will) know (?P<a>.+)$", "What will you know if you {s}?", free=True),
    _rule(r"Without (?P<s>[\w -]{3,40}), you might (?P<v>\w+) (?P<a>.+)$", "What might you {v} without {s}?"),
    _rule(
        r"For (?P<s>[\w ,-]{5,60}), I (?:am a huge fan of|cannot speak highly enough about|(?:would )?(?:highly )?recommend) "
        r"(?P<a>.+)$",
        "What does the speaker recommend for {s}?",
    ),
    _rule(
        r"In terms of (?P<t>[^,]{5,50}), .*\bone of the (?P<s>(?:most|best)[\w -]{4,40}?) is (?P<a>.+)$",
        "In terms of {t}, what is one of the {s}?",
    ),
    _rule(r".*\b(?:how|understand|like|or|and) <T>(?: works)?, which (?P<v>is|are) (?P<a>[^,]+)", "What {v} {s}?"),
    _rule(r".*\bunderstand <T>, which helps to (?P<a>.+)$", "What does {s} help to do?"),
    _rule(rf"<S> (?P<v>is|are) (?P<w>{_FAMILIAR}) to understand (?P<a>.+)$", "Why {v} {s} {w}?"),
    _rule(rf"<S> (?P<v>is|are) (?P<w>{_FAMILIAR}) (?P<p>to|for|in) (?P<a>.+)$", "What {v} {s} {w} {p}?"),
    _rule(r"<S> (?P<v>is|are) (?:widely |often )?used (?P<p>in|for) (?P<a>.+)$", "What {v} {s} used {p}?"),
    _rule(r"<S> (?P<v>is|are) (?:widely |often )?used to (?P<a>.+)$", "What {v} {s} used for?"),
    _rule(r"<S> (?P<v>is|are) (?P<w>(?:far )?(?:more )?interested) in (?P<a>.+)$", "What {v} {s} {w} in?"),
    _rule(r"<S>(?: in particular)? (?P<v>pops? up|occurs?|appears?) (?P<a>.+)$", "Where {does} {s} {bare}?"),
    _rule(r"<S> (?P<v>rely|relies|depends?) on (?P<a>.+)$", "What {does} {s} {bare} on?"),
    _rule(r"<S> will (?P<v>handle|cover|teach|include|need) (?P<a>.+)$", "What will {s} {v}?"),
    _rule(r"<S> (?P<v>tells?|shows?|gives?) (?:you|us) (?P<a>.+)$", "What {does} {s} {bare} you?"),
    _rule(r"<S> (?P<v>lets?|helps?) (?:you|us) (?P<a>.+)$", "What {does} {s} {bare} you do?"),
    _rule(r"<S> (?P<v>helps?) to (?P<a>.+)$", "What {does} {s} help to do?"),
    _rule(r"<S> (?P<v>measures?|describes?|counts?|captures?|minimi[sz]es?|maximi[sz]es?) (?P<a>.+)$", "What {does} {s} {bare}?"),
    _rule(r"<S> (?P<v>is|are) (?P<a>(?:a|an|the|how|what|when) .+)$", "What {v} {s}?"),
)


def _bare(verb: str) -> str:
    """The verb after "do".

    >>> _bare("relies"), _bare("pops up"), _bare("let")
    ('rely', 'pop up', 'let')
    """
    first, *rest = verb.split(" ")
    plain = "rely" if first == "relies" else first.removesuffix("s")
    return " ".join([plain, *rest])


def _lower(subject: str) -> str:
    """The subject inside a question: its first letter small, unless it is a name."""
    first = subject.split()[0]
    named = first.isupper() or any(letter.isupper() for letter in first[1:]) or first.endswith(("'s", "’s"))
    return subject if named else subject[0].lower() + subject[1:]


def cards_told(passage: Passage) -> Iterator[Card]:
    """The cards a passage of a transcript makes, in the order they are said; none from what stands around the transcript."""
    if not passage.section or not _CLOCK.fullmatch(passage.section[-1]):
        return
    for begin, stop in sentences(passage.text):
        sentence = passage.text[begin:stop]
        if not _SHORTEST <= len(sentence) <= _LONGEST or sentence.startswith("#") or not sentence.endswith("."):
            continue
        made = _card(passage, sentence, passage.start + begin)
        if made:
            yield made


def _card(passage: Passage, sentence: str, at: int) -> Card | None:
    if not (sentence[0].isupper() or sentence[0].isdigit()):
        return None  # cut off by a mark of time
    lead = _LEADS.match(sentence)
    skipped = lead.end() if lead else 0
    body = sentence[skipped:].removesuffix(".")
    body = body[0].upper() + body[1:] if body else body
    for rule in _RULES:
        match = rule.said.match(body.replace("\n", " "))
        if not match or (not rule.free and _LEANS.search(match["s"])) or len(match["a"]) < _SHORTEST_ANSWER or _disagree(match):
            continue
        clause = _NEXT_CLAUSE.search(match["a"])
        length = clause.start() if clause and clause.start() > _SHORTEST_ANSWER else len(match["a"])
        start = at + skipped + match.start("a")
        end = start + length
        question = " ".join(rule.question(match).split())
        return Card(passage, question[0].upper() + question[1:], start, end, _difficulty(question, match["a"][:length]))
    return None


def _disagree(match: re.Match[str]) -> bool:
    """A subject in the plural with a verb in the singular was misheard: "variants tells"."""
    groups = match.groupdict()
    verb, subject = groups.get("v") or "", match["s"].split()[-1]
    plural = subject.endswith("s") and not subject.endswith(("ss", "us", "is", "'s", "ics"))
    return plural and verb.endswith("s") and verb not in ("is", "was")


def _difficulty(question: str, answer: str) -> Difficulty:
    """Why and what-if are hard, a long answer is harder to recall than a short one."""
    if question.startswith("Why") or " if " in question or len(answer.split()) > 24:
        return Difficulty.HARD
    return Difficulty.EASY if len(answer.split()) <= 8 else Difficulty.MEDIUM
