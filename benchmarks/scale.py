"""Time and memory of labelling a corpus file against its size, each run in a process of its own.

    python -m benchmarks.scale [--sizes 1000 10000 100000] [--backends onnx torch] [--runs 5]
                               [--million] [--workers 1 2] [--model FOLDER] [--json OUT] [--plot OUT.png]

From a JSON-lines file to a Parquet file, as ``attribution label`` does it: read, split, label, resolve sources, write.
The time leaves out loading the model. Medians over runs that take turns; a straight line by least squares over sizes;
``exponent`` is the slope of log time over log size, 1 where cost is linear. ``--workers`` measures the same on Ray
with as many actors, in one size; there the time has the start of the actors in it.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from attribution.tagging.backends import INT8_FILE
from attribution.tagging.models import model_folder
from benchmarks.text import drawn_articles
from benchmarks.timing import machine

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
_BOTH = ("onnx", "torch")


def label_once(corpus: Path, out: Path, model: str, backend: str, workers: int) -> dict[str, float]:
    """Label a file in this process, or with Ray actors; return seconds, documents and the peak of memory in MB."""
    from attribution.integrations.ray import label_files
    from attribution.tagging.tagger import AttributionTagger

    def load() -> AttributionTagger:
        return AttributionTagger.from_pretrained(model, backend=backend, device="cpu")

    if workers:
        started = time.perf_counter()
        label_files(str(corpus), str(out), load=load, actors=workers)
    else:
        from attribution.corpus import label_corpus

        tagger = load()
        started = time.perf_counter()
        label_corpus([str(corpus)], out, tagger=tagger)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {"seconds": time.perf_counter() - started, "peak_mb": peak}


def in_own_process(corpus: Path, model: str, backend: str, workers: int = 0) -> dict[str, float]:
    """Return what `label_once` measures in a fresh interpreter, and the number of sentences that came out."""
    from pyarrow import dataset

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / ("out" if workers else "out.parquet")
        given = [str(corpus), str(out), model, backend, str(workers)]
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.scale", "--one", *given],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        )
        found: dict[str, float] = json.loads(made.stdout.splitlines()[-1])
        return found | {"sentences": dataset.dataset(out).count_rows()}


def fit(points: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return slope, intercept and R² of seconds over sentences, and the exponent of the power law."""
    x, y = (np.array([p[name] for p in points]) for name in ("sentences", "seconds"))
    slope, intercept = np.polyfit(x, y, 1)
    residual = ((y - slope * x - intercept) ** 2).sum() / max(((y - y.mean()) ** 2).sum(), 1e-12)
    return {
        "seconds_per_1000_sentences": 1000 * float(slope),
        "intercept_seconds": float(intercept),
        "r2": 1 - float(residual),
        "exponent": float(np.polyfit(np.log(x), np.log(y), 1)[0]),
    }


def measure(model: str, backends: Sequence[str], sizes: Sequence[int], runs: int) -> dict[str, Any]:
    """Return medians by backend and size, and the fits."""
    found: dict[tuple[str, int], list[dict[str, float]]] = {(b, n): [] for b in backends for n in sizes}
    with tempfile.TemporaryDirectory() as folder:
        corpora = {n: write_corpus(Path(folder) / f"{n}.jsonl", n) for n in sizes}
        for _ in range(runs):
            for (backend, n), results in found.items():
                results.append(in_own_process(corpora[n], model, backend))
                print(f"{backend} {n}: {results[-1]['seconds']:.1f} s", file=sys.stderr)
    medians = {
        backend: [
            {
                name: statistics.median(r[name] for r in found[backend, n])
                for name in ("sentences", "seconds", "peak_mb")
            }
            for n in sizes
        ]
        for backend in backends
    }
    return {"medians": medians, "fits": {backend: fit(points) for backend, points in medians.items()}}


def measure_workers(model: str, backend: str, workers: Sequence[int], size: int, runs: int) -> dict[str, Any]:
    """Return median sentences a second on Ray by the number of actors."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_corpus(Path(folder) / "corpus.jsonl", size)
        times: dict[int, list[float]] = {n: [] for n in workers}
        for _ in range(runs):
            for n, found in times.items():
                found.append(in_own_process(corpus, model, backend, n)["seconds"])
                print(f"{n} actors: {found[-1]:.1f} s", file=sys.stderr)
    rates = {str(n): size / statistics.median(found) for n, found in times.items()}
    return {"backend": backend, "sentences": size, "sentences_per_second": rates}


def write_corpus(path: Path, n_sentences: int) -> Path:
    """Write articles as JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(article) + "\n" for article in drawn_articles(n_sentences))
    return path


def plot(medians: dict[str, list[dict[str, float]]], path: Path) -> None:
    """Draw time and memory over size, both logarithmic in size."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for backend, points in medians.items():
        x = [p["sentences"] for p in points]
        left.plot(x, [p["seconds"] for p in points], marker="o", label=backend)
        right.plot(x, [p["peak_mb"] for p in points], marker="o", label=backend)
    left.set(xlabel="sentences", ylabel="seconds", xscale="log", yscale="log")
    right.set(xlabel="sentences", ylabel="peak memory, MB", xscale="log", ylim=(0, None))
    left.legend()
    figure.savefig(path, dpi=150)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)  # a single run, in the process that this starts
    parser.add_argument("--model", help="a model folder or the name of a shipped one")
    parser.add_argument("--backends", nargs="+", choices=_BOTH, help="default: torch, and onnx where it is exported")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="sentences")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--million", action="store_true", help="once more with 1,000,000 sentences, the first backend")
    parser.add_argument("--workers", type=int, nargs="+", default=[], metavar="N", help="actors on Ray")
    parser.add_argument("--smoke", action="store_true", help="20 and 40 sentences, one run each")
    parser.add_argument("--json", type=Path, metavar="OUT")
    parser.add_argument("--plot", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    if args.one:
        corpus, out, model, backend, workers = args.one
        print(json.dumps(label_once(Path(corpus), Path(out), model, backend, int(workers))))
        return 0
    folder = model_folder(args.model)
    backends = args.backends or [b for b in _BOTH if b == "torch" or (folder / INT8_FILE).is_file()]
    sizes, runs = ([20, 40], 1) if args.smoke else (sorted(args.sizes), args.runs)
    result = {"machine": machine(), "runs": runs, **measure(str(folder), backends, sizes, runs)}
    if args.million:
        result["million"] = measure(str(folder), backends[:1], [1_000_000], 1)["medians"]
    if args.workers:
        result["ray"] = measure_workers(str(folder), backends[-1], args.workers, sizes[len(sizes) // 2], runs)
    for backend, points in result["medians"].items():
        for p in points:
            rate = p["sentences"] / p["seconds"]
            print(f"{backend:6} {p['sentences']:9,.0f} sentences {rate:8,.0f} a second, peak {p['peak_mb']:5,.0f} MB")
        print(f"{backend:6} " + ", ".join(f"{name} {value:.4g}" for name, value in result["fits"][backend].items()))
    for name in ("million", "ray"):
        if name in result:
            print(f"{name}: {json.dumps(result[name])}")
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if args.plot:
        plot(result["medians"], args.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
