"""The review log: it keeps every answer on disk."""
