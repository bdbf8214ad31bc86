"""The inputs that are no answers, the same at every question; ``literal`` says how they are typed as text."""

from __future__ import annotations

HELP, BACK, MENU, OPEN, NOT_HERE, NEW, PROPOSE = "?", "<", "<<", "-", "--", "+", "v"
KEYS = (HELP, BACK, MENU, OPEN, NOT_HERE)
