"""A seal over the files of an index: whether they are still what we left, before anything native opens them.

Chroma maps its vector files into memory and trusts them: a truncated or altered one can end the whole process, not raise. So the
seal is checked first, and a broken one means a rebuild from the store.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

# Beyond this many bytes only both ends of a file are read: a seal must not cost more than the search it guards.
_READ_WHOLE = 64 << 20
_END = 1 << 20


def seal(folder: Path) -> str:
    """One digest over the vector files below `folder`: names and sizes, and the contents of segments that were written out.

    A segment without a pickle still lives in Chroma's log; its files hold no data yet, and their bytes mean nothing.
    """
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".bin", ".pickle") and p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)}|{size}|".encode())
        if (path.parent / "index_metadata.pickle").exists():
            with path.open("rb") as file:
                if size <= _READ_WHOLE:
                    digest.update(hashlib.file_digest(file, "blake2b").digest())
                else:
                    digest.update(file.read(_END))
                    file.seek(-_END, 2)
                    digest.update(file.read(_END))
    return digest.hexdigest()
