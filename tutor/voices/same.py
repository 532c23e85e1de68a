"""Do two questions ask the same thing? By their meaning, by the ideas and words they name, and by what turns an answer round.

Laws of this file:
- pure: the same two questions and the same cosine give the same answer;
- what turns an answer round is never outvoted by likeness: "not", "negative" for "zero", P(A|B) for P(B|A), "if A then B" for its
  converse. A page that answers such a neighbour answers another question.
"""

from __future__ import annotations

from tutor.concepts.words import content, fold, words
from tutor.voices.questioned import Kind, Named, Questioned, rules

__all__ = ["NEAR", "NEUTRAL", "SAME", "beside", "likeness", "shared", "turns_round"]

# From this likeness on two questions are taken for one (`python -m eval voices` prints what that finds and what it mistakes).
SAME = 0.70
# From this one on the heading is near enough to be shown as what it is, where nothing else answers.
NEAR = 0.45
_MEANING, _WORDS = 0.60, 0.40
_IDEA = 1.4  # how much more telling the name of an idea is than the rarest word
_BY_ANOTHER_NAME = 0.7  # a term of an idea for the idea: "prior" for Bayes' theorem
_PART_OF_IT = 0.4  # two terms of one idea, neither of which is its name: "induction" and "contradiction" are both proofs
# What an idea is an idea about: a question may name it or leave it out.
NEUTRAL = frozenset({"matrices", "functions", "vectors", "linear_map", "random_variable", "prob_space"})
_OTHER_KIND, _NEAR_KIND, _OPPOSED = 0.22, 0.05, 0.40
_MISSED, _MOST_MISSED, _TELLING = 0.04, 3, 0.5  # a telling word of the question that the heading has not
_POLE = 0.08  # a word that may turn an answer round, and stands in one of them only
_ASKED_MORE = 1.4  # an idea of the learner's that the heading does not name counts so much more than one of the heading's
_AMOUNTS = frozenset(("zero", "negative", "positive", "large", "small"))
_COMPLEMENT = 0.30  # when a thing is, and when it is not: near, and never the same
_MOSTLY = 0.4  # of their words in common, from which on a "not" tells two questions apart
_ANOTHER_IDEA = 0.10  # an idea that only one of them names; twice that where both ask what something is


def likeness(asked: Questioned, heading: Questioned, cosine: float) -> float:
    """How surely two questions are one, in (-1, 1]; `cosine` is that of their meanings."""
    if _turned(asked, heading):
        return 0.0
    strange = min(2, _ASKED_MORE * _apart(asked, heading) + _apart(heading, asked)) * _ANOTHER_IDEA
    if asked.kind is heading.kind is Kind.WHAT or {asked.kind, heading.kind} & {Kind.SAME, Kind.DIFFERENCE}:
        strange *= 2
    alike = _MEANING * cosine + _WORDS * max(_common(asked, heading), shared(asked, heading))
    strange += _COMPLEMENT * (asked.denies != heading.denies and asked.kind is heading.kind is Kind.WHEN)
    return alike - strange - _missed(asked, heading) - _unlike(asked, heading)


def turns_round(asked: Questioned, heading: Questioned) -> bool:
    """Whether two questions write other formulas, or share most of their words and one turns the answer of the other round."""
    if shared(asked, heading) >= _MOSTLY:
        return _turned(asked, heading, strictly=False)
    return _other_signs(asked, heading) or _converse(asked, heading)


def beside(asked: Questioned, heading: Questioned, common: float) -> bool:
    """Whether two questions that come near each other speak of the same: no other idea, and this share of words in common."""
    kinds = {asked.kind, heading.kind}
    helps = _unlike(asked, heading) <= _NEAR_KIND or kinds == {Kind.WHAT, Kind.WHETHER}
    alike = helps and not _apart(asked, heading) and not _apart(heading, asked) and not (asked.poles - heading.poles) & _AMOUNTS
    return alike and shared(asked, heading) >= common


def _missed(asked: Questioned, heading: Questioned) -> float:
    """What it costs that the question tells more than the heading."""
    said = {root for root, _ in heading.words}
    terms = {idea.telling for idea in asked.ideas if not idea.by_name}
    missed = sum(root not in said and weight >= _TELLING * asked.rarest for root, weight in asked.rest) + len(terms - said)
    each = 2 * _MISSED if heading.kind is Kind.WHAT else _MISSED
    return each * min(missed, _MOST_MISSED) + _POLE * len(asked.poles ^ heading.poles)


def _unlike(asked: Questioned, heading: Questioned) -> float:
    """What it costs that they ask for different kinds of help."""
    kinds, told = frozenset((asked.kind, heading.kind)), rules()
    if len(kinds) == 1:
        return 0.0
    return _NEAR_KIND if kinds in told.near else _OPPOSED if kinds in told.opposed else _OTHER_KIND


def _apart(one: Questioned, other: Questioned) -> int:
    """How many ideas one question names that the other does not, neither as an idea nor in its words."""
    said = {root for root, _ in other.words}
    named = [idea for idea in one.ideas if not idea.concepts & NEUTRAL]
    return sum(not any(idea.concepts & its.concepts for its in other.ideas) and idea.telling not in said for idea in named)


def shared(asked: Questioned, heading: Questioned) -> float:
    """The share of the weight of words that both questions have."""
    mine, theirs = dict(asked.words), dict(heading.words)
    whole = sum(mine.values()) + sum(theirs.values())
    return 2 * sum(weight for root, weight in mine.items() if root in theirs) / whole if whole else 0.0


def _common(asked: Questioned, heading: Questioned) -> float:
    """The share of the weight of ideas, and of words outside their names, that both questions have."""
    mine, theirs = dict(asked.rest), dict(heading.rest)
    idea = _IDEA * asked.rarest
    shared = 2 * sum(weight for root, weight in mine.items() if root in theirs)
    shared += idea * sum(max((_meets(one, other) for other in heading.ideas), default=0.0) for one in asked.ideas)
    shared += idea * sum(max((_meets(one, other) for other in asked.ideas), default=0.0) for one in heading.ideas)
    whole = sum(mine.values()) + sum(theirs.values()) + idea * (len(asked.ideas) + len(heading.ideas))
    return shared / whole if whole else 0.0


def _meets(one: Named, other: Named) -> float:
    """How far two names are of one idea, 0 to 1."""
    if not one.concepts & other.concepts:
        return 0.0
    if one.roots & other.roots or (one.by_name and other.by_name):
        return 1.0
    return _BY_ANOTHER_NAME if one.by_name or other.by_name else _PART_OF_IT


def _turned(asked: Questioned, heading: Questioned, *, strictly: bool = True) -> bool:
    """Whether something in one of them turns the answer of the other round; `strictly`, a word alone may do it."""
    told = rules()
    # "Why is it never ...?" and "Can it be ...?" have one answer; else "not" makes another question.
    why_not = asked.denies and asked.kind is Kind.WHY and heading.kind is Kind.WHETHER
    either = {Kind.DIFFERENCE, Kind.SAME} & {asked.kind, heading.kind} or asked.kind is heading.kind is Kind.WHEN
    # Loosely, only what says when and how a thing is: "are there vectors that do not turn?" asks what "which ones stay?" asks.
    denial = strictly or asked.kind is heading.kind in (Kind.HOW, Kind.WHICH)
    if asked.denies != heading.denies and not why_not and not either and denial:
        return True
    mine, theirs = asked.poles - heading.poles, heading.poles - asked.poles
    if any(one in mine and other in theirs for one, other in told.rivals) or (strictly and told.strict & (mine | theirs)):
        return True
    return _other_signs(asked, heading) or _converse(asked, heading)


def _other_signs(asked: Questioned, heading: Questioned) -> bool:
    """Whether both write formulas, and not the same: none in common, or the same letters in another order."""
    mine, theirs = set(asked.signs), set(heading.signs)
    if not mine or not theirs or mine == theirs:
        return False
    return not mine & theirs or sorted("".join(asked.signs)) == sorted("".join(heading.signs))


def _converse(asked: Questioned, heading: Questioned) -> bool:
    """Whether two questions that tell one thing of another tell it the other way round."""
    if asked.kind is not heading.kind or asked.kind not in (Kind.WHETHER, Kind.WHAT_IF, Kind.SAME):
        return False
    directed = rules().directed
    verb = directed.search(fold(asked.text))
    if verb is None or not directed.search(fold(heading.text)):
        return False
    theirs = [root for root, _ in heading.words]
    shared = [(weight, root) for root, weight in asked.words if root in theirs and root not in content(words(verb.group()))]
    telling = {root for _, root in sorted(shared, reverse=True)[:2]}
    mine = [root for root, _ in asked.words if root in telling]
    return len(mine) == 2 and mine != [root for root in theirs if root in telling]
