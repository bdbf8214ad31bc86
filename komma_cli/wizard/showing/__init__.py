"""What a section looks like in the papers, what the check says about it, and how a sitting ends."""
