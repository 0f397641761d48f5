"""Corrections of evidence: stance, source and origin as a person set them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from attribution.errors import InputError, nearest
from attribution.labels import Stance
from attribution.overrides.documents import marked
from attribution.overrides.reading import Override
from attribution.schema import Claim, Evidence
from attribution.sources import source_key

__all__ = ["apply_to_evidence"]

_UNRESOLVED = "unresolved"  # the origin that scoring gives to sources nobody knows
_EVIDENCE_NAME = {"labels": "type", "source_name": "source"}


def apply_to_evidence(
    evidence: Sequence[Evidence], overrides: Sequence[Override], *, claims: Sequence[Claim] = ()
) -> list[Evidence]:
    """Return evidence with stance, source and origin as a person set them, named in ``set_by_human``.

    A stance that is set is certain; ``unrelated`` takes the item away. Without ``attribution`` a correction holds for
    all that the sentence says about the claim. Sources that are merged become one for scoring, and keep their names.

    Parameters
    ----------
    claims
        Lets a correction name a claim by its text as well as by its id.

    Raises
    ------
    InputError
        When a claim is unknown, or nothing in the sentence is evidence about it.
    """
    items = list(evidence)
    for override in overrides:
        if override.merge_sources:
            items = _with_one_source(items, override.merge_sources)
        elif override.claim is not None:
            claim = _claim_id(override, items, claims)
            chosen = [i for i, item in enumerate(items) if _concerns(override, claim, item)]
            if not chosen:
                raise InputError(_no_evidence(override, claim, items))
            for i in chosen:
                items[i] = _restated(items[i], override.values, items)
        else:
            items = [_with_marks(item, override) for item in items]
    return [item for item in items if item.stance is not Stance.UNRELATED]


def _with_one_source(items: Sequence[Evidence], names: Sequence[str]) -> list[Evidence]:
    keys = {source_key(name) or name for name in names}
    merged = [bool({item.source_id, item.source and source_key(item.source)} & keys) for item in items]
    ids = {
        source_key(i.source): i.source_id for i, m in zip(items, merged, strict=True) if m and i.source and i.source_id
    }
    one = next((ids[source_key(name)] for name in names if source_key(name) in ids), source_key(names[0]) or names[0])
    return [
        replace(item, source_id=one, set_by_human=marked(item.set_by_human, "source_id")) if chosen else item
        for item, chosen in zip(items, merged, strict=True)
    ]


def _with_marks(item: Evidence, override: Override) -> Evidence:
    """Mark evidence from an attribution that a person corrected before it was linked."""
    here = (item.document_id, item.sentence_index) == (override.document, override.sentence)
    if not here or item.attribution_index is None or override.attribution not in (None, item.attribution_index):
        return item
    return replace(item, set_by_human=marked(item.set_by_human, *(_EVIDENCE_NAME.get(k, k) for k in override.values)))


def _claim_id(override: Override, items: Sequence[Evidence], claims: Sequence[Claim]) -> str:
    wanted = override.claim or ""
    texts = {" ".join(claim.text.split()): claim.id for claim in claims}
    known = {claim.id for claim in claims} | {item.claim_id for item in items}
    if wanted in known:
        return wanted
    if " ".join(wanted.split()) in texts:
        return texts[" ".join(wanted.split())]
    raise InputError(f"{override.where}: there is no claim {wanted!r}.{nearest(wanted, [*known, *texts])}")


def _concerns(override: Override, claim: str, item: Evidence) -> bool:
    place = (item.claim_id, item.document_id, item.sentence_index) == (claim, override.document, override.sentence)
    return place and (not override.names_attribution or item.attribution_index == override.attribution)


def _no_evidence(override: Override, claim: str, items: Sequence[Evidence]) -> str:
    about = {i.sentence_index for i in items if i.claim_id == claim and i.document_id == override.document}
    which = f"its evidence is in sentences {', '.join(map(str, sorted(about)))}" if about else "it has none there"
    part = f", attribution {json.dumps(override.attribution)}," if override.names_attribution else ""
    place = f"sentence {override.sentence}{part} of {override.document!r}"
    return f"{override.where}: {place} is no evidence about {claim!r}; {which}"


def _restated(item: Evidence, values: Mapping[str, Any], items: Sequence[Evidence]) -> Evidence:
    if "stance" in values:
        stance = values["stance"]
        item = replace(
            item,
            stance=stance,
            support=float(stance is Stance.SUPPORTS),
            refutation=float(stance is Stance.REFUTES),
            set_by_human=marked(item.set_by_human, "stance"),
        )
    if "origin" in values:
        name = values["origin"]
        key = _UNRESOLVED if name is None else source_key(name) or name
        publisher = f"publisher:{key}"
        known = {i.source_id for i in items} | {i.origin_id for i in items}
        origin = publisher if publisher in known else key
        item = replace(item, origin_id=origin, set_by_human=marked(item.set_by_human, "origin_id"))
    return item
