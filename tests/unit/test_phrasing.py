"""Attributed words as claims that stand alone."""

import pytest

from attribution.phrasing import as_claim


@pytest.mark.parametrize(
    ("content", "cue", "source", "denied", "claim"),
    [
        ("that the bridge was shut.", "said", None, False, "The bridge was shut"),
        ("“The bridge was shut,”", "said", None, False, "The bridge was shut"),
        ("NORVIK, May 3 (Agency) – The bridge was shut", "said", None, False, "The bridge was shut"),
        ("it had sold the yard", "said", "Vesta Lines", False, "Vesta Lines had sold the yard"),
        ("it had sold the yard", "said", None, False, None),
        ("it was raining on the parade", "said", "Vesta Lines", False, None),
        ("“It was our yard that had burned”", "said", "Vesta Lines", False, None),
        ("the yard had not been sold", "said", "Vesta Lines", True, "The yard had been sold"),
        ("the yard had not been sold", "said", "Vesta Lines", False, "The yard had not been sold"),
        ("nothing was stolen from the yard", "said", None, True, "Something was stolen from the yard"),
        ("having sold the yard", "denied", "Vesta Lines", True, "Vesta Lines had sold the yard"),
        ("supplying fuel to the rebels", "denied", "Vesta Lines", True, "Vesta Lines supplied fuel to the rebels"),
        ("hiding the report", "admitted", "Vesta Lines", False, "Vesta Lines hid the report"),
        ("Vesta Lines of hiding the report", "accused", "The union", False, "Vesta Lines hid the report"),
        ("Vesta Lines for the fire", "blamed", "The union", False, "Vesta Lines was behind the fire"),
        ("a big mistake by everyone", "called it", None, False, None),
        ("we have seen the yard", "said", "Vesta Lines", False, None),
        ("Vesta Lines owns a tenth of the yard", "said", "The union", False, "Vesta Lines owns a tenth of the yard"),
        ("the fire that destroyed the yard", "admitted", None, False, None),
        ("", "said", None, False, None),
        ("“That’s because the yard had burned”", "said", "Vesta Lines", False, None),
        ("they’ve sold the yard", "said", "Vesta Lines", False, None),
        ("its yard had burned", "said", "Vesta Lines", False, "Vesta Lines’ yard had burned"),
        ("that no ship has ever been lost", "denied", "Vesta Lines", True, "Ship has been lost"),
        ("that any ship was lost", "denied", "Vesta Lines", True, "Ship was lost"),
        ("[TEXT] THE YARD WAS SOLD", "said", None, False, "THE YARD WAS SOLD"),
        ("THE YARD THAT WE HAVE SOLD WAS OURS", "said", None, False, None),
        ("The yard was shut, and we shall see", "said", None, False, "The yard was shut"),
        ("the yard, , was sold, but", "said", None, False, "The yard, was sold"),
        ("the yard had been sold to the", "said", None, False, None),
        ("the rumour that the yard was sold", "denied", None, True, "The yard was sold"),
        ("the yard to be sold by the owners who had bought it", "urged", None, False, None),
        ("the dead man as Tomas Kroll", "identified", "Police", False, "The dead man is Tomas Kroll"),
        ("was the yard sold", "asked", None, False, None),
        ("Yard sold, union says", "", None, False, "Yard sold"),
        ("Union: yard was sold", "", None, False, "Yard was sold"),
    ],
)
def test_a_content_becomes_a_claim_or_nothing(
    content: str, cue: str, source: str | None, denied: bool, claim: str | None
) -> None:
    assert as_claim(content, cue=cue, source=source, denied=denied) == claim


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("We have seen the yard", "Vesta Lines has seen the yard"),
        ("We’ve sold the yard", "Vesta Lines has sold the yard"),
        ("We shut the yard", None),  # "shut" may be a noun
        ("We sold the yard", "Vesta Lines sold the yard"),
        ("We think the yard was sold", None),
        ("We have sold our yard", None),
        ("I have sold the yard", None),
    ],
)
def test_we_is_the_body_that_speaks(words: str, claim: str | None) -> None:
    assert as_claim(words, cue="said", source="Vesta Lines", denied=False, pronouns={"we"}) == claim
