"""Claims: given by the user, or discovered in what several attributions are about.

Candidates are what sources say and what an article opens with, put into words that stand alone
(`attribution.claims.candidates`); a small fitted model says which of them can be understood and checked without the
article (`attribution.claims.worth`); `discover_claims` ranks and merges them.
"""

from attribution.claims.discovery import discover_claims
from attribution.claims.given import claims_from_texts, read_claims

__all__ = ["claims_from_texts", "discover_claims", "read_claims"]
