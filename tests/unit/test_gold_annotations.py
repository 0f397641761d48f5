"""The stand-off annotations of public articles that the tagger learns from."""

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest

from attribution.labels import AttributionType, SourceKind

FILES = sorted((Path(__file__).parents[2] / "training" / "annotations").glob("*.jsonl.gz"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_annotations_hold_no_text_and_stay_within_their_sentences(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for article in articles:
        assert set(article) == {"id", "corpus", "sha256", "sentences"}
        sentences = article["sentences"]
        assert all(first["end_char"] <= second["start_char"] for first, second in pairwise(sentences)), article["id"]
        for sentence in sentences:
            for attribution in sentence["attributions"] or ():
                assert attribution["type"] in set(AttributionType)
                assert attribution["source_kind"] in set(SourceKind)
                for role in ("source", "cue"):
                    start, end = attribution.get(role) or (sentence["start_char"], sentence["end_char"])
                    assert sentence["start_char"] <= start < end <= sentence["end_char"], article["id"]


def test_no_article_is_in_two_files() -> None:
    digests = []
    for path in FILES:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            digests += {json.loads(line)["sha256"] for line in lines}
    assert len(FILES) == 6
    assert len(set(digests)) == len(digests)
