"""The analyst's hand: what a person sets wins, is marked, and what does not exist is named."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from attribution.documents import read_documents
from attribution.errors import InputError
from attribution.labels import LABELS, AttributionType, SourceKind, Stance
from attribution.overrides import Override, apply_to_documents, apply_to_evidence, check_overrides, read_overrides
from attribution.schema import Claim, Document, Evidence, Sentence
from tests.fakes import article, tagged

ROOT = Path(__file__).parents[2]
DOCUMENT = tagged(
    article(
        "The party blamed the army; the army denied it.",
        "Traffic was light.",
        "The minister said the bridge was closed.",
    )
)
HERE = {"document": "a", "sentence": 0}


def corrected(*rows: dict[str, Any], document: Document = DOCUMENT) -> tuple[Sentence, ...]:
    return apply_to_documents([document], read_overrides(rows))[0].sentences


def item(**fields: Any) -> Evidence:
    made = Evidence(
        claim_id="c",
        document_id="a",
        sentence_index=0,
        attribution_index=0,
        text="The party blamed the army.",
        type=AttributionType.GROUP_ALLEGATION,
        type_prob=0.9,
        stance=Stance.SUPPORTS,
        support=0.8,
        refutation=0.1,
        source="The party",
        source_id="party",
        source_kind=SourceKind.GROUP,
        anonymous=False,
    )
    return replace(made, **fields)


def restated(*rows: dict[str, Any], items: list[Evidence] | None = None) -> list[Evidence]:
    return apply_to_evidence(items or [item()], read_overrides(rows), claims=[Claim("c", "The army did it")])


# reading


def test_a_file_is_read_line_by_line_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "fixes.jsonl"
    path.write_text(
        '\ufeff{"document": "a", "sentence": 0, "labels": ["hint"]}\n\n{"merge_sources": ["x", "y"]}\n', "utf-8"
    )
    assert [o.where for o in read_overrides(path)] == [f"{path}, line 1", f"{path}, line 3"]


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "fixes.jsonl"
    path.write_text('{"merge_sources": ["x", "y"]}\n{"document": ', "utf-8")
    with pytest.raises(InputError, match=r"fixes\.jsonl, line 2 must be one JSON object"):
        read_overrides(path)


def test_a_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    path = tmp_path / "fixes.jsonl"
    path.write_text("[1]", "utf-8")
    with pytest.raises(InputError, match=r"line 1 must be one JSON object, got list"):
        read_overrides(path)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError, match=r"overrides /no/such\.jsonl cannot be read: No such file"):
        read_overrides("/no/such.jsonl")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "fixes.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read: it is not UTF-8"):
        read_overrides(path)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**HERE, "lables": ["hint"]}, "override 1: unknown key 'lables'. Did you mean 'labels'?"),
        ({**HERE, "labels": ["denail"]}, "override 1: unknown label 'denail'. Did you mean 'denial'?"),
        ({**HERE, "labels": ["xyz"]}, "unknown label 'xyz'. Use official_confirmation, hint"),
        ({**HERE, "labels": [3]}, "unknown label 3"),
        ({**HERE, "labels": []}, "'labels' must be a list of labels"),
        ({**HERE, "labels": "hint"}, "'labels' must be a list of labels"),
        ({**HERE, "labels": ["hint", "none"]}, 'must be types or ["none"], got both'),
        ({**HERE, "attribution": 0, "type": "hnt"}, "unknown type 'hnt'. Did you mean 'hint'?"),
        ({**HERE, "attribution": 0, "type": ["hint"]}, "unknown type ['hint']"),
        ({**HERE, "attribution": 0, "source_kind": "oficial"}, "Did you mean 'official'?"),
        ({**HERE, "attribution": 0, "anonymous": "no"}, "'anonymous' must be true or false, got 'no'"),
        ({**HERE, "attribution": 0, "source_name": ""}, "'source_name' must be a text that is not empty"),
        ({**HERE, "attribution": -1, "type": "hint"}, "'attribution' must be an index counted from 0, got -1"),
        ({**HERE, "type": "hint"}, "sets type and must say of which attribution"),
        ({**HERE, "claim": "c", "stance": "refute"}, "Did you mean 'refutes'?"),
        ({**HERE, "stance": "refutes"}, "must say of which claim"),
        ({"claim": "c", "stance": "refutes"}, "must say of which document and sentence"),
        (
            {"document": "a", "sentence": True, "labels": ["hint"]},
            "'sentence' must be an index counted from 0, got True",
        ),
        ({"document": 3, "sentence": 0, "labels": ["hint"]}, "'document' must be a text"),
        ({**HERE}, "must set something"),
        ({**HERE, "claim": "c", "labels": ["hint"]}, "which no claim changes"),
        ({**HERE, "attribution": 0, "labels": ["hint"], "type": "hint"}, "write two lines"),
        ({**HERE, "claim": "c", "attribution": 0, "stance": "refutes", "type": "hint"}, "write two lines"),
        ({"merge_sources": ["one"]}, "must stand alone and list at least two source names"),
        ({"merge_sources": ["one", 2]}, "must stand alone and list at least two source names"),
        ({"merge_sources": ["one", "two"], "claim": "c"}, "must stand alone"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said(row: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        read_overrides([row])


def test_documented_overrides_are_valid() -> None:
    [block] = re.findall(r"```jsonl\n(.*?)```", (ROOT / "docs" / "output.md").read_text("utf-8"), re.DOTALL)
    assert len([Override.from_dict(json.loads(line)) for line in block.splitlines()]) == 6


def test_the_example_fits_the_example_story() -> None:
    overrides = read_overrides(ROOT / "examples" / "overrides.jsonl")
    documents = list(read_documents(ROOT / "examples" / "story.jsonl"))
    check_overrides(documents, overrides)
    silent = next(d for d in documents if d.id == overrides[0].document).sentences[overrides[0].sentence]
    assert silent.text == "He could not be reached on Wednesday."


# documents


def test_an_unknown_document_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"override 1: there is no document 'artcle'\. Did you mean 'article'"):
        check_overrides(
            [replace(DOCUMENT, id="article")], read_overrides([{**HERE, "document": "artcle", "labels": ["hint"]}])
        )


def test_an_unknown_sentence_says_how_many_there_are() -> None:
    with pytest.raises(InputError, match="there is no sentence 3; 'a' has 3, counted from 0"):
        corrected({"document": "a", "sentence": 3, "labels": ["hint"]})


def test_an_unknown_attribution_says_how_many_there_are() -> None:
    with pytest.raises(InputError, match="there is no attribution 2; sentence 0 of 'a' has 2"):
        corrected({**HERE, "attribution": 2, "type": "hint"})


def test_labels_are_replaced_certain_and_marked() -> None:
    sentence = corrected({**HERE, "labels": ["hint"]})[0]
    assert sentence.labels == ("hint",)
    assert sentence.probs == {name: float(name == "hint") for name in LABELS}
    assert sentence.set_by_human == ("labels",)


def test_attributions_follow_the_labels() -> None:
    sentence = corrected({**HERE, "labels": ["hint"]})[0]
    assert [(a.type.value, a.prob, a.set_by_human) for a in sentence.attributions] == [("hint", 1.0, ("type",))] * 2


def test_an_attribution_whose_type_stays_keeps_it() -> None:
    sentence = corrected({**HERE, "labels": ["denial", "statement"]})[0]
    assert [a.type.value for a in sentence.attributions] == ["statement", "denial"]


def test_labels_none_takes_the_attributions_away() -> None:
    sentence = corrected({**HERE, "labels": ["none"]})[0]
    assert (sentence.labels, sentence.attributions) == (("none",), ())


def test_a_label_without_an_attribution_gets_one_over_the_whole_sentence() -> None:
    [added] = corrected({"document": "a", "sentence": 1, "labels": ["hint"]})[1].attributions
    assert (added.content[0].text, added.source, added.set_by_human) == ("Traffic was light.", None, ("type",))


def test_the_labels_follow_the_type_of_an_attribution() -> None:
    sentence = corrected({**HERE, "attribution": 0, "type": "statement"})[0]
    assert sentence.labels == ("denial", "statement")
    assert (sentence.probs["statement"], sentence.probs["group_allegation"], sentence.probs["none"]) == (1.0, 0.0, 0.0)
    assert sentence.attributions[0].set_by_human == ("type",)


def test_source_fields_are_set_and_marked_and_labels_stay() -> None:
    row = {**HERE, "attribution": 1, "source_name": "Northern Army", "source_kind": "group", "anonymous": True}
    sentence = corrected(row)[0]
    changed = sentence.attributions[1]
    assert (changed.source_name, changed.source_kind, changed.anonymous) == ("Northern Army", SourceKind.GROUP, True)
    assert changed.set_by_human == ("source_name", "source_kind", "anonymous")
    assert sentence.labels == DOCUMENT.sentences[0].labels
    assert changed.prob == DOCUMENT.sentences[0].attributions[1].prob


def test_a_source_name_of_null_says_that_nobody_knows() -> None:
    assert corrected({**HERE, "attribution": 1, "source_name": None})[0].attributions[1].source_name is None


def test_later_corrections_win() -> None:
    rows = ({**HERE, "labels": ["hint"]}, {**HERE, "labels": ["denial"]})
    assert corrected(*rows)[0].labels == ("denial",)


def test_other_sentences_and_documents_stay_as_they_are() -> None:
    other = replace(DOCUMENT, id="b")
    result = apply_to_documents([DOCUMENT, other], read_overrides([{**HERE, "labels": ["hint"]}]))
    assert result[1] is other
    assert result[0].sentences[1:] == DOCUMENT.sentences[1:]


def test_merging_a_source_that_nobody_is_called_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no source is named 'The ministr'\. Did you mean 'The minister'"):
        corrected({"merge_sources": ["The party", "The ministr"]})


# evidence


def test_a_stance_is_certain_and_marked() -> None:
    [changed] = restated({**HERE, "claim": "c", "stance": "refutes"})
    assert (changed.stance, changed.support, changed.refutation) == (Stance.REFUTES, 0.0, 1.0)
    assert changed.set_by_human == ("stance",)


def test_a_claim_may_be_named_by_its_text() -> None:
    [changed] = restated({**HERE, "claim": "The army  did it", "stance": "neutral"})
    assert (changed.support, changed.refutation) == (0.0, 0.0)


def test_unrelated_takes_the_item_away() -> None:
    assert restated({**HERE, "claim": "c", "stance": "unrelated"}) == []


def test_without_attribution_a_stance_holds_for_the_whole_sentence() -> None:
    items = [item(), item(attribution_index=None)]
    changed = restated({**HERE, "claim": "c", "stance": "refutes"}, items=items)
    assert [e.stance for e in changed] == [Stance.REFUTES, Stance.REFUTES]


def test_attribution_null_is_the_articles_own_voice() -> None:
    items = [item(), item(attribution_index=None)]
    changed = restated({**HERE, "claim": "c", "attribution": None, "stance": "refutes"}, items=items)
    assert [e.stance for e in changed] == [Stance.SUPPORTS, Stance.REFUTES]


def test_an_unknown_claim_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"there is no claim 'The army did'\. Did you mean 'The army did it'"):
        restated({**HERE, "claim": "The army did", "stance": "refutes"})


def test_a_sentence_that_is_no_evidence_says_where_there_is_some() -> None:
    with pytest.raises(InputError, match="sentence 2 of 'a' is no evidence about 'c'; its evidence is in sentences 0"):
        restated({"document": "a", "sentence": 2, "claim": "c", "stance": "refutes"})


def test_an_origin_is_set_by_name() -> None:
    [changed] = restated({**HERE, "claim": "c", "origin": "Reuters"})
    assert changed.origin_id == "reuters"
    assert changed.set_by_human == ("origin_id",)


def test_an_origin_that_publishes_here_is_that_publisher() -> None:
    items = [item(), item(sentence_index=1, attribution_index=None, source_id="publisher:reuters")]
    assert restated({**HERE, "claim": "c", "origin": "Reuters"}, items=items)[0].origin_id == "publisher:reuters"


def test_an_origin_of_null_is_unresolved() -> None:
    assert restated({**HERE, "claim": "c", "origin": None})[0].origin_id == "unresolved"


def test_merged_sources_share_an_identity_and_keep_their_names() -> None:
    items = [item(), item(source="Nadia Rahel", source_id=None), item(source="The navy", source_id="navy")]
    changed = restated({"merge_sources": ["The party", "Nadia Rahel"]}, items=items)
    assert [(e.source, e.source_id) for e in changed] == [
        ("The party", "party"),
        ("Nadia Rahel", "party"),
        ("The navy", "navy"),
    ]
    assert [e.set_by_human for e in changed] == [("source_id",), ("source_id",), ()]


def test_evidence_of_a_corrected_attribution_is_marked() -> None:
    items = [item(), item(attribution_index=1), item(sentence_index=2)]
    changed = restated({**HERE, "attribution": 0, "type": "hint", "source_name": "X"}, items=items)
    assert [e.set_by_human for e in changed] == [("type", "source"), (), ()]
