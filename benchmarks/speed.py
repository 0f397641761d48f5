"""Sentences a second of every backend, and of what others use, on the same sentences in one run.

    python -m benchmarks.speed [--runs 5] [--sentences 2000] [--json OUT] [--plot OUT.png] [--corpora DIR]

Cases take turns; medians. All get sentences that are split already, and give labels; ours give sources, cues and
contents too, and read each sentence in its article. The pipeline and sentence-transformers run an encoder of the same
size, initialised at random, as weights do not change speed. The roofline is the work in unpadded tokens over the rate
of the machine's own matrix product in the same number format. With corpora the plot has macro-F1 on gold dev.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from attribution.documents import document_from_text
from attribution.encoding import load_tokenizer, make_windows, tokenise
from attribution.schema import Document
from attribution.sources import resolve_sources
from attribution.tagging.backends import INT8_FILE, has_compiler
from attribution.tagging.models import model_folder
from attribution.tagging.tagger import AttributionTagger
from benchmarks.corpora import add_corpora_option, corpus_file
from benchmarks.text import drawn_documents
from benchmarks.timing import encoder_work, machine, matrix_rate, medians_in_turn

YARDSTICK = "transformers pipeline, batch 32"
TFIDF = "TF-IDF + logistic regression"
ENCODE = "sentence-transformers encode"


Taggers = dict[str, tuple[AttributionTagger, str]]
"""By name, with the number format."""


@dataclass(frozen=True)
class Case:
    """One system: what it does, and the work and number format of its encoder where it has one."""

    run: Callable[[], object]
    work: float = 0.0
    dtype: str = ""


def our_taggers(folder: Path, smaller: Sequence[Path] = ()) -> Taggers:
    """Every backend of a folder that runs here, and the fastest of other folders."""
    compiled = {"backend": "compiled", "dtype": "bfloat16"}
    options = {f"torch {d}": {"backend": "torch", "dtype": d} for d in ("bfloat16", "float32")}
    if has_compiler():
        options["compiled bfloat16"] = compiled
    if (folder / INT8_FILE).is_file() and find_spec("onnxruntime"):
        options["onnx int8"] = {"backend": "onnx"}
    else:
        print(f"onnx int8 left out: `attribution export {folder}` makes it", file=sys.stderr)
    chosen = [(f"ours, {name}", folder, given) for name, given in options.items()]
    chosen += [(f"{path.name}, compiled bfloat16", path, compiled) for path in smaller]
    return {
        name: (AttributionTagger.from_pretrained(path, device="cpu", **given), name.split()[-1])
        for name, path, given in chosen
    }


def our_cases(taggers: Taggers, documents: Sequence[Document], config: Any) -> dict[str, Case]:
    """Labels and spans of sentences; the last of our own torch backends also does everything from text on."""
    *_, fastest = (
        tagger for name, (tagger, dtype) in taggers.items() if name.startswith("ours") and dtype == "bfloat16"
    )
    settings = fastest.backend.settings
    size = {"max_tokens": settings.max_tokens, "context_tokens": settings.context_tokens}
    windows = (w for i, d in enumerate(documents) for w in make_windows(d, i, fastest.tokenizer, **size))
    lengths = [len(w.input_ids) for w in windows]
    work = encoder_work(config, lengths)

    def everything() -> object:
        read = [document_from_text(d.text, id=d.id, title=d.title) for d in documents]
        return [resolve_sources(d) for d in fastest.predict(read)]

    cases = {}
    for name, (tagger, dtype) in taggers.items():
        own = encoder_work(tagger.model.encoder.config, lengths) if dtype != "int8" else work
        cases[name] = Case(lambda t=tagger: t.predict(documents), own, dtype)
    return cases | {"ours, text to resolved sources": Case(everything, work, "bfloat16")}


@contextmanager
def same_size(folder: Path, config: Any) -> Iterator[str]:
    """Give a folder with an encoder of the same size for seven classes, at random, and the tokenizer."""
    from transformers import AutoConfig, AutoModelForSequenceClassification, PreTrainedTokenizerFast

    settings = {k: v for k, v in config.to_dict().items() if k not in ("model_type", "dtype")}
    network = AutoModelForSequenceClassification.from_config(
        AutoConfig.for_model(config.model_type, **settings | {"num_labels": 7})
    )
    names = {"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "unk_token": "[UNK]"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), **names)
    tokenizer.model_max_length = config.max_position_embeddings
    with tempfile.TemporaryDirectory() as scratch:
        network.save_pretrained(scratch)
        tokenizer.save_pretrained(scratch)
        yield scratch


def hugging_face_cases(place: str, texts: Sequence[str], work: float) -> dict[str, Case]:
    """A text-classification pipeline as it comes, and at batch 32; sentence-transformers at its default."""
    from transformers import pipeline

    classify: Any = pipeline("text-classification", model=place, tokenizer=place, device="cpu")
    listed = list(texts)
    cases = {
        "transformers pipeline": Case(lambda: classify(listed, truncation=True), work, "float32"),
        YARDSTICK: Case(lambda: classify(listed, truncation=True, batch_size=32), work, "float32"),
    }
    if not find_spec("sentence_transformers"):
        print("sentence-transformers left out: it is not installed", file=sys.stderr)
        return cases
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(place, device="cpu")  # adds mean pooling
    return cases | {ENCODE: Case(lambda: encoder.encode(listed, show_progress_bar=False), work, "float32")}


def bag_of_words(texts: Sequence[str]) -> dict[str, Case]:
    """TF-IDF and logistic regression, fitted on the texts with labels in turn: only its speed is read."""
    if not find_spec("sklearn"):
        print("TF-IDF left out: pip install scikit-learn", file=sys.stderr)
        return {}
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    labels = np.arange(len(texts)) % 7
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=20, tol=1.0))
    model.fit(texts, labels)
    return {TFIDF: Case(lambda: model.predict(texts))}


def measure(folder: Path, taggers: Taggers, documents: Sequence[Document], *, runs: int, size: int) -> dict[str, Any]:
    """Return medians of sentences a second, ratios to the pipeline at batch 32, and shares of the roofline."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    found = machine()
    config = taggers["ours, torch float32"][0].model.encoder.config
    texts = [sentence.text for document in documents for sentence in document.sentences]
    own_work = encoder_work(config, [2 + len(e.ids) for e in tokenise(texts, load_tokenizer(folder))])
    with same_size(folder, config) as place:
        cases = our_cases(taggers, documents, config)
        cases |= hugging_face_cases(place, texts, own_work) | bag_of_words(texts)
        medians = medians_in_turn({name: case.run for name, case in cases.items()}, runs)
    limits = {d: matrix_rate(d, size=size, runs=runs) for d in ("float32", "bfloat16", "int8")}
    shares = {
        name: case.work / medians[name] / limit
        for name, case in cases.items()
        if (limit := limits.get(case.dtype)) is not None
    }
    return {
        "machine": found,
        "sentences": len(texts),
        "runs": runs,
        "ratio_to_pipeline_batch_32": {name: medians[YARDSTICK] / median for name, median in medians.items()},
        "share_of_roofline": shares,
        "sentences_per_second": {name: len(texts) / median for name, median in medians.items()},
        "matrix_operations_per_second": limits,
    }


def scores(taggers: Taggers, corpora: Path) -> dict[str, float]:
    """Macro-F1 on gold dev of what can be trained or is trained: our backends, and TF-IDF fitted on gold train."""
    from attribution.evaluation import evaluate_labels, read_gold, untagged
    from benchmarks.baselines import tfidf

    train, dev = (read_gold(corpus_file(corpora, f"gold/{part}.jsonl.gz")) for part in ("train", "dev"))
    tagged = {name: t.predict(untagged(dev)) for name, (t, _) in taggers.items()}
    tagged[TFIDF] = tfidf(train, untagged(dev))
    return {name: evaluate_labels(dev, pred)["macro_f1"]["value"] for name, pred in tagged.items()}


def table(result: dict[str, Any]) -> str:
    """Render ratios first, shares of the roofline, then absolute figures."""
    ratios = sorted(result["ratio_to_pipeline_batch_32"].items(), key=lambda item: -item[1])
    lines = [f"{'system':32} {'ratio':>7} {'roofline':>9} {'sentences/s':>12}"]
    for name, ratio in ratios:
        share = result["share_of_roofline"].get(name)
        told = f"{share:9.1%}" if share is not None else f"{'-':>9}"
        lines.append(f"{name:32} {ratio:7.2f} {told} {result['sentences_per_second'][name]:12,.0f}")
    for dtype, rate in result["matrix_operations_per_second"].items():
        lines.append(f"matrix product in {dtype:14} {'none here' if rate is None else f'{rate / 1e9:,.0f} Gop/s'}")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpora_option(parser)
    parser.add_argument("--model", help="a model folder or the name of a shipped one")
    parser.add_argument("--smaller", type=Path, nargs="*", default=[], metavar="FOLDER", help="other models to compare")
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="few sentences, one run: whether it works, not how fast")
    parser.add_argument("--json", type=Path, metavar="OUT")
    parser.add_argument("--plot", type=Path, metavar="OUT", help="speed against macro-F1, .png or .svg")
    args = parser.parse_args(argv)
    folder = model_folder(args.model)
    sentences, runs, size = (20, 1, 64) if args.smoke else (args.sentences, args.runs, 2048)
    taggers = our_taggers(folder, args.smaller)
    result = measure(folder, taggers, drawn_documents(sentences), runs=runs, size=size)
    if args.corpora and not args.smoke:
        result["macro_f1"] = scores(taggers, args.corpora)
    print(table(result))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if args.plot:
        from attribution.plots import plot_speed_accuracy

        plot_speed_accuracy(result["sentences_per_second"], result.get("macro_f1", {})).savefig(args.plot, dpi=150)
    return 0


if __name__ == "__main__":
    sys.exit(main())
