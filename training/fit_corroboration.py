"""Fit ``src/attribution/weights.json`` on claims with verdicts (Emergent), from article bodies and no gold stance.

Run after ``training/fit_stance.py``, with the same files and cache::

    python training/fit_corroboration.py --claims emergent/claims.jsonl.gz --bodies fnc1/train_bodies.jsonl.gz \
        --pairs fnc1/train_stances.jsonl.gz --cache tagged.pickle

The evidence of each claim is made by a stance model fitted without its story, so that weights learn from stances as
uncertain as those of new claims. ``python -m benchmarks.corroboration`` measures the whole in cross-validation.
"""

import argparse
from pathlib import Path

from attribution.cli.progress import tracked
from attribution.corroboration import CorroborationModel
from attribution.evaluation.corpus import StanceCorpus, tag_corpus
from attribution.evaluation.crossfit import crossfitted_scores
from attribution.tagging.tagger import AttributionTagger

ABOUT = (
    "Log-weights of one piece of evidence, fitted to {true} true and {false} false rumours of 2014-15 (Emergent) by "
    "penalised likelihood towards priors.json; see attribution.corroboration. Calibrated on claims like those with the "
    "prior base_rate; elsewhere the score is an index. no_comment always weighs 0."
)


def main() -> None:
    """Read, make evidence, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--claims", "--bodies", "--pairs"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--model", help="the tagger (default: the shipped one)")
    parser.add_argument("--out", type=Path, default=Path("src/attribution/weights.json"))
    options = parser.parse_args()
    tagger = AttributionTagger.from_pretrained(options.model)
    texts = tag_corpus(options.claims, options.bodies, options.pairs, tagger, cache=options.cache, tracked=tracked)
    corpus = StanceCorpus.read(options.claims, texts)
    known = [i for i, claim in enumerate(corpus.claims) if claim["truth"] != "unknown"]
    verdicts = [corpus.claims[i]["truth"] == "true" for i in known]
    scores = crossfitted_scores(corpus, known, range(len(corpus.claims)))
    about = ABOUT.format(true=sum(verdicts), false=len(verdicts) - sum(verdicts))
    model = CorroborationModel.fit([scores[i] for i in known], verdicts, about=about)
    model.to_json(options.out)
    print(options.out.read_text("utf-8"))


if __name__ == "__main__":
    main()
