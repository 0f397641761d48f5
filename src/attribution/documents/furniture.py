"""Which paragraphs of a pasted page are not its article.

Rules name lines (`rules`); a heading such as "Recent posts" takes the headlines that follow until running prose is
back; what stands before the first and after the last prose of the article goes with the furniture there; and what still
looks like furniture to a fitted model (`leftover`) goes, too. A page without any furniture loses nothing.
"""

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from attribution.documents.kinds import is_byline, is_prose
from attribution.documents.leftover import Known, LeftoverModel, candidates, line_features
from attribution.documents.lines import ENDS_SENTENCE
from attribution.documents.rules import CLOSINGS, ENDINGS, matched, weakly_matched
from attribution.documents.voice import hints, promotes, quotes_or_reports, speaks

__all__ = ["furniture_reasons"]

_OPENERS = {"related": 20, "tags": 4}  # and the words of the longest line that each takes along
_TAIL = 0.3  # of the article's characters: a notice with more below it stands inside the article
_COMMENTS = frozenset({"comments", "comment form"})
_MANY = 4  # lines of furniture that make a text a page
_LONG = 1000  # characters of a paragraph that are looked at when its words are counted
_BLOCK = 24  # lines that a heading may take at most
_WORD = re.compile(r"\w{5,}")
_COMMON_WORDS = """
    about after again against among because been before being between could during every first found having later might
    other people should since still their there these thing think those three through today under until where which
    while whose would years according officials government minister police
    monday tuesday wednesday thursday friday saturday sunday
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_CROSSHEAD = 8  # words of the longest cross-head
_HEADED = 3  # lines of a headline with what is above and below it
_NEAR = 6  # lines within which the same line twice is a caption and its copy
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){1,2}")
_LAST_WORDS = re.compile(rf"{ENDS_SENTENCE.pattern}|^\(.*\)$")
_CREDITS = frozenset({"photo credit", "copyright"})
_PULLED = re.compile(r"""["“‘'](\w[^"“”]{20,200})["”’'](?: ?[–—-] ?.{3,60})?""")
_QUOTATION = 40  # words of the longest quotation that is set apart from the text
_AGO = re.compile(r"(?:\d+|an?) ?\w{1,7} ago(?: \(edited\))?|\d+[hdwm]", re.I)
_LABELLED = re.compile(r"(?:Explained|Explainer|Opinion|Analysis|Timeline|Profile|Podcast|Quiz|Editorial) ?[:|] \w")
_QUOTES = re.compile(r"""["“”]""")
_MANY_LINKS = 10  # lines of furniture that no article goes on below, if it does so for one paragraph
_KNOWN = 100  # paragraphs of the article that others are compared with


def furniture_reasons(paragraphs: Sequence[str]) -> list[str | None]:
    """Return for each paragraph the reason why it is furniture, or None for the article's own.

    >>> furniture_reasons(["The depot was hit on Monday night.", "Recent posts", "Ferry late again", "Roads shut"])
    [None, 'related', 'related', 'related']
    """
    page = Page(paragraphs)
    page.mark_by_rules()
    page.mark_leftover(LeftoverModel.shipped())
    return page.reasons


class Page:
    """The paragraphs of one page, what each looks like, and why it is out."""

    steps = ("notices", "blocks", "weak", "voices", "captions", "pull_quotes", "gaps", "ends", "before", "after")

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.paragraphs = paragraphs
        self.words = [len(line[:_LONG].split()) for line in paragraphs]
        self.reasons: list[str | None] = [matched(line) for line in paragraphs]
        self.bylines = [is_byline(line) for line in paragraphs]
        self.prose = [is_prose(line) and not byline for line, byline in zip(paragraphs, self.bylines, strict=True)]
        self.heading = self._heading()

    def mark_by_rules(self, without: Container[str] = ()) -> None:
        """Take the steps of the rules, except some; all but the first need furniture to go by."""
        for step in self.steps:
            if step not in without and (step == "notices" or any(self.reasons)):
                getattr(self, f"mark_{step}")()

    def mark_leftover(self, model: LeftoverModel) -> None:
        """Take what the rules left and the model knows, twice, because what is taken tells about what is beside it."""
        for _ in range(2 if any(self.reasons) else 0):
            for i, features in zip(*self.undecided(), strict=True):
                if model.prob(features) >= model.threshold:
                    self.reasons[i] = "not the article"

    def undecided(self) -> tuple[list[int], list[list[str]]]:
        """Return the indices of lines that may still be taken, and what they look like."""
        page = Known(self.paragraphs, self.reasons, self.prose, self.heading, self._authors())
        return candidates(page), line_features(page, candidates(page))

    def article(self) -> list[int]:
        """Return the indices of running text that is not known to be furniture."""
        return [i for i, prose in enumerate(self.prose) if prose and self.reasons[i] is None]

    def first(self) -> int:
        """Return the index of the article's first running text: below the byline, and not a headline that asks."""
        article = self.article()
        above = [sum(i < byline for i in article[:4]) for byline, found in enumerate(self.bylines) if found]
        # A byline with at most a headline and a standfirst above it is where the article begins.
        above = [count for count in above if count < min(3, len(article))]
        article = article[max(above, default=0) :]
        last = len(self.prose) - 1
        return next((i for i in article if not (self._asks(i) and i < last and not self.prose[i + 1])), 0)

    def _asks(self, i: int) -> bool:
        """Tell whether a line is short and ends as a question or a cry, as some headlines do."""
        line = self.paragraphs[i]
        return line[-1] in "?!" and self.words[i] <= 16 and line[0] not in "\"“'‘"

    def mark_notices(self) -> None:
        """Take short lines of uneven length that end a page: notices, where a list or verse is even or punctuated."""
        last = max(self.article(), default=len(self.prose))
        tail = self.words[last + 1 :]
        if sum(self.prose) < 3 or len(tail) < 4 or self.paragraphs[last].endswith(":"):
            return
        listed = any(line[-1] in ",;:" for line in self.paragraphs[last + 1 :])
        if not listed and max(tail) >= max(8, 2 * min(tail)):
            self.reasons[last + 1 :] = [reason or "after the article" for reason in self.reasons[last + 1 :]]

    def mark_blocks(self) -> None:
        """Let headings of lists of headlines and of tags take the lines below them."""
        first = self.first()
        for i, reason in enumerate(self.reasons):
            if reason in _OPENERS and not is_prose(self.paragraphs[i]):
                self._take(i, reason)
            elif reason is None and i > first and self._heads_headlines(i):
                self.reasons[i] = "related"
                self._take(i, "related")

    def _take(self, opener: int, reason: str) -> None:
        for i in range(opener + 1, min(opener + 1 + _BLOCK, len(self.paragraphs))):
            if self.reasons[i] is None:
                long = self.words[i] > _OPENERS[reason] * (1 + self.prose[i])
                if long or i in self.heading or self._resumes(i, opener):
                    return
                self.reasons[i] = reason

    def _resumes(self, i: int, opener: int) -> bool:
        """Tell whether the article is back: prose, and neither a headline in full stops nor the teaser of one."""
        if not self.prose[i]:
            return False
        near = range(max(0, opener - _KNOWN), opener)
        alien = self._is_alien([i], [j for j in near if self.prose[j] and self.reasons[j] is None])
        if self._asks(i):
            return not alien and i + 1 < len(self.paragraphs) and self.prose[i + 1]
        if i == opener + 1 or i + 1 == len(self.paragraphs) or self.reasons[i + 1]:
            return True
        teaser = alien and not quotes_or_reports(self.paragraphs[i]) and not self.prose[i + 1]
        return not (teaser and _is_headline(self.paragraphs[i + 1]))

    def _heads_headlines(self, i: int) -> bool:
        """Tell whether a short line stands above two and more headlines: a list that no rule knows."""
        lines = self.paragraphs
        introduced = lines[i].endswith(":") or lines[i - 1].endswith(":")
        if introduced or i + 2 >= len(lines) or self.words[i] > 5 or self.prose[i]:
            return False
        return all(_is_headline(lines[j]) and not self.prose[j] and not self.bylines[j] for j in (i + 1, i + 2))

    def mark_weak(self) -> None:
        """Take buttons, counts and dated headlines that touch furniture."""
        last = len(self.reasons) - 1
        for indices, step in ((range(1, last + 1), -1), (range(last - 1, -1, -1), 1)):
            for i in indices:
                weak = self.reasons[i] is None and not self.prose[i] and weakly_matched(self.paragraphs[i])
                if weak and self.reasons[i + step] and i not in self.heading:
                    self.reasons[i] = self.reasons[i + step]

    def mark_voices(self) -> None:
        """Take prose beside furniture that speaks as the page does, and what introduces the author by name."""
        authors = self._authors()
        last = len(self.reasons) - 1
        for indices, step in ((range(1, last + 1), -1), (range(last - 1, -1, -1), 1)):
            for i in indices:
                if self.reasons[i] is None and self.prose[i] and self.reasons[i + step]:
                    signs = speaks(self.paragraphs[i])
                    named = signs and self.paragraphs[i].startswith(authors)
                    if signs + bool(named) >= 2 or (hints(self.paragraphs[i]) and self._is_enclosed(i)):
                        self.reasons[i] = "promotion"

    def _is_enclosed(self, i: int) -> bool:
        """Tell whether a line has furniture on both sides, or is the last, and is about other things."""
        last = i + 1 == len(self.reasons)
        enclosed = self.reasons[i - 1] and (last or self.reasons[i + 1])
        return bool(enclosed) and self._is_alien([i], [j for j in self.article() if j != i][:_KNOWN])

    def _authors(self) -> tuple[str, ...]:
        """Return the full and first names in the bylines."""
        lines = [line for line, byline in zip(self.paragraphs, self.bylines, strict=True) if byline]
        names = [match[0] for line in lines for match in _NAME.finditer(line)]
        return tuple(f"{name} " for full in names for name in (full, full.split()[0]))

    def mark_captions(self) -> None:
        """Take the caption above a credit, when furniture or a heading is above it, and what stands twice nearby."""
        for i, reason in enumerate(self.reasons):
            if reason == "photo credit" and i > 1 and self.words[i] <= 8 and self._is_caption(i - 1):
                self.reasons[i - 1] = "photo credit"
            if reason in _CREDITS and self.words[i] <= 8 and self._is_caption_below(i + 1):
                self.reasons[i + 1] = "photo credit"
        places: dict[str, int] = {}
        for i, line in enumerate(self.paragraphs):
            before = places.get(line)
            places[line] = i
            if before is None or i - before > _NEAR or self.words[i] < 4 or quotes_or_reports(line):
                continue
            for j in (before, i):
                if j not in self.heading:
                    self.reasons[j] = self.reasons[j] or "repeated"

    def _is_caption(self, i: int) -> bool:
        """Tell whether a line above a credit is one short sentence that no paragraph is above."""
        line = self.paragraphs[i]
        if self.reasons[i] or i in self.heading or self.words[i] > 30 or quotes_or_reports(line):
            return False
        return not self.prose[i - 1] or self.reasons[i - 1] is not None

    def _is_caption_below(self, i: int) -> bool:
        """Tell whether a line below a credit is one short sentence with buttons below it."""
        if i + 1 >= len(self.reasons) or self.reasons[i] or not self.reasons[i + 1] or self.bylines[i]:
            return False
        if self.reasons[i + 1] != "share buttons" and not weakly_matched(self.paragraphs[i + 1]):
            return False
        return 4 <= self.words[i] <= 30 and not quotes_or_reports(self.paragraphs[i])

    def mark_pull_quotes(self) -> None:
        """Take quotations that stand by themselves and are in a longer paragraph, too."""
        for i, line in enumerate(self.paragraphs):
            match = _PULLED.fullmatch(line)
            if match and self.reasons[i] is None and self.words[i] <= _QUOTATION:
                said = match[1].rstrip(".,!?").replace("’", "'")
                if any(said in other.replace("’", "'") and len(other) > len(line) for other in self.paragraphs):
                    self.reasons[i] = "repeated"

    def mark_gaps(self) -> None:
        """Take what stands with furniture between paragraphs, and headlines in a row on a page with much furniture."""
        first = self.first()
        article = [i for i in self.article() if i >= first]
        many = sum(reason is not None for reason in self.reasons) >= _MANY
        for before, after in pairwise(article):
            gap = range(self._end(before), after)
            found = [reason for reason in self.reasons[before + 1 : after] if reason]
            if not found and not (many and self._is_list_of_links(gap)):
                continue
            for i in gap:
                if self.reasons[i] is None and not (i == after - 1 and self._heads_text(i)):
                    self.reasons[i] = found[0] if found else "related"

    def _is_list_of_links(self, gap: range) -> bool:
        """Tell whether lines between paragraphs are many, headlines in a row, or one too long for a cross-head."""
        if not gap or self.paragraphs[gap[0] - 1].endswith((":", ",", ";")):
            return False
        if len(gap) == 1 and _LABELLED.match(self.paragraphs[gap[0]]):
            return True
        headlines = sum(_is_headline(self.paragraphs[i]) for i in gap)
        return headlines >= 2 or len(gap) >= 4 or (len(gap) == 1 and headlines == 1 and self.words[gap[0]] > _CROSSHEAD)

    def _heads_text(self, i: int) -> bool:
        """Tell whether a line may be a cross-head: the line above it interrupts articles."""
        return self.words[i] <= _CROSSHEAD and self.reasons[i - 1] is not None and self.reasons[i - 1] not in ENDINGS

    def mark_ends(self) -> None:
        """Take prose at either end of the page that furniture parts from the article and that is about other things."""
        closing = self._closing()
        for i in range(closing, len(self.reasons)):
            if not self.prose[i]:
                self.reasons[i] = self.reasons[i] or "after the article"
        runs = self._runs()
        if len(runs) < 2:
            return
        sizes = [sum(len(self.paragraphs[i]) for i in run) for run in runs]
        main = sizes.index(max(sizes))
        for k in range(len(runs) - 1, main, -1):
            between, commented = self.reasons[runs[k - 1][-1] : runs[k][0]], runs[k][0] > closing
            if not self._is_foreign(runs[k], runs[main], between, commented):
                break
            self._mark_run(runs[k], commented)
        for k in range(main):
            if not self._is_foreign(runs[k], runs[main], self.reasons[runs[k][-1] : runs[k + 1][0]], False):
                break
            self._mark_run(runs[k], False)

    def _closing(self) -> int:
        """Return the index of the first line below which no article goes on: comments or a notice after most of it."""
        article = [i for i in self.article() if i >= self.first()]
        below = sum(len(self.paragraphs[i]) for i in article)
        most = below * _TAIL
        posts = [i for i in range(self.first(), len(self.reasons) - 2) if self._is_post(i)]
        for i in range(self.first(), len(self.reasons)):
            below -= len(self.paragraphs[i]) if self.prose[i] and self.reasons[i] is None else 0
            if self.reasons[i] in _COMMENTS:
                return self._first_comment(i)
            if i in posts and len(posts) > 1:
                return i
            if self.reasons[i] in CLOSINGS and below < most:
                return i
        return len(self.reasons)

    def _is_post(self, i: int) -> bool:
        """Tell whether a name, a time that has passed and running text follow each other, as in a comment."""
        named = self.words[i] <= 3 and not self.prose[i]
        return named and bool(_AGO.fullmatch(self.paragraphs[i + 1])) and self.prose[i + 2]

    def _first_comment(self, i: int) -> int:
        """Return the index of the name above a comment whose buttons are at ``i``, or ``i`` if there is none."""
        for j in range(i - 1, max(i - _NEAR, self.first()), -1):
            if not self.prose[j] and (self.bylines[j] or weakly_matched(self.paragraphs[j])):
                return j if self.prose[j - 1] else j - 1
        return i

    def _runs(self) -> list[list[int]]:
        """Return stretches of running text with no furniture between."""
        runs: list[list[int]] = []
        for i in self.article():
            if runs and not any(self.reasons[runs[-1][-1] + 1 : i]):
                runs[-1].append(i)
            else:
                runs.append([i])
        return runs

    def _is_foreign(self, run: list[int], main: list[int], between: list[str | None], commented: bool) -> bool:
        """Tell whether a run beyond some furniture is not the article's, whose longest run is ``main``."""
        lines = [self.paragraphs[i] for i in run]
        quoting = any(quotes_or_reports(line) for line in lines)
        addressing = all(speaks(line) >= 2 for line in lines)
        alien = self._is_alien(run, main[:_KNOWN], 4 if addressing else 8)
        if commented:
            return alien or not quoting or not (len(run) >= 3 and run[-1] - run[0] == len(run) - 1)
        share = sum(map(len, lines)) / sum(len(self.paragraphs[i]) for i in main)
        small = share < 0.15 or (share < 0.5 and addressing)
        last = len(run) == 1 and len(between) >= _MANY_LINKS and "related" in between and run[0] > main[-1]
        quoting = quoting and not (last and not _QUOTES.search(lines[0]))  # a teaser may report, but quotes nobody
        parted = not ENDINGS.isdisjoint(reason for reason in between if reason)
        return parted and (alien or addressing) and small and not quoting

    def _is_alien(self, run: Sequence[int], known: Sequence[int], least: int = 8) -> bool:
        """Tell whether fewer than one in ``least`` words of some lines occur in others.

        With 8, on real articles 8 % of the paragraphs are alien to the rest of their own article, 85 % to another one.
        """
        words = self._vocabulary(run)
        return len(words & self._vocabulary(known)) < max(1, len(words) / least)

    def _vocabulary(self, lines: Sequence[int]) -> set[str]:
        return {m[0].lower() for i in lines for m in _WORD.finditer(self.paragraphs[i][:_LONG])} - _COMMON

    def _mark_run(self, run: Sequence[int], commented: bool) -> None:
        for i in run:
            self.reasons[i] = promotes(self.paragraphs[i]) or ("comments" if commented else "not the article")

    def mark_before(self) -> None:
        """Take what stands above the article with furniture, except its headline, standfirst, byline and date."""
        first = self.first()
        many = sum(reason is not None for reason in self.reasons) >= _MANY
        if not many and not any(self.reasons[:first]):
            return
        for i in range(first):
            if self.reasons[i] is None and i not in self.heading:
                self.reasons[i] = "before the article"

    def _heading(self) -> set[int]:
        """Return the lines above the article that belong to it: from its last byline up to the first short line."""
        first = self.first()
        bylines = [i for i in range(first) if self.bylines[i]]
        near = {i + step for i in bylines if bylines[-1] - i < _NEAR for step in (-1, 1) if 0 <= i + step < first}
        names = {i for i in near if self.reasons[i] is None and self.words[i] in (2, 3)}
        names -= {i for i in names if weakly_matched(self.paragraphs[i])}
        kept, headed = set(bylines[-1:]) | names, 0
        for i in range(bylines[-1] if bylines else first - 1, -1, -1):
            if headed == _HEADED:
                break
            if self.bylines[i]:
                kept.add(i)
            elif self.reasons[i] is None and self.words[i] >= 4 and not weakly_matched(self.paragraphs[i]):
                kept.add(i)
                headed += 1
            elif headed and i not in names:
                break
        return kept

    def mark_after(self) -> None:
        """Take everything after the last line of the article if furniture is among it."""
        article = self.article()
        after = self._end(article[-1]) if article else len(self.reasons)
        if any(self.reasons[after:]):
            self.reasons[after:] = [reason or "after the article" for reason in self.reasons[after:]]

    def _end(self, i: int) -> int:
        """Return the index below a paragraph and the short sentences and remarks that follow it."""
        i += 1
        while i < len(self.reasons) and self.reasons[i] is None and _LAST_WORDS.search(self.paragraphs[i]):
            i += 1
        return i


def _is_headline(line: str) -> bool:
    """Tell whether a line could be the headline of another article."""
    return len(line.split()) in range(4, 19) and line[0].isalnum() and not line[0].islower() and line[-1] not in ",;:."
