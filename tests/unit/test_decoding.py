import numpy as np

from attribution.calibration import LabelCalibration
from attribution.labels import ROLES, AttributionType, SourceKind
from attribution.schema import Document, Sentence, SentenceKind
from attribution.tagging.decoding import DocumentLogits, decode_document, decode_roles

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
        np.array(words),
        np.array(ids),
        role_logits,
        token_logits,
        query,
        key,
        sentence_logits,
        np.zeros((len(sentences), 4), np.float32),
    )
    return Document(id="a", text=text, sentences=tuple(spans)), logits


def test_roles_become_segments_of_whole_words() -> None:
    document, logits = logits_for(
        ["The army denied it"], {"source": ["The army"], "cue": ["denied"]}, [[AttributionType.DENIAL]]
    )
    found = [(s.role, s.start, s.end) for s in decode_roles(document.text, logits)]
    assert found == [("source", 0, 2), ("cue", 2, 3)]


def test_an_i_tag_without_its_b_is_impossible() -> None:
    document, logits = logits_for(["it said so"], {}, [[]])
    logits.role_logits[0, 2] = 50
    assert (
        all(s.role != "source" or s.start > 0 for s in decode_roles(document.text, logits))
        or decode_roles(document.text, logits) == []
    )


def test_an_attribution_has_its_source_and_cue() -> None:
    document, logits = logits_for(
        ["The army denied it"],
        {"source": ["The army"], "cue": ["denied"], "content": ["it"]},
        [[AttributionType.DENIAL]],
    )
    [attribution] = decode_document(document, logits, LabelCalibration()).sentences[0].attributions
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
    sentence = decode_document(document, logits, LabelCalibration()).sentences[0]
    assert [(a.cue.text, a.type) for a in sentence.attributions] == [
        ("blamed", AttributionType.GROUP_ALLEGATION),
        ("denied", AttributionType.DENIAL),
    ]
    assert sentence.labels == ("denial", "group_allegation")


def test_a_continued_quotation_has_neither_source_nor_cue() -> None:
    document, logits = logits_for(["Nothing was hit"], {"content": ["Nothing was hit"]}, [[AttributionType.DENIAL]])
    [attribution] = decode_document(document, logits, LabelCalibration()).sentences[0].attributions
    assert attribution.source is None
    assert attribution.cue is None
    assert attribution.content[0].text == "Nothing was hit"


def test_one_cue_means_one_type_unless_another_is_clear() -> None:
    both = [[AttributionType.STATEMENT, AttributionType.HINT]]
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, both)
    hint = TYPES.index(AttributionType.HINT)
    for logit, labels in ((0.2, ("statement",)), (5.0, ("hint", "statement"))):
        logits.sentence_logits[0, hint] = logit
        assert decode_document(document, logits, LabelCalibration()).sentences[0].labels == labels


def test_nothing_fires_is_none_and_has_no_attributions() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[]])
    sentence = decode_document(document, logits, LabelCalibration()).sentences[0]
    assert (sentence.labels, sentence.attributions) == (("none",), ())


def test_bylines_are_never_attributed() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[AttributionType.STATEMENT]])
    byline = Document(id="a", text=document.text, sentences=(Sentence(0, 10, document.text, SentenceKind.BYLINE),))
    assert decode_document(byline, logits, LabelCalibration()).sentences[0].labels == ("none",)


def test_kind_and_anonymity_come_from_the_cue() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[AttributionType.STATEMENT]])
    logits.token_logits[1, 6 + list(SourceKind).index(SourceKind.MEDIA)] = 9
    logits.token_logits[1, 14] = 9
    [attribution] = decode_document(document, logits, LabelCalibration()).sentences[0].attributions
    assert (attribution.source_kind, attribution.anonymous) == (SourceKind.MEDIA, True)


def test_transitions_are_added_to_the_scores() -> None:
    document, logits = logits_for(["It said so"], {"cue": ["said"]}, [[AttributionType.STATEMENT]])
    against = np.zeros((2, 7, 7))
    against[:, :, 3] = -100
    assert decode_roles(document.text, logits, against) == []


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
    assert decode_roles("", empty) == []
