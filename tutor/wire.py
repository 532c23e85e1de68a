"""Values -> plain JSON: the one place where the shapes that other programs rely on are written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tutor.concepts.graph import Concept, Graph, Misconception
from tutor.concepts.link import Link
from tutor.library.find import Found
from tutor.library.ingest import SourceReport
from tutor.library.rows import SourceCard
from tutor.library.source import Citation, Formula
from tutor.voices.explanation import Claim, Explanation, Topic

if TYPE_CHECKING:
    from tutor.learner.mark import Mark
    from tutor.learner.weak_spots import Due, WeakSpot
    from tutor.library.shelf import ShelfReport
    from tutor.maths.answers.judge import Judgement
    from tutor.maths.claims import Claim as TriedClaim
    from tutor.maths.derivations.derivation import Derivation
    from tutor.maths.explain import FormulaExplanation
    from tutor.maths.steps import Solution
    from tutor.questions.question import Question

Json = dict[str, object]


def citation(c: Citation) -> Json:
    """A place in a book; `start` and `end` count characters of the page's text (of the file, for Markdown)."""
    return {
        "source": c.source, "title": c.title, "section": list(c.section), "page": c.page, "label": c.label,
        "start": c.start, "end": c.end, "quote": c.quote,
    }  # fmt: skip


def claim(c: Claim) -> Json:
    """A sentence with its standing and what backs it."""
    return {
        "text": c.text,
        "standing": c.standing.value,
        "why": c.why,
        "doubt": c.doubt,
        "layer": c.layer.value,
        "about": c.about,
        "asked": c.asked,
        "citations": [citation(one) for one in c.citations],
    }


def concept(c: Concept) -> Json:
    """An idea of the concept graph."""
    return {"id": c.id, "name": c.name, "area": c.area, "definition": c.definition}


def linked(link: Link, graph: Graph) -> Json:
    """A concept the question is about, why we think so, and what to read before it."""
    before = [{"id": one.id, "name": one.name} for one in graph.before(link.concept.id)]
    return {**concept(link.concept), "score": round(link.score, 3), "why": link.why, "before": before}


def topic(t: Topic) -> Json:
    """Something the library does hold."""
    return {"title": t.title, "source": t.source, "source_title": t.source_title}


def explanation(e: Explanation, graph: Graph) -> Json:
    """What `ask --json` prints."""
    formulas = [{"latex": f.latex, "display": f.display, "sure": f.sure, **citation(f.citation)} for f in e.formulas]
    return {
        "question": e.question,
        "intent": e.intent.value,
        "heard": e.heard,
        "standing": e.standing,
        "claims": [claim(c) for c in e.claims],
        "formulas": formulas,
        "concepts": [linked(link, graph) for link in e.concepts],
        "before": [concept(c) for c in e.before],
        "nearest": [topic(t) for t in e.nearest],
        "check": e.check,
        "also": list(e.also),
        "notices": list(e.notices),
    }


def found(query: str, passages: Iterable[tuple[Found, Citation]]) -> Json:
    """What `find --json` prints."""
    rows = []
    for one, cited in passages:
        place = citation(cited)
        del place["quote"]
        rows.append({**place, "text": one.passage.text, "score": one.score, "why": one.why})
    return {"query": query, "passages": rows}


def report(r: SourceReport, path: str) -> Json:
    """How one file fared."""
    return {
        "path": path, "id": r.id, "title": r.title, "status": r.status.value, "pages": r.pages, "sections": r.sections,
        "passages": r.passages, "formulas": r.formulas, "problems": list(r.problems),
    }  # fmt: skip


def card(c: SourceCard) -> Json:
    """A source in the library."""
    return {
        "id": c.id, "title": c.title, "kind": c.kind.value, "file": c.file, "status": c.status.value, "pages": c.pages,
        "sections": c.sections, "passages": c.passages, "formulas": c.formulas, "problems": list(c.problems),
        "honesty": {"text": round(c.meter.text, 4), "formulas": round(c.meter.formulas, 4), "confirmed": c.meter.confirmed,
                    "unconfirmed": c.meter.unconfirmed, "image_only": c.meter.image_only, "says": c.meter.sentence},
    }  # fmt: skip


def formula_place(f: Formula) -> Json:
    """A formula of a source, where it stands, and how sure we are of it."""
    return {
        "latex": f.latex, "display": f.display, "page": f.page, "start": f.start, "end": f.end, "status": f.status.value,
        "box": list(f.box) if f.box else None, "number": f.number,
    }  # fmt: skip


def question(q: Question, graph: Graph, *, sealed: bool) -> Json:
    """A question; with `sealed` neither the key nor its solution."""
    shown: Json = {
        "id": q.id, "concept": q.concept, "kind": q.kind.value, "prompt": q.prompt, "options": [o.text for o in q.options],
        "difficulty": q.difficulty.value, "minutes": q.minutes,
    }  # fmt: skip
    wrong = {w.misconception for w in q.wrong} | {o.misconception for o in q.options if o.misconception}
    proof = {
        "key_route": q.proof.key_route,
        "check_route": q.proof.check_route,
        "verdict": q.proof.verdict,
        "rejected": q.proof.rejected,
    }
    shown |= {"proof": proof, "misconceptions": [{"id": m, "says": graph.misconception(m).says} for m in sorted(wrong)]}
    return shown if sealed else {**shown, "key": q.key, "key_latex": q.key_latex, "solution": list(q.solution)}


def quiz(seed: int, questions: Sequence[Question], graph: Graph, *, sealed: bool) -> Json:
    """What `quiz --json` prints."""
    return {"seed": seed, "questions": [question(q, graph, sealed=sealed) for q in questions]}


def mark(m: Mark) -> Json:
    """What `mark --json` prints; an unreadable answer gives nothing of the solution away."""
    readable = m.due is not None
    return {
        "question": m.question.id,
        "grade": m.grade.value,
        "why": m.why,
        "misconception": m.misconception,
        "read_as": m.read_as,
        "solution": list(m.question.solution) if readable else None,
        "key": m.question.key if readable else None,
        "due": m.due.isoformat() if m.due else None,
    }


def formula(e: FormulaExplanation) -> Json:
    """What `explain --json` prints."""
    symbols = [
        {
            "symbol": s.symbol,
            "meaning": s.meaning,
            "shape": _size(s.shape),
            "origin": s.origin.value,
            "start": s.start,
            "end": s.end,
            "doubt": s.doubt,
        }
        for s in e.symbols
    ]
    open_places = [
        {"what": a.what, "readings": list(a.readings), "chosen": a.chosen, "neutral": a.neutral, "says": a.said}
        for a in e.ambiguous
    ]
    clashes = [{"says": c.sentence, "start": c.start, "end": c.end} for c in e.shapes.clashes]
    sizes = {name: _size(size) for name, size in e.shapes.symbols}
    example = e.example and {
        "given": dict(e.example.given), "steps": list(e.example.steps), "result": e.example.result, "checked": e.example.checked,
    }  # fmt: skip
    return {
        "latex": e.latex, "spoken": e.spoken, "complete": e.complete, "unread": list(e.unread),
        "ambiguous": open_places,
        "meaning": e.meaning, "symbols": symbols,
        "parts": [{"start": p.start, "end": p.end, "says": p.says, "does": p.does} for p in e.parts],
        "name": e.name.name if e.name and e.name.sure else None,
        "form_of": e.name.name if e.name and not e.name.sure else None,
        "name_of": e.name and {"start": e.name.start, "end": e.name.end, "whole": e.name.whole},
        "refuted": e.refuted or None,
        "shapes": {"symbols": sizes, "result": _size(e.shapes.result), "clashes": clashes},
        "example": example,
        "grows": [{"symbol": g.symbol, "does": g.does, "says": g.sentence, "standing": g.standing} for g in e.grows],
    }  # fmt: skip


def _size(size: Sequence[str] | None) -> list[str] | None:
    return None if size is None else list(size)


def solution(s: Solution) -> Json:
    """What `solve --json` prints."""
    steps = [{"says": step.says, "latex": step.latex, "checked": step.checked} for step in s.steps]
    return {
        "problem": s.problem,
        "topic": s.topic,
        "kind": s.kind,
        "answer": s.answer,
        "answer_latex": s.answer_latex,
        "steps": steps,
    }


def judgement(j: Judgement, slip: Misconception | None = None) -> Json:
    """What `check --json` prints; `misconception` is the slip that makes the wrong answer out of the key, where one does."""
    named = None if slip is None else {"id": slip.id, "says": slip.says}
    return {"grade": j.grade.value, "why": j.why, "misconception": named, "read_as": j.read_as}


def derivation(d: Derivation, graph: Graph) -> Json:
    """What `check --kind derivation --json` prints; `line` counts from 1, null where every line follows."""
    slip = graph.misconception(d.misconception) if d.misconception else None
    unsure = not d.lines or any(line.verdict.value == "open" for line in d.lines)
    grade = "wrong" if d.first_bad is not None else "unreadable" if unsure else "right"
    lines = [
        {"text": one.text, "start": one.start, "end": one.end, "verdict": one.verdict.value, "why": one.why} for one in d.lines
    ]
    named = None if slip is None else {"id": slip.id, "says": slip.says}
    bad = None if d.first_bad is None else d.first_bad + 1
    return {"grade": grade, "why": d.why, "misconception": named, "line": bad, "lines": lines}


def tried(claims: Sequence[TriedClaim]) -> Json:
    """What `claims --json` prints."""
    rows = [
        {
            "latex": c.latex,
            "start": c.start,
            "end": c.end,
            "sign": c.sign,
            "verdict": c.verdict.value,
            "why": c.why,
            "book": c.book,
            "computed": c.computed,
            "counterexample": [{"symbol": symbol, "value": value} for symbol, value in c.counterexample],
            "instances": c.instances,
        }
        for c in claims
    ]
    return {"claims": rows}


def due(d: Due, graph: Graph) -> Json:
    """One concept that is due."""
    return {
        "concept": d.concept, "name": graph.concepts[d.concept].name, "due": d.due.isoformat(), "recall": round(d.recall, 3),
        "overdue_days": round(d.overdue_days, 2), "why": d.why,
    }  # fmt: skip


def weak_spot(w: WeakSpot, graph: Graph) -> Json:
    """One weak spot with its evidence."""
    met = [
        {"id": m.id, "says": graph.misconception(m.id).says, "times": m.times, "last": m.last.isoformat()}
        for m in w.misconceptions
    ]
    name = graph.concepts[w.concept].name if w.concept in graph.concepts else w.concept
    return {
        "concept": w.concept, "name": name, "score": round(w.score, 3), "recall": round(w.recall, 3), "misses": w.misses,
        "last_wrong": w.last_wrong.isoformat(), "misconceptions": met, "reasons": list(w.reasons),
    }  # fmt: skip


def shelf(r: ShelfReport) -> Json:
    """The index compared with the record."""
    return {
        "ok": r.ok, "sources": r.sources, "passages": r.passages, "missing": r.missing, "extra": r.extra,
        "unreadable": r.unreadable, "probes": r.probes, "probes_right": r.probes_right, "problem": r.problem,
    }  # fmt: skip
