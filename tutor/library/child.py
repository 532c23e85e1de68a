"""How we start a process of ours, wherever it is started from: the command, and where this very package lives."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def child_command(module: str) -> list[str]:
    """The beginning of the command that runs a module of this room in a process of its own, without the front door."""
    # -I is not used: the package may be run from its checkout. -X utf8 keeps the lines UTF-8 on every platform.
    return [sys.executable, "-X", "utf8", str(Path(__file__).with_name("alone.py")), module]


def child_environment() -> dict[str, str]:
    """Our own environment, with the folder that holds the package `tutor` first on the import path."""
    home = str(Path(__file__).resolve().parents[2])
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}
