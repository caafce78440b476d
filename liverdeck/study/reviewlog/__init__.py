"""Every answer, kept on disk."""
