"""Analysis: exact JSON both ways, columns, and a readable repr."""

import json
import re
import sys
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import schema
from attribution.analysis import Analysis
from attribution.corroboration import Explanation, explain, score_evidence
from attribution.errors import InputError, MissingDependencyError
from attribution.jsonform import to_plain, write_json
from attribution.labels import LABELS, AttributionType, SourceKind, Stance
from attribution.report import document_line, result_lines
from attribution.schema import Claim, ClaimScore, Document, Evidence, Furniture, Interval, Opinion, Origin
from tests.fakes import article, tagged

DOCS = Path(__file__).parents[2] / "docs"
RUN = {
    "version": "0.1.0",
    "model": {"name": "fake", "sha256": "00"},
    "settings": {"prior": 0.5},
    "documents": {"a": "11"},
}
SCHEMA = json.loads((DOCS / "schema" / "analysis-1.schema.json").read_text("utf-8"))


def evidence(**fields: object) -> Evidence:
    item = Evidence(
        claim_id="c",
        document_id="a",
        sentence_index=0,
        attribution_index=0,
        text="The army confirmed that the bridge was closed.",
        type=AttributionType.OFFICIAL_CONFIRMATION,
        type_prob=0.95,
        stance=Stance.SUPPORTS,
        support=0.9,
        refutation=0.05,
        source="The army",
        source_id="army",
        source_kind=SourceKind.OFFICIAL,
        anonymous=False,
        origin_id="army",
        weight=1.8,
        contribution=1.1,
    )
    return replace(item, **fields)


def claim_score() -> ClaimScore:
    return ClaimScore(
        id="c",
        text="The bridge was closed",
        discovered=False,
        corroboration=0.78,
        prior=0.5,
        interval=Interval(0.52, 0.95),
        opinion=Opinion(0.6, 0.2, 0.2),
        grade=2,
        likelihood="likely",
        n_origins_for=1,
        n_origins_against=0,
        origins=(Origin("army", "The army", 1.1, -0.28, ("a",)),),
        evidence=(evidence(), evidence(attribution_index=None, type=None, set_by_human=("stance",))),
    )


def analysis() -> Analysis:
    document = tagged(
        article(
            "The army confirmed that the bridge was closed.",
            "The party blamed the army; the army denied it.",
            "Traffic was light.",
            title="Bridge closed",
            date="2024-05-02",
            furniture=(Furniture(0, 3, "The", "tags"),),
        )
    )
    skipped = Document("b", "Le pont est fermé.", skipped="language: fr", language="fr")
    documents = (document, skipped)
    return Analysis(documents, (claim_score(),), RUN)


def test_json_round_trips_exactly() -> None:
    assert Analysis.from_json(analysis().to_json()) == analysis()


def test_dictionaries_round_trip_exactly() -> None:
    assert Analysis.from_dict(analysis().to_dict()) == analysis()


def test_json_follows_the_schema() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(analysis().to_json()))


def test_a_line_of_label_follows_the_schema() -> None:
    line = json.loads(document_line(analysis().documents[0], analysis().run))
    schema_of_line = {"$defs": SCHEMA["$defs"], "$ref": "#/$defs/document_line"}
    jsonschema.Draft202012Validator(schema_of_line).validate(line)
    assert line["sentences"][2]["labels"] == ["none"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (schema.Document, "document"),
        (schema.Sentence, "sentence"),
        (schema.Attribution, "attribution"),
        (schema.Evidence, "evidence"),
        (schema.Origin, "origin"),
        (schema.ClaimScore, "claim"),
        (Explanation, "explanation"),
        (schema.Span, "span"),
    ],
)
def test_the_schema_has_every_field_in_order(kind: type, name: str) -> None:
    made = ["explanation"] if kind is schema.ClaimScore else []  # by writing
    assert list(SCHEMA["$defs"][name]["properties"]) == [f.name for f in fields(kind)] + made


def test_the_documented_example_is_valid_and_round_trips() -> None:
    [block] = re.findall(r"```json\n(.*?)```", (DOCS / "output.md").read_text("utf-8"), re.DOTALL)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(block))
    made, documented = Analysis.from_json(block).to_dict(), json.loads(block)
    for claim in (*made["claims"], *documented["claims"]):
        del claim["explanation"]  # depends on the weights that ship
    assert made == documented


def test_claims_are_written_with_their_explanation() -> None:
    [claim] = score_evidence([Claim("c", "The bridge was closed")], [evidence()])
    plain = Analysis((), (claim,), RUN).to_dict()
    assert plain["claims"][0]["explanation"] == to_plain(explain(claim))
    [_, line] = result_lines([], [claim], RUN)
    assert json.loads(line)["explanation"] == plain["claims"][0]["explanation"]
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(plain)))


def test_a_claim_that_other_weights_scored_is_written_without_an_explanation() -> None:
    assert analysis().to_dict()["claims"][0]["explanation"] is None


def test_the_documented_example_slices_back() -> None:
    [block] = re.findall(r"```json\n(.*?)```", (DOCS / "output.md").read_text("utf-8"), re.DOTALL)
    [document] = Analysis.from_json(block).documents
    spans = (
        [a.source for s in document.sentences for a in s.attributions] + list(document.sentences) + list(document.spans)
    )
    assert all(document.text[s.start_char : s.end_char] == s.text for s in spans if s)


@given(st.text(st.characters(), max_size=20))
def test_json_of_any_text_is_utf8_and_keeps_offsets(text: str) -> None:
    result = Analysis((Document("a", text),), (), {})
    read = Analysis.from_json(result.to_json().encode("utf-8"))
    assert len(read.documents[0].text) == len(text)


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    text = Analysis((Document("a", "x\ud83dy"),), (), {}).to_json()
    assert json.loads(text.encode("utf-8"))["documents"][0]["text"] == "x\ufffdy"


def test_numbers_that_json_does_not_have_are_refused() -> None:
    with pytest.raises(InputError, match="must hold finite numbers"):
        write_json({"score": float("nan")})


def test_numpy_numbers_become_plain_ones() -> None:
    score = replace(claim_score(), corroboration=np.float32(0.5))
    assert json.loads(Analysis((), (score,), {}).to_json())["claims"][0]["corroboration"] == 0.5


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"a": NaN}', "\x00"])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="an analysis must be"):
        Analysis.from_json(text)


def test_another_schema_version_is_refused() -> None:
    with pytest.raises(InputError, match="`schema_version` of an analysis must be '1', got '2'"):
        Analysis.from_dict(analysis().to_dict() | {"schema_version": "2"})


def test_a_missing_field_is_named() -> None:
    value = json.loads(analysis().to_json())
    del value["documents"][0]["sentences"][1]["end_char"]
    with pytest.raises(
        InputError, match=r"`documents` is not of schema version 1: required field missing.*end_char|sentences\[1\]"
    ):
        Analysis.from_dict(value)


def test_a_value_of_the_wrong_kind_is_refused_and_not_converted() -> None:
    value = json.loads(analysis().to_json())
    value["documents"][0]["sentences"][0]["attributions"][0]["anonymous"] = "false"
    with pytest.raises(InputError, match=r"expected bool @ .*anonymous"):
        Analysis.from_dict(value)


def test_an_unknown_label_is_refused() -> None:
    value = json.loads(analysis().to_json())
    value["documents"][0]["sentences"][0]["attributions"][0]["type"] = "denail"
    with pytest.raises(InputError, match="`documents` is not of schema version 1"):
        Analysis.from_dict(value)


def test_unknown_fields_are_passed_over() -> None:
    value = json.loads(analysis().to_json())
    value["documents"][0]["later"] = 1
    assert Analysis.from_dict(value) == analysis()


def test_result_lines_say_what_they_are() -> None:
    result = analysis()
    lines = [json.loads(line)["record"] for line in result_lines(result.documents, result.claims, result.run)]
    assert lines == ["run", "document", "document", "claim"]


# columns


@pytest.mark.parametrize(
    ("level", "rows"), [("documents", 2), ("sentences", 3), ("attributions", 3), ("claims", 1), ("evidence", 2)]
)
def test_columns_have_a_value_for_every_row(level: str, rows: int) -> None:
    assert {len(column) for column in analysis().columns(level).values()} == {rows}


def test_numbers_come_as_arrays() -> None:
    column = analysis().columns("sentences")["prob_denial"]
    assert isinstance(column, np.ndarray)
    assert column.dtype == np.float64


def test_sentence_columns_have_a_probability_for_each_label() -> None:
    assert {f"prob_{name}" for name in LABELS} <= set(analysis().columns("sentences"))


def test_the_articles_own_voice_has_attribution_minus_one() -> None:
    assert list(analysis().columns("evidence")["attribution_index"]) == [0, -1]


def test_an_unknown_level_names_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'sentences'"):
        analysis().columns("sentence")


@pytest.mark.parametrize("level", ["documents", "sentences", "attributions", "claims", "evidence"])
def test_pandas_has_the_columns(level: str) -> None:
    frame = analysis().to_pandas(level)
    assert list(frame.columns) == list(analysis().columns(level))


@pytest.mark.parametrize("missing", ["pandas", "datasets"])
def test_a_missing_package_says_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'news-attribution\[data\]'"):
        analysis().to_pandas() if missing == "pandas" else analysis().to_dataset()


@pytest.mark.model  # datasets loads torch where it is installed
@pytest.mark.parametrize("level", ["documents", "sentences", "attributions", "claims", "evidence"])
def test_features_of_a_dataset_do_not_depend_on_its_rows(level: str) -> None:
    full, empty = analysis().to_dataset(level), Analysis((), (), {}).to_dataset(level)
    assert full.features == empty.features
    assert len(empty) == 0


# repr


def test_repr_says_what_is_in_it() -> None:
    text = repr(analysis())
    assert "2 documents, 3 sentences, 1 claim" in text
    assert "denial 1" in text
    assert "skipped: language: fr" in text
    assert "0.78 [0.52, 0.95] grade 2, 1 for, 0 against: The bridge was closed" in text


def test_repr_stays_short_with_many_documents() -> None:
    many = Analysis(tuple(Document(str(i), "") for i in range(100)), (), {})
    assert len(repr(many).splitlines()) < 12
