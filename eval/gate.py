r"""The gate under lies: `python -m eval gate`.

Twelve thousand drafts, made from the bundled chapters and from short templates in a fixed order. Every altered draft is proved
to be one before it counts: its words do not stand in the passage, or what was left out of them stands in the sentence they were
cut from.
A lie that is shown as quoted, proved or tested is a wrong accept; an honest draft that is not is a loss.
"""

from __future__ import annotations

import importlib.resources
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from eval import figures
from eval.gate_words import AROUND, CLAUSES, FACTS, HEDGES, POLES, TAILS
from tutor import DraftSentence, Tutor

if TYPE_CHECKING:
    from tutor.verbs.gate import Gate

MANY = 12_000
CHECKED = ("quoted", "proved", "tested")


@dataclass(frozen=True, slots=True)
class Case:
    """One draft with the passages it is judged against; `honest` says what should become of it."""

    kind: str
    honest: bool
    passages: dict[str, str]
    sentence: DraftSentence


@dataclass(frozen=True, slots=True)
class Row:
    """How the drafts of one kind fared."""

    kind: str
    honest: bool
    many: int
    shown: int
    standings: tuple[tuple[str, int], ...]
    slips: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    passages: tuple[str, ...]
    sentences: tuple[tuple[int, str], ...]  # number of the passage, a whole sentence of it


def book() -> _Book:
    """The bundled chapters in passages of about a thousand letters, and their plain sentences."""
    folder = importlib.resources.files("corpus").joinpath("chapters")
    passages: list[str] = []
    for chapter in sorted(folder.iterdir(), key=lambda path: path.name):
        text = re.sub(r"<!--.*?-->", "", chapter.read_text(encoding="utf-8"), flags=re.DOTALL)
        for section in re.split(r"(?m)^(?=#{2,3} )", text):
            if not re.match(r"#+ .*(?:mistake|xercise)", section):
                passages += [part.strip() for part in re.split(r"(?:\n\n(?=\*\*))", section) if len(part.strip()) > 80]
    found = []
    for n, passage in enumerate(passages):
        for block in re.split(r"\n\s*\n", passage):
            if re.match(r"\s*(?:#|[-*+|>$`]|\d+[.)])(?!\*)", block):
                continue
            for sentence in re.split(r"(?<=[.!?])(?:\*\*)?\s+(?=[A-Z$])", re.sub(r"^\*\*[^*]*\*\*\s*", "", block.strip())):
                if (
                    re.fullmatch(r"[A-Z][^|#`]{25,260}[.]", sentence, re.DOTALL)
                    and sentence.count("$") % 2 == 0
                    and passage.count(sentence) == 1
                ):
                    found.append((n, sentence))
    return _Book(tuple(passages), tuple(found))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _absent(quote: str, passage: str) -> bool:
    return _flat(quote) not in _flat(passage)


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


class _Maker:
    """Makes drafts of each kind; a maker gives None where its draw cannot be proved to be what it should be."""

    def __init__(self, source: _Book, rng: random.Random) -> None:
        self._book, self._rng = source, rng

    def _pick(self) -> tuple[str, str]:
        n, sentence = self._rng.choice(self._book.sentences)
        return self._book.passages[n], sentence

    def _case(self, kind: str, honest: bool, passage: str, quote: str, text: str | None = None, name: str = "p") -> Case:
        said = quote if text is None else text
        return Case(kind, honest, {"p": passage, "q": self._book.passages[0]}, DraftSentence(said, quote, name))

    def _altered(self, kind: str, passage: str, before: str, after: str) -> Case | None:
        return self._case(kind, False, passage, after) if before != after and _absent(after, passage) else None

    # -- lies ----------------------------------------------------------------------------------------------------------
    def made_up_id(self) -> Case | None:
        passage, sentence = self._pick()
        return self._case("made-up passage id", False, passage, sentence, name=f"p{self._rng.randrange(10**6)}")

    def wrong_passage(self) -> Case | None:
        _, sentence = self._pick()
        other = self._rng.choice(self._book.passages)
        return self._case("another passage", False, other, sentence) if _absent(sentence, other) else None

    def mid_word(self) -> Case | None:
        passage, sentence = self._pick()
        inside = [
            m.start() + self._rng.randrange(1, len(m.group()))
            for m in re.finditer(r"[A-Za-z]{4,}", re.sub(r"\$[^$]*\$", lambda f: "$" * len(f.group()), sentence))
        ]
        if not inside:
            return None
        at = self._rng.choice(inside)
        quote = sentence[at:] if self._rng.random() < 0.5 else sentence[:at]
        whole = re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", passage)
        return self._case("cut inside a word", False, passage, quote) if len(quote) > 3 and not whole else None

    def mid_number(self) -> Case | None:
        n = f"{self._rng.randrange(10, 99)}.{self._rng.randrange(10, 99)}"
        fact, unit, _ = self._rng.choice(FACTS)
        sentence = fact.format(n=n)
        at = sentence.index(n) + self._rng.choice([1, 2, 3, 4, len(n)])
        quote = sentence[:at] if self._rng.random() < 0.6 or at >= sentence.index(n) + len(n) else sentence[at:]
        return self._case(
            "cut inside a number or before its unit", False, f"{self._pick()[0]}\n\n{sentence} {unit.title()} are units.", quote
        )

    def mid_formula(self) -> Case | None:
        passage, sentence = self._pick()
        formulas = list(re.finditer(r"\$[^$]{4,}\$", sentence))
        if not formulas:
            return None
        formula = self._rng.choice(formulas)
        at = self._rng.randrange(formula.start() + 1, formula.end() - 1)
        return self._case("cut inside a formula", False, passage, sentence[:at] if self._rng.random() < 0.5 else sentence[at:])

    def lost_lead(self) -> Case | None:
        _, sentence = self._pick()
        kept = _lowered(sentence)
        whole = self._rng.choice(HEDGES).format(kept)
        return self._case("lost “it is a mistake to think that” and its kin", False, f"{whole} {self._other(sentence)}", kept)

    def lost_tail(self) -> Case | None:
        _, sentence = self._pick()
        kept = sentence.rstrip(".")
        whole = self._rng.choice(TAILS).format(kept)
        return self._case("lost condition behind", False, f"{whole} {self._other(sentence)}", kept)

    def lost_around(self) -> Case | None:
        _, sentence = self._pick()
        return self._case(
            "taken back in the sentence before or after", False, self._rng.choice(AROUND).format(sentence), sentence
        )

    def own_condition(self) -> Case | None:
        """A sentence of the book that begins with a condition, without it."""
        passage, sentence = self._pick()
        found = re.match(
            r"(?:If|When|For|Unless|Suppose|In|Whenever|Without|Once|Under|With|Only)\b[^,$]{3,80}, (?:then )?", sentence
        )
        return self._case("the book's own condition lost", False, passage, sentence[found.end() :]) if found else None

    def own_condition_behind(self) -> Case | None:
        passage, sentence = self._pick()
        found = re.search(
            r",? (?:if|when|unless|only|except|whenever|provided|but|or)\b",
            re.sub(r"\$[^$]*\$", lambda f: "x" * len(f.group()), sentence),
        )
        return (
            self._case("the book's own condition behind lost", False, passage, sentence[: found.start()])
            if found and found.start() > 8
            else None
        )

    def _other(self, sentence: str) -> str:
        _, other = self._pick()
        return other if other != sentence else ""

    def sign(self) -> Case | None:
        passage, sentence = self._pick()
        spots = [
            m.start()
            for f in re.finditer(r"\$[^$]+\$", sentence)
            for m in re.finditer(r"(?<=[ \w)}])[-+](?=[ \w(\\])", sentence)
            if f.start() < m.start() < f.end()
        ]
        if not spots:
            return None
        at = self._rng.choice(spots)
        return self._altered(
            "a sign turned", passage, sentence, sentence[:at] + ("-" if sentence[at] == "+" else "+") + sentence[at + 1 :]
        )

    def negation(self) -> Case | None:
        passage, sentence = self._pick()
        if found := re.search(r"\b(?:not|never|no)\s", sentence):
            return self._altered(
                "a negation taken out or put in", passage, sentence, sentence[: found.start()] + sentence[found.end() :]
            )
        return self._altered(
            "a negation taken out or put in",
            passage,
            sentence,
            re.sub(r"\b(is|are|has|can|must|may)\b", r"\1 not", sentence, count=1),
        )

    def pole(self) -> Case | None:
        passage, sentence = self._pick()
        return self._altered("a word turned into its opposite", passage, sentence, self._turned(sentence))

    def _turned(self, sentence: str) -> str:
        for one, other in self._rng.sample(POLES, len(POLES)):
            for a, b in ((one, other), (other, one)):
                if re.search(rf"\b{a}\b", sentence):
                    return re.sub(rf"\b{a}\b", b, sentence, count=1)
        return sentence

    def number(self) -> Case | None:
        passage, sentence = self._pick()
        return self._altered("a number changed", passage, sentence, self._renumbered(sentence))

    def _renumbered(self, sentence: str) -> str:
        found = list(re.finditer(r"\d+", sentence))
        if not found:
            return sentence
        one = self._rng.choice(found)
        return sentence[: one.start()] + str(int(one.group()) + self._rng.randrange(1, 9)) + sentence[one.end() :]

    def relation(self) -> Case | None:
        passage, sentence = self._pick()
        for a, b in ((r"\le", r"\ge"), (r"\ge", r"\le"), ("=", r"\ne"), (r"\cdot", "+"), ("<", ">"), (r"\mid", ",")):
            if re.search(re.escape(a) + r"(?![A-Za-z])", sentence):
                return self._altered("an operator changed", passage, sentence, sentence.replace(a, b, 1))
        return None

    def unit(self) -> Case | None:
        fact, unit, other = self._rng.choice(FACTS)
        sentence = fact.format(n=self._rng.randrange(2, 90))
        return self._altered(
            "a unit changed", f"{self._pick()[0]}\n\n{sentence}", sentence, sentence.replace(f" {unit}", f" {other}")
        )

    def glued(self) -> Case | None:
        passage, one = self._pick()
        same = [s for n, s in self._book.sentences if self._book.passages[n] == passage and s != one]
        if not same:
            return None
        a, b = one.split(), self._rng.choice(same).split()
        return self._altered("two sentences glued", passage, one, " ".join(a[: len(a) // 2] + b[len(b) // 2 :]))

    def skipped(self) -> Case | None:
        passage, sentence = self._pick()
        words = sentence.split()
        if len(words) < 8:
            return None
        at = self._rng.randrange(2, len(words) - 3)
        return self._altered(
            "words left out in the middle",
            passage,
            sentence,
            " ".join(words[:at] + self._rng.choice([[], ["..."], ["[…]"]]) + words[at + 2 :]),
        )

    def look_alike(self) -> Case | None:
        passage, sentence = self._pick()
        return self._altered("a letter of another alphabet", passage, sentence, sentence.replace("a", "\u0430", 1))

    def paraphrase(self) -> Case | None:
        passage, sentence = self._pick()
        said = self._rng.choice([self._turned, self._renumbered])(sentence)
        return (
            self._case("a turned paraphrase of a true quote", False, passage, sentence, said)
            if _flat(said) != _flat(sentence)
            else None
        )

    def equality(self) -> Case | None:
        a, b = self._rng.randrange(2, 60), self._rng.randrange(2, 60)
        c = a * b + self._rng.randrange(1, 9)
        wrong = self._rng.choice(
            [
                f"${a} \\cdot {b} = {c}$.", f"{a} * {b} = {c}.", f"Hence ${a} + {b} = {a + b + 1}$.",
                f"$(x + {a})^2 = x^2 + {a * a}$.",
                f"The determinant of [[{a}, 1], [1, {b}]] is {a * b}.", f"The trace of [[{a}, 1], [1, {b}]] is {a + b + 1}.",
                f"The rank of [[1, {a}], [2, {2 * a}]] is 2.", f"The derivative of x^{a} is {a + 1} x^{a - 1}.",
                f"$1 = 1 \\text{{ and }} {a} = {b + 60}$.", f"$1 = 1$ and every matrix has rank {a}.", f"${a} < {a}$.",
            ]
        )  # fmt: skip
        return Case("a false computation", False, {"p": self._pick()[0]}, DraftSentence(wrong))

    # -- honest drafts -------------------------------------------------------------------------------------------------
    def whole(self) -> Case | None:
        return self._case("a whole sentence", True, *self._pick())

    def unstopped(self) -> Case | None:
        passage, sentence = self._pick()
        return self._case("a whole sentence without its stop", True, passage, sentence.rstrip("."))

    def neighbours(self) -> Case | None:
        passage, sentence = self._pick()
        at = passage.index(sentence) + len(sentence)
        after = next(
            (s for n, s in self._book.sentences if self._book.passages[n] == passage and passage.startswith(" " + s, at)), None
        )
        return self._case("two sentences side by side", True, passage, f"{sentence} {after}") if after else None

    def broken_line(self) -> Case | None:
        passage, sentence = self._pick()
        printed = re.sub(r"(?<=[a-z,]) (?=[a-z])", lambda _: self._rng.choice([" ", "\n", "  "]), sentence)
        return self._case("lines broken elsewhere", True, passage.replace(sentence, printed), sentence)

    def hyphen(self) -> Case | None:
        passage, sentence = self._pick()
        prose = re.sub(r"\$[^$]*\$", lambda f: "$" * len(f.group()), sentence)
        words = list(re.finditer(r"(?<![\w\\$])[a-z]{7,}(?![\w$])", prose))
        if not words:
            return None
        at = (word := self._rng.choice(words)).start() + self._rng.randrange(3, len(word.group()) - 3)
        return self._case(
            "a hyphen at the end of a line", True, passage.replace(sentence, f"{sentence[:at]}-\n{sentence[at:]}"), sentence
        )

    def ligature(self) -> Case | None:
        passage, sentence = self._pick()
        prose = re.split(r"(\$[^$]*\$)", sentence)
        printed = "".join(
            p
            if p.startswith("$")
            else p.replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("ff", "\ufb00").replace("fl", "\ufb02")
            for p in prose
        )
        return self._case("ligatures", True, passage.replace(sentence, printed), sentence) if printed != sentence else None

    def curly(self) -> Case | None:
        passage, sentence = self._pick()
        return (
            self._case("curved apostrophes", True, passage.replace(sentence, sentence.replace("'", "’")), sentence)
            if "'" in sentence
            else None
        )

    def clause(self) -> Case | None:
        _, sentence = self._pick()
        if re.search(r"\b(?:if|when|or|not|no|only|some|may|would|which|where|for)\b|[,;:(]", sentence, re.IGNORECASE):
            return None
        frame = self._rng.choice(CLAUSES)
        kept = sentence.rstrip(".") if frame.startswith("{}") else _lowered(sentence)
        if frame.startswith("The columns span") and not frame.endswith("; {}"):
            kept = frame.split(", ", 1)[1].format(kept)
            return self._case("a fair cut at a clause", True, f"The columns span the plane, {kept}", kept)
        return self._case("a fair cut at a clause", True, frame.format(kept), kept)

    def computed(self) -> Case | None:
        a, b = self._rng.randrange(2, 60), self._rng.randrange(2, 60)
        right = self._rng.choice(
            [
                f"${a} \\cdot {b} = {a * b}$.", f"Hence ${a} + {b} = {a + b}$.", f"$(x + {a})^2 = x^2 + {2 * a}x + {a * a}$.",
                f"The determinant of [[{a}, 1], [1, {b}]] is {a * b - 1}.", f"The trace of [[{a}, 1], [1, {b}]] is {a + b}.",
                f"The rank of [[1, {a}], [2, {2 * a}]] is 1.", f"The derivative of x^{a} is {a} x^{a - 1}.",
            ]
        )  # fmt: skip
        return Case("a true computation", True, {"p": self._pick()[0]}, DraftSentence(right))


LIES: tuple[tuple[str, int], ...] = (
    ("made_up_id", 300), ("wrong_passage", 400), ("mid_word", 700), ("mid_number", 500), ("mid_formula", 500), ("lost_lead", 900),
    ("lost_tail", 700), ("lost_around", 600), ("own_condition", 200), ("own_condition_behind", 200), ("sign", 300),
    ("negation", 500),
    ("pole", 500), ("number", 400), ("relation", 300), ("unit", 200), ("glued", 400), ("skipped", 400), ("look_alike", 100),
    ("paraphrase", 400), ("equality", 300),
)  # fmt: skip
HONEST: tuple[tuple[str, int], ...] = (
    ("whole", 400), ("unstopped", 100), ("neighbours", 100), ("broken_line", 150), ("hyphen", 150), ("ligature", 100),
    ("curly", 20),
    ("clause", 100), ("computed", 80),
)  # fmt: skip


def cases(many: int = MANY, seed: int = 20261121) -> Iterator[Case]:
    """About `many` drafts, the same for the same seed, each kind in its share."""
    rng = random.Random(seed)
    maker = _Maker(book(), rng)
    share = many / sum(n for _, n in (*LIES, *HONEST))
    for name, n in (*LIES, *HONEST):
        make: Callable[[], Case | None] = getattr(maker, name)
        left = max(1, round(n * share))
        for _ in range(200 * left):
            if left and (case := make()) is not None:
                left -= 1
                yield case


def judge_all(gate: Gate, many: int = MANY, seed: int = 20261121) -> list[Row]:
    """Every draft judged, by kind."""
    rows: dict[str, tuple[bool, Counter[str], list[Case]]] = {}
    for case in cases(many, seed):
        (claim,) = gate.verify(case.passages, [case.sentence])
        honest, standings, slips = rows.setdefault(case.kind, (case.honest, Counter(), []))
        standings[claim.standing.value] += 1
        if (claim.standing.value in CHECKED) != honest:
            slips.append(case)
    return [
        Row(kind, honest, standings.total(), sum(standings[s] for s in CHECKED), tuple(sorted(standings.items())), tuple(slips))
        for kind, (honest, standings, slips) in rows.items()
    ]


def main(gate: Gate | None = None) -> None:
    """Print the table, wrong accepts in full."""
    rows = judge_all(gate or cast("Gate", Tutor()))
    print(f"{'kind':<48} {'drafts':>6} {'shown as checked':>16}   standings")
    for row in rows:
        print(f"{row.kind:<48} {row.many:>6} {row.shown:>16}   {', '.join(f'{n} {s}' for s, n in row.standings)}")
        for case in row.slips[:3]:
            print(f"    {'lost' if row.honest else 'ACCEPTED'}: {_flat(case.sentence.text)[:150]}")
    lies, honest = [r for r in rows if not r.honest], [r for r in rows if r.honest]
    kept, drafts = sum(r.shown for r in honest), sum(r.many for r in honest)
    figures.share("gate", "altered drafts shown as checked", sum(r.shown for r in lies), sum(r.many for r in lies), more=False)
    figures.share("gate", "honest drafts kept", kept, drafts)
    print(f"{sum(r.many for r in lies)} altered drafts: {sum(r.shown for r in lies)} shown as checked")
    print(f"{drafts} honest drafts: {kept} shown as checked ({kept / drafts:.1%})")


if __name__ == "__main__":
    main()
