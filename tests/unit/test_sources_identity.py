from dataclasses import replace
from importlib import import_module

import pytest

from attribution.schema import Document, Sentence, SentenceKind
from attribution.sources import copy_groups, source_key

copies = import_module("attribution.sources.copies")

WORDS = [f"word{i}" for i in range(200)]
TEXT = " ".join(WORDS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Ministry of Defence", "MINISTRY OF DEFENCE"),
        ("Gen. Amina Okafor", "Amina Okafor’s"),
        ("Mr. José Peña", "Jose Pena"),
        ("U.N.", "UN"),
        ("a senior official", "senior official"),
        ("al-Momani", "Al Momani"),
    ],
)
def test_spellings_of_one_source_have_one_key(one: str, other: str) -> None:
    assert source_key(one) == source_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ministry of Defence", "Ministry of Health"), ("Amina Okafor", "Daniel Okafor"), ("Dr", "Mr")]
)
def test_different_sources_have_different_keys(one: str, other: str) -> None:
    assert source_key(one) != source_key(other)


@pytest.mark.parametrize("name", ["", "  ", "…", "'s"])
def test_a_name_without_letters_has_no_key(name: str) -> None:
    assert source_key(name) in ("", "s")


def test_a_text_cut_short_is_a_copy() -> None:
    assert copy_groups([Document("b", TEXT), Document("a", " ".join(WORDS[:80]))]) == {"b": "a", "a": "a"}


def test_a_text_with_a_new_top_is_a_copy() -> None:
    changed = "An editor wrote this new opening of the piece. " + TEXT

    assert len(set(copy_groups([Document("a", TEXT), Document("b", changed)]).values())) == 1


def test_case_and_punctuation_make_no_difference() -> None:
    assert copy_groups([Document("a", TEXT), Document("b", TEXT.upper().replace(" ", ", "))])["b"] == "a"


def test_a_shared_quotation_makes_no_copy() -> None:
    other = " ".join([f"other{i}" for i in range(180)] + WORDS[:30])

    assert copy_groups([Document("a", TEXT), Document("b", other)]) == {"a": "a", "b": "b"}


def test_copies_of_copies_are_copies() -> None:
    half, rest = WORDS[:100], [f"other{i}" for i in range(90)]
    documents = [Document("c", TEXT), Document("b", " ".join(half)), Document("a", " ".join(half + rest))]

    assert set(copy_groups(documents).values()) == {"a"}


def test_empty_documents_are_no_copies_of_each_other() -> None:
    assert copy_groups([Document("a", ""), Document("b", "…")]) == {"a": "a", "b": "b"}


def test_no_documents_make_no_groups() -> None:
    assert copy_groups([]) == {}


def test_bylines_do_not_make_a_copy() -> None:
    byline = Sentence(0, len(TEXT), TEXT, kind=SentenceKind.BYLINE)
    documents = [Document("a", TEXT, (byline,)), Document("b", TEXT, (replace(byline),))]

    assert copy_groups(documents) == {"a": "a", "b": "b"}


def test_large_collections_find_the_same_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(str(i), " ".join(f"w{i // 3}x{k}" for k in range(60 + i % 3))) for i in range(90)]
    exact = copy_groups(documents)
    monkeypatch.setattr(copies, "_EXACT", 10)

    assert copy_groups(documents) == exact
    assert len(set(exact.values())) == 30
