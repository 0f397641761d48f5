"""``evaluate``, ``models``, ``train`` and every ``--help``."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import CLAIM, ROOT, TEXT, Run


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["analyze"],
        ["label"],
        ["train"],
        ["evaluate"],
        ["evaluate", "labels"],
        ["evaluate", "spans"],
        ["evaluate", "speed"],
        ["evaluate", "stance"],
        ["evaluate", "corroboration"],
        ["models"],
        ["export"],
        ["serve"],
        ["doctor"],
    ],
)
def test_help_teaches_without_loading_anything(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, *words, "--help")
    assert (run.code, run.err) == (0, "")
    assert "examples:" in run.out


def test_help_imports_no_deep_learning_library_and_no_numpy() -> None:
    code = "import sys; from attribution.cli import main; main(['analyze', '--help'])"
    code += "; print(sorted({'numpy', 'torch'} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    out = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, timeout=60
    ).stdout
    assert out.endswith(b"[]\n")


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert Run(capsys, "--version").out.startswith("attribution ")


@pytest.fixture
def gold(tmp_path: Path) -> str:
    first = TEXT.index(" The party")
    sentences = [
        {"start_char": 0, "end_char": first, "attributions": [_gold("official_confirmation", 0, 8, 9, 18)]},
        {"start_char": first + 1, "end_char": len(TEXT), "attributions": [_gold("denial", 56, 65, 66, 72)]},
    ]
    row = {"id": "orven", "text": TEXT, "sentences": sentences}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), "utf-8")
    return str(tmp_path / "gold.jsonl")


def _gold(kind: str, *places: int) -> dict[str, object]:
    source, cue = [list(places[:2])], [list(places[2:])]
    return {"type": kind, "source_kind": "official", "anonymous": False, "source": source, "cue": cue, "content": []}


def test_evaluate_labels_scores_a_model(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads(Run(capsys, "evaluate", "labels", gold, "--json").out)
    assert result["labels"]["denial"]["f1"] == 1.0


def test_evaluate_labels_scores_a_file_that_label_wrote(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news.jsonl").write_text(json.dumps({"id": "orven", "text": TEXT}), "utf-8")
    pred = str(tmp_path / "pred.jsonl")
    Run(capsys, "label", str(tmp_path / "news.jsonl"), "--format", "jsonl", "--out", pred)
    assert json.loads(Run(capsys, "evaluate", "labels", gold, pred, "--json").out)["labels"]["denial"]["f1"] == 1.0


def test_evaluate_labels_takes_predictions_without_texts(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = json.loads(Path(gold).read_text("utf-8"))
    sentences = [{k: s[k] for k in ("start_char", "end_char")} | {"labels": ["denial"]} for s in row["sentences"]]
    (tmp_path / "pred.jsonl").write_text(json.dumps({"id": "orven", "sentences": sentences}), "utf-8")
    result = json.loads(Run(capsys, "evaluate", "labels", gold, str(tmp_path / "pred.jsonl"), "--json").out)
    assert result["labels"]["denial"]["precision"] == 0.5


def test_evaluate_writes_markdown(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "| --- |" in Run(capsys, "evaluate", "labels", gold, "--markdown").out


def test_evaluate_labels_draws_confusion_reliability_and_risk_coverage(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "evaluate", "labels", gold, "--json", "--plots", str(tmp_path / "figures"))
    assert json.loads(run.out)["task"] == "labels"
    assert pictures(tmp_path / "figures") == ["confusion.png", "reliability.png", "risk-coverage.png"]


def test_predictions_without_probabilities_have_no_curves(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = json.loads(Path(gold).read_text("utf-8"))
    sentences = [{k: s[k] for k in ("start_char", "end_char")} | {"labels": ["denial"]} for s in row["sentences"]]
    (tmp_path / "pred.jsonl").write_text(json.dumps({"id": "orven", "sentences": sentences}), "utf-8")
    Run(capsys, "evaluate", "labels", gold, str(tmp_path / "pred.jsonl"), "--plots", str(tmp_path / "figures"))
    assert pictures(tmp_path / "figures") == ["confusion.png"]


def test_evaluate_speed_times_each_model_and_draws_the_front(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "evaluate", "speed", gold, "one", "two", "--json", "--plots", str(tmp_path / "figures"))
    result = json.loads(run.out)
    assert [(row["model"], row["macro_f1"]["value"]) for row in result["models"]] == [("one", 1.0), ("two", 1.0)]
    assert min(row["sentences_per_second"] for row in result["models"]) > 0
    assert pictures(tmp_path / "figures") == ["speed-accuracy.png"]


def test_evaluate_speed_takes_the_shipped_model_where_none_is_named(
    gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "| news-minilm |" in Run(capsys, "evaluate", "speed", gold, "--markdown").out


def test_a_folder_for_plots_that_cannot_be_made_is_told_before_the_work(
    gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = Run(capsys, "evaluate", "labels", gold, "--plots", f"{gold}/figures").error
    assert error.startswith("--plots must be a folder that can be written")


def pictures(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_evaluate_spans_scores_a_model(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(Run(capsys, "evaluate", "spans", gold, "--json").out)["exact"]["cue"]["f1"] == 1.0


def test_evaluate_writes_a_table(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "precision" in Run(capsys, "evaluate", "spans", gold).out


def test_predictions_that_are_not_json_are_named(gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pred.jsonl").write_text("{", "utf-8")
    assert (
        "pred.jsonl, line 1 must be JSON" in Run(capsys, "evaluate", "labels", gold, str(tmp_path / "pred.jsonl")).error
    )


def test_missing_gold_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/no/gold.jsonl does not exist" in Run(capsys, "evaluate", "labels", "/no/gold.jsonl").error


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "runs" / "mine"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", "utf-8")
    (folder / "model.safetensors").write_bytes(b"weights")
    metrics = {"dev": {"source_f1": 0.77, "macro_f1": 0.6}, "labels": {"macro_f1": 0.7123}}
    (folder / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    return folder


def test_models_lists_digest_size_labels_and_scores(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(Run(capsys, "models", str(model.parent), "--json").out)
    [row] = [row for row in rows if row["folder"] == str(model)]
    assert (row["bytes"], row["labels"][-1]) == (7, "none")
    assert row["sha256"] == hashlib.sha256(b"weights").hexdigest()
    assert row["dev"] == {"source_f1": 0.77, "macro_f1": 0.7123}


def test_models_writes_a_table(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "macro F1 0.712" in " ".join(Run(capsys, "models", str(model)).out.split())


def test_a_models_folder_that_is_missing_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert Run(capsys, "models", "/no/such").error == "/no/such must be a folder"


def test_train_without_its_packages_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attribution.cli.train.find_spec", lambda package: None)
    assert "pip install 'news-attribution[train]'" in Run(capsys, "train", "news.toml").error


@pytest.fixture
def rumours(tmp_path: Path) -> tuple[str, str]:
    texts = {"0": TEXT, "1": "The party denied that the mill at Belmar was sold. The sale of the mill is a hoax."}
    bodies = [{"body_id": id, "text": text} for id, text in texts.items()]
    headlines = [{"headline": "Orven bridge closed", "stance": "for"}]
    claims = [
        {"claim": CLAIM, "truth": "true", "headlines": headlines, "bodies": [{"body_id": "0"}]},
        {"claim": "The mill at Belmar was sold", "truth": "false", "headlines": [], "bodies": [{"body_id": "1"}]},
    ]
    for name, rows in (("bodies", bodies), ("claims", claims)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(tmp_path / "claims.jsonl"), str(tmp_path / "bodies.jsonl")


def test_evaluate_corroboration_scores_claims_and_writes_a_row_each(
    rumours: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims, bodies = rumours
    table = tmp_path / "claims.csv"
    run = Run(capsys, "evaluate", "corroboration", claims, "--bodies", bodies, "--per-claim", str(table))
    assert json.loads(run.out)["auc"]["value"] == 1.0
    assert [line.split(",")[:3] for line in table.read_text("utf-8").splitlines()[1:]] == [
        ["claim-1", CLAIM, "true"],
        ["claim-2", "The mill at Belmar was sold", "false"],
    ]


def test_evaluate_corroboration_draws_reliability_and_risk_coverage(
    rumours: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims, bodies = rumours
    words = ("evaluate", "corroboration", claims, "--bodies", bodies, "--plots", str(tmp_path / "figures"))
    assert Run(capsys, *words).code == 0
    assert pictures(tmp_path / "figures") == ["reliability.png", "risk-coverage.png"]


def test_evaluate_stance_scores_headlines(rumours: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads(Run(capsys, "evaluate", "stance", rumours[0]).out)
    assert (result["n_pairs"], result["stances"]["supports"]["support"]) == (1, 1)


def test_evaluate_stance_scores_bodies_into_a_file(
    rumours: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"headline": CLAIM, "body_id": "0", "stance": "discuss"},
        {"headline": CLAIM, "body_id": "1", "stance": "unrelated"},
    ]
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    out = tmp_path / "out.json"
    words = ("evaluate", "stance", str(tmp_path / "pairs.jsonl"), "--bodies", rumours[1], "--json", str(out))
    assert Run(capsys, *words).code == 0
    assert json.loads(out.read_text("utf-8"))["stances"]["unrelated"]["f1"] == 1.0
