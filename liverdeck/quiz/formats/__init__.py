"""A module for each output format, and what several formats have in common."""
