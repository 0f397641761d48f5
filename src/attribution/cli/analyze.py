"""``attribution analyze`` and ``attribution label``."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from attribution.analysis import Analysis
from attribution.claims import read_claims
from attribution.cli.figures import make_plots_folder, save_plots
from attribution.cli.output import open_output, quiet_transformers, table_console, tell
from attribution.cli.progress import TrackedTagger, corpus_progress, tracked
from attribution.documents import read_documents
from attribution.errors import InputError
from attribution.jsonform import write_json
from attribution.overrides import Override, apply_to_documents, check_overrides, read_overrides
from attribution.report import document_line, result_lines, write_claims, write_document, write_legend
from attribution.schema import Claim, Document
from attribution.sources import resolve_sources
from attribution.tagging.backends import choose_backend
from attribution.tagging.models import model_folder

__all__ = ["analyze", "label", "load_tagger"]


def analyze(arguments: argparse.Namespace) -> int:
    """Tag, link, score and show; everything that can be wrong with the arguments is found before the model loads."""
    claims = _claims(arguments)
    if arguments.ray or _is_corpus_run(arguments):
        if claims or arguments.plots:
            other = "leave --ray out" if arguments.ray else "add --format parquet, or label first"
            raise InputError(f"claims are scored over all documents at once: {other}")
        return _label_on_ray(arguments) if arguments.ray else _label_corpus(arguments)
    if arguments.format == "parquet" and arguments.out is None:
        raise InputError("--format parquet writes a file: name it with --out")
    overrides = read_overrides(arguments.overrides) if arguments.overrides else []
    make_plots_folder(arguments.plots)
    with open_output(arguments.out) as stream:
        inputs = _Inputs.read(arguments.paths)
        check_overrides(inputs.documents, overrides)
        tagger = load_tagger(arguments)
        from attribution.pipeline import analyze as run

        analysis = run(
            inputs.documents,
            claims,
            tagger=TrackedTagger(tagger),
            overrides=overrides,
            prior=arguments.prior,
            as_of=arguments.as_of,
            batch_size=arguments.batch_size,
        )
        if claims is None:
            analysis = _with_most_claims(analysis, arguments.max_claims)
        if arguments.plots:
            _write_plots(analysis, arguments.plots)
        _write_analysis(analysis, stream, arguments)
    return inputs.report()


def _write_plots(analysis: Analysis, folder: Path) -> None:
    """Draw the contributions of each claim, numbered from 1 in order, and its history if it has one."""
    from attribution.corroboration import history
    from attribution.plots import plot_contributions, plot_history

    figures = {}
    for number, claim in enumerate(analysis.claims, start=1):
        figures[f"claim-{number}-contributions"] = plot_contributions(claim)
        points = history(claim, as_of=analysis.run["settings"]["as_of"])
        if len(points) > 1:
            figures[f"claim-{number}-history"] = plot_history(points, title=claim.text)
    save_plots(folder, figures)


def label(arguments: argparse.Namespace) -> int:
    """Tag and show sentences; JSON lines are written as they are made."""
    if arguments.ray:
        return _label_on_ray(arguments)
    if _is_corpus_run(arguments):
        return _label_corpus(arguments)
    overrides = read_overrides(arguments.overrides) if arguments.overrides else []
    with open_output(arguments.out) as stream:
        inputs = _Inputs.read(arguments.paths)
        check_overrides(inputs.documents, overrides)
        tagger = load_tagger(arguments)
        from attribution.pipeline import run_block

        settings = {"batch_size": arguments.batch_size, "n_overrides": len(overrides)}
        tagged = _tagged(inputs.documents, tagger, overrides, arguments.batch_size)
        if arguments.format == "jsonl":
            for document in tagged:
                stream.write(document_line(document, run_block(tagger, settings, [document])) + "\n")
        elif arguments.format != "table":
            documents = tuple(tagged)
            _write_analysis(Analysis(documents, (), run_block(tagger, settings, documents)), stream, arguments)
        else:
            console = table_console(stream)
            documents = tuple(tagged)
            for document in documents:
                write_document(console, document)
            write_legend(console, documents, ())
    return inputs.report()


def _is_corpus_run(arguments: argparse.Namespace) -> bool:
    return arguments.out is not None and arguments.out.suffix == ".parquet" and arguments.format != "parquet"


def _label_corpus(arguments: argparse.Namespace) -> int:
    """Label into Parquet, chunk by chunk; goes on where a stopped run was."""
    from attribution.corpus import label_corpus

    if arguments.overrides:
        raise InputError("--overrides are for results that people read: write .json or .jsonl, not .parquet")
    with corpus_progress() as progress:
        made = label_corpus(
            arguments.paths,
            arguments.out,
            tagger=load_tagger(arguments),
            batch_size=arguments.batch_size,
            restart=arguments.restart,
            progress=progress,
        )
    tell(f"{made.path}: {made.n_documents} documents")
    if made.n_skipped:
        tell(f"{made.n_skipped} inputs skipped, with the reasons in {made.skipped_path}")
    return 1 if made.n_skipped else 0


def _label_on_ray(arguments: argparse.Namespace) -> int:
    """Label into a folder of Parquet files, on a cluster."""
    from attribution.integrations.ray import label_files

    if arguments.out is None or arguments.overrides or arguments.format != "table":
        raise InputError(
            "--ray writes a folder of Parquet files: give --out FOLDER, and neither --format nor --overrides"
        )
    out = re.sub(r"^(\w+):/(?!/)", r"\1://", str(arguments.out))  # a Path has one slash of "s3://" only
    load = partial(_actor_tagger, arguments.model, arguments.backend, arguments.device)
    address = None if arguments.ray == "local" else arguments.ray
    label_files(arguments.paths, out, address=address, load=load, actors=arguments.actors, gpus=arguments.gpus)
    tell(f"{out}: done")
    return 0


def _actor_tagger(model: str | None, backend: str, device: str) -> Any:
    """Load a tagger where an actor runs; a folder must be there on every machine."""
    from attribution.tagging.tagger import AttributionTagger

    quiet_transformers()
    return AttributionTagger.from_pretrained(model, backend=backend, device=device)


def load_tagger(arguments: argparse.Namespace) -> Any:
    """Load the model that the arguments name; a folder that is missing is an error before torch is loaded."""
    folder = model_folder(arguments.model)
    if choose_backend(folder, arguments.backend, device=arguments.device) != "onnx":
        quiet_transformers()
    from attribution.tagging.tagger import AttributionTagger

    try:
        return AttributionTagger.from_pretrained(folder, backend=arguments.backend, device=arguments.device)
    except (AssertionError, RuntimeError) as error:  # torch's words for a device that is not there
        raise InputError(f"--device {arguments.device} cannot be used: {str(error).splitlines()[0]}") from error


def _claims(arguments: argparse.Namespace) -> list[str | Claim] | None:
    given = [*(read_claims(arguments.claims) if arguments.claims else []), *arguments.claim]
    if any(isinstance(claim, str) and not claim.strip() for claim in given):
        raise InputError("--claim must be a statement in words, got an empty text")
    return given or None


def _with_most_claims(analysis: Analysis, limit: int) -> Analysis:
    """Keep the first claims: they are found in the order of what speaks for them, and scored one by one."""
    settings = analysis.run["settings"] | {"max_claims": limit}
    return replace(analysis, claims=analysis.claims[:limit], run=analysis.run | {"settings": settings})


def _tagged(
    documents: Sequence[Document], tagger: Any, overrides: Sequence[Override], batch_size: int
) -> Iterator[Document]:
    for part in tracked(documents):
        ids = {document.id for document in part}
        made = [resolve_sources(document) for document in tagger.predict(part, batch_size=batch_size)]
        yield from apply_to_documents(made, [o for o in overrides if o.document in ids])


def _write_analysis(analysis: Analysis, stream: TextIO, arguments: argparse.Namespace) -> None:
    form = arguments.format
    if form == "json":
        stream.write(analysis.to_json(indent=1) + "\n")
    elif form == "html":
        stream.write(analysis.to_html())
    elif form == "stix":
        stream.write(write_json(analysis.to_stix(), indent=1) + "\n")
    elif form == "csv":
        stream.write(analysis.to_csv(arguments.level))
    elif form == "parquet":
        analysis.to_parquet(stream.buffer, arguments.level)
    elif form == "jsonl":
        stream.writelines(line + "\n" for line in result_lines(analysis.documents, analysis.claims, analysis.run))
    else:
        console = table_console(stream)
        for document in analysis.documents:
            write_document(console, document)
        write_claims(console, analysis.claims, analysis.documents, explain=arguments.explain)
        write_legend(console, analysis.documents, analysis.claims)


@dataclass(frozen=True)
class _Inputs:
    """The documents that were read, and what could not be."""

    documents: list[Document]
    unread: list[str]

    @classmethod
    def read(cls, paths: Sequence[str]) -> "_Inputs":
        """Read every path; one that cannot be read is skipped, unless nothing else was read.

        Raises
        ------
        InputError
            When there is nothing to work on.
        """
        found: list[Document] = []
        unread: list[str] = []
        for path in dict.fromkeys(paths):
            try:
                found += read_documents(sys.stdin if path == "-" else Path(path))
            except InputError as error:
                unread.append(str(error))
        if not found:
            raise InputError("; ".join(unread) or f"there is no document in {', '.join(paths)}")
        return cls(list(read_documents(found)), unread)  # once more, for ids that differ across paths

    def report(self) -> int:
        """Name and count on standard error what was skipped; return the exit code."""
        reasons = [(d.id, d.skipped) for d in self.documents if d.skipped]
        skipped = [
            *self.unread,
            *(reason if reason.startswith(f"{id}:") else f"{id}: {reason}" for id, reason in reasons),
        ]
        for reason in skipped:
            tell(f"skipped {reason}")
        if skipped:
            total = len(self.documents) + len(self.unread)
            tell(f"{len(skipped)} of {total} inputs skipped")
        return 1 if skipped else 0
