"""Weights by penalised likelihood, within the constraints that the model's invariants need."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logit

from attribution.corroboration.scoring import superseded
from attribution.corroboration.table import KINDS, TYPES, EvidenceTable
from attribution.errors import InputError
from attribution.labels import AttributionType
from attribution.schema import Claim, ClaimScore

if TYPE_CHECKING:
    from attribution.corroboration.model import CorroborationModel

__all__ = ["fitted_weights"]

Floats = npt.NDArray[np.float64]
_CONFIRMATION, _STATEMENT, _HINT, _ALLEGATION, _REFUSAL = (
    TYPES.index(t)
    for t in (
        AttributionType.OFFICIAL_CONFIRMATION,
        AttributionType.STATEMENT,
        AttributionType.HINT,
        AttributionType.GROUP_ALLEGATION,
        AttributionType.NO_COMMENT,
    )
)


def fitted_weights(
    claims: Sequence[ClaimScore], verdicts: Sequence[bool], prior: "CorroborationModel", penalty: float
) -> dict[str, Any]:
    """Return the fields of a model that fits the verdicts best, penalised by its distance from a prior model.

    The parameters are the log-weights, with those of official_confirmation, hint and group_allegation as distances from
    that of statement, so that bounds keep their order.
    """
    truth = np.asarray(verdicts, bool)
    if len(truth) != len(claims):
        raise InputError(f"there must be one verdict a claim, got {len(truth)} for {len(claims)} claims")
    if truth.all() or not truth.any():
        raise InputError("verdicts must have both true and false claims: weights cannot be fitted on one kind")
    table = EvidenceTable.from_evidence(
        [Claim(str(i), claim.text) for i, claim in enumerate(claims)],
        [replace(item, claim_id=str(i)) for i, claim in enumerate(claims) for item in claim.evidence],
    )
    goal, rate = _parameters(prior), float(truth.mean())
    design = _design(table)
    speaks = table.type != _REFUSAL
    speaks &= ~superseded(table, speaks)
    sides = [np.where(speaks, table.type_prob * share, 0.0) for share in (table.support, table.refutation)]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weight = np.exp(design @ parameters)
        (r, by_r), (q, by_q) = (_side(table, design, weight * side, prior.saturation) for side in sides)
        log_odds = logit(rate) + r - q
        error = expit(log_odds) - truth
        away = parameters - goal
        value = -np.where(truth, log_expit(log_odds), log_expit(-log_odds)).sum() + penalty * (away**2).sum()
        return float(value), error @ (by_r - by_q) + 2 * penalty * away

    best = minimize(loss, goal, jac=True, method="L-BFGS-B", bounds=_bounds()).x
    return {**_fields(best), "saturation": prior.saturation, "base_rate": round(rate, 4)}


def _side(table: EvidenceTable, design: Floats, strength: Floats, saturation: float) -> tuple[Floats, Floats]:
    """Return the saturated sum of each claim [claims] and its derivative [claims, parameters]."""
    order = np.lexsort((-strength, table.origin))
    first = order[np.unique(table.origin[order], return_index=True)[1]]  # the strongest item of each origin
    raw = np.bincount(table.origin_claim, strength[first], minlength=table.n_claims)
    slope = np.zeros((table.n_claims, design.shape[1]))
    np.add.at(slope, table.origin_claim, design[first] * strength[first, None])
    return -saturation * np.expm1(-raw / saturation), slope * np.exp(-raw / saturation)[:, None]


def _design(table: EvidenceTable) -> Floats:
    """Return which parameters an item has, [items, types + kinds + 2]; three types have that of statement as well."""
    by_type = np.eye(len(TYPES))
    by_type[[_CONFIRMATION, _HINT, _ALLEGATION], _STATEMENT] = 1.0
    sourcing = np.column_stack([table.anonymous, table.self_interest])
    return np.hstack([by_type[table.type], np.eye(len(KINDS))[table.kind], sourcing])


def _parameters(model: "CorroborationModel") -> Floats:
    types = np.array([model.types.get(name, 0.0) for name in TYPES])
    types[[_CONFIRMATION, _HINT, _ALLEGATION]] -= types[_STATEMENT]
    return np.concatenate([types, [model.kinds[name] for name in KINDS], [model.anonymous, model.self_interest]])


def _bounds() -> list[tuple[float | None, float | None]]:
    bounds: list[tuple[float | None, float | None]] = [(-8.0, 5.0)] * (len(TYPES) + len(KINDS))
    bounds[_CONFIRMATION], bounds[_HINT], bounds[_ALLEGATION] = (0.0, 5.0), (-8.0, 0.0), (-8.0, 0.0)
    return [*bounds, (-8.0, 0.0), (-8.0, 0.0)]


def _fields(parameters: Floats) -> dict[str, Any]:
    types = parameters[: len(TYPES)].copy()
    types[[_CONFIRMATION, _HINT, _ALLEGATION]] += types[_STATEMENT]
    rounded = np.round(np.concatenate([types, parameters[len(TYPES) :]]), 3).tolist()
    return {
        "types": {name: rounded[i] for i, name in enumerate(TYPES) if i != _REFUSAL},
        "kinds": dict(zip(KINDS, rounded[len(TYPES) : -2], strict=True)),
        "anonymous": rounded[-2],
        "self_interest": rounded[-1],
    }
