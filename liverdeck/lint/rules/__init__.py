"""The rules, by context."""
