import pytest

from attribution.documents import document_from_text
from attribution.documents.furniture import Page
from attribution.documents.kinds import is_byline
from attribution.documents.leftover import LeftoverModel
from attribution.documents.rules import matched
from attribution.schema import Document, SentenceKind

# F furniture, A article, K kept but never evidence
SUBSTANTIAL = """\
F|Skip to content
F|The Harbour Times
F|News
F|Opinion
F|Sign in
F|Home » News » Ferry company admits lifeboats were locked
K|Ferry company admits lifeboats were locked
K|Union calls the claim about its captain baseless
K|By Amara Osei in Port Sorrel
K|June 24, 2024 6:14 AM
F|Share on FacebookTweet on Twitter
F|0
F|Smoke rises from the ferry off Port Sorrel. PHOTO | HARBOUR TIMES
A|The company that runs a ferry which burned off Port Sorrel has admitted that two of its lifeboats were locked.
A|Estrella Lines said that the locks had been fitted "to prevent theft".
F|ADVERTISEMENT
A|Survivors accused the crew of fleeing in the only working boat.
F|Also Read: Cruise ship runs aground in fog
A|The captains' union called that claim baseless.
K|A matter of hours
A|Investigators boarded the wreck on Monday.
F|More from The Harbour Times
F|Airline apologises for swan on board
F|June 20, 2024
F|Who owns the old lighthouse?
A|A report may come within a month, the transport board said. Survivors want it sooner.
A|The coast guard has not said how many people were missing.
F|Get the day's news in your inbox
F|Our editors pick the five stories you need, and we send them before breakfast.
F|Email address
F|Sign up
F|Tags: ferries, Port Sorrel
F|2 Comments
F|OldSalt66
F|24 June 2024 at 11:02
F|My brother worked on that ferry for years. He always said that this would happen.
F|Reply
F|Leave a Reply
F|Your email address will not be published. Required fields are marked *
F|Recent Posts
F|Ferry company admits lifeboats were locked June 24, 2024
F|Rains to continue June 23, 2024
F|© 2024 Harbour Times Ltd. All rights reserved
F|Privacy policy
"""

ARTICLE_LINES = [
    "Members of the group were asked to share the photograph on Facebook.",
    "“We use cookies as an excuse for a ritual that protects no one,” said the regulator.",
    "Three regulators said that they would ask websites to stop asking visitors to accept all cookies.",
    "The editor of a weekly email newsletter was released from prison on Monday.",
    "“Read more books,” she said.",
    "Subscribers had been told to sign up again from next week.",
    "The share price fell by 12 percent after the company declined to comment.",
    "Follow the money, the prosecutor told the court.",
    "The minister said that he would not read more of the report.",
    "He later posted an apology on Instagram.",
    "Copyright law says nothing about this, the judge said.",
    "Related charges were dropped in May.",
    "The most read book in the prison library is an atlas, according to its librarian.",
]


def kinds_of(document: Document, line: str) -> set[str]:
    start = document.text.index(line)
    places = (s for s in document.sentences if s.start_char < start + len(line) and s.end_char > start)
    return {sentence.kind.value for sentence in places}


@pytest.fixture(scope="module")
def page() -> Document:
    return document_from_text("\n".join(line[2:] for line in SUBSTANTIAL.splitlines()))


def test_all_furniture_of_a_page_is_left_out(page: Document) -> None:
    expected = [line[2:] for line in SUBSTANTIAL.splitlines() if line.startswith("F|")]

    assert [item.text for item in page.furniture] == expected


@pytest.mark.parametrize("line", [line[2:] for line in SUBSTANTIAL.splitlines() if line.startswith("A|")])
def test_every_paragraph_of_the_article_stays_as_body(page: Document, line: str) -> None:
    assert kinds_of(page, line) == {"body"}


def test_headline_byline_and_cross_head_are_kept_and_told_apart(page: Document) -> None:
    heads = [(s.kind.value, s.text) for s in page.sentences if s.kind is not SentenceKind.BODY]

    assert heads == [
        ("crosshead", "Ferry company admits lifeboats were locked"),
        ("crosshead", "Union calls the claim about its captain baseless"),
        ("byline", "By Amara Osei in Port Sorrel"),
        ("byline", "June 24, 2024 6:14 AM"),
        ("crosshead", "A matter of hours"),
    ]


def test_furniture_names_its_rule(page: Document) -> None:
    reasons = {item.text: item.reason for item in page.furniture}

    assert reasons["ADVERTISEMENT"] == "advertisement"
    assert reasons["Airline apologises for swan on board"] == "related"
    assert reasons["Privacy policy"] == "legal"


@pytest.mark.parametrize("line", ARTICLE_LINES)
def test_sentences_about_the_web_are_not_furniture(line: str) -> None:
    assert matched(line) is None


def test_an_article_about_newsletters_and_cookies_keeps_every_line_on_a_page_with_furniture() -> None:
    text = "\n".join(["Share this", *ARTICLE_LINES, "Leave a comment", "Privacy policy"])

    assert [s.text for s in document_from_text(text).sentences if s.kind is SentenceKind.BODY] == ARTICLE_LINES


def test_a_text_without_furniture_loses_nothing() -> None:
    text = "Depot hit\n\nOfficials admitted it.\n\nA list of the dead:\nJane Roe\nJohn Doe\n\nThe ministry was silent."

    assert document_from_text(text).furniture == ()


def test_a_list_that_a_colon_opens_stays_on_a_page_with_furniture() -> None:
    names = ["Jane Roe of Carn Head", "John Doe of Fold Lane", "Ann Poe of Mill Street"]
    text = [
        "Sign in",
        "Subscribe",
        "Share",
        "The police gave these names:",
        *names,
        "The coroner will hear it.",
        "Tweet",
    ]

    kept = [sentence.text for sentence in document_from_text("\n".join(text)).sentences]

    assert set(names) <= set(kept)


def test_a_single_line_without_full_stop_is_body() -> None:
    [sentence] = document_from_text("Two officials confirmed the strike").sentences

    assert sentence.kind is SentenceKind.BODY


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "By Jane Roe in Kyiv",
        "Updated 3 Mar 2024 14:05",
        "Reuters staff",
        "Posted on 21 April 2022 by janeroe",
        "Tue 12 Mar 2024 17.42 GMT",
        "VASTRA, March 3 (CPA) -",
    ],
)
def test_bylines_are_recognised(line: str) -> None:
    text = f"{line}\n\nThe army denied on Monday that it had fired on the town."

    assert document_from_text(text).sentences[0].kind is SentenceKind.BYLINE


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    [sentence] = document_from_text("By Monday the army had left the town.").sentences

    assert sentence.kind is SentenceKind.BODY


def bodies(*lines: str) -> list[str]:
    document = document_from_text("\n".join(lines))
    return [s.text for s in document.sentences if s.kind is SentenceKind.BODY]


OPENING = (
    "Skip to content",
    "Lake levels rise for a third month",
    "By Amara Osei",
    "The lake has risen for a third month, the water board said on Monday.",
    "Farmers on the eastern shore have moved their cattle to higher ground.",
    "“We have never seen it so high,” said a ferryman at Port Sorrel.",
)


@pytest.mark.parametrize(
    "line",
    [
        "Download our app for breaking news alerts.",
        "Donate €25 today and you could help a family to test its well.",
        "Amara Osei covers the lake region. She lives in Port Sorrel.",
        "The Harbour Times is a news website that reaches more than a million people.",
        "Correction: An earlier version of this story gave the wrong month.",
        "Reed beds under water in March. (Dana Pell/Harbour Times)",
        "Reed beds under water in March. PHOTO | DANA PELL | HARBOUR TIMES",
        "Advertisement · Scroll to continue",
    ],
)
def test_prose_in_which_a_page_speaks_of_itself_is_furniture(line: str) -> None:
    assert bodies(*OPENING, line, "Share this") == bodies(*OPENING)


@pytest.mark.parametrize(
    "line",
    [
        "The dam costs two million a year.",
        "The board offers every village free sandbags.",
        "Our Lady of the Lake closed its doors.",
    ],
)
def test_a_last_paragraph_below_a_box_is_the_articles(line: str) -> None:
    assert bodies(*OPENING, "Sign up to our newsletter", line, "Share this")[-1] == line


def test_a_remark_in_brackets_ends_the_article() -> None:
    assert bodies(*OPENING, "($1 = 10.55 crowns)", "Share this", "Subscribe")[-1] == "($1 = 10.55 crowns)"


def test_nothing_below_a_closing_notice_is_the_articles() -> None:
    tail = ("Continued on Page 5", "VACANCY: Experienced baker wanted, night shift. Apply in person.", "Share this")
    assert bodies(*OPENING, *tail) == bodies(*OPENING)


def test_a_photo_notice_early_in_the_article_does_not_close_it() -> None:
    assert bodies(*OPENING[:4], "© 2024 Harbour Times", *OPENING[4:]) == bodies(*OPENING)


def test_a_first_comment_goes_with_the_name_above_it() -> None:
    comments = ("OldSalt66", "3 hours ago", "My uncle saw the same in the eighties.", "Reply", "gull", "2 hours ago")
    assert bodies(*OPENING, *comments, "So did mine.", "Reply") == bodies(*OPENING)


def test_a_caption_goes_with_the_credit_below_it() -> None:
    caption = ("Share this", "A ferry lies at anchor off Port Sorrel.", "Dana Pell / Harbour Times")
    assert bodies(*OPENING[:3], *caption, *OPENING[3:]) == bodies(*OPENING)


def test_a_headline_of_another_article_between_paragraphs_is_no_cross_head() -> None:
    page = (*OPENING[:4], "Who owns the old lighthouse above the harbour of Port Sorrel now", *OPENING[4:])
    document = document_from_text("\n".join([*page, "Share this", "Tags: lakes", "Privacy policy"]))
    assert not any("lighthouse" in s.text for s in document.sentences)


def test_a_quoted_cross_head_below_a_link_stays_one() -> None:
    page = (*OPENING[:4], "Read more: Cruise ship runs aground in fog", "‘Opened the door’", *OPENING[4:])
    document = document_from_text("\n".join([*page, "Share this", "Tags: lakes", "Privacy policy"]))
    assert [s.kind for s in document.sentences if "Opened" in s.text] == [SentenceKind.CROSSHEAD]


def test_two_languages_are_no_byline() -> None:
    assert not is_byline("English | Français")
    assert is_byline("Jane Roe | Tarsa")


def test_notices_of_uneven_length_that_end_a_page_go_without_any_known_button() -> None:
    notices = ("Flower rota", "8 Dec no flowers", "Coffee in the hall every Thursday, bring a friend", "Bell practice")
    assert bodies(*OPENING, *notices) == bodies(*OPENING)


def test_a_list_that_ends_an_article_stays() -> None:
    scores = ("Eastfield 2-2 Marlow", "Wick 0-1 Tern", "Carrow 3-0 Devgarh", "Harn 1-1 Easton")
    assert bodies(*OPENING, *scores)[-4:] == [*scores]


def test_a_promise_that_no_rule_knows_goes_when_the_page_has_furniture() -> None:
    promise = "Your tax-deductible gift keeps our newsroom open and our readers informed."
    below = ("Share this", "Related", "Ferry late", "Roads shut", promise, "Privacy policy")
    assert bodies(*OPENING, *below) == bodies(*OPENING)


def test_the_fitted_model_leaves_a_text_without_furniture_alone() -> None:
    page = Page(["The depot was hit on Monday.", "Nobody was hurt."])
    page.mark_leftover(LeftoverModel({"always": 9.0}, 0.5))
    assert page.reasons == [None, None]
