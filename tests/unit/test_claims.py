"""Claims given in a list or a file, and claims found in documents."""

from dataclasses import replace
from pathlib import Path

import pytest

from attribution.claims import claims_from_texts, discover_claims, read_claims
from attribution.errors import InputError
from attribution.labels import AttributionType
from attribution.schema import Claim, Document
from tests.fakes import FakeTagger, article, tagged

HIT = "The army said coalition jets hit the depot at Norvik."
SHUT = "The mayor said all schools in Belmar would stay shut until spring."


def discovered(*documents: Document, limit: int = 10) -> list[str]:
    embeddings = [FakeTagger().embed([s.text for s in d.sentences]) for d in documents]
    return [claim.text for claim in discover_claims(documents, embeddings, limit=limit)]


def test_texts_become_numbered_claims() -> None:
    assert claims_from_texts(["Norvik was hit.", "Schools\nare shut"]) == [
        Claim("claim-1", "Norvik was hit."),
        Claim("claim-2", "Schools are shut"),
    ]


def test_claims_keep_their_ids() -> None:
    assert claims_from_texts([Claim("mine", "Norvik was hit"), "Schools are shut"])[0].id == "mine"


def test_an_empty_claim_is_named_by_its_place() -> None:
    with pytest.raises(InputError, match="claim 2 must be a statement in words, got empty text"):
        claims_from_texts(["Norvik was hit", "  "])


def test_a_claim_that_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="claim 1 must be a string or a Claim, got int"):
        claims_from_texts([7])  # type: ignore[list-item]


def test_two_claims_with_one_id_are_refused() -> None:
    with pytest.raises(InputError, match="'x' occurs twice"):
        claims_from_texts([Claim("x", "Norvik was hit"), Claim("x", "Schools are shut")])


def test_a_text_file_holds_one_claim_a_line(tmp_path: Path) -> None:
    path = tmp_path / "claims.txt"
    path.write_text("\ufeffNorvik was hit\n\n  Schools are shut \n", "utf-8")
    assert [c.text for c in read_claims(path)] == ["Norvik was hit", "Schools are shut"]


def test_json_lines_may_name_their_claims(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text('{"text": "Norvik was hit", "id": "hit"}\n{"text": "Schools are shut"}\n', "utf-8")
    assert read_claims(path) == [Claim("hit", "Norvik was hit"), Claim("claim-2", "Schools are shut")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "must hold at least one claim"),
        ('{"text": "a"}\n{"text": ', "line 2 must be JSON"),
        ('{"text": "a"}\n{"claim": "b"}', 'line 2 must be an object with a claim as "text"'),
        ('{"text": "a", "id": [1]}', 'line 1: "id" must be a string, got list'),
        ('{"text": "a", "id": "x"}\n{"text": "b", "id": "x"}', "'x' occurs twice"),
    ],
)
def test_a_bad_claims_file_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_claims(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00claim"])
def test_a_claims_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "claims.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"claims\.txt must be a readable UTF-8 file"):
        read_claims(path)


def test_contents_of_attributions_are_found_without_their_source() -> None:
    assert discovered(tagged(article(HIT))) == ["Coalition jets hit the depot at Norvik"]


def test_what_more_sentences_are_about_comes_first() -> None:
    more = "Two officials confirmed that coalition jets hit the depot at Norvik."
    assert discovered(tagged(article(SHUT, HIT, more)), limit=1) == ["Coalition jets hit the depot at Norvik"]


def test_found_claims_are_marked_and_numbered() -> None:
    document = tagged(article(HIT))
    [claim] = discover_claims([document], [FakeTagger().embed([HIT])])
    assert (claim.id, claim.discovered) == ("claim-1", True)


def test_what_is_denied_is_found_in_positive_form() -> None:
    text = "The coalition denied that its jets had not hit the depot at Norvik."
    assert discovered(tagged(article(text.replace("its", "any")))) == ["Any jets had hit the depot at Norvik"]


def test_copies_change_nothing() -> None:
    one = tagged(article(HIT, SHUT, id="a"))
    assert discovered(one, replace(one, id="b")) == discovered(one)


def test_the_order_of_documents_changes_nothing() -> None:
    one, other = tagged(article(HIT, id="a")), tagged(article(SHUT, id="b"))
    assert discovered(one, other) == discovered(other, one)


def test_claims_with_other_numbers_stay_apart() -> None:
    few = "The army said the raid on Norvik harbour killed 8 sailors."
    many = "The ministry said the raid on Norvik harbour killed 80 sailors."
    assert len(discovered(tagged(article(few, many)))) == 2


def test_a_claim_and_its_negation_stay_apart() -> None:
    no = "The mayor said coalition jets never hit the depot at Norvik."
    assert len(discovered(tagged(article(HIT, no)))) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "The coalition declined to comment on whether its jets hit the depot at Norvik.",
        "The mayor said this was the worst night in the long history of Norvik.",
        "The mayor said no.",
        "Coalition jets hit the depot at Norvik.",
    ],
)
def test_what_does_not_stand_alone_or_is_not_attributed_is_left_out(sentence: str) -> None:
    assert discovered(tagged(article(sentence))) == []


def test_a_title_is_a_candidate() -> None:
    document = tagged(
        article("Smoke rose over the depot at Norvik.", title="Coalition jets hit depot at Norvik, officials say")
    )
    assert discovered(document) == ["Coalition jets hit depot at Norvik"]


def test_skipped_documents_hold_no_claims() -> None:
    assert discovered(replace(tagged(article(HIT)), skipped="language: fr")) == []


def test_opinions_without_content_are_left_out() -> None:
    document = tagged(article(HIT))
    bare = replace(document.sentences[0].attributions[0], type=AttributionType.NO_COMMENT)
    assert discovered(replace(document, sentences=(replace(document.sentences[0], attributions=(bare,)),))) == []


def test_the_limit_must_not_be_negative() -> None:
    with pytest.raises(InputError, match="limit must be 0 or more, got -1"):
        discover_claims([], [], limit=-1)


def test_one_claim_has_its_fullest_wording() -> None:
    documents = [
        tagged(article("The army said the president would dissolve parliament before summer.", id="a")),
        tagged(article("The navy said the president of Ilvania would dissolve parliament before summer.", id="b")),
    ]
    assert discovered(*documents) == ["The president of Ilvania would dissolve parliament before summer"]


def test_two_deeds_about_one_thing_are_two_claims() -> None:
    found = discovered(
        tagged(
            article(
                "The geologist said the old sea wall at Penmar was cracked.",
                "The mayor said repairs to the old sea wall at Penmar would cost nine million.",
            )
        )
    )
    assert len(found) == 2


def test_a_lead_that_nobody_else_speaks_of_is_no_claim() -> None:
    assert discovered(tagged(article("The grain convoy reached the harbour of Belmar."))) == []
