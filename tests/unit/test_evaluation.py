"""Reading gold, and whole evaluations of small written articles."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from attribution.errors import InputError
from attribution.evaluation import evaluate_labels, evaluate_spans, label_curves, read_gold, to_markdown, untagged
from attribution.labels import LABELS, AttributionType
from attribution.schema import Document, RoleSpan

TEXT = "The ferry line denied any fault. Officials declined to comment. The harbour was calm. “We left,” it said."
SENTENCES = [(0, 32), (33, 63), (64, 85), (86, 105)]


def attribution(type_: str, source: Any, cue: Any, **changes: Any) -> dict[str, Any]:
    values = {"type": type_, "source_kind": "organisation", "anonymous": False, "source": source, "cue": cue}
    return values | changes


def article(article_id: str = "harbour:1") -> dict[str, Any]:
    attributions: list[Any] = [
        [attribution("denial", [0, 14], [15, 21])],
        [attribution("no_comment", [33, 42], [43, 51], source_kind="official", anonymous=True)],
        [],
        None,
    ]
    sentences = [
        {"start_char": s, "end_char": e, "attributions": a} for (s, e), a in zip(SENTENCES, attributions, strict=True)
    ]
    return {"id": article_id, "corpus": "harbour", "text": TEXT, "sentences": sentences}


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> list[Document]:
    return read_gold(write(tmp_path / "gold.jsonl", article()))


def relabelled(document: Document, index: int, *labels: str, **changes: Any) -> Document:
    sentences = list(document.sentences)
    sentences[index] = replace(sentences[index], labels=labels, **changes)
    return replace(document, sentences=tuple(sentences))


# reading


def test_gold_articles_become_labelled_documents(gold: list[Document]) -> None:
    assert [s.labels for s in gold[0].sentences] == [("denial",), ("no_comment",), ("none",), ()]
    assert [s.text for s in gold[0].sentences] == [TEXT[start:end] for start, end in SENTENCES]


def test_gold_attributions_keep_their_parts(gold: list[Document]) -> None:
    [found] = gold[0].sentences[1].attributions
    assert (found.type, found.source_kind, found.anonymous) == ("no_comment", "official", True)
    assert found.source is not None
    assert found.source.text == "Officials"


def test_gold_may_be_gzipped(tmp_path: Path, gold: list[Document]) -> None:
    file = tmp_path / "gold.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(article()) + "\n")
    assert read_gold(file) == gold


def test_span_annotations_become_role_spans(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "text": TEXT,
        "attributions": [{"source": [[0, 14]], "cue": [[15, 21]], "content": [[22, 25], [26, 31]]}],
    }
    [document] = read_gold(write(tmp_path / "spans.jsonl", row))
    assert [(s.role, s.text) for s in document.spans] == [
        ("source", "The ferry line"),
        ("cue", "denied"),
        ("content", "any"),
        ("content", "fault"),
    ]
    assert document.sentences == ()


def test_tokens_with_bio_labels_become_role_spans(tmp_path: Path) -> None:
    row = {
        "tokens": ["The", "ferry", "line", "denied", "fault", ".", "It", "said", "so"],
        "labels": [
            "B-source",
            "I-source",
            "I-source",
            "B-cue",
            "B-content",
            "I-content",
            "I-content",
            "B-content",
            "O",
        ],
    }
    [document] = read_gold(write(tmp_path / "valid.txt", row))
    assert (document.id, document.text) == ("valid:1", "The ferry line denied fault . It said so")
    assert [(s.role, s.text) for s in document.spans] == [
        ("source", "The ferry line"),
        ("cue", "denied"),
        ("content", "fault . It"),
        ("content", "said"),
    ]


def test_an_inside_tag_of_another_role_begins_a_span(tmp_path: Path) -> None:
    row = {"tokens": ["They", "said", "so"], "labels": ["I-source", "I-cue", "O"]}
    [document] = read_gold(write(tmp_path / "valid.txt", row))
    assert [(s.role, s.text) for s in document.spans] == [("source", "They"), ("cue", "said")]


def test_what_a_tagger_gets_holds_no_annotation(gold: list[Document]) -> None:
    [document] = untagged(gold)
    assert document.spans == ()
    assert all(s.labels == () and s.attributions == () for s in document.sentences)


def test_articles_annotated_twice_are_tagged_once_and_split(tmp_path: Path) -> None:
    row = {"id": "a", "text": "One left. Two stayed.\nThree slept.", "attributions": []}
    [document] = untagged(read_gold(write(tmp_path / "spans.jsonl", row, row)))
    assert [s.text for s in document.sentences] == ["One left.", "Two stayed.", "Three slept."]


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError, match=r"gold file nowhere\.jsonl does not exist"):
        read_gold("nowhere.jsonl")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no articles"):
        read_gold(write(tmp_path / "gold.jsonl"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": None}, r"gold\.jsonl:2: must be an annotated article"),
        (
            {"sentences": [{"start_char": 0, "end_char": 900, "attributions": []}]},
            "offsets must be 0 <= start < end <= 105",
        ),
        ({"sentences": [{"start_char": 0, "end_char": 9}]}, "no 'attributions'"),
        (
            {"sentences": [{"start_char": 0, "end_char": 9, "attributions": [attribution("denail", None, None)]}]},
            "unknown name 'denail'. Did you mean",
        ),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_gold(write(tmp_path / "gold.jsonl", article(), article() | change))


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text("{half", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:1: must be an annotated article"):
        read_gold(file)


# labels


def test_gold_against_itself_is_perfect(gold: list[Document]) -> None:
    result = evaluate_labels(gold, gold)
    assert result["macro_f1"]["value"] == 1.0
    assert result["attributions"]["f1"] == 1.0
    assert result["source_kind"] == {"accuracy": 1.0, "n": 2}


def test_only_annotated_sentences_count(gold: list[Document]) -> None:
    assert evaluate_labels(gold, [relabelled(gold[0], 3, "hint")])["n_sentences"] == 3


def test_a_wrong_label_lowers_its_two_labels(gold: list[Document]) -> None:
    result = evaluate_labels(gold, [relabelled(gold[0], 0, "statement")])
    assert [result["labels"][name]["f1"] for name in ("denial", "statement", "none")] == [0, 0, 1]
    assert result["macro_f1"]["value"] == pytest.approx(2 / 4)


def test_a_label_that_is_nowhere_has_no_score(gold: list[Document]) -> None:
    assert evaluate_labels(gold, gold)["labels"]["hint"]["f1"] is None


def test_an_attribution_with_another_source_is_wrong(gold: list[Document]) -> None:
    [found] = gold[0].sentences[0].attributions
    moved = replace(found, source=None)
    result = evaluate_labels(gold, [relabelled(gold[0], 0, "denial", attributions=(moved,))])
    assert result["attributions"]["f1"] == pytest.approx(0.5)


def test_source_kinds_are_scored_where_sources_agree(gold: list[Document]) -> None:
    [found] = gold[0].sentences[0].attributions
    other = replace(found, type=AttributionType.STATEMENT, source_kind="media", anonymous=True)
    result = evaluate_labels(gold, [relabelled(gold[0], 0, "statement", attributions=(other,))])
    assert result["attributions"]["f1"] == pytest.approx(0.5)
    assert result["source_kind"] == result["anonymous"] == {"accuracy": 0.5, "n": 2}


def test_probabilities_are_scored_where_there_are_any(gold: list[Document]) -> None:
    probs = {str(label): 0.25 for label in LABELS}
    [document] = gold
    sentences = tuple(replace(s, probs=probs) for s in document.sentences)
    result = evaluate_labels(gold, [replace(document, sentences=sentences)])
    assert result["labels"]["hint"]["brier"] == pytest.approx(0.25**2)
    assert evaluate_labels(gold, gold)["brier"] is None


def test_a_skipped_document_counts_as_none(gold: list[Document]) -> None:
    result = evaluate_labels(gold, [replace(gold[0], sentences=(), skipped="language: xx")])
    assert (result["n_skipped"], result["labels"]["none"]["recall"], result["labels"]["denial"]["recall"]) == (1, 1, 0)


def test_corpora_are_told_by_their_ids(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path / "gold.jsonl", article("harbour:1"), article("river:1"), article("plain")))
    result = evaluate_labels(gold, gold)
    assert {name: row["n_sentences"] for name, row in result["corpora"].items()} == {"": 3, "harbour": 3, "river": 3}


def test_a_missing_document_is_named(gold: list[Document]) -> None:
    with pytest.raises(InputError, match=r"no prediction for gold document 'harbour:1'. Did you mean 'harbour:2'"):
        evaluate_labels(gold, [replace(gold[0], id="harbour:2")])


def test_a_missing_sentence_is_named(gold: list[Document]) -> None:
    with pytest.raises(InputError, match="no prediction for characters 33 to 63 of 'harbour:1'"):
        evaluate_labels(gold, [replace(gold[0], sentences=gold[0].sentences[:1])])


def test_a_document_that_was_not_tagged_is_named(gold: list[Document]) -> None:
    with pytest.raises(InputError, match="'harbour:1' has no labels: tag it first"):
        evaluate_labels(gold, untagged(gold))


def test_a_prediction_of_another_text_is_refused(gold: list[Document]) -> None:
    with pytest.raises(InputError, match="of another text"):
        evaluate_labels(gold, [replace(gold[0], text=TEXT + " ")])


def test_no_gold_is_refused() -> None:
    with pytest.raises(InputError, match="no gold document"):
        evaluate_labels([], [])


# spans


def spans(*given: tuple[str, int, int]) -> Document:
    return Document("a", TEXT, spans=tuple(RoleSpan(role, s, e, TEXT[s:e]) for role, s, e in given))


def test_white_space_at_the_ends_of_spans_does_not_count() -> None:
    result = evaluate_spans([spans(("cue", 15, 21))], [spans(("cue", 14, 22))])
    assert result["exact"]["cue"]["f1"] == 1.0


def test_punctuation_at_the_end_of_a_span_counts() -> None:
    result = evaluate_spans([spans(("content", 22, 31))], [spans(("content", 22, 32))])
    assert (result["exact"]["content"]["f1"], result["begin"]["content"]["f1"]) == (0.0, 1.0)


def test_every_annotator_is_scored_against_the_same_prediction() -> None:
    result = evaluate_spans([spans(("cue", 15, 21)), spans(("cue", 43, 51))], [spans(("cue", 15, 21))])
    cue = result["exact"]["cue"]
    assert (result["n_documents"], result["n_rows"]) == (1, 2)
    assert (cue["precision"], cue["recall"]) == (0.5, 0.5)


def test_a_role_that_gold_never_has_is_not_scored() -> None:
    result = evaluate_spans([spans(("cue", 15, 21))], [spans(("cue", 15, 21), ("content", 22, 31))])
    assert set(result["exact"]) == {"cue", "micro"}
    assert result["exact"]["micro"]["f1"] == 1.0


def test_predictions_after_the_last_annotated_sentence_do_not_count(gold: list[Document]) -> None:
    [document] = gold
    first = replace(document, sentences=document.sentences[:1], spans=document.spans[:2])
    assert evaluate_spans([first], [document])["exact"]["micro"]["f1"] == 1.0


def test_gold_without_spans_is_refused() -> None:
    with pytest.raises(InputError, match="gold has no spans"):
        evaluate_spans([spans()], [spans()])


# results


def test_results_are_json(gold: list[Document]) -> None:
    for result in (evaluate_labels(gold, gold), evaluate_spans(gold, gold)):
        assert json.loads(json.dumps(result, allow_nan=False)) == result


def test_label_results_become_tables(gold: list[Document]) -> None:
    text = to_markdown(evaluate_labels(gold, gold))
    assert "| denial | 100.0 | 100.0 | 100.0 |" in text
    assert "| hint | - | - | - |" in text


def test_span_results_become_tables() -> None:
    text = to_markdown(evaluate_spans([spans(("cue", 15, 21))] * 2, [spans(("cue", 15, 21))]))
    assert "1 documents, annotated 2 times." in text
    assert "| cue | 100.0 | 100.0 | 100.0 | 100.0 to 100.0 | 2 | 2 |" in text


# curves


def test_curves_judge_the_surest_sentences_first(gold: list[Document]) -> None:
    sure, unsure = ({name: share if name == "denial" else 0.05 for name in LABELS} for share in (0.9, 0.6))
    pred = relabelled(relabelled(gold[0], 0, "denial", probs=sure), 1, "denial", probs=unsure)
    curves = label_curves(gold, [pred])
    assert [(point["coverage"], point["risk"]) for point in curves["risk_coverage"]] == [(0.5, 0.0), (1.0, 0.5)]
    assert curves["reliability"][:, 0].sum() == 2 * len(LABELS)


def test_predictions_without_probabilities_have_empty_curves(gold: list[Document]) -> None:
    curves = label_curves(gold, gold)
    assert (len(curves["reliability"]), curves["risk_coverage"]) == (0, [])
