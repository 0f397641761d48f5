"""Label a corpus on many machines with Ray Data: read, tag in a pool of actors, write.

Needs ``pip install 'news-attribution[ray]'``. Every actor loads the model once; Ray balances the work, restarts what
dies and reads from and writes to any file system that it knows (local, S3, GCS, HDFS).
"""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from attribution.corpus import label_or_skip
from attribution.documents import read_documents
from attribution.errors import InputError, MissingDependencyError
from attribution.pipeline import Tagger, shipped_tagger
from attribution.tables import sentence_rows, sentence_schema

__all__ = ["label_dataset", "label_files"]

_log = logging.getLogger(__name__)


class _Labeller:
    """An actor: rows of articles in, rows of sentences out."""

    def __init__(self, load: Callable[[], Tagger]) -> None:
        self.tagger = load()

    def __call__(self, batch: Mapping[str, np.ndarray]) -> Any:
        """Label a batch of columns with at least ``text``; a document that is skipped gives no rows, and is logged."""
        import pyarrow

        n_rows = len(next(iter(batch.values())))
        rows = [{name: column[i] for name, column in batch.items()} for i in range(n_rows)]
        labelled = label_or_skip(list(read_documents(rows)), self.tagger)
        for document in labelled:
            if document.skipped is not None:
                _log.warning("skipped %s: %s", document.id, document.skipped)  # Ray shows it to whoever started the run
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
    source: str | Sequence[str],
    out: str,
    *,
    address: str | None = None,
    load: Callable[[], Tagger] = shipped_tagger,
    actors: int | None = None,
    gpus: float = 0,
) -> None:
    """Label Parquet or JSON-lines files into a folder of Parquet files.

    Parameters
    ----------
    source, out
        Paths or addresses that Ray reads and writes; a ``source`` ends in ``.parquet`` or ``.jsonl``, or is a folder of
        Parquet files, and all are of one kind.
    address
        That of a Ray cluster, ``"auto"`` for the one that this machine is part of; None starts Ray on this machine.
    load
        Makes the tagger, once in each actor; the shipped model by default.
    actors
        How many models are loaded, each with one processor; by default as many as the cluster has processors but one,
        which reads and writes, and no more than there are GPUs for; on this machine alone, one a processor.
    gpus
        Share of a GPU for each actor: 0.25 lets four keep one busy, since each reads and decodes on its own processor.

    Raises
    ------
    InputError
        When sources are of two kinds, or there is no cluster at the address.
    MissingDependencyError
        When Ray is not installed.
    """
    try:
        import ray
    except ImportError as error:
        raise MissingDependencyError("ray", "ray") from error
    sources = [source] if isinstance(source, str) else list(source)
    lines = [name.endswith(".jsonl") for name in sources]
    if len(set(lines)) != 1:
        raise InputError(f"Ray reads JSON lines or Parquet, not both in one run, got {', '.join(sources) or 'nothing'}")
    n_actors = _start(ray, address, actors, gpus)
    articles = ray.data.read_json(sources, lines=True) if lines[0] else ray.data.read_parquet(sources)
    label_dataset(articles, load=load, actors=n_actors, gpus=gpus).write_parquet(out)


def _start(ray: Any, address: str | None, actors: int | None, gpus: float) -> int:
    """Connect to a cluster, or make one of this machine; return how many actors to run."""
    here = os.cpu_count() or 1
    # readers and writers need a place beside the actors, or all wait for each other
    own = {"num_cpus": max((actors or here) + 1, here)} if address is None else {"address": address}
    try:
        ray.init(**own, ignore_reinit_error=True)
    except (ConnectionError, RuntimeError, ValueError) as error:
        place = address or "this machine, nor could one be started"
        raise InputError(f"there is no Ray cluster at {place}: {str(error).splitlines()[0]}") from error
    resources = ray.cluster_resources()
    room = max(1, int(resources.get("CPU", 1)) - 1)
    if gpus:
        room = min(room, int(resources.get("GPU", 0) / gpus))
    if not room:
        raise InputError(f"the cluster has {resources.get('GPU', 0):g} GPUs, too few for one actor with {gpus:g}")
    return actors or room
