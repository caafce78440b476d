"""Keeps every answer on disk."""
