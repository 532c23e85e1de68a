"""A whole source as plain values and back: how it leaves the process that read it."""

from __future__ import annotations

from dataclasses import asdict
from enum import Enum
from typing import Any

from tutor.library.source import (
    Formula,
    FormulaStatus,
    Landmark,
    LandmarkKind,
    Page,
    Reference,
    Section,
    Source,
    SourceKind,
)


def told(source: Source) -> dict[str, Any]:
    """The source in lists, texts and numbers, as JSON takes them.

    >>> one = Source("s", "Rank", SourceKind.NOTE, (Page(1, "", "The rank."),), (Section(("Rank",), 1, 0),), ())
    >>> heard(told(one)) == one
    True
    """
    return asdict(source, dict_factory=lambda pairs: {key: v.value if isinstance(v, Enum) else v for key, v in pairs})


def heard(values: dict[str, Any]) -> Source:
    """The source that these values tell of. Raises KeyError, TypeError or ValueError where they tell of none."""
    return Source(
        id=str(values["id"]),
        title=str(values["title"]),
        kind=SourceKind(values["kind"]),
        pages=tuple(Page(**page) for page in values["pages"]),
        sections=tuple(Section(tuple(one["path"]), one["page"], one["start"]) for one in values["sections"]),
        formulas=tuple(_formula(one) for one in values["formulas"]),
        problems=tuple(values["problems"]),
        front_matter=tuple((str(key), str(value)) for key, value in values["front_matter"]),
        landmarks=tuple(_landmark(one) for one in values["landmarks"]),
        references=tuple(
            Reference(one["page"], one["start"], one["end"], _landmark(one["target"])) for one in values["references"]
        ),
    )


def _formula(one: dict[str, Any]) -> Formula:
    box = (one["box"][0], one["box"][1], one["box"][2], one["box"][3]) if one["box"] else None
    return Formula(**{**one, "status": FormulaStatus(one["status"]), "box": box})


def _landmark(one: dict[str, Any]) -> Landmark:
    return Landmark(**{**one, "kind": LandmarkKind(one["kind"])})
