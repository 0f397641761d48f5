"""Auto classes, pipeline, hub and datasets, with a tiny model or the fake, offline."""

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import create_autospec

import huggingface_hub
import pytest
import transformers
from datasets import Dataset, DatasetDict, Features, Value
from datasets.fingerprint import Hasher

import attribution
from attribution.errors import InputError, ModelError
from attribution.integrations.huggingface import as_batched_fn, label_dataset, push_to_hub, register
from attribution.tagging.network import AttributionConfig, AttributionModel
from tests.fakes import FakeTagger
from tests.tiny import tiny_tagger

TEXT = "The army confirmed that the bridge was closed. It rained."
ROWS = {"id": ["a", "b", "c"], "text": ["It rained.", TEXT, ""], "topic": [1, 2, 3]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tiny")
    tiny_tagger().save_pretrained(place)
    return place


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The hub's own interface, with nothing behind it; ``hub.files`` are what would be uploaded."""
    made = create_autospec(huggingface_hub.HfApi, instance=True)
    made.files = {}

    def upload(*, folder_path: Path, **_: Any) -> SimpleNamespace:
        made.files |= {path.name: path.read_text("utf-8", "replace") for path in folder_path.iterdir()}
        return SimpleNamespace(commit_url="https://hub.example/commit/1")

    made.upload_folder.side_effect = upload
    monkeypatch.setattr(huggingface_hub, "HfApi", lambda: made)
    return made


@pytest.mark.model
def test_auto_classes_load_a_model_folder_after_register(folder: Path) -> None:
    register()
    register()
    assert isinstance(transformers.AutoConfig.from_pretrained(folder), AttributionConfig)
    assert isinstance(transformers.AutoModel.from_pretrained(folder), AttributionModel)


@pytest.mark.model
def test_the_pipeline_gives_rows_of_sentences_as_the_tagger_does(folder: Path) -> None:
    register()
    pipe = transformers.pipeline("news-attribution", model=str(folder), device="cpu")
    rows = pipe(TEXT)
    assert [row["text"] for row in rows] == ["The army confirmed that the bridge was closed.", "It rained."]
    tagger = attribution.AttributionTagger.from_pretrained(folder, backend="torch", device="cpu", dtype="bfloat16")
    [document] = tagger.predict([attribution.document_from_text(TEXT)])
    assert [row["labels"] for row in rows] == [list(s.labels) for s in document.sentences]


@pytest.mark.model
def test_the_pipeline_takes_several_texts(folder: Path) -> None:
    register()
    pipe = transformers.pipeline("news-attribution", model=str(folder), device="cpu")
    assert [len(rows) for rows in pipe([TEXT, "It rained."])] == [2, 1]


def test_a_model_folder_is_uploaded_with_its_card(folder: Path, hub: Any) -> None:
    (folder / "README.md").write_text("the card")
    assert push_to_hub(folder, "me/mine", private=True, revision="next") == "https://hub.example/commit/1"
    (folder / "README.md").unlink()
    assert hub.files["README.md"] == "the card"
    assert {"config.json", "model.safetensors", "tokenizer.json", "calibration.json"} <= set(hub.files)
    hub.create_repo.assert_called_once_with("me/mine", private=True, exist_ok=True)
    hub.create_branch.assert_called_once_with("me/mine", branch="next", exist_ok=True)


def test_a_folder_without_a_card_is_not_uploaded(folder: Path, hub: Any) -> None:
    with pytest.raises(ModelError, match=r"must hold README\.md, the model card"):
        push_to_hub(folder, "me/mine")
    hub.create_repo.assert_not_called()


@pytest.mark.model
def test_what_the_hub_says_no_to_is_one_line(hub: Any) -> None:
    hub.create_repo.side_effect = ConnectionError("no network\nmore")
    with pytest.raises(ModelError, match=r"the hub did not take me/mine: no network$"):
        push_to_hub(tiny_tagger(), "me/mine")


@pytest.mark.model
def test_a_tagger_in_memory_gets_a_card_of_its_own(hub: Any) -> None:
    push_to_hub(tiny_tagger(), "me/mine")
    assert 'from_pretrained("me/mine")' in hub.files["README.md"]
    assert hub.files["README.md"].startswith("---\nlanguage: en\n")


def test_a_dataset_comes_back_as_a_dataset_with_a_row_an_article() -> None:
    found = label_dataset(Dataset.from_dict(ROWS), FakeTagger())
    assert isinstance(found, Dataset)
    assert found.column_names == ["id", "text", "topic", "sentences", "skipped"]
    assert [[s["labels"] for s in sentences] for sentences in found["sentences"]] == [
        [["none"]],
        [["official_confirmation"], ["none"]],
        [],
    ]
    assert found["skipped"][:] == [None, None, "empty"]


def test_spans_and_types_survive_the_features() -> None:
    found = label_dataset(Dataset.from_dict(ROWS), FakeTagger())
    [made] = found[1]["sentences"][0]["attributions"]
    assert made["source"] == {"start_char": 0, "end_char": 8, "text": "The army"}
    assert made["type"] == "official_confirmation"
    assert found.features["sentences"].feature["prob_none"] == Value("float32")


def test_features_do_not_depend_on_the_first_articles() -> None:
    quiet, loud = ({name: values[i : i + 1] for name, values in ROWS.items()} for i in (0, 1))
    assert (
        label_dataset(Dataset.from_dict(quiet), FakeTagger()).features
        == label_dataset(Dataset.from_dict(loud), FakeTagger()).features
    )


def test_map_takes_the_function_with_its_features() -> None:
    dataset = Dataset.from_dict({"body": [TEXT]}, features=Features({"body": Value("string")}))
    label = as_batched_fn(FakeTagger(), column="body")
    assert len(dataset.map(label, batched=True, features=label.features(dataset))[0]["sentences"]) == 2


def test_every_part_of_a_dataset_dict_is_labelled() -> None:
    found = label_dataset(DatasetDict(train=Dataset.from_dict(ROWS)), FakeTagger())
    assert isinstance(found, DatasetDict)
    assert "sentences" in found["train"].column_names


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="must have a column 'text', got body"):
        as_batched_fn(FakeTagger())({"body": [TEXT]})


@pytest.mark.model
def test_the_function_travels_without_its_model_and_its_cache_key_stays(folder: Path) -> None:
    label = as_batched_fn(folder)
    before = Hasher.hash(label)
    label({"text": [TEXT]})
    assert Hasher.hash(label) == before
    assert len(pickle.dumps(label)) < 1000
