r"""The formulas that have a name, as the tables give them: `names.toml` and the two beside it.

Reading the 1,500 formulas of the tables takes seconds, so what they read as is kept in `forms.json`, line by line; a formula
that is not there is read when it is needed. `python -m tests.test_names` writes the file anew, and a test holds it to the tables.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tutor.maths.formula import read_formula
from tutor.maths.named.forms import Form, form, statements

__all__ = ["Compared", "Convention", "Known", "conventions", "forms_as_kept", "known_formulas"]

_TABLES = ("names.toml", "names_probability.toml", "names_learning.toml")
_KEPT = "forms.json"
_AROUND = "probability, expected value; let $f$ be a function and $g$ be a function"


class Compared(Enum):
    """What of two formulas is the same: the print, the value of products of numbers, or that up to numbers in front of terms."""

    PRINTED = "as printed"
    SCALARS = "as scalars"
    SCALED = "up to scale"


@dataclass(frozen=True, slots=True)
class Known:
    """One well-known formula as names.toml gives it."""

    name: str
    concept: str
    forms: tuple[Form, ...]
    words: tuple[str, ...]
    said: tuple[str, ...]
    kinds: Mapping[str, str]
    means: Mapping[str, str]
    remarks: Mapping[str, str]
    commutes: bool
    always: bool
    compared: Compared


@dataclass(frozen=True, slots=True)
class Convention:
    """What a letter usually means where one of the words stands near."""

    letter: str
    meaning: str
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Any], ...]:
    room = files("tutor.maths.named")
    return tuple(tomllib.loads(room.joinpath(name).read_text(encoding="utf-8")) for name in _TABLES)


@lru_cache(maxsize=1)
def known_formulas() -> tuple[Known, ...]:
    """Every formula that has a name here, in the order of the tables."""
    kept = _kept()
    return tuple(
        Known(
            one["name"],
            one["concept"],
            tuple(_frozen(kept[latex]) if latex in kept else _read(latex) for latex in one["latex"]),
            tuple(one.get("words", ())),
            tuple(one.get("said", ())),
            one.get("kinds", {}),
            one.get("means", {}),
            one.get("remarks", {}),
            one.get("commutes", False),
            one.get("always", False),
            Compared(one.get("compared", "as printed")),
        )
        for part in _tables()
        for one in part["formula"]
    )


@lru_cache(maxsize=1)
def conventions() -> tuple[Convention, ...]:
    """The table of usual meanings."""
    return tuple(
        Convention(one["letter"], one["meaning"], tuple(one["words"])) for part in _tables() for one in part.get("convention", ())
    )


def _read(latex: str) -> Form:
    tree = read_formula(latex, _AROUND).tree
    found = list(statements(tree))
    return found[0][0] if found and found[0][0][0] == "rel" else form(tree)


def _kept() -> Mapping[str, Any]:
    file = files("tutor.maths.named").joinpath(_KEPT)
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _frozen(kept: Any) -> Any:
    """A form as JSON keeps it, made a form again."""
    return tuple(_frozen(part) for part in kept) if isinstance(kept, list) else kept


def forms_as_kept() -> Iterator[str]:
    """The lines of the file of forms, as they should be: every formula of the tables, read now."""
    latex = sorted({latex for part in _tables() for one in part["formula"] for latex in one["latex"]})
    yield "{"
    for number, one in enumerate(latex, start=1):
        comma = "," if number < len(latex) else ""
        read = json.dumps(_read(one), ensure_ascii=False, separators=(",", ":"))
        yield f"{json.dumps(one, ensure_ascii=False)}: {read}{comma}"
    yield "}"
