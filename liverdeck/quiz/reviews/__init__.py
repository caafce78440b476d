"""Read the Word file in which a colleague judged every item."""
