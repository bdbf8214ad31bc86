"""Git is only asked what it keeps, and a hostile repository runs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from komma_cli.errors import ReadError
from komma_cli.network import git
from komma_cli.network.bundle import SUFFIX, to_bytes
from komma_cli.network.collecting import Collected, collect
from komma_cli.texts import error_words
from tests.unit.network.made import DAY, bundle

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


WHO = {f"GIT_{role}_{what}": "x@x.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def run(folder: Path, *words: str, day: str = "2026-03-01T12:00:00Z") -> None:
    env = {**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    env |= {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    subprocess.run(["git", "-C", str(folder), *words], env=env, capture_output=True, check=True)


def commit(folder: Path, name: str, content: bytes, day: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    run(folder, "add", "-A")
    run(folder, "commit", "-q", "-m", "x", day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "main")
    return folder


def found(*places: Path) -> list[Collected]:
    return list(collect([str(place) for place in places], DAY))


def told(results: list[Collected]) -> list[str]:
    return [each.key for result in results for each in result.told]


def test_every_branch_and_tag_is_a_day(repository: Path) -> None:
    first = to_bytes(bundle(date=date(2026, 3, 1)))
    commit(repository, f"netz/ort{SUFFIX}", first, "2026-03-01T12:00:00Z")
    run(repository, "tag", "-a", "v1", "-m", "x", day="2026-03-01T12:00:00Z")
    commit(repository, f"netz/ort{SUFFIX}", to_bytes(bundle(date=date(2026, 6, 1))), "2026-06-01T12:00:00Z")
    run(repository, "branch", "juni")
    commit(repository, f"netz/ort{SUFFIX}", to_bytes(bundle(date=date(2026, 9, 1))), "2026-09-01T12:00:00Z")
    blobs = git.blobs(repository, (SUFFIX,))
    assert [(blob.committed, blob.path) for blob in blobs] == [
        (date(2026, month, 1), f"netz/ort{SUFFIX}") for month in (3, 6, 9)
    ]
    assert [one.entry.day for one in found(repository) if one.entry] == ["2026-03-01", "2026-06-01", "2026-09-01"]


def test_a_bare_repository_is_read_too(repository: Path, tmp_path: Path) -> None:
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T12:00:00Z")
    run(tmp_path, "clone", "-q", "--bare", str(repository), "bare")
    assert [one.entry.name for one in found(tmp_path / "bare") if one.entry] == ["Musterstadt"]


def test_a_playbook_counts_for_the_day_of_its_commit(repository: Path) -> None:
    plan = Path(__file__).parents[3] / "playbooks" / "erste-stunde.komma.yaml"
    commit(repository, "plan.komma.yaml", plan.read_bytes(), "2026-05-04T12:00:00Z")
    assert [one.entry.day for one in found(repository) if one.entry] == ["2026-05-04"]


def test_an_empty_a_missing_and_a_broken_repository_are_told_and_stop_nothing(repository: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    (broken / ".git").mkdir(parents=True)
    good = tmp_path / "good"
    good.mkdir()
    (good / f"ort{SUFFIX}").write_bytes(to_bytes(bundle()))
    results = found(repository, broken, tmp_path / "nowhere", good)
    assert told(results) == ["network.empty_repository", "network.bad_repository", "network.no_place"]
    assert [one.entry.name for one in results if one.entry] == ["Musterstadt"]


def test_a_missing_object_is_told(repository: Path) -> None:
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T12:00:00Z")
    oid = git.blobs(repository, (SUFFIX,))[0].oid
    thing = repository / ".git" / "objects" / oid[:2] / oid[2:]
    thing.chmod(0o600)
    thing.unlink()
    assert told(found(repository)) == ["network.bad_repository"]


@pytest.mark.parametrize("address", ["https://example.org/x.git", "git@example.org:x.git", "ext::sh -c id://x"])
def test_an_address_is_not_fetched(address: str) -> None:
    assert told(list(collect([address], DAY))) == ["network.address"]


def test_nothing_of_a_hostile_repository_is_run(repository: Path, tmp_path: Path) -> None:
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T12:00:00Z")
    proof = tmp_path / "ran"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{proof}'\n", encoding="utf-8")
    script.chmod(0o755)
    for name, value in (
        ("core.fsmonitor", str(script)),
        ("core.pager", str(script)),
        ("core.sshCommand", str(script)),
        ("diff.external", str(script)),
        ("core.hooksPath", str(tmp_path)),
        ("remote.origin.url", f"ext::{script}"),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
        ("protocol.ext.allow", "always"),
        ("uploadpack.packObjectsHook", str(script)),
        ("alias.cat-file", f"!{script}"),
    ):
        run(repository, "config", name, value)
    oid = git.blobs(repository, (SUFFIX,))[0].oid
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).chmod(0o600)
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).unlink()  # a partial clone would fetch it
    assert told(found(repository)) == ["network.bad_repository"]
    assert not proof.exists()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_links_that_lead_out_are_not_followed(repository: Path, tmp_path: Path) -> None:
    secret = tmp_path / f"secret{SUFFIX}"
    secret.write_bytes(to_bytes(bundle("Geheimstadt")))
    (repository / f"link{SUFFIX}").symlink_to(secret)
    run(repository, "add", "-A")
    run(repository, "commit", "-q", "-m", "x")
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T12:00:00Z")
    assert [one.entry.name for one in found(repository) if one.entry] == ["Musterstadt"]
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / f"link{SUFFIX}").symlink_to(secret)
    results = found(folder)
    assert told(results) == ["network.leads_out"]
    assert [one.entry for one in results if one.entry] == []


def test_of_two_commits_of_one_day_the_later_one_has_the_higher_order(repository: Path) -> None:
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T08:00:00Z")
    run(repository, "tag", "morgens")
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle(role="model")), "2026-03-01T18:00:00Z")
    entries = [one.entry for one in found(repository) if one.entry]
    assert [one.role for one in sorted(entries, key=lambda one: one.order)] == [None, "model"]


def test_git_that_is_missing_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T08:00:00Z")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Exception, match=r"diff\.no_git"):
        git.blobs(repository, (SUFFIX,))


def test_a_path_that_is_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        git.blobs(tmp_path, (SUFFIX,))


def test_files_too_large_to_be_read_are_told(repository: Path) -> None:
    (repository / f"gross{SUFFIX}").write_bytes(b"a" * 3_000_000)
    (repository / "gross.komma.yaml").write_bytes(b"a" * 3_000_000)
    commit(repository, f"ort{SUFFIX}", to_bytes(bundle()), "2026-03-01T12:00:00Z")
    results = found(repository)
    assert sorted(told(results)) == ["network.broken_playbook_one", "network.too_large"]
    assert [one.entry.name for one in results if one.entry] == ["Musterstadt"]
    for each in results[0].told:
        assert "gross" in error_words(each.key, "de", **dict(each.values))[0]


def test_what_did_not_change_between_versions_is_read_once(repository: Path) -> None:
    plan = Path(__file__).parents[3] / "playbooks" / "erste-stunde.komma.yaml"
    (repository / f"ort{SUFFIX}").write_bytes(to_bytes(bundle()))
    for number, day in enumerate(("2026-05-04T08:00:00Z", "2026-05-04T12:00:00Z", "2026-05-05T12:00:00Z")):
        (repository / "count").write_text(str(number), encoding="ascii")
        commit(repository, "plan.komma.yaml", plan.read_bytes(), day)
        run(repository, "tag", f"v{number}")
    assert sorted(one.entry.day for one in found(repository) if one.entry) == ["2026-05-04", "2026-05-05", "2026-12-01"]


def test_a_bundle_that_was_put_back_counts_again(repository: Path) -> None:
    for hour, role in ((8, "model"), (10, "network"), (12, "model")):
        commit(repository, f"ort{SUFFIX}", to_bytes(bundle(role=role)), f"2026-03-01T{hour:02}:00:00Z")
        run(repository, "tag", f"h{hour}")
    entries = [one.entry for one in found(repository) if one.entry]
    assert max(entries, key=lambda one: one.order).role == "model"
