"""``python -m komma_cli`` and the ``komma`` command."""

import sys


def main() -> None:
    """Run komma with the process's arguments and end the process with one of the documented exit codes."""
    from komma_cli.cli.exits import run

    sys.exit(run())


if __name__ == "__main__":
    main()
