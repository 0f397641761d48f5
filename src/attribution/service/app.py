"""The application: the page at ``/``, the API under ``/api/v1``, and ``/health``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

import attribution
from attribution.analysis import Analysis
from attribution.errors import InputError
from attribution.jsonform import write_json
from attribution.pipeline import Tagger, analyze, label_documents, run_block
from attribution.service.guard import HEADERS, Guard
from attribution.service.page import Posted, form_page, report_page
from attribution.service.requests import AnalyzeRequest, LabelRequest, Problem
from attribution.service.work import Worker

__all__ = ["LOOPBACK", "Limits", "make_app"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Host names by which a browser on this machine asks for the service."""

_ABOUT = """\
Who says so, how firmly, who says otherwise, and what all of that adds up to. The score of a claim measures the
sourcing, not the facts. Nothing is fetched, kept or sent on."""


@dataclass(frozen=True)
class Limits:
    """What one request may be: its size in megabytes (10^6 bytes), its seconds, and how many are analysed at once."""

    max_mb: float = 10.0
    timeout: float = 120.0
    concurrency: int = 1


class Health(BaseModel):
    """That the service is up, and with what."""

    status: str
    model: str
    version: str


def make_app(
    tagger: Tagger, *, limits: Limits | None = None, batch_size: int = 16, hosts: Sequence[str] = ("*",)
) -> FastAPI:
    """Return the service as an ASGI application.

    Parameters
    ----------
    tagger
        The one model that it runs.
    limits
        None for the defaults.
    batch_size
        As in `attribution.analyze`.
    hosts
        Names in the ``Host`` header that are answered; `LOOPBACK` where only this machine is to be, so that no web site
        can reach the service by giving its own name the address 127.0.0.1.

    Examples
    --------
    >>> from starlette.testclient import TestClient
    >>> app = make_app(attribution.AttributionTagger.from_pretrained(), hosts=LOOPBACK)  # doctest: +SKIP
    >>> TestClient(app, base_url="http://localhost").get("/health").json()["status"]  # doctest: +SKIP
    'ok'
    """
    limits = limits or Limits()
    service = _Service(tagger, limits, batch_size)
    app = FastAPI(
        title="attribution",
        description=_ABOUT,
        version=str(attribution.__version__),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.get("/", include_in_schema=False)(service.form)
    app.post("/", include_in_schema=False)(service.submit)
    app.get("/health", response_model=Health, responses=_problems(400))(service.health)
    app.post("/api/v1/analyze", responses=_analysis("claims") | _problems(*_WORK))(service.analyze)
    app.post("/api/v1/label", responses=_analysis() | _problems(*_WORK))(service.label)
    app.exception_handler(HTTPException)(service.refused)
    app.exception_handler(RequestValidationError)(service.invalid)
    app.exception_handler(InputError)(service.unusable)
    app.exception_handler(Exception)(service.failed)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Guard, max_mb=limits.max_mb, timeout=limits.timeout)
    return app


_NOWHERE = "there is no {}: the page is at /, and /api/v1/openapi.json describes the API"
_WORK = (400, 403, 408, 413, 422, 500, 503, 504)


def _problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": Problem} for code in codes}


def _analysis(*more: str) -> dict[int | str, dict[str, Any]]:
    """Describe a result as ``docs/output.md`` does, in outline."""
    parts: dict[str, Any] = {"schema_version": {"const": "1"}, "run": {"type": "object"}}
    parts |= {name: {"type": "array", "items": {"type": "object"}} for name in ("documents", "claims")}
    schema = {"type": "object", "required": list(parts), "properties": parts}
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if more:
        content["text/html"] = {"schema": {"type": "string"}}
    return {200: {"description": "as `attribution --format json` writes it (docs/output.md)", "content": content}}


class _Service:
    """The handlers, with what they share."""

    def __init__(self, tagger: Tagger, limits: Limits, batch_size: int) -> None:
        self.limits = limits
        self.batch_size = batch_size
        self.worker = Worker(tagger, concurrency=limits.concurrency, timeout=limits.timeout)

    async def health(self) -> Health:
        """Say that the service is up, with its model and version."""
        return Health(status="ok", model=self.worker.tagger.name, version=str(attribution.__version__))

    async def analyze(self, asked: AnalyzeRequest) -> Response:
        """Say who says what, and score the sourcing of each claim."""

        def work(tagger: Tagger) -> str:
            made = analyze(
                asked.read(),
                asked.claims,
                tagger=tagger,
                prior=asked.prior,
                as_of=asked.as_of,
                batch_size=self.batch_size,
            )
            return made.to_html() if asked.format == "html" else made.to_json()

        made = await self.worker.run(work)
        return report_page(made) if asked.format == "html" else Response(made, media_type="application/json")

    async def label(self, asked: LabelRequest) -> Response:
        """Label sentences with attribution types, sources and cues."""

        def work(tagger: Tagger) -> str:
            documents = tuple(label_documents(asked.read(), tagger, batch_size=self.batch_size))
            return Analysis(documents, (), run_block(tagger, {"batch_size": self.batch_size}, documents)).to_json()

        return Response(await self.worker.run(work), media_type="application/json")

    async def form(self) -> Response:
        return form_page(max_mb=self.limits.max_mb)

    async def submit(self, request: Request) -> Response:
        async with request.form(max_part_size=int(self.limits.max_mb * 1e6)) as form:
            posted = await Posted.read(form)

        def work(tagger: Tagger) -> str:
            made = analyze(posted.documents(), posted.asked(), tagger=tagger, batch_size=self.batch_size)
            return made.to_html()

        try:
            return report_page(await self.worker.run(work))
        except InputError as error:
            return form_page(posted, problem=str(error), status=422, max_mb=self.limits.max_mb)
        except HTTPException as error:
            return form_page(posted, problem=error.detail, status=error.status_code, max_mb=self.limits.max_mb)

    # errors: a page for whoever came through the form, else JSON

    async def refused(self, request: Request, error: HTTPException) -> Response:
        where = f"{request.method} {request.url.path}"
        detail = _NOWHERE.format(where) if error.status_code in (404, 405) else error.detail
        return self._problem(request, error.status_code, detail, error.headers)

    async def invalid(self, request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        if first["type"] == "json_invalid":
            detail = f"the body must be JSON, but at character {place}: {first['ctx']['error']}"
        elif not place:
            detail = "the body must be a JSON object, sent with content-type: application/json"
        else:
            detail = f"{place}: {first['msg'].removeprefix('Value error, ')}"
        return self._problem(request, 422, f"{detail} (see /api/v1/openapi.json)")

    async def unusable(self, request: Request, error: InputError) -> Response:
        return self._problem(request, 422, str(error))

    async def failed(self, request: Request, error: Exception) -> Response:
        detail = f"unexpected {type(error).__name__}: where it came from is on the service's standard error; report it"
        return self._problem(request, 500, detail, HEADERS)

    def _problem(self, request: Request, code: int, detail: str, headers: Any = None) -> Response:
        if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
            return form_page(problem=detail, status=code, max_mb=self.limits.max_mb)
        return Response(write_json({"detail": detail}), code, headers, media_type="application/json")
