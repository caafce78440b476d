"""Facts to items."""
