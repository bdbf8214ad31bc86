"""Many municipalities: bundles that leave the house, and what a network learns from them without exposing anybody."""
