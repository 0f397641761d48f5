"""What sources say, as claims: whatever the words."""

from hypothesis import given
from hypothesis import strategies as st

from attribution.days import with_days, without_days
from attribution.phrasing import as_claim

WORDS = """that the army it he they its had said was not no any to of for and , . - “ ” ( ) [ ] # Norvik Monday rumour
yesterday accused as urged 5 US WE I'm don't ’s"""
TEXTS = st.lists(st.sampled_from([*WORDS.split(), " ", "\n", ""]), max_size=14).map(" ".join)
CUES = st.sampled_from(["", "said", "accused", "blamed", "identified", "urged", "denied", "narrates"])


@given(TEXTS, CUES, st.sampled_from([None, "The army", "X"]), st.booleans())
def test_a_claim_is_none_or_words_without_space_around_them(
    content: str, cue: str, source: str | None, denied: bool
) -> None:
    claim = as_claim(content, cue=cue, source=source, denied=denied)
    assert claim is None or (claim and claim == claim.strip())


@given(TEXTS, st.sampled_from(["2025-03-06", "0001-01-01", "9999-12-31", "2025-03-06T10:00:00+02:00", None]))
def test_days_can_be_taken_out_again(text: str, published: str | None) -> None:
    assert without_days(with_days(text, published)) == text
