"""What a larger tagger says about the types of each sentence, kept in a file: taught by it without having it."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.errors import InputError
from attribution.tagging.network import N_TYPES
from attribution.tagging.tagger import AttributionTagger
from attribution.training.data import article_document

__all__ = ["Answers", "answer_about", "answers_by", "key_of", "read_answers", "write_answers"]

Answers = dict[tuple[str, int], npt.NDArray[np.float32]]
"""Type logits [sentences, 6] by the digest of an article's text and how many sentences it is cut into."""

_STEP = 1 / 8


def answers_by(teacher: AttributionTagger, articles: Sequence[dict[str, Any]]) -> Answers:
    """Ask a teacher about articles in the training form."""
    documents = [article_document(article) for article in articles]
    said = [found.sentence_logits[:, :N_TYPES] for found in teacher.logits(documents)]
    return {key_of(article): logits for article, logits in zip(articles, said, strict=True)}


def answer_about(article: Mapping[str, Any], answers: Answers) -> npt.NDArray[np.float32]:
    """Return the type logits [sentences, 6] about an article; not a number where nothing was said."""
    unknown = np.full((len(article["sentences"]), N_TYPES), np.nan, np.float32)
    return answers.get(key_of(article), unknown)


def write_answers(path: Path, answers: Answers) -> None:
    """Write answers as gzipped JSON lines: the digest of a text, and its logits in eighths between -127 and 127."""
    eighths = {key: np.round(logits / _STEP).clip(-127, 127).astype(int).tolist() for key, logits in answers.items()}
    lines = [json.dumps({"sha256": digest, "type_logits": rows}) for (digest, _), rows in eighths.items()]
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(gzip.compress("".join(line + "\n" for line in lines).encode(), mtime=0))
    part.replace(path)


def read_answers(path: Path) -> Answers:
    """Read what `write_answers` wrote.

    Raises
    ------
    InputError
        When the file cannot be read, or a line is not an answer; file and line are named.
    """
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"answers of a teacher cannot be read from {path}: {error}") from error
    found: Answers = {}
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            logits = np.array(row["type_logits"], np.float32).reshape(-1, N_TYPES) * _STEP
            found[row["sha256"], len(logits)] = logits
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: must be an answer with sha256 and type_logits: {error}") from error
    return found


def key_of(article: Mapping[str, Any]) -> tuple[str, int]:
    """Return the digest of an article's text and how many sentences it is cut into."""
    return hashlib.sha256(article["text"].encode("utf-8", "surrogatepass")).hexdigest(), len(article["sentences"])
