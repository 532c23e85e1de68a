"""Bayes' rule: the four cases a condition and a result make, and every question that can be asked of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.solution import Check, Ledger, Solution

MOST_TESTS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: form "given" P(condition | result), "both", "result" P(result), or "rate" P(result | condition).

    `holds`: the condition holds; `positive`: the result is positive; `tests`: how many independent tests end so.
    """

    form: str = "given"
    holds: bool = True
    positive: bool = True
    odds: bool = False
    tests: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """Prior, sensitivity and false positive rate, and how condition and result are called: D and +, or A and B."""

    prior: Fraction
    hit: Fraction
    alarm: Fraction
    events: tuple[str, str] = ("D", "+")

    def __post_init__(self) -> None:
        names = ("The prior", "The sensitivity", "The false positive rate")
        if self.events != ("D", "+"):
            a, b = self.events
            names = (f"P({a})", f"P({b}|{a})", f"P({b}|not {a})")
        for value, what in zip((self.prior, self.hit, self.alarm), names, strict=True):
            if not 0 <= value <= 1:
                raise Unreadable(f"{what} is {write.plain(value)}, and a probability lies between 0 and 1 — check the numbers.")

    def condition(self, holds: bool) -> str:
        return self.events[0] if holds else rf"\bar {self.events[0]}"

    def result(self, wanted: Wanted) -> str:
        if self.events == ("D", "+"):
            return (", ".join("+" * wanted.tests) if wanted.positive else ", ".join("-" * wanted.tests)) or "+"
        return self.events[1] if wanted.positive else rf"\bar {self.events[1]}"

    def spoken(self, holds: bool) -> str:
        """Those of one case, in words."""
        if self.events == ("D", "+"):
            return "those who have the condition" if holds else "those who do not have the condition"
        return f"the cases in which ${self.events[0]}$ {'happens' if holds else 'does not happen'}"

    def spoken_result(self, wanted: Wanted) -> str:
        if self.events == ("D", "+"):
            often = {1: "", 2: " twice"}.get(wanted.tests, f" {wanted.tests} times")
            return f"test {'positive' if wanted.positive else 'negative'}{often}"
        return f"${self.events[1]}$ {'happens' if wanted.positive else 'does not happen'}"


def answer(ledger: Ledger, told: Told, wanted: Wanted) -> Solution:
    """The answer to just the question that was asked."""
    if not 1 <= wanted.tests <= MOST_TESTS:
        raise Unreadable(f"I work out 1 to {MOST_TESTS} tests in a row — ask for fewer.")
    if wanted.form in ("rate", "both"):
        _write_down(ledger, told, wanted)
        return (_rate if wanted.form == "rate" else _case)(ledger, told, wanted)
    return _given(ledger, told, wanted)


def _chance(told: Told, wanted: Wanted, holds: bool) -> Fraction:
    one = told.hit if holds else told.alarm
    return (one if wanted.positive else 1 - one) ** wanted.tests


def _crowd(told: Told, wanted: Wanted) -> tuple[int, Fraction, Fraction]:
    """A crowd in which all counts are whole, and how many of it have condition and result, or the result alone."""
    hit, alarm = (_chance(told, wanted, holds) for holds in (True, False))
    size = math.lcm(told.prior.denominator * hit.denominator, told.prior.denominator * alarm.denominator)
    return size, size * told.prior * hit, size * (1 - told.prior) * alarm


def _case_tex(told: Told, wanted: Wanted, holds: bool) -> str:
    prior = told.prior if holds else 1 - told.prior
    chance = _chance(told, wanted, holds)
    d, r = told.condition(holds), told.result(wanted)
    return rf"P({d})\, P({r} \mid {d}) = {write.tex(prior)} \cdot {write.tex(chance)} = {write.tex(prior * chance)}"


def _write_down(ledger: Ledger, told: Told, wanted: Wanted) -> None:
    """All that is known, and which of it the question needs."""
    d, n, r = told.condition(True), told.condition(False), told.result(Wanted())
    rates = rf"P({r} \mid {d}) = {write.tex(told.hit)},\quad P({r} \mid {n}) = {write.tex(told.alarm)}"
    latex = rf"P({d}) = {write.tex(told.prior)},\quad {rates}"
    back = check.equal(told.prior + (1 - told.prior), Fraction(1), "with and without the condition it adds up to one")
    needed = rf"$P({r} \mid {told.condition(wanted.holds)})$"
    needed = f"$P({d})$ and {needed}" if wanted.form == "both" else needed
    ledger.step(f"Write down what is known; this question needs only {needed}.", latex, back)


def _several(ledger: Ledger, told: Told, wanted: Wanted) -> None:
    """What several tests in a row take for granted."""
    if wanted.tests == 1:
        return
    shown = []
    for holds in (True, False):
        one = _chance(told, Wanted(positive=wanted.positive), holds)
        shown.append(rf"{write.raised(one)}^{wanted.tests} = {write.tex(_chance(told, wanted, holds))}")
    again = all(
        math.prod([_chance(told, Wanted(positive=wanted.positive), holds)] * wanted.tests) == _chance(told, wanted, holds)
        for holds in (True, False)
    )
    says = "Take the tests to err independently of each other: their chances multiply, with the condition and without it."
    ledger.step(says, r",\quad ".join(shown), Check(again, "multiplied out one test after the other"))


def _begin(ledger: Ledger, told: Told, wanted: Wanted, holds: bool) -> Fraction:
    """One of the two cases with this result, checked by counting heads."""
    size, ill, well = _crowd(told, wanted)
    prior = told.prior if holds else 1 - told.prior
    value = prior * _chance(told, wanted, holds)
    heads = ill if holds else well
    says = f"Take {told.spoken(holds)} and {told.spoken_result(wanted)}: multiply the two chances."
    if told.events != ("D", "+"):
        says = f"Take {told.spoken(holds)} and {told.spoken_result(wanted)}: multiply."
    counted = check.equal(value * size, heads, f"counted in a crowd of {size}: {heads}")
    ledger.step(says, _case_tex(told, wanted, holds), counted)
    return value


def _case(ledger: Ledger, told: Told, wanted: Wanted) -> Solution:
    """P(condition and result)."""
    _several(ledger, told, wanted)
    value = _begin(ledger, told, wanted, wanted.holds)
    prior = told.prior if wanted.holds else 1 - told.prior
    rest = prior * (1 - _chance(told, wanted, wanted.holds))
    typed = check.number_back(write.plain(value))
    how = check.equal(typed, prior - rest, "second route: what is left when those with another result are taken away")
    latex = rf"P({told.condition(wanted.holds)} \cap {told.result(wanted)}) = {write.tex(value)}{write.about(value)}"
    says = "This is the chance that both are true together; nothing is divided, because nothing is known yet."
    return ledger.conclude("number", write.plain(value), latex, how, says=says)


def _rate(ledger: Ledger, told: Told, wanted: Wanted) -> Solution:
    """P(result | condition): one of the numbers told, or one minus it."""
    value = _chance(told, wanted, wanted.holds)
    d, r = told.condition(wanted.holds), told.result(wanted)
    size, ill, well = _crowd(told, wanted)
    group = size * (told.prior if wanted.holds else 1 - told.prior)
    heads = ill if wanted.holds else well
    latex = rf"P({r} \mid {d}) = {write.tex(value)}{write.about(value)}"
    if group:
        counted = check.equal(heads / group, value, f"counted: {heads} of {group}")
        says = f"Look only at {told.spoken(wanted.holds)}: this share of them {told.spoken_result(wanted)}."
        ledger.step(says if told.events == ("D", "+") else f"Look only at {told.spoken(wanted.holds)}.", latex, counted)
    all_in = (told.prior if wanted.holds else 1 - told.prior) * value
    among = rf"P({d} \cap {r}) = {write.tex(all_in)}{write.about(all_in)}"
    share = check.equal(all_in * size, heads, f"counted in a crowd of {size}: {heads}")
    ledger.step("Among all, the condition or its absence counted in, it is another number: this one.", among, share)
    typed = check.equal(check.number_back(write.plain(value)), value, "second route: the typed answer, read back, is that number")
    return ledger.conclude("number", write.plain(value), latex, typed, says="So the rate that was asked for is this.")


def _given(ledger: Ledger, told: Told, wanted: Wanted) -> Solution:
    """P(result) by total probability, and from it P(condition | result)."""
    _several(ledger, told, wanted)
    first, second = (_begin(ledger, told, wanted, holds) for holds in (True, False))
    total = first + second
    r = told.result(wanted)
    others = told.prior * (1 - _chance(told, wanted, True)) + (1 - told.prior) * (1 - _chance(told, wanted, False))
    latex = rf"P({r}) = {write.tex(first)} + {write.tex(second)} = {write.tex(total)}{write.about(total)}"
    added = check.equal(total + others, Fraction(1), "with every other result it adds up to one")
    size, ill, well = _crowd(told, wanted)
    if wanted.form == "result":
        heads = check.equal(
            check.number_back(write.plain(total)) * size, ill + well, f"second route: counted, {ill + well} of {size} people"
        )
        return ledger.conclude(
            "number", write.plain(total), latex, added, heads, says="Add both ways to get this result (total probability)."
        )
    if not total:
        raise Unreadable("With these numbers this test result never occurs, so there is nothing to condition on — check them.")
    ledger.step("Add both ways to get this result (total probability).", latex, added)
    return _odds(ledger, told, wanted, first, second) if wanted.odds else _posterior(ledger, told, wanted, first, second)


def _posterior(ledger: Ledger, told: Told, wanted: Wanted, first: Fraction, second: Fraction) -> Solution:
    part = first if wanted.holds else second
    result = part / (first + second)
    size, ill, well = _crowd(told, wanted)
    heads = ill if wanted.holds else well
    text = write.plain(result)
    how = check.equal(
        check.number_back(text),
        heads / (ill + well),
        f"second route: counting heads in a crowd of {size}, {heads} of {ill + well}",
    )
    d, r = told.condition(wanted.holds), told.result(wanted)
    latex = (
        rf"P({d} \mid {r}) = \frac{{{write.tex(part)}}}{{{write.tex(first + second)}}} = {write.tex(result)}{write.about(result)}"
    )
    says = "Divide: the share of these among all with this result (Bayes)."
    return ledger.conclude("number", text, latex, how, says=says)


def _odds(ledger: Ledger, told: Told, wanted: Wanted, first: Fraction, second: Fraction) -> Solution:
    """The odds for the condition, or against it, once the result is known."""
    up, down = (first, second) if wanted.holds else (second, first)
    if not down:
        raise Unreadable("With this result it is certain, so there are no odds — ask for the probability.")
    ratio = up / down
    _size, ill, well = _crowd(told, wanted)
    counted = check.equal(
        ratio, ill / well if wanted.holds else well / ill, "second route: heads on one side against heads on the other"
    )
    text = f"{ratio.numerator}:{ratio.denominator}"
    d, n, r = told.condition(wanted.holds), told.condition(not wanted.holds), told.result(wanted)
    latex = (
        rf"\frac{{P({d} \mid {r})}}{{P({n} \mid {r})}} = \frac{{{write.tex(up)}}}{{{write.tex(down)}}} "
        rf"= {ratio.numerator} : {ratio.denominator}"
    )
    says = "Odds compare the two cases with each other instead of with their sum."
    return ledger.conclude("words", text, latex, counted, says=says)
