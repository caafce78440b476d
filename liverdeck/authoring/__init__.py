"""Reads an author's folder: YAML to facts, with all problems."""
