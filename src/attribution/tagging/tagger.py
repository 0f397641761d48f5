"""Load, run and save a tagger."""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.special import softmax
from tokenizers import Tokenizer

from attribution.calibration import LabelCalibration
from attribution.encoding import Window, load_tokenizer, make_windows
from attribution.errors import AttributionError, InputError, ModelError
from attribution.labels import Stance
from attribution.schema import Document, Sentence
from attribution.tagging.backends import (
    DOCUMENT_FILE,
    SENTENCE_FIELDS,
    STANCE_FILE,
    TOKEN_FIELDS,
    Arrays,
    Backend,
    StanceReading,
    load_backend,
)
from attribution.tagging.decoding import DocumentLogits, decode_documents
from attribution.tagging.models import file_digest, model_folder

if TYPE_CHECKING:
    from attribution.tagging.document_network import DocumentNetworks
    from attribution.tagging.network import AttributionModel

__all__ = ["AttributionTagger"]

_STANCE_CONTEXT = 64  # tokens of the sentences before, which a window of a long article begins with


class AttributionTagger:
    """A fine-tuned network in some backend, with its tokenizer and calibration.

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
        backend: Backend,
        tokenizer: Tokenizer,
        calibration: LabelCalibration,
        *,
        name: str = "unsaved",
        digest: str = "",
        stance_digest: str = "",
        folder: Path | None = None,
    ) -> None:
        self.backend = backend
        self.tokenizer = tokenizer
        self.calibration = calibration
        self.name = name
        self.digest = digest
        self.stance_digest = stance_digest
        self._folder = folder

    @classmethod
    def from_pretrained(
        cls,
        name_or_path: str | Path | None = None,
        *,
        backend: str = "auto",
        device: str = "auto",
        dtype: str = "auto",
    ) -> "AttributionTagger":
        """Load a model folder, a shipped model by name, or a model of the Hugging Face hub by ``owner/name``.

        Parameters
        ----------
        name_or_path
            None loads the shipped model.
        backend
            ``"onnx"`` (int8, CPU only), ``"torch"``, ``"compiled"`` (torch with fused kernels: faster, but the first
            batch waits a minute for the compiler), or ``"auto"``: ONNX on a CPU where the folder has it and the extra
            ``onnx`` is installed, else torch.
        device
            ``"auto"`` takes the GPU where there is one; else any torch device.
        dtype
            Of the torch backend: ``"auto"`` computes in bfloat16 where the processor has it, in float32 elsewhere.

        Raises
        ------
        ModelError
            When the folder is missing, incomplete or damaged.
        """
        folder = model_folder(name_or_path)
        tokenizer = load_tokenizer(folder)
        try:
            calibration = LabelCalibration.from_dict(json.loads((folder / "calibration.json").read_text()))
            loaded, weights = load_backend(folder, backend, device=device, dtype=dtype)
        except AttributionError:
            raise
        except Exception as error:  # safetensors, JSON and configuration errors share no base class
            raise ModelError(
                f"{folder} must hold a whole model, but it cannot be loaded: {str(error).splitlines()[0]}"
            ) from error
        stance = folder / STANCE_FILE
        digests = {"digest": file_digest(weights), "stance_digest": file_digest(stance) if stance.is_file() else ""}
        return cls(loaded, tokenizer, calibration, name=folder.name, folder=folder, **digests)

    @property
    def model(self) -> "AttributionModel":
        """The network, which only the torch backend has."""
        model: AttributionModel | None = getattr(self.backend, "model", None)
        if model is None:
            raise InputError("the onnx backend has no network to look into; load the model with backend='torch'")
        return model

    @cached_property
    def documents(self) -> "DocumentNetworks | None":
        """The networks that say where whole articles stand; None where the model has not learned it."""
        from attribution.tagging.document_network import load_documents

        if self._folder is None or not self.backend.has_stance:
            return None
        return load_documents(self._folder / DOCUMENT_FILE, stance_digest=self.stance_digest)

    def save_pretrained(self, folder: str | Path) -> None:
        """Write weights (safetensors, bfloat16), configuration, tokenizer and calibration; from the torch backend."""
        import torch

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
        logits = self.logits(chosen, batch_size=batch_size)
        tagged = decode_documents(chosen, logits, self.calibration, self.backend.settings.role_transitions)
        return tagged, [own.embeddings for own in logits]

    def embed(self, texts: Sequence[str], *, batch_size: int = 16) -> npt.NDArray[np.float32]:
        """Return unit-length embeddings (float32 [texts, hidden]) of texts read alone."""
        documents = [Document(id="", text=t, sentences=(Sentence(0, len(t), t),)) for t in texts]
        rows = [logits.embeddings for logits in self.logits(documents, batch_size=batch_size)]
        return np.concatenate(rows) if rows else np.zeros((0, self.backend.settings.hidden_size), np.float32)

    def predict_stance(
        self, pairs: Sequence[tuple[str, Sequence[str]]], *, batch_size: int = 16
    ) -> list[npt.NDArray[np.float32]] | None:
        """Return where consecutive sentences of an article stand towards a claim; None where the model cannot say.

        Parameters
        ----------
        pairs
            A claim and the sentences, which are read together: "she denied it" is understood from those before.

        Returns
        -------
        For each pair, probabilities float32 [sentences, 4] of supports, refutes, neutral, unrelated.
        """
        found = self.read_stance(pairs, batch_size=batch_size)
        return None if found is None else [np.asarray(softmax(reading.logits, axis=1)) for reading in found]

    def read_stance(
        self, pairs: Sequence[tuple[str, Sequence[str]]], *, batch_size: int = 16
    ) -> list[StanceReading] | None:
        """Return what `predict_stance` goes by, for each pair: logits, and the states that they are made of."""
        if not self.backend.has_stance:
            return None
        read = [
            Document(id="", text="", title=claim, sentences=tuple(Sentence(0, len(text), text) for text in texts))
            for claim, texts in pairs
        ]
        size = {"max_tokens": self.backend.settings.max_tokens, "context_tokens": _STANCE_CONTEXT}
        windows = [w for i, document in enumerate(read) for w in make_windows(document, i, self.tokenizer, **size)]
        made: list[list[StanceReading]] = [[] for _ in pairs]
        for window, found in zip(windows, self.backend.stances(windows, batch_size=batch_size), strict=True):
            made[window.document].append(StanceReading(*(rows[window.n_context :] for rows in found)))
        nothing = [np.zeros((0, len(Stance)), np.float32), np.zeros((0, 0), np.float32)]
        return [StanceReading(*(map(np.concatenate, zip(*rows, strict=True)) if rows else nothing)) for rows in made]

    def logits(self, documents: Sequence[Document], *, batch_size: int = 16) -> list[DocumentLogits]:
        """Run the network; one `DocumentLogits` a document, empty for skipped ones.

        Exact copies are read once: they cost nothing, and not even the last bits of their numbers differ.
        """
        first: dict[tuple[object, ...], int] = {}
        original = [first.setdefault(_read_as(document), i) for i, document in enumerate(documents)]
        settings = self.backend.settings
        size = {"max_tokens": settings.max_tokens, "context_tokens": settings.context_tokens}
        windows = [
            window
            for index, document in enumerate(documents)
            if not document.skipped and original[index] == index
            for window in make_windows(document, index, self.tokenizer, **size)
        ]
        pieces: dict[int, list[tuple[Window, Arrays]]] = {}
        for window, arrays in zip(windows, self.backend.run(windows, batch_size=batch_size), strict=True):
            pieces.setdefault(window.document, []).append((window, arrays))
        joined = {i: self._join(pieces.get(i, [])) for i in set(original)}
        return [joined[i] for i in original]

    def _join(self, pieces: Sequence[tuple[Window, Arrays]]) -> DocumentLogits:
        """Put a document's windows, which are in text order, together again without their context."""
        if not pieces:
            return _empty_logits(self.backend.settings.hidden_size, self.backend.settings.pair_size)
        own = [w.sentence_ids >= w.n_context for w, _ in pieces]
        ids = [np.array(w.sentences)[w.sentence_ids[o]] for (w, _), o in zip(pieces, own, strict=True)]
        offsets = np.concatenate([w.offsets[o] for (w, _), o in zip(pieces, own, strict=True)])
        joined: dict[str, Any] = {
            name: np.concatenate([arrays[name][o] for (_, arrays), o in zip(pieces, own, strict=True)])
            for name in TOKEN_FIELDS
        }
        joined |= {n: np.concatenate([arrays[n][w.n_context :] for w, arrays in pieces]) for n in SENTENCE_FIELDS}
        return DocumentLogits(offsets=offsets, sentence_ids=np.concatenate(ids), **joined)


def _read_as(document: Document) -> tuple[object, ...]:
    """What the network sees of a document: two that agree in it get the same logits."""
    places = tuple((s.start_char, s.end_char) for s in document.sentences)
    return document.skipped is None, document.title, document.text, places


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
