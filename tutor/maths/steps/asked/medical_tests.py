"""How people tell of a medical test in whole sentences, brought to the words of Bayes' rule."""

from __future__ import annotations

import re
from fractions import Fraction

_N = r"(\d+\s*/\s*\d+|\d*\.?\d+\s*\\?%|\d*\.?\d+)"
_PEOPLE = (
    r"(?:people|patients|population|persons|women|men|adults|children|citizens|e-?mails|mails|messages|parts|products"
    r"|those|them|everyone|individuals|cases|students|users|transactions)"
)
_ILL = (
    r"(?:carriers|cases|ill|sick|infected|diseased|patients|affected|spam|frauds?|defects?"
    r"|those\s+(?:who\s+(?:have|carry)\s+it|with\s+it|affected|ill|infected))"
)
_WELL = (
    r"(?:healthy|well|uninfected|non-?carriers|unaffected|others|rest|people\s+without(?:\s+(?:it|the\s+\w+|an?\s+\w+))?"
    r"|those\s+(?:without|who\s+(?:do\s+not|don't|have\s+not))(?:\s+(?:have|carry))?(?:\s+(?:it|the\s+\w+))?|healthy\s+\w+)"
)
_OF = r"(?:\s*of)?(?:\s+(?:the|all|its))?\s*"
_FALSE = r"(?:falsely|wrongly|incorrectly|mistakenly|erroneously)"
_FINDS = (
    r"(?:detects?|catch(?:es)?|finds?|identif(?:ies|y)|spots?|recogni[sz]es?|picks?\s+up"
    r"|correctly\s+(?:flags?|detects?|finds?|identif(?:ies|y)|marks?|spots?))"
)
_SAYS = (
    r"(?:flags?|flagged|marks?|alarms?|calls?|labels?|says|reports?|identif(?:ies|y)|detects?|finds?|diagnoses|gives?|tests?"
    r"|positive|is|it|an?|yes|alarm|result|classif(?:ies|y)|sick|ill)"
)
_HAVE = r"(?:have|has|carry|carries|suffer(?:s)?(?:\s+from)?|are|is|get|gets|got|with)"

_THING = (
    r"(?!(?:not|no|never|none|neither|without|healthy|well|fine|ok|okay|free|clear|negative|immune|spared|safe|good)\b|un|dis)\w+"
)
_ALARM = "false positive rate"

# What is told, first things first: a phrase, and the name of its number in Bayes' rule.
_TOLD = (
    (rf"\b{_FALSE}\s+(?:{_SAYS}\s+){{1,3}}(?:for\s+|in\s+|on\s+)?{_N}{_OF}(?:{_WELL})(?:\s+(?:people|patients|persons"
        rf"|ones))?", _ALARM),
    (rf"\b{_FALSE}\s+(?:positive|flagged|says\s+yes)\s+(?:for|in|on)\s+{_N}(?:{_OF}{_WELL}(?:\s+people)?)?", _ALARM),
    (rf"{_N}{_OF}(?:{_WELL})(?:\s+(?:people|patients|persons|ones))?\s+(?:also\s+|still\s+)?(?:test|get|are|tests"
        rf"|gets|receive)\s+(?:an?\s+)?(?:false(?:ly)?\s+)?positive(?:\s+(?:anyway|too|result|as\s+well))?", _ALARM),
    (rf"\bfalse\s+positives?\s+(?:in|for|at|of)\s+{_N}(?:{_OF}{_WELL}(?:\s+people)?|\s+of\s+(?:the\s+)?(?:time"
        rf"|cases))?", _ALARM),
    (rf"\b{_FINDS}\s+(?:it\s+|the\s+\w+\s+)?(?:in\s+|for\s+)?{_N}(?:{_OF}(?:{_ILL})(?:\s+(?:people|patients|persons"
        rf"|ones|cases))?)?", "sensitivity"),
    (rf"{_N}{_OF}(?:{_ILL})(?:\s+(?:people|patients|persons))?\s+(?:test|get)\s+(?:a\s+)?positive(?:\s+result)?", "sensitivity"),
    (rf"\b(?:affects?|hits?|strikes|infects|occurs\s+in|is\s+(?:carried\s+by|present\s+in"
        rf"|found\s+in))\s+{_N}(?:{_OF}(?:our\s+|a\s+)?{_PEOPLE})?", "prevalence"),
    (rf"{_N}{_OF}(?:adult\s+|young\s+|old\s+|incoming\s+)?{_PEOPLE}\s+{_HAVE}\s+"
        rf"(?:an?\s+|the\s+|this\s+|that\s+)?(?:rare\s+)?{_THING}", "prevalence"),
    (rf"{_N}\s+(?:have|has|carry|carries)\s+(?:an?\s+|the\s+|this\s+)?{_THING}", "prevalence"),
)  # fmt: skip
# How many are spared says how many are not.
_SPARED = re.compile(
    rf"{_N}{_OF}(?:adult\s+|young\s+|old\s+)?{_PEOPLE}\s+(?:are|is)\s+"
    r"(?:healthy|well|fine|uninfected|unaffected|disease[\s-]*free|(?:not|n't)\s+(?:ill|sick|infected|affected|diseased))\b",
    re.IGNORECASE,
)
STORY = (
    r"\b(?:sensitive|specific)\b|\b(?:detects?|catch(?:es)?|falsely|wrongly|false[\s-]+alarm"
    r"|false[\s-]+positive)\b.*\b(?:positive|negative|flagged)\b|\b(?:positive|negative)\b.*\b(?:detects?|catch(?:es)?)\b"
    r"|\d\s*%?\s+of\b.*\btests?\s+(?:also\s+)?positive\b|\bpositive\s+predictive\s+value\b"
)


def _share(text: str) -> Fraction:
    """A share as it is written, 99%, 0.99 or 99/100."""
    number = text.replace("\\", "").replace(" ", "")
    return Fraction(number.rstrip("%")) / (100 if number.endswith("%") else 1)


def fractions_told(text: str) -> str:
    """One in so many, as a fraction.

    >>> fractions_told("1 in 1000 people")
    '1/1000 people'
    """
    return re.sub(r"(\d+)\s+(?:in|out\s+of|of\s+every|in\s+every)\s+(\d+)\b", r"\1/\2", text)


def told(text: str) -> str:
    """The story with its numbers named as Bayes' rule names them.

    >>> told("1 in 100 people have it; the test is 90% sensitive and falsely flags 5% of the healthy")
    'prevalence 1/100; the test is 90% sensitivity and false positive rate 5%'
    """
    text = re.sub(
        r"\bpositive\s+predictive\s+value\b|\bppv\b", "probability given a positive test", fractions_told(text), flags=re.I
    )
    text = _SPARED.sub(lambda m: f"prevalence {1 - _share(m[1])}", text)
    for pattern, name in _TOLD:
        text = re.sub(pattern, rf"{name} \1", text, flags=re.IGNORECASE)
    return re.sub(r"\bspecific\b", "specificity", re.sub(r"\bsensitive\b", "sensitivity", text))


# Words a question about a test may hold beside those of its story; any other word could turn the question round.
_COMMON = frozenset(
    """
    rare a an the of for to is are was be been being am what whats find compute calculate determine give show me please work
    out let with and where when whose this that these those given by using its it all do does i want need how can you in
    on as from if person people patient patients someone somebody anyone individual has have having had get gets got her
    his their they he she my your we our one now then so but also who which will would actually really indeed truly test
    tests tested testing result results come comes came back turn turns turned positive negative probability prob chance
    chances odds likely likelihood disease ill illness sick sickness infected infection condition cancer rate rates
    medical screening diagnosed bayes theorem rule formula s posterior flagged mail email e-mail message random randomly
    chosen selected picked after population there spam use apply true false event events filter classifier detector
    system kit device exam gives says say shows every each such
    """.split()
)


def unplaced(typed: str, left: str) -> str | None:
    """The first word left over that neither belongs to questions about a test nor stands in the story told, else None.

    >>> unplaced("3% of patients carry the virus", "how likely am I to carry the virus"), unplaced("", "chance of banana")
    (None, 'banana')
    """
    told_words = {
        w.lower()
        for pattern, _ in _TOLD
        for m in re.finditer(pattern, fractions_told(typed), re.IGNORECASE)
        for w in _words(m[0])
    }
    for word in _words(re.sub(r"P\s*\([^()]*\)", " ", left)):
        low = word.lower()
        known = low in _COMMON or len(low) == 1 or any(len(t) > 3 and low[:4] == t[:4] for t in told_words)
        if not known:
            return word
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'-]*", text)
