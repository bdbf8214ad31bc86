"""What a newer komma knows better than the playbook: cards of the library, bodies of the directory."""
