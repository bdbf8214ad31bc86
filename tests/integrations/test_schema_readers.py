"""The schema as foreign programs read it: check-jsonschema, and the language server behind the YAML support of editors.

The language server comes from npm (``npm install yaml-language-server``); ``KOMMA_YAML_LANGUAGE_SERVER`` names its
program where it is not on the path.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.conftest import ROOT, Call

SCHEMA = ROOT / "schema" / "komma-1.schema.json"
ENGLISH = ROOT / "schema" / "komma-1.schema.en.json"
GOOD = sorted(
    [*(ROOT / "playbooks").rglob("*.komma.yaml"), *(ROOT / "tests" / "playbooks" / "good").glob("*.komma.yaml")]
)
SERVER = os.environ.get("KOMMA_YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
TOWN = "municipality: {name: Musterstadt, kind: town, state: NW}\n"
BAD = {
    "no-municipality": "komma: 1\n",
    "unknown-key": f"komma: 1\nrolls: []\n{TOWN}",
    "other-version": f"komma: 2\n{TOWN}",
    "text-for-list": f"komma: 1\n{TOWN}people: Frau Muster\n",
    "number-for-text": "komma: 1\nmunicipality: {name: 5, kind: town, state: NW}\n",
    "no-such-word": "komma: 1\nmunicipality: {name: Musterstadt, kind: village, state: NW}\n",
    "id-with-blanks": f'komma: 1\n{TOWN}people: [{{id: "Frau Muster"}}]\n',
    "telephone": f"komma: 1\n{TOWN}people: [{{id: a, channels: [{{kind: phone, value: 030 23125001}}]}}]\n",
    "duration": f"komma: 1\n{TOWN}reporting: {{feedback_within: 1 Woche}}\n",
    "day": f"komma: 1\n{TOWN}people: [{{id: a, verified: {{on: 1.12.2026, by: Amt}}}}]\n",
    "hours": f"komma: 1\n{TOWN}people: [{{id: a, hours: Di bis Do 8-16 Uhr}}]\n",
    "list-at-top": "[]\n",
}


def check_jsonschema(call: Call, *words: object, code: int = 0) -> str:
    ended = call(sys.executable, "-m", "check_jsonschema", *words, cwd=ROOT, code=code)
    return str(ended.stdout + ended.stderr)


def test_check_jsonschema_takes_the_schema_for_one(call: Call) -> None:
    check_jsonschema(call, "--check-metaschema", SCHEMA, ENGLISH)


@pytest.mark.parametrize("schema", [SCHEMA, ENGLISH], ids=["de", "en"])
def test_check_jsonschema_accepts_every_good_plan(call: Call, schema: Path) -> None:
    assert len(GOOD) >= 14
    check_jsonschema(call, "--schemafile", schema, *GOOD)


def test_check_jsonschema_names_every_broken_plan(call: Call, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.komma.yaml" for name in BAD]
    for file in files:
        file.write_text(BAD[file.name.removesuffix(".komma.yaml")], encoding="utf-8")
    said = check_jsonschema(call, "--schemafile", SCHEMA, "--output-format", "json", *files, code=1)
    assert {Path(one["filename"]) for one in json.loads(said)["errors"]} == set(files)


class Editor:
    """Speaks the language server protocol as an editor does; the settings it has are those of a fresh installation."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.asked, self.found = process, 0, {}

    def send(self, **message: Any) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the language server ended"
        return dict(json.loads(self.process.stdout.read(length)))

    def until(self, wanted: Any) -> dict[str, Any]:
        """Answer what the server asks until it says what is wanted."""
        while not wanted(message := self.receive()):
            if "method" in message and "id" in message:
                asked = message.get("params", {}).get("items", []) if "configuration" in message["method"] else None
                settings = {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}
                answers = asked and [settings if item.get("section") == "yaml" else None for item in asked]
                self.send(id=message["id"], result=answers)
        return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.asked += 1
        self.send(id=self.asked, method=method, params=params)
        return self.until(lambda message: message.get("id") == self.asked and "method" not in message)["result"]

    def open(self, file: Path) -> list[dict[str, Any]]:
        """Open a file; return what the editor marks in it."""
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": file.read_text(encoding="utf-8")}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        marked = self.until(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == file.as_uri()
            )
        )
        return list(marked["params"]["diagnostics"])

    def at(self, what: str, file: Path, line: int, character: int) -> Any:
        place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": character}}
        return self.ask(f"textDocument/{what}", place)


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    if SERVER is None:
        pytest.skip("the program yaml-language-server is not installed")
    with subprocess.Popen([SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        opened = Editor(process)
        shown = {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}, "completion": {}}
        capabilities = {"workspace": {"configuration": True}, "textDocument": shown}
        root = {"processId": os.getpid(), "rootUri": tmp_path.as_uri(), "capabilities": capabilities}
        opened.ask("initialize", root)
        opened.send(method="initialized", params={})
        yield opened
        process.kill()


def test_an_editor_marks_nothing_in_any_good_plan(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / SCHEMA.name).write_bytes(SCHEMA.read_bytes())
    for number, plan in enumerate(GOOD):
        file = tmp_path / f"{number}.komma.yaml"
        below = [line for line in plan.read_text(encoding="utf-8").splitlines() if "yaml-language-server" not in line]
        file.write_text("\n".join((f"# yaml-language-server: $schema={SCHEMA.name}", *below)) + "\n", encoding="utf-8")
        assert editor.open(file) == [], plan


def test_an_editor_helps_in_german_where_komma_began_a_plan(editor: Editor, tmp_path: Path, call: Call) -> None:
    """The two commands of the README, then the file in an editor."""
    komma = (sys.executable, "-m", "komma_cli", "--lang", "de")
    here = {"PYTHONPATH": str(ROOT)}
    call(*komma, "init", "plan.komma.yaml", "--set", "municipality.name=Musterstadt", cwd=tmp_path, env=here, code=None)
    call(*komma, "schema", "-o", SCHEMA.name, cwd=tmp_path, env=here)
    first = (tmp_path / "plan.komma.yaml").read_text(encoding="utf-8").splitlines()[0]
    file = tmp_path / "neu.komma.yaml"
    file.write_text(
        f"{first}\nkomma: 1\n{TOWN}people:\n  - id: a\n    status: chief\n    hours: Di 8-16 Uhr\n    nmae: x\n",
        encoding="utf-8",
    )
    marked = {one["range"]["start"]["line"]: one["message"] for one in editor.open(file)}
    assert set(marked) == {5, 6, 7}
    assert "employee" in marked[5]
    assert marked[6].startswith("Die Tage heißen Mo, Tu, We")
    assert "nmae" in marked[7]
    hover = editor.at("hover", file, 5, 6)["contents"]["value"]
    assert "Dienstverhältnis" in hover
    assert "`honorary`: ehrenamtlich" in hover
    offered = {one["label"]: one.get("documentation") for one in editor.at("completion", file, 5, 12)["items"]}
    assert offered["civil_servant"] == "verbeamtet"
    assert "Default value" not in offered
