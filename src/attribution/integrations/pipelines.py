"""``transformers.pipeline("news-attribution")``; `attribution.integrations.huggingface.register` makes it known."""

import json
from typing import Any

from transformers import Pipeline

from attribution.calibration import LabelCalibration
from attribution.documents import read_documents
from attribution.encoding import load_tokenizer
from attribution.sources import resolve_sources
from attribution.tables import sentence_rows
from attribution.tagging.models import file_digest, model_folder
from attribution.tagging.tagger import AttributionTagger
from attribution.tagging.torch_backend import TorchBackend

__all__ = ["NewsAttributionPipeline"]


class NewsAttributionPipeline(Pipeline):
    """Articles in, sentences with their attributions out: rows as in ``docs/corpora.md``, a list an article.

    The tokenizer and the calibration come from the folder that the model was loaded from.
    """

    # the base class knows them as None only
    _load_tokenizer = _load_processor = _load_feature_extractor = False  # type: ignore[assignment]
    _load_image_processor = _load_video_processor = False  # type: ignore[assignment]

    def __init__(self, model: Any, **options: Any) -> None:
        super().__init__(model, **options)
        folder = model_folder(model.config._name_or_path)
        calibration = LabelCalibration.from_dict(json.loads((folder / "calibration.json").read_text()))
        digest = file_digest(folder / "model.safetensors")
        backend = TorchBackend(model.eval())
        self.tagger = AttributionTagger(backend, load_tokenizer(folder), calibration, name=folder.name, digest=digest)

    def __call__(self, inputs: Any, *_: Any, batch_size: int = 16, **__: Any) -> Any:
        """Return the rows of one text, or a list of them for several; ``batch_size`` counts windows."""
        texts = [inputs] if isinstance(inputs, str) else list(inputs)
        found = self.postprocess(self._forward(self.preprocess(texts), batch_size=batch_size))
        return found[0] if isinstance(inputs, str) else found

    def _sanitize_parameters(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        return {}, {}, {}

    def preprocess(self, input_: Any, **_: Any) -> dict[str, Any]:
        """Read texts; each is one article."""
        return {"documents": list(read_documents({"text": text} for text in input_))}

    def _forward(self, input_tensors: dict[str, Any], **options: Any) -> Any:
        tagged = self.tagger.predict(input_tensors["documents"], **options)
        return [resolve_sources(document) for document in tagged]

    def postprocess(self, model_outputs: Any, **_: Any) -> Any:
        """Return the rows of each article."""
        return [sentence_rows([document]) for document in model_outputs]
