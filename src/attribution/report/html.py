"""The report as one HTML file that needs no network: claims first, then articles, sources, and how it was made.

Every text goes through the template's autoescape; style and script are the only inline parts that the page's policy
allows, by their digests.
"""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from attribution.corroboration import history
from attribution.corroboration.explaining import explain_shipped
from attribution.corroboration.table import moments
from attribution.errors import InputError
from attribution.jsonform import write_json
from attribution.labels import GRADES, AttributionType, SourceKind, Stance
from attribution.report.table import TAGS, UNSAFE
from attribution.schema import Attribution, ClaimScore, Document, Evidence, Sentence
from attribution.sources.keys import source_key

if TYPE_CHECKING:
    from attribution.analysis import Analysis

__all__ = ["UNCERTAIN", "asset", "policy", "to_frame", "to_html"]

UNCERTAIN = 0.75
"""A type with a lower probability is shown as uncertain."""

_UNCLEAR = "Source unclear"


@dataclass(frozen=True)
class _Quote:
    """A text that is evidence, wherever it stands: copies of it are shown once, with all their places."""

    text: str
    items: Sequence[Evidence]

    @property
    def types(self) -> list[AttributionType | None]:
        """Each type that it has, once."""
        return list(dict.fromkeys(item.type for item in self.items))

    @property
    def places(self) -> list[tuple[str, int]]:
        """Document id and sentence number of each copy."""
        return list(dict.fromkeys((item.document_id, item.sentence_index) for item in self.items))

    @property
    def note(self) -> str:
        """Why it moves nothing, where it takes a side and yet does not."""
        if AttributionType.NO_COMMENT in self.types:
            return "never counts"
        if all(item.weight == 0 for item in self.items):
            return "replaced by what the source said later"
        return "" if any(item.contribution for item in self.items) else "not counted again"


@dataclass(frozen=True)
class _Group:
    """What one origin says on one side of a claim, what counts most first."""

    name: str
    described: str
    contribution: float
    quotes: Sequence[_Quote]


@dataclass
class _Source:
    """One source over all articles; ``said`` has document number, sentence number, sentence and attribution."""

    name: str
    said: list[tuple[int, int, Sentence, Attribution]] = field(default_factory=list)

    @property
    def described(self) -> str:
        """Kind, and whether it is named: what most of its attributions say."""
        kind = Counter(a.source_kind for *_, a in self.said).most_common(1)[0][0]
        nameless = sum(a.anonymous for *_, a in self.said) * 2 > len(self.said)
        if self.name == _UNCLEAR:
            return ""
        return ", ".join([*([] if kind is SourceKind.UNKNOWN else [kind]), "not named" if nameless else "named"])

    @property
    def quotes(self) -> Mapping[tuple[AttributionType, str], Mapping[tuple[int, int], Attribution]]:
        """What it says, each text once for each type, with all its places: document and sentence number."""
        found: dict[tuple[AttributionType, str], dict[tuple[int, int], Attribution]] = defaultdict(dict)
        for number, index, sentence, attribution in self.said:
            found[attribution.type, sentence.text].setdefault((number, index), attribution)
        return found


def to_html(analysis: "Analysis") -> str:
    """Return the report of an analysis as one HTML page.

    It reads without JavaScript, loads nothing, and shows every text as text, whatever markup is in it.

    Examples
    --------
    >>> from attribution.analysis import Analysis
    >>> page = to_html(Analysis((Document("a.txt", "", title="<b>Depot</b> hit"),), (), {}))
    >>> page[:15], "&lt;b&gt;Depot&lt;/b&gt; hit" in page
    ('<!doctype html>', True)
    """
    style, script = asset("report.css"), asset("report.js")
    sources = _sources(analysis.documents)
    groups = [_sides(claim) for claim in analysis.claims]
    largest = max((abs(g.contribution) for sides in groups for side in sides.values() for g in side), default=0.0)
    page = _template().render(
        analysis=analysis,
        claims=list(
            zip(analysis.claims, groups, map(_history, [analysis] * len(groups), analysis.claims), strict=True)
        ),
        largest=largest or 1.0,
        number={document.id: i for i, document in enumerate(analysis.documents)},
        sources=sources,
        evidence=_evidence_by_sentence(analysis.claims),
        run=write_json(analysis.run, indent=1),
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
    )
    return UNSAFE.sub("\ufffd", page)


def to_frame(analysis: "Analysis") -> str:
    """Return the report in a sandboxed frame, for notebooks: it can neither read nor restyle the page around it."""
    return (
        '<iframe title="Source attribution report" sandbox="allow-scripts allow-popups" width="100%" height="720" '
        f'style="border:1px solid #8888" srcdoc="{escape(to_html(analysis))}"></iframe>'
    )


def asset(name: str, package: str = "attribution.report") -> str:
    """Return the text of a file that pages are made of."""
    return resources.files(package).joinpath("assets", name).read_text("utf-8")


def policy(style: str, script: str, *, form_action: str = "'none'") -> str:
    """Return the content security policy of a page with this style and script and nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        f"base-uri 'none'; form-action {form_action}"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("attribution.report", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        GRADES=GRADES,
        explain=explain_shipped,
        UNCERTAIN=UNCERTAIN,
        types=list(AttributionType),
        described=_described,
        paragraphs=_paragraphs,
        pieces=_pieces,
        left_out=lambda document: Counter(item.reason for item in document.furniture).most_common(),
        speaker=_speaker,
        key=_key,
        tag=_tag,
        web=lambda url: bool(url) and url.lower().startswith(("http://", "https://")),
    )
    return environment.get_template("report.html.j2")


def _tag(kind: str | None) -> tuple[str, str]:
    """Return the mark and the word of a type; a sentence that the article itself says has a mark as well."""
    mark, word = TAGS[kind][0].split(" ", 1) if kind else ("¶", "article’s own words")
    return {"-": "−", ">": "“"}.get(mark, mark), word


def _described(kind: SourceKind, anonymous: bool) -> str:
    return ", ".join([*([] if kind is SourceKind.UNKNOWN else [kind.value]), *(["not named"] if anonymous else [])])


def _speaker(attribution: Attribution) -> str:
    return attribution.source_name or _UNCLEAR


def _key(attribution: Attribution) -> str:
    return source_key(attribution.source_name) if attribution.source_name else ""


def _paragraphs(document: Document) -> Iterator[list[tuple[int, Sentence]]]:
    """Yield the numbered sentences of each paragraph: a new one begins where the text between has a line's end."""
    paragraph: list[tuple[int, Sentence]] = []
    end = 0
    for index, sentence in enumerate(document.sentences):
        if paragraph and "\n" in document.text[end : sentence.start_char]:
            yield paragraph
            paragraph = []
        paragraph.append((index, sentence))
        end = sentence.end_char
    if paragraph:
        yield paragraph


def _pieces(sentence: Sentence) -> list[tuple[str, str]]:
    """Cut a sentence into pieces of text with their role: ``source``, ``cue`` or none."""
    roles = [""] * len(sentence.text)
    for attribution in sentence.attributions:
        for role, span in (("source", attribution.source), ("cue", attribution.cue)):
            for place in range(span.start_char, span.end_char) if span else ():
                if 0 <= place - sentence.start_char < len(roles):
                    roles[place - sentence.start_char] = role
    cut = groupby(zip(roles, sentence.text, strict=True), key=lambda pair: pair[0])
    return [(role, "".join(character for _, character in run)) for role, run in cut]


def _sides(claim: ClaimScore) -> dict[Stance, list[_Group]]:
    """Return who supports, who refutes and who takes no side, the largest contribution first."""
    names = {origin.id: origin.name for origin in claim.origins}
    found: dict[tuple[Stance, str], list[Evidence]] = defaultdict(list)
    for item in claim.evidence:
        found[item.stance, item.origin_id].append(item)
    sides: dict[Stance, list[_Group]] = {Stance.SUPPORTS: [], Stance.REFUTES: [], Stance.NEUTRAL: []}
    for (stance, origin), items in found.items():
        first = max(items, key=lambda item: abs(item.contribution))
        kind = "the publication" if first.type is None else _described(first.source_kind, first.anonymous)
        name = first.source if origin == "unresolved" and first.source else names.get(origin, first.source) or _UNCLEAR
        total = sum(item.contribution for item in items)
        texts: dict[str, list[Evidence]] = defaultdict(list)
        for item in sorted(items, key=lambda item: -abs(item.contribution)):
            texts[item.text].append(item)
        sides.setdefault(stance, []).append(_Group(name, kind, total, [_Quote(*pair) for pair in texts.items()]))
    for groups in sides.values():
        groups.sort(key=lambda group: -abs(group.contribution))
    return sides


def _evidence_by_sentence(claims: Sequence[ClaimScore]) -> Mapping[tuple[str, int], dict[int, str]]:
    """Return for each sentence the claims that it is about, by number, with its weightiest stance."""
    found: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for number, claim in enumerate(claims):
        for item in sorted(claim.evidence, key=lambda item: (item.stance in _TAKES_SIDE, abs(item.contribution))):
            found[item.document_id, item.sentence_index][number] = item.stance.value
    return found


_TAKES_SIDE = (Stance.SUPPORTS, Stance.REFUTES)


def _sources(documents: Sequence[Document]) -> list[_Source]:
    """Return every source, the one that is quoted most first; what nobody is named for comes last."""
    found: dict[str, _Source] = {}
    for number, document in enumerate(documents):
        for index, sentence in enumerate(document.sentences):
            for attribution in sentence.attributions:
                source = found.setdefault(_key(attribution), _Source(_speaker(attribution)))
                source.said.append((number, index, sentence, attribution))
    return sorted(found.values(), key=lambda source: (source.name == _UNCLEAR, -len(source.said), source.name))


@dataclass(frozen=True)
class _Step:
    """The score from one date on; ``x`` is its place in the drawing, in per cent of the width, as is ``until``."""

    day: str
    score: float
    low: float
    high: float
    x: float
    until: float
    has_day: bool
    has_value: bool
    new: Sequence[tuple[str, str]]


def _history(analysis: "Analysis", claim: ClaimScore) -> list[_Step]:
    """Return the score at every date of the evidence, and who is new then; nothing where there are not two dates.

    Nothing either where the shipped weights do not give the claim's score: it was made with others.
    """
    try:
        points = history(claim, as_of=analysis.run.get("settings", {}).get("as_of"))
    except InputError:
        return []
    days = {point.date[:10]: point for point in points}  # the last word of each day
    if len(days) < 2:
        return []
    ends = [moments(point.date, "`date`")[1] for point in days.values()]
    places = [11 + 78 * (end - ends[0]) / (ends[-1] - ends[0]) for end in ends]
    with_day, with_value = _apart(places, 21), _apart(places, 9)
    names = {origin.id: origin.name for origin in claim.origins}
    new: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for item in claim.evidence:
        if item.date and item.stance in _TAKES_SIDE and item.type is not AttributionType.NO_COMMENT:
            new[item.date[:10]][names.get(item.origin_id, _UNCLEAR), item.stance.value] = None
    return [
        _Step(
            day,
            point.corroboration,
            point.interval.low,
            point.interval.high,
            places[i],
            (*places[1:], 97.0)[i],
            i in with_day,
            i in with_value,
            list(new[day]),
        )
        for i, (day, point) in enumerate(days.items())
    ]


def _apart(places: Sequence[float], least: float) -> set[int]:
    """Return which places to label so that no two labels touch; the last has one, then from the left what fits."""
    chosen = [len(places) - 1]
    for i, place in enumerate(places[:-1]):
        if all(abs(place - places[other]) >= least for other in chosen):
            chosen.append(i)
    return set(chosen)
