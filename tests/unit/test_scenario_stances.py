"""A reader's stances of the development stories fit the stories as the library splits them."""

import json

from attribution.documents import read_documents
from benchmarks.scenarios import FOLDER, read_scenarios

DEVELOPMENT = FOLDER.parent / "scenarios_dev"


def test_every_body_sentence_has_a_letter_for_each_claim() -> None:
    rows = map(json.loads, (DEVELOPMENT / "stances.jsonl").read_text("utf-8").splitlines())
    letters = {row["id"]: row["stances"] for row in rows}
    scenarios = read_scenarios(DEVELOPMENT)
    assert set(letters) == set(scenarios)
    for name, scenario in scenarios.items():
        documents = read_documents(scenario["documents"])
        read = {f"{at}.{i}" for at, d in enumerate(documents) for i, s in enumerate(d.sentences) if s.kind == "body"}
        assert set(letters[name]) == read, name
        assert {len(own) for own in letters[name].values()} == {len(scenario["claims"])}, name
