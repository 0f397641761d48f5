"""Progress on standard error, for people who wait."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

__all__ = ["TrackedTagger", "tracked"]

T = TypeVar("T")

_QUIET_SECONDS = 2.0
_CHUNK = 32  # documents between two looks at the clock


def tracked(items: Sequence[T], *, size: int = _CHUNK) -> Iterator[Sequence[T]]:
    """Yield slices of the items; on a terminal a bar shows how far it is, once that takes more than two seconds."""
    started, bar = time.monotonic(), None
    try:
        for start in range(0, len(items), size):
            yield items[start : start + size]
            done = min(start + size, len(items))
            if (
                bar is None
                and done < len(items)
                and sys.stderr.isatty()
                and time.monotonic() - started > _QUIET_SECONDS
            ):
                bar = _bar()
                bar.add_task("tagging", total=len(items))
                bar.start()
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles,"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


class TrackedTagger:
    """A tagger that shows how far it is."""

    def __init__(self, tagger: Any) -> None:
        self.tagger = tagger
        self.name, self.digest = tagger.name, tagger.digest

    def predict_embedded(self, documents: Iterable[Any], *, batch_size: int = 16) -> tuple[list[Any], list[Any]]:
        """Tag the documents in slices."""
        tagged: list[Any] = []
        embeddings: list[Any] = []
        for part in tracked(list(documents)):
            made, vectors = self.tagger.predict_embedded(part, batch_size=batch_size)
            tagged += made
            embeddings += vectors
        return tagged, embeddings

    def embed(self, texts: Sequence[str]) -> Any:
        """Return unit-length embeddings."""
        return self.tagger.embed(texts)
