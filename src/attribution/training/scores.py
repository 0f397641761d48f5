"""Dev scores, from the same code that labels articles afterwards."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attribution.calibration import LabelCalibration
from attribution.evaluation import evaluate_labels, evaluate_spans, read_gold, untagged
from attribution.labels import ROLES
from attribution.metrics import label_matrix, macro_f1
from attribution.schema import Document
from attribution.tagging.network import N_TYPES
from attribution.tagging.tagger import AttributionTagger

__all__ = ["DevSet"]


@dataclass(frozen=True)
class DevSet:
    """Gold articles with sentence labels, and gold articles with source, cue and content spans; either may be empty."""

    labels: list[Document]
    spans: list[Document]

    @classmethod
    def read(cls, labels: Path | None, spans: Path | None) -> "DevSet":
        """Read the files that there are."""
        return cls(read_gold(labels) if labels else [], read_gold(spans) if spans else [])

    def scores(self, tagger: AttributionTagger) -> dict[str, float]:
        """Return macro-F1 of the labels, exact F1 of each role, and ``score``: the mean of labels and roles.

        Thresholds for the labels come from the other half of the articles, so that a small set flatters nobody.
        """
        spans = None
        if self.spans:
            spans = evaluate_spans(self.spans, tagger.predict(untagged(self.spans)), samples=1)
        return self._summary(tagger, spans)

    def _summary(self, tagger: AttributionTagger, spans: dict[str, Any] | None) -> dict[str, float]:
        labels = {"macro_f1": self._cross_fitted_macro_f1(tagger)} if self.labels else {}
        roles = {f"{role}_f1": float(spans["exact"][role]["f1"]) for role in ROLES} if spans else {}
        parts = [*labels.values(), *([float(np.mean(list(roles.values())))] if roles else [])]
        return labels | roles | {"score": float(np.mean(parts)) if parts else 0.0}

    def report(self, tagger: AttributionTagger) -> dict[str, Any]:
        """Return the whole tables of a finished tagger with its own calibration, and what `scores` gives as ``dev``."""
        result: dict[str, Any] = {}
        if self.labels:
            result["labels"] = evaluate_labels(self.labels, tagger.predict(untagged(self.labels)))
        if self.spans:
            result["spans"] = evaluate_spans(self.spans, tagger.predict(untagged(self.spans)))
        return result | {"dev": self._summary(tagger, result.get("spans"))}

    def fit_calibration(self, tagger: AttributionTagger) -> LabelCalibration:
        """Fit probabilities and thresholds on all annotated dev sentences; without any, take logits as they are."""
        if not self.labels:
            return LabelCalibration()
        return LabelCalibration.fit(self._type_logits(tagger), self._gold()[:, :N_TYPES])

    def _gold(self) -> npt.NDArray[np.bool_]:
        return label_matrix(s.labels for d in self.labels for s in d.sentences)

    def _type_logits(self, tagger: AttributionTagger) -> npt.NDArray[np.float64]:
        logits = tagger.logits(untagged(self.labels))
        return np.concatenate([x.sentence_logits[:, :N_TYPES] for x in logits]).astype(np.float64)

    def _cross_fitted_macro_f1(self, tagger: AttributionTagger) -> float:
        logits, gold = self._type_logits(tagger), self._gold()[:, :N_TYPES]
        half = np.repeat(np.arange(len(self.labels)) % 2, [len(d.sentences) for d in self.labels])
        pred = np.zeros_like(gold)
        for part in (0, 1):
            calibration = LabelCalibration.fit(logits[half != part], gold[half != part])
            pred[half == part] = calibration.decide(calibration.transform(logits[half == part]))
        return macro_f1(gold, pred)
