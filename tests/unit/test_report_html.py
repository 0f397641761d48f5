"""The HTML report: every text stays text, nothing is loaded, every attribution is there."""

import re
from dataclasses import replace
from importlib import resources

import pytest

from attribution.analysis import Analysis
from attribution.pipeline import analyze
from attribution.schema import Furniture
from tests.fakes import FakeTagger, article

CLAIM = "The bridge at Orven was closed"
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


def test_the_page_says_what_the_score_is_not(analysis: Analysis) -> None:
    assert "The score measures the sourcing, not the facts:" in analysis.to_html()


def test_the_score_is_drawn_over_time_where_evidence_has_dates(analysis: Analysis) -> None:
    page = analysis.to_html()
    assert 'class="history"' in page
    assert "2024-05-01" in page


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
