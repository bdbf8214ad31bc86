"""The proof: from the bytes of a playbook to a sorted list of findings."""
