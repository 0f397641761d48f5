"""The page with the form: what was posted, and how the page looks with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse

from attribution.documents import read_documents
from attribution.documents.dates import iso_date
from attribution.documents.reading import SUFFIXES, from_bytes
from attribution.errors import InputError
from attribution.report.html import asset, policy
from attribution.schema import Document
from attribution.service.requests import MOST_CLAIMS, MOST_DOCUMENTS

__all__ = ["Posted", "form_page", "report_page"]


_HERE = "attribution.service"
_PLACES = 10  # for pasted articles; more come as files


@dataclass(frozen=True)
class _Article:
    """What one part of the form says about one article."""

    text: str = ""
    title: str = ""
    publisher: str = ""
    date: str = ""

    def read(self, number: int) -> Iterator[Document]:
        """Yield the documents of what was pasted, which may be a text, a page's HTML or lines of JSON."""
        given = {name: value for name in ("title", "publisher", "date") if (value := getattr(self, name).strip())}
        if "date" in given and iso_date(given["date"]) != given["date"]:
            raise InputError(f"the date of article {number} must be YYYY-MM-DD, got {given['date'][:50]!r}")
        for document in from_bytes(self.text.encode("utf-8", "replace"), f"article-{number}", "en"):
            yield replace(document, **given)


@dataclass(frozen=True)
class Posted:
    """A form that was sent; files are not shown again, as no browser takes them back."""

    articles: tuple[_Article, ...] = ()
    claims: str = ""
    files: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    async def read(cls, form: FormData) -> "Posted":
        """Read the fields that the form has; what else was sent is passed over."""
        names = ("text", "title", "publisher", "date")
        columns = [[value for value in form.getlist(name) if isinstance(value, str)] for name in names]
        # a browser sends every line's end as two characters, whatever the user had
        rows = zip_longest(*([v.replace("\r\n", "\n") for v in column] for column in columns), fillvalue="")
        files = [value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename]
        return cls(
            articles=tuple(_Article(*row) for row in rows),
            claims="\n".join(value for value in form.getlist("claims") if isinstance(value, str)),
            files=tuple([(_name(file), await file.read()) for file in files]),
        )

    def documents(self) -> list[Document]:
        """Return the documents of all that was pasted and chosen, read as the command line reads them.

        Raises
        ------
        InputError
            When there is none, or there are too many.
        """
        pasted = [a.read(number) for number, a in enumerate(self.articles, 1) if a.text.strip()]
        files = [from_bytes(content, name, "en") for name, content in self.files]
        found = list(read_documents(document for part in (*pasted, *files) for document in part))
        if not found:
            raise InputError("there is nothing to read: paste the text of an article, or choose a file")
        if len(found) > MOST_DOCUMENTS:
            raise InputError(f"at most {MOST_DOCUMENTS} articles at once, got {len(found)}: use the command line")
        return found

    def asked(self) -> list[str] | None:
        """Return the claims, one a line; None, so that some are found, where there is none.

        Raises
        ------
        InputError
            When there are too many.
        """
        claims = [line.strip() for line in self.claims.splitlines() if line.strip()]
        if len(claims) > MOST_CLAIMS:
            raise InputError(f"at most {MOST_CLAIMS} claims at once, got {len(claims)}: leave some out")
        return claims or None


def _name(file: UploadFile) -> str:
    """Return the last part of a file's name, as some browsers send the folders too."""
    return (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]


def form_page(posted: Posted | None = None, *, problem: str = "", status: int = 200, max_mb: float) -> HTMLResponse:
    """Return the page with the form, filled with what was posted, and with what was wrong with it."""
    style, script = asset("report.css") + asset("form.css", _HERE), asset("form.js", _HERE)
    allowed = policy(style, script, form_action="'self'")
    posted = posted or Posted()
    page = _template().render(
        articles=[*posted.articles, *[_Article()] * (_PLACES - len(posted.articles))],
        claims=posted.claims,
        problem=problem,
        max_mb=f"{max_mb:g}",
        suffixes=SUFFIXES,
        policy=allowed,
        style=Markup(style),
        script=Markup(script),
    )
    return _html(page, allowed, status)


def report_page(page: str) -> HTMLResponse:
    """Return a report, with the policy that it states itself as a header too."""
    return _html(page, policy(asset("report.css"), asset("report.js")), 200)


def _html(page: str, allowed: str, status: int) -> HTMLResponse:
    headers = {"Content-Security-Policy": f"{allowed}; frame-ancestors 'none'"}
    return HTMLResponse(page.encode("utf-8", "replace"), status, headers)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(_HERE, "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("form.html.j2")
