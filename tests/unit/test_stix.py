"""STIX: valid by the published schemas, about the sourcing, and the same for the same analysis."""

import json
from dataclasses import replace
from typing import Any

import pytest
import stix2
from stix2validator import ValidationOptions, validate_instance

from attribution.analysis import Analysis
from attribution.corroboration.scoring import _LIKELIHOODS
from attribution.jsonform import write_json
from attribution.labels import GRADES
from attribution.pipeline import analyze
from attribution.report.table import CAVEAT
from attribution.schema import Document
from tests.fakes import FakeTagger, article

ONE = article(
    "The army confirmed that the bridge at Orven was closed.",
    "The party denied that the bridge at Orven was closed.",
    id="one",
    publisher="Orven Gazette",
    date="2024-05-02",
    title="Bridge <closed>",
    url="https://gazette.example/orven",
)
TWO = article(
    "It rained.", "The mayor said that the bridge at Orven was closed.", id="two", date="2024-05-03T08:30:00+02:00"
)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze([ONE, TWO], ["The bridge at Orven was closed", "Nobody wrote about this"], tagger=FakeTagger())


def objects(analysis: Analysis, kind: str) -> list[dict[str, Any]]:
    return [made for made in analysis.to_stix()["objects"] if made["type"] == kind]


def graded(analysis: Analysis, grade: int, likelihood: str | None) -> Analysis:
    return replace(analysis, claims=(replace(analysis.claims[0], grade=grade, likelihood=likelihood),))


def test_a_bundle_is_valid_by_the_published_schemas(analysis: Analysis) -> None:
    found = validate_instance(json.loads(write_json(analysis.to_stix())), ValidationOptions(version="2.1"))
    assert found.is_valid, [str(error) for error in found.errors]
    # ids are of UUID version 5, so that they are repeatable; the digest of a page is not that of its text
    assert {str(warning).split("{")[1][:3] for warning in found.warnings} <= {"103", "302"}


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://exämple.example/ü b?q=“x”|%zz"},
        {"url": "http://[bad"},
        {"url": "javascript:alert(1)"},
        {"title": "<b>\ud800\n\x07", "publisher": "\ud800"},
        {"date": "yesterday"},
        {"date": "0001-01-01T00:00:00+05:00"},
    ],
)
def test_whatever_an_article_brings_the_bundle_stays_valid(analysis: Analysis, fields: dict[str, str]) -> None:
    made = replace(analysis, documents=(replace(analysis.documents[0], **fields), *analysis.documents[1:]))
    bundle = json.loads(write_json(made.to_stix()))
    assert validate_instance(bundle, ValidationOptions(version="2.1")).is_valid
    stix2.parse(bundle)


def test_a_strict_reader_takes_a_bundle(analysis: Analysis) -> None:
    assert len(stix2.parse(analysis.to_stix()).objects) == len(analysis.to_stix()["objects"])


def test_an_analysis_without_claims_is_valid_too() -> None:
    bundle = Analysis((Document("a", "", publisher="Orven Gazette"),), (), {}).to_stix()
    assert validate_instance(bundle, ValidationOptions(version="2.1")).is_valid


def test_the_same_analysis_gives_the_same_bundle_and_another_one_other_ids(analysis: Analysis) -> None:
    again = Analysis.from_json(analysis.to_json())
    other = replace(analysis, claims=analysis.claims[:1])
    assert again.to_stix() == analysis.to_stix()
    assert other.to_stix()["id"] != analysis.to_stix()["id"]


def test_ids_are_distinct_and_every_reference_is_in_the_bundle_and_before(analysis: Analysis) -> None:
    seen: list[str] = []
    for made in analysis.to_stix()["objects"]:
        assert {*made.get("object_refs", []), made.get("created_by_ref", made["id"])} <= {*seen, made["id"]}
        seen.append(made["id"])
    assert len(seen) == len(set(seen))


def test_each_claim_is_a_report_with_an_opinion_and_says_that_it_is_about_sourcing(analysis: Analysis) -> None:
    reports = objects(analysis, "report")
    assert [report["name"] for report in reports] == [claim.text for claim in analysis.claims]
    assert all(CAVEAT in report["description"] for report in reports)
    assert all(CAVEAT in opinion["explanation"] for opinion in objects(analysis, "opinion"))
    assert sum(note["abstract"] == CAVEAT for note in objects(analysis, "note")) == len(reports)


@pytest.mark.parametrize(
    ("grade", "confidence", "opinion"),
    [
        (1, 90, "strongly-agree"),
        (2, 70, "agree"),
        (3, 50, "neutral"),
        (4, 30, "disagree"),
        (5, 10, "strongly-disagree"),
    ],
)
def test_grades_are_on_the_scale_of_the_standard(analysis: Analysis, grade: int, confidence: int, opinion: str) -> None:
    made = graded(analysis, grade, "likely")
    assert objects(made, "report")[0]["confidence"] == confidence
    assert objects(made, "opinion")[0]["opinion"] == opinion


def test_what_cannot_be_judged_has_no_confidence_and_no_likelihood(analysis: Analysis) -> None:
    [report] = objects(graded(analysis, 6, None), "report")
    assert "confidence" not in report
    assert report["labels"] == ['admiralty-scale:information-credibility="6"']


def test_labels_are_tags_of_published_taxonomies(analysis: Analysis) -> None:
    [report] = objects(graded(analysis, 2, "roughly even chance"), "report")
    assert report["labels"] == [
        'admiralty-scale:information-credibility="2"',
        'estimative-language:likelihood-probability="roughly-even-chance"',
    ]


LIKELIHOOD = (  # the values of MISP's taxonomy estimative-language, version 1
    "almost-no-chance",
    "very-unlikely",
    "unlikely",
    "roughly-even-chance",
    "likely",
    "very-likely",
    "almost-certain",
)


def test_every_word_for_a_likelihood_and_every_grade_is_a_value_of_its_taxonomy(analysis: Analysis) -> None:
    tags = [f'estimative-language:likelihood-probability="{value}"' for value in LIKELIHOOD]
    made = [objects(graded(analysis, 1, word), "report")[0]["labels"][1] for word in _LIKELIHOODS]
    assert made == tags
    assert set(GRADES) == set(range(1, 7))  # of admiralty-scale's information-credibility


def test_sources_and_publishers_are_identities(analysis: Analysis) -> None:
    names = {made["name"]: made["identity_class"] for made in objects(analysis, "identity")}
    assert names["Orven Gazette"] == "organization"
    sources = {item.source for claim in analysis.claims for item in claim.evidence if item.source_id}
    assert len(sources) >= 2
    assert sources <= set(names)


def test_an_item_says_who_where_and_how(analysis: Analysis) -> None:
    [note] = [n for n in objects(analysis, "note") if n["content"].startswith("The army confirmed")]
    [item] = [e for e in analysis.claims[0].evidence if e.text.startswith("The army confirmed")]
    assert note["authors"] == [item.source]
    assert note["abstract"] == f"{item.source}: official confirmation, supports the claim"
    assert note["labels"] == ['attribution:type="official_confirmation"', 'attribution:stance="supports"']
    [reference] = note["external_references"]
    assert (reference["external_id"], reference["url"]) == ("one", "https://gazette.example/orven")


def test_times_are_the_latest_of_the_documents_in_utc(analysis: Analysis) -> None:
    assert objects(analysis, "report")[0]["published"] == "2024-05-03T06:30:00.000Z"
