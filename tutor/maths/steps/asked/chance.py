"""How people ask about probabilities, distributions and data, and who answers."""

from __future__ import annotations

import re
from fractions import Fraction

import tutor.maths.steps.asked.bayes as ask_bayes
import tutor.maths.steps.pairs as pairs
import tutor.maths.steps.probability as probability
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.problem import Problem, Solver, fraction, fractions_of, only_known
from tutor.maths.steps.solution import Solution

_NUMBER = r"(?:\d+\s*/\s*\d+|\d*\.?\d+\s*\\?%|\d*\.?\d+)"
_IS = r"\s*(?:\b(?:of|is|are|at|equals|to|be)\b|=|:|\s)*\s*"
MOST_DATA = 60


def _number(text: str) -> Fraction:
    return fraction(read(text))


_NOT = r"(?:not|no|¬|~|\\bar|\\neg|\\lnot|non)\s*\{?-?"


def _total(p: Problem) -> Solution:
    found = [g for g in p.groups if re.search(r"[\d]", g.text)]
    asked = [inside for inside in re.findall(r"P\s*\(([^()]*)\)(?!\s*(?:=|is|:)?\s*\.?\d)", p.text) if inside.strip()]
    outcomes = {inside.strip() for inside in re.findall(r"P\(\s*([^()|]*?)\s*\|[^()]*\)", p.text)}
    if len(asked) > 1 or (asked and outcomes and outcomes != {asked[0].strip()}):
        raise Unreadable("I need the chance of one event in every case — try P(B) if P(A) = 0.3, P(B|A) = 0.8, P(B|not A) = 0.1.")
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


_BESIDE_TABLE = (
    "x y e var p probability probabilities prob random variable discrete distribution respective respectively takes taking"
    " suppose has having such which outcomes outcome table"
).split()
_ASKED_OF = re.compile(
    r"\b(?:variance|deviation|std|stdev|error|bias)\s+of\s+(?:the\s+)?(?:sample\s+)?(?:mean|average|sum|total|estimat\w+|mle)\b"
    r"|\b(?:mean|average|expectation|expected\s+value)\s+of\s+(?:the\s+)?(?:variance|standard|deviation|sum|square|log)",
    re.IGNORECASE,
)
_FIXED = re.compile(
    r"(?:\b(?:with|given|if|where|when|assuming|knowing|known)|\d[^A-Za-z]*\s(?:and|for|around|about|from|at))\s+(?:an?\s+|the\s+|its\s+|known\s+)*"
    r"(?:mean|average|variance|(?:standard\s+)?deviation|sd|std|sigma|mu|expectation)\b\s*(?:\^\s*\{?2\}?)?\s*(?:of|is|=|:)?\s*-?\.?\d",
    re.IGNORECASE,
)


def _one_question(p: Problem) -> bool:
    """Whether both mean and variance are asked for; raises Unreadable for what is another question than each of them."""
    if found := _ASKED_OF.search(p.text):
        raise Unreadable(f"I don't know '{found.group(0)}' yet — try mean and variance of 2, 4, 4, 5.")
    if found := _FIXED.search(p.text):
        raise Unreadable(
            f"I can't use '{found.group(0)} ...': mean and variance come from the numbers — try mean and variance of 2, 4, 4, 5."
        )
    spread = [bool(p.has(r"\bvariance\b|\bVar\(")), bool(p.has(r"\bdeviation\b|\bstd|\bstdev"))]
    if all(spread):
        raise Unreadable("Variance and standard deviation: one of them at a time — try variance of 2, 4, 4, 5.")
    return any(spread) and bool(p.has(r"\b(?:mean|average|expectation|expected\s+value)\b|\bE\[\s*X\s*\]"))


def _moment(p: Problem) -> Solution:
    if _one_question(p) and not p.has(r"probabilit|\bP\(|->|:|\b(?:die|dice)\b"):
        if p.has(r"\bsample\s+(?:variance|standard|deviation|std)|\bunbiased\b|\bcorrected\b"):
            raise Unreadable("Mean and sample variance: one of them at a time — try sample variance of 2, 4, 4, 5.")
        plain = re.sub(rf"{_MOMENT}|\bpopulation\b", " ", p.text, flags=re.IGNORECASE)
        return pairs.mean_and_variance(p.ledger("mean and variance"), numbers(plain), not p.has(r"variance"))
    what = (
        "variance"
        if p.has(r"variance|\bVar\(")
        else "deviation"
        if p.has(r"standard\s+deviation|\bstd|\bstdev")
        else "expectation"
    )
    if what != "expectation" and p.has(r"\b(?:mean|average|expectation|expected\s+value)\b|\bE\[\s*X\s*\]"):
        what = f"both {what}"
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
        left = re.sub(rf"P\([^()]*\)|{_MOMENT}|with\s+(?:probability|prob\.?|p\b)", " ", p.text, flags=re.IGNORECASE)
        only_known(re.sub(r"\b[A-Z]\b", " ", left), _BESIDE_TABLE, "expectation of 0, 1, 2 with probabilities 1/4, 1/2, 1/4")
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
    """Every number in a piece of text; raises Unreadable for words no list needs, and for what can be read in two ways."""
    _one_list(text)
    text = re.sub(r"(?<![A-Za-z])[A-Za-z]\s*=\s*(?=[-\d.(\[{])", " ", text)
    left = re.sub(
        rf"{_MOMENT}|\b(?:of|for|a|the|random|discrete|variable|distribution|taking|takes|values?|with|find|compute|what|is|are|calculate|data|sample|and|on|from|given|observations?)\b",
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


def _one_list(text: str) -> None:
    """Raises Unreadable for points instead of numbers, for commas that may be decimal ones, and for one % behind many numbers."""
    if len(re.findall(r"[(\[][^()\[\]]*,[^()\[\]]*[)\]]", text)) > 1:
        raise Unreadable(
            "I need one list of numbers here and found points or rows — type one list, such as 1, 2, 3, for each entry."
        )
    pieces = re.split(r"\s*(?:\band\b|;|,\s)\s*", re.sub(r"^[^\d-]*", "", text).strip(" .?"))
    if len(pieces) > 1 and all(re.fullmatch(r"-?\d+,\d+", piece) for piece in pieces):
        shown = " and ".join(piece.replace(",", ".") for piece in pieces[:2])
        raise Unreadable(f"Are these decimal commas? — type {shown}, or the numbers with a space after each comma.")
    if grouped := re.search(r"(?<![\d.,])\d{1,3}(?:,\d{3})*,0\d\d(?:,\d{3})*(?![\d.,])", text):
        plain = grouped.group().replace(",", "")
        raise Unreadable(f"Is {grouped.group()} one number? — type {plain}, or a space after each comma of a list.")
    many = re.findall(rf"{_NUMBER}", text)
    if 0 < sum("%" in one for one in many) < len(many) and re.fullmatch(r"[^%]*%\s*\W*", text):
        raise Unreadable("Does the sign % belong to the last number only? — type it behind each number, or behind none.")


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


_TOSSED = (  # words that leave the question what it is: how likely so many successes are
    "probability prob chance likelihood likely p x b bin binomial distribution distributed random variable follows has have"
    " heads head tails tail coin coins fair unbiased toss tosses tossed tossing flip flips flipped flipping throw throws thrown"
    " trial trials attempt attempts times success successes independent independently obtain obtaining getting gets observe"
    " observing seeing see there or exactly precisely will would which each every when are was were n k suppose you he she we"
    " they one many such having scoring score out among biased unfair loaded land lands landing up not given fail fails failure"
    " failures expect expected variance mean deviation standard at mass"
).split()


def _spelled(text: str) -> str:
    return re.sub(r"\b(" + "|".join(_WORDS) + r")\b", lambda m: str(_WORDS[m.group(1).lower()]), text, flags=re.IGNORECASE)


def _binomial(p: Problem) -> Solution:
    text = _spelled(p.text)
    trials, chance, text = _setting(text)
    low, high, text = _range(text, trials)
    only_known(text, _TOSSED, "P(X = 3) for X ~ Bin(10, 0.3)")
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
    upwards = r"(<=|≤|<|\\leq?)"
    if found := re.search(rf"P\(\s*(\d+)\s*{upwards}\s*X\s*{upwards}\s*(\d+)\s*\)", text):
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
    *ask_bayes.FORMS,
    (rf"{_BINOMIAL}|\bX\s*~\s*B\(", _binomial),
    (_MOMENT, _moment),
)
