"""Where data goes, and what is shown while it is made."""

import subprocess
import sys
from pathlib import Path

import pytest

import attribution.cli.analyze
from attribution.analysis import Analysis
from attribution.cli.output import open_output
from attribution.cli.progress import TrackedTagger, tracked
from attribution.errors import InputError
from tests.command import Run, run_module
from tests.fakes import FakeTagger, article


def test_out_gets_the_data_and_standard_output_nothing(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "label", path, "--format", "json", "--out", str(tmp_path / "out.json"))
    assert (run.code, run.out) == (0, "")
    assert len(Analysis.from_json((tmp_path / "out.json").read_bytes()).documents) == 1


@pytest.mark.parametrize("place", ["missing/out.json", ".", "file/out.json"])
def test_an_output_that_cannot_be_written_fails_before_the_model_loads(
    place: str, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribution.cli.analyze, "load_tagger", lambda arguments: pytest.fail("the model was loaded"))
    (tmp_path / "file").write_text("", "utf-8")
    error = Run(capsys, "analyze", path, "--out", str(tmp_path / place)).error
    assert error.startswith("--out must be a file that can be written, but ")


def test_a_failure_leaves_the_old_output_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old", "utf-8")

    def work() -> None:
        with open_output(tmp_path / "out.json") as stream:
            stream.write("new")
            raise InputError("stop")

    with pytest.raises(InputError, match="stop"):
        work()
    assert [(p.name, p.read_text("utf-8")) for p in tmp_path.iterdir()] == [("out.json", "old")]


def test_an_output_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    with open_output(path) as stream:
        stream.write("new")
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_an_output_through_a_link_changes_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with open_output(tmp_path / "link") as stream:
        stream.write("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text("utf-8") == "x"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_is_written_and_not_replaced() -> None:
    with open_output(Path("/dev/null")) as stream:
        stream.write("x")
    assert Path("/dev/null").is_char_device()


def test_a_reader_that_stops_early_ends_the_command_quietly() -> None:
    code = "import sys; sys.stdin.close()"
    reader = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    reader.wait(timeout=60)
    result = run_module("models", "--json", stdout=reader.stdin, stderr=subprocess.PIPE)
    assert reader.stdin is not None
    reader.stdin.close()
    assert (result.returncode, result.stderr) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = run_module("models", "--json", stdout=full, stderr=subprocess.PIPE)
    assert (result.returncode, result.stderr) == (2, b"attribution: error: [Errno 28] No space left on device\n")


# progress


def test_slices_cover_everything_in_order() -> None:
    assert [list(part) for part in tracked(list(range(5)), size=2)] == [[0, 1], [2, 3], [4]]


def test_the_tracked_tagger_gives_what_the_tagger_gives() -> None:
    documents = [article("The army denied it.", id=str(i)) for i in range(40)]
    tracked_documents, vectors = TrackedTagger(FakeTagger()).predict_embedded(documents)
    assert tracked_documents == FakeTagger().predict(documents)
    assert len(vectors) == 40
