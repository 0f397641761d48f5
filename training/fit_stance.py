"""Fit the stance models that ship: of a statement towards a claim, of a headline, and of a whole article.

Get Emergent from https://github.com/thanhan/fc-aaai18 and FNC-1 from https://github.com/FakeNewsChallenge/fnc-1, and
bring them to JSON lines as ``training/README.md`` says. Then::

    python training/fit_stance.py --claims emergent/claims.jsonl.gz --bodies fnc1/train_bodies.jsonl.gz \
        --pairs fnc1/train_stances.jsonl.gz --cache tagged.pickle

writes ``src/attribution/stance.json``, ``src/attribution/document_stance.json`` and, where the tagger has a network of
stances, ``document_stance.safetensors`` into its folder; and prints what cross-validation by story gives: every fold is
fitted without the claims, headlines and bodies that it is tried on. ``--cache`` keeps what the tagger says for the next
run.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from attribution.cli.progress import tracked
from attribution.evaluation.corpus import PairReadings, StanceCorpus, fit_documents, pair_features, tag_corpus
from attribution.evaluation.rumours import folds_of
from attribution.evaluation.stance import evaluate_stance
from attribution.labels import Stance
from attribution.stance import STANCES
from attribution.stance.fitting import fit_stance
from attribution.tagging.backends import DOCUMENT_FILE
from attribution.tagging.document_network import DocumentNetworks, save_documents
from attribution.tagging.models import model_folder
from attribution.tagging.tagger import AttributionTagger
from attribution.training.documents import train_documents

PACKAGE = Path("src/attribution")


def main() -> None:
    """Read, cross-validate, fit on everything, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--bodies", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--model", help="the tagger (default: the shipped one)")
    parser.add_argument("--out", type=Path, default=PACKAGE)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--report", type=Path, help="write the scores of cross-validation there, JSON")
    options = parser.parse_args()
    tagger = AttributionTagger.from_pretrained(options.model)
    texts = tag_corpus(options.claims, options.bodies, options.pairs, tagger, cache=options.cache, tracked=tracked)
    corpus = StanceCorpus.read(options.claims, texts)
    pairs = PairReadings.read(options.pairs, options.bodies, texts, tagger, tracked=tracked)
    scores = {
        "headlines": cross_validate_headlines(corpus, options.folds),
        "bodies": cross_validate_bodies(corpus, pairs, options.folds),
    }
    for name, score in scores.items():
        print(
            name,
            json.dumps({key: score[key] for key in ("n_pairs", "accuracy", "majority_accuracy", "macro_f1", "ece")}),
        )
        for stance, row in score["stances"].items():
            print(f"  {stance:10} F1 {row['f1']:.3f}  AUC {row['auc']:.3f}  n {row['support']}")
    if options.report:
        options.report.write_text(json.dumps(scores, indent=1) + "\n", "utf-8")
    model = fit_stance(corpus.rows)
    model.to_json(options.out / "stance.json")
    features, everything = pair_features(pairs, model), np.arange(len(pairs.pairs))
    pooling = fit_documents(features, pairs.pairs, everything)
    (options.out / "document_stance.json").write_text(json.dumps(pooling.to_dict(), indent=1) + "\n", "utf-8")
    if pairs.together:
        networks = fit_networks(pairs, features, everything)
        save_documents(networks, model_folder(options.model) / DOCUMENT_FILE, stance_digest=tagger.stance_digest)


def cross_validate_headlines(corpus: StanceCorpus, n: int) -> dict:
    """Return the scores of annotated headlines, each predicted without its story."""
    rows = corpus.rows
    own = np.array([groups[-1] for groups in rows.groups])
    annotated = np.flatnonzero(rows.counts == 1.0)
    fold = np.array(folds_of(own[annotated].tolist(), n))
    probs = np.zeros((len(annotated), len(STANCES)))
    for k in range(n):
        test = annotated[fold == k]
        model = fit_stance(rows.without(set(own[test])))
        words = [rows.words[i] for i in test]
        probs[fold == k] = model.predict(rows.features[test], words, rows.judged[test], alone=True)
    gold = [STANCES[i] for i in rows.targets[annotated].argmax(1)]
    return evaluate_stance(gold, probs, own[annotated].tolist())


def cross_validate_bodies(corpus: StanceCorpus, pairs: PairReadings, n: int) -> dict:
    """Return the scores of headline-body pairs, each fitted without its component.

    A pair is in the fold of its headline; nothing with a headline or body of the fold is fitted on.
    """
    groups = [pair.group for pair in pairs.pairs]
    fold = np.array(folds_of(groups, n))
    of_body = {pair.document.id: fold[i] for i, pair in enumerate(pairs.pairs) if pair.stance is not Stance.UNRELATED}
    body_fold = np.array([of_body.get(pair.document.id, -1) for pair in pairs.pairs])
    story_of = {
        document.id: story
        for story, documents in zip(corpus.stories, corpus.documents, strict=True)
        for document in documents
    }
    probs, decided = np.zeros((len(groups), len(STANCES))), np.zeros(len(groups), int)
    for k in range(n):
        test = np.flatnonzero(fold == k)
        tested = {story_of[id] for id, place in of_body.items() if place == k and id in story_of}
        model = fit_stance(corpus.rows.without(tested))
        features = pair_features(pairs, model)
        train = np.flatnonzero((fold != k) & (body_fold != k))
        pooling = fit_documents(features, pairs.pairs, train)
        probs[test] = pooling.predict(features[test])
        decided[test] = pooling.decide(probs[test])
        near = [i for i in test.tolist() if i in pairs.together]
        if near:
            probs[near] = fit_networks(pairs, features, train).predict(
                [pairs.together[i] for i in near], features[near]
            )
            decided[near] = -1
    return evaluate_stance([pair.stance for pair in pairs.pairs], probs, groups, decided=decided)


def fit_networks(pairs: PairReadings, features: np.ndarray, chosen: np.ndarray) -> DocumentNetworks:
    """Train the networks of whole articles on those of the chosen pairs that the network of stances has read."""
    near = [i for i in chosen.tolist() if i in pairs.together]
    stances = np.array([STANCES.index(pairs.pairs[i].stance) for i in near])
    articles = [pairs.pairs[i].document.id for i in near]
    return train_documents([pairs.together[i] for i in near], features[near], stances, articles)


if __name__ == "__main__":
    main()
