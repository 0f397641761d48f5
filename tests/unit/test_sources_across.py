"""Sources of several documents: which are one, and whose word an outlet passes on."""

from dataclasses import replace

import pytest

from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Document, Evidence
from attribution.sources import follow_outlets, resolve_sources, source_identities
from tests.marked_articles import article

OFFICIAL, EXPERT, ORGANISATION = SourceKind.OFFICIAL, SourceKind.EXPERT, SourceKind.ORGANISATION


def document(id: str, *sentences: str, kind: SourceKind = OFFICIAL, publisher: str | None = None) -> Document:
    return replace(resolve_sources(article(*sentences, kind=kind)), id=id, publisher=publisher)


def identities(*documents: Document) -> list[str | None]:
    return list(source_identities(documents).values())


SAME = {
    "a short name is the one full name that has it": [
        ("{Gen. Amina Okafor} said the road was open.", OFFICIAL),
        ("{Okafor} said nobody was hurt.", OFFICIAL),
    ],
    "words in another order are one body": [
        ("{The Ministry of Health} said the water was safe.", OFFICIAL),
        ("{The health ministry} said the water was bad.", OFFICIAL),
    ],
    "an acronym is the body that was given it": [
        ("{The Ministry of Energy and Mines (MEM)} said power was scarce.", OFFICIAL),
        ("{MEM} said power was cheap.", OFFICIAL),
    ],
    "a part of a name is the one body that has it": [
        ("{The Ministry of Energy and Mines} said power was scarce.", OFFICIAL),
        ("{The energy ministry} said power was cheap.", OFFICIAL),
    ],
    "a minister with the portfolio in front is the ministry": [
        ("{Norvik's defence ministry} said there was no mine.", OFFICIAL),
        ("{Defence Minister Oda Fenwick} said there was a mine.", OFFICIAL),
    ],
    "a spokesman is the body that he speaks for": [
        ("{Brightbox Toys} said the paint was safe.", ORGANISATION),
        ("{Brightbox Toys's spokesman, Tomas Kroll} said the paint was safe.", ORGANISATION),
    ],
    "a head is the body": [
        ("{The Roads Directorate} said the road was shut.", OFFICIAL),
        ("{The Roads Directorate's director, Agnes Weil} said the drains were clean.", OFFICIAL),
    ],
    "an officer of a body is the body": [
        ("{The Belmar Police Department} said no car was there.", OFFICIAL),
        ("{Lt. Dale Orton of the Belmar Police Department} said no car was there.", OFFICIAL),
    ],
    "the head of a body is its voice, whoever that is": [
        ("Daria Rill set the bottles down. {The director of the River Inspectorate} said it was chlorine.", OFFICIAL),
        ("{The River Inspectorate} said it was chlorine.", OFFICIAL),
    ],
    "a minister is the ministry of the portfolio": [
        ("{The energy minister, Katrin Abara} said power was scarce.", OFFICIAL),
        ("{The energy ministry} said power was scarce.", OFFICIAL),
    ],
    "the name at the end of a source is the source": [
        ("{The office's head of testing, Roger Amis} said the lamp was hot.", ORGANISATION),
        ("{Roger Amis} said the lamp was hot.", ORGANISATION),
    ],
    "a dateline is nobody": [
        ("{NORVIK – Odile Marsh, governor of the province} said the road was shut.", OFFICIAL),
        ("{Odile Marsh} said the road was open.", OFFICIAL),
    ],
}


@pytest.mark.parametrize("articles", SAME.values(), ids=SAME)
def test_one_source(articles: list[tuple[str, SourceKind]]) -> None:
    documents = [document(str(i), text, kind=kind) for i, (text, kind) in enumerate(articles)]

    one, other = identities(*documents)

    assert one == other is not None


APART = {
    "an expert does not speak for the university": [
        ("{Dr Lena Fox, a chemist at Marsh University} said it was safe.", EXPERT),
        ("{Marsh University} said it was shut.", ORGANISATION),
    ],
    "a place is not its police": [
        ("{Norvik} said the road was open.", OFFICIAL),
        ("{The Norvik police} said the road was shut.", OFFICIAL),
    ],
    "two ministries": [
        ("{The health ministry} said so.", OFFICIAL),
        ("{The energy ministry} said so.", OFFICIAL),
    ],
    "two of one surname": [("{Kofi Mensah} said so.", OFFICIAL), ("{Ama Mensah} said so.", OFFICIAL)],
}


@pytest.mark.parametrize("articles", APART.values(), ids=APART)
def test_two_sources(articles: list[tuple[str, SourceKind]]) -> None:
    one, other = identities(*(document(str(i), text, kind=kind) for i, (text, kind) in enumerate(articles)))

    assert one != other


JUST_HEARD = {
    "an office without a body is of the body just heard": (
        "{The Zamek mill} rejected the findings.",
        "{The managing director, Viktor Sand,} said the pipes were clean.",
        ORGANISATION,
    ),
    "an inspector is of the police just heard": (
        "{The National Police} confirmed the escape.",
        "{Inspector Lena Brugge} said he had climbed over the roof.",
        OFFICIAL,
    ),
    "an officer of no stated office too": (
        "{The town council of Lemen} said there was no permit.",
        "{The town clerk, Peter Sand,} said it had been refused.",
        OFFICIAL,
    ),
}


@pytest.mark.parametrize("said", JUST_HEARD.values(), ids=JUST_HEARD)
def test_an_officer_who_comes_after_a_body_speaks_for_it(said: tuple[str, str, SourceKind]) -> None:
    one, other = identities(document("a", *said[:2], kind=said[2]))

    assert one == other is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{The town council of Lemen} said it was legal.", "{Mayor Lois Petrakis} said it was not."),
        ("{The energy ministry} said it was safe.", "{General Ruben Hask} said it was not."),
        (
            "{The energy ministry} and {the army of Selm} said it was safe.",
            "{The director, Ada Brun,} said it was not.",
        ),
        ("{Brightbox Toys and Lumen House} said it was safe.", "{The director, Ada Brun,} said it was not."),
        ("{The health ministry} said it was safe.", "{Foreign Secretary Ada Brun} said it was not."),
        ("{The Zamek ministry} said it was safe.", "{The former managing director, Viktor Sand,} said it was not."),
    ],
    ids=["an office of a place", "a rank of another sort", "two bodies", "two at once", "a secretary", "a former one"],
)
def test_who_has_an_office_elsewhere_speaks_for_himself(first: str, second: str) -> None:
    *bodies, person = identities(document("a", first, second))

    assert person not in bodies


def test_a_form_of_address_tells_two_of_one_surname_apart() -> None:
    helen = document("a", "{Dr Helen Roake} said the wall was cracked.", kind=EXPERT)
    marten = document("b", "{The mayor, Marten Roake} said the wall was sound.", "{He} said so twice.")

    *_, one = identities(helen, marten, document("c", "{Mr Roake} said it would be mended."))

    assert one == identities(helen, marten)[1]


def test_the_mayor_of_a_town_does_not_speak_for_an_outlet_of_its_name() -> None:
    outlet, mayor = identities(document("a", "{Pell Television} said so.", "{The mayor of Pell} said no more."))

    assert outlet != mayor


def test_a_short_name_that_fits_two_bodies_is_neither() -> None:
    found = identities(
        document("a", "{The health ministry} said so."),
        document("b", "{The energy ministry} said so."),
        document("c", "{The ministry} said so."),
    )

    assert len(set(found)) == 3


def test_unnamed_sources_are_nobody_in_particular() -> None:
    hidden = resolve_sources(
        article("{A senior official} said so.", "{The official} asked not to be named.", kind=OFFICIAL)
    )
    first = hidden.sentences[0]
    first = replace(first, attributions=(replace(first.attributions[0], anonymous=True),))

    assert identities(replace(hidden, sentences=(first, *hidden.sentences[1:]))) == [None, None]


def test_a_source_that_publishes_is_the_publisher() -> None:
    release = document("a", "Trains will run at night.", publisher="Orbis Rail")
    paper = document("b", "{Orbis Rail} said trains would run.", kind=ORGANISATION, publisher="The Corvo Daily")

    assert identities(release, paper) == ["publisher:orbis rail"]


def test_a_publisher_whose_name_has_an_owner_in_it_is_known_by_it() -> None:
    own = document("a", "Trains will run at night.", publisher="The Attaché's Notebook")
    told = "Trains will run, according to {The Attaché's Notebook}, a blog that is read closely."
    paper = document("b", told, kind=ORGANISATION)

    assert identities(own, paper) == ["publisher:attache notebook"]


def test_an_unnamed_head_of_a_body_is_its_voice_and_an_unnamed_official_is_not() -> None:
    def unnamed(source: str) -> list[str | None]:
        said = article("{Norvik Shipyard} said work went on.", f"{{{source}}} said so too.", kind=ORGANISATION)
        hidden = replace(said.sentences[1].attributions[0], anonymous=True)
        second = replace(said.sentences[1], attributions=(hidden,))
        return identities(resolve_sources(replace(said, sentences=(said.sentences[0], second))))

    assert unnamed("Norvik Shipyard's personnel director") == ["norvik shipyard"] * 2
    assert unnamed("a manager at Norvik Shipyard") == ["norvik shipyard", None]


def test_a_name_set_by_a_person_decides() -> None:
    mine = document("a", "{Okafor} said no.")
    named = replace(mine.sentences[0].attributions[0], source_name="Ben Okafor", set_by_human=("source_name",))

    assert identities(replace(mine, sentences=(replace(mine.sentences[0], attributions=(named,)),))) == ["ben okafor"]


# outlets


PAPERS = {"t": "The Times", "e": "The Echo", "d": "The Diary"}
DOCUMENTS = [Document(id, "", publisher=name) for id, name in PAPERS.items()]


def item(
    document_id: str, source_id: str | None, *, kind: SourceKind = SourceKind.MEDIA, own: bool = False
) -> Evidence:
    return Evidence(
        "c", document_id, 0, None if own else 0, "", None if own else AttributionType.STATEMENT, 1.0, Stance.SUPPORTS,
        0.9, 0.0, None, source_id, kind, anonymous=False,
    )  # fmt: skip


def origins(*items: Evidence) -> list[str | None]:
    return [i.source_id for i in follow_outlets(items, DOCUMENTS)]


def test_an_outlet_that_quotes_somebody_is_that_source() -> None:
    assert origins(item("t", "ministry", kind=OFFICIAL), item("e", "publisher:times")) == ["ministry", "ministry"]


def test_an_outlet_that_quotes_unnamed_officials_is_nobody_known() -> None:
    assert origins(item("t", None, kind=OFFICIAL), item("e", "publisher:times")) == [None, None]


def test_an_outlet_that_says_so_itself_stands_for_itself() -> None:
    assert origins(item("t", "publisher:times", own=True), item("e", "publisher:times")) == ["publisher:times"] * 2


def test_an_outlet_whose_article_is_not_at_hand_is_one_origin() -> None:
    assert origins(item("e", "publisher:times"), item("d", "publisher:times")) == ["publisher:times"] * 2


def test_an_outlet_whose_own_words_go_on_with_a_source_is_that_source() -> None:
    assert origins(item("t", "ministry", own=True), item("e", "publisher:times")) == ["ministry", "ministry"]


def test_outlets_that_quote_each_other_are_one() -> None:
    found = origins(item("t", "publisher:diary"), item("d", "publisher:times"), item("e", "publisher:times"))

    assert len(set(found)) == 1


def test_a_company_that_publishes_its_release_speaks_for_itself() -> None:
    found = origins(item("t", "ministry", kind=OFFICIAL), item("e", "publisher:times", kind=ORGANISATION))

    assert found == ["ministry", "publisher:times"]
