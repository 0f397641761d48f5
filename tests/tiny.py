"""A tokenizer and a network small enough for tests, made on the spot."""

import string

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from attribution.calibration import LabelCalibration
from attribution.tagging.network import AttributionConfig, AttributionModel
from attribution.tagging.tagger import AttributionTagger
from attribution.tagging.torch_backend import TorchBackend


def tiny_tokenizer() -> Tokenizer:
    """Letters as pieces of words, lower case."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *string.ascii_lowercase, *string.punctuation, "“", "”"]
    pieces += [f"##{letter}" for letter in string.ascii_lowercase]
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def tiny_config(**options: int) -> AttributionConfig:
    """One layer of eight units."""
    encoder = {
        "model_type": "bert",
        "vocab_size": 100,
        "hidden_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "max_position_embeddings": 128,
    }
    return AttributionConfig(
        encoder=encoder, **{"max_tokens": 64, "context_tokens": 16, "pair_size": 4, "pooling_heads": 2, **options}
    )


def tiny_tagger(**options: int) -> AttributionTagger:
    """A tagger with random weights."""
    torch.manual_seed(0)
    backend = TorchBackend(AttributionModel(tiny_config(**options)).eval())
    return AttributionTagger(backend, tiny_tokenizer(), LabelCalibration())
