"""Evidence: which origin it counts under, within and across documents."""

from dataclasses import replace

from attribution.labels import Stance
from attribution.linking import publisher_origins
from tests.fakes import article, tagged
from tests.linked import HIT, link


def test_narration_beside_a_source_of_the_same_side_adds_no_origin() -> None:
    said, told = (
        "The army said coalition jets hit the depot at Norvik.",
        "Coalition jets hit the depot at Norvik twice.",
    )
    rain = "Rain fell on the harbour all day."

    for beside in (article(said, told), article(told, said), article(said, told, told)):
        assert {(e.stance, e.source_id) for e in link(tagged(beside))} == {(Stance.SUPPORTS, "army")}
    for apart in (article(told, rain, said), article(said, rain, told)):
        assert len({e.source_id for e in link(tagged(apart))}) == 2
    rebels = said.replace("army", "Keshi Front")
    assert [e.source_id for e in link(tagged(article(said, told, rebels)))] == ["army", "army", "keshi front"]
    denial = "The coalition denied that its jets hit the depot at Norvik."
    assert len({e.source_id for e in link(tagged(article(denial, told)))}) == 2


def test_named_sources_keep_their_identity_across_documents() -> None:
    text = "The army said coalition jets hit the depot at Norvik."
    one, other = link(tagged(article(text, id="a")), tagged(article("Rain fell.", text, id="b")))
    assert one.source_id == other.source_id is not None


def test_unnamed_sources_have_no_identity() -> None:
    document = tagged(article("Two officials said coalition jets hit the depot at Norvik."))
    named = replace(document.sentences[0].attributions[0], source_name="two officials")
    document = replace(document, sentences=(replace(document.sentences[0], attributions=(named,)),))
    [item] = link(document)
    assert (item.source, item.source_id, item.anonymous) == ("two officials", None, True)


def test_an_outlet_that_is_quoted_is_the_publisher_of_its_own_article() -> None:
    own = tagged(article(HIT.text + ".", id="a", publisher="Norvik Post"))
    quoting = tagged(article("Norvik Post reported that coalition jets hit the depot at Norvik.", id="b"))
    one, other = link(own, quoting)
    assert one.source_id == other.source_id


def test_copies_share_the_origin_of_the_earliest() -> None:
    text = [f"Sentence number {n} tells of the depot at Norvik and its guards." for n in range(12)]
    later = article(*text, id="a", publisher="Copyist", date="2031-05-03")
    first = article(*text, id="b", publisher="Agency", date="2031-05-02")
    origins = publisher_origins([later, first])
    assert origins["a"] == origins["b"] == publisher_origins([first])["b"]


def test_documents_without_publisher_are_their_own_origin() -> None:
    origins = publisher_origins([article("Rain fell on Norvik.", id="a"), article("Prices rose in Belmar.", id="b")])
    assert origins == {"a": "publisher:a", "b": "publisher:b"}


def test_one_outlet_in_many_papers_is_whoever_it_quotes() -> None:
    text = "coalition jets hit the depot at Norvik."
    own = tagged(article(f"The army said {text}", id="a", publisher="Norvik Post"))
    papers = [
        tagged(article(f"Norvik Post reported that {text}", id=f"b{n}", publisher=f"Paper {n}")) for n in range(3)
    ]
    assert len({e.source_id for e in link(own, *papers)}) == 1


def test_the_order_of_documents_and_exact_copies_change_no_origin() -> None:
    text = "coalition jets hit the depot at Norvik."
    documents = [
        tagged(article(f"The army said {text}", id="a", publisher="Norvik Post")),
        tagged(article(f"Norvik Post reported that {text}", id="b", publisher="Echo")),
        tagged(article(f"The Norvik army confirmed that {text}", id="c", publisher="Diary")),
    ]
    found = {(e.document_id, e.source_id) for e in link(*documents)}
    copy = replace(documents[0], id="z")
    assert {(e.document_id, e.source_id) for e in link(*documents[::-1])} == found
    assert {(e.document_id, e.source_id) for e in link(*documents, copy) if e.document_id != "z"} == found
