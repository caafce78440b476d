"""Items to papers."""
