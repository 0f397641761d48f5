"""The HTML report: every text stays text, nothing is loaded, every attribution is there."""

import re
from dataclasses import replace
from importlib import resources

import pytest

from attribution.analysis import Analysis
from attribution.claims import read_claims
from attribution.documents import read_documents
from attribution.pipeline import analyze
from attribution.schema import Furniture
from tests.command import ROOT
from tests.fakes import FakeTagger, article

CLAIM = "The bridge at Orven was closed"
CONFIRMED = "The army confirmed that the bridge at Orven was closed."
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"'&amp;"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    first = article(
        "The army confirmed that the bridge at Orven was closed.",
        "It rained.",
        id="one",
        title="Bridge closed",
        publisher="Orven Gazette",
        date="2024-05-01",
    )
    second = article(
        "The party denied that the bridge at Orven was closed.",
        id="two",
        publisher="Tarn Post",
        date="2024-05-03",
        furniture=(Furniture(0, 9, "The party", "menu"),),
    )
    return analyze([first, second], [CLAIM], tagger=FakeTagger())


def test_every_attribution_is_in_the_articles_with_its_probability(analysis: Analysis) -> None:
    n = sum(len(s.attributions) for d in analysis.documents for s in d.sentences)
    page = analysis.to_html()
    assert n == 2
    assert page.count('role="tooltip"') == n
    assert page.count("with probability 95 %") == n


@pytest.mark.parametrize("place", ["title", "publisher", "author", "text", "claim", "id"])
def test_markup_in_any_text_stays_text(place: str) -> None:
    plain = article(f"The army said {HOSTILE if place == 'text' else 'it'} confirmed the bridge was closed.")
    document = replace(plain, **{place: HOSTILE}) if place not in ("text", "claim") else plain
    page = analyze([document], [HOSTILE if place == "claim" else CLAIM], tagger=FakeTagger()).to_html()
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;img" in page


def test_only_addresses_of_the_web_become_links(analysis: Analysis) -> None:
    documents = tuple(replace(d, url="javascript:alert(1)") for d in analysis.documents)
    assert "javascript:" not in replace(analysis, documents=documents).to_html()


def test_nothing_is_loaded_from_anywhere(analysis: Analysis) -> None:
    page = analysis.to_html()
    assert not re.search(r"https?://|\bsrc=|url\(|@import|<link", page)
    assert "default-src &#39;none&#39;" in page


def test_the_page_itself_is_small(analysis: Analysis) -> None:
    assert len(analysis.to_html().encode()) < 60_000


def test_beside_its_text_the_page_of_the_bundled_story_is_under_300_kilobytes() -> None:
    documents = list(read_documents(ROOT / "examples" / "story.jsonl"))
    claims = read_claims(ROOT / "examples" / "claims.txt")
    page = analyze(documents, claims, tagger=FakeTagger()).to_html()
    assert len(page.encode()) < 300_000 + sum(len(document.text.encode()) for document in documents)


def test_the_page_says_what_the_score_is_not(analysis: Analysis) -> None:
    assert "The score measures the sourcing, not the facts:" in analysis.to_html()


def test_the_score_is_drawn_over_time_where_evidence_has_dates(analysis: Analysis) -> None:
    page = analysis.to_html()
    assert 'class="history"' in page
    assert "2024-05-01" in page


def test_the_history_is_drawn_to_the_scale_of_time_and_says_who_spoke() -> None:
    days = ("2024-05-01", "2024-05-02", "2024-05-11")
    said = "The {} confirmed that the bridge at Orven was closed."
    articles = [article(said.format(f"ministry of {day[-2:]}"), id=day, date=day) for day in days]
    made = analyze(articles, [CLAIM], tagger=FakeTagger())
    page = made.to_html()
    x = [float(place) for place in re.findall(r'<circle class="point" cx="([\d.]+)%" cy="[\d.]+" r="5"', page)]
    assert (x[1] - x[0]) / (x[2] - x[0]) == pytest.approx(0.1, abs=0.001)
    assert "ministry of 11" in page[page.index('class="steps"') :]


def test_dates_whose_labels_would_touch_are_left_to_the_table() -> None:
    days = [f"2024-05-{day:02}" for day in range(1, 29)]
    made = analyze([article(CONFIRMED, id=day, date=day) for day in days], [CLAIM], tagger=FakeTagger())
    page = made.to_html()
    drawing = page[page.index('class="over-time"') : page.index('class="steps"')]
    labelled = [day for day in days if day in drawing]
    assert {days[0], days[-1]} <= set(labelled)
    assert len(labelled) <= 5
    assert all(f'<th scope="row">{day}</th>' in page for day in days)


def test_a_copied_text_is_shown_once_with_every_place() -> None:
    copies = [article(CONFIRMED, id=name, publisher=name) for name in ("Gazette", "Post", "Herald")]
    page = analyze(copies, [CLAIM], tagger=FakeTagger()).to_html()
    panel = page[page.index('class="side for"') : page.index('class="side against"')]
    assert panel.count(CONFIRMED) == 1
    assert [panel.count(f">{name}</a>") for name in ("Gazette", "Post", "Herald")] == [1, 1, 1]


def test_the_source_view_says_kind_and_whether_it_is_named() -> None:
    people = article(CONFIRMED, "Two officials said that it rained.")
    page = analyze([people], [], tagger=FakeTagger()).to_html()
    view = page[page.index('id="sources"') :]
    assert "official, named · 1 attribution · 1 article" in view
    assert "official, not named" in view


def test_several_claims_are_listed_at_a_glance(analysis: Analysis) -> None:
    assert 'class="glance"' not in analysis.to_html()
    page = replace(analysis, claims=(*analysis.claims, replace(analysis.claims[0], id="x", text="Another"))).to_html()
    table = page[page.index('class="glance"') : page.index("</table>")]
    assert [f'href="#claim-{i}"' in table for i in (0, 1)] == [True, True]


def test_no_history_is_drawn_when_other_weights_made_the_score(analysis: Analysis) -> None:
    other = replace(analysis, claims=(replace(analysis.claims[0], corroboration=0.99),))
    assert 'class="history"' not in other.to_html()


def test_what_was_left_out_is_told_with_its_reason(analysis: Analysis) -> None:
    assert "1 piece of page furniture" in analysis.to_html()
    skipped = replace(analysis.documents[0], skipped="language: fr", sentences=())
    assert "skipped, language: fr" in replace(analysis, documents=(skipped,), claims=()).to_html()


def test_characters_that_utf8_or_readers_cannot_take_are_replaced(analysis: Analysis) -> None:
    title = replace(analysis.documents[0], title="a\ud800b\u202ec")
    page = replace(analysis, documents=(title, analysis.documents[1])).to_html()
    assert "a\ufffdb\ufffdc" in page
    assert page.encode()


def test_a_notebook_gets_a_sandboxed_frame_that_cannot_be_left(analysis: Analysis) -> None:
    frame = analysis._repr_html_()
    assert frame.startswith("<iframe")
    assert "allow-same-origin" not in frame
    assert frame.count("<") == 2


def test_the_page_without_documents_is_a_page() -> None:
    assert "No claim was given" in Analysis((), (), {}).to_html()


def test_the_assets_are_package_data() -> None:
    names = {asset.name for asset in resources.files("attribution.report").joinpath("assets").iterdir()}
    assert {"report.css", "report.js", "report.html.j2"} <= names
