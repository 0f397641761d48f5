"""What a sentence states and who states it: its attributions, or the article itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.labels import AttributionType
from attribution.lexicon import REFERRING_BACK
from attribution.phrasing import DATELINE, has_verb
from attribution.schema import Attribution, Sentence, Span
from attribution.wording import Wording

__all__ = ["Statement", "content_text", "cut_out", "relayed", "sentence_text", "statements"]

_LEAST_TERMS = 3  # content words that make a remainder a statement of its own


@dataclass(frozen=True)
class Statement:
    """One attribution with its words, or (``attribution`` None) the article's own words in the sentence."""

    index: int | None
    attribution: Attribution | None
    wording: Wording
    cue: Wording | None

    @property
    def type(self) -> AttributionType | None:
        """The type of the attribution, None for the article's own voice."""
        return self.attribution.type if self.attribution else None

    @property
    def speaker(self) -> str | None:
        """The resolved source, or None."""
        return self.attribution.source_name if self.attribution else None

    @property
    def cue_and_content(self) -> Wording:
        """Cue and content as one text."""
        return Wording(f"{self.cue.text if self.cue else ''} {self.wording.text}")

    @property
    def refers_back(self) -> bool:
        """Whether the content is only a word for something said before: "the report", "it", "any involvement"."""
        return bool(self.wording.text) and len(self.own_words) <= 1

    @property
    def own_words(self) -> list[str]:
        """Those of its words that do more than refer to something said before."""
        words = (word.removesuffix("'s").removesuffix("’s") for word in self.wording.words if word[0].isalpha())
        return [word for word in words if word not in REFERRING_BACK]


def statements(sentence: Sentence) -> list[Statement]:
    """Split a sentence into what its sources state, in order, and what the article adds in its own voice.

    An outer attribution that only relays an inner one ("State TV said the army had denied it") is left out.
    """
    made = []
    inner = relayed(sentence.attributions)
    worded = any(a.cue or a.content for a in sentence.attributions)
    for index, attribution in enumerate(sentence.attributions):
        if worded and not (attribution.cue or attribution.content):
            continue  # a type without words beside one that has them states nothing of its own
        text = content_text(sentence, attribution)
        if index in inner and any(_leads(sentence.attributions[i], attribution) for i in inner[index]):
            continue
        if index in inner:
            text = _without(attribution.content, [a for i, a in enumerate(sentence.attributions) if i in inner[index]])
            if len(Wording(text).terms) < _LEAST_TERMS:
                continue
        cue = Wording(attribution.cue.text) if attribution.cue else None
        made.append(Statement(index, attribution, Wording(DATELINE.sub("", text)), cue))
    if not sentence.attributions:
        return [Statement(None, None, Wording(DATELINE.sub("", sentence.text)), None)]
    own = cut_out(sentence.text, sentence.start_char, [s for a in sentence.attributions for s in _spans(a)])
    own = DATELINE.sub("", own)
    if not all(a.content for a in sentence.attributions) or len(Wording(own).terms) < _LEAST_TERMS:
        return made
    if has_verb(own):
        return [*made, Statement(None, None, Wording(own), None)]
    # "'We have lost eight men,' he said of the blast at Norvik": what is around a quotation says what it is about.
    return [replace(m, wording=Wording(f"{m.wording.text}; {own}")) for m in made] if len(made) == 1 else made


def sentence_text(sentence: Sentence) -> str:
    """Return the sentence less its sources and cues."""
    marks = [s for a in sentence.attributions for s in (a.source, a.cue) if s is not None]
    return cut_out(sentence.text, sentence.start_char, marks)


def content_text(sentence: Sentence, attribution: Attribution) -> str:
    """Return the attributed words.

    Without content spans, the words between its cue and the next attribution, or those before the cue where none
    follow; with a single attribution the whole sentence less source and cue.
    """
    if attribution.content:
        return " ".join(span.text for span in attribution.content)
    marks = [s for a in sentence.attributions for s in (a.source, a.cue) if s is not None]
    cue = attribution.cue
    if cue is not None and len(sentence.attributions) > 1:
        after = min((s.start_char for s in marks if s.start_char >= cue.end_char), default=sentence.end_char)
        before = max((s.end_char for s in marks if s.end_char <= cue.start_char), default=sentence.start_char)
        for start, end in ((cue.end_char, after), (before, cue.start_char), (sentence.start_char, before)):
            text = sentence.text[start - sentence.start_char : end - sentence.start_char]
            if len(text.split()) > 1:
                return cut_out(text, start, marks)
    return sentence_text(sentence)


def relayed(attributions: Sequence[Attribution]) -> dict[int, set[int]]:
    """Return for each outer attribution the indices of those inside it.

    An attribution is inside another when the other's content covers its cue or source, or, where the other has no
    content, when its source follows the other's cue directly.
    """
    inner: dict[int, set[int]] = {}
    for i, outer in enumerate(attributions):
        for j, other in enumerate(attributions):
            if i != j and _covers(outer, other) and not (j < i and _covers(other, outer)):
                inner.setdefault(i, set()).add(j)
    return inner


def _covers(outer: Attribution, inner: Attribution) -> bool:
    anchor = inner.cue or inner.source
    if anchor is None:
        return False
    if _leads(inner, outer):
        return True
    if outer.content:
        return any(span.start_char <= anchor.start_char and anchor.end_char <= span.end_char for span in outer.content)
    return outer.cue is not None and inner.source is not None and 0 <= inner.source.start_char - outer.cue.end_char <= 6


def _leads(inner: Attribution, outer: Attribution) -> bool:
    """Tell whether an attribution without content stands before another's: "Tests showed that ..., said the firm"."""
    if inner.content or inner.cue is None or outer.cue is None or not outer.content:
        return False
    start, end = outer.content[0].start_char, outer.content[-1].end_char
    return 0 <= start - inner.cue.end_char <= 2 and outer.cue.start_char >= end


def _spans(attribution: Attribution) -> list[Span]:
    return [span for span in (attribution.source, attribution.cue, *attribution.content) if span is not None]


def _without(content: Sequence[Span], inner: Sequence[Attribution]) -> str:
    cut = [span for attribution in inner for span in _spans(attribution)]
    return " ".join(cut_out(span.text, span.start_char, cut) for span in content)


def cut_out(text: str, start: int, spans: Sequence[Span]) -> str:
    """Return the text, which begins at character ``start``, without the spans."""
    kept = [True] * len(text)
    for span in spans:
        for position in range(max(span.start_char - start, 0), min(span.end_char - start, len(text))):
            kept[position] = False
    left = "".join(c if keep else "\0" for c, keep in zip(text, kept, strict=True))
    return re.sub(r"\s+", " ", re.sub("\0+", " ", left)).strip(" ,;:.")
