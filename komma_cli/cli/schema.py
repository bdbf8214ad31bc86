"""``komma schema``: the JSON Schema of a playbook, for editors."""

from __future__ import annotations

import json

from komma_cli.cli.common import LangOption, OutputFile, put_out
from komma_cli.cli.language import reader_language


def schema(output: OutputFile = None, lang: LangOption = None) -> None:
    """Print the JSON Schema (draft 2020-12) with titles in the reader's language."""
    from komma_cli.wizard.schema import json_schema

    put_out(json.dumps(json_schema(reader_language()), ensure_ascii=False, indent=2) + "\n", output, machine=True)
