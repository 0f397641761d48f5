"""What the tagger must do whoever speaks and however it is written, in the manner of CheckList.

    python -m benchmarks.behaviour [--model NAME_OR_FOLDER]

Four capabilities, on cases written for the project (benchmarks/data/behaviour/README.md): ``functionality`` (clear
sentences of every label), ``invariance`` (the same sentence written otherwise), ``swap`` (the same role, another name,
nation or gender) and ``direction`` (a denial or a refusal is added). JSON goes to standard output, a table to standard
error.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attribution.schema import Document, Sentence
from attribution.tagging.tagger import AttributionTagger

FOLDER = Path(__file__).parent / "data" / "behaviour"
Case = dict[str, Any]
"""``id``, the sentences ``before`` and ``after``, the ``sentence`` itself and its right ``labels``."""
AMERICAN = {
    "aluminium": "aluminum",
    "centre": "center",
    "cheque": "check",
    "colour": "color",
    "defence": "defense",
    "grey": "gray",
    "harbour": "harbor",
    "jewellery": "jewelry",
    "labour": "labor",
    "mould": "mold",
    "neighbour": "neighbor",
    "programme": "program",
    "theatre": "theater",
    "travelled": "traveled",
    "tyre": "tire",
}
BRITISH_WORD = re.compile(rf"\b({'|'.join(AMERICAN)})(?=(?:s|ed|ing)?\b)", re.IGNORECASE)


def curly_quotes(text: str) -> str:
    """Set quotation marks and apostrophes as a printer does."""
    return re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")


def british_quotes(text: str) -> str:
    """Quote between single marks, with the comma outside."""
    return re.sub(r'"([^"]*?)(,?)"', r"'\1'\2", text)


def american_spelling(text: str) -> str:
    """Spell the words of `AMERICAN` and their inflections the American way."""

    def american(match: re.Match[str]) -> str:
        word = AMERICAN[match[0].lower()]
        return word.capitalize() if match[0][0].isupper() else word

    return BRITISH_WORD.sub(american, text)


WHOLE_ARTICLE: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "curly quotes": curly_quotes,
    "British quotes": british_quotes,
    "American spelling": american_spelling,
}
REWRITTEN = {"reordered": "reordered attribution", "cue": "paraphrased cue", "source": "named or unnamed source"}


def transformations(case: Case) -> Iterator[tuple[str, Case]]:
    """Yield every rewriting of a case that differs from it; whole-article ones, then those written by hand."""
    for name, change in WHOLE_ARTICLE.items():
        sides = {side: [change(text) for text in case[side]] for side in ("before", "after")}
        changed = case | sides | {"sentence": change(case["sentence"])}
        if changed != case:
            yield name, changed
    for key, text in case["variants"].items():
        yield REWRITTEN[key], case | {"sentence": text}


def swaps(template: Case, groups: dict[str, Any]) -> Iterator[tuple[list[str], Case]]:
    """Yield every filling of a template once, with the groups that it speaks of: nations, origins, genders."""
    text = json.dumps(template)
    used = {
        "nation": re.search("{(nation|adj|capital)}", text),
        "origin": re.search("{(name|surname)}", text),
        "gender": re.search("{(name|surname|he|He|man)}", text),
    }
    seen = set()
    for i, (nation, (adjective, capital)) in enumerate(groups["nations"].items()):
        for origin, names in groups["origins"].items():
            for gender, words in groups["genders"].items():
                name = names[gender][i % len(names[gender])]
                slots = {"nation": nation, "adj": adjective, "capital": capital, "name": name, **words}
                slots |= {"surname": name.split()[-1], "He": words["he"].capitalize()}
                filled = re.sub(r"{(\w+)}", lambda slot, slots=slots: slots[slot[1]], text)
                if filled not in seen:
                    seen.add(filled)
                    chosen = {"nation": nation, "origin": origin, "gender": gender}
                    yield [f"{kind}: {chosen[kind]}" for kind in used if used[kind]], json.loads(filled)


def article(case: Case) -> Document:
    """Join the sentences of a case into a document that is split as the case is."""
    texts = [*case["before"], case["sentence"], *case["after"]]
    starts = [sum(len(text) + 1 for text in texts[:i]) for i in range(len(texts))]
    sentences = tuple(Sentence(s, s + len(t), t) for s, t in zip(starts, texts, strict=True))
    return Document(id=case["id"], text=" ".join(texts), sentences=sentences)


def predicted(tagger: AttributionTagger, cases: Sequence[Case]) -> list[frozenset[str]]:
    """Return the labels that the tagger gives to the sentence of each case, read in its article."""
    documents = tagger.predict([article(case) for case in cases], batch_size=64)
    return [frozenset(d.sentences[len(c["before"])].labels) for d, c in zip(documents, cases, strict=True)]


def tally(outcomes: Iterable[tuple[str, str, bool]]) -> dict[str, Any]:
    """Count by group; an outcome is a group, the id of a case and whether it came out as it must."""
    rows: dict[str, Any] = {}
    for group, id, right in outcomes:
        row = rows.setdefault(group, {"n": 0, "failed": 0, "cases": {}})
        row["n"] += 1
        if not right:
            row["failed"] += 1
            row["cases"][id] = row["cases"].get(id, 0) + 1
    return {group: row | {"failure_rate": row["failed"] / row["n"]} for group, row in sorted(rows.items())}


def measure(tagger: AttributionTagger, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the counts of every capability by group, ``all`` included, with the cases that failed."""
    cases = {
        name: [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("functionality", "invariance", "swaps", "direction")
    }
    groups = json.loads((folder / "groups.json").read_text("utf-8"))
    return {
        "functionality": tally(_functionality(tagger, cases["functionality"])),
        "invariance": tally(_invariance(tagger, cases["invariance"])),
        "swap": tally(_swap(tagger, cases["swaps"], groups)),
        "direction": tally(_direction(tagger, cases["direction"])),
    }


def _functionality(tagger: AttributionTagger, cases: Sequence[Case]) -> Iterator[tuple[str, str, bool]]:
    for case, labels in zip(cases, predicted(tagger, cases), strict=True):
        for group in ("all", ", ".join(case["labels"])):
            yield group, case["id"], labels == set(case["labels"])


def _invariance(tagger: AttributionTagger, cases: Sequence[Case]) -> Iterator[tuple[str, str, bool]]:
    base = dict(zip([case["id"] for case in cases], predicted(tagger, cases), strict=True))
    changed = [(name, new) for case in cases for name, new in transformations(case)]
    for (name, case), labels in zip(changed, predicted(tagger, [new for _, new in changed]), strict=True):
        for group in ("all", name):
            yield group, case["id"], labels == base[case["id"]]


def _swap(tagger: AttributionTagger, templates: Sequence[Case], groups: Any) -> Iterator[tuple[str, str, bool]]:
    """A filling is a flip when its labels are not those that most fillings of its template get."""
    for template in templates:
        spoken, cases = zip(*swaps(template, groups), strict=True)
        labels = predicted(tagger, cases)
        usual = Counter(labels).most_common(1)[0][0]
        for names, given in zip(spoken, labels, strict=True):
            for group in ("all", *names):
                yield group, template["id"], given == usual


def _direction(tagger: AttributionTagger, cases: Sequence[Case]) -> Iterator[tuple[str, str, bool]]:
    """Right when the label that was added is new, and the one that went is gone."""
    after = predicted(tagger, [case | {"sentence": case["changed"]} for case in cases])
    for case, old, new in zip(cases, predicted(tagger, cases), after, strict=True):
        was, must = set(case["labels"]), set(case["changed_labels"])
        for group in ("all", *(must - was)):
            yield group, case["id"], must - was <= new - old and not (was - must) & new


def table(results: dict[str, Any]) -> str:
    """Render a Markdown table: one row a capability and group."""
    lines = ["| capability | group | n | passed | failed or flipped |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {capability} | {group} | {row['n']} | {1 - row['failure_rate']:.1%} | {row['failure_rate']:.1%} |"
        for capability, rows in results.items()
        for group, row in rows.items()
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the JSON and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a model folder (default: the shipped model)")
    args = parser.parse_args(argv)
    results = measure(AttributionTagger.from_pretrained(args.model, backend="torch"))
    print(json.dumps(results, indent=1))
    print(table(results), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
