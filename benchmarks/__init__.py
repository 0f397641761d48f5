"""Measurements: labels, spans, furniture, mentions, speed, and the quality gate over them."""
