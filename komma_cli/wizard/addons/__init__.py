"""The add-on interviews: a change of person, the time after an incident, the annual review."""
