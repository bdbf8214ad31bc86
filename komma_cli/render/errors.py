"""What can go wrong while a document is made; the words stand in ``data/<lang>/errors/render.yaml``."""

from __future__ import annotations

from komma_cli.errors import KommaError


class RenderError(KommaError):
    """A template, its values or its Markdown cannot become a document; no file was written."""


class ReferenceFileError(RenderError):
    """The Word file handed in as design reference cannot be used; it was only read, never changed."""
