"""Values -> the terminal, through rich: text on the left, what backs it in the margin on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from tutor.concepts.graph import Graph, Misconception
from tutor.library.find import Found
from tutor.library.ingest import SourceReport
from tutor.library.rows import SourceCard
from tutor.library.source import Citation
from tutor.voices.explanation import Claim, Explanation, Standing
from tutor.voices.voice import Layer

if TYPE_CHECKING:
    from tutor.doctor import Finding
    from tutor.learner.mark import Mark
    from tutor.learner.weak_spots import Due, WeakSpot
    from tutor.library.shelf import ShelfReport
    from tutor.maths.answers.judge import Judgement
    from tutor.maths.claims import Claim as TriedClaim
    from tutor.maths.derivations.derivation import Derivation
    from tutor.maths.explain import FormulaExplanation
    from tutor.maths.steps import Solution
    from tutor.questions.question import Question

MARKS = {
    Standing.QUOTED: "“ quoted",
    Standing.PROVED: "✓ proved",
    Standing.TESTED: "✓ tested",
    Standing.UNCHECKED: "○ unchecked",
    Standing.STRUCK: "✗ struck",
}
LAYERS = {
    Layer.ANSWER: "",
    Layer.SIMPLE: "In simple words",
    Layer.PICTURE: "As a picture",
    Layer.FORMAL: "Formally",
    Layer.NUMBERS: "On numbers",
    Layer.MISTAKE: "Take care",
    Layer.BOOKS: "In your books",
}
_GRADES = {"right": "Right.", "wrong": "Not yet.", "unreadable": "I cannot read this.", "noted": "Noted."}


def _grade(console: Console, grade: str, why: str) -> None:
    """The grade in two words, then why; the sentence may begin with those words itself."""
    words = _GRADES[grade]
    rest = why.removeprefix(words).removeprefix(words[:-1]).lstrip(" :,.") or why
    said = "" if rest == "Yes, this is right." else f" {escape(rest[:1].upper() + rest[1:])}"
    console.print(f"[bold]{words}[/bold]{said}")


def explanation(console: Console, e: Explanation) -> None:
    """An answer with its margin, its formulas, and what to read before."""
    if not e.covered:
        console.print("Your library does not cover this.")
        if e.nearest:
            console.print("Nearest in your books: " + ", ".join(escape(t.title) for t in e.nearest))
        _also(console, e)
        return
    for notice in e.notices:
        console.print(f"[dim]{escape(notice)}[/dim]")
    page = Table.grid(padding=(0, 3), expand=True)
    page.add_column(ratio=2)
    page.add_column(ratio=1, style="dim")
    above = ""
    for claim in e.claims:
        if (title := _heading(claim)) != above and title:
            page.add_row(f"[bold]{escape(title)}[/bold]", "")
        above = title
        if claim.asked:
            page.add_row(f"[dim]{escape(claim.asked_line)}[/dim]", "")
        text = f"[strike]{escape(claim.text)}[/strike]" if claim.standing is Standing.STRUCK else escape(claim.text)
        place = claim.citations[0].place if claim.citations else claim.why
        page.add_row(text, f"{MARKS[claim.standing]}\n{escape(place)}\n")
    console.print(page)
    for formula in e.formulas:
        console.print(Padding(f"{escape(formula.latex)}    [dim]{escape(formula.citation.place)}[/dim]", (0, 4)))
    if e.before:
        console.print("Before this: " + ", ".join(escape(c.name) for c in e.before))
    _also(console, e)


def _also(console: Console, e: Explanation) -> None:
    if e.also:
        console.print("Near this: " + " · ".join(escape(question) for question in e.also))


def _heading(claim: Claim) -> str:
    """What stands above a sentence: the idea it is about, or the side it looks from; nothing above what answers at once."""
    if claim.about:
        return claim.about
    return "" if claim.layer is Layer.ANSWER else LAYERS[claim.layer]


def passages(console: Console, found: Iterable[tuple[Found, Citation]]) -> None:
    """Passages, best first, with why each was found."""
    for one, cited in found:
        console.print(f"[bold]{escape(cited.place)}[/bold]  {escape(one.passage.heading)}")
        console.print(Padding(escape(one.passage.text), (0, 2)))
        console.print(Padding(f"[dim]{escape(one.why)}[/dim]", (0, 2)))


def report(console: Console, r: SourceReport) -> None:
    """One file, one line, and a line for everything that went wrong."""
    counts = ", ".join(_count(n, what) for n, what in _counts(r)) if r.id else ""
    console.print(f"[bold]{escape(r.path)}[/bold]  {r.status.value}  {counts}")
    for problem in r.problems:
        console.print(Padding(escape(problem), (0, 2)))


def _counts(r: SourceReport) -> tuple[tuple[int, str], ...]:
    return (r.pages, "page"), (r.sections, "section"), (r.passages, "passage"), (r.formulas, "formula")


def _count(n: int, what: str) -> str:
    """
    >>> _count(1, "page"), _count(2, "formula")
    ('1 page', '2 formulas')
    """
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def booklets(console: Console, reports: Sequence[SourceReport]) -> None:
    """The companion's booklets in one line for all; one that had trouble gets its own."""
    fine = [r for r in reports if r.id and not r.problems]
    for r in reports:
        if r not in fine:
            report(console, r)
    if fine:
        sums = [sum(column) for column in zip(*((n for n, _ in _counts(r)) for r in fine))][1:]
        counts = ", ".join(_count(n, what) for n, what in zip(sums, ("section", "passage", "formula")))
        states = ", ".join(sorted({r.status.value for r in fine}))
        console.print(f"[bold]the companion[/bold]  {states}  {_count(len(fine), 'booklet')}, {counts}")


def books(console: Console, cards: Sequence[SourceCard], companion: frozenset[str] = frozenset()) -> None:
    """The library as a table; the companion is one row, however many booklets it has."""
    ours = [c for c in cards if c.id in companion]
    cards = [c for c in cards if c.id not in companion]
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "title", "kind", "pages", "passages", "formulas", "status"):
        table.add_column(heading, justify="right" if heading in ("pages", "passages", "formulas") else "left")
    for c in cards:
        table.add_row(c.id, escape(c.title), c.kind.value, str(c.pages), str(c.passages), str(c.formulas), c.status.value)
    if ours:
        sums = (str(sum(c.passages for c in ours)), str(sum(c.formulas for c in ours)))
        states = ", ".join(sorted({c.status.value for c in ours}))
        table.add_row("", f"The companion ({_count(len(ours), 'booklet')})", "markdown", str(len(ours)), *sums, states)
    console.print(table)
    for c in cards:
        if c.kind.value == "pdf":
            console.print(f"[dim]{c.id}  {escape(c.meter.sentence)}[/dim]")


def question(console: Console, q: Question, number: int) -> None:
    """A question as one reads it in a terminal."""
    console.print(f"\n[bold]{number}.[/bold] {escape(q.prompt)}   [dim]{q.id}[/dim]")
    for letter, option in zip("abcdef", q.options):
        console.print(f"   {letter}) {escape(option.text)}")


def mark(console: Console, m: Mark) -> None:
    """How an answer fared."""
    _grade(console, m.grade.value, m.why)
    if m.due:
        for step in m.question.solution:
            console.print(Padding(escape(step), (0, 2)))
        console.print(f"[dim]Back for review on {m.due.astimezone():%d %B %Y, %H:%M}.[/dim]")


def formula(console: Console, e: FormulaExplanation) -> None:
    """A formula in layers."""
    if e.name:
        plainly = e.name.whole and e.name.sure
        console.print(f"{'' if plainly else f'{escape(e.naming)} '}[bold]{escape(e.name.name)}[/bold]")
    console.print(f"[dim]read aloud[/dim]  {escape(e.spoken)}")
    console.print(f"[dim]it says[/dim]     {escape(e.meaning)}")
    for one in e.ambiguous:
        console.print(f"[dim]stays open[/dim]  {escape(one.piece)} {escape(one.said)}")
    for s in e.symbols:
        told = s.doubt or {"text": "the text says so", "convention": "as usual"}.get(s.origin.value, "")
        said = ", ".join(filter(None, (s.meaning, " x ".join(s.shape or ()))))
        if said:
            console.print(Padding(f"{escape(s.symbol)}: {escape(said)}  [dim]{told}[/dim]", (0, 2)))
    if e.refuted:
        console.print(f"[bold]It does not hold:[/bold] {escape(e.refuted)}")
    for clash in e.shapes.clashes:
        console.print(f"[bold]{escape(clash.sentence)}[/bold]")
    if e.example:
        given = ", ".join(f"{name} = {value}" for name, value in e.example.given)
        console.print(f"[dim]on numbers[/dim]  {escape(given)}: {escape(e.example.result)}")
    for g in e.grows:
        console.print(Padding(escape(g.sentence), (0, 2)))
    for unread in e.unread:
        console.print(f"[bold]I could not read:[/bold] {escape(unread)}")


def solution(console: Console, s: Solution) -> None:
    """A worked solution: the words, the line of mathematics, and in the margin how it was checked."""
    page = Table.grid(padding=(0, 3), expand=True)
    page.add_column(ratio=2)
    page.add_column(ratio=1, style="dim")
    for step in s.steps:
        page.add_row(f"{escape(step.says)}\n  {escape(step.latex)}", f"✓ {escape(step.checked)}\n")
    console.print(page)
    console.print(f"[bold]Answer:[/bold] {escape(s.answer)}")


def judgement(console: Console, j: Judgement, slip: Misconception | None = None) -> None:
    """How an answer was judged."""
    _grade(console, j.grade.value, j.why)
    if slip is not None:
        console.print(escape(slip.says))


def derivation(console: Console, d: Derivation, graph: Graph) -> None:
    """A derivation line by line, the first that does not follow marked."""
    for number, line in enumerate(d.lines):
        bad = number == d.first_bad
        mark = "✗" if bad else _VERDICTS[line.verdict.value]
        console.print(f"{mark} {'[bold]' if bad else ''}{escape(line.text)}{'[/bold]' if bad else ''}")
    console.print(escape(d.why))
    if d.misconception:
        console.print(escape(graph.misconception(d.misconception).says))


_VERDICTS = {"proved": "✓", "tested": "✓ⁿ", "fails": "✗", "open": "○", "given": "–"}


def tried(console: Console, claims: Sequence[TriedClaim]) -> None:
    """Every claim of a text with what was found."""
    for c in claims:
        console.print(f"{_VERDICTS[c.verdict.value]} [bold]{escape(c.latex)}[/bold]  {escape(c.why)}")
        for symbol, value in c.counterexample:
            console.print(Padding(f"{escape(symbol)} = {escape(value)}", (0, 4)))
    if not claims:
        console.print("There is no equality or inequality in this text to try.")


def due(console: Console, entries: Sequence[Due], graph: Graph) -> None:
    """What is due."""
    for d in entries:
        console.print(f"[bold]{escape(graph.concepts[d.concept].name)}[/bold]  {escape(d.why)}")
    if not entries:
        console.print("Nothing is due.")


def weak(console: Console, spots: Sequence[WeakSpot], graph: Graph) -> None:
    """Weak spots with their evidence, worst first."""
    for w in spots:
        name = graph.concepts[w.concept].name if w.concept in graph.concepts else w.concept
        console.print(f"[bold]{escape(name)}[/bold]")
        for reason in w.reasons:
            console.print(Padding(escape(reason), (0, 2)))
    if not spots:
        console.print("No weak spots.")


def shelf(console: Console, r: ShelfReport) -> None:
    """The index compared with the record."""
    if r.ok:
        console.print(f"The search index agrees with your library: {r.passages} passages of {r.sources} sources.")
    else:
        console.print(
            f"The search index differs from your library: {r.missing} passages missing, "
            f"{r.extra} extra, {r.unreadable} unreadable"
            f"{'; ' + escape(r.problem) if r.problem else ''}. Run: tutor shelf --rebuild"
        )


def finding(console: Console, f: Finding) -> None:
    """One line of the doctor's."""
    console.print(f"{'✓' if f.ok else '✗'} {escape(f.name)}: {escape(f.says)}")
    if not f.ok and f.mend:
        console.print(Padding(f"mend it with:  {escape(f.mend)}", (0, 4)))
