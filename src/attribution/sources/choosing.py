"""Who a mention is, chosen by a fitted model among everybody an article has brought in so far.

Every mention is a choice between alternatives: each entity, a new source with just these words, nobody. An
alternative has features by name; its score is the sum of their weights in ``choice.json``, and probabilities are the
softmax of the scores (conditional logit, McFadden 1974). ``training/fit_sources.py`` fits the weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp

from attribution.fitted import FittedModel
from attribution.sources.entities import Entity

__all__ = ["Alternative", "ChoiceModel"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the answers to a mention; ``name`` None for nobody, ``entity`` None where none is made yet.

    Each of ``features`` counts alone and with the ``form`` of the mention.
    """

    name: str | None
    entity: Entity | None
    features: tuple[str, ...]
    form: str = ""

    def crossed(self) -> tuple[str, ...]:
        """Return the names of the weights that count: of the features alone and with the form."""
        return (*self.features, *(f"{self.form}: {feature}" for feature in self.features))


@dataclass(frozen=True)
class ChoiceModel(FittedModel):
    """Weights of features, and the least probability at which a mention gets a name."""

    file = ("attribution.sources", "choice.json")

    @cached_property
    def _by_form(self) -> dict[str, dict[str, float]]:
        """The weights of features by form, ``""`` for those alone: no names are put together for every alternative."""
        found: dict[str, dict[str, float]] = {"": {}}
        for name, weight in self.weights.items():
            form, colon, feature = name.partition(": ")
            found.setdefault(form if colon else "", {})[feature if colon else form] = weight
        return found

    def probs(self, alternatives: Sequence[Alternative]) -> list[float]:
        """Return the probability of every alternative, in order; they sum to 1.

        >>> one, two = Alternative("A", None, ("near",)), Alternative("B", None, ("far", "unheard of"))
        >>> [round(p, 2) for p in ChoiceModel({"near": 1.1, "far": 0.0}, 0.5).probs([one, two])]
        [0.75, 0.25]
        """
        form = alternatives[0].form if alternatives else ""
        alone, with_form = self._by_form[""], self._by_form.get(form, {}) if form else {}
        scores = [sum(alone.get(f, 0.0) + with_form.get(f, 0.0) for f in a.features) for a in alternatives]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def choose(self, alternatives: Sequence[Alternative]) -> tuple[Alternative | None, bool]:
        """Return the alternative whose name is likeliest, None where that is nobody, and whether it is likely enough.

        Alternatives of one name (a body and its spokesman) are one answer; the likeliest of them stands for it.
        """
        probs = self.probs(alternatives)
        by_name: dict[str | None, float] = {}
        for alternative, prob in zip(alternatives, probs, strict=True):
            by_name[alternative.name] = by_name.get(alternative.name, 0.0) + prob
        name = max(by_name, key=by_name.__getitem__)
        if name is None:
            return None, True
        ranked = sorted(zip(probs, range(len(probs)), strict=True), reverse=True)
        return next(alternatives[i] for _, i in ranked if alternatives[i].name == name), by_name[name] >= self.threshold
