"""Claims with annotated headlines and bodies (Emergent) and headline-body pairs (FNC-1), tagged and read once.

Weights are fitted again and again on the same readings: once for what ships, and once a fold to measure it.
"""

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.candidates import Reading
from attribution.errors import InputError
from attribution.evaluation.predictions import judge_pairs, tag_and_embed
from attribution.evaluation.rumours import Components, StancePair, read_bodies, read_pairs
from attribution.judging import DocumentReading, read_together, unasked
from attribution.linking import read_articles
from attribution.schema import Claim, Document, Sentence
from attribution.sources import Place, source_identities
from attribution.stance.documents import DocumentStanceModel, pooled_features
from attribution.stance.fitting import StanceRows, claim_rows, headline_rows, read_rows
from attribution.stance.model import STANCES, StanceModel

__all__ = ["StanceCorpus", "TaggedTexts", "fit_documents", "pair_features", "tag_corpus"]

Vectors = npt.NDArray[np.floating]
Tracked = Callable[[Sequence[Any]], Iterable[Sequence[Any]]]


@dataclass(frozen=True)
class TaggedTexts:
    """Bodies by id and headlines by text, tagged and embedded; claims embedded; by which tagger (its digests).

    ``judged`` has for a claim and the id of a document what the stance network says, float32 [sentences, 4].
    """

    digest: str
    bodies: Mapping[str, tuple[Document, Vectors]]
    headlines: Mapping[str, tuple[Document, Vectors]]
    claims: Mapping[str, Vectors]
    judged: Mapping[tuple[str, str], Vectors]

    def judged_of(self, claims: Sequence[str], document: Document) -> Vectors:
        """Return what the stance network says of a document, float32 [claims, sentences, 4]; NaN where not asked."""
        [unknown] = unasked(1, len(document.sentences))
        return np.stack([self.judged.get((claim, document.id), unknown) for claim in claims])


def tag_corpus(
    claims: Path, bodies: Path, pairs: Path, tagger: Any, *, cache: Path | None = None, tracked: Tracked | None = None
) -> TaggedTexts:
    """Tag and embed everything, which takes minutes, or read what a call with this tagger left in ``cache``."""
    if cache is not None and cache.is_file():
        texts: TaggedTexts = pickle.loads(cache.read_bytes())
        if texts.digest == tagger.digest + tagger.stance_digest:
            return texts
    rows, links = read_rows(claims), read_rows(pairs)
    asked: dict[str, dict[str, None]] = {}
    for row in rows:
        for headline in row["headlines"]:
            asked.setdefault(headline["headline"], {})[row["claim"]] = None
    headlines = list(asked)
    for row in rows:
        for body in row["bodies"]:
            asked.setdefault(body["body_id"], {})[row["claim"]] = None
    stated = [row["claim"] for row in rows] + [link["headline"] for link in links]
    options = {} if tracked is None else {"tracked": tracked}
    tagged = tag_and_embed(list(read_bodies(bodies).values()), tagger, **options)
    short = tag_and_embed([_headline(text) for text in headlines], tagger, **options)
    vectors = dict(zip(stated, tagger.embed(stated), strict=True))
    judged = judge_pairs(asked, tagged | short, vectors, tagger, **options)
    made = TaggedTexts(tagger.digest + tagger.stance_digest, tagged, short, vectors, judged)
    if cache is not None:
        cache.write_bytes(pickle.dumps(made))
    return made


def _headline(text: str) -> Document:
    return Document(id=text, text=text, sentences=(Sentence(0, len(text), text),), language="en")


@dataclass(frozen=True)
class StanceCorpus:
    """Claims, the story of each (claims that share a headline or body share one), their readings, and rows to fit on.

    ``readings`` has for each claim one reading a body, ``identities`` who the sources of those are. ``rows`` are those
    of headlines; the stance of a whole body says little of its sentences, and most of those came out neutral when
    bodies were fitted on as well.
    """

    claims: Sequence[Mapping[str, Any]]
    stories: Sequence[str]
    documents: Sequence[Sequence[Document]]
    readings: Sequence[Sequence[Reading]]
    identities: Sequence[Mapping[Place, str | None]]
    rows: StanceRows

    @classmethod
    def read(cls, path: Path, texts: TaggedTexts) -> "StanceCorpus":
        """Read the claims of a file in the form of Emergent.

        Raises
        ------
        InputError
            When a body or headline is missing in ``texts``.
        """
        claims = read_rows(path)
        stories = _stories(claims)
        headlines = [
            (i, texts.headlines[h["headline"]], h["stance"]) for i, c in enumerate(claims) for h in c["headlines"]
        ]
        vectors = np.stack([texts.claims[claim["claim"]] for claim in claims])
        similarity = vectors @ np.concatenate([v for _, (_, v), _ in headlines]).T
        texts_of = [claim["claim"] for claim in claims]
        own = [texts.judged.get((texts_of[i], d.id)) for i, (d, _), _ in headlines]
        rows = headline_rows(texts_of, [(i, d, s) for i, (d, _), s in headlines], similarity, stories, judged=own)
        rows += claim_rows(texts_of, stories)
        documents, readings = [], []
        for claim, vector in zip(claims, vectors, strict=True):
            links: dict[str, list[Mapping[str, str]]] = {}
            for link in claim["bodies"]:
                links.setdefault(link["body_id"], []).append(link)
            missing = [id for id in links if id not in texts.bodies]
            if missing:
                raise InputError(f"claim {claim['claim_id']!r} has body {missing[0]!r}, which is not among the bodies")
            chosen = [texts.bodies[id] for id in links]
            given = [Claim(claim["claim_id"], claim["claim"])]
            judged = [texts.judged_of([claim["claim"]], d) for d, _ in chosen]
            read = read_articles(given, vector[None], [d for d, _ in chosen], [v for _, v in chosen], judged=judged)
            documents.append([d for d, _ in chosen])
            readings.append(read)
        return cls(claims, stories, documents, readings, [source_identities(d) for d in documents], rows)


def _stories(claims: Sequence[Mapping[str, Any]]) -> list[str]:
    links = Components()
    for claim in claims:
        root = f"claim {claim['claim_id']}"
        for headline in (*claim["headlines"], *claim["bodies"]):
            links.join(root, f"headline {headline['headline']}")
        for body in claim["bodies"]:
            links.join(root, f"body {body['body_id']}")
    return [links.root(f"claim {claim['claim_id']}") for claim in claims]


@dataclass(frozen=True)
class PairReadings:
    """Headline-body pairs by body: the reading against all headlines paired with it, and which pairs those are.

    ``together`` has by the place of a pair what the stance network reads in the body, where that is near enough.
    """

    pairs: Sequence[StancePair]
    readings: Sequence[tuple[Reading, Sequence[int]]]
    together: Mapping[int, DocumentReading]

    @classmethod
    def read(
        cls, pairs: Path, bodies: Path, texts: TaggedTexts, tagger: Any, *, tracked: Tracked | None = None
    ) -> "PairReadings":
        """Read pairs in the form of FNC-1; of 50,000, the network reads 18,500 in a quarter of an hour."""
        given = read_pairs(pairs, read_bodies(bodies))
        places: dict[str, list[int]] = {}
        for i, pair in enumerate(given):
            places.setdefault(pair.document.id, []).append(i)
        read: list[tuple[Reading, Sequence[int]]] = []
        together: dict[int, DocumentReading] = {}
        for part in (tracked or (lambda items: [items]))(list(places)):
            for id in part:
                (document, vectors), chosen = texts.bodies[id], places[id]
                stated = [given[i].claim for i in chosen]
                of_claims = np.stack([texts.claims[text] for text in stated])
                claims = [Claim(str(i), text) for i, text in zip(chosen, stated, strict=True)]
                read += [(r, chosen) for r in read_articles(claims, of_claims, [document], [vectors])]
                found = read_together(tagger, stated, of_claims, document, vectors)
                together |= {chosen[at]: _halved(reading) for at, reading in found.items()}
        return cls(given, read, together)


def _halved(reading: DocumentReading) -> DocumentReading:
    return DocumentReading(*(rows.astype(np.float16) for rows in reading))


def pair_features(pairs: PairReadings, model: StanceModel) -> npt.NDArray[np.float64]:
    """Return the pooled features [pairs, features] of every pair."""
    made: dict[int, npt.NDArray[np.float64]] = {}
    for reading, places in pairs.readings:
        made.update(zip(places, pooled_features(reading, model), strict=True))
    width = len(next(iter(made.values())))
    return np.array([made.get(i, np.eye(width)[0]) for i in range(len(pairs.pairs))])


def fit_documents(
    features: npt.NDArray[np.float64], pairs: Sequence[StancePair], chosen: Sequence[int]
) -> DocumentStanceModel:
    """Fit the pooling on chosen pairs."""
    stances = np.array([STANCES.index(pairs[i].stance) for i in chosen])
    return DocumentStanceModel.fit(features[list(chosen)], stances)
