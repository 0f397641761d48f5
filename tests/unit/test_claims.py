"""Claims given in a list or a file, and claims found in documents."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from attribution.claims import claims_from_texts, discover_claims, read_claims
from attribution.claims.discovery import rated
from attribution.claims.worth import WorthModel
from attribution.errors import InputError
from attribution.labels import AttributionType, SourceKind
from attribution.schema import Attribution, Claim, Document, Span
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
    assert discovered(tagged(article(text.replace("its", "any")))) == ["Jets had hit the depot at Norvik"]


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
    ],
)
def test_what_does_not_stand_alone_is_left_out(sentence: str) -> None:
    assert discovered(tagged(article(sentence))) == []


def test_a_title_is_a_candidate() -> None:
    document = tagged(
        article("Smoke rose over the depot at Norvik.", title="Coalition jets hit depot at Norvik, officials say")
    )
    assert "Coalition jets hit depot at Norvik" in discovered(document)


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


def test_what_an_article_opens_with_is_a_claim_and_comes_first() -> None:
    lead = "The grain convoy of Ilvania reached the harbour of Belmar."
    assert discovered(tagged(article(lead, "Gulls cried.", "It was noon.", HIT)))[0] == lead.rstrip(".")


def test_a_title_without_a_verb_is_no_claim() -> None:
    document = tagged(article("The port authority wrote about a grey freighter.", title="Port authority on freighter"))
    assert "Port authority on freighter" not in discovered(document)


def spoken(text: str, source: str, content: str, *more: str, cue: str = "said", **fields: Any) -> Document:
    """Return an article of one sentence with one attribution, each of its spans given by its words."""
    spans = [Span(text.index(words), text.index(words) + len(words), words) for words in (source, cue, content, *more)]
    made = Attribution(
        AttributionType.OFFICIAL_CONFIRMATION,
        *spans[:2],
        tuple(spans[2:]),
        source_kind=fields.get("source_kind", SourceKind.OFFICIAL),
        anonymous=False,
        source_name=fields.get("name", source),
    )
    document = article(text)
    return replace(document, sentences=(replace(document.sentences[0], attributions=(made,)),))


@pytest.mark.parametrize(
    ("source", "name", "kind", "opening", "claim"),
    [
        ("Ida Marsh", "Ida Marsh", SourceKind.INDIVIDUAL, "she", "Ida Marsh"),
        ("Ida Marsh", "Ida Marsh", SourceKind.INDIVIDUAL, "it", None),
        ("Ida Marsh", "Ida Marsh", SourceKind.INDIVIDUAL, "they", None),
        ("The navy", "navy", SourceKind.OFFICIAL, "it", "The navy"),
        ("The navy", "navy", SourceKind.OFFICIAL, "its admiral", "The navy’s admiral"),
        ("The navy", "navy", SourceKind.OFFICIAL, "he", None),
        ("The navy", "navy", SourceKind.OFFICIAL, "We", "The navy"),
        ("Ida Marsh", "Ida Marsh", SourceKind.INDIVIDUAL, "I", "Ida Marsh"),
        ("Ida Marsh", "Ida Marsh", SourceKind.INDIVIDUAL, "We", None),
        ("She", "Ida Marsh", SourceKind.INDIVIDUAL, "she", "Ida Marsh"),
        ("She", "Ida Marsh", SourceKind.INDIVIDUAL, "he", None),
        ("He", "man", SourceKind.INDIVIDUAL, "he", None),
        ("Officials", "officials", SourceKind.OFFICIAL, "they", "Officials"),
    ],
)
def test_a_pronoun_becomes_the_source_where_it_may_mean_it(
    source: str, name: str, kind: SourceKind, opening: str, claim: str | None
) -> None:
    content = f"{opening} had moved 40 crates from Norvik to Belmar in May"
    found = discovered(spoken(f"{source} said {content}.", source, content, name=name, source_kind=kind))
    assert found == ([] if claim is None else [f"{claim} had moved 40 crates from Norvik to Belmar in May"])


def test_two_things_said_in_one_sentence_are_two_claims() -> None:
    content = "that coalition jets hit the depot at Norvik and that 40 crates of shells burned at Belmar"
    found = discovered(spoken(f"The army said {content}.", "The army", content))
    assert sorted(found) == ["40 crates of shells burned at Belmar", "Coalition jets hit the depot at Norvik"]


def test_words_on_both_sides_of_the_source_are_one_claim() -> None:
    text = "Coalition jets hit the depot at Norvik, said the army, on the eve of the talks."
    found = discovered(spoken(text, "the army", "Coalition jets hit the depot at Norvik,", "on the eve of the talks"))
    assert found == ["Coalition jets hit the depot at Norvik, on the eve of the talks"]


def test_days_are_counted_from_that_of_the_article() -> None:
    text = "The army said coalition jets hit the depot at Norvik on Tuesday."
    found = discovered(replace(tagged(article(text)), date="2025-03-06"))
    assert found == ["Coalition jets hit the depot at Norvik on Tuesday (4 March 2025)"]


def test_claims_of_two_days_stay_apart() -> None:
    texts = [f"The army said 40 coalition jets hit the depot at Norvik on {day}." for day in ("Tuesday", "Wednesday")]
    documents = [tagged(article(text, id=text[-8:], date="2025-03-06")) for text in texts]
    assert len(discovered(*documents)) == 2


def test_what_is_worth_little_is_no_claim() -> None:
    [[candidate, discussed]] = rated(*_embedded(tagged(article(HIT))))
    surely = WorthModel({"": 5.0}, 0.4)
    assert (surely.worth(candidate, discussed) > 0.99, WorthModel({}, 0.4).worth(candidate, discussed)) == (True, 0.5)


def test_a_claim_that_more_is_said_of_is_worth_more() -> None:
    [[candidate, discussed]] = rated(*_embedded(tagged(article(HIT))))
    shipped = WorthModel.shipped()
    assert shipped.worth(candidate, discussed) < shipped.worth(candidate, 3 * discussed)


def _embedded(document: Document) -> tuple[list[Document], list[Any]]:
    return [document], [FakeTagger().embed([s.text for s in document.sentences])]


def test_a_claim_comes_with_what_its_article_is_about() -> None:
    opening = "The port of Norvik stayed shut for a week after the raid."
    document = tagged(article(opening, HIT))
    assert context_of(document) == opening
    assert context_of(replace(document, title="Norvik counts its losses")) == "Norvik counts its losses"


def test_a_long_context_is_cut_and_a_dateline_left_out() -> None:
    context = context_of(tagged(article("NORVIK (Agency) - The port stayed shut for a week.", HIT)))
    assert context == "The port stayed shut for a week."
    long = context_of(
        tagged(article("The port of Norvik stayed shut while " + "the wind blew and " * 20 + "rain fell.", HIT))
    )
    assert long is not None
    assert len(long) <= 200
    assert long.endswith("…")


def test_a_claim_that_says_as_much_itself_has_no_context() -> None:
    assert context_of(tagged(article(HIT))) is None


def test_a_title_has_no_context_of_another_article() -> None:
    told = replace(tagged(article(HIT)), id="b", title="Norvik counts its losses")
    titled = replace(tagged(article("Rain fell on the hills of Belmar.")), title="Coalition jets hit depot at Norvik")
    vectors = [FakeTagger().embed([s.text for s in d.sentences]) for d in (told, titled)]
    assert {c.text: c.context for c in discover_claims([told, titled], vectors)}[titled.title] is None


def context_of(document: Document) -> str | None:
    """Return the context of the claim about the depot."""
    claims = discover_claims([document], [FakeTagger().embed([s.text for s in document.sentences])])
    [found] = [claim for claim in claims if "depot" in claim.text]
    return found.context
