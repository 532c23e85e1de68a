"""The graph of ideas: what each concept is, and which ones stand before it.

Laws of this file:
- the graph has no cycle, every id in it is known, and every weight lies in [0, 1]; a graph that breaks one
  refuses to exist;
- nothing in it changes after it was made.

The data are, in the package `corpus`: `concepts.yaml` (concepts and prerequisites), `phrasings.yaml` (how people name
and ask about them; its `new: true` entries are concepts too) and, where they are there, `misconceptions.yaml`
(id -> one sentence) and `glossary.yaml` (id -> what it is called in other languages).
Measured: libyaml takes 40 ms for them, at every start; so what they hold is kept in a form that reads in one (`kept.py`).
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from tutor.concepts.kept import Kept, kept, key_of
from tutor.errors import CorpusDamaged, NoSuchTopic

_EXTRA = ("phrasings.yaml", "misconceptions.yaml", "glossary.yaml")


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea: its plain definition, formulas, prerequisites and the words people use for it.

    `prerequisites` maps an id to the share of that idea which one problem of this concept practises (0 = it must be
    understood, but is not practised). `section` is the one of "Mathematics for Machine Learning" that
    treats it, or None.
    """

    id: str
    name: str
    area: str
    definition: str
    tex: tuple[str, ...] = ()
    prerequisites: Mapping[str, float] = field(default_factory=dict, hash=False)
    misconceptions: tuple[str, ...] = ()
    section: str | None = None
    aliases: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    abroad: tuple[tuple[str, str], ...] = ()  # (language, term): what it is called elsewhere
    ways: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (term, how someone says it who lacks the term)

    def __post_init__(self) -> None:
        for label, text in (("id", self.id), ("name", self.name), ("definition", self.definition)):
            if not text.strip():
                raise CorpusDamaged(f"The concept {self.id!r} has no {label}; give it one.")
        for before, weight in self.prerequisites.items():
            if not 0 <= weight <= 1:
                raise CorpusDamaged(f"The concept {self.id} gives {before} the weight {weight}; weights lie between 0 and 1.")
        object.__setattr__(self, "prerequisites", MappingProxyType(dict(self.prerequisites)))  # a copy nobody else holds


@dataclass(frozen=True, slots=True)
class Misconception:
    """A mistake with a name: `says` is one sentence about what went wrong."""

    id: str
    name: str
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """All concepts and the arrows between them; made once, never changed. `key` is the digest of the files it was read from where
    these are the bundled ones, "" for others.

    >>> first, second = Concept("a", "A", "x", "First."), Concept("b", "B", "x", "Second.", prerequisites={"a": 0.5})
    >>> graph = Graph.of([first, second])
    >>> [c.id for c in graph.before("b")], [c.id for c in graph.descendants("a")]
    (['a'], ['b'])
    """

    concepts: Mapping[str, Concept]
    _sentences: Mapping[str, str]
    _after: Mapping[str, tuple[str, ...]]
    key: str = ""

    @classmethod
    def of(cls, concepts: Iterable[Concept], sentences: Mapping[str, str] | None = None, key: str = "") -> Graph:
        """The graph of these concepts; raises CorpusDamaged on a doubled id, an unknown prerequisite or a cycle."""
        known: dict[str, Concept] = {}
        for concept in concepts:
            if concept.id in known:
                raise CorpusDamaged(f"The concept {concept.id} is written twice; remove one.")
            known[concept.id] = concept
        after = _arrows_forward(known)
        _refuse_cycles(known)
        return cls(MappingProxyType(known), MappingProxyType(dict(sentences or {})), MappingProxyType(after), key)

    def concept(self, id: str) -> Concept:
        """The concept with this id; raises NoSuchTopic with one sentence otherwise."""
        try:
            return self.concepts[id]
        except KeyError:
            raise NoSuchTopic(f"There is no concept called {id!r}; look at the list of concepts for its id.") from None

    def before(self, id: str) -> tuple[Concept, ...]:
        """What stands directly before this concept, strongest weight first."""
        weights = self.concept(id).prerequisites
        return tuple(self.concepts[p] for p in sorted(weights, key=lambda p: (-weights[p], p)))

    def ancestors(self, id: str) -> tuple[Concept, ...]:
        """Everything this concept rests on, nearest first."""
        self.concept(id)
        return self._reach(id, lambda c: [p.id for p in self.before(c)])

    def descendants(self, id: str) -> tuple[Concept, ...]:
        """Everything that rests on this concept, nearest first."""
        self.concept(id)
        return self._reach(id, lambda c: self._after[c])

    def misconception(self, id: str) -> Misconception:
        """The mistake with this id; without a written sentence its name serves as one."""
        name = id.replace("_", " ")
        return Misconception(id, name, self._sentences.get(id, name))

    def _reach(self, start: str, step: _Step) -> tuple[Concept, ...]:
        seen, wave = {start: None}, [start]
        while wave:
            wave = [n for n in dict.fromkeys(n for id in wave for n in step(id)) if n not in seen]
            seen.update(dict.fromkeys(wave))
        return tuple(self.concepts[id] for id in seen if id != start)


class _Step(Protocol):
    def __call__(self, id: str, /) -> Sequence[str]: ...


def _arrows_forward(known: Mapping[str, Concept]) -> dict[str, tuple[str, ...]]:
    after: dict[str, list[str]] = {id: [] for id in known}
    for concept in known.values():
        for before in concept.prerequisites:
            if before not in known:
                raise CorpusDamaged(f"The concept {concept.id} rests on {before}, which is not in the list; correct the id.")
            after[before].append(concept.id)
    return {id: tuple(ids) for id, ids in after.items()}


def _refuse_cycles(known: Mapping[str, Concept]) -> None:
    """Peel off concepts whose prerequisites are all peeled; what cannot be peeled lies on or behind a cycle."""
    left = {id: set(c.prerequisites) for id, c in known.items()}
    while free := [id for id, before in left.items() if not before & left.keys()]:
        for id in free:
            del left[id]
    if left:
        raise CorpusDamaged(f"These concepts rest on each other in a circle: {', '.join(sorted(left))}; break the circle.")


def load(folder: Path | None = None) -> Graph:
    """The bundled graph, or the one whose YAML files stand in `folder`.

    Raises CorpusDamaged, naming the file and the id, when a file is missing or breaks a law of this file. The bundled
    graph is read once; a folder of one's own is read at every call, since it may have been edited.
    """
    return _bundled() if folder is None else _read(_parsed(_Texts.in_folder(folder)))


@functools.cache
def _bundled() -> Graph:
    texts = _Texts.bundled()
    key = key_of(texts.concepts, texts.phrasings, texts.misconceptions, texts.glossary)
    return _read(kept("concepts", key, lambda: _parsed(texts)), key)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The files as text; one that is not there is empty."""

    concepts: str
    phrasings: str
    misconceptions: str
    glossary: str = ""

    @classmethod
    def bundled(cls) -> _Texts:
        root = importlib.resources.files("corpus")
        extra = [root / name for name in _EXTRA]
        return cls((root / "concepts.yaml").read_text("utf-8"), *(e.read_text("utf-8") if e.is_file() else "" for e in extra))

    @classmethod
    def in_folder(cls, folder: Path) -> _Texts:
        needed = folder / "concepts.yaml"
        if not needed.is_file():
            raise CorpusDamaged(f"There is no concepts.yaml in {folder}; put it there or leave the folder out.")
        extra = [folder / name for name in _EXTRA]
        return cls(needed.read_text("utf-8"), *(path.read_text("utf-8") if path.is_file() else "" for path in extra))


def _parsed(texts: _Texts) -> Kept:
    """File name -> what stands in it, as plain data."""
    written = (
        ("concepts.yaml", texts.concepts),
        *zip(_EXTRA, (texts.phrasings, texts.misconceptions, texts.glossary), strict=True),
    )
    return {file: _plain(_mapping(text, file)) for file, text in written}


def _plain(value: object) -> Kept:
    """A value of YAML as one of JSON: keys are texts, and what is neither text nor number becomes one."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _read(parsed: Kept, key: str = "") -> Graph:
    files = _Entry("the concepts", "the corpus", parsed)
    listed = files.inside("concepts.yaml").get("concepts")
    if not isinstance(listed, list):
        raise CorpusDamaged("concepts.yaml has no list called 'concepts'; see its first lines for the form.")
    words = {str(id): _Entry(str(id), "phrasings.yaml", row) for id, row in files.inside("phrasings.yaml").items()}
    rows = [_Entry(_id_of(row), "concepts.yaml", row) for row in listed]
    concepts = [_concept(row, words.pop(row.id, _Entry(row.id, "phrasings.yaml", {}))) for row in rows]
    concepts += [_new_concept(row) for row in words.values()]
    concepts = _with_terms(concepts, files.inside("glossary.yaml"))
    sentences = files.inside("misconceptions.yaml")
    return Graph.of(concepts, {str(id): _sentence(str(id), text) for id, text in sentences.items()}, key)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a YAML file, which knows where it stands so that a complaint can say so."""

    id: str
    file: str
    row: object

    def __post_init__(self) -> None:
        if not isinstance(self.row, Mapping):
            raise CorpusDamaged(f"{self.file}, {self.id}: an entry with fields was expected; see the first lines of the file.")

    def text(self, field: str) -> str:
        value = self.value(field)
        if not isinstance(value, str) or not value.strip():
            raise CorpusDamaged(f"{self.file}, {self.id}: the field '{field}' must be a text that is not empty.")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.value(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise CorpusDamaged(f"{self.file}, {self.id}: the field '{field}' must be a list of texts.")
        return tuple(value)

    def ways(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        value = self.value("ways") or {}
        if not isinstance(value, Mapping):
            raise CorpusDamaged(f"{self.file}, {self.id}: 'ways' must give each term a list of texts.")
        return tuple((str(term), _Entry(self.id, self.file, value).texts(str(term))) for term in value)

    def weights(self, field: str) -> Mapping[str, float]:
        value = self.value(field) or {}
        if not isinstance(value, Mapping) or not all(isinstance(w, int | float) and 0 <= w <= 1 for w in value.values()):
            raise CorpusDamaged(f"{self.file}, {self.id}: '{field}' must give ids a weight between 0 and 1.")
        return {str(id): float(w) for id, w in value.items()}

    def value(self, field: str) -> object:
        return self.row.get(field) if isinstance(self.row, Mapping) else None

    def inside(self, field: str) -> Mapping[str, object]:
        value = self.value(field)
        return value if isinstance(value, Mapping) else {}


def _id_of(row: object) -> str:
    id = row.get("id") if isinstance(row, Mapping) else None
    if not isinstance(id, str):
        raise CorpusDamaged(f"concepts.yaml: the entry {str(row)[:60]!r} has no id; give it one.")
    return id


def _concept(row: _Entry, words: _Entry) -> Concept:
    section = row.value("mml")
    return Concept(
        id=row.id,
        name=row.text("name"),
        area=row.text("area"),
        definition=row.text("def"),
        tex=row.texts("tex"),
        prerequisites=row.weights("pre"),
        misconceptions=row.texts("miss"),
        section=None if section is None else str(section),
        aliases=words.texts("aliases"),
        says=words.texts("says"),
        books=words.texts("books"),
        ways=words.ways(),
    )


def _new_concept(row: _Entry) -> Concept:
    if row.value("new") is not True:
        raise CorpusDamaged(
            f"phrasings.yaml, {row.id}: concepts.yaml has no such concept; correct the id or mark it 'new: true'."
        )
    return Concept(
        id=row.id,
        name=row.text("name"),
        area="more",
        definition=row.text("def"),
        aliases=row.texts("aliases"),
        says=row.texts("says"),
        books=row.texts("books"),
        ways=row.ways(),
    )


def _with_terms(concepts: list[Concept], glossary: Mapping[str, object]) -> list[Concept]:
    """The concepts with what they are called in other languages."""
    entries = {str(id): _Entry(str(id), "glossary.yaml", row) for id, row in glossary.items()}
    if unknown := set(entries) - {concept.id for concept in concepts}:
        raise CorpusDamaged(f"glossary.yaml, {min(unknown)}: there is no such concept; correct the id.")
    found = []
    for concept in concepts:
        entry = entries.get(concept.id)
        row = entry.row if entry and isinstance(entry.row, Mapping) else {}
        terms = tuple((str(tongue), term) for tongue in row for term in (entry.texts(str(tongue)) if entry else ()))
        found.append(replace(concept, abroad=terms) if terms else concept)
    return found


def _sentence(id: str, text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise CorpusDamaged(f"misconceptions.yaml, {id}: one sentence was expected.")
    return text.strip()


def _mapping(text: str, file: str) -> Mapping[object, object]:
    """The YAML text as a mapping; libyaml where it is built in (some 10 times faster), else the pure reader."""
    import yaml

    try:
        read = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as problem:
        where = getattr(getattr(problem, "problem_mark", None), "line", None)
        raise CorpusDamaged(
            f"{file} is not valid YAML{'' if where is None else f' near line {where + 1}'}; correct it."
        ) from problem
    if read is None:
        return {}
    if not isinstance(read, Mapping):
        raise CorpusDamaged(f"{file} must map ids to entries; see its first lines for the form.")
    return read
