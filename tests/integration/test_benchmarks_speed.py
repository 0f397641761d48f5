"""The speed benchmarks run and fill in their tables; a network of one layer, so the figures mean nothing."""

import json
from pathlib import Path

import pytest

from benchmarks import gpu, scale, speed
from benchmarks.text import drawn_articles, drawn_documents
from benchmarks.timing import encoder_work, matrix_rate, medians_in_turn
from tests.tiny import tiny_tagger

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]  # other libraries' own


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model")
    tiny_tagger(max_tokens=128).save_pretrained(path)
    return path


def test_speed_compares_with_others(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, plot = tmp_path / "out.json", tmp_path / "out.png"
    assert speed.main(["--model", str(folder), "--smoke", "--json", str(out), "--plot", str(plot)]) == 0
    result = json.loads(out.read_text())
    assert result["ratio_to_pipeline_batch_32"][speed.YARDSTICK] == 1
    assert {"ours, torch float32", "ours, torch bfloat16", "transformers pipeline"} <= result[
        "sentences_per_second"
    ].keys()
    assert all(share > 0 for share in result["share_of_roofline"].values())
    assert plot.stat().st_size > 1000
    assert speed.YARDSTICK in capsys.readouterr().out


def test_scale_fits_a_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, plot = tmp_path / "out.json", tmp_path / "out.png"
    given = ["--model", str(folder), "--smoke", "--json", str(out), "--plot", str(plot)]
    assert scale.main(given) == 0
    result = json.loads(out.read_text())
    [small, large] = result["medians"]["torch"]
    assert small["sentences"] < large["sentences"]
    assert small["peak_mb"] > 10
    assert {"r2", "exponent", "seconds_per_1000_sentences"} <= result["fits"]["torch"].keys()
    assert plot.stat().st_size > 1000


def test_gpu_runs_on_a_cpu_and_says_where_the_time_goes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--model", str(folder), "--device", "cpu", "--smoke", "--json", str(tmp_path / "out.json")]
    assert gpu.main(given) == 0
    result = json.loads((tmp_path / "out.json").read_text())
    assert {"tokenise", "copy to the device", "network", "decode"} <= result["stage_seconds"].keys()
    assert result["training_tokens_per_second"] > 0


def test_drawn_text_is_the_same_each_time_and_never_a_copy() -> None:
    articles = list(drawn_articles(300))
    assert articles == list(drawn_articles(300))
    assert len({a["text"] for a in articles}) == len(articles)
    assert 280 <= sum(len(d.sentences) for d in drawn_documents(300)) <= 320


def test_work_grows_with_tokens_and_their_pairs() -> None:
    config = tiny_tagger().model.encoder.config
    assert encoder_work(config, [1]) == 2 * (4 * 8**2 + 2 * 8 * 16) + 4 * 8
    assert encoder_work(config, [10, 10]) < encoder_work(config, [20])


def test_a_number_format_without_products_has_no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def refuse(*_: object) -> None:
        raise NotImplementedError("no such product")

    monkeypatch.setattr(torch, "_int_mm", refuse)
    assert matrix_rate("int8", size=8, runs=1) is None


def test_cases_take_turns() -> None:
    order: list[str] = []
    medians_in_turn({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 2)
    assert "".join(order) == "ababab"
