"""What an analysis gives: documents, claims, and how they were made; as JSON, columns, and a few readable lines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from attribution.columns import LISTS, Columns, columns
from attribution.errors import InputError, MissingDependencyError
from attribution.jsonform import SCHEMA_VERSION, from_plain, read_json, to_plain, write_json
from attribution.labels import LABELS
from attribution.schema import ClaimScore, Document

if TYPE_CHECKING:
    import pandas as pd
    from datasets import Dataset

__all__ = ["Analysis"]

_SHOWN = 8  # rows of each kind in a repr


@dataclass(frozen=True, repr=False)
class Analysis:
    """Documents with their attributions, claims with their scores, and the ``run`` that made them.

    ``claims[k].corroboration`` measures the sourcing of a claim, never the facts. ``run`` holds the library's version,
    the model's name and digest, the settings, and the sha256 of each document.

    Examples
    --------
    >>> analysis = Analysis((Document("a.txt", "", title="Depot at Norvik hit"),), (), {})
    >>> analysis
    Analysis: 1 document, 0 sentences, 0 claims
      a.txt  Depot at Norvik hit (0 sentences)
    >>> Analysis.from_json(analysis.to_json()) == analysis
    True
    """

    documents: tuple[Document, ...]
    claims: tuple[ClaimScore, ...]
    run: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dictionaries, lists, strings and numbers, as ``docs/output.md`` describes them."""
        from attribution.report.jsonlines import claim_record

        return {
            "schema_version": SCHEMA_VERSION,
            "run": to_plain(self.run),
            "documents": to_plain(self.documents),
            "claims": [claim_record(claim) for claim in self.claims],
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> "Analysis":
        """Return the analysis that `to_dict` was called on.

        Raises
        ------
        InputError
            When the schema version is another, or a field is missing or of the wrong kind.
        """
        version = value.get("schema_version")
        if version != SCHEMA_VERSION:
            raise InputError(f"`schema_version` of an analysis must be {SCHEMA_VERSION!r}, got {version!r}")
        run = value.get("run")
        if not isinstance(run, dict):
            raise InputError(f"`run` of an analysis must be an object, got {type(run).__name__}")
        documents = from_plain(value.get("documents"), tuple[Document, ...], "`documents`")
        return cls(documents, from_plain(value.get("claims"), tuple[ClaimScore, ...], "`claims`"), run)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as strict JSON on one line, or indented; it is always encodable as UTF-8."""
        return write_json(self.to_dict(), indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Analysis":
        """Return the analysis that `to_json` was called on; errors as in `from_dict`."""
        return cls.from_dict(read_json(text, "an analysis"))

    def to_html(self) -> str:
        """Return the report as one self-contained HTML page; every text in it is escaped."""
        from attribution.report.html import to_html

        return to_html(self)

    def _repr_html_(self) -> str:
        from attribution.report.html import to_frame

        return to_frame(self)

    def to_stix(self) -> dict[str, Any]:
        """Return a STIX 2.1 bundle about the sourcing of the claims; the same analysis gives the same bundle."""
        from attribution.report.stix import to_stix

        return to_stix(self)

    def columns(self, level: str = "sentences") -> Columns:
        """Return one table as columns (NumPy arrays of numbers, lists of texts); `to_pandas` names the levels."""
        return columns(self.documents, self.claims, level=level)

    def to_csv(self, level: str = "sentences") -> str:
        """Return one table as CSV; levels and errors as in `to_pandas`.

        >>> Analysis((Document("a.txt", ""),), (), {}).to_csv("claims")[:28]
        'id,text,discovered,context,c'
        """
        from attribution.report.tabular import to_csv

        return to_csv(self.columns(level))

    def to_parquet(self, path: "str | Path | BinaryIO", level: str = "sentences") -> None:
        """Write one table as Parquet into a file, open or not; levels and errors as in `to_pandas`."""
        from attribution.report.tabular import write_parquet

        write_parquet(self.columns(level), path, run=self.run)

    def to_pandas(self, level: str = "sentences") -> "pd.DataFrame":
        """Return one table as a DataFrame.

        Parameters
        ----------
        level
            What a row is: ``"documents"``, ``"sentences"``, ``"attributions"``, ``"claims"`` or ``"evidence"``.

        Raises
        ------
        InputError
            When the level is unknown.
        MissingDependencyError
            When pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingDependencyError("pandas", "data") from error
        return pd.DataFrame(self.columns(level))

    def to_dataset(self, level: str = "sentences") -> "Dataset":
        """Return one table as a ``datasets.Dataset``; levels and errors as in `to_pandas`.

        The features do not depend on the rows, so that datasets of several analyses can be concatenated.
        """
        try:
            from datasets import Dataset, Features, List, Value
        except ImportError as error:
            raise MissingDependencyError("datasets", "data") from error
        table = self.columns(level)
        texts = List(Value("string"))
        kinds = {name: texts if name in LISTS else Value(_value_kind(column)) for name, column in table.items()}
        return Dataset.from_dict(table, features=Features(kinds))

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        sentences = [s for d in self.documents for s in d.sentences]
        counts = Counter(label for s in sentences for label in s.labels)
        sizes = {"document": len(self.documents), "sentence": len(sentences), "claim": len(self.claims)}
        yield "Analysis: " + ", ".join(_count(number, thing) for thing, number in sizes.items())
        if counts:
            yield "  labels: " + ", ".join(f"{label} {counts[label]}" for label in LABELS if counts[label])
        for document in self.documents[:_SHOWN]:
            state = f"skipped: {document.skipped}" if document.skipped else _count(len(document.sentences), "sentence")
            yield f"  {document.id}  {_shortened(document.title or '', 60)} ({state})".replace("   (", "  (")
        if len(self.documents) > _SHOWN:
            yield f"  … and {len(self.documents) - _SHOWN} more"
        for claim in self.claims[:_SHOWN]:
            interval = f"[{claim.interval.low:.2f}, {claim.interval.high:.2f}]"
            origins = f"{claim.n_origins_for} for, {claim.n_origins_against} against"
            yield f"  {claim.corroboration:.2f} {interval} grade {claim.grade}, {origins}: {_shortened(claim.text, 70)}"
        if len(self.claims) > _SHOWN:
            yield f"  … and {len(self.claims) - _SHOWN} more"


def _value_kind(column: Any) -> str:
    return str(column.dtype) if isinstance(column, np.ndarray) else "string"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _shortened(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
