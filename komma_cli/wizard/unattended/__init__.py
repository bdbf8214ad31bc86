"""Answers without a dialogue, and what a draft still lacks."""
