"""What was done, in one plain sentence to the learner, for every misconception we can recognise (corpus/misconceptions.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tutor.errors import CorpusDamaged


@cache
def sentences() -> Mapping[str, str]:
    """Every misconception id with its sentence; raises CorpusDamaged when the file is not such a table."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load(files("corpus").joinpath("misconceptions.yaml").read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(found, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in found.items()):
        raise CorpusDamaged("corpus/misconceptions.yaml is not a table of ids and sentences — restore it from the package.")
    return MappingProxyType(found)


def sentence(misconception: str) -> str:
    """The sentence for one misconception.

    >>> sentence("root_forgotten").startswith("You")
    True
    """
    if misconception not in sentences():
        raise CorpusDamaged(f"corpus/misconceptions.yaml says nothing about '{misconception}' — add a sentence.")
    return sentences()[misconception]
