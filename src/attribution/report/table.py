"""The table that an editor reads on a terminal: who says what, sentence by sentence, then claim by claim.

Nothing is said by colour alone: every type has a mark and a word, and the source and cue that are underlined and
italic in a sentence stand in words below it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from attribution.corroboration.explaining import explain_shipped
from attribution.labels import GRADES, NONE, SourceKind, Stance
from attribution.schema import Attribution, ClaimScore, Document, Evidence, Sentence, SentenceKind, Span

__all__ = ["CAVEAT", "write_claims", "write_document", "write_legend"]

CAVEAT = "The score measures the sourcing, not the facts."

_BY_HAND = "✎"
_NO_BREAK = "\u00a0"
TAGS = {
    "official_confirmation": ("+ official", "green"),
    "hint": ("~ hint", "cyan"),
    "denial": ("- denial", "red"),
    "group_allegation": ("! allegation", "magenta"),
    "no_comment": ("/ no comment", "yellow"),
    "statement": ("> statement", "blue"),
    NONE: ("", "dim"),
}
_TAG_WIDTH = max(len(tag) for tag, _ in TAGS.values())
_KIND_TAGS = {SentenceKind.BYLINE: "byline", SentenceKind.CROSSHEAD: "heading"}
_STANCES = {
    Stance.SUPPORTS: "supports",
    Stance.REFUTES: "refutes",
    Stance.NEUTRAL: "neutral",
    Stance.UNRELATED: "unrelated",
}
_STANCE_STYLES = {Stance.SUPPORTS: "green", Stance.REFUTES: "red"}
_MOST_ROWS = 8
# Control characters and those that turn the direction of text could rewrite the terminal; each becomes one character.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write_document(console: Console, document: Document) -> None:
    """Print a document: head line, sentences with their types and sources, what was left out."""
    console.print(Text(_safe(document.title or document.id), style="bold"))
    head = [document.publisher, document.author, document.date, document.id if document.title else None]
    if any(head):
        console.print(Text(" · ".join(_safe(part) for part in head if part), style="dim"))
    if document.skipped:
        console.print(Text(f"Skipped: {_safe(document.skipped)}", style="yellow"))
        console.print()
        return
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(no_wrap=True, min_width=_TAG_WIDTH)
    grid.add_column(overflow="fold")
    for index, sentence in enumerate(document.sentences):
        grid.add_row(str(index), _tag(sentence), _sentence(sentence))
    console.print(grid)
    if document.furniture:
        console.print(Text(_left_out(document), style="dim"))
    console.print()


def _left_out(document: Document) -> str:
    reasons = Counter(item.reason for item in document.furniture)
    listed = ", ".join(f"{_safe(reason)} {count}" for reason, count in reasons.most_common())
    pieces = len(document.furniture)
    return f"Left out: {pieces} piece{'' if pieces == 1 else 's'} of page furniture ({listed})"


def _tag(sentence: Sentence) -> Text:
    if sentence.kind in _KIND_TAGS:
        return Text(_KIND_TAGS[sentence.kind], style="dim")
    tags = [Text(*TAGS.get(label, (label, ""))) for label in sentence.labels]
    if sentence.set_by_human and tags:
        tags[0] = Text.assemble(tags[0] if tags[0].plain else Text("none", "dim"), " ", _BY_HAND)
    return Text("\n").join(tags)


def _sentence(sentence: Sentence) -> Text:
    plain = sentence.labels in ((), (NONE,))
    text = Text(_safe(sentence.text), style="dim" if plain else "")
    for attribution in sentence.attributions:
        for span, style in ((attribution.source, "underline"), (attribution.cue, "italic")):
            if span is not None:
                _style(text, sentence, span, style)
    lines = [text, *(_who(attribution, len(sentence.labels) > 1) for attribution in sentence.attributions)]
    return Text("\n").join(lines)


def _style(text: Text, sentence: Sentence, span: Span, style: str) -> None:
    start, end = span.start_char - sentence.start_char, span.end_char - sentence.start_char
    if 0 <= start < end <= len(text):
        text.stylize(style, start, end)


def _who(attribution: Attribution, several: bool) -> Text:
    """Say in one line who speaks, by which words, and how sure the type is."""
    words = _safe(attribution.source.text) if attribution.source else None
    name = _safe(attribution.source_name) if attribution.source_name else None
    parts = [f"{words} = {name}" if words and name and words != name else name or words or "source unclear"]
    kind = [] if attribution.source_kind is SourceKind.UNKNOWN else [attribution.source_kind.value]
    described = ", ".join([*kind, *(["not named"] if attribution.anonymous else [])])
    parts[0] += f" ({described})" if described else ""
    if attribution.cue:
        parts.append(f"“{_safe(attribution.cue.text)}”")
    tag = f"{TAGS[attribution.type][0]} ".replace(" ", _NO_BREAK) if several else ""
    parts.append(f"{tag}{attribution.prob:.0%}")
    line = Text("└ " + " · ".join(parts), style="dim")
    if attribution.set_by_human:
        line.append(f" {_BY_HAND} {', '.join(attribution.set_by_human)}")
    return line


def write_claims(
    console: Console, claims: Sequence[ClaimScore], documents: Sequence[Document], *, explain: bool = False
) -> None:
    """Print each claim with its score, grade and origins, who says what about it, and what the score means.

    With ``explain``, print why it has that score as well.
    """
    console.rule(Text("Claims", style="bold"), align="left", style="dim")
    if not claims:
        console.print("No claim was given, and none was found that several attributions are about.")
    several = len(documents) > 1
    for claim in claims:
        console.print(Text.assemble((_safe(claim.text), "bold"), (f"  {_safe(claim.id)}", "dim")))
        if claim.context and several:  # of one article, a reader knows what it is about
            console.print(Text(f"found in: {_safe(claim.context)}", style="dim"), no_wrap=True, overflow="ellipsis")
        for line in _summary(claim):
            console.print(line)
        console.print(_evidence_table(claim, several) if claim.evidence else "Nothing in these documents is about it.")
        hidden = len(claim.evidence) - _MOST_ROWS
        if hidden > 0:
            console.print(
                Text(f"and {hidden} more that count no more than these; --format json has all of them", style="dim")
            )
        if explain and (explanation := explain_shipped(claim)):
            console.print()
            console.print(Text(_safe(explanation.paragraph)))
        console.print()
    if claims:
        console.print(Text(CAVEAT, style="bold"))


def _summary(claim: ClaimScore) -> Iterator[Text]:
    grade = f"grade {claim.grade}, {GRADES[claim.grade]}"
    likelihood = f"; {claim.likelihood}" if claim.likelihood else ""
    interval = f"(90 %: {claim.interval.low:.2f} to {claim.interval.high:.2f})"
    yield Text.assemble((f"{claim.corroboration:.2f}", "bold"), f" {interval}  {grade}{likelihood}")
    number = claim.n_origins_for
    origins = f"{number} independent origin{'' if number == 1 else 's'} for, {claim.n_origins_against} against"
    yield Text(origins + ("; claim found in the documents" if claim.discovered else ""))


def _evidence_table(claim: ClaimScore, several_documents: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False, expand=True)
    table.add_column("who", min_width=10, max_width=26, overflow="fold")
    table.add_column("how", no_wrap=True, min_width=_TAG_WIDTH)
    table.add_column("stance", no_wrap=True, min_width=9)
    table.add_column("counts", justify="right", no_wrap=True, min_width=6)
    table.add_column("sentence", style="dim", no_wrap=True, overflow="ellipsis", ratio=1, min_width=8)
    ranked = sorted(claim.evidence, key=lambda item: -abs(item.contribution))
    for item in ranked[:_MOST_ROWS]:
        where = f" in {_safe(item.document_id)}" if several_documents else ""
        tag, style = TAGS[item.type] if item.type else ("own words", "")
        table.add_row(
            _speaker(item),
            Text(tag, style=style),
            Text(_STANCES[item.stance], style=_STANCE_STYLES.get(item.stance, "dim")),
            f"{item.contribution:+.2f}" if item.contribution else "0",
            Text(f"{item.sentence_index}{where}: {_safe(item.text)}"),
        )
    return table


def _speaker(item: Evidence) -> Text:
    name = _safe(item.source) if item.source else "source unclear" if item.type else "the article"
    text = Text(name + (" (not named)" if item.anonymous and item.source else ""))
    return Text(f"{_BY_HAND} ") + text if item.set_by_human else text


def write_legend(console: Console, documents: Sequence[Document], claims: Sequence[ClaimScore]) -> None:
    """Print what the hand mark means, where one was shown."""
    marked = any(s.set_by_human or any(a.set_by_human for a in s.attributions) for d in documents for s in d.sentences)
    if marked or any(item.set_by_human for claim in claims for item in claim.evidence):
        console.print(Text(f"{_BY_HAND} set by hand", style="dim"))


def _safe(text: str) -> str:
    """Return text on one line that a terminal only shows, as many characters long."""
    return UNSAFE.sub("\ufffd", text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
