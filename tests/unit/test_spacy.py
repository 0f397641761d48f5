"""The spaCy component on a blank pipeline, on given boundaries, and after a round trip."""

import sys
import tomllib
from importlib.metadata import EntryPoint
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc

from attribution.errors import MissingDependencyError
from attribution.integrations import spacy as integration
from attribution.integrations.spacy import SPANS_KEY, AttributionComponent, register, to_displacy
from attribution.tagging.tagger import AttributionTagger
from tests.command import ROOT
from tests.fakes import FakeTagger

ARMY = "The army confirmed that the bridge was closed."
PARTY = "The party denied that the bridge was closed."
TEXT = f"{ARMY} It rained. {PARTY}"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:spacy")


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> Language:
    monkeypatch.setattr(AttributionTagger, "from_pretrained", lambda *_, **options: FakeTagger())
    register()
    made = spacy.blank("en")
    made.add_pipe("attribution")
    return made


def test_a_blank_pipeline_gets_attributions_as_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc._.attributions
    assert [(a.type, a.source.text, a.cue.text) for a in (first, second)] == [
        ("official_confirmation", "The army", "confirmed"),
        ("denial", "The party", "denied"),
    ]
    assert first.content[0].text == "that the bridge was closed"
    assert second.sentence.text == PARTY


def test_a_blank_pipeline_gets_sentences_with_their_types(nlp: Language) -> None:
    found = [(sentence.text, sentence._.attribution_types) for sentence in nlp(TEXT).sents]
    assert found == [(ARMY, ["official_confirmation"]), ("It rained.", []), (PARTY, ["denial"])]


def test_boundaries_of_the_pipeline_are_used_as_they_are(nlp: Language) -> None:
    @Language.component("one_sentence")
    def one_sentence(doc: Doc) -> Doc:
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc

    nlp.add_pipe("one_sentence", before="attribution")
    [sentence] = nlp(TEXT).sents
    assert sentence.text == TEXT
    assert sentence._.attribution_types == ["official_confirmation"]  # the fake finds one a clause


def test_a_sentencizer_before_it_gives_the_same_as_none(nlp: Language) -> None:
    nlp.add_pipe("sentencizer", before="attribution")
    assert [s._.attribution_types for s in nlp(TEXT).sents] == [["official_confirmation"], [], ["denial"]]


def test_many_texts_are_labelled_in_order(nlp: Language) -> None:
    docs = list(nlp.pipe([TEXT, "", "It rained."], batch_size=2))
    assert [len(doc._.attributions) for doc in docs] == [2, 0, 0]


def test_what_is_skipped_says_why(nlp: Language) -> None:
    doc = nlp("Le ministre a démenti que le pont de la ville était fermé depuis hier matin.")
    assert doc._.attribution_skipped == "language: fr"
    assert doc._.attributions == []


def test_a_doc_survives_being_saved(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [(a.type, a.source.text) for a in again._.attributions] == [
        (a.type, a.source.text) for a in doc._.attributions
    ]
    assert [span.text for span in again.spans[SPANS_KEY]] == [span.text for span in doc.spans[SPANS_KEY]]


def test_a_doc_that_was_never_labelled_has_none() -> None:
    register()
    doc = spacy.blank("en")(TEXT)
    assert (doc._.attributions, doc[0:3]._.attribution_types) == ([], [])


def test_displacy_shows_types_and_parts_and_escapes_the_text(nlp: Language) -> None:
    shown: Any = to_displacy(nlp(f"<b>{ARMY}</b>"))
    page = displacy.render(shown, style="span", manual=True, page=True)
    assert {"SOURCE", "CUE", "CONTENT", "OFFICIAL_CONFIRMATION"} == {span["label"] for span in shown["spans"]}
    assert "<b>" not in page


def test_spans_are_there_for_displacy_and_for_rules(nlp: Language) -> None:
    doc = nlp(ARMY)
    assert [(span.label_, span.text) for span in doc.spans[SPANS_KEY]] == [
        ("SOURCE", "The army"),
        ("CUE", "confirmed"),
        ("CONTENT", "that the bridge was closed"),
    ]


def test_the_entry_point_registers_when_it_is_loaded() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]
    factory = EntryPoint("attribution", declared["attribution"], "spacy_factories").load()
    assert callable(factory)
    assert Language.has_factory("attribution")


def test_an_unknown_name_of_the_module_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        integration.nothing  # noqa: B018


def test_the_component_works_outside_a_pipeline() -> None:
    register()
    doc = AttributionComponent(FakeTagger())(spacy.blank("en")(ARMY))
    assert doc[:]._.attribution_types == ["official_confirmation"]


def test_without_spacy_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy.language", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'news-attribution\[spacy\]'"):
        register()


def test_types_are_plain_strings(nlp: Language) -> None:
    doc = nlp(ARMY)
    assert [type(name) for name in doc[:]._.attribution_types] == [str]
