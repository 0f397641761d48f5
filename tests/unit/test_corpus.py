"""A run over a corpus: chunks, resuming, what is set aside, and the tables that come out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from attribution.corpus import label_corpus
from attribution.documents.units import count_units, input_files, read_units
from attribution.errors import InputError
from attribution.schema import Document
from attribution.tables import sentence_schema
from tests.fakes import FakeTagger


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [{"id": f"row-{i}", "text": f"The ministry denied report {i}. It rained."} for i in range(9)]
    (folder / "b.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "a.txt").write_text("The army confirmed the strike.", "utf-8")
    return folder


class StoppingTagger(FakeTagger):
    """Is interrupted when it should tag once too often."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls = calls

    def predict_embedded(self, documents: Sequence[Document], *, batch_size: int = 16) -> Any:
        self.calls -= 1
        if self.calls < 0:
            raise KeyboardInterrupt("stopped by the test")
        return super().predict_embedded(documents, batch_size=batch_size)


class FragileTagger(FakeTagger):
    """Fails on one document."""

    def predict_embedded(self, documents: Sequence[Document], *, batch_size: int = 16) -> Any:
        if any(document.id == "row-4" for document in documents):
            raise ValueError("no such luck")
        return super().predict_embedded(documents, batch_size=batch_size)


def test_every_sentence_becomes_a_row(corpus: Path, tmp_path: Path) -> None:
    made = label_corpus([str(corpus)], tmp_path / "out.parquet", tagger=FakeTagger(), chunk_size=4)
    table = parquet.read_table(made.path)
    assert (made.n_documents, made.n_skipped, made.skipped_path) == (10, 0, None)
    assert table.schema.equals(sentence_schema())
    assert table["document_id"].to_pylist()[:3] == ["a.txt", "row-0", "row-0"]
    [denial] = table["attributions"].to_pylist()[1]
    assert (denial["type"], denial["source"]["text"]) == ("denial", "The ministry")


def test_parts_are_gone_when_the_result_is_whole(corpus: Path, tmp_path: Path) -> None:
    label_corpus([str(corpus)], tmp_path / "out.parquet", tagger=FakeTagger(), chunk_size=4)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["corpus", "out.parquet"]


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_stopped_run_goes_on_and_ends_the_same(corpus: Path, tmp_path: Path, calls: int, kind: str) -> None:
    whole, resumed = tmp_path / f"whole.{kind}", tmp_path / f"resumed.{kind}"
    label_corpus([str(corpus)], whole, tagger=FakeTagger(), chunk_size=4)
    with pytest.raises(KeyboardInterrupt, match="stopped by the test"):
        label_corpus([str(corpus)], resumed, tagger=StoppingTagger(calls), chunk_size=4)
    assert not resumed.exists()
    tagger = StoppingTagger(3 - calls)
    label_corpus([str(corpus)], resumed, tagger=tagger, chunk_size=4)
    assert resumed.read_bytes() == whole.read_bytes()
    assert tagger.calls == 0  # nothing was tagged twice


def test_a_half_written_part_does_not_count(corpus: Path, tmp_path: Path) -> None:
    whole, resumed = tmp_path / "whole.parquet", tmp_path / "resumed.parquet"
    label_corpus([str(corpus)], whole, tagger=FakeTagger(), chunk_size=4)
    with pytest.raises(KeyboardInterrupt, match="stopped by the test"):
        label_corpus([str(corpus)], resumed, tagger=StoppingTagger(1), chunk_size=4)
    (tmp_path / "resumed.parquet.parts" / "00000001.parquet.tmp").write_bytes(b"PAR1 and then the power went")
    label_corpus([str(corpus)], resumed, tagger=FakeTagger(), chunk_size=4)
    assert resumed.read_bytes() == whole.read_bytes()


def test_a_document_that_fails_is_set_aside_and_the_others_go_on(corpus: Path, tmp_path: Path) -> None:
    (corpus / "c.jsonl").write_text('{"id": "empty", "text": " "}\nnot json\n', "utf-8")
    made = label_corpus([str(corpus)], tmp_path / "out.parquet", tagger=FragileTagger(), chunk_size=4)
    assert made.skipped_path is not None
    skipped = {row["id"]: row["reason"] for row in map(json.loads, made.skipped_path.read_text().splitlines())}
    assert skipped["row-4"] == "ValueError: no such luck"
    assert skipped["empty"] == "empty"
    assert skipped["c.jsonl:2"].startswith("c.jsonl:2: not JSON")
    assert (made.n_documents, made.n_skipped) == (9, 3)


def test_other_inputs_do_not_go_on_from_old_parts(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt, match="stopped by the test"):
        label_corpus([str(corpus)], tmp_path / "out.parquet", tagger=StoppingTagger(1), chunk_size=4)
    (corpus / "a.txt").write_text("Something else altogether.", "utf-8")
    with pytest.raises(InputError, match="left by a run with another inputs"):
        label_corpus([str(corpus)], tmp_path / "out.parquet", tagger=FakeTagger(), chunk_size=4)
    made = label_corpus([str(corpus)], tmp_path / "out.parquet", tagger=FakeTagger(), chunk_size=4, restart=True)
    assert made.n_documents == 10


def test_a_result_of_another_kind_is_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must be a \.parquet or \.jsonl file"):
        label_corpus([str(corpus)], tmp_path / "out.csv", tagger=FakeTagger())


def test_progress_counts_documents(corpus: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    label_corpus(
        [str(corpus)],
        tmp_path / "out.parquet",
        tagger=FakeTagger(),
        chunk_size=4,
        progress=lambda *at: seen.append(at),
    )
    assert seen == [(0, 10), (4, 10), (8, 10), (10, 10)]


def test_a_lone_surrogate_reaches_parquet_as_a_replacement(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "s", "text": "The army denied it \ud800 again."}))
    made = label_corpus([str(tmp_path / "a.jsonl")], tmp_path / "out.parquet", tagger=FakeTagger())
    assert parquet.read_table(made.path)["text"].to_pylist() == ["The army denied it \ufffd again."]


def test_patterns_find_files(corpus: Path) -> None:
    assert [name for _, name in input_files([str(corpus / "*.txt")])] == ["a.txt"]


def test_an_input_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.txt does not exist"):
        input_files([str(tmp_path / "nothing.txt")])


def test_units_are_counted_as_they_are_read(corpus: Path) -> None:
    files = input_files([str(corpus)])
    assert count_units(files) == len(list(read_units(files))) == 10
