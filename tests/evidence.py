"""Evidence about one claim, for tests of the score."""

from dataclasses import replace

from attribution.corroboration import score_evidence
from attribution.labels import AttributionType, SourceKind, Stance
from attribution.schema import Claim, ClaimScore, Evidence

CLAIM = Claim("c1", "The northern depot was hit.")
CONFIRMS, DENIES = AttributionType.OFFICIAL_CONFIRMATION, AttributionType.DENIAL


def item(source: str | None, type_: AttributionType | None = CONFIRMS, **changes: object) -> Evidence:
    refutes = type_ is DENIES
    made = Evidence(
        claim_id="c1",
        document_id="d1",
        sentence_index=0,
        attribution_index=0,
        text="The depot was hit, the army said.",
        type=type_,
        type_prob=0.95,
        stance=Stance.REFUTES if refutes else Stance.SUPPORTS,
        support=0.0 if refutes else 0.95,
        refutation=0.95 if refutes else 0.0,
        source=source,
        source_id=source,
        source_kind=SourceKind.OFFICIAL,
        anonymous=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def score(*items: Evidence, **options: object) -> ClaimScore:
    return score_evidence([CLAIM], items, **options)[0]  # type: ignore[arg-type]
