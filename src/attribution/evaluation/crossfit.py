"""Scores of claims by models that were fitted without them: stance and weights both."""

from collections.abc import Iterable, Mapping, Sequence

from attribution.corroboration import CorroborationModel, score_evidence
from attribution.evaluation.corpus import StanceCorpus
from attribution.evaluation.rumours import folds_of
from attribution.linking import link_readings
from attribution.schema import Claim, ClaimScore
from attribution.stance.fitting import fit_stance
from attribution.stance.model import StanceModel

__all__ = ["claim_score", "crossfitted_scores", "crossvalidated_scores"]

_PARTS = 3


def claim_score(
    corpus: StanceCorpus, index: int, stance: StanceModel, weights: CorroborationModel | None = None
) -> ClaimScore:
    """Score one claim of a corpus on its bodies."""
    row, model = corpus.claims[index], weights or CorroborationModel.priors()
    claim = Claim(row["claim_id"], row["claim"])
    evidence = link_readings(
        [claim], corpus.documents[index], corpus.readings[index], model=stance, identities=corpus.identities[index]
    )
    return score_evidence([claim], evidence, model=model, prior=model.base_rate)[0]


def crossfitted_scores(
    corpus: StanceCorpus, chosen: Sequence[int], train: Iterable[int], *, parts: int = _PARTS
) -> Mapping[int, ClaimScore]:
    """Score chosen claims, each with a stance model fitted on ``train`` less its story; weights are the priors."""
    used = {corpus.stories[i] for i in train}
    unused = set(corpus.stories) - used
    part = dict(zip(chosen, folds_of([corpus.stories[i] for i in chosen], parts), strict=True))
    scores = {}
    for k in range(parts):
        held = {corpus.stories[i] for i in chosen if part[i] == k}
        stance = fit_stance(corpus.rows.without(unused | held))
        scores.update({i: claim_score(corpus, i, stance) for i in chosen if part[i] == k})
    return scores


def crossvalidated_scores(
    corpus: StanceCorpus, folds: Sequence[int], *, penalty: float = 1.0
) -> tuple[list[ClaimScore], list[CorroborationModel]]:
    """Return the score of every claim by stance model and weights fitted without its fold, and the weights a fold.

    Inside a fold, the evidence that weights are fitted on is made by stance models that have not seen its claims.
    """
    made: dict[int, ClaimScore] = {}
    models = []
    for fold in sorted(set(folds)):
        test = [i for i, f in enumerate(folds) if f == fold]
        train = [i for i, f in enumerate(folds) if f != fold]
        known = [i for i in train if corpus.claims[i]["truth"] != "unknown"]
        scores = crossfitted_scores(corpus, known, train)
        truths = [corpus.claims[i]["truth"] == "true" for i in known]
        models.append(CorroborationModel.fit([scores[i] for i in known], truths, penalty=penalty))
        stance = fit_stance(corpus.rows.without({corpus.stories[i] for i in test}))
        made.update({i: claim_score(corpus, i, stance, models[-1]) for i in test})
    return [made[i] for i in range(len(corpus.claims))], models
