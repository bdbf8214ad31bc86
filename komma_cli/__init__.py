"""komma: response playbooks for municipalities whose people meet racist or right-wing hostility."""

__version__ = "0.1.0"
