"""The benchmark of a network runs, in a tiny form, and gives the peer the words of the same pages."""

import re

import pytest

from tests.bench import network

ROWS = ("build from bundles", "build from playbooks", "overview", "match", "site", "komma")


def test_the_benchmark_of_a_network_runs(capsys, monkeypatch):
    monkeypatch.setattr(network, "SHORT", 1)
    monkeypatch.setenv("PATH", "")  # MkDocs is another project's business
    network.main(16, 2)
    told = capsys.readouterr().out
    for row in ROWS:
        assert re.search(rf"(?m)^{row} +\d+\.\d\d s +\d+ MiB", told), row
    assert re.search(r"\d+ pages, \d+\.\d MB with all files, largest page \d+\.\d KB, \d+ pages a second", told)
    assert re.search(r"(?m)^komma .* [1-9]\d* pages a second$", told)
    assert "MkDocs" in told


def test_a_command_that_fails_ends_the_benchmark():
    with pytest.raises(SystemExit, match="no such thing"):
        network.run([network.sys.executable, "-c", "raise SystemExit('no such thing')"], dict(network.os.environ))


def test_the_same_number_gives_the_same_bundles():
    assert list(network.bundles(3)) == list(network.bundles(3))
    assert len({name for name, _ in network.bundles(3)}) == 3


def test_the_peer_gets_the_words_and_links_of_a_page_and_nothing_else():
    page = (
        "<html><head><title>x</title></head><body><nav>menu</nav><main><h1>Ort &amp; <em>Land</em></h1><ul><li>eins"
        "<li><a href='a.html'>zwei</a> drei</ul><table><tr><td>4</td><td>5</td></tr></table></main><p>Fuß</body></html>"
    )
    assert network.markdown(page) == "# Ort &amp; Land\n\n- eins\n\n- [zwei](a.md) drei\n\n4\n\n5\n"
