"""What holds for every test."""

import gc
import signal
from collections.abc import Iterator
from functools import cache

import pytest

from komma_cli import texts

SELDOM = (100_000, 50, 100)
"""When to look for garbage that refers to itself. The thousands of tests never become garbage, and to walk over them as
often as Python does by itself takes a fifth of the run."""

gc.set_threshold(*SELDOM)
if hasattr(signal, "SIGHUP"):  # a run that outlives its window (nohup) ignores it, and so would all that it starts
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_finish() -> None:
    gc.freeze()  # what was collected stays to the end


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What komma remembers per user goes into a folder of the tests, never into that of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("state"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """The same words of a data file are parsed once in a run, however often a test makes komma forget its data.

    What changes in a file is other words, and those are parsed. Nobody changes what was parsed: ``texts.facts`` shares
    it too.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "parse", cache(texts.parse))
        yield
