import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.documents import document_from_text, read_documents
from attribution.documents.furniture import furniture_reasons

PIECES = """The army|said|“no|no.”|"|Gen.|No.|2|U.S.|denied it.|\n|\n\n|\r\n|  |’|?|Jan.|5.|BY NOON|…|By Jane Roe
|Share this|Recent posts|Ferry late again|Leave a comment|© 2024 Post|Home . News . Sport|Read more: Roads shut"""
WORDS = st.sampled_from(PIECES.split("|"))
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_sentences_and_furniture_slice_back_and_cover_the_text_in_order(text: str) -> None:
    document = document_from_text(text)
    pieces = sorted([*document.sentences, *document.furniture], key=lambda piece: piece.start_char)

    assert len(document.text) == len(text)
    assert all(document.text[p.start_char : p.end_char] == p.text == p.text.strip() != "" for p in pieces)
    assert all(a.end_char <= b.start_char for a, b in pairwise(pieces))
    covered = "".join(piece.text for piece in pieces)
    assert "".join(covered.split()) == "".join(document.text.split())


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_every_document_can_be_written_as_json(text: str) -> None:
    document = document_from_text(text)

    assert json.dumps([s.text for s in document.sentences], ensure_ascii=False).encode()


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_documents_and_no_error(content: bytes) -> None:
    assert all(document.sha256 for document in read_documents(content))


@given(st.lists(st.text(st.characters(codec="ascii"), min_size=1, max_size=60).filter(str.strip), max_size=30))
@settings(max_examples=100, deadline=None)
def test_furniture_has_one_answer_a_paragraph(paragraphs: list[str]) -> None:
    assert len(furniture_reasons([p.strip() for p in paragraphs])) == len(paragraphs)
