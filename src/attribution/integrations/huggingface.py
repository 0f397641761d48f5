"""The Hugging Face world: auto classes, a pipeline, the hub, and ``datasets`` in and out.

>>> from attribution.integrations.huggingface import register
>>> register()  # doctest: +SKIP
>>> transformers.pipeline("news-attribution")("The ministry denied it.")  # doctest: +SKIP
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import attribution
from attribution.documents import read_documents
from attribution.errors import InputError, MissingDependencyError, ModelError
from attribution.pipeline import label_documents
from attribution.tables import sentence_rows, sentence_schema
from attribution.tagging.models import DEFAULT_MODEL, file_digest, model_folder, shipped_models

if TYPE_CHECKING:
    from attribution.pipeline import Tagger
    from attribution.tagging.tagger import AttributionTagger

__all__ = ["BatchedFunction", "as_batched_fn", "label_dataset", "push_to_hub", "register"]

TASK = "news-attribution"
_DOCUMENT = ("document_id", "title", "publisher", "date", "url", "sentence_index")
_METADATA = ("id", "title", "author", "publisher", "date", "url")
_FILES = ["README.md", "*.json", "*.safetensors", "*.onnx", "*.png"]


def register() -> None:
    """Make ``AutoConfig``, ``AutoModel`` and ``pipeline("news-attribution")`` know the models; twice does no harm.

    Without a ``model``, the pipeline takes the shipped one.
    """
    from transformers import AutoConfig, AutoModel
    from transformers.pipelines import PIPELINE_REGISTRY

    from attribution.integrations.pipelines import NewsAttributionPipeline
    from attribution.tagging.network import AttributionConfig, AttributionModel

    AutoConfig.register(AttributionConfig.model_type, AttributionConfig, exist_ok=True)
    AutoModel.register(AttributionConfig, AttributionModel, exist_ok=True)
    if TASK not in PIPELINE_REGISTRY.get_supported_tasks():
        shipped = shipped_models().get(DEFAULT_MODEL)
        default = {"model": (str(shipped), "main")} if shipped else None
        PIPELINE_REGISTRY.register_pipeline(
            TASK, NewsAttributionPipeline, pt_model=AutoModel, default=default, type="text"
        )


def push_to_hub(
    model: "str | Path | AttributionTagger",
    repo_id: str,
    *,
    private: bool = False,
    revision: str | None = None,
    message: str = "Upload model",
) -> str:
    """Upload a model with its card to the Hugging Face hub; return the address of the commit.

    Parameters
    ----------
    model
        A model folder or the name of a shipped one, with the card that training wrote; or a tagger in memory, which
        gets a short card.
    repo_id
        ``owner/name``; made where it does not exist, as is the branch ``revision``.

    Raises
    ------
    ModelError
        When the folder is no model, or has no card, or the hub refuses.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    with TemporaryDirectory() as place:
        if isinstance(model, str | Path):
            folder = model_folder(model)
        else:
            folder = Path(place)
            model.save_pretrained(folder)
            (folder / "README.md").write_text(_card(repo_id), encoding="utf-8")
        if not (folder / "README.md").is_file():
            raise ModelError(f"{folder} must hold README.md, the model card, to be published; write one")
        api = HfApi()
        try:
            api.create_repo(repo_id, private=private, exist_ok=True)
            if revision:
                api.create_branch(repo_id, branch=revision, exist_ok=True)
            commit = api.upload_folder(
                repo_id=repo_id, folder_path=folder, revision=revision, commit_message=message, allow_patterns=_FILES
            )
        except (HfHubHTTPError, OSError) as error:
            raise ModelError(f"the hub did not take {repo_id}: {str(error).strip().splitlines()[0]}") from error
    return str(commit.commit_url)


def _card(repo_id: str) -> str:
    return f"""\
---
language: en
library_name: news-attribution
pipeline_tag: text-classification
---

# {repo_id.split("/")[-1]}

Labels each sentence of an English news article by attribution type, and finds source, cue and content of each.

```python
import attribution

tagger = attribution.AttributionTagger.from_pretrained("{repo_id}")
```

Saved from memory: its training data and scores are not recorded here. It says who says what, never what is true.
"""


class BatchedFunction:
    """A function for ``datasets.Dataset.map(..., batched=True)``; made by `as_batched_fn`."""

    def __init__(self, model: "str | Path | Tagger | None", *, column: str = "text", batch_size: int = 16) -> None:
        self.model = model
        self.column = column
        self.batch_size = batch_size
        self._tagger: Tagger | None = None
        # what a dataset's cache knows this function by, beside its settings
        self.identity = (attribution.__version__, _digest(model))

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_tagger": None}  # each process loads its own; the cache's key must not depend on it

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Return the columns ``sentences`` and ``skipped`` of a batch of articles."""
        if self.column not in batch:
            raise InputError(f"the dataset must have a column {self.column!r}, got {', '.join(batch)}; pass column=...")
        columns = {name: batch[name] for name in _METADATA if name in batch} | {"text": batch[self.column]}
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        resolved = label_documents(list(read_documents(rows)), self._loaded(), batch_size=self.batch_size)
        sentences = [[_without_document(row) for row in sentence_rows([document])] for document in resolved]
        return {"sentences": sentences, "skipped": [document.skipped for document in resolved]}

    def features(self, dataset: Any) -> Any:
        """Return the ``Features`` of a dataset with the columns that this function adds; None for a stream without."""
        try:
            from datasets import Features, List, Value
        except ImportError as error:
            raise MissingDependencyError("datasets", "data") from error
        if dataset.features is None:
            return None
        sentence = _without_document(Features.from_arrow_schema(sentence_schema()))
        return Features({**dataset.features, "sentences": List(sentence), "skipped": Value("string")})

    def _loaded(self) -> "Tagger":
        if self._tagger is None:
            if self.model is None or isinstance(self.model, str | Path):
                from attribution.tagging.tagger import AttributionTagger

                self._tagger = AttributionTagger.from_pretrained(self.model)
            else:
                self._tagger = self.model
        return self._tagger


def _digest(model: "str | Path | Tagger | None") -> str:
    if model is None or isinstance(model, str | Path):
        return file_digest(model_folder(model) / "model.safetensors")
    return model.digest


def _without_document(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _DOCUMENT}


def as_batched_fn(
    model: "str | Path | Tagger | None" = None, *, column: str = "text", batch_size: int = 16
) -> BatchedFunction:
    """Return a function that labels a batch of articles, for ``datasets.Dataset.map(..., batched=True)``.

    Each article keeps its row and gets ``sentences``, a list of rows as in ``docs/corpora.md``, and ``skipped``, why it
    was not labelled or None. Pass ``features=`` too: types guessed from the first articles may not fit the others.

    Parameters
    ----------
    model
        A model as `AttributionTagger.from_pretrained` takes it, loaded once in each process; or a tagger.
    column
        The column of texts; ``id title author publisher date url`` are read where they exist.

    Examples
    --------
    >>> import attribution
    >>> label = attribution.as_batched_fn()  # doctest: +SKIP
    >>> dataset.map(label, batched=True, features=label.features(dataset))  # doctest: +SKIP
    """
    return BatchedFunction(model, column=column, batch_size=batch_size)


def label_dataset(dataset: Any, model: "str | Path | Tagger | None" = None, **options: Any) -> Any:
    """Return a ``Dataset`` (or a ``DatasetDict`` of them) with ``sentences`` and ``skipped``; see `as_batched_fn`."""
    if isinstance(dataset, dict):
        return type(dataset)({name: label_dataset(part, model, **options) for name, part in dataset.items()})
    label = as_batched_fn(model, **options)
    return dataset.map(label, batched=True, features=label.features(dataset))
