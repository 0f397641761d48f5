import itertools

import numpy as np
import pytest

from attribution.calibration import LabelCalibration
from attribution.labels import ROLES, AttributionType, SourceKind
from attribution.schema import Document, Sentence, SentenceKind
from attribution.tagging.decoding import DocumentLogits, Segment, decode_documents, decode_roles

TYPES = list(AttributionType)


def logits_for(
    sentences: list[str], roles: dict[str, list[str]], types: list[list[AttributionType]], **cue_types
) -> tuple[Document, DocumentLogits]:
    """An article of single-space words with the given words in each role, sure of everything."""
    text = " ".join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Sentence(start, start + len(sentence), sentence))
        start += len(sentence) + 1
    words, ids, position = [], [], 0
    for index, sentence in enumerate(sentences):
        for word in sentence.split(" "):
            words.append((position, position + len(word)))
            ids.append(index)
            position += len(word) + 1
    n = len(words)
    role_logits, token_logits = np.zeros((n, 7), np.float32), np.zeros((n, 15), np.float32)
    query, key = np.zeros((n, 2, 4), np.float32), np.zeros((n, 4), np.float32)
    role_logits[:, 0] = 5
    for role, phrases in roles.items():
        for phrase in phrases:
            first = text.index(phrase)
            inside = [i for i, (a, b) in enumerate(words) if a >= first and b <= first + len(phrase)]
            role_logits[inside, 2 + 2 * ROLES.index(role)] = 9
            role_logits[inside[0], 1 + 2 * ROLES.index(role)] = 12
    for word, kind in cue_types.items():
        token_logits[[i for i, (a, b) in enumerate(words) if text[a:b] == word], TYPES.index(kind)] = 5
    sentence_logits = np.full((len(sentences), 15), -5, np.float32)
    for row, present in zip(sentence_logits, types, strict=True):
        row[[TYPES.index(t) for t in present]] = 5
    logits = DocumentLogits(
        np.array(words, np.int64).reshape(-1, 2),
        np.array(ids, np.int64),
        role_logits,
        token_logits,
        query,
        key,
        sentence_logits,
        np.zeros((len(sentences), 4), np.float32),
    )
    return Document(id="a", text=text, sentences=tuple(spans)), logits


def decoded(document: Document, logits: DocumentLogits) -> Document:
    [made] = decode_documents([document], [logits], LabelCalibration())
    return made


def roles(text: str, logits: DocumentLogits, transitions: np.ndarray | None = None) -> list[Segment]:
    [segments] = decode_roles([text], [logits], transitions)
    return segments


def noisy_article(n_words: int, seed: int) -> tuple[Document, DocumentLogits]:
    """An article in which the network is sure of nothing."""
    draw = np.random.default_rng(seed)
    sentences = [" ".join("word" for _ in range(4))] * (n_words // 4) + ["word " * (n_words % 4)] * (n_words % 4 > 0)
    document, logits = logits_for([s.strip() for s in sentences], {}, [[]] * len(sentences))
    for name in ("role_logits", "token_logits", "pair_query", "pair_key", "sentence_logits"):
        array = getattr(logits, name)
        array[:] = draw.standard_normal(array.shape)
    return document, logits


def test_roles_become_segments_of_whole_words() -> None:
    document, logits = logits_for(
        ["The army denied it"], {"source": ["The army"], "cue": ["denied"]}, [[AttributionType.DENIAL]]
    )
    found = [(s.role, s.start, s.end) for s in roles(document.text, logits)]
    assert found == [("source", 0, 2), ("cue", 2, 3)]


def test_an_i_tag_without_its_b_is_impossible() -> None:
    document, logits = logits_for(["it said so"], {}, [[]])
    logits.role_logits[0, 2] = 50
    assert (
        all(s.role != "source" or s.start > 0 for s in roles(document.text, logits))
        or roles(document.text, logits) == []
    )


def test_an_attribution_has_its_source_and_cue() -> None:
    document, logits = logits_for(
        ["The army denied it"],
        {"source": ["The army"], "cue": ["denied"], "content": ["it"]},
        [[AttributionType.DENIAL]],
    )
    [attribution] = decoded(document, logits).sentences[0].attributions
    assert (attribution.type, attribution.source.text, attribution.cue.text) == (
        AttributionType.DENIAL,
        "The army",
        "denied",
    )
    assert [c.text for c in attribution.content] == ["it"]


def test_two_cues_of_two_types_come_out_as_two_attributions() -> None:
    document, logits = logits_for(
        ["Rebels blamed soldiers ; ministers denied it"],
        {"source": ["Rebels", "ministers"], "cue": ["blamed", "denied"]},
        [[AttributionType.GROUP_ALLEGATION, AttributionType.DENIAL]],
        blamed=AttributionType.GROUP_ALLEGATION,
        denied=AttributionType.DENIAL,
    )
    sentence = decoded(document, logits).sentences[0]
    assert [(a.cue.text, a.type) for a in sentence.attributions] == [
        ("blamed", AttributionType.GROUP_ALLEGATION),
        ("denied", AttributionType.DENIAL),
    ]
    assert sentence.labels == ("denial", "group_allegation")


def test_a_continued_quotation_has_neither_source_nor_cue() -> None:
    document, logits = logits_for(["Nothing was hit"], {"content": ["Nothing was hit"]}, [[AttributionType.DENIAL]])
    [attribution] = decoded(document, logits).sentences[0].attributions
    assert attribution.source is None
    assert attribution.cue is None
    assert attribution.content[0].text == "Nothing was hit"


def test_one_cue_means_one_type_unless_another_is_clear() -> None:
    both = [[AttributionType.STATEMENT, AttributionType.HINT]]
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, both)
    hint = TYPES.index(AttributionType.HINT)
    for logit, labels in ((0.2, ("statement",)), (5.0, ("hint", "statement"))):
        logits.sentence_logits[0, hint] = logit
        assert decoded(document, logits).sentences[0].labels == labels


def test_nothing_fires_is_none_and_has_no_attributions() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[]])
    sentence = decoded(document, logits).sentences[0]
    assert (sentence.labels, sentence.attributions) == (("none",), ())


def test_bylines_are_never_attributed() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[AttributionType.STATEMENT]])
    byline = Document(id="a", text=document.text, sentences=(Sentence(0, 10, document.text, SentenceKind.BYLINE),))
    assert decoded(byline, logits).sentences[0].labels == ("none",)


def test_kind_and_anonymity_come_from_the_cue() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[AttributionType.STATEMENT]])
    logits.token_logits[1, 6 + list(SourceKind).index(SourceKind.MEDIA)] = 9
    logits.token_logits[1, 14] = 9
    [attribution] = decoded(document, logits).sentences[0].attributions
    assert (attribution.source_kind, attribution.anonymous) == (SourceKind.MEDIA, True)


def test_what_a_source_says_in_one_way_is_one_attribution() -> None:
    words = {"source": ["She"], "cue": ["said", "added"], "content": ["this", "that"]}
    document, logits = logits_for(["She said this and added that"], words, [[AttributionType.STATEMENT]])
    [attribution] = decoded(document, logits).sentences[0].attributions
    assert attribution.cue is not None
    assert (attribution.cue.text, [c.text for c in attribution.content]) == ("said", ["this", "that"])


def test_a_type_without_a_cue_is_by_the_source_whose_cue_speaks_for_it() -> None:
    words = {"source": ["He"], "cue": ["denied"], "content": ["this"]}
    types = [[AttributionType.DENIAL, AttributionType.HINT]]
    document, logits = logits_for(["He denied this pointedly"], words, types, denied=AttributionType.DENIAL)
    found = {a.type: a for a in decoded(document, logits).sentences[0].attributions}
    hint = found[AttributionType.HINT]
    assert hint.source == found[AttributionType.DENIAL].source
    assert (hint.cue, hint.content) == (None, ())


def test_sources_that_end_in_one_word_share_their_kind() -> None:
    words = {"source": ["Ada Berg", "Ms Berg", "Dr Lund"], "cue": ["said", "added", "wrote"]}
    sentences = ["Ada Berg said so", "Ms Berg added it", "Dr Lund wrote it"]
    document, logits = logits_for(sentences, words, [[AttributionType.STATEMENT]] * 3)
    expert, media = (6 + list(SourceKind).index(kind) for kind in (SourceKind.EXPERT, SourceKind.MEDIA))
    logits.token_logits[2, expert], logits.token_logits[[6, 10], media] = 9, 1
    kinds = [s.attributions[0].source_kind for s in decoded(document, logits).sentences]
    assert kinds == [SourceKind.EXPERT, SourceKind.EXPERT, SourceKind.MEDIA]


def test_transitions_are_added_to_the_scores() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[AttributionType.STATEMENT]])
    against = np.zeros((2, 7, 7))
    against[:, :, 3] = -100
    assert roles(document.text, logits, against) == []


def test_an_empty_document_has_no_segments() -> None:
    empty = DocumentLogits(
        np.zeros((0, 2), np.int64),
        np.zeros(0, np.int64),
        *(np.zeros((0, n), np.float32) for n in (7, 15)),
        np.zeros((0, 2, 4), np.float32),
        np.zeros((0, 4), np.float32),
        np.zeros((0, 15), np.float32),
        np.zeros((0, 4), np.float32),
    )
    assert roles("", empty) == []


def test_a_document_is_decoded_the_same_among_others() -> None:
    articles = [noisy_article(n, seed) for seed, n in enumerate([9, 1, 40, 0, 17, 9, *range(1, 70)])]
    transitions = np.random.default_rng(1).standard_normal((2, 7, 7)).tolist()
    documents, logits = zip(*articles, strict=True)
    together = decode_documents(documents, logits, LabelCalibration(), transitions)
    alone = [decode_documents([d], [own], LabelCalibration(), transitions)[0] for d, own in articles]
    assert together == alone
    assert any(sentence.attributions for document in together for sentence in document.sentences)


@pytest.mark.parametrize("seed", range(8))
def test_the_path_found_is_the_best_of_all(seed: int) -> None:
    document, logits = noisy_article(5, seed)
    transitions = np.random.default_rng(seed).standard_normal((2, 7, 7))
    scores = logits.role_logits - np.log(np.exp(logits.role_logits).sum(1, keepdims=True))
    across = np.diff(logits.sentence_ids, prepend=0)
    paths = np.array(list(itertools.product(range(7), repeat=5)))
    before = np.column_stack([np.zeros(len(paths), int), paths[:, :-1]])
    inside = (paths % 2 == 0) & (paths > 0)
    possible = (~inside | (before == paths) | (before == paths - 1)).all(1)
    totals = scores[np.arange(5), paths].sum(1)
    totals += sum(transitions[across[t], before[:, t], paths[:, t]] for t in range(1, 5))
    best = paths[np.where(possible, totals, -np.inf).argmax()]
    found = np.zeros(5, int)
    for segment in roles(document.text, logits, transitions):
        first = 1 + 2 * ROLES.index(segment.role)
        found[segment.start : segment.end] = [first] + [first + 1] * (segment.end - segment.start - 1)
    assert found.tolist() == best.tolist()
