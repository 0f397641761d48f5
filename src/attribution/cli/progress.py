"""Progress on standard error, for people who wait."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from attribution.cli.output import tell

__all__ = ["TrackedTagger", "corpus_progress", "tracked"]

T = TypeVar("T")

_QUIET_SECONDS = 2.0
_LOG_SECONDS = 60.0
_CHUNK = 32  # documents between two looks at the clock


def tracked(items: Sequence[T], *, size: int = _CHUNK, task: str = "tagging") -> Iterator[Sequence[T]]:
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
                bar.add_task(task, total=len(items))
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


@contextmanager
def corpus_progress() -> Iterator[Callable[[int, int], None]]:
    """Give a function of the documents done and their total that shows both, the rate and the time left.

    Where standard error is no terminal, it writes a line a minute: a long run is watched through its log.
    """
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    bar = Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
    task = bar.add_task("labelling", total=None, rate="")
    began: list[float] = []
    told = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        began[:] = began or [now, done]
        per_second = (done - began[1]) / max(now - began[0], 1e-9)
        rate = f"{per_second:.1f} documents/s" if done > began[1] else ""
        bar.update(task, completed=done, total=total, rate=rate)
        if bar.disable and now - told > _LOG_SECONDS:
            told = now
            tell(f"{done} of {total} documents, {rate}")

    with bar:
        yield show


class TrackedTagger:
    """A tagger that shows how far it is."""

    def __init__(self, tagger: Any) -> None:
        self.tagger = tagger
        self.name, self.digest, self.stance_digest = tagger.name, tagger.digest, tagger.stance_digest

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

    def predict_stance(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> Any:
        """Read claims and articles together in slices."""
        made: list[Any] = []
        for part in tracked(pairs, task="comparing"):
            found = self.tagger.predict_stance(part)
            if found is None:
                return None
            made += found
        return made
