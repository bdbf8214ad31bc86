"""``python -m komma_cli`` and the ``komma`` command."""

import gc
import os
import sys

_OBJECTS_BEFORE_COLLECTING = 100_000
"""Python's own 700 means going through every loaded module some hundred times while the next ones are loaded."""


def main() -> None:
    """Run komma with the process's arguments and end the process with one of the documented exit codes."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    # komma has no plugins for Pydantic; looking for some reads the metadata of everything that is installed
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from komma_cli.cli.exits import run

    code = run()
    gc.freeze()  # the process ends: nothing is left to look for
    sys.exit(code)


if __name__ == "__main__":
    main()
