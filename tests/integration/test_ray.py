"""The corpus job on a local Ray cluster with two actors."""

import json
from pathlib import Path

import pytest

from attribution.tables import sentence_schema

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]  # Ray warns about itself


def test_two_actors_label_every_article_once(tmp_path: Path) -> None:
    ray = pytest.importorskip("ray")
    from pyarrow import parquet

    from attribution.integrations.ray import label_files

    rows = [{"id": f"row-{i}", "text": f"The ministry denied report {i}."} for i in range(8)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    try:
        label_files(str(tmp_path / "a.jsonl"), str(tmp_path / "out"), actors=2)
    finally:
        ray.shutdown()
    table = parquet.read_table(tmp_path / "out")
    assert table.schema.names == sentence_schema().names
    assert sorted(table["document_id"].to_pylist()) == [row["id"] for row in rows]
    assert {label for labels in table["labels"].to_pylist() for label in labels} == {"denial"}
