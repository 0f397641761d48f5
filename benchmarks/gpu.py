"""What a GPU does with the tagger: sentences a second from text to attributions, where the time goes, and training.

    python -m benchmarks.gpu [--sentences 20000] [--batch-size 128] [--processes 1 4 8] [--runs 5] [--json OUT]

Runs unchanged on a CPU. Stages are timed one by one with the device waited for after each, so that they sum to more
than the whole, where they overlap. A process reads, tokenises and decodes on one processor: ``--processes`` lets
several share the device, as actors of Ray with ``gpus=0.25`` do. Roofline: work in unpadded tokens over the rate of the
device's own matrix product in the same number format.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from attribution.documents import document_from_text
from attribution.encoding import Window, batch_windows, make_windows
from attribution.sources import resolve_sources
from attribution.tagging.backends import SENTENCE_FIELDS, TOKEN_FIELDS
from attribution.tagging.decoding import decode_documents
from attribution.tagging.models import model_folder
from attribution.tagging.tagger import AttributionTagger
from benchmarks.text import drawn_articles
from benchmarks.timing import encoder_work, machine, matrix_rate, medians_in_turn, seconds

TEXTS = Path(__file__).parents[1] / "training" / "data" / "authored.jsonl"
CHUNK = 512  # articles, as much as a corpus run would hold
Articles = Sequence[dict[str, str]]


def label_texts(tagger: AttributionTagger, articles: Articles, batch_size: int) -> int:
    """Text in memory to resolved attributions, chunk by chunk; return the number of sentences."""
    n_sentences = 0
    for start in range(0, len(articles), CHUNK):
        read = [document_from_text(a["text"], id=a["id"], title=a["title"]) for a in articles[start : start + CHUNK]]
        made = [resolve_sources(document) for document in tagger.predict(read, batch_size=batch_size)]
        n_sentences += sum(len(document.sentences) for document in made)
    return n_sentences


def stages(tagger: AttributionTagger, articles: Articles, batch_size: int) -> tuple[dict[str, float], list[Window]]:
    """Return seconds of each stage on all articles at once, and the windows that were run."""
    backend: Any = tagger.backend
    settings, clock = backend.settings, Stopwatch(str(backend.model.device))
    with clock("split into sentences"):
        documents = [document_from_text(a["text"], id=a["id"], title=a["title"]) for a in articles]
    with clock("tokenise"):
        size = {"max_tokens": settings.max_tokens, "context_tokens": settings.context_tokens}
        windows = [w for i, d in enumerate(documents) for w in make_windows(d, i, tagger.tokenizer, **size)]
    with clock("make batches"):
        batches = list(batch_windows(windows, batch_size=batch_size))
    found: dict[int, Any] = {}
    for batch in batches:
        with clock("copy to the device"):
            inputs = backend.to_device(batch)
        with clock("network"):
            output = backend.forward(inputs)
        with clock("copy back"):
            tensors, _ = backend.to_host(output)
        with clock("cut and join"):
            for row, w in enumerate(batch.windows):
                tokens = {n: tensors[n][row, : len(w.input_ids)].numpy() for n in TOKEN_FIELDS}
                found[id(w)] = tokens | {n: tensors[n][row, : len(w.sentences)].numpy() for n in SENTENCE_FIELDS}
    with clock("cut and join"):
        pieces: dict[int, list[Any]] = {}
        for w in windows:
            pieces.setdefault(w.document, []).append((w, found[id(w)]))
        logits = [tagger._join(pieces.get(i, [])) for i in range(len(documents))]
    with clock("decode"):
        tagged = decode_documents(documents, logits, tagger.calibration, settings.role_transitions)
    with clock("resolve sources"):
        for document in tagged:
            resolve_sources(document)
    return clock.seconds, windows


class Stopwatch:
    """Adds up the seconds of named blocks, with the device waited for at the end of each."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.seconds: dict[str, float] = {}
        self.name = ""

    def __call__(self, name: str) -> "Stopwatch":
        """Name the block that follows."""
        self.name = name
        return self

    def __enter__(self) -> None:
        self.started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        wait_for(self.device)
        self.seconds[self.name] = self.seconds.get(self.name, 0.0) + time.perf_counter() - self.started


def wait_for(device: str) -> None:
    """Wait until a GPU has done what it was given."""
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)


def training_step(folder: Path, device: str, batch_size: int, steps: int) -> tuple[Callable[[], None], int]:
    """Return a function that takes ``steps`` steps on authored articles, and how many unpadded tokens they have."""
    from attribution.encoding import load_tokenizer
    from attribution.tagging.network import N_TYPES, AttributionModel
    from attribution.training.data import article_rows, read_articles
    from attribution.training.loss import LossWeights, tagging_loss
    from attribution.training.speed import fit_to_processor
    from attribution.training.trainer import Collator

    network = AttributionModel.from_pretrained(folder, dtype=torch.float32)
    fit_to_processor(network.encoder, seed=0)
    network.to(device).train()
    size = {"max_tokens": network.config.max_tokens, "context_tokens": network.config.context_tokens}
    rows = list(article_rows(read_articles(TEXTS), load_tokenizer(folder), **size))
    rows.sort(key=lambda row: len(row["input_ids"]))
    middle = rows[len(rows) // 4 :]
    batches = [[middle[(i * batch_size + j) % len(middle)] for j in range(batch_size)] for i in range(steps)]
    collate, optimizer = Collator(), torch.optim.AdamW(network.parameters(), 1e-5, fused=True)
    weights, balance = LossWeights(), torch.ones(N_TYPES, device=device)

    def run() -> None:
        for rows in batches:
            batch = {name: tensor.to(device, non_blocking=True) for name, tensor in collate(rows).items()}
            with torch.autocast(device.split(":")[0], dtype=torch.bfloat16):
                output = network(
                    batch["input_ids"], batch["attention_mask"], batch["sentence_ids"], batch["type_targets"].shape[1]
                )
                loss = tagging_loss(output, batch, weights, balance, transitions=network.role_transitions)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        wait_for(device)

    return run, sum(len(row["input_ids"]) for batch in batches for row in batch)


def share(
    folder: str, device: str, seed_articles: Articles, batch_size: int, runs: int, gate: Any, results: Any
) -> None:
    """One of several processes on the device: load, warm up, and run whenever all are ready."""
    torch.set_num_threads(1)
    tagger = AttributionTagger.from_pretrained(folder, backend="torch", device=device)
    label_texts(tagger, seed_articles[:8], batch_size)
    for _ in range(runs):
        gate.wait()
        results.put(label_texts(tagger, seed_articles, batch_size))
        gate.wait()


def shared_rate(folder: str, device: str, articles: Articles, batch_size: int, runs: int, processes: int) -> float:
    """Sentences a second of several processes, each with its own model and its own part of the articles."""
    spawn = multiprocessing.get_context("spawn")
    gate, results = spawn.Barrier(processes + 1), spawn.Queue()
    parts = [articles[i::processes] for i in range(processes)]
    workers = [
        spawn.Process(target=share, args=(folder, device, part, batch_size, runs, gate, results), daemon=True)
        for part in parts
    ]
    for worker in workers:
        worker.start()
    rates = []
    for _ in range(runs):
        gate.wait(timeout=600)
        started = time.perf_counter()
        gate.wait(timeout=3600)
        taken = time.perf_counter() - started
        rates.append(sum(results.get() for _ in workers) / taken)
    for worker in workers:
        worker.join()
    return statistics.median(rates)


def measure(folder: Path, device: str, articles: Articles, args: argparse.Namespace) -> dict[str, Any]:
    """Return everything, rates as medians."""
    found = machine(device)
    tagger = AttributionTagger.from_pretrained(folder, backend="torch", device=device)
    network: Any = tagger.model
    dtype = str(network.dtype).removeprefix("torch.")
    n_sentences = label_texts(tagger, articles, args.batch_size)
    whole = statistics.median(seconds(lambda: label_texts(tagger, articles, args.batch_size)) for _ in range(args.runs))
    taken, windows = stages(tagger, articles, args.batch_size)
    tokens = [len(w.input_ids) for w in windows]
    work = encoder_work(network.encoder.config, tokens)
    limit = matrix_rate(dtype, device=device, size=args.matrix, runs=args.runs)
    step, n_trained = training_step(folder, device, args.train_batch_size, args.train_steps)
    result = {
        "machine": found,
        "device": device,
        "dtype": dtype,
        "sentences": n_sentences,
        "tokens": sum(tokens),
        "batch_size": args.batch_size,
        "sentences_per_second": {"1 process": n_sentences / whole},
        "share_of_roofline": {"network": work / taken["network"] / limit, "end to end": work / whole / limit}
        if limit
        else {},
        "matrix_operations_per_second": limit,
        "stage_seconds": taken,
        "training_tokens_per_second": n_trained / medians_in_turn({"": step}, args.runs)[""],
    }
    for processes in args.processes:
        name = f"{processes} processes"
        rate = shared_rate(str(folder), device, articles, args.batch_size, args.runs, processes)
        result["sentences_per_second"][name] = rate
        if limit:
            result["share_of_roofline"][name] = work / n_sentences * rate / limit
    return result


def table(result: dict[str, Any]) -> str:
    """Render shares first, then rates and where the time goes."""
    lines = [f"{result['device']}, {result['dtype']}, {result['sentences']:,} sentences, {result['tokens']:,} tokens"]
    lines += [
        f"share of the matrix rate, {name:16} {value:8.1%}" for name, value in result["share_of_roofline"].items()
    ]
    lines += [f"sentences/s, {name:30} {value:8,.0f}" for name, value in result["sentences_per_second"].items()]
    total = sum(result["stage_seconds"].values())
    lines += [f"  {name:26} {s / total:6.1%} {s:8.2f} s" for name, s in result["stage_seconds"].items()]
    return "\n".join([*lines, f"training, tokens/s {result['training_tokens_per_second']:,.0f}"])


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a model folder or the name of a shipped one")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--sentences", type=int, help="default: 20000 on a GPU, 1000 on a CPU")
    parser.add_argument("--batch-size", type=int, help="full windows in a batch; default: 128 on a GPU, 16 on a CPU")
    parser.add_argument("--processes", type=int, nargs="*", default=[], metavar="N", help="that share the device")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--smoke", action="store_true", help="few sentences, one run: whether it works, not how fast")
    parser.add_argument("--json", type=Path, metavar="OUT")
    args = parser.parse_args(argv)
    on_gpu = args.device != "cpu"
    args.sentences = args.sentences or (20_000 if on_gpu else 1_000)
    args.batch_size = args.batch_size or (128 if on_gpu else 16)
    args.matrix = 8192 if on_gpu else 2048
    args.train_batch_size, args.train_steps = (32, 20) if on_gpu else (4, 3)
    if args.smoke:
        args.sentences, args.runs, args.matrix, args.train_batch_size, args.train_steps = 20, 1, 64, 2, 1
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false" if args.processes else "true")
    result = measure(model_folder(args.model), args.device, list(drawn_articles(args.sentences)), args)
    print(table(result))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
