"""The classes of confidentiality by name: what the command line must know without loading the model."""

from typing import Literal

Confidentiality = Literal["public", "mandate", "internal", "confidential"]
CONFIDENTIALITY: tuple[Confidentiality, ...] = ("public", "mandate", "internal", "confidential")
"""From what everybody may read to what only the named roles may read. Basis: domain research, section 12.2."""
