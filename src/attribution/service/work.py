"""Work in threads, so many at once and each within a time: there is one model, and it blocks."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.exceptions import HTTPException

from attribution.pipeline import Embeddings, Tagger
from attribution.schema import Document

__all__ = ["Worker"]

T = TypeVar("T")

_SLICE = 32  # documents between two looks at whether to stop


class _Stopped(Exception):
    """Nobody waits for the result any more."""


class _StoppableTagger:
    """A tagger that gives up when it is told to: Python cannot stop a thread from outside."""

    def __init__(self, tagger: Tagger, stop: threading.Event) -> None:
        self.tagger = tagger
        self.stop = stop
        self.name, self.digest, self.stance_digest = tagger.name, tagger.digest, tagger.stance_digest

    def predict_embedded(
        self, documents: Sequence[Document], *, batch_size: int = 16
    ) -> tuple[list[Document], list[Embeddings]]:
        tagged: list[Document] = []
        embeddings: list[Embeddings] = []
        for start in range(0, len(documents), _SLICE):
            self._look()
            made, rows = self.tagger.predict_embedded(documents[start : start + _SLICE], batch_size=batch_size)
            tagged += made
            embeddings += rows
        return tagged, embeddings

    def embed(self, texts: Sequence[str]) -> Embeddings:
        self._look()
        return self.tagger.embed(texts)

    def predict_stance(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[Embeddings] | None:
        made: list[Embeddings] = []
        for start in range(0, len(pairs), _SLICE):
            self._look()
            found = self.tagger.predict_stance(pairs[start : start + _SLICE])
            if found is None:
                return None
            made += found
        return made

    def _look(self) -> None:
        if self.stop.is_set():
            raise _Stopped


class Worker:
    """Runs at most ``concurrency`` functions of the tagger at once; each is answered within ``timeout`` seconds."""

    def __init__(self, tagger: Tagger, *, concurrency: int, timeout: float) -> None:
        self.tagger = tagger
        self.timeout = timeout
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="analysis")

    async def run(self, function: Callable[[Tagger], T]) -> T:
        """Return what the function returns.

        Raises
        ------
        HTTPException
            503 when its turn did not come in time; 504 when it took too long. It then stops at the next slice of
            documents, and keeps its place until then.
        """
        stop = threading.Event()
        future = self._threads.submit(function, _StoppableTagger(self.tagger, stop))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.timeout)
        except TimeoutError:
            if future.cancelled():
                raise HTTPException(
                    503,
                    f"other analyses took all of {self.timeout:g} s: try again later, or raise --concurrency",
                    {"Retry-After": f"{self.timeout:.0f}"},
                ) from None
            raise HTTPException(
                504,
                f"this took longer than {self.timeout:g} s: send fewer articles at once, or raise --timeout",
            ) from None
        finally:
            stop.set()
