"""``analyze`` and ``label``: data on standard output, one line for what is wrong, exit codes 0, 1 and 2."""

import io
import json
import sys
from pathlib import Path

import pytest

import attribution.cli.analyze
from attribution.analysis import Analysis
from attribution.cli import main
from tests.command import CLAIM, ROOT, TEXT, Run
from tests.fakes import FakeTagger


def test_analyze_writes_a_table(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "analyze", path, "--claim", CLAIM)
    assert (run.code, run.err) == (0, "")
    assert "+ official" in run.out
    assert "The score measures the sourcing, not the facts." in run.out


def test_analyze_writes_json_that_reads_back(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "analyze", path, "--claim", CLAIM, "--format", "json")
    result = Analysis.from_json(run.out)
    assert [claim.text for claim in result.claims] == [CLAIM]
    assert result.claims[0].n_origins_for == result.claims[0].n_origins_against == 1


def test_analyze_writes_json_lines(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "analyze", path, "--claim", CLAIM, "--format", "jsonl")
    assert [json.loads(line)["record"] for line in run.out.splitlines()] == ["run", "document", "claim"]


def test_claims_of_flag_and_file_add_up(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "claims.txt").write_text("The road was closed\n", "utf-8")
    words = ("--claim", CLAIM, "--claim", "It rained", "--claims", str(tmp_path / "claims.txt"))
    run = Run(capsys, "analyze", path, *words, "--format", "json")
    assert [c.text for c in Analysis.from_json(run.out).claims] == ["The road was closed", CLAIM, "It rained"]


def test_the_run_block_has_settings_and_digests(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = json.loads(Run(capsys, "analyze", path, "--prior", "0.3", "--format", "json").out)["run"]
    assert run["settings"]["prior"] == 0.3
    assert run["model"]["sha256"] == FakeTagger.digest
    assert len(next(iter(run["documents"].values()))) == 64


def test_explain_says_why_each_claim_has_its_score(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    plain = Run(capsys, "analyze", path, "--claim", CLAIM).out
    said = " ".join(Run(capsys, "analyze", path, "--claim", CLAIM, "--explain").out.split())
    assert "This is about the sourcing of the claim, not about whether it is true." in said
    assert "This is about the sourcing" not in plain


def test_plots_are_written_for_each_claim(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    dated = [{"id": str(day), "text": TEXT, "date": f"2031-03-0{day}"} for day in (1, 2)]
    (tmp_path / "dated.jsonl").write_text("\n".join(map(json.dumps, dated)), "utf-8")
    run = Run(capsys, "analyze", str(tmp_path / "dated.jsonl"), "--claim", CLAIM, "--plots", str(tmp_path / "a" / "b"))
    assert run.code == 0
    names = ["claim-1-contributions.png", "claim-1-history.png"]
    assert sorted(file.name for file in (tmp_path / "a" / "b").iterdir()) == names


def test_a_plots_folder_that_cannot_be_made_is_one_line(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    error = Run(capsys, "analyze", path, "--plots", f"{path}/plots").error
    assert error.startswith("--plots must be a folder that can be written, but ")


def test_max_claims_keeps_the_first_that_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("analyze", str(ROOT / "examples" / "story.jsonl"), "--format", "json")
    found = Analysis.from_json(Run(capsys, *words).out)
    first = Analysis.from_json(Run(capsys, *words, "--max-claims", "1").out)
    assert len(found.claims) > 1
    assert first.claims == found.claims[:1]
    assert first.run["settings"]["max_claims"] == 1


def test_label_writes_one_line_a_document(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Run(capsys, "label", path, "--format", "jsonl").out.splitlines()
    document = json.loads(lines[0])
    assert len(lines) == 1
    assert [s["labels"] for s in document["sentences"]] == [["official_confirmation"], ["denial"]]
    assert document["sentences"][1]["attributions"][0]["source"]["text"] == "The party"
    assert document["run"]["documents"] == {document["id"]: document["sha256"]}


def test_label_writes_one_object(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert Analysis.from_json(Run(capsys, "label", path, "--format", "json").out).claims == ()


def test_label_writes_a_table(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "- denial" in Run(capsys, "label", path).out


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert "- denial" in Run(capsys, "label", "-").out


def test_overrides_change_the_score_and_are_marked(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"document": "orven.txt", "sentence": 1, "claim": "claim-1", "stance": "supports"}
    (tmp_path / "fixes.jsonl").write_text(json.dumps(row), "utf-8")
    words = ("analyze", path, "--claim", CLAIM, "--format", "json")
    before = Analysis.from_json(Run(capsys, *words).out).claims[0]
    after = Analysis.from_json(Run(capsys, *words, "--overrides", str(tmp_path / "fixes.jsonl")).out).claims[0]
    assert after.corroboration > before.corroboration
    assert [e.set_by_human for e in after.evidence] == [(), ("stance",)]


def test_documents_of_one_name_in_two_folders_get_ids_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{TEXT} Seen from {folder}.", "utf-8")
    run = Run(capsys, "analyze", str(tmp_path / "one"), str(tmp_path / "two"), "--format", "json")
    assert [d.id for d in Analysis.from_json(run.out).documents] == ["a.txt", "a.txt#2"]


# what is skipped


def test_a_path_that_is_missing_among_others_is_skipped_and_named(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "label", path, "/no/such.txt", "--format", "jsonl")
    assert (run.code, len(run.out.splitlines())) == (1, 1)
    assert "attribution: skipped /no/such.txt" in run.err
    assert "attribution: 1 of 2 inputs skipped" in run.err


def test_a_line_that_is_not_json_is_skipped_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.dumps({"id": "a", "text": TEXT}), "{not json", json.dumps({"id": "b", "text": TEXT + " So it goes."})]
    (tmp_path / "news.jsonl").write_text("\n".join(rows), "utf-8")
    run = Run(capsys, "label", str(tmp_path / "news.jsonl"), "--format", "jsonl")
    assert (run.code, len(run.out.splitlines())) == (1, 3)
    assert "attribution: skipped news.jsonl:2: not JSON" in run.err
    assert "attribution: 1 of 3 inputs skipped" in run.err


# what fails


def test_no_command_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "required: COMMAND (see attribution --help)" in Run(capsys).error


def test_no_input_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "required: PATH (see attribution analyze --help)" in Run(capsys, "analyze").error


def test_an_unknown_flag_is_one_line(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "unrecognized arguments: --nope" in Run(capsys, "analyze", path, "--nope").error


def test_an_input_that_is_missing_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/no/such.txt" in Run(capsys, "analyze", "/no/such.txt").error


def test_an_empty_folder_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert str(tmp_path) in Run(capsys, "label", str(tmp_path)).error


def test_a_missing_claims_file_is_one_line(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        "/no/claims.txt must be a readable UTF-8 file"
        in Run(capsys, "analyze", path, "--claims", "/no/claims.txt").error
    )


def test_a_bad_claims_line_is_named(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "claims.jsonl").write_text('{"text": "It rained"}\n{"texts": "x"}\n', "utf-8")
    assert "claims.jsonl, line 2" in Run(capsys, "analyze", path, "--claims", str(tmp_path / "claims.jsonl")).error


def test_an_empty_claim_is_one_line(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--claim must be a statement in words" in Run(capsys, "analyze", path, "--claim", " ").error


def test_an_unknown_label_in_overrides_is_named(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fixes.jsonl").write_text('{"document": "orven.txt", "sentence": 0, "labels": ["denail"]}', "utf-8")
    error = Run(capsys, "analyze", path, "--overrides", str(tmp_path / "fixes.jsonl")).error
    assert error.endswith("fixes.jsonl, line 1: unknown label 'denail'. Did you mean 'denial'?")


@pytest.mark.parametrize("command", ["analyze", "label"])
def test_overrides_of_an_unknown_document_fail_before_the_model_loads(
    command: str, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribution.cli.analyze, "load_tagger", lambda arguments: pytest.fail("the model was loaded"))
    (tmp_path / "fixes.jsonl").write_text('{"document": "orven", "sentence": 0, "labels": ["hint"]}', "utf-8")
    error = Run(capsys, command, path, "--overrides", str(tmp_path / "fixes.jsonl")).error
    assert error.endswith("there is no document 'orven'. Did you mean 'orven.txt'?")


@pytest.mark.parametrize(
    ("flag", "value", "message"),
    [
        ("--prior", "1", "--prior: must be a probability above 0 and below 1, got '1'"),
        ("--prior", "x", "--prior: must be a probability"),
        ("--prior", "nan", "--prior: must be a probability"),
        ("--as-of", "2 May", "--as-of: must be ISO 8601"),
        ("--batch-size", "0", "--batch-size: must be a whole number of at least 1"),
        ("--max-claims", "11", "--max-claims: must be a whole number from 0 to 10"),
        ("--format", "xml", "invalid choice: 'xml'"),
    ],
)
def test_an_option_that_cannot_be_is_one_line(
    flag: str, value: str, message: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in Run(capsys, "analyze", path, f"{flag}={value}").error


def test_a_missing_model_folder_is_one_line(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert f"no model folder {tmp_path / 'none'}" in Run(capsys, "label", path, "--model", str(tmp_path / "none")).error


def test_a_folder_that_holds_no_model_is_one_line(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert "must hold config.json and model.safetensors" in Run(capsys, "label", path, "--model", str(tmp_path)).error


def test_an_interrupt_is_one_line(
    path: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(attribution.cli.analyze, "load_tagger", interrupted)
    assert Run(capsys, "label", path).error == "interrupted"


def test_a_defect_is_one_line_and_debug_shows_it(
    path: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(arguments: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(attribution.cli.analyze, "load_tagger", broken)
    assert "unexpected ZeroDivisionError: by zero" in Run(capsys, "label", path).error
    with pytest.raises(ZeroDivisionError, match="by"):
        main(["label", path, "--debug"])
