"""``python -m komma_cli`` and the ``komma`` command."""

import gc
import os
import sys
from types import FrameType

_OBJECTS_BEFORE_COLLECTING = 100_000
"""Python's own 700 means going through every loaded module some hundred times while the next ones are loaded."""
INTERRUPTED = 130
"""``exits.Exit.INTERRUPTED``, for the moment in which that module is not there yet."""


class Interrupted(KeyboardInterrupt):
    """Ctrl+C. Once Python's own exception has gone through an ``exec``, as in a module that is just being loaded, the
    process ends by a signal, whatever code it ends with (``pythonrun.c``: only that very class counts)."""


def main() -> None:
    """Run komma with the process's arguments and end the process with one of the documented exit codes."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    # komma has no plugins for Pydantic; looking for some reads the metadata of everything that is installed
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = _run()
    except KeyboardInterrupt:  # just before the command, or just behind it
        code = INTERRUPTED
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process ends: nothing is left to break off
    gc.freeze()  # nor to look for
    sys.exit(code)


def _run() -> int:
    import signal  # where Ctrl+C is minded already

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    from komma_cli.cli.exits import run

    return run()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
