"""What the help of each command ends with: examples, and what its input and exit codes are."""

__all__ = [
    "ANALYZE",
    "COMMANDS",
    "DOCTOR",
    "EVALUATE",
    "EVALUATE_CORROBORATION",
    "EVALUATE_LABELS",
    "EVALUATE_SPANS",
    "EVALUATE_SPEED",
    "EVALUATE_STANCE",
    "EXIT",
    "EXPORT",
    "INPUT",
    "LABEL",
    "MODELS",
    "SERVE",
    "TRAIN",
]

INPUT = """\
PATH is a text file, an HTML page, a JSON-lines file (one article a line: id, text, and optionally title, publisher,
date, url, sentences), a folder of these, or - for standard input. Nothing is ever fetched from the network.
"""
EXIT = """\
exit codes: 0 complete; 1 complete, but inputs were skipped (named on standard error); 2 failed or misused
"""
COMMANDS = """\
examples:
  attribution analyze article.txt                            who says what, and what it adds up to
  attribution analyze news/ --claim "The depot was hit" --format html --out report.html
  attribution label corpus/ --out labels.parquet             sentences only, any number of articles
  attribution serve                                          the same in a browser
  attribution doctor                                         does it work here?

`attribution COMMAND --help` has examples for each command.
"""
ANALYZE = """\
examples:
  attribution analyze article.txt                            who says what, and what it adds up to
  attribution analyze news/ --claim "The depot was hit"      one claim over a folder of articles
  attribution analyze news/ --claims claims.txt --format json --out result.json
  attribution analyze news/ --format html --out report.html  a report for a browser, in one file
  attribution analyze news/ --format stix --out bundle.json  for the platforms of analysts
  attribution analyze news/ --format csv --level claims      a spreadsheet of claims, evidence, sentences
  attribution analyze news/ --format parquet --out evidence.parquet
  attribution analyze news/ --plots figures                  contributions and history of each claim, as pictures
  attribution analyze news.jsonl --as-of 2024-05-01          as it stood that day
  attribution analyze news.jsonl --out labels --ray local    without claims, a corpus: as `attribution label` does it
  attribution analyze article.txt --overrides fixes.jsonl    with your corrections, and scored again
  cat article.html | attribution analyze -

The score of a claim measures the sourcing, not the facts. docs/output.md describes the JSON and the overrides.

"""
LABEL = """\
examples:
  attribution label article.txt                              every sentence with its types, sources and cues
  attribution label news.jsonl --format jsonl > tagged.jsonl one line of JSON a document
  attribution label a.txt b.html --format json --out tagged.json
  attribution label corpus/ --out labels.parquet             any size; the same command again goes on after a stop
  attribution label news.jsonl --out labels --ray local      one model a processor, on Ray; --out is a folder
  attribution label s3://bucket/news --out s3://bucket/labels --ray auto   on the cluster of this machine

"""
TRAIN = """\
examples:
  attribution train training/recipes/news-cpu.toml           writes runs/news-cpu
  attribution train my.toml --data-dir prepared --out models/mine
  attribution train my.toml --out models/mine --resume       goes on after a stop

Needs: pip install 'news-attribution[train]'
"""
EVALUATE = """\
examples:
  attribution evaluate labels gold.jsonl                     the shipped model against your annotations
  attribution evaluate speed gold.jsonl news-minilm models/mine
  attribution evaluate corroboration claims.jsonl --bodies bodies.jsonl

`attribution evaluate labels --help`, and so on, have more. docs/input.md describes the files.
"""
EVALUATE_LABELS = """\
examples:
  attribution evaluate labels gold.jsonl                     the shipped model against your annotations
  attribution evaluate labels gold.jsonl --model models/mine --markdown
  attribution evaluate labels gold.jsonl tagged.jsonl --json labels that `attribution label --format jsonl` wrote
  attribution evaluate labels gold.jsonl --plots figures     confusion, reliability and risk-coverage as pictures
"""
EVALUATE_SPANS = """\
examples:
  attribution evaluate spans gold.jsonl                      exact source, cue and content spans of the shipped model
  attribution evaluate spans gold.jsonl --model models/mine --json
"""
EVALUATE_SPEED = """\
examples:
  attribution evaluate speed gold.jsonl                      sentences per second and macro-F1 of the shipped model
  attribution evaluate speed gold.jsonl news-minilm models/mine --plots figures
                                                             several models, and which of them none beats in both

The time is that of tagging on this machine; loading and a first article, to get ready, are left out.
"""
EVALUATE_STANCE = """\
examples:
  attribution evaluate stance claims.jsonl.gz                headlines: lines with claim, headlines (headline, stance)
  attribution evaluate stance pairs.jsonl --bodies bodies.jsonl --json out.json
                                                             bodies: lines with headline, body_id and stance
"""
EVALUATE_CORROBORATION = """\
examples:
  attribution evaluate corroboration claims.jsonl --bodies bodies.jsonl --per-claim out.csv
                                                             lines with claim, truth and bodies (body_id)
  attribution evaluate corroboration claims.jsonl --bodies bodies.jsonl --folds 10
                                                             weights refitted without the claims they are tried on
  attribution evaluate corroboration claims.jsonl --bodies bodies.jsonl --plots figures
                                                             reliability and risk-coverage as pictures

The score measures the sourcing, not the facts. --folds refits the weights of evidence only; the stance model stays.
"""
MODELS = """\
examples:
  attribution models                                         the models that came with this installation
  attribution models models/ runs/                           those in other folders as well
"""
DOCTOR = """\
examples:
  attribution doctor                                         versions, backend, a check of the model and a timing
  attribution doctor --model models/mine
"""


EXPORT = """\
examples:
  attribution export models/mine                             writes models/mine/model.int8.onnx: starts without torch
  attribution export models/mine --check gold.jsonl          and tells how labels differ from those of torch

Needs: pip install 'news-attribution[onnx]'
"""
SERVE = """\
examples:
  attribution serve                                          paste articles at http://127.0.0.1:8000/
  attribution serve --port 0 --max-mb 50 --timeout 600       any free port, larger requests, more time
  curl -H 'content-type: application/json' -d '{"documents": [{"text": "The army denied it."}]}' \\
      http://127.0.0.1:8000/api/v1/analyze

Only this machine is served unless --host says otherwise. docs/service.md describes the API.

Needs: pip install 'news-attribution[serve]'
"""
