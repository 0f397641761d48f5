"""CSV and Parquet: every level, typed, and safe to open."""

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet

from attribution.analysis import Analysis
from attribution.columns import LEVELS
from attribution.errors import InputError, MissingDependencyError
from attribution.pipeline import analyze
from tests.fakes import FakeTagger, article

DOCUMENT = article("The army confirmed that the bridge at Orven was closed.", "It rained, “heavily”.", id="one")
EMPTY = Analysis((), (), {})


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze(DOCUMENT, ["The bridge at Orven was closed"], tagger=FakeTagger())


@pytest.mark.parametrize("level", LEVELS)
def test_csv_has_a_row_for_each_and_a_header(analysis: Analysis, level: str) -> None:
    table = analysis.columns(level)
    rows = list(csv.DictReader(io.StringIO(analysis.to_csv(level))))
    assert len(rows) == len(next(iter(table.values()))) > 0
    assert list(rows[0]) == list(table)


def test_csv_reads_back_lists_numbers_and_missing_values(analysis: Analysis) -> None:
    first, second = csv.DictReader(io.StringIO(analysis.to_csv("sentences")))
    assert (json.loads(first["labels"]), json.loads(second["labels"])) == (["official_confirmation"], ["none"])
    assert float(first["prob_none"]) == analysis.documents[0].sentences[0].probs["none"]
    assert second["text"] == "It rained, “heavily”."
    assert next(csv.DictReader(io.StringIO(analysis.to_csv("documents"))))["title"] == ""


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_text_becomes_a_formula_of_a_spreadsheet(text: str) -> None:
    made = replace(EMPTY, documents=(replace(DOCUMENT, title=text),))
    assert next(csv.DictReader(io.StringIO(made.to_csv("documents"))))["title"] == "'" + text


def test_a_lone_surrogate_is_written_as_a_replacement_character(tmp_path: Path) -> None:
    made = replace(EMPTY, documents=(replace(DOCUMENT, title="a\ud800"),))
    made.to_parquet(tmp_path / "a.parquet", "documents")
    assert "a\ufffd" in made.to_csv("documents")
    assert parquet.read_table(tmp_path / "a.parquet")["title"].to_pylist() == ["a\ufffd"]


@pytest.mark.parametrize("level", LEVELS)
def test_parquet_holds_the_same_as_columns(analysis: Analysis, level: str, tmp_path: Path) -> None:
    analysis.to_parquet(tmp_path / "a.parquet", level)
    table = parquet.read_table(tmp_path / "a.parquet")
    columns = {name: list(values) for name, values in analysis.columns(level).items()}
    assert table.to_pydict() == columns


@pytest.mark.parametrize("level", LEVELS)
def test_the_schema_of_parquet_does_not_depend_on_the_rows(analysis: Analysis, level: str, tmp_path: Path) -> None:
    analysis.to_parquet(tmp_path / "a.parquet", level)
    EMPTY.to_parquet(tmp_path / "b.parquet", level)
    full, empty = (parquet.read_schema(tmp_path / name) for name in ("a.parquet", "b.parquet"))
    assert full.equals(empty)


def test_parquet_says_how_it_was_made(analysis: Analysis, tmp_path: Path) -> None:
    analysis.to_parquet(tmp_path / "a.parquet", "claims")
    assert json.loads(parquet.read_schema(tmp_path / "a.parquet").metadata[b"attribution_run"]) == analysis.run


def test_an_unknown_level_suggests_the_nearest(analysis: Analysis) -> None:
    with pytest.raises(InputError, match="Did you mean 'claims'"):
        analysis.to_csv("claim")


def test_a_folder_that_is_not_there_is_named(analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing/a\.parquet cannot be written"):
        analysis.to_parquet(tmp_path / "missing" / "a.parquet")


def test_without_pyarrow_the_error_names_what_to_install(
    analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'news-attribution\[data\]'"):
        analysis.to_parquet(tmp_path / "a.parquet")
