"""What is worked out of the concept files, kept in the cache folder, so that the next start need not work it out again.

Laws of this file: what is kept can be made anew at any moment; it is named by a digest of all it was made from, so that other
files, or another version of our rules, never meet it; and it is plain data, checked before it is used.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

Kept: TypeAlias = "dict[str, Kept] | list[Kept] | str | float | bool | None"
_RULES = ("graph.py", "index.py", "nearest.py", "notation.py", "spelling.py", "words.py")


def key_of(*texts: str) -> str:
    """The digest of these texts and of the rules in this folder by which they are read."""
    found = hashlib.sha256(_rules())
    for text in texts:
        found.update(hashlib.sha256(text.encode()).digest())
    return found.hexdigest()[:24]


def kept(name: str, key: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gives, from the cache where it was made before. A cache that cannot be read or written costs time only."""
    path = _folder() / f"{name}-{key}.json"
    if (found := _read(path)) is None:
        found = make()
        with suppress(OSError):
            _write(path, found)
    return found


def _read(path: Path) -> Kept:
    """What a file holds, if it is still what was written."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        return json.loads(body) if hashlib.sha256(body).hexdigest().encode() == digest else None
    except (OSError, ValueError):
        return None


def _write(path: Path, found: Kept) -> None:
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    os.replace(name, path)
    for old in path.parent.glob(f"{path.name.rpartition('-')[0]}-*.json"):
        if old != path:
            old.unlink(missing_ok=True)


@functools.cache
def _rules() -> bytes:
    here = Path(__file__).parent
    return b"".join(hashlib.sha256((here / name).read_bytes()).digest() for name in _RULES)


def _folder() -> Path:
    """The cache folder: TUTOR_CACHE, or the platform's."""
    if chosen := os.environ.get("TUTOR_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("marginalia-tutor")
