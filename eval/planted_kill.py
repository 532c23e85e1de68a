"""A kill inside somebody else's writing: a small C library, loaded before all others, that counts the changes in a folder.

Chroma writes from threads of its own, in compiled code: no fail point of ours can stand there. What the library does is said at
the head of `planted_kill.c`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_SOURCE = Path(__file__).with_name("planted_kill.c")


def missing() -> str:
    """Why it cannot be done here; empty where it can."""
    if sys.platform != "linux":
        return "libraries are loaded before others in this way on Linux only"
    return "" if shutil.which("cc") else "there is no C compiler (cc)"


def library(folder: Path) -> Path:
    """The library, compiled into `folder`."""
    made = folder / "planted_kill.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(_SOURCE), "-ldl"], check=True, capture_output=True)
    return made


def environment(library: Path, under: Path, at: int, told: Path) -> dict[str, str]:
    """What a program must find in its environment to be killed at the `at`-th change of a file in `under`; 0 is never.

    The file `told` then holds the name of the file that was being changed; of a program that was not killed, how many changes
    there were.
    """
    return {"LD_PRELOAD": str(library), "TUTOR_KILL_UNDER": str(under), "TUTOR_KILL_AT": str(at), "TUTOR_KILL_TOLD": str(told)}
