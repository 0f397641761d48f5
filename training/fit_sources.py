"""Fit ``src/attribution/sources/choice.json``: who a mention is among everybody an article has brought in.

    PYTHONPATH=. python training/fit_sources.py --news data/sources-train.jsonl --out choice.json

reads the mentions of ``benchmarks/data/mentions`` (never ``test``) and those of real news that prepare_sources.py
wrote, fits a conditional logit with an L2 penalty, and prints right / wrong names in percent by threshold,
cross-validated with whole articles left out. Every article is learned from twice: with the kinds of source that people
annotated, and with those that the tagger gives, since weights that have never seen a wrong kind trust it too much. What
was chosen for earlier mentions are features of later ones, so the articles are read first by the rules alone and then
by the weights so far. The threshold kept is the least of those at which at most 5 % of the names on dev3 and train are
wrong (the rules were tuned on dev and dev2). The same data give the same weights.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from attribution.schema import Attribution, Document, Sentence
from attribution.sources.choosing import Alternative, ChoiceModel
from attribution.sources.resolution import resolve_with
from attribution.tagging.tagger import AttributionTagger
from benchmarks.mentions import FOLDER, Mention, judge, read_mentions

SPLITS = ("dev", "dev2", "dev3", "train", "train2")
JUDGING = ("dev3", "train")
TAGGED = "all, as tagged"
BY_RULE = ChoiceModel({"rule": 8.0, "nobody by rule": 8.0}, 0.0)
THRESHOLDS = (0.0, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
WRONG_AT_MOST = 5.0
PENALTY = 1.0
"""Penalty on the squares of the weights for every 1,000 mentions."""
ROUNDS = 2
TUNED_ON = ("dev-", "dev2-")
TUNED_WEIGHT = 0.5
"""Weight of the articles that the rules were tuned on, where the rules look better than they are."""
NEWS_WEIGHT = 0.2
"""Weight of real news: there is half as much of it again, and written articles show what is hard, each in its way."""
LEAST = 3
"""Mentions that must show a feature for it to get a weight."""

Article = tuple[Document, list[Mention]]


def as_tagged(documents: Sequence[Document], tagger: AttributionTagger) -> list[Document]:
    """Return the documents with the source kinds and anonymity that the tagger gives the same attributions."""
    bare = [replace(d, sentences=tuple(replace(s, attributions=()) for s in d.sentences)) for d in documents]
    return [
        replace(d, sentences=tuple(_as_tagged(s, t) for s, t in zip(d.sentences, tagged.sentences, strict=True)))
        for d, tagged in zip(documents, tagger.predict(bare), strict=True)
    ]


def _as_tagged(sentence: Sentence, tagged: Sentence) -> Sentence:
    made = []
    for attribution in sentence.attributions:
        found = [a for a in tagged.attributions if _overlap(a, attribution)]
        own = found[:1] or (tagged.attributions if len(tagged.attributions) == 1 else ())
        given = own[0] if own else attribution
        made.append(replace(attribution, source_kind=given.source_kind, anonymous=given.anonymous))
    return replace(sentence, attributions=tuple(made))


def _overlap(one: Attribution, other: Attribution) -> bool:
    pairs = ((one.cue, other.cue), (one.source, other.source))
    return any(a and b and a.start_char < b.end_char and b.start_char < a.end_char for a, b in pairs)


class Row(NamedTuple):
    """The alternatives of one mention, and which of them are right."""

    alternatives: list[Alternative]
    right: list[bool]
    weight: float


def rows_of(articles: Sequence[Article], model: ChoiceModel) -> list[Row]:
    """Read the articles by a model and return what it had to choose from; nobody is right where nothing else is."""
    rows = []
    for document, mentions in articles:
        gold = {id(document.sentences[m.sentence_index].attributions[m.attribution_index]): m for m in mentions}
        for attribution, alternatives in resolve_with(document, model)[1]:
            mention = gold.get(id(attribution))
            if mention is not None:
                right = [judge(a.name, mention.expected, mention.accept) == "right" for a in alternatives]
                right = right if any(right) else [a.name is None for a in alternatives]
                rows.append(Row(alternatives, right, _weight(document.id)))
    return rows


def _weight(id: str) -> float:
    return TUNED_WEIGHT if id.startswith(TUNED_ON) else NEWS_WEIGHT if ":" in id else 1.0  # "fnc-train:12"


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights that make a right alternative likeliest, less the penalty."""
    shown = Counter(f for row in rows for f in {f for a in row.alternatives for f in a.crossed()})
    at = {f: i for i, f in enumerate(sorted(f for f, n in shown.items() if n >= LEAST))}
    columns = [[at[f] for f in a.crossed() if f in at] for row in rows for a in row.alternatives]
    ends = np.cumsum([0, *map(len, columns)])
    cells = np.concatenate(columns).astype(int)
    table = csr_matrix((np.ones(len(cells)), cells, ends), (len(columns), len(at)))
    sizes = [len(row.alternatives) for row in rows]
    starts, group = np.cumsum([0, *sizes])[:-1], np.repeat(np.arange(len(rows)), sizes)
    right = np.concatenate([row.right for row in rows]).astype(float)
    penalty = PENALTY * len(rows) / 1000
    worth = np.array([row.weight for row in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total, hit = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        gradient = table.T @ (worth[group] * (powers / total[group] - powers * right / hit[group])) + penalty * weights
        return float((worth * np.log(total / hit)).sum() + penalty / 2 * weights @ weights), gradient

    best = minimize(loss, np.zeros(len(at)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return dict(zip(at, best.x.tolist(), strict=True))


def fitted(articles: Sequence[Article]) -> ChoiceModel:
    """Fit on articles with all their mentions, first ones too; names at any probability."""
    model = BY_RULE
    for _ in range(ROUNDS):
        model = ChoiceModel(fit(rows_of(articles, model)), 0.0)
    return model


def outcomes(document: Document, mentions: Sequence[Mention], model: ChoiceModel) -> list[str]:
    """Judge the mentions that count."""
    resolved, _ = resolve_with(document, model)
    answers = [resolved.sentences[m.sentence_index].attributions[m.attribution_index].source_name for m in mentions]
    return [judge(answer, m.expected, m.accept) for answer, m in zip(answers, mentions, strict=True)]


def shares(found: Sequence[str]) -> tuple[float, float]:
    """Return the percentages of right answers and wrong names."""
    return 100 * found.count("right") / len(found), 100 * found.count("wrong") / len(found)


def main() -> None:
    """Cross-validate, choose the threshold, write the weights fitted on all articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, metavar="FILE", help="mentions of real news, from prepare_sources.py")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=6)
    options = parser.parse_args()
    files = {split: FOLDER / f"{split}.jsonl" for split in SPLITS}
    files |= {"news": options.news} if options.news else {}
    tagger = AttributionTagger.from_pretrained()
    every = [(split, a) for split, file in files.items() for a in read_mentions(file, first=True)]
    tagged = as_tagged([document for _, (document, _) in every], tagger)
    both = [[a, (document, a[1])] for (_, a), document in zip(every, tagged, strict=True)]
    counted = [mentions for file in files.values() for _, mentions in read_mentions(file)]
    found: dict[tuple[float, str], list[str]] = {(t, split): [] for t in THRESHOLDS for split in (*files, TAGGED)}
    for fold in range(options.folds):
        weights = fitted([a for i, pair in enumerate(both) if i % options.folds != fold for a in pair]).weights
        for i in range(fold, len(every), options.folds):
            split, (document, _) = every[i]
            for threshold in THRESHOLDS:
                model = ChoiceModel(weights, threshold)
                found[threshold, split] += outcomes(document, counted[i], model)
                found[threshold, TAGGED] += outcomes(tagged[i], counted[i], model)
    groups = {
        **{split: (split,) for split in files},
        "+".join(JUDGING): JUDGING,
        "all": tuple(files),
        TAGGED: (TAGGED,),
    }
    print("threshold", *(f"{name:>14}" for name in groups))
    wrong = {}
    for threshold in THRESHOLDS:
        row = {name: shares([o for s in group for o in found[threshold, s]]) for name, group in groups.items()}
        print(f"{threshold:9.2f}", *("{:>14}".format("{:.1f} / {:.1f}".format(*cell)) for cell in row.values()))
        wrong[threshold] = row["+".join(JUDGING)][1]
    threshold = next((t for t in THRESHOLDS if wrong[t] <= WRONG_AT_MOST), THRESHOLDS[-1])
    print(f"kept: {threshold}")
    if options.out:
        weights = {f: round(w, 3) for f, w in fitted([a for pair in both for a in pair]).weights.items()}
        options.out.write_text(json.dumps({"threshold": threshold, "weights": weights}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
