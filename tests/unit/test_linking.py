"""Evidence: which statement is about a claim, whose it is, and where it stands."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from attribution.errors import InputError
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.linking import link_evidence
from attribution.schema import Attribution, Claim, Document, Sentence, SentenceKind, Span
from attribution.stance import StanceModel
from tests.fakes import article, tagged
from tests.linked import HIT, TAGGER, link

SAID_HIT = "The army said coalition jets hit the depot at Norvik."


class Fixed(StanceModel):
    """Says the same of every text."""

    def predict(self, features: Any, *_: Any, **__: Any) -> Any:
        return np.tile(self.weights, (len(features), 1))


def stances(*sentences: str, claim: str = HIT.text) -> list[str]:
    return [e.stance.value for e in link(tagged(article(*sentences)), claims=(Claim("c", claim),))]


def test_an_assertion_supports() -> None:
    assert stances(SAID_HIT) == ["supports"]


def test_a_denial_of_the_claim_refutes() -> None:
    assert stances("The coalition denied that its jets hit the depot at Norvik.") == ["refutes"]


def test_a_negated_assertion_refutes() -> None:
    assert stances("The army said coalition jets did not hit the depot at Norvik.") == ["refutes"]


def test_a_denial_in_negative_words_refutes_and_is_not_turned_twice() -> None:
    document = retyped(AttributionType.DENIAL, "The coalition said its jets had not hit the depot at Norvik.")
    assert [e.stance for e in link(document)] == [Stance.REFUTES]


def test_denying_that_nothing_happened_does_not_refute() -> None:
    assert stances("The army denied that coalition jets had never hit the depot at Norvik.") == ["supports"]


@pytest.mark.parametrize(("refutes", "found"), [(0.45, ["supports", "refutes"]), (0.35, ["supports"])])
def test_a_denial_in_words_of_its_own_counts_where_the_network_says_so(refutes: float, found: list[str]) -> None:
    document = retyped(AttributionType.DENIAL, SAID_HIT, "The coalition said all planes had stayed on the ground.")
    judged = np.array([[[0.9, 0.05, 0.03, 0.02], [0.1, refutes, 0.85 - refutes, 0.05]]])
    evidence = link(document, judged=[judged], model=Fixed(np.array([0.1, 0.1, 0.05, 0.75])))
    assert [e.stance.value for e in evidence] == found


def test_a_denial_of_what_somebody_said_is_no_denial_in_words_of_its_own() -> None:
    denied = "The coalition denied that its jets hit the depot at Norvik."
    document = retyped(AttributionType.DENIAL, denied, "The militia disputed the coalition's version.")
    judged = np.array([[[0.05, 0.9, 0.03, 0.02], [0.1, 0.6, 0.1, 0.2]]])
    assert [e.stance for e in link(document, judged=[judged])] == [Stance.REFUTES, Stance.SUPPORTS]


@pytest.mark.parametrize(("unrelated", "found"), [(0.5, 2), (0.6, 1)])
def test_an_accusation_near_a_claim_counts_only_where_it_is_hardly_unrelated(unrelated: float, found: int) -> None:
    accusation = "The mayor said those who hit the depot at Norvik had sold the plans of the jets."
    document = retyped(AttributionType.GROUP_ALLEGATION, SAID_HIT, accusation)
    model = Fixed(np.array([0.9 - unrelated, 0.05, 0.05, unrelated]))
    assert len(link(document, model=model)) == found


def retyped(kind: AttributionType, *sentences: str) -> Document:
    """Return a tagged article whose last sentence has an attribution of that type."""
    document = tagged(article(*sentences))
    *others, last = document.sentences
    attributions = tuple(replace(a, type=kind) for a in last.attributions)
    return replace(document, sentences=(*others, replace(last, attributions=attributions)))


def test_an_assertion_of_a_negative_claim_supports() -> None:
    claim = "Coalition jets did not hit the depot at Norvik"
    assert stances("The army said coalition jets did not hit the depot at Norvik.", claim=claim) == ["supports"]


@pytest.mark.parametrize(
    ("probs", "stance", "support"),
    [((0.38, 0.2, 0.07, 0.35), Stance.SUPPORTS, 0.38), ((0.32, 0.1, 0.34, 0.24), Stance.NEUTRAL, 0.0)],
)
def test_what_is_about_the_claim_takes_no_side_only_where_that_is_likelier(
    probs: tuple[float, ...], stance: Stance, support: float
) -> None:
    document = tagged(article("The army said coalition jets hit the arms depot at Norvik."))
    [item] = link(document, model=Fixed(np.array(probs)))
    assert (item.stance, item.support) == (stance, support)


def test_a_positive_rebuttal_supports_what_it_says_and_refutes_its_rival() -> None:
    sentence = tagged(article("The family said Nadia Rahel was alive and well in Norvik.")).sentences[0]
    denial = replace(sentence.attributions[0], type=AttributionType.DENIAL)
    document = replace(article(sentence.text), sentences=(replace(sentence, attributions=(denial,)),))
    alive = Claim("alive", "Nadia Rahel was alive and well in Norvik")
    rival = Claim("rival", "Nadia Rahel had been killed near Norvik")
    assert [(e.claim_id, e.stance) for e in link(document, claims=(alive, rival))] == [
        ("alive", Stance.SUPPORTS),
        ("rival", Stance.REFUTES),
    ]


def test_no_comment_is_neutral_and_without_weight() -> None:
    [item] = link(tagged(article("The coalition declined to comment on whether its jets hit the depot at Norvik.")))
    assert (item.stance, item.support, item.refutation) == (Stance.NEUTRAL, 0.0, 0.0)


def test_a_bare_no_comment_is_linked_to_what_was_said_before() -> None:
    found = stances("The army said coalition jets hit the depot at Norvik.", "The coalition declined to comment.")
    assert found == ["supports", "neutral"]


def test_dismissing_a_report_refutes_what_it_said() -> None:
    found = stances("The army said coalition jets hit the depot at Norvik.", "The coalition dismissed the report.")
    assert found == ["supports", "refutes"]


def test_dismissing_what_somebody_else_says_answers_no_claim() -> None:
    said = "The army said coalition jets hit the depot at Norvik."
    assert stances(said, "The coalition dismissed the Lantern's report.") == ["supports"]


def test_dismissing_a_denial_supports_what_was_denied() -> None:
    found = stances("The coalition denied its jets hit the depot at Norvik.", "The militia dismissed the statement.")
    assert found == ["refutes", "supports"]


def test_a_source_that_goes_on_denying_does_not_contradict_itself() -> None:
    found = stances("The coalition denied its jets hit the depot at Norvik.", "The coalition rejected the accusation.")
    assert found == ["refutes", "refutes"]


def test_confirming_a_report_supports_what_it_said() -> None:
    found = stances("The army said coalition jets hit the depot at Norvik.", "The ministry confirmed the report.")
    assert found == ["supports", "supports"]


def test_a_reference_reaches_five_sentences_back_and_no_further() -> None:
    filler = [
        "Rain fell on the hills.",
        "Schools were shut.",
        "Shops stayed open.",
        "Snow lay on the pass.",
        "Trains ran late.",
    ]
    found = stances(
        "The army said coalition jets hit the depot at Norvik.", *filler, "The coalition dismissed the report."
    )
    assert found == ["supports"]


def test_a_rejection_in_the_same_sentence_answers_what_was_said_before_it() -> None:
    found = stances("The army said coalition jets hit the depot at Norvik; the coalition dismissed the report.")
    assert found == ["supports", "refutes"]


def test_a_question_is_neutral() -> None:
    assert stances("Did coalition jets hit the depot at Norvik?") == ["neutral"]


def test_hedged_narration_does_not_support() -> None:
    assert stances("Coalition jets reportedly hit the depot at Norvik.") == ["neutral"]


def test_plain_narration_supports_in_the_publishers_voice() -> None:
    [item] = link(tagged(article("Coalition jets hit the depot at Norvik.", publisher="The Norvik Post")))
    assert (item.stance, item.type, item.source, item.source_kind) == (
        Stance.SUPPORTS,
        None,
        "The Norvik Post",
        SourceKind.MEDIA,
    )
    assert item.source_id is not None
    assert item.source_id.startswith("publisher:")


def test_another_number_does_not_support() -> None:
    claim = "The raid on Norvik killed 8 people"
    assert stances("The raid on Norvik killed 80 people.", claim=claim) != ["supports"]


def test_calling_a_report_a_hoax_refutes() -> None:
    assert stances("The report that coalition jets hit the depot at Norvik is a hoax.") == ["refutes"]


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Coalition jets hit the depot at Norvik.", Stance.SUPPORTS),
        ("The army said coalition jets hit the depot at Norvik.", Stance.SUPPORTS),
        ("The army denied coalition jets hit the depot at Norvik.", Stance.NEUTRAL),
    ],
)
def test_who_says_the_claim_word_for_word_supports_it_whatever_the_model_says(sentence: str, stance: Stance) -> None:
    model = Fixed(np.array([0.3, 0.1, 0.5, 0.1]))
    claims = (Claim("c", "Coalition jets hit the depot at Norvik"),)
    assert [e.stance for e in link(tagged(article(sentence)), claims=claims, model=model)] == [stance]


def test_a_cue_that_takes_a_claim_back_does_not_support_it() -> None:
    text = "The army had never said coalition jets hit the depot at Norvik."
    [sentence] = tagged(article(text)).sentences
    cue = Span(text.index("had"), text.index(" coalition"), "had never said")
    said = replace(sentence.attributions[0], cue=cue, source=Span(0, 8, "The army"))
    document = replace(article(text), sentences=(replace(sentence, attributions=(said,)),))
    assert [e.stance for e in link(document, model=Fixed(np.array([0.3, 0.1, 0.5, 0.1])))] == [Stance.NEUTRAL]


def test_what_is_about_something_else_is_no_evidence() -> None:
    assert stances("The ministry said wheat prices rose again in spring.") == []


def test_of_two_attributions_the_one_about_the_claim_is_evidence() -> None:
    [item] = link(
        tagged(article("The mayor said schools would stay shut; the army said coalition jets hit the depot at Norvik."))
    )
    assert (item.attribution_index, item.source) == (1, "the army")


def test_a_statement_around_a_quotation_is_the_articles_own() -> None:
    text = "Coalition jets hit the depot at Norvik hours before the mayor said schools would stay shut."
    cue = text.index("said")
    mayor = Attribution(
        AttributionType.STATEMENT,
        Span(cue - 10, cue - 1, text[cue - 10 : cue - 1]),
        Span(cue, cue + 4, "said"),
        (Span(cue + 5, len(text) - 1, text[cue + 5 : -1]),),
        SourceKind.OFFICIAL,
        False,
    )
    document = replace(article(text), sentences=(Sentence(0, len(text), text, attributions=(mayor,)),))
    assert [e.type for e in link(document)] == [None]


def test_an_outer_attribution_that_only_relays_is_no_evidence() -> None:
    text = "State television said the army confirmed coalition jets hit the depot at Norvik."

    def part(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words), words)

    inner = Attribution(
        AttributionType.OFFICIAL_CONFIRMATION,
        part("the army"),
        part("confirmed"),
        (part("coalition jets hit the depot at Norvik"),),
        SourceKind.OFFICIAL,
        False,
        "the army",
    )
    outer = Attribution(
        AttributionType.STATEMENT,
        part("State television"),
        part("said"),
        (part("the army confirmed coalition jets hit the depot at Norvik"),),
        SourceKind.MEDIA,
        False,
        "State television",
    )
    document = replace(article(text), sentences=(Sentence(0, len(text), text, attributions=(outer, inner)),))
    assert [e.source for e in link(document)] == ["the army"]


def test_bylines_and_skipped_documents_are_no_evidence() -> None:
    document = tagged(article(HIT.text))
    byline = replace(document, sentences=(replace(document.sentences[0], kind=SentenceKind.BYLINE),))
    assert link(byline) == link(replace(document, skipped="language: fr")) == []


def test_a_denial_by_a_party_that_the_claim_names_is_in_its_own_interest() -> None:
    party, outsider = link(
        tagged(
            article(
                "The coalition denied that its jets hit the depot at Norvik.",
                "The governor denied that coalition jets hit the depot at Norvik.",
            )
        )
    )
    assert (party.self_interest, outsider.self_interest) == (True, False)


def test_a_thousand_claims_are_linked_at_once() -> None:
    claims = tuple(Claim(f"c{n}", f"Convoy {n} reached the harbour of Belmar") for n in range(1000))
    found = link(tagged(article(*(f"Convoy {n} reached the harbour of Belmar." for n in range(40)))), claims=claims)
    assert {e.claim_id for e in found if e.support > 0.6} == {f"c{n}" for n in range(40)}


def test_no_claims_give_no_evidence() -> None:
    assert link(tagged(article("Rain fell.")), claims=()) == []


def test_embeddings_must_fit_the_sentences() -> None:
    with pytest.raises(InputError, match="one row a sentence, got 0 for 1"):
        link_evidence([HIT], TAGGER.embed([HIT.text]), [article("Rain fell.")], [np.zeros((0, 256))])


def test_embeddings_must_fit_the_documents() -> None:
    with pytest.raises(InputError, match="one array a document, got 0 for 1"):
        link_evidence([HIT], TAGGER.embed([HIT.text]), [article("Rain fell.")], [])


def test_embeddings_must_fit_the_claims() -> None:
    with pytest.raises(InputError, match="one row a claim, got 0 for 1 claims"):
        link_evidence([HIT], np.zeros((0, 256)), [], [])


def test_a_denial_of_something_else_in_its_own_sentence_answers_no_claim() -> None:
    document = tagged(
        article(
            "The ministry said that the Orven bridge was closed.",
            "The opposition accused Harl of vanity; his office rejected that.",
        )
    )
    found = link(document, claims=(Claim("c", "The Orven bridge was closed"),))
    assert [(item.sentence_index, item.stance) for item in found] == [(0, Stance.SUPPORTS)]


@pytest.mark.parametrize("read", [(0.9, 0.05, 0.03, 0.02), (0.05, 0.9, 0.03, 0.02)])
@pytest.mark.parametrize(("said", "stance"), [("said", Stance.REFUTES), ("denied that", Stance.NEUTRAL)])
def test_who_gives_another_number_refutes_however_it_is_read(
    read: tuple[float, ...], said: str, stance: Stance
) -> None:
    document = tagged(article(f"The army {said} the blast at the Karsk depot killed 80 people."))
    claims = (Claim("c", "The blast at the Karsk depot killed 8 people"),)
    assert [e.stance for e in link(document, claims=claims, model=Fixed(np.array(read)))] == [stance]


def test_a_number_that_is_ruled_out_is_not_the_one_that_is_said() -> None:
    sentence = "The exiles said eighty people and not eight were killed in the explosion at the Karsk depot."
    claims = "The explosion at the Karsk depot killed {} people"
    assert [stances(sentence, claim=claims.format(n)) for n in (80, 8)] == [["supports"], ["refutes"]]


def test_names_are_carried_over_from_the_sentence_before() -> None:
    claim = "The League has suspended Dario Venn for the rest of the season"
    found = stances(
        "The League said Dario Venn had taken a stimulant.",
        "The secretary confirmed it had suspended him for the rest of the season.",
        claim=claim,
    )
    assert found[-1] == "supports"


def test_a_denial_leaves_out_what_was_just_said() -> None:
    claim = "Orbis Rail hid a loss of 40 million in its accounts"
    found = stances(
        "The league accused Orbis Rail of hiding a loss of 40 million in its accounts.",
        "Orbis denied that it had hidden any loss.",
        claim=claim,
    )
    assert found == ["supports", "refutes"]


def test_what_stands_around_a_quotation_says_what_it_is_about() -> None:
    text = '"We lost eight men," the governor said of the explosion at the Karsk depot.'
    cue = text.index("said")
    said = Attribution(
        AttributionType.OFFICIAL_CONFIRMATION,
        Span(cue - 13, cue - 1, text[cue - 13 : cue - 1]),
        Span(cue, cue + 4, "said"),
        (Span(0, 20, text[:20]),),
        SourceKind.OFFICIAL,
        False,
        "the governor",
    )
    document = replace(article(text), sentences=(Sentence(0, len(text), text, attributions=(said,)),))
    claim = Claim("c", "Eight men were lost in the explosion at the Karsk depot")
    assert [(e.source, e.stance) for e in link(document, claims=(claim,))] == [("the governor", Stance.SUPPORTS)]


def test_who_disputes_a_partys_version_answers_all_that_it_said() -> None:
    between = "The ministry said coalition trains reached the port at Sark."
    dispute = "The party disputed the ministry's version."
    denial = "The ministry said coalition jets did not hit the depot at Norvik."
    other = Claim("o", "Coalition trains reached the port at Sark")
    found = link(tagged(article(denial, between, dispute)), claims=(HIT, other))
    last = {e.claim_id: e.stance.value for e in found if e.sentence_index == 2}
    assert last == {"c": "supports", "o": "refutes"}


def test_what_is_whispered_takes_no_side() -> None:
    assert stances("It is whispered in the markets that coalition jets hit the depot at Norvik.") == ["neutral"]
    assert stances("There was talk on Monday that coalition jets had hit the depot at Norvik.") == ["neutral"]


def test_a_source_that_is_read_on_both_sides_stays_on_the_surer_one() -> None:
    told, denied = "The army said coalition jets hit the depot at Norvik.", "The army denied that jets hit Norvik."
    found = [e for e in link(tagged(article(told, denied))) if e.stance is not Stance.NEUTRAL]
    assert len({e.stance for e in found}) == 1
