"""Playbooks to begin a sitting with."""

import copy

from komma_cli.cli.common import shipped_playbook
from komma_cli.paths import format_path
from komma_cli.store import create, load, read_source
from komma_cli.wizard.unattended.outstanding import outstanding
from tests.unit.wizard.helper import core_draft


def core_plan(folder, name="ort.komma.yaml", **sections):
    """Write the plan that the safety core leaves behind, with ``sections`` over it, and return its path."""
    path = folder / name
    create(path, {**copy.deepcopy(core_draft()), "profile": "standard", **sections})
    return path


def finished_plan(folder, name="ort.komma.yaml"):
    """Write Musterstadt with what it lacks told as something this town does not have, and return its path."""
    data = load(read_source(shipped_playbook("musterstadt"))).data
    lacking = {format_path(missing.parts) for missing in outstanding(data)}
    told = [item for item in data.get("open") or [] if item["path"] not in lacking]
    reason = {"since": "2026-11-01", "not_applicable": True, "reason": "gibt es in Musterstadt nicht"}
    data["open"] = told + [{"path": path, **reason} for path in sorted(lacking)]
    path = folder / name
    create(path, data)
    return path
