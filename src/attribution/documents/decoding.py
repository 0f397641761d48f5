"""Bytes into text: UTF-8, UTF-16 with a mark, else Windows-1252; binary files are told apart."""

import codecs
import re

__all__ = ["decoded", "encodable"]

_HEADS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_LOOKED_AT = 65536
_UNENCODABLE = re.compile(r"[\x00\ud800-\udfff]")


def decoded(content: bytes) -> str | None:
    """Return the text of ``content``, or None when it is a binary file.

    >>> decoded("Zoë".encode("utf-8-sig")), decoded("Zoë".encode("cp1252")), decoded(b"%PDF-1.7 ...")
    ('Zoë', 'Zoë', None)
    """
    if content.startswith(_HEADS):
        return None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    head = content[:_LOOKED_AT]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls > 0.3 * len(head) or (controls >= 8 and controls > 0.02 * len(head)):  # text may hold a stray NUL
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def encodable(text: str) -> str:
    r"""Return ``text`` with U+FFFD, one for one, for NUL and lone surrogates: not every file or format takes those.

    >>> encodable("a\x00b") == encodable("a\ud800b") == "a�b"
    True
    """
    return _UNENCODABLE.sub("�", text)
