"""``--format stix``, ``csv`` and ``parquet``."""

import csv
import io
import json
from pathlib import Path

import pytest
import stix2
from pyarrow import parquet

from tests.command import CLAIM, Run


def test_analyze_writes_a_stix_bundle(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "analyze", path, "--claim", CLAIM, "--format", "stix")
    bundle = stix2.parse(json.loads(run.out))
    assert [made.name for made in bundle.objects if made.type == "report"] == [CLAIM]


def test_analyze_writes_evidence_as_csv(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "analyze", path, "--claim", CLAIM, "--format", "csv")
    assert [row["stance"] for row in csv.DictReader(io.StringIO(run.out))] == ["supports", "refutes"]


@pytest.mark.parametrize(("level", "rows"), [("claims", 1), ("sentences", 2), ("attributions", 2), ("documents", 1)])
def test_analyze_writes_each_level(path: str, capsys: pytest.CaptureFixture[str], level: str, rows: int) -> None:
    run = Run(capsys, "analyze", path, "--claim", CLAIM, "--format", "csv", "--level", level)
    assert len(list(csv.DictReader(io.StringIO(run.out)))) == rows


@pytest.mark.parametrize(("level", "rows"), [("evidence", 2), ("claims", 1), ("sentences", 2), ("attributions", 2)])
def test_analyze_writes_each_level_as_parquet(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], level: str, rows: int
) -> None:
    out = tmp_path / "made.parquet"
    words = ("--claim", CLAIM, "--format", "parquet", "--level", level, "--out", str(out))
    assert Run(capsys, "analyze", path, *words).code == 0
    table = parquet.read_table(out)
    assert table.num_rows == rows
    assert json.loads(table.schema.metadata[b"attribution_run"])["settings"]["claims"] == "given"


def test_parquet_is_not_written_to_a_terminal(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "name it with --out" in Run(capsys, "analyze", path, "--format", "parquet").error


def test_label_writes_sentences_as_csv(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(Run(capsys, "label", path, "--format", "csv").out)))
    assert [json.loads(row["labels"]) for row in rows] == [["official_confirmation"], ["denial"]]


def test_label_knows_no_claims(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "invalid choice: 'stix'" in Run(capsys, "label", path, "--format", "stix").error
    assert "invalid choice: 'evidence'" in Run(capsys, "label", path, "--level", "evidence").error
