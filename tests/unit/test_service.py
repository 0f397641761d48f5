"""The service with a fake model, in this process: what it answers, what it refuses, and that it fetches nothing."""

import asyncio
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from attribution.documents import document_from_text
from attribution.pipeline import analyze
from attribution.schema import Document
from attribution.service import LOOPBACK, Limits, make_app
from attribution.service.work import Worker
from tests.command import CLAIM, ROOT, TEXT
from tests.fakes import FakeTagger

SCHEMA = json.loads((ROOT / "docs/schema/analysis-1.schema.json").read_text("utf-8"))
BROWSER = {"accept": "text/html,*/*"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = make_app(FakeTagger(), limits=Limits(max_mb=0.02, timeout=20), hosts=LOOPBACK)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        yield opened


def post(client: TestClient, **body: Any) -> Any:
    return client.post("/api/v1/analyze", json=body)


def detail(response: Any, status: int) -> str:
    """Return what an error says; it has no other field."""
    assert response.status_code == status, response.text
    [(name, said)] = response.json().items()
    assert name == "detail"
    return str(said)


def problem(response: Any, status: int) -> str:
    """Return what the page says is wrong."""
    assert response.status_code == status, response.text
    found = re.search(r'role="alert".*?<p>(.*?)</p>', response.text, re.S)
    assert found
    return found[1]


# the API


def test_health_names_model_and_version(client: TestClient) -> None:
    answer = client.get("/health").json()
    assert (answer["status"], answer["model"]) == ("ok", "fake")
    assert re.fullmatch(r"\d\S*", answer["version"])


def test_analyze_gives_what_the_library_gives(client: TestClient) -> None:
    given = {"id": "a", "publisher": "Orven Gazette", "date": "2024-05-01", "url": "http://orven.example/1"}
    made = post(client, documents=[{"text": TEXT, **given}], claims=[CLAIM], prior=0.4, as_of="2024-06-01").json()
    document = document_from_text(TEXT, **given)
    assert made == analyze([document], [CLAIM], tagger=FakeTagger(), prior=0.4, as_of="2024-06-01").to_dict()
    jsonschema.validate(made, SCHEMA)


def test_analyze_can_give_the_report(client: TestClient) -> None:
    answer = post(client, documents=[{"text": TEXT, "id": "a"}], claims=[CLAIM], format="html")
    assert answer.text == analyze([document_from_text(TEXT, id="a")], [CLAIM], tagger=FakeTagger()).to_html()


def test_without_claims_some_are_found_and_an_empty_list_finds_none(client: TestClient) -> None:
    articles = [{"text": "The army confirmed that rebels had closed the northern bridge at Orven on Monday."}]
    assert post(client, documents=articles).json()["claims"][0]["discovered"]
    assert post(client, documents=articles, claims=[]).json()["claims"] == []


def test_html_is_read_as_a_page_and_what_is_given_wins(client: TestClient) -> None:
    page = f"<html><title>Of the page</title><body><article><p>{TEXT}</p></article></body></html>"
    [document] = post(client, documents=[{"html": page, "publisher": "Gazette"}], claims=[]).json()["documents"]
    assert (document["text"], document["publisher"]) == (TEXT, "Gazette")


def test_a_page_without_an_article_is_skipped_with_the_reason(client: TestClient) -> None:
    [document] = post(client, documents=[{"html": "<html></html>", "id": "a"}]).json()["documents"]
    assert (document["id"], document["skipped"]) == ("a", "no article found in the HTML page")


def test_a_text_that_is_the_name_of_a_file_stays_a_text(client: TestClient) -> None:
    [document] = post(client, documents=[{"text": str(ROOT / "README.md")}], claims=[]).json()["documents"]
    assert document["text"] == str(ROOT / "README.md")


def test_repeated_ids_get_numbers(client: TestClient) -> None:
    made = post(client, documents=[{"text": TEXT, "id": "a"}] * 2, claims=[]).json()
    assert [document["id"] for document in made["documents"]] == ["a", "a#2"]


def test_label_gives_sentences_and_no_claims(client: TestClient) -> None:
    made = client.post("/api/v1/label", json={"documents": [{"text": TEXT}]}).json()
    assert [s["labels"] for s in made["documents"][0]["sentences"]] == [["official_confirmation"], ["denial"]]
    assert made["claims"] == []
    jsonschema.validate(made, SCHEMA)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "the body must be JSON, but at character 1: Expecting property name"),
        ("[]", "the body must be a JSON object, sent with content-type: application/json"),
        ('{"documents": []}', "documents: List should have at least 1 item"),
        ('{"documents": [{"text": "a", "html": "b"}]}', "documents.0: must have either `text` or `html`"),
        ('{"documents": [{"text": "a", "titel": "b"}]}', "documents.0.titel: Extra inputs are not permitted"),
        ('{"documents": [{"text": 1}]}', "documents.0.text: Input should be a valid string"),
        ('{"documents": [{"text": "a", "date": "soon"}]}', "documents.0.date: must be ISO 8601 (YYYY-MM-DD or longer)"),
        ('{"documents": [{"text": "a"}], "claims": [" "]}', "claims.0: String should match pattern"),
        ('{"documents": [{"text": "a"}], "claims": ["\\u001c\\u0085"]}', "claims.0: String should match pattern"),
        ('{"documents": [{"text": "a"}], "prior": 1}', "prior: Input should be less than or equal to 0.999"),
        ('{"documents": [{"text": "a"}], "date": "\\ud800"}', "date: Extra inputs are not permitted"),
    ],
)
def test_a_body_that_is_wrong_is_told_where_and_why(client: TestClient, body: str, said: str) -> None:
    headers = {"content-type": "application/json"}
    assert said in detail(client.post("/api/v1/analyze", content=body, headers=headers), 422)


def test_a_body_that_is_not_declared_as_json_is_refused(client: TestClient) -> None:
    body = '{"documents": [{"text": "a"}]}'  # a form of another web site can send this, but not the header
    answer = client.post("/api/v1/analyze", content=body, headers={"content-type": "text/plain"})
    assert "content-type: application/json" in detail(answer, 422)


def test_what_is_not_there_names_what_is(client: TestClient) -> None:
    assert "/api/v1/openapi.json describes the API" in detail(client.get("/docs"), 404)
    assert "there is no GET /api/v1/analyze" in detail(client.get("/api/v1/analyze"), 405)


def test_a_defect_says_its_kind_and_nothing_of_the_texts() -> None:
    class Broken(FakeTagger):
        def predict_embedded(self, documents: Any, **_: Any) -> Any:
            raise ZeroDivisionError(documents[0].text)

    with TestClient(make_app(Broken()), raise_server_exceptions=False) as opened:
        answer = opened.post("/api/v1/label", json={"documents": [{"text": TEXT}]})
    assert "unexpected ZeroDivisionError" in detail(answer, 500)
    assert TEXT not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


# limits


def test_a_request_that_is_too_large_is_refused_by_its_length(client: TestClient) -> None:
    answer = client.post("/api/v1/label", json={"documents": [{"text": "a" * 30_000}]})
    assert detail(answer, 413) == "a request must be at most 0.02 MB: send fewer articles at once, or raise --max-mb"


def test_a_request_that_is_too_large_is_refused_as_it_comes(client: TestClient) -> None:
    sent = []

    def chunks() -> Iterator[bytes]:  # without a length
        for _ in range(40):
            sent.append(1_000)
            yield b" " * 1_000

    answer = client.post("/api/v1/label", content=chunks(), headers={"content-type": "application/json"})
    assert "--max-mb" in detail(answer, 413)


def test_a_form_that_is_too_large_gives_the_page(client: TestClient) -> None:
    answer = client.post("/", files={"files": ("a.txt", b"a" * 30_000)}, headers=BROWSER)
    assert "at most 0.02 MB" in problem(answer, 413)


def test_a_request_that_is_too_slow_in_coming_is_refused() -> None:
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"host", b"a")]
    scope = {"type": "http", "method": "POST", "path": "/api/v1/label", "headers": headers, "query_string": b""}
    app = make_app(FakeTagger(), limits=Limits(timeout=0.05))
    asyncio.run(app(scope, never, send))
    assert sent[0]["status"] == 408
    assert b"must arrive within 0.05 s" in sent[1]["body"]


class Waiting(FakeTagger):
    """Goes on when it is told to, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.started, self.slices = threading.Event(), 0

    def predict_embedded(self, documents: Any, **options: Any) -> Any:
        self.slices += 1
        self.started.set()
        assert self.go.wait(20)
        return super().predict_embedded(documents, **options)


def label_many(tagger: Any) -> int:
    return len(tagger.predict_embedded([Document(str(i), "") for i in range(100)])[0])


def test_work_that_takes_too_long_is_given_up_at_the_next_slice() -> None:
    tagger = Waiting()
    worker = Worker(tagger, concurrency=1, timeout=0.05)
    with pytest.raises(HTTPException, match="send fewer articles at once, or raise --timeout") as raised:
        asyncio.run(worker.run(label_many))
    assert raised.value.status_code == 504
    tagger.go.set()
    worker._threads.shutdown()
    assert tagger.slices == 1


def test_work_whose_turn_does_not_come_is_never_begun() -> None:
    tagger = Waiting()
    worker = Worker(tagger, concurrency=1, timeout=0.2)

    async def two() -> list[Any]:
        return await asyncio.gather(worker.run(label_many), worker.run(label_many), return_exceptions=True)

    first, second = asyncio.run(two())
    tagger.go.set()
    worker._threads.shutdown()
    assert (first.status_code, second.status_code, second.headers) == (504, 503, {"Retry-After": "0"})
    assert "raise --concurrency" in second.detail
    assert tagger.slices == 1


def test_as_many_run_at_once_as_are_allowed() -> None:
    tagger = Waiting()
    tagger.go.set()
    together = threading.Barrier(2)

    def meet(_: Any) -> int:
        return together.wait(20)

    async def two() -> list[int]:
        worker = Worker(tagger, concurrency=2, timeout=20)
        return await asyncio.gather(worker.run(meet), worker.run(meet))

    assert sorted(asyncio.run(two())) == [0, 1]


def test_a_request_that_takes_too_long_is_told_so() -> None:
    tagger = Waiting()
    client = TestClient(make_app(tagger, limits=Limits(timeout=0.2)))
    answer = client.post("/api/v1/label", json={"documents": [{"text": TEXT}]})
    page = client.post("/", data={"text": TEXT}, headers=BROWSER)  # the first still has the only place
    tagger.go.set()
    assert "this took longer than 0.2 s" in detail(answer, 504)
    assert "Other analyses took all of 0.2 s" in problem(page, 503)
    assert TEXT in page.text


# who may ask


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "localhost:99", "[::1]:8000"])
def test_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["rebound.example", "127.0.0.1.rebound.example", "localhost.rebound.example:8000", ""])
def test_other_names_for_this_machine_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/api/v1/analyze", "/api/v1/label"])
def test_what_another_web_site_sends_is_refused(client: TestClient, path: str) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    sent = {"data": {"text": TEXT}} if path == "/" else {"json": {"documents": [{"text": TEXT}]}}
    assert "another web site sent this" in detail(client.post(path, headers=headers, **sent), 403)


def test_no_other_web_site_may_read_an_answer(client: TestClient) -> None:
    headers = {"origin": "http://other.example"}
    answer = client.post("/api/v1/label", json={"documents": [{"text": TEXT}]}, headers=headers)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/health", "/api/v1/openapi.json", "/nothing"])
def test_every_answer_has_the_headers_of_security(client: TestClient, path: str) -> None:
    headers = client.get(path, headers=BROWSER).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


# the page


def test_the_form_gives_the_very_report_of_the_library(client: TestClient) -> None:
    fields = {"text": TEXT, "title": "Bridge", "publisher": "Gazette", "date": "2024-05-01", "claims": f"\n{CLAIM}\n\n"}
    answer = client.post("/", files={"files": ("", b"")}, data=fields, headers=BROWSER)
    document = document_from_text(TEXT, id="article-1", title="Bridge", publisher="Gazette", date="2024-05-01")
    assert answer.text == analyze([document], [CLAIM], tagger=FakeTagger()).to_html()
    policy = re.search('Content-Security-Policy" content="(.*?)"', answer.text)
    assert policy
    assert answer.headers["content-security-policy"].startswith(policy[1].replace("&#39;", "'"))


def test_pasted_articles_and_files_come_together(client: TestClient) -> None:
    row = json.dumps({"id": "row", "text": TEXT})
    page = f"<html><body><article><p>{TEXT} It rained.</p></article></body></html>"
    files = [("files", (name, content)) for name, content in (("a.txt", TEXT), ("b/c.html", page), ("d.jsonl", row))]
    answer = client.post("/", data={"text": [TEXT, "", page], "claims": CLAIM}, files=files, headers=BROWSER)
    assert answer.status_code == 200
    assert "read against 5 articles" in answer.text
    for id in ("article-1", "article-3", "a.txt", "c.html", "row"):
        assert f">{id}</h3>" in answer.text


def test_lines_of_a_pasted_article_end_as_they_were_typed(client: TestClient) -> None:
    typed = "The army denied it.\n\nIt rained."
    answer = client.post("/", data={"text": typed.replace("\n", "\r\n")}, headers=BROWSER)
    assert hashlib.sha256(typed.encode()).hexdigest() in answer.text


def test_a_field_may_be_as_large_as_a_request() -> None:
    app = make_app(FakeTagger(), limits=Limits(max_mb=2))
    long = TEXT + "\n" + " " * 1_200_000
    answer = TestClient(app).post("/", data={"text": long}, files={"files": ("", b"")}, headers=BROWSER)
    assert "read against 1 article." in answer.text


def test_an_empty_form_says_what_to_do(client: TestClient) -> None:
    answer = client.post("/", data={"text": " ", "claims": CLAIM}, headers=BROWSER)
    assert problem(answer, 422) == "There is nothing to read: paste the text of an article, or choose a file."


def test_what_was_typed_is_still_there_beside_the_problem_as_text(client: TestClient) -> None:
    hostile = "</textarea><script>alert(1)</script>\"'"
    fields = {"text": hostile, "title": hostile, "publisher": hostile, "date": "3/4/2024", "claims": hostile}
    answer = client.post("/", data=fields, headers=BROWSER)
    assert problem(answer, 422) == "The date of article 1 must be YYYY-MM-DD, got &#39;3/4/2024&#39;."
    assert answer.text.count("&lt;/textarea&gt;&lt;script&gt;alert(1)") == 4
    assert answer.text.count("<script>") == 1


def test_a_form_with_too_many_claims_is_told_the_limit(client: TestClient) -> None:
    answer = client.post("/", data={"text": TEXT, "claims": "a claim\n" * 101}, headers=BROWSER)
    assert "At most 100 claims at once, got 101" in problem(answer, 422)


def test_a_file_that_cannot_be_read_is_named_in_the_report(client: TestClient) -> None:
    answer = client.post("/", files={"files": ("<b>.pdf", b"%PDF-1.7 ...")}, headers=BROWSER)
    assert "&lt;b&gt;.pdf: skipped, binary" in answer.text


def test_the_page_asks_for_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/", headers=BROWSER).text
    assert not re.findall(r"https?://", page)
    assert re.findall(r'(?:src|href|action)="([^"]*)"', page) == ["/", "/api/v1/openapi.json"]


def test_no_other_file_of_this_machine_is_served(client: TestClient) -> None:
    for path in ("/../README.md", "/%2e%2e/README.md", "/assets/form.css", "//etc/passwd", f"/{Path(__file__)}"):
        assert client.get(path).status_code in (400, 404)
