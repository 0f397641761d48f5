"""The weights of evidence: those that ship (``weights.json``), the priors they were pulled to, or the user's own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from attribution.corroboration.table import KINDS, TYPES, EvidenceTable
from attribution.errors import InputError, nearest
from attribution.labels import AttributionType
from attribution.schema import ClaimScore

__all__ = ["CorroborationModel"]

_WEIGHTED = tuple(t for t in TYPES if t != AttributionType.NO_COMMENT)


@dataclass(frozen=True)
class CorroborationModel:
    """How much a piece of evidence weighs, by type, source kind and sourcing.

    All numbers but ``saturation`` are log-weights. ``types`` has every type but ``no_comment``, which never weighs
    anything, and ``narration``, the article's own voice; ``kinds`` has every source kind. ``base_rate`` is the share of
    true claims among those that the weights were fitted on, 0.5 for weights set by hand: the prior with which scores
    are calibrated on claims like those. Elsewhere read the score as an index.

    Raises
    ------
    InputError
        When a name is unknown or missing, a number is not finite, ``anonymous`` or ``self_interest`` is above 0,
        ``saturation`` is not above 0, or a less firm type outweighs a firmer one.

    Examples
    --------
    >>> model = CorroborationModel.default()
    >>> model.types["official_confirmation"] > model.types["hint"]
    True
    """

    types: Mapping[str, float]
    kinds: Mapping[str, float]
    anonymous: float
    self_interest: float
    saturation: float = 3.5
    base_rate: float = 0.5
    about: str = ""

    def __post_init__(self) -> None:
        _check_names("types", self.types, _WEIGHTED)
        _check_names("kinds", self.kinds, KINDS)
        single = {name: getattr(self, name) for name in ("anonymous", "self_interest", "saturation", "base_rate")}
        numbers = {**self.types, **self.kinds, **single}
        for name, value in numbers.items():
            if not (isinstance(value, int | float) and abs(value) <= 20):
                raise InputError(f"weight {name!r} must be a number between -20 and 20, got {value!r}")
        if self.anonymous > 0 or self.self_interest > 0:
            raise InputError("`anonymous` and `self_interest` must be at most 0: neither makes evidence stronger")
        if self.saturation <= 0:
            raise InputError(f"`saturation` must be above 0, got {self.saturation}")
        if not 0 < self.base_rate < 1:
            raise InputError(f"`base_rate` must be above 0 and below 1, got {self.base_rate}")
        weaker = max(self.types["hint"], self.types["group_allegation"])
        if not self.types["official_confirmation"] >= self.types["statement"] >= weaker:
            raise InputError("`types` must keep official_confirmation >= statement >= hint and group_allegation")

    @classmethod
    def default(cls) -> Self:
        """Return the weights that the library ships."""
        return cls.from_dict(json.loads(resources.files("attribution").joinpath("weights.json").read_text("utf-8")))

    @classmethod
    def priors(cls) -> Self:
        """Return the weights set by hand that a fit is pulled to."""
        return cls.from_dict(json.loads(resources.files("attribution").joinpath("priors.json").read_text("utf-8")))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Build a model from what `to_json` wrote."""
        known = tuple(f.name for f in fields(cls))
        _check_names("weights", {"about": "", "saturation": 3.5, "base_rate": 0.5, **values}, known)
        return cls(**values)

    @classmethod
    def from_json(cls, path: str | Path) -> Self:
        """Read a weights file; errors name it."""
        try:
            return cls.from_dict(json.loads(Path(path).read_text("utf-8")))
        except (OSError, ValueError, TypeError, InputError) as error:
            raise InputError(f"{path} must be a weights file like the library's weights.json: {error}") from error

    def to_json(self, path: str | Path) -> None:
        """Write the weights, readable and complete."""
        Path(path).write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", "utf-8")

    @classmethod
    def fit(
        cls,
        claims: Sequence[ClaimScore],
        verdicts: Sequence[bool],
        *,
        start: "CorroborationModel | None" = None,
        penalty: float = 1.0,
        about: str = "",
    ) -> Self:
        """Fit weights on claims whose truth is known: log-loss plus ``penalty`` times the squared distance from priors.

        The score keeps its form (no intercept), the prior is the share of true claims, and the constraints on the
        weights hold. ``saturation`` stays as it is. Few verdicts move the weights little: that is what the penalty is
        for.

        Parameters
        ----------
        claims
            Scored claims; only their ``evidence`` is used, with any weights.
        verdicts
            True where the claim was borne out.
        start
            The priors; None takes those that were set by hand.

        Raises
        ------
        InputError
            When there are not as many verdicts as claims, or they are all alike.
        """
        from attribution.corroboration.fitting import fitted_weights

        return cls(**fitted_weights(claims, verdicts, start or cls.priors(), penalty), about=about)

    def weights(self, table: EvidenceTable) -> npt.NDArray[np.float64]:
        """Return the weight w (float64 [items], at least 0) of every item; stance plays no part in it."""
        by_type = np.array([self.types.get(name, -np.inf) for name in TYPES])
        by_kind = np.array([self.kinds[name] for name in KINDS])
        sourcing = self.anonymous * table.anonymous + self.self_interest * table.self_interest
        weights: npt.NDArray[np.float64] = np.exp(by_type[table.type] + by_kind[table.kind] + sourcing)
        return weights


def _check_names(what: str, given: Any, known: Sequence[str]) -> None:
    if not isinstance(given, Mapping):
        raise InputError(f"{what} must be a mapping of names to numbers, got {given!r}")
    for name in given:
        if name not in known:
            raise InputError(f"{what} has no {name!r}.{nearest(str(name), known)} Known: {', '.join(known)}")
    missing = [name for name in known if name not in given]
    if missing:
        raise InputError(f"{what} must also give {', '.join(missing)}")
