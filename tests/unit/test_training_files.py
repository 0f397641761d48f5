"""The written stories that ship for training stance."""

import json
from pathlib import Path

FILE = Path(__file__).parents[2] / "training" / "data" / "stances.jsonl"
STORIES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_every_text_of_a_story_has_a_stance_for_each_claim() -> None:
    assert len({story["id"] for story in STORIES}) == len(STORIES) == 1188
    for story in STORIES:
        for text in story["texts"]:
            assert len(text["stances"]) == len(story["claims"]), story["id"]
            assert set(text["stances"]) <= set("srnu"), story["id"]


def test_headlines_come_before_the_article() -> None:
    for story in STORIES:
        parts = [text["part"] for text in story["texts"]]
        assert parts == sorted(parts, reverse=True), story["id"]
        assert {"headline", "body"} == set(parts), story["id"]
