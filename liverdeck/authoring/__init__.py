"""Reads an author's folder: turns YAML into facts, and reports all problems."""
