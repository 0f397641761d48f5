"""Sentences to attributions with a fine-tuned transformer."""
