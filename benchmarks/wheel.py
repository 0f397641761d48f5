"""Check a built wheel: its size, and that it labels an article offline with nothing of the source tree in sight.

python -m benchmarks.wheel dist/news_attribution-0.1.0-py3-none-any.whl
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LARGEST = 90e6
PROBE = """
import attribution
assert "{folder}" in attribution.__file__, attribution.__file__
[document] = attribution.analyze("The airline denied any fault.", claims=[]).documents
assert document.sentences[0].labels == ("denial",), document
"""


def main() -> int:
    """Unpack, run, measure."""
    wheel = Path(sys.argv[1])
    size = wheel.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{wheel.name} must stay under {LARGEST / 1e6:.0f} MB, it has {size / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        environment = {**os.environ, "PYTHONPATH": folder, "HF_HUB_OFFLINE": "1"}
        subprocess.run([sys.executable, "-c", PROBE.format(folder=folder)], env=environment, cwd=folder, check=True)
    print(f"{wheel.name}: {size / 1e6:.1f} MB, labels an article offline")
    return 0


if __name__ == "__main__":
    sys.exit(main())
