"""The stand-off annotations of public articles that the tagger learns from."""

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from attribution.labels import AttributionType, SourceKind
from benchmarks.discovery import VERDICTS, digest, score

FOLDER = Path(__file__).parents[2] / "training" / "annotations"
DEV, HARD = "gold-dev.jsonl.gz", "gold-hard.jsonl.gz"
CORRECTIONS = FOLDER / "gold-train-corrections.jsonl.gz"
FILES = sorted(set(FOLDER.glob("gold-*.jsonl.gz")) - {CORRECTIONS})


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_annotations_hold_no_text_and_stay_within_their_sentences(path: Path) -> None:
    for article in read(path):
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
        digests += {article["sha256"] for article in read(path)}
    assert len(FILES) == 6
    assert len(set(digests)) == len(digests)


def test_a_teacher_answered_about_every_sentence_to_train_on_and_about_none_of_dev() -> None:
    answers = {(row["sha256"], len(row["type_logits"])) for row in read(FOLDER / "answers.jsonl.gz")}
    assert (len(answers), sum(n for _, n in answers)) == (3812, 77_854)
    known = {digest for digest, _ in answers}
    not_in_copies = 0
    for path in FILES:
        for article in read(path):
            if path.name in {DEV, HARD}:
                assert article["sha256"] not in known, article["id"]
            elif (article["sha256"], len(article["sentences"])) not in answers:
                not_in_copies += 1
    assert not_in_copies == 2


def test_corrections_change_labels_of_sentences_that_are_there_and_stay_within_them() -> None:
    articles = {article["id"]: article for article in read(FOLDER / "gold-train.jsonl.gz")}
    n = 0
    for correction in read(CORRECTIONS):
        article = articles[correction["id"]]
        assert correction["sha256"] == article["sha256"]
        for place, attributions in correction["sentences"].items():
            sentence = article["sentences"][int(place)]
            assert {a["type"] for a in attributions} != {a["type"] for a in sentence["attributions"]}
            assert {a["type"] for a in attributions} <= set(AttributionType)
            for span in (a.get(role) for a in attributions for role in ("source", "cue")):
                start, end = span or (sentence["start_char"], sentence["end_char"])
                assert sentence["start_char"] <= start < end <= sentence["end_char"], correction["id"]
            n += 1
    assert n == 84


def test_stances_of_news_have_a_letter_for_each_claim_and_leave_out_what_is_for_development() -> None:
    items = read(FOLDER / "stances-news.jsonl.gz")
    held = {article["sha256"] for name in ("dev", "hard") for article in read(FOLDER / f"gold-{name}.jsonl.gz")}
    assert len({item["id"] for item in items}) == len(items) == 1627
    for item in items:
        assert len(item["claims"]) == 4, item["id"]
        for article in item["texts"]:
            assert set(article) == {"sha256", "sentences", "stances"}
            assert article["sha256"] not in held
            assert len(article["sentences"]) == len(article["stances"])
            assert all(first[1] <= second[0] for first, second in pairwise(article["sentences"])), item["id"]
            assert all(len(letters) == 4 and set(letters) <= set("srnu") for letters in article["stances"])


def test_sources_of_news_are_those_of_gold_and_their_names_stand_in_the_article() -> None:
    gold = {row["id"]: row for name in ("train", "dev") for row in read(FOLDER / f"gold-{name}.jsonl.gz")}
    rows = read(FOLDER / "sources.jsonl.gz")
    assert len({row["id"] for row in rows}) == len(rows) == 396
    assert sum(len(row["sources"]) for row in rows) == 4734
    for row in rows:
        article = gold[row["id"]]
        assert set(row) == {"id", "sha256", "sources"}
        assert row["sha256"] == article["sha256"]
        sentences, end = article["sentences"], article["sentences"][-1]["end_char"]
        for place, source, names in row["sources"]:
            start, stop = source or (sentences[place]["start_char"], sentences[place]["end_char"])
            assert sentences[place]["start_char"] <= start < stop <= sentences[place]["end_char"], row["id"]
            for spans in names or ():
                assert spans
                assert all(0 <= first < last <= end for first, last in spans), row["id"]


def test_judged_claims_are_digests_of_words_in_articles_of_gold() -> None:
    gold = {row["id"]: row["sha256"] for path in FILES for row in read(path)}
    rows = read(FOLDER / "claims.jsonl.gz")
    dev = {row["id"] for row in read(FOLDER / "gold-dev.jsonl.gz")}
    assert len({row["id"] for row in rows}) == len(rows) == 504
    assert sum(len(row["claims"]) for row in rows) == 2835
    for row in rows:
        assert set(row) == {"id", "sha256", "split", "claims"}
        assert row["sha256"] == gold[row["id"]]
        assert (row["split"] == "dev") == (row["id"] in dev), row["id"]
        assert all(len(key) == 12 and int(key, 16) >= 0 for key in row["claims"])
        assert set(row["claims"].values()) <= set("gcofw")


def test_judged_sides_are_of_sentences_in_articles_of_gold() -> None:
    gold = {row["id"]: row for path in FILES for row in read(path)}
    rows = read(FOLDER / "evidence.jsonl.gz")
    dev = {row["id"] for row in read(FOLDER / "gold-dev.jsonl.gz")}
    assert len({row["id"] for row in rows}) == len(rows) == 317
    assert sum(len(row["claims"]) for row in rows) == 903
    assert sum(len(said) for row in rows for _, said in row["claims"].values()) == 2605
    for row in rows:
        assert set(row) == {"id", "sha256", "split", "claims"}
        assert row["sha256"] == gold[row["id"]]["sha256"]
        assert (row["split"] == "dev") == (row["id"] in dev), row["id"]
        for key, (worth, said) in row["claims"].items():
            assert len(key) == 12
            assert worth in VERDICTS
            assert all(start >= 0 and letter in "srn" and who >= -1 for start, letter, who in said)


def test_discovered_claims_are_scored_by_what_readers_said_of_their_words() -> None:
    judged = [{digest("The yard burned"): "g", digest("It was sad"): "o"}, {}]
    made = score([["The yard burned", "It was sad"], ["Nobody read this"]], judged)
    shares = {name: made[name]["value"] for name in ("good", "nothing to check", "not judged")}
    assert shares == pytest.approx({"good": 1 / 3, "nothing to check": 1 / 3, "not judged": 1 / 3})
    assert (made["claims"], made["articles with a good one"], made["articles without claims"]) == (3, 1, 0)
