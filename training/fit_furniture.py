r"""Fit ``src/attribution/documents/leftover.json``: whether a line that no rule took is page furniture.

    PYTHONPATH=src:. python training/fit_furniture.py --articles fnc1/train_bodies.jsonl.gz polnear/train.jsonl.gz \
        --out src/attribution/documents/leftover.json

reads the pages of ``benchmarks/data/pages`` (never ``test``) and fits a logistic regression with an L2 penalty. The
rules were tuned on these pages and leave little on them, so every page is read several times more with some of the
rules' findings hidden and some of their steps left out: what is then left over is like the furniture of a page that
nobody wrote rules for. Real articles, whose running text is hardly ever furniture, show what articles look like; the
first of each file are left for a check. Prints furniture removed and article lost by threshold, cross-validated with
whole pages left out and all rules at work. The same data give the same weights.
"""

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from attribution.documents.furniture import Page
from attribution.documents.html import article_from_html
from attribution.documents.leftover import LeftoverModel
from attribution.documents.lines import paragraph_breaks, split_lines
from benchmarks.furniture import read_pages

PARTS = ("dev", "dev2", "dev3")
THRESHOLDS = (0.8, 0.85, 0.9, 0.95)
"""None lower: a short last paragraph of an article inside furniture reaches 0.75."""
LOST_AT_MOST = 0.007
FOLDS = 8
READINGS = 8
"""Times that a page is read with a part of the rules hidden."""
HIDDEN = (0.1, 0.25, 0.4, 0.6)
"""Shares of the rules' findings, and of their steps, that are hidden."""
PENALTY = 3.0
LEAST = 8
"""Lines that must show a feature for it to get a weight."""
HEADING_WEIGHT = 0.6
"""Weight of the lines that may stay or go, such as a standfirst, which are taken for the article's here."""

ARTICLE_WEIGHT = 0.3
"""Weight of a line of a real article."""
KEPT_BACK = 400
"""Articles at the beginning of a file that are not read here."""


class Row(NamedTuple):
    """One line that the rules left: its features, whether it is furniture, and how much it counts."""

    features: list[str]
    furniture: bool
    weight: float


class Labelled(NamedTuple):
    """A page's paragraphs, whether each is furniture (None: it may stay or go), and the furniture's characters."""

    id: str
    size: int
    paragraphs: list[str]
    furniture: list[bool | None]


def labelled(page: dict[str, Any]) -> Labelled:
    """Return the paragraphs that the library sees of a page with their labels."""
    text = page["raw"] if page["form"] == "text" else (article_from_html(page["raw"]) or {"text": ""})["text"]
    paragraphs = _paragraphs(text)
    size = sum(len("".join(entry.split())) for entry in page["furniture"])
    return Labelled(page["id"], size, paragraphs, [_label(page, paragraph) for paragraph in paragraphs])


def _paragraphs(text: str) -> list[str]:
    lines = split_lines(text)
    ranges: list[tuple[int, int]] = []
    for starts, line in zip(paragraph_breaks(lines), lines, strict=True):
        ranges.append((line.start_char if starts else ranges.pop()[0], line.end_char))
    return [text[start:end] for start, end in ranges]


def _label(page: dict[str, Any], paragraph: str) -> bool | None:
    squeezed = "".join(paragraph.split())
    entries = {name: ["".join(e.split()) for e in page[name]] for name in ("article", "kept", "furniture")}
    if squeezed in entries["kept"]:
        return None
    if squeezed in entries["furniture"]:
        return True
    return not any(squeezed in e or (len(e) > 20 and e in squeezed) for e in entries["article"])


def rows_of(page: Labelled, rng: random.Random) -> list[Row]:
    """Return the lines left over when the rules read a page, whole and with parts of them hidden."""
    rows: list[Row] = []
    for reading in range(READINGS + 1):
        share = HIDDEN[reading % len(HIDDEN)] if reading else 0.0
        read = Page(page.paragraphs)
        kinds = {reason for reason in read.reasons if reason}
        gone = {kind for kind in sorted(kinds) if rng.random() < share / 2}
        read.reasons = [None if r in gone or rng.random() < share else r for r in read.reasons]
        read.mark_by_rules({step for step in Page.steps if rng.random() < share})
        for i, features in zip(*read.undecided(), strict=True):
            label, weight = page.furniture[i], 1.0 if reading == 0 else 1.0 / 2
            rows.append(Row(features, bool(label), weight * (HEADING_WEIGHT if label is None else 1.0)))
    return rows


def article_rows(path: Path) -> list[Row]:
    """Return the running text that the rules leave in the real articles in which they find anything."""
    rows: list[Row] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in islice(file, KEPT_BACK, None):
            read = Page(_paragraphs(json.loads(line)["text"]))
            read.mark_by_rules()
            if any(read.reasons):
                found = zip(*read.undecided(), strict=True)
                rows += [Row(features, False, ARTICLE_WEIGHT) for i, features in found if read.prose[i]]
    return rows


def fitted(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights of the features that at least some lines show."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row.features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    column = {name: n for n, name in enumerate(names)}
    cells = [(r, column[f]) for r, row in enumerate(rows) for f in row.features if f in column]
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(names)))
    sign = np.array([1.0 if row.furniture else -1.0 for row in rows])
    weight = np.array([row.weight for row in rows])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (matrix @ w)
        value = float(weight @ np.logaddexp(0, -margin)) + PENALTY / 2 * float(w @ w)
        slope = -weight * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        return value, matrix.T @ slope + PENALTY * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(w), 3) for name, w in zip(names, found.x, strict=True) if abs(w) >= 0.005}


def outcome(page: Labelled, model: LeftoverModel | None) -> tuple[list[int], list[int]]:
    """Return characters of furniture there and left, of the article there and taken, and the lines judged wrongly."""
    read = Page(page.paragraphs)
    read.mark_by_rules()
    if model is not None:
        read.mark_leftover(model)
    sizes = [len("".join(line.split())) for line in page.paragraphs]
    left = [i for i, label in enumerate(page.furniture) if label and not read.reasons[i]]
    article = [i for i, label in enumerate(page.furniture) if label is False]
    taken = [i for i in article if read.reasons[i]]
    return [page.size, *(sum(sizes[i] for i in of_kind) for of_kind in (left, article, taken))], left + taken


def cross_validated(pages: Sequence[Labelled], rows: Sequence[list[Row]], articles: list[Row]) -> float:
    """Print what the model takes on pages it was not fitted on, by threshold; return the threshold to ship."""
    order = list(range(len(pages)))
    random.Random(0).shuffle(order)
    models = {}
    for fold in range(FOLDS):
        out = set(order[fold::FOLDS])
        weights = fitted([*articles, *(row for n in order if n not in out for row in rows[n])])
        models |= dict.fromkeys(out, weights)
    print(f"{'threshold':<10}{'removed, lost in percent: all pages':<40}{PARTS[-1]}")
    _print_totals("none", [outcome(page, None)[0] for page in pages], pages)
    chosen = 1.0
    for threshold in reversed(THRESHOLDS):
        counts = [outcome(page, LeftoverModel(models[n], threshold))[0] for n, page in enumerate(pages)]
        lost = _print_totals(f"{threshold}", counts, pages)
        chosen = threshold if lost <= LOST_AT_MOST else chosen
    for n, page in enumerate(pages):
        for i in outcome(page, LeftoverModel(models[n], chosen))[1]:
            print(f"    {'left' if page.furniture[i] else 'TAKEN'}  {page.id} {page.paragraphs[i][:100]}")
    return chosen


def _print_totals(name: str, counts: Sequence[list[int]], pages: Sequence[Labelled]) -> float:
    shares = []
    for part in ("", PARTS[-1]):
        sums = np.array([c for c, page in zip(counts, pages, strict=True) if page.id.startswith(part)]).sum(axis=0)
        shares += [100 - 100 * sums[1] / sums[0], 100 * sums[3] / sums[2]]
    print(f"{name:<10}{shares[0]:5.1f} {shares[1]:5.2f}{'':<28}{shares[2]:5.1f} {shares[3]:5.2f}")
    return max(shares[1], shares[3]) / 100


def main() -> None:
    """Fit, cross-validate and write the weights."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="gzipped JSONL with `text`")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pages = [labelled(page) for part in PARTS for page in read_pages(part)]
    rng = random.Random(0)
    rows = [rows_of(page, rng) for page in pages]
    flat = [row for of_page in rows for row in of_page]
    print(f"{len(pages)} pages, {len(flat)} lines, {sum(row.furniture for row in flat)} of them furniture")
    articles = [row for path in options.articles for row in article_rows(path)]
    print(f"{len(articles)} lines of real articles")
    threshold = cross_validated(pages, rows, articles)
    weights = dict(sorted(fitted([*flat, *articles]).items(), key=lambda item: -abs(item[1])))
    if options.out:
        options.out.write_text(json.dumps({"threshold": threshold, "weights": weights}, indent=1) + "\n")


if __name__ == "__main__":
    main()
