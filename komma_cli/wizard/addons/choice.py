"""The add-on interviews: by name for the command line, and as a choice for the task list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from komma_cli.texts import text
from komma_cli.wizard.addons.addon import Addon
from komma_cli.wizard.questions import Option

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting

OPTIONS = ("change-of-person", "after-incident", "annual-review")
"""As the options of ``komma edit`` are called."""
NAMES = (*OPTIONS, "drill-record")
"""The last one is ``komma drill --record``."""


def talk_named(name: str) -> Callable[[Sitting], None]:
    """Return the interview of one of ``NAMES``; only that one is loaded."""
    if name == "change-of-person":
        from komma_cli.wizard.addons.change_of_person import talk
    elif name == "after-incident":
        from komma_cli.wizard.addons.after_incident import talk
    elif name == "annual-review":
        from komma_cli.wizard.addons.annual_review import talk
    else:
        from komma_cli.wizard.addons.drill_record import talk
    return talk


def offer(sitting: Sitting) -> bool:
    """Ask from the task list which one is wanted, and hold it; return whether one was."""
    options = [Option(name, text(f"addons.menu_{name.replace('-', '_')}", sitting.lang)) for name in NAMES]
    addon = Addon(sitting)
    addon.heading("menu_title")
    chosen = addon.choice(options, "prompt_menu", "help_menu")
    if not isinstance(chosen, Option):
        return False
    talk_named(str(chosen.value))(sitting)
    return True
