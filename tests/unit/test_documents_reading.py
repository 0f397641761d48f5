import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from attribution.documents import document_from_text, read_documents
from attribution.errors import InputError

ENGLISH = "The army said on Monday that it had not fired on the town."
FRENCH = "Le ministre a déclaré mardi que l'armée n'avait pas tiré pendant la nuit, malgré les rumeurs."
PAGE = f"""<!doctype html><html><head><title>Depot hit - The Post</title>
<meta property="og:site_name" content="The Post"><meta property="og:title" content="Depot hit">
<meta name="author" content="Jane Roe"><meta property="article:published_time" content="2024-03-12">
<link rel="canonical" href="https://post.example/depot"></head><body><nav><a>Home</a><a>News</a></nav><article>
<h1>Depot hit</h1><p>{ENGLISH} {ENGLISH} It repeated this twice.</p><p>The ministry denied that any depot was hit,
and said that the smoke came from a field. Residents disagreed with that account of the night.</p></article></body>
</html>"""


def one(source: object) -> object:
    [document] = read_documents(source)  # type: ignore[arg-type]
    return document


def test_a_folder_is_read_in_order_with_names_as_ids(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(ENGLISH)
    (tmp_path / "a.md").write_text(ENGLISH)
    (tmp_path / "sub" / "c.html").write_text(PAGE)
    (tmp_path / "d.csv").write_text("not read")

    assert [document.id for document in read_documents(tmp_path)] == ["a.md", "b.txt", "sub/c.html"]


def test_a_string_that_names_a_file_is_read_as_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH)

    assert one(str(path)).text == ENGLISH  # type: ignore[attr-defined]


def test_a_missing_path_is_an_error_that_names_it() -> None:
    with pytest.raises(InputError, match=r"missing\.txt does not exist"):
        read_documents("missing.txt")


def test_a_folder_with_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must hold at least one of"):
        read_documents(tmp_path)


def test_another_kind_of_source_is_an_error() -> None:
    with pytest.raises(InputError, match="got int"):
        read_documents(5)  # type: ignore[arg-type]


def test_html_gives_article_and_metadata() -> None:
    document = one(PAGE)

    fields = ("title", "author", "publisher", "date", "url")
    assert [getattr(document, name) for name in fields] == [
        "Depot hit",
        "Jane Roe",
        "The Post",
        "2024-03-12",
        "https://post.example/depot",
    ]
    assert "Home" not in document.text  # type: ignore[attr-defined]


def test_html_without_an_article_is_a_reported_skip() -> None:
    assert one("<html><body></body></html>").skipped == "no article found in the HTML page"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "skipped"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"%PDF-1.7 stream", "binary"),
        (bytes(range(32)) * 20, "binary"),
        (FRENCH.encode(), "language: fr"),
    ],
)
def test_what_cannot_be_analysed_is_a_reported_skip(content: bytes, skipped: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)

    assert one(path).skipped == skipped  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    text = "The café’s owner said no."

    assert one(io.BytesIO(text.encode(encoding))).text == text  # type: ignore[attr-defined]


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    document = document_from_text("The army\x00 left.\ud800 It said so.")

    assert document.text == "The army\ufffd left.\ufffd It said so."
    json.dumps(document.text).encode()


def test_bad_lines_of_jsonl_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(['{"id": 7, "text": "The army left."}', "{oops", "[]", '{"text": 5}', '{"text": "No."}']))

    found = [(document.id, document.skipped) for document in read_documents(path)]

    assert found[0] == ("7", None)
    assert found[1][1] == "articles.jsonl:2: not JSON (Expecting property name enclosed in double quotes)"
    assert found[2][1] == "articles.jsonl:3: must be an object with `text`, got list"
    assert found[3][1] == "articles.jsonl:4: `text` is of type int; each must have a string"
    assert found[4][1] is None


def test_sentences_out_of_range_in_jsonl_are_a_reported_skip_that_keeps_the_text() -> None:
    row = {"text": "The army left.", "sentences": [{"start_char": 0, "end_char": 99}]}

    document = one([row])

    assert document.text == row["text"]  # type: ignore[attr-defined]
    assert "row 1: sentences must lie in order" in document.skipped  # type: ignore[attr-defined]


def test_standard_input_may_be_jsonl() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"id": "a", "text": "The army left."}\n{"id": "b", "text": "No."}'))

    assert [document.id for document in read_documents(stream)] == ["a", "b"]


def test_repeated_ids_are_numbered() -> None:
    rows = [{"id": "a", "text": "The army left."}, {"id": "a", "text": "It came back."}]

    assert [document.id for document in read_documents(rows)] == ["a", "a#2"]


def test_documents_pass_through() -> None:
    document = document_from_text(ENGLISH)

    assert one([document]) is document


def test_documents_are_read_only_when_asked_for(tmp_path: Path) -> None:
    def rows() -> object:
        yield {"text": ENGLISH}
        raise AssertionError("read too far")

    assert next(iter(read_documents(rows()))).text == ENGLISH  # type: ignore[arg-type]


def test_given_sentences_are_taken_as_they_are() -> None:
    text = "Share this. The army left"
    document = document_from_text(text, sentences=[{"start_char": 0, "end_char": 25, "labels": ["none"]}])

    assert [sentence.text for sentence in document.sentences] == [text]
    assert document.furniture == ()


@pytest.mark.parametrize(
    ("sentences", "message"),
    [
        ([{"start_char": 0, "end_char": 99}], "must lie in order within the text"),
        ([{"start_char": 4, "end_char": 8}, {"start_char": 6, "end_char": 9}], "8 <= start_char"),
        ([{"start_char": 3, "end_char": 3}], "must lie in order"),
        ([{"start_char": "0", "end_char": 3}], "whole start_char and end_char"),
        ("no", "must be a list of objects, got str"),
    ],
)
def test_wrong_offsets_are_an_error(sentences: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        document_from_text("The army left.", sentences=sentences)  # type: ignore[arg-type]


def test_an_unknown_keyword_is_an_error() -> None:
    with pytest.raises(InputError, match="got 'outlet'"):
        document_from_text("No.", outlet="The Post")


def test_the_id_comes_from_the_text_when_there_is_no_other() -> None:
    document = document_from_text("The army left.")

    assert document.id == "text-" + document.sha256[:12]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-03-12", "2024-03-12"),
        ("March 12, 2024", "2024-03-12"),
        ("Tuesday 12th March 2024", "2024-03-12"),
        ("2024-03-12 17:42:00", "2024-03-12T17:42:00"),
        ("Tue, 12 Mar 2024 17:42:00 GMT", "2024-03-12T17:42:00+00:00"),
        ("3/4/2024", None),
        ("soon", None),
    ],
)
def test_dates_become_iso_where_they_are_clear(given: str, expected: str | None) -> None:
    assert document_from_text("No.", date=given).date == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        ("Roe, Doe, Fox: 12", "en"),
        (FRENCH, "fr"),
        ("Der Minister sagte am Dienstag, die Armee habe in der Nacht nicht geschossen.", "de"),
        ("Министр заявил во вторник, что армия ночью не стреляла по городу.", "ru"),
        ("Ministeren sagde tirsdag, at hæren ikke havde skudt, og at der var folk i byen for at se det.", "da"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert document_from_text(text).language == language


def test_importing_and_splitting_english_loads_no_slow_library() -> None:
    code = (
        "import sys; from attribution.documents import document_from_text;"
        "slow = {'trafilatura', 'lingua', 'sentencex'};"
        "assert not slow & set(sys.modules); document_from_text('The army said that it had left the town by noon.');"
        "assert slow & set(sys.modules) == {'sentencex'}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
