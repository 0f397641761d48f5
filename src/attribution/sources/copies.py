"""Which documents are copies of one text: wire copy, reprints, the same article cut or with a new top.

Texts are compared by their shingles (Broder 1997): all runs of five words. Small collections are compared exactly,
large ones by MinHash signatures in bands, whose candidates are then compared exactly.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from attribution.schema import Document, SentenceKind

__all__ = ["copy_groups"]

Hashes = npt.NDArray[np.uint64]
_SHINGLE = 5
_SAME = 0.5  # share of all shingles that two versions have in common
_CUT = 0.8  # share of the shorter text's shingles that are in the longer one
_LONG_ENOUGH = 25  # shingles below which a text inside another is no proof of copying
_EXACT = 2000  # documents up to which every pair is compared
_BANDS, _ROWS = 40, 2
_WORD = re.compile(r"\w+")
# Odd multipliers, so that the order of a run's words counts; sums wrap around at 64 bits.
_WEIGHTS = np.array([0x9E3779B97F4A7C15 ** (k + 1) % (1 << 64) for k in range(_SHINGLE)], np.uint64)
_PRIME = np.uint64((1 << 31) - 1)


def copy_groups(documents: Sequence[Document]) -> dict[str, str]:
    """Return for each document's id the id of its group of near-identical texts: the first id in sorted order.

    Two texts are copies when they share half of all their five-word runs, or when 80 % of the shorter one's are in
    the longer one; copies of copies are copies. Only the article's sentences count, not furniture, bylines and
    cross-heads; case and punctuation do not. The order of the documents changes nothing. An empty document is alone.
    Above 2,000 documents a pair is missed with a probability of about 1 % at the threshold, and less above it.

    Examples
    --------
    >>> text = "The army said on Monday that two depots near Norvik had been hit by drones before dawn."
    >>> copy_groups([Document("b", text), Document("a", text.upper()), Document("c", "Prices rose.")])
    {'b': 'a', 'a': 'a', 'c': 'c'}
    """
    shingles = [_shingles(document) for document in documents]
    pairs = _exact_pairs(shingles) if len(documents) <= _EXACT else _likely_pairs(shingles)
    root = list(range(len(documents)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in pairs:
        a, b = sorted((find(i), find(j)), key=lambda k: documents[k].id)
        root[b] = a
    return {document.id: documents[find(i)].id for i, document in enumerate(documents)}


def _shingles(document: Document) -> Hashes:
    """Return the sorted distinct hashes of all runs of five words; one hash of everything for a shorter text."""
    body = [s.text for s in document.sentences if s.kind is SentenceKind.BODY]
    words = _WORD.findall((" ".join(body) if document.sentences else document.text).casefold())
    if not words:
        return np.empty(0, np.uint64)
    hashes = np.array([_hash(word) for word in words], np.uint64)
    n = min(_SHINGLE, len(words))
    runs = np.lib.stride_tricks.sliding_window_view(hashes, n)
    return np.unique((runs * _WEIGHTS[:n]).sum(axis=1, dtype=np.uint64))


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    """Return 64 bits that are the same in every process."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _exact_pairs(shingles: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Give all pairs of copies, from one count of the shingles that each two texts share."""
    sizes = [len(hashes) for hashes in shingles]
    if not sum(sizes):
        return
    _, columns = np.unique(np.concatenate(shingles), return_inverse=True)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    present = csr_array((np.ones(len(rows), np.int32), (rows, columns)), (len(sizes), int(columns.max()) + 1))
    shared = (present @ present.T).tocoo()
    for i, j, count in zip(shared.row.tolist(), shared.col.tolist(), shared.data.tolist(), strict=True):
        if i < j and _is_copy(sizes[i], sizes[j], count):
            yield i, j


def _is_copy(left: int, right: int, shared: int) -> bool:
    """Tell by their numbers of shingles, and of those they share, whether two texts are copies."""
    short, long = sorted((left, right))
    return shared >= _SAME * (short + long - shared) or (short >= _LONG_ENOUGH and shared >= _CUT * short)


def _likely_pairs(shingles: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Give the pairs of copies among those whose MinHash signatures agree in a band."""
    signatures = _signatures(shingles)
    seen: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        buckets: dict[bytes, list[int]] = {}
        for i, hashes in enumerate(shingles):
            if len(hashes):
                key = signatures[i, band * _ROWS : (band + 1) * _ROWS].tobytes()
                buckets.setdefault(key, []).append(i)
        for members in buckets.values():
            # Each is compared with the first and with its neighbour: copies of copies join up.
            near = {*((members[0], m) for m in members[1:]), *itertools.pairwise(members)}
            for i, j in near - seen:
                shared = len(np.intersect1d(shingles[i], shingles[j], assume_unique=True))
                if _is_copy(len(shingles[i]), len(shingles[j]), shared):
                    yield i, j
            seen |= near


def _signatures(shingles: Sequence[Hashes]) -> Hashes:
    """Return MinHash signatures, uint64 [documents, bands * rows]."""
    rng = np.random.default_rng(20_240_501)
    a = rng.integers(1, int(_PRIME), _BANDS * _ROWS, dtype=np.uint64)
    b = rng.integers(0, int(_PRIME), _BANDS * _ROWS, dtype=np.uint64)
    out = np.zeros((len(shingles), _BANDS * _ROWS), np.uint64)
    for i, hashes in enumerate(shingles):
        if len(hashes):
            out[i] = ((hashes[:, None] % _PRIME * a + b) % _PRIME).min(axis=0)
    return out
