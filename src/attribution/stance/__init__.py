"""Where a text stands towards a claim: features, and a multinomial logistic regression over four stances.

The weights are the file ``stance.json``; ``training/fit_stance.py`` fits them.
"""

from attribution.stance.features import (
    FEATURES,
    Context,
    contexts,
    is_affirming,
    is_rejecting,
    stance_features,
    words_around,
)
from attribution.stance.model import STANCES, StanceModel

__all__ = [
    "FEATURES",
    "STANCES",
    "Context",
    "StanceModel",
    "contexts",
    "is_affirming",
    "is_rejecting",
    "stance_features",
    "words_around",
]
