"""Find errors in how items are written."""
