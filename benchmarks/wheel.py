"""Check a built wheel: its size, and that it works offline with nothing of the source tree in sight.

An article is labelled and its claim scored, the report and the page of the service are made, spaCy finds its component.

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
from importlib.metadata import entry_points
import attribution
from attribution.service.page import form_page
assert "{folder}" in attribution.__file__, attribution.__file__
analysis = attribution.analyze("The airline denied any fault.", claims=["The airline was at fault."])
assert analysis.documents[0].sentences[0].labels == ("denial",), analysis
assert "The airline was at fault." in analysis.to_html()
assert b"<form" in form_page(max_mb=1).body
assert entry_points(group="spacy_factories")["attribution"].value == "attribution.integrations.spacy:factory"
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
    print(f"{wheel.name}: {size / 1e6:.1f} MB, works offline")
    return 0


if __name__ == "__main__":
    sys.exit(main())
