"""The table: everything in words, nothing by colour alone, nothing that could rewrite a terminal."""

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from attribution.labels import LABELS, AttributionType, SourceKind, Stance
from attribution.report.table import CAVEAT, write_claims, write_document, write_legend
from attribution.schema import (
    Attribution,
    ClaimScore,
    Document,
    Evidence,
    Furniture,
    Interval,
    Opinion,
    Sentence,
    SentenceKind,
)
from tests.fakes import article, tagged


def console(width: int = 80, *, colour: bool = False) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=colour, color_system="standard" if colour else None)


def shown(document: Document, width: int = 80, *, colour: bool = False) -> str:
    out = console(width, colour=colour)
    write_document(out, document)
    return out.file.getvalue()  # type: ignore[attr-defined]


def claims_shown(*claims: ClaimScore, documents: tuple[Document, ...] = (), width: int = 80) -> str:
    out = console(width)
    write_claims(out, claims, documents)
    write_legend(out, documents, claims)
    return out.file.getvalue()  # type: ignore[attr-defined]


def item(**fields: object) -> Evidence:
    made = Evidence(
        claim_id="claim-1",
        document_id="a",
        sentence_index=4,
        attribution_index=0,
        text="The army denied that the bridge was closed.",
        type=AttributionType.DENIAL,
        type_prob=0.95,
        stance=Stance.REFUTES,
        support=0.05,
        refutation=0.9,
        source="The army",
        source_id="army",
        source_kind=SourceKind.OFFICIAL,
        anonymous=False,
        contribution=-0.75,
    )
    return replace(made, **fields)


def claim(*evidence: Evidence, **fields: object) -> ClaimScore:
    made = ClaimScore(
        id="claim-1",
        text="The bridge was closed",
        discovered=False,
        corroboration=0.32,
        prior=0.5,
        interval=Interval(0.08, 0.61),
        opinion=Opinion(0.1, 0.5, 0.4),
        grade=4,
        likelihood="unlikely",
        n_origins_for=0,
        n_origins_against=1,
        evidence=evidence,
    )
    return replace(made, **fields)


ARTICLE = tagged(article("The party blamed the army; the army denied it.", "Traffic was light.", title="Bridge closed"))


@pytest.mark.parametrize("label", [label for label in LABELS if label != "none"])
def test_every_type_has_a_mark_and_a_word_of_its_own(label: str) -> None:
    attribution = Attribution(AttributionType(label), None, None, (), SourceKind.UNKNOWN, False)
    first = replace(ARTICLE.sentences[0], labels=(label,), attributions=(attribution,))
    line = shown(replace(ARTICLE, sentences=(first,))).splitlines()[2]
    assert {"official_confirmation": "+ official", "group_allegation": "! allegation"}.get(
        label, label.replace("_", " ")
    ) in line


def test_head_line_has_title_publisher_and_date() -> None:
    head = shown(replace(ARTICLE, publisher="Orven Gazette", date="2024-05-02")).splitlines()[:2]
    assert [line.strip() for line in head] == ["Bridge closed", "Orven Gazette · 2024-05-02 · a"]


def test_sentences_have_the_numbers_that_overrides_use() -> None:
    assert "\n1              Traffic was light." in "\n".join(line.rstrip() for line in shown(ARTICLE).splitlines())


def test_source_and_cue_stand_in_words_below_the_sentence() -> None:
    text = shown(ARTICLE).replace("\u00a0", " ")
    assert "└ The party (group) · “blamed” · ! allegation 95%" in text
    assert "└ the army (official) · “denied” · - denial 95%" in text


def test_source_is_underlined_and_cue_italic_on_a_terminal() -> None:
    text = shown(ARTICLE, colour=True)
    assert "\x1b[4mThe party\x1b[0m" in text
    assert "\x1b[3mblamed\x1b[0m" in text


def test_a_resolved_name_stands_beside_the_words() -> None:
    first = ARTICLE.sentences[0]
    named = replace(first.attributions[0], source_name="Party of Labour")
    document = replace(ARTICLE, sentences=(replace(first, attributions=(named,)),))
    assert "The party = Party of Labour (group)" in shown(document)


def test_a_source_that_is_not_clear_is_said_to_be_so() -> None:
    first = ARTICLE.sentences[0]
    nobody = replace(
        first.attributions[0], source=None, source_name=None, anonymous=True, source_kind=SourceKind.UNKNOWN
    )
    assert "└ source unclear (not named)" in shown(
        replace(ARTICLE, sentences=(replace(first, attributions=(nobody,)),))
    )


def test_furniture_is_summed_up() -> None:
    pieces = tuple(Furniture(0, 3, "The", reason) for reason in ("share buttons", "recent posts", "recent posts"))
    text = " ".join(shown(replace(ARTICLE, furniture=pieces)).split())
    assert "Left out: 3 pieces of page furniture (recent posts 2, share buttons 1)" in text


def test_a_skipped_document_says_why() -> None:
    assert "Skipped: language: fr" in shown(Document("b", "Le pont", skipped="language: fr"))


def test_bylines_and_cross_heads_are_named_as_such() -> None:
    byline = replace(ARTICLE.sentences[1], kind=SentenceKind.BYLINE)
    assert "byline" in shown(replace(ARTICLE, sentences=(byline,)))


def test_what_a_person_set_is_marked_and_explained() -> None:
    first = replace(ARTICLE.sentences[0], set_by_human=("labels",))
    document = replace(ARTICLE, sentences=(first,))
    assert "! allegation ✎" in shown(document).replace("- denial ✎", "! allegation ✎")
    assert "✎ set by hand" in claims_shown(documents=(document,))


def test_a_sentence_that_a_person_set_to_none_is_marked() -> None:
    quiet = replace(ARTICLE.sentences[1], set_by_human=("labels",))
    assert "none ✎" in shown(replace(ARTICLE, sentences=(quiet,)))


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\r", "\x9b", "\u202e", "\ud83d"])
def test_what_could_rewrite_a_terminal_is_not_printed(char: str) -> None:
    text = f"Before{char}[31mafter"
    document = Document(f"id{char}", text, (Sentence(0, len(text), text),), title=text, publisher=char + "x")
    assert char not in shown(document).replace("\r\n", "\n")


def test_square_brackets_are_not_markup() -> None:
    assert "[red]stop[/red]" in shown(tagged(article("[red]stop[/red]")))


def test_a_claim_has_score_interval_grade_word_and_origins() -> None:
    text = claims_shown(claim(item()))
    assert "0.32 (90 %: 0.08 to 0.61)  grade 4, doubtful; unlikely" in text
    assert "0 independent origins for, 1 against" in text


def test_evidence_says_who_how_and_where() -> None:
    line = next(line for line in claims_shown(claim(item()), width=120).splitlines() if line.startswith("The army"))
    assert line.split("  ")[0] == "The army"
    for part in ("- denial", "refutes", "-0.75", "4: The army denied that the bridge was closed."):
        assert part in line


def test_evidence_of_several_documents_names_them() -> None:
    text = claims_shown(claim(item()), documents=(ARTICLE, replace(ARTICLE, id="b")), width=120)
    assert "4 in a: The army denied" in text


def test_evidence_that_counts_most_comes_first() -> None:
    text = claims_shown(claim(item(source="Minor", contribution=0.1), item(source="Major", contribution=-0.9)))
    assert text.index("Major") < text.index("Minor")


def test_long_evidence_is_cut_and_counted() -> None:
    assert "and 12 more" in claims_shown(claim(*[item(attribution_index=i) for i in range(20)]))


def test_grade_six_has_no_likelihood() -> None:
    assert "grade 6, truth cannot be judged\n" in claims_shown(claim(grade=6, likelihood=None)).replace(" \n", "\n")


def test_a_claim_without_evidence_says_so() -> None:
    assert "Nothing in these documents is about it." in claims_shown(claim())


def test_what_the_score_means_is_said_once() -> None:
    assert claims_shown(claim(), claim(id="claim-2")).count(CAVEAT) == 1


def test_no_claims_is_said() -> None:
    assert "No claim was given" in claims_shown()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = replace(ARTICLE, title="word " * 60, publisher="x" * 100)
    text = shown(long, width) + claims_shown(claim(item(source="Ministry of " + "works " * 20)), width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_of_several_articles_it_says_what_the_one_is_about_that_a_claim_is_from() -> None:
    found = claim(discovered=True, context="Bridge closed after a storm")
    other = replace(ARTICLE, id="b")
    assert "found in: Bridge closed after a storm" in claims_shown(found, documents=(ARTICLE, other))
    assert "found in:" not in claims_shown(found, documents=(ARTICLE,))
