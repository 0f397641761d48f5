"""What the API takes: articles and claims as JSON."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from attribution.documents import document_from_text, read_documents
from attribution.documents.dates import iso_date
from attribution.documents.html import article_from_html
from attribution.schema import Document

__all__ = ["MOST_CLAIMS", "MOST_DOCUMENTS", "AnalyzeRequest", "LabelRequest", "Problem"]

MOST_DOCUMENTS, MOST_CLAIMS = 200, 100


def _clear_date(text: str) -> str:
    date = iso_date(text)
    if date is None:
        raise ValueError(f"must be ISO 8601 (YYYY-MM-DD or longer), got {text[:50]!r}")
    return date


Date = Annotated[
    str,
    AfterValidator(_clear_date),
    Field(
        examples=["2024-05-01"],
        json_schema_extra={"anyOf": [{"format": "date"}, {"format": "date-time"}]},
    ),
]
# classes of ASCII only: \s and \w mean other characters in other languages' regular expressions
Statement = Annotated[str, StringConstraints(pattern="[A-Za-z0-9]")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Article(_Strict):
    """One article: its text, or the HTML of its page. Nothing is fetched: ``url`` is kept as it is."""

    text: str | None = Field(None, examples=["The army confirmed that the bridge was closed."])
    html: str | None = Field(None, examples=[None], description="a whole page; what is not the article is dropped")
    id: str | None = Field(None, min_length=1, description="made from the text where there is none")
    title: str | None = None
    author: str | None = None
    publisher: str | None = Field(None, description="whose voice the article is: copies and own words belong to it")
    date: Date | None = None
    url: str | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [one], "properties": {one: {"type": "string"}, other: {"type": "null"}}}
                for one, other in (("text", "html"), ("html", "text"))
            ]
        }
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "Article":
        if (self.text is None) == (self.html is None):
            raise ValueError("must have either `text` or `html`")
        return self

    def read(self) -> Document:
        """Return the document; what is wrong with it is in ``skipped``."""
        given = self.model_dump(exclude={"text", "html"}, exclude_none=True)
        if self.html is None or not self.html.strip():
            return document_from_text(self.text or "", **given)
        found: Mapping[str, Any] | None = article_from_html(self.html)
        if found is None:
            return replace(document_from_text("", **given), skipped="no article found in the HTML page")
        return document_from_text(**{**found, **given})


class LabelRequest(_Strict):
    """Articles to label."""

    documents: list[Article] = Field(min_length=1, max_length=MOST_DOCUMENTS)

    def read(self) -> list[Document]:
        """Return the documents; a repeated id gets a number."""
        return list(read_documents(article.read() for article in self.documents))


class AnalyzeRequest(LabelRequest):
    """Articles, and claims to score; without ``claims`` up to ten are found, and an empty list scores none."""

    claims: list[Statement] | None = Field(None, max_length=MOST_CLAIMS, examples=[["The bridge was closed"]])
    prior: float = Field(0.5, ge=0.001, le=0.999, description="score of a claim without evidence")
    as_of: Date | None = Field(None, description="leave out evidence dated later")
    format: Literal["json", "html"] = Field("json", description="`html` gives the report")


class Problem(BaseModel):
    """What is wrong, and what to do about it."""

    detail: str
