"""A chosen model and a replayed trace, in JSON and in words; never the key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tutor.voices.secret import VARIABLES, key_for
from tutor.voices.setting import Chosen
from tutor.wire import Json

if TYPE_CHECKING:
    from tutor.voices.trace import Replayed


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one tiny question."""

    model: str
    ok: bool
    says: str
    seconds: float


def choice(one: Chosen | None) -> Json:
    """What `model show --json` prints; `key` says where the key comes from, null where there is none."""
    if one is None:
        return {"model": None}
    found = key_for(one.provider)
    return {
        "model": one.model,
        **asdict(one),
        "key": found.origin if found else None,
        "on_this_machine": one.on_this_machine,
        "installed": one.installed,
    }


def described(one: Chosen) -> Iterator[str]:
    """The same for a person, a sentence to a line."""
    where = f" at {one.base_url}" if one.base_url else ""
    yield f"{one.model}{where} words the answers; every sentence still passes the gate."
    if not one.installed:
        yield f"Its package is not installed yet: pip install 'marginalia-tutor[{one.provider}]'"
    found = key_for(one.provider)
    if found:
        yield f"Its key comes from {found.origin}."
    elif VARIABLES[one.provider] and not one.on_this_machine:
        variable = VARIABLES[one.provider][0]
        yield f"There is no key for it yet: set {variable}, or keep it with: tutor model key {one.provider}"
    yield (
        "Questions and passages stay on this machine."
        if one.on_this_machine
        else "Your questions, and the passages found for them, are sent to this provider."
    )
    if one.in_the_open:
        yield "Careful: over http they travel unencrypted, and so does the key; use https where you can."


def tried(one: Tried) -> Json:
    """What `model try --json` prints."""
    return {"model": one.model, "ok": one.ok, "says": one.says, "seconds": round(one.seconds, 3)}


def replayed(rows: Sequence[Replayed]) -> Json:
    """What `replay --json` prints."""
    told = [
        {"text": one.text, "then": one.then.standing, "now": one.now.standing, "why": one.now.why, "same": one.same}
        for one in rows
    ]
    return {"same": all(one.same for one in rows), "sentences": told}
