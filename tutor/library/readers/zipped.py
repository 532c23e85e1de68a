"""Files that are folders in disguise (.epub, .docx): opened carefully, for a small file can unpack to fill any memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from tutor.errors import FileDamaged, FileProtected, FileTooBig

MOST_FILES = 20_000
MOST_PART_BYTES = 24 << 20
MOST_BYTES = 96 << 20
# Compressed harder than this, and not small, no text of a person is.
_HARDEST, _SMALL = 200, 4 << 20
_OLD_WORD = b"\xd0\xcf\x11\xe0"


class Zipped:
    """The parts of a zip file, by name; every reading is bounded."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        with path.open("rb") as file:
            if file.read(4) == _OLD_WORD:
                raise FileProtected(f"{name} has a password or is of an old Word; save it as a plain .docx and add that.")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            raise FileDamaged(f"{name} is damaged: it cannot be unpacked; download or export it again.") from None
        self._sizes = {info.filename: info.file_size for info in self._zip.infolist()}
        if any(info.flag_bits & 1 for info in self._zip.infolist()):
            raise FileProtected(f"{name} is protected by a password; save a copy without one and add that.")
        if len(self._sizes) > MOST_FILES:
            raise FileTooBig(f"{name} holds {len(self._sizes):,} files; we read books of up to {MOST_FILES:,}.")

    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return list(self._sizes)

    def __contains__(self, part: str) -> bool:
        return part in self._sizes

    def check(self, parts: Sequence[str]) -> None:
        """Refuse a file of which these parts would unpack to too much; FileTooBig."""
        total = 0
        for part in parts:
            info = self._zip.getinfo(part)
            total += info.file_size
            bomb = info.file_size > max(_SMALL, _HARDEST * info.compress_size)
            if bomb or info.file_size > MOST_PART_BYTES or total > MOST_BYTES:
                raise FileTooBig(f"{self.name} would unpack to more than any text needs; export it again, without its pictures.")

    def read(self, part: str) -> bytes:
        """The bytes of one part. Raises FileDamaged when it is not there or does not unpack, FileTooBig as `check` does."""
        if part not in self._sizes:
            raise FileDamaged(f"{self.name} is damaged: a part of it is missing; download or export it again.")
        self.check([part])
        try:
            return self._zip.read(part)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise FileDamaged(f"{self.name} is damaged: a part of it cannot be unpacked; download or export it again.") from None


def declared_entities(xml: bytes) -> bool:
    """Whether XML declares entities of its own, which no honest book or letter does, and which can grow without end."""
    return re.search(rb"<!ENTITY", xml) is not None
