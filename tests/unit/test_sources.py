from dataclasses import replace

import pytest

from attribution.labels import SourceKind
from attribution.schema import Document, SentenceKind
from attribution.sources import resolve_sources
from attribution.sources.entities import Directory
from attribution.sources.mentions import read_scenes
from tests.marked_articles import article, names, names_of

CASES = {
    "a surname is the person named in full": (
        ["{Gen. Amina Okafor} said the road was open.", "{Okafor} said nobody was hurt."],
        ["Amina Okafor", "Amina Okafor"],
    ),
    "a name that is mentioned but not quoted is collected": (
        ["Soldiers met the engineer Tomas Kroll at the dam.", "{Kroll} said the wall was sound."],
        ["Tomas Kroll"],
    ),
    "an apposition after a name gives its office": (
        ["Luis Ortega, the mayor of Sanz, fled.", "{The mayor} said by telephone that he was safe."],
        ["Luis Ortega"],
    ),
    "an apposition before a name gives its office": (
        ["The envoy of Sark, Ugo Bell, was summoned.", "{The envoy} said the flights were legal."],
        ["Ugo Bell"],
    ),
    "a rank written short is the rank written out": (
        ["Brig. Gen. Tomas Arco spoke in Lenz.", "{The general} said the road was open."],
        ["Tomas Arco"],
    ),
    "a broader word points back to a person of that walk of life": (
        ["{Dr Lena Fox} of Marsh University said mice slept.", "{The scientist} said more work was needed."],
        ["Lena Fox", "Lena Fox"],
    ),
    "who is brought in by narration speaks a sentence later": (
        ["Dr Lena Obrecht, who heads the clinic in Vell, has not slept.", "Nine people died at Old Mosk, {she} said."],
        ["Lena Obrecht"],
    ),
    "the ending of a first name only suggests a gender": (
        ["General Ibra Castell, the chief of staff, met reporters.", "His men had arrested no one, {he} said."],
        ["Ibra Castell"],
    ),
    "a dateline is nobody": (
        ["LORN (FNA) – The head of Hawkmoor Aero, Sunniva Kray, took questions.", "Six engines had gone, {she} said."],
        ["Sunniva Kray"],
    ),
    "somebody may be known by another name": (
        [
            "The Brigade denied it.",
            "{Its commander, known as Stepan Grey,} spoke.",
            "{He} did not mention the captives.",
        ],
        ["Stepan Grey", "Stepan Grey"],
    ),
    "him is he": (
        ["{Mayor Tomas Kroll} spoke.", "The bridge was safe, according to {him}."],
        ["Tomas Kroll", "Tomas Kroll"],
    ),
    "the former and the latter need not stand in one sentence": (
        ["{Brandt Marine} wants the order.", "{Tolva Docks} wants it as well.", "{The latter} has the steel, it says."],
        ["Brandt Marine", "Tolva Docks", "Tolva Docks"],
    ),
    "pronouns follow gender": (
        ["Governor Pete Hall and Senator Ann Moss argued.", "{He} said taxes must fall.", "{She} said they must not."],
        ["Pete Hall", "Ann Moss"],
    ),
    "a pronoun prefers the last source to a name that was only mentioned": (
        ["{Weiss Anders} accused Ivo Kral of leaking.", "{He} said the draft was in a newspaper."],
        ["Weiss Anders", "Weiss Anders"],
    ),
    "a pronoun that may be either of two is left open": (
        ["Spokesman Rolf Adler and analyst Jens Kuhn spoke.", "{He} said prices would rise."],
        [None],
    ),
    "an office that two hold is left open": (
        [
            "{Energy Minister Rafael Ocampo} said no.",
            "{Transport Minister Lucia Farro} said yes.",
            "{The minister} told us so.",
        ],
        ["Rafael Ocampo", "Lucia Farro", None],
    ),
    "a portfolio tells two ministers apart": (
        [
            "{Energy Minister Rafael Ocampo} said no.",
            "{Transport Minister Lucia Farro} said yes.",
            "{The energy minister} added that he was sure.",
        ],
        ["Rafael Ocampo", "Lucia Farro", "Rafael Ocampo"],
    ),
    "a surname that two share is left open until a title tells": (
        [
            "{Kofi Mensah} said his car was stolen.",
            "{Ama Mensah} said hers was too.",
            "{Mensah} told police.",
            "{Mr Mensah} said it was blue.",
        ],
        ["Kofi Mensah", "Ama Mensah", None, "Kofi Mensah"],
    ),
    "an acronym in brackets is the name": (
        [
            "The World Fisheries Council (WFC) met.",
            "{The WFC} said cod was scarce.",
            "{It} added that herring was safe.",
        ],
        ["World Fisheries Council", "World Fisheries Council"],
    ),
    "initials are the name": (
        ["{The Institute of Marine Studies} said nets were empty.", "{IMS} said stocks fell."],
        ["Institute of Marine Studies", "Institute of Marine Studies"],
    ),
    "an organisation is known by what it is": (
        [
            "Novotel Freight has sold its port.",
            "{The company} said it needed cash.",
            "{A spokeswoman for the company} declined.",
        ],
        ["Novotel Freight", "Novotel Freight"],
    ),
    "an organisation of another sort is not meant": (
        [
            "The Free Coast Brigade attacked.",
            "{The Ministry of Defence} said so.",
            "{The group} said it had four drones.",
        ],
        ["Ministry of Defence", "Free Coast Brigade"],
    ),
    "a word that fits two firms is left open": (
        ["Sunbird Air and Meridian Wings met.", "{The airline} said it had held the slots."],
        [None],
    ),
    "a spokesman of a body is its voice and keeps a gender": (
        ["{A spokeswoman for the Blue Party} said talks failed.", "{She} said the door was open."],
        ["Blue Party", "Blue Party"],
    ),
    "its spokesman is the organisation": (
        ["Brightbox Toys recalled a paint set.", "{Its spokesman} said money would be paid back."],
        ["Brightbox Toys"],
    ),
    "a spokesman of nobody knows whom is left open": (
        ["Sunbird Air and Meridian Wings met.", "{A spokesman} said a ruling was expected."],
        [None],
    ),
    "the statement is whoever issued it": (
        [
            "In a statement on Friday, {the central bank} said rates would rise.",
            "{The statement} said prices were high.",
        ],
        ["central bank", "central bank"],
    ),
    "a statement of nobody knows whom is left open": (["According to {a statement}, the sides agreed."], [None]),
    "a study speaks for itself": (
        ["{The study} said coral had recovered.", "{It} warned of hot summers."],
        ["study", "study"],
    ),
    "an unnamed source keeps its description without article": (
        ["{Two senior officials} said guards fired.", "{They} said it was brief.", "{The officials} said so twice."],
        ["Two senior officials", "Two senior officials", "Two senior officials"],
    ),
    "one of several is left open": (
        ["{Fishermen on the lake} said so.", "{One of them} said no."],
        ["Fishermen on the lake", None],
    ),
    "another unnamed source is another": (
        ["{A senior official} said yes.", "{Another official} said no.", "{The official} told more."],
        ["senior official", "Another official", None],
    ),
    "they without anybody in sight is nobody": (
        ["The lights went out in Port Selby.", "{They} say a ship cut the cable."],
        [None],
    ),
    "both are the two together": (
        ["Marie Tellier and Bruno Asch were found.", "{Both} said they had given up hope."],
        ["Marie Tellier and Bruno Asch"],
    ),
    "a relative is found from either side": (
        ["Emil Roth blamed his brother Karl.", "{Karl} said he was asleep.", "{His brother} said that was a lie."],
        ["Karl", "Emil Roth"],
    ),
    "an age points to a private person, not to an agent": (
        [
            "Striker Mads Holtegaard may leave.",
            "{His agent, Lise Friis,} said clubs had called.",
            "{The 23-year-old} said he hoped so.",
        ],
        ["Lise Friis", "Mads Holtegaard"],
    ),
    "a quotation that goes on has the source that opened it": (
        ["“We lost everything,” said {Baraka Oyelaran}, a trader.", "~“Nobody from the council has been here.”"],
        ["Baraka Oyelaran", "Baraka Oyelaran"],
    ),
    "a quotation that names its speaker at the end has that speaker from the start": (
        ["~“We are ready.", "We have always been ready,” {Colonel Ida Marsh} said."],
        ["Ida Marsh", "Ida Marsh"],
    ),
    "a sentence after narration has nobody": (
        ["{Ida Marsh} said so.", "Rain fell on Lenz town.", "~The bridge is sound."],
        ["Ida Marsh", None],
    ),
    "a ministry of justice is no justice": (
        ["{The Orven Ministry of Justice} said so.", "{The ministry} named nobody."],
        ["Orven Ministry of Justice", "Orven Ministry of Justice"],
    ),
    "a ministry's spokesman is its voice, and not part of its name": (
        ["{The Ministry of Harbours} shut the port.", "{A Ministry of Harbours spokesman} said so."],
        ["Ministry of Harbours", "Ministry of Harbours"],
    ),
    "a board has a field": (["{The Orven Board of Bridges} said so."], ["Orven Board of Bridges"]),
    "a job in capitals is not part of a name": (
        ["{Norvik Retail SVP Anna Marsh} said so.", "{Brell Harbour Whisperer Anna Quist} agreed."],
        ["Anna Marsh", "Anna Quist"],
    ),
    "an outer source is meant where it comments on the inner one": (
        ["{State radio} said {the air force} had denied it.", "{The air force}, {it} said, called the report a lie."],
        ["State radio", "air force", "air force", "State radio"],
    ),
}


@pytest.mark.parametrize(("sentences", "expected"), CASES.values(), ids=CASES)
def test_that(sentences: list[str], expected: list[str | None]) -> None:
    assert names(*sentences) == expected


def test_upper_case_newswire_is_read_like_any_other() -> None:
    said = names(
        "PORT ABEL, MAY 3 - THE GOVERNMENT DENIED ON FRIDAY THAT TROOPS FIRED ON MARCHERS.",
        "{INTERIOR MINISTER HUGO PENA} SAID NOBODY WAS HURT.",
        "{THE MINISTER} SAID THE MARCH WAS ILLEGAL.",
        "{OPPOSITION LEADER CLARA RUIZ} SAID FOUR MEN DIED.",
        "{SHE} SAID THE BODIES WERE HIDDEN.",
        "{PENA} SAID SHE LIED.",
    )

    assert said == ["HUGO PENA", "HUGO PENA", "CLARA RUIZ", "CLARA RUIZ", "HUGO PENA"]


def test_a_full_name_later_in_the_article_names_the_earlier_mention() -> None:
    assert names("{Kerr} said no.", "{Tom Kerr} said it twice.") == ["Tom Kerr", "Tom Kerr"]


def test_the_source_kind_helps_where_the_words_do_not() -> None:
    said = names("{Green Shore} said it was sad.", "{The group} accused the judges.", kind=SourceKind.GROUP)

    assert said == ["Green Shore", "Green Shore"]


POINTING = {
    "a noun of no known sort points to the firm that was just told of": (
        ["Kelvora Labs recalled two million inhalers.", "{The drug maker} said nobody had been hurt."],
        SourceKind.ORGANISATION,
        ["Kelvora Labs"],
    ),
    "a noun of no known sort points to the person just brought in": (
        ["{Lars Bohn} said no.", "Wren Talbot had come for a wedding.", "{The bridesmaid} said she was cold."],
        SourceKind.INDIVIDUAL,
        ["Lars Bohn", "Wren Talbot"],
    ),
    "a firm that was only named beside another is not told apart by a noun": (
        ["Dovetail Stores and Pennywise Foods are in talks.", "{The grocer} declined.", "{A spokesman} said no."],
        SourceKind.ORGANISATION,
        [None, None],
    ),
    "an individual by a noun that fits nobody is left open": (
        ["The museum in Lenz was shut.", "{The bassoonist} said he was sad."],
        SourceKind.INDIVIDUAL,
        [None],
    ),
    "workers that own a body's name are part of it": (
        ["{The Warders' Guild} said jails were full.", "{The guild} warned of a strike."],
        SourceKind.GROUP,
        ["Warders' Guild", "Warders' Guild"],
    ),
    "whoever saw a memo did not write it": (
        ["In a memo seen by the Lenz Echo, {the service} said files were lost.", "{The memo} called it sad."],
        SourceKind.OFFICIAL,
        ["service", "service"],
    ),
}


@pytest.mark.parametrize(("sentences", "kind", "expected"), POINTING.values(), ids=POINTING)
def test_with_a_kind_of_source(sentences: list[str], kind: SourceKind, expected: list[str | None]) -> None:
    assert names(*sentences, kind=kind) == expected


def test_a_quotation_that_goes_on_keeps_its_speaker_whatever_kind_it_is_tagged_as() -> None:
    document = article("{Ida Marsh} said the bridge was sound.", "~“We will wait.”", kind=SourceKind.EXPERT)
    other = replace(document.sentences[1].attributions[0], source_kind=SourceKind.OFFICIAL)

    resolved = resolve_sources(
        replace(document, sentences=(document.sentences[0], replace(document.sentences[1], attributions=(other,))))
    )

    assert names_of(resolved) == ["Ida Marsh", "Ida Marsh"]


def test_a_name_set_by_a_person_stands() -> None:
    document = article("{Okafor} said no.")
    sentence = document.sentences[0]
    mine = replace(sentence.attributions[0], source_name="Ben Okafor", set_by_human=("source_name",))

    resolved = resolve_sources(replace(document, sentences=(replace(sentence, attributions=(mine,)),)))

    assert names_of(resolved) == ["Ben Okafor"]


def test_a_byline_is_nobody_that_a_pronoun_could_mean() -> None:
    document = article("By Anna Weiss.", "{She} said it was over.")
    byline = replace(document.sentences[0], kind=SentenceKind.BYLINE)

    resolved = resolve_sources(replace(document, sentences=(byline, document.sentences[1])))

    assert names_of(resolved) == [None]


def test_where_every_word_has_a_capital_no_name_is_learned() -> None:
    headline = "Ilse Brandt Unveils Northern River Bridge Plan."
    said = "{Ilse Brandt} said the bridge was unsafe.", "{Brandt} said it was old."
    assert names(headline, *said) == ["Ilse Brandt"] * 2


def test_in_capitals_a_lone_word_in_the_middle_of_a_sentence_is_no_name() -> None:
    told = "HE SPOKE OF THE EXTRADITION TO THE STATE."
    directory = Directory()

    read_scenes(article("{PRESIDENT IVO KARSK} SAID HE WOULD GO.", told), directory)

    assert [entity.name for entity in directory.entities] == ["IVO KARSK"]


def test_who_after_a_place_is_the_person_before_it() -> None:
    assert names("Nela Drisk, who lives in Marlow and {who} said she was tired, went home.") == ["Nela Drisk"]


def test_an_outlet_owns_its_reporter_not_his_name() -> None:
    assert names("{The Norvik News’ Michael Lund} said it was over.") == ["Michael Lund"]


def test_a_company_s_representative_speaks_for_it() -> None:
    said = "{A representative for Norvik Motors} said the plant was old."
    assert names(said, kind=SourceKind.ORGANISATION) == ["Norvik Motors"]


def test_who_owns_what_is_spoken_of_is_named() -> None:
    assert names("It did nothing to Donald Karsk's standing in the state.", "{Karsk} said no.") == ["Donald Karsk"]


def test_a_document_without_attributions_comes_back_as_it_is() -> None:
    document = Document("d", "Rain fell.")

    assert resolve_sources(document) is document


def test_only_the_names_are_changed() -> None:
    document = article("{Gen. Amina Okafor} said the road was open.", "{She} said so twice.")
    resolved = resolve_sources(document)
    emptied = tuple(
        replace(s, attributions=tuple(replace(a, source_name=None) for a in s.attributions)) for s in resolved.sentences
    )

    assert replace(resolved, sentences=emptied) == document
