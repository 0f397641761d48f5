"""How long many claims take to combine, and whether they get the numbers that they get one by one.

    python -m benchmarks.score_many [--claims 100000] [--items 1000000] [--one-by-one 2000] [--json OUT]

Evidence is random (a seed fixes it): types, source kinds, probabilities, stances, dates over 100 days, up to 40
sources a claim and unresolved ones. One by one is measured on the first claims only, and its rate compared.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from attribution.corroboration import (
    KINDS,
    TYPES,
    CorroborationModel,
    EvidenceTable,
    Scores,
    add_evidence,
    combine,
    score_evidence,
)
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Claim, ClaimScore, Evidence

START = np.datetime64("2031-01-01")


def random_columns(n_claims: int, n_items: int, seed: int = 13) -> dict[str, Any]:
    """Return evidence as the columns that `EvidenceTable.from_columns` reads."""
    rng = np.random.default_rng(seed)
    stance = rng.integers(0, 3, n_items)
    firm, weak = rng.uniform(0.5, 1.0, n_items), rng.uniform(0.0, 0.3, n_items)
    undated = rng.random(n_items) < 0.1
    return {
        "claim_id": np.sort(rng.integers(0, n_claims, n_items)),
        "origin_id": rng.integers(-3, 40, n_items),
        "type": rng.integers(0, len(TYPES), n_items),
        "source_kind": rng.integers(0, len(KINDS), n_items),
        "anonymous": rng.random(n_items) < 0.2,
        "self_interest": rng.random(n_items) < 0.1,
        "type_prob": rng.uniform(0.4, 1.0, n_items),
        "support": np.where(stance == 0, firm, weak),
        "refutation": np.where(stance == 1, firm, weak),
        "stance": stance,
        "date": np.where(undated, np.datetime64("NaT"), START + rng.integers(0, 100, n_items)),
    }


def as_evidence(columns: dict[str, Any], row: int) -> Evidence:
    """Return one row of the columns as an item."""
    kind, origin = TYPES[columns["type"][row]], int(columns["origin_id"][row])
    day = columns["date"][row]
    source = f"source {origin}" if origin >= 0 else None
    return Evidence(
        claim_id=str(columns["claim_id"][row]),
        document_id="d",
        sentence_index=row,
        attribution_index=0,
        text="",
        type=AttributionType(kind) if kind in set(AttributionType) else None,
        type_prob=float(columns["type_prob"][row]),
        stance=tuple(Stance)[columns["stance"][row]],
        support=float(columns["support"][row]),
        refutation=float(columns["refutation"][row]),
        source=source,
        source_id=source,
        source_kind=SourceKind(KINDS[columns["source_kind"][row]]),
        anonymous=bool(columns["anonymous"][row]),
        self_interest=bool(columns["self_interest"][row]),
        date=None if np.isnat(day) else str(day),
    )


def one_by_one(columns: dict[str, Any], n_claims: int) -> tuple[list[ClaimScore], float]:
    """Score the first claims, each alone; return seconds as well, without those of making the evidence."""
    evidence: list[list[Evidence]] = [[] for _ in range(n_claims)]
    for row in range(int(np.searchsorted(columns["claim_id"], n_claims))):
        evidence[columns["claim_id"][row]].append(as_evidence(columns, row))
    model = CorroborationModel.default()
    began = time.perf_counter()
    scored = [score_evidence([Claim(str(i), "")], items, model=model)[0] for i, items in enumerate(evidence)]
    return scored, time.perf_counter() - began


def largest_difference(scores: Scores, single: Sequence[ClaimScore]) -> float:
    """Return the largest difference between the numbers of the two ways: of claims, and contributions of items."""
    claims = [
        (s.corroboration, s.interval.low, s.interval.high, s.opinion.uncertainty, s.grade, s.n_origins_for)
        for s in single
    ]
    many = np.column_stack([scores.score, scores.low, scores.high, scores.uncertainty, scores.grade, scores.n_for])
    items = np.array([item.contribution for s in single for item in s.evidence])
    return float(
        max(
            np.abs(many[: len(single)] - np.array(claims)).max(),
            np.abs(scores.contribution[: len(items)] - items).max(initial=0.0),
        )
    )


def measure(n_claims: int, n_items: int, n_single: int) -> dict[str, float]:
    """Return seconds, rates, memory and the largest difference between the two ways."""
    columns = random_columns(n_claims, n_items)
    claim_ids = [str(number) for number in range(n_claims)]
    before, began = _peak_mib(), time.perf_counter()
    table = EvidenceTable.from_columns(claim_ids, columns)
    read = time.perf_counter()
    scores = combine(table, CorroborationModel.default())
    done, peak = time.perf_counter(), _peak_mib()

    single, single_seconds = one_by_one(columns, min(n_single, n_claims))
    more = replace(single[0].evidence[0], source="newcomer", source_id="newcomer", origin_id="")
    update_began = time.perf_counter()
    updated = add_evidence(single, [more])
    update_seconds = time.perf_counter() - update_began
    rate = n_items / (done - began)
    single_rate = sum(len(claim.evidence) for claim in single) / single_seconds
    return {
        "claims": n_claims,
        "items": n_items,
        "seconds to read columns": read - began,
        "seconds to combine": done - read,
        "items a second": rate,
        "peak memory above the columns, MiB": peak - before,
        "items a second, one claim at a time": single_rate,
        "times as fast": rate / single_rate,
        "milliseconds to add one item to one claim": 1000 * update_seconds,
        "claims that this changed": sum(new is not old for new, old in zip(updated, single, strict=True)),
        "largest difference": largest_difference(scores, single),
    }


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line for each number; fail where the two ways differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--one-by-one", type=int, default=2000, metavar="N", help="claims scored one by one")
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    result = measure(args.claims, args.items, args.one_by_one)
    for name, value in result.items():
        print(f"{name:45} {value:14,.3g}" if abs(value) < 1 else f"{name:45} {value:14,.1f}")
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if result["largest difference"] <= 1e-12 else 1


if __name__ == "__main__":
    sys.exit(main())
