"""Label a corpus on many machines with Ray Data: read, tag in a pool of actors, write.

Needs ``pip install 'news-attribution[ray]'``. Every actor loads the model once; Ray balances the work, restarts what
dies and reads from and writes to any file system that it knows (local, S3, GCS, HDFS).
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from attribution.documents import read_documents
from attribution.errors import MissingDependencyError
from attribution.pipeline import Tagger, label_documents, shipped_tagger
from attribution.tables import sentence_rows, sentence_schema

__all__ = ["label_dataset", "label_files"]


class _Labeller:
    """An actor: rows of articles in, rows of sentences out."""

    def __init__(self, load: Callable[[], Tagger]) -> None:
        self.tagger = load()

    def __call__(self, batch: Mapping[str, np.ndarray]) -> Any:
        """Label a batch of columns with at least ``text``; a document that is skipped gives no rows."""
        import pyarrow

        n_rows = len(next(iter(batch.values())))
        rows = [{name: column[i] for name, column in batch.items()} for i in range(n_rows)]
        labelled = label_documents(list(read_documents(rows)), self.tagger)
        return pyarrow.Table.from_pylist(sentence_rows(labelled), schema=sentence_schema())


def label_dataset(
    dataset: Any,
    *,
    load: Callable[[], Tagger] = shipped_tagger,
    actors: int = 1,
    cpus: float = 1,
    gpus: float = 0,
    batch_size: int = 64,
) -> Any:
    """Return a lazy Ray Dataset of labelled sentences, as `attribution.tables.sentence_schema` says.

    Parameters
    ----------
    dataset
        A ``ray.data.Dataset`` of articles: ``text``, and where known ``id title author publisher date url``.
    load
        Makes the tagger, once in each actor; the shipped model by default.
    actors, cpus, gpus
        How many actors, and what each of them takes of a machine.
    batch_size
        Articles that an actor takes at once.

    Examples
    --------
    >>> import ray  # doctest: +SKIP
    >>> articles = ray.data.read_json("s3://bucket/news/*.jsonl", lines=True)  # doctest: +SKIP
    >>> label_dataset(articles, actors=16).write_parquet("s3://bucket/labels")  # doctest: +SKIP
    """
    import ray

    return dataset.map_batches(
        _Labeller,
        fn_constructor_args=(load,),
        batch_size=batch_size,
        batch_format="numpy",
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=cpus,
        num_gpus=gpus,
    )


def label_files(
    source: str,
    out: str,
    *,
    address: str | None = None,
    load: Callable[[], Tagger] = shipped_tagger,
    actors: int = 1,
    gpus: float = 0,
) -> None:
    """Label Parquet or JSON-lines files into a folder of Parquet files.

    Parameters
    ----------
    source, out
        Paths or addresses that Ray reads and writes; ``source`` ends in ``.parquet`` or ``.jsonl``, or is a folder of
        Parquet files.
    address
        That of a Ray cluster; None starts Ray on this machine.

    Raises
    ------
    MissingDependencyError
        When Ray is not installed.
    """
    try:
        import ray
    except ImportError as error:
        raise MissingDependencyError("ray", "ray") from error
    # on one machine, readers and writers need a place beside the actors, or all wait for each other
    cpus = None if address else max(actors + 1, os.cpu_count() or 1)
    ray.init(address=address, num_cpus=cpus, ignore_reinit_error=True)
    lines = source.endswith(".jsonl")
    articles = ray.data.read_json(source, lines=True) if lines else ray.data.read_parquet(source)
    label_dataset(articles, load=load, actors=actors, gpus=gpus).write_parquet(out)
