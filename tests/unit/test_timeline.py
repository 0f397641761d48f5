"""The score as it stood at each date."""

from dataclasses import replace

import pytest

from attribution.corroboration import add_evidence, history, score_evidence
from attribution.errors import InputError
from attribution.labels import AttributionType
from attribution.schema import Claim
from tests.evidence import CLAIM, DENIES, item, score


def test_each_dated_step_is_the_score_as_of_that_date() -> None:
    items = [
        item("army", date="2031-03-05"),
        item("mayor", date="2031-03-01"),
        item("ministry", DENIES, date="2031-03-09"),
    ]
    points = history(score(*items))
    assert [point.date for point in points] == ["2031-03-01", "2031-03-05", "2031-03-09"]
    for point in points:
        then = score(*items, as_of=point.date)
        assert (point.corroboration, point.interval, point.grade) == (then.corroboration, then.interval, then.grade)


def test_a_later_word_of_a_source_replaces_its_earlier_one() -> None:
    said, denied = item("army", date="2031-03-01"), item("army", DENIES, date="2031-03-04")
    first, last = history(score(said, denied))
    assert first.corroboration == score(said).corroboration
    assert last.corroboration == score(denied).corroboration


def test_a_confirmation_replaces_a_denial_as_well() -> None:
    denied, confirmed = item("army", DENIES, date="2031-03-01"), item("army", date="2031-03-04T09:00+01:00")
    assert history(score(confirmed, denied))[-1].corroboration == score(confirmed).corroboration


def test_as_of_ends_the_history() -> None:
    items = [item("army", date="2031-03-01"), item("mayor", date="2031-03-05")]
    points = history(score(*items, as_of="2031-03-04"), as_of="2031-03-04")
    assert [point.date for point in points] == ["2031-03-01"]


def test_a_day_that_as_of_cuts_ends_there() -> None:
    items = [item("army", date="2031-03-01"), item("mayor", date="2031-03-01T20:00")]
    points = history(score(*items, as_of="2031-03-01T12:00"), as_of="2031-03-01T12:00")
    assert [(point.date, point.grade) for point in points] == [("2031-03-01T12:00", 2)]


def test_undated_evidence_is_there_from_the_start_and_alone_has_no_history() -> None:
    undated, dated = item("army"), item("mayor", date="2031-03-05")
    assert history(score(undated)) == ()
    assert [point.grade for point in history(score(undated, dated))] == [1]


def test_a_history_that_does_not_end_in_the_score_is_refused() -> None:
    items = [item("army", date="2031-03-01"), item("mayor", date="2031-03-05")]
    with pytest.raises(InputError, match="pass the `model` and `as_of` that it was scored with"):
        history(score(*items, as_of="2031-03-02"))


def test_more_evidence_changes_its_claim_alone() -> None:
    bridge = Claim("c2", "The bridge is shut.")
    before = score_evidence([CLAIM, bridge], [item("army")], prior=0.4)
    after = add_evidence(before, [item("mayor", claim_id="c2", date="2031-03-01")])
    assert after[0] is before[0]
    assert after[1] == score_evidence([bridge], [item("mayor", claim_id="c2", date="2031-03-01")], prior=0.4)[0]
    assert before[1].evidence == ()


def test_adding_documents_one_by_one_gives_what_all_at_once_give() -> None:
    items = [item("army"), item("army", DENIES, date="2031-03-02"), item("mayor"), item(None)]
    scored = score_evidence([CLAIM], [])
    for more in items:
        scored = add_evidence(scored, [more])
    assert scored == [score(*items)]


def test_more_evidence_about_an_unknown_claim_is_refused() -> None:
    with pytest.raises(InputError, match=r"evidence 0 is about unknown claim 'c11'. Did you mean 'c1'"):
        add_evidence([score()], [item("army", claim_id="c11")])


def test_metadata_that_contradict_each_other_count_once_and_in_any_order() -> None:
    named = item("army", date="2031-03-01")
    other = replace(named, anonymous=True, source_kind="group", date="2031-03-02", type=AttributionType.STATEMENT)
    assert score(named, other).corroboration == score(other, named).corroboration == score(named).corroboration
    assert score(named, other).n_origins_for == 1
