"""What komma proposes and the coordinator confirms."""
