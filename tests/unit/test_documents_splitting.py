import pytest

from attribution.documents import document_from_text
from attribution.documents.lines import paragraph_breaks, split_lines

WIRE = """\
PUERTO ALDA, 13 FEB 90 (CPA) -- [TEXT] THE ARMED FORCES COMMAND DENIED TODAY
THAT ITS TROOPS HAD ENTERED THE VILLAGE OF SAN TELMO, AND GEN. RUIZ SAID THAT
DETACHMENT NO. 4 HAD NOT LEFT ITS BARRACKS.  THE U.S. EMBASSY DID NOT COMMENT.

   THE FRONT SAID IN A BROADCAST THAT TWO OF ITS MEN HAD BEEN TAKEN AWAY IN
AN ARMY TRUCK.
"""


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in document_from_text(text).sentences]


@pytest.mark.parametrize(
    "expected",
    [
        ["Gen. Roe met Lt. Col. Diaz in the U.S. Senate.", "He left."],
        ["Union No. 2 voted on Jan. 5.", "J. K. Doe, R-Ala., did not."],
        ["Cllr. May and Capt. Fox dismissed it.", "They left at 5 p.m. on Monday."],
        ["“We saw it. It burned,” he said.", "Nobody answered."],
        ['"Nothing was hit," she said.', '"Nobody died."'],
        ["'We will go.'", "The minister left."],
        ['The minister asked: "Why? Who knows?"', "She left."],
        ["MR. ROE AND GEN. DOE DENIED IT.", '"WE DID NOT," HE SAID.'],
        ["The company earned $3.5 million, i.e. less than Acme Inc. did.", "It said so."],
    ],
)
def test_sentences_of_news_come_out_whole(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_an_opening_quote_left_behind_goes_to_its_own_sentence() -> None:
    text = 'The menu was too long, she said in a statement. " To serve faster we must shorten it."'

    assert sentences(text)[1].startswith('" To serve')


def test_a_closing_quote_stays_with_its_sentence() -> None:
    assert sentences("He said: “We will not go.” Then he left.")[0].endswith("go.”")


def test_unbalanced_quotes_do_not_swallow_the_paragraphs_below() -> None:
    text = "He said: “We will not go.\n\nThen he left the town.\n\nNobody followed him."

    assert sentences(text) == ["He said: “We will not go.", "Then he left the town.", "Nobody followed him."]


def test_hard_wrapped_newswire_is_read_across_its_line_breaks() -> None:
    found = sentences(WIRE)

    assert [" ".join(sentence.split()) for sentence in found] == [
        "PUERTO ALDA, 13 FEB 90 (CPA) -- [TEXT] THE ARMED FORCES COMMAND DENIED TODAY THAT ITS TROOPS HAD ENTERED THE "
        "VILLAGE OF SAN TELMO, AND GEN. RUIZ SAID THAT DETACHMENT NO. 4 HAD NOT LEFT ITS BARRACKS.",
        "THE U.S. EMBASSY DID NOT COMMENT.",
        "THE FRONT SAID IN A BROADCAST THAT TWO OF ITS MEN HAD BEEN TAKEN AWAY IN AN ARMY TRUCK.",
    ]


def test_headlines_below_each_other_are_not_one_paragraph() -> None:
    text = "Ferry passengers stranded overnight after engine fire\nMan injured in a rollover on the northern highway\n"

    assert paragraph_breaks(split_lines(text)) == [True, True]


def test_short_paragraphs_without_blank_lines_stay_apart() -> None:
    text = (
        "The bank denied all of the charges against it on Monday.\nThe court said it would rule on them in the spring."
    )

    assert paragraph_breaks(split_lines(text)) == [True, True]


def test_windows_line_breaks_keep_offsets() -> None:
    document = document_from_text("The army left.\r\n\r\nIt said so.\r\n")

    assert [(s.start_char, s.end_char) for s in document.sentences] == [(0, 14), (18, 29)]


def test_a_paragraph_longer_than_the_splitter_is_given_at_once_is_still_split() -> None:
    text = "The army said that it had left the town. " * 1000

    assert len(document_from_text(text).sentences) == 1000
