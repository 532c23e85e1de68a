"""How people ask about probabilities, distributions and data, and who answers."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.pairs as pairs
import tutor.maths.steps.probability as probability
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.ask_tests import STORY, fractions_told, told, unplaced
from tutor.maths.steps.problem import Problem, Solver, fraction, fractions_of, problem
from tutor.maths.steps.solution import Solution

_NUMBER = r"(?:\d+\s*/\s*\d+|\d*\.?\d+\s*\\?%|\d*\.?\d+)"
_IS = r"\s*(?:\b(?:of|is|are|at|equals|to|be)\b|=|:|\s)*\s*"
MOST_DATA = 60


def _number(text: str) -> Fraction:
    return fraction(read(text))


def _named(text: str, names: str) -> tuple[Fraction | None, str]:
    """A number beside one of these names, on either side, and the text without it."""
    for pattern in (rf"(?:{names}){_IS}({_NUMBER})", rf"({_NUMBER})\s*(?:of\s+)?(?:{names})"):
        if found := re.search(pattern, text, re.IGNORECASE):
            return _number(found.group(1)), text[: found.start()] + " ; " + text[found.end() :]
    return None, text


# -- Bayes -----------------------------------------------------------------------------------------
_EVENT = r"[A-Za-z+]\w*"
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


_OFTEN = r"\b(?:twice|both\s+tests|two|three|second|again|in\s+a\s+row|independent(?:ly)?|repeated)\b"


def _bayes(p: Problem, typed: Problem | None = None) -> Solution:
    if often := re.search(_OFTEN, p.text, re.IGNORECASE):
        raise Unreadable(
            f"I work out one test at a time, and can't place '{often.group(0)}' — put the result in as the next prior."
        )
    text = fractions_told(p.text)
    if typed and (turned := re.search(r"\b(?:not|never|isn't|wasn't|unflagged)\b", text, re.IGNORECASE)):
        raise Unreadable(
            f"I can't be sure what '{turned.group(0)}' turns round here — name the numbers and say positive or negative."
        )
    alarm, text = _named(text, _ALARM)
    sensitivity, text = _named(text, _SENSITIVITY)
    specificity, text = _named(text, _SPECIFICITY)
    miss, text = _named(text, _MISS)
    prior, text = _named(text, _PRIOR)
    evidence, text = _named(text, _EVIDENCE)
    if left := re.search(r"\d[\d./%]*", text):
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
    negative = _result_is_negative(text)
    if alarm is None:
        if negative:
            raise Unreadable(
                "For a negative result I need the false positive rate — try "
                "prevalence 1%, sensitivity 90%, false positive rate 5%, negative."
            )
        return probability.bayes_from_evidence((typed or p).ledger("Bayes"), prior, sensitivity, evidence or Fraction(0))
    if evidence is not None and evidence != prior * sensitivity + (1 - prior) * alarm:
        raise Unreadable("The probability of the evidence does not fit the other numbers — leave it out or check it.")
    return probability.bayes((typed or p).ledger("Bayes"), prior, sensitivity, alarm, not negative)


_ILL = r"(?:disease|ill|sick|D|A|H|spam|cancer|infected|condition)"


def _result_is_negative(text: str) -> bool:
    """Which result is known; raises Unreadable when something other than the condition given a result is asked for."""
    for inside in re.findall(r"P\(([^()]*)\)", text):
        if not re.fullmatch(rf"\s*{_ILL}\s*\|\s*(?:positive|pos|\+|B|E|T\+?|negative|neg|-|T-)\s*", inside, re.IGNORECASE):
            raise Unreadable(f"Here I give the probability of the condition given a result, not P({inside[:20]}) — ask for that.")
    other = r"\b(?:not|n't)\s+(?:have|having|ill|sick|infected)|n't\s+have|\bhealthy\b|\bwithout\b"
    plain = (
        r"(?:probability|chance)\s+(?:of|that)\s+(?:an?\s+|the\s+|\w+\s+)?test(?:s|ing)?\s+(?:is\s+)?(?:positive|negative)"
        r"\s*(?:$|[,;:.?]|\b(?:if|when|for|with|where)\b)"
    )
    if re.search(f"{other}|{plain}", text, re.IGNORECASE):
        raise Unreadable("Here I give the probability of the condition given a result — ask for P(disease | positive).")
    told = r"(?:tests?|result|tested|is|given|,|\||comes?\s+back)\s*(?:a\s+)?(?:is\s+)?neg(?:ative)?\b|\|\s*(?:T?-)\s*\)"
    return re.search(told, text, re.IGNORECASE) is not None


def _agreed(value: Fraction | None, complement: Fraction | None, name: str) -> Fraction | None:
    if value is not None and complement is not None and value + complement != 1:
        raise Unreadable(f"The numbers for the {name} contradict each other — check them.")
    return value if value is not None else None if complement is None else 1 - complement


def _total(p: Problem) -> Solution:
    found = [g for g in p.groups if re.search(r"[\d]", g.text)]
    pairs = re.findall(rf"P\(\s*([A-Z]_?\d*)\s*\)\s*=\s*({_NUMBER})", p.text)
    given = re.findall(rf"P\(\s*[A-Z]\s*\|\s*((?:{_NOT})?[A-Z]_?\d*\}}?|[A-Z]\^?c)\s*\)\s*=\s*({_NUMBER})", p.text)
    numbers = len(re.findall(_NUMBER, re.sub(r"P\([^()]*\)", " ", p.text)))
    if pairs and given and numbers == len(pairs) + len(given):
        weights = [_number(value) for _, value in pairs]
        if len(weights) == 1 and len(given) == 2:
            weights.append(1 - weights[0])
        names = [name for name, _ in pairs]
        by_name = {name: _number(value) for name, value in given}
        values = [by_name[n] for n in names if n in by_name] + [v for n, v in by_name.items() if n not in names]
        return probability.total_probability(p.ledger("total probability"), weights, values)
    lists = [g for g in found if "," in g.text]
    if len(lists) != 2:
        raise Unreadable(
            "I need the cases and the chances in them — try total "
            "probability with weights (0.5, 0.5) and conditionals (0.1, 0.3)."
        )
    return probability.total_probability(p.ledger("total probability"), fractions_of(lists[0]), fractions_of(lists[1]))


# -- tables and data -------------------------------------------------------------------------------
_MOMENT = (
    r"\b(?:sample\s+|population\s+)?(expectation|expected\s+value|mean"
    r"|average|variance|standard\s+deviation|std|stdev|std\.?\s*dev)\b|\bE\[\s*X\s*\]|\bVar\(\s*X\s*\)"
)
_LIST = rf"(?:-?\s*{_NUMBER})(?:\s*(?:,|\band\b|,\s*and\b|\s)\s*-?\s*{_NUMBER})*"


DIE = (
    r"\b(?:(?:rolling|throwing)\s+)?(?:(?:a|one|the|single)\s+)*(?:(?:roll|throw|toss|outcome|score|result)\s+(?:of|on|with|from)\s+(?:a\s+|one\s+)?)?"
    r"(?:fair\s+|standard\s+|ordinary\s+)?(?:(?:six|6)[\s-]*sided\s+)?(?:die|(?<!two )(?<!three )(?<!fair"
    r" )dice)(?:\s+(?:roll|throw|toss))?\b"
)


def _moment(p: Problem) -> Solution:
    if p.has(r"\b(?:mean|average|expectation|expected\s+value)\b.*\b(?:variance|deviation|std|stdev)\b") and not p.has(
        r"probabilit|\bP\(|->|:"
    ):
        plain = re.sub(r"\band\b(?=\s+(?:the\s+)?(?:population\s+)?(?:variance|standard|std))|\bpopulation\b", " ", p.text)
        return pairs.mean_and_variance(p.ledger("mean and variance"), numbers(plain), not p.has(r"variance"))
    what = (
        "variance"
        if p.has(r"variance|\bVar\(")
        else "deviation"
        if p.has(r"standard\s+deviation|\bstd|\bstdev")
        else "expectation"
    )
    text = re.sub(r"\bE\[\s*X\s*\]|\bVar\(\s*X\s*\)|\bX\b(?!\s*=)", " ", p.text)
    if p.has(r"\b(?:die|dice)\b"):
        p.words_known(rf"{_MOMENT}|{DIE}")
        faces = [Fraction(k) for k in range(1, 7)]
        return probability.moments(p.ledger(what), faces, [Fraction(1, 6)] * 6, what)
    listed = re.findall(rf"P\(\s*X\s*=\s*(-?{_NUMBER})\s*\)\s*=\s*({_NUMBER})", p.text)
    listed = listed or re.findall(rf"(-?{_NUMBER})\s*(?::|->|→|with\s+(?:probability|prob\.?|p\s*=?))\s*({_NUMBER})", p.text)
    if listed:
        if len(named := sorted(set(re.findall(r"\b[A-Z]\b", p.text)) - {"P", "E"})) > 1:
            raise Unreadable(f"Here are several variables, {' and '.join(named[:3])} — ask about the one whose values you give.")
        _all_used(p.text, 2 * len(listed))
        return probability.moments(p.ledger(what), [_number(a) for a, _ in listed], [_number(b) for _, b in listed], what)
    split = re.split(
        r"\b(?:with\s+|and\s+)?(?:the\s+|respective\s+)?(?:probabilit\w+|probs?|weights?|p)\b\s*(?:are|is|=|:)?",
        text,
        maxsplit=1,
        flags=re.IGNORECASE,
    )
    if len(split) == 2:
        values, chances = (numbers(part) for part in split)
        return probability.moments(p.ledger(what), values, chances, what)
    return _sample(p, what)


def _all_used(text: str, many: int) -> None:
    found = len(re.findall(_NUMBER, text))
    if found != many:
        raise Unreadable(f"I used {many} of the {found} numbers in this problem — give one probability for each value.")


def numbers(text: str) -> list[Fraction]:
    """Every number in a piece of text; raises Unreadable for words no list of numbers needs."""
    left = re.sub(
        rf"{_MOMENT}|\b(?:of|for|a|the|random|discrete|variable|distribution|taking|takes|values?|with|find|compute|what|is|are|calculate|data|sample|x|and|on|from|given|observations?)\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    if strange := re.search(r"[A-Za-z]+", left):
        raise Unreadable(
            f"I can't place '{strange.group(0)[:24]}' in this problem — "
            f"try expectation of 0, 1, 2 with probabilities 1/4, 1/2, 1/4."
        )
    found = [_number(n.replace(" ", "")) for n in re.findall(rf"-?\s*{_NUMBER}", left)]
    if re.sub(rf"-?\s*{_NUMBER}|[\s,;:?.()\[\]{{}}=]", "", left):
        raise Unreadable("I can't read this list of numbers — type them with commas: 0, 1, 2.")
    if not 1 <= len(found) <= MOST_DATA:
        raise Unreadable(f"I need 1 to {MOST_DATA} numbers here and found {len(found)} — type them with commas: 0, 1, 2.")
    return found


def _sample(p: Problem, what: str) -> Solution:
    data = numbers(re.sub(r"\b(?:sample|population|unbiased|biased|empirical|corrected)\b", " ", p.text, flags=re.IGNORECASE))
    plain = p.has(r"\bpopulation\b|\bbiased\b|\bempirical\b")
    fair = p.has(r"\bsample\b|\bunbiased\b|\bcorrected\b")
    if plain and fair:
        raise Unreadable(
            "Shall I divide by n or by n - 1? — say population variance of ... (n) or sample variance of ... (n - 1)."
        )
    return probability.sample_moments(p.ledger(f"sample {what}"), data, "mean" if what == "expectation" else what, fair)


# -- binomial --------------------------------------------------------------------------------------
_BINOMIAL = r"\bbin(?:omial)?\b|\bsuccess(?:es)?\b|\bheads?\b|\btails?\b|\bcoin\b"
_WORDS = {
    "zero": 0,
    "no": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def _spelled(text: str) -> str:
    return re.sub(r"\b(" + "|".join(_WORDS) + r")\b", lambda m: str(_WORDS[m.group(1).lower()]), text, flags=re.IGNORECASE)


def _binomial(p: Problem) -> Solution:
    text = _spelled(p.text)
    trials, chance, text = _setting(text)
    low, high, text = _range(text, trials)
    if left := re.search(r"\d[\d./%]*", text):
        raise Unreadable(f"I can't place the number {left.group(0)} — try P(X = 3) for X ~ Bin(10, 0.3).")
    if p.has(r"\bnot\b|n't\b|\bgiven\b|\bfail") or (p.has(r"\btails?\b") and chance != Fraction(1, 2)):
        raise Unreadable("I count successes here, with nothing else known — try P(X = 3) for X ~ Bin(10, 0.3).")
    if p.has(r"expect|variance|mean|deviation"):
        raise Unreadable("Here I give probabilities of a binomial — try P(X = 3) for X ~ Bin(10, 0.3).")
    return probability.binomial(p.ledger("binomial probability"), trials, chance, low, high)


def _setting(text: str) -> tuple[int, Fraction, str]:
    """n and p, and the text without them."""
    whole = re.compile(
        rf"\bB(?:in(?:om(?:ial)?)?)?\s*\(\s*(?:n\s*=\s*)?(\d+)\s*[,;]\s*(?:p\s*=\s*)?({_NUMBER})\s*\)", re.IGNORECASE
    )
    if found := whole.search(text):
        return int(found.group(1)[:6]), _number(found.group(2)), text[: found.start()] + " " + text[found.end() :]
    trials = re.search(
        r"\bn\s*=\s*(\d+)|\b(\d+)\s*(?:independent\s+)?(?:(?:fair\s+)?coin\s+)?(?:trials?|tosses|toss|flips?|throws?|attempts?|times|coins)\b",
        text,
        re.IGNORECASE,
    )
    if not trials:
        raise Unreadable("The number of trials is missing — try P(X = 3) for X ~ Bin(10, 0.3).")
    text = text[: trials.start()] + " " + text[trials.end() :]
    chance = re.search(
        rf"\bp\s*=\s*({_NUMBER})|\b(?:success\s+)?(?:probability|prob|chance)\s*(?:of\s+(?:success|heads?)\s*)?(?:of|is|=|:)?\s*({_NUMBER})(?!\s*(?:success|heads|tails))",
        text,
        re.IGNORECASE,
    )
    if chance:
        return (
            int((trials.group(1) or trials.group(2))[:6]),
            _number(chance.group(1) or chance.group(2)),
            text[: chance.start()] + " " + text[chance.end() :],
        )
    if re.search(r"\bfair\b|\bcoins?\b|\bheads?\b", text, re.IGNORECASE) and not re.search(
        r"biased|unfair|loaded", text, re.IGNORECASE
    ):
        return int((trials.group(1) or trials.group(2))[:6]), Fraction(1, 2), text
    raise Unreadable("The success probability is missing — try P(X = 3) for X ~ Bin(10, 0.3).")


def _range(text: str, trials: int) -> tuple[int, int, str]:
    """The outcomes asked for, and the text without them."""
    sign = r"(<=|>=|≤|≥|<|>|=|\\leq?|\\geq?)"
    if found := re.search(rf"P\(\s*(\d+)\s*{sign}\s*X\s*{sign}\s*(\d+)\s*\)", text):
        low = int(found.group(1)) + (found.group(2) == "<")
        high = int(found.group(4)) - (found.group(3) == "<")
    elif found := re.search(rf"P\(\s*X\s*{sign}\s*(\d+)\s*\)", text):
        low, high = _bounds(found.group(1), int(found.group(2)), trials)
    elif found := re.search(
        r"\b(at\s+least|at\s+most|more\s+than|fewer\s+than|less\s+than|exactly|precisely)\s+(\d+)(?:\s*(?:success\w*|heads?|tails?))?",
        text,
        re.IGNORECASE,
    ):
        kind = re.sub(r"\s+", " ", found.group(1).lower())
        sign = {"at least": ">=", "at most": "<=", "more than": ">", "fewer than": "<", "less than": "<"}.get(kind, "=")
        low, high = _bounds(sign, int(found.group(2)), trials)
    elif found := re.search(
        r"\bk\s*=\s*(\d+)|\b(\d+)\s*(?:success\w*|heads?|tails?)\b|(?:probability|binomial)\s+of\s+(\d+)\b", text, re.IGNORECASE
    ):
        low = high = int(next(g for g in found.groups() if g))
    else:
        raise Unreadable("Which outcomes are asked for? — try P(X = 3) for X ~ Bin(10, 0.3).")
    if not 0 <= low <= high <= trials:
        raise Unreadable(f"Among {trials} trials this number of successes can't happen — check it.")
    return low, high, text[: found.start()] + " " + text[found.end() :]


def _bounds(sign: str, k: int, trials: int) -> tuple[int, int]:
    sign = sign.replace("≤", "<=").replace("≥", ">=")
    if sign.startswith("\\"):
        sign = "<=" if "l" in sign[1] else ">="
    return {"=": (k, k), "<=": (0, k), ">=": (k, trials), "<": (0, k - 1), ">": (k + 1, trials)}[sign]


FORMS: tuple[tuple[str, Solver], ...] = (
    (r"total\s+probability|\bP\(\s*B\s*\)\s*(?:$|\?|if|when|given|for)", _total),
    (STORY, _story),
    (_BAYES, _bayes),
    (rf"{_BINOMIAL}|\bX\s*~\s*B\(", _binomial),
    (_MOMENT, _moment),
)
