"""Train the network that says where sentences stand towards a claim; it shares the tagger's encoder.

First a larger network learns from the written stories, then it says what it thinks of news that nobody judged, then
low-rank changes to the tagger's encoder learn from both::

    python training/train_stance.py teacher --encoder sentence-transformers/all-mpnet-base-v2 --out runs/stance-teacher
    python training/train_stance.py label --teacher runs/stance-teacher --claims emergent/claims.jsonl.gz \
        --bodies fnc1/train_bodies.jsonl.gz --pairs fnc1/train_stances.jsonl.gz --gold-dev data/gold-dev.jsonl \
        --out data/stance-labels.pickle
    python training/train_stance.py student --labels data/stance-labels.pickle --model models/news-minilm

No stance that anybody annotated in Emergent or FNC-1 is read: both stay good for fitting and measuring what comes
after. The last command writes ``stance.safetensors`` into the model's folder.
"""

import argparse
import json
import pickle
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoModel

from attribution.documents import document_from_text
from attribution.encoding import load_tokenizer
from attribution.stance.fitting import read_rows
from attribution.tagging.backends import STANCE_FILE
from attribution.tagging.models import file_digest, model_folder
from attribution.tagging.network import AttributionModel
from attribution.tagging.stance_network import StanceNetwork, save_stance
from attribution.tagging.torch_backend import TorchBackend, number_format
from attribution.training.speed import fit_to_processor
from attribution.training.stances import (
    StanceExample,
    StanceRecipe,
    predict_examples,
    read_stories,
    stance_scores,
    train_stance,
)
from attribution.training.trainer import encoder_folder

STORIES = Path("training/data/stances.jsonl")
_HELD_OUT = 10  # every tenth story is for development
_HEAD = 128
_WEIGHTS = "weights.safetensors"
_SENTENCES = 14  # of an unjudged article
_OWN_CLAIMS = 6  # sentences of a story taken as claims
console = Console(stderr=True)


def main() -> None:
    """Run one of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=STORIES, help="written stories (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=13, help="default: %(default)s")
    steps = parser.add_subparsers(required=True)
    teacher = steps.add_parser("teacher", help="fine-tune a larger encoder on the stories")
    teacher.add_argument("--encoder", required=True, help="any Hugging Face encoder, by name or folder")
    teacher.add_argument("--out", type=Path, required=True, help="folder to write")
    teacher.add_argument("--epochs", type=int, default=3)
    teacher.set_defaults(step=train_teacher)
    label = steps.add_parser("label", help="let the larger network judge stories and news")
    label.add_argument(
        "--teacher", type=Path, required=True, help="or a tagger's folder, whose own network then judges the news only"
    )
    for name, what in (("claims", "Emergent"), ("bodies", "FNC-1"), ("pairs", "FNC-1"), ("gold-dev", "left out")):
        label.add_argument(f"--{name}", type=Path, required=True, help=what)
    label.add_argument("--most", type=int, metavar="N", help="news texts to judge, drawn at random (default: all)")
    label.add_argument("--out", type=Path, required=True)
    label.set_defaults(step=write_labels)
    student = steps.add_parser("student", help="train the low-rank changes to a tagger's encoder")
    student.add_argument("--labels", type=Path, required=True)
    student.add_argument("--model", help="the tagger (default: the shipped one)")
    student.add_argument("--rank", type=int, default=16)
    student.add_argument("--epochs", type=int, default=4)
    student.add_argument("--learning-rate", type=float, default=1e-3)
    student.add_argument("--news-share", type=float, default=0.4, help="of the unjudged articles, an epoch")
    student.add_argument("--start", type=Path, help="go on from a file that this command wrote")
    student.add_argument("--out", type=Path, help="file to write (default: stance.safetensors in the model's folder)")
    student.set_defaults(step=train_student)
    options = parser.parse_args()
    options.step(options)


def train_teacher(options: argparse.Namespace) -> None:
    """Fine-tune every layer of a larger encoder; the embeddings stay."""
    folder = Path(encoder_folder(options.encoder))
    network, tokenizer = _larger(folder), load_tokenizer(folder)
    network.encoder.get_input_embeddings().requires_grad_(False)
    train, dev = _split(read_stories(options.stories))
    _train(network, (train, dev), tokenizer, StanceRecipe(options.epochs, 5e-5, seed=options.seed))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "encoder").write_text(options.encoder)
    state = {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in network.state_dict().items()}
    save_file(state, options.out / _WEIGHTS)


def write_labels(options: argparse.Namespace) -> None:
    """Write the examples with the teacher's probabilities."""
    stories, news = read_stories(options.stories), list(unjudged(options))
    if options.most:
        news = random.Random(options.seed).sample(news, min(options.most, len(news)))
    if (options.teacher / STANCE_FILE).is_file():  # what people judged, it has nothing to add to
        folder, kept, asked = options.teacher, stories, news
        network = TorchBackend.from_pretrained(folder).stance
    else:
        folder, kept, asked = Path(encoder_folder((options.teacher / "encoder").read_text())), [], stories + news
        network = _larger(folder)
        network.load_state_dict(load_file(options.teacher / _WEIGHTS))
        network.to(number_format(torch.device("cpu")))
    console.print(f"{len(asked)} texts")
    probs = predict_examples(network, asked, load_tokenizer(folder))
    made = [replace(e.part(0, len(p)), probs=p) for e, p in zip(asked, probs, strict=True)]
    options.out.write_bytes(pickle.dumps(kept + made))


def unjudged(options: argparse.Namespace) -> Iterator[StanceExample]:
    """Yield claims with texts about them, and some with texts about something else; no annotated stance is used.

    Claims are headlines of FNC-1 over an article, claims of Emergent about it, sentences of another article about the
    same, and sentences of a written story about its own article. Articles of gold/dev are left out.
    """
    rng = random.Random(options.seed)
    left_out = {row["text"] for row in read_rows(options.gold_dev)}
    texts = {row["body_id"]: _sentences(row) for row in read_rows(options.bodies) if row["text"] not in left_out}
    claims = read_rows(options.claims)
    yield from _about_news(claims, read_rows(options.pairs), texts, rng)
    for row in claims:
        for headline in dict.fromkeys(h["headline"] for h in row["headlines"]):
            yield _unjudged(row["claim_id"], row["claim"], [headline])
    for example in read_stories(options.stories, whole=True):
        for claim in rng.sample(example.texts, min(_OWN_CLAIMS, len(example.texts))):
            yield _unjudged(example.story, claim, [text for text in example.texts if text != claim])


def _about_news(
    claims: list[dict[str, Any]], pairs: list[dict[str, str]], texts: dict[str, list[str]], rng: random.Random
) -> Iterator[StanceExample]:
    about: dict[str, set[str]] = {}
    beside: dict[str, set[str]] = {}
    for row in claims:
        ids = {body["body_id"] for body in row["bodies"]}
        for id in ids:
            about.setdefault(id, set()).add(row["claim"])
            beside.setdefault(id, set()).update(ids - {id})
    headlines: dict[tuple[str, bool], set[str]] = {}
    for pair in pairs:
        headlines.setdefault((pair["body_id"], pair["stance"] != "unrelated"), set()).add(pair["headline"])
    for id, sentences in texts.items():
        if not sentences:
            continue
        chosen = _some(about.get(id), 1, rng) + _some(headlines.get((id, True)), 2, rng)
        for other in _some(beside.get(id), 2, rng):
            chosen += _some([s for s in texts.get(other, ()) if 6 <= len(s.split()) <= 25], 1, rng)
        words = set(" ".join(sentences).lower().split())
        few = _some(headlines.get((id, False)), 8, rng) if rng.random() < 0.5 else []
        chosen += sorted(few, key=lambda h: -len(words & set(h.lower().split())))[:1]
        for claim in dict.fromkeys(chosen):
            whole = len(sentences) < _SENTENCES or rng.random() < 0.6
            first = 0 if whole else rng.randrange(len(sentences) - _SENTENCES // 2)
            yield _unjudged(id, claim, sentences[first : first + _SENTENCES])


def _some(items: Iterable[str] | None, most: int, rng: random.Random) -> list[str]:
    known = sorted(items or ())
    return rng.sample(known, min(most, len(known)))


def _sentences(row: dict[str, str]) -> list[str]:
    read = document_from_text(row["text"], id=row["body_id"]).sentences
    return [sentence.text for sentence in read if sentence.kind == "body"]


def train_student(options: argparse.Namespace) -> None:
    """Train low-rank changes and the head; write them beside the tagger."""
    folder = model_folder(options.model)
    encoder = AttributionModel.from_pretrained(folder, dtype=torch.float32).encoder
    fit_to_processor(encoder, seed=options.seed)
    torch.manual_seed(options.seed)
    network = StanceNetwork(encoder, rank=options.rank, head_size=_HEAD)
    if options.start:
        network.load_state_dict({**network.state_dict(), **load_file(options.start)})
    train, dev = _split(pickle.loads(options.labels.read_bytes()))
    kept = {"unjudged_share": options.news_share, "seed": options.seed}
    _train(network, (train, dev), load_tokenizer(folder), StanceRecipe(options.epochs, options.learning_rate, **kept))
    digest = file_digest(folder / "model.safetensors")
    save_stance(network, options.out or folder / STANCE_FILE, weights_digest=digest)


def _train(network: StanceNetwork, parts: tuple[list, list], tokenizer: Tokenizer, recipe: StanceRecipe) -> None:
    train, dev = parts

    def told(step: int, steps: int, loss: float) -> None:
        if step % 50 == 0 or step == steps:
            console.print(f"step {step} of {steps}, loss {loss:.3f}")

    def after_epoch(epoch: int) -> None:
        for name, alone in (("headlines", True), ("sentences", False)):
            held = [e for e in dev if (len(e.texts) == 1) == alone]
            print(epoch, name, json.dumps(stance_scores(held, predict_examples(network, held, tokenizer))), flush=True)

    train_stance(network, train, tokenizer, recipe, told=told, after_epoch=after_epoch)


def _larger(folder: Path) -> StanceNetwork:
    encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
    fit_to_processor(encoder, seed=13)
    return StanceNetwork(encoder, rank=0, head_size=_HEAD)


def _split(examples: list[StanceExample]) -> tuple[list[StanceExample], list[StanceExample]]:
    """Hold out every tenth story that somebody judged; return what is left, and the judged texts of those."""
    judged = sorted({e.story for e in examples if max(e.stances) >= 0})
    held = set(judged[::_HELD_OUT])
    dev = [e for e in examples if e.story in held and max(e.stances) >= 0]
    return [e for e in examples if e.story not in held], dev


def _unjudged(story: str, claim: str, texts: list[str]) -> StanceExample:
    return StanceExample(story, claim, tuple(texts), (-1,) * len(texts))


if __name__ == "__main__":
    main()
