"""The corpus job on a local Ray cluster with two actors."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from attribution.errors import InputError
from attribution.integrations.ray import _Labeller, _start, label_files
from attribution.tables import sentence_schema
from tests.command import Run
from tests.fakes import FakeTagger
from tests.tiny import tiny_tagger

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]  # Ray warns about itself


@pytest.fixture
def ray() -> Iterator[Any]:
    found = pytest.importorskip("ray")
    yield found
    found.shutdown()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    rows = [{"id": f"row-{i}", "text": f"The ministry denied report {i}."} for i in range(8)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path / "a.jsonl"


def test_two_actors_label_every_article_once(ray: Any, news: Path, tmp_path: Path) -> None:
    from pyarrow import parquet

    label_files(str(news), str(tmp_path / "out"), actors=2)
    table = parquet.read_table(tmp_path / "out")
    assert table.schema.names == sentence_schema().names
    assert sorted(table["document_id"].to_pylist()) == [f"row-{i}" for i in range(8)]
    assert {label for labels in table["labels"].to_pylist() for label in labels} == {"denial"}


@pytest.mark.parametrize("command", ["analyze", "label"])
def test_the_command_labels_on_a_cluster(
    command: str, ray: Any, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pyarrow import parquet

    tiny_tagger().save_pretrained(tmp_path / "model")
    started = ray.init(num_cpus=3)  # the cluster that the command is given the address of
    words = ["--ray", started.address_info["gcs_address"], "--actors", "2", "--model", str(tmp_path / "model")]
    run = Run(capsys, command, str(news), "--out", str(tmp_path / "out"), *words)
    assert run.code == 0, run.err
    assert sorted(parquet.read_table(tmp_path / "out")["document_id"].to_pylist()) == [f"row-{i}" for i in range(8)]


def test_the_command_needs_a_folder_and_no_format(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "give --out FOLDER" in Run(capsys, "label", str(news), "--ray", "local").error
    words = ("--ray", "local", "--out", "x", "--format", "json")
    assert "neither --format nor --overrides" in Run(capsys, "label", str(news), *words).error


def test_claims_are_not_scored_on_a_cluster(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--ray", "local", "--out", "x", "--claim", "It rained.")
    assert "over all documents at once: leave --ray out" in Run(capsys, "analyze", str(news), *words).error


def test_two_kinds_of_files_are_refused() -> None:
    pytest.importorskip("ray")
    with pytest.raises(InputError, match=r"not both in one run, got a\.jsonl, b\.parquet"):
        label_files(["a.jsonl", "b.parquet"], "out")


def test_a_document_that_fails_is_logged_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    class Fragile(FakeTagger):
        def predict_embedded(self, documents: Any, *, batch_size: int = 16) -> Any:
            if any(document.id == "bad" for document in documents):
                raise ValueError("no such luck")
            return super().predict_embedded(documents, batch_size=batch_size)

    batch = {"id": np.array(["good", "bad", "none"]), "text": np.array(["They denied it.", "They denied it.", None])}
    table = _Labeller(Fragile)(batch)
    assert table["document_id"].to_pylist() == ["good"]
    assert [record.getMessage() for record in caplog.records] == [
        "skipped bad: ValueError: no such luck",
        "skipped none: row 3: no `text`; each must have a string",
    ]


@pytest.mark.parametrize(
    ("resources", "gpus", "actors"),
    [
        ({"CPU": 64.0}, 0, 63),
        ({"CPU": 1.0}, 0, 1),
        ({"CPU": 64.0, "GPU": 2.0}, 0.25, 8),
        ({"CPU": 4.0, "GPU": 8.0}, 1, 3),
    ],
)
def test_a_cluster_gets_as_many_actors_as_it_has_room_for(
    resources: dict[str, float], gpus: float, actors: int
) -> None:
    cluster = SimpleNamespace(init=lambda **_: None, cluster_resources=lambda: resources)
    assert _start(cluster, "auto", None, gpus) == actors
    assert _start(cluster, "auto", 2, gpus) == 2


def test_a_cluster_without_gpus_is_no_place_for_actors_that_need_one() -> None:
    cluster = SimpleNamespace(init=lambda **_: None, cluster_resources=lambda: {"CPU": 4.0})
    with pytest.raises(InputError, match=r"has 0 GPUs, too few for one actor with 0\.5"):
        _start(cluster, "auto", None, 0.5)


def test_an_address_without_a_cluster_is_named() -> None:
    def refuse(**_: object) -> None:
        raise ConnectionError("nobody answers\nand more")

    with pytest.raises(InputError, match=r"there is no Ray cluster at there:1: nobody answers$"):
        _start(SimpleNamespace(init=refuse), "there:1", None, 0)
