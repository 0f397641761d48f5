"""Days named by how far they are from an article's own."""

import pytest

from attribution.days import days_of, with_days, without_days

THURSDAY = "2025-03-06"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The mine was shut on Monday", ["3 March 2025"]),
        ("The mine was shut on Thursday", ["6 March 2025"]),
        ("The mine was shut last Thursday", ["27 February 2025"]),
        ("The mine will shut on Monday", ["10 March 2025"]),
        ("The mine will shut next Thursday", ["13 March 2025"]),
        ("The mine was shut last night", ["5 March 2025"]),
        ("THE MINE WAS SHUT ON MONDAY", ["3 March 2025"]),
        ("It was shut yesterday and open this morning", ["5 March 2025", "6 March 2025"]),
        ("The Monday Club met on Wednesday", ["5 March 2025"]),
        ("Talks are scheduled for Saturday", ["8 March 2025"]),
    ],
)
def test_a_day_is_counted_from_that_of_the_article(text: str, days: list[str]) -> None:
    assert sorted(days_of(with_days(text, THURSDAY))) == days
    assert without_days(with_days(text, THURSDAY)) == text


@pytest.mark.parametrize(
    "text",
    [
        "The mine was shut on Friday, May 3",
        "The mine was shut on Monday 3 March",
        "Black Monday ruined the yard",
        "Monday’s vote was lost",
        "The choir met every Monday",
        "The yard said on Monday it would close on Friday",  # before or after: it speaks of both
        "The mine will shut on Thursday",  # today, or in a week
        "The monday of the week was dry",
    ],
)
def test_nothing_is_said_where_the_day_is_not_clear(text: str) -> None:
    assert with_days(text, THURSDAY) == text


@pytest.mark.parametrize("published", [None, "", "last week", "2025-13-01"])
def test_without_a_date_of_publication_nothing_is_said(published: str | None) -> None:
    assert with_days("The mine was shut on Monday", published) == "The mine was shut on Monday"
