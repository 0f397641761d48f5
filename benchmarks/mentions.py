"""How often a mention ("he", "the group", "the statement", no source at all) gets the right source.

Run ``python -m benchmarks.mentions [dev|dev2|dev3|dev4|train|train2|test] [--json]``, or with ``--file`` on a file of
that form, such as those of real news that training/prepare_sources.py writes. The README there says how the articles
were annotated and what counts as right. Errors are listed for all but test, which stays unseen.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.labels import NONE, AttributionType, SourceKind
from attribution.schema import Attribution, Document, Sentence, Span
from attribution.sources import resolve_sources

FOLDER = Path(__file__).parent / "data" / "mentions"
OUTCOMES = ("right", "wrong", "silent")
PRONOUNS = frozenset({"both", "he", "her", "him", "it", "she", "they"})
DETERMINERS = frozenset({"a", "an", "another", "her", "his", "its", "neither", "one", "others", "the", "their"})
ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
# The last word of whatever stands before a name and is not part of it: "Health Minister", "army spokesman Col.".
TITLE_WORDS = """
adm admiral ambassador archbishop bishop brig brigadier capt captain chairman chairwoman chancellor chief coach col
colonel commander commissioner countess dame director doctor dr editor engineer father gen general governor head
headteacher imam insp inspector judge justice king lady leader lieutenant lord lt madame maj major manager mayor
minister miss mr mrs ms officer owner president prince princess prof professor prosecutor queen rabbi rep rev secretary
sen senator sergeant sgt sheikh sir skipper spokesman spokesperson spokeswoman superintendent treasurer
"""
TITLES = frozenset(TITLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a source is to be found; ``expected`` is None where nobody can tell who it is."""

    sentence_index: int
    attribution_index: int
    text: str | None
    expected: str | None
    accept: tuple[str, ...]

    @property
    def form(self) -> str:
        """What the resolver has to see through: ``unclear``, ``continued``, ``pronoun``, ``nominal`` or ``name``."""
        if self.expected is None:
            return "unclear"
        if self.text is None:
            return "continued"
        if self.text.casefold() in PRONOUNS:
            return "pronoun"
        words = self.text.split()
        acronym = words[-1].isupper() and not words[0].isupper()
        return "nominal" if words[0].casefold() in DETERMINERS and not acronym else "name"


def read_mentions(path: Path, *, first: bool = False) -> list[tuple[Document, list[Mention]]]:
    """Read the articles of one split, with the mentions of each that count; ``first`` mentions too if asked."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(_document(row), list(_mentions(row, first=first))) for row in rows]


def _document(row: dict[str, Any]) -> Document:
    text: str = row["text"]
    sentences = []
    for item in row["sentences"]:
        start, end = item["start_char"], item["end_char"]
        attributions = tuple(_attribution(text, a) for a in item["attributions"])
        labels = tuple(t for t in AttributionType if t in {a.type for a in attributions}) or (NONE,)
        sentences.append(Sentence(start, end, text[start:end], labels=labels, attributions=attributions))
    return Document(id=row["id"], text=text, sentences=tuple(sentences), title=row.get("title"))


def _attribution(text: str, item: dict[str, Any]) -> Attribution:
    return Attribution(
        type=AttributionType(item["type"]),
        source=_span(text, item["source"]),
        cue=_span(text, item["cue"]),
        content=(),
        source_kind=SourceKind(item["source_kind"]),
        anonymous=item["anonymous"],
    )


def _span(text: str, offsets: Sequence[int] | None) -> Span | None:
    return None if offsets is None else Span(offsets[0], offsets[1], text[offsets[0] : offsets[1]])


def _mentions(row: dict[str, Any], *, first: bool) -> Iterable[Mention]:
    for i, sentence in enumerate(row["sentences"]):
        for j, item in enumerate(sentence["attributions"]):
            if first or item["cross_sentence"]:
                source = _span(row["text"], item["source"])
                accept = tuple(item.get("accept", ()))
                yield Mention(i, j, source.text if source else None, item["expected_name"], accept)


def judge(answer: str | None, expected: str | None, accept: Sequence[str] = ()) -> str:
    """Say whether an answer is ``right``, ``wrong`` or ``silent``; case, leading article and titles don't count.

    >>> judge("Health Minister Amina Okafor", "Amina Okafor")
    'right'
    >>> judge("Amina Okafor", None)
    'wrong'
    >>> judge(None, "Amina Okafor")
    'silent'
    """
    if answer is None:
        return "right" if expected is None else "silent"
    names = [*accept] if expected is None else [expected, *accept]
    return "right" if any(_same_name(answer, name) for name in names) else "wrong"


def _same_name(answer: str, name: str) -> bool:
    answer, name = (ARTICLE.sub("", " ".join(text.split())).casefold() for text in (answer, name))
    if answer == name:
        return True
    before = answer.removesuffix(name).split()
    return answer.endswith(f" {name}") and before[-1].rstrip(".") in TITLES


def score_mentions(articles: Iterable[tuple[Document, list[Mention]]]) -> dict[str, Any]:
    """Resolve every article and count the outcomes, overall and by form of mention; percentages of the mentions."""
    counts: dict[str, Counter[str]] = {}
    errors = []
    for document, mentions in articles:
        resolved = resolve_sources(document)
        for mention in mentions:
            sentence = resolved.sentences[mention.sentence_index]
            answer = sentence.attributions[mention.attribution_index].source_name
            outcome = judge(answer, mention.expected, mention.accept)
            counts.setdefault(mention.form, Counter())[outcome] += 1
            if outcome != "right":
                error = {"id": document.id, "outcome": outcome, "mention": mention.text, "sentence": sentence.text}
                errors.append({**error, "expected": mention.expected, "answer": answer})
    total = sum(counts.values(), Counter[str]())
    return {"all": _shares(total), "forms": {k: _shares(v) for k, v in sorted(counts.items())}, "errors": errors}


def _shares(count: Counter[str]) -> dict[str, float]:
    n = count.total()
    return {"n": n, **{outcome: round(100 * count[outcome] / n, 1) if n else 0.0 for outcome in OUTCOMES}}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, and on the dev sets each error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mentions", description=__doc__)
    parser.add_argument(
        "split", nargs="?", default="dev", choices=("dev", "dev2", "dev3", "dev4", "train", "train2", "test")
    )
    parser.add_argument("--file", type=Path, help="a file of the same form instead")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    options = parser.parse_args(argv)
    split = options.file.stem if options.file else options.split
    result = score_mentions(read_mentions(options.file or FOLDER / f"{options.split}.jsonl"))
    if split == "test":
        del result["errors"]
    if options.json:
        print(json.dumps({"split": split, **result}, ensure_ascii=False, indent=2))
        return 0
    print(f"{split:10} {'n':>4} {'right %':>8} {'wrong name %':>13} {'silent %':>9}")
    for name, row in [("all", result["all"]), *result["forms"].items()]:
        print(f"{name:10} {row['n']:4} {row['right']:8} {row['wrong']:13} {row['silent']:9}")
    for error in result.get("errors", []):
        print("{outcome:7}{id}: {mention!r} is {expected!r}, got {answer!r} | {sentence}".format(**error))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
