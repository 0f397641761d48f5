"""Kill a corpus run with SIGKILL at random moments, let it go on, and compare with an uninterrupted run.

    python -m benchmarks.resume                     20,000 short documents, ten kills, the shipped model
    python -m benchmarks.resume --documents 500 --kills 2

Exit code 1 when the results differ.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attribution.tagging.models import file_digest

_WHO = ("The ministry", "A spokesman for the port", "The Orven Front", "Two officials", "The carrier", "A witness")
_SAID = ("denied that", "confirmed that", "claimed that", "hinted that", "said", "declined to say whether")
_WHAT = ("the bridge was closed", "the tanks were empty", "the vote would be held", "a pipeline had burst")


def write_corpus(path: Path, n: int, seed: int) -> None:
    """Write ``n`` invented articles of one to three sentences as JSON lines."""
    draw = random.Random(seed)
    with path.open("w") as lines:
        for i in range(n):
            said = [
                f"{draw.choice(_WHO)} {draw.choice(_SAID)} {draw.choice(_WHAT)} on day {i}."
                for _ in range(draw.randint(1, 3))
            ]
            lines.write(json.dumps({"id": f"{i}", "text": " ".join(said)}) + "\n")


def run(corpus: Path, out: Path, *, kill_after: float | None = None) -> bool:
    """Run the command to its end, or kill it after some seconds; return whether it ended by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "attribution", "label", str(corpus), "--out", str(out)], stderr=subprocess.DEVNULL
    )
    try:
        return process.wait(kill_after) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def main() -> int:
    """Measure and report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, whole, resumed = (Path(folder) / name for name in ("corpus.jsonl", "whole.parquet", "resumed.parquet"))
        write_corpus(corpus, args.documents, args.seed)
        started = time.monotonic()
        if not run(corpus, whole):
            raise SystemExit("the uninterrupted run failed")
        seconds = time.monotonic() - started
        draw = random.Random(args.seed)
        kills = 0
        while kills < args.kills:
            if run(corpus, resumed, kill_after=draw.uniform(0.02, 2 / args.kills) * seconds):
                resumed.unlink()  # it was quicker than the kill: once more from the start
            else:
                kills += 1
        if not run(corpus, resumed):
            raise SystemExit("the resumed run failed")
        same = file_digest(whole) == file_digest(resumed)
    print(json.dumps({"documents": args.documents, "kills": kills, "seconds": round(seconds, 1), "same": same}))
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
