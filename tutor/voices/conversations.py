"""Conversations kept on disk: what was asked and what was answered, with every standing and every place.

Law of this file: what was shown is kept as it was shown; opening an old conversation asks nothing again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutor.concepts.graph import Graph
from tutor.concepts.link import Link
from tutor.errors import InputError
from tutor.library.source import Citation, SourceKind
from tutor.library.transaction import connection, writing
from tutor.voices.explanation import Claim, Explanation, FormulaCard, Standing, Topic
from tutor.voices.voice import Intent, Layer, Usage

_LONGEST_TITLE = 80
_AS_IT_WAS = " (as it was)"
_MARKS = {
    Standing.QUOTED: "quoted",
    Standing.PROVED: "proved",
    Standing.TESTED: "tested",
    Standing.UNCHECKED: "unchecked",
    Standing.STRUCK: "struck",
}
# What brings a file of the version before up to date; a step that was once released is never edited.
_FIRST = (
    "CREATE TABLE conversation(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL)",
    """CREATE TABLE turn(
        conversation TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        question TEXT NOT NULL,
        problem TEXT NOT NULL,     -- what kept us from answering, else empty
        answer TEXT NOT NULL,      -- JSON, else empty
        PRIMARY KEY(conversation, number)
    ) WITHOUT ROWID""",
)
_SECOND = (
    "ALTER TABLE conversation ADD COLUMN changed TEXT NOT NULL DEFAULT ''",  # when, in UTC; empty where it was not kept
    "ALTER TABLE conversation ADD COLUMN version INTEGER NOT NULL DEFAULT 0",  # grows with every change
)
_STEPS = (_FIRST, _SECOND)
_TOUCH = "UPDATE conversation SET changed = ?, version = version + 1 WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as the list shows it."""

    id: str
    title: str
    turns: int
    changed: datetime | None = None  # in UTC; None where it is from before the hour was kept


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question with its answer, or with the sentence of what kept us from answering."""

    question: str
    explanation: Explanation | None
    problem: str = ""

    @property
    def waits(self) -> bool:
        """Whether nothing has been said to it yet."""
        return self.explanation is None and not self.problem


class Conversations:
    """The file `conversations.db` of one learner; safe from several threads and programs."""

    def __init__(self, path: Path, graph: Graph) -> None:
        self._path, self._graph = path, graph
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._writing() as db:
            for step in _STEPS[db.execute("PRAGMA user_version").fetchone()[0] :]:
                for statement in step:
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(_STEPS)}")

    def begin(self, id: str, question: str, now: datetime | None = None) -> int:
        """Put a question at the end of a conversation before it is answered; returns its number, from 1.

        The first one begins the conversation, and gives it its title.
        """
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO conversation(id, title) VALUES(?,?)", (id, _title(question)))
            (number,) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM turn WHERE conversation = ?", (id,)).fetchone()
            db.execute(
                "INSERT INTO turn(conversation, number, question, problem, answer) VALUES(?,?,?,'','')", (id, number, question)
            )
            db.execute(_TOUCH, (_stamp(now), id))
        return int(number)

    def answer(self, id: str, number: int, turn: KeptTurn, now: datetime | None = None) -> bool:
        """Write down what was said to a question that waits; False where it waits there no more: nothing is overwritten."""
        told = json.dumps(_told(turn.explanation), ensure_ascii=False) if turn.explanation else ""
        with self._writing() as db:
            done = db.execute(
                "UPDATE turn SET problem = ?, answer = ?"
                " WHERE conversation = ? AND number = ? AND question = ? AND problem = '' AND answer = ''",
                (turn.problem, told, id, number, turn.question),
            )
            if done.rowcount:
                db.execute(_TOUCH, (_stamp(now), id))
            return bool(done.rowcount)

    def keep(self, id: str, turn: KeptTurn, now: datetime | None = None) -> None:
        """Put a turn at the end of a conversation, answer and all."""
        self.answer(id, self.begin(id, turn.question, now), turn, now)

    def cut(self, id: str, turns: int, aside: str = "", now: datetime | None = None) -> None:
        """Keep only the first so many turns: what came after is asked anew.

        With `aside` the whole of it, as it was, stays as a conversation of that id.
        """
        with self._writing() as db:
            if aside:
                db.execute(
                    "INSERT INTO conversation(id, title, changed)"
                    " SELECT ?, substr(title, 1, ?) || ?, changed FROM conversation WHERE id = ?",
                    (aside, _LONGEST_TITLE - len(_AS_IT_WAS), _AS_IT_WAS, id),
                )
                columns = "number, question, problem, answer"
                db.execute(
                    f"INSERT INTO turn(conversation, {columns}) SELECT ?, {columns} FROM turn WHERE conversation = ?", (aside, id)
                )
            db.execute("DELETE FROM turn WHERE conversation = ? AND number > ?", (id, turns))
            db.execute(_TOUCH, (_stamp(now), id))

    def version(self, id: str) -> int:
        """A number that grows with every change of a conversation; 0 where there is none."""
        rows = self._rows("SELECT version FROM conversation WHERE id = ?", (id,))
        return int(rows[0][0]) if rows else 0

    def all(self, words: str = "") -> tuple[Conversation, ...]:
        """Every conversation, or those that speak of these words, the latest first."""
        sought = f"%{words.strip()}%"
        rows = self._rows(
            """SELECT c.id, c.title, (SELECT count(*) FROM turn WHERE conversation = c.id), c.changed FROM conversation c
               WHERE c.title LIKE ?1 OR EXISTS
               (SELECT 1 FROM turn t WHERE t.conversation = c.id AND (t.question LIKE ?1 OR t.answer LIKE ?1))
               ORDER BY c.changed DESC, c.number DESC""",
            (sought,),
        )
        return tuple(Conversation(id, title, n, datetime.fromisoformat(at) if at else None) for id, title, n, at in rows)

    def turns(self, id: str) -> tuple[KeptTurn, ...]:
        """The turns of a conversation, oldest first; () where there is none."""
        rows = self._rows("SELECT question, problem, answer FROM turn WHERE conversation = ? ORDER BY number", (id,))
        return tuple(KeptTurn(q, self._shown(json.loads(answer)) if answer else None, problem) for q, problem, answer in rows)

    def rename(self, id: str, title: str) -> None:
        """Give a conversation another title; raises InputError for an empty one."""
        if not title.strip():
            raise InputError("A conversation needs a title; write a few words.")
        with self._writing() as db:
            db.execute("UPDATE conversation SET title = ?, version = version + 1 WHERE id = ?", (_title(title), id))

    def forget(self, id: str) -> None:
        """Let go of a conversation."""
        with self._writing() as db:
            db.execute("DELETE FROM conversation WHERE id = ?", (id,))

    def export(self, id: str) -> str:
        """A conversation as Markdown, every sentence with its standing and its place."""
        title = next((one.title for one in self.all() if one.id == id), "Conversation")
        return as_markdown(title, self.turns(id))

    def _shown(self, told: Mapping[str, Any]) -> Explanation:
        return _explanation(told, self._graph)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list:
        with connection(self._path) as db:
            return db.execute(sql, values).fetchall()

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return writing(self._path)


def as_markdown(title: str, turns: Sequence[KeptTurn]) -> str:
    """Turns as Markdown: questions as headings, each sentence with what backs it."""
    lines = [f"# {title}", ""]
    for place, turn in enumerate(turns):
        question = " ".join(turn.question.split())
        lines += [f"## {question}", ""] if place or question != title else []
        if turn.explanation is None:
            lines += [turn.problem, ""]
            continue
        lines += [*turn.explanation.notices, ""] if turn.explanation.notices else []
        for claim in turn.explanation.claims:
            text = f"~~{claim.text}~~" if claim.standing is Standing.STRUCK else claim.text
            places = "; ".join(citation.place for citation in claim.citations) or claim.why
            lines += [f"*{claim.asked_line}*", ""] if claim.asked else []
            lines += [text, "", f"*{_MARKS[claim.standing]}: {places}*", ""]
        for formula in turn.explanation.formulas:
            lines += [f"$${formula.latex}$$", "", f"*{formula.citation.place}*", ""]
        if not turn.explanation.covered:
            lines += ["Your books do not answer this.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _stamp(now: datetime | None) -> str:
    """The hour as it is kept: in UTC, so that the letters are in the order of time."""
    return (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")


def _title(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1].rstrip()}…"


# -- an explanation as JSON and back ---------------------------------------------------------------------------------------------


def _told(e: Explanation) -> dict[str, Any]:
    return {
        "question": e.question,
        "covered": e.covered,
        "claims": [_told_claim(claim) for claim in e.claims],
        "formulas": [
            {"latex": f.latex, "display": f.display, "sure": f.sure, "citation": _told_citation(f.citation)} for f in e.formulas
        ],
        "concepts": [{"id": link.concept.id, "score": link.score, "why": link.why} for link in e.concepts],
        "before": [concept.id for concept in e.before],
        "nearest": [asdict(topic) for topic in e.nearest],
        "notices": list(e.notices),
        "intent": e.intent.value,
        "asked": list(e.asked),
        "heard": e.heard,
        "check": e.check,
        "also": list(e.also),
        "usage": asdict(e.usage) if e.usage else None,
    }


def _told_claim(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "standing": claim.standing.value,
        "why": claim.why,
        "citations": [_told_citation(one) for one in claim.citations],
        "doubt": claim.doubt,
        "layer": claim.layer.value,
        "about": claim.about,
        "asked": claim.asked,
        "near": claim.near,
    }


def _told_citation(one: Citation) -> dict[str, Any]:
    return {**asdict(one), "kind": one.kind.value}


def _explanation(told: Mapping[str, Any], graph: Graph) -> Explanation:
    """The explanation again; ideas that the graph does not know any more are left out."""
    known = graph.concepts
    return Explanation(
        told["question"],
        told["covered"],
        tuple(_claim(one) for one in told["claims"]),
        tuple(FormulaCard(f["latex"], f["display"], _citation(f["citation"]), f["sure"]) for f in told["formulas"]),
        tuple(Link(known[one["id"]], one["score"], one["why"]) for one in told["concepts"] if one["id"] in known),
        tuple(known[id] for id in told["before"] if id in known),
        tuple(Topic(**one) for one in told["nearest"]),
        tuple(told["notices"]),
        Intent(told["intent"]),
        tuple(told["asked"]),
        told["heard"],
        Usage(**told["usage"]) if told.get("usage") else None,
        check=told["check"],
        also=tuple(told.get("also", ())),
    )


def _claim(one: Mapping[str, Any]) -> Claim:
    citations = tuple(_citation(place) for place in one["citations"])
    asked = one.get("asked", "")  # turns that were kept before there were sections headed by questions have none
    told = Claim(
        one["text"], Standing(one["standing"]), one["why"], citations, one["doubt"], Layer(one["layer"]), one["about"], asked
    )
    return replace(told, near=one.get("near", False))


def _citation(one: Mapping[str, Any]) -> Citation:
    return Citation(**{**one, "section": tuple(one["section"]), "kind": SourceKind(one["kind"])})
