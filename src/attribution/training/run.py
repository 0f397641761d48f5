"""One training run: recipe and data in; a model folder with calibration, metrics, plots and card out."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from tokenizers import Tokenizer
from transformers import AutoModel, set_seed

from attribution.calibration import LabelCalibration
from attribution.encoding import Window, first_token_id, last_token_id, load_tokenizer, tokenise
from attribution.errors import InputError, RecipeError
from attribution.tagging.models import file_digest
from attribution.tagging.network import AttributionModel
from attribution.tagging.tagger import AttributionTagger
from attribution.tagging.torch_backend import TorchBackend, number_format
from attribution.training.answers import Answers, answer_about, read_answers
from attribution.training.card import write_report
from attribution.training.data import article_rows, read_articles
from attribution.training.recipe import Recipe, read_recipe
from attribution.training.scores import DevSet
from attribution.training.speed import fit_to_processor
from attribution.training.trainer import (
    Collator,
    TaggingTrainer,
    WeightAverage,
    encoder_folder,
    new_model,
    positive_weights,
    training_arguments,
)

__all__ = ["finish", "tagger_of", "train"]


def train(
    recipe_path: str | Path, *, data_dir: str | Path, output_dir: str | Path | None = None, resume: bool = False
) -> Path:
    """Fine-tune by a recipe and write a model folder that `AttributionTagger.from_pretrained` loads.

    Parameters
    ----------
    recipe_path
        A TOML recipe; see ``training/README.md``.
    data_dir
        The folder of prepared files that ``[data]`` names; names that begin with ``../`` are beside the recipe.
    output_dir
        Where the model goes; ``runs/<recipe name>`` if None. Checkpoints lie in it until you delete them.
    resume
        Go on from the last checkpoint in ``output_dir``, with the same recipe and data.

    Returns
    -------
    Path
        The model folder.

    Raises
    ------
    RecipeError, InputError
        For a recipe or data file that is not as it must be.
    """
    started = time.time()
    recipe = read_recipe(Path(recipe_path))
    folder = Path(output_dir) if output_dir else Path("runs") / recipe.name
    files = _files(recipe, Path(recipe_path).parent, Path(data_dir))
    dev = DevSet.read(files.get(recipe.data.dev_labels), files.get(recipe.data.dev_spans))
    folder.mkdir(parents=True, exist_ok=True)
    beside, options = Path(recipe_path).parent, {"data_dir": data_dir, "resume": resume}
    start = _trained(recipe.model.start, beside, folder / "start", **options)
    set_seed(recipe.train.seed)
    encoder = _checked_encoder(recipe)
    tokenizer = load_tokenizer(encoder)
    rows, texts = _rows(recipe, files, tokenizer)
    network = new_model(replace(recipe.model, start=start), encoder)
    fit_to_processor(network.encoder, seed=recipe.train.seed)
    trainer = TaggingTrainer(
        model=network,
        args=training_arguments(recipe.train, folder),
        train_dataset=rows,
        eval_dataset=rows.select(range(1)),  # the Trainer wants one; dev_scores reads dev itself
        data_collator=Collator(
            _embeddings_alone(texts, encoder, tokenizer, folder / "embeddings.npy") if recipe.loss.embedding else None,
        ),
        loss_weights=recipe.loss,
        positive_weight=positive_weights(rows, recipe.train.positive_power),
        head_learning_rate=recipe.train.head_learning_rate,
        dev_scores=lambda model: dev.scores(tagger_of(model, tokenizer)),
        patience=recipe.train.patience,
    )
    average = WeightAverage(network, recipe.train.average, start_share=recipe.model.start_share)
    trainer.add_callback(average)
    trainer.train(resume_from_checkpoint=resume and any((folder / "checkpoints").glob("checkpoint-*")))
    average.apply(trainer.network)
    tagger = tagger_of(trainer.network.eval(), tokenizer)
    finish(
        tagger,
        dev,
        folder,
        {
            "recipe": asdict(recipe),
            "data": {name: file_digest(path) for name, path in files.items()},
            "seconds": round(time.time() - started),
            "history": trainer.state.log_history,
        },
    )
    return folder


def finish(tagger: AttributionTagger, dev: DevSet, folder: Path, metrics: dict[str, Any]) -> None:
    """Calibrate and save a trained tagger, then score it as it will be loaded, by the torch backend."""
    tagger.calibration = dev.fit_calibration(tagger)
    tagger.save_pretrained(folder)
    saved = AttributionTagger.from_pretrained(folder, backend="torch")
    write_report(folder, metrics | dev.report(saved))


def tagger_of(model: AttributionModel, tokenizer: Tokenizer) -> AttributionTagger:
    """Return a network as a tagger that is not calibrated yet and decodes with the transitions that it has learned."""
    model.config.role_transitions = model.role_transitions.tolist()
    return AttributionTagger(TorchBackend(model), tokenizer, LabelCalibration())


def _files(recipe: Recipe, beside: Path, data: Path) -> dict[str, Path]:
    """Find every data file before anything is loaded, also those of the recipes that this one builds on."""
    if recipe.model.start.endswith(".toml"):
        _files(read_recipe(beside / recipe.model.start), beside, data)
    others = (recipe.data.dev_labels, recipe.data.dev_spans, recipe.teacher.answers)
    names = [*recipe.data.train, *filter(None, others)]
    files = {name: (beside if name.startswith("../") else data) / name for name in names}
    missing = [str(path) for path in files.values() if not path.is_file()]
    if missing:
        raise InputError(f"training data is missing: {', '.join(missing)}; training/README.md says how to prepare it")
    return files


def _checked_encoder(recipe: Recipe) -> Path:
    """Return a local folder of the encoder, fetched by name where it is none; refuse weights it does not name."""
    folder = encoder_folder(recipe.model.encoder)
    if not Path(folder).is_dir():
        from huggingface_hub import snapshot_download

        try:
            folder = snapshot_download(folder, allow_patterns=["*.json", "*.safetensors", "vocab.txt"])
        except Exception as error:  # the hub raises a family of its own for names, network and access
            raise RecipeError(
                f"model.encoder must be a folder or a name on the hub, got {folder!r}: {str(error).splitlines()[0]}"
            ) from error
    wanted = recipe.model.encoder_sha256
    if wanted and file_digest(Path(folder) / "model.safetensors") != wanted:
        raise RecipeError("model.encoder_sha256 is not that of the encoder's weights; check where they come from")
    return Path(folder)


def _trained(model: str, beside: Path, folder: Path, **options: Any) -> str:
    """Return the folder of a tagger that a recipe builds on; where it names a recipe, train that first, once."""
    if not model.endswith(".toml"):
        return model
    if not (folder / "metrics.json").is_file():
        train(beside / model, output_dir=folder, **options)
    return str(folder)


def _rows(recipe: Recipe, files: dict[str, Path], tokenizer: Tokenizer) -> tuple[Dataset, list[str]]:
    """Return a Dataset of windows, and the text of every sentence in them, in order and without repeats."""
    rows: list[dict[str, Any]] = []
    texts: list[str] = []
    answers = read_answers(files[recipe.teacher.answers]) if recipe.teacher.answers else None
    size = {"max_tokens": recipe.model.max_tokens, "context_tokens": recipe.model.context_tokens}
    for name, repeat in recipe.data.train.items():
        first_row = len(rows)
        for article in read_articles(files[name]):
            for row in article_rows([article], tokenizer, **size):
                window = row.pop("window")
                row |= {"first_sentence": len(texts), "length": len(row["input_ids"])}
                if answers is not None:
                    row["soft_types"] = _own_answers(window, article, answers)
                sentences = [article["sentences"][i] for i in window.sentences]
                texts += [article["text"][s["start_char"] : s["end_char"]] for s in sentences]
                rows.append(row)
        rows += rows[first_row:] * (repeat - 1)
    if answers is not None and all(np.isnan(row["soft_types"]).all() for row in rows):
        raise RecipeError(
            f"{files[recipe.teacher.answers]} has no answers about any article of [data.train]; training/teach.py "
            "writes those of a tagger of yours, or leave teacher.answers out"
        )
    return Dataset.from_list(rows), texts


def _own_answers(window: Window, article: dict[str, Any], answers: Answers) -> list[list[float]]:
    """Return what a teacher said about a window's sentences; not a number for those that are context here."""
    said = answer_about(article, answers)[list(window.sentences)]
    said[: window.n_context] = np.nan
    found: list[list[float]] = said.tolist()
    return found


@torch.inference_mode()
def _embeddings_alone(
    texts: Sequence[str], encoder: Path, tokenizer: Tokenizer, cache: Path
) -> npt.NDArray[np.float16]:
    """Mean-pooled unit-length embeddings [sentences, hidden] of sentences read alone by the untouched encoder."""
    digest = hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    stamp = cache.with_suffix(".sha256")
    if cache.is_file() and stamp.is_file() and stamp.read_text() == digest:
        return np.asarray(np.load(cache))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = AutoModel.from_pretrained(encoder, dtype=number_format(device)).eval().to(device)
    first, last = first_token_id(tokenizer), last_token_id(tokenizer)
    unique = sorted(set(texts), key=len)
    found: dict[str, npt.NDArray[np.float16]] = {}
    for start in range(0, len(unique), 64):
        group = unique[start : start + 64]
        ids = [[first, *e.ids[:126], last] for e in tokenise(group, tokenizer)]
        width = max(map(len, ids))
        padded = torch.tensor([i + [0] * (width - len(i)) for i in ids], device=device)
        mask = torch.tensor([[1] * len(i) + [0] * (width - len(i)) for i in ids], device=device)
        states = model(input_ids=padded, attention_mask=mask).last_hidden_state.float() * mask.unsqueeze(-1)
        vectors = torch.nn.functional.normalize(states.sum(1), dim=-1).cpu().numpy().astype(np.float16)
        found.update(zip(group, vectors, strict=True))
    result = np.stack([found[t] for t in texts])
    np.save(cache, result)
    stamp.write_text(digest)
    return result
