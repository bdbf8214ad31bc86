"""The proof that a finished file holds nothing that its readers must not see: every byte of it is searched."""
