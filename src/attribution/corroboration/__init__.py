"""What the sourcing of a claim adds up to: evidence into a score, an interval and everybody's share in it.

The model, for the evidence of one claim (the constants are in ``weights.json``):

====================  =====================================================================================
item                  ``w = exp(θ[type] + φ[kind] + ψ·anonymous + ι·self_interest)``, 0 for ``no_comment``
origin                ``r = max w·p·s⁺`` and ``q = max w·p·s⁻`` over the items of one independent source
sums                  ``R = C(1 − exp(−Σr / C))``, likewise ``Q``: reports share errors, no pile of them is certain
score                 ``logit P = logit a + R − Q`` with the prior ``a``
contribution          ``r·R/Σr − q·Q/Σq`` of an origin, shared equally by the items that reach its maximum
opinion               ``u = 1 / [(1 + a(e^R − 1))(1 + (1 − a)(e^Q − 1))]``, ``b = P − a·u``, ``d = 1 − P − (1 − a)·u``
interval              ``Beta(2P/u, 2(1 − P)/u)``, 90 % equal-tailed
====================  =====================================================================================

Opinions follow A. Jøsang, *Subjective Logic* (Springer, 2016); grades are STANAG 2511 on the scale of STIX 2.1, words
those of ICD 203.
"""

from attribution.corroboration.explaining import Change, Explanation, OriginShare, explain
from attribution.corroboration.model import CorroborationModel
from attribution.corroboration.scoring import Scores, add_evidence, combine, score_evidence
from attribution.corroboration.table import KINDS, NARRATION, TYPES, UNRESOLVED, EvidenceTable
from attribution.corroboration.timeline import HistoryPoint, history

__all__ = [
    "KINDS",
    "NARRATION",
    "TYPES",
    "UNRESOLVED",
    "Change",
    "CorroborationModel",
    "EvidenceTable",
    "Explanation",
    "HistoryPoint",
    "OriginShare",
    "Scores",
    "add_evidence",
    "combine",
    "explain",
    "history",
    "score_evidence",
]
