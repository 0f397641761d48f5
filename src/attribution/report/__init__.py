"""Results for people to read and for programs to take on: the table of a terminal, JSON and JSON lines."""

from attribution.report.jsonlines import document_line, result_lines
from attribution.report.table import write_claims, write_document, write_legend

__all__ = ["document_line", "result_lines", "write_claims", "write_document", "write_legend"]
