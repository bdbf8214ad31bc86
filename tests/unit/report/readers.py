"""The schemas of those who read the reports; each function returns what is wrong with one, nothing if all is well."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.protocols import Validator
from lxml import etree

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "tests" / "schemas"
OWN = ROOT / "schema" / "komma-check-1.schema.json"


@cache
def _validator(file: Path, kind: type[Validator]) -> Validator:
    schema = json.loads(file.read_text(encoding="utf-8"))
    kind.check_schema(schema)
    return kind(schema)


def _faults(report: str, file: Path, kind: type[Validator]) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in _validator(file, kind).iter_errors(json.loads(report))]


def sarif_faults(report: str) -> list[str]:
    return _faults(report, SCHEMAS / "sarif-schema-2.1.0.json", Draft4Validator)


def gitlab_faults(report: str) -> list[str]:
    return _faults(report, SCHEMAS / "gitlab-code-quality.schema.json", Draft202012Validator)


def own_faults(report: str) -> list[str]:
    return _faults(report, OWN, Draft202012Validator)


def junit_faults(report: str) -> list[str]:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    schema.validate(etree.fromstring(report.encode()))
    return [str(fault) for fault in schema.error_log]
