"""Load, run and save a tagger."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from attribution.calibration import LabelCalibration
from attribution.encoding import Batch, Window, batch_windows, load_tokenizer, make_windows
from attribution.errors import InputError, ModelError
from attribution.schema import Document, Sentence
from attribution.tagging.decoding import DocumentLogits, decode_document
from attribution.tagging.models import file_digest, model_folder
from attribution.tagging.network import AttributionModel

__all__ = ["AttributionTagger"]

_TOKEN_FIELDS = ("role_logits", "token_logits", "pair_query", "pair_key")
_SENTENCE_FIELDS = ("sentence_logits", "embeddings")


class AttributionTagger:
    """A fine-tuned network with its tokenizer and calibration.

    Examples
    --------
    >>> import attribution
    >>> tagger = attribution.AttributionTagger.from_pretrained()  # doctest: +SKIP
    >>> [document] = tagger.predict([attribution.document_from_text("The airline denied any fault.")])  # doctest: +SKIP
    >>> document.sentences[0].labels  # doctest: +SKIP
    ('denial',)
    """

    def __init__(
        self,
        model: AttributionModel,
        tokenizer: Tokenizer,
        calibration: LabelCalibration,
        *,
        name: str = "unsaved",
        digest: str = "",
    ) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.calibration = calibration
        self.name = name
        self.digest = digest

    @classmethod
    def from_pretrained(
        cls, name_or_path: str | Path | None = None, *, device: str = "auto", dtype: str = "auto"
    ) -> "AttributionTagger":
        """Load a model folder, a shipped model by name, or a model of the Hugging Face hub by ``owner/name``.

        Parameters
        ----------
        name_or_path
            None loads the shipped model.
        device
            ``"auto"`` takes the GPU where there is one; else any torch device.
        dtype
            ``"auto"`` computes in bfloat16 where the processor has it, in float32 elsewhere.

        Raises
        ------
        ModelError
            When the folder is missing, incomplete or damaged.
        """
        folder = model_folder(name_or_path)
        tokenizer = load_tokenizer(folder)
        chosen = torch.device(device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu")
        if dtype not in ("auto", "float32", "bfloat16", "float16"):
            raise InputError(f"dtype must be auto, float32, bfloat16 or float16, got {dtype!r}")
        number = _number_format(chosen) if dtype == "auto" else getattr(torch, dtype)
        weights = folder / "model.safetensors"
        try:
            calibration = LabelCalibration.from_dict(json.loads((folder / "calibration.json").read_text()))
            model = AttributionModel.from_pretrained(folder, dtype=number, local_files_only=True)
        except Exception as error:  # safetensors, JSON and configuration errors share no base class
            raise ModelError(
                f"{folder} must hold a whole model, but it cannot be loaded: {str(error).splitlines()[0]}"
            ) from error
        return cls(
            cast(Any, model).to(chosen).eval(), tokenizer, calibration, name=folder.name, digest=file_digest(weights)
        )

    def save_pretrained(self, folder: str | Path) -> None:
        """Write weights (safetensors, bfloat16), configuration, tokenizer and calibration."""
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        state = {k: v.to(torch.bfloat16) if v.is_floating_point() else v for k, v in self.model.state_dict().items()}
        self.model.save_pretrained(path, state_dict=state)
        self.tokenizer.save(str(path / "tokenizer.json"))
        (path / "calibration.json").write_text(json.dumps(self.calibration.to_dict(), indent=1) + "\n")

    def predict(self, documents: Iterable[Document], *, batch_size: int = 16) -> list[Document]:
        """Label every sentence and find its attributions; skipped documents come back as they are.

        ``source_name`` is left None: `attribution.sources.resolve_sources` reads the whole article for it.
        """
        return self.predict_embedded(documents, batch_size=batch_size)[0]

    def predict_embedded(
        self, documents: Iterable[Document], *, batch_size: int = 16
    ) -> tuple[list[Document], list[npt.NDArray[np.float32]]]:
        """Like `predict`, and one unit-length embedding a sentence (float32 [sentences, hidden]) from the same pass."""
        chosen = list(documents)
        tagged, embeddings = [], []
        for document, logits in zip(chosen, self.logits(chosen, batch_size=batch_size), strict=True):
            tagged.append(self._decode(document, logits))
            embeddings.append(logits.embeddings)
        return tagged, embeddings

    def _decode(self, document: Document, logits: DocumentLogits) -> Document:
        if document.skipped:
            return document
        return decode_document(document, logits, self.calibration, self.model.config.role_transitions)

    def embed(self, texts: Sequence[str], *, batch_size: int = 16) -> npt.NDArray[np.float32]:
        """Return unit-length embeddings (float32 [texts, hidden]) of texts read alone."""
        documents = [Document(id="", text=t, sentences=(Sentence(0, len(t), t),)) for t in texts]
        rows = [logits.embeddings for logits in self.logits(documents, batch_size=batch_size)]
        return np.concatenate(rows) if rows else np.zeros((0, self.model.embedding_head.out_features), np.float32)

    def logits(self, documents: Sequence[Document], *, batch_size: int = 16) -> list[DocumentLogits]:
        """Run the network; one `DocumentLogits` a document, empty for skipped ones."""
        config = self.model.config
        windows = [
            window
            for index, document in enumerate(documents)
            if not document.skipped
            for window in make_windows(
                document, index, self.tokenizer, max_tokens=config.max_tokens, context_tokens=config.context_tokens
            )
        ]
        pieces: dict[int, list[tuple[Window, dict[str, npt.NDArray[np.float32]]]]] = {}
        for batch in batch_windows(windows, batch_size=batch_size):
            for window, arrays in zip(batch.windows, self._run(batch), strict=True):
                pieces.setdefault(window.document, []).append((window, arrays))
        return [self._join(len(d.sentences), pieces.get(i, [])) for i, d in enumerate(documents)]

    @torch.inference_mode()
    def _run(self, batch: Batch) -> Iterable[dict[str, npt.NDArray[np.float32]]]:
        device = self.model.device
        output = self.model(
            input_ids=torch.from_numpy(batch.input_ids).to(device),
            attention_mask=torch.from_numpy(batch.attention_mask).to(device),
            sentence_ids=torch.from_numpy(batch.sentence_ids).to(device),
            n_sentences=max(len(w.sentences) for w in batch.windows),
        )
        arrays = {name: getattr(output, name).float().cpu().numpy() for name in (*_TOKEN_FIELDS, *_SENTENCE_FIELDS)}
        for row, window in enumerate(batch.windows):
            own = window.sentence_ids >= window.n_context
            tokens = {name: arrays[name][row, : len(own)][own] for name in _TOKEN_FIELDS}
            sentences = {name: arrays[name][row, window.n_context : len(window.sentences)] for name in _SENTENCE_FIELDS}
            yield tokens | sentences

    def _join(
        self, n_sentences: int, pieces: list[tuple[Window, dict[str, npt.NDArray[np.float32]]]]
    ) -> DocumentLogits:
        """Put a document's windows together again, in text order."""
        if not pieces:
            return _empty_logits(self.model.embedding_head.out_features, self.model.config.pair_size)
        pieces.sort(key=lambda piece: piece[0].sentences[0] + piece[0].n_context)
        own = [w.sentence_ids >= w.n_context for w, _ in pieces]
        ids = [np.array(w.sentences)[w.sentence_ids[o]] for (w, _), o in zip(pieces, own, strict=True)]
        joined = {name: np.concatenate([a[name] for _, a in pieces]) for name in (*_TOKEN_FIELDS, *_SENTENCE_FIELDS)}
        offsets = np.concatenate([w.offsets[o] for (w, _), o in zip(pieces, own, strict=True)])
        return DocumentLogits(offsets=offsets, sentence_ids=np.concatenate(ids), **joined)


def _empty_logits(hidden: int, pair_size: int) -> DocumentLogits:
    def zeros(*shape: int) -> npt.NDArray[np.float32]:
        return np.zeros(shape, np.float32)

    none = np.zeros(0, np.int64)
    return DocumentLogits(
        none.reshape(0, 2),
        none,
        zeros(0, 7),
        zeros(0, 15),
        zeros(0, 2, pair_size),
        zeros(0, pair_size),
        zeros(0, 15),
        zeros(0, hidden),
    )


def _number_format(device: torch.device) -> torch.dtype:
    """Bfloat16 where it is fast: on GPUs that have it and on CPUs with AVX512-BF16 or AMX."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.bfloat16 if device.type == "cpu" and torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32
