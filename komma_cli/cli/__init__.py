"""The commands: the only room that imports typer, prints and ends the process."""
