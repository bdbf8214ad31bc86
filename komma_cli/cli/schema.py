"""``komma schema``: the JSON Schema of a playbook, a bundle or a network file, for editors and other programs."""

from __future__ import annotations

import json
from typing import Annotated, Final

import typer

from komma_cli.cli.common import LangOption, OutputFile, put_out, say
from komma_cli.cli.language import reader_language

OF: Final = ("plan", "share", "network")


def schema(
    of: Annotated[str, typer.Option("--of", help=say("schema_of"), metavar="|".join(OF))] = "plan",
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Print a JSON Schema (draft 2020-12); that of a playbook has titles in the reader's language."""
    from komma_cli.cli.check import one_of
    from komma_cli.network import bundle, network_file
    from komma_cli.wizard.schema import json_schema

    one_of(of, OF, "--of")
    made = {
        "plan": lambda: json_schema(reader_language()),
        "share": bundle.json_schema,
        "network": network_file.json_schema,
    }[of]()
    put_out(json.dumps(made, ensure_ascii=False, indent=2) + "\n", output, machine=True)
