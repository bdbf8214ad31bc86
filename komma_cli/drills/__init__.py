"""Exercises from a municipality's own plan: a script, a start time that hits a real weakness, and what is expected."""
