"""How people ask about entropy and about estimates from data, and who answers."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.information as information
import tutor.maths.steps.likelihood as likelihood
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.asked.chance import DIE, numbers
from tutor.maths.steps.problem import Group, Problem, Solver, fraction, fractions_of, only_known, problem, spread
from tutor.maths.steps.solution import Solution

# -- information -----------------------------------------------------------------------------------
_KL = r"\bkl\b|kullback|relative\s+entropy|\bD_?\{?KL\}?|\bdivergence\b"
_ENTROPY = r"\bentropy\b"


def _bits(p: Problem) -> bool:
    return p.has(r"\bbits?\b|base\s*2|log_?2|log_\{2\}|\bshannons?\b")


def _lists(p: Problem, many: int) -> list[Group]:
    text = re.sub(r"\|\||‖|\\parallel|\\\|", " and ", p.text)
    again = p if text == p.text else problem(text)
    found = _in_order(p, [g for outer in again.groups for g in _inner(outer)])
    if len(found) != many:
        what = (
            "one distribution — try entropy of (1/2, 1/4, 1/4) in bits"
            if many == 1
            else "two distributions — try KL((1/2, 1/2) || (1/4, 3/4))"
        )
        raise Unreadable(f"I need {what}.")
    return found


def _in_order(p: Problem, found: list[Group]) -> list[Group]:
    """KL(q || p), p = ..., q = ...: the lists in the order of the names in the brackets, where they have names."""
    asked = re.search(r"\(\s*([A-Za-z])\s*(?:\|\||‖|\\parallel|\\\||,)\s*([A-Za-z])\s*\)", p.text)
    named = dict(re.findall(r"(?<![A-Za-z])([A-Za-z])\s*=\s*([(\[][^()\[\]]*[)\]])", p.text))
    if not asked or len(named) != 2 or set(asked.groups()) != set(named):
        return found
    return [Group(named[name], 0, len(named[name])) for name in asked.groups()]


def _inner(group: Group) -> list[Group]:
    return spread([group])


_BIASED = (
    r"\b(?:a\s+)?(?:biased\s+|unfair\s+)?(?:coin|bernoulli)(?:\s+(?:toss|flip|variable|distribution))?\s+(?:with\s+)?"
    r"(?:p|probability(?:\s+of\s+heads?)?|P\(heads?\))\s*(?:=|of|is)?\s*(\d+\s*/\s*\d+|\d*\.?\d+\s*%?)"
)
_FAIR = {
    r"\b(?:a\s+)?(?:(?:toss|flip|throw)\s+of\s+(?:a\s+)?)?fair\s+coin(?:\s+(?:toss|flip|throw))?\b": 2,
    DIE: 6,
}


def _entropy(p: Problem) -> Solution:
    if biased := re.search(_BIASED, p.text, re.IGNORECASE):
        rest = problem(p.text[: biased.start()] + " " + p.text[biased.end() :])
        rest.words_known(rf"{_ENTROPY}|\b(?:bits?|nats?)\b|shannon")
        chance = fraction(read(biased.group(1)))
        return information.entropy(p.ledger("entropy"), [chance, 1 - chance], _bits(p))
    for pattern, many in _FAIR.items():
        if not p.groups and p.has(pattern):
            p.words_known(rf"{_ENTROPY}|{pattern}|\b(?:bits?|nats?)\b|shannon")
            return information.entropy(p.ledger("entropy"), [Fraction(1, many)] * many, _bits(p))
    _words(p, rf"{_ENTROPY}|shannon")
    return information.entropy(p.ledger("entropy"), fractions_of(_lists(p, 1)[0]), _bits(p))


def _cross(p: Problem) -> Solution:
    _words(p, r"cross[\s-]*entropy|\bH\b")
    first, second = _lists(p, 2)
    return information.cross_entropy(p.ledger("cross-entropy"), fractions_of(first), fractions_of(second), _bits(p))


def _divergence(p: Problem) -> Solution:
    if p.has(r"\bfrom\b.*\bto\b"):
        raise Unreadable("Which of the two comes first? — write it as KL((1/2, 1/2) || (1/4, 3/4)).")
    _words(p, rf"{_KL}|leibler")
    first, second = _lists(p, 2)
    return information.divergence(p.ledger("KL divergence"), fractions_of(first), fractions_of(second), _bits(p))


def _words(p: Problem, pattern: str) -> None:
    if re.search(r"\d", re.sub(r"base\s*2|log_?\{?2\}?", "", p.rest)):
        raise Unreadable("I can't place a number outside the brackets — try entropy of (1/2, 1/4, 1/4) in bits.")
    p.words_known(
        rf"{pattern}|\b(?:bits?|nats?)\b|base\s*2|log_?\{{?2\}}?|\|\|?|‖",
        (
            "distribution",
            "distributions",
            "between",
            "relative",
            "respect",
            "p",
            "q",
            "natural",
            "logarithm",
            "probability",
            "probabilities",
            "discrete",
            "base",
            "e",
            "shannon",
            "true",
            "predicted",
            "from",
        ),
    )


# -- likelihood ------------------------------------------------------------------------------------
_MLE = r"\bmle\b|maximum[\s-]*likelihood(?:\s+(?:estimat\w+))?|\bml\s+estimat\w+"
_FAMILY = {
    "bernoulli": r"bernoulli|coin",
    "poisson": r"poisson",
    "exponential": r"exponential|\bexp\b",
    "normal": r"normal|gauss\w*",
    "geometric": r"geometric",
    "binomial": r"binomial",
}


_COIN_WORDS = (
    "coin bernoulli binomial p probability parameter estimate of heads head success successes tosses toss flips trials attempts"
    " observed observing after seeing rate proportion model biased unfair flipped tossed thrown times that is there we ones wins"
).split()
_COUNTED = re.compile(
    r"\(?\b(\d+)\s+(?:independent\s+)?(?:observations?|data\s+points?|points|samples?|values|measurements|draws)\b\s*[:,]?\s*\)?",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"\b(?:variance|bias|error|deviation|distribution|consistency|expectation|mean)\s+of\s+(?:the\s+)?(?:mle|maximum|ml|estimat)"
    r"|\bstandard\s+error\b|\bbias\b|\bodds\b|\blog[\s-]*likelihood\b|P\s*\(",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"(?:\b(?:sigma|mu|lambda|variance|mean|deviation|sd|rate|theta)\b|[σμλθ]|\\(?:sigma|mu|lambda|theta))"
    r"\s*(?:\^\s*\{?2\}?|²)?\s*(?:=|\bis\b|\bof\b|:)?\s*-?\.?\d",
    re.IGNORECASE,
)


def _asks_for_the_parameter(p: Problem, family: str) -> None:
    """Raises Unreadable for another question than the parameter itself, and for a parameter that is told instead of estimated."""
    if found := _ABOUT_IT.search(p.text):
        raise Unreadable(f"I estimate the parameter itself, not '{found.group(0)}' — try mle of an exponential for 2, 3, 7.")
    if found := _KEPT.search(p.text):
        raise Unreadable(f"I estimate every parameter and can't keep '{found.group(0)} ...' fixed — give only the data.")
    other = {
        "exponential": r"\bmean\b",
        "geometric": r"\bmean\b",
        "bernoulli": r"\bvariance\b|\btails\b",
        "binomial": r"\btails\b",
    }
    other |= {"normal": r"\bdeviation\b|(?:\bsigma\b|σ|\\sigma)(?!\s*(?:\^|²|squared))"}
    if found := re.search(other.get(family, r"(?!)"), p.text, re.IGNORECASE):
        told = {"exponential": "the rate", "geometric": "p", "normal": "mu and sigma^2"}.get(family, "the chance of heads")
        raise Unreadable(f"Here I estimate {told}, not '{found.group(0)}' — ask for that, and work the other out from it.")


def _likelihood(p: Problem) -> Solution:
    family = next((name for name, pattern in _FAMILY.items() if p.has(pattern)), None)
    if family is None and p.has(r"\b(?:heads|tails|flips?|tosses)\b"):
        family = "bernoulli"
    if family is None:
        raise Unreadable(
            "Which family? I know Bernoulli, binomial, Poisson, exponential, "
            "normal, geometric — try mle of an exponential for 2, 3, 7."
        )
    _asks_for_the_parameter(p, family)
    text = re.sub(rf"{_MLE}|{'|'.join(_FAMILY.values())}", " ", p.text, flags=re.IGNORECASE)
    counted = re.search(
        r"(\d+)\s*(?:successes|heads|ones|wins)\s*(?:in|out\s+of|from|of)\s*(\d+)\s*(?:trials?|tosses|flips|throws|attempts)?",
        text,
        re.IGNORECASE,
    )
    if counted and family in ("bernoulli", "binomial"):
        wins, trials = int(counted.group(1)[:6]), int(counted.group(2)[:6])
        left = text[: counted.start()] + text[counted.end() :]
        only_known(left, _COIN_WORDS, "mle of a coin with 7 heads in 10 tosses")
        if re.search(r"\d", left) or not 1 <= trials <= 10**5 or wins > trials:
            raise Unreadable("I can't place the numbers of this coin — try mle of a coin with 7 heads in 10 tosses.")
        return likelihood.estimate(p.ledger("maximum likelihood"), "binomial", [Fraction(wins)], trials)
    counted = _COUNTED.search(text)
    text = text if counted is None else text[: counted.start()] + " " + text[counted.end() :]
    many = re.search(r"\bn\s*=\s*(\d+)|\bwith\s+(\d+)\s+trials", text)
    if many:
        text = text[: many.start()] + " " + text[many.end() :]
    text = re.sub(r"(?:\bsigma|σ|\\sigma)\s*(?:\^\s*\{?2\}?|²)", " ", text)
    text = re.sub(
        r"\b(?:rate|parameters?|lambda|mu|sigma|mean|variance|estimat\w+|observed|distribution|samples?|model|fit|an|p|points?|in|by)\b|\\lambda|λ|μ|σ²?",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    data = numbers(text)
    if counted is not None and int(counted[1]) != len(data):
        raise Unreadable(f"You speak of {counted[1]} observations and give {len(data)} — check the numbers.")
    return likelihood.estimate(
        p.ledger("maximum likelihood"), family, data, int(next(g for g in many.groups() if g)[:6]) if many else None
    )


FORMS: tuple[tuple[str, Solver], ...] = (
    (_MLE, _likelihood),
    (_KL, _divergence),
    (r"cross[\s-]*entropy", _cross),
    (_ENTROPY, _entropy),
)
