"""How long a user waits: the command on one article from a cold start, and the same article in a warm process.

    python -m benchmarks.latency [--model FOLDER] [--runs 5] [--json OUT]

Medians; the article is ``examples/depots.txt`` (about 450 words in a page with furniture).
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ARTICLE = Path(__file__).parents[1] / "examples" / "depots.txt"
CLAIMS = ["Valdoria bombed the depots.", "Sarmeth let drones cross its airspace.", "Three soldiers died."]


def cold(command: Sequence[str]) -> float:
    """Seconds until a command has printed its first line."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.readline()
        seconds = time.perf_counter() - started
        process.stdout.read()
    return seconds


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(model: str | None, runs: int) -> dict[str, float]:
    """Return the median seconds of each case."""
    python = sys.executable
    report = [python, "-m", "attribution", "analyze", str(ARTICLE), *(["--model", model] if model else [])]
    empty = statistics.median(timed(lambda: subprocess.run([python, "-c", "pass"], check=True)) for _ in range(runs))
    imported = statistics.median(
        timed(lambda: subprocess.run([python, "-c", "import attribution"], check=True)) for _ in range(runs)
    )
    result = {"import attribution": imported - empty, "cold analyze to first output": 0.0}
    result["cold analyze to first output"] = statistics.median(cold(report) for _ in range(runs))
    import attribution

    tagger = attribution.AttributionTagger.from_pretrained(model)
    text = ARTICLE.read_text(encoding="utf-8")
    cases: dict[str, Callable[[], object]] = {
        "warm, read and tag": lambda: tagger.predict([attribution.document_from_text(text)]),
        "warm, three claims": lambda: attribution.analyze(text, claims=CLAIMS, tagger=tagger),
        "warm, claims discovered": lambda: attribution.analyze(text, tagger=tagger),
    }
    for name, case in cases.items():
        case()
        result[name] = statistics.median(timed(case) for _ in range(4 * runs))
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table of milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a model folder or the name of a shipped one; int8 ONNX where it is exported")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    result = measure(args.model, args.runs)
    for name, seconds in result.items():
        print(f"{name:32} {1000 * seconds:8.0f} ms")
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
