"""Noun phrases in prose with formulas: forwards from a word ("is the slope of ..."), backwards from a symbol ("the slope $m$").

A phrase is a pair (first, last) of token indices, last not included. Where a phrase surely ends is never guessed: an unknown word
at its end is cut off unless a mark or a preposition follows it.
"""

from __future__ import annotations

import re

from tutor.maths.prose import Sort, tokens
from tutor.maths.told.nouns import (
    DETERMINERS,
    INDICES,
    POINTING,
    SOFT,
    STOPS,
    is_adjective,
    is_content,
    is_noun,
    is_plural,
)

_INLINE = re.compile(r"\\\((.+?)\\\)|\$([^$]+)\$")  # a formula in words, however its book sets it apart
_ACTS = re.compile(r"^[a-z]+[^suio]s$")  # may be a verb, adopts, or a plural
_AFTER_TWINS = frozenset([*".,;:)", "", "that", "which", "from", "in", "for", "with"])
_SEEKING = frozenset("find count counts compute determine give counting finding computing determining".split())
_NUMBERS = frozenset("integers numbers primes values ways solutions multiples digits".split())
_AFTER_NUMBER = frozenset([*".,;:)", "", "is", "are", "was", "and", "or", "in", "as"])
PASSAGE = 400  # characters: what is typed in is shorter, and ends where a word does


_NUMBERED = frozenset("term moment derivative order difference column row component coordinate element entry eigenvalue".split())


class NounPhrases:
    """The noun phrases of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)

    def word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) and self.tokens[at].sort is not Sort.SYMBOL else ""

    def forward(self, at: int, plural: bool = False) -> tuple[int, int] | None:
        """The noun phrase that begins at a token, as (first, last); it needs a determiner, or to be plural after "are"."""
        while self.word(at) in SOFT:
            at += 1
        first = at
        if self.word(at) in DETERMINERS:
            at += 1
        elif not plural:
            return None
        core = self.core(at)
        if core == at or (plural and first == at and not self.word(core - 1).endswith(("s", "ces"))):
            return None
        if all(self.word(n) in POINTING or self.tokens[n].sort is Sort.SYMBOL for n in range(at, core)) or self.word(at) == "own":
            return None
        end = self.extended(core)
        if self.word(end) == "-" and self.symbol_at(end + 1) and self.tokens[end + 1].start == self.tokens[end - 1].end + 1:
            return None  # "the frequency-$\\xi$ oscillation"
        return None if self.word(end).isdigit() else (first, end)  # "the value of variable 2"

    def number_of(self, at: int) -> bool:
        """Whether "number of parameters", or of anything else, stands right before a token."""
        return self.word(at - 3) == "number" and self.word(at - 2) == "of" and is_plural(self.word(at - 1))

    def number_before(self, at: int) -> tuple[int, int] | None:
        """ "the number of parameters" before a symbol, as (first, last), where the letter is the number and no parameter.

        None for "count the number of primes $p$" and "the number of ways $n$ can be written".
        """
        first = next((n for n in (at - 4, at - 5) if self.word(n) in DETERMINERS), at - 3)
        sought = self.word(first - 1) in _SEEKING or self.word(at - 1) in _NUMBERS
        return None if sought or self.symbol_at(at + 1) or self.word(at + 1) not in _AFTER_NUMBER else (first, at)

    def core(self, at: int, loose: bool = False) -> int:
        """Where the run of content words from a token ends; it is cut back to a word that surely is a noun."""
        last = at
        while last < len(self.tokens) and last - at < 6 and self.inside(last) and not (last > at and self.parted(last)):
            last += 1
        if self.hyphenated(last):
            return at  # "the model--predicted response"
        if last > at and self.cut_off(last - 1):
            last -= 1
        after = self.word(last)
        closed = last >= len(self.tokens) or after in (
            ".",
            ",",
            ";",
            ")",
            "(",
            ":",
            "and",
            "or",
            "of",
            "that",
            "which",
            "for",
            "in",
            "from",
            "to",
            "with",
            "between",
        )
        if after == "(" and not self.named_thing(last - 1) and not (loose and is_plural(self.word(last - 1))):
            return at  # "a general (discrete) model": the noun comes after the bracket
        if after == "," and self.word(last + 1) and is_adjective(self.word(last + 1)):
            return at  # "a nonempty, closed, convex subset"
        gerund = after == "of" and self.word(last - 1).endswith("ing") and is_noun(self.word(last - 2))  # the factor loading of
        if closed and (gerund or not self.word(last - 1).endswith(("ed", "ing"))) and not is_adjective(self.word(last - 1)):
            return last
        cut = last
        while cut > at and not self.named_thing(cut - 1) and not is_noun(self.word(cut - 1).removesuffix("s")):
            cut -= 1
        if closed and cut == at and is_adjective(self.word(last - 1)):
            return at  # "a convex and differentiable function"
        return cut if cut > at else last if closed else min(at + 1, last) if loose else at

    def twin(self, at: int) -> bool:
        """Whether an "and" between two bare plurals ends the phrase with the second one: "of ones and zeroes"."""
        alike = is_plural(self.word(at - 1)) and is_plural(self.word(at + 1))
        return alike and not self.symbol_at(at + 2) and self.word(at + 2) in _AFTER_TWINS

    def parted(self, at: int) -> bool:
        """Whether a new paragraph begins at a token."""
        if not 0 < at < len(self.tokens):
            return False
        return re.search(r"\n[^\S\n]*\n", self.text[self.tokens[at - 1].end : self.tokens[at].start]) is not None

    def hyphenated(self, at: int) -> bool:
        """Whether a dash without spaces joins the word before a token to the one after it."""
        if not 0 < at < len(self.tokens):
            return False
        end = self.tokens[at - 1].end
        return re.match(r"(?:-{1,2}|–)[A-Za-z]", self.text[end : end + 3]) is not None

    def symbol_at(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].sort is Sort.SYMBOL

    def cut_off(self, at: int) -> bool:
        """Whether a word may be only the beginning of one, at the end of a passage cut out of a page: "a parameter whic"."""
        ended = at == len(self.tokens) - 1 and self.tokens[at].end == len(self.text) >= PASSAGE
        return ended and not is_noun(self.word(at))

    def named_thing(self, at: int) -> bool:
        """Whether a word surely is a noun, or an abbreviation in capitals."""
        token = self.tokens[at]
        spelled = self.text[token.start : token.end]
        return is_noun(token.text) or (len(spelled) > 1 and spelled.isupper() and spelled.isalpha())

    def inside(self, at: int) -> bool:
        token = self.tokens[at]
        if token.sort is Sort.SYMBOL:
            return (
                bool(re.search(r"times|×|\bby\b|\w\s*x\s*\w", token.text))
                and at + 1 < len(self.tokens)
                and self.tokens[at + 1].sort is Sort.WORD
            )
        if self.word(at - 1) == "of" and token.text.endswith("ed") and self.word(at + 1) not in STOPS:
            things = is_plural(self.word(at + 1)) and is_noun(self.word(at + 1).removesuffix("s"))
            if things:
                return True  # the number of estimated parameters
        return token.sort is Sort.WORD and (is_content(token.text) or self.qualifies(at))

    def qualifies(self, at: int) -> bool:
        """Whether an adverb stands before its adjective within a phrase: "continuously differentiable function"."""
        word, after = self.word(at), self.word(at + 1)
        return (
            word.endswith("ly")
            and word not in STOPS | SOFT
            and is_content(after)
            and (is_adjective(after) or after.endswith("ed"))
        )

    def extended(self, at: int) -> int:
        """Past "of the line", "between x and y", "from x to y", "in $R^n$", at most five times."""
        for _ in range(5):
            before, word = at, self.word(at)
            if self.parted(at):
                return at
            if word == "with" and self.word(at + 1) == "respect" and self.symbol_at(at + 3):
                return at + 4  # the derivative with respect to $x$
            if word not in ("of", "between", "from", "in", "for", "to", "on", "at", "over", "per", "except"):
                return at
            after = at + 1
            if after < len(self.tokens) and self.tokens[after].sort is Sort.SYMBOL:
                at = after + 1
                if word == "of" and (things := self.things(at)):
                    at = things  # a bag of $n$ elements, of $m$ independent values
                elif word == "of" and self.word(at) == "and" and at + 1 < len(self.tokens) and self.pairs_with(at + 1):
                    at += 2  # the joint density of $X$ and $Y$
                elif word in ("in", "for", "over", "on") and any(
                    is_plural(self.word(n)) and is_noun(self.word(n).removesuffix("s")) for n in (at, at + 1)
                ):
                    return before  # the successes in $n$ further trials
            elif word in ("of", "between", "from", "to", "per") or self.word(after) in ("the", "a", "an", "each"):
                begun = self.past_determiners(after)
                core = self.core(begun, loose=word == "of")
                if core <= begun or (word not in ("of", "per") and not is_noun(self.word(core - 1))):
                    return at
                if all(self.word(n) in POINTING for n in range(begun, core)):
                    return before  # "the average of the first $b$ values"
                at = core
                if at < len(self.tokens) and self.tokens[at].sort is Sort.SYMBOL and self.numbered(at):
                    at += 1  # of channel $i$
                elif word == "of" and self.word(at) == "and" and self.twin(at):
                    at += 2  # a matrix of ones and zeroes
            elif word in ("for", "in", "on", "at", "except") and is_noun(self.word(after)) and self.numbered(after + 1):
                at = after + 2  # for observation $i$
            elif word == "at" and self.word(after) in ("zero", "infinity"):
                at = after + 1
            else:
                return at
            if word == "between":
                second = self.past_determiners(at + 1)
                end = second + 1 if second < len(self.tokens) and self.tokens[second].sort is Sort.SYMBOL else self.core(second)
                if self.word(at) != "and" and self.word(at - 1).endswith("s"):
                    continue  # between the two points
                if self.word(at) != "and" or end <= second:
                    return before
                at = end
        return at

    def run_of_words(self, at: int) -> int:
        """Where the words of a noun phrase from a token end, which may be at the token."""
        end = at
        while end < len(self.tokens) and self.tokens[end].sort is Sort.WORD and self.inside(end) and not self.parted(end):
            end += 1
        return end

    def things(self, at: int) -> int:
        """Where the things that a letter counts end, "$m$ identically-distributed values"; 0 where that is not sure."""
        end = self.run_of_words(at)
        last = self.word(end - 1)
        told = at < end <= at + 3 and is_plural(last) and (is_noun(last) or is_noun(last.removesuffix("s")))
        described = all(
            is_adjective(word) or word.endswith(("ed", "ing")) or (is_noun(word) and not is_plural(word))
            for word in map(self.word, range(at, end - 1))
        )
        return end if told and described else at + 1 if is_plural(self.word(at)) and is_noun(self.word(at)) else 0

    def numbered(self, at: int) -> bool:
        """Whether a symbol numbers the word before it: "group $g$"."""
        if at >= len(self.tokens) or self.tokens[at].sort is not Sort.SYMBOL or self.tokens[at - 1].sort is not Sort.WORD:
            return False
        return is_noun(self.word(at - 1)) or self.tokens[at].text in INDICES

    def pairs_with(self, at: int) -> bool:
        """Whether a symbol after "and" ends the phrase, "of $X$ and $Y$.", and begins no clause of its own, "and $q$ is"."""
        after = self.word(at + 1)
        related = re.search(r"[=<>]|\\(?:in|leq?|geq?|sim)(?![a-zA-Z])", self.tokens[at].text)
        return (
            self.tokens[at].sort is Sort.SYMBOL
            and related is None
            and (at + 1 >= len(self.tokens) or after in (".", ",", ";", ")", "respectively"))
        )

    def past_determiners(self, at: int) -> int:
        while self.word(at) in DETERMINERS:
            at += 1
        return at

    def backward(self, at: int, deep: bool = True) -> tuple[int, int] | None:
        """The last noun phrase that ends before a token, as (first, last); `deep` lets it hold "of the ..." inside."""
        first = at
        while (
            first > 0
            and at - first < 5
            and self.inside(first - 1)
            and self.tokens[first - 1].sort is Sort.WORD
            and not self.parted(first)
        ):
            first -= 1
        if first == at or not is_noun(self.word(at - 1)):
            return None
        if self.word(first - 1) in DETERMINERS:
            first -= 1
        elif not (deep and self.word(first - 1) == "of"):
            return None
        if deep and self.word(first - 1) == "of":
            outer = self.backward(first - 1)
            return (outer[0], at) if outer else ((first, at) if self.word(first) in DETERMINERS else None)
        plain = all(self.word(n) in POINTING for n in range(first + 1, at))
        return None if plain else (first, at)

    def sure(self, phrase: tuple[int, int]) -> bool:
        """Whether a phrase holds a noun, no word that points past it, and no verb: "the system adopts average energy"."""
        inner = [self.word(n) for n in range(phrase[0] + 1, phrase[1] - 1)]
        if any(
            re.search(r"[^suio]s$", word) and word.islower() and not is_noun(word.removesuffix("s")) and not is_noun(word)
            for word in inner
        ):
            return False
        return any(is_noun(self.word(n)) for n in range(*phrase)) and self.word(phrase[0]) not in (
            "this",
            "these",
            "no",
            "one",
            "two",
            "all",
            "both",
            "another",
        )

    def words(self, first: int, last: int) -> str:
        """The words of a phrase as they stand, without markup and without words that only point."""
        kept = []
        leading = True  # "a cut-off specific function": what stands behind a word of the noun belongs to it
        for n in range(first, last):
            token = self.tokens[n]
            numbered = token.text in ("second", "third") or (token.text in ("first", "last") and self.word(n + 1) in _NUMBERED)
            counted = numbered and n < last - 1 and self.word(n + 1) not in POINTING
            if leading and token.sort is Sort.WORD and token.text in POINTING and n < last - 1 and not counted:
                continue
            leading = n == first and token.sort is Sort.WORD and token.text in DETERMINERS
            said = " ".join(self.text[token.start : token.end].split())
            kept.append(_INLINE.sub(lambda m: f"${(m[1] or m[2]).strip()}$", said))
        if kept and kept[0].lower() in DETERMINERS:
            kept[0] = kept[0].lower()
            if kept[0] in ("a", "an") and len(kept) > 1 and kept[1][0].isalpha():
                kept[0] = (
                    "an"
                    if kept[1][0].lower() in "aeio" and not kept[1].lower().startswith("one")
                    else "a"
                    if kept[1][0].lower() not in "uhn"
                    else kept[0]
                )
        return " ".join(kept)
