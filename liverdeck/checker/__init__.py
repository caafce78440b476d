"""Judges typed answers: see `key.check`. docs/checker.md has the rules."""
