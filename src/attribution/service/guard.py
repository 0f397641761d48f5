"""What every request and response goes through: size, time to arrive, where it comes from; headers of security."""

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "Guard"]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Of every response that does not set them itself; pages have a policy of their own."""


class Guard:
    """Refuse bodies that are too large or too slow, and those that other web sites make a browser send.

    What it raises, it raises where the application reads the body, so that the application's handlers answer. The size
    is counted as the body comes in: a length that is missing or wrong changes nothing.
    """

    def __init__(self, app: ASGIApp, *, max_mb: float, timeout: float) -> None:
        self.app = app
        self.max_mb = max_mb
        self.timeout = timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        deadline = asyncio.get_running_loop().time() + self.timeout
        declared = headers.get("content-length", "")
        size, whole = 0, False

        async def receive_guarded() -> Message:
            nonlocal size, whole
            if whole:  # what is still to come tells that the client has gone
                return await receive()
            if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
                raise HTTPException(403, "another web site sent this request: use the service's own page, or its API")
            if declared.isdecimal() and int(declared) > self.max_mb * 1e6:
                raise self._too_large()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(
                    408, f"the request must arrive within {self.timeout:g} s: send less, or raise --timeout"
                ) from None
            size += len(message.get("body", b""))
            if size > self.max_mb * 1e6:
                raise self._too_large()
            whole = not message.get("more_body", False)
            return message

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answered.setdefault(name, value)
            await send(message)

        return await self.app(scope, receive_guarded, send_guarded)

    def _too_large(self) -> HTTPException:
        return HTTPException(
            413, f"a request must be at most {self.max_mb:g} MB: send fewer articles at once, or raise --max-mb"
        )
