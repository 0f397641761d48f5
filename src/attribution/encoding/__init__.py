"""The shared encoder's input: sentences of an article as windows of tokens."""

from attribution.encoding.windows import (
    Batch,
    Window,
    batch_windows,
    first_token_id,
    last_token_id,
    load_tokenizer,
    make_windows,
    tokenise,
)

__all__ = [
    "Batch",
    "Window",
    "batch_windows",
    "first_token_id",
    "last_token_id",
    "load_tokenizer",
    "make_windows",
    "tokenise",
]
