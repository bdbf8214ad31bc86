"""Build hook: the wheel carries the data files as JSON, which Python reads about five times as fast as YAML.

People write and review ``komma_cli/data/**/*.yaml``; nobody edits the JSON. A file whose data JSON cannot hold without
a change (a number as a key, a date) stops the build.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileData(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own examples leave the config open
    """Puts ``data/**/*.json`` into the wheel beside nothing else: the YAML files stay behind (see pyproject.toml)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every data file; an editable install reads the YAML files where they lie."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from komma_cli.yamlread import parse

        data = Path(self.root) / "komma_cli" / "data"
        self.folder = tempfile.TemporaryDirectory(prefix="komma-data-")
        target = Path(self.folder.name)
        for source in sorted(data.rglob("*.yaml")):
            found = parse(source.read_text(encoding="utf-8"))
            compiled = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
            place = source.relative_to(data).with_suffix(".json")
            if json.loads(compiled) != found:
                raise ValueError(f"komma_cli/data/{place.with_suffix('.yaml')}: JSON cannot hold this without a change")
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            (target / place).write_text(compiled, encoding="utf-8", newline="\n")
            build_data["force_include"][str(target / place)] = f"komma_cli/data/{place.as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled files; the wheel has its copies."""
        if version != "editable":
            self.folder.cleanup()
