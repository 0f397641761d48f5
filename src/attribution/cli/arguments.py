"""Every command with its flags and a help text that teaches by example."""

import argparse
import importlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import attribution
from attribution.cli import examples
from attribution.errors import InputError

__all__ = ["make_parser"]

_FORMATS = ("table", "html", "json", "jsonl", "csv")
_LEVELS = ("sentences", "attributions", "documents")


class _Parser(argparse.ArgumentParser):
    """Reports misuse as one line and leaves the exit to `main`."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message} (see {self.prog} --help)")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; the ``command`` of what it parses is a function of the arguments that returns an exit code."""
    parser = _Parser(
        prog="attribution",
        description="Who says so, how firmly, who says otherwise, and what all of that adds up to.",
        epilog=examples.COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"attribution {attribution.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_analyze(commands)
    _add_label(commands)
    _add_train(commands)
    _add_evaluate(commands)
    _add_models(commands)
    _add_export(commands)
    _add_serve(commands)
    _add(commands, "doctor", "doctor:doctor", "show versions, and try the model", examples.DOCTOR, [_model_flags()])
    return parser


def _add(commands: Any, name: str, command: str, help: str, epilog: str, parents: list[argparse.ArgumentParser]) -> Any:
    parser = commands.add_parser(
        name,
        help=help,
        description=help[0].upper() + help[1:] + ".",
        epilog=epilog,
        parents=[*parents, _everywhere()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(command=_later(command))
    return parser


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    """Return a function that imports its module only when it is called, so that --help stays quick."""
    module, function = name.split(":")

    def run(arguments: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(f"attribution.cli.{module}"), function)(arguments))

    return run


# flags that several commands share


def _everywhere() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parent


def _model_flags(*, named: bool = True) -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    group = parent.add_argument_group("model")
    if named:
        about = "a model folder, or a name as `attribution models` lists"
        group.add_argument("--model", metavar="NAME|FOLDER", help=about)
    group.add_argument(
        "--backend",
        choices=("auto", "torch", "compiled", "onnx"),
        default="auto",
        help="what runs the network (default: auto); compiled is torch for a corpus: a minute to begin, then faster",
    )
    group.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:1, mps (default: auto)")
    group.add_argument(
        "--batch-size", type=_positive, default=16, metavar="N", help="windows at once, in torch (default: 16)"
    )
    return parent


def _input_flags(formats: tuple[str, ...], levels: tuple[str, ...]) -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, or - for standard input")
    parent.add_argument("--overrides", type=Path, metavar="FILE", help="your corrections, JSON lines")
    parent.add_argument("--format", choices=formats, default="table", help="what to write (default: table)")
    parent.add_argument(
        "--level", choices=levels, default=levels[0], help=f"with csv and parquet: what a row is (default: {levels[0]})"
    )
    parent.add_argument(
        "--out", type=Path, metavar="FILE", help="write there, whole or not at all; *.parquet labels a corpus in chunks"
    )
    parent.add_argument("--restart", action="store_true", help="with *.parquet: do not go on from a stopped run")
    return parent


def _cluster_flags() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    group = parent.add_argument_group("many machines")
    group.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="label JSON lines or Parquet on a Ray cluster into a folder of Parquet: ray://HOST:10001, auto, or local",
    )
    group.add_argument("--actors", type=_positive, metavar="N", help="models at once (default: one a processor)")
    group.add_argument(
        "--gpus", type=float, default=0, metavar="SHARE", help="of a GPU for each, such as 0.25 (default: 0)"
    )
    return parent


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, got {text!r}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 65535, got {text!r}")
    return int(text)


def _up_to_ten(text: str) -> int:
    if not text.isdecimal() or int(text) > 10:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 10, got {text!r}")
    return int(text)


def _probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"must be a probability above 0 and below 1, got {text!r}")
    return value


def _date(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be ISO 8601 (YYYY-MM-DD or longer), got {text!r}") from None
    return text


# commands


def _add_analyze(commands: Any) -> None:
    parser = _add(
        commands,
        "analyze",
        "analyze:analyze",
        "say who says what, and score the sourcing of each claim",
        examples.ANALYZE + examples.INPUT + examples.EXIT,
        [
            _input_flags((*_FORMATS, "stix", "parquet"), ("evidence", "claims", *_LEVELS)),
            _model_flags(),
            _cluster_flags(),
        ],
    )
    group = parser.add_argument_group("claims")
    group.add_argument("--claim", action="append", default=[], metavar="TEXT", help="a claim to score; repeatable")
    group.add_argument("--claims", type=Path, metavar="FILE", help="claims, one a line, or JSON lines with text and id")
    group.add_argument(
        "--max-claims",
        type=_up_to_ten,
        default=10,
        metavar="N",
        help="most claims to find when none is given, up to 10 (default: 10)",
    )
    group.add_argument(
        "--prior", type=_probability, default=0.5, metavar="P", help="score without evidence (default: 0.5)"
    )
    group.add_argument("--as-of", type=_date, metavar="DATE", help="leave out evidence dated later")
    group.add_argument("--explain", action="store_true", help="with table: say why each claim has its score")
    _add_plots(group, "contributions and history of each claim")


def _add_label(commands: Any) -> None:
    _add(
        commands,
        "label",
        "analyze:label",
        "label the sentences of articles with attribution types, sources and cues",
        examples.LABEL + examples.INPUT + examples.EXIT,
        [_input_flags(_FORMATS, _LEVELS), _model_flags(), _cluster_flags()],
    )


def _add_train(commands: Any) -> None:
    parser = _add(commands, "train", "train:train", "fine-tune a model by a recipe", examples.TRAIN, [])
    parser.add_argument("recipe", type=Path, metavar="RECIPE.toml")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="the prepared files (default: data beside the recipe's folder)"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="the model folder to write (default: runs/RECIPE)")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint in the model folder")


def _add_export(commands: Any) -> None:
    parser = _add(commands, "export", "export:export", "write a model as int8 ONNX", examples.EXPORT, [])
    parser.add_argument("model", metavar="NAME|FOLDER", help="a model folder, or the name of a shipped one")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: in the model folder)")
    parser.add_argument("--check", type=Path, metavar="GOLD", help="annotated articles on which to compare with torch")


def _add_serve(commands: Any) -> None:
    parser = _add(
        commands,
        "serve",
        "serve:serve",
        "show reports in a browser, and answer programs",
        examples.SERVE,
        [_model_flags()],
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="0 takes a free one (default: 8000)")
    group = parser.add_argument_group("limits")
    group.add_argument("--max-mb", type=_positive, default=10, metavar="N", help="size of a request (default: 10)")
    group.add_argument(
        "--timeout", type=_positive, default=120, metavar="SECONDS", help="time for a request (default: 120)"
    )
    group.add_argument(
        "--concurrency", type=_positive, default=1, metavar="N", help="analyses at once, others wait (default: 1)"
    )


def _add_evaluate(commands: Any) -> None:
    help = "score labels, spans, speed, stances or corroboration against annotations"
    kinds = commands.add_parser(
        "evaluate",
        help=help,
        description=help.capitalize() + ".",
        epilog=examples.EVALUATE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    kinds = kinds.add_subparsers(title="what to score", required=True, metavar="WHAT")
    labels = _add(
        kinds,
        "labels",
        "evaluate:labels",
        "score sentence labels: macro-F1 and F1 of each label",
        examples.EVALUATE_LABELS,
        [_score_flags(), _model_flags()],
    )
    labels.add_argument(
        "pred", nargs="?", type=Path, metavar="PRED", help="labels to score; without, a model makes them"
    )
    _add_plots(labels, "confusion, reliability and risk-coverage")
    _add(
        kinds,
        "spans",
        "evaluate:spans",
        "score exact source, cue and content spans",
        examples.EVALUATE_SPANS,
        [_score_flags(), _model_flags()],
    )
    speed = _add(
        kinds,
        "speed",
        "evaluate:speed",
        "time models, and score their labels",
        examples.EVALUATE_SPEED,
        [_score_flags(), _model_flags(named=False)],
    )
    speed.add_argument("models", nargs="*", metavar="NAME|FOLDER", help="models (default: the shipped one)")
    _add_plots(speed, "macro-F1 over speed")
    stance = _add(
        kinds,
        "stance",
        "evaluate:stance",
        "score stances of headlines or bodies to claims",
        examples.EVALUATE_STANCE,
        [_model_flags()],
    )
    stance.add_argument("pairs", type=Path, metavar="PAIRS", help="annotated pairs, JSON lines (.gz or not)")
    stance.add_argument("--bodies", type=Path, metavar="FILE", help="JSON lines with body_id and text")
    stance.add_argument("--json", type=Path, metavar="OUT", help="write there (default: standard output)")
    claims = _add(
        kinds,
        "corroboration",
        "evaluate:corroboration",
        "score corroboration against verdicts",
        examples.EVALUATE_CORROBORATION,
        [_model_flags()],
    )
    claims.add_argument("claims", type=Path, metavar="CLAIMS", help="claims with verdicts, JSON lines (.gz or not)")
    claims.add_argument("--bodies", type=Path, metavar="FILE", required=True, help="JSON lines with body_id and text")
    claims.add_argument("--per-claim", type=Path, metavar="CSV", help="write one row a claim there")
    claims.add_argument("--json", type=Path, metavar="OUT", help="write there (default: standard output)")
    claims.add_argument(
        "--folds", type=_positive, metavar="K", help="refit the weights of evidence in K folds by claim"
    )
    claims.add_argument("--prior", type=_probability, metavar="P", help="prior (default: that of the weights)")
    _add_plots(claims, "reliability and risk-coverage")


def _add_plots(parser: Any, what: str) -> None:
    parser.add_argument("--plots", type=Path, metavar="DIR", help=f"draw {what} there (extra plots)")


def _score_flags() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("gold", type=Path, metavar="GOLD", help="annotated articles, JSON lines")
    form = parent.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="write JSON")
    form.add_argument("--markdown", action="store_true", help="write a Markdown table")
    parent.add_argument("--out", type=Path, metavar="FILE", help="write there, whole or not at all")
    return parent


def _add_models(commands: Any) -> None:
    parser = _add(
        commands,
        "models",
        "models:models",
        "list model folders with digest, size, labels and scores",
        examples.MODELS,
        [],
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="also look in these folders")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, whole or not at all")
