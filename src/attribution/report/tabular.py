"""The five tables of an analysis as CSV and Parquet; ``docs/formats.md`` describes them."""

import csv
import io
import json
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from attribution.columns import LISTS, Columns
from attribution.documents.decoding import encodable
from attribution.errors import InputError, MissingDependencyError
from attribution.jsonform import write_json

__all__ = ["to_csv", "write_parquet"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: Columns) -> str:
    r"""Return columns as CSV with a header.

    Lists are JSON arrays, missing values empty. Articles are not trusted: a text that a spreadsheet would take for a
    formula gets an apostrophe in front.

    >>> to_csv({"text": ["=1+1", None], "labels": [["denial"], []], "anonymous": np.array([True, False])})
    'text,labels,anonymous\n\'=1+1,"[""denial""]",true\n,[],false\n'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table)
    plain = [column.tolist() if isinstance(column, np.ndarray) else column for column in table.values()]
    writer.writerows([_cell(value) for value in row] for row in zip(*plain, strict=True))
    return stream.getvalue()


def _cell(value: Any) -> str | int | float:
    if isinstance(value, str):
        return encodable(f"'{value}" if value.startswith(_FORMULA) else value)
    if value is None or value != value:  # NaN is not equal to itself
        return ""
    return write_json(value) if isinstance(value, list | bool) else value


def write_parquet(table: Columns, path: str | Path | BinaryIO, *, run: dict[str, Any]) -> None:
    """Write columns as one Parquet file (zstd); types do not depend on the rows, and ``run`` is in its metadata.

    Raises
    ------
    InputError
        When the file cannot be written.
    MissingDependencyError
        When pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingDependencyError("pyarrow", "data") from error
    arrays = {name: pa.array(_plain(column), _kind(name, column, pa)) for name, column in table.items()}
    made = pa.table(arrays).replace_schema_metadata({"attribution_run": json.dumps(run)})
    try:
        parquet.write_table(made, path, compression="zstd")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from error


def _kind(name: str, column: Any, pa: Any) -> Any:
    if isinstance(column, np.ndarray):
        return pa.from_numpy_dtype(column.dtype)
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def _plain(column: Any) -> list[Any]:
    """Return values that Arrow takes: None for NaN, no lone surrogates."""
    if isinstance(column, np.ndarray):
        return [None if value != value else value for value in column.tolist()]
    return [encodable(value) if isinstance(value, str) else value for value in column]
