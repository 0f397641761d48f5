"""Sides and origin counts of real articles beside what readers say of them."""

from benchmarks.real_articles import counted
from tests.evidence import item, score


def test_sides_are_counted_without_the_sentence_that_a_claim_is_from() -> None:
    scored = score(item("army"), item("army", sentence_index=1))
    judged = [(0, "s", 1), (30, "s", 1), (60, "s", 2), (60, "r", -1)]
    found = counted(scored, starts=[0, 30, 60], home=0, judged=judged)
    assert found[:4].tolist() == [1, 1, 1, 2]  # supports: right, found, right, there
    assert found[4:8].tolist() == [0, 0, 0, 1]


def test_origins_are_compared_with_the_sources_that_readers_name() -> None:
    scored = score(item("army"))
    assert counted(scored, [0], 0, [(0, "s", 1)])[8:].tolist() == [1, 1, 0, 0, 0, 0]
    assert counted(scored, [0], 0, [(0, "s", 1), (0, "s", 2), (0, "r", -1)])[8:].tolist() == [1, 0, 1, 0, 0, 2]
    assert counted(scored, [0], 0, [(0, "r", 1)])[8:].tolist() == [1, 0, 1, 0, 1, 1]
