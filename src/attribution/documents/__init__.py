"""Text, HTML and JSONL into documents: article text, sentences with offsets, page furniture left out.

>>> from attribution.documents import document_from_text
>>> [sentence.text for sentence in document_from_text("Gen. Roe denied it. He left the U.S. on Jan. 5.").sentences]
['Gen. Roe denied it.', 'He left the U.S. on Jan. 5.']
"""

from attribution.documents.making import document_from_text
from attribution.documents.reading import read_documents

__all__ = ["document_from_text", "read_documents"]
