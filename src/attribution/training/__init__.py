"""Fine-tuning; needs the ``train`` extra. ``train`` is the one entry point."""

from attribution.training.run import train

__all__ = ["train"]
