"""Twenty written stories of several documents: origin counts, grades, orderings and discovered claims.

    python -m benchmarks.scenarios
    python -m benchmarks.scenarios --show 07-late-confirmation
    python -m benchmarks.scenarios --folder benchmarks/data/scenarios_dev
    DEV=benchmarks/data/scenarios_dev; python -m benchmarks.scenarios --folder $DEV --read $DEV/stances.jsonl

The stories and what is expected of them were written before the code that they test and are frozen by digest
(benchmarks/data/scenarios/README.md); nothing may be tuned on them. Those in ``scenarios_dev`` are there to develop on.
With ``--read``, where sentences stand is taken from a reader: what is still wrong is not the stance model's doing.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from attribution.corroboration import score_evidence
from attribution.documents import read_documents
from attribution.labels import Stance
from attribution.linking import link_evidence
from attribution.pipeline import analyze, score_claims
from attribution.schema import Claim, ClaimScore, Document
from attribution.stance import StanceModel
from attribution.tagging.tagger import AttributionTagger

FOLDER = Path(__file__).parent / "data" / "scenarios"
SAME = 0.75
"""Cosine at which a discovered claim counts as an expected one: the encoder's, sentences read alone."""
_SURELY = {letter: np.where(np.arange(len(Stance)) == i, 0.91, 0.03).tolist() for i, letter in enumerate("srnu")}


def read_scenarios(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """Return the stories by file name; a file that is not the frozen one is an error."""
    frozen = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    found = {}
    for path in sorted(folder.glob("*.json")):
        if hashlib.sha256(path.read_bytes()).hexdigest() != frozen[path.name]:
            raise SystemExit(f"{path} is not the frozen file; see its README")
        found[path.stem] = json.loads(path.read_text("utf-8"))
    return found


class AsRead(StanceModel):
    """Takes the stances of a reader as they are; of a sentence that states several things, words and types tell."""

    def predict(self, features: Any, words: Any = None, judged: Any = None, *, alone: bool = False) -> Any:
        """Return ``judged`` [texts, 4], and what the weights say where it is NaN."""
        return np.where(np.isnan(judged), super().predict(features, words), judged)


class Reader:
    """Scores tagged documents with sources by letters: ``s``, ``r``, ``n`` or ``u`` of each sentence for each claim."""

    def __init__(
        self,
        letters: dict[str, str],
        claims: Sequence[Claim],
        documents: Sequence[Document],
        tagger: AttributionTagger,
    ) -> None:
        self.places = {claim.id: place for place, claim in enumerate(claims)}
        self.documents = documents
        self.vectors = tagger.embed([claim.text for claim in claims])
        self.embeddings = [tagger.embed([s.text for s in d.sentences]) for d in documents]
        unread = "u" * len(claims)
        read = [
            [letters[f"{at}.{i}"] if s.kind == "body" else unread for i, s in enumerate(d.sentences)]
            for at, d in enumerate(documents)
        ]
        self.judged = [
            np.array([[_SURELY[x] for x in by_claim] for by_claim in zip(*own, strict=True)]) for own in read
        ]
        self.model = AsRead.from_dict(StanceModel.default().to_dict())

    def score(self, claims: Sequence[Claim], as_of: str | None = None) -> list[ClaimScore]:
        """Return the scores of some of the claims."""
        chosen = [self.places[claim.id] for claim in claims]
        judged = [stances[chosen] for stances in self.judged]
        evidence = link_evidence(
            claims, self.vectors[chosen], self.documents, self.embeddings, judged=judged, model=self.model
        )
        return score_evidence(claims, evidence, as_of=as_of)


def run(scenario: dict[str, Any], tagger: AttributionTagger, letters: dict[str, str] | None = None) -> dict[str, Any]:
    """Compare what the library says with what is expected; with ``letters`` by sentence, what it makes of those."""
    documents = list(read_documents(scenario["documents"]))
    claims = [Claim(c["id"], c["text"]) for c in scenario["claims"]]
    analysis = analyze(documents, claims, tagger=tagger)
    score = partial(score_claims, documents=analysis.documents, tagger=tagger)
    found: Sequence[ClaimScore] = analysis.claims
    if letters is not None:
        score = Reader(letters, claims, analysis.documents, tagger).score
        found = score(claims)
    scores = {claim.id: claim for claim in found}
    expected = scenario["expected"]
    counts = {
        id: (
            claim.n_origins_for,
            claim.n_origins_against,
            expected["n_origins_for"][id],
            expected["n_origins_against"][id],
        )
        for id, claim in scores.items()
    }
    discovered = [claim.text for claim in analyze(documents, tagger=tagger).claims]
    recalled, duplicates = _discovery(discovered, expected["discovered"], tagger)
    return {
        "counts": counts,
        "counts_right": all(c[:2] == c[2:] for c in counts.values()),
        "grades_right": all(scores[id].grade in grades for id, grades in expected["grade_in"].items()),
        "orderings_right": all(_holds(o, claims, score) for o in expected["orderings"]),
        "recalled": recalled,
        "n_expected": len(expected["discovered"]),
        "duplicates": duplicates,
        "n_discovered": len(discovered),
        "discovered": discovered,
    }


def _holds(ordering: dict[str, Any], claims: Sequence[Claim], score: Callable[..., list[ClaimScore]]) -> bool:
    higher, lower = (
        score([claim for claim in claims if claim.id == at["claim"]], as_of=at["as_of"])[0]
        for at in (ordering["higher"], ordering["lower"])
    )
    return higher.corroboration > lower.corroboration


def _discovery(found: list[str], expected: list[str], tagger: AttributionTagger) -> tuple[int, int]:
    """Count the expected claims that were found, and the found ones that say what an earlier one says."""
    if not found:
        return 0, 0
    vectors = tagger.embed([*expected, *found])
    wanted, made = vectors[: len(expected)], vectors[len(expected) :]
    among = made @ made.T
    duplicates = sum(bool((among[i, :i] >= SAME).any()) for i in range(len(found)))
    return int(((wanted @ made.T).max(1) >= SAME).sum()), duplicates


def main() -> int:
    """Run and print the totals as JSON, with what is wrong by scenario."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a model folder (default: the shipped model)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="stories to run (default: the frozen ones)")
    parser.add_argument("--totals", action="store_true", help="only the totals")
    parser.add_argument(
        "--read", type=Path, metavar="FILE", help="where each sentence stands as a reader judged it, JSON lines"
    )
    parser.add_argument("--show", metavar="NAME", help="one scenario, in full")
    args = parser.parse_args()
    tagger = AttributionTagger.from_pretrained(args.model)
    scenarios = read_scenarios(args.folder)
    if args.show:
        scenarios = {args.show: scenarios[args.show]}
    rows = map(json.loads, args.read.read_text("utf-8").splitlines()) if args.read else ()
    letters = {row["id"]: row["stances"] for row in rows}
    if args.read and not set(scenarios) <= set(letters):
        parser.error(f"{args.read} must have the stances of the stories in {args.folder}; name both of one folder")
    results = {name: run(scenario, tagger, letters.get(name)) for name, scenario in scenarios.items()}
    for name, result in results.items() if not args.totals else ():
        wrong = [key for key in ("counts_right", "grades_right", "orderings_right") if not result[key]]
        print(f"{name:42} {'right' if not wrong else 'wrong: ' + ', '.join(wrong)} {result['counts']}", file=sys.stderr)
        if args.show:
            print(*result["discovered"], sep="\n", file=sys.stderr)
    totals = {
        key: int(np.sum([result[key] for result in results.values()]))
        for key in ("counts_right", "grades_right", "orderings_right")
    }
    claims = [(id, c) for result in results.values() for id, c in result["counts"].items()]
    found = {key: sum(result[key] for result in results.values()) for key in ("recalled", "n_expected", "duplicates")}
    totals |= {
        "scenarios": len(results),
        "claims": len(claims),
        "claims_with_right_counts": sum(c[:2] == c[2:] for _, c in claims),
        "discovered_recall": found["recalled"] / found["n_expected"],
        "discovered_duplicates": found["duplicates"] / max(1, sum(r["n_discovered"] for r in results.values())),
    }
    print(json.dumps(totals, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
