from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.labels import AttributionType, SourceKind
from attribution.schema import Attribution, Document, Sentence, Span
from attribution.sources import copy_groups, resolve_sources, source_identities, source_key
from tests.marked_articles import article, names, names_of

PIECES = (
    *("Mayor Ilse Brandt", "the minister", "She", "He", "they", "It", "“We know”", "said", ", the army's spokesman,"),
    *("and", "of", "The Ministry of Defence", "(MOD)", "two officials", "The 61-year-old", "A statement", "Okafor"),
    *("GEN. DAOUD RAHIMI", "his brother Karl", "’s", "\x00", "\ud800", "…", "1", ". ", "\n\n"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=12).map(" ".join)


@st.composite
def tagged_documents(draw: st.DrawFn) -> Document:
    text, sentences = "", []
    for piece in draw(st.lists(TEXTS, min_size=1, max_size=6)):
        start, text = len(text), text + piece
        spans = draw(st.lists(st.tuples(st.integers(start, len(text)), st.integers(start, len(text))), max_size=3))
        sources = [None if a == b else Span(min(a, b), max(a, b), text[min(a, b) : max(a, b)]) for a, b in spans]
        kind = draw(st.sampled_from(SourceKind))
        attributions = tuple(Attribution(AttributionType.STATEMENT, s, None, (), kind, False) for s in sources)
        sentences.append(Sentence(start, len(text), piece, attributions=attributions))
    return Document("d", text, tuple(sentences))


@settings(deadline=None, max_examples=60)
@given(tagged_documents())
def test_any_spans_in_any_text_get_a_name_or_none(document: Document) -> None:
    resolved = resolve_sources(document)

    assert all(name is None or name for name in names_of(resolved))
    assert [s.text for s in resolved.sentences] == [s.text for s in document.sentences]


@settings(deadline=None, max_examples=60)
@given(tagged_documents())
def test_reading_again_changes_nothing(document: Document) -> None:
    once = resolve_sources(document)

    assert resolve_sources(once) == once


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["Ida Marsh", "Omar Haddad", "Rosa Lind", "Viktor Salonen"]), st.integers(0, 3))
def test_renaming_a_source_only_renames_it(name: str, sentences_between: int) -> None:
    between = ["Rain fell on the valley."] * sentences_between
    said = names(f"{{Colonel {name}}} said the pass was shut.", *between, f"{{{name.split()[-1]}}} said so twice.")

    assert said == [name, name]


@settings(deadline=None)
@given(st.text(max_size=40).filter(source_key))
def test_a_key_is_the_key_of_itself_with_or_without_an_article(name: str) -> None:
    key = source_key(name)

    assert source_key(key) == key
    assert source_key(f"The {key}") == key


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_change_groups(kinds: list[tuple[int, int]], random: object) -> None:
    documents = [
        Document(f"d{i}", " ".join(f"t{kind}w{k}" for k in range(40 + extra))) for i, (kind, extra) in enumerate(kinds)
    ]
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    groups = copy_groups(documents)

    assert copy_groups(shuffled) == groups
    assert all(groups[first] == first and first <= own for own, first in groups.items())


NAMES = (
    "Gen. Amina Okafor",
    "Okafor",
    "The health ministry",
    "The Ministry of Health",
    "the ministry's spokesman, Ivo Kral",
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), min_size=1, max_size=4), st.randoms())
def test_the_order_of_documents_and_exact_copies_change_no_identity(articles: list[list[str]], random: Random) -> None:
    documents = [
        replace(resolve_sources(article(*(f"{{{n}}} said so." for n in said), kind=SourceKind.OFFICIAL)), id=str(i))
        for i, said in enumerate(articles)
    ]
    found = source_identities(documents)
    shuffled = random.sample(documents, len(documents))
    copied = [*documents, replace(documents[0], id="copy")]

    assert source_identities(shuffled) == found
    assert {place: name for place, name in source_identities(copied).items() if place[0] != "copy"} == found
