"""Write a model as int8 ONNX: what `OnnxBackend` runs."""

import io
import logging
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from attribution.errors import MissingDependencyError
from attribution.tagging.backends import (
    SENTENCE_FIELDS,
    STANCE_FILE,
    STANCE_INT8_FILE,
    STANCE_OUTPUTS,
    TOKEN_FIELDS,
    WEIGHTS_KEY,
)
from attribution.tagging.models import file_digest
from attribution.tagging.network import AttributionModel
from attribution.tagging.stance_network import StanceNetwork, load_stance

__all__ = ["export_onnx"]

_BLOCK = 32
_INT8_PRODUCTS = 4  # ONNX Runtime's name for: quantise activations too, block by block
_INPUTS = ("input_ids", "sentence_ids", "sentence_index")
_EXPORTERS = ("onnx", "onnx_ir", "onnxruntime", "onnxscript", "torch.onnx")


class _OneWindow(nn.Module):
    """The heads that inference reads, for one window without padding."""

    def __init__(self, model: AttributionModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, sentence_ids: Tensor, sentence_index: Tensor) -> tuple[Tensor, ...]:
        """``input_ids`` and ``sentence_ids`` are [1, tokens], ``sentence_index`` is 0, 1, ... [sentences]."""
        model = self.model
        states = model.encoder(input_ids=input_ids).last_hidden_state
        mean, pooled = model.pooling(states, sentence_ids.unsqueeze(1) == sentence_index[:, None])
        embeddings = nn.functional.normalize(model.embedding_head(mean), dim=-1)
        tokens = (model.role_head, model.token_head, model.pair_query, model.pair_key)
        roles, attributes, query, key = (head(states) for head in tokens)
        return roles, attributes, query.unflatten(-1, (2, -1)), key, model.sentence_head(pooled), embeddings


class _OneClaim(nn.Module):
    """The network of stances, for one window without padding."""

    def __init__(self, network: StanceNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, sentence_ids: Tensor, sentence_index: Tensor) -> tuple[Tensor, Tensor]:
        """The arguments are those of `_OneWindow`."""
        return self.network.read(input_ids, None, sentence_ids, sentence_index=sentence_index)


def export_onnx(folder: Path, target: Path) -> None:
    """Export the weights of a model folder: attention fused, int8 products.

    Where the folder has a network of stances, it becomes a file of its own beside ``target``. Weights and activations
    have a scale for every 32 numbers: with one scale a tensor, three to four labels in a hundred differed from float32.
    The embedding table is kept row by row; norms and softmax stay in float32.

    Raises
    ------
    MissingDependencyError
        When the extra ``onnx`` is not installed.
    """
    with _bare_import():
        try:
            import onnx
            from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
            from onnxruntime.transformers import optimizer
        except ImportError as error:
            raise MissingDependencyError("onnx", "onnx") from error
    weights, adapters = folder / "model.safetensors", folder / STANCE_FILE
    model = AttributionModel.from_pretrained(folder, dtype=torch.float32).eval()
    networks: list[tuple[nn.Module, Sequence[str], Path, Path]] = [
        (_OneWindow(model), (*TOKEN_FIELDS, *SENTENCE_FIELDS), weights, target)
    ]
    if adapters.is_file():
        stance = load_stance(adapters, model.encoder, weights_digest=file_digest(weights))
        _make_fusable(stance.encoder)
        networks.append((_OneClaim(stance), STANCE_OUTPUTS, adapters, target.with_name(STANCE_INT8_FILE)))
    _make_fusable(model.encoder)
    size = {"num_heads": model.encoder.config.num_attention_heads, "hidden_size": model.encoder.config.hidden_size}
    for network, outputs, source, place in networks:
        with tempfile.TemporaryDirectory() as scratch, _quiet_exporters():
            plain, fused = Path(scratch) / "plain.onnx", Path(scratch) / "fused.onnx"
            _export(network.eval(), outputs, plain)
            optimizer.optimize_model(str(plain), model_type="bert", opt_level=0, **size).save_model_to_file(str(fused))
            quantiser = MatMulNBitsQuantizer(
                onnx.load(fused), bits=8, block_size=_BLOCK, is_symmetric=True, accuracy_level=_INT8_PRODUCTS
            )
            quantiser.process()
        exported = quantiser.model.model
        _quantise_embeddings(exported)
        exported.metadata_props.add(key=WEIGHTS_KEY, value=file_digest(source))
        unfinished = place.with_name(f".{place.name}.tmp")
        onnx.save(exported, unfinished)
        unfinished.replace(place)


@contextmanager
def _bare_import() -> Iterator[None]:
    """Keep the root logger as it is: without a handler, ONNX Runtime's tools configure it when they are imported."""
    taken = logging.NullHandler()
    logging.getLogger().addHandler(taken)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(taken)


@contextmanager
def _quiet_exporters() -> Iterator[None]:
    """Drop what the exporters print, log below an error, and warn of: their own deprecated calls."""
    loggers = [logging.getLogger(name) for name in (*_EXPORTERS, *_runtime_modules())]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _runtime_modules() -> list[str]:
    """Return the modules of ONNX Runtime: some are imported, and log, by the name of their file alone."""
    files = {name: getattr(module, "__file__", None) for name, module in tuple(sys.modules.items())}
    return [name for name, file in files.items() if isinstance(file, str) and "onnxruntime" in Path(file).parts]


def _make_fusable(encoder: Any) -> None:
    """Let an encoder's attention be one node of ONNX Runtime's own; without padding it needs no mask."""
    from transformers import AttentionInterface, AttentionMaskInterface

    AttentionInterface.register("onnx_one_node", _attention)
    AttentionMaskInterface.register("onnx_one_node", lambda *_, **__: None)
    encoder.set_attn_implementation("onnx_one_node")


def _attention(_: nn.Module, query: Tensor, key: Tensor, value: Tensor, *__: Any, **___: Any) -> tuple[Tensor, None]:
    windows, heads, tokens, size = query.shape
    flat = [x.transpose(1, 2).reshape(windows, tokens, heads * size) for x in (query, key, value)]
    made = torch.onnx.ops.symbolic(
        "com.microsoft::MultiHeadAttention",
        flat,
        {"num_heads": heads},
        dtype=query.dtype,
        shape=flat[0].shape,
        version=1,
    )
    return made.view(windows, tokens, heads, size), None


def _export(model: nn.Module, outputs: Sequence[str], path: Path) -> None:
    tokens, sentences = torch.export.Dim("tokens", max=8192), torch.export.Dim("sentences", max=8192)
    example = (torch.arange(5, 22)[None], torch.tensor([[-1, *[0] * 8, *[1] * 7, -1]]), torch.arange(2))
    torch.onnx.export(
        model,
        example,
        path,
        input_names=list(_INPUTS),
        output_names=list(outputs),
        dynamic_shapes=({1: tokens}, {1: tokens}, {0: sentences}),
        opset_version=18,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _quantise_embeddings(exported: Any) -> None:
    """Keep the largest table as int8 with a scale a row: it is most of the file."""
    from onnx import TensorProto, helper, numpy_helper

    graph = exported.graph
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and t.data_type == TensorProto.FLOAT}
    lookups = [node for node in graph.node if node.op_type == "Gather" and node.input[0] in tables]
    lookup = max(lookups, key=lambda node: tables[node.input[0]].dims[0])
    table = numpy_helper.to_array(tables[lookup.input[0]])
    scale = np.abs(table).max(1, keepdims=True).clip(1e-9).astype(np.float32) / 127
    name, ids, output = lookup.input[0], lookup.input[1], lookup.output[0]
    rows = numpy_helper.from_array(np.rint(table / scale).astype(np.int8), f"{name}_int8")
    scales = numpy_helper.from_array(scale, f"{name}_scale")
    nodes = [
        helper.make_node("Gather", [rows.name, ids], [f"{output}_int8"]),
        helper.make_node("Cast", [f"{output}_int8"], [f"{output}_whole"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [scales.name, ids], [f"{output}_scale"]),
        helper.make_node("Mul", [f"{output}_whole", f"{output}_scale"], [output]),
    ]
    place = list(graph.node).index(lookup)
    graph.node.remove(lookup)
    for offset, node in enumerate(nodes):
        graph.node.insert(place + offset, node)
    graph.initializer.remove(tables[name])
    graph.initializer.extend([rows, scales])
