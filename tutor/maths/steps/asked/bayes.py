"""How people ask about a condition and a test, or about P(A | B), and who answers just the question that was asked."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.bayes as bayes
import tutor.maths.steps.probability as probability
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.asked.medical_tests import STORY, fractions_told, told, unplaced
from tutor.maths.steps.bayes import Wanted
from tutor.maths.steps.problem import Problem, Solver, fraction, problem
from tutor.maths.steps.solution import Solution

NUMBER = r"(?:\d+\s*/\s*\d+|\d*\.?\d+\s*\\?%|\d*\.?\d+)"
_IS = r"\s*(?:\b(?:of|is|are|at|equals|to|be)\b|=|:|\s)*\s*"


def _number(text: str) -> Fraction:
    return fraction(read(text))


def _named(text: str, names: str) -> tuple[Fraction | None, str]:
    """A number beside one of these names, on either side, and the text without it."""
    for pattern in (rf"(?:{names}){_IS}({NUMBER})", rf"({NUMBER})\s*(?:of\s+)?(?:{names})"):
        if found := re.search(pattern, text, re.IGNORECASE):
            return _number(found.group(1)), text[: found.start()] + " ; " + text[found.end() :]
    return None, text


# -- the numbers -----------------------------------------------------------------------------------
_NOT = r"(?:not|no|¬|~|\\bar|\\neg|\\lnot|non)\s*\{?-?"
_PRIOR = r"prevalence|prior(?:\s+probability)?|base[\s-]*rate|P\((?:disease|ill|sick|D|A|H|spam|cancer|infected|condition)\)"
_SENSITIVITY = (
    r"sensitivity|true[\s-]*positive[\s-]*rate|recall|\btpr\b|P\((?:positive|pos"
    r"|\+|B|E|T\+?)\s*\|\s*(?:disease|ill|sick|D|A|H|cancer|infected|condition)\)"
)
_SPECIFICITY = r"specificity|true[\s-]*negative[\s-]*rate|\btnr\b"
_ALARM = (
    rf"false[\s-]*positive(?:[\s-]*rate|s)?|false[\s-]*alarm(?:[\s-]*rate|s)?"
    rf"|\bfpr\b|P\((?:positive|pos|\+|B|E|T\+?)\s*\|\s*(?:{_NOT}\s*\(?(?:disease|ill"
    rf"|sick|D|A|H|cancer|infected|condition)\)?\}}?|healthy|well|A\^?c|A'|D'|H')\)"
)
_MISS = r"false[\s-]*negative(?:[\s-]*rate|s)?|miss[\s-]*rate|\bfnr\b"
_EVIDENCE = r"P\((?:positive|pos|\+|B|E|T\+?)\)"
_BAYES = rf"\bbayes|{_PRIOR}|{_SENSITIVITY}|{_SPECIFICITY}|P\(\s*A\s*\|\s*B\s*\)"


def _story(p: Problem) -> Solution:
    """A test told of in sentences."""
    return _bayes(problem(told(p.text)), p)


def _bayes(p: Problem, typed: Problem | None = None) -> Solution:
    text = fractions_told(p.text)
    wanted, asked = _question(text)
    if wanted is None and typed and (turned := re.search(r"\b(?:not|never|isn't|wasn't|unflagged)\b", text, re.IGNORECASE)):
        raise Unreadable(
            f"I can't be sure what '{turned.group(0)}' turns round here — name the numbers and say positive or negative."
        )
    alarm, text = _named(text, _ALARM)
    sensitivity, text = _named(text, _SENSITIVITY)
    specificity, text = _named(text, _SPECIFICITY)
    miss, text = _named(text, _MISS)
    prior, text = _named(text, _PRIOR)
    evidence, text = _named(text, _EVIDENCE)
    for words in asked:
        text = text.replace(words, f" ; {_unread(words)}")
    left = re.search(r"\d[\d./%]*", text)
    if left and typed is None and told(p.text) != fractions_told(p.text):
        return _story(p)  # some of the numbers are named, others told in sentences
    if left:
        raise Unreadable(
            f"I can't place the number {left.group(0)} — name each one: prevalence 1%, sensitivity 90%, false positive rate 5%."
        )
    if strange := unplaced((typed or p).text, text):
        raise Unreadable(
            f"I can't place '{strange[:24]}' here — try prevalence 1%, sensitivity 90%, false positive rate 5%, positive."
        )
    sensitivity = _agreed(sensitivity, miss, "sensitivity")
    alarm = _agreed(alarm, specificity, "specificity")
    if prior is None or sensitivity is None or (alarm is None and evidence is None):
        missing = (
            "prevalence"
            if prior is None
            else "sensitivity"
            if sensitivity is None
            else "false positive rate (or the specificity)"
        )
        raise Unreadable(f"The {missing} is missing — try prevalence 1%, sensitivity 90%, false positive rate 5%.")
    wanted = wanted or Wanted(positive=not _result_is_negative(text))
    if alarm is None:
        return _from_evidence(typed or p, prior, sensitivity, evidence or Fraction(0), wanted)
    if evidence is not None and evidence != prior * sensitivity + (1 - prior) * alarm:
        raise Unreadable("The probability of the evidence does not fit the other numbers — leave it out or check it.")
    topic = {"given": "Bayes", "result": "total probability"}.get(wanted.form, "two events")
    return bayes.answer((typed or p).ledger(topic), bayes.Told(prior, sensitivity, alarm, _events(p.text)), wanted)


def from_signs(p: Problem) -> Solution:
    """P(A | B), P(A and B) and the like from P(A), P(B | A) and P(B | not A)."""
    return _bayes(p)


def _from_evidence(p: Problem, prior: Fraction, sensitivity: Fraction, evidence: Fraction, wanted: Wanted) -> Solution:
    if wanted != Wanted():
        raise Unreadable(
            "For this question I need the false positive rate, too — try "
            "prevalence 1%, sensitivity 90%, false positive rate 5%, negative."
        )
    return probability.bayes_from_evidence(p.ledger("Bayes"), prior, sensitivity, evidence)


def _events(text: str) -> tuple[str, str]:
    """How condition and result are called where they are two letters: P(B | A) speaks of A and B."""
    found = re.search(r"P\(\s*([A-Z])\s*\|\s*([A-Z])\s*\)\s*(?:=|is)", text)
    return (found[2], found[1]) if found and found[2] != "D" else ("D", "+")


def _unread(asked: str) -> str:
    """What the question says beside condition, result and the words that join them: each word of it must be known, too."""
    for pattern in (_TIMES, _RATE_ASKED, _WELL_WORD, _ILL_WORD, _RESULT_WORD):
        asked = pattern.sub(" ", asked)
    return re.sub(rf"\b(?:{_KNOWN}|both|but|testing|being|person|someone|somebody)\b", " ", asked, flags=re.IGNORECASE)


def _agreed(value: Fraction | None, complement: Fraction | None, name: str) -> Fraction | None:
    if value is not None and complement is not None and value + complement != 1:
        raise Unreadable(f"The numbers for the {name} contradict each other — check them.")
    return value if value is not None else None if complement is None else 1 - complement


# -- the question ----------------------------------------------------------------------------------
_ILL = (
    r"(?:(?:the\s+|a\s+|an\s+|this\s+)?(?:disease|illness|infection|condition|cancer|virus|gene)|ill|sick|infected|diseased|spam"
    r"|(?:have|has|having|had|carry|carries|carrying)(?:\s+(?:it|the\s+\w+|an?\s+\w+))?)"
)
_WELL = (
    rf"(?:healthy|disease[\s-]*free|(?:no|without|free\s+of|not|\w+n't|never|not\s+actually)\s+"
    rf"(?:having\s+|have\s+|being\s+|really\s+)?{_ILL}|without\s+it|not\s+\w+ing\s+it)"
)
_RESULT = r"(?:positive|negative|pos|neg|flagged)"
_KNOWN = r"(?:given(?:\s+that)?|if|when|after|once|since|knowing|who|whose|that\s+tests|tested|with\s+a)"
_ASK = re.compile(
    r"\b(?:what|how\s+(?:likely|probable)|probability|chances?|odds|likelihood|find|compute|calculate)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:probability|chance)\s+(?:of\s+)?\d", re.IGNORECASE)
_FACTS = re.compile(  # where the question ends and numbers are told again
    rf"(?<=[a-z])\s*(?:,|\b(?:if|for|with|when|where)\b)(?=[^?]*(?:{_PRIOR}|{_SPECIFICITY}))|[?]|\.\s", re.IGNORECASE
)
_WELL_WORD, _ILL_WORD, _RESULT_WORD = (re.compile(rf"\b{word}\b", re.IGNORECASE) for word in (_WELL, _ILL, _RESULT))
_WHOSE = (
    r"\b(?:healthy|sick|ill|infected|diseased)\s+(?:person|people|patient|man|woman|individual|one|someone|carrier)s?\b"
    r"|\b(?:person|people|patient|someone|somebody|individual)s?\s+(?:with|without)\b"
)
_RATES = r"false[\s-]*(?:positives?|negatives?|alarms?)|true[\s-]*(?:positives?|negatives?)"
_RATE_ASKED = re.compile(r"\bfalse\s+(positive|negative)\b|\b(?:specificity|sensitivity)\b", re.IGNORECASE)
_TIMES = re.compile(
    rf"\b(?:(?P<many>two|three|four|2|3|4)\s+(?:independent\s+)?{_RESULT}(?:\s+(?:tests?|results?))?(?:\s+in\s+a\s+row)?"
    rf"|(?:tests?|tested)\s+(?:is\s+|was\s+)?{_RESULT}\s+(?P<twice>twice|two\s+times|both\s+times|three\s+times)"
    rf"|(?P<both>both)\s+(?:independent\s+)?(?:tests?|results?)\s+(?:are|were|come\s+back|came\s+back)\s+{_RESULT}"
    rf"|(?P<second>second|another)\s+(?:independent\s+)?{_RESULT}\s+(?:test|result))\b",
    re.IGNORECASE,
)
_MANY = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_MAYBE = r"\b(?:twice|both\s+tests|two|three|second|again|in\s+a\s+row|independent(?:ly)?|repeated)\b"


def _question(text: str) -> tuple[Wanted | None, list[str]]:
    """What is asked, and the words that ask it; (None, []) where nothing but the condition given a result can be meant."""
    if inside := _signs_asked(text):
        return inside[0], [inside[1]]
    ends = {found.group(0).lower()[:3] for found in _RESULT_WORD.finditer(re.sub(_RATES, " ", text, flags=re.IGNORECASE))}
    if {"pos", "neg"} <= ends:
        raise Unreadable(
            "Here are a positive and a negative result — ask about one of them, and put what it gives in as the next prior."
        )
    often = _TIMES.search(text)
    if not often and (strange := re.search(_MAYBE, text, re.IGNORECASE)):
        raise Unreadable(f"I can't place '{strange.group(0)}' here — say, for example, after two positive tests.")
    tests = _counted(often) if often else 1
    seen = [often.group(0)] if often else []
    part = _part(text)
    if not part:
        return (Wanted(positive=not _result_is_negative(text), tests=tests), seen) if often else (None, [])
    wanted = _in_words(part, text, tests)
    return (wanted, [part, *seen]) if wanted else (None, [])


def _counted(often: re.Match[str]) -> int:
    return _MANY.get((often["many"] or "").lower(), 3 if (often["twice"] or "").lower().startswith("three") else 2)


def _part(text: str) -> str:
    """The sentence, or the piece of one, that asks."""
    asks = [m.start() for m in _ASK.finditer(text) if not _NUMBERED.match(text, m.start())]
    if not asks:
        return ""
    sentence = max(text.rfind(end, 0, asks[-1]) for end in (". ", "? ", "; "))
    return _FACTS.split(text[max(asks[0], sentence + 1) :], maxsplit=1)[0]


def _in_words(part: str, text: str, tests: int) -> Wanted | None:
    """The question told in words: `part` of the `text`; None where the condition given a result is asked for."""
    odds = re.search(r"\bodds\b", part, re.IGNORECASE) is not None
    rate = _RATE_ASKED.search(part)
    if rate and re.search(rf"\b{_KNOWN}\b", part, re.IGNORECASE):
        raise Unreadable("A rate is already a chance among those with or without the condition — ask for the rate alone.")
    if rate and not re.search(r"\d", part):
        word = rate.group(0).lower()
        return Wanted("rate", "negative" in word or word == "sensitivity", "positive" in word or word == "sensitivity")
    well = _WELL_WORD.search(part)
    condition = well or _ILL_WORD.search(part)
    result = _RESULT_WORD.search(part)
    if result and re.search(rf"\b(?:not|never)\s+(?:test\w*\s+)?(?:be\s+)?{_RESULT}", part, re.IGNORECASE):
        raise Unreadable("I can't be sure what 'not' turns round here — say positive or negative.")
    positive = result.group(0).lower()[:3] != "neg" if result else not _result_is_negative(text)
    known = _known(part)
    next_one = re.search(r"\b(?:second|another|next)\b", part, re.IGNORECASE)
    if result and not condition and (next_one or (known and len(_RESULT_WORD.findall(part)) > 1)):
        raise Unreadable(
            "A result given another result is not worked out here — ask for the disease after the first, and go on from there."
        )
    if result and not condition and not known:
        return Wanted("result", positive=positive, tests=tests)
    if result and condition and known == "condition":
        return Wanted("rate", well is None, positive, tests=tests)
    if result and condition and not known:
        if re.search(r"\b(?:and|but)\b", _between(part, result, condition), re.IGNORECASE):
            return Wanted("both", well is None, positive, tests=tests)
        if re.search(_WHOSE, part, re.IGNORECASE):
            return Wanted("rate", well is None, positive, tests=tests)
        raise Unreadable(
            "Which of the two is known? — ask for disease given a positive test, or for a positive test given disease."
        )
    if condition and not result and not _RESULT_WORD.search(re.sub(_RATES, " ", text, flags=re.IGNORECASE)):
        raise Unreadable("After which result? — add, for example, given a positive test.")
    return Wanted("given", well is None, positive, odds, tests) if well or odds or tests > 1 else None


def _known(part: str) -> str:
    """What follows a word such as given, if or who: "result" or "condition"; "" where there is no such word."""
    for marker in re.finditer(rf"\b{_KNOWN}\b", part, re.IGNORECASE):
        after = part[marker.end() :]
        places: dict[str, int] = {}
        for what, pattern in (("result", _RESULT_WORD), ("condition", _WELL_WORD), ("condition", _ILL_WORD)):
            if found := pattern.search(after):
                places[what] = min(found.start(), places.get(what, len(after)))
        if places:
            return min(places, key=lambda what: places[what])
    return ""


def _between(part: str, one: re.Match[str], other: re.Match[str]) -> str:
    first, second = sorted((one, other), key=lambda m: m.start())
    return part[first.start() : second.end()]


_TURNED = r"(?:not|no|non|¬|~|\\bar|\\neg|\\lnot|\\overline)"


def _signs_asked(text: str) -> tuple[Wanted, str] | None:
    """P(A | B), P(not A | B), P(A and B), P(B): what is asked in signs; None where no such sign stands without a number."""
    asked = list(re.finditer(r"P\s*\(([^()]*)\)(?!\s*(?:=|is|:|of)?\s*\d)", text))
    asked = [m for m in asked if not re.match(r"\s*(?:=|is|:)\s*\.?\d", text[m.end() :])]
    if not asked:
        return None
    if len(asked) > 1:
        raise Unreadable(f"Two things are asked here, {asked[0].group(0)} and {asked[1].group(0)} — ask for one at a time.")
    inside = asked[0].group(1).strip()
    events = _events(text)
    for pattern, form in ((r"\s*(?:\||\\mid)\s*", "given"), (r"\s*(?:\band\b|∩|\\cap|&|,)\s*", "both")):
        sides = re.split(pattern, inside, maxsplit=1)
        if len(sides) == 2:
            first, second = (_side(side, events) for side in sides)
            if first[0] == second[0]:
                break
            (_, holds), (_, positive) = (first, second) if first[0] == "condition" else (second, first)
            form = "rate" if form == "given" and first[0] == "result" else form
            return Wanted(form, holds, positive), asked[0].group(0)
    else:
        kind, good = _side(inside, events)
        if kind == "result":
            return Wanted("result", positive=good), asked[0].group(0)
    raise Unreadable(f"I can't work P({inside[:20]}) out of these numbers — ask for P(A | B), P(B) or P(A and B).")


def _side(text: str, events: tuple[str, str]) -> tuple[str, bool]:
    """("condition" or "result", whether it is so) of one side of a bar."""
    plain = re.sub(r"[\s{}()]+", " ", text).strip()
    turned = bool(re.match(_TURNED, plain, re.IGNORECASE)) or bool(re.search(r"(?:\^\s*c|'|′)$", plain))
    name = re.sub(rf"^{_TURNED}\s*|\s*(?:\^\s*c|'|′)$", "", plain, flags=re.IGNORECASE).strip()
    if name == events[0] or re.fullmatch(r"disease|ill|sick|D|H|spam|cancer|infected|condition", name, re.IGNORECASE):
        return "condition", not turned
    if name.lower() in ("healthy", "well"):
        return "condition", turned
    if name == events[1] or re.fullmatch(r"positive|pos|\+|T\+?|test", name, re.IGNORECASE):
        return "result", not turned
    if re.fullmatch(r"negative|neg|-|T-", name, re.IGNORECASE):
        return "result", turned
    if name in ("A", "B"):
        return ("condition", not turned) if name == "A" else ("result", not turned)
    raise Unreadable(f"I can't read '{text[:24]}' here — try P(disease | positive).")


def _result_is_negative(text: str) -> bool:
    """Is the result that is known a negative one?"""
    told = (
        r"(?:tests?|result|tested|is|given|,|\||comes?\s+back)\s*(?:a\s+)?(?:is\s+)?neg(?:ative)?\b|\|\s*(?:T?-)\s*\)"
        r"|\bneg(?:ative)?\s+(?:test|result)\b(?!\s+rate)"
    )
    return re.search(told, text, re.IGNORECASE) is not None


FORMS: tuple[tuple[str, Solver], ...] = ((STORY, _story), (_BAYES, _bayes))
